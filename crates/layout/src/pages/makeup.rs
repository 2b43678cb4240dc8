//! Make-up: which of the ways to fill each page are taken, so that the pages of a chapter are good together. The ways of
//! one page are `fill`'s.
//!
//! Pages are filled from one forced break to the next: mostly a chapter. Every way to have filled the pages so far is a
//! *state*: what is left, and how deep the left-hand page stands if the right-hand one is next. From each state all
//! ways to fill the next page are tried, states that leave the same are one, the cheapest, and only the best few go on.
//! Beside what one page costs (white at its foot, a paragraph divided in a bad place) it costs to have two pages that
//! face each other end at different heights, and to end a chapter on a page of a few lines. Since there are but few
//! states, time grows with the number of pages alone.
//!
//! If the best way has a fault all the same, the chapter is made up once more, and this time one paragraph a page may
//! be set a line longer or shorter than at its best, where its spaces stay within their limits. So a widow is mended
//! where a typesetter would mend it: in a paragraph above.

use chapbook_values::Length;

use super::boxes::{BoxKind, Boxes, PageBox};
use super::fill::{Candidate, Part, Plan, Rest, Room, candidates, white_cost};
use super::loosen::CHANGE;
use crate::inline::TextId;

/// Of a paragraph and a change of its number of lines: what it costs, if it can be.
pub(crate) type Loosening<'v> = dyn FnMut(TextId, i8) -> Option<i64> + 'v;

/// How many states go on from page to page.
const STATES: usize = 24;
/// What it costs to have two facing pages end a line apart; more lines cost its square.
const UNLEVEL: i64 = 400;
/// The fewest lines on the last page of a chapter, and what each one less costs.
const LAST_LINES: i64 = 5;
const LAST_COST: i64 = 60;
/// How many lines of white a page may have for which a paragraph changes.
const MOST_WHITE: i64 = 4;
/// From here on the best way has a fault, and paragraphs may change.
const FAULT: i64 = 300;

/// Divides the column into pages.
pub(crate) fn make_up(boxes: &Boxes, room: Room, loosening: &mut Loosening<'_>) -> Vec<Plan> {
    let paragraphs = paragraphs(boxes);
    let mut plans: Vec<Plan> = Vec::new();
    let mut rest = Rest::default();
    while !rest.is_empty(boxes) || plans.is_empty() {
        let opening = boxes.body.get(rest.start).filter(|_| rest.start == 0 || rest.is_at_break(boxes));
        let right = opening.and_then(|one| one.opening).is_some_and(|opening| opening.right);
        if right && room.facing && !plans.len().is_multiple_of(2) {
            plans.push(Plan { blank: true, ends: true, ..Plan::default() });
        }
        let (first, nodes, bound) = (plans.len(), Vec::new(), i64::MAX);
        let paragraphs = &paragraphs;
        let mut section = Section { boxes, paragraphs, room, first, nodes, loosening, loosens: false, bound };
        let mut best = section.best(&rest).expect("every page takes something, so the end is reached");
        if best.1 >= FAULT && room.facing {
            // Only a better way counts, so that most of the others are given up early.
            let nodes = std::mem::take(&mut section.nodes);
            section = Section { loosens: true, bound: best.1, ..section };
            match section.best(&rest) {
                Some(better) => best = better,
                None => section.nodes = nodes,
            }
        }
        let (mut pages, after) = section.take(best.0);
        plans.append(&mut pages);
        rest = after;
    }
    plans
}

/// The pages up to the next forced break.
struct Section<'s, 'v, 'w> {
    boxes: &'s Boxes,
    paragraphs: &'s [Paragraph],
    room: Room,
    /// How many pages stand before it.
    first: usize,
    nodes: Vec<Node>,
    loosening: &'v mut Loosening<'w>,
    /// Whether paragraphs may change.
    loosens: bool,
    /// A way that costs as much, or more, is not wanted.
    bound: i64,
}

/// A state, and the page that led to it.
struct Node {
    plan: Plan,
    rest: Rest,
    /// Its index, or none for the first page.
    previous: Option<usize>,
    cost: i64,
    /// How deep the page stands, if it is a left-hand one.
    depth: Option<Length>,
}

impl Section<'_, '_, '_> {
    /// The last page of the best way, and what that way costs; none if none is within the bound.
    fn best(&mut self, rest: &Rest) -> Option<(usize, i64)> {
        let start = rest.start;
        let mut layer: Vec<Option<usize>> = vec![None];
        let mut best: Option<(usize, i64)> = None;
        let mut number = self.first;
        while !layer.is_empty() {
            let mut next: Vec<Node> = Vec::new();
            for state in &layer {
                self.extend(*state, rest, number, &mut next);
            }
            // A stable sort: of two that cost the same, the one that was found first stays.
            next.sort_by_key(|node| node.cost);
            layer.clear();
            for node in next {
                if node.cost >= best.map_or(self.bound, |(_, cost)| cost) {
                    break;
                }
                let ends =
                    node.rest.is_empty(self.boxes) || node.rest.start > start && node.rest.is_at_break(self.boxes);
                let id = self.nodes.len();
                if ends {
                    best = Some((id, node.cost));
                } else if layer.len() < STATES {
                    layer.push(Some(id));
                } else {
                    continue;
                }
                self.nodes.push(node);
            }
            number += 1;
        }
        best
    }

    /// Adds the states to which a page leads from a state.
    fn extend(&mut self, state: Option<usize>, first: &Rest, number: usize, next: &mut Vec<Node>) {
        let over = if self.loosens { self.room.leading } else { Length::ZERO };
        let (rest, cost, opposite) = match state.map(|id| &self.nodes[id]) {
            Some(node) => (&node.rest, node.cost, node.depth),
            None => (first, 0, None),
        };
        let found = candidates(self.boxes, self.room, rest, over);
        for candidate in found {
            for Candidate { plan, rest, cost: own, white } in self.variants(candidate, self.bound.saturating_sub(cost))
            {
                let (spread, depth) = self.depth(&plan, white);
                let level = match opposite {
                    Some(opposite) if !plan.ends => self.unlevel(opposite, depth),
                    Some(_) | None => 0,
                };
                let is_left = self.room.facing && !number.is_multiple_of(2);
                let node = Node {
                    cost: cost + own + level + self.last_cost(&plan),
                    depth: (is_left && !plan.ends).then_some(depth),
                    plan: Plan { spread, ..plan },
                    rest,
                    previous: state,
                };
                match next.iter_mut().find(|other| other.rest == node.rest && other.depth == node.depth) {
                    Some(other) if node.cost < other.cost => *other = node,
                    Some(_) => {}
                    None => next.push(node),
                }
            }
        }
    }

    /// A page as it is, if it fits, and with a paragraph that takes or frees a line. What would cost `most` is left out.
    fn variants(&mut self, candidate: Candidate, most: i64) -> Vec<Candidate> {
        let leading = self.room.leading;
        let mut list = Vec::new();
        for change in [1i8, -1].into_iter().filter(|_| self.loosens) {
            let Candidate { plan, rest, cost, white } = &candidate;
            let after = *white - leading * i64::from(change);
            if after < Length::ZERO || after >= leading * MOST_WHITE {
                continue;
            }
            // The cost of the white is that of what is left of it.
            let cost = cost - white_cost(*white, self.room) + white_cost(after, self.room);
            if cost.saturating_add(CHANGE) >= most {
                continue;
            }
            let best = on_page(self.paragraphs, &plan.parts)
                .filter_map(|text| Some(((self.loosening)(text, change)?, text)))
                .min_by_key(|(cost, _)| *cost);
            let Some((price, text)) = best else { continue };
            let plan =
                Plan { loosened: Some((text, change)), used: plan.used + leading * i64::from(change), ..plan.clone() };
            list.push(Candidate { plan, rest: rest.clone(), cost: cost + price, white: after });
        }
        if candidate.white >= Length::ZERO {
            list.push(candidate);
        }
        list
    }

    /// What is added to the spaces of a page so that it is full, and how deep it stands then.
    fn depth(&self, plan: &Plan, white: Length) -> (Length, Length) {
        let Room { height, leading, facing, .. } = self.room;
        // Notes stand at the foot in any case.
        if !plan.notes.is_empty() || plan.ends || !facing {
            return (Length::ZERO, height);
        }
        let gaps: Length = plan.parts.iter().map(|part| gaps(&self.boxes.body[part.boxes.clone()])).sum();
        if white > Length::ZERO && white < leading && gaps / 2 >= white {
            return (white, height);
        }
        (Length::ZERO, plan.used)
    }

    fn unlevel(&self, left: Length, right: Length) -> i64 {
        let leading = self.room.leading.to_scaled().max(1);
        let lines = ((left - right).to_scaled().abs() * 10 / leading).min(100);
        // A fifth of a line is not seen.
        if lines < 2 { 0 } else { UNLEVEL * lines.max(10) * lines.max(10) / 100 }
    }

    /// What it costs to end a chapter on a page of a few lines.
    fn last_cost(&self, plan: &Plan) -> i64 {
        if !plan.ends || plan.opening.is_some() {
            return 0;
        }
        let lines = plan.used.to_scaled() / self.room.leading.to_scaled().max(1);
        (LAST_LINES - lines).max(0) * LAST_COST
    }

    /// The pages on the way to a state, and what is left after them.
    fn take(mut self, last: usize) -> (Vec<Plan>, Rest) {
        let rest = self.nodes[last].rest.clone();
        let mut pages = Vec::new();
        let mut at = Some(last);
        while let Some(id) = at {
            pages.push(std::mem::take(&mut self.nodes[id].plan));
            at = self.nodes[id].previous;
        }
        pages.reverse();
        (pages, rest)
    }
}

/// All spaces between boxes.
pub(super) fn gaps(boxes: &[PageBox]) -> Length {
    boxes.iter().skip(1).map(|one| one.space).sum()
}

/// A paragraph of several lines, and its boxes in the column.
struct Paragraph {
    text: TextId,
    start: usize,
    end: usize,
}

/// All paragraphs of the column, in its order.
fn paragraphs(boxes: &Boxes) -> Vec<Paragraph> {
    let mut list: Vec<Paragraph> = Vec::new();
    for (at, one) in boxes.body.iter().enumerate() {
        match one.kind {
            BoxKind::Line { text, line: 0 } => list.push(Paragraph { text, start: at, end: at + 1 }),
            BoxKind::Line { text, line: _ } => {
                if let Some(last) = list.last_mut().filter(|last| last.text == text && last.end == at) {
                    last.end = at + 1;
                }
            }
            BoxKind::Row(_) | BoxKind::Picture(_) | BoxKind::Rule(_) => {}
        }
    }
    list.retain(|paragraph| paragraph.end - paragraph.start > 1);
    list
}

/// Those of which all lines stand on a page.
fn on_page<'l>(list: &'l [Paragraph], parts: &'l [Part]) -> impl Iterator<Item = TextId> + 'l {
    parts.iter().filter(|part| !part.moved).flat_map(move |part| {
        let first = list.partition_point(|paragraph| paragraph.start < part.boxes.start);
        list[first..].iter().take_while(|paragraph| paragraph.end <= part.boxes.end).map(|paragraph| paragraph.text)
    })
}
