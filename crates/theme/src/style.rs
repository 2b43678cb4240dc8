//! What a style says. Every field has a value: themes leave out what they inherit, styles do not.

use chapbook_values::{Color, Length};

/// What holds for text as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextDefaults {
    /// The family of running text.
    pub family: String,
    /// The family of code.
    pub mono: String,
    /// The family of formulas.
    pub math: String,
    /// Families asked for characters that the others lack, in this order.
    pub fallback: Vec<String>,
    /// Whether words may be hyphenated.
    pub hyphenate: bool,
    /// Whether figures have lower and upper length in running text.
    pub old_style_figures: bool,
    /// Whether punctuation at the edges of justified lines stands out into the margin, so that the edge looks even.
    pub hanging_punctuation: bool,
    /// How much space may be added between the letters of a justified line, in ten-thousandths of an em, before its
    /// spaces stretch beyond their limit.
    pub letter_stretch: u16,
    /// How the first paragraph of a chapter begins.
    pub opening: Opening,
}

/// How the first paragraph of a chapter begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opening {
    /// Like any other.
    #[default]
    Plain,
    /// With its first words in small capitals.
    SmallCaps,
    /// With an initial over several lines, and the rest of its first words in small capitals.
    DropCap,
}

/// Which pages are made of the metadata before the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// The title stands on a page of its own.
    pub title_page: bool,
    /// What the metadata say of rights, publisher and identifiers stands on the page behind it.
    pub copyright_page: bool,
}

/// Which of the theme's families a style uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Family {
    /// [`TextDefaults::family`].
    Text,
    /// [`TextDefaults::mono`].
    Mono,
    /// A family by its name.
    Named(String),
}

/// How the lines of a paragraph stand in their measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Even on the side where reading starts, ragged on the other.
    Start,
    /// Even on both sides, but for the last line.
    Justify,
    /// Centred.
    Center,
    /// Even on the side where reading ends.
    End,
}

/// The computed style of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// Which family.
    pub family: Family,
    /// The size of the type.
    pub size: Length,
    /// From baseline to baseline.
    pub leading: Length,
    /// 400 is regular, 700 bold.
    pub weight: u16,
    /// Whether it is italic.
    pub italic: bool,
    /// Whether lower-case letters are small capitals.
    pub small_caps: bool,
    /// Space added between letters.
    pub tracking: Length,
    /// The colour of the text.
    pub color: Color,
    /// How lines stand.
    pub align: Align,
    /// How far the first line stands in; negative for a hanging indent.
    pub first_indent: Length,
    /// How far all lines stand in on the side where reading starts.
    pub start_indent: Length,
    /// How far all lines stand in on the other side.
    pub end_indent: Length,
    /// Space above.
    pub before: Length,
    /// Space below.
    pub after: Length,
    /// Stays on the page of what follows.
    pub keep_with_next: bool,
    /// Is not divided between pages.
    pub keep_together: bool,
    /// Starts a page.
    pub page_break_before: bool,
    /// That page is a right-hand one, where pages face each other.
    pub open_right: bool,
    /// A rule above it.
    pub rule_above: bool,
    /// Whether its words may be hyphenated.
    pub hyphenate: bool,
}
