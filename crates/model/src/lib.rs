//! The document as its author wrote it: every node has attributes and a source span.
//! It knows nothing of numbers, pages or formats; `resolve` answers those questions.

mod block;
mod changes;
mod compare;
mod dump;
mod inline;
mod labels;
mod metadata;
mod normal;
mod note;
mod ranges;
pub mod samples;
mod text;
mod tight;
mod walk;

pub use block::{
    Block, BlockKind, BreakKind, Caption, Cell, Code, Continues, Definition, Figure, FigureKind, HorizontalAlign, Item,
    List, ListKind, ListStyle, OutlineKind, Quote, Row, Table, TableColumn, VerseLine,
};
pub use changes::{Settled, Settlement, settle_changes};
pub use compare::{
    compared, compared_blocks, same_blocks, same_blocks_and_notes, same_document, same_inlines, same_metadata,
};
pub use dump::{dump, dump_blocks};
pub use inline::{
    Change, Citation, CitationMode, Comment, Image, IndexTerm, Inline, InlineKind, Link, Milestone, MilestoneKind, Raw,
    Reference, ReferenceForm, ReferenceItem, Visibility,
};
pub use labels::{Referable, referables};
pub use metadata::{
    Author, BioPlacement, DateText, Identifier, ListPrinting, Marker, Metadata, NotePlacement, Origin, Series,
    UnknownKey,
};
pub use normal::{is_normal, normalise_blocks, normalise_document, normalise_inlines};
pub use note::{Note, NoteKind, NoteMarker, NoteName, Notes};
pub use ranges::{Ranges, has_changes_over_blocks, has_ranges, pair_ranges};
pub use text::{plain_text, plain_text_of_blocks};
pub use tight::{lists_run_together, needs_blank_line};
pub use walk::{AnyNode, each_inline, each_node, each_row_within};

use chapbook_source::Span;
use chapbook_values::Attributes;

/// A node of the tree: what it is, what the author said of it, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<K> {
    /// What it is.
    pub kind: K,
    /// Label, classes and key–values.
    pub attrs: Attributes,
    /// Where it stands in the source.
    pub span: Span,
}

impl<K> Node<K> {
    /// A node without attributes.
    pub fn new(kind: K, span: Span) -> Self {
        Self { kind, attrs: Attributes::NONE, span }
    }

    /// The same node with these attributes.
    #[must_use]
    pub fn with(mut self, attrs: Attributes) -> Self {
        self.attrs = attrs;
        self
    }
}

/// A document: metadata, body and notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What is said about the document as a whole.
    pub metadata: Metadata,
    /// The text, in reading order.
    pub body: Vec<Block>,
    /// The notes, by name. Where they are called, an [`InlineKind::Note`] holds the name.
    pub notes: Notes,
}
