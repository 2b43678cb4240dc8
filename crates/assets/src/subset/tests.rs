//! Subsets are read back with skrifa, which the writer of them uses for reading alone.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, pen::SvgPen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::*;
use crate::Fonts;

fn face(family: &str, weight: u16, italic: bool) -> Face {
    let fonts = Fonts::bundled();
    let id = fonts.find(family, weight, italic).expect("it is bundled");
    fonts.face(id).clone()
}

fn wanted(text: &str, features: &[[u8; 4]]) -> Wanted {
    Wanted { characters: text.chars().collect(), features: features.iter().copied().collect() }
}

pub(super) fn outline(font: &FontRef<'_>, glyph: u32) -> String {
    let mut pen = SvgPen::new();
    let outlines = font.outline_glyphs();
    let outline = outlines.get(GlyphId::new(glyph)).expect("every number has a glyph");
    outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).expect("it draws");
    pen.to_string()
}

const SAMPLES: [(&str, u16, bool); 5] = [
    ("Libertinus Serif", 400, false),
    ("Libertinus Serif", 700, true),
    ("DejaVu Sans Mono", 400, false),
    ("DejaVu Sans Mono", 700, true),
    ("NewComputerModern", 400, false),
];

#[test]
fn what_is_shown_looks_as_before_and_all_else_is_gone() {
    let text = "Hyphénation, “fi” ffl ø Ж – 1234 Ǻ";
    for (family, weight, italic) in SAMPLES {
        let face = face(family, weight, italic);
        let file = subset(&face, &wanted(text, &[])).expect("it is plain");
        let (before, after) = (FontRef::new(&face.bytes).expect("a font"), FontRef::new(&file.bytes).expect("a font"));
        let mut shown = 0;
        for c in text.chars().filter(|c| face.covers(*c)) {
            let glyph = before.charmap().map(c).expect("it is covered");
            assert_eq!(after.charmap().map(c), Some(glyph), "{family}: {c}");
            let drawn = outline(&after, glyph.to_u32());
            assert_eq!(drawn, outline(&before, glyph.to_u32()), "{family}: {c}");
            assert_eq!(drawn.is_empty(), c == ' ', "{family}: {c}");
            let width =
                |font: &FontRef<'_>| font.glyph_metrics(Size::unscaled(), LocationRef::default()).advance_width(glyph);
            assert_eq!(width(&after), width(&before), "{family}: {c}");
            shown += 1;
        }
        assert!(shown > 25, "{family}: {shown}");
        for c in "QWqΩЩ½".chars() {
            let glyph = before.charmap().map(c).expect("the faces have it").to_u32();
            assert_eq!(after.charmap().map(c), None, "{family}: {c}");
            assert!(!outline(&before, glyph).is_empty() && outline(&after, glyph).is_empty(), "{family}: {c}");
        }
        let names = |font: &FontRef<'_>| {
            font.localized_strings(skrifa::string::StringId::LICENSE_DESCRIPTION)
                .english_or_first()
                .map(|s| s.to_string())
        };
        assert_eq!(names(&after), names(&before), "the licence goes with it");
    }
}

#[test]
fn substitutions_keep_what_they_need() {
    let face = face("Libertinus Serif", 400, false);
    let count = |wanted: &Wanted| {
        let file = subset(&face, wanted).expect("it is plain");
        let font = FontRef::new(&file.bytes).expect("a font");
        let all = u32::from(font.maxp().expect("a font").num_glyphs());
        (1..all).filter(|glyph| !outline(&font, *glyph).is_empty()).count()
    };
    let plain = count(&wanted("fiabc", &[]));
    assert!(plain > 5, "the ligature of f and i is there without being asked for: {plain}");
    assert_eq!(count(&wanted("abc", &[])), 3);
    assert_eq!(count(&wanted("abc", &[*b"smcp"])), 6);
    assert_eq!(count(&wanted("123", &[*b"onum"])), 6);
}

#[test]
fn layout_is_that_of_the_whole_face() {
    let face = face("Libertinus Serif", 400, false);
    let file = subset(&face, &wanted("AVfi", &[])).expect("it is plain");
    let (before, after) = (FontRef::new(&face.bytes).expect("a font"), FontRef::new(&file.bytes).expect("a font"));
    for tag in [b"GSUB", b"GPOS", b"GDEF"] {
        let table = |font: &FontRef<'_>| font.table_data(Tag::new(tag)).expect("it is there").as_bytes().to_vec();
        assert_eq!(table(&after), table(&before));
    }
}

#[test]
fn the_same_bytes_come_out_each_time_and_their_sums_are_right() {
    for (family, weight, italic) in SAMPLES {
        let face = face(family, weight, italic);
        let once = subset(&face, &wanted("Twice", &[])).expect("it is plain");
        assert_eq!(subset(&face, &wanted("eciwT", &[])), Some(once.clone()));
        // OpenType 1.9.1: the sum of the whole file is a constant.
        assert_eq!(sfnt::checksum(&once.bytes), 0xB1B0_AFBA, "{family}");
        let font = FontRef::new(&once.bytes).expect("a font");
        for record in font.table_directory().table_records() {
            let mut table = font.table_data(record.tag()).expect("it is listed").as_bytes().to_vec();
            if record.tag() == Tag::new(b"head") {
                table[8..12].fill(0);
            }
            assert_eq!(sfnt::checksum(&table), record.checksum(), "{family}: {}", record.tag());
        }
    }
}

#[test]
fn characters_above_the_basic_plane_are_mapped() {
    let face = face("NewComputerModern Math", 400, false);
    let file = subset(&face, &wanted("x𝑥𝑦", &[])).expect("it is plain");
    let font = FontRef::new(&file.bytes).expect("a font");
    for (c, there) in [('x', true), ('𝑥', true), ('𝑦', true), ('𝑧', false), ('y', false)] {
        assert_eq!(font.charmap().map(c).is_some(), there, "{c}");
    }
}

#[test]
fn a_subset_is_a_third_of_its_face() {
    let face = face("Libertinus Serif", 400, false);
    let text: String = (' '..='~').chain("äöüéèß–—“”‘’…".chars()).collect();
    let file = subset(&face, &wanted(&text, &[*b"smcp", *b"onum"])).expect("it is plain");
    assert!(file.bytes.len() * 3 < face.bytes.len(), "{} of {}", file.bytes.len(), face.bytes.len());
}

#[test]
fn damaged_faces_are_left_whole_and_never_panic() {
    for (family, weight, italic) in [SAMPLES[1], SAMPLES[3]] {
        let sound = face(family, weight, italic);
        let font = FontRef::new(&sound.bytes).expect("a font");
        let (mut cut, mut left) = (0, 0);
        for record in font.table_directory().table_records() {
            let start = usize::try_from(record.offset()).expect("it fits");
            let length = usize::try_from(record.length()).expect("it fits");
            // The heads of tables, where offsets and counts are, byte by byte; then the rest in steps.
            for at in (0..length.min(16)).chain((16..length).step_by(length / 4 + 1)) {
                let mut bytes = sound.bytes.to_vec();
                bytes[start + at] ^= 0xFF;
                match subset(&Face { bytes: bytes.into(), ..sound.clone() }, &wanted("Abc1", &[])) {
                    Some(_) => cut += 1,
                    None => left += 1,
                }
            }
        }
        assert!(cut > 0 && left > 0, "{family}: {cut} {left}");
    }
}
