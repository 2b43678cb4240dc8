//! What the tests of this crate share: the theme, an image, documents.

use chapbook_assets::{Image, ImageKind};
use chapbook_source::{Bytes, MemoryFiles};
use chapbook_theme::Theme;

pub(crate) fn theme() -> Theme {
    chapbook_theme::read("article", &MemoryFiles::default()).expect("article is built in")
}

/// An image of this many pixels; nobody looks into it.
pub(crate) fn image(width: u32, height: u32) -> Image {
    Image { bytes: Bytes::from_static(b""), kind: ImageKind::Png, width, height, density: None }
}
