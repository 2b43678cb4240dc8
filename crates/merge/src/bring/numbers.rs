//! Lists: the markers of new items, the numbers of those after them, and lists that were restarted.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_docx::baseline::DraftBlock;

use super::{Bringer, ChangeKind};
use crate::homes::Site;
use crate::patch::Edit;
use crate::tokens::Item;

/// What begins an item.
pub(super) struct Marker<'t> {
    /// What stands before it on its line.
    pub(super) before: &'t str,
    /// `-`, `3.`, `(b)`.
    pub(super) marker: &'t str,
    /// The space after it.
    pub(super) gap: &'t str,
}

impl<'a> Bringer<'_, 'a> {
    /// A line end, or two in a loose list, and the marker of a new item after the item of a leaf.
    pub(super) fn item_break(&self, home: usize, item: &Item) -> Option<String> {
        let row = self.homes.row(home)?;
        let around: Vec<&DraftBlock> = self.homes.around(row).collect();
        let own = around.iter().find(|row| row.key.starts_with('i'))?;
        let list = around.iter().skip_while(|row| row.key != own.key).find(|row| row.key.starts_with('l'))?;
        let (own, list) = (self.homes.site(own)?, self.homes.site(list)?);
        let text = &self.homes.files[list.file].text;
        let Marker { before, marker: like, gap } = marker_of(text, &own)?;
        let marker = marker(like, &item.label);
        // The list's own first gap says whether its items stand apart.
        let items = text.get(list.bytes.clone())?.trim_end_matches([' ', '>', '\n']);
        let loose = items.contains("\n\n") || items.lines().any(|line| line.trim_matches([' ', '>']).is_empty());
        let blank = if loose { format!("\n{}", before.trim_end()) } else { String::new() };
        Some(format!("{blank}\n{before}{marker}{gap}"))
    }

    /// An item more or less, from a place on.
    pub(super) fn count(&mut self, item: &DraftBlock, at: usize, more: i64) {
        let list = self.homes.around(item).find(|row| row.key.starts_with('l'));
        if let Some((list, (file, _, _))) = list.zip(item.place) {
            self.counts.push((list.key.clone(), file as usize, at, more));
        }
    }

    /// Items that Word numbers otherwise than one after the other, where the draft did: a list that was restarted. What
    /// counts are the numbers that are printed, since programs keep lists apart as they please.
    pub(super) fn restarts(&mut self) {
        let mut last: BTreeMap<String, i64> = BTreeMap::new();
        // By how much the numbers of a list are others than they were.
        let mut shifts: BTreeMap<String, i64> = BTreeMap::new();
        let mut found = Vec::new();
        let mut current: Option<String> = None;
        for index in 0..self.is.len() {
            let Some(value) = self.is[index].list.as_ref().and_then(|list| list.value) else { continue };
            let Some(home) = self.found.was[index] else {
                // A new item goes on in the list that it stands in.
                if let Some(count) = current.as_ref().and_then(|list| last.get_mut(list)) {
                    *count = value;
                }
                continue;
            };
            let Some(row) = self.homes.row(home) else { continue };
            let item = self.homes.around(row).find(|row| row.key.starts_with('i'));
            let list = self.homes.around(row).find(|row| row.key.starts_with('l'));
            let (Some(item), Some(list)) = (item, list) else { continue };
            let Some(was) = self.was[home].list.as_ref().and_then(|list| list.value) else { continue };
            let before = last.insert(list.key.clone(), value);
            current = Some(list.key.clone());
            // Items that came before the first or went there are counted already.
            let expected = before.map_or(was + self.more_before(item, list), |before| before + 1);
            // A number that did not follow before is no restart now.
            let followed = before.is_none() || self.value_before(home, list).is_none_or(|before| was == before + 1);
            // Where items stand between that are none of a paragraph, such as empty ones, the others have kept their
            // distance.
            let kept = shifts.insert(list.key.clone(), value - was).is_some_and(|shift| shift == value - was);
            if value != expected && followed && !kept {
                found.push((item, list, before.is_some(), value - expected));
            }
        }
        for (item, list, is_within, more) in found {
            let Some(site) = self.homes.site(item) else { continue };
            let text = &self.homes.files[site.file].text;
            let line = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
            let prefix = self.homes.site(list).map(|list| self.homes.prefix(&list)).unwrap_or_default();
            let shown = text.get(site.bytes.clone()).unwrap_or_default().lines().next().unwrap_or_default().to_owned();
            self.counts.push((list.key.clone(), site.file, line, more));
            if is_within {
                let blank = prefix.trim_end();
                let apart = format!("{blank}\n{prefix}<!-- -->\n{blank}\n");
                self.edit(site.file, Edit { bytes: line..line, text: apart });
            }
            self.tell(ChangeKind::Renumbered, Some((site.file, site.bytes.start)), &shown, &shown);
        }
    }

    /// How many items more a list has before one of its items.
    fn more_before(&self, item: &DraftBlock, list: &DraftBlock) -> i64 {
        let Some(site) = self.homes.site(item) else { return 0 };
        let here = self
            .counts
            .iter()
            .filter(|(of, file, at, _)| *of == list.key && *file == site.file && *at <= site.bytes.start);
        here.map(|(.., more)| more).sum()
    }

    /// The number of the item before an item's in the draft as it was.
    pub(super) fn value_before(&self, home: usize, list: &DraftBlock) -> Option<i64> {
        (*self.homes.stretch(list)?.start()..home)
            .rev()
            .filter(|other| self.homes.is_in(*other, list))
            .find_map(|other| self.was[other].list.as_ref()?.value)
    }

    /// The numbers of items after new ones and gone ones, where the author had typed them in order.
    pub(super) fn renumber(&mut self) {
        let lists: BTreeSet<String> = self.counts.iter().map(|(list, ..)| list.clone()).collect();
        for list in lists {
            let rows = self.homes.baseline.blocks.iter();
            let items: Vec<(Site, &str)> = rows
                .filter(|row| row.key.starts_with('i') && row.parent.as_deref() == Some(&list))
                .filter_map(|row| self.homes.site(row))
                .filter_map(|site| {
                    let text = &self.homes.files[site.file].text;
                    let marker = marker_of(text, &site)?.marker;
                    Some((site, marker))
                })
                .collect();
            let number = |marker: &str| marker.trim_matches(['(', ')', '.']).parse::<i64>().ok();
            let numbers: Option<Vec<i64>> = items.iter().map(|(_, marker)| number(marker)).collect();
            let Some(numbers) = numbers.filter(|numbers| numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)) else {
                continue;
            };
            let mut edits = Vec::new();
            for ((site, marker), old) in items.iter().zip(numbers) {
                let changes = self
                    .counts
                    .iter()
                    .filter(|(of, file, at, _)| *of == list && *file == site.file && *at <= site.bytes.start);
                let new = old + changes.map(|(.., more)| more).sum::<i64>();
                let text = &self.homes.files[site.file].text;
                let start = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
                let digits = text[start..].find(|c: char| c.is_ascii_digit()).map(|at| start + at);
                let Some(at) = digits.filter(|_| new != old && marker.contains(&old.to_string())) else { continue };
                let bytes = at..at + old.to_string().len();
                let taken = self.brought.edits.get(&site.file).is_some_and(|edits| {
                    edits.iter().any(|edit| edit.bytes.start < bytes.end && bytes.start < edit.bytes.end)
                });
                if !taken {
                    edits.push((site.file, Edit { bytes, text: new.to_string() }));
                }
            }
            for (file, edit) in edits {
                self.edit(file, edit);
            }
        }
    }
}

/// The marker of an item: it stands before the item's text on its line.
pub(super) fn marker_of<'t>(text: &'t str, site: &Site) -> Option<Marker<'t>> {
    let start = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
    let lead = &text[start..site.bytes.start];
    let whole = match lead.chars().any(|c| c != '>' && !c.is_whitespace()) {
        true => lead,
        // The item begins with its marker itself.
        false => {
            let first = text.get(site.bytes.clone())?.lines().next()?;
            let word = first.find(char::is_whitespace)?;
            let gap = first[word..].len() - first[word..].trim_start().len();
            &text[start..site.bytes.start + word + gap]
        }
    };
    let marked = whole.trim_end();
    let at = marked.rfind([' ', '>', '\t']).map_or(0, |at| at + 1);
    let gap = &whole[marked.len()..];
    Some(Marker { before: &whole[..at], marker: &marked[at..], gap: if gap.is_empty() { " " } else { gap } })
}

/// The marker of a new item: that of its neighbour, with the number of the label.
pub(super) fn marker(like: &str, label: &str) -> String {
    let digits = |c: char| c.is_ascii_digit();
    if !like.contains(digits) {
        return like.to_owned();
    }
    let number: String = label.chars().filter(|c| c.is_ascii_digit()).collect();
    let start = like.find(digits).unwrap_or(0);
    let end = like.rfind(digits).map_or(like.len(), |at| at + 1);
    if number.is_empty() { like.to_owned() } else { format!("{}{number}{}", &like[..start], &like[end..]) }
}
