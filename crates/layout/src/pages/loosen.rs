//! Paragraphs that are set a line longer or shorter than at their best, so that pages come out well: what that costs,
//! and how it is done once the pages are chosen. Which paragraphs, `makeup` chooses.

use super::boxes::{BoxKind, Boxes};
use super::fill::Plan;
use crate::flow::Flow;
use crate::inline::{Loosened, TextId, loosen};
use crate::shape::Shaper;

/// The worst badness of a line in a changed paragraph: its spaces stretch as far as they may and hardly further.
const TOLERANCE: i64 = 120;
/// What a changed paragraph costs at least, and what it costs more where its spaces are stretched to the limit.
pub(super) const CHANGE: i64 = 60;

/// What it costs to change paragraphs, each asked once.
#[derive(Default)]
pub(crate) struct Costs {
    /// By text, and whether it is to be shorter or longer.
    known: Vec<[Option<Option<i64>>; 2]>,
}

impl Costs {
    /// What it costs to set a paragraph with one line more (`change` of 1) or less (-1); none if that cannot be.
    pub(crate) fn of(&mut self, shaper: &mut Shaper<'_>, flow: &Flow, text: TextId, change: i8) -> Option<i64> {
        let at = text.0 as usize;
        if self.known.len() <= at {
            self.known.resize(flow.texts.len().max(at + 1), [None; 2]);
        }
        *self.known[at][usize::from(change > 0)].get_or_insert_with(|| {
            let Loosened { lines: _, worst } = loosen(shaper, flow.text(text), change, TOLERANCE)?;
            Some(CHANGE + CHANGE * i64::from(worst) * i64::from(worst) / 1_000_000)
        })
    }
}

/// Sets the paragraphs that the pages ask for, and moves what the pages hold accordingly.
pub(crate) fn settle(shaper: &mut Shaper<'_>, flow: &mut Flow, boxes: &Boxes, plans: &mut [Plan]) {
    let mut changes: Vec<(TextId, i8)> = Vec::new();
    for plan in plans.iter_mut() {
        let Some((text, change)) = plan.loosened else { continue };
        match loosen(shaper, flow.text(text), change, TOLERANCE) {
            Some(Loosened { lines, worst: _ }) => {
                flow.texts[text.0 as usize].lines = lines;
                changes.push((text, change));
            }
            // It was possible when the page was chosen, and nothing has changed since.
            None => plan.loosened = None,
        }
    }
    if changes.is_empty() {
        return;
    }
    // By how much each box has moved: a changed paragraph moves what stands behind its last line.
    let mut moved = 0i64;
    let mut moves: Vec<i64> = Vec::with_capacity(boxes.body.len() + 1);
    let mut next = changes.iter().peekable();
    for (i, one) in boxes.body.iter().enumerate() {
        moves.push(moved);
        let BoxKind::Line { text, line: _ } = one.kind else { continue };
        let same =
            |other: &super::boxes::PageBox| matches!(other.kind, BoxKind::Line { text: t, line: _ } if t == text);
        let is_last = !boxes.body.get(i + 1).is_some_and(same);
        if let Some((_, change)) = next.next_if(|(changed, _)| is_last && *changed == text) {
            moved += i64::from(*change);
        }
    }
    moves.push(moved);
    let at = |i: usize| (i as i64 + moves.get(i).copied().unwrap_or(moved)).max(0) as usize;
    for part in plans.iter_mut().flat_map(|plan| &mut plan.parts) {
        part.boxes = at(part.boxes.start)..at(part.boxes.end);
    }
}
