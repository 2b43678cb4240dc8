//! Resolved blocks.

use chapbook_source::Span as SourceSpan;
use chapbook_theme::Role;
use chapbook_values::{CounterStyle, Delimiter};

use super::{Anchor, Inline, InlineKind, Locale, NodeId, PictureRef, Raw, Tracked};

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its identity.
    pub id: NodeId,
    /// What it is.
    pub kind: BlockKind,
    /// A place that can be pointed to, if something points to it or the author labelled it.
    pub anchor: Option<Anchor>,
    /// Its language or direction, where they differ from those around it.
    pub locale: Option<Locale>,
    /// The author's classes that have no meaning of their own, for CSS.
    pub classes: Vec<String>,
    /// A Word paragraph style that the author named (`custom-style`).
    pub word_style: Option<String>,
    /// Who inserted or deleted it as a whole, with its end; its words say the same. Only a format that has revisions
    /// gets what is deleted as a whole.
    pub tracked: Option<Box<Tracked>>,
    /// Where it stands in the source.
    pub span: SourceSpan,
}

impl Block {
    /// The part of a book that begins with it, if one does: the project file says so by a class.
    pub fn matter(&self) -> Option<Matter> {
        self.classes.iter().find_map(|class| match class.as_str() {
            "front-matter" => Some(Matter::Front),
            "main-matter" => Some(Matter::Main),
            "back-matter" => Some(Matter::Back),
            _ => None,
        })
    }

    /// Whether nothing is left of it where changes are accepted.
    pub fn is_deleted(&self) -> bool {
        self.tracked.as_ref().is_some_and(|tracked| tracked.deleted.is_some())
    }
}

/// The parts of a book. The pages of the front have roman numbers, those of the main matter begin at 1, and those of the
/// back count on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Before the text.
    Front,
    /// The text.
    Main,
    /// After it.
    Back,
}

/// The kinds of resolved block. Closed: a writer that does not know a kind does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Lines of text. Title, byline and captions are paragraphs of their roles.
    Paragraph(Paragraph),
    /// A heading.
    Heading(Heading),
    /// A quotation; its source is a last paragraph of role `Attribution`.
    Quote(Vec<Block>),
    /// A list.
    List(List),
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// A block of code.
    Code(Code),
    /// TeX source, printed as it is until formulas are set.
    Math(String),
    /// Stanzas of lines.
    Verse(Vec<Vec<VerseLine>>),
    /// A scene break, with its ornament as text.
    Divider(String),
    /// A new page.
    PageBreak,
    /// A table.
    Table(Table),
    /// A thing with a caption, or with a label.
    Figure(Figure),
    /// An image on a line of its own.
    Image(PictureRef),
    /// Blocks that belong together.
    Division(Division),
    /// Notes on the authors, each tied to a mark at a name.
    AuthorNotes(Vec<AuthorNote>),
    /// A table of contents or a list of figures.
    Outline(Outline),
    /// The place of the endnotes: all notes of kind `Endnote` that were called since the last such place.
    Endnotes {
        /// The level of its heading: 1 for those of the whole, 2 for those of a chapter.
        level: u8,
        /// "Notes".
        title: Vec<Inline>,
        /// Which.
        notes: Vec<super::NoteId>,
    },
    /// Markup for one format.
    Raw(Raw<Block>),
}

/// Lines of text in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What role, hence which style.
    pub role: Role,
    /// The text.
    pub content: Vec<Inline>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6; 0 is a part.
    pub level: u8,
    /// "1.2", without what follows it; printed before the text and a space.
    pub number: Option<String>,
    /// The text.
    pub content: Vec<Inline>,
    /// Whether outlines and contents show it.
    pub listed: bool,
}

impl Heading {
    /// Whether nothing of it is left where changes are accepted: no number, and all its words deleted. Where revisions
    /// do not show, it is no heading.
    pub fn is_deleted(&self) -> bool {
        let is_deleted = |inline: &Inline| matches!(inline.kind, InlineKind::Deleted { .. });
        self.number.is_none() && !self.content.is_empty() && self.content.iter().all(is_deleted)
    }
}

/// A list of consistent numbering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Lists of one group count on: Word's `abstractNum`.
    pub group: ListGroup,
    /// The figures of its numbers; none for bullets.
    pub counter: Option<Counter>,
    /// No space between items.
    pub tight: bool,
    /// How many lists it stands in.
    pub depth: u8,
    /// Whether an earlier list of the group came before.
    pub continued: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// Lists that count on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListGroup(pub u32);

/// The style of a list's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Figures or letters.
    pub style: CounterStyle,
    /// What stands around them.
    pub delimiter: Delimiter,
}

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its identity.
    pub id: NodeId,
    /// Its number; none for a bullet.
    pub ordinal: Option<i64>,
    /// Its marker, as printed: "1.", "(iv)", "•".
    pub marker: String,
    /// The state of its box.
    pub checked: Option<bool>,
    /// A place that can be pointed to.
    pub anchor: Option<Anchor>,
    /// What stands in it; its paragraphs have the role `ListItem`.
    pub body: Vec<Block>,
    /// Where it stands in the source.
    pub span: SourceSpan,
}

/// A term and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// One or more definitions.
    pub bodies: Vec<Vec<Block>>,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The language as the author named it.
    pub language: Option<String>,
    /// Its lines, each a row of tokens.
    pub lines: Vec<Vec<Token>>,
}

/// A piece of code of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its class.
    pub class: TokenClass,
    /// Its characters; tabs are kept.
    pub text: String,
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenClass {
    /// Nothing in particular: names, signs, spaces.
    Plain,
    /// What is said to people only.
    Comment,
    /// A word of the language itself.
    Keyword,
    /// The name of a type.
    Type,
    /// The name of a function or a macro.
    Function,
    /// A number, `true`, an escaped character.
    Constant,
    /// Text in quotation marks.
    String,
    /// An annotation, a directive, the name of an attribute.
    Attribute,
    /// A line that a comparison adds.
    Inserted,
    /// A line that a comparison takes away.
    Deleted,
}

impl TokenClass {
    /// Its name for people and for JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Comment => "comment",
            Self::Keyword => "keyword",
            Self::Type => "type",
            Self::Function => "function",
            Self::Constant => "constant",
            Self::String => "string",
            Self::Attribute => "attribute",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
        }
    }

    /// The role whose style it has.
    pub fn role(self) -> Role {
        match self {
            Self::Plain => Role::Code,
            Self::Comment => Role::CodeComment,
            Self::Keyword => Role::CodeKeyword,
            Self::Type => Role::CodeType,
            Self::Function => Role::CodeFunction,
            Self::Constant => Role::CodeConstant,
            Self::String => Role::CodeString,
            Self::Attribute => Role::CodeAttribute,
            Self::Inserted => Role::CodeInserted,
            Self::Deleted => Role::CodeDeleted,
        }
    }
}

/// A line of verse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerseLine {
    /// How many spaces it stands in.
    pub indent: u8,
    /// The text.
    pub content: Vec<Inline>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its columns; at least one.
    pub columns: Vec<Column>,
    /// Header rows.
    pub head: Vec<Row>,
    /// Body rows.
    pub body: Vec<Row>,
    /// How many leading columns are row headers.
    pub header_columns: usize,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// How its cells are aligned.
    pub align: ColumnAlign,
    /// Its share of the table's width in thousandths, where the author gave widths.
    pub width: Option<u16>,
}

/// How a column's cells are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnAlign {
    /// Where reading starts.
    Start,
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its cells; those that a span covers are not among them.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it; its paragraphs have the role `TableCell` or `TableHead`.
    pub body: Vec<Block>,
    /// How many columns it takes.
    pub column_span: u16,
    /// How many rows it takes.
    pub row_span: u16,
}

/// A thing with a caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What kind of thing.
    pub kind: FigureKind,
    /// The thing.
    pub body: Vec<Block>,
    /// Its words.
    pub caption: Option<Caption>,
    /// Whether the words stand above the thing.
    pub caption_above: bool,
}

/// Kinds of figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureKind {
    /// A picture.
    Image,
    /// A table.
    Table,
    /// A listing.
    Listing,
    /// A formula.
    Equation,
}

/// The words of a figure. Printed: the label, its separator, the body, a space, the credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// Its identity.
    pub id: NodeId,
    /// "Figure 3".
    pub label: Option<CaptionLabel>,
    /// The caption; its paragraphs have the role `Caption`.
    pub body: Vec<Block>,
    /// Who made it, without the space before it.
    pub credit: Option<Vec<Inline>>,
    /// The caption for lists of figures, where the author gave one.
    pub short: Option<Vec<Inline>>,
}

/// The number of a figure, in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaptionLabel {
    /// "Figure".
    pub word: String,
    /// What stands between word and number: a no-break space, or nothing.
    pub space: String,
    /// "3", "2.3".
    pub number: String,
    /// The count alone: 3 of "2.3".
    pub count: u32,
    /// ". ", or nothing if there is no text after it.
    pub separator: String,
}

impl CaptionLabel {
    /// Word, space and number: "Figure 3".
    pub fn text(&self) -> String {
        let Self { word, space, number, count: _, separator: _ } = self;
        format!("{word}{space}{number}")
    }
}

/// Blocks that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// What they are.
    pub role: DivisionRole,
    /// A title: of a callout, a box.
    pub title: Option<Vec<Inline>>,
    /// The blocks; their paragraphs have the role that goes with it.
    pub body: Vec<Block>,
}

/// What a division is (DIALECT 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DivisionRole {
    /// Blocks that the author put together, without a meaning that is known.
    Generic,
    /// `epigraph`
    Epigraph,
    /// `dedication`
    Dedication,
    /// `copyright-page`
    CopyrightPage,
    /// `colophon`
    Colophon,
    /// `abstract`
    Abstract,
    /// `acknowledgements`
    Acknowledgements,
    /// `aside`, `sidebar`
    Aside,
    /// `pullquote`
    PullQuote,
    /// `callout-note` and its kin
    Callout(CalloutKind),
    /// `letter`
    Letter,
    /// `glossary`
    Glossary,
    /// `columns`
    Columns,
    /// `column`
    Column,
    /// Title, subtitle, byline and date, as far as they are there.
    TitleBlock,
}

/// Kinds of callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalloutKind {
    /// `callout-note`
    Note,
    /// `callout-tip`
    Tip,
    /// `callout-important`
    Important,
    /// `callout-warning`
    Warning,
    /// `callout-caution`
    Caution,
}

/// A note on an author, in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorNote {
    /// Its identity.
    pub id: NodeId,
    /// The mark that leads it; none if no mark is tied to it.
    pub marker: Option<String>,
    /// The note itself.
    pub anchor: Anchor,
    /// The mark at the name, to lead back to.
    pub call: Option<Anchor>,
    /// Its text; its paragraphs have the role `AuthorNote`.
    pub body: Vec<Block>,
    /// Where it is defined.
    pub span: SourceSpan,
}

/// A list of parts of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Which.
    pub kind: OutlineKind,
    /// "Contents".
    pub title: Vec<Inline>,
    /// Its entries.
    pub entries: Vec<OutlineEntry>,
}

/// Kinds of list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutlineKind {
    /// The headings.
    Contents,
    /// The pictures.
    Figures,
    /// The tables.
    Tables,
    /// The listings.
    Listings,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// What it leads to.
    pub target: Anchor,
    /// From 1; parts and first-level headings have 1 if there is no part.
    pub level: u8,
    /// "1.2", or "Figure 3".
    pub number: Option<String>,
    /// The text, free of notes and anchors.
    pub content: Vec<Inline>,
    /// The text as plain characters.
    pub text: String,
}
