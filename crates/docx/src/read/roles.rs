//! What a style is for, by its name. Names are Word's own English ones, which every translation of Word keeps in its
//! files, the names that this program writes, and those that LibreOffice and pandoc use for the same. Letter case says
//! nothing: LibreOffice changes it.

use chapbook_theme::Role;

/// The role of a paragraph style's name.
pub(crate) fn of_paragraph(name: &str) -> Option<Role> {
    let name = name.to_lowercase();
    if let Some(level) = level_of(&name, "heading ").or_else(|| level_of(&name, "unlisted heading ")) {
        return Some(Role::heading(level));
    }
    if let Some(level) = level_of(&name, "toc ") {
        return Some(match level {
            1 => Role::Contents1,
            2 => Role::Contents2,
            _ => Role::Contents3,
        });
    }
    // `List Number 2`, `List Bullet 5`.
    let family = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    if matches!(family, "list number" | "list bullet" | "list continue" | "list") {
        return Some(Role::ListItem);
    }
    PARAGRAPHS.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
}

/// The level of a name such as `heading 2`: 1 to 9.
fn level_of(name: &str, family: &str) -> Option<u8> {
    let level = name.strip_prefix(family)?;
    level.parse().ok().filter(|level| (1..=9).contains(level))
}

/// Paragraph styles by name in lower case.
const PARAGRAPHS: &[(&str, Role)] = &[
    ("abstract", Role::Abstract),
    ("acknowledgements", Role::Acknowledgements),
    ("affiliation", Role::Affiliation),
    ("attribution", Role::Attribution),
    ("author", Role::Byline),
    ("author note", Role::AuthorNote),
    ("block text", Role::Quote),
    ("body text", Role::Body),
    ("body text first indent", Role::Body),
    ("body text indent", Role::Body),
    ("byline", Role::Byline),
    ("callout", Role::Callout),
    ("callout caution", Role::Callout),
    ("callout important", Role::Callout),
    ("callout note", Role::Callout),
    ("callout tip", Role::Callout),
    ("callout title", Role::CalloutTitle),
    ("callout warning", Role::Callout),
    ("caption", Role::Caption),
    ("captioned figure", Role::Figure),
    ("colophon", Role::Colophon),
    ("compact", Role::Body),
    ("contents heading", Role::ContentsTitle),
    ("copyright page", Role::CopyrightPage),
    ("date", Role::Date),
    ("dedication", Role::Dedication),
    ("definition", Role::Definition),
    ("definition term", Role::Term),
    ("endnote text", Role::Endnote),
    ("epigraph", Role::Epigraph),
    ("figure", Role::Figure),
    ("first paragraph", Role::BodyFirst),
    ("footer", Role::Folio),
    ("footnote", Role::Footnote),
    ("footnote block text", Role::Footnote),
    ("footnote text", Role::Footnote),
    ("formula", Role::Math),
    ("glossary", Role::Glossary),
    ("header", Role::RunningHead),
    ("horizontal line", Role::Divider),
    ("html preformatted", Role::Code),
    ("image caption", Role::Caption),
    ("index heading", Role::ContentsTitle),
    ("intense quote", Role::Quote),
    ("letter", Role::Letter),
    ("list contents", Role::Definition),
    ("list heading", Role::Term),
    ("list paragraph", Role::ListItem),
    ("macro", Role::Code),
    ("normal", Role::Body),
    ("part", Role::Part),
    ("preformatted text", Role::Code),
    ("pull quote", Role::PullQuote),
    ("quotations", Role::Quote),
    ("quote", Role::Quote),
    ("scene break", Role::Divider),
    ("sidebar", Role::Aside),
    ("source code", Role::Code),
    ("subtitle", Role::Subtitle),
    ("table caption", Role::Caption),
    ("table cell", Role::TableCell),
    ("table contents", Role::TableCell),
    ("table head", Role::TableHead),
    ("table heading", Role::TableHead),
    ("table of figures", Role::Contents1),
    ("title", Role::Title),
    ("toc heading", Role::ContentsTitle),
    ("verse", Role::Verse),
];

/// What a character style is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inked {
    /// Nothing but its look: `Default Paragraph Font`, `Hyperlink`, the marks of notes and comments, caption labels,
    /// pieces of code.
    Plain,
    Code,
    Keyboard,
    Credit,
    CaptionLabel,
    Strong,
    Emphasis,
    /// The author's own.
    Own,
}

/// What a character style of this name is for.
pub(crate) fn of_characters(name: &str) -> Inked {
    match name.to_lowercase().as_str() {
        "default paragraph font"
        | "hyperlink"
        | "followedhyperlink"
        | "internet link"
        | "visited internet link"
        | "footnote reference"
        | "endnote reference"
        | "footnote anchor"
        | "endnote anchor"
        | "footnote characters"
        | "endnote characters"
        | "annotation reference"
        | "page number"
        | "index link"
        | "placeholder text"
        | "line number"
        // Pieces of code: the program that writes them finds them again in the code itself.
        | "code comment"
        | "code keyword"
        | "code type"
        | "code function"
        | "code constant"
        | "code string"
        | "code attribute"
        | "code inserted"
        | "code deleted" => Inked::Plain,
        "inline code" | "verbatim char" | "html code" | "source text" | "html typewriter" | "html sample" => {
            Inked::Code
        }
        "html keyboard" | "user entry" => Inked::Keyboard,
        "credit" => Inked::Credit,
        "caption label" => Inked::CaptionLabel,
        "strong" | "strong emphasis" => Inked::Strong,
        "emphasis" | "intense emphasis" | "subtle emphasis" => Inked::Emphasis,
        // pandoc's names for pieces of code: `KeywordTok`, `CommentTok`.
        name if name.ends_with("tok") => Inked::Plain,
        _ => Inked::Own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_lower_case() {
        assert!(PARAGRAPHS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(PARAGRAPHS.iter().all(|(name, _)| *name == name.to_lowercase()));
    }

    #[test]
    fn families_have_levels() {
        assert_eq!(of_paragraph("heading 2"), Some(Role::Heading2));
        assert_eq!(of_paragraph("Heading 9"), Some(Role::Heading6));
        assert_eq!(of_paragraph("heading 12"), None);
        assert_eq!(of_paragraph("TOC 4"), Some(Role::Contents3));
        assert_eq!(of_paragraph("List Number 3"), Some(Role::ListItem));
        assert_eq!(of_paragraph("Chapter"), None);
    }
}
