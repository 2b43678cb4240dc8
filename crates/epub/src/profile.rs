//! What stores ask of a book, as data. A profile changes how the writer divides, shows the cover and shrinks images; it
//! never changes a word. Whether a shop takes a file, the shop says: docs/guide/epub.md names what was never tried.

/// What a store or its reading system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name in project files.
    pub name: &'static str,
    /// Whether a page with the cover opens the book. Where the reading system shows the cover image by itself, a page
    /// would show it twice.
    pub cover_page: bool,
    /// The least short side of a cover, in pixels; 0 if any will do.
    pub cover_short_side: u32,
    /// The most pixels of an image in the text; larger PNG and JPEG are made smaller.
    pub image_pixels: Option<u64>,
    /// The most bytes of an image in the text.
    pub image_bytes: Option<usize>,
    /// About how large an XHTML document may be, in bytes: larger chapters go on in another document.
    pub document_bytes: Option<usize>,
    /// The most bytes of the whole file.
    pub book_bytes: Option<u64>,
    /// Whether the store takes `epub:type="endnotes"`: one refused it as an unknown property (kobolabs/epub-spec#55).
    pub endnotes_type: bool,
}

const MB: usize = 1_000_000;

/// For reading systems of any kind. Images stay as they are; documents stay below the size at which the e-ink readers
/// of the first generation give up.
pub const GENERIC: Profile = Profile {
    name: "generic",
    cover_page: true,
    cover_short_side: 0,
    image_pixels: None,
    image_bytes: None,
    document_bytes: Some(260_000),
    book_bytes: None,
    endnotes_type: true,
};

/// Apple Books: images of at most 4 megapixels, files below 2 GB.
pub const APPLE: Profile = Profile {
    name: "apple",
    cover_page: true,
    cover_short_side: 1400,
    image_pixels: Some(4_000_000),
    image_bytes: None,
    document_bytes: None,
    book_bytes: Some(2_000_000_000),
    endnotes_type: true,
};

/// Kindle Direct Publishing, which takes the cover from the package and refuses it as a page, too.
pub const KINDLE: Profile = Profile {
    name: "kindle",
    cover_page: false,
    cover_short_side: 625,
    image_pixels: None,
    image_bytes: Some(5 * MB),
    document_bytes: Some(260_000),
    book_bytes: Some(650_000_000),
    endnotes_type: true,
};

/// Kobo.
pub const KOBO: Profile = Profile {
    name: "kobo",
    cover_page: true,
    cover_short_side: 1072,
    image_pixels: Some(4_000_000),
    image_bytes: Some(5 * MB),
    document_bytes: Some(260_000),
    book_bytes: Some(100_000_000),
    endnotes_type: false,
};

impl Profile {
    /// Every profile; the first is what `default` means.
    pub const ALL: [Profile; 4] = [GENERIC, APPLE, KINDLE, KOBO];

    /// The profile of this name.
    pub fn find(name: &str) -> Option<Self> {
        match name {
            "default" => Some(GENERIC),
            name => Self::ALL.into_iter().find(|profile| profile.name == name),
        }
    }
}

impl Default for Profile {
    fn default() -> Self {
        GENERIC
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_found_by_name() {
        assert_eq!(Profile::find("default"), Some(GENERIC));
        for profile in Profile::ALL {
            assert_eq!(Profile::find(profile.name), Some(profile));
        }
        assert_eq!(Profile::find("nook"), None);
    }
}
