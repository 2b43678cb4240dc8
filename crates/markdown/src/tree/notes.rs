//! Notes (DIALECT 7): their definitions, and the names that calls are looked up in.

use std::ops::Range;

use chapbook_model::{BlockKind, Note, NoteKind, NoteMarker};
use chapbook_source::codes;
use chapbook_values::slug;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::Tree;
use crate::context::{is_marker, note_kind};
use crate::mask::marks::MarkKind;

impl Tree<'_> {
    /// Collects what calls and links can name: note labels, markers of author notes, headings.
    pub(crate) fn collect_names(&mut self) {
        for mark in self.mask.marks.iter().filter(|mark| mark.kind == MarkKind::Marker) {
            let label = self.place.text[mark.range.clone()].strip_prefix("(@").and_then(|rest| rest.strip_suffix(')'));
            self.context.example_labels.extend(label.filter(|label| !label.is_empty()).map(str::to_owned));
        }
        let mut heading: Option<(String, usize)> = None;
        for (event, range) in self.chunks.iter().flatten() {
            if let Event::Start(Tag::Heading { .. }) = event {
                heading = Some((String::new(), self.place.heading_end(range.clone())));
            } else if let Event::Start(Tag::FootnoteDefinition(_)) = event {
                let label = self.definition_label(range.start);
                self.context.defined.extend(label);
            } else if let Event::Start(Tag::HtmlBlock) = event {
                self.collect_marker(range.start);
            }
            // What follows is asked inside headings only.
            let Some((text, end)) = &mut heading else { continue };
            if let Event::Text(masked) | Event::Code(masked) = event {
                let own = self.mask.text().get(range.clone()) == Some(masked);
                // Attributes at the end are no part of it.
                let marks = self.mask.marks.overlapping(range.clone()).next();
                let end = marks.map_or(range.end, |mark| mark.range.start.max(range.start));
                match own {
                    true => text.push_str(&self.place.text[range.start..end]),
                    false => text.push_str(masked),
                }
            } else if let Event::SoftBreak | Event::HardBreak = event {
                text.push(' ');
            } else if let Event::End(TagEnd::Heading(_)) = event {
                let (text, end) = (std::mem::take(text), *end);
                heading = None;
                self.collect_heading(&text, end);
            }
        }
    }

    fn collect_heading(&mut self, text: &str, end: usize) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let tail = self.mask.marks.overlapping(end.saturating_sub(1)..end).next();
        let label = tail
            .filter(|mark| mark.kind == MarkKind::Attributes)
            .and_then(|mark| self.braces_of(mark)?.attrs.label().map(|label| label.as_str().to_owned()));
        let label = label.unwrap_or_else(|| slug(text));
        self.context.headings.entry(text.to_owned()).or_insert((label, 0)).1 += 1;
    }

    fn collect_marker(&mut self, at: usize) {
        if self.mask.marks.at(at).is_none_or(|mark| mark.kind != MarkKind::Fence) {
            return;
        }
        if let Some(crate::mask::fences::Fence::Open(braces)) = crate::mask::fences::read(self.place.rest_of_line(at))
            && braces.attrs.has_class("author-note")
            && let Some(marker) = braces.attrs.get("marker")
        {
            self.context.answered.insert(marker.to_owned());
        }
    }

    /// The label of the definition at an offset, in lower case. A label holds no space: where one is typed, no call
    /// reaches it, and inline notes keep their names to themselves.
    fn definition_label(&self, at: usize) -> Option<String> {
        // The parse has seen `]:` on this line, so that the search is short.
        let (label, _) = self.place.text.get(at..)?.strip_prefix("[^")?.split_once("]:")?;
        Some(spaceless(label))
    }

    pub(crate) fn note_definition(&mut self, masked_label: &str, range: Range<usize>, depth: usize) {
        let range = self.place.trimmed(range);
        let label = self.definition_label(range.start).unwrap_or_else(|| spaceless(masked_label));
        let mut body = self.blocks(depth + 1);
        self.expect_end(TagEnd::FootnoteDefinition);
        let mut kind = None;
        if let [only] = body.as_slice()
            && let BlockKind::Container(_) = &only.kind
            && let [class] = only.attrs.classes()
            && let Some(named) = note_kind(class)
        {
            kind = Some(named);
            if let Some(BlockKind::Container(inner)) = body.pop().map(|block| block.kind) {
                body = inner;
            }
        }
        let span = self.span(range.clone());
        let mut name = self.context.note_name(&label);
        if self.context.notes.contains_key(&name) {
            // The label is as it was compared, whose letters may be of other lengths.
            let head = range.start..self.place.text.floor_char_boundary(range.start + label.len().min(range.len()));
            let message = format!("the note `{label}` is defined twice; the first counts, this one is kept unused");
            self.context.say(&codes::NOTE_DUPLICATE, self.place.span(head), message);
            name.label = self.context.free_label(&label);
        }
        // The label that a second definition is kept under is nobody's mark.
        let marker = if is_marker(&name.label) { NoteMarker::Literal(name.label.clone()) } else { NoteMarker::Auto };
        self.context.notes.insert(name, Note { kind, marker, body, span });
    }

    /// Whether a call of this label is answered, and by what name.
    pub(crate) fn note_call(&mut self, label: &str) -> Option<chapbook_model::NoteName> {
        let folded = label.to_lowercase();
        if !self.context.defined.contains(&folded) && !self.context.answered.contains(&folded) {
            return None;
        }
        self.context.called.insert(folded.clone());
        Some(self.context.note_name(&folded))
    }
}

/// A label in lower case, with hyphens for spaces.
fn spaceless(label: &str) -> String {
    let words: Vec<String> = label.split_whitespace().map(str::to_lowercase).collect();
    words.join("-")
}

/// Says which notes nobody calls, and makes author notes of those that a byline calls.
pub(crate) fn settle_notes(context: &mut crate::context::Context, byline_labels: &[String]) {
    let mut unused = Vec::new();
    for (name, note) in &mut context.notes {
        if byline_labels.contains(&name.label) && note.kind.is_none() {
            note.kind = Some(NoteKind::Author);
        }
        // Two labels are one only by accident: an inline note is called where it stands.
        if !name.label.contains(' ') && !context.called.contains(&name.label) {
            unused.push((note.span, name.label.clone()));
        }
    }
    for (span, label) in unused {
        context.say(
            &codes::NOTE_UNUSED,
            span,
            format!("the note `{label}` is never called; it is kept, and printed nowhere"),
        );
    }
}
