//! The front door of Chapbook: a document is loaded from Markdown, or from a project file and its Markdown, and
//! exported as PDF, EPUB and DOCX; a DOCX becomes Markdown. This is the only crate whose interface is a promise; the crates below it are free
//! to change. It opens no file: bytes come through [`Files`] and go out as bytes.
//!
//! ```
//! use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles, export, load};
//!
//! let mut files = MemoryFiles::default();
//! files.add("hello.md", b"---\ntitle: Hello\nlanguage: en\n---\nA paragraph.\n".to_vec());
//! let loaded = load(&files, "hello.md", &LoadOptions::default());
//! let options = ExportOptions { to: vec![Format::Epub], ..ExportOptions::default() };
//! let exported = export(&loaded, &files, &options)?;
//! assert_eq!(exported.outputs[0].name, "hello.epub");
//! assert!(!exported.refused);
//! # Ok::<(), chapbook::ExportError>(())
//! ```

mod assemble;
mod draft;
mod epub;
mod export;
mod format;
mod import;
pub mod json;
mod layers;
mod load;
mod makeup;
pub mod merge;
mod printed;
pub mod project;
mod report;

pub use chapbook_assets::Fonts;
pub use chapbook_markdown::format as format_markdown;
pub use chapbook_resolve::{Changes, RawPolicy};
pub use chapbook_source::{
    Bytes, Code, Diagnostic, Edit, FileError, FileId, Files, MemoryFiles, Position, Severity, Sources, Span, codes,
};
pub use chapbook_theme::ThemeError;
pub use epub::EpubRequest;
pub use export::{DraftCopy, ExportError, ExportOptions, Exported, Output, Step, Timestamp, export, export_observed};
pub use format::Format;
pub use import::{ImportError, ImportOptions, Imported, import};
pub use load::{Load, LoadOptions, MAX_SOURCE_BYTES, load};
pub use report::PagesReport;

/// The readable form of a document: its model as read, resolved, or laid out in pages.
pub mod inspect {
    use chapbook_resolve::Resolved;
    use chapbook_source::{Diagnostic, Files};

    use crate::{ExportError, ExportOptions, Load};

    /// The model as readable text; nothing if there is no document.
    pub fn model(loaded: &Load) -> String {
        loaded.document.as_ref().map(chapbook_model::dump).unwrap_or_default()
    }

    /// Where the document's metadata and the settings come from, a value to a line.
    pub fn origins(loaded: &Load, options: &ExportOptions) -> String {
        crate::layers::origins(loaded, options)
    }

    /// The resolved tree as readable text, and what resolving found.
    pub fn resolved(
        loaded: &Load,
        files: &dyn Files,
        options: &ExportOptions,
    ) -> Result<(String, Vec<Diagnostic>), ExportError> {
        let (resolved, diagnostics) = crate::export::resolve(loaded, files, options)?;
        Ok((chapbook_resolve::dump(&resolved), diagnostics))
    }

    /// The pages as readable text: what is drawn where, and the structure tree.
    pub fn frames(loaded: &Load, files: &dyn Files, options: &ExportOptions) -> Result<String, ExportError> {
        Ok(chapbook_frame::dump(&crate::export::pages(loaded, files, options)?))
    }

    /// The resolved tree itself, for tests that hold finished files against it. It is no part of the promise: its
    /// shape changes with the crates below.
    #[doc(hidden)]
    pub fn tree(loaded: &Load, files: &dyn Files, options: &ExportOptions) -> Result<Resolved, ExportError> {
        Ok(crate::export::resolve(loaded, files, options)?.0)
    }

    /// The same as the formats without revisions are made from it.
    #[doc(hidden)]
    pub fn printed_tree(loaded: &Load, files: &dyn Files, options: &ExportOptions) -> Result<Resolved, ExportError> {
        crate::export::resolve_printed(loaded, files, options)
    }
}
