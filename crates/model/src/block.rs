//! Blocks: paragraphs, headings, lists, figures and what else stands on lines of its own.

use chapbook_values::{CounterStyle, Delimiter, Label};

use crate::{Inline, Node, Raw};

/// A block with attributes and span.
pub type Block = Node<BlockKind>;

/// The kinds of block. Closed: a writer that does not know a kind does not compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Lines up to a blank line.
    Paragraph(Vec<Inline>),
    /// `## Heading {#sec-x}`; the class `part` ranks above level 1.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// `> A quotation.`
    Quote(Quote),
    /// `1. An item`, `- An item`, `(a) An item`.
    List(List),
    /// A term, then `:   its definition`.
    Definitions(Vec<Definition>),
    /// A fenced or indented code block.
    Code(Code),
    /// `$$ … $$`: TeX source.
    Math(String),
    /// `| A line of verse`, or `::: verse`; stanzas of lines.
    Verse(Vec<Vec<VerseLine>>),
    /// `* * *`: a scene break.
    Divider,
    /// `{{< pagebreak >}}`.
    Break(BreakKind),
    /// A pipe table or a list table.
    Table(Table),
    /// An image, table, listing or equation with a caption or a label: one thing to number.
    Figure(Box<Figure>),
    /// `::: {.name}` … `:::`, and GFM's alerts.
    Container(Vec<Block>),
    /// `::: toc`, `::: list-of-figures`: a place where a list of parts goes.
    Outline(OutlineKind),
    /// `::: {#refs}`: the place of the bibliography.
    Bibliography,
    /// `::: endnotes`: the place of the endnotes.
    Endnotes,
    /// A block of another format: ```` ```{=html} ````, or a block of HTML.
    Raw(Raw),
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What is quoted.
    pub body: Vec<Block>,
    /// Its source: the last line `[A. Author]{.attribution}`.
    pub attribution: Option<Vec<Inline>>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Bullets or numbers.
    pub kind: ListKind,
    /// No blank line between items: CommonMark 0.31, 5.3.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
    /// Whether it goes on numbering an earlier list.
    pub continues: Continues,
}

/// Bullets or numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// `- item`.
    Bullet,
    /// `3. item`.
    Ordered {
        /// The first number typed.
        start: i64,
        /// Its figures or letters.
        style: ListStyle,
        /// What stands around the number.
        delimiter: Delimiter,
    },
}

/// The style of a numbered list as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStyle {
    /// `1.`, `a.`, `iv)`.
    Counter(CounterStyle),
    /// `#.`: the theme's style, from 1.
    Hash,
    /// `(@)`, `(@good)`: one count through the file.
    Example,
}

/// Whether a numbered list goes on where an earlier one stopped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Continues {
    /// It counts for itself.
    #[default]
    No,
    /// It continues the nearest earlier numbered list of its block sequence (DIALECT 5.1, rule 8).
    Previous,
    /// It continues the list of this label, across anything: `continue=steps`.
    Label(Label),
}

/// An item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The number typed, where it is not the one before plus one.
    pub value: Option<i64>,
    /// The label of an example item, `(@good)`.
    pub example: Option<Label>,
    /// `[ ]` or `[x]`.
    pub checked: Option<bool>,
    /// What stands in it.
    pub body: Vec<Block>,
}

/// A term and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// One or more definitions, each a sequence of blocks.
    pub bodies: Vec<Vec<Block>>,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The first word of the info string, or the first class in braces.
    pub language: Option<String>,
    /// The lines, without the last line end.
    pub text: String,
}

/// A line of verse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerseLine {
    /// Spaces after the bar.
    pub indent: u8,
    /// Its text.
    pub content: Vec<Inline>,
}

/// What a break breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// The page.
    Page,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// One for each column.
    pub columns: Vec<TableColumn>,
    /// Header rows; none when the header row is empty.
    pub head: Vec<Row>,
    /// Body rows.
    pub body: Vec<Row>,
    /// How many leading columns are row headers.
    pub header_columns: usize,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableColumn {
    /// How its cells are aligned.
    pub align: HorizontalAlign,
    /// Its share of the table's width in thousandths, where widths are given.
    pub width: Option<u16>,
}

/// How text is aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HorizontalAlign {
    /// As the theme says.
    #[default]
    Default,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its cells; those that a span covers are not among them.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it.
    pub body: Vec<Block>,
    /// How many columns it takes: 1 or more.
    pub column_span: u16,
    /// How many rows it takes: 1 or more.
    pub row_span: u16,
}

impl Cell {
    /// A cell of one column and one row.
    pub fn new(body: Vec<Block>) -> Self {
        Self { body, column_span: 1, row_span: 1 }
    }
}

/// A thing with a caption. Captions exist here and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What kind of thing it is.
    pub kind: FigureKind,
    /// The thing itself: a paragraph of one image, a table, code, mathematics, or sub-figures.
    pub body: Vec<Block>,
    /// Its caption, if it has one: a label alone makes a figure, too.
    pub caption: Option<Caption>,
}

/// What a figure shows; each kind is counted for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureKind {
    /// `![caption](image.jpg)`
    Image,
    /// A table and `: Caption`.
    Table,
    /// Code with `lst-cap="…"`.
    Listing,
    /// `$$ … $$ {#eq-x}`
    Equation,
}

/// The words under a figure. The alternative text is the image's own, never the caption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// The caption's blocks, in most cases one paragraph.
    pub body: Vec<Block>,
    /// `short="…"`, for lists of figures.
    pub short: Option<Vec<Inline>>,
    /// `[…]{.credit}` or `credit="…"`: who made it.
    pub credit: Option<Vec<Inline>>,
}

/// Which list of parts stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutlineKind {
    /// `::: toc`
    Contents,
    /// `::: list-of-figures`
    Figures,
    /// `::: list-of-tables`
    Tables,
    /// `::: list-of-listings`
    Listings,
    /// `::: index`
    Index,
}
