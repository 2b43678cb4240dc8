//! From words to lines: what stands on one baseline inside the text block, and whether it is running text.
//! Running heads and folios stand outside of the block, headings and notes are of another size than most letters.

use std::collections::BTreeMap;

use super::boxes::Word;
use super::measure::Measure;

/// What a line is, by its size and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of the size in which most letters of the document are set.
    Body,
    /// Of another size: headings, quotations, captions.
    Display { larger: bool },
    /// Smaller, and nothing but such lines follows on its page.
    Note,
}

/// A line of the text block.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) kind: Kind,
    /// By how much it stands in from the left edge of the text; less than zero for what hangs.
    pub(crate) start: f64,
    /// What it leaves free at the right edge.
    pub(crate) room: f64,
    /// Where its boxes end below: the same for the same baseline.
    pub(crate) foot: f64,
    /// The spaces between its words.
    pub(crate) gaps: Vec<f64>,
    pub(crate) ends_in_hyphen: bool,
    /// The first words, by which a person finds it.
    pub(crate) words: String,
}

impl Line {
    /// Where it starts to where it ends.
    pub(crate) fn width(&self, measure: &Measure) -> f64 {
        measure.line() - self.start - self.room
    }
}

/// The lines of each page from top to bottom.
pub(crate) fn of(pages: &[Vec<Word>], measure: &Measure) -> Vec<Vec<Line>> {
    let inside: Vec<Vec<&Word>> =
        pages.iter().map(|page| page.iter().filter(|word| is_inside(word, measure)).collect()).collect();
    let body = body_height(&inside);
    inside.into_iter().map(|words| lines(words, body, measure)).collect()
}

fn is_inside(word: &Word, measure: &Measure) -> bool {
    (measure.top..measure.height - measure.bottom).contains(&middle(word))
}

fn middle(word: &Word) -> f64 {
    (word.top + word.bottom) / 2.0
}

fn height(word: &Word) -> f64 {
    word.bottom - word.top
}

fn letters(word: &Word) -> usize {
    word.text.chars().count()
}

/// The height of the boxes that hold most letters.
fn body_height(pages: &[Vec<&Word>]) -> f64 {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for word in pages.iter().flatten() {
        // Hundredths of a point: what is of one size differs by less.
        *counts.entry((height(word) * 100.0).round() as i64).or_default() += letters(word);
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0.0, |(height, _)| height as f64 / 100.0)
}

/// A fiftieth tells 10.5 from 11 points, and not one rounding from another.
fn is_of(word: &Word, body: f64) -> bool {
    (height(word) - body).abs() <= body / 50.0
}

fn lines(words: Vec<&Word>, body: f64, measure: &Measure) -> Vec<Line> {
    let rows = rows(words, body);
    let edge = left_edge(&rows, body, measure);
    let mut lines: Vec<Line> = rows.iter().map(|row| line(row, body, edge, measure)).collect();
    for line in lines.iter_mut().rev().take_while(|line| line.kind == Kind::Display { larger: false }) {
        line.kind = Kind::Note;
    }
    lines
}

/// Words whose middles are at one height, give or take what a note's mark stands above the others, in reading order.
fn rows(mut words: Vec<&Word>, body: f64) -> Vec<Vec<&Word>> {
    words.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut rows: Vec<(f64, Vec<&Word>)> = Vec::new();
    for word in words {
        match rows.last_mut() {
            Some((first, row)) if middle(word) - *first < 0.4 * body => row.push(word),
            Some(_) | None => rows.push((middle(word), vec![word])),
        }
    }
    let mut rows: Vec<Vec<&Word>> = rows.into_iter().map(|(_, row)| row).collect();
    for row in &mut rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    rows
}

/// On facing pages the spine is on the left or on the right; which of them, most lines say.
fn left_edge(rows: &[Vec<&Word>], body: f64, measure: &Measure) -> f64 {
    let votes = |edge: f64| {
        let starts = rows.iter().filter_map(|row| row.iter().find(|word| is_of(word, body)));
        starts.filter(|word| (word.left - edge).abs() < 1.0).count()
    };
    match measure.facing && votes(measure.outside) > votes(measure.inside) {
        true => measure.outside,
        false => measure.inside,
    }
}

fn line(row: &[&Word], body: f64, edge: f64, measure: &Measure) -> Line {
    // A drop cap or the mark of a note is on the line, but says nothing about where it stands.
    let of_body: Vec<&Word> = row.iter().copied().filter(|word| is_of(word, body)).collect();
    let count = |words: &[&Word]| words.iter().map(|word| letters(word)).sum::<usize>();
    let is_body = 2 * count(&of_body) >= count(row);
    let main = if is_body { of_body.as_slice() } else { row };
    let most = |of: fn(&Word) -> f64, words: &[&Word]| words.iter().map(|word| of(word)).fold(f64::MIN, f64::max);
    let shown: Vec<&str> = row.iter().take(6).map(|word| word.text.as_str()).collect();
    Line {
        kind: match is_body {
            true => Kind::Body,
            false => Kind::Display { larger: most(height, row) > body },
        },
        start: main.iter().map(|word| word.left).fold(f64::MAX, f64::min) - edge,
        room: edge + measure.line() - most(|word| word.right, row),
        foot: most(|word| word.bottom, main),
        gaps: gaps(row, body, measure),
        ends_in_hyphen: row.last().is_some_and(|word| word.text.ends_with(['-', '\u{2010}', '\u{ad}'])),
        words: shown.join(" ").replace('\u{ad}', "-"),
    }
}

/// Where a change of font splits a word in two there is no gap between the halves; a tenth of an em is none either.
fn gaps(row: &[&Word], body: f64, measure: &Measure) -> Vec<f64> {
    row.windows(2)
        .filter(|pair| is_of(pair[0], body) && is_of(pair[1], body))
        .map(|pair| pair[1].left - pair[0].right)
        .filter(|gap| *gap > measure.size / 10.0)
        .collect()
}
