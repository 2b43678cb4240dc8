//! The escapes of a line: a character of the author's text gets one where it would act (DIALECT 13), and only
//! there. The whole line is looked at with its marks, so that one lone asterisk stays one lone asterisk.

mod brackets;
mod starts;

use std::collections::BTreeSet;

use super::buffer::Buffer;
use super::forms::{is_punctuation, is_space};
use super::{Care, Writer};
use crate::attributes;
use crate::inlines::references;
use brackets::Brackets;

/// A line and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) place: LinePlace,
    /// Whether it stands on the line of an item's marker, where a box in brackets would be a task's.
    pub(super) opens_item: bool,
    /// Whether the file begins with it.
    pub(super) opens_file: bool,
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinePlace {
    /// It is a paragraph: what begins a block would begin one here.
    Paragraph,
    /// It is a row of verse.
    Verse,
    /// It is a heading or a caption, which may end in attributes.
    Heading,
    /// It is a term.
    Term,
    /// It is a cell of a pipe table.
    Cell,
    /// It is the value of an attribute or of metadata, or stands in brackets.
    Value,
}

impl LinePlace {
    /// Whether line ends have no place in it.
    pub(super) fn is_one_line(self) -> bool {
        match self {
            Self::Paragraph => false,
            Self::Verse | Self::Heading | Self::Term | Self::Cell | Self::Value => true,
        }
    }

    fn begins_blocks(self) -> bool {
        match self {
            Self::Paragraph | Self::Term => true,
            Self::Verse | Self::Heading | Self::Cell | Self::Value => false,
        }
    }
}

impl From<LinePlace> for Line {
    fn from(place: LinePlace) -> Self {
        Self { place, opens_item: false, opens_file: false }
    }
}

/// What is known of the line as a whole.
struct Escapes<'b> {
    buffer: &'b Buffer,
    line: Line,
    writer: &'b Writer<'b>,
    /// Whether two or more of a mark are there that could make a pair.
    pairs: Pairs,
    brackets: Brackets,
    /// What begins a block, or ends a heading.
    starts: BTreeSet<usize>,
    /// Whether marks of changes are there.
    changes: bool,
}

/// Which marks occur often enough to pair.
#[derive(Default)]
struct Pairs {
    stars: bool,
    underscores: bool,
    ticks: bool,
    tildes: bool,
    carets: bool,
    dollars: bool,
}

/// The line with its escapes.
pub(super) fn escaped(buffer: &Buffer, line: Line, writer: &Writer<'_>) -> String {
    let text = &buffer.text;
    let starts = starts::positions(buffer, line);
    let special = |c: char| c.is_ascii_punctuation() || matches!(c, '\u{a0}' | '\u{ad}' | '\t' | '\n' | '\r');
    if starts.is_empty() && !text.contains('\n') && !text.char_indices().any(|(i, c)| special(c) && buffer.is_text[i]) {
        return text.clone();
    }
    let escapes = Escapes {
        buffer,
        line,
        writer,
        pairs: Pairs::of(buffer),
        brackets: Brackets::of(buffer, line, writer),
        starts,
        changes: ["{++", "{--", "{~~", "{==", "{>>"].iter().any(|mark| text.contains(mark)),
    };
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if buffer.is_text[at] {
            escapes.put(&mut out, at, c);
        } else {
            out.push(c);
        }
    }
    out
}

impl Escapes<'_> {
    fn put(&self, out: &mut String, at: usize, c: char) {
        match c {
            '\u{a0}' => out.push_str("&nbsp;"),
            '\u{ad}' => out.push_str("&shy;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' if self.at_edge(at) => out.push_str("&#9;"),
            '0'..='9' if at > 0 && self.buffer.before(at) == Some('$') && self.buffer.is_mark(at - 1) => {
                // Pandoc's rule would make money of the mathematics before it.
                out.push_str(&format!("&#{};", c as u32));
            }
            _ if c.is_ascii_punctuation() && (self.starts.contains(&at) || self.acts(at, c)) => {
                self.escape(out, at, c);
            }
            _ => out.push(c),
        }
    }

    /// A backslash, or a character reference where a backslash would keep a mark from becoming typographic.
    fn escape(&self, out: &mut String, at: usize, c: char) {
        let rest = &self.buffer.text[at..];
        let typographic = match c {
            '"' | '\'' => true,
            '-' => rest[1..].starts_with('-'),
            '.' => rest.bytes().take_while(|b| *b == b'.').count() == 3,
            _ => false,
        };
        if typographic {
            out.push_str(&format!("&#{};", c as u32));
        } else {
            out.push('\\');
            out.push(c);
        }
    }

    fn at_edge(&self, at: usize) -> bool {
        let after = self.buffer.after(at + 1);
        self.buffer.before(at).is_none_or(|c| c == '\n') || after.is_none_or(|c| c == '\n')
    }

    /// Whether a character would act where it stands.
    fn acts(&self, at: usize, c: char) -> bool {
        let text = &self.buffer.text;
        let after = &text[at + 1..];
        let next = after.chars().next();
        if self.writer.care == Care::Guarded
            && !matches!(c, '"' | '\'' | '-' | '.' | ',' | ';' | ':' | '/' | '=' | '?' | '%')
        {
            return true;
        }
        match c {
            '\\' => next.is_none_or(|c| c.is_ascii_punctuation() || matches!(c, ' ' | '\n' | '\u{a0}' | '\u{ad}')),
            '*' => self.pairs.stars && self.flanks(at),
            '_' => self.pairs.underscores && self.flanks_word(at),
            '`' => self.pairs.ticks,
            '~' => self.pairs.tildes,
            '^' => self.pairs.carets || next == Some('['),
            '$' => self.pairs.dollars,
            '[' | ']' => self.brackets.act.contains(&at),
            '<' => next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => is_reference(after),
            '!' => next == Some('[') && self.buffer.is_mark(at + 1),
            '{' => self.brace_acts(at),
            '}' => {
                self.changes && at > 1 && matches!(&text.as_bytes()[at - 2..at], b"++" | b"--" | b"~~" | b"==" | b"<<")
            }
            '>' => self.changes && text[..at].ends_with('~'),
            '@' => self.key_acts(at),
            '|' => self.line.place == LinePlace::Cell,
            ';' | '"' | '#' | '%' | '\'' | '(' | ')' | '+' | ',' | '-' | '.' | '/' | ':' | '=' | '?' => false,
            _ => false,
        }
    }

    /// Whether a run of asterisks at an offset could open or close (CommonMark 0.31, 6.2).
    fn flanks(&self, at: usize) -> bool {
        let (before, after) = self.around_run(at);
        let space = |c: Option<char>| c.is_none_or(is_space);
        !(space(before) && space(after))
    }

    /// The same of underscores, which do nothing inside a word.
    fn flanks_word(&self, at: usize) -> bool {
        let (before, after) = self.around_run(at);
        let word = |c: Option<char>| c.is_some_and(|c| !is_punctuation(c) && !is_space(c));
        self.flanks(at) && !(word(before) && word(after))
    }

    /// What stands beside the run of equal characters of text at an offset.
    fn around_run(&self, at: usize) -> (Option<char>, Option<char>) {
        let bytes = self.buffer.text.as_bytes();
        let same = |i: &usize| bytes[*i] == bytes[at] && self.buffer.is_text[*i];
        let before = at - (0..at).rev().take_while(same).count();
        let after = at + (at..bytes.len()).take_while(same).count();
        (self.buffer.before(before), self.buffer.after(after))
    }

    /// `{` after a bracket, code or display mathematics, at the end of a heading, or as the start of a change.
    fn brace_acts(&self, at: usize) -> bool {
        let text = &self.buffer.text;
        let rest = &text[at..];
        let before = self.buffer.before(at);
        let glued = matches!(before, Some(']' | ')' | '`')) || text[..at].trim_end_matches(' ').ends_with("$$");
        if ["{++", "{--", "{~~", "{==", "{>>"].iter().any(|mark| rest.starts_with(mark)) {
            return true;
        }
        let read = || attributes::read(rest);
        if glued && read().is_some() {
            return true;
        }
        // A pagebreak stands alone; `starts` has seen to that.
        matches!(self.line.place, LinePlace::Heading)
            && read().is_some_and(|braces| rest[braces.len..].trim_end_matches(['#', ' ']).is_empty())
    }

    /// `@` before a key that is a reference or a citation.
    fn key_acts(&self, at: usize) -> bool {
        let text = &self.buffer.text;
        let Some(key) = references::key(text, at, text.len()) else { return false };
        let name = text[at + 1..key.range.end].trim_start_matches('{').trim_end_matches('}');
        self.writer.bibliography
            || references::is_label(name)
            || self.writer.examples.contains(name)
            || self.brackets.encloses(at)
            || self.buffer.owner[at] != 0
    }
}

impl Pairs {
    fn of(buffer: &Buffer) -> Self {
        const MARKS: [char; 6] = ['*', '_', '`', '~', '^', '$'];
        // A mark of ours is a partner for any.
        let mut counts = MARKS.map(|mark| usize::from(buffer.has_delimiter(mark)));
        let mut last = '\0';
        for (at, c) in buffer.text.char_indices() {
            if let Some(i) = MARKS.iter().position(|mark| *mark == c).filter(|_| buffer.is_text[at]) {
                // A run is one mark of its kind.
                counts[i] += usize::from(last != c);
                last = c;
            } else {
                last = '\0';
            }
        }
        let [stars, underscores, ticks, tildes, carets, dollars] = counts.map(|count| count > 1);
        let dollars = dollars && money_pairs(buffer);
        Self { stars, underscores, ticks, tildes, carets, dollars }
    }
}

/// Whether two dollars could be the ends of mathematics: one with no white space after it, and a later one with none
/// before it and no figure after it (Pandoc's rule).
fn money_pairs(buffer: &Buffer) -> bool {
    if buffer.has_delimiter('$') {
        return true;
    }
    let text = &buffer.text;
    let mut opened = false;
    for (at, _) in text.match_indices('$').filter(|(at, _)| buffer.is_text[*at]) {
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if opened && !space(buffer.before(at)) && !text[at + 1..].starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        opened |= !space(buffer.after(at + 1));
    }
    false
}

/// Whether what follows `&` makes a character reference (CommonMark 0.31, 2.5).
fn is_reference(after: &str) -> bool {
    let Some((name, _)) = after.split_at_checked(after.find(';').unwrap_or(0)) else { return false };
    let body = name.strip_prefix('#').unwrap_or(name);
    (1..=32).contains(&body.len()) && body.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A value between marks of its own, such as a title or an address: what ends it is escaped, and character
/// references and escapes of the author's stay what they are.
pub(super) fn of_value(value: &str, also: &[char]) -> String {
    let mut out = String::with_capacity(value.len());
    for (at, c) in value.char_indices() {
        let after = &value[at + c.len_utf8()..];
        match c {
            '\n' | '\r' | '\t' => out.push_str(&format!("&#{};", c as u32)),
            '\\' if !after.is_empty() && !after.starts_with(|c: char| c.is_ascii_punctuation()) => out.push(c),
            '&' if !is_reference(after) => out.push(c),
            '&' => out.push_str("\\&"),
            c if also.contains(&c) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
