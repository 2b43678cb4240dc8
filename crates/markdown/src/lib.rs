//! Markdown and front matter become the model. Reading does not fail: it gives a document and diagnostics.

use chapbook_model::Document;
use chapbook_source::{Diagnostic, FileId};

/// How a file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// What becomes of typed habits (DIALECT 8).
    pub habits: Habits,
}

/// What becomes of the habits of typed manuscripts, such as a starred byline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Habits {
    /// They are reported, with a ready edit: the default for Markdown.
    #[default]
    Report,
    /// They become what they mean: the default for `.txt`.
    Convert,
    /// Nothing is said of them.
    Off,
}

/// Reads one file of Markdown.
pub fn read(file: FileId, text: &str, options: &ReadOptions) -> (Document, Vec<Diagnostic>) {
    let _ = (file, text, options);
    (Document::default(), Vec::new())
}
