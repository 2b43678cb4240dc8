//! Tables: pipes if every cell is a line and none spans, else a list of lists (DIALECT 5.3).

use chapbook_model::{Block, BlockKind, Cell, HorizontalAlign, InlineKind, Row, Table, TableColumn};
use chapbook_values::Attributes;

use super::Writer;
use super::attributes::{fence, with_pairs};
use super::blocks::Spacing;
use super::escapes::LinePlace;
use super::lists::begins_with_empty_item;
use super::out::Out;
use crate::tree::{NARROW_LINE, column_widths, widths_of_dashes};

/// The most dashes that a delimiter row is given for the sake of exact widths.
const MAX_DASHES: u32 = 600;

/// The lines of a pipe table.
#[derive(Debug)]
pub(super) struct Pipes {
    lines: Vec<String>,
    delimiters: String,
}

impl Writer<'_> {
    /// A table, which says its attributes itself if it is a list table.
    pub(super) fn table(&mut self, out: &mut Out, table: &Table, attrs: &Attributes) {
        match self.pipe_table(table) {
            Some(pipes) => self.put_pipes(out, table, &pipes),
            None => self.list_table(out, table, attrs),
        }
    }

    /// A table without widths: its caption has them.
    pub(super) fn table_under_caption(&mut self, out: &mut Out, table: &Table, attrs: &Attributes) -> Option<String> {
        let bare = Table {
            columns: table.columns.iter().map(|column| TableColumn { width: None, ..*column }).collect(),
            ..table.clone()
        };
        let Some(pipes) = self.pipe_table(&bare).filter(|_| attrs.is_empty()) else {
            self.list_table(out, table, attrs);
            return None;
        };
        let narrow = pipes.lines.iter().all(|line| line.chars().count() <= NARROW_LINE);
        self.put_pipes(out, &bare, &pipes);
        let own = if narrow { None } else { widths_of_dashes(&vec![3; table.columns.len()]) };
        let widths: Option<Vec<u16>> = table.columns.iter().map(|column| column.width).collect();
        match widths {
            Some(widths) if own.as_ref() != Some(&widths) => Some(format!("[{}]", shares(&widths))),
            Some(_) | None => None,
        }
    }

    /// The lines of a pipe table; `None` if it cannot be one.
    pub(super) fn pipe_table(&mut self, table: &Table) -> Option<Pipes> {
        let Table { columns, head, body, header_columns } = table;
        if *header_columns > 0 || head.len() > 1 || columns.is_empty() {
            return None;
        }
        let called = self.called.clone();
        let mut rows = Vec::with_capacity(body.len() + 1);
        match head.first() {
            Some(row) => rows.push(self.pipe_row(row, columns.len())),
            None => rows.push(Some(vec![String::new(); columns.len()])),
        }
        rows.extend(body.iter().map(|row| self.pipe_row(row, columns.len())));
        // The lines are looked at here and may be written elsewhere: calls count once.
        self.called = called;
        let rows: Option<Vec<Vec<String>>> = rows.into_iter().collect();
        let mut rows = rows?;
        // The columns stand under each other where there is room for it.
        let rooms = rooms(&rows, columns);
        for row in &mut rows {
            for (cell, width) in row.iter_mut().zip(rooms.iter().flatten()) {
                let room = *width as usize - cell.chars().count();
                cell.push_str(&" ".repeat(room));
            }
        }
        let lines: Vec<String> =
            rows.iter().map(|cells| collapse_empty(&format!("| {} |", cells.join(" | ")))).collect();
        let long = lines.iter().any(|line| line.chars().count() > NARROW_LINE);
        let widths: Option<Vec<u16>> = columns.iter().map(|column| column.width).collect();
        let delimiters = delimiters(columns, widths.as_deref(), rooms.as_deref(), long)?;
        Some(Pipes { lines, delimiters })
    }

    fn pipe_row(&mut self, row: &Row, columns: usize) -> Option<Vec<String>> {
        if row.cells.len() != columns {
            return None;
        }
        row.cells.iter().map(|cell| self.pipe_cell(cell)).collect()
    }

    /// The line of a cell.
    fn pipe_cell(&mut self, cell: &Cell) -> Option<String> {
        if (cell.column_span, cell.row_span) != (1, 1) {
            return None;
        }
        match cell.body.as_slice() {
            [] => Some(String::new()),
            [Block { kind: BlockKind::Paragraph(content), attrs, .. }] if attrs.is_empty() => {
                // Bars in marks other than code have no escape.
                let words = self.line(content, LinePlace::Cell.into());
                let html = content.first().is_some_and(|first| super::inlines::begins_html_block(&first.kind));
                let whole = !words.is_empty() && !html && bars_are_escaped(&words);
                let raw =
                    content.iter().any(|inline| matches!(inline.kind, InlineKind::Math(_)) && words.contains('|'));
                (whole && !raw).then_some(words)
            }
            _ => None,
        }
    }

    fn put_pipes(&mut self, out: &mut Out, table: &Table, pipes: &Pipes) {
        // What the cells call is due now.
        for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
            let _ = self.pipe_cell(cell);
        }
        for (i, line) in pipes.lines.iter().enumerate() {
            if i > 0 {
                out.end_line();
            }
            out.put(line);
            if i == 0 {
                out.end_line();
                out.put(&pipes.delimiters);
            }
        }
    }

    fn list_table(&mut self, out: &mut Out, table: &Table, attrs: &Attributes) {
        let Table { columns, head, body, header_columns } = table;
        let aligned = columns.iter().any(|column| column.align != HorizontalAlign::Default);
        let aligns = columns.iter().map(|column| letter(column.align)).collect::<Vec<_>>().join(",");
        let widths: Option<Vec<u16>> = columns.iter().map(|column| column.width).collect();
        let attrs = with_pairs(
            &super::attributes::with_class("list-table", attrs),
            [
                ("header-rows", (head.len() != 1).then(|| head.len().to_string())),
                ("header-cols", (*header_columns > 0).then(|| header_columns.to_string())),
                ("aligns", aligned.then_some(aligns)),
                ("widths", widths.map(|widths| shares(&widths))),
            ],
        );
        out.put(&fence(&attrs));
        // Two bare dashes and a third would be a thematic break.
        let opens =
            |row: &Row| row.cells.first().and_then(|cell| cell.body.first()).is_some_and(begins_with_empty_item);
        let doubles = head.iter().chain(body).any(opens);
        for row in head.iter().chain(body) {
            out.end_line();
            out.nest(if doubles { "+ " } else { "- " }, "  ", |out| {
                for (i, cell) in row.cells.iter().enumerate() {
                    if i > 0 {
                        out.end_line();
                    }
                    out.nest("- ", "  ", |out| self.list_cell(out, cell));
                }
            });
        }
        out.end_line();
        out.put(":::");
    }

    fn list_cell(&mut self, out: &mut Out, cell: &Cell) {
        if !is_single(cell) {
            let span = |n: u16| (n != 1).then(|| n.to_string());
            let spans = [("colspan", span(cell.column_span)), ("rowspan", span(cell.row_span))];
            out.put(&format!("[]{}", super::attributes::braces(&with_pairs(&Attributes::NONE, spans))));
            let joins = matches!(cell.body.first(), Some(Block { kind: BlockKind::Paragraph(content), attrs, .. })
                if attrs.is_empty() && content.first().is_none_or(|first| !super::inlines::begins_html_block(&first.kind)));
            match (cell.body.is_empty(), joins) {
                (true, _) => {}
                (false, true) => out.put(" "),
                (false, false) => out.blank_line(),
            }
        }
        self.opens_item = is_single(cell);
        self.blocks(out, &cell.body, Spacing::Blank);
        self.opens_item = false;
    }
}

fn is_single(cell: &Cell) -> bool {
    (cell.column_span, cell.row_span) == (1, 1)
}

fn bars_are_escaped(words: &str) -> bool {
    words.match_indices('|').all(|(at, _)| words[..at].ends_with('\\'))
}

/// How wide the columns are, if a line of the table is no longer than a line that says nothing of widths; a table
/// with widths says them by its dashes.
fn rooms(rows: &[Vec<String>], columns: &[TableColumn]) -> Option<Vec<u32>> {
    let widest = |i: usize| rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.chars().count()).max();
    let rooms: Vec<u32> =
        (0..columns.len()).map(|i| u32::try_from(widest(i).unwrap_or(0).max(3)).unwrap_or(u32::MAX)).collect();
    let line: u64 = rooms.iter().map(|room| u64::from(*room) + 3).sum::<u64>() + 1;
    (line <= NARROW_LINE as u64 && columns.iter().all(|column| column.width.is_none())).then_some(rooms)
}

/// `|  |` for a row of nothing is `| |`.
fn collapse_empty(line: &str) -> String {
    let mut line = line.to_owned();
    while line.contains("|  |") {
        line = line.replace("|  |", "| |");
    }
    line
}

/// The line under the head. With widths it is one that the reader takes them from, which it does where a line
/// is long (Pandoc's rule); `None` if there is none.
fn delimiters(columns: &[TableColumn], widths: Option<&[u16]>, rooms: Option<&[u32]>, long: bool) -> Option<String> {
    let dashes = match widths {
        None if !long => rooms.map_or_else(|| vec![3; columns.len()], <[u32]>::to_vec),
        // A long line gives widths to a table that has none.
        None => return None,
        Some(widths) => {
            let room = |dashes: &[u32]| dashes.iter().map(|d| *d as usize + 3).sum::<usize>() + 1;
            (3..MAX_DASHES)
                .map(|sum| widths.iter().map(|w| (u32::from(*w) * sum).div_ceil(1000)).collect::<Vec<u32>>())
                .find(|dashes| {
                    dashes.iter().all(|d| *d >= 3)
                        && (long || room(dashes) > NARROW_LINE)
                        && widths_of_dashes(dashes).as_deref() == Some(widths)
                })?
        }
    };
    let cells = columns.iter().zip(&dashes).map(|(column, width)| {
        let inner = "-".repeat(*width as usize - 2);
        match column.align {
            HorizontalAlign::Default => format!("-{inner}-"),
            HorizontalAlign::Left => format!(":{inner}-"),
            HorizontalAlign::Center => format!(":{inner}:"),
            HorizontalAlign::Right => format!("-{inner}:"),
        }
    });
    Some(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")))
}

fn letter(align: HorizontalAlign) -> &'static str {
    match align {
        HorizontalAlign::Default => "d",
        HorizontalAlign::Left => "l",
        HorizontalAlign::Center => "c",
        HorizontalAlign::Right => "r",
    }
}

/// Shares that are read as just these thousandths.
fn shares(widths: &[u16]) -> String {
    let list = |numbers: &[u32]| numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
    let mut numbers: Vec<u32> = widths.iter().map(|width| u32::from(*width)).collect();
    // Percents, where they say it.
    let percents: Vec<u32> = numbers.iter().map(|n| n / 10).collect();
    if column_widths(&list(&percents)).as_deref() == Some(widths) {
        return list(&percents);
    }
    if column_widths(&list(&numbers)).as_deref() != Some(widths) {
        // What rounding has taken from the sum is given back in parts too small to change a share.
        let missing = 1_000_000u32.saturating_sub(numbers.iter().sum::<u32>() * 1000);
        let count = u32::try_from(numbers.len()).unwrap_or(1).max(1);
        for (i, number) in numbers.iter_mut().enumerate() {
            let part = missing / count + u32::from((i as u32) < missing % count);
            *number = *number * 1000 + part.min(999);
        }
    }
    list(&numbers)
}
