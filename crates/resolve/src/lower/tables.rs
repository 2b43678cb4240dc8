//! Tables: columns, rows and cells that fit each other.

use chapbook_model::{self as model, HorizontalAlign};
use chapbook_theme::Role;

use super::blocks;
use crate::context::{Context, Scope};
use crate::{Cell, Column, ColumnAlign, Row, Table};

/// Word holds 63 columns at most; more would not fit a page either. The reader's tables are not cut: layouts squeeze.
pub(crate) fn table(cx: &mut Context<'_>, table: &model::Table, scope: &Scope) -> Table {
    let model::Table { columns, head, body, header_columns } = table;
    let widest = head.iter().chain(body).map(row_width).max().unwrap_or(0).max(1);
    let mut lowered: Vec<Column> = columns.iter().map(column).collect();
    lowered.resize(lowered.len().max(widest), Column { align: ColumnAlign::Start, width: None });
    let head = head.iter().map(|row| self::row(cx, row, scope, Role::TableHead)).collect();
    let body = body.iter().map(|row| self::row(cx, row, scope, Role::TableCell)).collect();
    Table { columns: lowered, head, body, header_columns: *header_columns }
}

fn row_width(row: &model::Row) -> usize {
    row.cells.iter().map(|cell| usize::from(cell.column_span.max(1))).sum()
}

fn column(column: &model::TableColumn) -> Column {
    let model::TableColumn { align, width } = column;
    let align = match align {
        HorizontalAlign::Default => ColumnAlign::Start,
        HorizontalAlign::Left => ColumnAlign::Left,
        HorizontalAlign::Center => ColumnAlign::Center,
        HorizontalAlign::Right => ColumnAlign::Right,
    };
    Column { align, width: *width }
}

fn row(cx: &mut Context<'_>, row: &model::Row, scope: &Scope, role: Role) -> Row {
    let scope = scope.with_role(role);
    let cells = row
        .cells
        .iter()
        .map(|model::Cell { body, column_span, row_span }| {
            let mut blocks = Vec::new();
            blocks::sequence(cx, body, &scope, &mut blocks);
            Cell { body: blocks, column_span: (*column_span).max(1), row_span: (*row_span).max(1) }
        })
        .collect();
    Row { cells }
}
