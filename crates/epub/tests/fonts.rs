//! Fonts in the book, read back with skrifa: what is shown is there, what is not is gone, and what a font says of its
//! licence is obeyed.

mod reading;
mod sample;

use std::collections::BTreeSet;

use chapbook_assets::Fonts;
use chapbook_epub::{Options, check};
use chapbook_resolve::Resolved;
use chapbook_source::{Bytes, Diagnostic, MemoryFiles};
use chapbook_theme::Theme;
use reading::{entries, entry, holds_together, parse, words};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, pen::SvgPen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

fn theme(name: &str) -> Theme {
    chapbook_theme::read(name, &MemoryFiles::default()).expect("it is built in")
}

fn write(resolved: &Resolved, theme: &Theme, options: &Options) -> (Vec<u8>, Vec<Diagnostic>) {
    let (bytes, diagnostics) = chapbook_epub::write(resolved, theme, None, options);
    assert_eq!(check(&bytes), []);
    holds_together(&bytes);
    (bytes, diagnostics)
}

fn with(fonts: Fonts) -> Options {
    Options { fonts: Some(fonts), ..Options::default() }
}

/// The font files of a book.
fn fonts(epub: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(epub)).expect("an archive");
    (0..zip.len())
        .filter_map(|index| {
            let mut file = zip.by_index(index).expect("it is there");
            let name = file.name().expect("a name").into_owned();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).expect("it unpacks");
            name.contains("/fonts/").then_some((name, bytes))
        })
        .collect()
}

fn is_drawn(font: &FontRef<'_>, glyph: GlyphId) -> bool {
    let mut pen = SvgPen::new();
    let outline = font.outline_glyphs().get(glyph).expect("every number has a glyph");
    outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).expect("it draws");
    !pen.to_string().is_empty()
}

#[test]
fn every_character_of_the_book_is_in_its_fonts_and_no_other_is() {
    let (epub, diagnostics) = write(&sample::article(), &theme("article"), &with(Fonts::bundled()));
    assert!(diagnostics.iter().all(|found| !found.code.name.starts_with("font-")), "{diagnostics:?}");
    let entries = entries(&epub);
    let mut shown: BTreeSet<char> = BTreeSet::new();
    for (_, text) in entries.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        shown.extend(words(&parse(text)).chars().filter(|c| !c.is_whitespace() && !c.is_control()));
    }
    assert!(shown.len() > 40, "{shown:?}");
    let files = fonts(&epub);
    assert!(files.len() >= 4, "text in two slopes and two weights, and code");
    let faces: Vec<FontRef<'_>> = files.iter().map(|(_, bytes)| FontRef::new(bytes).expect("a font")).collect();
    let bundled = Fonts::bundled();
    let text = bundled.find("Libertinus Serif", 400, false).expect("it is bundled");
    let whole = bundled.face(text);
    let mut looked_at = 0;
    for c in shown.into_iter().filter(|c| whole.covers(*c)) {
        let (font, glyph) = faces.iter().find_map(|font| Some((font, font.charmap().map(c)?))).expect("it is there");
        assert!(is_drawn(font, glyph), "{c}");
        looked_at += 1;
    }
    assert!(looked_at > 40, "{looked_at}");
    for font in &faces {
        assert_eq!(font.charmap().map('Щ'), None);
    }
    let glyph = whole.charmap().and_then(|map| map.map('Щ')).expect("the whole face has it");
    assert!(!is_drawn(&faces[0], glyph));

    let style = entry(&entries, "style.css");
    for (name, _) in &files {
        let name = name.strip_prefix("EPUB/").expect("it is in the content folder");
        assert_eq!(style.matches(&format!("src: url({name})")).count(), 1);
        let kind = if name.ends_with("otf") { "font/otf" } else { "font/ttf" };
        assert!(entry(&entries, "package.opf").contains(&format!("href=\"{name}\" media-type=\"{kind}\"")));
    }
    assert!(style.contains("body { font-family: \"Libertinus Serif\", serif }"), "{style}");
    assert!(style.contains("font-family: \"DejaVu Sans Mono\", monospace, monospace"), "{style}");
    let apple = entries.iter().find(|(name, _)| name == "META-INF/com.apple.ibooks.display-options.xml");
    assert!(apple.expect("Apple Books is told").1.contains("<option name=\"specified-fonts\">true</option>"));
}

#[test]
fn the_same_fonts_come_out_each_time_and_none_unless_they_are_asked_for() {
    let once = write(&sample::article(), &theme("article"), &with(Fonts::bundled())).0;
    assert_eq!(write(&sample::article(), &theme("article"), &with(Fonts::bundled())).0, once);
    let (without, _) = write(&sample::article(), &theme("article"), &Options::default());
    let entries = entries(&without);
    assert!(entries.iter().all(|(name, _)| !name.contains("fonts/") && !name.contains("apple")));
    assert!(!entry(&entries, "style.css").contains("@font-face"));
}

/// The regular cut of the text's family with other licence bits; sums are made right again.
fn with_bits(bits: u16) -> Bytes {
    let bundled = Fonts::bundled();
    let id = bundled.find("Libertinus Serif", 400, false).expect("it is bundled");
    let mut bytes = bundled.face(id).bytes.to_vec();
    let long = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let record =
        |bytes: &[u8], tag: &[u8]| (12..).step_by(16).find(|at| &bytes[*at..at + 4] == tag).expect("it is there");
    let (os2, head) = (record(&bytes, b"OS/2"), record(&bytes, b"head"));
    let (start, length) = (long(&bytes, os2 + 8) as usize, long(&bytes, os2 + 12) as usize);
    bytes[start + 8..start + 10].copy_from_slice(&bits.to_be_bytes());
    let sum = |bytes: &[u8]| {
        bytes.chunks(4).fold(0_u32, |sum, chunk| {
            let mut four = [0; 4];
            four[..chunk.len()].copy_from_slice(chunk);
            sum.wrapping_add(u32::from_be_bytes(four))
        })
    };
    let table = sum(&bytes[start..start + length]);
    bytes[os2 + 4..os2 + 8].copy_from_slice(&table.to_be_bytes());
    let adjustment = long(&bytes, head + 8) as usize + 8;
    bytes[adjustment..adjustment + 4].fill(0);
    let rest = 0xB1B0_AFBA_u32.wrapping_sub(sum(&bytes));
    bytes[adjustment..adjustment + 4].copy_from_slice(&rest.to_be_bytes());
    bytes.into()
}

#[test]
fn what_a_font_says_of_its_licence_is_obeyed_and_told() {
    for (bits, embedded, whole, told) in [
        (0x0000, true, false, None),
        (0x0008, true, false, None),
        (0x0004, true, false, Some(("font-licence", "for reading and printing alone"))),
        (0x0002, false, false, Some(("font-licence", "its licence forbids embedding"))),
        (0x0200, false, false, Some(("font-licence", "nothing but its bitmaps may be embedded"))),
        (0x0100, true, true, Some(("font-whole", "must not be cut down"))),
    ] {
        let mut fonts_at_hand = Fonts::default();
        let own = with_bits(bits);
        assert_eq!(fonts_at_hand.add(own.clone()), 1);
        let (epub, diagnostics) = write(&sample::article(), &theme("article"), &with(fonts_at_hand));
        let files = fonts(&epub);
        assert_eq!(files.len(), usize::from(embedded), "{bits:#06x}");
        assert_eq!(files.iter().any(|(_, bytes)| bytes[..] == own[..]), whole, "{bits:#06x}");
        let found: Vec<&Diagnostic> = diagnostics.iter().filter(|found| found.code.name.starts_with("font-")).collect();
        match told {
            Some((code, words)) => {
                assert_eq!(found.len(), 1, "{bits:#06x}: {found:?}");
                assert_eq!(found[0].code.name, code, "{bits:#06x}");
                assert!(found[0].message.contains(words) && found[0].message.contains("\"Libertinus Serif\""));
                assert!(found[0].hint.is_some(), "it says how to mend it");
            }
            None => assert!(found.is_empty(), "{bits:#06x}: {found:?}"),
        }
        let style = entries(&epub);
        assert_eq!(entry(&style, "style.css").contains("Libertinus"), embedded, "{bits:#06x}");
    }
}

#[test]
fn a_family_that_is_not_at_hand_is_told() {
    let (epub, diagnostics) = write(&sample::article(), &theme("manuscript"), &with(Fonts::bundled()));
    let told: Vec<&str> = diagnostics
        .iter()
        .filter(|found| found.code.name == "missing-font")
        .map(|found| found.message.as_str())
        .collect();
    assert!(told.iter().any(|message| message.contains("\"Times New Roman\"")), "{told:?}");
    // It may be on the reader's machine; else those serve that the theme names for what it lacks.
    let entries = entries(&epub);
    let style = entry(&entries, "style.css");
    assert!(style.contains("body { font-family: \"Times New Roman\", \"Libertinus Serif\""), "{style}");
    assert_eq!(style.matches("@font-face").count(), fonts(&epub).len());
    // Each of the fonts is asked for somewhere.
    for family in ["Libertinus Serif", "DejaVu Sans Mono"] {
        let faces = style.matches(&format!("@font-face {{ font-family: \"{family}\"")).count();
        assert!(faces == 0 || style.matches(&format!(", \"{family}\"")).count() > 0, "{family}: {style}");
    }
}
