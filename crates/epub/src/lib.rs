//! The resolved tree and a theme become an EPUB 3.3.

use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::Diagnostic;
use chapbook_theme::Theme;

/// What the writer is told besides the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Year, month, day, hour, minute, second in UTC: `dcterms:modified`.
    pub modified: (u16, u8, u8, u8, u8, u8),
}

/// Writes an EPUB.
pub fn write(
    resolved: &Resolved,
    theme: &Theme,
    pages: Option<&PageMap>,
    options: &Options,
) -> (Vec<u8>, Vec<Diagnostic>) {
    let _ = (resolved, theme, pages, options);
    (Vec::new(), Vec::new())
}
