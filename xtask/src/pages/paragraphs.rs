//! From lines to paragraphs. A line begins one if it stands in by the indent, or if it is flush and follows a heading,
//! a gap or a line that does not reach the right edge.

use super::lines::{Kind, Line};
use super::measure::Measure;

/// A line of running text in the order of reading.
#[derive(Debug)]
pub(crate) struct Placed<'a> {
    /// The page, from 0.
    pub(crate) page: usize,
    pub(crate) line: &'a Line,
    /// Whether a paragraph begins with it.
    pub(crate) begins: bool,
    /// Whether a paragraph ends with it.
    pub(crate) ends: bool,
    /// Whether it leaves room, and the line below goes on at the left edge: it was broken off, or not justified.
    pub(crate) stops: bool,
    /// Whether no other line stands above it on its page.
    pub(crate) is_first: bool,
    /// Whether none but notes stands below it.
    pub(crate) is_last: bool,
}

/// The lines of running text of all pages, with where paragraphs begin and end.
pub(crate) fn of<'a>(pages: &'a [Vec<Line>], measure: &Measure) -> Vec<Placed<'a>> {
    let mut text: Vec<Placed<'a>> = Vec::new();
    // What opens the document begins a paragraph, as does what follows a heading or a quotation.
    let mut after_display = true;
    for (page, lines) in pages.iter().enumerate() {
        let last = lines.iter().rposition(|line| line.kind != Kind::Note);
        for (at, line) in lines.iter().enumerate() {
            match line.kind {
                Kind::Body => {
                    let place = text.last().map_or(After::Nothing, |before| after(before, page, line, measure));
                    let is_flush = !after_display && !is_indented(line, measure);
                    if let Some(before) = text.last_mut() {
                        before.stops = is_flush && place == After::Short && before.page == page;
                    }
                    let begins = !is_flush || place != After::Full;
                    after_display = false;
                    let (is_first, is_last) = (at == 0, Some(at) == last);
                    text.push(Placed { page, line, begins, ends: false, stops: false, is_first, is_last });
                }
                Kind::Display { larger: _ } => {
                    after_display = true;
                    if let Some(before) = text.last_mut() {
                        before.ends = true;
                    }
                }
                // The text goes on over the notes at the foot of a page.
                Kind::Note => {}
            }
        }
    }
    for at in 0..text.len() {
        text[at].ends |= text.get(at + 1).is_none_or(|next| next.begins);
    }
    text
}

/// Quotation marks may hang into the margin, so that the indent is met only by and large.
fn is_indented(line: &Line, measure: &Measure) -> bool {
    measure.indent > 0.0 && (0.4 * measure.indent..1.6 * measure.indent).contains(&line.start)
}

/// What stands before a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Nothing,
    /// A line on the same page, and more space than the leading.
    Gap,
    /// A line that does not reach the right edge.
    Short,
    /// A line that does.
    Full,
}

fn after(before: &Placed<'_>, page: usize, line: &Line, measure: &Measure) -> After {
    if page == before.page && line.foot - before.line.foot > 1.4 * measure.leading {
        return After::Gap;
    }
    if before.line.room > measure.size / 2.0 { After::Short } else { After::Full }
}
