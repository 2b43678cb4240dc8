//! The lines above and below the text: running heads and folios. What they say is the theme's, in fields; here the
//! fields get their values and the lines their places. Nothing of it is read: it is all artifacts.

use chapbook_frame::{Artifact, GlyphRun, Owner, PageLabel};
use chapbook_resolve::{Matter, PersonRole};
use chapbook_source::Span;
use chapbook_theme::{Align, Role, Running, RunningLine, RunningPiece, Style};
use chapbook_values::{Direction, Length};

use super::boxes::{BoxKind, Boxes, PageBox};
use super::fill::Plan;
use crate::context::Context;
use crate::flow::{Flow, Mark};
use crate::sheet::Sheet;
use crate::style::{LanguageId, Look};

/// The lines of one page, and the headings that it stands under.
pub(super) struct Lines<'t> {
    head: Option<&'t RunningLine>,
    foot: Option<&'t RunningLine>,
    /// By level, 0 for parts.
    headings: [Option<usize>; 7],
}

/// The lines of all pages.
pub(super) fn lines<'t>(
    running: &'t Running,
    flow: &Flow,
    boxes: &Boxes,
    plans: &[Plan],
    facing: bool,
) -> Vec<Lines<'t>> {
    let mut current: [Option<usize>; 7] = [None; 7];
    let mut bare = false;
    // Before the first heading of the front there are but leaves of their own: a dedication, a motto.
    let mut in_front = false;
    let mut out = Vec::with_capacity(plans.len());
    for (number, plan) in plans.iter().enumerate() {
        if let Some(opening) = plan.opening {
            in_front = opening.matter.map_or(in_front, |matter| matter == Matter::Front);
            bare = opening.bare || in_front && !opening.chapter;
        }
        let found = headings(boxes, plan);
        // Where headings of a level begin on the page, the first of them is named; else the last one before.
        let mut named = current;
        let mut seen = [false; 7];
        for index in found {
            let Some((level, _)) = flow.headings.get(index) else { continue };
            let level = usize::from(*level).min(6);
            for below in level + 1..=6 {
                if !seen[below] {
                    named[below] = None;
                }
                current[below] = None;
            }
            if !seen[level] {
                named[level] = Some(index);
                seen[level] = true;
            }
            current[level] = Some(index);
        }
        let is_left = facing && number % 2 == 1;
        let opens = plan.opening.is_some_and(|opening| opening.chapter);
        let pick =
            |usual, left: &'t Option<RunningLine>, first: &'t Option<RunningLine>, opening: &'t Option<RunningLine>| {
                let special = match (number == 0, opens, is_left) {
                    (true, _, _) if first.is_some() => first.as_ref(),
                    (_, true, _) if opening.is_some() => opening.as_ref(),
                    (_, _, true) => left.as_ref(),
                    (_, _, false) => None,
                };
                Some(special.unwrap_or(usual)).filter(|line: &&RunningLine| !line.is_empty())
            };
        let Running { head, foot, head_left, foot_left, first_head, first_foot, opening_head, opening_foot } = running;
        let is_plain = !bare && !plan.blank;
        out.push(Lines {
            head: pick(head, head_left, first_head, opening_head).filter(|_| is_plain),
            foot: pick(foot, foot_left, first_foot, opening_foot).filter(|_| is_plain),
            headings: named,
        });
    }
    out
}

/// The headings that begin on a page.
fn headings(boxes: &Boxes, plan: &Plan) -> Vec<usize> {
    let mut found = Vec::new();
    for part in &plan.parts {
        add_headings(boxes, &boxes.body[part.boxes.clone()], &mut found);
    }
    found
}

fn add_headings(boxes: &Boxes, list: &[PageBox], found: &mut Vec<usize>) {
    for one in list {
        found.extend(one.marks.iter().filter_map(|mark| match mark {
            Mark::Heading(index) => Some(*index as usize),
            Mark::Anchor(_) | Mark::Aside(_) | Mark::Initial(_, _) => None,
        }));
        if let BoxKind::Row(row) = one.kind {
            boxes.rows[row].cells.iter().for_each(|cell| add_headings(boxes, cell, found));
        }
    }
}

/// What the fields of a page print.
pub(super) struct Values<'v> {
    pub(super) label: PageLabel,
    pub(super) pages: usize,
    /// How many words the document has.
    pub(super) words: usize,
    pub(super) flow: &'v Flow,
}

/// Where the text of a page stands: its left edge, its top and its foot.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: Length,
    pub(super) top: Length,
    pub(super) foot: Length,
    /// Whether the outer edge is to the left.
    pub(super) is_left: bool,
}

/// Draws the lines of a page.
pub(super) fn draw(
    context: &mut Context<'_>,
    lines: &Lines<'_>,
    values: &Values<'_>,
    at: Frame,
    sheet: &mut Sheet<'_>,
) {
    let style = context.theme.style(Role::RunningHead);
    let page = &context.theme.page;
    // A line and a half from the text, or halfway to the edge of a narrow margin.
    let above = (style.leading * 3 / 2).min(page.margins.top / 2);
    let below = (context.theme.style(Role::Folio).leading * 2).min(page.margins.bottom * 2 / 3);
    if let Some(line) = lines.head {
        draw_line(context, (line, &lines.headings), values, (at, at.top - above), Artifact::Header, sheet);
    }
    if let Some(line) = lines.foot {
        draw_line(context, (line, &lines.headings), values, (at, at.foot + below), Artifact::Footer, sheet);
    }
}

fn draw_line(
    context: &mut Context<'_>,
    (line, headings): (&RunningLine, &[Option<usize>; 7]),
    values: &Values<'_>,
    (at, y): (Frame, Length),
    artifact: Artifact,
    sheet: &mut Sheet<'_>,
) {
    let measure = context.theme.measure();
    let rtl = context.resolved.direction == Direction::Rtl;
    // A folio alone stands where its style says; on facing pages, the end is the outside.
    let folio = context.theme.style(Role::Folio).align;
    let is_folio = *line == RunningLine::folio();
    let place = match folio {
        Align::Center => Align::Center,
        Align::Start | Align::Justify => Align::Start,
        Align::End if context.theme.page.facing && at.is_left != rtl => Align::Start,
        Align::End => Align::End,
    };
    let RunningLine { start, center, end } = line;
    let zones = [(start, Align::Start), (center, if is_folio { place } else { Align::Center }), (end, Align::End)];
    let filled = zones.iter().filter(|(pieces, _)| !pieces.is_empty()).count();
    for (pieces, align) in zones {
        // Each zone has its share of the measure, so that they never meet.
        let room = if filled > 1 { measure * 2 / 3 } else { measure };
        let pieces = texts(context, pieces, headings, values);
        let runs = runs(context, &pieces, room, sheet);
        let width: Length = runs.iter().map(|(_, width)| *width).sum();
        let free = measure - width;
        let mut x = at.left
            + match (align, rtl) {
                (Align::Center, _) => free / 2,
                (Align::Start | Align::Justify, false) | (Align::End, true) => Length::ZERO,
                (Align::Start | Align::Justify, true) | (Align::End, false) => free,
            };
        for (run, width) in runs {
            let owner = match run.is_page {
                true => Artifact::PageNumber,
                false => artifact,
            };
            sheet.glyphs(Owner::Artifact(owner), Span::NONE, GlyphRun { x, y, ..run.run });
            x += width;
        }
    }
}

/// A stretch of a line, with the style that it has.
struct Words {
    text: String,
    is_page: bool,
}

fn texts(
    context: &Context<'_>,
    pieces: &[RunningPiece],
    headings: &[Option<usize>; 7],
    values: &Values<'_>,
) -> Vec<Words> {
    let meta = &context.resolved.meta;
    let author = meta.people.iter().find(|person| person.role == PersonRole::Author).or(meta.people.first());
    let heading = |level: u8| {
        let at = headings.get(usize::from(level)).copied().flatten()?;
        Some(values.flow.headings.get(at)?.1.clone())
    };
    pieces
        .iter()
        .map(|piece| {
            let (text, is_page) = match piece {
                RunningPiece::Text(text) => (text.clone(), false),
                RunningPiece::Page => (values.label.text(), true),
                RunningPiece::Pages => (values.pages.to_string(), true),
                RunningPiece::Words => (values.words.to_string(), false),
                RunningPiece::Title => (meta.title.clone(), false),
                RunningPiece::Author => (author.map(|person| person.name.clone()).unwrap_or_default(), false),
                RunningPiece::Surname => {
                    let surname = author.map(|person| person.file_as.split(',').next().unwrap_or_default());
                    (surname.unwrap_or_default().to_owned(), false)
                }
                RunningPiece::Heading(level) => (heading(*level).unwrap_or_default(), false),
            };
            Words { text, is_page }
        })
        .filter(|words| !words.text.is_empty())
        .collect()
}

/// How many words the text has, notes and captions with it.
pub(super) fn words(flow: &Flow) -> usize {
    let own = |text: &crate::inline::Text| text.paragraph.text.split_whitespace().count();
    flow.texts.iter().map(own).sum()
}

/// A run of glyphs that has no place yet.
struct Run {
    run: GlyphRun,
    is_page: bool,
}

fn runs(context: &mut Context<'_>, pieces: &[Words], room: Length, sheet: &mut Sheet<'_>) -> Vec<(Run, Length)> {
    let mut out: Vec<(Run, Length)> = Vec::new();
    let mut left = room;
    for Words { text, is_page } in pieces {
        let role = if *is_page { Role::Folio } else { Role::RunningHead };
        let style = context.theme.style(role).clone();
        let text = shortened(context, &style, text, left);
        for (text, style) in parts(context, &style, &text) {
            let word = context.shaper.shape(style, &text, false, Span::NONE);
            let word = context.shaper.word(word);
            let width = word.width;
            let own = context.shaper.style(style);
            let mut from = 0;
            let mut x = Length::ZERO;
            for (face, to) in &word.faces {
                let glyphs = word.glyphs[from as usize..*to as usize].to_vec();
                from = *to;
                let advance: Length = glyphs.iter().map(|glyph| glyph.advance).sum();
                let run = GlyphRun {
                    face: sheet.face_index(*face),
                    size: own.size,
                    x,
                    y: Length::ZERO,
                    color: own.color,
                    text: text.as_str().into(),
                    glyphs,
                    language: None,
                    rtl: false,
                };
                x += advance;
                out.push((Run { run, is_page: *is_page }, advance));
            }
            left -= width;
        }
    }
    out
}

/// A text in the styles that print it: small capitals of a face that has none are made by hand.
fn parts(context: &mut Context<'_>, style: &Style, text: &str) -> Vec<(String, crate::style::StyleId)> {
    let look = Look::of(style, LanguageId::default());
    if !look.small_caps || context.shaper.has_small_caps(&look) {
        return vec![(text.to_owned(), context.shaper.plain_style(&look))];
    }
    let capitals = context.shaper.reduced_capitals(&look);
    let upright = context.shaper.plain_style(&Look { small_caps: false, ..look });
    let mut out: Vec<(String, crate::style::StyleId)> = Vec::new();
    for c in text.chars() {
        let style = if c.is_lowercase() { capitals } else { upright };
        match out.last_mut() {
            Some((part, last)) if *last == style => part.push(c),
            Some(_) | None => out.push((c.to_string(), style)),
        }
    }
    out
}

/// A text that is too wide for its place loses words at its end.
fn shortened(context: &mut Context<'_>, style: &Style, text: &str, room: Length) -> String {
    let mut width = |text: &str| -> Length {
        let parts = parts(context, style, text);
        parts.iter().map(|(text, style)| context.shaper.width(*style, text, false, Span::NONE)).sum()
    };
    if width(text) <= room {
        return text.to_owned();
    }
    let mut rest = text.trim_end();
    while let Some((shorter, _)) = rest.rsplit_once(' ') {
        rest = shorter.trim_end_matches([' ', ',', ';', ':', '.']);
        let short = format!("{rest}\u{2026}");
        if width(&short) <= room {
            return short;
        }
    }
    String::new()
}
