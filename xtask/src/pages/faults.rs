//! Counts the faults of pages. A fault is what a typographer would mark in the margin; how bad it is, nobody weighs.

use super::boxes::Word;
use super::lines::{self, Kind, Line};
use super::measure::Measure;
use super::paragraphs::{self, Placed};

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The page, from 1.
    pub(crate) page: usize,
    /// The first words of its line.
    pub(crate) words: String,
}

/// What was counted in one PDF.
#[derive(Debug)]
pub(crate) struct Counts {
    pub(crate) pages: usize,
    /// Lines of running text.
    pub(crate) lines: usize,
    pub(crate) paragraphs: usize,
    /// Lines of running text on the fullest page, which shows whether both pages are of one measure.
    pub(crate) fullest: usize,
    /// The median space of lines that are not justified, in points.
    pub(crate) natural_space: f64,
    /// Lines that reach both edges and have a space.
    pub(crate) justified: usize,
    /// Lines that end in a hyphen.
    pub(crate) hyphens: usize,
    /// The most lines one below the other that end in a hyphen.
    pub(crate) longest_ladder: usize,
    /// Facing pages that can be compared.
    pub(crate) spreads: usize,
    pub(crate) widows: Vec<Place>,
    pub(crate) orphans: Vec<Place>,
    pub(crate) ladders: Vec<Place>,
    pub(crate) loose: Vec<Place>,
    pub(crate) tight: Vec<Place>,
    pub(crate) short: Vec<Place>,
    pub(crate) stopped: Vec<Place>,
    pub(crate) hyphen_pages: Vec<Place>,
    pub(crate) unlevel: Vec<Place>,
}

/// From how many lines on hyphens are a ladder.
const LADDER: usize = 3;
/// A space is loose above and tight below these shares of the natural one.
const LOOSE: f64 = 1.5;
const TIGHT: f64 = 0.75;
/// Lines closer than this are at the same height: less than an eye sees across the fold.
const LEVEL: f64 = 1.0;
/// A justified line reaches the edge, or hangs beyond it.
const REACHES: f64 = 1.0;

/// Counts in the words of a PDF that is set in this measure.
pub(crate) fn count(words: &[Vec<Word>], measure: &Measure) -> Counts {
    let pages = lines::of(words, measure);
    let text = paragraphs::of(&pages, measure);
    let natural = natural_space(&text, measure);
    let justified = justified(&text);
    let (longest_ladder, ladders) = ladders(&text);
    let (spreads, unlevel) = spreads(&pages);
    let spaced = |is: &dyn Fn(f64) -> bool| {
        justified.iter().filter(|(_, space)| is(space / natural)).map(|(placed, _)| place(placed)).collect()
    };
    Counts {
        pages: pages.len(),
        lines: text.len(),
        paragraphs: text.iter().filter(|placed| placed.begins).count(),
        fullest: pages.iter().map(|lines| body(lines).count()).max().unwrap_or(0),
        natural_space: natural,
        justified: justified.len(),
        hyphens: text.iter().filter(|placed| placed.line.ends_in_hyphen).count(),
        longest_ladder,
        spreads,
        widows: places(&text, |line| line.is_first && line.ends && !line.begins),
        orphans: places(&text, |line| line.is_last && line.begins && !line.ends),
        ladders,
        loose: spaced(&|share| share > LOOSE),
        tight: spaced(&|share| share < TIGHT),
        short: places(&text, |line| line.ends && !line.begins && line.line.width(measure) < measure.indent),
        stopped: places(&text, |line| line.stops),
        hyphen_pages: places(&text, |line| line.is_last && line.line.ends_in_hyphen),
        unlevel,
    }
}

fn place(placed: &Placed<'_>) -> Place {
    Place { page: placed.page + 1, words: placed.line.words.clone() }
}

fn places(text: &[Placed<'_>], is: impl Fn(&Placed<'_>) -> bool) -> Vec<Place> {
    text.iter().filter(|placed| is(placed)).map(place).collect()
}

fn body(lines: &[Line]) -> impl Iterator<Item = &Line> {
    lines.iter().filter(|line| line.kind == Kind::Body)
}

/// The last line of a paragraph is set with the spaces of the font, unless it is all but full.
fn natural_space(text: &[Placed<'_>], measure: &Measure) -> f64 {
    let ragged = text.iter().filter(|placed| placed.ends && placed.line.room > measure.size);
    median(ragged.flat_map(|placed| placed.line.gaps.iter().copied()).collect()).unwrap_or(measure.size / 4.0)
}

/// The justified lines, each with its median space.
fn justified<'a, 'b>(text: &'a [Placed<'b>]) -> Vec<(&'a Placed<'b>, f64)> {
    text.iter()
        .filter(|placed| !placed.ends && placed.line.room < REACHES)
        .filter_map(|placed| Some((placed, median(placed.line.gaps.clone())?)))
        .collect()
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The longest run of hyphens, and where those begin that are ladders. The eye sees none across a page break.
fn ladders(text: &[Placed<'_>]) -> (usize, Vec<Place>) {
    let runs: Vec<&[Placed<'_>]> = text
        .chunk_by(|a, b| a.page == b.page && a.line.ends_in_hyphen && b.line.ends_in_hyphen)
        .filter(|run| run[0].line.ends_in_hyphen)
        .collect();
    let longest = runs.iter().map(|run| run.len()).max().unwrap_or(0);
    (longest, runs.into_iter().filter(|run| run.len() >= LADDER).map(|run| place(&run[0])).collect())
}

/// How many facing pages can be compared, and which of them end at different heights.
fn spreads(pages: &[Vec<Line>]) -> (usize, Vec<Place>) {
    let mut count = 0;
    let mut unlevel = Vec::new();
    // The first page stands alone on the right.
    for left in (1..pages.len()).step_by(2) {
        let (Some(a), Some(b)) = (full_foot(pages, left), full_foot(pages, left + 1)) else { continue };
        count += 1;
        if (a.foot - b.foot).abs() > LEVEL {
            unlevel.push(Place { page: left + 1, words: format!("{} | {}", a.words, b.words) });
        }
    }
    (count, unlevel)
}

/// The last line of a page that has to be full: it ends in running text, and the next page does not open with a
/// heading or blank.
fn full_foot(pages: &[Vec<Line>], at: usize) -> Option<&Line> {
    let last = pages.get(at)?.last()?;
    let next = pages.get(at + 1)?.first()?;
    (last.kind == Kind::Body && next.kind != Kind::Display { larger: true }).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::boxes;

    const MEASURE: Measure = Measure {
        width: 240.0,
        height: 160.0,
        top: 20.0,
        bottom: 20.0,
        inside: 20.0,
        outside: 30.0,
        facing: true,
        size: 10.0,
        leading: 12.0,
        indent: 12.0,
    };

    /// A row of words of 15 points: `>` begins it where it stands in, `#` where it is a heading and `_` where it is a
    /// blank line; it is full unless it ends in a stop. The spaces are 2.5 points, or `gap`.
    fn row(xml: &mut String, page: usize, at: usize, text: &str, gap: f64) {
        let edge = if page.is_multiple_of(2) { MEASURE.outside } else { MEASURE.inside };
        let (size, text) = match text.strip_prefix('#') {
            Some(text) => (16.0, text),
            None => (MEASURE.size, text),
        };
        let (mut left, text) = match text.strip_prefix('>') {
            Some(text) => (edge + MEASURE.indent, text),
            None => (edge, text),
        };
        let foot = MEASURE.top + MEASURE.leading * (at + 1) as f64;
        let words: Vec<&str> = text.split(' ').collect();
        for (at, word) in words.iter().enumerate() {
            let is_full = at + 1 == words.len() && size == MEASURE.size && !word.ends_with('.');
            let right = if is_full { edge + MEASURE.line() } else { left + 15.0_f64.min(5.0 * word.len() as f64) };
            let top = foot - 1.14 * size;
            xml.push_str(&format!(
                "<word xMin=\"{left}\" yMin=\"{top}\" xMax=\"{right}\" yMax=\"{foot}\">{word}</word>\n"
            ));
            left = right + gap;
        }
    }

    fn counted(pages: &[&[&str]]) -> Counts {
        counted_with(pages, &[])
    }

    /// With other spaces in the lines that contain a word.
    fn counted_with(pages: &[&[&str]], gaps: &[(&str, f64)]) -> Counts {
        let mut xml = String::new();
        for (page, rows) in pages.iter().enumerate() {
            xml.push_str("<page width=\"240\" height=\"160\">\n");
            for (at, text) in rows.iter().enumerate().filter(|(_, text)| **text != "_") {
                let gap = gaps.iter().find(|(word, _)| text.contains(word)).map_or(2.5, |(_, gap)| *gap);
                row(&mut xml, page + 1, at, text, gap);
            }
            // The folio.
            let (top, foot) = (MEASURE.height - 14.0, MEASURE.height - 2.6);
            xml.push_str(&format!(
                "<word xMin=\"115\" yMin=\"{top}\" xMax=\"120\" yMax=\"{foot}\">{page}</word>\n</page>\n"
            ));
        }
        count(&boxes::read(&xml).unwrap(), &MEASURE)
    }

    fn told(places: &[Place]) -> Vec<(usize, &str)> {
        places.iter().map(|place| (place.page, place.words.as_str())).collect()
    }

    #[test]
    fn lines_and_paragraphs_are_told_apart() {
        let counts = counted(&[
            &["#Chapter one", "First of one", "end of one.", ">Two alone.", ">Three goes on", "and on", "and ends."],
            &[">Four ends.", "_", "Five is flush after a gap", "and ends.", "Six is flush after a short line", "ends."],
        ]);
        assert_eq!((counts.pages, counts.lines, counts.paragraphs, counts.fullest), (2, 11, 6, 6));
        assert_eq!(counts.natural_space, 2.5);
        assert_eq!(counts.justified, 5);
        assert_eq!((counts.longest_ladder, counts.hyphens, counts.spreads), (0, 0, 0));
        for places in [&counts.widows, &counts.orphans, &counts.ladders, &counts.loose, &counts.tight, &counts.short] {
            assert_eq!(told(places), []);
        }
    }

    #[test]
    fn a_last_line_alone_at_the_top_is_a_widow() {
        let counts = counted(&[&[">One goes over", "and over"], &["and ends.", ">Two ends."]]);
        assert_eq!(told(&counts.widows), [(2, "and ends.")]);
        assert_eq!(told(&counts.orphans), []);
        // Two lines at the top, and a paragraph of one line, are none.
        let counts = counted(&[&[">One goes over", "and over"], &["and on", "and ends.", ">Two."], &[">Three ends."]]);
        assert_eq!(told(&counts.widows), []);
    }

    #[test]
    fn a_first_line_alone_at_the_foot_is_an_orphan() {
        let counts = counted(&[&[">One ends.", ">Two goes over"], &["and on", "and ends."]]);
        assert_eq!(told(&counts.orphans), [(1, "Two goes over")]);
        assert_eq!(told(&counts.widows), []);
        let counts = counted(&[&["#Heading", "One goes over", "and on"], &["and on", "and ends."]]);
        assert_eq!(told(&counts.orphans), []);
    }

    #[test]
    fn notes_at_the_foot_do_not_end_a_paragraph() {
        let xml = |size: f64| {
            let mut xml = "<page >".to_owned();
            row(&mut xml, 1, 0, ">One goes over", 2.5);
            let (top, foot) = (90.0 - 1.14 * size, 90.0);
            xml.push_str(&format!(
                "<word xMin=\"20\" yMin=\"{top}\" xMax=\"30\" yMax=\"{foot}\">1</word></page><page >"
            ));
            row(&mut xml, 2, 0, "and ends here in a long line.", 2.5);
            xml.push_str("</page>");
            count(&boxes::read(&xml).unwrap(), &MEASURE)
        };
        let note = xml(8.0);
        assert_eq!((note.paragraphs, note.widows.len(), note.orphans.len()), (1, 1, 1));
        let heading = xml(16.0);
        assert_eq!((heading.paragraphs, heading.widows.len(), heading.orphans.len()), (2, 0, 0));
    }

    #[test]
    fn three_hyphens_are_a_ladder_and_a_page_ends_it() {
        let counts = counted(&[
            &[">One is hy-", "phen-", "ated of-", "ten but", "not for\u{ad}", "ever on"],
            &["this page how\u{2010}", "ever"],
            &["two of-", "ten"],
        ]);
        assert_eq!(told(&counts.ladders), [(1, "One is hy-")]);
        assert_eq!((counts.longest_ladder, counts.hyphens), (3, 6));
        let counts = counted(&[&[">One is hy-", "phen-"], &["ated", "and ends."]]);
        assert_eq!((told(&counts.ladders), counts.longest_ladder), (vec![], 2));
        assert_eq!(told(&counts.hyphen_pages), [(1, "phen-")]);
    }

    #[test]
    fn spaces_are_held_against_those_of_last_lines() {
        let rows: &[&str] = &[
            ">One is wide here",
            "and narrow here",
            "and just right",
            "and ends here.",
            ">Two is wide in its last line.",
        ];
        let gaps = &[("One", 4.0), ("narrow", 1.8), ("right", 3.7)];
        let counts = counted_with(&[rows], gaps);
        assert_eq!((counts.natural_space, counts.justified), (2.5, 3));
        assert_eq!(told(&counts.loose), [(1, "One is wide here")]);
        assert_eq!(told(&counts.tight), [(1, "and narrow here")]);
    }

    #[test]
    fn a_last_line_is_short_where_the_indent_is_longer() {
        let counts = counted(&[&[">One goes on", "a.", ">Two goes on", "and on.", ">A."]]);
        assert_eq!(told(&counts.short), [(1, "a.")]);
    }

    #[test]
    fn a_line_stops_short_where_the_next_goes_on_below_it() {
        let counts = counted(&[&[">One stops.", "and goes on", "and ends.", "_", "Two is flush", "and ends."]]);
        assert_eq!(told(&counts.stopped), [(1, "One stops.")]);
        let counts = counted(&[&[">One ends."], &["Two is flush", "and ends.", ">Three."]]);
        assert_eq!(told(&counts.stopped), []);
    }

    #[test]
    fn facing_pages_end_at_one_height() {
        let (two, three): (&[&str], &[&str]) = (&["and on", "and on"], &["and on", "and on", "and on"]);
        let start: &[&str] = &[">One goes on"];
        let told_of = |pages: &[&[&str]]| {
            let counts = counted(pages);
            (counts.spreads, counts.unlevel.iter().map(|place| place.page).collect::<Vec<_>>())
        };
        assert_eq!(told_of(&[start, two, two, two, three, two]), (2, vec![4]));
        // The last page, one before a chapter and one before a blank page end where they end.
        assert_eq!(told_of(&[start, two, three]), (0, vec![]));
        assert_eq!(told_of(&[start, two, three, &["#Chapter", "One."], two]), (0, vec![]));
        assert_eq!(told_of(&[start, two, three, &[], two]), (0, vec![]));
        // Nor is a page asked that ends with a heading.
        assert_eq!(told_of(&[start, two, &["and.", "#Heading"], two]), (0, vec![]));
    }
}
