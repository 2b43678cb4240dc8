//! What would begin a block at the start of a line, or end a heading: the place of the character to escape.

use std::collections::BTreeSet;

use super::{Line, LinePlace};
use crate::mask::block::caption_marker;
use crate::mask::markers::{self, Figures, MarkerKind};
use crate::write::buffer::Buffer;

/// The places of a line's characters that need an escape for where they stand.
pub(super) fn positions(buffer: &Buffer, line: Line) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let text = buffer.text.as_str();
    if line.place.begins_blocks() {
        let mut start = 0;
        for words in text.split('\n') {
            let place = if words.starts_with('[') && buffer.is_mark(start) {
                // A call or reference of ours and a colon would define a note or a link.
                closes(buffer, start).map(|at| at + 1 - start).filter(|at| words.as_bytes().get(*at) == Some(&b':'))
            } else {
                block_start(words, start == 0, line)
            };
            found.extend(place.map(|at| start + at).filter(|at| buffer.is_text.get(*at) == Some(&true)));
            start += words.len() + 1;
        }
        if is_page_break(text) && buffer.is_text.first() == Some(&true) {
            found.insert(0);
        }
    }
    match line.place {
        LinePlace::Heading => found.extend(closing_hash(text).filter(|at| buffer.is_text[*at])),
        LinePlace::Verse => {
            found.extend(is_delimiters(text).then_some(0).filter(|at| buffer.is_text.get(*at) == Some(&true)))
        }
        LinePlace::Paragraph | LinePlace::Term | LinePlace::Cell | LinePlace::Value => {}
    }
    found
}

/// Where the bracket of ours that opens at an offset is closed.
fn closes(buffer: &Buffer, open: usize) -> Option<usize> {
    let bytes = buffer.text.as_bytes();
    (open + 1..bytes.len())
        .find(|at| bytes[*at] == b']' && !buffer.is_text[*at] && buffer.owner[*at] == buffer.owner[open])
}

/// Where in a line a character stands that makes it the start of a block.
fn block_start(words: &str, first: bool, line: Line) -> Option<usize> {
    let c = words.chars().next()?;
    let spaced = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let run = words.len() - words.trim_start_matches(c).len();
    let after = &words[run..];
    let blank = after.trim().is_empty();
    let begins = match c {
        '#' => run <= 6 && spaced(after),
        '>' => true,
        '`' | '~' => run >= 3,
        '=' => !first && blank,
        // Under a line a run makes a heading of it, and after a bullet a scene break with it.
        '-' => spaced(&words[1..]) || is_rule(words, c) || (!first || line.opens_item) && blank,
        '+' => spaced(&words[1..]) || first && line.opens_file && run == 3 && blank,
        '*' => spaced(&words[1..]) || is_rule(words, c) || words.starts_with("*[") && words.contains("]:"),
        '_' => is_rule(words, c),
        ':' => spaced(&words[1..]) || run >= 3,
        '|' => first && spaced(&words[1..]),
        '$' => run >= 2 && first,
        _ => false,
    };
    if begins {
        return Some(0);
    }
    if !first && is_delimiters(words) {
        return Some(0);
    }
    if first && let Some(len) = caption_marker(words) {
        return Some(len - 1);
    }
    number(words, first)
}

/// The marker of a numbered list (CommonMark 0.31, 5.2, and DIALECT 5.1): its delimiter, or its bracket.
fn number(words: &str, first: bool) -> Option<usize> {
    // What is printed as a character reference is no white space.
    let shown = words.replace(['\u{a0}', '\u{ad}'], "&");
    if first && let Some(marker) = markers::fancy(&shown) {
        return Some(if words.starts_with('(') { 0 } else { marker.len - 1 });
    }
    let marker = markers::read(words)?;
    let MarkerKind::Number { figures: Figures::Decimal(number), .. } = marker.kind else { return None };
    let rest = &words[marker.len..];
    // Inside a paragraph only a 1 begins a list.
    let begins = rest.is_empty() || rest.starts_with([' ', '\t']);
    (begins && !words.starts_with('(') && (first || number == 1)).then_some(marker.len - 1)
}

/// A thematic break (CommonMark 0.31, 4.1).
fn is_rule(words: &str, mark: char) -> bool {
    words.chars().all(|c| c == mark || matches!(c, ' ' | '\t')) && words.matches(mark).count() >= 3
}

/// The line under a table's head (GFM, 4.10).
fn is_delimiters(words: &str) -> bool {
    words.contains('-') && words.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

fn is_page_break(text: &str) -> bool {
    crate::tree::PAGE_BREAKS.contains(&text.trim())
}

/// The last of the hashes that would close a heading (CommonMark 0.31, 4.2).
fn closing_hash(text: &str) -> Option<usize> {
    let bare = text.trim_end_matches('#');
    let closes = bare.len() < text.len() && (bare.is_empty() || bare.ends_with([' ', '\t']));
    closes.then(|| text.len() - 1)
}
