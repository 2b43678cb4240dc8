//! Keys, `@fig-x` and `@doe99`: cross references and citations (DIALECT 9).

use std::ops::Range;

use chapbook_model::{
    Citation, CitationMode, Inline, InlineKind, Node, Reference, ReferenceForm, ReferenceItem, normalise_inlines,
};
use chapbook_source::Span;
use chapbook_values::Label;

use super::changes::join_comments;
use super::line::Piece;
use crate::tree::Tree;

/// A key in the text.
#[derive(Debug)]
pub(crate) struct Key {
    /// The key, without `@` and braces.
    text: String,
    /// From `@` to its end.
    pub(crate) range: Range<usize>,
}

/// The prefixes of labels that are things to refer to.
const PREFIXES: [&str; 5] = ["fig", "tbl", "lst", "eq", "sec"];

impl Key {
    /// The label, if the key names a figure, table, listing, equation or section.
    pub(crate) fn label(&self) -> Option<Label> {
        is_label(&self.text).then(|| Label::new(self.text.clone()))?
    }
}

/// Whether a key names a figure, table, listing, equation or section.
pub(crate) fn is_label(key: &str) -> bool {
    PREFIXES
        .iter()
        .any(|prefix| key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['-', ':']) && rest.len() > 1))
}

/// A key as it is typed: `@fig-x`, or `@{any key}`.
pub(crate) fn key_form(text: &str) -> String {
    let typed = format!("@{text}");
    match key(&typed, 0, typed.len()) {
        Some(key) if key.range.end == typed.len() && !text.starts_with('{') => typed,
        Some(_) | None => format!("@{{{text}}}"),
    }
}

/// Reads the key at an `@`; `None` if it is an address or a lone sign.
pub(crate) fn key(text: &str, at: usize, end: usize) -> Option<Key> {
    if text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let rest = &text[at + 1..end];
    if let Some(inside) = rest.strip_prefix('{') {
        let len = inside.find(['}', '{', '\n'])?;
        let closed = inside[len..].starts_with('}') && !inside[..len].trim().is_empty();
        return closed.then(|| Key { text: inside[..len].to_owned(), range: at..at + len + 3 });
    }
    // Pandoc's grammar: a letter, figure or underscore, then these with single marks between.
    if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let mut len = 0;
    let mut mark = 0;
    for c in rest.chars() {
        if c.is_alphanumeric() || c == '_' {
            len += mark + c.len_utf8();
            mark = 0;
        } else if mark == 0 && ":.#$%&-+?<>~/".contains(c) {
            mark = c.len_utf8();
        } else {
            break;
        }
    }
    Some(Key { text: rest[..len].to_owned(), range: at..at + 1 + len })
}

impl Tree<'_> {
    /// Makes nodes of pieces: keys without brackets are references, citations or text.
    pub(crate) fn settle(&self, pieces: impl IntoIterator<Item = Piece>) -> Vec<Inline> {
        let inlines = pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Inline(inline) => inline,
                Piece::Key(key) => self.settle_key(key),
            })
            .collect();
        if self.comments { join_comments(inlines) } else { inlines }
    }

    /// Whether a key without brackets is a citation.
    pub(crate) fn is_citation(&self, key: &Key) -> bool {
        self.context.bibliography && key.label().is_none() && !self.context.example_labels.contains(&key.text)
    }

    /// `@doe99 [p. 33]`: cited in the text, with what the brackets up to `end` hold.
    pub(crate) fn cited_in_text(&self, key: Key, mut suffix: Vec<Inline>, end: usize) -> Inline {
        let range = key.range.start..end;
        normalise_inlines(&mut suffix);
        let citation = Citation { key: key.text, prefix: Vec::new(), suffix, mode: CitationMode::InText };
        self.node(InlineKind::Cite(vec![citation]), range)
    }

    fn settle_key(&self, key: Key) -> Inline {
        let range = key.range.clone();
        let example = || self.context.example_labels.contains(&key.text).then(|| Label::new(key.text.clone()))?;
        let kind = match key.label().or_else(example) {
            Some(label) => {
                InlineKind::Reference(Reference { items: vec![ReferenceItem { label, form: ReferenceForm::Full }] })
            }
            None if self.context.bibliography => InlineKind::Cite(vec![Citation {
                key: key.text,
                prefix: Vec::new(),
                suffix: Vec::new(),
                mode: CitationMode::InText,
            }]),
            None => InlineKind::Text(self.text(range.clone())),
        };
        self.node(kind, range)
    }

    /// `[see @doe99, p. 3; @fig-x]`; the pieces come back if they are neither citations nor references.
    pub(crate) fn citation_group(&self, pieces: Vec<Piece>, range: Range<usize>) -> Result<Inline, Vec<Piece>> {
        // Each part needs a key; look before taking anything apart.
        let mut keyed = false;
        for piece in &pieces {
            match piece {
                Piece::Key(_) => keyed = true,
                Piece::Inline(inline) => {
                    if let InlineKind::Text(text) = &inline.kind {
                        for _ in text.matches(';') {
                            if !std::mem::take(&mut keyed) {
                                return Err(pieces);
                            }
                        }
                    }
                }
            }
        }
        if !keyed {
            return Err(pieces);
        }
        let all_labels = pieces.iter().all(|piece| match piece {
            Piece::Key(key) => key.label().is_some(),
            Piece::Inline(_) => true,
        });
        if all_labels && !reference_shaped(&pieces) {
            return Err(pieces);
        }
        let parts = split_parts(pieces);
        let kind = if all_labels {
            let items = parts.into_iter().filter_map(|part| self.reference_item(part)).collect();
            InlineKind::Reference(Reference { items })
        } else {
            InlineKind::Cite(parts.into_iter().filter_map(|part| self.citation(part)).collect())
        };
        Ok(self.node(kind, range))
    }

    fn reference_item(&self, part: Vec<Piece>) -> Option<ReferenceItem> {
        let (mut prefix, key, _) = self.around_key(part)?;
        let number = strip_minus(&mut prefix);
        let form = match (number, prefix.is_empty()) {
            (true, _) => ReferenceForm::Number,
            (false, true) => ReferenceForm::Full,
            (false, false) => ReferenceForm::Worded(prefix),
        };
        Some(ReferenceItem { label: key.label()?, form })
    }

    fn citation(&self, part: Vec<Piece>) -> Option<Citation> {
        let (mut prefix, key, mut suffix) = self.around_key(part)?;
        let mode = if strip_minus(&mut prefix) { CitationMode::SuppressAuthor } else { CitationMode::Parenthetical };
        if let Some(InlineKind::Text(text)) = suffix.first_mut().map(|inline| &mut inline.kind)
            && let Some(rest) = text.strip_prefix(',')
        {
            *text = rest.to_owned();
        }
        normalise_inlines(&mut suffix);
        Some(Citation { key: key.text, prefix, suffix, mode })
    }

    fn around_key(&self, part: Vec<Piece>) -> Option<(Vec<Inline>, Key, Vec<Inline>)> {
        let mut before = Vec::new();
        let mut pieces = part.into_iter();
        let key = loop {
            match pieces.next()? {
                Piece::Inline(inline) => before.push(inline),
                Piece::Key(key) => break key,
            }
        };
        let after = self.settle(pieces);
        normalise_inlines(&mut before);
        Some((before, key, after))
    }
}

/// Whether nothing but white space and semicolons follows each key, which a reference has no place for, and
/// each part has one key.
fn reference_shaped(pieces: &[Piece]) -> bool {
    let mut after_key = false;
    for piece in pieces {
        match piece {
            Piece::Key(_) if after_key => return false,
            Piece::Key(_) => after_key = true,
            Piece::Inline(inline) if after_key => {
                let InlineKind::Text(text) = &inline.kind else { return false };
                match text.split_once(';') {
                    Some((before, _)) if before.trim().is_empty() => after_key = false,
                    None if text.trim().is_empty() => {}
                    Some(_) | None => return false,
                }
            }
            Piece::Inline(_) => {}
        }
    }
    true
}

/// Parts at the semicolons of the text.
fn split_parts(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut parts = vec![Vec::new()];
    let add = |parts: &mut Vec<Vec<Piece>>, piece: Piece| {
        if let Some(part) = parts.last_mut() {
            part.push(piece);
        }
    };
    for piece in pieces {
        let Piece::Inline(Node { kind: InlineKind::Text(text), attrs, span }) = piece else {
            add(&mut parts, piece);
            continue;
        };
        for (i, words) in text.split(';').enumerate() {
            if i > 0 {
                parts.push(Vec::new());
            }
            if !words.is_empty() {
                let node = Node {
                    kind: InlineKind::Text(words.to_owned()),
                    attrs: attrs.clone(),
                    span: span_of(&text, words, span),
                };
                add(&mut parts, Piece::Inline(node));
            }
        }
    }
    parts
}

/// The span of words inside a text that stands in the source byte for byte; else the whole text's.
fn span_of(text: &str, words: &str, span: Span) -> Span {
    if span.range().len() != text.len() {
        return span;
    }
    let start = words.as_ptr() as usize - text.as_ptr() as usize;
    let at = |offset: usize| span.start + u32::try_from(offset).unwrap_or(0);
    Span { file: span.file, start: at(start), end: at(start + words.len()) }
}

/// Takes the minus off that stands directly before a key.
fn strip_minus(prefix: &mut Vec<Inline>) -> bool {
    let Some(InlineKind::Text(text)) = prefix.last_mut().map(|inline| &mut inline.kind) else { return false };
    let Some(rest) = text.strip_suffix('-') else { return false };
    if !(rest.is_empty() || rest.ends_with([' ', '\t', '\n'])) {
        return false;
    }
    *text = rest.to_owned();
    normalise_inlines(prefix);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_end_before_punctuation() {
        let read = |text: &str| text.find('@').and_then(|at| key(text, at, text.len())).map(|key| key.text);
        for (text, found) in [
            ("@fig-x.", Some("fig-x")),
            ("(@doe99)", Some("doe99")),
            ("@doe99's", Some("doe99")),
            ("@fig:a_b, and", Some("fig:a_b")),
            ("@{a key}", Some("a key")),
            ("@doi:10.1/x--y", Some("doi:10.1/x")),
            ("me@example.org", None),
            ("@ home", None),
            ("@", None),
        ] {
            assert_eq!(read(text).as_deref(), found, "{text}");
        }
    }
}
