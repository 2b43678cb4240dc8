//! Blocks become one column of pieces: texts, pictures, rules, tables, with the space between them and what may not be
//! divided. How the column is divided into pages is `pages`'.

mod blocks;
mod builder;
mod code;
mod divisions;
mod figures;
mod groups;
mod lists;
mod measure;
mod notes;
mod openings;
mod outline;
mod tables;

pub(crate) use builder::Builder;

use chapbook_frame::Owner;
use chapbook_resolve::{Anchor, ImageId, Matter, NodeId};
use chapbook_source::Span;
use chapbook_values::Length;

use crate::inline::{Text, TextId};

/// A document as one column.
#[derive(Default)]
pub(crate) struct Flow {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) texts: Vec<Text>,
    pub(crate) tables: Vec<Table>,
    /// The notes at the foot of pages, by the number of the note.
    pub(crate) notes: Vec<Option<Vec<Piece>>>,
    pub(crate) bars: Vec<Bar>,
    /// Headings in their order: level, 0 for a part, and text. Running heads show them.
    pub(crate) headings: Vec<(u8, String)>,
    /// Anchors behind the last piece.
    pub(crate) rest: Vec<Mark>,
}

impl Flow {
    pub(crate) fn text(&self, id: TextId) -> &Text {
        &self.texts[id.0 as usize]
    }
}

/// A part of the column.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Space above it, which is gone at the top of a page.
    pub(crate) space: Length,
    pub(crate) keep: Keep,
    pub(crate) marks: Vec<Mark>,
    /// The bar along its side, if there is one.
    pub(crate) bar: Option<BarId>,
    /// The figure that it is a part of, if that may move to the top of the next page.
    pub(crate) float: Option<u32>,
    /// The space above it if the figure before it has moved.
    pub(crate) apart: Option<Length>,
    /// What begins with it.
    pub(crate) opening: Option<Opening>,
    pub(crate) kind: PieceKind,
}

/// What begins with a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    /// It stands on a right-hand page, where pages face each other.
    pub(crate) right: bool,
    /// A chapter: the space above it is kept at the top of the page, whose head and foot differ.
    pub(crate) chapter: bool,
    /// Pages with neither head nor foot, up to the next opening: a title, a dedication, a part.
    pub(crate) bare: bool,
    /// A part of the book, whose pages are counted in their own way.
    pub(crate) matter: Option<Matter>,
}

impl Opening {
    /// Both at once: a chapter that is the first of the main matter.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            right: self.right || other.right,
            chapter: self.chapter || other.chapter,
            bare: self.bare || other.bare,
            matter: other.matter.or(self.matter),
        }
    }
}

/// Whether a page may end before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Keep {
    /// It may.
    Free,
    /// It should not: a widow or an orphan.
    Lines,
    /// It should not: a heading and its text, a picture and its caption.
    Together,
    /// It must.
    Forced,
}

#[derive(Clone, Debug)]
pub(crate) enum PieceKind {
    Text(TextId),
    Table(usize),
    Picture(Picture),
    Rule(Rule),
}

/// A picture on its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Picture {
    pub(crate) image: ImageId,
    pub(crate) owner: Owner,
    pub(crate) span: Span,
    pub(crate) node: NodeId,
    pub(crate) x: Length,
    pub(crate) width: Length,
    pub(crate) height: Length,
}

/// A horizontal rule with the space below it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) x: Length,
    pub(crate) width: Length,
    pub(crate) thickness: Length,
    pub(crate) below: Length,
}

/// Something at the top of a piece.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    Anchor(Anchor),
    /// A heading among [`Flow::headings`].
    Heading(u32),
    /// A list marker, which stands on the first baseline of the piece.
    Aside(TextId),
    /// An initial, which stands on the baseline of this line of the piece, counted from 1.
    Initial(TextId, u32),
}

/// A vertical bar along pieces: an aside, a callout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    pub(crate) x: Length,
    pub(crate) width: Length,
    /// The bar outside it.
    pub(crate) outer: Option<BarId>,
}

/// A bar among those of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BarId(pub(crate) u32);

/// A table with its columns laid out.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) x: Length,
    pub(crate) width: Length,
    /// Header rows first.
    pub(crate) rows: Vec<TableRow>,
    /// How many rows are its head.
    pub(crate) head: usize,
    /// Space above and below the text of each row.
    pub(crate) padding: Length,
}

#[derive(Clone, Debug)]
pub(crate) struct TableRow {
    pub(crate) cells: Vec<TableCell>,
}

#[derive(Clone, Debug)]
pub(crate) struct TableCell {
    pub(crate) pieces: Vec<Piece>,
    /// How many rows it takes.
    pub(crate) rows: usize,
}
