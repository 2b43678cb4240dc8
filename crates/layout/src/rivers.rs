//! Rivers: spaces that stand below each other in several lines, so that the eye sees a stream of white run down the
//! page. They are looked for on the finished pages, where every space has its place; only the report asks for them.
//!
//! A *gap* is a space between two words of a full line. It *flows on* from a gap of the line above where the two overlap
//! by at least half of the narrower one. A river is a row of gaps each of which flows on from the one before, in
//! [`LEAST`] lines or more. By chance a gap flows on about once in ten times, so that rows of four are nothing that
//! anybody can avoid, while one of five comes once in some hundreds of lines and one of six once in thousands.

use chapbook_frame::{GlyphRun, ItemKind, Owner, Page, Pages};
use chapbook_source::Span;
use chapbook_values::Length;

use crate::report::{Fault, Finding};

/// In how many lines gaps have to stand below each other.
const LEAST: usize = 5;

/// The rivers of all pages, each with the number of its lines.
pub fn rivers(pages: &Pages) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, page) in pages.pages.iter().enumerate() {
        on_page(number, page, &mut found);
    }
    found
}

/// A line of text as it stands on the page.
struct Line<'p> {
    y: Length,
    size: Length,
    runs: Vec<(&'p GlyphRun, Span)>,
    /// Where it ends, the space at its end left out.
    end: Length,
    gaps: Vec<Gap>,
}

struct Gap {
    start: Length,
    end: Length,
    /// In how many lines, this one included, gaps lead to it.
    lines: usize,
    /// Whether a gap of the next line flows on from it.
    flows: bool,
}

fn on_page(number: usize, page: &Page, found: &mut Vec<Finding>) {
    let mut lines = lines(page);
    let Some(edge) = edge(&lines) else { return };
    // A last line is not full, nor is one of verse, of code or of a heading. Punctuation may hang out at the edge.
    lines.retain(|line| (line.end - edge).to_scaled().abs() <= line.size.to_scaled());
    for at in 1..lines.len() {
        let (above, below) = lines.split_at_mut(at);
        let (above, below) = (&mut above[at - 1], &mut below[0]);
        let pitch = below.y - above.y;
        if pitch <= Length::ZERO || pitch > below.size * 2 {
            continue;
        }
        for gap in &mut below.gaps {
            let from = above.gaps.iter_mut().filter(|other| overlap(gap, other)).max_by_key(|other| other.lines);
            if let Some(from) = from {
                from.flows = true;
                gap.lines = from.lines + 1;
            }
        }
    }
    for (at, line) in lines.iter().enumerate() {
        for gap in line.gaps.iter().filter(|gap| !gap.flows && gap.lines >= LEAST) {
            let first = &lines[(at + 1).saturating_sub(gap.lines)];
            found.push(Finding {
                fault: Fault::River,
                page: number,
                label: page.label.text(),
                span: first.runs.first().map_or(Span::NONE, |(_, span)| *span),
                text: words(first),
                amount: i64::try_from(gap.lines).unwrap_or(i64::MAX),
            });
        }
    }
}

/// The lines of a page, each of the runs beside each other that stand on one baseline.
fn lines(page: &Page) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for item in &page.items {
        let (Owner::Tag(_), ItemKind::Glyphs(run)) = (&item.owner, &item.kind) else { continue };
        match lines.last_mut().filter(|line| line.y == run.y) {
            Some(line) => line.runs.push((run, item.span)),
            None => lines.push(Line {
                y: run.y,
                size: run.size,
                runs: vec![(run, item.span)],
                end: Length::ZERO,
                gaps: Vec::new(),
            }),
        }
    }
    for line in &mut lines {
        let mut last = None;
        for (run, _) in &line.runs {
            let mut x = run.x;
            for glyph in &run.glyphs {
                let (start, end) = (x, x + Length::from(glyph.advance));
                x = end;
                match run.text.get(glyph.start as usize..glyph.end as usize) {
                    Some(" " | "\u{A0}") => line.gaps.push(Gap { start, end, lines: 1, flows: false }),
                    Some(_) | None => last = Some(end),
                }
            }
        }
        line.end = last.unwrap_or(Length::ZERO);
        let end = line.end;
        line.gaps.retain(|gap| gap.start < end);
    }
    lines
}

/// Where most lines of a page end.
fn edge(lines: &[Line<'_>]) -> Option<Length> {
    let mut ends: Vec<Length> = lines.iter().map(|line| line.end).collect();
    ends.sort();
    // Lines that are not full are shorter, and few: the one in the middle of the longer half is full.
    ends.get(ends.len() * 3 / 4).copied()
}

fn overlap(one: &Gap, other: &Gap) -> bool {
    let common = one.end.min(other.end) - one.start.max(other.start);
    let narrow = (one.end - one.start).min(other.end - other.start);
    common > Length::ZERO && common * 2 >= narrow
}

fn words(line: &Line<'_>) -> String {
    let text: String = line.runs.iter().map(|(run, _)| &*run.text).collect();
    text.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
}
