//! Images: each that is shown, once, as the bytes that came in, unless a store takes no image so large.

use chapbook_assets::{Image, ImageKind, ShrinkError, shrink};
use chapbook_container::{Method, ZipWriter};

use crate::book::Book;
use crate::findings::Findings;
use crate::names;

/// Adds the cover and the images, one after the other, so that no more than one is decoded at a time.
pub(crate) fn write(book: &Book<'_>, zip: &mut ZipWriter, findings: &mut Findings) {
    let mut add = |file: &str, image: &Image| {
        let method = match image.kind {
            // They are compressed already.
            ImageKind::Png | ImageKind::Jpeg | ImageKind::Gif | ImageKind::Webp => Method::Stored,
            ImageKind::Svg => Method::Deflated,
        };
        zip.add(&names::entry(file), &image.bytes, method);
    };
    if let Some(cover) = book.cover {
        add(&names::cover(cover.kind), cover);
    }
    for id in &book.survey.images {
        let image = book.resolved.image(*id);
        let file = names::image(*id, image.kind);
        match shrink(image, book.profile.image_pixels, book.profile.image_bytes) {
            Ok(None) => add(&file, image),
            Ok(Some(smaller)) => add(&file, &smaller),
            Err(error) => {
                let reason = match error {
                    ShrinkError::Kind => "it is neither PNG nor JPEG",
                    ShrinkError::Broken => "it cannot be decoded",
                    ShrinkError::Limit => "it would be too small to see",
                };
                let profile = book.profile.name;
                findings.limit(format!("{file} is larger than the profile {profile} allows and stays so: {reason}"));
                add(&file, image);
            }
        }
    }
}

/// Whether what is behind an image shows through it, as far as its head tells: drawings without a ground. Photographs
/// are not asked.
pub(crate) fn is_see_through(image: &Image) -> bool {
    match image.kind {
        ImageKind::Svg => true,
        // PNG 1.2, 4.1.1: colour types 4 and 6 have an alpha channel; a palette has one in its tRNS chunk, which stands
        // before the pixels.
        ImageKind::Png => match image.bytes.get(25) {
            Some(4 | 6) => true,
            Some(3) => {
                let head = &image.bytes[..image.bytes.len().min(4096)];
                let pixels = head.windows(4).position(|name| name == b"IDAT").unwrap_or(head.len());
                head[..pixels].windows(4).any(|name| name == b"tRNS")
            }
            Some(_) | None => false,
        },
        ImageKind::Jpeg | ImageKind::Gif | ImageKind::Webp => false,
    }
}
