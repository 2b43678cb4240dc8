//! Marks around text in one order: a run of Word has them all at once, so which stands in which is not in a DOCX. What is
//! no text, and white space at the edges, has no marks.

use chapbook_model::{Block, Document, Inline, InlineKind, Node, Row, each_row_within};
use chapbook_source::Span;

/// A document whose marks are in one order.
pub(crate) fn in_order(document: &Document) -> Document {
    let mut out = document.clone();
    out.body.iter_mut().for_each(block);
    for note in out.notes.values_mut() {
        note.body.iter_mut().for_each(block);
    }
    chapbook_model::normalise_document(&mut out);
    out
}

fn block(of: &mut Block) {
    use chapbook_model::BlockKind as Kind;
    match &mut of.kind {
        Kind::Paragraph(content) | Kind::Heading { level: _, content } => row(content),
        Kind::Quote(quote) => {
            quote.body.iter_mut().for_each(block);
            quote.attribution.iter_mut().for_each(row);
        }
        Kind::List(list) => list.items.iter_mut().flat_map(|item| &mut item.body).for_each(block),
        Kind::Definitions(definitions) => {
            for definition in definitions {
                row(&mut definition.term);
                definition.bodies.iter_mut().flatten().for_each(block);
            }
        }
        Kind::Verse(stanzas) => stanzas.iter_mut().flatten().for_each(|line| row(&mut line.content)),
        Kind::Table(table) => {
            let cells = |rows: &mut Vec<Row>| {
                rows.iter_mut().flat_map(|row| &mut row.cells).flat_map(|cell| &mut cell.body).for_each(block);
            };
            cells(&mut table.head);
            cells(&mut table.body);
        }
        Kind::Figure(figure) => {
            figure.body.iter_mut().for_each(block);
            if let Some(caption) = &mut figure.caption {
                caption.body.iter_mut().for_each(block);
                caption.credit.iter_mut().for_each(row);
            }
        }
        Kind::Container(body) => body.iter_mut().for_each(block),
        Kind::Code(_)
        | Kind::Math(_)
        | Kind::Divider
        | Kind::Break(_)
        | Kind::Outline(_)
        | Kind::Bibliography
        | Kind::Endnotes
        | Kind::Raw(_) => {}
    }
}

/// A piece of a line and the marks around it, the outermost first.
type Piece = (Vec<InlineKind>, Inline);

fn row(content: &mut Vec<Inline>) {
    let mut pieces = Vec::new();
    flatten(std::mem::take(content), &[], &mut pieces);
    *content = nested(even(pieces));
}

/// Pieces of which white space has the marks of both its neighbours.
fn even(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let is_white = |piece: &Piece| matches!(&piece.1.kind, InlineKind::Text(text) if text.trim().is_empty());
    for at in 0..pieces.len() {
        if is_white(&pieces[at]) {
            let before = pieces[..at].iter().rfind(|piece| !is_white(piece)).map(|piece| piece.0.clone());
            let after = pieces[at + 1..].iter().find(|piece| !is_white(piece)).map(|piece| piece.0.clone());
            let after = after.unwrap_or_default();
            let shared = before.unwrap_or_default().into_iter().filter(|mark| after.contains(mark)).collect();
            pieces[at].0 = shared;
        }
    }
    pieces
}

/// Pieces as inlines: neighbours in the same mark are in it together.
fn nested(pieces: Vec<Piece>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut rest = pieces.into_iter().peekable();
    while let Some((mut marks, inline)) = rest.next() {
        if marks.is_empty() {
            out.push(inline);
            continue;
        }
        let mark = marks.remove(0);
        let mut within = vec![(marks, inline)];
        while let Some((mut marks, inline)) = rest.next_if(|(marks, _)| marks.first() == Some(&mark)) {
            marks.remove(0);
            within.push((marks, inline));
        }
        out.push(Node::new(filled(mark, nested(within)), Span::NONE));
    }
    out
}

fn flatten(content: Vec<Inline>, marks: &[InlineKind], out: &mut Vec<Piece>) {
    for mut inline in content {
        let is_mark = rank(&inline.kind).is_some();
        let mut inner = Vec::new();
        if is_mark {
            each_row_within(&mut inline, &mut |row| inner.append(row));
            let mut marks = marks.to_vec();
            let known = marks.iter().position(|known| rank(known) == rank(&inline.kind));
            match known {
                None => {
                    marks.push(inline.kind);
                    marks.sort_by_key(rank);
                }
                // Emphasis in emphasis is upright.
                Some(known) if matches!(inline.kind, InlineKind::Emph(_)) => {
                    marks.remove(known);
                }
                Some(_) => {}
            }
            flatten(inner, &marks, out);
            continue;
        }
        if let InlineKind::Text(text) = &inline.kind {
            // Words and the white space between them each for itself.
            let mut from = 0;
            let breaks = text.char_indices().zip(text.chars().skip(1));
            let edges = breaks.filter(|((_, c), next)| c.is_whitespace() != next.is_whitespace());
            let ends: Vec<usize> = edges.map(|((at, c), _)| at + c.len_utf8()).collect();
            for end in ends.into_iter().chain([text.len()]) {
                out.push((marks.to_vec(), Node::new(InlineKind::Text(text[from..end].into()), Span::NONE)));
                from = end;
            }
            continue;
        }
        if let InlineKind::Comment(comment) = &mut inline.kind {
            // A comment is around its words whatever they look like.
            let mut pieces = Vec::new();
            flatten(std::mem::take(&mut comment.on), marks, &mut pieces);
            comment.on = nested(even(pieces));
            out.push((Vec::new(), inline));
            continue;
        }
        each_row_within(&mut inline, &mut row);
        // Code is text in another face, so it has the marks of text; what is no text has none but who changed it.
        let kept = match &inline.kind {
            InlineKind::Code(_) => marks.to_vec(),
            _ => marks.iter().filter(|mark| rank(mark) < Some(2)).cloned().collect(),
        };
        out.push((kept, inline));
    }
}

/// The order of marks; none for what is no mark.
fn rank(kind: &InlineKind) -> Option<u8> {
    match kind {
        InlineKind::Insertion { .. } => Some(0),
        InlineKind::Deletion { .. } => Some(1),
        InlineKind::Link(_) => Some(2),
        InlineKind::Highlight(_) => Some(3),
        InlineKind::Underline(_) => Some(4),
        InlineKind::SmallCaps(_) => Some(5),
        InlineKind::Strike(_) => Some(6),
        InlineKind::Strong(_) => Some(7),
        InlineKind::Emph(_) => Some(8),
        _ => None,
    }
}

fn filled(mark: InlineKind, content: Vec<Inline>) -> InlineKind {
    let mut node = Node::new(mark, Span::NONE);
    let mut content = Some(content);
    each_row_within(&mut node, &mut |row| *row = content.take().unwrap_or_default());
    node.kind
}
