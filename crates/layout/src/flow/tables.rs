//! Tables: how wide the columns are, and what stands in the cells. Rows are kept whole; pages are broken between them.

use chapbook_frame::{Tag, TagId};
use chapbook_resolve::{Block, Cell, ColumnAlign, Row, Table};
use chapbook_theme::{Align, Role};
use chapbook_values::Length;

use super::builder::{Builder, Place};
use super::measure::Widths;
use super::{PieceKind, TableCell, TableRow};

/// The space between columns, and above and below the text of a row, in thousandths of an em.
const GUTTER: i64 = 1_300;
const PADDING: i64 = 250;

/// The columns of a table on the page.
struct Columns {
    /// Offset from the table's edge where reading starts, and width.
    list: Vec<(Length, Length)>,
    width: Length,
}

/// Where a cell stands in the grid.
struct Spot<'a> {
    cell: &'a Cell,
    column: usize,
    columns: usize,
    rows: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn table(&mut self, block: &'a Block, table: &'a Table, place: Place) {
        let Table { columns, head, body, header_columns } = table;
        let style = self.style(Role::TableCell);
        let figure = self.style(Role::Figure);
        let grid: Vec<Vec<Spot<'a>>> = grid(head, columns.len()).into_iter().chain(grid(body, columns.len())).collect();
        let place = place.inset(Length::ZERO, Length::ZERO, style.size);
        let gutter = style.size.scale(GUTTER, 1000);
        let widths = self.columns(table, &grid, place.width, gutter);
        let node = self.tag(&place, Tag::Table, block.locale.as_ref());
        let mut rows = Vec::with_capacity(grid.len());
        let mut section = None;
        for (number, row) in grid.iter().enumerate() {
            let in_head = number < head.len();
            if number == 0 || number == head.len() {
                let tag = if in_head { Tag::TableHead } else { Tag::TableBody };
                section = Some(self.context.tags.add(node, tag));
            }
            let line = self.context.tags.add(section.unwrap_or(node), Tag::TableRow);
            let cells = row
                .iter()
                .map(|spot| {
                    let align = columns.get(spot.column).map_or(ColumnAlign::Start, |column| column.align);
                    let is_header = in_head || spot.column < *header_columns;
                    let tag = self.cell_tag(line, spot, is_header, !in_head);
                    let pieces = self.cell(spot, &widths, align, place.under(tag));
                    TableCell { pieces, rows: spot.rows }
                })
                .collect();
            rows.push(TableRow { cells });
        }
        if rows.is_empty() {
            return;
        }
        let x = if place.rtl { place.x + place.width - widths.width } else { place.x };
        let head = head.len();
        let padding = style.size.scale(PADDING, 1000);
        self.flow.tables.push(super::Table { x, width: widths.width, rows, head, padding });
        let before = if place.spacing.is_some() { Length::ZERO } else { figure.before };
        self.push(PieceKind::Table(self.flow.tables.len() - 1), place.bar, before);
        if place.spacing.is_none() {
            self.space(figure.before);
        }
    }

    fn cell_tag(&mut self, row: TagId, spot: &Spot<'a>, is_header: bool, heads_row: bool) -> TagId {
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let spans = (count(spot.columns), count(spot.rows));
        let tag = if is_header { Tag::HeaderCell { row: heads_row, spans } } else { Tag::Cell { spans } };
        self.context.tags.add(row, tag)
    }

    fn cell(&mut self, spot: &Spot<'a>, widths: &Columns, align: ColumnAlign, place: Place) -> Vec<super::Piece> {
        let last = spot.column + spot.columns - 1;
        let (start, end) = (widths.list[spot.column].0, widths.list[last].0 + widths.list[last].1);
        let width = end - start;
        let x = if place.rtl { place.x + place.width - end } else { place.x + start };
        let align = match (align, place.rtl) {
            (ColumnAlign::Start, _) => None,
            (ColumnAlign::Center, _) => Some(Align::Center),
            (ColumnAlign::Left, false) | (ColumnAlign::Right, true) => Some(Align::Start),
            (ColumnAlign::Left, true) | (ColumnAlign::Right, false) => Some(Align::End),
        };
        let inner = Place { x, width, align, container: None, spacing: None, bar: None, ..place };
        let pieces = self.column(|builder| builder.blocks(&spot.cell.body, inner));
        self.set_called(place);
        pieces
    }

    /// The columns: what the author asked for, else as wide as their texts if that fits, else their longest words and
    /// a share of what is left, by how much they have to say.
    fn columns(&mut self, table: &'a Table, grid: &[Vec<Spot<'a>>], measure: Length, gutter: Length) -> Columns {
        let count = table.columns.len();
        let gutters = gutter * i64::try_from(count.saturating_sub(1)).unwrap_or(0);
        let gutter = if gutters * 2 > measure { Length::ZERO } else { gutter };
        let gutters = if gutter == Length::ZERO { Length::ZERO } else { gutters };
        let room = measure - gutters;
        let shares: Vec<u16> = table.columns.iter().filter_map(|column| column.width).collect();
        let widths = if shares.len() == count && shares.iter().any(|share| *share > 0) {
            by_shares(&shares, room)
        } else {
            let wishes = self.wishes(grid, count, gutter);
            by_wishes(&wishes, room)
        };
        let mut at = Length::ZERO;
        let list: Vec<(Length, Length)> = widths
            .iter()
            .map(|width| {
                let column = (at, *width);
                at += *width + gutter;
                column
            })
            .collect();
        Columns { list, width: (at - gutter).max(Length::ZERO) }
    }

    fn wishes(&mut self, grid: &[Vec<Spot<'a>>], count: usize, gutter: Length) -> Vec<Widths> {
        let mut wishes = vec![Widths::default(); count];
        let mut wide = Vec::new();
        for spot in grid.iter().flatten() {
            let own = self.cell_widths(&spot.cell.body);
            if spot.columns == 1 {
                wishes[spot.column] = wishes[spot.column].max(own);
            } else {
                wide.push((spot.column, spot.columns, own));
            }
        }
        // A cell over several columns asks each of them for its part of what they lack together.
        for (first, columns, own) in wide {
            let between = gutter * i64::try_from(columns - 1).unwrap_or(0);
            let range = first..first + columns;
            let have = wishes[range.clone()]
                .iter()
                .fold(Widths::default(), |sum, w| Widths { least: sum.least + w.least, most: sum.most + w.most });
            let part = |lack: Length| lack.max(Length::ZERO) / i64::try_from(columns).unwrap_or(1);
            for wish in &mut wishes[range] {
                wish.least += part(own.least - between - have.least);
                wish.most += part(own.most - between - have.most);
            }
        }
        wishes
    }
}

/// Places the cells of rows in the grid of columns; a cell that spans rows takes its columns in the rows below.
fn grid(rows: &[Row], columns: usize) -> Vec<Vec<Spot<'_>>> {
    let mut taken = vec![0usize; columns];
    let count = rows.len();
    rows.iter()
        .enumerate()
        .map(|(number, row)| {
            let mut spots = Vec::new();
            let mut column = 0;
            for cell in &row.cells {
                while column < columns && taken[column] > 0 {
                    column += 1;
                }
                if column >= columns {
                    break;
                }
                let wanted = usize::from(cell.column_span.max(1));
                let free = taken[column..].iter().take(wanted).take_while(|rows| **rows == 0).count().max(1);
                let rows = usize::from(cell.row_span.max(1)).min(count - number);
                spots.push(Spot { cell, column, columns: free, rows });
                taken[column..column + free].iter_mut().for_each(|below| *below = rows);
                column += free;
            }
            taken.iter_mut().for_each(|below| *below = below.saturating_sub(1));
            spots
        })
        .collect()
}

/// Columns by the author's shares, in thousandths of the measure; shares over the whole are reduced to it.
fn by_shares(shares: &[u16], room: Length) -> Vec<Length> {
    let total: i64 = shares.iter().map(|share| i64::from(*share)).sum();
    shares.iter().map(|share| room.scale(i64::from((*share).max(1)), total.max(1000))).collect()
}

fn by_wishes(wishes: &[Widths], room: Length) -> Vec<Length> {
    let most: Length = wishes.iter().map(|wish| wish.most).sum();
    if most <= room {
        return wishes.iter().map(|wish| wish.most).collect();
    }
    let least: Length = wishes.iter().map(|wish| wish.least).sum();
    if least >= room {
        return wishes.iter().map(|wish| room.scale(wish.least.to_scaled(), least.to_scaled())).collect();
    }
    let more = most - least;
    let left = room - least;
    wishes.iter().map(|wish| wish.least + left.scale((wish.most - wish.least).to_scaled(), more.to_scaled())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(least: i64, most: i64) -> Widths {
        Widths { least: Length::points(least), most: Length::points(most) }
    }

    #[test]
    fn columns_take_what_they_want_if_it_fits() {
        assert_eq!(by_wishes(&[wish(20, 50), wish(10, 60)], Length::points(200)), [50, 60].map(Length::points));
        // 100 to give, the wishes go 30 and 150 beyond what must be.
        let widths = by_wishes(&[wish(20, 50), wish(40, 190)], Length::points(120));
        assert_eq!(widths, [Length::points(30), Length::points(90)]);
        let cramped = by_wishes(&[wish(30, 30), wish(90, 90)], Length::points(60));
        assert_eq!(cramped, [Length::points(15), Length::points(45)]);
    }

    #[test]
    fn shares_are_of_the_whole() {
        assert_eq!(by_shares(&[300, 700], Length::points(100)), [30, 70].map(Length::points));
        assert_eq!(by_shares(&[300, 300], Length::points(100)), [30, 30].map(Length::points));
        assert_eq!(by_shares(&[1000, 1000], Length::points(100)), [50, 50].map(Length::points));
    }
}
