//! Notes: at the foot of the page, at the end, and those on authors. Which page a note falls on is `pages`'.

use chapbook_frame::Tag;
use chapbook_resolve::{Anchor, AuthorNote, Block, BlockKind, Inline, NodeId, Note, NoteId, NoteKind, Word};
use chapbook_theme::Role;

use super::builder::{Builder, Place, RunIn};
use super::{Mark, PieceKind};
use crate::context::Goal;
use crate::style::Look;

/// The parts of a note that all kinds have.
struct NoteText<'a> {
    node: NodeId,
    marker: Option<&'a str>,
    anchor: Anchor,
    call: Option<Anchor>,
    body: &'a [Block],
    role: Role,
}

impl<'a> Builder<'a> {
    /// Sets the notes that were called since the last time, right behind what called them.
    pub(super) fn set_called(&mut self, place: Place) {
        // A note that calls another one sets it at its own end; the list is taken, so that nothing is set twice.
        for id in std::mem::take(&mut self.called) {
            self.foot_note(id, place);
        }
    }

    fn foot_note(&mut self, id: NoteId, place: Place) {
        let resolved = self.context.resolved;
        let Some(note) = resolved.notes.get(id.0 as usize) else { return };
        let Note { id: node, kind, marker, counted: _, anchor, call, body, span: _ } = note;
        match kind {
            // They stand where the body says.
            NoteKind::Endnote => return,
            NoteKind::Footnote | NoteKind::Author | NoteKind::Editor => {}
        }
        if self.flow.notes[id.0 as usize].is_some() || place.depth > super::blocks::MAX_DEPTH {
            return;
        }
        // Named before it is set: a note that calls itself is not set again in itself.
        self.flow.notes[id.0 as usize] = Some(Vec::new());
        let foot = Place { parent: place.parent, depth: place.depth + 1, ..self.whole() };
        let text = NoteText {
            node: *node,
            marker: Some(marker),
            anchor: *anchor,
            call: Some(*call),
            body,
            role: Role::Footnote,
        };
        let run_in = self.run_in.take();
        let pieces = self.column(|builder| builder.note(&text, Word::Note, foot));
        self.run_in = run_in;
        self.flow.notes[id.0 as usize] = Some(pieces);
    }

    /// `Note` > `Label` > `Link`, then its blocks.
    fn note(&mut self, note: &NoteText<'a>, word: Word, place: Place) {
        let NoteText { node, marker, anchor, call, body, role } = note;
        let style = self.style(*role);
        let tag = self.context.tags.add(place.parent, Tag::Note);
        let place = place.under(tag);
        self.column.marks.push(Mark::Anchor(*anchor));
        if let Some(marker) = marker {
            let label = self.context.tags.add(tag, Tag::Label);
            let look = Look::of(style, place.language);
            let (owner, link) = match call {
                Some(call) => {
                    let words = &self.context.resolved.words;
                    let back = format!("{} {marker}: {}", words.get(word), words.get(Word::BackToText));
                    let owner = self.context.tags.add(label, Tag::Link);
                    (owner, Some(self.context.add_link(Goal::Anchor(*call), owner, back)))
                }
                None => (label, None),
            };
            self.run_in = Some(RunIn { marker: (*marker).to_owned(), look, owner, link });
            let leads = matches!(body.first().map(|block| &block.kind), Some(BlockKind::Paragraph(_)));
            if !leads {
                self.marker_alone(*node, *role, place);
            }
        }
        self.blocks(body, place);
        if self.run_in.is_some() {
            // The paragraph that was to follow it had no text.
            self.marker_alone(*node, *role, place);
        }
    }

    /// A marker on a line of its own, before a list or a picture.
    fn marker_alone(&mut self, node: NodeId, role: Role, place: Place) {
        let style = self.style(role);
        let text = self.collect(place.width, |_| {});
        if text.text.is_empty() {
            return;
        }
        let spec = super::builder::Spec {
            node,
            style,
            x: place.x,
            width: place.width,
            first_indent: chapbook_values::Length::ZERO,
            align: chapbook_theme::Align::Start,
            rtl: place.rtl,
            more: true,
            tail: None,
            beside: (0, chapbook_values::Length::ZERO),
            looseness: 0,
        };
        let text = self.set(text, &spec);
        self.push(PieceKind::Text(text), place.bar, chapbook_values::Length::ZERO);
        self.stick();
    }

    /// The notes at the end, under their title.
    pub(super) fn endnotes(
        &mut self,
        block: &Block,
        level: u8,
        title: &'a [Inline],
        notes: &'a [NoteId],
        place: Place,
    ) {
        let tag = Tag::Heading { level: self.level_of(level), title: crate::context::plain_text(title) };
        self.title(block, title, Role::heading(level), tag, place, place.parent);
        let resolved = self.context.resolved;
        for id in notes {
            let Some(note) = resolved.notes.get(id.0 as usize) else { continue };
            let Note { id: node, kind: _, marker, counted: _, anchor, call, body, span: _ } = note;
            let text = NoteText {
                node: *node,
                marker: Some(marker),
                anchor: *anchor,
                call: Some(*call),
                body,
                role: Role::Endnote,
            };
            self.note(&text, Word::Note, place);
        }
    }

    /// Notes on authors: a ruled group, each led by its marker.
    pub(super) fn author_notes(&mut self, notes: &'a [AuthorNote], place: Place) {
        let style = self.style(Role::AuthorNote);
        if style.rule_above {
            self.rule(place, style);
        } else {
            self.space(style.before);
        }
        let place = Place { spacing: Some(style.after.max(style.leading / 3)), ..place };
        for (i, note) in notes.iter().enumerate() {
            let AuthorNote { id, marker, anchor, call, body, span: _ } = note;
            let text = NoteText {
                node: *id,
                marker: marker.as_deref(),
                anchor: *anchor,
                call: *call,
                body,
                role: Role::AuthorNote,
            };
            if i > 0 {
                self.space(place.spacing.unwrap_or_default());
            }
            self.note(&text, Word::AuthorNote, Place { container: Some(Role::AuthorNote), ..place });
        }
        self.space(style.after);
    }
}
