//! Which page an anchor falls on, what that page is called, and the words that print it.

use chapbook_frame::PageLabel;
use chapbook_resolve::{Anchor, Matter};
use chapbook_values::CounterStyle;

use super::boxes::{BoxKind, Boxes, PageBox};
use super::fill::Plan;
use crate::context::Context;
use crate::flow::{Flow, Mark};
use crate::inline::{Paragraph, set_lines};

/// What each page is called. The front of a book has roman numbers, the main matter begins at 1, and the back counts
/// on; what stands before the first part that is named, such as a title, belongs to the front.
pub(crate) fn labels(plans: &[Plan]) -> Vec<PageLabel> {
    let matter = |plan: &Plan| plan.opening.and_then(|opening| opening.matter);
    let mut is_front = match plans.iter().find_map(matter) {
        Some(Matter::Front | Matter::Main) => true,
        Some(Matter::Back) | None => false,
    };
    let mut number = 0u32;
    plans
        .iter()
        .map(|plan| {
            number = number.saturating_add(1);
            match matter(plan) {
                Some(Matter::Front) if !is_front => (is_front, number) = (true, 1),
                Some(Matter::Main | Matter::Back) if is_front => (is_front, number) = (false, 1),
                Some(Matter::Front | Matter::Main | Matter::Back) | None => {}
            }
            PageLabel { style: if is_front { CounterStyle::LowerRoman } else { CounterStyle::Decimal }, number }
        })
        .collect()
}

/// The page that each anchor falls on, by the number of the anchor.
pub(crate) fn anchor_pages(count: usize, flow: &Flow, boxes: &Boxes, plans: &[Plan]) -> Vec<Option<u32>> {
    let mut pages = Pages { flow, boxes, list: vec![None; count], page: 0 };
    for (number, plan) in plans.iter().enumerate() {
        pages.page = u32::try_from(number).unwrap_or(u32::MAX);
        for part in &plan.parts {
            pages.column(&boxes.body[part.boxes.clone()]);
        }
        for (note, range) in &plan.notes {
            pages.column(&boxes.notes[note.0 as usize][range.clone()]);
        }
    }
    for mark in &flow.rest {
        pages.mark(mark);
    }
    pages.list
}

struct Pages<'p> {
    flow: &'p Flow,
    boxes: &'p Boxes,
    list: Vec<Option<u32>>,
    page: u32,
}

impl Pages<'_> {
    fn set(&mut self, anchor: Anchor) {
        if let Some(page) = self.list.get_mut(anchor.index()).filter(|page| page.is_none()) {
            *page = Some(self.page);
        }
    }

    fn mark(&mut self, mark: &Mark) {
        if let Mark::Anchor(anchor) = mark {
            self.set(*anchor);
        }
    }

    fn column(&mut self, boxes: &[PageBox]) {
        for one in boxes {
            one.marks.iter().for_each(|mark| self.mark(mark));
            match one.kind {
                BoxKind::Line { text, line } => {
                    let text = self.flow.text(text);
                    let is_last = line + 1 == text.lines.len();
                    let Some(line) = text.lines.get(line) else { continue };
                    for (at, anchor) in &text.paragraph.anchors {
                        if (line.start..line.next).contains(at) || is_last && *at >= line.start {
                            self.set(*anchor);
                        }
                    }
                }
                BoxKind::Row(row) => {
                    let boxes = self.boxes;
                    boxes.rows[row].cells.iter().for_each(|cell| self.column(cell));
                }
                BoxKind::Picture(_) | BoxKind::Rule(_) => {}
            }
        }
    }
}

/// Writes page numbers into the texts that print them, and breaks those texts anew. True if any text changed.
pub(crate) fn relabel(context: &mut Context<'_>, flow: &mut Flow, pages: &[Option<u32>], labels: &[PageLabel]) -> bool {
    let mut changed = false;
    for text in &mut flow.texts {
        if text.paragraph.pages.is_empty() {
            continue;
        }
        let mut own = false;
        for i in 0..text.paragraph.pages.len() {
            let (segment, anchor) = text.paragraph.pages[i];
            let page = pages.get(anchor.index()).copied().flatten();
            let label = page.and_then(|page| labels.get(page as usize));
            let label = label.map_or_else(|| "?".to_owned(), |label| label.text());
            own |= replace(&mut text.paragraph, segment, &label);
        }
        if own {
            changed = true;
            // What there is to say about its lines was said when it was set first.
            let mut said = Vec::new();
            (text.tokens, text.inner, text.lines) =
                set_lines(&mut context.shaper, &text.paragraph, &text.geometry, &mut said);
        }
    }
    changed
}

/// Replaces the text of a segment and moves all that stands behind it. True if it was another text.
fn replace(paragraph: &mut Paragraph, segment: usize, label: &str) -> bool {
    let Some(target) = paragraph.segments.get(segment) else { return false };
    let (start, end) = (target.start, target.end);
    if paragraph.text[start as usize..end as usize] == *label {
        return false;
    }
    paragraph.text.replace_range(start as usize..end as usize, label);
    let length = u32::try_from(label.len()).unwrap_or(0);
    let moved = |at: u32| if at >= end { at - (end - start) + length } else { at };
    for (i, other) in paragraph.segments.iter_mut().enumerate().skip(segment) {
        if i > segment {
            other.start = moved(other.start);
        }
        other.end = moved(other.end);
    }
    paragraph.soft.iter_mut().for_each(|at| *at = moved(*at));
    paragraph.closed.iter_mut().for_each(|at| *at = moved(*at));
    paragraph.anchors.iter_mut().for_each(|(at, _)| *at = moved(*at));
    paragraph.calls.iter_mut().for_each(|(at, _)| *at = moved(*at));
    true
}
