//! The lines of a paragraph: tokens, breaks, and what each line is.

use std::ops::Range;

use chapbook_source::{Diagnostic, Span, codes};
use chapbook_theme::Align;
use chapbook_values::Length;

use super::linebreak::{INFINITE, Pass, Point, Sum, beyond, break_lines};
use super::points::{ANYWHERE, Choice, Place, points};
use super::tokens::tokenise;
use super::{Geometry, Line, Paragraph, Text, Token, TokenKind, justify};
use crate::shape::Shaper;

/// Up to which badness lines are accepted without hyphens (TeX's `\pretolerance`), and with them. The second is high:
/// among all ways the breaker still takes the best, and a loose line here and there is better than the third pass.
const WITHOUT_HYPHENS: i64 = 100;
/// The first where letters may move apart as well: a setting that takes so much care takes a hyphen before a wide space.
const WITH_CARE: i64 = 30;
const WITH_HYPHENS: i64 = 1_500;
/// What ragged lines may fall short of the measure before it costs as much as a bad line, in ems.
const RAGGED: i64 = 3;
/// Stretch that each line gets in the pass that must not fail, in ems (TeX's `\emergencystretch`).
const EMERGENCY: i64 = 3;

/// The shortest good last line, in ems: longer than the indent of the next paragraph.
const SHORTEST: (i64, i64) = (5, 2);

/// Breaks a paragraph into lines. Beside them it gives the tokens, and where lines may end within words.
pub(crate) fn set_lines(
    shaper: &mut Shaper<'_>,
    paragraph: &Paragraph,
    geometry: &Geometry,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Token>, Vec<u32>, Vec<Line>) {
    let (tokens, inner) = tokenise(shaper, paragraph, geometry.rtl);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let end = tokens[start..].iter().position(|t| t.kind == TokenKind::LineEnd).map_or(tokens.len(), |n| start + n);
        let indent = if start == 0 { geometry.first_indent } else { Length::ZERO };
        let mut setter = Setter { shaper, paragraph, tokens: &tokens, inner: &inner, geometry, indent };
        let places = setter.places(start..end);
        setter.add_lines(&mut lines, start, &places);
        setter.report(&places, &lines[lines.len() - places.len()..], diagnostics);
        // The forced end belongs to the line before it.
        if let (Some(forced), Some(line)) = (tokens.get(end), lines.last_mut()) {
            line.next = forced.end;
            line.tokens.1 = number_of(end + 1);
        }
        start = end + 1;
    }
    (tokens, inner, lines)
}

struct Setter<'s, 'a, 'p> {
    shaper: &'s mut Shaper<'a>,
    paragraph: &'p Paragraph,
    tokens: &'p [Token],
    inner: &'p [u32],
    geometry: &'p Geometry,
    indent: Length,
}

impl Setter<'_, '_, '_> {
    fn em(&self) -> i64 {
        let style = self.paragraph.segments.first().map(|segment| segment.style);
        style.map_or(Length::points(10), |style| self.shaper.style(style).size).to_scaled()
    }

    fn choice(&self) -> Choice {
        let justify = self.geometry.align == Align::Justify;
        let (indent, letter) = (self.indent.to_scaled(), self.geometry.letter.to_scaled());
        Choice { justify, hyphens: false, anywhere: None, hang: justify && self.geometry.hang, letter, indent }
    }

    /// The measure beside an initial, and for how many lines it holds.
    fn narrow(&self) -> (u32, i64) {
        let (lines, inset) = self.geometry.beside;
        (lines, (self.geometry.width - inset).to_scaled())
    }

    /// Where the lines of a chunk end: the first pass that finds a way.
    fn places(&mut self, range: Range<usize>) -> Vec<Ending> {
        let width = self.geometry.width.to_scaled();
        let natural: i64 = self.tokens[range.clone()].iter().map(|token| token.width.to_scaled()).sum();
        let plain = self.choice();
        let narrow = self.narrow();
        let first_width = if narrow.0 > 0 { narrow.1 } else { width };
        if natural + self.indent.to_scaled() <= first_width {
            let first = self.tokens.get(range.start).map_or(0, |token| token.start);
            let end = self.tokens.get(range.end.wrapping_sub(1)).map_or(first, |token| token.end).max(first);
            let token = u32::try_from(range.end).unwrap_or(u32::MAX);
            let place = Place { end, next: end, token, hyphen: false };
            return vec![Ending { place, over: Length::ZERO, torn: false, ratio: 0 }];
        }
        let ragged = if plain.justify { 0 } else { self.em() * RAGGED };
        let hyphens = Choice { hyphens: self.geometry.hyphenate, ..plain };
        let emergency = ragged + self.em() * EMERGENCY;
        let first = Pass {
            tolerance: if self.geometry.letter > Length::ZERO { WITH_CARE } else { WITHOUT_HYPHENS },
            stretch: ragged,
            last: false,
            least: self.em() * SHORTEST.0 / SHORTEST.1,
            narrow,
            lines: None,
        };
        let loosest = Pass { tolerance: INFINITE, stretch: emergency, ..first };
        let passes = [
            (plain, first),
            (hyphens, Pass { tolerance: WITH_HYPHENS, ..first }),
            (hyphens, loosest),
            (Choice { anywhere: Some(width), ..hyphens }, Pass { last: true, ..loosest }),
        ];
        for (choice, pass) in passes {
            let (points, places) =
                points(self.shaper, self.paragraph, (self.tokens, self.inner), range.clone(), choice);
            if let Some(ends) = break_lines(&points, width, pass) {
                return endings(&points, &places, &ends, width, pass);
            }
        }
        // The last pass keeps a way open whatever comes; without tokens there is no line at all.
        Vec::new()
    }

    /// Whether a paragraph could have so many lines, if its spaces and letters gave all that the tolerance lets them
    /// give: most cannot, and that is seen without breaking them.
    fn can_have(&self, wanted: u32, change: i8, tolerance: i64) -> bool {
        let mut sum = Sum::default();
        for token in self.tokens {
            sum.width += token.width.to_scaled();
            match token.kind {
                TokenKind::Space(_) => {
                    sum.stretch += justify::stretch(token.width).to_scaled();
                    sum.shrink += justify::shrink(token.width).to_scaled();
                }
                TokenKind::Word(id) => {
                    let letters = self.shaper.word(id).glyphs.len();
                    sum.stretch += self.geometry.letter.to_scaled() * i64::try_from(letters).unwrap_or(0);
                }
                TokenKind::Fixed(_) | TokenKind::Object(_) | TokenKind::LineEnd => {}
            }
        }
        let (narrow, inset) = self.geometry.beside;
        let (width, inset) = (self.geometry.width.to_scaled(), inset.to_scaled());
        let room = |lines: u32| width * i64::from(lines) - inset * i64::from(lines.min(narrow));
        let natural = sum.width + self.indent.to_scaled();
        let ems = self.em() * i64::from(wanted);
        if change > 0 {
            // All lines but the last are full. Each may be fuller by a hyphen, of half an em at most.
            natural + sum.stretch.saturating_mul(beyond(tolerance)) / 297 + ems / 2 >= room(wanted - 1)
        } else {
            // Each line may lose the space at its end, and hang out: together an em at most.
            natural - sum.shrink - ems <= room(wanted)
        }
    }

    fn add_lines(&self, lines: &mut Vec<Line>, first: usize, endings: &[Ending]) {
        let mut token = number_of(first);
        let mut start = self.tokens.get(first).map_or(0, |token| token.start);
        for (i, Ending { place, over: _, torn: _, ratio }) in endings.iter().enumerate() {
            let inside = self.tokens.get(place.token as usize).is_some_and(|token| token.start < place.next);
            let line = Line {
                start,
                end: place.end,
                next: place.next,
                tokens: (token, place.token + u32::from(inside)),
                hyphen: place.hyphen,
                natural: i + 1 == endings.len(),
                ratio: *ratio,
                height: self.geometry.leading,
                baseline: self.geometry.baseline,
            };
            lines.push(self.with_objects(line));
            (token, start) = (place.token, place.next);
        }
    }

    /// Makes room for images in a line: they stand on the baseline.
    fn with_objects(&self, line: Line) -> Line {
        let tallest = self.tokens[line.tokens.0 as usize..line.tokens.1 as usize].iter().filter_map(|token| {
            let TokenKind::Object(number) = token.kind else { return None };
            self.paragraph.objects.get(number as usize).map(|object| object.height)
        });
        let extra = (tallest.fold(Length::ZERO, Length::max) - line.baseline).max(Length::ZERO);
        Line { height: line.height + extra, baseline: line.baseline + extra, ..line }
    }

    /// Reports lines that are wider than the measure though their spaces shrink, and the first that is not only because
    /// it ends where no rule lets it.
    fn report(&self, endings: &[Ending], lines: &[Line], diagnostics: &mut Vec<Diagnostic>) {
        let mut torn = false;
        for (ending, line) in endings.iter().zip(lines) {
            // Half a point is nothing that anybody sees.
            let message = if ending.over > Length::millipoints(500) {
                format!("a line is {} wider than its measure; it stands out into the margin", ending.over)
            } else if ending.torn && !torn {
                torn = true;
                "a word, or words tied together, are wider than a line; they are broken where they have to be"
                    .to_owned()
            } else {
                continue;
            };
            let tokens = &self.tokens[line.tokens.0 as usize..line.tokens.1 as usize];
            let segments = tokens.iter().filter_map(|token| self.paragraph.segments.get(token.segment as usize));
            let span = segments.fold(Span::NONE, |span, segment| span.to(segment.span));
            let hint = "put soft hyphens into the word, untie the words, or reword the line";
            diagnostics.push(Diagnostic::new(&codes::OVERFULL_LINE, span, message).hint(hint));
        }
    }
}

/// Where a line ends, and by how much it is wider than the measure though its spaces shrink.
struct Ending {
    place: Place,
    over: Length,
    /// Whether it ends where no rule lets a line end.
    torn: bool,
    /// See [`Line::ratio`].
    ratio: i32,
}

/// What each line is, from the points at which lines end.
fn endings(points: &[Point], places: &[Place], ends: &[usize], width: i64, pass: Pass) -> Vec<Ending> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts
        .zip(ends)
        .enumerate()
        .map(|(number, (from, to))| {
            let (from, to) = (&points[from], (&points[*to], places[*to]));
            let width = pass.width(number_of(number), width);
            // The last line is not stretched; it may be shrunk.
            let ratio = from.ratio(to.0, width);
            Ending {
                place: to.1,
                over: Length::scaled(from.over(to.0, width)),
                torn: to.0.penalty >= ANYWHERE,
                ratio: if number + 1 == ends.len() { ratio.min(0) } else { ratio },
            }
        })
        .collect()
}

/// The lines of a paragraph that comes out longer or shorter than its best.
pub(crate) struct Loosened {
    pub(crate) lines: Vec<Line>,
    /// The largest ratio among them, of either sign.
    pub(crate) worst: i32,
}

/// Breaks a paragraph that is set into more or fewer lines, as far as they stay good: none if that cannot be, or if it
/// has line ends of its own or stands ragged.
pub(crate) fn loosen(shaper: &mut Shaper<'_>, text: &Text, change: i8, tolerance: i64) -> Option<Loosened> {
    let Text { paragraph, geometry, tokens, inner, lines, .. } = text;
    let wanted = number_of(lines.len()).checked_add_signed(i32::from(change)).filter(|wanted| *wanted > 0)?;
    if geometry.align != Align::Justify || paragraph.text.contains('\u{2028}') || lines.is_empty() {
        return None;
    }
    let indent = geometry.first_indent;
    let setter = Setter { shaper, paragraph, tokens, inner, geometry, indent };
    if !setter.can_have(wanted, change, tolerance) {
        return None;
    }
    let choice = Choice { hyphens: geometry.hyphenate, ..setter.choice() };
    let least = setter.em() * SHORTEST.0 / SHORTEST.1;
    let pass = Pass { tolerance, stretch: 0, last: false, least, narrow: setter.narrow(), lines: Some(wanted) };
    let width = geometry.width.to_scaled();
    let (points, places) = points(setter.shaper, paragraph, (tokens, inner), 0..tokens.len(), choice);
    let ends = break_lines(&points, width, pass)?;
    let endings = endings(&points, &places, &ends, width, pass);
    let worst = endings.iter().map(|ending| ending.ratio.abs()).max().unwrap_or(0);
    let mut lines = Vec::new();
    setter.add_lines(&mut lines, 0, &endings);
    Some(Loosened { lines, worst })
}

fn number_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Breaks a line of code: at a space if one fits, else anywhere, and never stretched. Every line after the first is
/// `turnover` narrower.
pub(crate) fn set_code(
    shaper: &mut Shaper<'_>,
    paragraph: &Paragraph,
    geometry: &Geometry,
    turnover: Length,
) -> (Vec<Token>, Vec<Line>) {
    let (tokens, _) = tokenise(shaper, paragraph, geometry.rtl);
    let mut lines: Vec<Line> = Vec::new();
    let end = tokens.last().map_or(0, |token| token.end);
    let mut from = (0usize, 0u32);
    while from.1 < end || lines.is_empty() {
        let room = geometry.width - if lines.is_empty() { Length::ZERO } else { turnover };
        let (to, visible, next) = fill(shaper, &tokens, from, room);
        let inside = tokens.get(to).is_some_and(|token| token.start < next);
        lines.push(Line {
            start: from.1,
            end: visible,
            next,
            tokens: (number_of(from.0), number_of(to + usize::from(inside))),
            hyphen: false,
            natural: true,
            ratio: 0,
            height: geometry.leading,
            baseline: geometry.baseline,
        });
        if next <= from.1 {
            break;
        }
        from = (to, next);
    }
    (tokens, lines)
}

/// How far a line of code goes: the token that holds the next line's first byte, the byte after the last one seen,
/// and the next line's first byte.
fn fill(shaper: &mut Shaper<'_>, tokens: &[Token], from: (usize, u32), room: Length) -> (usize, u32, u32) {
    let mut used = Length::ZERO;
    let mut space: Option<(usize, u32, u32)> = None;
    for (i, token) in tokens.iter().enumerate().skip(from.0) {
        let start = token.start.max(from.1);
        let width = match token.kind {
            TokenKind::Word(id) if start > token.start => {
                shaper.word(id).glyphs.iter().filter(|g| token.start + g.start >= start).map(|g| g.advance).sum()
            }
            TokenKind::Word(_)
            | TokenKind::Space(_)
            | TokenKind::Fixed(_)
            | TokenKind::Object(_)
            | TokenKind::LineEnd => token.width,
        };
        if used + width <= room {
            used += width;
            // The indent of a line is no place to turn it over.
            if is_space(token) && tokens[from.0..i].iter().any(|t| !is_space(t)) {
                space = Some((i + 1, token.start, token.end));
            }
            continue;
        }
        if is_space(token) {
            return (i + 1, token.start, token.end);
        }
        if let Some(space) = space {
            return space;
        }
        let TokenKind::Word(id) = token.kind else { return (i + 1, token.end, token.end) };
        let mut cut = start;
        let mut part = used;
        for glyph in &shaper.word(id).glyphs {
            let at = token.start + glyph.start;
            if at < start {
                continue;
            }
            if glyph.advance + part > room && at > from.1 {
                cut = at;
                break;
            }
            part += glyph.advance;
            cut = token.start + glyph.end;
        }
        return (if cut >= token.end { i + 1 } else { i }, cut, cut);
    }
    let end = tokens.last().map_or(0, |token| token.end);
    (tokens.len(), end, end)
}

fn is_space(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Space(_) | TokenKind::Fixed(_))
}
