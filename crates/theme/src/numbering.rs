//! What is numbered, and how it is printed. The counting itself is done in `resolve`.

use chapbook_values::{CounterStyle, Delimiter};

/// What a theme says about numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// Headings.
    pub headings: HeadingNumbering,
    /// Figures, tables, listings and equations.
    pub figures: FigureNumbering,
    /// What stands between "Figure 3" and the caption.
    pub caption_separator: String,
    /// Where the captions of tables and listings stand.
    pub table_captions: CaptionPlace,
    /// The style and delimiter of `#.` lists.
    pub hash: (CounterStyle, Delimiter),
    /// The bullets of nested lists, outermost first.
    pub bullets: Vec<String>,
    /// The ornament of a scene break.
    pub divider: String,
}

/// Which headings have numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingNumbering {
    /// None.
    None,
    /// Levels 1 to this one, as in 1.2.3.
    UpTo(u8),
}

/// How figures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureNumbering {
    /// Not at all: captions have no label.
    None,
    /// Through the document.
    Document,
    /// Through each heading of level 1, as in 3.2.
    Chapter,
}

/// Where a caption stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionPlace {
    /// Above its table.
    Above,
    /// Below it.
    Below,
}
