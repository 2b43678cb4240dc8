//! Notes: where they are called, and their definitions after the top-level block that first calls them.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_model::{Block, BlockKind, Inline, InlineKind, Note, NoteKind, NoteMarker, NoteName, Notes};

use super::Writer;
use super::blocks::Spacing;
use super::out::Out;

impl<'d> Writer<'d> {
    /// The text of a note that is written where it is called, `^[text]`: one that was typed so.
    pub(super) fn inline_note(&self, name: &NoteName) -> Option<&'d [Inline]> {
        if self.labels.contains_key(name) {
            return None;
        }
        let document = self.document;
        document.notes.get(name).and_then(inline_text).filter(|_| is_generated(name))
    }

    /// The label of a note that is called here.
    pub(super) fn call(&mut self, name: &NoteName) -> String {
        if !self.called.contains(name) {
            self.called.push(name.clone());
        }
        self.label(name)
    }

    fn label(&self, name: &NoteName) -> String {
        self.labels.get(name).cloned().unwrap_or_else(|| name.label.clone())
    }

    /// The definitions that are due; notes may call notes.
    pub(super) fn note_definitions(&mut self, out: &mut Out) {
        let document = self.document;
        loop {
            let due: Vec<NoteName> = std::mem::take(&mut self.called);
            if due.is_empty() {
                return;
            }
            for name in due {
                if let Some(note) = document.notes.get(&name)
                    && self.defined.insert(name.clone())
                {
                    out.blank_line();
                    self.definition(out, &name, note);
                }
            }
        }
    }

    /// The definition of a note.
    pub(super) fn definition(&mut self, out: &mut Out, name: &NoteName, note: &Note) {
        let class = match note.kind {
            Some(NoteKind::Footnote) => Some("footnote"),
            Some(NoteKind::Endnote) => Some("endnote"),
            Some(NoteKind::Editor) => Some("editor-note"),
            // A byline that calls it makes it the author's.
            Some(NoteKind::Author) | None => None,
        };
        let head = format!("[^{}]: ", self.label(name));
        out.nest(&head, "    ", |out| match class {
            Some(class) => self.container(out, &chapbook_values::Attributes::class(class), &note.body),
            None => self.blocks(out, &note.body, Spacing::Blank),
        });
    }

    /// The definitions of what nothing in the text calls; metadata may.
    pub(super) fn uncalled_notes(&mut self) -> Option<String> {
        let document = self.document;
        let mut out = Out::new();
        let mut any = false;
        for (name, note) in &document.notes {
            if self.defined.contains(name) || self.is_written_inline(name) {
                continue;
            }
            self.defined.insert(name.clone());
            if any {
                out.blank_line();
            }
            any = true;
            self.definition(&mut out, name, note);
            self.note_definitions(&mut out);
        }
        any.then(|| out.finish())
    }

    fn is_written_inline(&self, name: &NoteName) -> bool {
        self.inline_note(name).is_some() && self.calls.contains_key(name)
    }
}

/// Whether a label was not typed: those that are called hold no space.
fn is_generated(name: &NoteName) -> bool {
    name.label.contains(char::is_whitespace)
}

/// The line of a note that can stand in brackets.
fn inline_text(note: &Note) -> Option<&[Inline]> {
    match note.body.as_slice() {
        [Block { kind: BlockKind::Paragraph(content), attrs, .. }]
            if attrs.is_empty() && note.kind.is_none() && note.marker == NoteMarker::Auto =>
        {
            let plain = content.iter().all(|inline| !matches!(inline.kind, InlineKind::HardBreak));
            plain.then_some(content)
        }
        _ => None,
    }
}

/// Labels for generated names that cannot be written inline.
pub(super) fn labels(notes: &Notes, calls: &BTreeMap<NoteName, usize>) -> BTreeMap<NoteName, String> {
    let taken: BTreeSet<&str> = notes.keys().map(|name| name.label.as_str()).collect();
    let mut labels = BTreeMap::new();
    let mut count = 0;
    for (name, note) in notes {
        let once = calls.get(name).copied() == Some(1);
        let called = calls.contains_key(name);
        if !is_generated(name) || !called || (once && inline_text(note).is_some()) {
            continue;
        }
        let label = loop {
            count += 1;
            let label = format!("note-{count}");
            if !taken.contains(label.as_str()) {
                break label;
            }
        };
        labels.insert(name.clone(), label);
    }
    labels
}
