//! One line is set on its page: words and spaces get their places, and become runs of glyphs.

use chapbook_frame::{Area, GlyphRun};
use chapbook_theme::Align;
use chapbook_values::{Color, Length};

use super::strips::{Strip, strips};
use super::tail::{tail, turnover_mark};
use super::{Line, Segment, Text, TokenKind, bidi, hang, justify};
use crate::fonts::scaled;
use crate::shape::{HYPHEN, Shaper, WordId};
use crate::sheet::Sheet;
use crate::style::TextStyle;

/// A part of a line that is drawn as one or not at all.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) kind: PartKind,
    pub(super) segment: usize,
    pub(super) level: u8,
    /// Its bytes in the paragraph.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) width: Length,
    /// Added to its last glyph's advance: a space that is stretched.
    pub(super) extra: Length,
    /// Added behind each of its glyphs: letters of a loose line.
    pub(super) track: Length,
    pub(super) x: Length,
    /// At the line's end, past the measure.
    pub(super) trailing: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
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
    let edge = arrange(shaper, text, number, &mut parts, left);
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
            TokenKind::Fixed(id) => (PartKind::Word(id), token.width),
            TokenKind::Object(number) => (PartKind::Object(number), token.width),
            TokenKind::LineEnd => {
                let id = shaper.shape(segment.style, " ", false, segment.span);
                (PartKind::End(id), shaper.word(id).width)
            }
        };
        let level = if trailing { u8::from(text.geometry.rtl) } else { token.level };
        let segment = token.segment as usize;
        let (extra, track, x) = (Length::ZERO, Length::ZERO, Length::ZERO);
        parts.push(Part { kind, segment, level, start, end, width, extra, track, x, trailing });
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
            track: Length::ZERO,
            x,
            trailing: true,
        });
    }
    parts
}

/// Gives the parts their places. Returns where the line's text ends, on the side where reading ends.
fn arrange(shaper: &mut Shaper<'_>, text: &Text, number: usize, parts: &mut [Part], left: Length) -> Length {
    let geometry = &text.geometry;
    let line = &text.lines[number];
    let (out_start, out_end) = hanging(shaper, text, number);
    let indent = if number == 0 { geometry.first_indent } else { -out_start };
    let (lines, inset) = geometry.beside;
    let indent = indent + if number < lines as usize { inset } else { Length::ZERO };
    let indent = indent + text.turnover.filter(|_| number > 0).map_or(Length::ZERO, |(_, width)| width);
    let room = geometry.width - indent + out_end;
    let natural: Length = parts.iter().filter(|part| !part.trailing).map(|part| part.width).sum();
    let mut excess = room - natural;
    if geometry.align == Align::Justify && (!line.natural || excess < Length::ZERO) {
        excess -= track(shaper, text, parts, excess);
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

/// Adds to the letters of a loose line their share of what is left over. Returns what they take. The last letter's part
/// of it stands out at the edge, which nobody sees.
fn track(shaper: &Shaper<'_>, text: &Text, parts: &mut [Part], excess: Length) -> Length {
    let letter = text.geometry.letter;
    if letter <= Length::ZERO || excess <= Length::ZERO {
        return Length::ZERO;
    }
    let plain = |part: &Part| {
        let segment = text.paragraph.segments.get(part.segment);
        segment.is_none_or(|segment| shaper.style(segment.style).features.plain)
    };
    let letters = |part: &Part| match part.kind {
        PartKind::Word(id) | PartKind::Hyphenated(id) if !part.trailing && !plain(part) => {
            i64::try_from(shaper.word(id).glyphs.len()).unwrap_or(0)
        }
        PartKind::Word(_) | PartKind::Hyphenated(_) | PartKind::Space(_) | PartKind::End(_) | PartKind::Object(_) => 0,
    };
    let spaces = parts.iter().filter(|part| !part.trailing && matches!(part.kind, PartKind::Space(_)));
    let stretch: Length = spaces.map(|part| justify::stretch(part.width)).sum();
    let count: i64 = parts.iter().map(letters).sum();
    let all = stretch + letter * count;
    if count == 0 || all <= Length::ZERO {
        return Length::ZERO;
    }
    // Spaces give the first half of what they may by themselves; after that letters give in proportion.
    let alone = stretch / 2;
    if excess <= alone {
        return Length::ZERO;
    }
    let (wanted, able) = (excess - alone, all - alone);
    let track = letter.scale(wanted.to_scaled().min(able.to_scaled()), able.to_scaled());
    let counts: Vec<i64> = parts.iter().map(letters).collect();
    let mut taken = Length::ZERO;
    for (part, count) in parts.iter_mut().zip(counts).filter(|(_, count)| *count > 0) {
        let segment = text.paragraph.segments.get(part.segment);
        part.track = segment.map_or(track, |segment| thousandths(track, shaper.style(segment.style).size));
        part.width += part.track * count;
        taken += part.track * count;
    }
    taken
}

/// A length down to a whole thousandth of the size: what files write in few digits. Spaces take what is left over.
fn thousandths(length: Length, size: Length) -> Length {
    let step = size / 1000;
    if step <= Length::ZERO { length } else { size.scale(length.to_scaled() / step.to_scaled(), 1000) }
}

/// How far a line hangs out at its start and at its end.
fn hanging(shaper: &mut Shaper<'_>, text: &Text, number: usize) -> (Length, Length) {
    let Text { paragraph, geometry, lines, .. } = text;
    if !geometry.hang || geometry.align != Align::Justify {
        return (Length::ZERO, Length::ZERO);
    }
    let line = &lines[number];
    let start = if number == 0 { Length::ZERO } else { hang::start(shaper, paragraph, line.start) };
    let end = if line.natural { Length::ZERO } else { hang::end(shaper, paragraph, line.end, line.hyphen) };
    (start, end)
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
    for Strip { face, text, glyphs, x } in strips(shaper, text, run, rtl) {
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
