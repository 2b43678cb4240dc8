//! The normal form (DIALECT 13), as a law: readers return it, and what is not in it cannot be told apart
//! in Markdown. Adjacent text is merged and so are adjacent equal marks; no mark is empty; no space stands
//! at the inner edge of a mark; no break stands at the start or end of a block, no space beside a break, and
//! a soft break beside no other. No paragraph, list, stanza, caption or header row is empty; a container or span without
//! attributes says nothing and dissolves; a list is as tight as blank lines can show (`tight`).
//! The order of attributes and the place of a credit are fixed by the types.

use std::mem::{discriminant, take};

use crate::walk::{VisitMut, block_children_mut, document_mut, inline_children_mut};
use crate::{Block, BlockKind, Caption, Change, Document, Inline, InlineKind, Node, Row, Visibility};

/// Brings a document into normal form.
pub fn normalise_document(document: &mut Document) {
    document_mut(document, &mut Normalise);
}

/// Brings blocks into normal form.
pub fn normalise_blocks(blocks: &mut Vec<Block>) {
    Normalise.blocks(blocks);
}

/// Brings the inlines of a paragraph into normal form.
pub fn normalise_inlines(inlines: &mut Vec<Inline>) {
    Normalise.line(inlines);
}

/// Whether blocks are in normal form.
pub fn is_normal(blocks: &[Block]) -> bool {
    let mut copy = blocks.to_vec();
    normalise_blocks(&mut copy);
    copy == blocks
}

struct Normalise;

impl VisitMut for Normalise {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        let mut dissolves = false;
        for block in blocks.iter_mut() {
            block_children_mut(block, self);
            settle_block(block);
            dissolves |= matches!(block.kind, BlockKind::Container(_)) && block.attrs.is_empty();
        }
        blocks.retain(|block| !is_empty(block));
        if dissolves {
            for block in take(blocks) {
                match block.kind {
                    BlockKind::Container(body) if block.attrs.is_empty() => blocks.extend(body),
                    kind => blocks.push(Node { kind, ..block }),
                }
            }
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in inlines.iter_mut() {
            inline_children_mut(inline, self);
        }
        if is_settled(inlines) {
            return;
        }
        let mut out = Vec::with_capacity(inlines.len());
        for inline in take(inlines) {
            push_spread(&mut out, inline);
        }
        *inlines = out;
    }

    fn line(&mut self, inlines: &mut Vec<Inline>) {
        self.inlines(inlines);
        trim_start(inlines);
        trim_end(inlines);
    }
}

/// What a block's own parts can say.
fn settle_block(block: &mut Block) {
    if let BlockKind::List(list) = &mut block.kind {
        crate::tight::settle(list);
    } else if let BlockKind::Verse(stanzas) = &mut block.kind {
        stanzas.iter_mut().for_each(|stanza| stanza.retain(|line| !line.content.is_empty()));
        stanzas.retain(|stanza| !stanza.is_empty());
    } else if let BlockKind::Definitions(definitions) = &mut block.kind {
        definitions.iter_mut().for_each(|definition| definition.bodies.retain(|body| !body.is_empty()));
    } else if let BlockKind::Quote(quote) = &mut block.kind {
        quote.attribution.take_if(|words| words.is_empty());
    } else if let BlockKind::Figure(figure) = &mut block.kind {
        if let Some(caption) = &mut figure.caption {
            caption.short.take_if(|words| words.is_empty());
            caption.credit.take_if(|words| words.is_empty());
        }
        figure.caption.take_if(|caption| *caption == Caption::default());
    } else if let BlockKind::Table(table) = &mut block.kind {
        let empty = |row: &Row| row.cells.iter().all(|cell| cell.body.is_empty());
        if table.head.len() == 1 && table.head.iter().all(empty) {
            table.head.clear();
        }
    }
}

/// Whether nothing is left of a block.
fn is_empty(block: &Block) -> bool {
    if let BlockKind::Paragraph(content) = &block.kind {
        content.is_empty()
    } else if let BlockKind::List(list) = &block.kind {
        list.items.is_empty()
    } else if let BlockKind::Verse(stanzas) = &block.kind {
        stanzas.is_empty()
    } else if let BlockKind::Definitions(definitions) = &block.kind {
        definitions.is_empty()
    } else {
        false
    }
}

/// Whether nothing is to be merged, set free or left out. That is so of most lines, and moving none of their
/// inlines is most of what this pass saves.
fn is_settled(inlines: &[Inline]) -> bool {
    let spaced = |inline: Option<&Inline>, edge: fn(&str) -> bool| match inline.map(|inline| &inline.kind) {
        Some(InlineKind::Text(text)) => edge(text),
        Some(InlineKind::SoftBreak | InlineKind::HardBreak) | None => true,
        Some(_) => false,
    };
    let alone = |inline: &Inline| match (&inline.kind, marked(&inline.kind)) {
        (InlineKind::Span(_), _) => !inline.attrs.is_empty(),
        (_, Some(content)) => {
            !spaced(content.first(), |text| text.starts_with(' ') || text.is_empty())
                && !spaced(content.last(), |text| text.ends_with(' ') || text.is_empty())
        }
        (_, None) => !says_nothing(inline),
    };
    let merge = |a: &Inline, b: &Inline| {
        discriminant(&a.kind) == discriminant(&b.kind)
            && (matches!(a.kind, InlineKind::Text(_) | InlineKind::Code(_)) || marked(&a.kind).is_some())
            && a.attrs == b.attrs
    };
    let space = |inline: &Inline, edge: fn(&str) -> bool| match &inline.kind {
        InlineKind::Text(text) => edge(text),
        InlineKind::SoftBreak => true,
        _ => false,
    };
    let beside_break = |a: &Inline, b: &Inline| {
        (is_break(a) && space(b, |text| text.starts_with(' '))) || (is_break(b) && space(a, |text| text.ends_with(' ')))
    };
    inlines.iter().all(alone)
        && !inlines.windows(2).any(|pair| merge(&pair[0], &pair[1]) || beside_break(&pair[0], &pair[1]))
}

/// Appends an inline, its edge spaces set free.
fn push_spread(out: &mut Vec<Inline>, mut inline: Inline) {
    let span = inline.span;
    if let InlineKind::Span(content) = &mut inline.kind
        && inline.attrs.is_empty()
    {
        return take(content).into_iter().for_each(|child| push_spread(out, child));
    }
    let Some(content) = mark_content(&mut inline.kind) else { return push(out, inline) };
    let before = take_edge(content, Edge::Start);
    let after = take_edge(content, Edge::End);
    let empty = content.is_empty();
    let free = |kind| Node::new(kind, span);
    before.into_iter().for_each(|kind| push(out, free(kind)));
    if !empty {
        push(out, inline);
    }
    after.into_iter().for_each(|kind| push(out, free(kind)));
}

/// Appends an inline, merged with the last one where they are alike.
fn push(out: &mut Vec<Inline>, mut inline: Inline) {
    if says_nothing(&inline) {
        return;
    }
    if is_break(&inline) {
        trim_end_of_text(out);
    }
    if let Some(last) = out.last_mut() {
        if is_break(last) {
            match (&last.kind, &mut inline.kind) {
                // A line end in the source beside a break is white space.
                (_, InlineKind::SoftBreak) => return,
                (InlineKind::SoftBreak, InlineKind::HardBreak) => {
                    *last = inline;
                    return;
                }
                (_, InlineKind::Text(text)) => {
                    *text = text.trim_start_matches(' ').to_owned();
                    if text.is_empty() {
                        return;
                    }
                }
                (_, _) => {}
            }
        }
        let span = last.span.to(inline.span);
        match (&mut last.kind, &mut inline.kind) {
            (InlineKind::Text(text), InlineKind::Text(more)) if last.attrs == inline.attrs => {
                text.push_str(more);
                last.span = span;
                return;
            }
            (InlineKind::Code(code), InlineKind::Code(more)) if last.attrs == inline.attrs => {
                code.push_str(more);
                last.span = span;
                return;
            }
            (a, b) if discriminant(a) == discriminant(b) && last.attrs == inline.attrs => {
                if let (Some(content), Some(more)) = (mark_content(a), mark_content(b)) {
                    for child in take(more) {
                        push(content, child);
                    }
                    last.span = span;
                    return;
                }
            }
            (_, _) => {}
        }
    }
    out.push(inline);
}

/// Whether an inline leaves no trace.
fn says_nothing(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => text.is_empty(),
        InlineKind::Insertion { change, content } | InlineKind::Deletion { change, content } => {
            content.is_empty() && *change == Change::default() && inline.attrs.is_empty()
        }
        InlineKind::Comment(comment) => {
            comment.visibility == Visibility::Private && comment.text.is_empty() && comment.on.is_empty()
        }
        InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Subscript(_)
        | InlineKind::Superscript(_)
        | InlineKind::SmallCaps(_)
        | InlineKind::Underline(_)
        | InlineKind::Highlight(_)
        | InlineKind::Link(_)
        | InlineKind::Image(_)
        | InlineKind::Span(_)
        | InlineKind::Note(_)
        | InlineKind::Reference(_)
        | InlineKind::Cite(_)
        | InlineKind::Index(_)
        | InlineKind::Milestone(_)
        | InlineKind::Raw(_) => false,
    }
}

fn is_break(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

/// Takes the spaces off the end of the text so far.
fn trim_end_of_text(out: &mut Vec<Inline>) {
    if let Some(InlineKind::Text(text)) = out.last_mut().map(|last| &mut last.kind) {
        text.truncate(text.trim_end_matches(' ').len());
        if text.is_empty() {
            out.pop();
        }
    }
}

enum Edge {
    Start,
    End,
}

/// Takes spaces and soft breaks off an edge of a mark's content, in reading order.
fn take_edge(content: &mut Vec<Inline>, edge: Edge) -> Vec<InlineKind> {
    let mut taken = Vec::new();
    loop {
        let at = match edge {
            Edge::Start => 0,
            Edge::End => content.len().wrapping_sub(1),
        };
        let Some(inline) = content.get_mut(at) else { break };
        if matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak) {
            taken.push(content.remove(at).kind);
            continue;
        }
        let InlineKind::Text(text) = &mut inline.kind else { break };
        let kept = match edge {
            Edge::Start => text.trim_start_matches(' '),
            Edge::End => text.trim_end_matches(' '),
        };
        let spaces = text.len() - kept.len();
        if spaces == 0 && !kept.is_empty() {
            break;
        }
        if spaces > 0 {
            taken.push(InlineKind::Text(" ".repeat(spaces)));
        }
        if !kept.is_empty() {
            *text = kept.to_owned();
            break;
        }
        content.remove(at);
    }
    if matches!(edge, Edge::End) {
        taken.reverse();
    }
    taken
}

/// The content of a mark to look at.
fn marked(kind: &InlineKind) -> Option<&[Inline]> {
    match kind {
        InlineKind::Emph(content)
        | InlineKind::Strong(content)
        | InlineKind::Strike(content)
        | InlineKind::Subscript(content)
        | InlineKind::Superscript(content)
        | InlineKind::SmallCaps(content)
        | InlineKind::Underline(content)
        | InlineKind::Highlight(content) => Some(content),
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::Link(_)
        | InlineKind::Image(_)
        | InlineKind::Span(_)
        | InlineKind::Note(_)
        | InlineKind::Reference(_)
        | InlineKind::Cite(_)
        | InlineKind::Index(_)
        | InlineKind::Comment(_)
        | InlineKind::Insertion { .. }
        | InlineKind::Deletion { .. }
        | InlineKind::Milestone(_)
        | InlineKind::Raw(_) => None,
    }
}

/// The content of a mark; `None` for what is no mark.
fn mark_content(kind: &mut InlineKind) -> Option<&mut Vec<Inline>> {
    match kind {
        InlineKind::Emph(content)
        | InlineKind::Strong(content)
        | InlineKind::Strike(content)
        | InlineKind::Subscript(content)
        | InlineKind::Superscript(content)
        | InlineKind::SmallCaps(content)
        | InlineKind::Underline(content)
        | InlineKind::Highlight(content) => Some(content),
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::Link(_)
        | InlineKind::Image(_)
        | InlineKind::Span(_)
        | InlineKind::Note(_)
        | InlineKind::Reference(_)
        | InlineKind::Cite(_)
        | InlineKind::Index(_)
        | InlineKind::Comment(_)
        | InlineKind::Insertion { .. }
        | InlineKind::Deletion { .. }
        | InlineKind::Milestone(_)
        | InlineKind::Raw(_) => None,
    }
}

fn trim_start(inlines: &mut Vec<Inline>) {
    take_edge(inlines, Edge::Start);
}

fn trim_end(inlines: &mut Vec<Inline>) {
    take_edge(inlines, Edge::End);
}

#[cfg(test)]
mod tests {
    use chapbook_source::Span;

    use super::*;

    fn text(text: &str) -> Inline {
        Node::new(InlineKind::Text(text.into()), Span::NONE)
    }

    fn emph(content: Vec<Inline>) -> Inline {
        Node::new(InlineKind::Emph(content), Span::NONE)
    }

    #[test]
    fn edges_and_neighbours_are_settled() {
        let mut line = vec![
            text(" "),
            text("a"),
            emph(vec![text(" b ")]),
            emph(vec![]),
            emph(vec![text("c")]),
            emph(vec![text("d")]),
            Node::new(InlineKind::SoftBreak, Span::NONE),
        ];
        normalise_inlines(&mut line);
        assert_eq!(line, vec![text("a "), emph(vec![text("b")]), text(" "), emph(vec![text("cd")])]);
    }

    #[test]
    fn a_second_pass_changes_nothing() {
        let mut blocks = vec![Node::new(
            BlockKind::Paragraph(vec![emph(vec![emph(vec![text(" x ")]), text(" ")]), text("y  ")]),
            Span::NONE,
        )];
        assert!(!is_normal(&blocks));
        normalise_blocks(&mut blocks);
        assert!(is_normal(&blocks));
    }
}
