//! Tables. A caption above is the table's `caption`; a wide table is scrolled inside its box.

use chapbook_resolve::{Block, BlockKind, Caption, Cell, Column, ColumnAlign, Inline, InlineKind, Row, Table};
use chapbook_theme::Role;

use super::{Text, Traits};
use crate::css;

/// A table of more columns may be wider than a telephone, so that its box must be reached by the keyboard to be
/// scrolled (WCAG 2.1, 2.1.1).
const NARROW: usize = 3;

impl Text<'_, '_> {
    pub(super) fn table(&mut self, block: &Block, table: &Table, caption: Option<&Caption>) {
        let Table { columns, head, body, header_columns } = table;
        self.breaks_before(block.id);
        let scrolled = [("tabindex", "0")];
        let attributes: &[(&str, &str)] = if columns.len() > NARROW { &scrolled } else { &[] };
        self.element_with("div", Traits { class: "table", ..Traits::of(block) }, attributes, |t| {
            t.w.open("table").raw("\n");
            if let Some(caption) = caption {
                t.caption("caption", caption);
            }
            t.columns(columns);
            if !head.is_empty() {
                t.w.open("thead").raw("\n");
                t.rows(head, columns, usize::MAX, true);
                t.w.close_full().raw("\n");
            }
            if !body.is_empty() {
                t.w.open("tbody").raw("\n");
                t.rows(body, columns, *header_columns, false);
                t.w.close_full().raw("\n");
            }
            t.w.close_full();
        });
        self.w.raw("\n");
    }

    fn columns(&mut self, columns: &[Column]) {
        if columns.iter().all(|column| column.width.is_none()) {
            return;
        }
        self.w.open("colgroup");
        for Column { align: _, width } in columns {
            self.w.open("col");
            self.w.attr_opt("style", width.map(|width| format!("width: {}", css::percent(i64::from(width)))));
            self.w.close();
        }
        self.w.close_full().raw("\n");
    }

    fn rows(&mut self, rows: &[Row], columns: &[Column], header_columns: usize, in_head: bool) {
        // For each column, how many rows more a cell from above covers it.
        let mut covered = vec![0usize; columns.len()];
        for (index, Row { cells }) in rows.iter().enumerate() {
            self.w.open("tr");
            let mut column = 0;
            for cell in cells {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let Cell { body: _, column_span, row_span } = cell;
                let columns_left = columns.len().saturating_sub(column).max(1);
                let wide = usize::from(*column_span).clamp(1, columns_left);
                let high = usize::from(*row_span).clamp(1, rows.len() - index);
                let header = column < header_columns;
                let align = columns.get(column).map_or(ColumnAlign::Start, |column| column.align);
                let scope = match (in_head, wide > 1, high > 1) {
                    (true, false, _) => "col",
                    (true, true, _) => "colgroup",
                    (false, _, false) => "row",
                    (false, _, true) => "rowgroup",
                };
                self.cell(cell, header.then_some(scope), align, (wide, high));
                let end = (column + wide).min(covered.len());
                covered[column.min(end)..end].fill(high);
                column += wide;
            }
            for rows in &mut covered {
                *rows = rows.saturating_sub(1);
            }
            self.w.close_full().raw("\n");
        }
    }

    fn cell(&mut self, cell: &Cell, scope: Option<&str>, align: ColumnAlign, (wide, high): (usize, usize)) {
        let Cell { body, column_span: _, row_span: _ } = cell;
        // An empty cell is no header: screen readers would announce nothing before every cell of its column.
        let scope = scope.filter(|_| !body.is_empty() && !is_empty(body));
        self.w.open(if scope.is_some() { "th" } else { "td" }).attr_opt("scope", scope);
        if wide > 1 {
            self.w.attr("colspan", wide.to_string());
        }
        if high > 1 {
            self.w.attr("rowspan", high.to_string());
        }
        self.w.attr_opt(
            "class",
            match align {
                ColumnAlign::Start => None,
                ColumnAlign::Left => Some("align-left"),
                ColumnAlign::Center => Some("align-center"),
                ColumnAlign::Right => Some("align-right"),
            },
        );
        match bare(body) {
            Some((block, content)) => self.node_text(block.id, |t| t.inlines(content)),
            None => self.blocks(body),
        }
        self.w.close_full();
    }
}

/// The text of a cell that is one plain paragraph.
fn bare(body: &[Block]) -> Option<(&Block, &[Inline])> {
    let [block] = body else { return None };
    let Block { id: _, kind, anchor, locale, classes, word_style: _, tracked: _, span: _ } = block;
    let BlockKind::Paragraph(paragraph) = kind else { return None };
    let role = matches!(paragraph.role, Role::TableCell | Role::TableHead);
    (role && anchor.is_none() && locale.is_none() && classes.is_empty()).then_some((block, &paragraph.content))
}

/// Whether a cell shows nothing.
fn is_empty(body: &[Block]) -> bool {
    bare(body).is_some_and(|(_, content)| {
        content.iter().all(
            |inline| {
                if let InlineKind::Text(text) = &inline.kind { text.text.trim().is_empty() } else { false }
            },
        )
    })
}
