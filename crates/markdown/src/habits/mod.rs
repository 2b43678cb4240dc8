//! Habits of typed manuscripts (DIALECT 8): a starred byline and its note, a credit in a caption, a first line
//! that is the title, lines that stand twice, the litter of web pages. They are reported, with ready edits
//! where there are any, or converted where that is asked for. What is converted loses no word.

mod author_note;
mod credit;
mod lines;

use chapbook_model::{Block, BlockKind, Inline, InlineKind, Metadata, Origin};
use chapbook_source::Span;

use crate::Habits;
use crate::context::Context;

/// Reports or converts the habits of a file that is read. `text` is the file's.
pub(crate) fn settle(
    text: &str,
    habits: Habits,
    body: &mut Vec<Block>,
    metadata: &mut Metadata,
    context: &mut Context,
) {
    match habits {
        Habits::Off => return,
        Habits::Report => {
            author_note::report(text, body, context);
            credit::report(body, &mut context.diagnostics);
        }
        Habits::Convert => {
            author_note::convert(text, body, context);
            take_title(body, metadata);
            credit::convert(body);
        }
    }
    lines::remark(body, metadata.title.as_deref(), &mut context.diagnostics);
}

/// The longest first line, in characters, that is a title. Web pages paste whole paragraphs as one line.
const MAX_TITLE: usize = 200;

/// Makes the first block the title, if it is a paragraph of one line and nothing else says the title.
fn take_title(body: &mut Vec<Block>, metadata: &mut Metadata) {
    let Some(first) = body.first_mut() else { return };
    let BlockKind::Paragraph(content) = &mut first.kind else { return };
    let one_line = typed_text(content).is_some_and(|text| text.chars().count() <= MAX_TITLE);
    if metadata.title.is_some() || !one_line || !first.attrs.is_empty() {
        return;
    }
    metadata.title = Some(std::mem::take(content));
    metadata.origins.push(("title".into(), Origin::File(first.span)));
    body.remove(0);
}

/// The text of a line that is nothing but text.
fn typed_text(content: &[Inline]) -> Option<String> {
    content
        .iter()
        .map(|inline| match &inline.kind {
            InlineKind::Text(text) if inline.attrs.is_empty() => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// The span of a part of a text node, if its text stands in the source byte for byte.
fn part_of(node: &Inline, text: &str, part: std::ops::Range<usize>) -> Option<Span> {
    let offset = |at: usize| u32::try_from(at).ok()?.checked_add(node.span.start);
    let exact = !node.span.is_none() && node.span.range().len() == text.len();
    exact.then(|| Some(Span { file: node.span.file, start: offset(part.start)?, end: offset(part.end)? }))?
}
