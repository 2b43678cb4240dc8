//! The resolved tree: the document with every question answered. A place that can be pointed to is written as its
//! id, which is the id in the EPUB, too.

mod block;
mod inline;
mod meta;
mod table;

use chapbook_resolve::{self as resolve, Anchor, AnchorName, Resolved};
use serde::Serialize;

use super::model::direction;
use super::place::{Span, span};
use block::{Block, Entry, blocks, entry};
use meta::Metadata;

#[derive(Serialize)]
pub(super) struct Tree<'a> {
    language: &'a str,
    language_named: bool,
    direction: &'static str,
    metadata: Metadata<'a>,
    body: Vec<Block<'a>>,
    notes: Vec<Note<'a>>,
    outline: Vec<Entry<'a>>,
    images: Vec<Image>,
    anchors: Vec<Name<'a>>,
    has_placeholders: bool,
}

#[derive(Serialize)]
struct Note<'a> {
    id: u32,
    of: &'static str,
    marker: &'a str,
    counted: bool,
    anchor: &'a str,
    call: &'a str,
    body: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
}

#[derive(Serialize)]
struct Image {
    media_type: &'static str,
    width: u32,
    height: u32,
}

#[derive(Serialize)]
struct Name<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    node: u32,
}

/// What the names of anchors are asked of.
#[derive(Clone, Copy)]
struct Names<'a>(&'a Resolved);

impl<'a> Names<'a> {
    fn of(self, anchor: Anchor) -> &'a str {
        &self.0.anchor(anchor).id
    }
}

impl<'a> Tree<'a> {
    pub(super) fn new(resolved: &'a Resolved) -> Self {
        let Resolved {
            language,
            language_named,
            direction: way,
            // What is printed of them stands in the text.
            words: _,
            meta,
            body,
            notes,
            outline,
            images,
            anchors,
            nodes: _,
            // The source has the attributes, and no other program sets our pages.
            makeup: _,
            has_placeholders,
        } = resolved;
        let names = Names(resolved);
        Self {
            language: language.tag(),
            language_named: *language_named,
            direction: direction(*way),
            metadata: Metadata::new(meta),
            body: blocks(names, body),
            notes: notes.iter().map(|note| self::note(names, note)).collect(),
            outline: outline.iter().map(|entry| self::entry(names, entry)).collect(),
            images: images.iter().map(image).collect(),
            anchors: anchors.iter().map(name).collect(),
            has_placeholders: *has_placeholders,
        }
    }
}

fn note<'a>(names: Names<'a>, note: &'a resolve::Note) -> Note<'a> {
    let resolve::Note { id, kind, marker, counted, anchor, call, body, span: at } = note;
    Note {
        id: id.0,
        of: match kind {
            resolve::NoteKind::Footnote => "footnote",
            resolve::NoteKind::Endnote => "endnote",
            resolve::NoteKind::Author => "author",
            resolve::NoteKind::Editor => "editor",
        },
        marker,
        counted: *counted,
        anchor: names.of(*anchor),
        call: names.of(*call),
        body: blocks(names, body),
        span: span(*at),
    }
}

fn image(image: &chapbook_assets::Image) -> Image {
    let chapbook_assets::Image { bytes: _, kind, width, height, density: _ } = image;
    Image { media_type: kind.media_type(), width: *width, height: *height }
}

fn name(name: &AnchorName) -> Name<'_> {
    let AnchorName { id, label, node } = name;
    Name { id, label: label.as_deref(), node: node.0 }
}
