//! What the writer is told besides the document. Nothing here comes from the machine it runs on.

use chapbook_assets::{Fonts, Image};
use chapbook_container::Timestamp;

use crate::Profile;

/// What the writer is told besides the document.
#[derive(Clone, Debug)]
pub struct Options {
    /// Year, month, day, hour, minute, second in UTC: `dcterms:modified`, and the day of the archive's entries.
    pub modified: (u16, u8, u8, u8, u8, u8),
    /// What the store asks for.
    pub profile: Profile,
    /// The cover.
    pub cover: Option<Image>,
    /// A style sheet of the user's own, after ours.
    pub css: Option<String>,
    /// Whether a page at the end says how accessible the book is.
    pub statement: bool,
    /// The fonts at hand, if those of the theme are to be embedded; none if they are not.
    pub fonts: Option<Fonts>,
}

impl Default for Options {
    /// The first moment that a zip archive knows.
    fn default() -> Self {
        Self { modified: FIRST, profile: Profile::default(), cover: None, css: None, statement: false, fonts: None }
    }
}

const FIRST: (u16, u8, u8, u8, u8, u8) = (1980, 1, 1, 0, 0, 0);

impl Options {
    /// The date of the archive's entries.
    pub(crate) fn timestamp(&self) -> Timestamp {
        let (year, month, day, _, _, _) = self.valid();
        Timestamp::date(year, month, day)
    }

    /// `2026-01-31T09:00:00Z` (EPUB 3.3, 5.5.4).
    pub(crate) fn modified_text(&self) -> String {
        let (year, month, day, hour, minute, second) = self.valid();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// The moment, or the first one if it is none.
    fn valid(&self) -> (u16, u8, u8, u8, u8, u8) {
        let (year, month, day, hour, minute, second) = self.modified;
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            0 | 13..=u8::MAX => 0,
        };
        let valid = (1..=9999).contains(&year) && (1..=days).contains(&day) && hour < 24 && minute < 60 && second < 60;
        if valid { self.modified } else { FIRST }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_that_is_none_becomes_the_first() {
        let text = |modified| Options { modified, ..Options::default() }.modified_text();
        assert_eq!(text((2024, 2, 29, 3, 4, 5)), "2024-02-29T03:04:05Z");
        for none in [(2023, 2, 29, 0, 0, 0), (2024, 13, 1, 0, 0, 0), (0, 0, 0, 0, 0, 0), (2024, 1, 1, 24, 0, 0)] {
            assert_eq!(text(none), "1980-01-01T00:00:00Z");
        }
    }
}
