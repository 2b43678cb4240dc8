//! Where a paragraph stands: in a note, in the cells of tables, in a text box.

use super::super::leaf::{CellPlace, NotePlace, Place};
use super::super::story::{Merge, Paragraph};
use super::Leaves;

impl Leaves<'_> {
    pub(super) fn place_of(&self, paragraph: &Paragraph) -> Place {
        let note = paragraph.note.map(|(story, id)| NotePlace {
            story,
            label: self.notes.labels.get(&(story, id)).cloned().unwrap_or_default(),
        });
        let index = |number: i64| usize::try_from(number).unwrap_or(0);
        let cells = paragraph.cells.iter().filter_map(|(table, cell)| {
            let facts = self.stories.tables.get(*table)?;
            let cell_facts = facts.cells.get(*cell)?;
            let row = facts.rows.get(cell_facts.row)?;
            let first = facts.cells.iter().take(*cell).rev().take_while(|c| c.row == cell_facts.row).next().is_none();
            Some(CellPlace {
                table: *table,
                row: cell_facts.row,
                column: index(cell_facts.column),
                columns: index(cell_facts.columns).max(1),
                rows: cell_facts.rows.max(1),
                header: row.header,
                continued: cell_facts.merge == Merge::GoesOn,
                row_keys: if first { row.keys.clone() } else { Vec::new() },
                inserted: row.inserted.clone(),
                deleted: row.deleted.clone(),
            })
        });
        Place { note, cells: cells.collect(), text_box: paragraph.text_box }
    }
}
