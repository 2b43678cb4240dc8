//! What is new in a draft: paragraphs, items, rows, tables and notes.

use std::collections::BTreeMap;

use chapbook_docx::{Leaf, LeafKind};
use chapbook_model::{Inline, InlineKind};
use chapbook_theme::Role;

use super::{Bringer, ChangeKind, said};
use crate::patch::{Edit, Habits};
use crate::tokens::{Token, What, tokens};
use crate::write::{block_text, note_text};

/// What labels of notes that are new in a draft begin with.
pub(crate) const NEW_NOTE: &str = "draft-note-";

impl<'a> Bringer<'_, 'a> {
    /// What is new.
    pub(super) fn insertions(&mut self) {
        let mut index = 0;
        while index < self.is.len() {
            if !self.is_new(index) {
                index += 1;
                continue;
            }
            let mut end = index + 1;
            while end < self.is.len() && self.is_new(end) && goes_with(&self.is[index], &self.is[end]) {
                end += 1;
            }
            self.insert(index, end);
            index = end;
        }
    }

    pub(super) fn is_new(&self, index: usize) -> bool {
        let leaf = &self.is[index];
        let in_new_note = leaf.place.note.as_ref().is_some_and(|note| note.label.starts_with(NEW_NOTE));
        let is_known =
            self.found.was[index].is_some() || self.found.split.contains(&index) || self.placed.contains(&index);
        // An empty line between paragraphs is no paragraph.
        let is_nothing = leaf.is_empty() && leaf.place.cells.is_empty();
        !is_known && !in_new_note && !is_nothing
    }

    pub(super) fn insert(&mut self, index: usize, end: usize) {
        let leaves = &self.is[index..end];
        let shown = leaves.iter().map(said).collect::<Vec<_>>().join(" / ");
        let is_item = leaves[0].list.is_some();
        let elsewhere = |object: &Inline| self.elsewhere(object);
        let in_cell = leaves[0].place.cells.last().is_some_and(|cell| {
            self.is.iter().enumerate().any(|(i, leaf)| {
                self.found.was[i].is_some() && leaf.place.cells.last().is_some_and(|other| other.table == cell.table)
            })
        });
        if in_cell {
            return self.insert_in_table(index, end, &shown);
        }
        let Some(spot) = self.spot(index, is_item) else {
            return self.tell(ChangeKind::NotApplied, None, "", &shown);
        };
        let habits = Habits::of(&self.homes.files[spot.file].text);
        // What is new in a quotation is no quotation in it, unless it stands in further than what is around it.
        let is_inner = |leaf: &Leaf| {
            let stays = |other: &usize| self.stays.contains(other) && self.is[*other].role == Some(Role::Quote);
            let near = [(0..index).rev().find(stays), (end..self.is.len()).find(stays)];
            near.into_iter().flatten().all(|other| self.is[other].look.end_indent < leaf.look.end_indent)
        };
        let mut leaves = leaves.to_vec();
        for leaf in leaves.iter_mut().filter(|leaf| spot.quotes > 0 && leaf.role == Some(Role::Quote)) {
            if !is_inner(leaf) {
                leaf.role = None;
            }
        }
        let text = block_text(&leaves, is_item && spot.in_list, habits, &elsewhere);
        let edit = spot.holding(&text);
        if let Some(item) = spot.item.filter(|_| is_item && spot.in_list) {
            self.count(item, spot.at, 1);
        }
        let row: Vec<Token> = leaves.iter().flat_map(|leaf| tokens(&leaf.content)).collect();
        self.tell(ChangeKind::Inserted, Some((spot.file, spot.at)), "", &shown);
        self.arrivals.push((index, spot.file, edit));
        self.notes_of(&row, spot.file);
        // The title of a list that a program makes is made with it.
        let titles = self.is[index..end].iter().filter(|leaf| matches!(leaf.kind, LeafKind::Outline(_)));
        let titles: Vec<String> = titles.map(said).filter(|title| !title.is_empty()).collect();
        for title in titles {
            self.tell(ChangeKind::NotApplied, None, "", &title);
        }
    }

    /// A new row of a pipe table. A new column, or a row of a table of another form, finds no place.
    pub(super) fn insert_in_table(&mut self, index: usize, end: usize, shown: &str) {
        let columns = |leaf: &Leaf| leaf.place.cells.last().map(|cell| cell.column);
        let whole = columns(&self.is[index]) == Some(0);
        let before = (0..index)
            .rev()
            .find_map(|before| self.found.was[before])
            .filter(|home| !self.was[*home].place.cells.is_empty());
        let site = before.and_then(|home| self.homes.row(home)).and_then(|row| self.homes.site(row));
        let Some(site) = site.filter(|_| whole) else {
            return self.tell(ChangeKind::NotApplied, None, "", shown);
        };
        let text = &self.homes.files[site.file].text;
        let start = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
        let stop = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = &text[start..stop];
        if !line.trim_start().starts_with('|') {
            return self.tell(ChangeKind::NotApplied, Some((site.file, start)), "", shown);
        }
        // After a head comes the line that parts it from the body.
        let next = text.get(stop + 1..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let is_rule = next.contains('-') && next.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        let at = if is_rule { stop + 1 + next.len() } else { stop };
        let habits = Habits::of(text);
        let elsewhere = |object: &Inline| self.elsewhere(object);
        let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for leaf in &self.is[index..end] {
            let row = leaf.place.cells.last().map_or(0, |cell| cell.row);
            let cell = block_text(std::slice::from_ref(leaf), false, habits, &elsewhere)
                .replace('|', "\\|")
                .replace('\n', " ");
            rows.entry(row).or_default().push(cell);
        }
        let added: String = rows.values().map(|cells| format!("\n| {} |", cells.join(" | "))).collect();
        self.tell(ChangeKind::Inserted, Some((site.file, start)), "", shown);
        self.edit(site.file, Edit { bytes: at..at, text: added });
    }

    /// New notes that some tokens call: they are defined at the end of the file.
    pub(super) fn notes_of(&mut self, row: &[Token], file: usize) {
        let mut calls = Vec::new();
        for token in row {
            if let What::Object(object) = &token.what
                && let InlineKind::Note(name) = &object.kind
                && name.label.starts_with(NEW_NOTE)
            {
                calls.push(name.label.clone());
            }
        }
        for label in calls {
            let leaves: Vec<Leaf> = self
                .is
                .iter()
                .filter(|leaf| leaf.place.note.as_ref().is_some_and(|note| note.label == label))
                .cloned()
                .collect();
            let text = &self.homes.files[file].text;
            let habits = Habits::of(text);
            let elsewhere = |object: &Inline| self.elsewhere(object);
            let body = note_text(&label, &leaves, habits, &elsewhere);
            let lead = if text.ends_with('\n') { "\n" } else { "\n\n" };
            let at = text.len();
            self.edit(file, Edit { bytes: at..at, text: format!("{lead}{body}\n") });
        }
    }
}

/// Whether a new leaf stands with the one before it in one block.
pub(super) fn goes_with(first: &Leaf, leaf: &Leaf) -> bool {
    first.place.note == leaf.place.note
        && first.place.cells.first().map(|cell| cell.table) == leaf.place.cells.first().map(|cell| cell.table)
        && (!first.place.cells.is_empty() || first.list.is_some() == leaf.list.is_some())
}
