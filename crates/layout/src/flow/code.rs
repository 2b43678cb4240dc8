//! Blocks of code: every line a text of its own, kept as it is, turned over where it is too long.

use std::collections::BTreeMap;

use chapbook_frame::{Owner, Tag};
use chapbook_resolve::{Block, Code, Token, TokenClass};
use chapbook_theme::{Align, Role};
use chapbook_values::Length;

use super::PieceKind;
use super::builder::{Builder, Place};
use crate::inline::{Geometry, Text, set_code};
use crate::style::{LanguageId, Look};

/// How many spaces a tab stands for, from one multiple to the next.
const TAB: usize = 4;

impl<'a> Builder<'a> {
    pub(super) fn code(&mut self, block: &'a Block, code: &'a Code, place: Place) {
        let Code { language: _, lines } = code;
        let style = self.style(Role::Code);
        let outer = self.tag(&place, Tag::P, block.locale.as_ref());
        let node = self.context.tags.add(outer, Tag::Code);
        // Code runs from left to right in any language.
        let inner = Place { rtl: false, ..self.measure_of(Role::Code, style, place) };
        let looks = self.looks_of(code, place.language);
        let look = Look::of(style, place.language);
        let id = self.context.shaper.plain_style(&look);
        let space = self.context.shaper.width(id, " ", false, block.span);
        let turn = space * 2;
        let geometry = Geometry {
            x: inner.x,
            width: inner.width,
            first_indent: Length::ZERO,
            align: Align::Start,
            rtl: false,
            leading: style.leading.max(Length::points(1)),
            baseline: self.baseline(id, style.leading),
            hyphenate: false,
            hang: false,
            letter: Length::ZERO,
            beside: (0, Length::ZERO),
        };
        self.space(style.before);
        let count = lines.len();
        let mut counted = 0;
        for (i, tokens) in lines.iter().enumerate() {
            let length: usize = tokens.iter().map(|Token { class: _, text }| text.len()).sum();
            let mut paragraph = self.collect(inner.width, |collector| {
                collector.own(node, false);
                let mut column = 0;
                for Token { class, text } in tokens {
                    collector.source(&expand_tabs(text, &mut column), &looks[class], block.span);
                }
            });
            for segment in &mut paragraph.segments {
                debug_assert_eq!(segment.owner, Owner::Tag(node));
                segment.before += counted;
            }
            counted += u32::try_from(length + 1).unwrap_or(0);
            let (tokens, lines) = set_code(&mut self.context.shaper, &paragraph, &geometry, turn);
            let text = self.keep_text(Text {
                node: block.id,
                paragraph,
                geometry,
                tokens,
                inner: Vec::new(),
                lines,
                tail: None,
                more: i + 1 < count,
                together: false,
                turnover: Some((id, turn)),
            });
            // Two lines stay together at either end.
            if i > 0 && (style.keep_together || i == 1 || i + 1 == count) {
                self.stick();
            }
            self.push(PieceKind::Text(text), place.bar, Length::ZERO);
        }
        self.space(style.after);
    }

    /// How the classes of tokens look that this code has.
    fn looks_of(&self, code: &Code, language: LanguageId) -> BTreeMap<TokenClass, Look> {
        let classes = code.lines.iter().flatten().map(|token| token.class);
        classes.map(|class| (class, Look::of(self.style(class.role()), language))).collect()
    }
}

/// A piece of a line from `column` on, with spaces for its tabs.
fn expand_tabs(piece: &str, column: &mut usize) -> String {
    let mut out = String::with_capacity(piece.len());
    for c in piece.chars() {
        let times = if c == '\t' { TAB - *column % TAB } else { 1 };
        let shown = if c == '\t' { ' ' } else { c };
        out.extend(std::iter::repeat_n(shown, times));
        *column += times;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_lead_to_the_next_stop() {
        assert_eq!(expand_tabs("\ta\tbc\t\td", &mut 0), "    a   bc      d");
        let mut column = 0;
        let pieces = ["\ta", "\tb", "c\t\td"].map(|piece| expand_tabs(piece, &mut column));
        assert_eq!(pieces.concat(), "    a   bc      d");
    }
}
