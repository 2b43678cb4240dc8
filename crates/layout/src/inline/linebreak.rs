//! Where the lines of a paragraph end.
//!
//! The method is that of Knuth and Plass (Breaking Paragraphs into Lines, Software: Practice and Experience 11, 1981;
//! The TeXbook, chapter 14), in whole numbers throughout, so that every machine breaks alike.
//!
//! A paragraph is a row of *boxes* (words), *glue* (spaces that stretch and shrink) and *penalties* (places where a
//! break costs something: a hyphen). Here the row is already summed up: a [`Point`] is a place where a line may end,
//! with the width, stretch and shrink of all that stands before it, so that the natural width of any line is one
//! subtraction.
//!
//! For a line between two points, the ratio of what is wanting to what its glue can give makes its *badness*, 100
//! times the ratio cubed. Badness and the penalty at its end make its *demerits*. More are added for two hyphens one
//! below the other, for a hyphen before the last line, and where a loose line stands next to a tight one: lines fall
//! into four *fitness classes*, and neighbours should not be more than one class apart.
//!
//! All points are visited in order. *Active nodes* are the ways to have reached an earlier point that can still be
//! the start of a line that ends here. For each feasible line, the best way to its end is kept, one for each fitness
//! class, and a node is dropped once a line from it would be too long. The way to the last point with the fewest
//! demerits wins: not the best line at each step, but the best paragraph.
//!
//! A first pass allows no hyphens and little badness, a second allows both, a third adds stretch that is not there so
//! that a narrow column comes out somehow. When nothing fits at all, the least bad overfull line is kept and
//! reported, so that there always is a result.
//!
//! Where the first lines are narrower than the others, beside an initial, or where a paragraph is to come out a line
//! longer or shorter than its best (TeX's `\looseness`), the ways to a point are also told apart by how many lines
//! they have made so far. Otherwise that does not matter, and they are not.

/// A sum of widths, stretch and shrink in scaled points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) width: i64,
    pub(super) stretch: i64,
    pub(super) shrink: i64,
}

/// A place where a line may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    /// What stands before it.
    pub(super) before: Sum,
    /// What stands before the start of the next line: the space at the break is gone.
    pub(super) after: Sum,
    /// How much wider the line is if it ends here: a hyphen.
    pub(super) pre: i64,
    /// How much wider the next line is if it starts here.
    pub(super) post: i64,
    pub(super) penalty: i32,
    /// Whether it ends in a hyphen.
    pub(super) flagged: bool,
}

impl Point {
    /// How far the spaces of a line from here to `to` stretch, in thousandths of their stretch, or shrink, in negative
    /// thousandths of their shrink.
    pub(super) fn ratio(&self, to: &Self, width: i64) -> i32 {
        let short = width - (to.before.width - self.after.width + self.post + to.pre);
        let (wanting, given) = match short >= 0 {
            true => (short, to.before.stretch - self.after.stretch),
            false => (short, to.before.shrink - self.after.shrink),
        };
        let ratio = if given > 0 { wanting.saturating_mul(1000) / given } else { wanting.signum() * 1_000_000 };
        i32::try_from(ratio.clamp(-1_000_000, 1_000_000)).unwrap_or(0)
    }

    /// By how much a line from here to `to` is wider than the measure when its glue has shrunk all it can.
    pub(super) fn over(&self, to: &Self, width: i64) -> i64 {
        let natural = to.before.width - self.after.width + self.post + to.pre;
        natural - (to.before.shrink - self.after.shrink) - width
    }
}

/// What a pass allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pass {
    /// Up to which badness a line is feasible.
    pub(super) tolerance: i64,
    /// Stretch that each line has besides its glue.
    pub(super) stretch: i64,
    /// Whether a line that does not fit is better than none.
    pub(super) last: bool,
    /// A last line shorter than this costs more.
    pub(super) least: i64,
    /// How many lines at the start are narrower, and how wide they are.
    pub(super) narrow: (u32, i64),
    /// How many lines there must be.
    pub(super) lines: Option<u32>,
}

impl Pass {
    /// The measure of a line, counted from 0.
    pub(super) fn width(&self, line: u32, width: i64) -> i64 {
        if line < self.narrow.0 { self.narrow.1 } else { width }
    }

    /// Up to which number lines are told apart.
    fn told_apart(&self) -> u32 {
        self.lines.map_or(self.narrow.0, |lines| lines.saturating_add(1).max(self.narrow.0))
    }
}

/// The badness of a line that cannot be helped.
pub(super) const INFINITE: i64 = 10_000;
/// What a line costs by itself, so that fewer lines are better: TeX's own constant, as are the next three.
const LINE_PENALTY: i64 = 10;
const DOUBLE_HYPHEN: i64 = 10_000;
/// A third hyphen below two others makes a ladder: as bad as three lines that cannot be helped.
const LADDER: i64 = 300_000_000;
const FINAL_HYPHEN: i64 = 5_000;
const ADJACENT: i64 = 10_000;
/// What a last line of one short word or a part of one costs: it is as if a line of white stood between paragraphs.
const SHORT_END: i64 = 40_000;

#[derive(Clone, Copy)]
struct Node {
    point: u32,
    /// How many lines end at or before it, as far as they are told apart.
    line: u32,
    fitness: u8,
    /// How many lines in a row end in a hyphen here, two standing for more.
    hyphens: u8,
    previous: u32,
    demerits: i64,
}

const NONE: u32 = u32::MAX;

/// The points at which lines end, the last one included, or none if the pass finds no way. `points[0]` is the start;
/// the last point is the end of the paragraph, whose line may be as short as it likes.
pub(super) fn break_lines(points: &[Point], width: i64, pass: Pass) -> Option<Vec<usize>> {
    let last = points.len().checked_sub(1).filter(|last| *last > 0)?;
    let told_apart = pass.told_apart();
    let mut nodes = vec![Node { point: 0, line: 0, fitness: 2, hyphens: 0, previous: NONE, demerits: 0 }];
    let mut active: Vec<u32> = vec![0];
    let mut best: Vec<Node> = Vec::new();
    let empty = Empty::of(points, width, pass);
    for (number, point) in points.iter().enumerate().skip(1) {
        let is_end = number == last;
        best.clear();
        // Nodes are in the order of their points. Those before `kept` stay active, those from there to `i` do not.
        let mut kept = 0;
        let mut i = 0;
        while i < active.len() {
            let id = active[i];
            let node = nodes[id as usize];
            let from = &points[node.point as usize];
            if !is_end && empty.is_far_from(from, point) {
                break;
            }
            let line = Line::between(from, point, pass.width(node.line, width), pass.stretch, is_end);
            i += 1;
            let others = i < active.len() || kept > 0 || !best.is_empty();
            let (badness, fitness) = match line {
                Line::Overfull if pass.last && !others => (INFINITE, 3),
                Line::Overfull => continue,
                Line::Fits { badness, fitness } => {
                    if !is_end {
                        active[kept] = id;
                        kept += 1;
                    }
                    if badness > pass.tolerance {
                        continue;
                    }
                    (badness, fitness)
                }
            };
            let lines = (node.line + 1).min(told_apart);
            if is_end && pass.lines.is_some_and(|wanted| wanted != lines) {
                continue;
            }
            let hyphens = if point.flagged { (node.hyphens + 1).min(2) } else { 0 };
            let mut demerits = node.demerits + demerits(badness, point, from, fitness, node.fitness, is_end);
            if is_end && id != 0 && point.before.width - from.after.width < pass.least {
                demerits += SHORT_END;
            }
            if point.flagged && node.hyphens == 2 {
                demerits += LADDER;
            }
            let point = u32::try_from(number).unwrap_or(u32::MAX);
            let new = Node { point, line: lines, fitness, hyphens, previous: id, demerits };
            let same = |n: &&mut Node| (n.line, n.fitness, n.hyphens) == (lines, fitness, hyphens);
            match best.iter_mut().find(same) {
                Some(slot) if demerits < slot.demerits => *slot = new,
                Some(_) => {}
                None => best.push(new),
            }
        }
        active.drain(kept..i);
        for node in best.drain(..) {
            active.push(u32::try_from(nodes.len()).unwrap_or(u32::MAX));
            nodes.push(node);
        }
        if active.is_empty() {
            return None;
        }
    }
    let end = active.iter().filter(|id| nodes[**id as usize].point as usize == last);
    let mut id = *end.min_by_key(|id| nodes[**id as usize].demerits)?;
    let mut ends = Vec::new();
    while id != 0 {
        ends.push(nodes[id as usize].point as usize);
        id = nodes[id as usize].previous;
    }
    ends.reverse();
    Some(ends)
}

/// When a line is so far from full that no line from a later node can be feasible either, since it holds still less:
/// of the active nodes most are such, and need not be looked at.
struct Empty {
    /// The first ratio, in 297ths, whose badness is beyond the tolerance. None if nothing is beyond it, or if the lines
    /// differ in their measures.
    beyond: Option<i64>,
    width: i64,
    stretch: i64,
    /// The most that a line is wider for where it starts.
    post: i64,
}

impl Empty {
    fn of(points: &[Point], width: i64, pass: Pass) -> Self {
        let beyond = (pass.tolerance < INFINITE && pass.narrow.0 == 0).then(|| beyond(pass.tolerance));
        let post = points.iter().map(|point| point.post).max().unwrap_or(0);
        Self { beyond, width, stretch: pass.stretch, post }
    }

    fn is_far_from(&self, from: &Point, to: &Point) -> bool {
        let Some(beyond) = self.beyond else { return false };
        let natural = to.before.width - from.after.width + self.post + to.pre;
        let given = to.before.stretch - from.after.stretch + self.stretch;
        let short = self.width - natural;
        short > 0 && short.saturating_mul(297) >= given.max(0).saturating_mul(beyond)
    }
}

/// The first ratio, in 297ths, whose badness is beyond a tolerance.
pub(super) fn beyond(tolerance: i64) -> i64 {
    // Badness grows with the ratio.
    let (mut within, mut beyond) = (0, 1291);
    while within + 1 < beyond {
        let middle = (within + beyond) / 2;
        if badness(middle, 297) > tolerance { beyond = middle } else { within = middle }
    }
    beyond
}

enum Line {
    Fits { badness: i64, fitness: u8 },
    Overfull,
}

impl Line {
    fn between(from: &Point, to: &Point, width: i64, stretch: i64, is_end: bool) -> Self {
        let natural = to.before.width - from.after.width + from.post + to.pre;
        let short = width - natural;
        if short >= 0 {
            if is_end {
                return Self::Fits { badness: 0, fitness: 2 };
            }
            let badness = badness(short, to.before.stretch - from.after.stretch + stretch);
            let fitness = match badness {
                0..=12 => 2,
                13..=99 => 1,
                _ => 0,
            };
            return Self::Fits { badness, fitness };
        }
        let shrink = to.before.shrink - from.after.shrink;
        if -short > shrink {
            return Self::Overfull;
        }
        let badness = badness(-short, shrink);
        Self::Fits { badness, fitness: if badness > 12 { 3 } else { 2 } }
    }
}

/// 100 times the cube of `wanting / given`, as TeX computes it (The TeXbook, chapter 14; TeX, section 108): 297 cubed
/// is nearly 100 times 2 to the 18th.
pub(super) fn badness(wanting: i64, given: i64) -> i64 {
    if wanting <= 0 {
        return 0;
    }
    if given <= 0 {
        return INFINITE;
    }
    let ratio = wanting.saturating_mul(297) / given;
    if ratio > 1290 { INFINITE } else { (ratio * ratio * ratio + 0x20000) >> 18 }
}

fn demerits(badness: i64, point: &Point, from: &Point, fitness: u8, before: u8, is_end: bool) -> i64 {
    let line = LINE_PENALTY + badness;
    let mut demerits = line * line;
    let penalty = i64::from(point.penalty);
    demerits += if penalty >= 0 { penalty * penalty } else { -penalty * penalty };
    if from.flagged && point.flagged {
        demerits += DOUBLE_HYPHEN;
    }
    if from.flagged && is_end {
        demerits += FINAL_HYPHEN;
    }
    if fitness.abs_diff(before) > 1 {
        demerits += ADJACENT;
    }
    demerits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of words of these widths with spaces of 10 that stretch by 5 and shrink by 3.
    fn points(words: &[i64]) -> Vec<Point> {
        let start = Sum::default();
        let mut sum = Sum::default();
        let mut list = vec![Point { before: start, after: start, pre: 0, post: 0, penalty: 0, flagged: false }];
        for (i, word) in words.iter().enumerate() {
            sum.width += word;
            let before = sum;
            if i + 1 < words.len() {
                sum.width += 10;
                sum.stretch += 5;
                sum.shrink += 3;
            }
            list.push(Point { before, after: sum, pre: 0, post: 0, penalty: 0, flagged: false });
        }
        list
    }

    const PASS: Pass = Pass { tolerance: 200, stretch: 0, last: false, least: 0, narrow: (0, 0), lines: None };

    #[test]
    fn badness_is_a_cube() {
        assert_eq!(badness(0, 100), 0);
        assert_eq!(badness(100, 100), 100);
        assert_eq!(badness(50, 100), 12);
        assert_eq!(badness(200, 100), 800);
        assert_eq!(badness(1, 0), INFINITE);
        assert_eq!(badness(i64::MAX / 300, 1), INFINITE);
        for tolerance in [0, 30, 100, 120, 1_500] {
            let first = beyond(tolerance);
            assert!(badness(first, 297) > tolerance && badness(first - 1, 297) <= tolerance, "{tolerance}");
        }
    }

    #[test]
    fn the_best_paragraph_is_not_the_best_first_line() {
        // A first line of three words fits exactly, but then the second must stretch by 23 with one space; with two
        // words on the first line and two on the second, both stretch a little.
        let words = [40, 35, 28, 46, 49, 30];
        let ends = break_lines(&points(&words), 100, Pass { tolerance: INFINITE, ..PASS }).expect("there is a way");
        let cost = |ends: &[usize]| -> i64 {
            let list = points(&words);
            let mut from = 0;
            let mut before = 2;
            let mut sum = 0;
            for end in ends {
                let Line::Fits { badness, fitness } =
                    Line::between(&list[from], &list[*end], 100, 0, *end == words.len())
                else {
                    return i64::MAX;
                };
                sum += demerits(badness, &list[*end], &list[from], fitness, before, *end == words.len());
                (from, before) = (*end, fitness);
            }
            sum
        };
        // Every way to break six words into lines, tried by hand: the algorithm finds the cheapest.
        let mut cheapest = i64::MAX;
        for mask in 0u32..32 {
            let mut all: Vec<usize> = (1..6).filter(|i| mask & (1 << (i - 1)) != 0).collect();
            all.push(6);
            cheapest = cheapest.min(cost(&all));
        }
        assert_eq!(cost(&ends), cheapest);
    }

    #[test]
    fn hyphens_in_a_row_cost_more() {
        let mut list = points(&[90, 90, 90, 90]);
        list[1].flagged = true;
        list[2].flagged = true;
        let both = demerits(0, &list[2], &list[1], 2, 2, false);
        list[2].flagged = false;
        assert_eq!(both - demerits(0, &list[2], &list[1], 2, 2, false), DOUBLE_HYPHEN);
    }

    #[test]
    fn a_short_last_line_is_avoided_where_the_text_allows_it() {
        // Three words fill the first line and leave a short one; two leave it loose, and the last line longer.
        let list = points(&[30, 28, 22, 10]);
        let pass = Pass { stretch: 40, ..PASS };
        assert_eq!(break_lines(&list, 100, pass), Some(vec![3, 4]));
        assert_eq!(break_lines(&list, 100, Pass { least: 25, ..pass }), Some(vec![2, 4]));
    }

    #[test]
    fn what_cannot_fit_is_refused_until_the_last_pass() {
        let list = points(&[40, 300, 40]);
        assert_eq!(break_lines(&list, 100, PASS), None);
        let ends = break_lines(&list, 100, Pass { tolerance: INFINITE, last: true, ..PASS });
        assert_eq!(ends, Some(vec![1, 2, 3]));
    }

    #[test]
    fn one_line_needs_no_break() {
        assert_eq!(break_lines(&points(&[30, 30]), 100, PASS), Some(vec![2]));
        assert_eq!(break_lines(&points(&[30]), 100, PASS), Some(vec![1]));
        assert_eq!(break_lines(&[], 100, PASS), None);
    }
}
