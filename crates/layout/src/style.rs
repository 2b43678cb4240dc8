//! How a stretch of text looks, before and after it is known which face prints it.

use chapbook_assets::FaceId;
use chapbook_resolve::InlineStyle;
use chapbook_theme::{Family, Style};
use chapbook_values::{Color, Length};

/// What a cascade of roles and inline styles asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) family: Family,
    pub(crate) size: Length,
    pub(crate) weight: u16,
    pub(crate) italic: bool,
    pub(crate) small_caps: bool,
    pub(crate) tracking: Length,
    pub(crate) color: Color,
    pub(crate) position: Position,
    pub(crate) underline: bool,
    pub(crate) strike: bool,
    pub(crate) highlight: bool,
    pub(crate) language: LanguageId,
}

/// A language of the document; 0 is its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LanguageId(pub(crate) u16);

/// Above or below the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Position {
    #[default]
    Line,
    Superior,
    Inferior,
}

impl Look {
    /// The look of a role.
    pub(crate) fn of(style: &Style, language: LanguageId) -> Self {
        Self {
            family: style.family.clone(),
            size: style.size,
            weight: style.weight,
            italic: style.italic,
            small_caps: style.small_caps,
            tracking: style.tracking,
            color: style.color,
            position: Position::Line,
            underline: false,
            strike: false,
            highlight: false,
            language,
        }
    }

    /// The look of an inline role inside this one: code, a credit, a label. Its size is the role's in proportion, so
    /// that code in a heading is as much smaller than the heading as code in the text is than the text.
    pub(crate) fn inside(&self, style: &Style, body: Length) -> Self {
        Self {
            family: style.family.clone(),
            size: self.size.scale(style.size.to_scaled(), body.to_scaled()),
            weight: style.weight.max(if self.weight >= BOLD { self.weight } else { 0 }),
            italic: style.italic || self.italic,
            small_caps: style.small_caps,
            tracking: style.tracking,
            color: style.color,
            ..self.clone()
        }
    }

    /// This look with an inline style on it.
    pub(crate) fn styled(&self, style: InlineStyle) -> Self {
        let mut look = self.clone();
        match style {
            InlineStyle::Emph => look.italic = !look.italic,
            InlineStyle::Strong => look.weight = look.weight.max(BOLD),
            InlineStyle::Strike => look.strike = true,
            InlineStyle::Subscript => look.position = Position::Inferior,
            InlineStyle::Superscript => look.position = Position::Superior,
            InlineStyle::SmallCaps => look.small_caps = true,
            InlineStyle::Underline => look.underline = true,
            InlineStyle::Highlight => look.highlight = true,
            InlineStyle::Keys => look.family = Family::Mono,
            InlineStyle::Placeholder => {
                look.weight = look.weight.max(BOLD);
                look.color = PLACEHOLDER;
            }
        }
        look
    }
}

const BOLD: u16 = 700;
/// Words in place of something missing are to be seen.
pub(crate) const PLACEHOLDER: Color = Color { red: 0xB0, green: 0x00, blue: 0x20 };

/// A look that a face prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextStyle {
    pub(crate) face: FaceId,
    pub(crate) size: Length,
    pub(crate) tracking: Length,
    /// How far the text stands above the line.
    pub(crate) shift: Length,
    pub(crate) color: Color,
    pub(crate) features: Features,
    /// Small letters are printed as capitals: small capitals of a face that has none.
    pub(crate) capitals: bool,
    pub(crate) underline: bool,
    pub(crate) strike: bool,
    pub(crate) highlight: bool,
    pub(crate) language: LanguageId,
}

/// A style among those of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StyleId(pub(crate) u16);

/// The OpenType features that a style turns on or off, besides those that every text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Features {
    /// `smcp`
    pub(crate) small_caps: bool,
    /// `onum`
    pub(crate) old_style: bool,
    /// `sups`
    pub(crate) superior: bool,
    /// `subs`
    pub(crate) inferior: bool,
    /// `liga`, `clig` and `calt` off: code shows the characters that it has.
    pub(crate) plain: bool,
}
