//! A text that is read, and where its bytes stand in the author's file. A fragment, such as a caption's
//! credit in an attribute, is read like a file of its own; its spans still point into the file.

use std::ops::Range;

use chapbook_source::{FileId, Span};

use crate::bytes;

/// Backslashes in a row that are looked back at: a bound keeps hostile text linear.
const MAX_BACKSLASHES: usize = 256;

/// A text to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The text: the file's, or a fragment's.
    pub(crate) text: &'a str,
    /// How offsets in it become spans.
    pub(crate) spans: Spans,
}

/// How offsets in a text become spans of its file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spans {
    /// Byte `skip` of the text stands at byte `base` of the file; what lies before `skip` was put there by us.
    At {
        /// The file.
        file: FileId,
        /// Where the text begins in it.
        base: usize,
        /// Bytes of the text that are not in the file.
        skip: usize,
    },
    /// The text is not in the file byte for byte (a YAML scalar with escapes): everything stands here.
    Fixed(Span),
}

impl Place<'_> {
    /// The span of a range of the text.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        match self.spans {
            Spans::At { file, base, skip } => {
                Span::new(file, base + range.start.saturating_sub(skip)..base + range.end.saturating_sub(skip))
            }
            Spans::Fixed(span) => span,
        }
    }

    /// The byte at an offset; 0 past the end, which no rule looks for.
    pub(crate) fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// Whether a backslash before this offset escapes what stands here: one that is not escaped itself.
    pub(crate) fn after_backslash(&self, at: usize) -> bool {
        let before =
            &self.text.as_bytes()[at.saturating_sub(MAX_BACKSLASHES).min(self.text.len())..at.min(self.text.len())];
        before.iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
    }

    /// From an offset to the end of its line, without the line end.
    pub(crate) fn rest_of_line(&self, at: usize) -> &str {
        let rest = self.text.get(at..).unwrap_or("");
        &rest[..bytes::position(rest.as_bytes(), |b| (b == b'\n') | (b == b'\r')).unwrap_or(rest.len())]
    }

    /// The column of an offset in bytes: how far it is from the start of its line.
    pub(crate) fn column(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        before.iter().rev().take_while(|b| !matches!(b, b'\n' | b'\r')).count()
    }

    /// Whether a heading begins with hashes, and is not made one by the line under it (CommonMark 0.31, 4.2).
    pub(crate) fn is_atx(&self, at: usize) -> bool {
        let line = self.rest_of_line(at);
        let after = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - after.len())) && (after.is_empty() || after.starts_with([' ', '\t']))
    }

    /// Where the text of a heading ends: before the line under it, if that is what makes it one.
    pub(crate) fn heading_end(&self, range: Range<usize>) -> usize {
        let range = self.trimmed(range);
        if self.is_atx(range.start) {
            return range.end;
        }
        let text = self.text.get(range.clone()).unwrap_or("");
        let last = text.rfind(['\n', '\r']).unwrap_or(text.len());
        self.trimmed(range.start..range.start + last).end
    }

    /// A range without the white space at its end.
    pub(crate) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text.get(range.clone()).unwrap_or("");
        range.start..range.start + text.trim_end_matches([' ', '\t', '\n', '\r']).len()
    }
}
