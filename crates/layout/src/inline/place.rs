//! One line is set on its page: words and spaces get their places, and become runs of glyphs.

use chapbook_assets::FaceId;
use chapbook_frame::{Area, Artifact, Glyph, GlyphRun, Owner};
use chapbook_source::Span;
use chapbook_theme::Align;
use chapbook_values::{Color, Length};

use super::{Line, Segment, Text, TokenKind, bidi, justify};
use crate::fonts::scaled;
use crate::shape::{HYPHEN, Shaper, WordId};
use crate::sheet::Sheet;
use crate::style::{StyleId, TextStyle};

/// A part of a line that is drawn as one or not at all.
#[derive(Clone, Copy)]
struct Part {
    kind: PartKind,
    segment: usize,
    level: u8,
    /// Its bytes in the paragraph.
    start: u32,
    end: u32,
    width: Length,
    /// Added to its last glyph's advance: a space that is stretched.
    extra: Length,
    x: Length,
    /// At the line's end, past the measure.
    trailing: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PartKind {
    Word(WordId),
    /// A word that ends in a hyphen that the break made.
    Hyphenated(WordId),
    Space(WordId),
    /// A space in place of a line end.
    End(WordId),
    Object(u32),
}

/// Sets line `number` of a text. `left` is the left edge of the text on the page, `top` the top of the line;
/// `label` is the page number at its far end.
pub(crate) fn place_line(
    shaper: &mut Shaper<'_>,
    text: &Text,
    number: usize,
    (left, top): (Length, Length),
    label: Option<&str>,
    sheet: &mut Sheet<'_>,
) {
    let Some(line) = text.lines.get(number) else { return };
    let is_last = number + 1 == text.lines.len();
    let mut parts = parts(shaper, text, line, is_last);
    let edge = arrange(text, number, line, &mut parts, left);
    let baseline = top + line.baseline;
    for (at, anchor) in &text.paragraph.anchors {
        if (line.start..line.next).contains(at) || is_last && *at >= line.start {
            sheet.anchor(*anchor, left + text.geometry.x, top);
        }
    }
    if let (Some((style, _)), true) = (text.turnover, number > 0) {
        turnover_mark(shaper, style, (left + text.geometry.x, baseline), sheet);
    }
    let mut rest = parts.as_slice();
    while let Some(first) = rest.first() {
        if let PartKind::Object(object) = first.kind {
            picture(text, first, object, baseline, sheet);
            rest = &rest[1..];
            continue;
        }
        let end = run_end(rest);
        let (run, after) = rest.split_at(end);
        draw(shaper, text, run, baseline, sheet);
        rest = after;
    }
    if let (true, Some(label)) = (is_last, label) {
        tail(shaper, text, label, (left, edge, baseline), sheet);
    }
}

/// The parts of a line in logical order. Words that a break divides are shaped anew.
fn parts(shaper: &mut Shaper<'_>, text: &Text, line: &Line, is_last: bool) -> Vec<Part> {
    let paragraph = &text.paragraph;
    let mut parts = Vec::with_capacity((line.tokens.1 - line.tokens.0) as usize);
    for token in &text.tokens[line.tokens.0 as usize..line.tokens.1 as usize] {
        let (start, end) = (token.start.max(line.start), token.end.min(line.next));
        if start >= end {
            continue;
        }
        let segment = &paragraph.segments[token.segment as usize];
        let trailing = start >= line.end;
        let (kind, width) = match token.kind {
            TokenKind::Word(id) => {
                let divided = start > token.start || end < token.end;
                let hyphen = line.hyphen && end == line.end && end < token.end;
                if divided {
                    let part = &paragraph.text[start as usize..end as usize];
                    let rtl = token.level % 2 == 1;
                    let id = if hyphen {
                        shaper.shape(segment.style, &format!("{part}{HYPHEN}"), rtl, segment.span)
                    } else {
                        shaper.shape(segment.style, part, rtl, segment.span)
                    };
                    let kind = if hyphen { PartKind::Hyphenated(id) } else { PartKind::Word(id) };
                    (kind, shaper.word(id).width)
                } else {
                    (PartKind::Word(id), token.width)
                }
            }
            TokenKind::Space(id) => (PartKind::Space(id), token.width),
            TokenKind::Object(number) => (PartKind::Object(number), token.width),
            TokenKind::LineEnd => {
                let id = shaper.shape(segment.style, " ", false, segment.span);
                (PartKind::End(id), shaper.word(id).width)
            }
        };
        let level = if trailing { u8::from(text.geometry.rtl) } else { token.level };
        let segment = token.segment as usize;
        let (extra, x) = (Length::ZERO, Length::ZERO);
        parts.push(Part { kind, segment, level, start, end, width, extra, x, trailing });
    }
    if let (true, true, Some(last)) = (is_last, text.more, paragraph.segments.len().checked_sub(1)) {
        let segment = &paragraph.segments[last];
        let id = shaper.shape(segment.style, " ", false, segment.span);
        let level = u8::from(text.geometry.rtl);
        let (extra, x) = (Length::ZERO, Length::ZERO);
        let width = shaper.word(id).width;
        let end = line.next;
        parts.push(Part {
            kind: PartKind::End(id),
            segment: last,
            level,
            start: end,
            end,
            width,
            extra,
            x,
            trailing: true,
        });
    }
    parts
}

/// Gives the parts their places. Returns where the line's text ends, on the side where reading ends.
fn arrange(text: &Text, number: usize, line: &Line, parts: &mut [Part], left: Length) -> Length {
    let geometry = &text.geometry;
    let indent = if number == 0 { geometry.first_indent } else { Length::ZERO };
    let indent = indent + text.turnover.filter(|_| number > 0).map_or(Length::ZERO, |(_, width)| width);
    let room = geometry.width - indent;
    let natural: Length = parts.iter().filter(|part| !part.trailing).map(|part| part.width).sum();
    let mut excess = room - natural;
    if geometry.align == Align::Justify && (!line.natural || excess < Length::ZERO) {
        let is_space = |part: &Part| !part.trailing && matches!(part.kind, PartKind::Space(_));
        let spaces: Vec<Length> = parts.iter().filter(|part| is_space(part)).map(|part| part.width).collect();
        let shares = justify::shares(&spaces, excess);
        for (part, share) in parts.iter_mut().filter(|part| is_space(part)).zip(shares) {
            part.extra = share;
            part.width += share;
            excess -= share;
        }
    }
    let start = if geometry.rtl { left + geometry.x } else { left + geometry.x + indent };
    let content = room - excess;
    let from = match (geometry.align, geometry.rtl) {
        (Align::Justify | Align::Start, false) | (Align::End, true) => start,
        (Align::Justify | Align::Start, true) | (Align::End, false) => start + excess,
        (Align::Center, _) => start + excess / 2,
    };
    let trailing: Length = parts.iter().filter(|part| part.trailing).map(|part| part.width).sum();
    let mut x = if geometry.rtl { from - trailing } else { from };
    let levels: Vec<u8> = parts.iter().map(|part| part.level).collect();
    for i in bidi::visual_order(&levels) {
        parts[i].x = x;
        x += parts[i].width;
    }
    if geometry.rtl { from } else { from + content }
}

/// How many parts make one run: one segment, one direction, side by side.
fn run_end(parts: &[Part]) -> usize {
    let first = &parts[0];
    let rtl = first.level % 2 == 1;
    let mut end = 1;
    while let Some(next) = parts.get(end) {
        let last = &parts[end - 1];
        let beside = if rtl { next.x + next.width == last.x } else { last.x + last.width == next.x };
        let same = next.segment == first.segment && (next.level % 2 == 1) == rtl;
        if !same || !beside || matches!(next.kind, PartKind::Object(_)) {
            break;
        }
        end += 1;
    }
    end
}

/// A stretch of a run in one face.
struct Strip {
    face: FaceId,
    text: String,
    glyphs: Vec<Glyph>,
    x: Length,
    width: Length,
}

fn draw(shaper: &Shaper<'_>, text: &Text, run: &[Part], baseline: Length, sheet: &mut Sheet<'_>) {
    let segment = &text.paragraph.segments[run[0].segment];
    let style = shaper.style(segment.style).clone();
    let rtl = run[0].level % 2 == 1;
    let seen = run.iter().filter(|part| !part.trailing);
    let x = seen.clone().map(|part| part.x).min().unwrap_or(run[0].x);
    let width: Length = seen.map(|part| part.width).sum();
    if width > Length::ZERO {
        marks_behind(shaper, &style, segment, (x, baseline, width), sheet);
    }
    let language = (style.language.0 != 0).then(|| shaper.language(style.language).clone());
    for strip in strips(shaper, text, run, rtl, &style) {
        let Strip { face, text, glyphs, x, width: _ } = strip;
        let face = sheet.face_index(face);
        let run = GlyphRun {
            face,
            size: style.size,
            x,
            y: baseline - style.shift,
            color: style.color,
            text: text.into(),
            glyphs,
            language: language.clone(),
            rtl,
        };
        sheet.glyphs(segment.owner, segment.span, run);
    }
    if width > Length::ZERO {
        marks_before(shaper, &style, (x, baseline, width), sheet);
    }
}

/// Divides a run by face, in logical order. Nearly always there is one.
fn strips(shaper: &Shaper<'_>, text: &Text, run: &[Part], rtl: bool, style: &TextStyle) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    for part in run {
        let (id, own) = match part.kind {
            PartKind::Word(id) | PartKind::Space(id) => {
                (id, &text.paragraph.text[part.start as usize..part.end as usize])
            }
            PartKind::Hyphenated(id) => (id, &text.paragraph.text[part.start as usize..part.end as usize]),
            PartKind::End(id) => (id, " "),
            PartKind::Object(_) => continue,
        };
        let word = shaper.word(id);
        let mut pieces: Vec<(FaceId, &[Glyph])> = Vec::with_capacity(1);
        let mut from = 0;
        for (face, to) in &word.faces {
            pieces.push((*face, &word.glyphs[from as usize..*to as usize]));
            from = *to;
        }
        let glyphs_width: Length = word.glyphs.iter().map(|glyph| glyph.advance).sum();
        // In a word that runs from right to left the last face comes first in reading.
        let mut x = if rtl { part.x + glyphs_width } else { part.x };
        if rtl {
            pieces.reverse();
        }
        let count = pieces.len();
        if count == 0 {
            // A word of nothing but joiners: its characters go with what stands beside it.
            if let Some(strip) = strips.last_mut() {
                strip.text.push_str(own);
            }
            continue;
        }
        let mut taken = 0usize;
        for (i, (face, glyphs)) in pieces.into_iter().enumerate() {
            let is_last = i + 1 == count;
            let end = if is_last {
                own.len()
            } else {
                glyphs.iter().map(|glyph| glyph.end as usize).max().unwrap_or(taken).clamp(taken, own.len())
            };
            let width: Length = glyphs.iter().map(|glyph| glyph.advance).sum();
            let extra = if is_last { part.extra } else { Length::ZERO };
            if rtl {
                x -= width;
            }
            let strip = match strips.last_mut() {
                Some(last) if last.face == face => last,
                Some(_) | None => {
                    strips.push(Strip { face, text: String::new(), glyphs: Vec::new(), x, width: Length::ZERO });
                    strips.last_mut().expect("it was just pushed")
                }
            };
            let base = strip.text.len() as i64 - taken as i64;
            strip.text.push_str(&own[taken..end]);
            let hyphenated = is_last && matches!(part.kind, PartKind::Hyphenated(_));
            if hyphenated {
                strip.text.push('\u{AD}');
            }
            let shifted = glyphs.iter().enumerate().map(|(n, glyph)| {
                // The hyphen is one byte as it is shaped and two as it is read: U+00AD.
                let wider = u32::from(hyphenated && glyph.end as usize > own.len());
                let byte = |at: u32| u32::try_from(i64::from(at) + base).unwrap_or(0);
                let stretched = if n + 1 == glyphs.len() { extra } else { Length::ZERO };
                Glyph {
                    advance: glyph.advance + stretched,
                    start: byte(glyph.start),
                    end: byte(glyph.end) + wider,
                    ..*glyph
                }
            });
            if rtl {
                let new: Vec<Glyph> = shifted.collect();
                strip.glyphs.splice(0..0, new);
                strip.x = if extra == Length::ZERO { x } else { part.x };
            } else {
                strip.glyphs.extend(shifted);
                x += width + extra;
            }
            strip.width += width + extra;
            taken = end;
        }
    }
    debug_assert!(
        strips.iter().all(|strip| strip.width == strip.glyphs.iter().map(|g| g.advance).sum())
            || style.size < Length::ZERO
    );
    strips
}

fn marks_behind(
    shaper: &Shaper<'_>,
    style: &TextStyle,
    segment: &Segment,
    (x, baseline, width): (Length, Length, Length),
    sheet: &mut Sheet<'_>,
) {
    let metrics = shaper.faces.metrics(style.face);
    let up = scaled(style.size, metrics.ascent, metrics.units_per_em);
    let down = scaled(style.size, -metrics.descent, metrics.units_per_em);
    let area = Area { x, y: baseline - up, width, height: up + down };
    if style.highlight {
        sheet.rect(area, HIGHLIGHT);
    }
    if let Some(link) = segment.link {
        sheet.link(link, area);
    }
}

/// A light yellow that black type reads well on, in print, too.
const HIGHLIGHT: Color = Color { red: 0xFF, green: 0xF1, blue: 0xA8 };

fn marks_before(
    shaper: &Shaper<'_>,
    style: &TextStyle,
    (x, baseline, width): (Length, Length, Length),
    sheet: &mut Sheet<'_>,
) {
    if !style.underline && !style.strike {
        return;
    }
    let metrics = shaper.faces.metrics(style.face);
    let units = |value: i32| scaled(style.size, value, metrics.units_per_em);
    let thickness = units(metrics.underline_thickness.max(1));
    let line = baseline - style.shift;
    let mut rule = |above: Length| sheet.rect(Area { x, y: line - above, width, height: thickness }, style.color);
    if style.underline {
        rule(units(metrics.underline_position));
    }
    if style.strike {
        rule(units(metrics.x_height / 2) + thickness / 2);
    }
}

fn picture(text: &Text, part: &Part, number: u32, baseline: Length, sheet: &mut Sheet<'_>) {
    let Some(object) = text.paragraph.objects.get(number as usize) else { return };
    let segment = &text.paragraph.segments[part.segment];
    let area = Area { x: part.x, y: baseline - object.height, width: object.width, height: object.height };
    if let Some(link) = segment.link {
        sheet.link(link, area);
    }
    sheet.picture(segment.owner, segment.span, area, object.image);
}

/// The mark before the rest of a long line of code, if the face has one.
fn turnover_mark(shaper: &mut Shaper<'_>, style: StyleId, (x, y): (Length, Length), sheet: &mut Sheet<'_>) {
    const MARK: char = '↪';
    let face = shaper.style(style).face;
    if !shaper.faces.covers(face, MARK) {
        return;
    }
    let id = shaper.shape(style, "↪", false, Span::NONE);
    artifact_run(shaper, style, id, "↪", (x, y), sheet);
}

fn artifact_run(
    shaper: &Shaper<'_>,
    style: StyleId,
    id: WordId,
    text: &str,
    (x, y): (Length, Length),
    sheet: &mut Sheet<'_>,
) {
    let word = shaper.word(id);
    let Some((face, _)) = word.faces.first() else { return };
    let style = shaper.style(style);
    let run = GlyphRun {
        face: sheet.face_index(*face),
        size: style.size,
        x,
        y,
        color: style.color,
        text: text.into(),
        glyphs: word.glyphs.clone(),
        language: None,
        rtl: false,
    };
    sheet.glyphs(Owner::Artifact(Artifact::Layout), Span::NONE, run);
}

/// The dots and the page number at the end of an entry of a table of contents.
fn tail(
    shaper: &mut Shaper<'_>,
    text: &Text,
    label: &str,
    (left, edge, baseline): (Length, Length, Length),
    sheet: &mut Sheet<'_>,
) {
    let Some(tail) = text.tail else { return };
    let geometry = &text.geometry;
    let size = shaper.style(tail.style).size;
    let number = shaper.shape(tail.style, label, false, Span::NONE);
    let width = shaper.word(number).width;
    // The text keeps clear of the numbers; they stand outside its measure, at the edge of the page's text.
    let outer =
        if geometry.rtl { left + geometry.x - tail.room } else { left + geometry.x + geometry.width + tail.room };
    let x = if geometry.rtl { outer } else { outer - width };
    let gap = size.scale(1, 2);
    let (from, to) = if geometry.rtl { (x + width + gap, edge - gap) } else { (edge + gap, x - gap) };
    leader(shaper, tail.style, (from, to, outer), baseline, sheet);
    let style = shaper.style(tail.style).clone();
    let word = shaper.word(number);
    let Some((face, _)) = word.faces.first() else { return };
    let run = GlyphRun {
        face: sheet.face_index(*face),
        size: style.size,
        x,
        y: baseline,
        color: style.color,
        text: label.into(),
        glyphs: word.glyphs.clone(),
        language: None,
        rtl: false,
    };
    if let Some(link) = tail.link {
        let area = Area { x, y: baseline - size, width, height: size.scale(5, 4) };
        sheet.link(link, area);
    }
    sheet.glyphs(tail.owner, Span::NONE, run);
}

/// Dots on a grid that is counted from the outer edge, so that they stand in columns down the page.
fn leader(
    shaper: &mut Shaper<'_>,
    style: StyleId,
    (from, to, outer): (Length, Length, Length),
    baseline: Length,
    sheet: &mut Sheet<'_>,
) {
    let dot = shaper.shape(style, ".", false, Span::NONE);
    let pitch = shaper.style(style).size.scale(9, 20);
    let step = pitch.to_scaled().max(1);
    // The first place on the grid that is not before `from`, and how many there are before `to`.
    let ahead = (outer - from).to_scaled().div_euclid(step);
    let first = outer - pitch * ahead;
    let count = ((to - first).to_scaled().div_euclid(step)).min(1_000);
    let word = shaper.word(dot);
    let (Some((face, _)), Some(glyph), true) = (word.faces.first(), word.glyphs.first(), count > 1) else { return };
    let count = u32::try_from(count).unwrap_or(0);
    let run = GlyphRun {
        face: sheet.face_index(*face),
        size: shaper.style(style).size,
        x: first,
        y: baseline,
        color: shaper.style(style).color,
        text: ".".repeat(count as usize).into(),
        glyphs: (0..count).map(|n| Glyph { advance: pitch, start: n, end: n + 1, ..*glyph }).collect(),
        language: None,
        rtl: false,
    };
    sheet.glyphs(Owner::Artifact(Artifact::Layout), Span::NONE, run);
}
