//! What is settled before any Markdown is read: the byte order mark, the front matter's place, and the
//! control characters that no output format can hold.

use std::ops::Range;

use crate::bytes;

/// Which language front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrontSyntax {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`.
    Toml,
}

/// The front matter's place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    /// Its language.
    pub(crate) syntax: FrontSyntax,
    /// The lines between the fences.
    pub(crate) content: Range<usize>,
    /// Where the body begins.
    pub(crate) end: usize,
}

/// The length of a byte order mark at the start of a file.
pub(crate) fn byte_order_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

/// Closed front matter that begins at `start`. Whether it holds a mapping, its reader finds out.
pub(crate) fn front_matter(text: &str, start: usize) -> Option<FrontMatter> {
    let mut lines = lines(text, start);
    let first = lines.next()?;
    let (syntax, closers): (_, &[&str]) = match text[first.clone()].trim_end() {
        "---" => (FrontSyntax::Yaml, &["---", "..."]),
        "+++" => (FrontSyntax::Toml, &["+++"]),
        _ => return None,
    };
    let content = first.end;
    // A blank line after the fence makes it a scene break: metadata follows its fence at once.
    for line in lines {
        if closers.contains(&text[line.clone()].trim_end()) {
            return Some(FrontMatter { syntax, content: content..line.start, end: line.end });
        }
    }
    None
}

/// The fence and the first key of front matter that is not closed: a line `---` or `+++` at `start`, and a key that is
/// `known` directly below it.
pub(crate) fn unclosed_front_matter(text: &str, start: usize, known: fn(&str) -> bool) -> Option<Range<usize>> {
    let mut lines = lines(text, start).take(2).map(|line| (line.start, text[line].trim_end()));
    let (_, fence) = lines.next()?;
    let (at, line) = lines.next()?;
    let (key, _) = line.split_once(match fence {
        "---" => ':',
        "+++" => '=',
        _ => return None,
    })?;
    known(key.trim_end()).then(|| start..at + line.len())
}

/// Lines from an offset on, each with its line end: LF, CRLF or CR (CommonMark 0.31, 2.1).
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = start;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let from = at;
        let mut end =
            from + bytes[from..].iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(bytes.len() - from);
        if end < bytes.len() {
            end += if bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n') { 2 } else { 1 };
        }
        at = end;
        Some(from..end)
    })
}

/// Whether a byte is a control character that XML 1.0 cannot hold (its production 2, Char).
pub(crate) fn is_control(byte: u8) -> bool {
    // Without branches, since whole files are looked through for it.
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r')
}

/// Whether a text holds nothing that XML 1.0 cannot hold.
pub(crate) fn is_clean(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Bytes are looked through faster than characters. U+FFFE and U+FFFF begin with the byte 0xEF, as the commas of
    // Chinese do.
    while let Some(offset) = bytes::position(&bytes[at..], |b| is_control(b) | (b == 0xef)) {
        at += offset;
        match bytes[at..] {
            [0xef, 0xbf, 0xbe | 0xbf, ..] | [0..0x20, ..] => return false,
            _ => at += 3,
        }
    }
    true
}

/// Text for the model: what XML 1.0 cannot hold becomes U+FFFD.
pub(crate) fn clean_text(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let bad = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.replace(bad, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_closed_and_first() {
        let found = |text: &str| front_matter(text, byte_order_mark(text)).map(|f| (f.syntax, f.content, f.end));
        assert_eq!(found("---\na: b\n---\nx"), Some((FrontSyntax::Yaml, 4..9, 13)));
        assert_eq!(found("---\r\na: b\r\n...\r\nx"), Some((FrontSyntax::Yaml, 5..11, 16)));
        assert_eq!(found("\u{feff}+++\na = 1\n+++"), Some((FrontSyntax::Toml, 7..13, 16)));
        assert_eq!(found("---\na: b\n"), None);
        assert_eq!(found("\n---\na: b\n---\n"), None);
        assert_eq!(found(" ---\na: b\n---\n"), None);
        assert_eq!(found("----\na: b\n---\n"), None);
    }

    #[test]
    fn front_matter_that_is_not_closed_is_told_by_its_first_key() {
        let found = |text: &str| unclosed_front_matter(text, 0, |key| key == "title");
        assert_eq!(found("---\ntitle: x\n\nText.\n"), Some(0..12));
        assert_eq!(found("+++\ntitle = x"), Some(0..13));
        for other in ["---\n", "---\n\ntitle: x\n", "---\nNote: x\n", "***\ntitle: x\n", "---\ntitle\n"] {
            assert_eq!(found(other), None, "{other:?}");
        }
    }

    #[test]
    fn controls_become_replacement_characters() {
        assert_eq!(clean_text("a\0b\tc\u{ffff}"), "a\u{fffd}b\tc\u{fffd}");
    }
}
