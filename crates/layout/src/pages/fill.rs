//! Where pages end.
//!
//! A page is filled from the top. Every place at which it could end has a cost: the white that would be left at the
//! foot, squared, and more if something would be divided that should not be. The cheapest place wins, which is nearly
//! always the last one that is free; a heading, a widow or an orphan moves on, unless that left more than half the page
//! empty.
//!
//! A note begins at the foot of the page of its call. If it fits there as a whole, room is kept for it; if not, the
//! page ends behind its call and the note is divided, with two lines at least on either page. What does not fit goes
//! on at the foot of the next page, before the notes that are called there. So every page takes at least one line of
//! the text or of a note, and the end is always reached.

use std::collections::VecDeque;
use std::ops::Range;

use chapbook_resolve::NoteId;
use chapbook_values::Length;

use super::boxes::{Boxes, PageBox};
use crate::flow::Keep;

/// What stands on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Boxes of the body.
    pub(crate) body: Range<usize>,
    /// The table whose head stands first.
    pub(crate) head: Option<usize>,
    /// Notes and parts of them.
    pub(crate) notes: Vec<(NoteId, Range<usize>)>,
}

/// The room on a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) height: Length,
    /// Between the text and the notes, the rule included.
    pub(crate) note_gap: Length,
    /// A line of text, for what is a little and what is much.
    pub(crate) leading: Length,
}

/// What it costs to divide what should not be divided; the white of a page costs up to 10,000.
const LINES_COST: i64 = 3_000;
const TOGETHER_COST: i64 = 5_000;
/// What it costs to divide a note: as much as leaving a few lines of white.
const NOTE_COST: i64 = 40;

/// Divides the column into pages.
pub(crate) fn fill(boxes: &Boxes, room: Room) -> Vec<Plan> {
    let mut plans = Vec::new();
    let mut start = 0;
    let mut carried: VecDeque<(NoteId, usize)> = VecDeque::new();
    while start < boxes.body.len() || !carried.is_empty() || plans.is_empty() {
        let plan = page(boxes, room, start, &mut carried);
        start = plan.body.end;
        plans.push(plan);
    }
    plans
}

/// A place where the page may end.
#[derive(Clone, Copy)]
struct Place {
    end: usize,
    used: Length,
    cost: i64,
}

fn page(boxes: &Boxes, room: Room, start: usize, carried: &mut VecDeque<(NoteId, usize)>) -> Plan {
    let mut foot = Foot { boxes, gap: room.note_gap, height: Length::ZERO, notes: Vec::new() };
    let body_left = start < boxes.body.len();
    // While there is text, notes from earlier pages leave room for some of it.
    let few = room.leading * 4;
    let keep = if body_left { few.min(room.height / 2) } else { Length::ZERO };
    foot.take(carried, room.height - keep, true);
    // A note of one piece may need the page for itself.
    if !body_left || foot.height > room.height - keep {
        return Plan { body: start..start, head: None, notes: foot.notes };
    }
    let head = boxes.body[start].head.filter(|table| boxes.heads[*table].1 > Length::ZERO);
    let head = head.filter(|table| !boxes.heads[*table].0.is_empty());
    let head_height = head.map_or(Length::ZERO, |table| boxes.heads[table].1);
    let place = find_end(boxes, room, start, head_height, &foot, !carried.is_empty());
    let (end, used) = (place.end, place.used);
    let called = boxes.body[start..end].iter().flat_map(|one| &one.notes);
    carried.extend(called.map(|note| (*note, 0)));
    foot.take(carried, room.height - used, false);
    Plan { body: start..end, head, notes: foot.notes }
}

/// The notes at the foot of a page.
struct Foot<'b> {
    boxes: &'b Boxes,
    gap: Length,
    /// The gap and all notes.
    height: Length,
    notes: Vec<(NoteId, Range<usize>)>,
}

impl Foot<'_> {
    /// What stands above the next part of a note.
    fn before(&self, part: &[PageBox]) -> Length {
        if self.notes.is_empty() { self.gap } else { part.first().map_or(Length::ZERO, |first| first.space) }
    }

    /// Takes notes as long as they fit, and a part of the one that does not; if `force`, at least something of the
    /// first. Notes within notes queue up behind.
    fn take(&mut self, queue: &mut VecDeque<(NoteId, usize)>, room: Length, force: bool) {
        while let Some((note, from)) = queue.front().copied() {
            let all = self.boxes.notes.get(note.0 as usize).map_or(&[][..], Vec::as_slice);
            let rest = all.get(from..).unwrap_or_default();
            let before = self.before(rest);
            let left = room - self.height - before;
            let count = match fitting(rest, left) {
                0 if force && self.notes.is_empty() => cut(rest, left),
                0 if !rest.is_empty() => return,
                count => count,
            };
            let part = &rest[..count];
            queue.pop_front();
            queue.extend(part.iter().flat_map(|one| &one.notes).map(|note| (*note, 0)));
            if !part.is_empty() {
                self.height += before + super::boxes::height(part);
                self.notes.push((note, from..from + count));
            }
            if count < rest.len() {
                queue.push_front((note, from + count));
                return;
            }
        }
    }
}

fn find_end(boxes: &Boxes, room: Room, start: usize, head: Length, foot: &Foot<'_>, queued: bool) -> Place {
    let body = &boxes.body;
    let mut used = head;
    let mut notes = foot.height;
    let mut has_notes = !foot.notes.is_empty();
    let mut best: Option<Place> = None;
    let mut offer = |place: Place| {
        if best.is_none_or(|best| place.cost <= best.cost) {
            best = Some(place);
        }
    };
    for (i, one) in body.iter().enumerate().skip(start) {
        if i > start {
            offer(Place { end: i, used, cost: keep_cost(one.keep) + white_cost(room.height - used - notes, room) });
            if one.keep == Keep::Forced {
                return Place { end: i, used, cost: 0 };
            }
        }
        let space = if i == start { Length::ZERO } else { one.space };
        let height = used + space + one.height;
        let (whole, least) = called_heights(boxes, one, room.note_gap, has_notes);
        if height + notes + whole <= room.height && !(queued && whole > Length::ZERO) {
            used = height;
            notes += whole;
            has_notes |= !one.notes.is_empty();
            continue;
        }
        // The line fits with the beginning of its note: the page may end behind it. While notes from earlier pages
        // wait, no other begins before them.
        if whole > Length::ZERO && height + notes + least <= room.height && !queued {
            let keep = body.get(i + 1).map_or(Keep::Free, |next| next.keep);
            offer(Place { end: i + 1, used: height, cost: keep_cost(keep) + NOTE_COST });
        }
        if i == start {
            // It is too high, or its notes are too many: it stands here all the same.
            return Place { end: i + 1, used: height, cost: 0 };
        }
        return best.unwrap_or(Place { end: i, used, cost: 0 });
    }
    Place { end: body.len(), used, cost: 0 }
}

fn keep_cost(keep: Keep) -> i64 {
    match keep {
        Keep::Free | Keep::Forced => 0,
        Keep::Lines => LINES_COST,
        Keep::Together => TOGETHER_COST,
    }
}

/// The square of the part of the page that stays white, in hundredths.
fn white_cost(white: Length, room: Room) -> i64 {
    let part = white.max(Length::ZERO).to_scaled() * 100 / room.height.to_scaled().max(1);
    part * part
}

/// What the notes called in a box take at the foot: as a whole, and with the last one begun only.
fn called_heights(boxes: &Boxes, one: &PageBox, gap: Length, has_notes: bool) -> (Length, Length) {
    let mut whole = Length::ZERO;
    let mut least = Length::ZERO;
    let mut is_first = !has_notes;
    for note in &one.notes {
        let part = boxes.notes.get(note.0 as usize).map_or(&[][..], Vec::as_slice);
        let Some(first) = part.first() else { continue };
        let before = if is_first { gap } else { first.space };
        is_first = false;
        least = whole + before + super::boxes::height(&part[..first_break(part)]);
        whole += before + super::boxes::height(part);
    }
    (whole, least)
}

/// How many boxes stand before the first place where the column may be divided.
fn first_break(boxes: &[PageBox]) -> usize {
    boxes.iter().skip(1).position(|one| one.keep == Keep::Free).map_or(boxes.len(), |at| at + 1)
}

/// How many boxes fit into a room so that the rest may go on elsewhere; none if it may be divided nowhere before.
fn fitting(boxes: &[PageBox], room: Length) -> usize {
    let mut used = Length::ZERO;
    let mut best = 0;
    for (i, one) in boxes.iter().enumerate() {
        if i > 0 && matches!(one.keep, Keep::Free | Keep::Forced) {
            best = i;
        }
        used += one.height + if i == 0 { Length::ZERO } else { one.space };
        if used > room {
            return best;
        }
    }
    boxes.len()
}

/// How many boxes of a column that must be divided fit into a room: at least one, if there is any.
pub(super) fn cut(boxes: &[PageBox], room: Length) -> usize {
    let free = fitting(boxes, room);
    if free > 0 || boxes.is_empty() {
        return free;
    }
    let mut used = Length::ZERO;
    let fits = boxes.iter().enumerate().take_while(|(i, one)| {
        used += one.height + if *i == 0 { Length::ZERO } else { one.space };
        used <= room
    });
    fits.count().max(1)
}
