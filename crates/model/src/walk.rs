//! The one place that knows which children a node has: everything that goes through a whole tree goes
//! through here, so that a new kind is handled by all of them at once.

use crate::{
    Block, BlockKind, Caption, Cell, Code, Comment, Definition, Document, Figure, Inline, InlineKind, Item, Link, List,
    Quote, ReferenceForm, Row, Table, VerseLine,
};

/// A node of either kind.
#[derive(Clone, Copy, Debug)]
pub enum AnyNode<'n> {
    /// A block.
    Block(&'n Block),
    /// An inline.
    Inline(&'n Inline),
}

/// Calls a function for each node of a tree, a node before its children.
pub fn each_node(blocks: &[Block], call: &mut impl FnMut(AnyNode<'_>)) {
    EachNode { call }.blocks(blocks);
}

/// Calls a function for each inline of a row, one before those within it.
pub fn each_inline(inlines: &[Inline], call: &mut impl FnMut(&Inline)) {
    let mut inline_only = |node: AnyNode<'_>| match node {
        AnyNode::Inline(inline) => call(inline),
        AnyNode::Block(_) => {}
    };
    EachNode { call: &mut inline_only }.inlines(inlines);
}

/// Calls a function for each row of inlines that stands right within an inline.
pub fn each_row_within(inline: &mut Inline, call: &mut impl FnMut(&mut Vec<Inline>)) {
    inline_children_mut(inline, &mut EachRow { call });
}

struct EachRow<'c, F> {
    call: &'c mut F,
}

impl<F: FnMut(&mut Vec<Inline>)> VisitMut for EachRow<'_, F> {
    // No blocks stand in inlines.
    fn blocks(&mut self, _: &mut Vec<Block>) {}

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        (self.call)(inlines);
    }
}

struct EachNode<'c, F> {
    call: &'c mut F,
}

impl<F: FnMut(AnyNode<'_>)> Visit for EachNode<'_, F> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            (self.call)(AnyNode::Block(block));
            block_children(block, self);
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            (self.call)(AnyNode::Inline(inline));
            inline_children(inline, self);
        }
    }
}

/// What is done with each sequence of nodes. The visitor decides whether to go on into their children.
pub(crate) trait VisitMut {
    /// A sequence of blocks.
    fn blocks(&mut self, blocks: &mut Vec<Block>);
    /// A sequence of inlines.
    fn inlines(&mut self, inlines: &mut Vec<Inline>);
    /// The inlines that begin and end a block: a paragraph's, a heading's, a term's.
    fn line(&mut self, inlines: &mut Vec<Inline>) {
        self.inlines(inlines);
    }
}

/// The same for those who only look.
pub(crate) trait Visit {
    /// A sequence of blocks.
    fn blocks(&mut self, blocks: &[Block]);
    /// A sequence of inlines.
    fn inlines(&mut self, inlines: &[Inline]);
    /// The inlines that begin and end a block: a paragraph's, a heading's, a term's.
    fn line(&mut self, inlines: &[Inline]) {
        self.inlines(inlines);
    }
}

/// Visits all that a document says: the prose of its metadata, its body, its notes.
pub(crate) fn document_mut(document: &mut Document, visit: &mut impl VisitMut) {
    let Document { metadata, body, notes } = document;
    let lines = [&mut metadata.title, &mut metadata.subtitle, &mut metadata.description, &mut metadata.rights];
    lines.into_iter().flatten().for_each(|line| visit.line(line));
    visit.blocks(&mut metadata.summary);
    visit.blocks(&mut metadata.acknowledgements);
    for author in &mut metadata.authors {
        for blocks in [&mut author.bio, &mut author.note, &mut author.acknowledgements] {
            visit.blocks(blocks);
        }
    }
    visit.blocks(body);
    for note in notes.values_mut() {
        visit.blocks(&mut note.body);
    }
}

/// Both walkers from one text: they cannot differ.
macro_rules! walkers {
($visit:ident, $block:ident, $inline:ident, $iter:ident, [$($m:tt)*]) => {
/// Visits the children of a block.
pub(crate) fn $block(block: &$($m)* Block, visit: &mut impl $visit) {
    match &$($m)* block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { level: _, content } => visit.line(content),
        BlockKind::Quote(Quote { body, attribution }) => {
            visit.blocks(body);
            if let Some(line) = attribution {
                visit.line(line);
            }
        }
        BlockKind::List(List { kind: _, tight: _, items, continues: _ }) => {
            for Item { value: _, example: _, checked: _, body } in items {
                visit.blocks(body);
            }
        }
        BlockKind::Definitions(definitions) => {
            for Definition { term, bodies } in definitions {
                visit.line(term);
                bodies.$iter().for_each(|body| visit.blocks(body));
            }
        }
        BlockKind::Code(Code { language: _, text: _ }) => {}
        BlockKind::Math(_) => {}
        BlockKind::Verse(stanzas) => {
            for VerseLine { indent: _, content } in stanzas.$iter().flatten() {
                visit.line(content);
            }
        }
        BlockKind::Divider => {}
        BlockKind::Break(_) => {}
        BlockKind::Table(Table { columns: _, head, body, header_columns: _ }) => {
            for Row { cells } in head.$iter().chain(body) {
                for Cell { body, column_span: _, row_span: _ } in cells {
                    visit.blocks(body);
                }
            }
        }
        BlockKind::Figure(figure) => {
            let Figure { kind: _, body, caption } = &$($m)* **figure;
            visit.blocks(body);
            if let Some(caption) = caption {
                let Caption { body, short, credit } = caption;
                visit.blocks(body);
                for line in [short, credit].into_iter().flatten() {
                    visit.line(line);
                }
            }
        }
        BlockKind::Container(body) => visit.blocks(body),
        BlockKind::Outline(_) => {}
        BlockKind::Bibliography => {}
        BlockKind::Endnotes => {}
        BlockKind::Raw(_) => {}
    }
}

/// Visits the children of an inline.
pub(crate) fn $inline(inline: &$($m)* Inline, visit: &mut impl $visit) {
    match &$($m)* inline.kind {
        InlineKind::Text(_) => {}
        InlineKind::SoftBreak => {}
        InlineKind::HardBreak => {}
        InlineKind::Emph(content)
        | InlineKind::Strong(content)
        | InlineKind::Strike(content)
        | InlineKind::Subscript(content)
        | InlineKind::Superscript(content)
        | InlineKind::SmallCaps(content)
        | InlineKind::Underline(content)
        | InlineKind::Highlight(content)
        | InlineKind::Span(content)
        | InlineKind::Insertion { change: _, content }
        | InlineKind::Deletion { change: _, content }
        | InlineKind::Link(Link { target: _, title: _, content }) => visit.inlines(content),
        InlineKind::Code(_) => {}
        InlineKind::Math(_) => {}
        InlineKind::Image(_) => {}
        InlineKind::Note(_) => {}
        InlineKind::Reference(reference) => {
            for item in &$($m)* reference.items {
                match &$($m)* item.form {
                    ReferenceForm::Worded(word) => visit.inlines(word),
                    ReferenceForm::Full | ReferenceForm::Number | ReferenceForm::Page => {}
                }
            }
        }
        InlineKind::Cite(citations) => {
            for citation in citations {
                visit.inlines(&$($m)* citation.prefix);
                visit.inlines(&$($m)* citation.suffix);
            }
        }
        InlineKind::Index(term) => visit.inlines(&$($m)* term.content),
        InlineKind::Comment(comment) => {
            let Comment { visibility: _, text: _, on, change: _, id: _, reply_to: _, done: _ } = &$($m)* **comment;
            visit.inlines(on);
        }
        InlineKind::Milestone(_) => {}
        InlineKind::Raw(_) => {}
    }
}
};
}

walkers!(VisitMut, block_children_mut, inline_children_mut, iter_mut, [mut]);
walkers!(Visit, block_children, inline_children, iter, []);
