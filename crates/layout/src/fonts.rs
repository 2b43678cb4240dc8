//! From families to faces, and from characters that a face lacks to faces that have them. Which glyphs a text
//! becomes is `shape`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chapbook_assets::{FaceId, FaceMetrics, Fonts};
use chapbook_source::{Bytes, Diagnostic, Span, codes};
use chapbook_theme::{Family, TextDefaults};
use chapbook_values::Length;
use harfrust::Font;

/// The faces of a layout, opened when they are first asked for.
pub(crate) struct Faces<'a> {
    fonts: &'a Fonts,
    text: &'a TextDefaults,
    /// By the number of the face: none if it was not asked for, else the font or none if it cannot be opened.
    opened: Vec<Option<Option<Font>>>,
    fallbacks: BTreeMap<(FaceId, char), Option<FaceId>>,
    missing_families: BTreeSet<String>,
    missing_characters: BTreeSet<char>,
    /// What was found so far.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> Faces<'a> {
    pub(crate) fn new(fonts: &'a Fonts, text: &'a TextDefaults) -> Self {
        let opened = vec![None; fonts.ids().count()];
        Self {
            fonts,
            text,
            opened,
            fallbacks: BTreeMap::new(),
            missing_families: BTreeSet::new(),
            missing_characters: BTreeSet::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The font of a face; none if its tables cannot be read.
    pub(crate) fn font(&mut self, id: FaceId) -> Option<&Font> {
        let fonts = self.fonts;
        self.opened[usize::from(id.0)]
            .get_or_insert_with(|| {
                let face = fonts.face(id);
                let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Bytes::clone(&face.bytes));
                Font::new(bytes, face.index)
            })
            .as_ref()
    }

    pub(crate) fn metrics(&self, id: FaceId) -> FaceMetrics {
        self.fonts.face(id).metrics
    }

    pub(crate) fn fonts(&self) -> &'a Fonts {
        self.fonts
    }

    /// The face of a family that comes nearest. A family that is not here is reported once; the text's serves.
    pub(crate) fn select(&mut self, family: &Family, weight: u16, italic: bool) -> FaceId {
        let name = match family {
            Family::Text => &self.text.family,
            Family::Mono => &self.text.mono,
            Family::Named(name) => name,
        };
        if let Some(face) = self.fonts.find(name, weight, italic) {
            return face;
        }
        if self.missing_families.insert(name.clone()) {
            let message = format!("the font family {name:?} is not at hand; another serves");
            self.diagnostics.push(
                Diagnostic::new(&codes::MISSING_FONT, Span::NONE, message)
                    .hint("put its files into the document's fonts folder, or name another family in the theme"),
            );
        }
        let instead = self.fonts.find(&self.text.family, weight, italic);
        instead.or_else(|| self.fonts.ids().next()).unwrap_or(FaceId(0))
    }

    /// Whether a face has a glyph of its own for a character.
    pub(crate) fn covers(&mut self, face: FaceId, c: char) -> bool {
        self.font(face).is_some_and(|font| font.charmap().map_unicode(c).is_some())
    }

    /// The face that prints a character in place of one that lacks it: the theme's fallback families first, then
    /// whatever is at hand.
    pub(crate) fn fallback(&mut self, c: char, like: FaceId) -> Option<FaceId> {
        if let Some(known) = self.fallbacks.get(&(like, c)) {
            return *known;
        }
        let wanted = self.fonts.face(like);
        let (fonts, text) = (self.fonts, self.text);
        let mut named = text.fallback.iter().filter_map(|family| fonts.find(family, wanted.weight, wanted.italic));
        let found = named.find(|id| fonts.face(*id).covers(c)).or_else(|| fonts.fallback(c, like));
        // A face whose tables do not open cannot serve, though its map of characters could be read.
        let found = found.filter(|id| self.font(*id).is_some());
        self.fallbacks.insert((like, c), found);
        found
    }

    /// Reports a character without a glyph, at the first place where it stands.
    pub(crate) fn report_missing(&mut self, c: char, span: Span) {
        if !self.missing_characters.insert(c) {
            return;
        }
        let shown = if c.is_control() { String::new() } else { format!(" ({c})") };
        let message = format!("no font at hand has a glyph for U+{:04X}{shown}", u32::from(c));
        let hint = format!(
            "put a font that has {} into the document's fonts folder, or build with --system-fonts",
            script_hint(c)
        );
        self.diagnostics.push(Diagnostic::new(&codes::MISSING_GLYPH, span, message).hint(hint));
    }
}

/// What kind of font has a character, for the commonest cases.
fn script_hint(c: char) -> &'static str {
    match u32::from(c) {
        0x0590..=0x05FF => "Hebrew, such as Noto Serif Hebrew,",
        0x0600..=0x06FF | 0x0750..=0x077F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => {
            "Arabic letters, such as Noto Naskh Arabic,"
        }
        0x0900..=0x097F => "Devanagari, such as Noto Serif Devanagari,",
        0x0E00..=0x0E7F => "Thai, such as Noto Serif Thai,",
        0x1100..=0x11FF | 0xAC00..=0xD7AF => "Korean, such as Noto Serif KR,",
        0x3040..=0x30FF => "Japanese, such as Noto Serif JP,",
        0x2E80..=0x2FDF | 0x3000..=0x303F | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => {
            "Chinese characters, such as Noto Serif SC,"
        }
        0x1F000..=0x1FAFF => "emoji, such as Noto Emoji,",
        _ => "it",
    }
}

/// Font units as a length at a size of type, rounded to the nearest scaled point.
pub(crate) fn scaled(size: Length, units: i32, units_per_em: u16) -> Length {
    size.scale(i64::from(units), i64::from(units_per_em))
}

/// Whether a character leaves no mark of its own, so that a face need not have it: joiners, direction marks,
/// variation selectors (Unicode, Default_Ignorable_Code_Point, those that occur in text).
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
        | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFF8
        | 0xE0000..=0xE0FFF)
}
