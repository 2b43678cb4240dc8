//! The resolved tree and a theme become a DOCX with live Word features; a DOCX, ours or another's, becomes the model.
//! The two sides share nothing but this file: the writer knows no model, the reader no resolved tree.

mod read;
mod write;

pub use read::{
    Break, CellPlace, InnerKey, Key, KeyKind, Leaf, LeafAlign, LeafKind, ListPlace, Loss, Mark, NotePlace, NoteStory,
    ParagraphLook, Place, Properties, ReadError, ReadOptions, Reading, read,
};
pub use write::write;

/// What the writer is told besides the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Year, month, day, hour, minute, second in UTC: `dcterms:created` and `dcterms:modified`.
    pub modified: (u16, u8, u8, u8, u8, u8),
}
