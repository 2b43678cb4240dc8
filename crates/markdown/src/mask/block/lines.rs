//! Lines of the source as the block passes look at them.

use crate::bytes;
use crate::place::Place;

/// Whether a text holds any byte that a block pass looks for at the start of a line. A cheap filter: it may
/// say yes too often.
pub(crate) fn may_hold(text: &str) -> bool {
    let mut from = 0;
    let lines = std::iter::from_fn(|| {
        let rest = text.as_bytes().get(from..)?;
        let len = bytes::position(rest, |b| (b == b'\n') | (b == b'\r')).unwrap_or(rest.len());
        let line = &text[from..from + len];
        from += len + 1;
        Some(line)
    });
    lines.into_iter().any(|line| {
        // What may stand before a block: quotation marks, bullets, numbers, task boxes, note labels, bars.
        let prefix = |c: char| matches!(c, ' ' | '\t' | '>' | '*' | '+' | '-' | '|' | '.') || c.is_ascii_digit();
        let inner = line.trim_start_matches(prefix);
        let inner = match inner.strip_prefix("[^") {
            Some(note) => note.split_once("]:").map_or(inner, |(_, after)| after).trim_start_matches(prefix),
            None => inner.trim_start_matches([')', ' ']),
        };
        match inner.as_bytes() {
            [b':' | b'(' | b'#', ..] => true,
            [b'$', b'$', ..] => true,
            [b'[', ..] => inner.trim_end().ends_with('}'),
            [b'T' | b't', ..] if inner.len() > 5 && inner.as_bytes()[5] == b':' => true,
            [first, ..] if first.is_ascii_alphabetic() => {
                let letters = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
                letters <= 7 && matches!(inner.as_bytes().get(letters), Some(b'.' | b')'))
            }
            _ => false,
        }
    })
}

/// The length of a caption's marker, without the space after it: `:` or `Table:`.
pub(crate) fn caption_marker(line: &str) -> Option<usize> {
    [":", "Table:", "table:"]
        .into_iter()
        .find(|marker| {
            line.strip_prefix(marker).is_some_and(|rest| rest.starts_with([' ', '\t']) && !rest.trim().is_empty())
        })
        .map(str::len)
}

/// A line without the white space and the marks of as many quotations at its start.
pub(crate) fn strip_quotes(line: &str, quotes: usize) -> &str {
    let mut rest = line.trim_start_matches([' ', '\t']);
    for _ in 0..quotes {
        match rest.strip_prefix('>') {
            Some(inner) => rest = inner.trim_start_matches([' ', '\t']),
            None => break,
        }
    }
    rest
}

/// The starts of the lines after the one of an offset.
pub(super) fn line_starts<'p>(place: &'p Place<'p>, from: usize) -> impl Iterator<Item = usize> + 'p {
    let mut at = from;
    std::iter::from_fn(move || {
        at += place.rest_of_line(at).len();
        match (place.byte(at), place.byte(at + 1)) {
            (b'\r', b'\n') => at += 2,
            (b'\r' | b'\n', _) => at += 1,
            _ => return None,
        }
        (at < place.text.len()).then_some(at)
    })
}
