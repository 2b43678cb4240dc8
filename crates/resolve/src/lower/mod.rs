//! From model to resolved tree, in reading order: one function for each kind of node. Everything is counted here,
//! and once.

mod authors;
mod blocks;
mod divisions;
mod figures;
mod front;
mod inlines;
mod links;
mod lists;
mod makeup;
mod raw;
mod tables;
mod tracked;

pub(crate) use authors::{AuthorMarkAnchors, NoteSource, PendingAuthorNote, hand_notes};
pub(crate) use front::metadata;
pub(crate) use tracked::OpenChanges;

use chapbook_model::NotePlacement;
use chapbook_theme::Role;

use crate::context::Context;
use crate::{Block, BlockKind, Note, NoteId, NoteKind, Word};

/// The body: title block, text, what stands at the end.
pub(crate) fn document(cx: &mut Context<'_>) -> Vec<Block> {
    let document = cx.document;
    let mut body = Vec::new();
    let rest = front::title_block(cx, &document.body, &mut body);
    let scope = cx.scope(Role::Body);
    blocks::sequence(cx, rest, &scope, &mut body);
    cx.changes.close_all();
    authors::at_the_end(cx, &mut body);
    body
}

/// The notes that were called, each with its text. A note called from a note comes after all that were called before.
pub(crate) fn notes(cx: &mut Context<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut next = 0;
    while next < cx.calls.len() {
        let (source, kind) = (cx.calls[next].source.clone(), cx.calls[next].kind);
        let role = match kind {
            NoteKind::Footnote | NoteKind::Author | NoteKind::Editor => Role::Footnote,
            NoteKind::Endnote => Role::Endnote,
        };
        let scope = cx.scope(role);
        let (body, span) = authors::note_body(cx, &source, &scope);
        cx.changes.close_all();
        let call = &cx.calls[next];
        notes.push(Note {
            id: call.id,
            kind,
            marker: call.marker.clone(),
            counted: call.counted,
            anchor: call.anchor,
            call: call.call,
            body,
            span,
        });
        next += 1;
    }
    notes
}

/// The endnotes called and not placed yet, as a block; none if there are none.
pub(crate) fn endnotes(cx: &mut Context<'_>, span: chapbook_source::Span) -> Option<Block> {
    let notes: Vec<NoteId> = (0..cx.calls.len())
        .filter(|i| cx.calls[*i].kind == NoteKind::Endnote && !cx.placed_endnotes.contains(i))
        .map(|i| NoteId(u32::try_from(i).unwrap_or(u32::MAX)))
        .collect();
    if notes.is_empty() {
        return None;
    }
    cx.placed_endnotes.extend(notes.iter().map(|n| n.0 as usize));
    let title = vec![inlines::word(cx, Word::Notes)];
    let level = if endnotes_by_chapter(cx) { 2 } else { 1 };
    let id = cx.node();
    Some(blocks::plain(id, BlockKind::Endnotes { level, title, notes }, span))
}

/// Whether endnotes go to the end of each chapter.
pub(crate) fn endnotes_by_chapter(cx: &Context<'_>) -> bool {
    cx.document.metadata.notes == Some(NotePlacement::Chapter)
}
