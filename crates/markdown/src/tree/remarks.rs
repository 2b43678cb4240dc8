//! What a block gives reason to say that leaves it as it is: constructs that are not read, metadata in the
//! wrong place, and what Pandoc reads otherwise.

use std::ops::Range;

use chapbook_source::{Diagnostic, codes};
use pulldown_cmark::Tag;

use super::Tree;
use super::blocks::PAGE_BREAKS;
use super::gaps::has_blank_line;
use crate::attributes;
use crate::bytes;
use crate::mask::fences::{self, Fence};
use crate::mask::markers::MAX_EXAMPLE_LABEL;

/// Lines in which the end of a late metadata block is looked for.
const MAX_METADATA_LINES: usize = 60;

impl Tree<'_> {
    /// What a paragraph's own lines give reason to say.
    pub(crate) fn remark_on_paragraph(&mut self, range: &Range<usize>) {
        self.remark_on_late_metadata(range);
        let bytes = &self.place.text.as_bytes()[..range.end];
        let mut next = range.start;
        while next < range.end {
            let prefix = bytes[next..].iter().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
            let start = next + prefix;
            next = bytes::position(&bytes[start..], |b| b == b'\n').map_or(range.end, |line| start + line + 1);
            if !matches!(bytes.get(start), Some(b'{' | b'\\' | b'!' | b':' | b'$' | b'+' | b'(')) {
                continue;
            }
            let words = self.place.text[start..next].trim_end();
            let opens = start == range.start;
            let page_break = PAGE_BREAKS.into_iter().find(|name| words.starts_with(name));
            let breaks = page_break.is_some_and(|name| !words[name.len()..].starts_with(char::is_alphabetic));
            let (code, message) = if breaks {
                (&codes::PAGE_BREAK_INLINE, "a page break inside a paragraph stays as typed")
            } else if words.starts_with("{{< include")
                || words.starts_with("{{#include")
                || words.starts_with("!include ")
            {
                (&codes::INCLUDE, "includes are not read; the line stays as typed")
            } else if fences::read(words) == Some(Fence::Stray)
                && attributes::looks_meant(words.trim_start_matches(':').trim_start())
            {
                (&codes::BAD_ATTRIBUTES, "the attributes of this div do not parse, and the line stays as typed")
            } else if fences::read(words) == Some(Fence::Stray) {
                (&codes::DIV_STRAY, "this opens no div and stays as typed")
            } else if words.strip_prefix("$$").is_some_and(|rest| !rest.contains("$$")) && opens {
                (&codes::MATH_UNCLOSED, "this mathematics is not closed before the blank line and stays as typed")
            } else if words.starts_with("+--") && words.ends_with("-+") && opens {
                (&codes::GRID_TABLE, "grid tables are not read; the lines stay as typed")
            } else if long_example_label(words) {
                (&codes::EXAMPLE_LABEL, "the label of an example has at most ten bytes; this line stays as typed")
            } else {
                continue;
            };
            self.context.say(code, self.place.span(start..start + words.len()), message);
        }
    }

    /// A block of metadata that is not at the top: CommonMark sees a scene break and a paragraph or heading.
    pub(crate) fn remark_on_late_metadata(&mut self, range: &Range<usize>) {
        let before = &self.place.text[..range.start];
        let Some(before) = before.strip_suffix("---\n").or_else(|| before.strip_suffix("---\r\n")) else { return };
        // Under a line of text the dashes make a heading of that.
        let above = before.strip_suffix('\n').map(|above| above.trim_end_matches('\r'));
        if !before.is_empty() && above.is_none_or(|above| !above.is_empty() && !above.ends_with('\n')) {
            return;
        }
        let mut lines = self.place.text[range.start..].lines().take(MAX_METADATA_LINES);
        let is_key = |line: &str| {
            let key = line.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with(' '));
            key.is_some_and(|(key, _)| {
                !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            })
        };
        let opens = lines.next().is_some_and(is_key);
        let closed =
            lines.take_while(|line| !line.trim().is_empty()).any(|line| matches!(line.trim_end(), "---" | "..."));
        if opens && closed {
            let span = self.place.span(range.start..range.start + self.place.rest_of_line(range.start).len());
            let message = "metadata stand at the top of a file only; these lines are read as text";
            let diagnostic = Diagnostic::new(&codes::LATE_METADATA, span, message);
            self.context.diagnostics.push(diagnostic.hint("move them to the top, between lines `---`"));
        }
    }

    /// A heading, quotation or list that directly follows a paragraph: Pandoc reads its lines as the paragraph's.
    /// It is said once of each kind in a file, since whoever writes so does it throughout.
    pub(crate) fn remark_on_interruption_by(&mut self, tag: &Tag<'_>, paragraph_end: usize, range: &Range<usize>) {
        let kind = match tag {
            Tag::Heading { .. } if self.place.byte(range.start) == b'#' => "heading",
            Tag::BlockQuote(_) => "quotation",
            // A definition stands directly under its term.
            Tag::List(_) if self.place.byte(range.start) != b':' => "list",
            _ => return,
        };
        if has_blank_line(&self.place, paragraph_end, range.start) || !self.context.pandoc_differs.insert(kind) {
            return;
        }
        let line = self.place.rest_of_line(range.start).len();
        let message = format!("Pandoc reads a {kind} without a blank line before it as text of the paragraph");
        let diagnostic =
            Diagnostic::new(&codes::PANDOC_DIFFERS, self.place.span(range.start..range.start + line), message);
        self.context.diagnostics.push(diagnostic.hint("put a blank line between, if Pandoc is to read it, too"));
    }
}

/// `(@label) text` with a label that no marker of nine figures is as long as.
fn long_example_label(line: &str) -> bool {
    let Some((label, after)) = line.strip_prefix("(@").and_then(|rest| rest.split_once(')')) else { return false };
    label.len() > MAX_EXAMPLE_LABEL
        && after.starts_with([' ', '\t'])
        && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}
