//! The leaf list: a document as an editor sees it, flat and in order, one leaf a paragraph. It is what two files are
//! compared by, so it holds all that an editor can change and nothing that programs change on their own: no ids, no
//! fonts, no results of fields.

use chapbook_model::{Change, Inline, OutlineKind};
use chapbook_theme::Role;
use chapbook_values::{CounterStyle, Delimiter, Label};

use super::keys::Key;

/// A paragraph, or something that stands in the place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The keys of blocks that start in it, in order; copies and repeats are marked as such.
    pub keys: Vec<Key>,
    /// Keys that start within its text: of notes' calls and of comments.
    pub inner_keys: Vec<InnerKey>,
    /// The name of its paragraph style, in the letter case of the file.
    pub style: String,
    /// What the style is for; none if its name says nothing.
    pub role: Option<Role>,
    /// What it is.
    pub kind: LeafKind,
    /// Its place in a list, if it begins an item.
    pub list: Option<ListPlace>,
    /// Where it stands.
    pub place: Place,
    /// Its text, in normal form. Labels of captions and marks that lead notes are left out. Code and formulas are
    /// [`InlineKind::Code`](chapbook_model::InlineKind::Code) with their line ends in it, and changes around that.
    pub content: Vec<Inline>,
    /// The label that references to it name. Labels of the source are not in the file: this one is made up.
    pub label: Option<Label>,
    /// What happened to the end of the paragraph.
    pub mark: Mark,
    /// What comes before it.
    pub before: Break,
    /// How it stands.
    pub look: ParagraphLook,
    /// Width and height of the pictures in it that say so, in order, in EMU (914,400 to an inch).
    pub pictures: Vec<(i64, i64)>,
}

/// What a leaf is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// Text.
    Paragraph,
    /// A heading of level 1 to 6, or the title of a part (0).
    Heading {
        /// The level.
        level: u8,
        /// Whether contents list it.
        listed: bool,
        /// Whether Word numbers it.
        numbered: bool,
    },
    /// A caption: the word of its label, such as `Figure`, and its number as printed, where it has them.
    Caption {
        /// `Figure`.
        word: Option<String>,
        /// `3`, `2.3`.
        number: Option<String>,
    },
    /// A scene break: a line, stars, or a paragraph of that style.
    Divider,
    /// A list that a program makes, with all its entries: contents, a list of figures, an index. The content is its
    /// title.
    Outline(OutlineKind),
}

/// A key within the text of a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InnerKey {
    /// The key.
    pub key: Key,
    /// The note that is called there, by the label that it has in [`Leaf::content`].
    pub note: Option<String>,
    /// The comment that begins there, by its id in the file.
    pub comment: Option<i64>,
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPlace {
    /// `w:numId`: programs change it as they please, so it identifies nothing.
    pub num: i64,
    /// `w:abstractNumId`, which counts; programs change it, too.
    pub abstract_num: i64,
    /// The level, from 0.
    pub level: u8,
    /// What Word prints before the item: `3.`, `(b)`, `•`.
    pub label: String,
    /// The number; none for a bullet.
    pub value: Option<i64>,
    /// The style of the number and what stands around it, where the model has them.
    pub style: Option<(CounterStyle, Delimiter)>,
}

/// Where a leaf stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The note that it belongs to; none in the body.
    pub note: Option<NotePlace>,
    /// The cells around it, the outermost first.
    pub cells: Vec<CellPlace>,
    /// The text box that it stands in, counted through the file.
    pub text_box: Option<usize>,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotePlace {
    /// Which part holds it.
    pub story: NoteStory,
    /// The label by which [`Leaf::content`] calls it.
    pub label: String,
}

/// Which part holds a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteStory {
    /// At the foot of the page.
    Footnote,
    /// At the end.
    Endnote,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The table, counted through the file.
    pub table: usize,
    /// The row, from 0.
    pub row: usize,
    /// The first column that it takes, from 0.
    pub column: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes.
    pub rows: usize,
    /// Whether its row is a header row.
    pub header: bool,
    /// Whether the cell above goes on in it: Word shows nothing of what stands in it.
    pub continued: bool,
    /// The keys of its row, in the row's first leaf only.
    pub row_keys: Vec<Key>,
    /// The change that its row was inserted by; what stands in it is inserted as well.
    pub inserted: Option<Change>,
    /// The change that its row was deleted by; what stands in it is deleted as well.
    pub deleted: Option<Change>,
}

/// A change of a paragraph's end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// It was inserted: without the insertion, the paragraph goes on in the next.
    pub inserted: Option<Change>,
    /// It was deleted: with the deletion, the paragraph goes on in the next.
    pub deleted: Option<Change>,
}

/// What comes before a leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Break {
    /// A new page.
    pub page: bool,
    /// A new section.
    pub section: bool,
}

/// How a leaf stands, where that may say what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParagraphLook {
    /// The indent of its text from the margin, in twentieths of a point.
    pub indent: i64,
    /// Whether that is its own, or its list's, rather than its style's.
    pub own_indent: bool,
    /// How far its lines end before the others, in twentieths of a point.
    pub end_indent: i64,
    /// Whether that is its own, and not its style's.
    pub own_end_indent: bool,
    /// No space is left below it: it stands close to what follows.
    pub closed: bool,
    /// How its lines stand, if it says so itself or by its style.
    pub align: LeafAlign,
    /// Whether its letters run from right to left, if that is not the document's way.
    pub direction: Option<chapbook_values::Direction>,
}

/// How the lines of a paragraph stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeafAlign {
    /// As the style says, which says nothing.
    #[default]
    Default,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
    /// At both sides.
    Justified,
}

impl Leaf {
    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty() && matches!(self.kind, LeafKind::Paragraph | LeafKind::Caption { .. })
    }
}
