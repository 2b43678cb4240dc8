//! Languages by their BCP 47 tag and the direction they are written in. What their words and quotation
//! marks are is data of `resolve`.

use std::fmt;

/// A language tag such as `en`, `en-GB` or `zh-Hans`, in BCP 47's usual letter case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

/// The direction of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

/// Languages whose usual script runs from right to left (CLDR's `characterOrder`).
const RTL: [&str; 11] = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ur", "yi"];
/// Scripts that run from right to left whatever the language.
const RTL_SCRIPTS: [&str; 6] = ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"];

impl Language {
    /// Reads a tag: a primary subtag of two or three letters (or `x`, `i` with more), then subtags of one
    /// to eight letters or digits (RFC 5646, 2.1). Underscores are taken for hyphens. `None` if it is none.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim().replace('_', "-");
        // RFC 5646 asks for buffers of 35 characters; a few more do no harm, thousands would.
        if tag.len() > 64 {
            return None;
        }
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let mut out = primary.to_ascii_lowercase();
        let mut after_singleton = false;
        for part in parts {
            if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return None;
            }
            out.push('-');
            let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
            if !after_singleton && part.len() == 2 && letters {
                out.push_str(&part.to_ascii_uppercase());
            } else if !after_singleton && part.len() == 4 && letters {
                out.push_str(&part[..1].to_ascii_uppercase());
                out.push_str(&part[1..].to_ascii_lowercase());
            } else {
                out.push_str(&part.to_ascii_lowercase());
            }
            after_singleton |= part.len() == 1;
        }
        (!out.ends_with("-x")).then_some(Self(out))
    }

    /// English, the language of a document that names none.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// The whole tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The primary subtag: `en` of `en-GB`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or("en")
    }

    /// The script subtag if the tag has one: `Hans` of `zh-Hans`.
    pub fn script(&self) -> Option<&str> {
        self.0.split('-').skip(1).find(|part| part.len() == 4 && part.as_bytes()[0].is_ascii_uppercase())
    }

    /// The region subtag if the tag has one: `GB` of `en-GB`.
    pub fn region(&self) -> Option<&str> {
        self.0.split('-').skip(1).find(|part| part.len() == 2 && part.as_bytes()[0].is_ascii_uppercase())
    }

    /// The direction its script is written in.
    pub fn direction(&self) -> Direction {
        let rtl = match self.script() {
            Some(script) => RTL_SCRIPTS.contains(&script),
            None => RTL.contains(&self.primary()),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }

    /// Whether it is set without spaces between words, in ideographs or kana.
    pub fn is_cjk(&self) -> bool {
        matches!(self.primary(), "zh" | "ja" | "yue" | "wuu")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_take_their_usual_case() {
        for (typed, tag) in
            [("EN-gb", "en-GB"), ("zh_hans_cn", "zh-Hans-CN"), ("de-1996", "de-1996"), ("en-x-us", "en-x-us")]
        {
            assert_eq!(Language::parse(typed).map(|l| l.tag().to_owned()).as_deref(), Some(tag));
        }
        for bad in ["", "english", "e", "en-", "en-x", "en--GB", "12", "en-toolongasubtag"] {
            assert_eq!(Language::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn direction_follows_the_script() {
        let direction = |tag| Language::parse(tag).map(|l| l.direction());
        assert_eq!(direction("fa"), Some(Direction::Rtl));
        assert_eq!(direction("az-Arab"), Some(Direction::Rtl));
        assert_eq!(direction("ur-Latn"), Some(Direction::Ltr));
        assert_eq!(direction("en"), Some(Direction::Ltr));
    }
}
