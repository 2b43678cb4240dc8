//! Lines of the source as the block passes look at them.

use crate::place::Place;

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
