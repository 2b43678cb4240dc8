//! A publisher's own document, from which a DOCX takes its looks: styles, lists that styles belong to, the page, and
//! the lines above and below the text. Its words are of no interest, and nothing here writes a document.

mod copy;
mod read;

use std::fmt;

use chapbook_container::{XmlError, ZipError};
use chapbook_theme::{Page, Theme};

/// What a reference document gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The part `word/theme/theme1.xml`, whose fonts and colours styles may ask for.
    pub(crate) theme: Option<Vec<u8>>,
    /// `w:docDefaults` and `w:latentStyles`, as markup.
    pub(crate) style_defaults: String,
    /// The styles in their order.
    pub(crate) styles: Vec<HouseStyle>,
    /// `w:abstractNum` by id, as markup.
    pub(crate) abstract_nums: Vec<(i64, String)>,
    /// `w:num` by id, as markup.
    pub(crate) nums: Vec<(i64, String)>,
    /// The page of the last section.
    pub(crate) page: Option<Page>,
    /// The lines of the last section.
    pub(crate) lines: Vec<HouseLine>,
    /// The first page has lines of its own.
    pub(crate) title_page: bool,
    /// Left and right pages have lines of their own.
    pub(crate) even_and_odd: bool,
    /// The parts that lines need, such as a logo: name and bytes.
    pub(crate) parts: Vec<(String, Vec<u8>)>,
}

/// A style of the house.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HouseStyle {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) is_character: bool,
    /// The whole element.
    pub(crate) markup: String,
}

/// A line above or below the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HouseLine {
    pub(crate) is_head: bool,
    /// `default`, `even` or `first`.
    pub(crate) pages: String,
    /// The name of its part.
    pub(crate) part: String,
}

/// Why a document is no reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceError {
    /// It is no zip archive, or one that is refused.
    Zip(ZipError),
    /// It has no part of this name.
    Missing(&'static str),
    /// A part does not read.
    Part(&'static str, XmlError),
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zip(error) => error.fmt(f),
            Self::Missing(part) => write!(f, "it is no DOCX: it has no part {part}"),
            Self::Part(part, error) => write!(f, "its part {part} does not read: {error}"),
        }
    }
}

impl std::error::Error for ReferenceError {}

impl Reference {
    /// Reads a document for its looks.
    pub fn read(bytes: &[u8]) -> Result<Self, ReferenceError> {
        read::read(bytes)
    }

    /// The theme on the page of the house.
    pub fn on_its_page(&self, theme: &Theme) -> Theme {
        let mut theme = theme.clone();
        if let Some(page) = &self.page {
            theme.page = page.clone();
        }
        theme
    }

    /// The highest id among its lists: those of the document follow.
    pub(crate) fn last_num(&self) -> u32 {
        let ids = self.abstract_nums.iter().chain(&self.nums).map(|(id, _)| *id);
        ids.max().and_then(|id| u32::try_from(id).ok()).unwrap_or(0)
    }
}
