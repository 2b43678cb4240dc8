//! Where one page can end. Which of the places each page takes is `makeup`'s.
//!
//! A page is filled from the top. Every place at which it could end has a cost: the white that would be left at the
//! foot, squared, and more if something would be divided that should not be. The cheapest place of one page is nearly
//! always the last one that is free; a heading, a widow or an orphan moves on, unless that left more than half the page
//! empty.
//!
//! A figure that finds no room at its place waits for the top of the next page, and the text behind it moves up.
//!
//! A note begins at the foot of the page of its call. If it fits there as a whole, room is kept for it; if not, the
//! page ends behind its call and the note is divided, with two lines at least on either page. What does not fit goes
//! on at the foot of the next page, before the notes that are called there. So every page takes at least one line of
//! the text, a figure or a line of a note, and the end is always reached.

use std::collections::VecDeque;
use std::ops::Range;

use chapbook_resolve::NoteId;
use chapbook_values::Length;

use super::boxes::{Boxes, PageBox, height};
use crate::flow::{Keep, Opening};
use crate::inline::TextId;

/// What stands on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Figures that moved here, then the text.
    pub(crate) parts: Vec<Part>,
    /// The table whose head stands before the text.
    pub(crate) head: Option<usize>,
    /// Notes and parts of them.
    pub(crate) notes: Vec<(NoteId, Range<usize>)>,
    /// What begins with its first box.
    pub(crate) opening: Option<Opening>,
    /// Whether it stands only so that the next one is a right-hand page.
    pub(crate) blank: bool,
    /// The height of what stands on it, notes left out.
    pub(crate) used: Length,
    /// What is added to all spaces together, so that its last line stands as low as that of the page opposite.
    pub(crate) spread: Length,
    /// The paragraph that is a line longer or shorter here than at its best.
    pub(crate) loosened: Option<(TextId, i8)>,
    /// Whether what comes next starts a page in any case.
    pub(crate) ends: bool,
}

/// Boxes of the body that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) boxes: Range<usize>,
    /// The space above its first box.
    pub(crate) space: Length,
    /// Whether it is a figure from an earlier page.
    pub(crate) moved: bool,
}

/// The room on a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) height: Length,
    /// Between the text and the notes, the rule included.
    pub(crate) note_gap: Length,
    /// A line of text, for what is a little and what is much.
    pub(crate) leading: Length,
    /// Whether pages face each other.
    pub(crate) facing: bool,
}

/// What it costs to divide what should not be divided; the white of a page costs up to 10,000.
const LINES_COST: i64 = 3_000;
const TOGETHER_COST: i64 = 5_000;
/// What it costs to divide a note: as much as leaving a few lines of white.
const NOTE_COST: i64 = 40;
/// How many lines of white a page may have that could have had less.
const LINES_SHORT: i64 = 3;

/// What has found no page yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rest {
    /// The first box of the body.
    pub(crate) start: usize,
    /// Figures that wait for the top of a page.
    figures: VecDeque<Range<usize>>,
    /// Notes that have been called, and from which box on they are left.
    notes: VecDeque<(NoteId, usize)>,
}

impl Rest {
    pub(crate) fn is_empty(&self, boxes: &Boxes) -> bool {
        self.start >= boxes.body.len() && self.figures.is_empty() && self.notes.is_empty()
    }

    /// Whether the next page starts anew in any case.
    pub(crate) fn is_at_break(&self, boxes: &Boxes) -> bool {
        self.figures.is_empty() && boxes.body.get(self.start).is_some_and(|one| one.keep == Keep::Forced)
    }
}

/// A page as it could be.
pub(crate) struct Candidate {
    pub(crate) plan: Plan,
    pub(crate) rest: Rest,
    pub(crate) cost: i64,
    /// By how much what stands on it is lower than the room; negative if it is higher.
    pub(crate) white: Length,
}

/// The ways in which the next page can be filled, at least one. Some may be higher than the page by `over`: for them, a
/// paragraph has to become shorter.
pub(crate) fn candidates(boxes: &Boxes, room: Room, rest: &Rest, over: Length) -> Vec<Candidate> {
    let mut rest = rest.clone();
    let mut foot = Foot { boxes, gap: room.note_gap, height: Length::ZERO, notes: Vec::new() };
    let body_left = rest.start < boxes.body.len() || !rest.figures.is_empty();
    // While there is text, notes from earlier pages leave room for some of it.
    let few = room.leading * 4;
    let keep = if body_left { few.min(room.height / 2) } else { Length::ZERO };
    foot.take(&mut rest.notes, room.height - keep, true);
    // A note of one piece may need the page for itself.
    if !body_left || foot.height > room.height - keep {
        let ends = rest.is_empty(boxes);
        let plan = Plan { notes: foot.notes, ends, ..Plan::default() };
        return vec![Candidate { plan, rest, cost: 0, white: Length::ZERO }];
    }
    let mut parts = Vec::new();
    let mut used = figures(boxes, room.height - foot.height, &mut rest, &mut parts);
    let first = boxes.body.get(rest.start);
    // Figures that were to stand before a new page do not stand on it.
    let figures_alone = !parts.is_empty() && (rest.is_at_break(boxes) || !rest.figures.is_empty());
    let Some(first) = first.filter(|_| !figures_alone) else {
        let ends = rest.is_empty(boxes) || rest.is_at_break(boxes);
        let plan = Plan { parts, notes: foot.notes, used, ends, ..Plan::default() };
        return vec![Candidate { plan, rest, cost: 0, white: Length::ZERO }];
    };
    let opening = first.opening.filter(|_| parts.is_empty());
    let space = match parts.last() {
        Some(figure) => boxes.body.get(figure.boxes.end).map_or(room.leading, |next: &PageBox| next.space),
        // The space above the title of a chapter is kept.
        None => opening.filter(|opening| opening.chapter).map_or(Length::ZERO, |_| first.space),
    };
    let head = first.head.filter(|table| !boxes.heads[*table].0.is_empty());
    used += head.map_or(Length::ZERO, |table| boxes.heads[table].1);
    let search = Search {
        boxes,
        room,
        over,
        start: rest.start,
        is_empty: parts.is_empty(),
        space,
        queued: !rest.notes.is_empty(),
    };
    let (places, moved) = search.places(used, &foot);
    let build = |place: &Place| {
        let (mut parts, mut rest, mut foot) = (parts.clone(), rest.clone(), foot.clone());
        let moved = &moved[..place.moved];
        let (mut from, mut space) = (rest.start, space);
        for figure in moved {
            if figure.start > from {
                parts.push(Part { boxes: from..figure.start, space, moved: false });
            }
            from = figure.end;
            space = boxes.body.get(from).map_or(Length::ZERO, space_apart);
        }
        if place.end > from {
            parts.push(Part { boxes: from..place.end, space, moved: false });
        }
        rest.start = place.end;
        rest.figures.extend(moved.iter().cloned());
        let called = parts.iter().flat_map(|part| &boxes.body[part.boxes.clone()]).flat_map(|one| &one.notes);
        rest.notes.extend(called.map(|note| (*note, 0)));
        foot.take(&mut rest.notes, room.height - place.used.min(room.height), false);
        let ends = rest.is_empty(boxes) || rest.is_at_break(boxes);
        let white = room.height - place.used - foot.height;
        let plan = Plan { parts, head, notes: foot.notes, opening, used: place.used, ends, ..Plan::default() };
        Candidate { plan, rest, cost: place.cost, white }
    };
    places.iter().map(build).collect()
}

/// Puts figures that wait at the top of the page, at least one. Returns the height that they take.
fn figures(boxes: &Boxes, room: Length, rest: &mut Rest, parts: &mut Vec<Part>) -> Length {
    let mut used = Length::ZERO;
    while let Some(figure) = rest.figures.front() {
        let own = &boxes.body[figure.clone()];
        let space = own.first().filter(|_| !parts.is_empty()).map_or(Length::ZERO, |first| first.space);
        let total = used + space + height(own);
        if total > room && !parts.is_empty() {
            break;
        }
        used = total;
        parts.push(Part { boxes: figure.clone(), space, moved: true });
        rest.figures.pop_front();
    }
    used
}

fn space_apart(one: &PageBox) -> Length {
    one.apart.unwrap_or(one.space)
}

/// The notes at the foot of a page.
#[derive(Clone)]
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
                self.height += before + height(part);
                self.notes.push((note, from..from + count));
            }
            if count < rest.len() {
                queue.push_front((note, from + count));
                return;
            }
        }
    }
}

/// A place where the page may end.
#[derive(Clone, Copy)]
struct Place {
    end: usize,
    used: Length,
    cost: i64,
    white: Length,
    /// How many figures have moved to the next page up to here.
    moved: usize,
}

/// The search for the places where one page can end.
struct Search<'b> {
    boxes: &'b Boxes,
    room: Room,
    /// How much higher than the room a page may be.
    over: Length,
    start: usize,
    /// Whether nothing stands on the page before the first box.
    is_empty: bool,
    /// The space above the first box.
    space: Length,
    /// Whether notes from earlier pages wait still.
    queued: bool,
}

impl Search<'_> {
    /// Where the page can end, at least one place, and which figures before those ends move on.
    fn places(&self, used: Length, foot: &Foot<'_>) -> (Vec<Place>, Vec<Range<usize>>) {
        let Self { boxes, room, over, start, is_empty, space, queued } = *self;
        let body = &boxes.body;
        let mut used = used;
        let mut notes = foot.height;
        let mut has_notes = !foot.notes.is_empty();
        let mut moved: Vec<Range<usize>> = Vec::new();
        let mut places: Vec<Place> = Vec::new();
        let mut i = start;
        while let Some(one) = body.get(i) {
            if i > start {
                let white = room.height - used - notes;
                let cost = keep_cost(one.keep) + white_cost(white, room);
                let place = Place { end: i, used, cost, white, moved: moved.len() };
                if one.keep == Keep::Forced {
                    return (finish(vec![Place { cost: 0, ..place }], room), moved);
                }
                places.push(place);
            }
            let above = if i == start {
                space
            } else if moved.last().is_some_and(|figure| figure.end == i) {
                space_apart(one)
            } else {
                one.space
            };
            // A figure moves as a whole, and only out of a page on which there is something else.
            if let Some(figure) = figure_at(body, i).filter(|_| i > start || !is_empty) {
                let own = &body[figure.clone()];
                let fits = used + above + height(own) + notes <= room.height;
                if !fits && own.iter().all(|one| one.notes.is_empty()) {
                    i = figure.end;
                    moved.push(figure);
                    continue;
                }
            }
            let bottom = used + above + one.height;
            let (whole, least) = called_heights(boxes, one, room.note_gap, has_notes);
            if bottom + notes + whole <= room.height + over && !(queued && whole > Length::ZERO) {
                used = bottom;
                notes += whole;
                has_notes |= !one.notes.is_empty();
                i += 1;
                continue;
            }
            // The line fits with the beginning of its note: the page may end behind it. While notes from earlier
            // pages wait, no other begins before them.
            if whole > Length::ZERO && bottom + notes + least <= room.height && !queued {
                let keep = body.get(i + 1).map_or(Keep::Free, |next| next.keep);
                let cost = keep_cost(keep) + NOTE_COST;
                let white = Length::ZERO;
                places.push(Place { end: i + 1, used: bottom, cost, white, moved: moved.len() });
            }
            if places.is_empty() {
                // Alone on the page, it is too high, or its notes are too many: it stands here all the same.
                let stays = is_empty && i == start;
                let (end, used) = if stays { (i + 1, bottom) } else { (i, used) };
                places.push(Place { end, used, cost: 0, white: Length::ZERO, moved: moved.len() });
            }
            return (finish(places, room), moved);
        }
        let place = Place { end: body.len(), used, cost: 0, white: room.height - used - notes, moved: moved.len() };
        let is_over = place.white < Length::ZERO;
        places.push(place);
        (if is_over { finish(places, room) } else { vec![place] }, moved)
    }
}

/// The places that are worth looking at: the cheapest, and those that leave little white.
fn finish(places: Vec<Place>, room: Room) -> Vec<Place> {
    // Of two that cost the same, the later one.
    let inside = places.iter().enumerate().filter(|(_, place)| place.white >= Length::ZERO);
    let cheapest = inside.min_by_key(|(i, place)| (place.cost, usize::MAX - i)).map(|(i, _)| i);
    let least = room.leading * LINES_SHORT;
    let is_close = |place: &Place| place.white <= least && place.cost < LINES_COST;
    let kept = places.iter().enumerate().filter(|(i, place)| Some(*i) == cheapest || is_close(place));
    kept.map(|(_, place)| *place).collect()
}

/// The boxes of the figure that begins here, if one does that may move.
fn figure_at(body: &[PageBox], at: usize) -> Option<Range<usize>> {
    let number = body.get(at)?.float?;
    let begins = at == 0 || body[at - 1].float != Some(number);
    let end = at + body[at..].iter().take_while(|one| one.float == Some(number)).count();
    begins.then_some(at..end)
}

fn keep_cost(keep: Keep) -> i64 {
    match keep {
        Keep::Free | Keep::Forced => 0,
        Keep::Lines => LINES_COST,
        Keep::Together => TOGETHER_COST,
    }
}

/// The square of the part of the page that stays white, in hundredths.
pub(super) fn white_cost(white: Length, room: Room) -> i64 {
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
        least = whole + before + height(&part[..first_break(part)]);
        whole += before + height(part);
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
