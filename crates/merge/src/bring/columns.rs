//! Columns of a pipe table that are new in a draft, or gone from it: each line of the table has a cell more, or one less.
//! A table of another form, or one whose cells do not stand in straight columns, is left to what tells single cells.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_docx::{CellPlace, Leaf};
use chapbook_model::Inline;

use super::{Bringer, ChangeKind, said};
use crate::patch::{Edit, Habits};
use crate::write::block_text;

/// The leaves of a table by row and column.
type Cells = BTreeMap<(usize, usize), Vec<usize>>;

/// Where the bars of a table's lines are, by row; of the line below its head under no row.
type Bars = BTreeMap<Option<usize>, Vec<usize>>;

/// What became of the columns of a table.
struct Columns {
    /// New ones: the column in the draft as it is, and how many of the old ones stand before it.
    new: Vec<(usize, usize)>,
    /// Old ones that are gone.
    gone: Vec<usize>,
}

impl Bringer<'_, '_> {
    /// New columns and gone ones of all tables.
    pub(super) fn columns(&mut self) {
        let mut tables: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, home) in self.found.was.iter().enumerate() {
            if let Some(home) = home
                && let ([was], [is]) = (self.was[*home].place.cells.as_slice(), self.is[index].place.cells.as_slice())
            {
                tables.entry(was.table).or_insert(is.table);
            }
        }
        for (was, is) in tables {
            self.columns_of(was, is);
        }
    }

    fn columns_of(&mut self, was: usize, is: usize) -> Option<()> {
        let (old, new) = (cells(self.was, was)?, cells(self.is, is)?);
        let found = self.straight(&old, &new)?;
        if found.new.is_empty() && found.gone.is_empty() {
            return None;
        }
        // The lines of the source, by their rows: where their bars are.
        let (file, bars) = self.bars(&old)?;
        let source = &self.homes.files[file].text;
        let habits = Habits::of(source);
        let elsewhere = |object: &Inline| self.elsewhere(object);
        let row_of =
            |index: &usize| self.found.was[*index].and_then(|home| Some(self.was[home].place.cells.last()?.row));
        let mut edits = Vec::new();
        let mut told = Vec::new();
        for (column, before) in &found.new {
            let mut shown = Vec::new();
            let mut at = 0;
            for ((row, _), leaves) in new.iter().filter(|((_, of), _)| of == column) {
                // Its row is the one that the other cells of it are in.
                let others = new.iter().filter(|((other, _), _)| other == row).flat_map(|(_, leaves)| leaves);
                let bars = bars.get(&Some(others.into_iter().find_map(row_of)?))?;
                let texts = leaves.iter().map(|leaf| {
                    let leaf = std::slice::from_ref(&self.is[*leaf]);
                    block_text(leaf, false, habits, &elsewhere).replace('|', "\\|").replace('\n', " ")
                });
                let text = texts.collect::<Vec<_>>().join("<br>");
                shown.extend(leaves.iter().map(|leaf| said(&self.is[*leaf])));
                at = *bars.get(*before)? + 1;
                edits.push(Edit { bytes: at..at, text: format!(" {text} |") });
            }
            let rule = *bars.get(&None)?.get(*before)? + 1;
            edits.push(Edit { bytes: rule..rule, text: "---|".to_owned() });
            told.push((ChangeKind::Inserted, at, String::new(), shown.join(" / ")));
        }
        for column in &found.gone {
            let leaves = old.iter().filter(|((_, of), _)| of == column).flat_map(|(_, leaves)| leaves);
            let shown: Vec<String> = leaves.map(|leaf| said(&self.was[*leaf])).collect();
            let mut at = 0;
            for bars in bars.values() {
                let (start, end) = (*bars.get(*column)? + 1, *bars.get(column + 1)? + 1);
                at = start;
                edits.push(Edit { bytes: start..end, text: String::new() });
            }
            told.push((ChangeKind::Deleted, at, shown.join(" / "), String::new()));
        }
        for (column, _) in &found.new {
            self.placed.extend(new.iter().filter(|((_, of), _)| of == column).flat_map(|(_, leaves)| leaves));
        }
        for column in &found.gone {
            self.settled.extend(old.iter().filter(|((_, of), _)| of == column).flat_map(|(_, leaves)| leaves));
        }
        edits.into_iter().for_each(|edit| self.edit(file, edit));
        told.into_iter().for_each(|(kind, at, was, is)| self.tell(kind, Some((file, at)), &was, &is));
        Some(())
    }

    /// The columns that are new and gone, if every cell that stayed is in the same order of columns in all rows.
    fn straight(&self, old: &Cells, new: &Cells) -> Option<Columns> {
        let column = |leaf: &Leaf| leaf.place.cells.last().map(|cell| cell.column);
        let mut map: BTreeMap<usize, usize> = BTreeMap::new();
        for ((_, is), leaves) in new {
            for home in leaves.iter().filter_map(|leaf| self.found.was[*leaf]) {
                let was = column(&self.was[home])?;
                if *map.entry(*is).or_insert(was) != was {
                    return None;
                }
            }
        }
        let kept: Vec<usize> = map.values().copied().collect();
        if kept.is_empty() || !kept.windows(2).all(|pair| pair[0] < pair[1]) {
            return None;
        }
        let all = |cells: &Cells| cells.keys().map(|(_, column)| *column).collect::<BTreeSet<usize>>();
        let fresh = all(new).into_iter().filter(|column| !map.contains_key(column));
        // Before an old column that is gone, or after it, makes no difference.
        let before = |at: usize| map.range(..at).next_back().map_or(0, |(_, was)| was + 1);
        let new_columns: Vec<(usize, usize)> = fresh.map(|column| (column, before(column))).collect();
        let gone = all(old).into_iter().filter(|column| !kept.contains(column)).collect();
        Some(Columns { new: new_columns, gone })
    }

    /// Where the bars of a pipe table's lines are, by row, and of the line below its head under no row.
    fn bars(&self, old: &Cells) -> Option<(usize, Bars)> {
        let columns = old.keys().map(|(_, column)| column + 1).max()?;
        let mut out = Bars::new();
        let mut file = None;
        let mut first = usize::MAX;
        for ((row, _), leaves) in old {
            for leaf in leaves {
                let Some(site) = self.homes.row(*leaf).and_then(|row| self.homes.site(row)) else { continue };
                let text = &self.homes.files[site.file].text;
                let line = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
                let bars = bars_of(text, line).filter(|bars| bars.len() == columns + 1)?;
                if *file.get_or_insert(site.file) != site.file || *out.entry(Some(*row)).or_insert(bars.clone()) != bars
                {
                    return None;
                }
                first = first.min(line);
            }
        }
        let rows: BTreeSet<usize> = old.keys().map(|(row, _)| *row).collect();
        let file = file.filter(|_| rows.iter().all(|row| out.contains_key(&Some(*row))))?;
        let text = &self.homes.files[file].text;
        let after = first + text[first..].find('\n')? + 1;
        let line = text[after..].lines().next()?;
        let is_rule = line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '>'));
        let rule = bars_of(text, after).filter(|bars| is_rule && bars.len() == columns + 1)?;
        out.insert(None, rule);
        Some((file, out))
    }
}

/// The leaves of a table, if its cells are one column and one row each and hold no tables.
fn cells(leaves: &[Leaf], table: usize) -> Option<Cells> {
    let mut out = Cells::new();
    for (index, leaf) in leaves.iter().enumerate() {
        if !leaf.place.cells.iter().any(|cell| cell.table == table) {
            continue;
        }
        let [CellPlace { row, column, columns: 1, rows: 1, .. }] = leaf.place.cells.as_slice() else { return None };
        out.entry((*row, *column)).or_default().push(index);
    }
    Some(out)
}

/// The places of the bars in a line that begins and ends with one.
fn bars_of(text: &str, start: usize) -> Option<Vec<usize>> {
    let line = text[start..].lines().next()?;
    let inner = line.trim_start_matches([' ', '>', '\t']);
    if !inner.starts_with('|') || !line.trim_end().ends_with('|') {
        return None;
    }
    let escaped = |at: usize| line[..at].chars().rev().take_while(|c| *c == '\\').count() % 2 == 1;
    Some(line.match_indices('|').map(|(at, _)| at).filter(|at| !escaped(*at)).map(|at| start + at).collect())
}
