//! List tables (DIALECT 5.3): a div of class `list-table` around a list of lists, for cells of several blocks
//! and cells that span.

use chapbook_model::{
    Block, BlockKind, Cell, Figure, FigureKind, HorizontalAlign, InlineKind, List, Node, Row, Table, TableColumn,
};
use chapbook_source::{Span, codes};
use chapbook_values::Attributes;

use super::Tree;
use super::captions::column_widths;
use super::divs::without_class;

/// The keys of the div that the table takes.
const KEYS: [&str; 4] = ["header-rows", "header-cols", "aligns", "widths"];

/// Columns and rows that one cell may take, and header rows and columns: more is a slip of the keyboard.
const MAX_SPAN: u16 = 1000;

/// Columns of a table, and cells that short rows are filled up with: few bytes could ask for any number.
const MAX_COLUMNS: usize = 1000;
const MAX_FILLED: usize = 1 << 18;

impl Tree<'_> {
    /// The table of a div, or the div as a container if what stands in it has another shape.
    pub(crate) fn list_table(&mut self, attrs: Attributes, mut body: Vec<Block>, span: Span) -> Block {
        let Some(Shape { columns, missing }) = shape(&body) else {
            self.context.say(
                &codes::LIST_TABLE,
                span,
                "a list table is one list, each item of it one list of cells; this stays a container",
            );
            return Node::new(BlockKind::Container(body), span).with(attrs);
        };
        let mut rows: Vec<Row> = take_items(&mut body)
            .zip(missing)
            .map(|(mut row, missing)| {
                let cells = take_items(&mut row).map(cell);
                Row { cells: cells.chain((0..missing).map(|_| Cell::new(Vec::new()))).collect() }
            })
            .collect();
        self.remark_on_values(&attrs, span);
        let header_rows = usize::from(number(&attrs, "header-rows").unwrap_or(1)).min(rows.len());
        let header_columns = usize::from(number(&attrs, "header-cols").unwrap_or(0)).min(columns);
        let widths = attrs.get("widths").and_then(column_widths).filter(|widths| widths.len() == columns);
        let widths = widths.unwrap_or_default();
        let aligns: Vec<_> = attrs.get("aligns").map(alignments).unwrap_or_default();
        let columns = (0..columns).map(|i| TableColumn {
            align: aligns.get(i).copied().flatten().unwrap_or_default(),
            width: widths.get(i).copied(),
        });
        let rest = rows.split_off(header_rows);
        let table = Table { columns: columns.collect(), head: rows, body: rest, header_columns };
        let attrs = without_class(attrs, "list-table")
            .edited(|parts| parts.pairs.retain(|(key, _)| !KEYS.contains(&key.as_str())));
        let table = Node::new(BlockKind::Table(table), span);
        if super::figures::composite_kind(&attrs) != Some(FigureKind::Table) {
            return table.with(attrs);
        }
        let figure = Figure { kind: FigureKind::Table, body: vec![table], caption: None };
        Node::new(BlockKind::Figure(Box::new(figure)), span).with(attrs)
    }

    /// Values that say nothing are left out, so they are told.
    fn remark_on_values(&mut self, attrs: &Attributes, span: Span) {
        let missing: [(&str, bool, &str); 4] = [
            ("header-rows", number(attrs, "header-rows").is_none(), "a number"),
            ("header-cols", number(attrs, "header-cols").is_none(), "a number"),
            (
                "aligns",
                attrs.get("aligns").map(alignments).is_none_or(|a| a.contains(&None)),
                "letters such as `l,c,r`",
            ),
            ("widths", attrs.get("widths").and_then(column_widths).is_none(), "numbers such as `30,70`"),
        ];
        for (key, wrong, wanted) in missing {
            if let (Some(value), true) = (attrs.get(key), wrong) {
                let message = format!("`{key}` takes {wanted}, not `{value}`, and has no effect");
                self.context.say(&codes::ATTRIBUTE_VALUE, span, message);
            }
        }
    }
}

fn number(attrs: &Attributes, key: &str) -> Option<u16> {
    attrs.get(key).and_then(|n| n.trim().parse().ok()).filter(|n| *n <= MAX_SPAN)
}

/// How many columns a table has, and how many cells each row is short of.
struct Shape {
    columns: usize,
    missing: Vec<usize>,
}

/// The shape of the table that blocks are; `None` if they are not one list of lists, or too large for a table.
fn shape(body: &[Block]) -> Option<Shape> {
    // How many rows below each column is taken for by a cell above.
    let mut taken: Vec<u16> = Vec::new();
    let mut widths = Vec::new();
    for row in &only_list(body)?.items {
        let mut at = 0;
        for (columns, rows) in only_list(&row.body)?.items.iter().map(|item| spans(&item.body)) {
            while taken.get(at).is_some_and(|rows| *rows > 0) {
                at += 1;
            }
            let end = at + usize::from(columns);
            if end > MAX_COLUMNS {
                return None;
            }
            taken.resize(taken.len().max(end), 0);
            taken[at..end].iter_mut().for_each(|taken| *taken = rows.max(*taken));
            at = end;
        }
        widths.push(taken.iter().filter(|rows| **rows > 0).count());
        taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }
    let missing: Vec<usize> = widths.iter().map(|width| taken.len() - width).collect();
    (missing.iter().sum::<usize>() <= MAX_FILLED).then_some(Shape { columns: taken.len(), missing })
}

fn only_list(body: &[Block]) -> Option<&List> {
    match body {
        [Node { kind: BlockKind::List(list), .. }] => Some(list),
        _ => None,
    }
}

/// The bodies of the items of the one list.
fn take_items(body: &mut Vec<Block>) -> impl Iterator<Item = Vec<Block>> + use<> {
    let items = match body.pop().map(|block| block.kind) {
        Some(BlockKind::List(list)) => list.items,
        _ => Vec::new(),
    };
    items.into_iter().map(|item| item.body)
}

/// Columns and rows that a cell takes: `[]{colspan=2 rowspan=2}` may open it.
fn spans(body: &[Block]) -> (u16, u16) {
    let opening = body.first().and_then(|block| match &block.kind {
        BlockKind::Paragraph(content) => content.first(),
        _ => None,
    });
    match opening {
        Some(Node { kind: InlineKind::Span(words), attrs, span: _ }) if words.is_empty() => {
            let number = |key: &str| attrs.get(key).and_then(|n| n.parse().ok()).filter(|n| (1..=MAX_SPAN).contains(n));
            (number("colspan").unwrap_or(1), number("rowspan").unwrap_or(1))
        }
        Some(_) | None => (1, 1),
    }
}

fn cell(mut body: Vec<Block>) -> Cell {
    let (column_span, row_span) = spans(&body);
    if (column_span, row_span) != (1, 1)
        && let Some(Node { kind: BlockKind::Paragraph(content), .. }) = body.first_mut()
    {
        content.remove(0);
        chapbook_model::normalise_inlines(content);
        if content.is_empty() {
            body.remove(0);
        }
    }
    Cell { body, column_span, row_span }
}

/// The alignment of each column; `None` where a letter is none. Nothing between two commas leaves it to the theme.
fn alignments(text: &str) -> Vec<Option<HorizontalAlign>> {
    let one = |letter: &str| match letter.trim() {
        "l" | "left" => Some(HorizontalAlign::Left),
        "c" | "center" => Some(HorizontalAlign::Center),
        "r" | "right" => Some(HorizontalAlign::Right),
        "" | "d" | "default" => Some(HorizontalAlign::Default),
        _ => None,
    };
    text.split(',').map(one).collect()
}
