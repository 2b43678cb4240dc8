//! Links: where they are clicked, where they lead, what they are called.

use chapbook_frame::{Area, Owner, Tag, TagTree, Target};
use chapbook_pdf::write;
use chapbook_source::codes;
use chapbook_values::{CounterStyle, Length};

use crate::hand::{Hand, area, metadata, span};
use crate::read::{Link, Read};

const ROOT: chapbook_frame::TagId = TagTree::ROOT;

#[test]
fn a_link_over_lines_is_one_annotation() {
    let mut hand = Hand::new();
    let paragraph = hand.tag(ROOT, Tag::P);
    let link = hand.tag(paragraph, Tag::Link);
    let areas = vec![hand.line(Owner::Tag(link), "a long "), hand.line(Owner::Tag(link), "address")];
    hand.link(link, areas, Target::Url("https://example.org/größe".into()), "The size");
    let read = Read::new(hand.accessible());
    let links = read.links(0);
    assert_eq!(links.len(), 1);
    let Link { target, description, quads, rect } = &links[0];
    assert_eq!((target.as_str(), *quads), ("https://example.org/gr%C3%B6%C3%9Fe", 2));
    assert_eq!(description.as_deref(), Some("The size"));
    // Both lines, from the bottom of the page: their tops are 10 above the baselines at 40 and 54.
    assert!((rect[1] - (595.0 - 57.0)).abs() < 0.01 && (rect[3] - (595.0 - 30.0)).abs() < 0.01, "{rect:?}");
    assert_eq!(
        read.structure(),
        "Document Lang=en\n  P\n    Link ->https://example.org/gr%C3%B6%C3%9Fe \"a long address\"\n"
    );
}

#[test]
fn a_link_over_pages_is_one_node_with_two_annotations() {
    let mut hand = Hand::new();
    let link = hand.tag(ROOT, Tag::Link);
    let goal = hand.destination("goal");
    let place = hand.line(Owner::Tag(link), "here ");
    hand.link(link, vec![place], Target::Destination(goal), "The goal");
    hand.page(CounterStyle::Decimal, 2);
    let place = hand.line(Owner::Tag(link), "there");
    hand.link(link, vec![place], Target::Destination(goal), "The goal");
    let read = Read::new(hand.accessible());
    assert_eq!(read.structure(), "Document Lang=en\n  Link ->#goal \"here \" ->#goal 1:\"there\"\n");
    assert_eq!((read.links(0).len(), read.links(1).len()), (1, 1));
}

#[test]
fn a_link_may_hold_nodes_of_its_own() {
    let mut hand = Hand::new();
    let link = hand.tag(ROOT, Tag::Link);
    let plain = hand.tag(link, Tag::Span);
    let code = hand.tag(link, Tag::Code);
    let mut place = hand.line(Owner::Tag(plain), "see ");
    place.height = Length::points(28);
    hand.line(Owner::Tag(code), "code");
    hand.link(link, vec![place], Target::Url("https://example.org/".into()), "Code");
    assert_eq!(
        Read::new(hand.accessible()).structure(),
        "Document Lang=en\n  Link ->https://example.org/\n    Span \"see \"\n    Code \"code\"\n"
    );
}

#[test]
fn an_address_describes_itself_and_a_place_does_not() {
    let mut hand = Hand::new();
    hand.span = span(3, 9);
    let link = hand.tag(ROOT, Tag::Link);
    let place = hand.line(Owner::Tag(link), "link");
    hand.link(link, vec![place], Target::Url("https://example.org/".into()), " ");
    assert_eq!(Read::new(hand.accessible()).links(0)[0].description.as_deref(), Some("https://example.org/"));

    let goal = hand.destination("goal");
    hand.link(link, vec![place], Target::Destination(goal), "");
    let (bytes, diagnostics) = write(&hand.pages, &metadata()).unwrap();
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].code, &codes::NOT_ACCESSIBLE);
    assert_eq!(diagnostics[0].span, Some(span(3, 9)));
    assert!(diagnostics[0].message.ends_with("a link has no description"), "{}", diagnostics[0].message);
    assert_eq!(Read::new(bytes).links(0).len(), 2);
}

#[test]
fn a_link_without_extent_is_text() {
    let mut hand = Hand::new();
    hand.span = span(1, 2);
    let link = hand.tag(ROOT, Tag::Link);
    hand.line(Owner::Tag(link), "link");
    let flat = Area { height: Length::ZERO, ..area(1, 1, 10, 10) };
    hand.link(link, vec![flat], Target::Url("https://example.org/".into()), "Flat");
    hand.link(link, vec![], Target::Url("https://example.org/".into()), "None");
    let (bytes, diagnostics) = write(&hand.pages, &metadata()).unwrap();
    let found: Vec<_> = diagnostics.iter().map(|d| (d.code.name, d.span, d.message.as_str())).collect();
    assert_eq!(
        found,
        [
            ("empty-link", Some(span(1, 2)), "the link \"Flat\" has no extent"),
            ("empty-link", Some(span(1, 2)), "the link \"None\" has no extent")
        ]
    );
    let read = Read::new(bytes);
    assert_eq!(read.links(0), []);
    assert_eq!(read.structure(), "Document Lang=en\n  Link \"link\"\n");
}
