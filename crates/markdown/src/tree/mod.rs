//! The tree pass: the events of the mask become blocks, with spans and text taken from the source.
//!
//! [`Tree`] goes through the events once. What stands next to each other in one container is first gathered
//! as [`Part`]s; then div fences are paired, captions join what they caption, and lists find the one they go on from.

mod abbreviations;
mod blocks;
mod captions;
mod code;
mod definitions;
mod divs;
mod figures;
mod gaps;
mod html;
mod list_tables;
pub(crate) mod lists;
mod math;
mod notes;
mod quotes;
mod remarks;
mod tables;
mod verse;

use std::collections::BTreeMap;
use std::ops::Range;

use chapbook_model::{Block, BlockKind, Inline, InlineKind, Node};
use chapbook_source::Span;
use chapbook_values::Attributes;
use pulldown_cmark::{Event, Tag};

use crate::attributes;
use crate::clean::clean_text;
use crate::context::Context;
use crate::inlines::Piece;
use crate::mask::marks::MarkKind;
use crate::mask::{Events, Mask, masked};
use crate::place::{Place, Spans};
pub(crate) use blocks::PAGE_BREAKS;
use captions::CaptionPart;
pub(crate) use captions::{column_widths, take_words};
use definitions::DefinitionsPart;
use divs::FencePart;
pub(crate) use figures::starts_with_prefix;
pub(crate) use gaps::has_blank_line;
pub(crate) use notes::settle_notes;
pub(crate) use tables::{NARROW_LINE, widths_of_dashes};

/// What stands in a sequence of blocks before the sequence is settled.
#[derive(Debug)]
pub(crate) enum Part {
    /// A block.
    Block(Block),
    /// A paragraph that may be a caption.
    Caption(CaptionPart),
    /// A div fence.
    Fence(FencePart),
    /// Definitions, whose term is the paragraph before.
    Definitions(DefinitionsPart),
    /// `<!-- -->`: what stands before and after is not one.
    Apart,
}

/// The reader of one text's events.
pub(crate) struct Tree<'t> {
    pub(crate) place: Place<'t>,
    pub(crate) mask: &'t Mask<'t>,
    /// The events in chunks, each of whole top-level blocks.
    pub(crate) chunks: &'t [Events<'t>],
    /// Which chunk is read.
    pub(crate) chunk: usize,
    /// Its events.
    pub(crate) events: &'t [(Event<'t>, Range<usize>)],
    /// The next event.
    pub(crate) at: usize,
    /// Text before this offset is used up: by a mark, or by a caption's `Table:`.
    pub(crate) done: usize,
    /// Whether blank lines stand between the blocks of the sequence read last.
    pub(crate) loose: bool,
    /// Whether blank lines stand between the lists that one list of the parse was read as.
    pub(crate) gap: bool,
    /// How many quotations are open.
    pub(crate) quotes: usize,
    /// Whether a comment with an end of its own was begun.
    pub(crate) comments: bool,
    /// Lists of pieces to use again: they have grown once.
    pub(crate) spare: Vec<Vec<Piece>>,
    /// The attributes of link definitions, by label.
    pub(crate) definitions: BTreeMap<String, Attributes>,
    pub(crate) context: &'t mut Context,
}

/// Reads a whole file's body: note labels and headings are looked up in all of it.
pub(crate) fn read_body(place: Place<'_>, context: &mut Context) -> Vec<Block> {
    with_tree(place, context, |tree| {
        tree.collect_names();
        tree.blocks(0)
    })
}

/// Reads blocks of a fragment.
pub(crate) fn read_blocks(place: Place<'_>, context: &mut Context) -> Vec<Block> {
    with_tree(place, context, |tree| tree.blocks(0))
}

/// Reads a fragment as the inlines of one paragraph, whatever its line begins with.
pub(crate) fn read_line(place: Place<'_>, context: &mut Context) -> Vec<Inline> {
    // A quotation mark keeps the line from being a list, a heading or a fence, and acts on the flanking of
    // emphasis as the start of a line does; line ends cannot begin blocks once they are spaces.
    let text = format!("\"{}", place.text.replace(['\n', '\r'], " "));
    let spans = match place.spans {
        Spans::At { file, base, skip } => Spans::At { file, base, skip: skip + 1 },
        Spans::Fixed(span) => Spans::Fixed(span),
    };
    with_tree(Place { text: &text, spans }, context, |tree| {
        tree.done = 1;
        // The paragraph's start.
        tree.at = 1;
        let mut line = tree.inlines(0);
        chapbook_model::normalise_inlines(&mut line);
        line
    })
}

fn with_tree<T>(place: Place<'_>, context: &mut Context, read: impl FnOnce(&mut Tree<'_>) -> T) -> T {
    masked(&place, |mask, chunks| {
        for (code, range, message) in &mask.findings {
            context.diagnostics.push(crate::mend::finding(code, place.span(range.clone()), *message));
        }
        if mask.exhausted {
            context.say_too_deep(place.span(0..0));
        }
        let definitions = attributes_of_definitions(&place, mask);
        let mut tree = Tree {
            place,
            mask,
            events: chunks.first().map_or(&[], Vec::as_slice),
            chunks,
            chunk: 0,
            at: 0,
            done: 0,
            loose: false,
            gap: false,
            quotes: 0,
            comments: false,
            spare: Vec::new(),
            definitions,
            context,
        };
        read(&mut tree)
    })
}

/// The attributes of link definitions, by label.
fn attributes_of_definitions(place: &Place<'_>, mask: &Mask<'_>) -> BTreeMap<String, Attributes> {
    let mut definitions = BTreeMap::new();
    for mark in mask.marks.iter().filter(|mark| mark.kind == MarkKind::DefinitionAttributes) {
        let braces = attributes::read(&place.text[mark.range.clone()]);
        let before = &place.text[..mark.range.start];
        let line = &before[before.rfind(['\n', '\r']).map_or(0, |i| i + 1)..];
        let label = line.split_once('[').and_then(|(_, rest)| rest.split_once("]:")).map(|(label, _)| label);
        if let (Some(braces), Some(label)) = (braces, label) {
            definitions.entry(fold_label(label)).or_insert(braces.attrs);
        }
    }
    definitions
}

/// A link label as CommonMark 0.31, 4.7 compares it, but for Unicode's rarer case folds.
pub(crate) fn fold_label(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl<'t> Tree<'t> {
    /// Goes on to the next chunk; `false` if there is none.
    pub(crate) fn next_chunk(&mut self) -> bool {
        let Some(events) = self.chunks.get(self.chunk + 1) else { return false };
        self.chunk += 1;
        self.events = events;
        self.at = 0;
        true
    }

    /// The next event, which stays the next.
    pub(crate) fn peek(&self) -> Option<&'t (Event<'t>, Range<usize>)> {
        self.events.get(self.at)
    }

    /// The span of a range.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        self.place.span(range)
    }

    /// The source of a range, as text for the model.
    pub(crate) fn text(&self, range: Range<usize>) -> String {
        let text = self.place.text.get(range).unwrap_or("");
        if self.mask.is_clean { text.to_owned() } else { clean_text(text) }
    }

    /// A node of a range.
    pub(crate) fn node<K>(&self, kind: K, range: Range<usize>) -> Node<K> {
        Node::new(kind, self.span(range))
    }

    /// Goes past the end of the element whose start was the event before the next one.
    pub(crate) fn skip_to_end(&mut self) {
        let mut depth = 1usize;
        while let Some((event, _)) = self.events.get(self.at) {
            self.at += 1;
            depth += usize::from(matches!(event, Event::Start(_)));
            depth -= usize::from(matches!(event, Event::End(_)));
            if depth == 0 {
                return;
            }
        }
    }

    /// A range of the source as it was typed: a paragraph of its lines.
    pub(crate) fn literal(&self, range: Range<usize>) -> Block {
        let range = self.place.trimmed(range);
        let mut content = Vec::new();
        let mut at = range.start;
        for line in self.place.text[range.clone()].split_inclusive('\n') {
            let words = line.trim_end_matches(['\n', '\r']);
            content.push(self.node(InlineKind::Text(clean_text(words)), at..at + words.len()));
            if words.len() < line.len() {
                content.push(self.node(InlineKind::SoftBreak, at + words.len()..at + line.len()));
            }
            at += line.len();
        }
        self.node(BlockKind::Paragraph(content), range)
    }
}

/// Whether an element is a block, which ends a run of bare inlines in a tight item.
pub(crate) fn is_block(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::Paragraph
        | Tag::Heading { .. }
        | Tag::BlockQuote(_)
        | Tag::CodeBlock(_)
        | Tag::HtmlBlock
        | Tag::List(_)
        | Tag::Item
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Table(_)
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::MetadataBlock(_) => true,
        Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Link { .. }
        | Tag::Image { .. } => false,
    }
}
