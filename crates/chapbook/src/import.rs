//! A DOCX becomes Markdown: what it says, in canonical form, and the pictures beside it.

use std::collections::BTreeMap;

use chapbook_model::{Settlement, settle_changes};
use chapbook_resolve::Changes;
use chapbook_source::Diagnostic;

pub use chapbook_docx::ReadError as ImportError;

/// How a DOCX is taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// The folder for its pictures, as the Markdown is to name it.
    pub media_folder: String,
    /// What becomes of tracked changes.
    pub changes: Changes,
}

impl Default for ImportOptions {
    /// Pictures in `media`; changes stay changes.
    fn default() -> Self {
        Self { media_folder: "media".to_owned(), changes: Changes::Keep }
    }
}

/// A DOCX as Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The document, with its front matter.
    pub markdown: String,
    /// Its pictures: path beside the Markdown, and bytes.
    pub media: Vec<(String, Vec<u8>)>,
    /// What is not as it was in the DOCX.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes a DOCX over: one of ours or from elsewhere. An error says that there is nothing to take over.
pub fn import(bytes: &[u8], options: &ImportOptions) -> Result<Imported, ImportError> {
    let ImportOptions { media_folder, changes } = options;
    let read = chapbook_docx::ReadOptions { media_folder: media_folder.clone(), styles: BTreeMap::new() };
    let reading = chapbook_docx::read(bytes, &read)?;
    let diagnostics = reading.diagnostics();
    let mut document = reading.document;
    match changes {
        Changes::Keep => {}
        Changes::Accept => settle_changes(&mut document, Settlement::Accept),
        Changes::Reject => settle_changes(&mut document, Settlement::Reject),
    }
    Ok(Imported { markdown: chapbook_markdown::write(&document), media: reading.media, diagnostics })
}
