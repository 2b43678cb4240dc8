//! What stands elsewhere in the draft than it did: its bytes are taken there.

use std::collections::BTreeSet;

use super::{Bringer, ChangeKind, said};
use crate::patch::{Edit, apply};

impl<'a> Bringer<'_, 'a> {
    /// What stands elsewhere than it did.
    pub(super) fn moves(&mut self) {
        let moved: BTreeSet<usize> = (0..self.is.len())
            .filter(|index| !self.stays.contains(index))
            .filter_map(|index| self.found.was[index])
            .collect();
        let mut done = BTreeSet::new();
        for home in &moved {
            let Some(index) = self.found.is[*home].filter(|_| !done.contains(home)) else { continue };
            let shown = said(&self.was[*home]);
            let target = self.was[*home].place.cells.is_empty() && self.was[*home].place.note.is_none();
            let Some((row, leaves)) = self.whole(*home, &moved).filter(|_| target) else {
                self.tell(ChangeKind::NotApplied, None, &shown, &shown);
                continue;
            };
            done.extend(leaves.clone());
            let Some(site) = self.homes.site(row) else {
                self.tell(ChangeKind::NotApplied, None, &shown, &shown);
                continue;
            };
            // What was edited in it comes along.
            let inside = |edit: &Edit| edit.bytes.start >= site.bytes.start && edit.bytes.end <= site.bytes.end;
            let own: Vec<Edit> =
                self.brought.edits.entry(site.file).or_default().extract_if(.., |e| inside(e)).collect();
            let shifted: Vec<Edit> = own
                .iter()
                .map(|edit| Edit {
                    bytes: edit.bytes.start - site.bytes.start..edit.bytes.end - site.bytes.start,
                    text: edit.text.clone(),
                })
                .collect();
            let text = &self.homes.files[site.file].text;
            let old_prefix = self.homes.prefix(&site);
            let moved_text = apply(&text[site.bytes.clone()], &shifted).replace(&format!("\n{old_prefix}"), "\n");
            let removal = self.removal(row, &site);
            self.placed.extend(leaves.filter_map(|leaf| self.found.is[leaf]));
            let is_item = row.key.starts_with('i');
            match self.spot(index, is_item) {
                Some(spot) => {
                    self.tell(ChangeKind::Moved, Some((site.file, site.bytes.start)), &shown, &shown);
                    self.edit(site.file, removal);
                    let edit = spot.holding(&moved_text);
                    self.arrivals.push((index, spot.file, edit));
                }
                None => {
                    for edit in own {
                        self.edit(site.file, edit);
                    }
                    self.tell(ChangeKind::NotApplied, Some((site.file, site.bytes.start)), &shown, &shown);
                }
            }
        }
    }
}
