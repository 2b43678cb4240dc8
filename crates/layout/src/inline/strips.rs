//! The glyphs of a run, with the text that each of them prints. Where the run stands, `place` says.

use chapbook_assets::FaceId;
use chapbook_frame::Glyph;
use chapbook_values::Length;

use super::Text;
use super::place::{Part, PartKind};
use crate::shape::Shaper;

/// A stretch of a run in one face.
pub(super) struct Strip {
    pub(super) face: FaceId,
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) x: Length,
}

/// Divides a run by face, in logical order. Nearly always there is one.
pub(super) fn strips(shaper: &Shaper<'_>, text: &Text, run: &[Part], rtl: bool) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    let room = sizes(shaper, run);
    for part in run {
        let (id, own) = match part.kind {
            PartKind::Word(id) | PartKind::Hyphenated(id) | PartKind::Space(id) => {
                (id, &text.paragraph.text[part.start as usize..part.end as usize])
            }
            PartKind::End(id) => (id, " "),
            PartKind::Object(_) => continue,
        };
        let word = shaper.word(id);
        if let ([(face, _)], false) = (word.faces.as_slice(), rtl) {
            // Nearly every word: one face, read as it stands.
            let strip = strip_of(&mut strips, *face, part.x, room);
            add(strip, &word.glyphs, (own, 0), part, true);
            continue;
        }
        let mut pieces: Vec<(FaceId, &[Glyph])> = Vec::with_capacity(1);
        let mut from = 0;
        for (face, to) in &word.faces {
            pieces.push((*face, &word.glyphs[from as usize..*to as usize]));
            from = *to;
        }
        let glyphs_width: Length = word.glyphs.iter().map(|glyph| glyph.advance + part.track).sum();
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
            let width: Length = glyphs.iter().map(|glyph| glyph.advance + part.track).sum();
            let extra = if is_last { part.extra } else { Length::ZERO };
            if rtl {
                x -= width;
            }
            let strip = strip_of(&mut strips, face, x, room);
            if rtl {
                let before = std::mem::take(&mut strip.glyphs);
                add(strip, glyphs, (&own[taken..end], taken), part, is_last);
                strip.glyphs.extend(before);
                strip.x = if extra == Length::ZERO { x } else { part.x };
            } else {
                add(strip, glyphs, (&own[taken..end], taken), part, is_last);
                x += width + extra;
            }
            taken = end;
        }
    }
    strips
}

/// The strip that goes on in a face, or a new one.
fn strip_of(strips: &mut Vec<Strip>, face: FaceId, x: Length, room: (usize, usize)) -> &mut Strip {
    if strips.last().is_none_or(|last| last.face != face) {
        strips.push(Strip { face, text: String::with_capacity(room.0), glyphs: Vec::with_capacity(room.1), x });
    }
    strips.last_mut().expect("there is one, or it was just pushed")
}

/// Adds glyphs of a part in one face, with the text that they print and how many bytes of the part stand before it.
fn add(strip: &mut Strip, glyphs: &[Glyph], (text, taken): (&str, usize), part: &Part, is_last: bool) {
    let base = strip.text.len() as i64 - taken as i64;
    strip.text.push_str(text);
    let hyphenated = is_last && matches!(part.kind, PartKind::Hyphenated(_));
    if hyphenated {
        strip.text.push('\u{AD}');
    }
    let all = taken + text.len();
    let byte = |at: u32| u32::try_from(i64::from(at) + base).unwrap_or(0);
    strip.glyphs.extend(glyphs.iter().enumerate().map(|(n, glyph)| {
        // The hyphen is one byte as it is shaped and two as it is read: U+00AD.
        let wider = u32::from(hyphenated && glyph.end as usize > all);
        let stretched = if is_last && n + 1 == glyphs.len() { part.extra } else { Length::ZERO };
        Glyph {
            advance: (glyph.advance + part.track + stretched).into(),
            start: byte(glyph.start),
            end: byte(glyph.end) + wider,
            ..*glyph
        }
    }));
}

/// How many bytes and glyphs a run has: there is nearly always one strip, and it takes all.
fn sizes(shaper: &Shaper<'_>, run: &[Part]) -> (usize, usize) {
    run.iter().fold((0, 0), |(bytes, glyphs), part| {
        let own = (part.end - part.start) as usize;
        match part.kind {
            PartKind::Word(id) | PartKind::Space(id) => (bytes + own, glyphs + shaper.word(id).glyphs.len()),
            // The hyphen that a break makes is not in the paragraph, nor is the space that stands for a forced end.
            PartKind::Hyphenated(id) => (bytes + own + HYPHEN_BYTES, glyphs + shaper.word(id).glyphs.len()),
            PartKind::End(id) => (bytes + 1, glyphs + shaper.word(id).glyphs.len()),
            PartKind::Object(_) => (bytes, glyphs),
        }
    })
}

/// U+00AD in UTF-8.
const HYPHEN_BYTES: usize = 2;
