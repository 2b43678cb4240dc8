//! The model: the document as its author wrote it.

mod block;
mod inline;
mod metadata;

use std::collections::BTreeMap;

use chapbook_model::{self as model, Document, NoteKind, NoteMarker, NoteName};
use chapbook_source::Sources;
use serde::Serialize;

use super::place::{Span, span};
pub(in crate::json) use block::{counter, delimiter};
pub(in crate::json) use metadata::direction;

use block::{Block, blocks};
use metadata::Metadata;

#[derive(Serialize)]
pub(super) struct Tree<'a> {
    metadata: Metadata<'a>,
    body: Vec<Block<'a>>,
    notes: BTreeMap<String, Note<'a>>,
}

#[derive(Serialize)]
struct Note<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marker: Option<&'a str>,
    body: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(document: &'a Document, sources: &'a Sources) -> Self {
        let Document { metadata, body, notes } = document;
        Self {
            metadata: Metadata::new(metadata, sources),
            body: blocks(body),
            notes: notes.iter().map(|(name, said)| (note_name(name), note(said))).collect(),
        }
    }
}

/// A note's key: labels are a file's own.
fn note_name(name: &NoteName) -> String {
    let NoteName { file, label } = name;
    format!("{}:{label}", file.0)
}

fn note(note: &model::Note) -> Note<'_> {
    let model::Note { kind, marker, body, span: at } = note;
    Note {
        place: kind.map(|kind| match kind {
            NoteKind::Footnote => "footnote",
            NoteKind::Endnote => "endnote",
            NoteKind::Author => "author",
            NoteKind::Editor => "editor",
        }),
        marker: match marker {
            NoteMarker::Auto => None,
            NoteMarker::Literal(marker) => Some(marker),
        },
        body: blocks(body),
        span: span(*at),
    }
}
