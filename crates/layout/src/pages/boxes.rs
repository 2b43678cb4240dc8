//! Pieces become boxes: the lines of texts, the rows of tables, each with its height and what may not be divided.

use chapbook_resolve::NoteId;
use chapbook_values::Length;

use super::fill::cut;
use crate::flow::{BarId, Flow, Keep, Mark, Opening, Picture, Piece, PieceKind, Rule, Table};
use crate::inline::{Text, TextId};

/// A column of boxes, and those of the notes that are called from it.
pub(crate) struct Boxes {
    pub(crate) body: Vec<PageBox>,
    /// By the number of the note.
    pub(crate) notes: Vec<Vec<PageBox>>,
    pub(crate) rows: Vec<RowBox>,
    /// The heads of tables, by the number of the table: indices in `rows`, and their height.
    pub(crate) heads: Vec<(Vec<usize>, Length)>,
}

/// A part of a page that is not divided.
#[derive(Clone, Debug)]
pub(crate) struct PageBox {
    /// Space above it, which is gone at the top of a page.
    pub(crate) space: Length,
    pub(crate) height: Length,
    pub(crate) keep: Keep,
    pub(crate) marks: Vec<Mark>,
    pub(crate) bar: Option<BarId>,
    /// The table whose head is repeated above it at the top of a page.
    pub(crate) head: Option<usize>,
    /// Notes that are called in it.
    pub(crate) notes: Vec<NoteId>,
    /// The figure that it is a part of, if that may move.
    pub(crate) float: Option<u32>,
    /// The space above it if the figure before it has moved.
    pub(crate) apart: Option<Length>,
    /// What begins with it.
    pub(crate) opening: Option<Opening>,
    pub(crate) kind: BoxKind,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum BoxKind {
    Line {
        text: TextId,
        line: usize,
    },
    /// A row among [`Boxes::rows`].
    Row(usize),
    Picture(Picture),
    Rule(Rule),
}

/// A row of a table, or the part of it that fits a page.
#[derive(Clone, Debug)]
pub(crate) struct RowBox {
    pub(crate) table: usize,
    pub(crate) cells: Vec<Vec<PageBox>>,
    /// The thickness of the rules above and below it.
    pub(crate) above: Length,
    pub(crate) below: Length,
    pub(crate) padding: Length,
    /// Rules and padding included.
    pub(crate) height: Length,
}

/// The rules of a table: at its top and bottom, and below its head.
const OUTER_RULE: Length = Length::millipoints(800);
const INNER_RULE: Length = Length::millipoints(400);

/// The boxes of a flow, for pages of this height.
pub(crate) fn boxes(flow: &Flow, page: Length) -> Boxes {
    let mut boxes = Boxes { body: Vec::new(), notes: Vec::new(), rows: Vec::new(), heads: Vec::new() };
    boxes.heads = vec![(Vec::new(), Length::ZERO); flow.tables.len()];
    boxes.body = boxes.column(flow, &flow.pieces, page);
    boxes.notes = flow
        .notes
        .iter()
        .map(|note| note.as_deref().map_or_else(Vec::new, |pieces| boxes.column(flow, pieces, page)))
        .collect();
    boxes
}

impl Boxes {
    fn column(&mut self, flow: &Flow, pieces: &[Piece], page: Length) -> Vec<PageBox> {
        let mut out = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let Piece { space, keep, marks, bar, float, apart, opening, kind } = piece;
            let one = |height, kind| PageBox {
                space: *space,
                height,
                keep: *keep,
                marks: marks.clone(),
                bar: *bar,
                head: None,
                notes: Vec::new(),
                float: *float,
                apart: *apart,
                opening: *opening,
                kind,
            };
            match kind {
                PieceKind::Text(id) => lines(flow.text(*id), *id, piece, &mut out),
                PieceKind::Picture(picture) => out.push(one(picture.height, BoxKind::Picture(*picture))),
                PieceKind::Rule(rule) => out.push(one(rule.thickness + rule.below, BoxKind::Rule(*rule))),
                PieceKind::Table(number) => self.table(flow, *number, piece, page, &mut out),
            }
        }
        out
    }

    fn table(&mut self, flow: &Flow, number: usize, piece: &Piece, page: Length, out: &mut Vec<PageBox>) {
        let table = &flow.tables[number];
        let count = table.rows.len();
        let cells: Vec<Vec<Vec<PageBox>>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| self.column(flow, &cell.pieces, page)).collect())
            .collect();
        let heights = row_heights(table, &cells);
        let mut spanned = 0usize;
        for (i, cells) in cells.into_iter().enumerate() {
            let in_head = i < table.head;
            let above = if i == 0 { OUTER_RULE } else { Length::ZERO };
            let below = rule_below(i, table.head, count);
            let height = heights[i] + above + below;
            let row = RowBox { table: number, cells, above, below, padding: table.padding, height };
            // Rows that a cell holds together stay together, and so do the head and the first row. No row stands alone.
            let keep = if i == 0 {
                piece.keep
            } else if i <= table.head || spanned > 0 {
                Keep::Together
            } else if i == table.head + 1 || i + 1 == count {
                Keep::Lines
            } else {
                Keep::Free
            };
            spanned = spanned.max(table.rows[i].cells.iter().map(|cell| cell.rows).max().unwrap_or(1)) - 1;
            let head_height = if in_head { Length::ZERO } else { self.heads[number].1 };
            let parts = if height + head_height > page { divide(row, page - head_height) } else { vec![row] };
            for (part, row) in parts.into_iter().enumerate() {
                let height = row.height;
                let notes = row.cells.iter().flatten().flat_map(|inner| &inner.notes).copied().collect();
                let index = self.rows.len();
                self.rows.push(row);
                let is_first = i == 0 && part == 0;
                out.push(PageBox {
                    space: if is_first { piece.space } else { Length::ZERO },
                    height,
                    keep: if part == 0 { keep } else { Keep::Free },
                    marks: if is_first { piece.marks.clone() } else { Vec::new() },
                    bar: piece.bar,
                    head: (!in_head && table.head > 0).then_some(number),
                    notes,
                    float: None,
                    apart: piece.apart.filter(|_| is_first),
                    opening: piece.opening.filter(|_| is_first),
                    kind: BoxKind::Row(index),
                });
                if in_head {
                    let head = &mut self.heads[number];
                    head.0.push(index);
                    head.1 += height;
                }
            }
        }
        // A head that fills half the page is not repeated: nothing would get on.
        if self.heads[number].1 * 2 > page {
            self.heads[number] = (Vec::new(), Length::ZERO);
        }
    }
}

fn rule_below(row: usize, head: usize, count: usize) -> Length {
    if row + 1 == count {
        OUTER_RULE
    } else if row + 1 == head {
        INNER_RULE
    } else {
        Length::ZERO
    }
}

fn lines(text: &Text, id: TextId, piece: &Piece, out: &mut Vec<PageBox>) {
    let count = text.lines.len();
    for (number, line) in text.lines.iter().enumerate() {
        let keep = if number == 0 {
            piece.keep
        } else if text.together || number < text.geometry.beside.0 as usize {
            Keep::Together
        } else if number == 1 || number + 1 == count {
            // Neither the first line of a paragraph nor its last stands alone.
            Keep::Lines
        } else {
            Keep::Free
        };
        let is_last = number + 1 == count;
        let called = |at: u32| (line.start..line.next).contains(&at) || is_last && at >= line.start;
        let notes = text.paragraph.calls.iter().filter(|(at, _)| called(*at)).map(|(_, note)| *note).collect();
        out.push(PageBox {
            space: if number == 0 { piece.space } else { Length::ZERO },
            height: line.height,
            keep,
            marks: if number == 0 { piece.marks.clone() } else { Vec::new() },
            bar: piece.bar,
            head: None,
            notes,
            float: piece.float,
            apart: piece.apart.filter(|_| number == 0),
            opening: piece.opening.filter(|_| number == 0),
            kind: BoxKind::Line { text: id, line: number },
        });
    }
}

/// The height of boxes one below the other.
pub(crate) fn height(boxes: &[PageBox]) -> Length {
    boxes.iter().enumerate().map(|(i, one)| if i == 0 { one.height } else { one.space + one.height }).sum()
}

/// The heights of a table's rows without their rules. What a cell over several rows wants beyond theirs goes to the
/// last of them.
fn row_heights(table: &Table, cells: &[Vec<Vec<PageBox>>]) -> Vec<Length> {
    let padding = table.padding * 2;
    let mut heights: Vec<Length> = cells
        .iter()
        .zip(&table.rows)
        .map(|(cells, row)| {
            let single = cells.iter().zip(&row.cells).filter(|(_, cell)| cell.rows == 1);
            single.map(|(boxes, _)| height(boxes)).fold(Length::ZERO, Length::max) + padding
        })
        .collect();
    for (i, row) in table.rows.iter().enumerate() {
        for (boxes, cell) in cells[i].iter().zip(&row.cells).filter(|(_, cell)| cell.rows > 1) {
            let last = (i + cell.rows).min(heights.len());
            let have: Length = heights[i..last].iter().copied().sum();
            let lack = height(boxes) + padding - have;
            if lack > Length::ZERO {
                heights[last - 1] += lack;
            }
        }
    }
    heights
}

/// Divides a row that is higher than a page: each cell goes on in the next part.
fn divide(row: RowBox, page: Length) -> Vec<RowBox> {
    let RowBox { table, mut cells, above, below, padding, height: _ } = row;
    let room = page - above - below - padding * 2;
    let mut parts = Vec::new();
    while parts.is_empty() || cells.iter().any(|cell| !cell.is_empty()) {
        let mut part = Vec::with_capacity(cells.len());
        for cell in &mut cells {
            let count = cut(cell, room);
            part.push(cell.drain(..count).collect::<Vec<_>>());
        }
        let tallest = part.iter().map(|boxes| height(boxes)).fold(Length::ZERO, Length::max);
        let is_last = cells.iter().all(Vec::is_empty);
        let above = if parts.is_empty() { above } else { Length::ZERO };
        let below = if is_last { below } else { Length::ZERO };
        let height = tallest + above + below + padding * 2;
        parts.push(RowBox { table, cells: part, above, below, padding, height });
    }
    parts
}
