//! What stands on a page is drawn: boxes from the top, notes at the foot, the page number below.

use chapbook_frame::{Area, Artifact, Bookmark, Destination, LinkArea, Owner, Page, Pages, Target};
use chapbook_resolve::{Anchor, OutlineEntry};
use chapbook_source::Span;
use chapbook_theme::{Align, Margins, Role};
use chapbook_values::{Color, Direction, Language, Length};

use super::boxes::{BoxKind, Boxes, PageBox};
use super::fill::Plan;
use super::labels::label_of;
use crate::context::{Context, Goal};
use crate::flow::{BarId, Flow, Mark};
use crate::inline::place_line;
use crate::sheet::{FaceTable, Sheet};
use crate::style::{LanguageId, Look};

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
    labels: &[Option<u32>],
) -> Pages {
    let mut faces = FaceTable::default();
    let mut places: Vec<Option<(usize, Length, Length)>> = vec![None; context.resolved.anchors.len()];
    let mut drawn = Vec::with_capacity(plans.len());
    for (number, plan) in plans.iter().enumerate() {
        let mut painter = Painter { context, flow, boxes, labels, sheet: Sheet::new(&mut faces) };
        painter.page(number, plan, number + 1 == plans.len());
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
            Page { width: page.width, height: page.height, label: label_of(number), items, links }
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
    labels: &'p [Option<u32>],
    sheet: Sheet<'f>,
}

impl Painter<'_, '_, '_> {
    fn page(&mut self, number: usize, plan: &Plan, is_last: bool) {
        let page = &self.context.theme.page;
        let Margins { top, bottom, inside, outside } = page.margins;
        // On facing pages the inside is the spine, to the left of an odd page in a book that is read from the left.
        let rtl = self.context.resolved.direction == Direction::Rtl;
        let spine_left = !page.facing || number.is_multiple_of(2);
        let left = if spine_left != rtl { inside } else { outside };
        let foot = page.height - bottom;
        let Plan { body, head, notes } = plan;
        let mut y = top;
        if let Some(table) = head {
            y = self.head(*table, (left, y));
        }
        self.column(&self.boxes.body[body.clone()], (left, y));
        if is_last {
            for mark in &self.flow.rest {
                if let Mark::Anchor(anchor) = mark {
                    self.sheet.anchor(*anchor, left, top);
                }
            }
        }
        self.notes(notes, (left, foot));
        self.folio(number, (left, foot));
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

    /// Boxes one below the other.
    fn column(&mut self, boxes: &[PageBox], (left, top): (Length, Length)) {
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
    }

    fn one(&mut self, one: &PageBox, (left, top): (Length, Length)) {
        for mark in &one.marks {
            match mark {
                Mark::Anchor(anchor) => self.sheet.anchor(*anchor, left, top),
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
        let page = self.labels.get(anchor.index()).copied().flatten();
        page.map_or_else(String::new, |page| label_of(page as usize).text())
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
            self.column(part, (left, y));
            y += super::boxes::height(part);
        }
    }

    /// The page number, two lines below the text, or as far as the margin lets it.
    fn folio(&mut self, number: usize, (left, foot): (Length, Length)) {
        let style = self.context.theme.style(Role::Folio);
        let shaper = &mut self.context.shaper;
        let id = shaper.plain_style(&Look::of(style, LanguageId::default()));
        let text = label_of(number).text();
        let word = shaper.shape(id, &text, false, Span::NONE);
        let width = shaper.word(word).width;
        let page = &self.context.theme.page;
        let below = (style.leading * 2).min(page.margins.bottom * 2 / 3);
        let free = self.context.theme.measure() - width;
        let outer = page.facing && style.align == Align::End;
        let x = match style.align {
            Align::Center => left + free / 2,
            Align::Start | Align::Justify => left,
            // On facing pages, the end is the outside.
            Align::End if outer && number % 2 == 1 => left,
            Align::End => left + free,
        };
        let Some((face, _)) = shaper.word(word).faces.first().copied() else { return };
        let run = chapbook_frame::GlyphRun {
            face: self.sheet.face_index(face),
            size: style.size,
            x,
            y: foot + below,
            color: style.color,
            text: text.into(),
            glyphs: shaper.word(word).glyphs.clone(),
            language: None,
            rtl: false,
        };
        self.sheet.glyphs(Owner::Artifact(Artifact::PageNumber), Span::NONE, run);
    }
}
