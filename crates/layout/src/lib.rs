//! Resolved text and a theme become pages of positioned items.

use chapbook_assets::Fonts;
use chapbook_frame::Pages;
use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::Diagnostic;
use chapbook_theme::Theme;

/// Sets a document in pages.
pub fn layout(resolved: &Resolved, theme: &Theme, fonts: &Fonts) -> (Pages, PageMap, Vec<Diagnostic>) {
    let _ = (theme, fonts);
    let pages = Pages {
        pages: Vec::new(),
        faces: Vec::new(),
        images: Vec::new(),
        tags: chapbook_frame::TagTree::new(),
        outline: Vec::new(),
        destinations: Vec::new(),
        language: resolved.language.clone(),
    };
    (pages, PageMap::default(), Vec::new())
}
