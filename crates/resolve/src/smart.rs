//! Typographic characters from typed ones: quotation marks by language, apostrophes, dashes, ellipses. One
//! [`Smart`] goes through one line of text in reading order and remembers what came before.
//!
//! What is typed as a typographic character already stays as it is. A mark right after a digit stays straight
//! unless a quotation is open: 5'10" is a measure.

use chapbook_values::Language;

/// The quotation marks of a language, outer and inner, opening and closing.
struct Marks {
    outer: (&'static str, &'static str),
    inner: (&'static str, &'static str),
}

const ENGLISH: Marks = Marks { outer: ("“", "”"), inner: ("‘", "’") };

/// Quotation marks by language (CLDR's `quotationStart` and its kin; French sets no-break spaces inside).
fn marks(language: &Language) -> Marks {
    match (language.primary(), language.region()) {
        ("de", Some("CH" | "LI")) => Marks { outer: ("«", "»"), inner: ("‹", "›") },
        ("de" | "cs" | "sk" | "sl" | "et" | "is" | "lt" | "bg", _) => {
            Marks { outer: ("„", "“"), inner: ("‚", "‘") }
        }
        ("fr", _) => Marks { outer: ("«\u{A0}", "\u{A0}»"), inner: ("“", "”") },
        ("es" | "it" | "pt" | "ca" | "el", _) => Marks { outer: ("«", "»"), inner: ("“", "”") },
        ("ru" | "uk" | "be", _) => Marks { outer: ("«", "»"), inner: ("„", "“") },
        ("fa" | "ps", _) => Marks { outer: ("«", "»"), inner: ("‹", "›") },
        ("ar", _) => Marks { outer: ("”", "“"), inner: ("’", "‘") },
        ("pl" | "ro" | "hu" | "hr", _) => Marks { outer: ("„", "”"), inner: ("‚", "’") },
        ("sv" | "fi", _) => Marks { outer: ("”", "”"), inner: ("’", "’") },
        ("da" | "nb" | "nn" | "no", _) => Marks { outer: ("«", "»"), inner: ("‹", "›") },
        (_, _) => ENGLISH,
    }
}

/// Words that begin with an apostrophe, in lower case; a digit after it does the same ('90s).
const ELISIONS: [&str; 14] =
    ["twas", "tis", "twere", "twill", "em", "til", "cause", "bout", "round", "neath", "ere", "n", "cos", "im"];

/// The state of one line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Smart {
    /// The last character before the text at hand.
    before: Option<char>,
    /// Open quotations, innermost last: their typed marks.
    open: Vec<char>,
    /// How many single quotation marks close in the line behind what was read: its text comes in pieces, and a
    /// quotation that opens in one may close in another.
    later: usize,
}

impl Smart {
    /// The state at the start of a line of this text.
    pub(crate) fn of_line(text: &str) -> Self {
        Self { later: closing_marks(None, text, None), ..Self::default() }
    }

    /// Says which character came last, where it came from elsewhere: code, an image.
    pub(crate) fn saw(&mut self, c: char) {
        self.before = Some(c);
    }

    /// The last character, if there was one.
    pub(crate) fn before(&self) -> Option<char> {
        self.before
    }

    /// Text with typographic characters. `after` is the first character of what follows.
    pub(crate) fn text(&mut self, text: &str, after: Option<char>, language: &Language) -> String {
        let mut out = String::with_capacity(text.len() + 8);
        self.later = self.later.saturating_sub(closing_marks(self.before, text, after));
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let tail = &rest[c.len_utf8()..];
            let next = tail.chars().next().or(after);
            let mut taken = c.len_utf8();
            match c {
                '"' | '\'' => {
                    let mark = self.quote(c, tail, next, language);
                    out.push_str(mark);
                }
                '-' if rest.starts_with("---") && !rest.starts_with("----") => {
                    out.push('—');
                    taken = 3;
                }
                '-' if rest.starts_with("--") && !rest.starts_with("---") => {
                    out.push('–');
                    taken = 2;
                }
                '-' if rest.starts_with("----") => {
                    taken = rest.len() - rest.trim_start_matches('-').len();
                    out.push_str(&rest[..taken]);
                }
                '.' if rest.starts_with("...") && !rest.starts_with("....") => {
                    out.push('…');
                    taken = 3;
                }
                '.' if rest.starts_with("....") => {
                    taken = rest.len() - rest.trim_start_matches('.').len();
                    out.push_str(&rest[..taken]);
                }
                _ => out.push(c),
            }
            self.before = out.chars().next_back().or(self.before);
            rest = &rest[taken..];
        }
        out
    }

    fn quote(&mut self, c: char, tail: &str, next: Option<char>, language: &Language) -> &'static str {
        let Marks { outer, inner } = marks(language);
        let pair = if c == '"' { outer } else { inner };
        let opens_here =
            self.before.is_none_or(|b| b.is_whitespace() || opening(b)) && next.is_some_and(|n| !n.is_whitespace());
        if c == '\'' && self.before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphabetic) {
            // it's, the 1990's: an apostrophe inside a word.
            return "’";
        }
        if opens_here
            && !(c == '\'' && is_elision(tail))
            && !(c == '\'' && self.later == 0 && !closes_later(tail) && next.is_some_and(char::is_alphanumeric))
        {
            self.open.push(c);
            return pair.0;
        }
        if opens_here {
            return "’";
        }
        if let Some(at) = self.open.iter().rposition(|o| *o == c) {
            self.open.truncate(at);
            return pair.1;
        }
        if self.before.is_some_and(|b| b.is_ascii_digit()) {
            return if c == '"' { "\"" } else { "'" };
        }
        if c == '\'' { "’" } else { pair.1 }
    }
}

/// Characters after which a quotation can open.
fn opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡' | '\u{A0}')
}

fn is_elision(tail: &str) -> bool {
    if tail.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let word: String = tail.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    ELISIONS.contains(&word.as_str())
}

/// Whether a single quotation mark closes before the text ends.
fn closes_later(tail: &str) -> bool {
    closing_marks(None, tail, None) > 0
}

/// How many single quotation marks close in a text: those after a letter or stop and before no letter. `before` and
/// `after` are the characters around it.
fn closing_marks(before: Option<char>, text: &str, after: Option<char>) -> usize {
    if !text.contains('\'') {
        return 0;
    }
    let mut before = before;
    let mut count = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inside = chars.peek().copied().or(after).is_some_and(char::is_alphanumeric);
        if c == '\'' && before.is_some_and(|b: char| !b.is_whitespace()) && !inside {
            count += 1;
        }
        before = Some(c);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smart(tag: &str, text: &str) -> String {
        Smart::default().text(text, None, &Language::parse(tag).expect("a tag"))
    }

    #[test]
    fn quotations_open_and_close() {
        assert_eq!(smart("en", "\"Yes,\" he said, \"it's 'done'.\""), "“Yes,” he said, “it’s ‘done’.”");
        assert_eq!(smart("de", "\"Ja, 'so'.\""), "„Ja, ‚so‘.“");
        assert_eq!(smart("fr", "\"Oui\""), "«\u{A0}Oui\u{A0}»");
        assert_eq!(smart("en", "(\"x\")---\"y\""), "(“x”)—“y”");
        assert_eq!(smart("en", "\"[T]hey\" left"), "“[T]hey” left");
    }

    #[test]
    fn a_quotation_closes_behind_emphasis() {
        let english = Language::parse("en").expect("a tag");
        // The line is `'Here is *a*: plenty.' He'd gone.`; its text comes in three pieces.
        let mut smart = Smart::of_line("'Here is a: plenty.' He'd gone.");
        assert_eq!(smart.text("'Here is ", Some('a'), &english), "‘Here is ");
        assert_eq!(smart.text("a", Some(':'), &english), "a");
        assert_eq!(smart.text(": plenty.' He'd gone.", None, &english), ": plenty.’ He’d gone.");
        // Nothing closes behind the last piece.
        let mut smart = Smart::of_line("the 'nother one");
        assert_eq!(smart.text("the ", Some('\''), &english), "the ");
        assert_eq!(smart.text("'nother one", None, &english), "’nother one");
    }

    #[test]
    fn apostrophes_are_no_quotations() {
        assert_eq!(
            smart("en", "'Twas the boats' mooring in the '90s, rock 'n' roll"),
            "’Twas the boats’ mooring in the ’90s, rock ’n’ roll"
        );
        assert_eq!(smart("en", "the 1990's"), "the 1990’s");
    }

    #[test]
    fn measures_stay_straight() {
        assert_eq!(smart("en", "He is 5'10\" tall."), "He is 5'10\" tall.");
        assert_eq!(smart("en", "\"in 1999\" and"), "“in 1999” and");
    }

    #[test]
    fn dashes_and_dots() {
        assert_eq!(smart("en", "1--5 a---b wait... no.... ----"), "1–5 a—b wait… no.... ----");
    }

    #[test]
    fn what_is_typographic_already_stays() {
        let typed = "“If they [the board] fail…” ’twas 10–20";
        assert_eq!(smart("en", typed), typed);
    }
}
