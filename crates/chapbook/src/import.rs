//! A DOCX becomes Markdown: what it says, in canonical form, and the pictures beside it.

mod sizes;

use std::collections::BTreeMap;

use chapbook_model::{Settled, Settlement, settle_changes};
use chapbook_resolve::Changes;
use chapbook_source::{Diagnostic, Span, codes};

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
    let mut diagnostics = reading.diagnostics();
    diagnostics.extend(sizes::told(&reading));
    let mut document = reading.document;
    let settled = match changes {
        Changes::Keep => None,
        Changes::Accept => Some(settle_changes(&mut document, Settlement::Accept)),
        Changes::Reject => Some(settle_changes(&mut document, Settlement::Reject)),
    };
    let is_accepted = *changes == Changes::Accept;
    if let Some(Settled { changes, unjoined }) = settled {
        let (way, code) = match is_accepted {
            true => ("made", &codes::CHANGES_ACCEPTED),
            false => ("taken back", &codes::IMPORT_DROPPED),
        };
        let mut message = format!("{changes} tracked changes were {way}");
        if !unjoined.is_empty() {
            message.push_str(&format!("; {} paragraphs could not be joined with what follows them", unjoined.len()));
        }
        if changes > 0 {
            diagnostics.push(Diagnostic::new(code, Span::NONE, message));
        }
    }
    Ok(Imported { markdown: chapbook_markdown::write(&document), media: reading.media, diagnostics })
}
