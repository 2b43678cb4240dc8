//! The one place that knows which children a node has: everything that goes through a whole tree goes
//! through here, so that a new kind is handled by all of them at once.

use crate::{
    Block, BlockKind, Caption, Cell, Code, Comment, Definition, Figure, Inline, InlineKind, Item, Link, List, Quote,
    ReferenceForm, Row, Table, VerseLine,
};

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

/// Visits the children of a block.
pub(crate) fn block_children(block: &mut Block, visit: &mut impl VisitMut) {
    match &mut block.kind {
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
                bodies.iter_mut().for_each(|body| visit.blocks(body));
            }
        }
        BlockKind::Code(Code { language: _, text: _ }) => {}
        BlockKind::Math(_) => {}
        BlockKind::Verse(stanzas) => {
            for VerseLine { indent: _, content } in stanzas.iter_mut().flatten() {
                visit.line(content);
            }
        }
        BlockKind::Divider => {}
        BlockKind::Break(_) => {}
        BlockKind::Table(Table { columns: _, head, body, header_columns: _ }) => {
            for Row { cells } in head.iter_mut().chain(body) {
                for Cell { body, column_span: _, row_span: _ } in cells {
                    visit.blocks(body);
                }
            }
        }
        BlockKind::Figure(figure) => {
            let Figure { kind: _, body, caption } = &mut **figure;
            visit.blocks(body);
            if let Some(caption) = caption {
                caption_children(caption, visit);
            }
        }
        BlockKind::Container(body) => visit.blocks(body),
        BlockKind::Outline(_) => {}
        BlockKind::Bibliography => {}
        BlockKind::Endnotes => {}
        BlockKind::Raw(_) => {}
    }
}

fn caption_children(caption: &mut Caption, visit: &mut impl VisitMut) {
    let Caption { body, short, credit } = caption;
    visit.blocks(body);
    for line in [short, credit].into_iter().flatten() {
        visit.line(line);
    }
}

/// Visits the children of an inline.
pub(crate) fn inline_children(inline: &mut Inline, visit: &mut impl VisitMut) {
    match &mut inline.kind {
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
            for item in &mut reference.items {
                match &mut item.form {
                    ReferenceForm::Worded(word) => visit.inlines(word),
                    ReferenceForm::Full | ReferenceForm::Number | ReferenceForm::Page => {}
                }
            }
        }
        InlineKind::Cite(citations) => {
            for citation in citations {
                visit.inlines(&mut citation.prefix);
                visit.inlines(&mut citation.suffix);
            }
        }
        InlineKind::Index(term) => visit.inlines(&mut term.content),
        InlineKind::Comment(comment) => {
            let Comment { visibility: _, text: _, on, change: _, id: _ } = &mut **comment;
            visit.inlines(on);
        }
        InlineKind::Milestone(_) => {}
        InlineKind::Raw(_) => {}
    }
}
