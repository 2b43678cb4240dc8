//! Whether the book is of the size that its store takes. Nothing is changed here: images are made smaller elsewhere, and
//! what is still too large or too small is told.

use chapbook_assets::ImageKind;

use crate::book::Book;
use crate::findings::{Findings, megabytes};

/// Looks at the cover.
pub(crate) fn cover(book: &Book<'_>, findings: &mut Findings) {
    let Some(cover) = book.cover else { return };
    let asked = book.profile.cover_short_side;
    let name = book.profile.name;
    match cover.kind {
        ImageKind::Svg | ImageKind::Gif | ImageKind::Webp if asked > 0 => {
            findings.limit(format!("the cover is neither PNG nor JPEG, as the profile {name} asks"));
        }
        ImageKind::Png | ImageKind::Jpeg | ImageKind::Svg | ImageKind::Gif | ImageKind::Webp => {}
    }
    let short = cover.width.min(cover.height);
    if short < asked {
        findings.limit(format!("the cover is {short} pixels on its short side; the profile {name} asks for {asked}"));
    }
}

/// Looks at the finished file.
pub(crate) fn book(profile: &crate::Profile, size: usize, findings: &mut Findings) {
    if let Some(limit) = profile.book_bytes.filter(|limit| size as u64 > *limit) {
        let (size, limit) = (megabytes(size as u64), megabytes(limit));
        findings.limit(format!("the EPUB has {size} MB; the profile {} allows {limit} MB", profile.name));
    }
}
