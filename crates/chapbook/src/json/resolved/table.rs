//! Resolved tables.

use chapbook_resolve::{self as resolve, ColumnAlign};
use serde::Serialize;

use super::Names;
use super::block::{Block, blocks};

#[derive(Serialize)]
pub(super) struct Table<'a> {
    columns: Vec<Column>,
    header_columns: usize,
    head: Vec<Row<'a>>,
    body: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Column {
    align: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u16>,
}

#[derive(Serialize)]
struct Row<'a> {
    cells: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Cell<'a> {
    column_span: u16,
    row_span: u16,
    body: Vec<Block<'a>>,
}

pub(super) fn table<'a>(names: Names<'a>, table: &'a resolve::Table) -> Table<'a> {
    let resolve::Table { columns, head, body, header_columns } = table;
    let column = |resolve::Column { align, width }: &resolve::Column| Column {
        align: match align {
            ColumnAlign::Start => "start",
            ColumnAlign::Left => "left",
            ColumnAlign::Center => "center",
            ColumnAlign::Right => "right",
        },
        width: *width,
    };
    Table {
        columns: columns.iter().map(column).collect(),
        header_columns: *header_columns,
        head: rows(names, head),
        body: rows(names, body),
    }
}

fn rows<'a>(names: Names<'a>, rows: &'a [resolve::Row]) -> Vec<Row<'a>> {
    let cell = |resolve::Cell { body, column_span, row_span }: &'a resolve::Cell| Cell {
        column_span: *column_span,
        row_span: *row_span,
        body: blocks(names, body),
    };
    rows.iter().map(|resolve::Row { cells }| Row { cells: cells.iter().map(cell).collect() }).collect()
}
