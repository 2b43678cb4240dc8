//! Pipe tables (GFM). What pulldown-cmark leaves out, cells past the last column, is read from the source.

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Cell, HorizontalAlign, InlineKind, Row, Table, TableColumn};
use chapbook_source::codes;
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::Tree;
use crate::mask::block::strip_quotes;

/// A table with a source line longer than this has the widths of its dashes (Pandoc's rule).
pub(crate) const NARROW_LINE: usize = 72;

impl Tree<'_> {
    pub(crate) fn table(&mut self, alignments: &[Alignment], range: Range<usize>, depth: usize) -> Block {
        let range = self.place.trimmed(range);
        let mut head = Vec::new();
        let mut body = Vec::new();
        while let Some((event, row)) = self.peek() {
            self.at += 1;
            match event {
                Event::Start(Tag::TableHead) => head.push(self.row(row.clone(), TagEnd::TableHead, depth)),
                Event::Start(Tag::TableRow) => body.push(self.row(row.clone(), TagEnd::TableRow, depth)),
                _ => break,
            }
        }
        // A header row of empty cells says that there is none.
        head.retain(|row: &Row| row.cells.iter().any(|cell| !cell.body.is_empty()));
        let widths = self.dash_widths(&range, alignments.len());
        let columns = alignments.iter().enumerate().map(|(i, alignment)| TableColumn {
            align: match alignment {
                Alignment::None => HorizontalAlign::Default,
                Alignment::Left => HorizontalAlign::Left,
                Alignment::Center => HorizontalAlign::Center,
                Alignment::Right => HorizontalAlign::Right,
            },
            width: widths.as_ref().and_then(|widths| widths.get(i).copied()),
        });
        let table = Table { columns: columns.collect(), head, body, header_columns: 0 };
        self.node(BlockKind::Table(table), range)
    }

    fn row(&mut self, range: Range<usize>, end: TagEnd, depth: usize) -> Row {
        let mut cells: Vec<Cell> = Vec::new();
        let mut last = range.start;
        while let Some((Event::Start(Tag::TableCell), cell)) = self.peek() {
            self.at += 1;
            let content = self.inlines(depth);
            self.expect_end(TagEnd::TableCell);
            let words = self.place.trimmed(cell.clone());
            let body = if content.is_empty() {
                Vec::new()
            } else {
                let lead = self.place.text[words.clone()].len() - self.place.text[words.clone()].trim_start().len();
                vec![self.node(BlockKind::Paragraph(content), words.start + lead..words.end)]
            };
            cells.push(Cell::new(body));
            // A cell that was filled in stands nowhere.
            if !cell.is_empty() {
                last = last.max(cell.end);
            }
        }
        self.expect_end(end);
        self.extra_cells(last, &mut cells);
        Row { cells }
    }

    /// Cells past the last column, whose text the last cell takes.
    fn extra_cells(&mut self, from: usize, cells: &mut [Cell]) {
        let rest = self.place.rest_of_line(from);
        let words = rest.trim().trim_start_matches('|').trim_end_matches('|').trim();
        if words.is_empty() {
            return;
        }
        let start = from + rest.find(words).unwrap_or(0);
        let range = start..start + words.len();
        self.context.say(
            &codes::EXTRA_CELLS,
            self.place.span(range.clone()),
            "this row has more cells than the table has columns; the last cell takes their text",
        );
        let text = self.node(InlineKind::Text(self.text(range.clone())), range.clone());
        let space = self.node(InlineKind::Text(" ".into()), range.start..range.start);
        let Some(cell) = cells.last_mut() else { return };
        match cell.body.last_mut().map(|block| &mut block.kind) {
            Some(BlockKind::Paragraph(content)) => content.extend([space, text]),
            Some(_) | None => cell.body.push(self.node(BlockKind::Paragraph(vec![text]), range)),
        }
    }

    /// Column widths from the dashes under the header, where a line of the table is long.
    fn dash_widths(&self, range: &Range<usize>, columns: usize) -> Option<Vec<u16>> {
        let source = &self.place.text[range.clone()];
        // What containers put before a line does not count.
        let bare = |line: &str| line.trim_start_matches([' ', '\t', '>']).chars().count();
        if source.lines().all(|line| bare(line) <= NARROW_LINE) {
            return None;
        }
        let line = strip_quotes(source.lines().nth(1)?, self.quotes).trim().trim_matches('|');
        let dashes: Vec<u32> =
            line.split('|').map(|cell| u32::try_from(cell.trim().len()).unwrap_or(1).clamp(1, 10_000)).collect();
        widths_of_dashes(&dashes).filter(|widths| widths.len() == columns)
    }
}

/// The widths that columns of so many dashes have, in thousandths of their sum.
pub(crate) fn widths_of_dashes(dashes: &[u32]) -> Option<Vec<u16>> {
    let sum: u32 = dashes.iter().sum();
    (sum > 0).then(|| dashes.iter().map(|d| (d * 1000 / sum) as u16).collect())
}
