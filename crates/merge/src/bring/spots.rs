//! Where something new, or moved, goes: beside what stands beside it in the draft.

use chapbook_docx::Leaf;
use chapbook_docx::baseline::DraftBlock;
use chapbook_theme::Role;

use super::Bringer;
use crate::homes::{Site, blank_line, prefix};
use crate::patch::Edit;
use crate::tokens::Item;

/// A place for new text.
pub(super) struct Spot<'a> {
    pub(super) file: usize,
    /// The item that it stands beside.
    pub(super) item: Option<&'a DraftBlock>,
    pub(super) at: usize,
    /// What stands before its first line.
    pub(super) lead: String,
    /// What every further line begins with.
    pub(super) prefix: String,
    /// What stands after its last line.
    pub(super) tail: String,
    pub(super) in_list: bool,
    /// In how many quotations it is.
    pub(super) quotes: usize,
}

impl<'a> Bringer<'_, 'a> {
    /// Where something new, or moved, is to stand: after what stands before it in the draft.
    pub(super) fn spot(&self, index: usize, is_item: bool) -> Option<Spot<'a>> {
        let leaf = &self.is[index];
        let note = &leaf.place.note;
        let at_home = |other: &usize| self.stays.contains(other) && self.is[*other].place.note == *note;
        let (before_it, after_it) = ((0..index).rev().find(at_home), (index + 1..self.is.len()).find(at_home));
        let before = before_it.and_then(|i| self.last_home(i));
        let after = after_it.and_then(|i| self.found.was[i]);
        let chain = |home: usize| -> Option<Vec<&'a DraftBlock>> {
            let row = self.homes.row(home)?;
            let mut chain: Vec<&DraftBlock> = self.homes.around(row).collect();
            chain.reverse();
            chain.push(row);
            Some(chain)
        };
        let (before, after) = (before.and_then(chain), after.and_then(chain));
        if is_item && let Some(spot) = self.item_spot(leaf, before.as_deref(), after.as_deref()) {
            return Some(spot);
        }
        let is_same = |(a, b): &(&&DraftBlock, &&DraftBlock)| a.key == b.key;
        match (before, after) {
            (Some(before), after) => {
                let shared = after.as_ref().map_or(0, |after| before.iter().zip(after).take_while(is_same).count());
                // What stands at the left of all items is not in one.
                let is_list = |row: &DraftBlock| row.key.starts_with('l');
                let is_outside = leaf.look.indent <= 0 && !is_continued(leaf);
                // Between two items of a list it interrupts that.
                if is_outside
                    && shared > 0
                    && is_list(before[shared - 1])
                    && let Some(item) = before.get(shared)
                {
                    return self.between(item);
                }
                let shared = if is_outside {
                    before.iter().take(shared).position(|row| is_list(row)).unwrap_or(shared)
                } else {
                    shared
                };
                // In the quotation of what stands before it, if it stands in as far.
                let is_beside =
                    leaf.role == Some(Role::Quote) && !is_item && before_it.is_some_and(|i| goes_on(&self.is[i], leaf));
                let inner = before.iter().rposition(|row| row.key.starts_with('q')).map_or(0, |at| at + 1);
                let shared = if is_beside { shared.max(inner) } else { shared };
                // The block next to it among those that both stand in; a figure is one with its caption.
                let beside = before.get(shared).or(before.last())?;
                let site = self.homes.site(beside)?;
                let end = self.after_attributes(&site);
                Some(Spot {
                    file: site.file,
                    at: end,
                    lead: blank_line(&self.homes.prefix(&site)),
                    prefix: self.homes.prefix(&site),
                    tail: String::new(),
                    in_list: false,
                    item: None,
                    quotes: quotes(&before[..shared.min(before.len())]),
                })
            }
            (None, Some(after)) => {
                let site = self.homes.site(after.first()?)?;
                let text = &self.homes.files[site.file].text;
                let line = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
                Some(Spot {
                    file: site.file,
                    at: line,
                    lead: String::new(),
                    prefix: prefix(text, site.bytes.start),
                    tail: "\n\n".to_owned(),
                    in_list: false,
                    item: None,
                    quotes: 0,
                })
            }
            (None, None) => {
                let file =
                    self.homes.files.iter().position(|file| !file.text.is_empty() || self.homes.files.len() == 1)?;
                let at = self.homes.files[file].text.len();
                let lead = if self.homes.files[file].text.ends_with('\n') { "\n" } else { "" };
                let tail = "\n".to_owned();
                let prefix = String::new();
                Some(Spot { file, at, lead: lead.to_owned(), prefix, tail, in_list: false, item: None, quotes: 0 })
            }
        }
    }

    /// A place after an item of a list, outside of it: a blank line parts it from what follows.
    fn between(&self, item: &DraftBlock) -> Option<Spot<'a>> {
        let site = self.homes.site(item)?;
        let text = &self.homes.files[site.file].text;
        let prefix = self.homes.prefix(&site);
        let blank = prefix.trim_end();
        let next = text[site.bytes.end..].strip_prefix('\n').and_then(|rest| rest.lines().next()).unwrap_or_default();
        let is_blank = next.trim_matches([' ', '>', '\t', '\r']).is_empty();
        let tail = if is_blank { String::new() } else { format!("\n{blank}") };
        let lead = blank_line(&prefix);
        let within: Vec<&DraftBlock> = self.homes.around(item).collect();
        let quotes = quotes(&within);
        Some(Spot { file: site.file, item: None, at: site.bytes.end, lead, prefix, tail, in_list: false, quotes })
    }

    /// The home of the last part of a leaf: of the last that was joined to it.
    pub(super) fn last_home(&self, index: usize) -> Option<usize> {
        let home = self.found.was[index]?;
        Some((home + 1..self.was.len()).take_while(|next| self.found.joined.contains(next)).last().unwrap_or(home))
    }

    /// The end of a block, with a line of attributes or a caption that stands glued below it.
    pub(super) fn after_attributes(&self, site: &Site) -> usize {
        let text = &self.homes.files[site.file].text;
        let mut end = site.bytes.end;
        let line = text[end..].lines().next().unwrap_or_default();
        if line.trim_start().starts_with('{') && line.trim_end().ends_with('}') {
            end += line.len();
        }
        while let Some(line) = text[end..].strip_prefix('\n').and_then(|rest| rest.lines().next()) {
            if line.trim_matches([' ', '>', '\t', '\r']).is_empty() {
                break;
            }
            end += 1 + line.len();
        }
        end
    }

    /// Where a new item goes: after the item before it, or before the item after it.
    pub(super) fn item_spot(
        &self,
        leaf: &Leaf,
        before: Option<&[&'a DraftBlock]>,
        after: Option<&[&'a DraftBlock]>,
    ) -> Option<Spot<'a>> {
        let level = leaf.list.as_ref().map_or(0, |list| usize::from(list.level));
        // The items around, from the outermost list inwards.
        let items = |chain: &[&'a DraftBlock]| -> Vec<&'a DraftBlock> {
            chain.iter().copied().filter(|row| row.key.starts_with('i')).collect()
        };
        let label = leaf.list.as_ref().map(|list| list.label.clone()).unwrap_or_default();
        if let Some(item) =
            before.map(items).and_then(|items| items.get(level.min(items.len().saturating_sub(1))).copied())
        {
            let site = self.homes.site(item)?;
            let home = *self.homes.stretch(item)?.start();
            let lead = self.item_break_of(home, item, &label)?;
            let prefix = self.homes.prefix(&site);
            return Some(Spot {
                file: site.file,
                at: site.bytes.end,
                lead,
                prefix,
                tail: String::new(),
                in_list: true,
                item: Some(item),
                quotes: 0,
            });
        }
        let item = after.map(items).and_then(|items| items.first().copied())?;
        let site = self.homes.site(item)?;
        let home = *self.homes.stretch(item)?.start();
        let lead = self.item_break_of(home, item, &label)?;
        let text = &self.homes.files[site.file].text;
        let line = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
        let blanks = lead.matches('\n').count();
        Some(Spot {
            file: site.file,
            at: line,
            lead: lead.trim_start_matches('\n').to_owned(),
            prefix: self.homes.prefix(&site),
            tail: "\n".repeat(blanks),
            in_list: true,
            item: Some(item),
            quotes: 0,
        })
    }

    pub(super) fn item_break_of(&self, home: usize, item: &DraftBlock, label: &str) -> Option<String> {
        let row = self.homes.row(home)?;
        let is_inner =
            self.homes.around(row).find(|row| row.key.starts_with('i')).is_some_and(|own| own.key == item.key);
        // The first leaf of an item stands in no deeper one.
        let first = self.homes.stretch(item)?.find(|leaf| {
            self.homes.row(*leaf).is_some_and(|row| {
                self.homes.around(row).find(|row| row.key.starts_with('i')).is_some_and(|own| own.key == item.key)
            })
        });
        let home = if is_inner { home } else { first? };
        self.item_break(home, &Item { label: label.to_owned() })
    }
}

/// How many of these rows are quotations.
fn quotes(rows: &[&DraftBlock]) -> usize {
    rows.iter().filter(|row| row.key.starts_with('q')).count()
}

/// Whether two paragraphs stand in one quotation: both say so, and stand in as far.
pub(super) fn goes_on(leaf: &Leaf, next: &Leaf) -> bool {
    let is_quote = |leaf: &Leaf| leaf.role == Some(Role::Quote);
    is_quote(leaf) && is_quote(next) && leaf.look.end_indent == next.look.end_indent
}

impl Spot<'_> {
    /// The edit that puts a text there.
    pub(super) fn holding(&self, text: &str) -> Edit {
        let Self { file: _, item: _, at, lead, prefix, tail, in_list: _, quotes: _ } = self;
        let mut lines = text.split('\n');
        let mut out = format!("{lead}{}", lines.next().unwrap_or_default());
        for line in lines {
            out.push('\n');
            out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
            out.push_str(line);
        }
        out.push_str(tail);
        Edit { bytes: *at..*at, text: out }
    }
}

pub(super) fn is_continued(leaf: &Leaf) -> bool {
    leaf.style.to_lowercase().starts_with("list continue")
}
