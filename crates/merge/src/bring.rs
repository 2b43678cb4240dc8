//! The way home of one draft: what an editor changed, as edits of the files that the draft was made from. Every change
//! becomes an edit or is told as one that found no place; nothing is dropped.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_docx::baseline::DraftBlock;
use chapbook_docx::{Leaf, LeafKind};
use chapbook_model::{Inline, InlineKind};

use crate::ground::Ground;
use crate::homes::{Homes, Site, prefix};
use crate::matching::{Matching, matching, staying};
use crate::patch::{Edit, Flow, Habits, apply, patch};
use crate::tokens::{Item, Token, What, healed, tokens};
use crate::write::{block_text, note_text};

/// What was done to the text, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub kind: ChangeKind,
    /// The file, by its number in the baseline; none if the change found no place.
    pub file: Option<usize>,
    /// Where in the file as the draft was made from it.
    pub at: usize,
    /// The words as they were.
    pub was: String,
    /// The words as they are.
    pub is: String,
}

/// Kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Words of a paragraph.
    Edited,
    /// A new paragraph, item, table or note.
    Inserted,
    /// One that is gone.
    Deleted,
    /// One that stands elsewhere.
    Moved,
    /// One paragraph became two.
    Split,
    /// Two became one.
    Joined,
    /// A heading of another level, or text that became one.
    Restyled,
    /// A list that was restarted, or starts at another number.
    Renumbered,
    /// A change that could not be put into the source.
    NotApplied,
}

/// What came of a draft.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brought {
    /// Edits by file.
    pub(crate) edits: BTreeMap<usize, Vec<Edit>>,
    pub(crate) changes: Vec<Change>,
}

/// Compares a draft with what it was and finds what that means for the files.
pub(crate) fn bring(homes: &Homes<'_>, was: &[Leaf], is: &[Leaf], by_libreoffice: bool, two_way: bool) -> Brought {
    let found = matching(was, is);
    let stays = staying(&found.was);
    let mut bringer = Bringer {
        homes,
        was,
        is,
        found,
        stays,
        brought: Brought::default(),
        placed: BTreeSet::new(),
        counts: Vec::new(),
        by_libreoffice,
    };
    bringer.texts();
    if two_way {
        bringer.keep_what_is_gone();
    } else {
        bringer.deletions();
    }
    bringer.moves();
    bringer.insertions();
    bringer.restarts();
    bringer.renumber();
    bringer.brought
}

struct Bringer<'h, 'a> {
    homes: &'h Homes<'a>,
    was: &'h [Leaf],
    is: &'h [Leaf],
    found: Matching,
    /// Leaves of the edited draft that stayed in their order.
    stays: BTreeSet<usize>,
    brought: Brought,
    /// Leaves of the edited draft that stand in the source already, in what was moved.
    placed: BTreeSet<usize>,
    /// Lists that have an item more or less from a place on: their keys, file, place, and how many.
    counts: Vec<(String, usize, usize, i64)>,
    /// Whether LibreOffice saved the draft.
    by_libreoffice: bool,
}

impl<'a> Bringer<'_, 'a> {
    fn tell(&mut self, kind: ChangeKind, place: Option<(usize, usize)>, was: &str, is: &str) {
        let (file, at) = place.map_or((None, 0), |(file, at)| (Some(file), at));
        let (was, is) = (was.to_owned(), is.to_owned());
        self.brought.changes.push(Change { kind, file, at, was, is });
    }

    fn edit(&mut self, file: usize, edit: Edit) {
        self.brought.edits.entry(file).or_default().push(edit);
    }

    /// Words that changed in paragraphs that are still there, with those that were split off or joined.
    fn texts(&mut self) {
        for index in 0..self.is.len() {
            let Some(home) = self.found.was[index] else { continue };
            let tails: Vec<usize> = (index + 1..self.is.len()).take_while(|i| self.found.split.contains(i)).collect();
            let joined: Vec<usize> = (home + 1..self.was.len()).take_while(|i| self.found.joined.contains(i)).collect();
            let (old, new) = (&self.was[home], &self.is[index]);
            let same = tails.is_empty() && joined.is_empty() && {
                let old = tokens(&old.content);
                let new = healed(&old, tokens(&new.content), self.by_libreoffice);
                old == new
            };
            if !same {
                self.text(home, index, &tails, &joined);
            }
            self.level(home, index);
        }
    }

    fn text(&mut self, home: usize, index: usize, tails: &[usize], joined: &[usize]) {
        let shown = (words(&self.was[home]), words(&self.is[index]));
        let Some((file, flow)) = self.flow(home, joined) else {
            return self.tell(ChangeKind::NotApplied, None, &shown.0, &shown.1);
        };
        let (old, ground) = flow;
        let mut new = trimmed(tokens(&self.is[index].content));
        for tail in tails {
            let leaf = &self.is[*tail];
            let item = leaf.list.as_ref().map(|list| Item { label: list.label.clone() });
            new.push(Token { what: What::Break(item), marks: Vec::new() });
            new.extend(trimmed(tokens(&leaf.content)));
        }
        let new = healed(&old, new, self.by_libreoffice);
        let source = self.homes.files[file].text.clone();
        let site = self.homes.row(home).and_then(|row| self.homes.site(row));
        let breaks = |item: Option<&Item>| self.line_break(home, site.as_ref(), item);
        let elsewhere = |object: &Inline| self.elsewhere(object);
        let flow = Flow {
            old: &old,
            new: &new,
            ground: &ground,
            source: &source,
            habits: Habits::of(&source),
            breaks: &breaks,
            elsewhere: &elsewhere,
        };
        let mut edits = patch(&flow);
        if let Some(front) = front_matter(&source).filter(|front| edits.iter().any(|edit| edit.bytes.start < *front)) {
            edits = in_front_matter(&source[..front], &ground, &edits).into_iter().collect();
        }
        let new_items = tails.iter().filter(|tail| self.is[**tail].list.is_some()).count();
        if new_items > 0
            && let Some(item) =
                self.homes.row(home).and_then(|row| self.homes.around(row).find(|r| r.key.starts_with('i')))
        {
            self.count(item, ground.extent.end, i64::try_from(new_items).unwrap_or(0));
        }
        let kind = match (tails.is_empty(), joined.is_empty()) {
            (false, _) => ChangeKind::Split,
            (true, false) => ChangeKind::Joined,
            (true, true) => ChangeKind::Edited,
        };
        let at = edits.iter().map(|edit| edit.bytes.start).min().unwrap_or(ground.extent.start);
        self.tell(kind, Some((file, at)), &shown.0, &shown.1);
        for edit in edits {
            self.edit(file, edit);
        }
        self.notes_of(&new, file);
    }

    /// The tokens of a paragraph as it was, with those that were joined to it, and where they stand.
    fn flow(&self, home: usize, joined: &[usize]) -> Option<(usize, (Vec<Token>, Ground))> {
        let (file, row, mut ground) = self.homes.ground(&self.was[home], home)?;
        let mut row = row;
        for next in joined {
            let (next_file, tokens, place) = self.homes.ground(&self.was[*next], *next)?;
            if next_file != file {
                return None;
            }
            row.push(Token { what: What::Break(None), marks: Vec::new() });
            ground.stands.push(None);
            row.extend(tokens);
            ground.stands.extend(place.stands);
            ground.extent.end = ground.extent.end.max(place.extent.end);
        }
        Some((file, (row, ground)))
    }

    /// What stands between a paragraph and one that was split off it.
    fn line_break(&self, home: usize, site: Option<&Site>, item: Option<&Item>) -> String {
        let Some(site) = site else { return "\n\n".to_owned() };
        let Some(item) = item else { return format!("\n\n{}", self.homes.prefix(site)) };
        self.item_break(home, item).unwrap_or_else(|| format!("\n\n{}", self.homes.prefix(site)))
    }

    /// A line end, or two in a loose list, and the marker of a new item after the item of a leaf.
    fn item_break(&self, home: usize, item: &Item) -> Option<String> {
        let row = self.homes.row(home)?;
        let around: Vec<&DraftBlock> = self.homes.around(row).collect();
        let own = around.iter().find(|row| row.key.starts_with('i'))?;
        let list = around.iter().skip_while(|row| row.key != own.key).find(|row| row.key.starts_with('l'))?;
        let (own, list) = (self.homes.site(own)?, self.homes.site(list)?);
        let text = &self.homes.files[list.file].text;
        let Marker { before, marker: like, gap } = marker_of(text, &own)?;
        let marker = marker(like, &item.label);
        // The list's own first gap says whether its items stand apart.
        let items = text.get(list.bytes.clone())?;
        let loose = items.contains("\n\n") || items.lines().any(|line| line.trim_matches([' ', '>']).is_empty());
        let blank = if loose { format!("\n{}", before.trim_end()) } else { String::new() };
        Some(format!("{blank}\n{before}{marker}{gap}"))
    }

    /// What an object of another paragraph is in its source.
    fn elsewhere(&self, object: &Inline) -> Option<String> {
        if let InlineKind::Note(name) = &object.kind
            && name.label.starts_with(NEW_NOTE)
        {
            return Some(format!("[^{}]", name.label));
        }
        let holds = |leaf: &Leaf| {
            tokens(&leaf.content).iter().any(|token| matches!(&token.what, What::Object(known) if **known == *object))
        };
        let home = self.was.iter().position(holds)?;
        let (file, row, ground) = self.homes.ground(&self.was[home], home)?;
        let is = |token: &Token| matches!(&token.what, What::Object(known) if **known == *object);
        let stand = ground.stands.get(row.iter().position(is)?)?.as_ref()?;
        self.homes.files[file].text.get(stand.bytes.clone()).map(str::to_owned)
    }

    /// A heading of another level, a paragraph that became a heading, or the other way round.
    fn level(&mut self, home: usize, index: usize) {
        let level = |leaf: &Leaf| match leaf.kind {
            LeafKind::Heading { level, .. } if level > 0 => Some(usize::from(level)),
            LeafKind::Heading { .. }
            | LeafKind::Paragraph
            | LeafKind::Caption { .. }
            | LeafKind::Divider
            | LeafKind::Outline(_) => None,
        };
        let (old, new) = (level(&self.was[home]), level(&self.is[index]));
        if old == new {
            return;
        }
        let shown = (words(&self.was[home]), words(&self.is[index]));
        let site = self.homes.row(home).and_then(|row| self.homes.site(row));
        let Some(site) = site else { return self.tell(ChangeKind::NotApplied, None, &shown.0, &shown.1) };
        let source = &self.homes.files[site.file].text;
        let typed = &source[site.bytes.clone()];
        let signs = typed.len() - typed.trim_start_matches('#').len();
        let gap = typed[signs..].len() - typed[signs..].trim_start().len();
        let edit = match (old, new) {
            // A heading underlined, which has but two levels.
            (Some(_), _) if signs == 0 => None,
            (_, Some(level)) => Some(Edit {
                bytes: site.bytes.start..site.bytes.start + if signs == 0 { 0 } else { signs + gap },
                text: format!("{} ", "#".repeat(level.min(6))),
            }),
            (_, None) => Some(Edit { bytes: site.bytes.start..site.bytes.start + signs + gap, text: String::new() }),
        };
        match edit {
            Some(edit) => {
                self.tell(ChangeKind::Restyled, Some((site.file, site.bytes.start)), &shown.0, &shown.1);
                self.edit(site.file, edit);
            }
            None => self.tell(ChangeKind::NotApplied, Some((site.file, site.bytes.start)), &shown.0, &shown.1),
        }
    }

    /// The largest block around a leaf all of whose leaves are among these.
    fn whole(&self, leaf: usize, among: &BTreeSet<usize>) -> Option<(&'a DraftBlock, BTreeSet<usize>)> {
        let mut best = self.homes.row(leaf)?;
        let mut leaves = BTreeSet::from([leaf]);
        for row in self.homes.around(best).collect::<Vec<_>>() {
            let inside: BTreeSet<usize> = (0..self.was.len()).filter(|other| self.is_in(*other, row)).collect();
            if !inside.is_subset(among) || inside.len() < self.homes.count(row) {
                break;
            }
            // A table is in the source one thing; a row is none of its own there.
            if row.place.is_some() {
                best = row;
                leaves = inside;
            }
        }
        Some((best, leaves))
    }

    fn is_in(&self, leaf: usize, row: &DraftBlock) -> bool {
        self.homes.row(leaf).is_some_and(|own| own.key == row.key || self.homes.around(own).any(|r| r.key == row.key))
    }

    /// Paragraphs that the draft does not have, where that says nothing: they stay, and are told.
    fn keep_what_is_gone(&mut self) {
        for home in 0..self.was.len() {
            let is_gone = self.found.is[home].is_none() && !self.found.joined.contains(&home);
            let shown = words(&self.was[home]);
            if is_gone && !shown.trim().is_empty() {
                let site = self.homes.row(home).and_then(|row| self.homes.site(row));
                self.tell(ChangeKind::NotApplied, site.map(|site| (site.file, site.bytes.start)), &shown, "");
            }
        }
    }

    /// Paragraphs that are gone, with the items, lists and tables that they were all of.
    fn deletions(&mut self) {
        let gone: BTreeSet<usize> = (0..self.was.len())
            .filter(|home| self.found.is[*home].is_none() && !self.found.joined.contains(home))
            // An empty cell has no block of its own.
            .filter(|home| self.homes.row(*home).is_some() || !self.was[*home].content.is_empty())
            .collect();
        let mut done = BTreeSet::new();
        for home in &gone {
            if done.contains(home) {
                continue;
            }
            let shown = words(&self.was[*home]);
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
    fn note_is_gone(&self, home: usize) -> bool {
        let note = self.was[home].place.note.as_ref();
        !self.is.iter().any(|leaf| leaf.place.note.as_ref() == note)
    }

    /// A note that is called no more: its definition goes, where it stands in lines of its own.
    fn delete_note(&mut self, home: usize, gone: &BTreeSet<usize>, done: &mut BTreeSet<usize>) {
        let note = self.was[home].place.note.clone();
        done.extend(gone.iter().filter(|other| self.was[**other].place.note == note));
        let row = self.homes.row(home).and_then(|row| self.homes.around(row).find(|row| row.key.starts_with('n')));
        let Some(site) = row.and_then(|row| self.homes.site(row)) else { return };
        let shown = words(&self.was[home]);
        let text = &self.homes.files[site.file].text;
        self.tell(ChangeKind::Deleted, Some((site.file, site.bytes.start)), &shown, "");
        // An inline note goes with its call.
        if text[site.bytes.clone()].starts_with("[^") && text[..site.bytes.start].ends_with(['\n', '\0']) {
            let edit = Edit { bytes: lines_of(text, &site), text: String::new() };
            self.edit(site.file, edit);
        }
    }

    /// A row of a table all of whose cells are gone goes; a single cell cannot.
    fn delete_in_cell(&mut self, home: usize, site: &Site, gone: &BTreeSet<usize>, done: &mut BTreeSet<usize>) {
        let cell = self.was[home].place.cells.last().cloned();
        let shown = words(&self.was[home]);
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
    fn removal(&self, row: &DraftBlock, site: &Site) -> Edit {
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

    /// What stands elsewhere than it did.
    fn moves(&mut self) {
        let moved: BTreeSet<usize> = (0..self.is.len())
            .filter(|index| !self.stays.contains(index))
            .filter_map(|index| self.found.was[index])
            .collect();
        let mut done = BTreeSet::new();
        for home in &moved {
            let Some(index) = self.found.is[*home].filter(|_| !done.contains(home)) else { continue };
            let shown = words(&self.was[*home]);
            let target = self.was[*home].place.cells.is_empty() && self.was[*home].place.note.is_none();
            let Some((row, leaves)) = self.whole(*home, &moved).filter(|_| target) else {
                self.tell(ChangeKind::NotApplied, None, &shown, &shown);
                continue;
            };
            done.extend(leaves.iter().copied());
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
            self.placed.extend(leaves.iter().filter_map(|leaf| self.found.is[*leaf]));
            let is_item = row.key.starts_with('i');
            match self.spot(index, is_item) {
                Some(spot) => {
                    self.tell(ChangeKind::Moved, Some((site.file, site.bytes.start)), &shown, &shown);
                    self.edit(site.file, removal);
                    let edit = spot.holding(&moved_text);
                    self.edit(spot.file, edit);
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

    /// What is new.
    fn insertions(&mut self) {
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

    fn is_new(&self, index: usize) -> bool {
        let leaf = &self.is[index];
        let in_new_note = leaf.place.note.as_ref().is_some_and(|note| note.label.starts_with(NEW_NOTE));
        let is_known =
            self.found.was[index].is_some() || self.found.split.contains(&index) || self.placed.contains(&index);
        // An empty line between paragraphs is no paragraph.
        let is_nothing = leaf.is_empty() && leaf.place.cells.is_empty();
        !is_known && !in_new_note && !is_nothing
    }

    fn insert(&mut self, index: usize, end: usize) {
        let leaves = &self.is[index..end];
        let shown = leaves.iter().map(words).collect::<Vec<_>>().join(" / ");
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
        let text = block_text(leaves, is_item && spot.in_list, habits, &elsewhere);
        let edit = spot.holding(&text);
        if let Some(item) = spot.item.filter(|_| is_item && spot.in_list) {
            self.count(item, spot.at, 1);
        }
        let row: Vec<Token> = leaves.iter().flat_map(|leaf| tokens(&leaf.content)).collect();
        self.tell(ChangeKind::Inserted, Some((spot.file, spot.at)), "", &shown);
        self.edit(spot.file, edit);
        self.notes_of(&row, spot.file);
    }

    /// A new row of a pipe table. A new column, or a row of a table of another form, finds no place.
    fn insert_in_table(&mut self, index: usize, end: usize, shown: &str) {
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

    /// Where something new, or moved, is to stand: after what stands before it in the draft.
    fn spot(&self, index: usize, is_item: bool) -> Option<Spot<'a>> {
        let leaf = &self.is[index];
        let note = &leaf.place.note;
        let at_home = |other: &usize| self.stays.contains(other) && self.is[*other].place.note == *note;
        let before = (0..index).rev().find(at_home).and_then(|i| self.last_home(i));
        let after = (index + 1..self.is.len()).find(at_home).and_then(|i| self.found.was[i]);
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
                let shared = if leaf.look.indent <= 0 && !is_continued(leaf) {
                    let lists = |row: &&&DraftBlock| row.key.starts_with('l');
                    before.iter().take(shared).position(|row| lists(&row)).unwrap_or(shared)
                } else {
                    shared
                };
                // The block next to it among those that both stand in; a figure is one with its caption.
                let beside = before.get(shared).or(before.last())?;
                let site = self.homes.site(beside)?;
                let end = self.after_attributes(&site);
                Some(Spot {
                    file: site.file,
                    at: end,
                    lead: format!("\n\n{}", self.homes.prefix(&site)),
                    prefix: self.homes.prefix(&site),
                    tail: String::new(),
                    in_list: false,
                    item: None,
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
                })
            }
            (None, None) => {
                let file =
                    self.homes.files.iter().position(|file| !file.text.is_empty() || self.homes.files.len() == 1)?;
                let at = self.homes.files[file].text.len();
                let lead = if self.homes.files[file].text.ends_with('\n') { "\n" } else { "" };
                let tail = "\n".to_owned();
                let prefix = String::new();
                Some(Spot { file, at, lead: lead.to_owned(), prefix, tail, in_list: false, item: None })
            }
        }
    }

    /// The home of the last part of a leaf: of the last that was joined to it.
    fn last_home(&self, index: usize) -> Option<usize> {
        let home = self.found.was[index]?;
        Some((home + 1..self.was.len()).take_while(|next| self.found.joined.contains(next)).last().unwrap_or(home))
    }

    /// The end of a block, with a line of attributes or a caption that stands glued below it.
    fn after_attributes(&self, site: &Site) -> usize {
        let text = &self.homes.files[site.file].text;
        let mut end = site.bytes.end;
        while let Some(line) = text[end..].strip_prefix('\n').and_then(|rest| rest.lines().next()) {
            if line.trim().is_empty() {
                break;
            }
            end += 1 + line.len();
        }
        end
    }

    /// Where a new item goes: after the item before it, or before the item after it.
    fn item_spot(
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
            let home = (0..self.was.len()).find(|leaf| self.is_in(*leaf, item))?;
            let lead = self.item_break_of(home, item, &label)?;
            let prefix = format!("{}  ", self.homes.prefix(&site));
            return Some(Spot {
                file: site.file,
                at: site.bytes.end,
                lead,
                prefix,
                tail: String::new(),
                in_list: true,
                item: Some(item),
            });
        }
        let item = after.map(items).and_then(|items| items.first().copied())?;
        let site = self.homes.site(item)?;
        let home = (0..self.was.len()).find(|leaf| self.is_in(*leaf, item))?;
        let lead = self.item_break_of(home, item, &label)?;
        let text = &self.homes.files[site.file].text;
        let line = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
        let blanks = lead.matches('\n').count();
        Some(Spot {
            file: site.file,
            at: line,
            lead: lead.trim_start_matches('\n').to_owned(),
            prefix: format!("{}  ", self.homes.prefix(&site)),
            tail: "\n".repeat(blanks),
            in_list: true,
            item: Some(item),
        })
    }

    fn item_break_of(&self, home: usize, item: &DraftBlock, label: &str) -> Option<String> {
        let row = self.homes.row(home)?;
        let is_inner =
            self.homes.around(row).find(|row| row.key.starts_with('i')).is_some_and(|own| own.key == item.key);
        // The first leaf of an item stands in no deeper one.
        let first = (0..self.was.len()).find(|leaf| {
            self.homes.row(*leaf).is_some_and(|row| {
                self.homes.around(row).find(|row| row.key.starts_with('i')).is_some_and(|own| own.key == item.key)
            })
        });
        let home = if is_inner { home } else { first? };
        self.item_break(home, &Item { label: label.to_owned() })
    }

    /// An item more or less, from a place on.
    fn count(&mut self, item: &DraftBlock, at: usize, more: i64) {
        let list = self.homes.around(item).find(|row| row.key.starts_with('l'));
        if let Some((list, (file, _, _))) = list.zip(item.place) {
            self.counts.push((list.key.clone(), file as usize, at, more));
        }
    }

    /// Items that Word numbers otherwise than one after the other, where the draft did: a list that was restarted. What
    /// counts are the numbers that are printed, since programs keep lists apart as they please.
    fn restarts(&mut self) {
        let mut last: BTreeMap<String, i64> = BTreeMap::new();
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
            let expected = before.map_or(was, |before| before + 1);
            // A number that did not follow before is no restart now.
            let followed = before.is_none() || self.value_before(home, list).is_none_or(|before| was == before + 1);
            if value != expected && followed {
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

    /// The number of the item before an item's in the draft as it was.
    fn value_before(&self, home: usize, list: &DraftBlock) -> Option<i64> {
        (0..home).rev().filter(|other| self.is_in(*other, list)).find_map(|other| self.was[other].list.as_ref()?.value)
    }

    /// The numbers of items after new ones and gone ones, where the author had typed them in order.
    fn renumber(&mut self) {
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

    /// New notes that some tokens call: they are defined at the end of the file.
    fn notes_of(&mut self, row: &[Token], file: usize) {
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

/// What labels of notes that are new in a draft begin with.
pub(crate) const NEW_NOTE: &str = "draft-note-";

/// A place for new text.
struct Spot<'a> {
    file: usize,
    /// The item that it stands beside.
    item: Option<&'a DraftBlock>,
    at: usize,
    /// What stands before its first line.
    lead: String,
    /// What every further line begins with.
    prefix: String,
    /// What stands after its last line.
    tail: String,
    in_list: bool,
}

impl Spot<'_> {
    /// The edit that puts a text there.
    fn holding(&self, text: &str) -> Edit {
        let Self { file: _, item: _, at, lead, prefix, tail, in_list: _ } = self;
        let mut lines = text.split('\n');
        let mut out = format!("{lead}{}", lines.next().unwrap_or_default());
        for line in lines {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(prefix);
            }
            out.push_str(line);
        }
        out.push_str(tail);
        Edit { bytes: *at..*at, text: out }
    }
}

/// What begins an item.
struct Marker<'t> {
    /// What stands before it on its line.
    before: &'t str,
    /// `-`, `3.`, `(b)`.
    marker: &'t str,
    /// The space after it.
    gap: &'t str,
}

/// The marker of an item: it stands before the item's text on its line.
fn marker_of<'t>(text: &'t str, site: &Site) -> Option<Marker<'t>> {
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
fn marker(like: &str, label: &str) -> String {
    let digits = |c: char| c.is_ascii_digit();
    if !like.contains(digits) {
        return like.to_owned();
    }
    let number: String = label.chars().filter(|c| c.is_ascii_digit()).collect();
    let start = like.find(digits).unwrap_or(0);
    let end = like.rfind(digits).map_or(like.len(), |at| at + 1);
    if number.is_empty() { like.to_owned() } else { format!("{}{number}{}", &like[..start], &like[end..]) }
}

/// The lines of a block, with the blank lines after it.
fn lines_of(text: &str, site: &Site) -> std::ops::Range<usize> {
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

fn is_continued(leaf: &Leaf) -> bool {
    leaf.style.to_lowercase().starts_with("list continue")
}

/// Whether a new leaf stands with the one before it in one block.
fn goes_with(first: &Leaf, leaf: &Leaf) -> bool {
    first.place.note == leaf.place.note
        && first.place.cells.first().map(|cell| cell.table) == leaf.place.cells.first().map(|cell| cell.table)
        && (!first.place.cells.is_empty() || first.list.is_some() == leaf.list.is_some())
}

/// The words of a leaf.
pub(crate) fn words(leaf: &Leaf) -> String {
    tokens(&leaf.content).iter().map(Token::text).collect()
}

/// A paragraph's end needs no space.
fn trimmed(mut row: Vec<Token>) -> Vec<Token> {
    while row.last().is_some_and(Token::is_space) {
        row.pop();
    }
    let start = row.iter().take_while(|token| token.is_space()).count();
    row.drain(..start);
    row
}

/// Where the front matter of a file ends; none if it has none.
fn front_matter(source: &str) -> Option<usize> {
    let fence = source.lines().next().filter(|line| matches!(line.trim_end(), "---" | "+++"))?.trim_end();
    let mut at = source.find('\n')? + 1;
    for line in source[at..].split_inclusive('\n') {
        at += line.len();
        if line.trim_end() == fence || fence == "---" && line.trim_end() == "..." {
            return Some(at);
        }
    }
    None
}

/// Edits of a value in front matter: the value is quoted anew if it has to be.
fn in_front_matter(front: &str, ground: &Ground, edits: &[Edit]) -> Option<Edit> {
    let extent = ground.extent.clone();
    let shifted: Vec<Edit> = edits
        .iter()
        .map(|edit| Edit {
            bytes: edit.bytes.start.saturating_sub(extent.start)..edit.bytes.end - extent.start,
            text: edit.text.clone(),
        })
        .collect();
    let value = apply(front.get(extent.clone())?, &shifted);
    let before = front[..extent.start].chars().next_back();
    let quote = before.filter(|c| matches!(c, '"' | '\''));
    let text = match quote {
        Some('"') => value.replace('\\', "\\\\").replace('"', "\\\""),
        Some(_) => value.replace('\'', "''"),
        None if value.contains([':', '#', '"', '\'', '[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@', '`'])
            || value.trim() != value =>
        {
            format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
        }
        None => value,
    };
    Some(Edit { bytes: extent, text })
}
