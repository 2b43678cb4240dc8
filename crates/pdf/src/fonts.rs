//! Faces as krilla's fonts, and glyph runs as its glyphs: lengths become fractions of the em, without loss of what
//! the font itself says, and the order of drawing becomes the order of reading.

use std::ops::Range;
use std::sync::Arc;

use chapbook_assets::Face;
use chapbook_frame::{Glyph, GlyphRun, ItemKind, Pages};
use chapbook_values::Length;
use krilla::Data;
use krilla::surface::Location;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::PdfError;

/// The fonts of the faces that are used, by the index of the face. Faces of equal bytes become one font in the file.
pub(crate) fn load(pages: &Pages) -> Result<Vec<Option<Font>>, PdfError> {
    let mut fonts: Vec<Option<Font>> = vec![None; pages.faces.len()];
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Glyphs(run) = &item.kind
            && fonts[run.face].is_none()
        {
            fonts[run.face] = Some(font(&pages.faces[run.face])?);
        }
    }
    Ok(fonts)
}

fn font(face: &Face) -> Result<Font, PdfError> {
    let data = Data::from(Arc::new(face.bytes.clone()) as Arc<dyn AsRef<[u8]> + Send + Sync>);
    Font::new(data, face.index)
        .ok_or_else(|| PdfError::Font { family: face.family.clone(), reason: "it cannot be read".into() })
}

/// The glyphs of a run. Each stands on a whole unit of its face, as near as can be to
/// where the frame has it: half a thousandth of an em is less than any press can show, and corrections of whole units
/// make a page half as long in the file. What is left over is not lost but goes to the next glyph, so that a long
/// line ends where it should.
pub(crate) fn glyphs(run: &GlyphRun, face: &Face, location: Option<Location>) -> Vec<KrillaGlyph> {
    let mut em = Em::new(run.size, i64::from(face.metrics.units_per_em));
    let mut left_over = Length::ZERO;
    run.glyphs
        .iter()
        .map(|glyph| {
            let Glyph { id, advance, x_offset, y_offset, start, end } = *glyph;
            KrillaGlyph::new(
                GlyphId::new(u32::from(id)),
                em.advance(advance.into(), &mut left_over),
                em.fraction(x_offset.into()),
                em.fraction(y_offset.into()),
                0.0,
                start as usize..end as usize,
                location,
            )
        })
        .collect()
}

/// A run in the order in which it is read: stretches of glyphs, and where each of them starts.
///
/// Glyphs stand from left to right. Where their text does so too, that is one stretch. In text from right to left it
/// does not, and then each cluster is drawn by itself, the first one first. Programs that follow the structure tree or
/// the order of the content then read the text as it is written; those that go by the place on the page do so anyway.
/// krilla's own answer to glyphs in falling order, `/ReversedChars` (ISO 32000-1, 14.8.2.3.3), is understood by few:
/// for a line of Hebrew or Arabic poppler's structure text, MuPDF, pypdf and pdfminer gave it back reversed or in
/// pieces, and an `/ActualText` over the line was reversed by poppler. Drawn in reading order it came back right from
/// all of them, and from pdftotext and PDFium as well.
pub(crate) fn stretches(run: &GlyphRun) -> Vec<(Length, Range<usize>)> {
    let rises = run.glyphs.is_sorted_by_key(|glyph| glyph.start);
    let mut stretches: Vec<(Length, Range<usize>)> = Vec::new();
    let mut x = run.x.to_scaled();
    for (at, glyph) in run.glyphs.iter().enumerate() {
        match stretches.last_mut() {
            Some((_, glyphs)) if rises || same_text(&run.glyphs[glyphs.start], glyph) => glyphs.end = at + 1,
            _ => stretches.push((Length::scaled(x), at..at + 1)),
        }
        x = x.saturating_add(Length::from(glyph.advance).to_scaled());
    }
    stretches.sort_by_key(|(_, glyphs)| run.glyphs[glyphs.start].start);
    stretches
}

fn same_text(one: &Glyph, other: &Glyph) -> bool {
    (one.start, one.end) == (other.start, other.end)
}

/// An em of one size in one face.
struct Em {
    size: Length,
    units: i64,
    /// What was asked before: the letters of a line recur.
    known: [(Length, Option<i64>); 64],
}

impl Em {
    fn new(size: Length, units: i64) -> Self {
        Self { size, units, known: [(Length::ZERO, (units > 0).then_some(0)); 64] }
    }

    /// An advance in whole units, as a fraction of the em.
    fn advance(&mut self, length: Length, left_over: &mut Length) -> f32 {
        let units = self.whole(length).unwrap_or_else(|| {
            // Spoilt pages have lengths without end.
            let wanted = length.to_scaled().saturating_add(left_over.to_scaled());
            let units = Length::scaled(wanted).scale(self.units, self.size.to_scaled()).to_scaled();
            *left_over = Length::scaled(wanted.saturating_sub(self.size.scale(units, self.units).to_scaled()));
            units
        });
        self.of_units(units)
    }

    /// A length as a fraction of the em.
    fn fraction(&mut self, length: Length) -> f32 {
        // Nearly every offset is none.
        if length == Length::ZERO {
            return 0.0;
        }
        match self.whole(length) {
            Some(units) => self.of_units(units),
            None => (length.to_scaled() as f64 / self.size.to_scaled() as f64) as f32,
        }
    }

    /// The whole font units that a length was scaled down from, if it was. So the advance of a glyph that nothing moved
    /// is to the last bit the one that krilla reads from the font, and needs no correction in the file.
    fn whole(&mut self, length: Length) -> Option<i64> {
        let slot = length.to_scaled().unsigned_abs() as usize % self.known.len();
        if self.known[slot].0 != length {
            let units = length.scale(self.units, self.size.to_scaled()).to_scaled();
            self.known[slot] = (length, (self.units > 0 && self.scaled_down(units, length)).then_some(units));
        }
        self.known[slot].1
    }

    /// Whether these units, scaled down, are this length: told without a division where the numbers are small.
    fn scaled_down(&self, units: i64, length: Length) -> bool {
        let (size, length) = (self.size.to_scaled(), length.to_scaled());
        match (size.checked_mul(units), length.checked_mul(self.units)) {
            (Some(product), Some(wanted)) if product.abs_diff(wanted) < self.units.unsigned_abs() / 2 => true,
            (Some(product), Some(wanted)) if product.abs_diff(wanted) > self.units.unsigned_abs() => false,
            // Near a tie the rule of rounding counts.
            _ => self.size.scale(units, self.units) == Length::scaled(length),
        }
    }

    /// The fraction of the em that krilla, which multiplies it with the units, makes these units of again.
    fn of_units(&self, units: i64) -> f32 {
        let (units, em) = (units as f32, self.units as f32);
        let near = units / em;
        [near, near.next_up(), near.next_down()].into_iter().find(|near| near * em == units).unwrap_or(near)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_font_units_come_back() {
        for size in [7_000, 9_000, 10_500, 11_000, 72_000] {
            let mut em = Em::new(Length::millipoints(size), 1000);
            for units in -1500..1500 {
                let length = em.size.scale(units, 1000);
                assert_eq!(em.fraction(length).to_bits(), (units as f32 / 1000.0).to_bits(), "{size} {units}");
            }
        }
    }

    #[test]
    fn what_lies_between_units_goes_to_the_next_glyph() {
        let mut em = Em::new(Length::points(10), 1000);
        let mut left_over = Length::ZERO;
        let third = Length::scaled(655_360 / 300);
        let units: Vec<f32> = (0..6).map(|_| em.advance(third, &mut left_over) * 1000.0).collect();
        assert_eq!(units, [3.0, 4.0, 3.0, 3.0, 4.0, 3.0]);
        assert!(left_over.to_scaled().abs() < 10, "{left_over:?}");
    }

    #[test]
    fn what_lies_between_units_is_kept_of_an_offset() {
        let mut em = Em::new(Length::points(10), 1000);
        assert_eq!(em.fraction(Length::scaled(163_845)), 163_845.0 / 655_360.0);
    }
}
