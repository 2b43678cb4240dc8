//! Display mathematics, which is an equation where it has a label (DIALECT 5).

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Caption, Figure, FigureKind};
use chapbook_values::Attributes;
use pulldown_cmark::Event;

use super::Tree;
use crate::mask::block::strip_quotes;
use crate::mask::marks::MarkKind;

impl Tree<'_> {
    /// `$$ … $$` alone in its paragraph, with or without attributes.
    pub(crate) fn equation(&mut self, range: Range<usize>, depth: usize) -> Option<Block> {
        let (Event::DisplayMath(_), math) = self.peek()? else { return None };
        let alone = math.end == range.end
            || self.place.text[math.end..range.end].trim_start_matches(' ').starts_with('{') && {
                let rest = &self.place.text[math.end..range.end];
                let start = math.end + rest.len() - rest.trim_start_matches(' ').len();
                self.mask.marks.at(start).is_some_and(|m| m.kind == MarkKind::Attributes && m.range.end == range.end)
            };
        if !alone || math.start != range.start {
            return None;
        }
        let source = self.math_source(math.start + 2..math.end.saturating_sub(2));
        let math = self.node(BlockKind::Math(source), math.clone());
        self.at += 1;
        let (_, braces) = self.inlines_and_attributes(depth);
        let attrs = braces.map_or(Attributes::NONE, |braces| braces.attrs);
        if attrs.label().is_none() {
            return Some(math.with(attrs));
        }
        let figure = Figure { kind: FigureKind::Equation, body: vec![math], caption: None::<Caption> };
        Some(self.node(BlockKind::Figure(Box::new(figure)), range).with(attrs))
    }

    /// The lines of display mathematics, without what quotations put before them.
    pub(crate) fn math_source(&self, range: Range<usize>) -> String {
        let text = self.text(range);
        let mut lines = text.split('\n').map(|line| line.trim_end_matches('\r'));
        let mut out = lines.next().unwrap_or("").to_owned();
        for line in lines {
            out.push('\n');
            out.push_str(strip_quotes(line, self.quotes).trim_end());
        }
        out.trim().to_owned()
    }
}
