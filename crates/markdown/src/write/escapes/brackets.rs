//! Which brackets of the author's text would act: as a link, a span, a note, a task, a link to a heading.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Line, LinePlace};
use crate::write::Writer;
use crate::write::buffer::Buffer;

/// The brackets of a line.
pub(super) struct Brackets {
    /// Those that need an escape.
    pub(super) act: BTreeSet<usize>,
    /// The pairs that stay, by what they enclose.
    pairs: Vec<Range<usize>>,
}

impl Brackets {
    /// Pairs the brackets of the text, those of each pair of ours among themselves.
    pub(super) fn of(buffer: &Buffer, line: Line, writer: &Writer<'_>) -> Self {
        let mut found = Self { act: BTreeSet::new(), pairs: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        for (at, c) in buffer.text.char_indices() {
            if !buffer.is_text[at] || !matches!(c, '[' | ']') {
                continue;
            }
            // What is open in a pair of ours that has ended has no partner.
            while open.last().is_some_and(|start| buffer.owner[*start] > buffer.owner[at]) {
                found.act.extend(open.pop());
            }
            if c == '[' {
                open.push(at);
                continue;
            }
            match open.last().copied() {
                Some(start) if buffer.owner[start] == buffer.owner[at] => {
                    open.pop();
                    if acts(buffer, start..at, line, writer) {
                        found.act.extend([start, at]);
                    } else {
                        found.pairs.push(start..at);
                    }
                }
                Some(_) | None => {
                    found.act.insert(at);
                }
            }
        }
        found.act.extend(open);
        found
    }

    /// Whether an offset stands in a pair that stays.
    pub(super) fn encloses(&self, at: usize) -> bool {
        self.pairs.iter().any(|pair| pair.contains(&at))
    }
}

/// Whether a pair would be more than text.
fn acts(buffer: &Buffer, pair: Range<usize>, line: Line, writer: &Writer<'_>) -> bool {
    let text = &buffer.text;
    let inside = &text[pair.start + 1..pair.end];
    let after = &text[pair.end + 1..];
    let begins = pair.start == 0;
    let task = begins && line.opens_item && matches!(inside, " " | "x" | "X");
    let definition = line.place.begins_blocks() && after.starts_with(':') && begins_line(text, pair.start);
    let alert = begins && line.place == LinePlace::Paragraph && inside.starts_with('!');
    let braces = after.starts_with('{') && buffer.is_mark(pair.end + 1);
    let marked = after.starts_with('[') && buffer.is_mark(pair.end + 1);
    let link = after.starts_with('(');
    let note = inside.starts_with('^') || inside.is_empty() && after.starts_with('(');
    let heading = !inside.is_empty() && writer.headings.contains(inside.trim());
    task || definition || alert || braces || marked || link || note || heading
}

fn begins_line(text: &str, at: usize) -> bool {
    at == 0 || text[..at].ends_with('\n')
}
