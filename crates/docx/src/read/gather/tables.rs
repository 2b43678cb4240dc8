//! Tables: their rows and cells, and the grid that the cells stand in.

use chapbook_container::{XmlError, XmlEvent};
use chapbook_source::codes;

use super::super::limits;
use super::super::names::Space;
use super::super::package::Xml;
use super::super::run_properties::change;
use super::super::story::{Cell, Merge, Row, Table};
use super::super::values::{number, toggle, val};
use super::{Frame, Gather};

impl Gather<'_> {
    pub(super) fn open_table(&mut self) -> Frame {
        if self.cells.len() >= limits::TABLE_DEPTH || !self.open.is_empty() && self.text_box.is_none() {
            self.lose(&codes::IMPORT_TEXT, "a table that nests too deep was kept as its paragraphs");
            return Frame::Plain;
        }
        self.out.tables.push(Table::default());
        // A cell that is no cell, until a row opens one.
        self.cells.push((self.out.tables.len() - 1, usize::MAX));
        Frame::Table
    }

    /// The table that is open, if the innermost of all.
    fn table(&mut self) -> Option<&mut Table> {
        let (table, _) = self.cells.last()?;
        self.out.tables.get_mut(*table)
    }

    fn in_table(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Table))
            || self
                .frames
                .iter()
                .rev()
                .find(|f| !matches!(f, Frame::Plain | Frame::Wrap(_) | Frame::Control(_)))
                .is_some_and(|f| matches!(f, Frame::Table))
    }

    pub(super) fn close_table(&mut self) {
        let Some((table, _)) = self.cells.pop() else { return };
        let empty = self.out.tables[table].cells.is_empty();
        if empty {
            self.lose(&codes::IMPORT_REPAIRED, "a table without cells was left out");
            return;
        }
        if span_rows(&mut self.out.tables[table]) {
            self.lose(&codes::IMPORT_REPAIRED, "a cell that goes on from no cell above it stands for itself");
        }
    }

    pub(super) fn table_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let outside = xml.depth() - 1;
        while xml.depth() > outside {
            let Some(event) = xml.next()? else { break };
            let XmlEvent::Start(Space::W, name) = event else { continue };
            if name == "tblPrChange" {
                self.look_changed(xml)?;
                continue;
            }
            if name == "tblInd" {
                let indent = number(xml, "w").unwrap_or(0);
                if let Some(table) = self.table() {
                    table.indent = indent;
                }
            }
            if name != "tblLook" {
                continue;
            }
            // Older files say it in bits (ISO/IEC 29500-4, 14.3.2).
            let bits = val(xml).and_then(|hex| u32::from_str_radix(hex, 16).ok()).unwrap_or(0);
            let first = match xml.attribute(Space::W, "firstColumn") {
                Some(value) => !matches!(value, "0" | "false" | "off"),
                None => bits & 0x0080 != 0,
            };
            // Word switches the first column on in every table; only where we wrote it, it is meant.
            if let Some(table) = self.table() {
                table.first_column = first;
            }
        }
        Ok(())
    }

    pub(super) fn grid_column(&mut self, xml: &Xml<'_>) {
        let width = number(xml, "w").unwrap_or(0).clamp(0, 1 << 20);
        if let Some(table) = self.table().filter(|table| table.rows.is_empty()) {
            table.grid.push(width);
        }
    }

    pub(super) fn open_row(&mut self) -> Frame {
        if !self.in_table() {
            return Frame::Plain;
        }
        let inserted = self.context.inserted.map(|number| self.out.changes[number as usize].clone());
        let deleted = self.context.deleted.map(|number| self.out.changes[number as usize].clone());
        let Some(table) = self.table() else { return Frame::Plain };
        table.rows.push(Row { inserted, deleted, ..Row::default() });
        Frame::Row(self.context)
    }

    pub(super) fn close_row(&mut self) {
        let Some(table) = self.table() else { return };
        let row = table.rows.len() - 1;
        if !table.cells.iter().rev().take(1).any(|cell| cell.row == row) {
            table.rows.pop();
            self.lose(&codes::IMPORT_REPAIRED, "a row without cells was left out");
        }
    }

    pub(super) fn row_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let outside = xml.depth() - 1;
        let mut found = Row::default();
        let mut before = 0;
        while xml.depth() > outside {
            let Some(event) = xml.next()? else { break };
            let XmlEvent::Start(Space::W, name) = event else { continue };
            match name {
                "tblHeader" => found.header = toggle(xml),
                "gridBefore" => before = number(xml, "val").unwrap_or(0).clamp(0, limits::TABLE_COLUMNS),
                "ins" => found.inserted = Some(change(xml)),
                "del" => found.deleted = Some(change(xml)),
                "trPrChange" => self.look_changed(xml)?,
                _look => {}
            }
        }
        if found.inserted.is_some() || found.deleted.is_some() {
            // Markdown has no changed rows, but changed words.
            self.lose(
                &codes::IMPORT_LOOK,
                "a table row that was inserted or deleted as a change stays; the change is that of its words",
            );
            if let Some(change) = &found.inserted {
                let number = self.out.change(change.clone());
                self.context.inserted.get_or_insert(number);
            }
            if let Some(change) = &found.deleted {
                let number = self.out.change(change.clone());
                self.context.deleted.get_or_insert(number);
            }
        }
        if before > 0 {
            self.lose(&codes::IMPORT_REPAIRED, "a table row that begins further in has empty cells before it");
        }
        let Some(table) = self.table() else { return Ok(()) };
        let at = table.rows.len().saturating_sub(1);
        if let Some(row) = table.rows.last_mut() {
            let keys = std::mem::take(&mut row.keys);
            *row = Row { keys, ..found };
        }
        for column in 0..before {
            table.cells.push(Cell { row: at, column, columns: 1, rows: 1, merge: Merge::None });
        }
        Ok(())
    }

    pub(super) fn open_cell(&mut self) -> Frame {
        let in_row = self.frames.iter().rev().find(|f| !matches!(f, Frame::Plain | Frame::Wrap(_) | Frame::Control(_)));
        if !in_row.is_some_and(|frame| matches!(frame, Frame::Row(_))) {
            return Frame::Plain;
        }
        let Some(table) = self.table() else { return Frame::Plain };
        let row = table.rows.len() - 1;
        let column = table.cells.last().filter(|cell| cell.row == row).map_or(0, |cell| cell.column + cell.columns);
        table.cells.push(Cell { row, column, columns: 1, rows: 1, merge: Merge::None });
        let cell = table.cells.len() - 1;
        if let Some(place) = self.cells.last_mut() {
            place.1 = cell;
        }
        Frame::Cell
    }

    pub(super) fn cell_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let outside = xml.depth() - 1;
        let (mut columns, mut merge, mut clamped, mut across) = (1, Merge::None, false, false);
        while xml.depth() > outside {
            let Some(event) = xml.next()? else { break };
            let XmlEvent::Start(Space::W, name) = event else { continue };
            match name {
                "gridSpan" => {
                    let typed = number(xml, "val").unwrap_or(1);
                    columns = typed.clamp(1, limits::TABLE_COLUMNS);
                    clamped = typed != columns;
                }
                "vMerge" => merge = if val(xml) == Some("restart") { Merge::Begins } else { Merge::GoesOn },
                "hMerge" => across = val(xml) != Some("restart"),
                "tcPrChange" => self.look_changed(xml)?,
                _look => {}
            }
        }
        if clamped {
            self.lose(
                &codes::IMPORT_REPAIRED,
                "a cell that takes no column, or more than a table can have, was given a right number",
            );
        }
        if across {
            self.lose(&codes::IMPORT_REPAIRED, "cells that were joined the old way stand side by side");
        }
        let Some((_, cell)) = self.cells.last().copied() else { return Ok(()) };
        let mut wide = false;
        if let Some(cell) = self.table().and_then(|table| table.cells.get_mut(cell)) {
            let room = limits::TABLE_COLUMNS - cell.column;
            wide = columns > room.max(1);
            cell.columns = columns.min(room.max(1));
            cell.merge = merge;
        }
        if wide {
            self.lose(&codes::IMPORT_REPAIRED, "a table has more columns than Word's 63");
        }
        Ok(())
    }

    pub(super) fn close_cell(&mut self) {
        let here = self.cells.clone();
        let has_text = self.out.paragraphs.last().is_some_and(|p| p.cells.starts_with(&here))
            || self.open.last().is_some_and(|host| host.boxed.last().is_some_and(|p| p.cells.starts_with(&here)));
        if !has_text {
            self.open_paragraph();
            self.close_paragraph();
            self.lose(&codes::IMPORT_REPAIRED, "a cell without a paragraph was given one");
        }
        if let Some(place) = self.cells.last_mut() {
            place.1 = usize::MAX;
        }
    }
}

/// Works out how many rows each cell takes. Says whether a cell went on from none.
fn span_rows(table: &mut Table) -> bool {
    let mut orphans = false;
    // The cell that the last row has at each column where a cell begins.
    let mut above: Vec<Option<usize>> = vec![None; usize::try_from(limits::TABLE_COLUMNS).unwrap_or(0) + 1];
    let mut row = 0;
    let mut here = above.clone();
    for index in 0..table.cells.len() {
        let cell = table.cells[index];
        if cell.row != row {
            above = std::mem::replace(&mut here, vec![None; above.len()]);
            row = cell.row;
        }
        let column = usize::try_from(cell.column).unwrap_or(0).min(above.len() - 1);
        match cell.merge {
            Merge::None | Merge::Begins => here[column] = Some(index),
            Merge::GoesOn => match above[column]
                .filter(|top| table.cells[*top].columns == cell.columns && table.cells[*top].merge == Merge::Begins)
            {
                Some(top) => {
                    table.cells[top].rows += 1;
                    here[column] = Some(top);
                }
                None => {
                    orphans = true;
                    table.cells[index].merge = Merge::None;
                    here[column] = Some(index);
                }
            },
        }
    }
    orphans
}
