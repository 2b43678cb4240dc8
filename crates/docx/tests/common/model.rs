//! Short ways to write documents by hand.

use std::collections::BTreeMap;

use chapbook_model::*;
use chapbook_source::{FileId, Span};
use chapbook_values::{AttributeParts, Attributes, CounterStyle, Delimiter, Label, Language};

pub(crate) fn document(body: Vec<Block>) -> Document {
    let metadata =
        Metadata { title: Some(vec![text("A title")]), language: Language::parse("en-GB"), ..Metadata::default() };
    Document { metadata, body, notes: BTreeMap::new() }
}

pub(crate) fn block(kind: BlockKind) -> Block {
    Node::new(kind, Span::NONE)
}

pub(crate) fn inline(kind: InlineKind) -> Inline {
    Node::new(kind, Span::NONE)
}

pub(crate) fn text(words: &str) -> Inline {
    inline(InlineKind::Text(words.into()))
}

pub(crate) fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(vec![text(words)]))
}

pub(crate) fn line(inlines: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(inlines))
}

pub(crate) fn heading(level: u8, words: &str) -> Block {
    block(BlockKind::Heading { level, content: vec![text(words)] })
}

pub(crate) fn labelled(label: &str) -> Attributes {
    Attributes::new(AttributeParts { label: Label::new(label), ..AttributeParts::default() })
}

pub(crate) fn attribute(key: &str, value: &str) -> Attributes {
    Attributes::new(AttributeParts { pairs: vec![(key.into(), value.into())], ..AttributeParts::default() })
}

pub(crate) fn class(class: &str, body: Vec<Block>) -> Block {
    block(BlockKind::Container(body)).with(Attributes::class(class))
}

pub(crate) fn items(bodies: Vec<Vec<Block>>) -> Vec<Item> {
    bodies.into_iter().map(|body| Item { body, ..Item::default() }).collect()
}

pub(crate) fn bullets(bodies: Vec<Vec<Block>>) -> Block {
    let list = List { kind: ListKind::Bullet, tight: true, items: items(bodies), continues: Continues::No };
    block(BlockKind::List(list))
}

pub(crate) fn numbered(start: i64, style: CounterStyle, delimiter: Delimiter, bodies: Vec<Vec<Block>>) -> Block {
    let kind = ListKind::Ordered { start, style: ListStyle::Counter(style), delimiter };
    block(BlockKind::List(List { kind, tight: true, items: items(bodies), continues: Continues::No }))
}

/// A list `1.`, `2.` … of one paragraph each.
pub(crate) fn decimal(start: i64, words: &[&str]) -> Block {
    let bodies = words.iter().map(|words| vec![paragraph(words)]).collect();
    numbered(start, CounterStyle::Decimal, Delimiter::Period, bodies)
}

/// The same list, going on.
pub(crate) fn continued(mut list: Block) -> Block {
    if let BlockKind::List(list) = &mut list.kind {
        list.continues = Continues::Previous;
    }
    list
}

pub(crate) fn note(label: &str) -> Inline {
    inline(InlineKind::Note(note_name(label)))
}

pub(crate) fn note_name(label: &str) -> NoteName {
    NoteName { file: FileId(0), label: label.into() }
}

/// Adds a note.
pub(crate) fn define(
    document: &mut Document,
    label: &str,
    marker: NoteMarker,
    kind: Option<NoteKind>,
    body: Vec<Block>,
) {
    document.notes.insert(note_name(label), Note { kind, marker, body, span: Span::NONE });
}

pub(crate) fn reference(label: &str, form: ReferenceForm) -> Inline {
    let items = vec![ReferenceItem { label: Label::new(label).unwrap(), form }];
    inline(InlineKind::Reference(Reference { items }))
}

pub(crate) fn image(target: &str, alt: Option<&str>) -> Inline {
    inline(InlineKind::Image(Image {
        target: target.into(),
        alt: alt.map(str::to_owned),
        title: None,
        width: None,
        height: None,
    }))
}

/// A figure of a picture.
pub(crate) fn figure(label: &str, caption: Vec<Inline>, credit: Option<&str>) -> Block {
    let caption = Caption { body: vec![line(caption)], short: None, credit: credit.map(|credit| vec![text(credit)]) };
    let body = vec![line(vec![image("square.png", Some("A square"))])];
    let figure = Figure { kind: FigureKind::Image, body, caption: Some(caption) };
    block(BlockKind::Figure(Box::new(figure))).with(labelled(label))
}

/// A table of paragraphs, with a head.
pub(crate) fn table(rows: &[&[&str]]) -> Block {
    let row = |cells: &&[&str]| Row { cells: cells.iter().map(|words| Cell::new(vec![paragraph(words)])).collect() };
    let mut rows: Vec<Row> = rows.iter().map(row).collect();
    let body = rows.split_off(1);
    let columns = vec![TableColumn::default(); rows[0].cells.len()];
    block(BlockKind::Table(Table { columns, head: rows, body, header_columns: 0 }))
}
