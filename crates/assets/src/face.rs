//! One face of a font: what its tables say of family, weight, slope, metrics and coverage.

use chapbook_source::Bytes;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

use crate::EmbeddingLicence;

/// A face and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// The font file.
    pub bytes: Bytes,
    /// The face's place in a collection.
    pub index: u32,
    /// The typographic family.
    pub family: String,
    /// 100 to 900.
    pub weight: u16,
    /// Italic or oblique.
    pub italic: bool,
    /// All its characters have one width.
    pub monospace: bool,
    /// Its measures.
    pub metrics: FaceMetrics,
    /// Whether it is a face without serifs, as far as its classification (OS/2) says.
    pub sans_serif: bool,
    /// What its licence bits allow.
    pub licence: EmbeddingLicence,
}

/// Measures of a face in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaceMetrics {
    /// Units to the em.
    pub units_per_em: u16,
    /// Above the baseline.
    pub ascent: i32,
    /// Below the baseline, negative.
    pub descent: i32,
    /// The height of capitals.
    pub cap_height: i32,
    /// The height of small letters.
    pub x_height: i32,
    /// The underline's place, negative below the baseline.
    pub underline_position: i32,
    /// The underline's thickness.
    pub underline_thickness: i32,
}

impl Face {
    /// Reads every face of a font file; a file that is none has no faces.
    pub(crate) fn read_all(bytes: &Bytes) -> Vec<Face> {
        let mut faces = Vec::new();
        // A collection's faces are counted from 0; no font has thousands.
        for index in 0..64 {
            let Ok(font) = FontRef::from_index(bytes, index) else { break };
            faces.extend(Face::read(bytes, index, &font));
        }
        faces
    }

    fn read(bytes: &Bytes, index: u32, font: &FontRef<'_>) -> Option<Face> {
        let name = |id| font.localized_strings(id).english_or_first().map(|s| s.to_string()).filter(|s| !s.is_empty());
        let family = name(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(StringId::FAMILY_NAME))?;
        let attributes = font.attributes();
        // Unscaled metrics are whole font units.
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let whole = |value: f32| value.round() as i32;
        if metrics.units_per_em == 0 {
            return None;
        }
        let underline = metrics.underline;
        Some(Face {
            bytes: bytes.clone(),
            index,
            family,
            weight: attributes.weight.value().round() as u16,
            italic: attributes.style != skrifa::attribute::Style::Normal,
            monospace: metrics.is_monospace,
            metrics: FaceMetrics {
                units_per_em: metrics.units_per_em,
                ascent: whole(metrics.ascent),
                descent: whole(metrics.descent),
                cap_height: metrics.cap_height.map_or(whole(metrics.ascent) * 7 / 10, whole),
                x_height: metrics.x_height.map_or(whole(metrics.ascent) / 2, whole),
                underline_position: underline.map_or(-i32::from(metrics.units_per_em) / 10, |u| whole(u.offset)),
                underline_thickness: underline.map_or(i32::from(metrics.units_per_em) / 20, |u| whole(u.thickness)),
            },
            sans_serif: font.os2().is_ok_and(|os2| is_sans_serif(os2.s_family_class(), os2.panose_10())),
            licence: font
                .os2()
                .map_or_else(|_| EmbeddingLicence::default(), |os2| EmbeddingLicence::from_bits(os2.fs_type())),
        })
    }

    /// The map from characters to glyphs, for callers who keep it.
    pub fn charmap(&self) -> Option<Charmap<'_>> {
        FontRef::from_index(&self.bytes, self.index).ok().map(|font| font.charmap())
    }

    /// Whether there is a glyph for the character.
    pub fn covers(&self, c: char) -> bool {
        self.charmap().is_some_and(|map| map.map(c).is_some_and(|glyph| glyph.to_u32() != 0))
    }
}

/// The IBM family class of faces without serifs is 8 in its high byte; PANOSE 1.0 has serif styles 11 to 15 for them
/// in Latin text, which is family kind 2.
fn is_sans_serif(class: i16, panose: &[u8]) -> bool {
    class >> 8 == 8 || matches!(panose, [2, 11..=15, ..])
}
