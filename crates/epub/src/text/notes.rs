//! Notes. One `aside` each, with the mark and the way back before the text: readers that show notes in place, Kindle
//! among them, run notes together that are list items with an arrow at their end. Apple Books takes asides of type
//! `footnote` out of the text and shows them where they are called. Notes on authors are a kind of their own and are
//! never counted among the footnotes.

use chapbook_resolve::{Anchor, AuthorNote, Block, Inline, Note, NoteId, NoteKind, Word};
use chapbook_theme::Role;

use super::blocks::Lead;
use super::{Text, Traits};

impl Text<'_, '_> {
    /// The notes called in the section.
    pub(super) fn notes_of_section(&mut self) {
        let Some(index) = self.index else { return };
        let notes = &self.book.survey.notes[index];
        if notes.is_empty() {
            return;
        }
        let name = self.book.resolved.words.get(Word::Notes);
        self.w.open("section").attr("class", "footnotes").attr("epub:type", "footnotes").attr("aria-label", name);
        self.w.raw("\n");
        notes.iter().for_each(|note| self.note(*note));
        self.w.close_full().raw("\n");
    }

    fn note(&mut self, note: NoteId) {
        let Note { id, kind, marker, counted: _, anchor, call, body, span: _ } = self.book.resolved.note(note);
        let words = &self.book.resolved.words;
        let (class, role, attributes): (_, _, &[(&str, &str)]) = match kind {
            NoteKind::Footnote => ("footnote", Role::Footnote, &[("epub:type", "footnote"), ("role", "doc-footnote")]),
            NoteKind::Editor => {
                ("footnote editor-note", Role::Footnote, &[("epub:type", "footnote"), ("role", "doc-footnote")])
            }
            NoteKind::Author => {
                ("author-note", Role::AuthorNote, &[("role", "note"), ("aria-label", words.get(Word::AuthorNote))])
            }
            // Type and role `endnote` are deprecated (DPUB-ARIA 1.1, 5.3.15), and a `footnote` would be taken out of the
            // text: what they are, the section says.
            NoteKind::Endnote => ("endnote", Role::Endnote, &[]),
        };
        let element = if *kind == NoteKind::Endnote { "div" } else { "aside" };
        let traits = Traits { anchor: Some(*anchor), class, ..Traits::default() };
        self.element_with(element, traits, attributes, |t| {
            t.w.raw("\n");
            t.breaks_before(*id);
            let lead = Lead::Back { marker, href: t.href(*call) };
            t.led_blocks(role.name(), &[lead], body, None);
        });
        self.w.raw("\n");
    }

    /// The notes at the end, under their title.
    pub(super) fn endnotes(&mut self, block: &Block, level: u8, title: &[Inline], notes: &[NoteId]) {
        self.breaks_before(block.id);
        let id = self.own_id("title");
        let kind = self.book.profile.endnotes_type.then_some(("epub:type", "endnotes"));
        let mut attributes: Vec<(&str, &str)> = kind.into_iter().collect();
        attributes.extend([("role", "doc-endnotes"), ("aria-labelledby", id.as_str())]);
        self.element_with("section", Traits { class: "endnotes", ..Traits::of(block) }, &attributes, |t| {
            t.w.raw("\n");
            let below = i8::try_from(level).unwrap_or(1) - 1;
            t.generated_heading(t.top_level().saturating_add(below), Role::heading(level).name(), &id, title);
            notes.iter().for_each(|note| t.note(*note));
        });
        self.w.raw("\n");
    }

    /// Notes on the authors, each tied to the mark at a name.
    pub(super) fn author_notes(&mut self, block: &Block, notes: &[AuthorNote]) {
        self.breaks_before(block.id);
        self.element("div", Traits { class: "author-notes", ..Traits::of(block) }, |t| {
            t.w.raw("\n");
            notes.iter().for_each(|note| t.author_note(note));
        });
        self.w.raw("\n");
    }

    fn author_note(&mut self, note: &AuthorNote) {
        let AuthorNote { id, marker, anchor, call, body, span: _ } = note;
        let name = self.book.resolved.words.get(Word::AuthorNote);
        let traits = Traits { anchor: Some(*anchor), class: "author-note", ..Traits::default() };
        self.element_with("aside", traits, &[("role", "note"), ("aria-label", name)], |t| {
            t.w.raw("\n");
            t.breaks_before(*id);
            let href = call.and_then(|call: Anchor| t.href(call));
            let lead = marker.as_deref().map(|marker| Lead::Back { marker, href });
            t.led_blocks(Role::AuthorNote.name(), lead.as_slice(), body, None);
        });
        self.w.raw("\n");
    }
}
