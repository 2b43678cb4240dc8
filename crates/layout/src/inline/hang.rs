//! Hanging punctuation: how far a mark at the edge of a justified line stands out into the margin, so that the edge
//! looks even though the mark itself is light. Where lines end is the line breaker's; it sees the lines so much
//! narrower.
//!
//! The shares are chosen by eye for text faces: about half of a light mark, less of one that is wide or heavy, such as a
//! dash. A mark that hung out as a whole would look like a hole in the edge.

use chapbook_source::Span;
use chapbook_values::Length;

use super::Paragraph;
use crate::shape::Shaper;

/// The share of its width, in thousandths, by which a character at the end of a line hangs.
fn at_end(c: char) -> i64 {
    match c {
        '.' | ',' | '-' | '\u{2010}' | '\u{AD}' => 600,
        '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}' | '\u{2039}' | '\u{203A}' => 500,
        '\'' | '"' | '\u{201A}' | '\u{201E}' => 500,
        ':' | ';' => 400,
        '\u{2013}' => 250,
        '\u{2014}' | '!' | '?' | ')' | ']' => 150,
        _ => 0,
    }
}

/// The same for a character at the start of a line.
fn at_start(c: char) -> i64 {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}' | '\u{2039}' | '\u{203A}' => 500,
        '\'' | '"' | '\u{201A}' | '\u{201E}' => 500,
        '\u{2013}' | '\u{2014}' | '(' | '[' => 150,
        _ => 0,
    }
}

/// How far a line that ends before a byte hangs out on the side where reading ends.
pub(super) fn end(shaper: &mut Shaper<'_>, paragraph: &Paragraph, at: u32, hyphen: bool) -> Length {
    let c = if hyphen { Some('\u{AD}') } else { paragraph.text[..at as usize].chars().next_back() };
    c.map_or(Length::ZERO, |c| share(shaper, paragraph, at.saturating_sub(1), c, at_end(c)))
}

/// How far a line that begins at a byte hangs out on the side where reading starts.
pub(super) fn start(shaper: &mut Shaper<'_>, paragraph: &Paragraph, at: u32) -> Length {
    let c = paragraph.text[at as usize..].chars().next();
    c.map_or(Length::ZERO, |c| share(shaper, paragraph, at, c, at_start(c)))
}

fn share(shaper: &mut Shaper<'_>, paragraph: &Paragraph, at: u32, c: char, share: i64) -> Length {
    if share == 0 {
        return Length::ZERO;
    }
    let Some(segment) = paragraph.segments.get(paragraph.segment_at(at)) else { return Length::ZERO };
    let shown = if c == '\u{AD}' { crate::shape::HYPHEN } else { c };
    let mut buffer = [0; 4];
    shaper.width(segment.style, shown.encode_utf8(&mut buffer), false, Span::NONE).scale(share, 1000)
}
