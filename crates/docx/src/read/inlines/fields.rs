//! Fields within a paragraph: references stand for their results, and what shows nothing goes.

use chapbook_model::{InlineKind, NoteName, Reference, ReferenceForm, ReferenceItem};
use chapbook_resolve::Word;
use chapbook_source::{FileId, codes};

use super::super::fields::FieldKind;
use super::super::story::{Look, Piece, What};
use super::super::targets::{TargetKind, note_of};
use super::Maker;
use super::ribbons::Ribbon;

impl Maker<'_, '_> {
    /// What becomes of a piece in a field.
    pub(super) fn field(&mut self, piece: &Piece, number: u32, in_instruction: bool) -> Fate {
        let stories = self.leaves.stories;
        let field = &stories.fields[number as usize];
        if !field.closed {
            return Fate::Stays;
        }
        if in_instruction || self.instructs(number) {
            return if matches!(piece.what, What::IndexEntry(_)) { Fate::Stays } else { Fate::Goes };
        }
        let kind = match &field.kind {
            FieldKind::Reference { bookmark, number } => self.reference_to(bookmark, *number),
            FieldKind::Page(bookmark) => match self.leaves.targets.of(stories, bookmark) {
                Some((_, label)) => Some(reference(label.clone(), ReferenceForm::Page)),
                None => self.unknown(),
            },
            FieldKind::Note(bookmark) => {
                let by_serial = |serial| self.leaves.by_serial(serial);
                let note = note_of(stories, by_serial, bookmark);
                match note.and_then(|(kind, id)| self.leaves.note_label(kind, id)) {
                    Some(label) => Some(InlineKind::Note(NoteName { file: FileId(0), label })),
                    None => self.unknown(),
                }
            }
            FieldKind::IndexEntry | FieldKind::Silent => return Fate::Goes,
            FieldKind::Link { .. } => {
                if self.leaves.target_of_field(number).is_none() {
                    self.nowhere(Ribbon::FieldLink(number));
                }
                None
            }
            FieldKind::Outline(_) | FieldKind::Sequence(_) | FieldKind::StyleReference | FieldKind::Other => None,
        };
        let Some(kind) = kind else { return Fate::Stays };
        if self.reference != Some(number) {
            self.reference = Some(number);
            let kind = self.with_word(kind);
            self.push(&Piece { look: Look { language: None, ..piece.look }, ..piece.clone() }, kind);
        }
        Fate::Goes
    }

    /// Whether what a field shows is part of the instruction of another.
    fn instructs(&self, number: u32) -> bool {
        let fields = &self.leaves.stories.fields;
        let mut at = fields[number as usize].instructs;
        while let Some(outer) = at {
            let outer = &fields[outer as usize];
            if outer.closed {
                return true;
            }
            at = outer.instructs;
        }
        false
    }

    /// Tells once of a link that its target is not in the text.
    pub(super) fn nowhere(&mut self, link: Ribbon) {
        if self.lost_link.replace(link) != Some(link) {
            let what = "a link that leads nowhere was kept as its text";
            self.leaves.lose(self.paragraph, &codes::IMPORT_TEXT, what);
        }
    }

    fn reference_to(&mut self, bookmark: &str, number: bool) -> Option<InlineKind> {
        let stories = self.leaves.stories;
        let Some((kind, label)) = self.leaves.targets.of(stories, bookmark) else { return self.unknown() };
        let form = match kind {
            // A caption's number alone has a bookmark of its own in drafts of ours.
            TargetKind::Figure | TargetKind::Table | TargetKind::Listing | TargetKind::Caption => {
                if bookmark.ends_with("_number") { ReferenceForm::Number } else { ReferenceForm::Full }
            }
            TargetKind::Heading if number => ReferenceForm::Number,
            TargetKind::Heading => ReferenceForm::Full,
            // It has nothing to print but what the field shows.
            TargetKind::Place => return None,
        };
        Some(reference(label.clone(), form))
    }

    /// A number with the word that a whole reference would print before it is that reference.
    fn with_word(&mut self, kind: InlineKind) -> InlineKind {
        let InlineKind::Reference(Reference { items }) = &kind else { return kind };
        let [ReferenceItem { label, form: ReferenceForm::Number }] = &items[..] else { return kind };
        let Some(InlineKind::Text(before)) = self.atoms.last_mut().map(|atom| &mut atom.inline.kind) else {
            return kind;
        };
        let words = [Word::Section, Word::Chapter, Word::Figure, Word::Table, Word::Listing];
        let word = words.iter().map(|word| self.leaves.words.get(*word)).find(|word| {
            before
                .strip_suffix(['\u{A0}', ' '])
                .is_some_and(|text| text.strip_suffix(*word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
        });
        let Some(word) = word else { return kind };
        let end = before.trim_end_matches(['\u{A0}', ' ']).len() - word.len();
        before.truncate(end);
        reference(label.clone(), ReferenceForm::Full)
    }

    fn unknown(&mut self) -> Option<InlineKind> {
        let what = "a reference to something that is not in the text was kept as its words";
        self.leaves.lose(self.paragraph, &codes::IMPORT_TEXT, what);
        None
    }
}

/// Whether a piece becomes an inline.
pub(super) enum Fate {
    Stays,
    Goes,
}

fn reference(label: chapbook_values::Label, form: ReferenceForm) -> InlineKind {
    InlineKind::Reference(Reference { items: vec![ReferenceItem { label, form }] })
}
