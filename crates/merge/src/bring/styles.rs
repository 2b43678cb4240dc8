//! Paragraphs whose style an editor changed: quotations, items and plain text become each other where their Markdown is
//! plain; every other change of style that says something is told. Headings are in `texts`.

use chapbook_docx::{Leaf, LeafKind};
use chapbook_theme::Role;

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

impl Bringer<'_, '_> {
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
                self.tell(ChangeKind::Restyled, place, &said(&self.was[home]), &text);
                edits.into_iter().for_each(|edit| self.edit(file, edit));
            }
            None => {
                let told = format!("{text} ({}, now {})", old.name(), new.name());
                self.tell(ChangeKind::NotApplied, place, &said(&self.was[home]), &told);
            }
        }
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
            (Form::Plain, Form::Quote | Form::Item) if line == site.bytes.start => {
                let label = self.is[index].list.as_ref().map(|list| match list.value {
                    Some(_) => list.label.clone(),
                    None => "-".to_owned(),
                });
                let marker = label.map_or("> ".to_owned(), |label| format!("{label} "));
                let further = if forms.1 == Form::Quote { "> ".to_owned() } else { " ".repeat(marker.len()) };
                let mut edits = vec![insert(line, &marker)];
                edits.extend(starts(own, site.bytes.start).into_iter().map(|at| insert(at, &further)));
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
