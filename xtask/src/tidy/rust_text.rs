//! Rust text with its comments and literals blanked out, so that a search finds code only. It is no parser.

/// The same text, byte for byte as long, with comments and the insides of literals replaced by spaces.
/// Line ends stay, so that lines keep their numbers.
pub(crate) fn code_only(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut kept: Vec<u8> = Vec::with_capacity(bytes.len());
    while kept.len() < bytes.len() {
        let at = kept.len();
        let end = at + skipped(&bytes[at..], at.checked_sub(1).map(|before| bytes[before]));
        if end == at {
            kept.push(bytes[at]);
        } else {
            kept.extend(bytes[at..end].iter().map(|byte| if *byte == b'\n' { b'\n' } else { b' ' }));
        }
    }
    String::from_utf8(kept).expect("comments and literals begin and end at ASCII bytes, the rest is as it was")
}

/// How many bytes of `rest` are a comment or a literal that begins here.
fn skipped(rest: &[u8], before: Option<u8>) -> usize {
    let in_a_word = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match rest {
        [b'/', b'/', ..] => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => block_comment(rest),
        [b'r', ..] if !in_a_word => raw_string(rest),
        [b'b' | b'c', b'r', ..] if !in_a_word => match raw_string(&rest[1..]) {
            0 => 0,
            length => length + 1,
        },
        [b'"', ..] => quoted(rest, b'"'),
        [b'\'', b'\\', ..] => quoted(rest, b'\''),
        [b'\'', ..] => character(rest),
        _code => 0,
    }
}

fn block_comment(rest: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        match &rest[at..] {
            [b'/', b'*', ..] => {
                depth += 1;
                at += 2;
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _text => at += 1,
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#`; 0 for a raw identifier and any other word.
fn raw_string(rest: &[u8]) -> usize {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return 0;
    }
    let body = 2 + hashes;
    let closes =
        |at: &usize| rest[*at] == b'"' && rest[at + 1..].iter().take_while(|byte| **byte == b'#').count() >= hashes;
    (body..rest.len()).find(closes).map_or(rest.len(), |at| at + 1 + hashes)
}

fn quoted(rest: &[u8], mark: u8) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            byte if byte == mark => return at + 1,
            _inside => at += 1,
        }
    }
    rest.len()
}

/// `'x'`; 0 for a lifetime.
fn character(rest: &[u8]) -> usize {
    // One character is at most four bytes of UTF-8.
    let length = match rest.get(1) {
        Some(0x00..=0x7F) => 1,
        Some(0xC0..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(_) => 4,
        None => return 0,
    };
    if rest.get(1 + length) == Some(&b'\'') { length + 2 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let code = code_only(text);
        assert_eq!(code.len(), text.len());
        assert_eq!(code.matches('\n').count(), text.matches('\n').count());
        code.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_go() {
        assert_eq!(words("a // b\nc /* d /* e */ f */ g"), "a c g");
        assert_eq!(words("a /* never closed"), "a");
    }

    #[test]
    fn literals_go() {
        assert_eq!(words(r#"a("b // c \" d") e"#), "a( ) e");
        assert_eq!(words(r##"a r"b" br#"c " d"# e"##), "a e");
        assert_eq!(words(r#"a 'b' '\'' '—' '"' c"#), "a c");
        assert_eq!(words("a \"never closed"), "a");
    }

    #[test]
    fn words_stay() {
        assert_eq!(words("fn a<'b>(r#type: &'b str, for_r: u8) {}"), "fn a<'b>(r#type: &'b str, for_r: u8) {}");
        assert_eq!(words("a / b * c 'd: loop {}"), "a / b * c 'd: loop {}");
    }
}
