//! Link definitions of a whole text, for the chunks that use and do not hold them (CommonMark 0.31, 4.7).
//!
//! They have to be known before the chunks are parsed, and only the parse knows them. So they are guessed from the
//! lines that look like them, and what the parse has found is compared with the guess.

use std::cell::Cell;

use pulldown_cmark::{Parser, RefDefs};

use super::OPTIONS;
use crate::bytes;

/// A label, its target and its title.
pub(super) type Definition = (String, String, String);

/// Definitions as they were found.
#[derive(Debug, Default)]
pub(crate) struct Definitions {
    found: Vec<Definition>,
    /// Definitions of the same labels, with the places in `found` for targets: which labels are one, pulldown-cmark
    /// knows.
    labels: String,
}

impl Definitions {
    /// Definitions in the order of the text.
    pub(super) fn new(found: Vec<Definition>) -> Self {
        let labels = found.iter().enumerate().map(|(i, (label, ..))| format!("[{label}]: #{i}\n\n")).collect();
        Self { found, labels }
    }

    /// The definitions that a text seems to hold.
    pub(crate) fn guess(text: &str) -> Self {
        if !may_define(text) {
            return Self::default();
        }
        let mut lines = String::new();
        let (mut taking, mut code) = (false, false);
        let bytes = text.as_bytes();
        let mut next = 0;
        while next < bytes.len() {
            let start = next + bytes[next..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
            next = bytes::position(&bytes[start..], |b| b == b'\n').map_or(bytes.len(), |end| start + end + 1);
            // Few lines are looked at: those of a definition, and those that begin as one or as a code fence.
            let first = bytes.get(start);
            if !taking && !matches!(first, Some(b'[' | b'`')) {
                continue;
            }
            let line = text[start..next].trim_end();
            code ^= line.starts_with("```");
            let begins = !code && line.starts_with('[') && !line.starts_with("[^") && line.contains("]:");
            taking = (taking || begins) && !line.is_empty();
            if taking {
                // Attributes at the end will be masked.
                let attributes = line.rfind(" {").filter(|_| begins && line.ends_with('}'));
                lines.push_str(&line[..attributes.unwrap_or(line.len())]);
            }
            lines.push('\n');
        }
        Self::new(in_order(Parser::new_ext(&lines, OPTIONS).reference_definitions()))
    }
}

/// Definitions to look labels up in.
#[derive(Debug)]
pub(crate) struct Links<'d> {
    definitions: &'d Definitions,
    table: Option<Parser<'d>>,
    fuel: Cell<usize>,
}

impl<'d> Links<'d> {
    /// Definitions for a text of some length.
    pub(crate) fn new(definitions: &'d Definitions, len: usize) -> Self {
        let table = (!definitions.found.is_empty()).then(|| Parser::new_ext(&definitions.labels, OPTIONS));
        // One long target of many short links makes a long text, so that pulldown-cmark bounds in a parse what links
        // become. The passes are as many parses.
        Self { definitions, table, fuel: Cell::new(len.max(100_000).saturating_mul(super::MAX_PASSES)) }
    }

    /// Whether nothing is defined.
    pub(super) fn is_empty(&self) -> bool {
        self.table.is_none()
    }

    /// The target and title of a label.
    pub(super) fn find(&self, label: &str) -> Option<(&'d str, &'d str)> {
        let (_, target, title) = &self.definitions.found[self.place(label)?];
        self.fuel.set(self.fuel.get().checked_sub(target.len() + title.len())?);
        Some((target, title))
    }

    fn place(&self, label: &str) -> Option<usize> {
        let place: usize =
            self.table.as_ref()?.reference_definitions().get(label)?.dest.strip_prefix('#')?.parse().ok()?;
        (place < self.definitions.found.len()).then_some(place)
    }

    /// Whether these are the definitions, of which the first of each label counts.
    pub(super) fn are(&self, found: &[Definition]) -> bool {
        let all = &self.definitions.found;
        let mut seen = vec![false; all.len()];
        let agree = found.iter().all(|definition| match self.place(&definition.0) {
            Some(place) => {
                std::mem::replace(&mut seen[place], true)
                    || (&all[place].1, &all[place].2) == (&definition.1, &definition.2)
            }
            None => false,
        });
        agree
            && all
                .iter()
                .zip(&seen)
                .all(|((label, ..), own)| *own || self.place(label).is_some_and(|first| seen[first]))
    }
}

/// Whether a text holds what may be the end of a link definition's label.
pub(super) fn may_define(text: &str) -> bool {
    labels(text).any(|label| !label.starts_with('^'))
}

/// Whether a text defines a note with a label that the inline pass does not read.
pub(super) fn has_odd_note(text: &str) -> bool {
    let odd = |b: u8| b.is_ascii_whitespace() || matches!(b, b'`' | b'<' | b'\\' | b'[' | b']');
    labels(text).any(|label| label.starts_with('^') && (label.len() > 200 || label.bytes().any(odd)))
}

/// What stands between a bracket and `]:`.
fn labels(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Most texts hold no such thing, and one byte is looked for faster than two.
    while let Some(offset) = bytes::position(&bytes[at..], |b| b == b']') {
        at += offset + 1;
        if bytes.get(at) == Some(&b':') {
            break;
        }
    }
    let none = at == 0 || bytes.get(at) != Some(&b':');
    let (mut at, mut open) = (if none { bytes.len() } else { 0 }, 0);
    std::iter::from_fn(move || {
        while let Some(offset) = bytes::position(&bytes[at..], |b| (b == b'[') | (b == b']')) {
            at += offset + 1;
            if bytes[at - 1] == b'[' {
                open = at;
            } else if bytes.get(at) == Some(&b':') {
                return Some(&text[open..at - 1]);
            }
        }
        None
    })
}

/// The definitions of a parse in their order.
pub(super) fn in_order(found: &RefDefs<'_>) -> Vec<Definition> {
    let mut found: Vec<_> = found.iter().collect();
    found.sort_by_key(|(_, definition)| definition.span.start);
    found
        .into_iter()
        .map(|(label, definition)| {
            let title = definition.title.as_deref().unwrap_or("");
            (label.to_owned(), definition.dest.to_string(), title.to_owned())
        })
        .collect()
}
