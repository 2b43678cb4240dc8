//! The model as Markdown in the canonical form of the dialect (DIALECT 13): the inverse of [`read`](crate::read).
//!
//! The law: what is written reads as what was written, for every document in normal form. Blocks are printed by
//! rules (`blocks`, `inlines`, `escapes`); then the text is read again, and a block that reads otherwise is printed
//! with every character of its text escaped. Given the source, blocks that say what their source says are copied
//! byte for byte (`source`). It wraps no lines, and decides nothing about how a document looks.

mod align;
mod attributes;
mod blocks;
mod buffer;
mod escapes;
mod figures;
mod format;
mod forms;
mod front;
mod inlines;
mod lists;
mod notes;
mod out;
mod raw;
mod source;
mod tables;
mod verse;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chapbook_model::{
    AnyNode, Block, BlockKind, CitationMode, Document, Inline, InlineKind, NoteName, each_node, same_blocks_and_notes,
};
use chapbook_source::FileId;

use crate::{Habits, ReadOptions, read};
pub use format::format;
use out::Out;
pub use source::write_with_source;

/// Writes a document. What the model holds and Markdown cannot is in [`chapbook_model::is_normal`]'s law.
pub fn write(document: &Document) -> String {
    let mut writer = Writer::new(document);
    let front = front::print(&mut writer, &document.metadata);
    let (text, places) = join(&front, &writer.pieces(&BTreeSet::new()));
    let doubtful = differing(document, &read_again(document, &text), &places);
    if doubtful.is_empty() {
        return text;
    }
    let mut writer = Writer::new(document);
    let front = front::print(&mut writer, &document.metadata);
    join(&front, &writer.pieces(&doubtful)).0
}

/// How many top-level blocks need their text escaped throughout: a measure of the rules, for tests.
#[doc(hidden)]
pub fn doubtful(document: &Document) -> Vec<usize> {
    let mut writer = Writer::new(document);
    let front = front::print(&mut writer, &document.metadata);
    let (text, places) = join(&front, &writer.pieces(&BTreeSet::new()));
    differing(document, &read_again(document, &text), &places).into_iter().collect()
}

/// How much a writer escapes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Care {
    /// What would act.
    #[default]
    Plain,
    /// Everything that could: this block did not read as it should.
    Guarded,
}

/// What a writer knows of the document it writes.
struct Writer<'d> {
    document: &'d Document,
    care: Care,
    /// The texts of the headings, which a pair of brackets may name.
    headings: BTreeSet<String>,
    /// The labels of example items.
    examples: BTreeSet<String>,
    /// Whether a bare key might be a citation: it is one where a bibliography is named.
    bibliography: bool,
    /// How often each note is called.
    calls: BTreeMap<NoteName, usize>,
    /// The labels of notes that need one.
    labels: BTreeMap<NoteName, String>,
    /// The notes that the block at hand calls, in order.
    called: Vec<NoteName>,
    /// The notes whose definitions are written.
    defined: BTreeSet<NoteName>,
    /// Whether nothing is written yet.
    opens_file: bool,
    /// Whether blank lines would make the list loose that the block at hand is in.
    tight: bool,
    /// Whether the next block stands on the line of an item's marker.
    opens_item: bool,
    comment_ids: usize,
}

/// A top-level block as it is written, with the definitions of the notes that it calls first.
#[derive(Debug)]
struct Piece {
    text: String,
    /// Whether a mark has to keep it from the piece before.
    apart: bool,
}

impl<'d> Writer<'d> {
    fn new(document: &'d Document) -> Self {
        let survey = Survey::of(document);
        let Survey { headings, examples, cites, cites_in_text: _, calls } = survey;
        let bibliography = cites || !document.metadata.bibliography.is_empty();
        let labels = notes::labels(&document.notes, &calls);
        Self {
            document,
            care: Care::Plain,
            headings,
            examples,
            bibliography,
            calls,
            labels,
            called: Vec::new(),
            defined: BTreeSet::new(),
            opens_file: true,
            opens_item: false,
            tight: false,
            comment_ids: 0,
        }
    }

    /// The top-level blocks, those of these indices with care, and a last piece for what nothing calls.
    fn pieces(&mut self, doubtful: &BTreeSet<usize>) -> Vec<Piece> {
        let body = &self.document.body;
        let mut sequence = blocks::Sequence::default();
        let mut pieces = Vec::with_capacity(body.len() + 1);
        for (i, block) in body.iter().enumerate() {
            self.care = if doubtful.contains(&i) { Care::Guarded } else { Care::Plain };
            let apart = i > 0 && blocks::run_together(&body[i - 1], block, &sequence);
            let mut out = Out::new();
            self.block(&mut out, block, &mut sequence);
            self.opens_file = false;
            self.note_definitions(&mut out);
            pieces.push(Piece { text: out.finish(), apart });
        }
        self.care = Care::Plain;
        pieces.extend(self.uncalled_notes().map(|text| Piece { text, apart: false }));
        pieces
    }

    /// An id for a comment that has none.
    fn comment_id(&mut self) -> String {
        self.comment_ids += 1;
        format!("comment-{}", self.comment_ids)
    }
}

/// What is looked for in a document before it is written.
#[derive(Default)]
struct Survey {
    headings: BTreeSet<String>,
    examples: BTreeSet<String>,
    cites: bool,
    cites_in_text: bool,
    calls: BTreeMap<NoteName, usize>,
}

impl Survey {
    fn of(document: &Document) -> Self {
        let mut survey = Survey::default();
        let bodies = document.notes.values().map(|note| note.body.as_slice());
        for blocks in std::iter::once(document.body.as_slice()).chain(bodies) {
            each_node(blocks, &mut |node| match node {
                AnyNode::Block(block) => survey.block(block),
                AnyNode::Inline(inline) => survey.inline(inline),
            });
        }
        survey
    }

    fn block(&mut self, block: &Block) {
        if let BlockKind::Heading { content, .. } = &block.kind {
            self.headings.insert(inlines::name_of(content));
        } else if let BlockKind::List(list) = &block.kind {
            let labels = list.items.iter().filter_map(|item| item.example.as_ref());
            self.examples.extend(labels.map(|label| label.as_str().to_owned()));
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Note(name) = &inline.kind {
            *self.calls.entry(name.clone()).or_default() += 1;
        } else if let InlineKind::Cite(citations) = &inline.kind {
            self.cites = true;
            self.cites_in_text |= citations.iter().any(|citation| citation.mode == CitationMode::InText);
        }
    }
}

/// Front matter and pieces as one text, and where each piece stands in it.
fn join(front: &str, pieces: &[Piece]) -> (String, Vec<Range<usize>>) {
    let mut text = front.to_owned();
    let mut places = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.apart {
            text.push_str("\n<!-- -->\n");
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(&piece.text);
        places.push(start..text.len());
        text.push('\n');
    }
    (text, places)
}

/// The top-level blocks that do not read as they were written.
fn differing(document: &Document, read: &Document, places: &[Range<usize>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut blocks = read.body.as_slice();
    for (i, place) in places.iter().enumerate() {
        let len = blocks.iter().take_while(|block| (block.span.start as usize) < place.end).count();
        let (here, rest) = blocks.split_at(len);
        blocks = rest;
        let Some(block) = document.body.get(i) else { break };
        if !same_blocks_and_notes((std::slice::from_ref(block), &document.notes), (here, &read.notes)) {
            found.insert(i);
        }
    }
    found
}

/// What a text is read as again, with nothing said of it.
fn read_again(document: &Document, text: &str) -> Document {
    let options = ReadOptions { habits: Habits::Off, bibliography: has_bibliography(document) };
    read(FileId(0), text, &options).0
}

/// Whether a bare key is a citation in a document: it names a bibliography, or cites so already.
fn has_bibliography(document: &Document) -> bool {
    !document.metadata.bibliography.is_empty() || Survey::of(document).cites_in_text
}
