//! Lines that were pasted and not written: a line that stands twice, and what a web page puts under its text.
//! They are reported and stay where they are.

use std::borrow::Cow;

use chapbook_model::{Block, BlockKind, Inline, InlineKind, plain_text};
use chapbook_source::{Code, Diagnostic, Span, codes};

/// Lines of a web page's own, in small letters and without punctuation at their ends. Single words are not
/// among them: a heading or an exclamation may be one.
const LITTER: [&str; 20] = [
    "cancel reply",
    "click here to print",
    "click to share",
    "continue reading",
    "email this article",
    "leave a comment",
    "leave a reply",
    "like this",
    "post a comment",
    "post navigation",
    "print this page",
    "read more",
    "related articles",
    "related posts",
    "share on facebook",
    "share this",
    "sign up for our newsletter",
    "skip to content",
    "you may also like",
    "your email address will not be published",
];

/// A repeated line has at least as many words: in a dialogue "No!" is said twice.
const MIN_WORDS: usize = 3;

/// The longest line in bytes that is compared with litter, of which the longest has forty.
const MAX_LITTER: usize = 60;

/// The longest line in bytes that is compared: paragraphs that stand twice are seen by whoever reads them.
const MAX_LINE: usize = 500;

/// Says which lines stand twice, one after the other or as the title and in the text, and which are litter.
pub(super) fn remark(body: &[Block], title: Option<&[Inline]>, diagnostics: &mut Vec<Diagnostic>) {
    let title = title.filter(|title| !plain_text(title).trim().is_empty());
    let mut last: Option<&[Inline]> = None;
    for block in body {
        let BlockKind::Paragraph(content) = &block.kind else {
            last = None;
            continue;
        };
        for line in content.split(|inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)) {
            let (Some(first), Some(end)) = (line.first(), line.last()) else { continue };
            let span = first.span.to(end.span);
            if title.is_some_and(|title| are_same(title, line)) {
                say(&codes::REPEATED_LINE, span, "this line repeats the title; it stays in the text", diagnostics);
            } else if last.is_some_and(|last| are_same(last, line)) && has_words(&plain_text(line)) {
                let message = "this line repeats the one before it; both stay in the text";
                say(&codes::REPEATED_LINE, span, message, diagnostics);
            } else if is_litter(line) {
                let message = "this looks like a web page's own line; it stays in the text";
                say(&codes::WEB_LITTER, span, message, diagnostics);
            }
            last = Some(line);
        }
    }
}

fn say(code: &'static Code, span: Span, message: &str, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.push(Diagnostic::new(code, span, message).hint("delete it if it is not meant"));
}

/// Whether two lines are short enough to be compared, and one.
fn are_same(a: &[Inline], b: &[Inline]) -> bool {
    // Nearly all lines differ in their first letter, and need not be put together.
    match (initial(a), initial(b)) {
        (Some(first), Some(second)) if first != second => false,
        _ => short_text(a).zip(short_text(b)).is_some_and(|(a, b)| same(&a, &b)),
    }
}

/// The first character of a line as it is compared, if text begins the line.
fn initial(line: &[Inline]) -> Option<char> {
    let InlineKind::Text(text) = &line.first()?.kind else { return None };
    match text.as_bytes().first() {
        Some(first) if first.is_ascii_alphanumeric() => Some(char::from(first.to_ascii_lowercase())),
        _ => folded(text).next(),
    }
}

/// The text of a line that is short enough to be compared.
fn short_text(line: &[Inline]) -> Option<Cow<'_, str>> {
    let text = match line {
        [Inline { kind: InlineKind::Text(text), .. }] => Cow::Borrowed(text.as_str()),
        _ => Cow::Owned(plain_text(line)),
    };
    (text.len() <= MAX_LINE).then_some(text)
}

/// Whether two lines are one, but for case, white space and the shape of quotation marks.
fn same(a: &str, b: &str) -> bool {
    folded(a).eq(folded(b))
}

/// The characters of a line as they are compared.
fn folded(line: &str) -> impl Iterator<Item = char> + '_ {
    line.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).map(|c| match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        c => c,
    })
}

fn has_words(line: &str) -> bool {
    line.split_whitespace().nth(MIN_WORDS - 1).is_some()
}

fn is_litter(line: &[Inline]) -> bool {
    // What else may stand around litter is white space and a few marks.
    let typed = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.len(),
        _ => 0,
    };
    if line.iter().map(typed).sum::<usize>() > MAX_LITTER {
        return false;
    }
    if initial(line).is_some_and(|first| LITTER.iter().all(|litter| !litter.starts_with(first))) {
        return false;
    }
    let Some(line) = short_text(line) else { return false };
    let line = line.trim().trim_end_matches(|c: char| c.is_ascii_punctuation() || c == '…');
    LITTER.iter().any(|litter| line.eq_ignore_ascii_case(litter))
}
