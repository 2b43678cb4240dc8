//! Lists: what Word counts is what the document says. Every call of `write` compares the two; these are the documents.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own file has failed")]

mod common;

use chapbook_model::{BlockKind, ListPrinting, Node};
use chapbook_values::{CounterStyle, Delimiter};
use common::model::*;
use common::{W, write};
use roxmltree::Document;

/// The `numId` of each numbered paragraph of the text.
fn nums(written: &common::Written) -> Vec<String> {
    let part = Document::parse(written.package.text("word/document.xml")).unwrap();
    part.descendants()
        .filter(|node| node.has_tag_name((W, "numId")))
        .map(|node| node.attribute((W, "val")).unwrap().to_owned())
        .collect()
}

#[test]
fn an_interrupted_list_goes_on() {
    let written = write(&document(vec![
        decimal(1, &["One"]),
        paragraph("A paragraph at the margin."),
        continued(decimal(2, &["Two"])),
        continued(decimal(3, &["Three", "Four"])),
    ]));
    assert_eq!(nums(&written), ["1", "1", "1", "1"]);
    let numbering = written.package.text("word/numbering.xml");
    assert_eq!(numbering.matches("<w:abstractNum ").count(), 1);
}

#[test]
fn every_other_list_counts_for_itself() {
    let written =
        write(&document(vec![decimal(1, &["One"]), decimal(5, &["Five", "Six"]), decimal(1, &["One again"])]));
    assert_eq!(nums(&written), ["1", "2", "2", "3"]);
}

#[test]
fn all_styles_and_delimiters() {
    let styles = [
        CounterStyle::Decimal,
        CounterStyle::LowerAlpha,
        CounterStyle::UpperAlpha,
        CounterStyle::LowerRoman,
        CounterStyle::UpperRoman,
    ];
    let mut body = Vec::new();
    for style in styles {
        for delimiter in [Delimiter::Period, Delimiter::Paren, Delimiter::TwoParens] {
            body.push(numbered(3, style, delimiter, vec![vec![paragraph("Three")], vec![paragraph("Four")]]));
        }
    }
    let written = write(&document(body));
    assert_eq!(nums(&written).len(), 30);
}

#[test]
fn letters_past_z_and_numbers_that_word_cannot_start_with() {
    let many =
        |start, style, count: usize| numbered(start, style, Delimiter::Paren, vec![vec![paragraph("An item")]; count]);
    write(&document(vec![
        many(25, CounterStyle::LowerAlpha, 6),
        many(0, CounterStyle::UpperRoman, 3),
        many(3_998, CounterStyle::LowerRoman, 4),
        many(32_766, CounterStyle::Decimal, 3),
        many(0, CounterStyle::Decimal, 2),
        many(999_999_999, CounterStyle::Decimal, 2),
    ]));
}

#[test]
fn nested_lists_are_levels_where_word_counts_alike() {
    let letters = |start| {
        numbered(start, CounterStyle::LowerAlpha, Delimiter::Paren, vec![vec![paragraph("a")], vec![paragraph("b")]])
    };
    let item = |inner| vec![paragraph("Outer"), inner];
    let outer = vec![item(letters(1)), item(letters(1)), item(letters(5)), item(bullets(vec![vec![paragraph("•")]]))];
    let written = write(&document(vec![numbered(1, CounterStyle::Decimal, Delimiter::Period, outer)]));
    assert_eq!(nums(&written), ["1", "1", "1", "1", "1", "1", "1", "2", "2", "1", "3"]);
}

#[test]
fn numbers_in_bullets_and_bullets_in_numbers() {
    let inner = || decimal(1, &["One", "Two"]);
    let middle = || bullets(vec![vec![paragraph("Bullet"), inner()], vec![paragraph("Bullet"), inner()]]);
    write(&document(vec![numbered(
        1,
        CounterStyle::UpperRoman,
        Delimiter::Period,
        vec![vec![paragraph("First"), middle()], vec![paragraph("Second"), middle()]],
    )]));
}

#[test]
fn values_that_jump() {
    let mut list = decimal(1, &["One", "Five", "Six", "Two"]);
    if let BlockKind::List(list) = &mut list.kind {
        list.items[1].value = Some(5);
        list.items[3].value = Some(2);
    }
    let mut document = document(vec![list]);
    document.metadata.lists = Some(ListPrinting::Literal);
    let written = write(&document);
    assert_eq!(nums(&written), ["1", "2", "2", "3"]);
}

#[test]
fn items_hold_anything() {
    let code = block(BlockKind::Code(chapbook_model::Code { language: None, text: "code\n\tmore".into() }));
    let quote = block(BlockKind::Quote(chapbook_model::Quote { body: vec![paragraph("Quoted")], attribution: None }));
    let bodies = vec![
        vec![paragraph("One"), paragraph("More of one"), code.clone(), paragraph("Still one")],
        vec![code],
        vec![table(&[&["a", "b"], &["c", "d"]])],
        vec![decimal(1, &["At once"])],
        vec![],
        vec![quote, paragraph("After")],
        vec![figure("fig-x", vec![text("A caption")], None)],
        vec![heading(3, "A heading")],
    ];
    let written = write(&document(vec![numbered(1, CounterStyle::Decimal, Delimiter::Period, bodies)]));
    let part = Document::parse(written.package.text("word/document.xml")).unwrap();
    let more = common::words::paragraph_with(&part, "More of one");
    assert_eq!(common::words::style_of(more), "ListContinue");
    assert!(more.descendants().all(|node| !node.has_tag_name((W, "numPr"))));
    let one = common::words::paragraph_with(&part, "One");
    assert_eq!(common::words::style_of(one), "ListNumber");
}

#[test]
fn lists_deeper_than_words_levels() {
    let mut list = decimal(1, &["Innermost", "Second"]);
    for _ in 0..12 {
        list = numbered(1, CounterStyle::Decimal, Delimiter::Period, vec![vec![paragraph("Outer"), list]]);
    }
    let written = write(&document(vec![list]));
    assert!(written.diagnostics.iter().any(|d| d.code.name == "list-too-deep"), "{:?}", written.diagnostics);
}

#[test]
fn tasks_have_boxes() {
    let mut list = bullets(vec![vec![paragraph("Open")], vec![paragraph("Done")]]);
    if let BlockKind::List(list) = &mut list.kind {
        list.items[0].checked = Some(false);
        list.items[1].checked = Some(true);
    }
    let written = write(&document(vec![list]));
    let text = written.package.text("word/document.xml");
    assert!(text.contains("☐ ") && text.contains("☑ "));
}

#[test]
fn lists_in_quotes_notes_and_cells() {
    let quote = chapbook_model::Quote { body: vec![decimal(1, &["In a quote"])], attribution: None };
    let mut table = table(&[&["Head"], &["Cell"]]);
    if let BlockKind::Table(table) = &mut table.kind {
        table.body[0].cells[0].body = vec![decimal(4, &["In a cell", "Five"])];
    }
    let mut document = document(vec![block(BlockKind::Quote(quote)), table, line(vec![text("Called"), note("n")])]);
    define(&mut document, "n", chapbook_model::NoteMarker::Auto, None, vec![decimal(1, &["In a note"])]);
    write(&document);
}

#[test]
fn two_thousand_lists() {
    let body: Vec<Node<BlockKind>> = (0..2_000).map(|_| decimal(1, &["One", "Two"])).collect();
    let written = write(&document(body));
    assert_eq!(nums(&written).last().map(String::as_str), Some("2000"));
}
