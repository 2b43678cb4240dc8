//! What stands where an image cannot be shown: a grey box, and on it the words that say what would be seen there.
//!
//! The words are set one glyph for each character, since nothing here shapes text. Where that is not enough (a script
//! that joins or runs to the left, a character that the face has not) the box stays empty; the words are in the
//! structure tree anyhow.

use std::sync::Arc;

use chapbook_assets::Face;
use chapbook_frame::{Area, Glyph, GlyphRun};
use chapbook_values::{Color, Length, ShortLength};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// The colour of the box.
pub(crate) const BOX: Color = Color { red: 0xD0, green: 0xD0, blue: 0xD0 };
/// The size of the words, the distance of their lines, and how far they stay from the box's edge.
const SIZE: Length = Length::points(8);
const LEADING: Length = Length::points(10);
const INSET: Length = Length::points(4);
/// The most lines: more than a page holds.
const ROWS: i64 = 200;

/// The words on the box, as many lines of them as find room. `index` is that of the face among the faces.
///
/// The box has to have an extent on the page (`geometry::rect`), so that sums of its lengths stay small.
pub(crate) fn words(place: &Area, words: &str, index: usize, face: &Face) -> Vec<GlyphRun> {
    let Area { x, y, width, height } = *place;
    let Ok(font) = FontRef::from_index(&face.bytes, face.index) else { return Vec::new() };
    let (map, metrics) = (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()));
    let glyph = |(start, c): (usize, char)| -> Option<Glyph> {
        let id = map.map(c).filter(|id| id.to_u32() != 0 && stands_alone(c))?;
        Some(Glyph {
            id: u16::try_from(id.to_u32()).ok()?,
            advance: SIZE.scale(metrics.advance_width(id)? as i64, i64::from(face.metrics.units_per_em)).into(),
            x_offset: ShortLength::ZERO,
            y_offset: ShortLength::ZERO,
            start: u32::try_from(start).ok()?,
            end: u32::try_from(start + c.len_utf8()).ok()?,
        })
    };
    let rows = ((height - INSET).to_scaled() / LEADING.to_scaled()).clamp(0, ROWS);
    let mut runs = Vec::new();
    let mut rest = words.split_whitespace().peekable();
    for row in 1..=rows {
        // A line takes words for as long as they fit.
        let mut line: (String, Vec<Glyph>) = Default::default();
        while let Some(word) = rest.peek() {
            let text = if line.0.is_empty() { (*word).to_owned() } else { format!("{} {word}", line.0) };
            let Some(glyphs) = text.char_indices().map(glyph).collect::<Option<Vec<Glyph>>>() else {
                return Vec::new();
            };
            if glyphs.iter().map(|glyph| glyph.advance).sum::<Length>() > width - INSET * 2 {
                break;
            }
            line = (text, glyphs);
            rest.next();
        }
        if line.0.is_empty() {
            break;
        }
        runs.push(GlyphRun {
            face: index,
            size: SIZE,
            x: x + INSET,
            y: y + LEADING * row,
            color: Color::BLACK,
            text: Arc::from(line.0),
            glyphs: line.1,
            language: None,
            rtl: false,
        });
    }
    runs
}

/// Whether a character is set as it is, whatever stands beside it: Latin, Greek, Cyrillic and their punctuation.
fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='\u{2FF}' | '\u{370}'..='\u{52F}' | '\u{1E00}'..='\u{20CF}')
}

#[cfg(test)]
mod tests {
    use chapbook_assets::Fonts;

    use super::*;

    fn set(text: &str, width: i64, height: i64) -> Vec<String> {
        let fonts = Fonts::bundled();
        let face = fonts.face(fonts.find("Libertinus Serif", 400, false).expect("it is bundled"));
        let length = Length::points;
        let place = Area { x: length(10), y: length(20), width: length(width), height: length(height) };
        let runs = words(&place, text, 0, face);
        for run in &runs {
            let end = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<Length>();
            assert!(end <= length(10 + width - 4) && run.y <= length(20 + height), "{:?} stays in its box", run.text);
        }
        runs.iter().map(|run| run.text.to_string()).collect()
    }

    #[test]
    fn words_are_set_in_lines() {
        assert_eq!(set("Two boats\n at  a quay", 60, 50), ["Two boats at a", "quay"]);
        assert_eq!(set("Two boats at a quay", 60, 20), ["Two boats at a"]);
    }

    #[test]
    fn what_finds_no_room_or_needs_shaping_is_left_out() {
        assert_eq!(set("Two boats at a quay", 60, 8), [""; 0]);
        assert_eq!(set("Incomprehensibilities of boats", 30, 50), [""; 0]);
        assert_eq!(set("שתי סירות", 200, 50), [""; 0]);
        assert_eq!(set("x\u{301}", 200, 50), [""; 0]);
        assert_eq!(set("", 200, 50), [""; 0]);
    }
}
