//! Names of files and ids. All of them are ours and plain ASCII, so that nothing an author typed, and no file name of
//! the source, can make two entries collide, leave the folder or need an escape.

use std::collections::BTreeSet;

use chapbook_assets::ImageKind;
use chapbook_resolve::{ImageId, Resolved};

/// The package document, in the folder of all content.
pub(crate) const PACKAGE: &str = "package.opf";
/// The navigation document.
pub(crate) const NAV: &str = "nav.xhtml";
/// The navigation of EPUB 2, for old readers.
pub(crate) const NCX: &str = "toc.ncx";
/// The style sheet.
pub(crate) const STYLE: &str = "style.css";

/// The style sheet of the user's own.
pub(crate) const USER_STYLE: &str = "user.css";
/// The page that shows the cover.
pub(crate) const COVER: &str = "cover.xhtml";
/// The page that says how accessible the book is.
pub(crate) const STATEMENT: &str = "accessibility.xhtml";

/// Options of Apple Books, beside the container file.
pub(crate) const APPLE_OPTIONS: &str = "META-INF/com.apple.ibooks.display-options.xml";

/// The name of an archive entry.
pub(crate) fn entry(file: &str) -> String {
    format!("EPUB/{file}")
}

/// The file of an image.
pub(crate) fn image(image: ImageId, kind: ImageKind) -> String {
    format!("images/image-{}.{}", image.0 + 1, kind.extension())
}

/// The file of the cover.
pub(crate) fn cover(kind: ImageKind) -> String {
    format!("images/cover.{}", kind.extension())
}

/// A font, counted from 0.
pub(crate) fn font(index: usize, is_cff: bool) -> String {
    format!("fonts/font-{}.{}", index + 1, if is_cff { "otf" } else { "ttf" })
}

/// The id of a file in the manifest: its name, with what no XML name can hold put aside.
pub(crate) fn manifest_id(file: &str) -> String {
    file.replace(['/', '.'], "-")
}

/// Makes ids that no anchor has.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    taken: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(resolved: &'a Resolved) -> Self {
        Self { taken: resolved.anchors.iter().map(|anchor| anchor.id.as_str()).collect() }
    }

    /// `base` and `number`, and something more as long as an anchor is called so.
    pub(crate) fn free(&self, base: &str, number: usize) -> String {
        let mut id = format!("{base}-{number}");
        while self.taken.contains(id.as_str()) {
            id.push_str("-x");
        }
        id
    }
}
