//! Attributes that name something which is not there: they are told, and have no effect.

use chapbook_model::{
    Author, Block, BlockKind, Continues, Document, Inline, InlineKind, Item, List, ListKind, ListStyle, Metadata,
};
use chapbook_resolve::{Options, resolve};
use chapbook_source::{MemoryFiles, Span};
use chapbook_theme::Theme;
use chapbook_values::{AttributeParts, Attributes, CounterStyle, Delimiter, Label};

fn theme() -> Theme {
    chapbook_theme::read("article", &MemoryFiles::default()).expect("article is built in")
}

/// What is told of attributes.
fn told(document: &Document) -> Vec<String> {
    let (_, diagnostics) = resolve(document, &theme(), &MemoryFiles::default(), &Options::default());
    let wrong = diagnostics.into_iter().filter(|diagnostic| diagnostic.code.name == "attribute-value");
    wrong.map(|diagnostic| diagnostic.message).collect()
}

fn paragraph() -> Block {
    Block::new(BlockKind::Paragraph(vec![Inline::new(InlineKind::Text("Text.".into()), Span::NONE)]), Span::NONE)
}

fn list(label: Option<&str>, continues: Option<&str>) -> Block {
    let kind =
        ListKind::Ordered { start: 1, style: ListStyle::Counter(CounterStyle::Decimal), delimiter: Delimiter::Period };
    let item = Item { value: None, example: None, checked: None, body: vec![paragraph()] };
    let continues = continues.and_then(Label::new).map_or(Continues::No, Continues::Label);
    let list = List { kind, tight: true, items: vec![item], continues };
    let parts = AttributeParts { label: label.and_then(Label::new), ..AttributeParts::default() };
    Block::new(BlockKind::List(list), Span::NONE).with(Attributes::new(parts))
}

#[test]
fn a_list_goes_on_from_a_list_before_it() {
    let body = |last| Document { body: vec![list(Some("steps"), None), paragraph(), last], ..Document::default() };
    assert_eq!(told(&body(list(None, Some("steps")))), Vec::<String>::new());
    let told = told(&body(list(None, Some("step"))));
    assert_eq!(told, ["`continue` names no numbered list before this one: `step`; it has no effect"]);
}

#[test]
fn an_author_note_is_for_an_author_of_the_metadata() {
    let note = |id: &str| {
        let parts = AttributeParts {
            classes: vec!["author-note".into()],
            pairs: vec![("for".into(), id.into())],
            ..AttributeParts::default()
        };
        let author = Author { name: "A. Author".into(), id: Some("author".into()), ..Author::default() };
        let metadata = Metadata { authors: vec![author], ..Metadata::default() };
        let container = Block::new(BlockKind::Container(vec![paragraph()]), Span::NONE).with(Attributes::new(parts));
        Document { metadata, body: vec![paragraph(), container], ..Document::default() }
    };
    assert_eq!(told(&note("author")), Vec::<String>::new());
    assert_eq!(
        told(&note("writer")),
        ["`for` names no author of the metadata: none has the id `writer`; it has no effect"]
    );
}
