//! Tables: the grid that cells and their spans fill, header rows that repeat, and a paragraph at the end of every
//! cell. How wide the columns are, `widths` says.

use chapbook_container::XmlWriter;
use chapbook_resolve::{Cell, Column, ColumnAlign, Row, Table};
use chapbook_source::{Span, codes};
use chapbook_theme::{Role, Theme};
use chapbook_values::{Direction, Length};

use super::blocks::blocks;
use super::changes;
use super::draft::{Draft, Place, RoleSet, Story};
use super::keys::{self, KeyKind};
use super::names::w;
use super::paragraphs::{self, Opening};
use super::properties::{Justification, number, toggle, value};
use super::stylesheet::StyleKey;
use super::widths::{CELL_MARGIN, column_widths};

/// Word's limit.
const MAX_COLUMNS: usize = 63;

/// A place of the grid.
enum Slot<'a> {
    /// A cell, and how many rows it takes.
    Cell { cell: &'a Cell, columns: usize, rows: usize },
    /// What a cell above takes up.
    Covered { columns: usize },
    /// Nothing.
    Empty,
}

/// Writes a table.
pub(crate) fn table<'a>(draft: &mut Draft<'a>, story: &mut Story, table: &'a Table, span: Span, place: &Place<'a>) {
    let Table { columns, head, body, header_columns } = table;
    paragraphs::flush_item(draft, story, place);
    paragraphs::separate(story, gap(draft.theme));
    if columns.len() > MAX_COLUMNS {
        return too_wide(draft, story, table, span, place);
    }
    let (head_grid, body_grid) = (grid(head, columns.len()), grid(body, columns.len()));
    let count = head_grid.iter().chain(&body_grid).map(|row| width(row)).max().unwrap_or(0).max(columns.len());
    if count > MAX_COLUMNS {
        return too_wide(draft, story, table, span, place);
    }
    let rows = head_grid.len() + body_grid.len();
    if rows == 0 {
        return;
    }
    story.pending.gap = Length::ZERO;
    let widths = column_widths(table, count, place.room());
    story.xml.open(w::TBL);
    write_properties(draft, story, place, &widths, !head.is_empty(), *header_columns > 0);
    story.xml.open(w::TBL_GRID);
    for width in &widths {
        story.xml.open(w::GRID_COL).attr(w::W, width.to_twips().to_string()).close();
    }
    story.xml.close();
    let sheet = Sheet { columns, widths: &widths, count };
    for (i, (row, is_head)) in
        head_grid.iter().map(|row| (row, true)).chain(body_grid.iter().map(|row| (row, false))).enumerate()
    {
        // Rows of the head stay with what follows; all do where a caption follows the table.
        let keep_next = place.keep_next || is_head && i + 1 < rows;
        keys::part_of_block(draft, story, KeyKind::TableRow, Some(i), place.parent, Span::NONE);
        write_row(draft, story, row, is_head, &sheet, &Place { keep_next, ..*place });
    }
    story.xml.close();
    story.after_table = true;
    story.pending.gap = if place.in_cell { Length::ZERO } else { gap(draft.theme) };
}

/// The space above and below a table.
pub(crate) fn gap(theme: &Theme) -> Length {
    theme.style(Role::Caption).after.max(theme.style(Role::TableCell).leading / 2)
}

/// What is the same for all rows.
struct Sheet<'s> {
    columns: &'s [Column],
    widths: &'s [Length],
    count: usize,
}

fn width(row: &[Slot<'_>]) -> usize {
    row.iter().map(columns_of).sum()
}

fn columns_of(slot: &Slot<'_>) -> usize {
    match slot {
        Slot::Cell { cell: _, columns, rows: _ } | Slot::Covered { columns } => *columns,
        Slot::Empty => 1,
    }
}

/// The rows with what spans from above into them.
fn grid<'a>(rows: &'a [Row], count: usize) -> Vec<Vec<Slot<'a>>> {
    // For each column where a cell from above starts: how many columns it takes, and how many rows it still has.
    let mut above: Vec<Option<(usize, usize)>> = Vec::new();
    let mut grid = Vec::new();
    for (i, Row { cells }) in rows.iter().enumerate() {
        let mut slots = Vec::new();
        let mut column = 0;
        let mut cells = cells.iter();
        loop {
            if let Some((columns, left)) = above.get_mut(column).and_then(Option::take) {
                if left > 1 {
                    above[column] = Some((columns, left - 1));
                }
                slots.push(Slot::Covered { columns });
                column += columns;
                continue;
            }
            let Some(cell) = cells.next() else {
                if column < count || above.iter().skip(column).any(Option::is_some) {
                    slots.push(Slot::Empty);
                    column += 1;
                    continue;
                }
                break;
            };
            // A cell ends where one from above begins.
            let room = above.iter().skip(column).position(Option::is_some).unwrap_or(usize::MAX);
            let columns = usize::from(cell.column_span.max(1)).min(room.max(1));
            let span_rows = usize::from(cell.row_span.max(1)).min(rows.len() - i);
            if span_rows > 1 {
                above.resize(above.len().max(column + 1), None);
                above[column] = Some((columns, span_rows - 1));
            }
            slots.push(Slot::Cell { cell, columns, rows: span_rows });
            column += columns;
        }
        grid.push(slots);
    }
    grid
}

fn write_properties(
    draft: &mut Draft<'_>,
    story: &mut Story,
    place: &Place<'_>,
    widths: &[Length],
    has_head: bool,
    has_header_columns: bool,
) {
    let style = draft.style(&StyleKey::Table).to_owned();
    let total: Length = widths.iter().copied().sum();
    let room = place.room();
    let xml = &mut story.xml;
    xml.open(w::TBL_PR);
    value(xml, w::TBL_STYLE, Some(style));
    toggle(xml, w::BIDI_VISUAL, (place.direction == Direction::Rtl).then_some(true));
    xml.open(w::TBL_W).attr(w::W, total.to_twips().to_string()).attr(w::TYPE, "dxa").close();
    // A table that is narrower than the text stands in its middle, but for one in a list or quotation.
    let narrow = total.to_twips() + 20 < room.to_twips() && place.inset == Length::ZERO;
    if narrow {
        value(xml, w::JC, Some("center"));
    } else {
        xml.open(w::TBL_IND).attr(w::W, place.inset.to_twips().to_string()).attr(w::TYPE, "dxa").close();
    }
    xml.open(w::TBL_LAYOUT).attr(w::TYPE, "fixed").close();
    let flag = |on: bool| if on { "1" } else { "0" };
    // The bits of `val` say the same as the attributes, for older readers (ISO/IEC 29500-1, 17.4.56; part 4, 14.3.2).
    let bits = 0x0600 | if has_head { 0x0020 } else { 0 } | if has_header_columns { 0x0080 } else { 0 };
    xml.open(w::TBL_LOOK).attr(w::VAL, format!("{bits:04X}"));
    xml.attr(w::FIRST_ROW, flag(has_head)).attr(w::LAST_ROW, "0");
    xml.attr(w::FIRST_COLUMN, flag(has_header_columns)).attr(w::LAST_COLUMN, "0");
    xml.attr(w::NO_H_BAND, "1").attr(w::NO_V_BAND, "1").close();
    xml.close();
}

fn write_row<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    row: &[Slot<'a>],
    is_head: bool,
    sheet: &Sheet<'_>,
    place: &Place<'a>,
) {
    story.xml.open(w::TR).open(w::TR_PR);
    toggle(&mut story.xml, w::CANT_SPLIT, Some(true));
    toggle(&mut story.xml, w::TBL_HEADER, is_head.then_some(true));
    changes::of_whole(draft, &mut story.xml, place.inserted, place.deleted);
    story.xml.close();
    let role = if is_head { Role::TableHead } else { Role::TableCell };
    let mut column = 0;
    for slot in row {
        let columns = columns_of(slot);
        let taken = sheet.widths[column.min(sheet.count)..(column + columns).min(sheet.count)].iter().copied();
        let width: Length = taken.sum();
        story.xml.open(w::TC);
        let merge = match slot {
            Slot::Cell { cell: _, columns: _, rows } => (*rows > 1).then_some("restart"),
            Slot::Covered { columns: _ } => Some("continue"),
            Slot::Empty => None,
        };
        write_cell_properties(&mut story.xml, width, columns, merge, is_head);
        let inside = Place {
            inset: Length::ZERO,
            end_inset: Length::ZERO,
            held: RoleSet::default(),
            list: None,
            callout: None,
            in_cell: true,
            align: align(sheet.columns.get(column), place.direction),
            measure: width - CELL_MARGIN * 2,
            ..*place
        };
        match slot {
            Slot::Cell { cell, columns: _, rows: _ } => cell_body(draft, story, cell, role, &inside),
            Slot::Covered { columns: _ } | Slot::Empty => empty(draft, story, role, &inside),
        }
        story.xml.close();
        column += columns;
    }
    story.xml.close();
}

fn write_cell_properties(xml: &mut XmlWriter, width: Length, columns: usize, merge: Option<&str>, is_head: bool) {
    xml.open(w::TC_PR);
    xml.open(w::TC_W).attr(w::W, width.to_twips().to_string()).attr(w::TYPE, "dxa").close();
    if columns > 1 {
        number(xml, w::GRID_SPAN, columns as i64);
    }
    value(xml, w::V_MERGE, merge);
    value(xml, w::V_ALIGN, is_head.then_some("bottom"));
    xml.close();
}

fn cell_body<'a>(draft: &mut Draft<'a>, story: &mut Story, cell: &'a Cell, role: Role, place: &Place<'a>) {
    let before = story.xml.len();
    blocks(draft, story, &cell.body, place);
    paragraphs::flush_item(draft, story, place);
    paragraphs::separate(story, Length::ZERO);
    if story.xml.len() == before {
        empty(draft, story, role, place);
    }
}

fn empty<'a>(draft: &mut Draft<'a>, story: &mut Story, role: Role, place: &Place<'a>) {
    let _ = paragraphs::open(draft, story, place, None, Opening::of(role));
    paragraphs::close(story);
}

/// How the lines of a column stand; left and right are those of the page.
fn align(column: Option<&Column>, direction: Direction) -> Option<Justification> {
    let Column { align, width: _ } = column?;
    match (align, direction) {
        (ColumnAlign::Start, _) => None,
        (ColumnAlign::Center, _) => Some(Justification::Center),
        (ColumnAlign::Left, Direction::Ltr) | (ColumnAlign::Right, Direction::Rtl) => Some(Justification::Start),
        (ColumnAlign::Right, Direction::Ltr) | (ColumnAlign::Left, Direction::Rtl) => Some(Justification::End),
    }
}

fn too_wide<'a>(draft: &mut Draft<'a>, story: &mut Story, table: &'a Table, span: Span, place: &Place<'a>) {
    let message = "a table of more columns than Word's 63 is printed row by row, one paragraph for each cell";
    draft.lose(&codes::NOT_SET_YET, message, span);
    for Row { cells } in table.head.iter().chain(&table.body) {
        for cell in cells {
            blocks(draft, story, &cell.body, place);
        }
    }
}
