//! What Word calls each role: the house-style map, as data. A theme overrides names (`[docx.styles]`); how a style
//! looks is the theme's, too.

use chapbook_resolve::CalloutKind;
use chapbook_theme::Role;

/// The style that all paragraph styles start from.
pub(crate) const NORMAL: &str = "Normal";

/// The style name of a role. Where Word has a style for the purpose, it is Word's own, spelled as Word spells it:
/// those are translated in the program, linked with its commands, and restyled by a house template.
pub(crate) fn of_role(role: Role) -> &'static str {
    match role {
        Role::Body => "Body Text",
        Role::BodyFirst => "First Paragraph",
        Role::Title => "Title",
        Role::Subtitle => "Subtitle",
        Role::Byline => "Byline",
        Role::Affiliation => "Affiliation",
        Role::Date => "Date",
        Role::Heading1 => "heading 1",
        Role::Heading2 => "heading 2",
        Role::Heading3 => "heading 3",
        Role::Heading4 => "heading 4",
        Role::Heading5 => "heading 5",
        Role::Heading6 => "heading 6",
        Role::Part => "Part",
        Role::Quote => "Quote",
        Role::Attribution => "Attribution",
        Role::Epigraph => "Epigraph",
        Role::ListItem => "List Paragraph",
        Role::Term => "Definition Term",
        Role::Definition => "Definition",
        Role::Code => "Source Code",
        Role::Math => "Formula",
        Role::Verse => "Verse",
        Role::Divider => "Scene Break",
        Role::TableCell => "Table Cell",
        Role::TableHead => "Table Head",
        Role::Figure => "Figure",
        Role::Caption => "caption",
        Role::Footnote => "footnote text",
        Role::Endnote => "endnote text",
        Role::AuthorNote => "Author Note",
        Role::Abstract => "Abstract",
        Role::Acknowledgements => "Acknowledgements",
        Role::Dedication => "Dedication",
        Role::CopyrightPage => "Copyright Page",
        Role::Colophon => "Colophon",
        Role::Aside => "Sidebar",
        Role::PullQuote => "Pull Quote",
        Role::Callout => "Callout",
        Role::CalloutTitle => "Callout Title",
        Role::Letter => "Letter",
        Role::Glossary => "Glossary",
        Role::ContentsTitle => "TOC Heading",
        Role::Contents1 => "toc 1",
        Role::Contents2 => "toc 2",
        Role::Contents3 => "toc 3",
        Role::RunningHead => "header",
        Role::Folio => "footer",
        Role::InlineCode => "Inline Code",
        Role::Credit => "Credit",
        Role::CodeComment => "Code Comment",
        Role::CodeKeyword => "Code Keyword",
        Role::CodeType => "Code Type",
        Role::CodeFunction => "Code Function",
        Role::CodeConstant => "Code Constant",
        Role::CodeString => "Code String",
        Role::CodeAttribute => "Code Attribute",
        Role::CodeInserted => "Code Inserted",
        Role::CodeDeleted => "Code Deleted",
        Role::CaptionLabel => "Caption Label",
    }
}

/// What a paragraph of a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ItemKind {
    /// The first of a numbered item.
    Number,
    /// The first of an item with a bullet.
    Bullet,
    /// A later one of an item.
    Continue,
}

/// Word has these styles to this depth.
pub(crate) const ITEM_DEPTHS: u8 = 5;

/// The style name of a list's paragraph, by depth from 1.
pub(crate) fn of_item(kind: ItemKind, depth: u8) -> String {
    let name = match kind {
        ItemKind::Number => "List Number",
        ItemKind::Bullet => "List Bullet",
        ItemKind::Continue => "List Continue",
    };
    if depth <= 1 { name.to_owned() } else { format!("{name} {depth}") }
}

/// The style name of a callout's paragraphs.
pub(crate) fn of_callout(kind: CalloutKind) -> &'static str {
    match kind {
        CalloutKind::Note => "Callout Note",
        CalloutKind::Tip => "Callout Tip",
        CalloutKind::Important => "Callout Important",
        CalloutKind::Warning => "Callout Warning",
        CalloutKind::Caution => "Callout Caution",
    }
}

/// Whether Word has a style of this name itself; all others are custom styles.
pub(crate) fn is_built_in(name: &str) -> bool {
    let lower = name.to_lowercase();
    // Numbered families: heading 1 to 9, List Bullet 2 to 5.
    let family = lower.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    BUILT_IN.contains(&lower.as_str()) || (family.len() < lower.len() && FAMILIES.contains(&family))
}

const FAMILIES: &[&str] = &[
    "heading",
    "toc",
    "index",
    "list",
    "list bullet",
    "list number",
    "list continue",
    "body text",
    "body text indent",
];

/// Names that Word's own styles have, in lower case: those that a document may plausibly ask for.
const BUILT_IN: &[&str] = &[
    "annotation reference",
    "annotation text",
    "bibliography",
    "block text",
    "body text",
    "body text first indent",
    "body text indent",
    "caption",
    "closing",
    "date",
    "default paragraph font",
    "emphasis",
    "endnote reference",
    "endnote text",
    "followedhyperlink",
    "footer",
    "footnote reference",
    "footnote text",
    "header",
    "html code",
    "html keyboard",
    "html preformatted",
    "hyperlink",
    "index heading",
    "intense emphasis",
    "intense quote",
    "list",
    "list bullet",
    "list continue",
    "list number",
    "list paragraph",
    "no list",
    "no spacing",
    "normal",
    "normal indent",
    "normal table",
    "page number",
    "plain text",
    "quote",
    "salutation",
    "signature",
    "strong",
    "subtitle",
    "subtle emphasis",
    "subtle reference",
    "table grid",
    "table of figures",
    "title",
    "toc heading",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_role_has_a_name_of_its_own() {
        let names: BTreeSet<String> = Role::ALL.iter().map(|role| of_role(*role).to_lowercase()).collect();
        assert_eq!(names.len(), Role::ALL.len());
    }

    #[test]
    fn words_own_names_are_known() {
        for name in ["Normal", "heading 1", "List Number 3", "caption", "toc 2", "Body Text", "Quote", "TOC Heading"] {
            assert!(is_built_in(name), "{name}");
        }
        for name in ["Author Note", "Part", "Source Code", "Date 2", "Chapter"] {
            assert!(!is_built_in(name), "{name}");
        }
    }
}
