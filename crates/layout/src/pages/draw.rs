//! What stands on a page is drawn: boxes from the top, notes at the foot. The lines above and below are `running`'s.

use chapbook_frame::{Area, Bookmark, Destination, LinkArea, Page, PageLabel, Pages, Target};
use chapbook_resolve::{Anchor, OutlineEntry};
use chapbook_theme::{Margins, Role};
use chapbook_values::{Color, Direction, Language, Length};

use super::boxes::{BoxKind, Boxes, PageBox};
use super::fill::{Plan, Room};
use super::makeup::gaps;
use super::running::{self, Frame, Lines, Values};
use crate::context::{Context, Goal};
use crate::flow::{BarId, Flow, Mark};
use crate::inline::place_line;
use crate::sheet::{FaceTable, Sheet};

/// The rule above the notes: its length in ems of their text, and its thickness.
const NOTE_RULE: (i64, Length) = (6, Length::millipoints(400));
/// Bars and rules that belong to no text.
const GREY: Color = Color { red: 0x80, green: 0x80, blue: 0x80 };

/// Draws all pages.
pub(crate) fn draw(
    context: &mut Context<'_>,
    flow: &Flow,
    boxes: &Boxes,
    plans: &[Plan],
    (anchors, labels): (&[Option<u32>], &[PageLabel]),
    room: Room,
) -> Pages {
    let theme = context.theme;
    let words = running::words(flow);
    let running = running::lines(&theme.running, flow, boxes, plans, theme.page.facing);
    let mut faces = FaceTable::default();
    let mut places: Vec<Option<(usize, Length, Length)>> = vec![None; context.resolved.anchors.len()];
    let mut drawn = Vec::with_capacity(plans.len());
    for (number, plan) in plans.iter().enumerate() {
        let sheet = Sheet::new(&mut faces);
        let mut painter = Painter { context, flow, boxes, anchors, labels, room, words, sheet };
        painter.page(number, plan, &running[number]);
        let Sheet { items, links, anchors, figures, .. } = painter.sheet;
        for (anchor, x, y) in anchors {
            // A table's head that is repeated does not move the anchor: the first place counts.
            let place = places.get_mut(anchor.index());
            if let Some(place) = place.filter(|place| place.is_none()) {
                *place = Some((number, x, y));
            }
        }
        for (tag, area) in figures {
            if let chapbook_frame::Tag::Figure { alt: _, place } = &mut context.tags.node_mut(tag).tag {
                *place = Some((number, area));
            }
        }
        drawn.push((items, links));
    }
    let (destinations, index) = destinations(context, &places);
    let page = &context.theme.page;
    let pages = drawn
        .into_iter()
        .enumerate()
        .map(|(number, (items, links))| {
            let links = links
                .into_iter()
                .filter_map(|(id, areas)| {
                    let link = &context.links[id.0 as usize];
                    let target = match &link.goal {
                        Goal::Url(url) => Target::Url(url.clone()),
                        Goal::Anchor(anchor) => Target::Destination(index[anchor.index()]?),
                    };
                    Some(LinkArea { areas, target, tag: link.tag, description: link.description.clone() })
                })
                .collect();
            Page { width: page.width, height: page.height, label: labels[number], items, links }
        })
        .collect();
    let resolved = context.resolved;
    Pages {
        pages,
        faces: faces.used.iter().map(|id| context.shaper.faces.fonts().face(*id).clone()).collect(),
        images: resolved.images.clone(),
        tags: std::mem::take(&mut context.tags),
        outline: resolved.outline.iter().filter_map(|entry| bookmark(entry, &index)).collect(),
        destinations,
        language: Language::clone(&resolved.language),
    }
}

/// The places that something leads to, by name; and where each anchor is among them.
fn destinations(
    context: &Context<'_>,
    places: &[Option<(usize, Length, Length)>],
) -> (Vec<Destination>, Vec<Option<usize>>) {
    let mut list = Vec::new();
    let mut index = vec![None; places.len()];
    for (number, place) in places.iter().enumerate() {
        let is_target = context.targets.get(number).copied().unwrap_or(false);
        let (Some((page, x, y)), true) = (place, is_target) else { continue };
        index[number] = Some(list.len());
        let name = context.resolved.anchors[number].id.clone();
        list.push(Destination { name, page: *page, x: *x, y: *y });
    }
    (list, index)
}

fn bookmark(entry: &OutlineEntry, index: &[Option<usize>]) -> Option<Bookmark> {
    let OutlineEntry { target, level, number, content: _, text } = entry;
    let title = match number {
        Some(number) => format!("{number} {text}"),
        None => text.clone(),
    };
    let destination = (*index.get(target.index())?)?;
    Some(Bookmark { title, level: (*level).max(1), destination })
}

struct Painter<'p, 'a, 'f> {
    context: &'p mut Context<'a>,
    flow: &'p Flow,
    boxes: &'p Boxes,
    /// The page that each anchor falls on.
    anchors: &'p [Option<u32>],
    labels: &'p [PageLabel],
    room: Room,
    /// How many words the document has.
    words: usize,
    sheet: Sheet<'f>,
}

impl Painter<'_, '_, '_> {
    fn page(&mut self, number: usize, plan: &Plan, lines: &Lines<'_>) {
        let page = &self.context.theme.page;
        let Margins { top, bottom: _, inside, outside } = page.margins;
        // On facing pages the inside is the spine, to the left of an odd page in a book that is read from the left.
        let rtl = self.context.resolved.direction == Direction::Rtl;
        let spine_left = !page.facing || number.is_multiple_of(2);
        let left = if spine_left != rtl { inside } else { outside };
        let foot = top + self.room.height;
        let Plan { parts, head, notes, opening: _, blank: _, used: _, spread, loosened: _, ends: _ } = plan;
        let mut y = top;
        let mut head = *head;
        let mut spread = Spread { total: *spread, gaps: Length::ZERO, passed: Length::ZERO };
        spread.gaps = parts.iter().map(|part| gaps(&self.boxes.body[part.boxes.clone()])).sum();
        for part in parts {
            y += part.space;
            if let Some(table) = head.take_if(|_| !part.moved) {
                y = self.head(table, (left, y));
            }
            let boxes = &self.boxes.body[part.boxes.clone()];
            y = if spread.total > Length::ZERO {
                let boxes = spread.apply(boxes);
                self.column(&boxes, (left, y))
            } else {
                self.column(boxes, (left, y))
            };
        }
        if number + 1 == self.labels.len() {
            for mark in &self.flow.rest {
                if let Mark::Anchor(anchor) = mark {
                    self.sheet.anchor(*anchor, left, top);
                }
            }
        }
        self.notes(notes, (left, foot));
        let values =
            Values { label: self.labels[number], pages: self.labels.len(), words: self.words, flow: self.flow };
        let frame = Frame { left, top, foot, is_left: !spine_left };
        running::draw(self.context, lines, &values, frame, &mut self.sheet);
    }

    /// The head of a table again, on the page on which the table goes on: nothing that is read.
    fn head(&mut self, table: usize, (left, top): (Length, Length)) -> Length {
        let boxes = self.boxes;
        let mut y = top;
        self.sheet.begin_artifact();
        for row in &boxes.heads[table].0 {
            self.row(*row, (left, y));
            y += boxes.rows[*row].height;
        }
        self.sheet.end_artifact();
        y
    }

    /// Boxes one below the other. Returns where the last one ends.
    fn column(&mut self, boxes: &[PageBox], (left, top): (Length, Length)) -> Length {
        let mut y = top;
        let mut bars: Vec<(BarId, Length, Length)> = Vec::new();
        for (i, one) in boxes.iter().enumerate() {
            if i > 0 {
                y += one.space;
            }
            self.one(one, (left, y));
            y += one.height;
            let mut bar = one.bar;
            while let Some(id) = bar {
                match bars.iter_mut().find(|(known, _, _)| *known == id) {
                    Some((_, _, bottom)) => *bottom = y,
                    None => bars.push((id, y - one.height, y)),
                }
                bar = self.flow.bars[id.0 as usize].outer;
            }
        }
        for (id, from, to) in bars {
            let bar = self.flow.bars[id.0 as usize];
            self.sheet.rect(Area { x: left + bar.x, y: from, width: bar.width, height: to - from }, GREY);
        }
        y
    }

    fn one(&mut self, one: &PageBox, (left, top): (Length, Length)) {
        for mark in &one.marks {
            match mark {
                Mark::Anchor(anchor) => self.sheet.anchor(*anchor, left, top),
                Mark::Initial(text, line) => {
                    let text = self.flow.text(*text);
                    let own = text.lines.first().map_or(Length::ZERO, |line| line.baseline);
                    let lines = self.context.theme.style(Role::Body).leading * i64::from(*line - 1);
                    let below = self.first_baseline(one).unwrap_or(own) + lines;
                    place_line(&mut self.context.shaper, text, 0, (left, top + below - own), None, &mut self.sheet);
                }
                // The lines above and below name it.
                Mark::Heading(_) => {}
                Mark::Aside(text) => {
                    let text = self.flow.text(*text);
                    let own = text.lines.first().map_or(Length::ZERO, |line| line.baseline);
                    let below = self.first_baseline(one).unwrap_or(own);
                    place_line(&mut self.context.shaper, text, 0, (left, top + below - own), None, &mut self.sheet);
                }
            }
        }
        match one.kind {
            BoxKind::Line { text, line } => {
                let text = self.flow.text(text);
                let label = text.tail.map(|tail| self.page_label(tail.anchor));
                place_line(&mut self.context.shaper, text, line, (left, top), label.as_deref(), &mut self.sheet);
            }
            BoxKind::Row(row) => self.row(row, (left, top)),
            BoxKind::Picture(picture) => {
                let area = Area { x: left + picture.x, y: top, width: picture.width, height: picture.height };
                self.sheet.picture(picture.owner, picture.span, area, picture.image);
            }
            BoxKind::Rule(rule) => {
                let area = Area { x: left + rule.x, y: top, width: rule.width, height: rule.thickness };
                self.sheet.rect(area, Color::BLACK);
            }
        }
    }

    fn page_label(&self, anchor: Anchor) -> String {
        let page = self.anchors.get(anchor.index()).copied().flatten();
        let label = page.and_then(|page| self.labels.get(page as usize));
        label.map_or_else(String::new, |label| label.text())
    }

    /// From the top of a box to its first baseline.
    fn first_baseline(&self, one: &PageBox) -> Option<Length> {
        match one.kind {
            BoxKind::Line { text, line } => self.flow.text(text).lines.get(line).map(|line| line.baseline),
            BoxKind::Row(row) => {
                let row = &self.boxes.rows[row];
                let first = row.cells.iter().find_map(|cell| cell.first())?;
                // Cells hold tables only if an author nests them; one level is enough to line up with.
                let BoxKind::Line { text, line } = first.kind else { return None };
                let baseline = self.flow.text(text).lines.get(line)?.baseline;
                Some(row.above + row.padding + baseline)
            }
            BoxKind::Picture(_) | BoxKind::Rule(_) => None,
        }
    }

    fn row(&mut self, number: usize, (left, top): (Length, Length)) {
        let row = &self.boxes.rows[number];
        let table = &self.flow.tables[row.table];
        let rule = |y: Length, height: Length| Area { x: left + table.x, y, width: table.width, height };
        if row.above > Length::ZERO {
            self.sheet.rect(rule(top, row.above), Color::BLACK);
        }
        for cell in &row.cells {
            self.column(cell, (left, top + row.above + row.padding));
        }
        if row.below > Length::ZERO {
            let bottom = top + row.height - row.below;
            self.sheet.rect(rule(bottom, row.below), Color::BLACK);
        }
    }

    /// Notes stand at the foot, however short the page is.
    fn notes(&mut self, notes: &[(chapbook_resolve::NoteId, std::ops::Range<usize>)], (left, foot): (Length, Length)) {
        let parts: Vec<&[PageBox]> =
            notes.iter().map(|(note, range)| &self.boxes.notes[note.0 as usize][range.clone()]).collect();
        let mut height = Length::ZERO;
        for (i, part) in parts.iter().enumerate() {
            let space = part.first().filter(|_| i > 0).map_or(Length::ZERO, |first| first.space);
            height += space + super::boxes::height(part);
        }
        if parts.is_empty() {
            return;
        }
        let style = self.context.theme.style(Role::Footnote);
        let width = style.size * NOTE_RULE.0;
        let rtl = self.context.resolved.direction == Direction::Rtl;
        let x = if rtl { left + self.context.theme.measure() - width } else { left };
        let mut y = foot - height;
        let above = style.leading / 3;
        self.sheet.rect(Area { x, y: y - above, width, height: NOTE_RULE.1 }, Color::BLACK);
        for (i, part) in parts.iter().enumerate() {
            y += part.first().filter(|_| i > 0).map_or(Length::ZERO, |first| first.space);
            y = self.column(part, (left, y));
        }
    }
}

/// What is added to the spaces of a page, each in its proportion and all together to the last scaled point.
struct Spread {
    total: Length,
    gaps: Length,
    passed: Length,
}

impl Spread {
    fn apply(&mut self, boxes: &[PageBox]) -> Vec<PageBox> {
        let due = |passed: Length, this: &Self| this.total.scale(passed.to_scaled(), this.gaps.to_scaled().max(1));
        let mut boxes = boxes.to_vec();
        for one in boxes.iter_mut().skip(1) {
            let before = due(self.passed, self);
            self.passed += one.space;
            one.space += due(self.passed, self) - before;
        }
        boxes
    }
}
