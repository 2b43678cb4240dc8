//! The mark of PDF/UA-1: there when nothing prevents it, else one warning with the causes, and a tagged file still.

use chapbook_frame::{ItemKind, Owner, Tag, TagTree};
use chapbook_pdf::{Metadata, write};
use chapbook_source::{Diagnostic, Severity, Span, codes};

use crate::hand::{Hand, ROMAN, metadata, span};
use crate::pictures::png;
use crate::read::Read;

/// Whether the XMP packet says PDF/UA-1 (ISO 14289-1, 5).
pub(crate) fn claims(read: &Read) -> bool {
    let xmp = read.xmp();
    let packet = roxmltree::Document::parse(&xmp).unwrap();
    let part = packet.descendants().find(|node| node.tag_name().name() == "part");
    assert!(part.is_none_or(|part| part.tag_name().namespace() == Some("http://www.aiim.org/pdfua/ns/id/")));
    part.is_some_and(|part| part.text() == Some("1"))
}

/// Writes pages that may not claim the standard, and gives the causes and the place of the one warning.
fn causes(hand: &Hand, metadata: &Metadata) -> (String, Option<Span>) {
    let warning = warned(hand, metadata);
    let message = warning.message.strip_prefix("the PDF does not claim PDF/UA-1: ").unwrap();
    (message.to_owned(), warning.span)
}

/// The one warning about pages that may not claim the standard.
fn warned(hand: &Hand, metadata: &Metadata) -> Diagnostic {
    let (bytes, diagnostics) = write(&hand.pages, metadata).unwrap();
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    assert_eq!(diagnostics[0].code, &codes::NOT_ACCESSIBLE);
    assert_eq!(diagnostics[0].severity(), Severity::Warning);
    let read = Read::new(bytes);
    assert!(!claims(&read));
    // Tagged all the same, and read the same.
    let marked: hayro_syntax::object::Dict<'_> = read.catalog().get("MarkInfo").unwrap();
    assert_eq!(marked.get::<bool>("Marked"), Some(true));
    assert!(read.structure().starts_with("Document Lang=en\n  "));
    diagnostics.into_iter().next().unwrap()
}

#[test]
fn a_good_document_claims_it() {
    let mut hand = Hand::new();
    hand.heading(1, "Title");
    hand.paragraph("text");
    let read = Read::new(hand.accessible());
    assert!(claims(&read));
    let marked: hayro_syntax::object::Dict<'_> = read.catalog().get("MarkInfo").unwrap();
    assert_eq!((marked.get::<bool>("Marked"), marked.get::<bool>("Suspects")), (Some(true), Some(false)));
}

#[test]
fn a_document_without_title_does_not() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let untitled = Metadata { title: "  ".into(), ..metadata() };
    let (causes, span) = causes(&hand, &untitled);
    assert_eq!(causes, "the document has no outline; the document has no title");
    assert_eq!(span, None);
}

#[test]
fn pictures_without_words_prevent_it() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let image = hand.image(png(4, 2));
    hand.span = span(10, 20);
    hand.figure(TagTree::ROOT, image, None);
    hand.span = span(30, 40);
    hand.figure(TagTree::ROOT, image, Some(""));
    let (message, place) = causes(&hand, &metadata());
    assert_eq!(message, "a figure or formula has no alternative text (2 times)");
    assert_eq!(place, Some(span(10, 20)));
    let what = "a figure or formula has no alternative text".to_owned();
    let places = [(span(10, 20), what.clone()), (span(30, 40), what)];
    assert_eq!(warned(&hand, &metadata()).related, places);
}

#[test]
fn characters_that_are_none_prevent_it() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    hand.span = span(7, 8);
    let tag = hand.tag(TagTree::ROOT, Tag::P);
    let mut run = hand.run(ROMAN, "aß");
    run.glyphs[1].id = 0;
    hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    hand.span = span(8, 9);
    let mut run = hand.run(ROMAN, "b");
    run.text = "\u{FEFF}".into();
    run.glyphs[0].end = 3;
    hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    let mut run = hand.run(ROMAN, "c");
    run.glyphs[0].end = 0;
    hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    let (message, place) = causes(&hand, &metadata());
    assert_eq!(place, Some(span(7, 8)));
    assert_eq!(message, "no glyph is there for \"ß\"; U+FEFF stands for no character; a glyph stands for no character");
}

#[test]
fn a_heading_without_words_prevents_it() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let tag = hand.tag(TagTree::ROOT, Tag::Heading { level: 1, title: String::new() });
    hand.line(Owner::Tag(tag), "said");
    assert_eq!(causes(&hand, &metadata()).0, "a heading has no text");
}

#[test]
fn reasons_of_others_prevent_it_and_are_listed_with_ours() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let mut others = metadata();
    others.not_accessible = vec!["the document names no language".into()];
    assert_eq!(causes(&hand, &others).0, "the document names no language");

    let image = hand.image(png(4, 2));
    hand.figure(TagTree::ROOT, image, None);
    assert_eq!(causes(&hand, &others).0, "a figure or formula has no alternative text; the document names no language");
}

/// The part and level of PDF/A that the file claims.
fn archival(read: &Read) -> Option<(String, String)> {
    let xmp = read.xmp();
    let packet = roxmltree::Document::parse(&xmp).unwrap();
    let of = |name: &str| {
        let own = |node: &roxmltree::Node<'_, '_>| {
            node.tag_name().namespace() == Some("http://www.aiim.org/pdfa/ns/id/") && node.tag_name().name() == name
        };
        packet.descendants().find(own).and_then(|node| node.text()).map(str::to_owned)
    };
    Some((of("part")?, of("conformance")?))
}

#[test]
fn a_file_for_an_archive_claims_both_standards() {
    let mut hand = Hand::new();
    hand.heading(1, "Title");
    hand.paragraph("text");
    let archive = Metadata { archive: true, ..metadata() };
    let (bytes, found) = write(&hand.pages, &archive).unwrap();
    assert_eq!(found, []);
    let read = Read::new(bytes);
    assert_eq!(archival(&read), Some(("2".into(), "A".into())));
    assert!(read.xmp().contains("http://www.aiim.org/pdfua/ns/id/"));
    // Without the profile it claims the one alone.
    assert_eq!(archival(&Read::new(hand.accessible())), None);
}

#[test]
fn a_file_for_an_archive_keeps_the_claim_that_it_can_keep() {
    let mut hand = Hand::new();
    hand.heading(1, "Title");
    hand.paragraph("text");
    let others = vec!["the document names no language".to_owned()];
    let archive = Metadata { archive: true, not_accessible: others, ..metadata() };
    let (bytes, found) = write(&hand.pages, &archive).unwrap();
    let messages: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["the PDF does not claim PDF/UA-1: the document names no language"]);
    let read = Read::new(bytes);
    assert_eq!(archival(&read), Some(("2".into(), "A".into())));
    assert!(!read.xmp().contains("http://www.aiim.org/pdfua/ns/id/"));
}
