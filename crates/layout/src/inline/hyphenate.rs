//! Where a language divides its words. Patterns are hypher's; the rules of good setting around them are here.

use chapbook_values::Language;
use hypher::Lang;

/// No fewer letters before a hyphen, and none fewer after it.
const LEFT: usize = 2;
const RIGHT: usize = 3;

/// The offsets at which a word may be divided with a hyphen.
///
/// Punctuation around the word does not count. A word that has a hyphen, a figure or an apostrophe inside is not
/// divided again, nor is one of capitals alone: it is an abbreviation.
pub(crate) fn hyphenate(word: &str, language: &Language) -> Vec<u32> {
    let Some(lang) = patterns(language) else { return Vec::new() };
    let Some(start) = word.find(char::is_alphabetic) else { return Vec::new() };
    let rest = &word[start..];
    let end = rest.find(|c: char| !c.is_alphabetic() && !is_combining(c)).unwrap_or(rest.len());
    let (core, after) = rest.split_at(end);
    let letters = core.chars().count();
    if letters < LEFT + RIGHT || after.contains(|c: char| c.is_alphanumeric()) {
        return Vec::new();
    }
    if word[..start].contains(|c: char| c.is_numeric()) || !core.contains(char::is_lowercase) {
        return Vec::new();
    }
    let mut at = start;
    let mut points = Vec::new();
    let mut syllables = hypher::hyphenate_bounded(core, lang, LEFT, RIGHT).peekable();
    while let Some(syllable) = syllables.next() {
        at += syllable.len();
        if syllables.peek().is_some() {
            points.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }
    points
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn patterns(language: &Language) -> Option<Lang> {
    let code: [u8; 2] = language.primary().as_bytes().try_into().ok()?;
    Lang::from_iso(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(word: &str, tag: &str) -> String {
        let language = Language::parse(tag).expect("a tag");
        let mut out = String::new();
        let points = hyphenate(word, &language);
        for (i, c) in word.char_indices() {
            if points.contains(&(i as u32)) {
                out.push('|');
            }
            out.push(c);
        }
        out
    }

    #[test]
    fn languages_divide_by_their_own_rules() {
        assert_eq!(parts("extensive", "en"), "ex|ten|sive");
        assert_eq!(parts("Silbentrennung", "de"), "Sil|ben|tren|nung");
        assert_eq!(parts("extensive", "fa"), "extensive");
    }

    #[test]
    fn at_least_two_letters_before_and_three_after() {
        assert_eq!(parts("about", "en"), "about");
        assert_eq!(parts("really", "en"), "re|ally");
        for point in hyphenate("unimaginatively", &Language::english()) {
            assert!((2..=12).contains(&point));
        }
    }

    #[test]
    fn punctuation_is_left_aside_and_compounds_are_left_whole() {
        assert_eq!(parts("“extensive,”", "en"), "“ex|ten|sive,”");
        assert_eq!(parts("well-established", "en"), "well-established");
        assert_eq!(parts("UNESCO", "en"), "UNESCO");
        assert_eq!(parts("wouldn’t", "en"), "wouldn’t");
        assert_eq!(parts("x86extensive", "en"), "x86extensive");
    }
}
