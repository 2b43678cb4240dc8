//! Words become glyphs, each word once. What stands between words, and where a line ends, is decided elsewhere.

mod cuts;
mod index;
mod styles;

pub(crate) use cuts::Cut;

use chapbook_assets::FaceId;
use chapbook_frame::Glyph;
use chapbook_source::Span;
use chapbook_theme::TextDefaults;
use chapbook_values::{Language, Length};
use harfrust::{Buffer, BufferFlags, Direction, Feature, Script, ShapeOptions, ShapePlan, ShaperFont, Tag};

use self::index::{Index, hash};
use crate::fonts::{Faces, is_ignorable, scaled};
use crate::style::{Features, LanguageId, Look, StyleId, TextStyle};

/// Shapes words and keeps them: a word that recurs in a style is shaped once.
pub(crate) struct Shaper<'a> {
    pub(crate) faces: Faces<'a>,
    old_style_figures: bool,
    looks: Vec<(Look, bool, StyleId)>,
    styles: Vec<TextStyle>,
    languages: Vec<(Language, Option<harfrust::Language>)>,
    words: Vec<Word>,
    index: Index,
    plans: Vec<(PlanKey, ShapePlan)>,
    buffer: Buffer,
}

/// A shaped word among those of a [`Shaper`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordId(pub(crate) u32);

/// A word in a style: what it was, and its glyphs from left to right.
pub(crate) struct Word {
    text: Box<str>,
    style: StyleId,
    rtl: bool,
    /// From left to right; `start` and `end` count from the word's first byte.
    pub(crate) glyphs: Vec<Glyph>,
    /// The faces of the glyphs, each with the index after its last glyph.
    pub(crate) faces: Vec<(FaceId, u32)>,
    pub(crate) width: Length,
    /// Where the word is shaped alike whether it is broken or not, as byte offsets; ascending.
    safe: Vec<u32>,
    cuts: Option<Box<[Cut]>>,
}

#[derive(PartialEq, Eq)]
struct PlanKey {
    face: FaceId,
    script: Option<Script>,
    rtl: bool,
    language: LanguageId,
    features: Features,
}

/// The character that is printed at a break within a word.
pub(crate) const HYPHEN: char = '-';

impl<'a> Shaper<'a> {
    pub(crate) fn new(faces: Faces<'a>, text: &TextDefaults, language: &Language) -> Self {
        let mut buffer = Buffer::new();
        // Joiners act while the text is shaped and leave no glyph behind.
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        let mut shaper = Self {
            faces,
            old_style_figures: text.old_style_figures,
            looks: Vec::new(),
            styles: Vec::new(),
            languages: Vec::new(),
            words: Vec::new(),
            index: Index::default(),
            plans: Vec::new(),
            buffer,
        };
        shaper.language_id(language);
        shaper
    }

    /// The number of a language.
    pub(crate) fn language_id(&mut self, language: &Language) -> LanguageId {
        let at = self.languages.iter().position(|(known, _)| known == language).unwrap_or_else(|| {
            self.languages.push((language.clone(), harfrust::Language::new(language.tag())));
            self.languages.len() - 1
        });
        LanguageId(u16::try_from(at).unwrap_or(0))
    }

    pub(crate) fn language(&self, id: LanguageId) -> &Language {
        &self.languages[usize::from(id.0)].0
    }

    pub(crate) fn style(&self, id: StyleId) -> &TextStyle {
        &self.styles[usize::from(id.0)]
    }

    pub(crate) fn word(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// The glyphs of a word. `span` is where a character without a glyph is reported.
    pub(crate) fn shape(&mut self, style: StyleId, text: &str, rtl: bool, span: Span) -> WordId {
        let hash = hash((style, rtl), text);
        let words = &self.words;
        let same = |id: u32| {
            let word = &words[id as usize];
            word.style == style && word.rtl == rtl && *word.text == *text
        };
        if let Some(id) = self.index.find(hash, same) {
            return WordId(id);
        }
        let word = self.shape_new(style, text, rtl, span);
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word);
        let words = &self.words;
        self.index.add(hash, id, |id| {
            let word = &words[id as usize];
            self::hash((word.style, word.rtl), &word.text)
        });
        WordId(id)
    }

    fn shape_new(&mut self, style: StyleId, text: &str, rtl: bool, span: Span) -> Word {
        let mut word = Word {
            text: text.into(),
            style,
            rtl,
            glyphs: Vec::new(),
            faces: Vec::new(),
            width: Length::ZERO,
            safe: Vec::new(),
            cuts: None,
        };
        let face = self.style(style).face;
        let characters: Vec<(u32, char)> =
            text.char_indices().map(|(at, c)| (u32::try_from(at).unwrap_or(u32::MAX), c)).collect();
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        if self.shape_run(&mut word, face, &characters, end) {
            // Nearly always: the face has every character.
        } else {
            word.glyphs.clear();
            word.faces.clear();
            word.safe.clear();
            self.shape_runs(&mut word, face, &characters, end, span);
        }
        word.width = word.glyphs.iter().map(|glyph| glyph.advance).sum();
        word
    }

    /// Shapes a word whose characters need more than one face.
    fn shape_runs(&mut self, word: &mut Word, face: FaceId, characters: &[(u32, char)], end: u32, span: Span) {
        let mut runs: Vec<(FaceId, Vec<(u32, char)>)> = Vec::new();
        for (at, c) in characters {
            let current = runs.last().map(|(face, _)| *face);
            let (face, c) =
                if is_ignorable(*c) { (current.unwrap_or(face), *c) } else { self.face_for(face, current, *c, span) };
            match runs.last_mut() {
                Some((last, run)) if *last == face => run.push((*at, c)),
                Some(_) | None => runs.push((face, vec![(*at, c)])),
            }
        }
        let ends: Vec<u32> = runs.iter().skip(1).map(|(_, run)| run[0].0).chain([end]).collect();
        let order: Vec<usize> = if word.rtl { (0..runs.len()).rev().collect() } else { (0..runs.len()).collect() };
        for i in order {
            let (face, run) = &runs[i];
            self.shape_run(word, *face, run, ends[i]);
        }
        word.safe.sort_unstable();
    }

    /// The face that prints a character, and what it prints for it. A mark goes with the face before it if that can.
    fn face_for(&mut self, face: FaceId, current: Option<FaceId>, c: char, span: Span) -> (FaceId, char) {
        let mark = current.filter(|current| is_mark(c) && self.faces.covers(*current, c));
        if let Some(current) = mark {
            return (current, c);
        }
        if self.faces.covers(face, c) {
            return (face, c);
        }
        if let Some(other) = self.faces.fallback(c, face) {
            return (other, c);
        }
        self.faces.report_missing(c, span);
        // The placeholder is what is seen; the text beneath it stays what the author wrote.
        for instead in ['\u{FFFD}', '?'] {
            if self.faces.covers(face, instead) {
                return (face, instead);
            }
            if let Some(other) = self.faces.fallback(instead, face) {
                return (other, instead);
            }
        }
        (face, ' ')
    }

    /// Adds the glyphs of characters in one face. False if the face lacks one of them.
    fn shape_run(&mut self, word: &mut Word, face: FaceId, characters: &[(u32, char)], end: u32) -> bool {
        let style = self.styles[usize::from(word.style.0)].clone();
        self.buffer.clear();
        for (at, c) in characters {
            let c = if style.capitals { single_capital(*c) } else { *c };
            self.buffer.push(u32::from(c), *at);
        }
        let direction = if word.rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        self.buffer.set_direction(direction);
        self.buffer.guess_segment_properties();
        let language = self.languages[usize::from(style.language.0)].1.clone();
        self.buffer.set_language(language.clone());
        let key = PlanKey {
            face,
            script: self.buffer.script(),
            rtl: word.rtl,
            language: style.language,
            features: style.features,
        };
        let Some(font) = self.faces.font(face) else { return false };
        let features = feature_list(style.features);
        let plan = match self.plans.iter().position(|(known, _)| *known == key) {
            Some(at) => at,
            None => {
                let plan = ShapePlan::new(font, direction, key.script, language.as_ref(), &features);
                self.plans.push((key, plan));
                self.plans.len() - 1
            }
        };
        let options = ShapeOptions::new().plan(Some(&self.plans[plan].1)).features(&features);
        if harfrust::shape(&ShaperFont::new(font), &mut self.buffer, options).is_err() {
            return false;
        }
        let infos = self.buffer.glyph_infos();
        if infos.iter().any(|info| info.glyph_id == 0) {
            return false;
        }
        let units = font.units_per_em();
        let length = |value: i32| scaled(style.size, value, units);
        let first = word.glyphs.len();
        for (info, position) in infos.iter().zip(self.buffer.glyph_positions()) {
            if !info.unsafe_to_break() {
                word.safe.push(info.cluster);
            }
            word.glyphs.push(Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: (length(position.x_advance) + style.tracking).into(),
                x_offset: length(position.x_offset).into(),
                y_offset: length(position.y_offset).into(),
                start: info.cluster,
                end: info.cluster,
            });
        }
        close_clusters(&mut word.glyphs[first..], word.rtl, end);
        if !word.glyphs[first..].is_empty() {
            word.faces.push((face, u32::try_from(word.glyphs.len()).unwrap_or(u32::MAX)));
        }
        true
    }
}

/// Gives every glyph the end of its cluster: where the next one begins in the text.
fn close_clusters(glyphs: &mut [Glyph], rtl: bool, end: u32) {
    let mut next = end;
    let mut current = None;
    let mut close = |glyph: &mut Glyph| {
        if current.is_some_and(|start| start != glyph.start) {
            next = current.unwrap_or(end);
        }
        current = Some(glyph.start);
        glyph.end = next.max(glyph.start);
    };
    if rtl { glyphs.iter_mut().for_each(&mut close) } else { glyphs.iter_mut().rev().for_each(&mut close) }
}

/// The capital of a small letter where that is one character; `ß` stays as it is.
fn single_capital(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(capital), None) => capital,
        (_, _) => c,
    }
}

/// Whether a character stands on the one before it (Unicode's combining blocks; enough to keep clusters together).
fn is_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670
        | 0x06D6..=0x06DC | 0x06DF..=0x06E4 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF
        | 0xFE20..=0xFE2F)
}

fn feature_list(features: Features) -> Vec<Feature> {
    let Features { small_caps, old_style, superior, inferior, plain } = features;
    let mut list = Vec::new();
    let mut set = |tag: &[u8; 4], value| list.push(Feature::new(Tag::new(tag), value, ..));
    if small_caps {
        set(b"smcp", 1);
    }
    if old_style {
        set(b"onum", 1);
    }
    if superior {
        set(b"sups", 1);
    }
    if inferior {
        set(b"subs", 1);
    }
    if plain {
        set(b"liga", 0);
        set(b"clig", 0);
        set(b"calt", 0);
    }
    list
}

#[cfg(test)]
mod tests {
    use chapbook_assets::Fonts;
    use chapbook_theme::Role;

    use super::*;
    use crate::style::Position;

    fn with_shaper(test: impl FnOnce(&mut Shaper<'_>, Look)) {
        let fonts = Fonts::bundled();
        let theme = crate::testing::theme();
        let mut shaper = Shaper::new(Faces::new(&fonts, &theme.text), &theme.text, &Language::english());
        let look = Look::of(theme.style(Role::Body), LanguageId::default());
        test(&mut shaper, look);
    }

    #[test]
    fn ligatures_and_their_clusters() {
        with_shaper(|shaper, look| {
            let style = shaper.plain_style(&look);
            let id = shaper.shape(style, "efficient", false, Span::NONE);
            let word = shaper.word(id);
            assert!(word.glyphs.len() < 9, "the face has ligatures for ff");
            let covered: Vec<(u32, u32)> = word.glyphs.iter().map(|g| (g.start, g.end)).collect();
            assert_eq!(covered.first().map(|c| c.0), Some(0));
            assert!(covered.windows(2).all(|w| w[0].1 == w[1].0), "{covered:?}");
            assert_eq!(covered.last().map(|c| c.1), Some(9));
            assert_eq!(shaper.shape(style, "efficient", false, Span::NONE), id);
        });
    }

    #[test]
    fn a_cut_in_a_ligature_is_shaped_anew() {
        with_shaper(|shaper, look| {
            let style = shaper.plain_style(&look);
            let id = shaper.shape(style, "efficient", false, Span::NONE);
            let cut = shaper.cut(id, 2, true, Span::NONE);
            let left = shaper.width(style, "ef-", false, Span::NONE);
            let right = shaper.width(style, "ficient", false, Span::NONE);
            let whole = shaper.word(id).width;
            assert_eq!(cut.prefix + cut.pre, left);
            assert_eq!(whole - cut.prefix + cut.post, right);
        });
    }

    #[test]
    fn small_capitals_and_superior_figures_come_from_the_face() {
        with_shaper(|shaper, look| {
            assert!(shaper.has_small_caps(&look));
            let raised = Look { position: Position::Superior, ..look.clone() };
            let style = shaper.style_for(&raised, "12");
            assert!(shaper.style(style).features.superior, "Libertinus has superior figures");
            let reduced = shaper.style_for(&raised, "§§");
            assert_eq!(shaper.style(reduced).size, look.size.scale(64, 100));
        });
    }

    #[test]
    fn a_character_that_no_face_has_is_reported_once() {
        with_shaper(|shaper, look| {
            let style = shaper.plain_style(&look);
            let id = shaper.shape(style, "a\u{10FFFD}b\u{10FFFD}", false, Span::NONE);
            assert!(shaper.word(id).glyphs.iter().all(|glyph| glyph.id != 0));
            assert_eq!(shaper.word(id).glyphs.last().map(|g| g.end), Some(10));
            let found = &shaper.faces.diagnostics;
            assert_eq!(found.len(), 1);
            assert!(found[0].message.contains("U+10FFFD"));
        });
    }

    #[test]
    fn another_face_serves_inside_a_word() {
        with_shaper(|shaper, look| {
            let style = shaper.plain_style(&look);
            let id = shaper.shape(style, "a⠿b", false, Span::NONE);
            assert_eq!(shaper.word(id).faces.len(), 3);
            assert!(shaper.faces.diagnostics.is_empty());
        });
    }
}
