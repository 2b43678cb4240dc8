//! Text as it comes out again: characters, ligatures, hyphens, and where glyphs stand.

use std::sync::Arc;

use chapbook_frame::{Glyph, ItemKind, Owner};
use chapbook_values::{Color, Length};

use crate::hand::{Hand, MONO, ROMAN, pt};
use crate::read::Read;

/// What one run says when it is read back.
fn said(hand: &mut Hand, run: chapbook_frame::GlyphRun) -> String {
    let tag = hand.tag(chapbook_frame::TagTree::ROOT, chapbook_frame::Tag::P);
    hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    let structure = Read::new(hand.accessible()).structure();
    structure.lines().last().unwrap().trim().to_owned()
}

#[test]
fn characters_come_back() {
    let mut hand = Hand::new();
    let text = "“Größe”\u{A0}– 1½ ≤";
    let run = hand.run(ROMAN, text);
    assert!(run.glyphs.iter().all(|glyph| glyph.id != 0), "the face has all of it");
    assert_eq!(said(&mut hand, run), format!("P {text:?}"));
}

#[test]
fn a_ligature_is_several_characters() {
    let mut hand = Hand::new();
    let mut run = hand.run(MONO, "of\u{FB01}ce");
    // As a shaper gives it: one glyph for the bytes "fi".
    run.text = Arc::from("office");
    for (glyph, (start, end)) in run.glyphs.iter_mut().zip([(0, 1), (1, 2), (2, 4), (4, 5), (5, 6)]) {
        (glyph.start, glyph.end) = (start, end);
    }
    assert_eq!(said(&mut hand, run), "P \"office\"");
}

#[test]
fn several_glyphs_are_one_cluster() {
    let mut hand = Hand::new();
    let mut run = hand.run(ROMAN, "e\u{301}t\u{301}");
    // Base and mark share their range, as shapers give them; the mark is moved up and back.
    for (glyph, (start, end)) in run.glyphs.iter_mut().zip([(0, 3), (0, 3), (3, 6), (3, 6)]) {
        (glyph.start, glyph.end) = (start, end);
    }
    run.glyphs[1].y_offset = pt(1).into();
    run.glyphs[1].x_offset = pt(-2).into();
    assert_eq!(said(&mut hand, run), format!("P {:?}", "e\u{301}t\u{301}"));
}

#[test]
fn a_break_hyphen_is_soft_and_a_hyphen_is_hard() {
    let mut hand = Hand::new();
    let run = hand.run(ROMAN, "well-kept hyphen\u{AD}");
    assert_eq!(said(&mut hand, run), "P \"well-kept hyphen\\u{ad}\"");
}

#[test]
fn the_glyph_of_both_hyphens_is_a_hyphen() {
    let mut hand = Hand::new();
    let tag = hand.paragraph("af\u{AD}");
    hand.line(Owner::Tag(tag), "fairs, well-known");
    let read = Read::new(hand.accessible());
    // A leaf ends with a break hyphen, and only there an /ActualText overrules the font.
    assert_eq!(read.structure(), "Document Lang=en\n  P \"af\\u{ad}\" \"fairs, well-known\"\n");
    assert_eq!(read.operations(0).iter().filter(|line| line.contains("ActualText")).count(), 1);
    let font: hayro_syntax::object::Stream<'_> = read.dictionaries("Font")[0].get("ToUnicode").unwrap();
    let map = String::from_utf8(font.decoded().unwrap().into_owned()).unwrap();
    assert!(map.contains("<002D>") && !map.contains("<00AD>"), "{map}");
}

#[test]
fn right_to_left_text_comes_back_in_logical_order() {
    let mut hand = Hand::new();
    let mut run = hand.run(ROMAN, "שלום עולם");
    assert!(run.glyphs.iter().all(|glyph| glyph.id != 0), "the face has Hebrew");
    // Glyphs stand from left to right, so the last character comes first.
    run.glyphs.reverse();
    run.rtl = true;
    assert_eq!(said(&mut hand, run), "P \"שלום עולם\"");
}

#[test]
fn glyphs_that_nothing_moved_are_one_string() {
    let mut hand = Hand::new();
    for (face, size) in [(ROMAN, 9_350), (MONO, 8_123)] {
        let mut run = hand.run(face, "as wide as the font says, again and again and again");
        let natural = run.size;
        run.size = Length::millipoints(size);
        let upem = i64::from(hand.pages.faces[face].metrics.units_per_em);
        for glyph in &mut run.glyphs {
            let units = Length::from(glyph.advance).scale(upem, natural.to_scaled()).to_scaled();
            glyph.advance = run.size.scale(units, upem).into();
        }
        hand.y += 20;
        let tag = hand.tag(chapbook_frame::TagTree::ROOT, chapbook_frame::Tag::P);
        hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    }
    let operations = Read::new(hand.accessible()).operations(0);
    let shown: Vec<&String> = operations.iter().filter(|line| line.starts_with("ShowText")).collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.iter().all(|line| !line.contains(',') || line.starts_with("ShowText(")), "{shown:?}");
}

#[test]
fn moved_glyphs_stand_where_they_should() {
    let mut hand = Hand::new();
    let mut run = hand.run(ROMAN, "a b");
    // A justified space: 2.5 points at 10 points is 250 thousandths of the em, as in the font; 3.75 is 125 more.
    let natural = run.glyphs[1].advance;
    run.glyphs[1].advance = (natural + Length::millipoints(1_250)).into();
    let tag = hand.tag(chapbook_frame::TagTree::ROOT, chapbook_frame::Tag::P);
    hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    let operations = Read::new(hand.accessible()).operations(0);
    let shown: Vec<&String> = operations.iter().filter(|line| line.starts_with("ShowTexts")).collect();
    assert!(shown[0].contains("-125"), "{shown:?}");
}

#[test]
fn the_font_is_a_subset_and_stands_once() {
    let mut hand = Hand::new();
    // The same face twice, as two entries.
    let face = hand.pages.faces[ROMAN].clone();
    hand.pages.faces.push(face);
    hand.paragraph("one");
    let tag = hand.paragraph("two");
    let run = hand.run(3, "three");
    hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    let read = Read::new(hand.accessible());
    let fonts = read.dictionaries("FontDescriptor");
    assert_eq!(fonts.len(), 1);
    let name = fonts[0].get::<hayro_syntax::object::Name<'_>>("FontName").unwrap();
    assert_eq!(name.as_str().find('+'), Some(6), "{}", name.as_str());
    assert!(name.as_str().ends_with("LibertinusSerif-Regular"));
}

#[test]
fn greys_are_grey_and_colours_are_colours() {
    let mut hand = Hand::new();
    let tag = hand.paragraph("black");
    let mut run = hand.run(ROMAN, "red");
    run.color = Color { red: 255, green: 0, blue: 0 };
    hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    let operations = Read::new(hand.accessible()).operations(0);
    let colors: Vec<&String> = operations.iter().filter(|line| line.starts_with("NonStrokeColor")).collect();
    assert_eq!(colors, ["NonStrokeColorDeviceGray(0)", "NonStrokeColorDeviceRgb(1 0 0)"]);
}

#[test]
fn a_run_of_no_glyphs_is_nothing() {
    let mut hand = Hand::new();
    let mut run = hand.run(ROMAN, "");
    run.glyphs = Vec::<Glyph>::new();
    assert_eq!(said(&mut hand, run), "P \"\"");
}
