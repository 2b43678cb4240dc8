//! The resolved tree and a theme become a DOCX with live Word features.

use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::Diagnostic;
use chapbook_theme::Theme;

/// What the writer is told besides the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Year, month, day, hour, minute, second in UTC: `dcterms:created` and `dcterms:modified`.
    pub modified: (u16, u8, u8, u8, u8, u8),
}

/// Writes a DOCX.
pub fn write(
    resolved: &Resolved,
    theme: &Theme,
    pages: Option<&PageMap>,
    options: &Options,
) -> (Vec<u8>, Vec<Diagnostic>) {
    let _ = (resolved, theme, pages, options);
    (Vec::new(), Vec::new())
}
