//! Equality that leaves source positions, note labels and line ends aside: what the round-trip laws
//! compare. It is a view of its own, so that `PartialEq` hides nothing.

use std::collections::BTreeMap;

use chapbook_source::{FileId, Span};

use crate::walk::{Visit, VisitMut, block_children, block_children_mut, inline_children, inline_children_mut};
use crate::{
    Block, BlockKind, Document, Inline, InlineKind, List, ListKind, ListStyle, Metadata, NoteName, Notes,
    normalise_document, normalise_inlines,
};

/// Whether two documents say the same.
pub fn same_document(a: &Document, b: &Document) -> bool {
    compared(a) == compared(b)
}

/// Whether two sequences of blocks say the same; notes are compared by name.
pub fn same_blocks(a: &[Block], b: &[Block]) -> bool {
    let view = |blocks: &[Block]| {
        let mut blocks = blocks.to_vec();
        Forget { verse: false }.blocks(&mut blocks);
        crate::normalise_blocks(&mut blocks);
        blocks
    };
    view(a) == view(b)
}

/// Whether two sequences of blocks say the same, the notes that they call among it, whatever their names.
pub fn same_blocks_and_notes(a: (&[Block], &Notes), b: (&[Block], &Notes)) -> bool {
    compared_blocks(a.0, a.1) == compared_blocks(b.0, b.1)
}

/// Blocks and the notes that they call as they are compared, like [`compared`].
pub fn compared_blocks(blocks: &[Block], notes: &Notes) -> Document {
    let mut document = Document { metadata: Metadata::default(), body: blocks.to_vec(), notes: Notes::new() };
    let mut calls = Calls::default();
    calls.blocks(&document.body);
    let mut next = 0;
    while let Some(name) = calls.names.get(next).cloned() {
        next += 1;
        if let Some(note) = notes.get(&name)
            && !document.notes.contains_key(&name)
        {
            calls.blocks(&note.body);
            document.notes.insert(name, note.clone());
        }
    }
    compared(&document)
}

/// Whether two metadata say the same.
pub fn same_metadata(a: &Metadata, b: &Metadata) -> bool {
    let alone = |metadata: &Metadata| {
        let document = Document { metadata: metadata.clone(), ..Document::default() };
        compared(&document).metadata
    };
    alone(a) == alone(b)
}

/// The notes that blocks call, in order, repeated where they are called again.
#[derive(Default)]
struct Calls {
    names: Vec<NoteName>,
}

impl Visit for Calls {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            block_children(block, self);
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            if let InlineKind::Note(name) = &inline.kind {
                self.names.push(name.clone());
            }
            inline_children(inline, self);
        }
    }
}

/// Whether two lines say the same; notes are compared by name.
pub fn same_inlines(a: &[Inline], b: &[Inline]) -> bool {
    let view = |inlines: &[Inline]| {
        let mut inlines = inlines.to_vec();
        Forget { verse: false }.inlines(&mut inlines);
        normalise_inlines(&mut inlines);
        inlines
    };
    view(a) == view(b)
}

/// A document as it is compared: without places, its notes named by their order, its line ends spaces.
pub fn compared(document: &Document) -> Document {
    let mut document = document.clone();
    rename_notes(&mut document);
    let mut forget = Forget { verse: false };
    let Document { metadata, body, notes } = &mut document;
    forget.blocks(body);
    for note in notes.values_mut() {
        note.span = Span::NONE;
        forget.blocks(&mut note.body);
    }
    let Metadata { title, subtitle, description, rights, summary, acknowledgements, authors, unknown, origins, .. } =
        metadata;
    [title, subtitle, description, rights].into_iter().flatten().for_each(|line| forget.inlines(line));
    forget.blocks(summary);
    forget.blocks(acknowledgements);
    for author in authors {
        author.span = Span::NONE;
        [&mut author.bio, &mut author.note, &mut author.acknowledgements].into_iter().for_each(|b| forget.blocks(b));
    }
    origins.clear();
    // A key of an author's may stand before or after one of the document's.
    unknown.sort_by(|a, b| a.key.cmp(&b.key));
    normalise_document(&mut document);
    document
}

/// Takes spans away and makes spaces of line ends, except in verse.
struct Forget {
    verse: bool,
}

impl VisitMut for Forget {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        for block in blocks {
            block.span = Span::NONE;
            // The number of an example is counted through the file, wherever its list stands.
            if let BlockKind::List(List { kind: ListKind::Ordered { start, style: ListStyle::Example, .. }, .. }) =
                &mut block.kind
            {
                *start = 1;
            }
            let outer = self.verse;
            self.verse |= matches!(block.kind, BlockKind::Verse(_));
            block_children_mut(block, self);
            self.verse = outer;
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in inlines {
            inline.span = Span::NONE;
            if matches!(inline.kind, InlineKind::SoftBreak) && !self.verse {
                inline.kind = InlineKind::Text(" ".into());
            }
            inline_children_mut(inline, self);
        }
    }
}

/// Names the notes by the order in which they are first called.
fn rename_notes(document: &mut Document) {
    let mut rename = Rename { names: BTreeMap::new(), queue: Vec::new() };
    rename.blocks(&mut document.body);
    // Notes may call notes; each is opened once.
    let mut notes = std::mem::take(&mut document.notes);
    let mut renamed = BTreeMap::new();
    let mut next = 0;
    while let Some(name) = rename.queue.get(next).cloned() {
        next += 1;
        if let Some(mut note) = notes.remove(&name) {
            rename.blocks(&mut note.body);
            renamed.insert(rename.names[&name].clone(), note);
        }
    }
    // Notes that nobody calls keep their names, out of the way of the counted ones.
    renamed.extend(notes);
    document.notes = renamed;
}

struct Rename {
    names: BTreeMap<NoteName, NoteName>,
    queue: Vec<NoteName>,
}

impl VisitMut for Rename {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        for block in blocks {
            block_children_mut(block, self);
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in inlines {
            if let InlineKind::Note(name) = &mut inline.kind {
                let next = self.names.len();
                let new = self.names.entry(name.clone()).or_insert_with(|| {
                    self.queue.push(name.clone());
                    // A space cannot stand in a typed label.
                    NoteName { file: FileId(0), label: format!("called {next}") }
                });
                *name = new.clone();
            }
            inline_children_mut(inline, self);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Node, Note, NoteMarker};

    fn document(label: &str, at: usize) -> Document {
        let span = Span::new(FileId(0), at..at + 1);
        let name = NoteName { file: FileId(0), label: label.into() };
        let call = Node::new(InlineKind::Note(name.clone()), span);
        let line_end = Node::new(InlineKind::SoftBreak, span);
        let word = Node::new(InlineKind::Text("word".into()), span);
        let body = vec![Node::new(BlockKind::Paragraph(vec![word.clone(), call, line_end, word]), span)];
        let note = Note { kind: None, marker: NoteMarker::Auto, body: Vec::new(), span };
        Document { metadata: Metadata::default(), body, notes: [(name, note)].into() }
    }

    #[test]
    fn labels_and_places_do_not_count() {
        assert!(same_document(&document("a", 1), &document("b", 9)));
        assert_ne!(document("a", 1), document("b", 9));
        let mut other = document("a", 1);
        other.notes.clear();
        assert!(!same_document(&document("a", 1), &other));
    }
}
