//! Which styles a document has, and under which id each is called. It starts with a style for every role and takes
//! up what the text asks for; how styles look is `styles`' business.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_resolve::CalloutKind;
use chapbook_theme::{Role, Theme};

use crate::reference::Reference;

use super::style_names::{self, ITEM_DEPTHS, ItemKind};

/// What a style is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StyleKey {
    /// The root of all paragraph styles.
    Normal,
    /// The root of all character styles.
    DefaultParagraphFont,
    /// The root of all table styles.
    NormalTable,
    /// No numbering.
    NoList,
    /// A role of the theme.
    Role(Role),
    /// A paragraph of a list, by depth from 1.
    Item(ItemKind, u8),
    /// A heading that contents do not show, by level from 1.
    UnlistedHeading(u8),
    /// The text of a callout.
    Callout(CalloutKind),
    /// An entry of a list of figures.
    FigureEntry,
    /// The mark of a footnote.
    FootnoteReference,
    /// The mark of an endnote.
    EndnoteReference,
    /// The text of a comment.
    CommentText,
    /// The mark of a comment.
    CommentReference,
    /// A link.
    Hyperlink,
    /// Keys of a keyboard.
    Keyboard,
    /// Tables.
    Table,
    /// A paragraph style that the author named (`custom-style`), made from that of a role.
    NamedParagraph(String, Role),
    /// A character style that the author named.
    NamedCharacter(String),
}

/// Whether a style is for paragraphs, runs, tables or lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StyleKind {
    Paragraph,
    Character,
    Table,
    Numbering,
}

/// A style of the document.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: StyleKey,
    pub(crate) name: String,
    pub(crate) id: String,
    /// It is the house's, and is not written anew.
    pub(crate) is_given: bool,
}

/// The styles of the document.
#[derive(Debug)]
pub(crate) struct StyleSheet {
    entries: Vec<Entry>,
    by_key: BTreeMap<StyleKey, usize>,
    /// By kind and name in lower case: Word does not tell case apart.
    by_name: BTreeMap<(bool, String), usize>,
    /// The ids of the house's own styles, by kind and name in lower case.
    house: BTreeMap<(bool, String), String>,
    /// Ids in lower case that are taken.
    taken: BTreeSet<String>,
}

impl StyleSheet {
    /// The styles that every document has.
    pub(crate) fn new(theme: &Theme, house: Option<&Reference>) -> Self {
        let styles = house.map(|house| house.styles.as_slice()).unwrap_or_default();
        let house = styles.iter().map(|style| ((style.is_character, style.name.to_lowercase()), style.id.clone()));
        let taken = styles.iter().map(|style| style.id.to_lowercase()).collect();
        let mut sheet = Self {
            entries: Vec::new(),
            by_key: BTreeMap::new(),
            by_name: BTreeMap::new(),
            house: house.collect(),
            taken,
        };
        for key in [StyleKey::Normal, StyleKey::DefaultParagraphFont, StyleKey::NormalTable, StyleKey::NoList] {
            sheet.add(key, theme);
        }
        for role in Role::ALL {
            sheet.add(StyleKey::Role(*role), theme);
        }
        for kind in [ItemKind::Number, ItemKind::Bullet, ItemKind::Continue] {
            for depth in 1..=ITEM_DEPTHS {
                sheet.add(StyleKey::Item(kind, depth), theme);
            }
        }
        for key in [StyleKey::FootnoteReference, StyleKey::EndnoteReference, StyleKey::Hyperlink, StyleKey::Table] {
            sheet.add(key, theme);
        }
        sheet
    }

    /// The id of a style; one that is not there yet is taken up.
    pub(crate) fn id(&mut self, key: &StyleKey, theme: &Theme) -> &str {
        let index = match self.by_key.get(key) {
            Some(index) => *index,
            None => self.add(key.clone(), theme),
        };
        &self.entries[index].id
    }

    /// Whether styles come from a reference document.
    pub(crate) fn is_house(&self) -> bool {
        !self.house.is_empty()
    }

    /// The name of a style that was taken up.
    pub(crate) fn name(&self, key: &StyleKey) -> &str {
        self.by_key.get(key).map_or("", |index| &self.entries[*index].name)
    }

    /// All styles, in the order in which they were taken up: a style stands after the one it is based on.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn add(&mut self, key: StyleKey, theme: &Theme) -> usize {
        if let Some(base) = key.based_on() {
            let _ = self.id(&base, theme);
        }
        let name = key.name(theme);
        // Two roles that a theme calls by one name share the style: the first says how it looks.
        let in_text = key.kind() == StyleKind::Character;
        let slot = (in_text, name.to_lowercase());
        let index = match self.by_name.get(&slot) {
            Some(index) => *index,
            None => {
                let given = self.house.get(&slot).cloned();
                let is_given = given.is_some();
                let id = given.unwrap_or_else(|| self.free_id(&name));
                self.taken.insert(id.to_lowercase());
                self.entries.push(Entry { key: key.clone(), name, id, is_given });
                self.by_name.insert(slot, self.entries.len() - 1);
                self.entries.len() - 1
            }
        };
        self.by_key.insert(key, index);
        index
    }

    /// An id made of the name's letters and digits, as Word makes it.
    fn free_id(&self, name: &str) -> String {
        let mut base = String::new();
        for word in name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            base.push_str(&word[..1].to_ascii_uppercase());
            base.push_str(&word[1..]);
        }
        if base.is_empty() {
            base.push_str("Style");
        }
        base.truncate(60);
        let taken = |id: &str| self.taken.contains(&id.to_lowercase());
        let mut id = base.clone();
        let mut n = 1;
        while taken(&id) {
            n += 1;
            id = format!("{base}{n}");
        }
        id
    }
}

impl StyleKey {
    /// What the style applies to.
    pub(crate) fn kind(&self) -> StyleKind {
        match self {
            Self::Role(role) if role.is_inline() => StyleKind::Character,
            Self::Normal
            | Self::Role(_)
            | Self::Item(..)
            | Self::UnlistedHeading(_)
            | Self::Callout(_)
            | Self::FigureEntry
            | Self::CommentText
            | Self::NamedParagraph(..) => StyleKind::Paragraph,
            Self::DefaultParagraphFont
            | Self::FootnoteReference
            | Self::EndnoteReference
            | Self::CommentReference
            | Self::Hyperlink
            | Self::Keyboard
            | Self::NamedCharacter(_) => StyleKind::Character,
            Self::NormalTable | Self::Table => StyleKind::Table,
            Self::NoList => StyleKind::Numbering,
        }
    }

    /// The style it starts from. Roles mirror [`Role::parent`], but for one thing: where a role starts from `Body`,
    /// the style starts from `Normal`. Normal has the body's type and none of its indents, so that an editor who
    /// changes the indent of Body Text does not change that of every heading.
    pub(crate) fn based_on(&self) -> Option<StyleKey> {
        match self {
            Self::Normal | Self::DefaultParagraphFont | Self::NormalTable | Self::NoList => None,
            Self::Role(Role::BodyFirst) => Some(Self::Role(Role::Body)),
            Self::Role(role) if role.is_inline() => Some(Self::DefaultParagraphFont),
            Self::Role(role) => Some(match role.parent() {
                Role::Body => Self::Normal,
                parent => Self::Role(parent),
            }),
            Self::Item(..) => Some(Self::Role(Role::ListItem)),
            Self::UnlistedHeading(level) => Some(Self::Role(Role::heading(*level))),
            Self::Callout(_) => Some(Self::Role(Role::Callout)),
            Self::FigureEntry => Some(Self::Role(Role::Contents1)),
            Self::CommentText => Some(Self::Normal),
            Self::NamedParagraph(_, role) => Some(Self::Role(*role)),
            Self::FootnoteReference
            | Self::EndnoteReference
            | Self::CommentReference
            | Self::Hyperlink
            | Self::Keyboard
            | Self::NamedCharacter(_) => Some(Self::DefaultParagraphFont),
            Self::Table => Some(Self::NormalTable),
        }
    }

    pub(crate) fn name(&self, theme: &Theme) -> String {
        match self {
            Self::Normal => style_names::NORMAL.to_owned(),
            Self::DefaultParagraphFont => "Default Paragraph Font".to_owned(),
            Self::NormalTable => "Normal Table".to_owned(),
            Self::NoList => "No List".to_owned(),
            Self::Role(role) => match theme.docx_styles.get(role).map(|name| clean(name)) {
                Some(name) if !name.is_empty() => name,
                Some(_) | None => style_names::of_role(*role).to_owned(),
            },
            Self::Item(kind, depth) => style_names::of_item(*kind, *depth),
            Self::UnlistedHeading(level) => format!("Unlisted Heading {level}"),
            Self::Callout(kind) => style_names::of_callout(*kind).to_owned(),
            Self::FigureEntry => "table of figures".to_owned(),
            Self::FootnoteReference => "footnote reference".to_owned(),
            Self::EndnoteReference => "endnote reference".to_owned(),
            Self::CommentText => "annotation text".to_owned(),
            Self::CommentReference => "annotation reference".to_owned(),
            Self::Hyperlink => "Hyperlink".to_owned(),
            Self::Keyboard => "HTML Keyboard".to_owned(),
            Self::Table => "Ruled Table".to_owned(),
            Self::NamedParagraph(name, _) | Self::NamedCharacter(name) => match clean(name) {
                name if name.is_empty() => "Unnamed".to_owned(),
                name => name,
            },
        }
    }
}

/// A style name as Word holds it: a comma or semicolon would begin an alias (ISO/IEC 29500-1, 17.7.4.9), and 253
/// characters are the most.
fn clean(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_control() || matches!(c, ',' | ';') { ' ' } else { c }).collect();
    name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(253).collect()
}

#[cfg(test)]
mod tests {
    use chapbook_source::MemoryFiles;

    use super::*;

    #[test]
    fn ids_are_those_of_word() {
        let theme = chapbook_theme::read("article", &MemoryFiles::default()).expect("it is built in");
        let mut sheet = StyleSheet::new(&theme, None);
        for (key, id) in [
            (StyleKey::Role(Role::Heading1), "Heading1"),
            (StyleKey::Role(Role::Body), "BodyText"),
            (StyleKey::Role(Role::Caption), "Caption"),
            (StyleKey::Role(Role::Footnote), "FootnoteText"),
            (StyleKey::Item(ItemKind::Number, 1), "ListNumber"),
            (StyleKey::Item(ItemKind::Continue, 2), "ListContinue2"),
        ] {
            assert_eq!(sheet.id(&key, &theme), id);
        }
    }

    #[test]
    fn a_name_that_is_there_already_is_shared() {
        let mut theme = chapbook_theme::read("article", &MemoryFiles::default()).expect("it is built in");
        theme.docx_styles.insert(Role::BodyFirst, "body text".to_owned());
        let mut sheet = StyleSheet::new(&theme, None);
        assert_eq!(sheet.id(&StyleKey::Role(Role::BodyFirst), &theme), "BodyText");
        let named = StyleKey::NamedParagraph("QUOTE".to_owned(), Role::Body);
        assert_eq!(sheet.id(&named, &theme), "Quote");
        let odd = StyleKey::NamedParagraph("محيط, ‎2".to_owned(), Role::Body);
        assert_eq!(sheet.id(&odd, &theme), "2");
    }
}
