//! Bylines in the text (DIALECT 8): the notes that one calls are of kind Author, and an author note placed
//! by hand may say what the metadata say already.

use chapbook_model::{Author, Block, BlockKind, Inline, InlineKind, plain_text};
use chapbook_source::{Diagnostic, codes};

use crate::context::is_marker;

/// How many blocks a byline may be from the start of the text.
pub(crate) const FIRST_BLOCKS: usize = 5;

/// The labels of the notes that a byline calls.
pub(crate) fn labels(body: &[Block]) -> Vec<String> {
    let mut labels = Vec::new();
    for block in body {
        if let BlockKind::Container(inner) = &block.kind
            && block.attrs.has_class("byline")
        {
            for inner in inner {
                if let BlockKind::Paragraph(content) = &inner.kind {
                    collect(content, |_| true, &mut labels);
                }
            }
        }
    }
    for block in body.iter().take(FIRST_BLOCKS) {
        if let BlockKind::Paragraph(content) = &block.kind
            && is_byline(content)
        {
            // Only a marker makes a note the author's: a byline may have a source as well.
            collect(content, is_marker, &mut labels);
        }
    }
    labels
}

fn is_byline(content: &[Inline]) -> bool {
    after_by(&plain_text(content)).is_some()
}

/// What follows the word that begins a byline: `By A. Author`, `BY: A. Author`.
pub(crate) fn after_by(text: &str) -> Option<&str> {
    let (word, rest) = text.split_at_checked(2)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    (word.eq_ignore_ascii_case("by") && rest.starts_with([' ', '\t', '\u{a0}'])).then(|| rest.trim_start())
}

fn collect(content: &[Inline], wanted: impl Fn(&str) -> bool, labels: &mut Vec<String>) {
    for inline in content {
        if let InlineKind::Note(name) = &inline.kind
            && wanted(&name.label)
        {
            labels.push(name.label.clone());
        }
    }
}

/// Says where an author note in the text stands beside a biography in the metadata.
pub(crate) fn remark_on_biographies(body: &[Block], authors: &[Author], diagnostics: &mut Vec<Diagnostic>) {
    for block in body {
        if !block.attrs.has_class("author-note") {
            continue;
        }
        let Some(id) = block.attrs.get("for") else { continue };
        if authors.iter().any(|author| author.id.as_deref() == Some(id) && !author.bio.is_empty()) {
            let message = format!("the author `{id}` has a biography in the metadata as well; both are printed");
            diagnostics.push(Diagnostic::new(&codes::BIO_TWICE, block.span, message));
        }
    }
}
