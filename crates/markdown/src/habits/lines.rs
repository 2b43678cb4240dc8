//! Lines that were pasted and not written: a line that stands twice, and what a web page puts under its text.
//! They are reported and stay where they are.

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

/// Says which lines stand twice, one after the other or as the title and in the text, and which are litter.
pub(super) fn remark(body: &[Block], title: Option<&[Inline]>, diagnostics: &mut Vec<Diagnostic>) {
    let title = title.map(|title| folded(&plain_text(title)));
    let mut last: Option<String> = None;
    for block in body {
        let BlockKind::Paragraph(content) = &block.kind else {
            last = None;
            continue;
        };
        for line in content.split(|inline| matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)) {
            let (Some(first), Some(end)) = (line.first(), line.last()) else { continue };
            let span = first.span.to(end.span);
            let words = folded(&plain_text(line));
            if title.as_ref() == Some(&words) && !words.is_empty() {
                say(&codes::REPEATED_LINE, span, "this line repeats the title; it stays in the text", diagnostics);
            } else if last.as_ref() == Some(&words) && words.split(' ').count() >= MIN_WORDS {
                let message = "this line repeats the one before it; both stay in the text";
                say(&codes::REPEATED_LINE, span, message, diagnostics);
            } else if LITTER.contains(&words.trim_end_matches(|c: char| c.is_ascii_punctuation() || c == '…')) {
                let message = "this looks like a web page's own line; it stays in the text";
                say(&codes::WEB_LITTER, span, message, diagnostics);
            }
            last = Some(words);
        }
    }
}

fn say(code: &'static Code, span: Span, message: &str, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.push(Diagnostic::new(code, span, message).hint("delete it if it is not meant"));
}

/// A line as it is compared: small letters, straight quotation marks, single spaces.
fn folded(line: &str) -> String {
    let straight = line.replace(['’', '‘'], "'").replace(['“', '”'], "\"");
    straight.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
