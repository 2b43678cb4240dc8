//! Words that changed in paragraphs that are still there, paragraphs that were split and joined, and headings that
//! changed their level.

use chapbook_docx::{Leaf, LeafKind};
use chapbook_model::{BlockKind, Inline, InlineKind, Node};
use chapbook_source::Span;

use super::insertions::NEW_NOTE;
use super::{Bringer, ChangeKind, said};
use crate::copied::Copied;
use crate::ground::Ground;
use crate::homes::{Site, blank_line};
use crate::patch::{Edit, Flow, Habits, apply, patch};
use crate::tokens::{Item, Mark, Token, What, healed, inlines, tokens};

impl<'a> Bringer<'_, 'a> {
    /// Words that changed in paragraphs that are still there, with those that were split off or joined.
    pub(super) fn texts(&mut self) {
        for index in 0..self.is.len() {
            let Some(home) = self.found.was[index] else { continue };
            let tails: Vec<usize> = (index + 1..self.is.len()).take_while(|i| self.found.split.contains(i)).collect();
            let joined: Vec<usize> = (home + 1..self.was.len()).take_while(|i| self.found.joined.contains(i)).collect();
            let (old, new) = (&self.was[home], &self.is[index]);
            let same = tails.is_empty() && joined.is_empty() && {
                let old = tokens(&old.content);
                let new = healed(&old, tokens(&new.content), &self.known);
                old == new
            };
            if !same {
                self.text(home, index, &tails, &joined);
            }
            self.level(home, index);
            self.form(home, index);
            self.label(home, index);
        }
    }

    /// The label of a caption, which Chapbook makes: another word, and words in the place of its number, are told.
    fn label(&mut self, home: usize, index: usize) {
        let label = |leaf: &Leaf| match &leaf.kind {
            LeafKind::Caption { word, number } => {
                (word.clone().unwrap_or_default(), number.clone().unwrap_or_default())
            }
            LeafKind::Heading { .. } | LeafKind::Paragraph | LeafKind::Divider | LeafKind::Outline(_) => {
                Default::default()
            }
        };
        let ((old, old_number), (new, number)) = (label(&self.was[home]), label(&self.is[index]));
        // Another number is one that was counted anew.
        let has_words = |number: &str| number.contains(char::is_alphabetic);
        let site = self.homes.row(home).and_then(|row| self.homes.site(row));
        let place = site.map(|site| (site.file, site.bytes.start));
        if old != new && !new.is_empty() {
            self.tell(ChangeKind::NotApplied, place, &old, &new);
        }
        if has_words(&number) && !has_words(&old_number) {
            self.tell(ChangeKind::NotApplied, place, &old_number, &number);
        }
    }

    pub(super) fn text(&mut self, home: usize, index: usize, tails: &[usize], joined: &[usize]) {
        let shown = (said(&self.was[home]), said(&self.is[index]));
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
        let new = healed(&old, new, &self.known);
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
        let Some(mut edits) = patch(&flow) else {
            return self.tell(ChangeKind::NotApplied, Some((file, ground.extent.start)), &shown.0, &shown.1);
        };
        let values = self.homes.files[file].values();
        if edits.iter().any(|edit| edit.bytes.start < values) {
            edits = in_front_matter(&source[..values], &ground, &edits).into_iter().collect();
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
            (true, true) if is_look_alone(&old, &new) => ChangeKind::Formatted,
            (true, true) => ChangeKind::Edited,
        };
        let shown = if kind == ChangeKind::Formatted { looks(&old, &new) } else { shown };
        let at = edits.iter().map(|edit| edit.bytes.start).min().unwrap_or(ground.extent.start);
        self.tell(kind, Some((file, at)), &shown.0, &shown.1);
        for edit in edits {
            self.edit(file, edit);
        }
        self.notes_of(&new, file);
    }

    /// The tokens of a paragraph as it was, with those that were joined to it, and where they stand.
    pub(super) fn flow(&self, home: usize, joined: &[usize]) -> Option<(usize, (Vec<Token>, Ground))> {
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
    pub(super) fn line_break(&self, home: usize, site: Option<&Site>, item: Option<&Item>) -> String {
        let Some(site) = site else { return "\n\n".to_owned() };
        let blank = || blank_line(&self.homes.prefix(site));
        let Some(item) = item else { return blank() };
        self.item_break(home, item).unwrap_or_else(blank)
    }

    /// What an object of another paragraph is in its source.
    pub(super) fn elsewhere(&self, object: &Inline) -> Option<String> {
        if let InlineKind::Note(name) = &object.kind
            && name.label.starts_with(NEW_NOTE)
        {
            return Some(format!("[^{}]", name.label));
        }
        let home = self.objects().iter().find(|(known, _)| known == object).map(|(_, home)| *home)?;
        let (file, row, ground) = self.homes.ground(&self.was[home], home)?;
        let is = |token: &Token| matches!(&token.what, What::Object(known) if **known == *object);
        let stand = ground.stands.get(row.iter().position(is)?)?.as_ref()?;
        self.homes.files[file].text.get(stand.bytes.clone()).map(str::to_owned)
    }

    /// What is no text in the draft as it was, with the leaf that it stands in.
    fn objects(&self) -> &[(Inline, usize)] {
        self.objects.get_or_init(|| {
            let of_leaf = |(home, leaf): (usize, &Leaf)| {
                let objects = tokens(&leaf.content).into_iter().filter_map(|token| match token.what {
                    What::Object(object) => Some(*object),
                    What::Characters(_) | What::CommentStart(_) | What::CommentEnd(_) | What::Break(_) => None,
                });
                objects.map(|object| (object, home)).collect::<Vec<_>>()
            };
            self.was.iter().enumerate().flat_map(of_leaf).collect()
        })
    }

    /// A heading of another level, a paragraph that became a heading, or the other way round.
    pub(super) fn level(&mut self, home: usize, index: usize) {
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
        let shown = (said(&self.was[home]), said(&self.is[index]));
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
}

/// Whether two rows say the same, and only look otherwise. Whose change it is and where a link leads are no looks.
fn is_look_alone(old: &[Token], new: &[Token]) -> bool {
    let said = |mark: &&Mark| match mark {
        Mark::Inserted(_) | Mark::Deleted(_) | Mark::Link { .. } => true,
        Mark::Span(_)
        | Mark::Highlight
        | Mark::Underline
        | Mark::SmallCaps
        | Mark::Strike
        | Mark::Strong
        | Mark::Emph
        | Mark::Subscript
        | Mark::Superscript
        | Mark::Code
        | Mark::Math => false,
    };
    let same =
        |(a, b): (&Token, &Token)| a.what == b.what && a.marks.iter().filter(said).eq(b.marks.iter().filter(said));
    old.len() == new.len() && old.iter().zip(new).all(same)
}

/// The words that look otherwise, as they were and as they are, in Markdown.
fn looks(old: &[Token], new: &[Token]) -> (String, String) {
    let changed: Vec<usize> = (0..old.len()).filter(|at| old[*at].marks != new[*at].marks).collect();
    let (Some(first), Some(last)) = (changed.first(), changed.last()) else { return Default::default() };
    let text = |row: &[Token]| {
        let content = inlines(&row[*first..=*last]);
        Copied::written(Node::new(BlockKind::Paragraph(content), Span::NONE))
    };
    (text(old), text(new))
}

/// Edits of a value in front matter: the value is quoted anew if it has to be.
pub(super) fn in_front_matter(front: &str, ground: &Ground, edits: &[Edit]) -> Option<Edit> {
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

/// A paragraph's end needs no space.
pub(super) fn trimmed(mut row: Vec<Token>) -> Vec<Token> {
    while row.last().is_some_and(Token::is_space) {
        row.pop();
    }
    let start = row.iter().take_while(|token| token.is_space()).count();
    row.drain(..start);
    row
}
