//! The resolved tree and a theme become a DOCX with live Word features. Reading a DOCX back comes beside it.

pub mod baseline;
mod reference;
pub mod view;
mod write;

pub use reference::{Reference, ReferenceError};
pub use write::write;

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
