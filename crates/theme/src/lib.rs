//! Themes: a computed style for every role, read from `templates/<name>/theme.toml` and shared by all three
//! formats. The PDF, the CSS and the Word styles are all computed from it; numbering and words go to `resolve`.

mod numbering;
mod page;
mod read;
mod role;
mod running;
mod style;

pub use numbering::{CaptionPlace, FigureNumbering, HeadingNumbering, Numbering};
pub use page::{Margins, Page};
pub use read::{BUILT_IN, ThemeError, read};
pub use role::Role;
pub use running::{Running, RunningLine, RunningPiece};
pub use style::{Align, Family, Front, Opening, Style, TextDefaults};

use std::collections::BTreeMap;

use chapbook_values::Length;

/// A theme with every question answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The name it was asked for by.
    pub name: String,
    /// The paper.
    pub page: Page,
    /// What stands above and below the text of each page.
    pub running: Running,
    /// Which pages are made of the metadata before the text.
    pub front: Front,
    /// What holds for text as a whole.
    pub text: TextDefaults,
    /// What is numbered, and how.
    pub numbering: Numbering,
    /// Generated words by language tag and word, where the theme overrides the table of `resolve`.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// Word style names by role, where the theme overrides the built-in map.
    pub docx_styles: BTreeMap<Role, String>,
    styles: BTreeMap<Role, Style>,
}

impl Theme {
    /// The style of a role.
    pub fn style(&self, role: Role) -> &Style {
        self.styles.get(&role).expect("read computes a style for every role")
    }

    /// The width of the text on the page.
    pub fn measure(&self) -> Length {
        let Page { width, height: _, margins, facing: _ } = &self.page;
        *width - margins.inside - margins.outside
    }
}
