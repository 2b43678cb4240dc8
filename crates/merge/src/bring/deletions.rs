//! What an editor took out: paragraphs, and the items, lists, notes, rows and tables that they were all of.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use chapbook_docx::baseline::DraftBlock;

use super::{Bringer, ChangeKind, said};
use crate::homes::Site;
use crate::patch::Edit;

impl<'a> Bringer<'_, 'a> {
    /// The largest block around a leaf all of whose leaves are among these, and its leaves.
    pub(super) fn whole(
        &self,
        leaf: usize,
        among: &BTreeSet<usize>,
    ) -> Option<(&'a DraftBlock, RangeInclusive<usize>)> {
        let mut best = (self.homes.row(leaf)?, leaf..=leaf);
        for row in self.homes.around(best.0).collect::<Vec<_>>() {
            let Some(stretch) = self.homes.stretch(row) else { break };
            if !stretch.clone().all(|other| among.contains(&other) || self.homes.row(other).is_none()) {
                break;
            }
            // A table is in the source one thing; a row is none of its own there.
            if row.place.is_some() {
                best = (row, stretch);
            }
        }
        Some(best)
    }

    /// Paragraphs that the draft does not have, where that says nothing: they stay, and are told.
    pub(super) fn keep_what_is_gone(&mut self) {
        for home in 0..self.was.len() {
            let is_gone = self.found.is[home].is_none() && !self.found.joined.contains(&home);
            let shown = said(&self.was[home]);
            if is_gone && !shown.trim().is_empty() {
                let site = self.homes.row(home).and_then(|row| self.homes.site(row));
                self.tell(ChangeKind::NotApplied, site.map(|site| (site.file, site.bytes.start)), &shown, "");
            }
        }
    }

    /// Paragraphs that are gone, with the items, lists and tables that they were all of.
    pub(super) fn deletions(&mut self) {
        let gone: BTreeSet<usize> = (0..self.was.len())
            .filter(|home| self.found.is[*home].is_none() && !self.found.joined.contains(home))
            .filter(|home| !self.settled.contains(home))
            // An empty cell has no block of its own.
            .filter(|home| self.homes.row(*home).is_some() || !self.was[*home].content.is_empty())
            .collect();
        let mut done = BTreeSet::new();
        for home in &gone {
            if done.contains(home) {
                continue;
            }
            let shown = said(&self.was[*home]);
            if self.was[*home].place.note.is_some() && self.note_is_gone(*home) {
                self.delete_note(*home, &gone, &mut done);
                continue;
            }
            let Some((row, leaves)) = self.whole(*home, &gone) else {
                self.tell(ChangeKind::NotApplied, None, &shown, "");
                continue;
            };
            done.extend(leaves);
            match self.homes.site(row) {
                // A title that is gone from the page is none that the book should lose.
                Some(site) if self.homes.is_value(&site) => {
                    self.tell(ChangeKind::NotApplied, Some((site.file, site.bytes.start)), &shown, "");
                }
                Some(site) if !self.was[*home].place.cells.is_empty() && !row.key.starts_with('t') => {
                    self.delete_in_cell(*home, &site, &gone, &mut done);
                }
                Some(site) => {
                    let edit = self.removal(row, &site);
                    if row.key.starts_with('i') {
                        self.count(row, site.bytes.end, -1);
                    }
                    self.tell(ChangeKind::Deleted, Some((site.file, site.bytes.start)), &shown, "");
                    self.edit(site.file, edit);
                }
                None => self.tell(ChangeKind::NotApplied, None, &shown, ""),
            }
        }
    }

    /// Whether the note that a leaf stands in is called no more.
    pub(super) fn note_is_gone(&self, home: usize) -> bool {
        let note = self.was[home].place.note.as_ref();
        !self.is.iter().any(|leaf| leaf.place.note.as_ref() == note)
    }

    /// A note that is called no more: its definition goes, where it stands in lines of its own.
    pub(super) fn delete_note(&mut self, home: usize, gone: &BTreeSet<usize>, done: &mut BTreeSet<usize>) {
        let note = self.was[home].place.note.clone();
        done.extend(gone.iter().filter(|other| self.was[**other].place.note == note));
        let row = self.homes.row(home).and_then(|row| self.homes.around(row).find(|row| row.key.starts_with('n')));
        let Some(site) = row.and_then(|row| self.homes.site(row)) else { return };
        let shown = said(&self.was[home]);
        let text = &self.homes.files[site.file].text;
        self.tell(ChangeKind::Deleted, Some((site.file, site.bytes.start)), &shown, "");
        // An inline note goes with its call.
        if text[site.bytes.clone()].starts_with("[^") && text[..site.bytes.start].ends_with(['\n', '\0']) {
            let edit = Edit { bytes: lines_of(text, &site), text: String::new() };
            self.edit(site.file, edit);
        }
    }

    /// A row of a table all of whose cells are gone goes; a single cell cannot.
    pub(super) fn delete_in_cell(
        &mut self,
        home: usize,
        site: &Site,
        gone: &BTreeSet<usize>,
        done: &mut BTreeSet<usize>,
    ) {
        let cell = self.was[home].place.cells.last().cloned();
        let shown = said(&self.was[home]);
        let in_row = |other: &usize| {
            let (a, b) = (self.was[*other].place.cells.last(), cell.as_ref());
            a.zip(b).is_some_and(|(a, b)| a.table == b.table && a.row == b.row)
        };
        let row: BTreeSet<usize> = (0..self.was.len()).filter(in_row).collect();
        let text = &self.homes.files[site.file].text;
        let line = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
        let on_one_line = row.iter().all(|leaf| {
            let site_of = self.homes.row(*leaf).and_then(|row| self.homes.site(row));
            site_of.is_some_and(|other| line(other.bytes.start) == line(site.bytes.start))
        });
        if row.is_subset(gone) && on_one_line && text[line(site.bytes.start)..].trim_start().starts_with(['|', '>']) {
            done.extend(&row);
            let start = line(site.bytes.start);
            let end = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
            self.tell(ChangeKind::Deleted, Some((site.file, start)), &shown, "");
            self.edit(site.file, Edit { bytes: start..end, text: String::new() });
        } else {
            self.tell(ChangeKind::NotApplied, Some((site.file, site.bytes.start)), &shown, "");
        }
    }

    /// What takes a block out of its file, with the blank line after it.
    pub(super) fn removal(&self, row: &DraftBlock, site: &Site) -> Edit {
        let text = &self.homes.files[site.file].text;
        let line = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
        let before = &text[line..site.bytes.start];
        let leads = before.chars().any(|c| c != '>' && !c.is_whitespace());
        if leads && !row.key.starts_with('i') {
            // The marker of an item stands before it, and stays for what follows.
            let rest = &text[site.bytes.end..];
            let next = rest.len() - rest.trim_start_matches(['\n', ' ', '>', '\t']).len();
            return Edit { bytes: site.bytes.start..site.bytes.end + next, text: String::new() };
        }
        Edit { bytes: lines_of(text, site), text: String::new() }
    }
}

/// The lines of a block, with the blank lines after it.
pub(super) fn lines_of(text: &str, site: &Site) -> std::ops::Range<usize> {
    let start = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
    let mut end = text[site.bytes.end..].find('\n').map_or(text.len(), |at| site.bytes.end + at + 1);
    while let Some(line) = text[end..]
        .split_inclusive('\n')
        .next()
        .filter(|line| line.trim_matches([' ', '>', '\t', '\n', '\r']).is_empty())
    {
        end += line.len();
    }
    // At the end of the text the blank line before goes instead.
    if end == text.len() && start > 0 {
        let kept = text[..start].trim_end_matches(['\n', ' ', '>']).len();
        let end = if text.ends_with('\n') { end - 1 } else { end };
        return kept..end;
    }
    start..end
}
