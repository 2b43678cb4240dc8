//! Notes: where they are called, a mark holds their name; what they say stands here.

use std::collections::BTreeMap;

use chapbook_source::{FileId, Span};

use crate::Block;

/// The name of a note: its label and the file that the label belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoteName {
    /// The file.
    pub file: FileId,
    /// The label in lower case, or a generated one for `^[text]`.
    pub label: String,
}

/// The notes of a document.
pub type Notes = BTreeMap<NoteName, Note>;

/// What a note says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its kind, where the author chose one; else the document's `notes` decides.
    pub kind: Option<NoteKind>,
    /// Its mark.
    pub marker: NoteMarker,
    /// Its text.
    pub body: Vec<Block>,
    /// Where it is defined.
    pub span: Span,
}

/// Where a note goes and who speaks in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// At the foot of the page.
    Footnote,
    /// At the end of the chapter or book.
    Endnote,
    /// About an author, tied to the byline.
    Author,
    /// The editor's.
    Editor,
}

/// The mark of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteMarker {
    /// A number, counted in `resolve`.
    Auto,
    /// `*`, `†`, …: printed as typed, and not counted.
    Literal(String),
}
