//! Blank lines between blocks. pulldown-cmark does not say whether a list is tight, so the source is asked
//! (CommonMark 0.31, 5.3; DIALECT 5.1, rule 6).

use crate::place::Place;

/// Whether a blank line stands between two offsets. Marks of quotations do not fill a line.
pub(crate) fn has_blank_line(place: &Place<'_>, from: usize, to: usize) -> bool {
    let Some(before) = place.text.get(..from.min(to)) else { return false };
    // What ends a block may include its line end: go back to its last character.
    let start = before.trim_end_matches([' ', '\t', '\n', '\r', '>']).len();
    let Some(gap) = place.text.get(start..to) else { return false };
    // The rest of the last line before, then whole lines; the last piece begins the next block.
    let (Some(first), Some(last)) = (gap.find('\n'), gap.rfind('\n')) else { return false };
    first < last
        && gap[first + 1..last].split('\n').any(|line| line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'>')))
}

#[cfg(test)]
mod tests {
    use chapbook_source::FileId;

    use super::*;
    use crate::place::Spans;

    #[test]
    fn a_line_of_quotation_marks_is_blank() {
        let gap = |text: &str, from: usize| {
            let place = Place { text, spans: Spans::At { file: FileId(0), base: 0, skip: 0 } };
            has_blank_line(&place, from, text.len() - 1)
        };
        assert!(!gap("- a\n- b", 4));
        assert!(gap("- a\n\n- b", 4));
        assert!(gap("- a\r\n\r\n- b", 3));
        assert!(gap("> - a\n>\n> - b", 6));
        assert!(!gap("> - a\n> - b", 6));
    }
}
