//! The one place that knows which children a resolved node has.

use crate::{
    AuthorNote, Block, BlockKind, Caption, Cell, Definition, Figure, Inline, InlineKind, Item, Link, List, Note, Raw,
    Row, VerseLine,
};

/// What is done with nodes on a way through the tree, in reading order.
pub(crate) trait VisitMut {
    /// A block, before its children.
    fn block(&mut self, _block: &mut Block) {}
    /// A sequence of inlines; the visitor goes into their children by [`inline_children`].
    fn inlines(&mut self, _inlines: &mut Vec<Inline>) {}
}

pub(crate) fn notes(notes: &mut [Note], visit: &mut impl VisitMut) {
    notes.iter_mut().for_each(|note| blocks(&mut note.body, visit));
}

pub(crate) fn blocks(blocks: &mut [Block], visit: &mut impl VisitMut) {
    for block in blocks {
        visit.block(block);
        block_children(block, visit);
    }
}

fn block_children(block: &mut Block, visit: &mut impl VisitMut) {
    match &mut block.kind {
        BlockKind::Paragraph(paragraph) => visit.inlines(&mut paragraph.content),
        BlockKind::Heading(heading) => visit.inlines(&mut heading.content),
        BlockKind::Quote(body) => blocks(body, visit),
        BlockKind::List(List { group: _, counter: _, tight: _, depth: _, continued: _, items }) => {
            for Item { id: _, ordinal: _, marker: _, checked: _, anchor: _, body, span: _ } in items {
                blocks(body, visit);
            }
        }
        BlockKind::Definitions(definitions) => {
            for Definition { term, bodies } in definitions {
                visit.inlines(term);
                bodies.iter_mut().for_each(|body| blocks(body, visit));
            }
        }
        BlockKind::Code(_) => {}
        BlockKind::Math(_) => {}
        BlockKind::Verse(stanzas) => {
            for VerseLine { indent: _, content } in stanzas.iter_mut().flatten() {
                visit.inlines(content);
            }
        }
        BlockKind::Divider(_) => {}
        BlockKind::PageBreak => {}
        BlockKind::Table(table) => {
            for Row { cells } in table.head.iter_mut().chain(&mut table.body) {
                for Cell { body, column_span: _, row_span: _ } in cells {
                    blocks(body, visit);
                }
            }
        }
        BlockKind::Figure(Figure { kind: _, body, caption, caption_above }) => {
            if !*caption_above {
                blocks(body, visit);
            }
            if let Some(Caption { id: _, label: _, body, credit, short }) = caption {
                blocks(body, visit);
                for line in [credit, short].into_iter().flatten() {
                    visit.inlines(line);
                }
            }
            if *caption_above {
                blocks(body, visit);
            }
        }
        BlockKind::Image(_) => {}
        BlockKind::Division(division) => {
            if let Some(title) = &mut division.title {
                visit.inlines(title);
            }
            blocks(&mut division.body, visit);
        }
        BlockKind::AuthorNotes(notes) => {
            for AuthorNote { id: _, marker: _, anchor: _, call: _, body, span: _ } in notes {
                blocks(body, visit);
            }
        }
        BlockKind::Outline(outline) => {
            visit.inlines(&mut outline.title);
            outline.entries.iter_mut().for_each(|entry| visit.inlines(&mut entry.content));
        }
        BlockKind::Endnotes { level: _, title, notes: _ } => visit.inlines(title),
        BlockKind::Raw(Raw { markup: _, instead }) => blocks(instead, visit),
    }
}

pub(crate) fn inline_children(inline: &mut Inline, visit: &mut impl VisitMut) {
    match &mut inline.kind {
        InlineKind::Text(_) => {}
        InlineKind::LineBreak => {}
        InlineKind::Styled { style: _, content }
        | InlineKind::Inserted { change: _, content }
        | InlineKind::Deleted { change: _, content }
        | InlineKind::Link(Link { target: _, title: _, content }) => visit.inlines(content),
        InlineKind::Code(_) => {}
        InlineKind::Math(_) => {}
        InlineKind::Reference(reference) => visit.inlines(&mut reference.content),
        InlineKind::PageOf(_) => {}
        InlineKind::NoteCall(_) => {}
        InlineKind::AuthorMark(_) => {}
        InlineKind::Image(_) => {}
        InlineKind::Span(span) => visit.inlines(&mut span.content),
        InlineKind::IndexTerm(_) => {}
        InlineKind::Commented(comment) => visit.inlines(&mut comment.content),
        InlineKind::CommentStart { range: _, comment: _ } => {}
        InlineKind::CommentEnd(_) => {}
        InlineKind::ParagraphEnd(_) => {}
        InlineKind::Raw(Raw { markup: _, instead }) => visit.inlines(instead),
    }
}
