//! A byline that ends in a typed star, and the paragraph that starts with the same star and the same name:
//! a note about the author. CommonMark reads the star as a bullet; after it web pages put a no-break space.

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Inline, InlineKind, ListKind, Node, Note, NoteMarker};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_values::Attributes;

use super::{part_of, typed_text};
use crate::byline::{FIRST_BLOCKS, after_by};
use crate::context::Context;

/// A name in a byline with the typed mark after it.
struct Call {
    name: String,
    mark: String,
    /// The mark, with the white space before it, in the byline's text.
    range: Range<usize>,
}

/// A call with the block that answers it.
struct Pair {
    byline: usize,
    call: Call,
    note: usize,
}

/// Says where notes on authors are typed as text or as lists.
pub(super) fn report(text: &str, body: &[Block], context: &mut Context) {
    for Pair { byline, call, note } in pairs(text, body, context) {
        let label = format!("[^{}]", call.mark);
        let message = format!("this typed `{}` calls no note; the note on {} stands below", call.mark, call.name);
        let place = call_place(&body[byline], &call).unwrap_or(body[byline].span);
        let mut diagnostic = Diagnostic::new(&codes::AUTHOR_NOTE_AS_LIST, place, message);
        if call_place(&body[byline], &call).is_some() {
            diagnostic = diagnostic.edit(place, label.clone());
        }
        context.diagnostics.push(diagnostic.hint(format!("write `{label}` after the name")));
        let read_as = if matches!(body[note].kind, BlockKind::List(_)) { "a list" } else { "a paragraph" };
        let message = format!("this is a note on {} and is read as {read_as}", call.name);
        let diagnostic = Diagnostic::new(&codes::AUTHOR_NOTE_AS_LIST, body[note].span, message)
            .hint(format!("begin it with `{label}: `, or read the file with `habits = \"convert\"`"));
        context.diagnostics.push(match mark_place(&body[note], &call.mark) {
            Some(place) => diagnostic.edit(place, format!("{label}: ")),
            None => diagnostic,
        });
    }
}

/// Makes bylines of typed ones, and notes of what answers them.
pub(super) fn convert(text: &str, body: &mut Vec<Block>, context: &mut Context) {
    let pairs = pairs(text, body, context);
    let Some(byline) = pairs.first().map(|pair| pair.byline) else { return };
    let mut answers: Vec<usize> = Vec::new();
    let mut calls = Vec::new();
    for Pair { byline: _, call, note } in pairs {
        let block = std::mem::replace(&mut body[note], Node::new(BlockKind::Divider, Span::NONE));
        let span = block.span;
        let name = context.note_name(&call.mark);
        let marker = NoteMarker::Literal(call.mark.clone());
        context.notes.insert(name, Note { kind: None, marker, body: note_body(block, &call.mark), span });
        context.called.insert(call.mark.clone());
        answers.push(note);
        calls.push(call);
    }
    wrap_byline(&mut body[byline], &calls, context);
    let mut at = 0;
    body.retain(|_| {
        at += 1;
        !answers.contains(&(at - 1))
    });
}

/// The marked names of the first byline that has any, each with the block that answers it.
fn pairs(text: &str, body: &[Block], context: &Context) -> Vec<Pair> {
    for (byline, block) in body.iter().enumerate().take(FIRST_BLOCKS) {
        let BlockKind::Paragraph(content) = &block.kind else { continue };
        let mut pairs: Vec<Pair> = Vec::new();
        for call in typed_text(content).map(|text| calls(&text)).unwrap_or_default() {
            // A note that is defined, or an author of the metadata, has the mark for itself.
            let answered = context.defined.contains(&call.mark) || context.answered.contains(&call.mark);
            if answered || pairs.iter().any(|pair| pair.call.mark == call.mark) {
                continue;
            }
            let later = body.iter().enumerate().skip(byline + 1);
            if let Some((note, _)) = later.into_iter().find(|(_, block)| answers(text, block, &call)) {
                pairs.push(Pair { byline, call, note });
            }
        }
        if !pairs.is_empty() {
            return pairs;
        }
    }
    Vec::new()
}

/// The names and marks of a byline that ends in a mark: `By A. Author* and B. Writer†`.
fn calls(text: &str) -> Vec<Call> {
    let Some(names) = after_by(text) else { return Vec::new() };
    if !names.trim_end().ends_with(is_mark) {
        return Vec::new();
    }
    let mut calls = Vec::new();
    let mut from = text.len() - names.len();
    while let Some(start) = text[from..].find(is_mark).map(|i| from + i) {
        let len = text[start..].find(|c| !is_mark(c)).unwrap_or(text.len() - start);
        let end = start + len;
        let name = text[from..start].trim().trim_start_matches([',', ';', '&']).trim_start();
        let name = name.strip_prefix("and ").unwrap_or(name).trim();
        if !name.is_empty() {
            let spaced = text[..start].trim_end().len();
            calls.push(Call { name: name.to_owned(), mark: text[start..end].to_owned(), range: spaced..end });
        }
        from = end;
    }
    calls
}

fn is_mark(c: char) -> bool {
    matches!(c, '*' | '†' | '‡')
}

/// Whether a block starts with the mark of a call and then its very name.
fn answers(text: &str, block: &Block, call: &Call) -> bool {
    if let BlockKind::Paragraph(content) = &block.kind {
        let after = first_text(content).and_then(|text| text.strip_prefix(call.mark.as_str()));
        return after.is_some_and(|after| names(after, &call.name));
    }
    // The bullet itself stands in the source only.
    let bullet = !block.span.is_none() && text[block.span.range()].starts_with('*');
    if let BlockKind::List(list) = &block.kind
        && let (ListKind::Bullet, [item]) = (list.kind, list.items.as_slice())
        && let Some(BlockKind::Paragraph(content)) = item.body.first().map(|block| &block.kind)
    {
        return bullet && call.mark == "*" && first_text(content).is_some_and(|text| names(text, &call.name));
    }
    false
}

fn first_text(content: &[Inline]) -> Option<&str> {
    match &content.first()?.kind {
        InlineKind::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether a text starts with a name.
fn names(text: &str, name: &str) -> bool {
    text.trim_start().strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Where a call's mark stands in the file, if the byline is one text node.
fn call_place(byline: &Block, call: &Call) -> Option<Span> {
    let BlockKind::Paragraph(content) = &byline.kind else { return None };
    let [node] = content.as_slice() else { return None };
    part_of(node, first_text(content)?, call.range.clone())
}

/// Where the mark of a note stands with the white space after it, if it is all that has to change.
fn mark_place(note: &Block, mark: &str) -> Option<Span> {
    match &note.kind {
        BlockKind::Paragraph(content) => {
            let text = first_text(content)?;
            let after = &text[mark.len()..];
            part_of(content.first()?, text, 0..text.len() - after.trim_start().len())
        }
        BlockKind::List(list) => {
            // Further blocks of an item are not indented as those of a note are.
            let [item] = list.items.as_slice() else { return None };
            let [only] = item.body.as_slice() else { return None };
            Some(Span { end: only.span.start, ..note.span })
        }
        _ => None,
    }
}

/// The blocks of a note without its mark.
fn note_body(block: Block, mark: &str) -> Vec<Block> {
    let Node { kind, attrs, span } = block;
    match kind {
        BlockKind::List(mut list) => list.items.pop().map(|item| item.body).unwrap_or_default(),
        BlockKind::Paragraph(mut content) => {
            if let Some(Node { kind: InlineKind::Text(text), attrs: _, span }) = content.first_mut() {
                let kept = text.strip_prefix(mark).unwrap_or(text).trim_start();
                if span.range().len() == text.len() {
                    span.start += u32::try_from(text.len() - kept.len()).unwrap_or(0);
                }
                *text = kept.to_owned();
            }
            vec![Node { kind: BlockKind::Paragraph(content), attrs, span }]
        }
        kind => vec![Node { kind, attrs, span }],
    }
}

/// Makes a byline container of a paragraph of text, whose marks call notes.
fn wrap_byline(block: &mut Block, calls: &[Call], context: &Context) {
    let BlockKind::Paragraph(content) = &mut block.kind else { return };
    let Some(text) = typed_text(content) else { return };
    let span = content.first().map_or(block.span, |first| first.span.to(content.last().unwrap_or(first).span));
    let whole = Node::new(InlineKind::Text(text.clone()), span);
    let place = |range: Range<usize>| part_of(&whole, &text, range).unwrap_or(span);
    let mut line = Vec::new();
    let mut from = 0;
    for call in calls {
        let Range { start, end } = call.range.clone();
        line.push(Node::new(InlineKind::Text(text[from..start].to_owned()), place(from..start)));
        line.push(Node::new(InlineKind::Note(context.note_name(&call.mark)), place(start..end)));
        from = end;
    }
    line.push(Node::new(InlineKind::Text(text[from..].to_owned()), place(from..text.len())));
    chapbook_model::normalise_inlines(&mut line);
    let attrs = std::mem::take(&mut block.attrs);
    let paragraph = Node::new(BlockKind::Paragraph(line), block.span).with(attrs);
    *block = Node::new(BlockKind::Container(vec![paragraph]), block.span).with(Attributes::class("byline"));
}
