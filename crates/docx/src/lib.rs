//! The resolved tree and a theme become a DOCX with live Word features; a DOCX, ours or another's, becomes the model.
//! The two sides share what a draft carries for the way back, and nothing else: the writer knows no model, the reader no
//! resolved tree.

pub mod baseline;
mod read;
mod reference;
mod write;

pub use read::{
    Break, CellPlace, InnerKey, Key, KeyKind, Leaf, LeafAlign, LeafKind, ListPlace, Loss, Mark, NotePlace, NoteStory,
    ParagraphLook, Place, Properties, ReadError, ReadOptions, Reading, read,
};
pub use reference::{Reference, ReferenceError};
pub use write::{Written, write, write_draft};

/// What the writer is told besides the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Year, month, day, hour, minute, second in UTC: `dcterms:created` and `dcterms:modified`.
    pub modified: (u16, u8, u8, u8, u8, u8),
    /// The text that the draft is made from: with it the draft carries what the way back needs.
    pub source: Option<baseline::DraftSource>,
    /// Whether Word records what is changed from the start.
    pub track_changes: bool,
    /// The document that gives styles and page.
    pub reference: Option<Reference>,
}
