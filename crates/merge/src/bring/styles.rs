//! Paragraphs whose style an editor changed: quotations, items and plain text become each other where their Markdown is
//! plain; every other change of style that says something is told. Headings are in `texts`.

use std::ops::Range;

use chapbook_docx::baseline::DraftBlock;
use chapbook_docx::{Leaf, LeafKind};
use chapbook_theme::Role;

use super::numbers::{marker, marker_of};
use super::spots::is_continued;
use super::{Bringer, ChangeKind, said};
use crate::homes::Site;
use crate::patch::Edit;
use crate::tokens::{Mark, Token, tokens};

/// What a paragraph is, as far as an editor changes it by choosing a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    Quote,
    Item,
    Code,
    Verse,
    Title,
    Subtitle,
    Caption,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain text",
            Self::Quote => "a quotation",
            Self::Item => "an item of a list",
            Self::Code => "code",
            Self::Verse => "verse",
            Self::Title => "the title",
            Self::Subtitle => "the subtitle",
            Self::Caption => "a caption",
        }
    }
}

/// The form of a leaf; none where its style says nothing that an editor means.
fn form(leaf: &Leaf) -> Option<Form> {
    let is_text = match leaf.kind {
        LeafKind::Paragraph => true,
        LeafKind::Caption { .. } => return Some(Form::Caption),
        LeafKind::Heading { .. } | LeafKind::Divider | LeafKind::Outline(_) => false,
    };
    if !is_text || leaf.place.note.is_some() || !leaf.place.cells.is_empty() {
        return None;
    }
    // What is deleted as a whole has no style: LibreOffice gives it that of its neighbour.
    let row = tokens(&leaf.content);
    let is_deleted = |token: &Token| token.marks.iter().any(|mark| matches!(mark, Mark::Deleted(_)));
    let words: Vec<&Token> = row.iter().filter(|token| !token.text().is_empty()).collect();
    if !words.is_empty() && words.into_iter().all(is_deleted) {
        return None;
    }
    if leaf.list.is_some() {
        return Some(Form::Item);
    }
    // An item whose number was switched off keeps the style of its list.
    if leaf.role == Some(Role::ListItem) && !is_continued(leaf) {
        return Some(Form::Plain);
    }
    match leaf.role {
        Some(Role::Body | Role::BodyFirst) => Some(Form::Plain),
        Some(Role::Quote) => Some(Form::Quote),
        Some(Role::Code) => Some(Form::Code),
        Some(Role::Verse) => Some(Form::Verse),
        Some(Role::Title) => Some(Form::Title),
        Some(Role::Subtitle) => Some(Form::Subtitle),
        Some(_) | None => None,
    }
}

/// An item beside a paragraph.
struct Neighbour<'a> {
    item: &'a DraftBlock,
    /// From its marker on.
    bytes: Range<usize>,
    marker: &'a str,
    /// Whether blank lines stand between the items of its list.
    is_loose: bool,
}

impl Neighbour<'_> {
    fn is_numbered(&self) -> bool {
        self.marker.contains(char::is_alphanumeric)
    }
}

impl<'a> Bringer<'_, 'a> {
    /// A paragraph of another form than it was.
    pub(super) fn form(&mut self, home: usize, index: usize) {
        let (Some(old), Some(new)) = (form(&self.was[home]), form(&self.is[index])) else { return };
        if old == new {
            return;
        }
        let site = self.homes.row(home).and_then(|row| self.homes.site(row));
        let place = site.as_ref().map(|site| (site.file, site.bytes.start));
        let edits = site.and_then(|site| self.reformed(home, index, &site, (old, new)));
        let text = said(&self.is[index]);
        match edits {
            Some((file, edits)) => {
                self.count_reformed(home, index, (old, new));
                self.tell(ChangeKind::Restyled, place, &said(&self.was[home]), &text);
                edits.into_iter().for_each(|edit| self.edit(file, edit));
            }
            None => {
                let told = format!("{text} ({}, now {})", old.name(), new.name());
                self.tell(ChangeKind::NotApplied, place, &said(&self.was[home]), &told);
            }
        }
    }

    /// The numbers of a list that has an item more, or one less.
    fn count_reformed(&mut self, home: usize, index: usize, forms: (Form, Form)) {
        let Some(site) = self.homes.row(home).and_then(|row| self.homes.site(row)) else { return };
        let (item, more) = match forms {
            (Form::Item, _) => {
                let row = self.homes.row(home);
                (row.and_then(|row| self.homes.around(row).find(|row| row.key.starts_with('i'))), -1)
            }
            (_, Form::Item) => {
                let is_numbered = self.is[index].list.as_ref().is_some_and(|list| list.value.is_some());
                let beside = [home.checked_sub(1), Some(home + 1)].map(|home| self.item_beside(home));
                let like = beside.into_iter().flatten().find(|item| item.is_numbered() == is_numbered);
                (like.map(|item| item.item), 1)
            }
            (_, _) => return,
        };
        if let Some(item) = item {
            self.count(item, site.bytes.end, more);
        }
    }

    /// The outermost item that a leaf of the draft as it was stands in, if its list is at the margin.
    fn item_beside(&self, home: Option<usize>) -> Option<Neighbour<'a>> {
        let row = self.homes.row(home?)?;
        let rows: Vec<&DraftBlock> = self.homes.around(row).collect();
        let item = rows.iter().rfind(|row| row.key.starts_with('i'))?;
        let list = rows.iter().rfind(|row| row.key.starts_with('l'))?;
        let (site, list) = (self.homes.site(item)?, self.homes.site(list)?);
        let text = &self.homes.files[site.file].text;
        let mark = marker_of(text, &site).filter(|mark| mark.before.is_empty())?;
        let start = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
        let is_loose = text.get(list.bytes)?.contains("\n\n");
        Some(Neighbour { item, bytes: start..site.bytes.end, marker: mark.marker, is_loose })
    }

    /// The edits that make of plain text a quotation or an item, or of a quotation plain text; none where the Markdown
    /// is not as plain as that.
    fn reformed(&self, home: usize, index: usize, site: &Site, forms: (Form, Form)) -> Option<(usize, Vec<Edit>)> {
        let text = &self.homes.files[site.file].text;
        let line = text[..site.bytes.start].rfind('\n').map_or(0, |end| end + 1);
        let starts = |text: &str, from: usize| -> Vec<usize> {
            text.match_indices('\n').map(|(at, _)| from + at + 1).filter(|at| *at < from + text.len()).collect()
        };
        let insert = |at: usize, text: &str| Edit { bytes: at..at, text: text.to_owned() };
        let own = text.get(site.bytes.clone())?;
        match forms {
            // At the margin, so that nothing but its own lines is concerned.
            (Form::Plain, Form::Quote) if line == site.bytes.start => {
                let mut edits = vec![insert(line, "> ")];
                edits.extend(starts(own, site.bytes.start).into_iter().map(|at| insert(at, "> ")));
                Some((site.file, edits))
            }
            (Form::Plain, Form::Item) if line == site.bytes.start => {
                let list = self.is[index].list.as_ref().filter(|list| list.level == 0)?;
                let (before, after) = (self.item_beside(home.checked_sub(1)), self.item_beside(Some(home + 1)));
                // Of the marks of its neighbour, with the number that Word prints.
                let is_like = |item: &Neighbour<'_>| item.is_numbered() == list.value.is_some();
                let (before, after) = (before.filter(is_like), after.filter(is_like));
                let own_mark = if list.value.is_some() { list.label.as_str() } else { "-" };
                let like = before.as_ref().or(after.as_ref()).map(|item| marker(item.marker, &list.label));
                let marker = like.unwrap_or(own_mark.to_owned()) + " ";
                let further = " ".repeat(marker.len());
                let mut edits = vec![insert(line, &marker)];
                edits.extend(starts(own, site.bytes.start).into_iter().map(|at| insert(at, &further)));
                // Blank lines between items would part all items of the list.
                let tight = |item: &Neighbour<'_>| !item.is_loose;
                let before = before.filter(tight).map(|item| item.bytes.end..line);
                let after = after.filter(tight).map(|item| site.bytes.end..item.bytes.start);
                for gap in [before, after].into_iter().flatten() {
                    if text.get(gap.clone()).is_some_and(|gap| gap.trim().is_empty() && gap.len() > 1) {
                        edits.push(Edit { bytes: gap, text: "\n".to_owned() });
                    }
                }
                Some((site.file, edits))
            }
            (Form::Item, Form::Plain) => {
                let item = self.homes.around(self.homes.row(home)?).next().filter(|row| row.key.starts_with('i'))?;
                let whole = self.homes.site(item)?;
                let mark = marker_of(text, &whole)?;
                // An item of this one paragraph, of a list at the margin.
                if self.homes.stretch(item)? != (home..=home) || !mark.before.is_empty() {
                    return None;
                }
                let width = mark.marker.len() + mark.gap.len();
                let mut edits = vec![Edit { bytes: line..line + width, text: String::new() }];
                for at in starts(own, site.bytes.start) {
                    let lead = text[at..].len() - text[at..].trim_start_matches(' ').len();
                    edits.push(Edit { bytes: at..at + lead.min(width), text: String::new() });
                }
                // Nothing but a blank line parts it from the items beside it.
                if line > 0 && !text[..line].ends_with("\n\n") {
                    edits[0].text = "\n".to_owned();
                }
                let rest = &text[site.bytes.end..];
                if rest.trim_start_matches(' ').starts_with('\n') && !rest.trim_start_matches(' ').starts_with("\n\n") {
                    edits.push(insert(site.bytes.end, "\n"));
                }
                Some((site.file, edits))
            }
            (Form::Quote, Form::Plain) => {
                let row = self.homes.row(home)?;
                let quote = self.homes.around(row).next().filter(|row| row.key.starts_with('q'))?;
                // A quotation of this one paragraph, without anybody named.
                if self.homes.stretch(quote)? != (home..=home) || &text[line..site.bytes.start] != "> " {
                    return None;
                }
                let mut edits = vec![Edit { bytes: line..line + 2, text: String::new() }];
                for at in starts(own, site.bytes.start) {
                    let length =
                        if text[at..].starts_with("> ") { 2 } else { usize::from(text[at..].starts_with('>')) };
                    edits.push(Edit { bytes: at..at + length, text: String::new() });
                }
                Some((site.file, edits))
            }
            (_, _) => None,
        }
    }
}
