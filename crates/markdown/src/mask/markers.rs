//! The grammar of list markers (DIALECT 5.1, rules 1 and 2): those of CommonMark, and `a.`, `iv)`, `(1)`,
//! `#.`, `(@label)`.

use chapbook_values::{CounterStyle, Delimiter};

/// A list marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker<'a> {
    /// Its bytes, without the white space after it.
    pub(crate) len: usize,
    /// What kind it is.
    pub(crate) kind: MarkerKind<'a>,
}

/// A bullet or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MarkerKind<'a> {
    /// `-`, `+` or `*`.
    Bullet(u8),
    /// A number in some style.
    Number {
        /// Its figures.
        figures: Figures<'a>,
        /// What stands around them.
        delimiter: Delimiter,
    },
}

/// The figures of a number as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figures<'a> {
    /// `12`
    Decimal(i64),
    /// `a`, `iv`, `XII`
    Letters(&'a str),
    /// `#`
    Hash,
    /// `@`, `@label`
    Example(&'a str),
}

/// The longest label of an example number. Two spaces and nine digits are what a masked marker can be.
pub(crate) const MAX_EXAMPLE_LABEL: usize = 10;

/// Reads any marker at the start of a line of the source. White space after it is not asked for:
/// pulldown-cmark has seen to that.
pub(crate) fn read(line: &str) -> Option<Marker<'_>> {
    let first = *line.as_bytes().first()?;
    if matches!(first, b'-' | b'+' | b'*') {
        return Some(Marker { len: 1, kind: MarkerKind::Bullet(first) });
    }
    let (inside, open) = match line.strip_prefix('(') {
        Some(inside) => (inside, 1),
        None => (line, 0),
    };
    let (figures, len) = figures(inside, open == 1)?;
    let delimiter = match (inside.as_bytes().get(len)?, open) {
        (b')', 1) => Delimiter::TwoParens,
        (b')', _) => Delimiter::Paren,
        (b'.', 0) => Delimiter::Period,
        _ => return None,
    };
    Some(Marker { len: open + len + 1, kind: MarkerKind::Number { figures, delimiter } })
}

/// Whether a line may begin with the marker of a list: cheap, and says yes too often.
pub(crate) fn may_begin(line: &[u8]) -> bool {
    let letters = line.iter().take(8).take_while(|b| b.is_ascii_alphabetic()).count();
    matches!(line.first(), Some(b'(' | b'#')) || matches!(line.get(letters), Some(b'.' | b')'))
}

/// Reads a marker that CommonMark does not know, if it may stand there: white space and text follow, and a
/// capital with a period is no initial.
pub(crate) fn fancy(line: &str) -> Option<Marker<'_>> {
    if !line.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '(' | '#')) {
        return None;
    }
    let marker = read(line)?;
    let MarkerKind::Number { figures, delimiter } = marker.kind else { return None };
    if matches!(figures, Figures::Decimal(_)) && delimiter != Delimiter::TwoParens {
        return None;
    }
    let rest = &line[marker.len..];
    let initial = matches!(figures, Figures::Letters(l) if l.len() == 1 && l.as_bytes()[0].is_ascii_uppercase());
    let spaced = match rest.as_bytes() {
        [b'\t', ..] => true,
        [b' ', second, ..] => !(initial && delimiter == Delimiter::Period) || matches!(second, b' ' | b'\t'),
        _ => false,
    };
    (spaced && !rest.trim().is_empty()).then_some(marker)
}

fn figures(text: &str, parens: bool) -> Option<(Figures<'_>, usize)> {
    let bytes = text.as_bytes();
    let run = |accept: fn(&u8) -> bool| bytes.iter().take_while(|b| accept(b)).count();
    match bytes.first()? {
        b'0'..=b'9' => {
            let len = run(u8::is_ascii_digit);
            // With its bracket a number must fit into nine digits.
            let most = if parens { 8 } else { 9 };
            (len <= most).then(|| Some((Figures::Decimal(text[..len].parse().ok()?), len)))?
        }
        b'#' => Some((Figures::Hash, 1)),
        b'@' if parens => {
            let label = text[1..].find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')))?;
            (label <= MAX_EXAMPLE_LABEL).then(|| (Figures::Example(&text[1..=label]), 1 + label))
        }
        first if first.is_ascii_alphabetic() => {
            let len = run(u8::is_ascii_alphabetic);
            let letters = &text[..len];
            let roman = || {
                CounterStyle::LowerRoman.parse(letters).or_else(|| CounterStyle::UpperRoman.parse(letters)).is_some()
            };
            // Words of several letters are numbers only where they are roman: "etc. and so on" is text.
            (len == 1 || (len <= 7 && roman()) || (len == 2 && letters.as_bytes()[0] == letters.as_bytes()[1]))
                .then_some((Figures::Letters(letters), len))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fancy_markers_and_their_length() {
        for (line, len) in [
            ("a. x", Some(2)),
            ("a) x", Some(2)),
            ("(a) x", Some(3)),
            ("iv. x", Some(3)),
            ("(iv) x", Some(4)),
            ("(12) x", Some(4)),
            ("#. x", Some(2)),
            ("(@) x", Some(3)),
            ("(@good) x", Some(7)),
            ("(@elevenchars) x", None),
            ("A.  x", Some(2)),
            ("A. Author", None),
            ("A) x", Some(2)),
            ("a.x", None),
            ("a.", None),
            ("a.  ", None),
            ("etc. and so on", None),
            ("mild. x", None),
            ("1. x", None),
            ("(a x", None),
            ("(a. x", None),
            ("aa. x", Some(3)),
            ("ab. x", None),
            ("(123456789) x", None),
        ] {
            assert_eq!(fancy(line).map(|m| m.len), len, "{line}");
        }
    }

    #[test]
    fn commonmark_markers_are_read_too() {
        assert_eq!(read("- x").map(|m| m.kind), Some(MarkerKind::Bullet(b'-')));
        let number = |figures, delimiter| Some(MarkerKind::Number { figures, delimiter });
        assert_eq!(read("007) x").map(|m| m.kind), number(Figures::Decimal(7), Delimiter::Paren));
        assert_eq!(read("(3)").map(|m| m.kind), number(Figures::Decimal(3), Delimiter::TwoParens));
    }
}
