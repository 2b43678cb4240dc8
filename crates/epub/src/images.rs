//! Images: each that is shown, once, as the bytes that came in.

use chapbook_assets::ImageKind;
use chapbook_container::{Method, ZipWriter};

use crate::book::Book;
use crate::names;

/// Adds the images.
pub(crate) fn write(book: &Book<'_>, zip: &mut ZipWriter) {
    for id in &book.survey.images {
        let image = book.resolved.image(*id);
        let method = match image.kind {
            // They are compressed already.
            ImageKind::Png | ImageKind::Jpeg | ImageKind::Gif | ImageKind::Webp => Method::Stored,
            ImageKind::Svg => Method::Deflated,
        };
        zip.add(&names::entry(&names::image(*id, image.kind)), &image.bytes, method);
    }
}
