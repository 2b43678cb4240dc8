//! The grammar of attributes in braces (DIALECT 4): `{#label .class key="value" -}` and `{=format}`.
//! What they attach to, the callers decide.

use std::ops::Range;

use chapbook_values::{AttributeParts, Attributes, Label};

/// Attributes that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Braces {
    /// Bytes read, the braces included.
    pub(crate) len: usize,
    /// Label, classes and pairs.
    pub(crate) attrs: Attributes,
    /// `{=format}`, which stands alone.
    pub(crate) format: Option<String>,
    /// Second labels and repeated keys, which are left out: their places.
    pub(crate) duplicates: Vec<Range<usize>>,
    /// The values of pairs in the text, in the order of the pairs, where they are typed without escapes.
    pub(crate) values: Vec<Option<Range<usize>>>,
}

/// Items in one pair of braces. Each is compared with those before it, so that there has to be a bound.
const MAX_ITEMS: usize = 200;

/// Reads attributes at the start of `text`; `None` if what stands there is none.
pub(crate) fn read(text: &str) -> Option<Braces> {
    let mut reader = Reader { text, at: 0 };
    reader.take('{')?;
    let mut out = Braces::default();
    let mut parts = AttributeParts::default();
    let mut items = 0usize;
    loop {
        let space = reader.space()?;
        if reader.take('}').is_some() {
            break;
        }
        if items > 0 && !space {
            return None;
        }
        items += 1;
        if items > MAX_ITEMS {
            return None;
        }
        let start = reader.at;
        if reader.take('#').is_some() {
            let label = reader.name()?;
            if parts.label.is_some() {
                out.duplicates.push(start..reader.at);
            } else {
                parts.label = Label::new(label);
            }
        } else if reader.take('.').is_some() {
            let class = reader.name()?.to_owned();
            if !parts.classes.contains(&class) {
                parts.classes.push(class);
            }
        } else if reader.take('=').is_some() {
            out.format = Some(reader.name()?.to_owned());
        } else if reader.rest().starts_with('-') && reader.rest()[1..].starts_with([' ', '\t', '\n', '\r', '}']) {
            reader.at += 1;
            if !parts.classes.iter().any(|class| class == "unnumbered") {
                parts.classes.push("unnumbered".into());
            }
        } else {
            let key = reader.key()?.to_owned();
            reader.take('=')?;
            let (value, place) = reader.value()?;
            if parts.pairs.iter().any(|(k, _)| *k == key) {
                out.duplicates.push(start..reader.at);
            } else {
                parts.pairs.push((key, value));
                out.values.push(place);
            }
        }
    }
    // A format stands alone, and empty braces say nothing.
    if items == 0 || (out.format.is_some() && items > 1) {
        return None;
    }
    out.len = reader.at;
    out.attrs = Attributes::new(parts);
    Some(out)
}

/// Whether braces look as if they were meant as attributes: only those are worth a warning.
pub(crate) fn looks_meant(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('{') else { return false };
    if inside.starts_with('#') || inside.starts_with('.') {
        return inside[1..].starts_with(|c: char| c.is_alphanumeric());
    }
    let mut reader = Reader { text: inside, at: 0 };
    reader.key().is_some() && reader.take('=').is_some()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn take(&mut self, c: char) -> Option<()> {
        self.rest().starts_with(c).then(|| self.at += c.len_utf8())
    }

    /// White space with at most one line end, since attributes do not run over a blank line.
    fn space(&mut self) -> Option<bool> {
        let start = self.at;
        let mut line_ends = 0;
        while let Some(c) = self.rest().chars().next() {
            match c {
                ' ' | '\t' => {}
                '\r' if self.rest()[1..].starts_with('\n') => {}
                '\n' | '\r' => line_ends += 1,
                _ => break,
            }
            self.at += 1;
        }
        (line_ends <= 1).then_some(self.at > start)
    }

    fn while_matches(&mut self, matches: impl Fn(char) -> bool) -> Option<&'a str> {
        let rest = self.rest();
        let len = rest.find(|c| !matches(c)).unwrap_or(rest.len());
        self.at += len;
        (len > 0).then(|| &rest[..len])
    }

    fn name(&mut self) -> Option<&'a str> {
        self.while_matches(|c| !c.is_whitespace() && !c.is_control() && !"{}\"'=<>#`".contains(c))
    }

    fn key(&mut self) -> Option<&'a str> {
        if !self.rest().starts_with(|c: char| c.is_alphabetic()) {
            return None;
        }
        self.while_matches(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
    }

    /// A value, and its place where it stands there as it is.
    fn value(&mut self) -> Option<(String, Option<Range<usize>>)> {
        let quote = match self.rest().chars().next()? {
            quote @ ('"' | '\'') => quote,
            _ => {
                let start = self.at;
                let word = self.while_matches(|c| !c.is_whitespace() && !c.is_control() && !"{}\"'<>`".contains(c))?;
                return Some((word.to_owned(), Some(start..self.at)));
            }
        };
        self.at += 1;
        let start = self.at;
        let mut value = String::new();
        let (mut escaped, mut line_is_blank) = (false, false);
        loop {
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
            match c {
                _ if c == quote => break,
                '\\' if quote == '"' && self.rest().starts_with('"') => {
                    escaped = true;
                    line_is_blank = false;
                    value.push('"');
                    self.at += 1;
                }
                '\r' if self.rest().starts_with('\n') => {}
                '\n' | '\r' if line_is_blank => return None,
                '\n' | '\r' => {
                    line_is_blank = true;
                    value.push(' ');
                }
                ' ' | '\t' => value.push(c),
                _ if c.is_control() => return None,
                _ => {
                    line_is_blank = false;
                    value.push(c);
                }
            }
        }
        Some((value, (!escaped).then(|| start..self.at - 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        read(text).map(|braces| format!("{} {:?} {}", braces.attrs, braces.format, braces.len))
    }

    #[test]
    fn every_kind_of_item() {
        assert_eq!(
            shown("{#fig-x .wide alt=\"a \\\"b\\\"\" w=60% -} rest").as_deref(),
            Some("{#fig-x .wide .unnumbered alt=\"a \\\"b\\\"\" w=\"60%\"} None 36")
        );
        assert_eq!(shown("{=html}").as_deref(), Some(" Some(\"html\") 7"));
        assert_eq!(shown("{ .a\n  k='v \"w\"' }").as_deref(), Some("{.a k=\"v \\\"w\\\"\"} None 18"));
        assert_eq!(shown("{.a k=\"x\r\ny\"}").as_deref(), Some("{.a k=\"x y\"} None 13"));
        assert_eq!(shown("{k=\"\"}").as_deref(), Some("{k=\"\"} None 6"));
    }

    #[test]
    fn what_does_not_parse() {
        for text in
            ["{}", "{ }", "{#}", "{.a", "{.a\n\n}", "{a}", "{k=}", "{k=\"v}", "{=html .a}", "{#a#b}", "{.a,.b=}", "a"]
        {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_first_label_and_key_count() {
        let braces = read("{#a #b k=1 k=2}").expect("these parse");
        assert_eq!(braces.attrs.to_string(), "{#a k=\"1\"}");
        assert_eq!(braces.duplicates, vec![4..6, 11..14]);
    }

    #[test]
    fn only_what_looks_meant_is_reported() {
        for text in ["{#fig-x", "{.note,", "{key=\"v"] {
            assert!(looks_meant(text), "{text}");
        }
        for text in ["{x}", "{# }", "{1,2}", "{..}"] {
            assert!(!looks_meant(text), "{text}");
        }
    }
}
