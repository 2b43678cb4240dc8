//! What stands in a line besides its text: the mark of a turned-over line of code, the dots and the page number of an
//! entry in a table of contents.

use chapbook_frame::{Area, Artifact, Glyph, GlyphRun, Owner};
use chapbook_source::Span;
use chapbook_values::Length;

use super::Text;
use crate::shape::{Shaper, WordId};
use crate::sheet::Sheet;
use crate::style::StyleId;

/// The mark before the rest of a long line of code, if the face has one.
pub(super) fn turnover_mark(shaper: &mut Shaper<'_>, style: StyleId, (x, y): (Length, Length), sheet: &mut Sheet<'_>) {
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
pub(super) fn tail(
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
        glyphs: (0..count).map(|n| Glyph { advance: pitch.into(), start: n, end: n + 1, ..*glyph }).collect(),
        language: None,
        rtl: false,
    };
    sheet.glyphs(Owner::Artifact(Artifact::Layout), Span::NONE, run);
}
