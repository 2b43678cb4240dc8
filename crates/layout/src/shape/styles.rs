//! From a look to a style that a face prints: with its own small capitals and superior figures, or with reduced ones.

use chapbook_source::Span;
use chapbook_theme::Family;
use chapbook_values::Length;

use super::{Shaper, WordId};
use crate::fonts::is_ignorable;
use crate::style::{Features, Look, Position, StyleId, TextStyle};

/// Small capitals of a face that has none, as a share of the size: the usual height of small letters.
const SMALL_CAPS: (i64, i64) = (78, 100);
/// Superior and inferior figures of a face that has none: their size, and how far they are moved.
const RAISED: (i64, i64) = (64, 100);
const SUPERIOR_SHIFT: (i64, i64) = (34, 100);
const INFERIOR_SHIFT: (i64, i64) = (-16, 100);

impl Shaper<'_> {
    /// The style that prints a look on the line; raised and lowered text is [`style_for`](Self::style_for)'s.
    pub(crate) fn plain_style(&mut self, look: &Look) -> StyleId {
        self.resolve(look, false)
    }

    /// The style that prints this text in this look: with the face's own superior figures or small capitals if it
    /// has one for every character, else with reduced ones.
    pub(crate) fn style_for(&mut self, look: &Look, text: &str) -> StyleId {
        match look.position {
            Position::Line => self.resolve(look, false),
            Position::Superior | Position::Inferior => {
                let own = self.resolve(look, false);
                let line = self.resolve(&Look { position: Position::Line, ..look.clone() }, false);
                if self.differs(own, line, text) { own } else { self.resolve(look, true) }
            }
        }
    }

    /// Whether the face of a look has small capitals.
    pub(crate) fn has_small_caps(&mut self, look: &Look) -> bool {
        let with = self.resolve(&Look { small_caps: true, position: Position::Line, ..look.clone() }, false);
        let without = self.resolve(&Look { small_caps: false, position: Position::Line, ..look.clone() }, false);
        self.differs(with, without, "a")
    }

    /// The style that prints small letters as reduced capitals.
    pub(crate) fn reduced_capitals(&mut self, look: &Look) -> StyleId {
        let size = look.size.scale(SMALL_CAPS.0, SMALL_CAPS.1);
        let base = self.resolve(&Look { small_caps: false, size, ..look.clone() }, false);
        let style = TextStyle { capitals: true, ..self.style(base).clone() };
        self.intern_style(style)
    }

    /// Whether two styles of one face give every character of a text another glyph.
    fn differs(&mut self, a: StyleId, b: StyleId, text: &str) -> bool {
        let mut bytes = [0; 4];
        text.chars().filter(|c| !c.is_whitespace() && !is_ignorable(*c)).all(|c| {
            let c = &*c.encode_utf8(&mut bytes);
            let (a, b) = (self.shape(a, c, false, Span::NONE), self.shape(b, c, false, Span::NONE));
            let first = |word: WordId| self.word(word).glyphs.first().map(|glyph| glyph.id);
            first(a) != first(b)
        })
    }

    fn resolve(&mut self, look: &Look, reduced: bool) -> StyleId {
        if let Some((_, _, id)) = self.looks.iter().find(|(known, r, _)| known == look && *r == reduced) {
            return *id;
        }
        let face = self.faces.select(&look.family, look.weight, look.italic);
        let features = Features {
            small_caps: look.small_caps,
            old_style: self.old_style_figures && look.family == Family::Text,
            superior: !reduced && look.position == Position::Superior,
            inferior: !reduced && look.position == Position::Inferior,
            plain: look.family == Family::Mono,
        };
        let (size, shift) = match (reduced, look.position) {
            (false, _) | (true, Position::Line) => (look.size, Length::ZERO),
            (true, Position::Superior) => {
                (look.size.scale(RAISED.0, RAISED.1), look.size.scale(SUPERIOR_SHIFT.0, SUPERIOR_SHIFT.1))
            }
            (true, Position::Inferior) => {
                (look.size.scale(RAISED.0, RAISED.1), look.size.scale(INFERIOR_SHIFT.0, INFERIOR_SHIFT.1))
            }
        };
        let id = self.intern_style(TextStyle {
            face,
            size,
            tracking: look.tracking,
            shift,
            color: look.color,
            features,
            capitals: false,
            underline: look.underline,
            strike: look.strike,
            highlight: look.highlight,
            language: look.language,
        });
        self.looks.push((look.clone(), reduced, id));
        id
    }

    fn intern_style(&mut self, style: TextStyle) -> StyleId {
        let at = self.styles.iter().position(|known| *known == style).unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        // 65,536 different styles would be a page of nothing but styles; the last one serves for more.
        StyleId(u16::try_from(at).unwrap_or(u16::MAX))
    }
}
