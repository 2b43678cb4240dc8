//! Blocks of code: every line a text of its own, kept as it is, turned over where it is too long.

use chapbook_frame::{Owner, Tag};
use chapbook_resolve::{Block, Code, Token};
use chapbook_theme::{Align, Role};
use chapbook_values::Length;

use super::PieceKind;
use super::builder::{Builder, Place};
use crate::inline::{Geometry, Text, set_code};
use crate::style::Look;

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
            let line = tokens.iter().map(|Token { class: _, text }| text.as_str()).collect::<String>();
            let mut paragraph = self.collect(inner.width, |collector| {
                collector.own(node, false);
                collector.source(&expand_tabs(&line), &look, block.span);
            });
            for segment in &mut paragraph.segments {
                debug_assert_eq!(segment.owner, Owner::Tag(node));
                segment.before += counted;
            }
            counted += u32::try_from(line.len() + 1).unwrap_or(0);
            let (tokens, lines) = set_code(&mut self.context.shaper, &paragraph, &geometry, turn);
            let text = self.keep_text(Text {
                node: block.id,
                paragraph,
                geometry,
                tokens,
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
}

fn expand_tabs(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.chars() {
        let times = if c == '\t' { TAB - column % TAB } else { 1 };
        let shown = if c == '\t' { ' ' } else { c };
        out.extend(std::iter::repeat_n(shown, times));
        column += times;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_lead_to_the_next_stop() {
        assert_eq!(expand_tabs("\ta\tbc\t\td"), "    a   bc      d");
    }
}
