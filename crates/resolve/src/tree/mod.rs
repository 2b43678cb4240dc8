//! The resolved tree: the document with every question answered. Numbers, markers, generated words, typographic
//! characters and the order of notes stand in it; writers print what they find and decide nothing.
//! The one open value is the page that a reference falls on ([`InlineKind::PageOf`]).

mod block;
mod inline;
mod meta;

pub use block::{
    AuthorNote, Block, BlockKind, CalloutKind, Caption, CaptionLabel, Cell, Code, Column, ColumnAlign, Counter,
    Definition, Division, DivisionRole, Figure, FigureKind, Heading, Item, List, ListGroup, Matter, Outline,
    OutlineEntry, OutlineKind, Paragraph, Row, Table, Token, TokenClass, VerseLine,
};
pub use inline::{
    Alt, AuthorMark, Change, Comment, CommentRange, Extent, ImageId, IndexTerm, Inline, InlineKind, InlineStyle, Link,
    LinkTarget, Locale, NoteCall, PictureRef, Raw, Reference, ReferenceForm, Reply, Span, Text, Tracked,
};
pub use meta::{Identifier, Meta, Person, PersonRole};

use chapbook_assets::Image;
use chapbook_source::Span as SourceSpan;
use chapbook_values::{Direction, Language, Length};

use crate::words::Words;

/// A node, by its place in the order in which nodes are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A place that can be pointed to. Only `resolve` makes one, so that no link can point nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor(pub(crate) u32);

/// What an anchor is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorName {
    /// A name that is unique in the document, and an ASCII XML name without colon: fit for `id` in XHTML and for
    /// a PDF destination.
    pub id: String,
    /// The author's label, if there is one.
    pub label: Option<String>,
    /// The node it stands on.
    pub node: NodeId,
}

/// A note, by its place in the order of first calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

/// A note that is called in the text. Author notes at the end are blocks of the body instead
/// ([`BlockKind::AuthorNotes`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its node.
    pub id: NodeId,
    /// Its kind.
    pub kind: NoteKind,
    /// The mark, as printed: `1`, `*`.
    pub marker: String,
    /// Whether the mark is counted; a literal mark is not.
    pub counted: bool,
    /// The note itself.
    pub anchor: Anchor,
    /// The first place that calls it.
    pub call: Anchor,
    /// Its text: paragraphs of role `Footnote` or `Endnote`, and what else stands in it.
    pub body: Vec<Block>,
    /// Where it is defined.
    pub span: SourceSpan,
}

/// Where a note is printed and who speaks in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// At the foot of the page.
    Footnote,
    /// At the end, where the body has a [`BlockKind::Endnotes`].
    Endnote,
    /// About an author, at the foot of the byline's page.
    Author,
    /// The editor's, at the foot of the page.
    Editor,
}

/// A resolved document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The language of the text.
    pub language: Language,
    /// Whether someone named the language, or it was taken for English.
    pub language_named: bool,
    /// The direction of the text.
    pub direction: Direction,
    /// Generated words in the document's language.
    pub words: Words,
    /// What is said about the document.
    pub meta: Meta,
    /// The text in reading order; title, byline and author notes are part of it.
    pub body: Vec<Block>,
    /// The notes in the order of their first calls.
    pub notes: Vec<Note>,
    /// The headings, for outlines and navigation. Without headings the title is the one entry.
    pub outline: Vec<OutlineEntry>,
    /// The images, each once.
    pub images: Vec<Image>,
    /// The names of all anchors.
    pub anchors: Vec<AnchorName>,
    /// How many nodes there are.
    pub nodes: u32,
    /// What a person has mended on the printed pages, by the block; no other format takes it up.
    pub makeup: Vec<(NodeId, Makeup, SourceSpan)>,
    /// Whether errors stand in the text as placeholders (`--keep-going`).
    pub has_placeholders: bool,
}

impl Resolved {
    /// The name of an anchor.
    pub fn anchor(&self, anchor: Anchor) -> &AnchorName {
        &self.anchors[anchor.0 as usize]
    }

    /// A note.
    pub fn note(&self, note: NoteId) -> &Note {
        &self.notes[note.0 as usize]
    }

    /// An image.
    pub fn image(&self, image: ImageId) -> &Image {
        &self.images[image.0 as usize]
    }
}

/// What a person mends on the printed page at a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Makeup {
    /// So many lines more than the best paragraph has, or less.
    pub looseness: i8,
    /// It stays on the page of what follows.
    pub keep: bool,
    /// It starts a page.
    pub break_before: bool,
    /// Added to the space above it.
    pub space: Length,
}

impl Makeup {
    /// Both together.
    pub fn with(self, other: Self) -> Self {
        Self {
            looseness: self.looseness.saturating_add(other.looseness),
            keep: self.keep || other.keep,
            break_before: self.break_before || other.break_before,
            space: self.space + other.space,
        }
    }
}

/// The pages of a layout, as other formats need them: the page list of an EPUB, the cached results of a DOCX.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap {
    /// The pages in their order.
    pub pages: Vec<PageStart>,
    /// The index in `pages` of the page that each anchor falls on, by the anchor's number.
    pub anchors: Vec<Option<u32>>,
}

/// A page: what it is called, and what it starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageStart {
    /// The page number as printed.
    pub label: String,
    /// The first node on it, and how many bytes of that node's text stand on earlier pages; none on a blank page.
    pub start: Option<(NodeId, u32)>,
}

impl PageMap {
    /// The label of the page that an anchor falls on.
    pub fn label(&self, anchor: Anchor) -> Option<&str> {
        let page = (*self.anchors.get(anchor.0 as usize)?)?;
        Some(&self.pages.get(page as usize)?.label)
    }
}

impl Anchor {
    /// The anchor's number, from 0: its place in [`Resolved::anchors`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
