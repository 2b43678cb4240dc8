//! `ToUnicode`: what the codes of a font stand for (ISO 32000-1, 9.10.3; Adobe Technical Note 5014).

use std::collections::BTreeMap;

use super::utf16;

/// The texts of a font's codes.
#[derive(Debug, Default)]
pub(crate) struct ToUnicode {
    texts: BTreeMap<u32, String>,
    /// How many bytes a code has.
    width: usize,
}

impl ToUnicode {
    /// Reads a CMap; codes of a composite font have two bytes, others one.
    pub(crate) fn read(cmap: &[u8], width: usize) -> Self {
        let text = String::from_utf8_lossy(cmap);
        let mut texts = BTreeMap::new();
        for (section, kind) in sections(&text) {
            let words = words(section);
            match kind {
                Kind::Char => {
                    for pair in words.chunks_exact(2) {
                        if let (Word::Hex(code), Word::Hex(to)) = (&pair[0], &pair[1]) {
                            texts.insert(number(code), utf16(to));
                        }
                    }
                }
                Kind::Range => range(&words, &mut texts),
            }
        }
        Self { texts, width }
    }

    /// What a string shows; a code that stands for nothing is shown as such.
    pub(crate) fn decode(&self, bytes: &[u8]) -> String {
        bytes.chunks(self.width).map(|code| self.texts.get(&number(code)).map_or("\u{FFFD}", String::as_str)).collect()
    }
}

enum Kind {
    Char,
    Range,
}

/// What stands between `beginbfchar` and `endbfchar`, `beginbfrange` and `endbfrange`.
fn sections(text: &str) -> Vec<(&str, Kind)> {
    let mut found = Vec::new();
    for (begin, end, is_range) in [("beginbfchar", "endbfchar", false), ("beginbfrange", "endbfrange", true)] {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(begin) {
            let Some((section, tail)) = after.split_once(end) else { break };
            found.push((section, if is_range { Kind::Range } else { Kind::Char }));
            rest = tail;
        }
    }
    found
}

#[derive(Debug, PartialEq)]
enum Word {
    Hex(Vec<u8>),
    Open,
    Close,
}

fn words(section: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = section;
    while let Some(at) = rest.find(['<', '[', ']']) {
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        words.push(match sign {
            b'[' => Word::Open,
            b']' => Word::Close,
            _ => {
                let (hex, after) = rest.split_once('>').unwrap_or((rest, ""));
                rest = after;
                Word::Hex(bytes(hex))
            }
        });
    }
    words
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] * 16 + pair.get(1).copied().unwrap_or(0)).collect()
}

fn number(code: &[u8]) -> u32 {
    code.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte))
}

/// `<first> <last> <text>`, of which the last character is counted on, or `<first> <last> [<text> …]`.
fn range(words: &[Word], texts: &mut BTreeMap<u32, String>) {
    let mut words = words.iter();
    while let (Some(Word::Hex(first)), Some(Word::Hex(last))) = (words.next(), words.next()) {
        let codes = number(first)..=number(last).min(number(first) + 0xFFFF);
        match words.next() {
            Some(Word::Hex(text)) => {
                for (code, step) in codes.zip(0_u32..) {
                    let mut units = text.clone();
                    // Only the last byte may be counted on (5014, 1.4.2).
                    if let Some(byte) = units.last_mut() {
                        *byte = byte.wrapping_add(u8::try_from(step & 0xFF).unwrap_or(0));
                    }
                    texts.insert(code, utf16(&units));
                }
            }
            Some(Word::Open) => {
                for code in codes {
                    match words.next() {
                        Some(Word::Hex(text)) => texts.insert(code, utf16(text)),
                        _ => break,
                    };
                }
                // The bracket that closes, if the row was as long as its range.
                if words.as_slice().first() == Some(&Word::Close) {
                    words.next();
                }
            }
            Some(Word::Close) | None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_ranges_are_read() {
        let cmap = b"1 beginbfchar <0001> <00660069> endbfchar 2 beginbfrange <0002> <0004> <0041> \
                     <0005> <0006> [<0061> <D83DDE00>] endbfrange";
        let to = ToUnicode::read(cmap, 2);
        assert_eq!(to.decode(&[0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7]), "fiABCa\u{1F600}\u{FFFD}");
    }
}
