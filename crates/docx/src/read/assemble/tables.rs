//! Tables: rows and cells by their places in the grid.

use chapbook_model::{Block, BlockKind, Cell, HorizontalAlign, InlineKind, Row, Table, TableColumn};
use chapbook_source::codes;

use super::super::leaf::{CellPlace, Leaf, LeafAlign};
use super::{Around, Assembler, plain};

impl Assembler<'_, '_> {
    /// A table of the leaves in its cells.
    pub(super) fn table(&mut self, number: usize, leaves: &[Leaf], around: Around) -> Block {
        let depth = around.depth;
        let mut cells: Vec<(&CellPlace, &[Leaf])> = Vec::new();
        let mut rest = leaves;
        while let Some(place) = rest.first().and_then(|leaf| leaf.place.cells.get(depth)) {
            let at = (place.row, place.column);
            let same = |leaf: &&Leaf| leaf.place.cells.get(depth).is_some_and(|cell| (cell.row, cell.column) == at);
            let count = rest.iter().take_while(same).count().max(1);
            cells.push((place, &rest[..count]));
            rest = &rest[count..];
        }
        let columns = cells.iter().map(|(place, _)| place.column + place.columns).max().unwrap_or(1);
        let rows = cells.iter().map(|(place, _)| place.row + 1).max().unwrap_or(1);
        let mut grid: Vec<(Row, bool)> = Vec::new();
        grid.resize_with(rows, || (Row::default(), false));
        let inside = Around { depth: depth + 1, role: None, in_item: false, inside: true, quotes: 0 };
        for (place, leaves) in &cells {
            if place.continued {
                if let Some(leaf) = leaves.iter().find(|leaf| !leaf.is_empty()) {
                    let what = "text in a cell that goes on from the one above, which Word does not show, was left out";
                    self.lose(leaf, &codes::IMPORT_DROPPED, what);
                }
                continue;
            }
            let units = self.units(leaves, depth + 1);
            let body = self.sequence(&units, inside);
            let span = |count: usize| u16::try_from(count).unwrap_or(u16::MAX).max(1);
            let (row, header) = &mut grid[place.row];
            *header |= place.header;
            // A row that begins further in, or has a gap, has empty cells there.
            row.cells.push(Cell { body, column_span: span(place.columns), row_span: span(place.rows) });
        }
        let aligns = (0..columns).map(|column| TableColumn { align: align(&cells, column), width: None }).collect();
        let mut head_rows = grid.iter().take_while(|(_, header)| *header).count();
        if head_rows == 0 && !self.known.ours && rows > 1 && columns > 1 && all_strong(&grid[0].0) {
            head_rows = 1;
            grid[0].0.cells.iter_mut().for_each(unmark);
        }
        let body = grid.split_off(head_rows);
        let rows = |rows: Vec<(Row, bool)>| rows.into_iter().map(|(row, _)| row).collect::<Vec<_>>();
        let first_column = self.known.ours && self.known.stories.tables.get(number).is_some_and(|t| t.first_column);
        plain(BlockKind::Table(Table {
            columns: aligns,
            head: rows(grid),
            body: rows(body),
            header_columns: usize::from(first_column),
        }))
    }
}

/// How a column stands: as all its cells that have text do.
fn align(cells: &[(&CellPlace, &[Leaf])], column: usize) -> HorizontalAlign {
    let mut found = None;
    let of_column = cells.iter().filter(|(place, _)| place.column == column && place.columns == 1 && !place.continued);
    for leaf in of_column.flat_map(|(_, leaves)| leaves.iter()).filter(|leaf| !leaf.is_empty()) {
        let align = match leaf.look.align {
            LeafAlign::Default | LeafAlign::Justified => HorizontalAlign::Default,
            LeafAlign::Left => HorizontalAlign::Left,
            LeafAlign::Center => HorizontalAlign::Center,
            LeafAlign::Right => HorizontalAlign::Right,
        };
        if *found.get_or_insert(align) != align {
            return HorizontalAlign::Default;
        }
    }
    found.unwrap_or_default()
}

/// Whether all that stands in a row is strong: a header that nobody marked as one.
fn all_strong(row: &Row) -> bool {
    let strong = |cell: &Cell| match &cell.body[..] {
        [only] => match &only.kind {
            BlockKind::Paragraph(content) => {
                matches!(&content[..], [only] if matches!(only.kind, InlineKind::Strong(_)))
            }
            _ => false,
        },
        blocks => blocks.is_empty(),
    };
    row.cells.iter().all(strong) && row.cells.iter().any(|cell| !cell.body.is_empty())
}

/// A header is strong without saying so.
fn unmark(cell: &mut Cell) {
    for block in &mut cell.body {
        if let BlockKind::Paragraph(content) = &mut block.kind
            && let [only] = &mut content[..]
            && let InlineKind::Strong(inside) = &mut only.kind
        {
            *content = std::mem::take(inside);
        }
    }
}
