//! What viewers show beside the pages: outline, page labels, named places, and what the file says about itself.

use chapbook_frame::{Bookmark, Owner, Tag, TagTree};
use chapbook_pdf::{Metadata, write};
use chapbook_values::CounterStyle;

use crate::hand::{Hand, language, metadata};
use crate::read::Read;

#[test]
fn pages_have_their_size_and_order() {
    let mut hand = Hand::new();
    hand.paragraph("one");
    hand.page(CounterStyle::Decimal, 2);
    let read = Read::new(hand.accessible());
    let pages = read.pages();
    assert_eq!(pages.len(), 2);
    for page in pages {
        assert_eq!(page.get::<[f64; 4]>("MediaBox"), Some([0.0, 0.0, 420.0, 595.0]));
    }
}

#[test]
fn the_outline_nests_by_level() {
    let mut hand = Hand::new();
    hand.heading(1, "One");
    hand.heading(2, "One one");
    hand.heading(3, "One one one");
    hand.heading(2, "One two");
    hand.page(CounterStyle::Decimal, 2);
    hand.heading(1, "Two");
    // A level left out does not make a hole.
    hand.heading(3, "Two deep");
    hand.heading(2, "Two one");
    let outline = Read::new(hand.accessible()).outline();
    let entries: Vec<(usize, &str, usize)> =
        outline.iter().map(|(depth, title, page, _)| (*depth, &**title, *page)).collect();
    assert_eq!(
        entries,
        [
            (1, "One", 0),
            (2, "One one", 0),
            (3, "One one one", 0),
            (2, "One two", 0),
            (1, "Two", 1),
            (2, "Two deep", 1),
            (2, "Two one", 1)
        ]
    );
    // From the top in frames, from the bottom in PDF.
    assert_eq!(outline[0].3, 595.0 - 40.0);
}

#[test]
fn any_levels_make_an_outline() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let destination = hand.destination("here");
    let levels = [3, 3, 0, 255, 0, 2, 1];
    hand.pages.outline = levels.map(|level| Bookmark { title: level.to_string(), level, destination }).into();
    let depths: Vec<usize> = Read::new(hand.accessible()).outline().iter().map(|(depth, ..)| *depth).collect();
    assert_eq!(depths, [1, 1, 1, 2, 1, 2, 2]);
}

#[test]
fn without_headings_the_title_is_the_outline() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    assert_eq!(Read::new(hand.accessible()).outline(), [(1, "A Small Book".into(), 0, 595.0)]);
}

#[test]
fn page_labels_are_the_printed_numbers() {
    use CounterStyle::{Decimal, LowerAlpha, LowerRoman, UpperAlpha, UpperRoman};
    let numbers = [
        (LowerRoman, 1),
        (LowerRoman, 2),
        (Decimal, 1),
        (Decimal, 2),
        // A page whose number is one less than the one before it.
        (Decimal, 1),
        (Decimal, 0),
        (Decimal, 7),
        (Decimal, 6),
        (Decimal, 5),
        (Decimal, 4),
        (UpperAlpha, 25),
        (UpperAlpha, 26),
        (UpperAlpha, 27),
        (UpperAlpha, 28),
        (LowerAlpha, 702),
        (UpperRoman, 4),
        (UpperRoman, 3_999),
        (UpperRoman, 4_000),
        (Decimal, u32::MAX),
        (Decimal, 3),
    ];
    let mut hand = Hand::new();
    hand.pages.pages.clear();
    for (style, number) in numbers {
        hand.page(style, number);
    }
    let printed: Vec<String> = hand.pages.pages.iter().map(|page| page.label.text()).collect();
    assert_eq!(Read::new(hand.accessible()).labels(), printed);
    assert_eq!(printed[13], "AB");
}

#[test]
fn places_have_names_whether_or_not_something_leads_there() {
    let mut hand = Hand::new();
    hand.paragraph("one");
    hand.destination("größe");
    hand.page(CounterStyle::Decimal, 2);
    hand.paragraph("two");
    hand.destination("here");
    let places = Read::new(hand.accessible()).destinations();
    assert_eq!(places["größe"], (0, 40.0, 595.0 - 54.0));
    assert_eq!(places["here"], (1, 40.0, 595.0 - 54.0));
}

#[test]
fn the_file_says_what_it_is() {
    let mut hand = Hand::new();
    hand.pages.language = language("de-CH");
    hand.paragraph("text");
    let read = Read::new(hand.accessible());
    assert_eq!(read.info("Title").as_deref(), Some("A Small Book"));
    assert_eq!(read.info("Author").as_deref(), Some("Ada Example, Bo Example"));
    assert_eq!(read.info("Subject").as_deref(), Some("What is in it & <more>"));
    assert_eq!(read.info("Keywords").as_deref(), Some("one, two"));
    assert_eq!(read.info("Creator").as_deref(), Some("Chapbook"));
    assert!(read.info("Producer").unwrap().starts_with("Chapbook "));
    assert_eq!(read.catalog().get::<hayro_syntax::object::String<'_>>("Lang").unwrap().as_bytes(), b"de-CH");
    let viewer: hayro_syntax::object::Dict<'_> = read.catalog().get("ViewerPreferences").unwrap();
    assert_eq!(viewer.get::<bool>("DisplayDocTitle"), Some(true));

    let xmp = read.xmp();
    let packet = roxmltree::Document::parse(&xmp).unwrap();
    let text = |name: &str| -> String {
        let node = packet.descendants().find(|node| node.tag_name().name() == name).unwrap();
        node.descendants().filter(|below| below.is_text()).filter_map(|below| below.text()).map(str::trim).collect()
    };
    assert_eq!(text("title"), "A Small Book");
    assert_eq!(text("creator"), "Ada Example, Bo Example");
    assert_eq!(text("description"), "What is in it & <more>");
    assert_eq!(text("Keywords"), "one, two");
    assert_eq!(text("language"), "de-CH");
    assert_eq!(text("CreatorTool"), "Chapbook");
    assert_eq!(text("CreateDate"), "2026-03-14T09:26:53+00:00");
}

#[test]
fn a_book_from_right_to_left_says_so() {
    let mut hand = Hand::new();
    hand.pages.language = language("he");
    hand.paragraph("text");
    let read = Read::new(hand.accessible());
    let viewer: hayro_syntax::object::Dict<'_> = read.catalog().get("ViewerPreferences").unwrap();
    assert_eq!(viewer.get::<hayro_syntax::object::Name<'_>>("Direction").unwrap().as_str(), "R2L");
}

#[test]
fn versions_of_a_document_share_their_id() {
    let id = |text: &str, metadata: &Metadata| -> String {
        let mut hand = Hand::new();
        let tag = hand.tag(TagTree::ROOT, Tag::P);
        hand.line(Owner::Tag(tag), text);
        let xmp = Read::new(write(&hand.pages, metadata).unwrap().0).xmp();
        let after = xmp.split("<xmpMM:DocumentID>").nth(1).unwrap();
        after.split('<').next().unwrap().to_owned()
    };
    let mut other = metadata();
    other.title = "Another".into();
    assert_eq!(id("first draft", &metadata()), id("second draft", &metadata()));
    assert_ne!(id("first draft", &metadata()), id("first draft", &other));
}

#[test]
fn what_xml_cannot_hold_is_left_out_of_it() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    let odd = Metadata {
        title: "A\u{0}B\u{FFFE}]]>\n<c>".into(),
        authors: vec!["\u{7}".into(), "  ".into()],
        description: Some("\u{B}".into()),
        keywords: vec![String::new()],
        date: (0, 0, 99, 99, 99, 99),
        archive: false,
        not_accessible: Vec::new(),
    };
    let (bytes, diagnostics) = write(&hand.pages, &odd).unwrap();
    assert_eq!(diagnostics, []);
    let read = Read::new(bytes);
    let xmp = read.xmp();
    let packet = roxmltree::Document::parse(&xmp).unwrap();
    assert!(packet.descendants().any(|node| node.text() == Some("AB]]> <c>")));
    assert_eq!(read.info("Author"), None);
}
