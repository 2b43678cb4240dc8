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
}

/// The badness of a line that cannot be helped.
pub(super) const INFINITE: i64 = 10_000;
/// What a line costs by itself, so that fewer lines are better: TeX's own constant, as are the next three.
const LINE_PENALTY: i64 = 10;
const DOUBLE_HYPHEN: i64 = 10_000;
const FINAL_HYPHEN: i64 = 5_000;
const ADJACENT: i64 = 10_000;

#[derive(Clone, Copy)]
struct Node {
    point: u32,
    fitness: u8,
    previous: u32,
    demerits: i64,
}

const NONE: u32 = u32::MAX;

/// The points at which lines end, the last one included, or none if the pass finds no way. `points[0]` is the start;
/// the last point is the end of the paragraph, whose line may be as short as it likes.
pub(super) fn break_lines(points: &[Point], width: i64, pass: Pass) -> Option<Vec<usize>> {
    let last = points.len().checked_sub(1).filter(|last| *last > 0)?;
    let mut nodes = vec![Node { point: 0, fitness: 2, previous: NONE, demerits: 0 }];
    let mut active: Vec<u32> = vec![0];
    let mut kept: Vec<u32> = Vec::new();
    for (number, point) in points.iter().enumerate().skip(1) {
        let is_end = number == last;
        let mut best: [Option<Node>; 4] = [None; 4];
        kept.clear();
        for (i, id) in active.iter().enumerate() {
            let node = nodes[*id as usize];
            let from = &points[node.point as usize];
            let line = Line::between(from, point, width, pass.stretch, is_end);
            let others = i + 1 < active.len() || !kept.is_empty() || best.iter().any(Option::is_some);
            let (badness, fitness) = match line {
                Line::Overfull if pass.last && !others => (INFINITE, 3),
                Line::Overfull => continue,
                Line::Fits { badness, fitness } => {
                    if !is_end {
                        kept.push(*id);
                    }
                    if badness > pass.tolerance {
                        continue;
                    }
                    (badness, fitness)
                }
            };
            let demerits = node.demerits + demerits(badness, point, from, fitness, node.fitness, is_end);
            let slot = &mut best[usize::from(fitness)];
            if slot.is_none_or(|best| demerits < best.demerits) {
                let point = u32::try_from(number).unwrap_or(u32::MAX);
                *slot = Some(Node { point, fitness, previous: *id, demerits });
            }
        }
        std::mem::swap(&mut active, &mut kept);
        for node in best.into_iter().flatten() {
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

    const PASS: Pass = Pass { tolerance: 200, stretch: 0, last: false };

    #[test]
    fn badness_is_a_cube() {
        assert_eq!(badness(0, 100), 0);
        assert_eq!(badness(100, 100), 100);
        assert_eq!(badness(50, 100), 12);
        assert_eq!(badness(200, 100), 800);
        assert_eq!(badness(1, 0), INFINITE);
        assert_eq!(badness(i64::MAX / 300, 1), INFINITE);
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
    fn what_cannot_fit_is_refused_until_the_last_pass() {
        let list = points(&[40, 300, 40]);
        assert_eq!(break_lines(&list, 100, PASS), None);
        let ends = break_lines(&list, 100, Pass { tolerance: INFINITE, stretch: 0, last: true });
        assert_eq!(ends, Some(vec![1, 2, 3]));
    }

    #[test]
    fn one_line_needs_no_break() {
        assert_eq!(break_lines(&points(&[30, 30]), 100, PASS), Some(vec![2]));
        assert_eq!(break_lines(&points(&[30]), 100, PASS), Some(vec![1]));
        assert_eq!(break_lines(&[], 100, PASS), None);
    }
}
