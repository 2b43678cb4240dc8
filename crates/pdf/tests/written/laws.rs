//! Pages that break a law of frames are refused by name, not by a panic.

use chapbook_frame::{Bookmark, Destination, ItemKind, Owner, Tag, TagId, TagTree, Target};
use chapbook_pdf::{PdfError, write};
use chapbook_values::Length;

use crate::hand::{Hand, ROMAN, area, metadata, pt};
use crate::pictures::png;

const ROOT: TagId = TagTree::ROOT;

/// What is said of pages that a change spoils.
fn refused(spoil: impl FnOnce(&mut Hand, TagId)) -> String {
    let mut hand = Hand::new();
    let tag = hand.paragraph("text");
    spoil(&mut hand, tag);
    match write(&hand.pages, &metadata()) {
        Err(PdfError::Pages(law)) => law,
        other => panic!("{:?}", other.map(|(_, diagnostics)| diagnostics)),
    }
}

#[test]
fn indices_lead_somewhere() {
    assert_eq!(refused(|hand, _| hand.pages.pages.clear()), "there is no page");
    assert_eq!(
        refused(|hand, _| {
            hand.line(Owner::Tag(TagId(9)), "lost");
        }),
        "page 0: item 1: tag 9 is not in the tree"
    );
    assert_eq!(
        refused(|hand, tag| {
            let mut run = hand.run(ROMAN, "x");
            run.face = 3;
            hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
        }),
        "page 0: item 1: there is no face 3"
    );
    assert_eq!(
        refused(|hand, tag| hand.draw(Owner::Tag(tag), ItemKind::Picture { area: area(1, 1, 9, 9), image: 0 })),
        "page 0: item 1: there is no image 0"
    );
    assert_eq!(
        refused(|hand, _| {
            let link = hand.tag(ROOT, Tag::Link);
            hand.link(link, vec![area(1, 1, 9, 9)], Target::Destination(0), "Nowhere");
        }),
        "page 0: the link leads to destination 0"
    );
    assert_eq!(
        refused(|hand, _| hand.link(TagId(5), vec![], Target::Url("x:".into()), "Lost")),
        "page 0: the link's tag 5 is not in the tree"
    );
    assert_eq!(
        refused(|hand, tag| hand.link(tag, vec![], Target::Url("x:".into()), "Odd")),
        "page 0: the link of tag 1 belongs to a P"
    );
    assert_eq!(
        refused(|hand, _| hand.pages.outline.push(Bookmark { title: "x".into(), level: 1, destination: 0 })),
        "the bookmark \"x\" leads to destination 0"
    );
    assert_eq!(
        refused(|hand, _| {
            let place = Destination { name: "end".into(), page: 1, x: pt(0), y: pt(0) };
            hand.pages.destinations.push(place);
        }),
        "the destination \"end\" lies on page 1 of 1"
    );
    assert_eq!(
        refused(|hand, _| {
            let image = hand.image(png(1, 1));
            let figure = hand.figure(ROOT, image, Some("A picture"));
            hand.pages.tags.node_mut(figure).tag = Tag::Figure { alt: None, place: Some((1, area(1, 1, 9, 9))) };
        }),
        "the figure of tag 2 lies on page 1 of 1"
    );
}

#[test]
fn names_are_unique_places() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    hand.destination("here");
    hand.destination("here");
    // Twice the same place is one.
    hand.accessible();
    assert_eq!(
        refused(|hand, _| {
            hand.destination("here");
            hand.y += 1;
            hand.destination("here");
        }),
        "two destinations are called \"here\""
    );
}

#[test]
fn text_ranges_are_characters() {
    for (start, end) in [(1, 2), (0, 3), (2, 0), (5, 9), (u32::MAX, u32::MAX)] {
        let law = refused(|hand, tag| {
            let mut run = hand.run(ROMAN, "é");
            (run.glyphs[0].start, run.glyphs[0].end) = (start, end);
            hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
        });
        assert_eq!(law, format!("page 0: item 1: bytes {start} to {end} are no part of \"é\""));
    }
}

#[test]
fn sizes_are_sizes() {
    for size in [Length::ZERO, pt(-1)] {
        let law = refused(|hand, tag| {
            let mut run = hand.run(ROMAN, "x");
            run.size = size;
            hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
        });
        assert_eq!(law, format!("page 0: item 1: the type has a size of {size}"));
    }
    for side in [Length::ZERO, pt(-9), pt(2), pt(14_401), Length::scaled(i64::MAX / 2048)] {
        let law = refused(|hand, _| hand.last().width = side);
        assert_eq!(law, format!("page 0: a side of {side} is not between 3pt and 14400pt"));
    }
}

#[test]
fn the_structure_is_a_tree() {
    assert_eq!(
        refused(|hand, tag| {
            hand.tag(tag, Tag::Span);
        }),
        "page 0: item 0: it belongs to tag 1, which has children"
    );
    assert_eq!(
        refused(|hand, tag| hand.pages.tags.node_mut(tag).children.push(TagId(7))),
        "tag 7 is a child and not in the tree"
    );
    assert_eq!(refused(|hand, tag| hand.pages.tags.node_mut(tag).children.push(tag)), "tag 1 has two parents");
    assert_eq!(refused(|hand, tag| hand.pages.tags.node_mut(tag).children.push(ROOT)), "tag 0 has two parents");
    assert_eq!(refused(|hand, _| hand.pages.tags.node_mut(ROOT).children.clear()), "tag 1 has no parent");
    assert_eq!(
        refused(|hand, _| hand.pages.tags.node_mut(ROOT).tag = Tag::P),
        "the root of the structure is no Document"
    );
    assert_eq!(
        refused(|hand, _| {
            let mut tag = ROOT;
            for _ in 0..300 {
                tag = hand.tag(tag, Tag::Div);
            }
        }),
        "tag 257 lies deeper than 256 levels"
    );
}

#[test]
fn a_font_that_is_none_is_named() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    hand.pages.faces[0].bytes = b"no font".to_vec().into();
    let error = write(&hand.pages, &metadata()).unwrap_err();
    assert_eq!(error, PdfError::Font { family: "Libertinus Serif".into(), reason: "it cannot be read".into() });
    assert_eq!(error.to_string(), "the font Libertinus Serif cannot be embedded: it cannot be read");
}

#[test]
fn a_glyph_that_the_font_has_not_is_an_error() {
    let mut hand = Hand::new();
    let tag = hand.paragraph("text");
    let mut run = hand.run(ROMAN, "x");
    run.glyphs[0].id = u16::MAX;
    hand.draw(Owner::Tag(tag), ItemKind::Glyphs(run));
    let error = write(&hand.pages, &metadata()).unwrap_err();
    assert!(matches!(error, PdfError::Font { .. }), "{error:?}");
}
