//! A caption that ends in a typed credit: `(Photo: …)`, `(Photo Credit: …)`. In plain text there is no image
//! to tie it to, so that any line of a paragraph may be such a caption; a figure's caption takes it as its own.

use std::mem::take;

use chapbook_model::{Block, BlockKind, Caption, Inline, InlineKind, Node};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_values::Attributes;

use super::part_of;

/// What a typed credit begins with.
const OPENINGS: [&str; 2] = ["(photo:", "(photo credit:"];

/// Says where credits are typed as text.
pub(super) fn report(body: &[Block], diagnostics: &mut Vec<Diagnostic>) {
    for block in body {
        if let BlockKind::Paragraph(content) = &block.kind {
            report_line(content, diagnostics);
        } else if let BlockKind::Figure(figure) = &block.kind
            && let Some(Caption { body, short: _, credit: None }) = &figure.caption
            && let Some(BlockKind::Paragraph(content)) = body.last().map(|block| &block.kind)
        {
            // What stands in the middle of a caption is not its credit.
            report_line(&content[content.len().saturating_sub(1)..], diagnostics);
        }
    }
}

fn report_line(content: &[Inline], diagnostics: &mut Vec<Diagnostic>) {
    for (i, inline) in content.iter().enumerate() {
        let Some((text, start)) = credit_at(content, i) else { continue };
        let end = text.trim_end().len();
        let place = part_of(inline, text, start..end);
        let message = "this caption ends in a typed credit, which stays part of its text";
        let diagnostic = Diagnostic::new(&codes::CREDIT_IN_TEXT, place.unwrap_or(inline.span), message)
            .hint("put it in brackets with `{.credit}` after them");
        diagnostics.push(match place {
            Some(place) => diagnostic.edit(place, format!("[{}]{{.credit}}", &text[start..end])),
            None => diagnostic,
        });
    }
}

/// Makes credits of typed ones: a figure's own, or a span of class `credit` in a paragraph.
pub(super) fn convert(body: &mut [Block]) {
    for block in body {
        if let BlockKind::Paragraph(content) = &mut block.kind {
            mark_credits(content);
        } else if let BlockKind::Figure(figure) = &mut block.kind
            && let Some(Caption { body, short: _, credit: credit @ None }) = &mut figure.caption
            && let Some(BlockKind::Paragraph(content)) = body.last_mut().map(|block| &mut block.kind)
        {
            mark_credits(content);
            *credit = crate::tree::take_words(body, "credit");
        }
    }
}

fn mark_credits(content: &mut Vec<Inline>) {
    if !(0..content.len()).any(|i| credit_at(content, i).is_some()) {
        return;
    }
    let line = take(content);
    for (i, inline) in line.iter().enumerate() {
        let Some((text, start)) = credit_at(&line, i) else {
            content.push(inline.clone());
            continue;
        };
        let place = |range| part_of(inline, text, range).unwrap_or(inline.span);
        let node = |text: &str, span: Span| Node::new(InlineKind::Text(text.to_owned()), span);
        let end = text.trim_end().len();
        let span = place(start..end);
        if start > 0 {
            content.push(node(&text[..start], place(0..start)));
        }
        let credit = InlineKind::Span(vec![node(&text[start..end], span)]);
        content.push(Node::new(credit, span).with(Attributes::class("credit")));
        if end < text.len() {
            content.push(node(&text[end..], place(end..text.len())));
        }
    }
}

/// The text of an inline that ends its line in a credit, and where the credit begins in it.
fn credit_at(content: &[Inline], at: usize) -> Option<(&str, usize)> {
    let ends_line = match content.get(at + 1).map(|next| &next.kind) {
        None | Some(InlineKind::SoftBreak | InlineKind::HardBreak) => true,
        Some(_) => false,
    };
    let InlineKind::Text(text) = &content[at].kind else { return None };
    // Most lines are told by their last byte; white space may end in any that is no letter's.
    if !ends_line || text.ends_with(|c: char| c != ')' && !c.is_whitespace()) || !text.trim_end().ends_with(')') {
        return None;
    }
    let start = text.rfind('(')?;
    let lower = text[start..].to_ascii_lowercase();
    OPENINGS.iter().any(|opening| lower.starts_with(opening)).then_some((text.as_str(), start))
}
