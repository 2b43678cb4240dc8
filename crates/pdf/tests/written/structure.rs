//! The structure tree: kinds, order, languages, and what belongs to no tree.

use chapbook_frame::{Artifact, ItemKind, ListKind, Owner, Tag, TagTree, Target};
use chapbook_values::{Color, CounterStyle};

use crate::hand::{Hand, ITALIC, area, language};
use crate::read::Read;

const ROOT: chapbook_frame::TagId = TagTree::ROOT;

/// A line of the tree that a node of this kind and one word in it make.
fn element(tag: Tag) -> String {
    let mut hand = Hand::new();
    let node = hand.tag(ROOT, tag);
    hand.line(Owner::Tag(node), "word");
    let tree = Read::new(hand.accessible()).structure();
    tree.lines().nth(1).unwrap().trim().to_owned()
}

#[test]
fn every_kind_has_its_element() {
    let cells = (2, 3);
    for (tag, line) in [
        (Tag::Document, "Part"),
        (Tag::Section, "Sect"),
        (Tag::BlockQuote, "BlockQuote"),
        (Tag::P, "P"),
        (Tag::Heading { level: 1, title: "A".into() }, "H1 T=A"),
        (Tag::Heading { level: 6, title: "A & B".into() }, "H6 T=A & B"),
        (Tag::List(ListKind::Bullet), "L ListNumbering=Disc"),
        (Tag::List(ListKind::Ordered(CounterStyle::Decimal)), "L ListNumbering=Decimal"),
        (Tag::List(ListKind::Ordered(CounterStyle::LowerAlpha)), "L ListNumbering=LowerAlpha"),
        (Tag::List(ListKind::Ordered(CounterStyle::UpperAlpha)), "L ListNumbering=UpperAlpha"),
        (Tag::List(ListKind::Ordered(CounterStyle::LowerRoman)), "L ListNumbering=LowerRoman"),
        (Tag::List(ListKind::Ordered(CounterStyle::UpperRoman)), "L ListNumbering=UpperRoman"),
        (Tag::List(ListKind::Description), "L ListNumbering=None"),
        (Tag::ListItem, "LI"),
        (Tag::Label, "Lbl"),
        (Tag::ListBody, "LBody"),
        (Tag::Table, "Table"),
        (Tag::TableHead, "THead"),
        (Tag::TableBody, "TBody"),
        (Tag::TableRow, "TR"),
        (Tag::HeaderCell { row: false, spans: (1, 1) }, "TH Scope=Column"),
        (Tag::HeaderCell { row: true, spans: cells }, "TH ColSpan=2 RowSpan=3 Scope=Row"),
        (Tag::Cell { spans: (1, 0) }, "TD"),
        (Tag::Cell { spans: cells }, "TD ColSpan=2 RowSpan=3"),
        (
            Tag::Figure { alt: Some("A quay".into()), place: Some((0, area(40, 95, 100, 50))) },
            "Figure Alt=A quay BBox=[40 450 140 500]",
        ),
        (Tag::Caption, "Caption"),
        (Tag::Code, "Code"),
        (Tag::Formula { alt: "a squared".into() }, "Formula Alt=a squared"),
        (Tag::Quote, "Quote"),
        (Tag::Span, "Span"),
        (Tag::Link, "Link"),
        (Tag::Reference, "Reference"),
        (Tag::Note, "Note ID=Note 1"),
        (Tag::Toc, "TOC"),
        (Tag::TocItem, "TOCI"),
        (Tag::Div, "Div"),
    ] {
        assert_eq!(element(tag), format!("{line} \"word\""));
    }
}

#[test]
fn the_tree_is_in_reading_order_however_things_are_drawn() {
    let mut hand = Hand::new();
    hand.heading(1, "Title");
    let first = hand.tag(ROOT, Tag::P);
    let second = hand.tag(ROOT, Tag::P);
    hand.line(Owner::Tag(second), "drawn first ");
    hand.line(Owner::Tag(first), "read first");
    hand.line(Owner::Tag(second), "drawn last");
    assert_eq!(
        Read::new(hand.accessible()).structure(),
        "Document Lang=en\n  H1 T=Title \"Title\"\n  P \"read first\"\n  P \"drawn first \" \"drawn last\"\n"
    );
}

#[test]
fn neighbours_of_one_owner_are_one_leaf() {
    let mut hand = Hand::new();
    let tag = hand.paragraph("one ");
    hand.draw(Owner::Tag(tag), ItemKind::Rect { area: area(40, 50, 30, 1), color: Color::BLACK });
    hand.line(Owner::Tag(tag), "two ");
    let other = hand.tag(ROOT, Tag::P);
    hand.line(Owner::Tag(other), "other");
    hand.line(Owner::Tag(tag), "three");
    let structure = Read::new(hand.accessible()).structure();
    assert_eq!(structure, "Document Lang=en\n  P \"one two \" \"three\"\n  P \"other\"\n");
}

#[test]
fn a_paragraph_goes_on_over_pages() {
    let mut hand = Hand::new();
    let tag = hand.paragraph("on the first ");
    hand.folio();
    hand.page(CounterStyle::Decimal, 2);
    hand.line(Owner::Tag(tag), "and the second");
    hand.folio();
    let read = Read::new(hand.accessible());
    assert_eq!(read.structure(), "Document Lang=en\n  P \"on the first \" 1:\"and the second\"\n");
    // Tabs follow the structure (PDF/UA-1, 7.18.3).
    for page in read.pages() {
        assert_eq!(page.get::<hayro_syntax::object::Name<'_>>("Tabs").unwrap().as_str(), "S");
    }
}

#[test]
fn artifacts_are_outside_the_tree() {
    let mut hand = Hand::new();
    hand.paragraph("text");
    hand.line(Owner::Artifact(Artifact::Header), "head");
    hand.line(Owner::Artifact(Artifact::Footer), "foot");
    hand.draw(Owner::Artifact(Artifact::Layout), ItemKind::Rect { area: area(0, 0, 9, 9), color: Color::BLACK });
    hand.folio();
    let read = Read::new(hand.accessible());
    assert_eq!(read.structure(), "Document Lang=en\n  P \"text\"\n");
    let artifacts: Vec<(String, String)> =
        read.leaves().into_iter().map(|((_, key), said)| (key, said)).filter(|(key, _)| key != "0").collect();
    let expected = [("Footer", "foot"), ("Header", "head"), ("Layout", ""), ("Pagination", "1")];
    assert_eq!(artifacts, expected.map(|(key, said)| (key.to_owned(), said.to_owned())));
}

#[test]
fn languages_stand_on_nodes_and_runs() {
    let mut hand = Hand::new();
    hand.pages.language = language("en-GB");
    let german = hand.paragraph("Guten Tag");
    hand.pages.tags.node_mut(german).language = Some(language("de"));
    let mixed = hand.paragraph("He said ");
    let mut run = hand.run(ITALIC, "bonjour");
    run.language = Some(language("fr"));
    hand.draw(Owner::Tag(mixed), ItemKind::Glyphs(run));
    hand.draw(Owner::Tag(mixed), ItemKind::Rect { area: area(90, 50, 30, 1), color: Color::BLACK });
    hand.line(Owner::Tag(mixed), ".");
    // A run that names the language it is in anyhow is no piece of its own.
    let mut run = hand.run(ITALIC, " Ja");
    run.language = Some(language("de"));
    hand.draw(Owner::Tag(german), ItemKind::Glyphs(run));
    assert_eq!(
        Read::new(hand.accessible()).structure(),
        "Document Lang=en-GB\n  P Lang=de \"Guten Tag\" \" Ja\"\n  P \"He said \" \"<fr>bonjour\" \".\"\n"
    );
}

#[test]
fn nothing_empty_is_read_out_but_cells_hold_their_place() {
    let mut hand = Hand::new();
    hand.tag(ROOT, Tag::P);
    let table = hand.tag(ROOT, Tag::Table);
    let row = hand.tag(table, Tag::TableRow);
    let header = hand.tag(row, Tag::HeaderCell { row: false, spans: (1, 1) });
    hand.line(Owner::Tag(header), "A");
    let cell = hand.tag(row, Tag::Cell { spans: (1, 1) });
    hand.tag(cell, Tag::P);
    let list = hand.tag(ROOT, Tag::List(ListKind::Bullet));
    let item = hand.tag(list, Tag::ListItem);
    hand.tag(item, Tag::ListBody);
    let structure = Read::new(hand.accessible()).structure();
    assert_eq!(structure, "Document Lang=en\n  Table\n    TR\n      TH Scope=Column \"A\"\n      TD\n");
}

#[test]
fn notes_are_told_apart() {
    let mut hand = Hand::new();
    let paragraph = hand.tag(ROOT, Tag::P);
    let text = hand.tag(paragraph, Tag::Span);
    hand.line(Owner::Tag(text), "Called");
    for number in ["1", "2"] {
        let reference = hand.tag(paragraph, Tag::Reference);
        let link = hand.tag(reference, Tag::Link);
        let place = hand.line(Owner::Tag(link), number);
        let goal = hand.destination(&format!("note-{number}"));
        hand.link(link, vec![place], Target::Destination(goal), &format!("Note {number}"));
        let note = hand.tag(ROOT, Tag::Note);
        let label = hand.tag(note, Tag::Label);
        hand.line(Owner::Tag(label), number);
        let body = hand.tag(note, Tag::P);
        hand.line(Owner::Tag(body), "Said");
    }
    assert_eq!(
        Read::new(hand.accessible()).structure(),
        "Document Lang=en\n  P\n    Span \"Called\"\n    Reference\n      Link ->#note-1 \"1\"\n    Reference\n      \
         Link ->#note-2 \"2\"\n  Note ID=Note 1\n    Lbl \"1\"\n    P \"Said\"\n  Note ID=Note 2\n    Lbl \"2\"\n    P \"Said\"\n"
    );
}

#[test]
fn a_tree_as_deep_as_allowed_is_written() {
    let mut hand = Hand::new();
    let mut tag = ROOT;
    // The root is the first level.
    for _ in 1..256 {
        tag = hand.tag(tag, Tag::Div);
    }
    hand.line(Owner::Tag(tag), "deep");
    assert_eq!(Read::new(hand.accessible()).structure().lines().count(), 256);
}
