//! Random documents, put together from one sample of each kind of node, go through `resolve` and every writer: nothing
//! panics, every file can be read, and the same document gives the same bytes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "tests read an image from disk and how many cases are asked for")]

use chapbook::Format;
use chapbook_assets::Fonts;
use chapbook_model::{
    Block, BlockKind, Caption, Cell, Definition, Document, Figure, Inline, InlineKind, Item, List, Quote, Row, Table,
    TableColumn, samples,
};
use chapbook_resolve::{Changes, Options, RawPolicy, Resolved};
use chapbook_source::{FileId, MemoryFiles};
use chapbook_tests::{cases, compare, expected, parts};
use chapbook_theme::Theme;
use chapbook_values::Attributes;
use proptest::prelude::*;

/// How deep blocks are put into each other.
const DEPTH: u32 = 3;

fn inline() -> impl Strategy<Value = Inline> {
    let samples = samples::inlines();
    let leaf = (0..samples.len()).prop_map(move |at| samples[at].clone());
    leaf.prop_recursive(DEPTH, 12, 3, |inner| {
        (proptest::collection::vec(inner, 1..4), 0..12_u8).prop_map(|(content, way)| wrap_inline(content, way))
    })
}

fn wrap_inline(content: Vec<Inline>, way: u8) -> Inline {
    let span = chapbook_source::Span::NONE;
    let kind = match way {
        0 => InlineKind::Emph(content),
        1 => InlineKind::Strong(content),
        2 => InlineKind::Strike(content),
        3 => InlineKind::Superscript(content),
        4 => InlineKind::SmallCaps(content),
        5 => InlineKind::Span(content),
        6 => InlineKind::Insertion { change: chapbook_model::Change::default(), content },
        7 => InlineKind::Deletion { change: chapbook_model::Change::default(), content },
        8 => InlineKind::Highlight(content),
        9 => InlineKind::Subscript(content),
        10 => InlineKind::Link(chapbook_model::Link { target: "https://example.org/".into(), title: None, content }),
        _ => InlineKind::Underline(content),
    };
    chapbook_model::Node::new(kind, span)
}

fn block() -> impl Strategy<Value = Block> {
    let samples = samples::blocks();
    let leaf = prop_oneof![
        (0..samples.len()).prop_map(move |at| samples[at].clone()),
        proptest::collection::vec(inline(), 1..5).prop_map(|content| node(BlockKind::Paragraph(content))),
        (1..7_u8, proptest::collection::vec(inline(), 0..3)).prop_map(|(level, content)| {
            // A word that nobody deleted, so that the heading is one.
            let word = chapbook_model::Node::new(InlineKind::Text("Heading ".into()), chapbook_source::Span::NONE);
            node(BlockKind::Heading { level, content: [vec![word], content].concat() })
        }),
    ];
    leaf.prop_recursive(DEPTH, 24, 4, |inner| {
        (proptest::collection::vec(inner, 1..4), 0..20_usize).prop_map(|(body, way)| wrap_block(body, way))
    })
}

/// Divs with a meaning (DIALECT.md 10), and one without.
const CLASSES: [&str; 14] = [
    "epigraph",
    "dedication",
    "copyright-page",
    "colophon",
    "abstract",
    "acknowledgements",
    "aside",
    "pullquote",
    "callout-tip",
    "letter",
    "glossary",
    "columns",
    "column",
    "motto",
];

/// Puts blocks into a sample that holds blocks.
fn wrap_block(body: Vec<Block>, way: usize) -> Block {
    let span = chapbook_source::Span::NONE;
    let item = |body: Vec<Block>| Item { body, ..Item::default() };
    let kind = match way {
        0 => BlockKind::Quote(Quote { body, attribution: None }),
        1 => list(body.into_iter().map(|block| item(vec![block])).collect(), true),
        2 => list(vec![item(body), Item::default()], false),
        3 => BlockKind::Definitions(vec![Definition { term: samples::inlines(), bodies: vec![body] }]),
        4 => {
            let row = |body: Vec<Block>| Row { cells: vec![Cell::new(body), Cell::new(Vec::new())] };
            let columns = vec![TableColumn::default(), TableColumn::default()];
            let head = vec![row(vec![node(BlockKind::Paragraph(samples::inlines()))])];
            BlockKind::Table(Table { columns, head, body: vec![row(body)], header_columns: 0 })
        }
        5 => {
            let sample = samples::blocks().into_iter().find_map(|block| match block.kind {
                BlockKind::Figure(figure) => Some(*figure),
                _ => None,
            });
            let figure = sample.expect("there is a sample of each kind");
            // Word has captions of paragraphs alone: other blocks in one are not to be told from those after it.
            let is_line = |block: &&Block| matches!(block.kind, BlockKind::Paragraph(_));
            let lines: Vec<Block> = body.iter().filter(is_line).cloned().collect();
            let caption = figure.caption.map(|caption| Caption { body: lines, ..caption });
            BlockKind::Figure(Box::new(Figure { body, caption, ..figure }))
        }
        way => {
            let attributes = Attributes::class(CLASSES[way % CLASSES.len()]);
            return chapbook_model::Node::new(BlockKind::Container(body), span).with(attributes);
        }
    };
    chapbook_model::Node::new(kind, span)
}

/// A list of the sample's numbering.
fn list(items: Vec<Item>, tight: bool) -> BlockKind {
    let sample = samples::blocks().into_iter().find_map(|block| match block.kind {
        BlockKind::List(list) => Some(list),
        _ => None,
    });
    BlockKind::List(List { items, tight, ..sample.expect("there is a sample of each kind") })
}

fn node(kind: BlockKind) -> Block {
    chapbook_model::Node::new(kind, chapbook_source::Span::NONE)
}

/// A document that a failure shows as readable text.
#[derive(Clone)]
struct Shown(Document);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&chapbook_model::dump(&self.0))
    }
}

fn document() -> impl Strategy<Value = Shown> {
    // A note may call itself.
    let note = proptest::collection::vec(block(), 1..3);
    (proptest::collection::vec(block(), 0..5), note).prop_map(|(body, blocks)| {
        let mut document = Document { body, ..samples::document() };
        for note in document.notes.values_mut() {
            note.body.clone_from(&blocks);
        }
        chapbook_model::normalise_document(&mut document);
        Shown(document)
    })
}

fn theme() -> Theme {
    chapbook_theme::read("article", &MemoryFiles::default()).expect("article is built in")
}

fn files() -> MemoryFiles {
    let mut files = MemoryFiles::default();
    files.add("square.png", std::fs::read(cases::tests().join("cases/figures/images/square.png")).unwrap());
    files
}

fn pdf(resolved: &Resolved, theme: &Theme, fonts: &Fonts) -> (Vec<u8>, chapbook_resolve::PageMap) {
    let chapbook_layout::Layout { pages, map, .. } = chapbook_layout::layout(resolved, theme, fonts, &[]);
    let metadata = chapbook_pdf::Metadata { title: resolved.meta.title.clone(), ..chapbook_pdf::Metadata::default() };
    let (bytes, _) = chapbook_pdf::write(&pages, &metadata).unwrap();
    (bytes, map)
}

fn raw() -> impl Strategy<Value = RawPolicy> {
    prop_oneof![Just(RawPolicy::Keep), Just(RawPolicy::Allow)]
}

fn changes() -> impl Strategy<Value = Changes> {
    prop_oneof![Just(Changes::Keep), Just(Changes::Accept), Just(Changes::Reject)]
}

/// A few seconds' worth of documents; `PROPTEST_CASES=2000` asks for more.
fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    ProptestConfig { cases: if asked { config.cases } else { 40 }, ..config }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_writer_takes_every_document(Shown(document) in document(), raw in raw(), changes in changes()) {
        let options = Options { raw, changes, ..Options::default() };
        let (theme, files) = (theme(), files());
        let mut fonts = Fonts::default();
        fonts.add_bundled();
        let (resolved, _) = chapbook_resolve::resolve(&document, &theme, &files, &options);
        let (pdf_bytes, map) = pdf(&resolved, &theme, &fonts);
        let (epub, _) = chapbook_epub::write(&resolved, &theme, Some(&map), &chapbook_epub::Options::default());
        let (docx, _) = chapbook_docx::write(&resolved, &theme, Some(&map), &chapbook_docx::Options::default());
        for bytes in [&epub, &docx] {
            for part in parts::unzip(bytes).unwrap() {
                if let Some(lines) = part.lines() {
                    lines.unwrap();
                }
            }
        }
        // The way back takes it, too, and gives what Markdown can say.
        let reading = chapbook_docx::read(&docx, &chapbook_docx::ReadOptions::default()).unwrap();
        prop_assert!(chapbook_model::is_normal(&reading.document.body), "what is read is not in normal form");
        let markdown = chapbook_markdown::write(&reading.document);
        let (again, _) = chapbook_markdown::read(FileId(0), &markdown, &chapbook_markdown::ReadOptions::default());
        let words = |blocks: &[Block]| -> Vec<String> {
            let text = chapbook_model::plain_text_of_blocks(blocks);
            text.split_whitespace().map(str::to_owned).collect()
        };
        prop_assert_eq!(words(&again.body), words(&reading.document.body));
        let expected = expected::witness(&resolved);
        for (format, bytes) in [(Format::Pdf, &pdf_bytes), (Format::Epub, &epub), (Format::Docx, &docx)] {
            let found = compare::read(format, bytes).unwrap();
            let faults = compare::compare(format, &expected, &found);
            prop_assert!(faults.is_empty(), "{}: {faults:#?}", format.name());
        }
        // Again, from the document on.
        let (resolved, _) = chapbook_resolve::resolve(&document, &theme, &files, &options);
        let (again, map) = pdf(&resolved, &theme, &fonts);
        prop_assert!(pdf_bytes == again, "the PDF has other bytes");
        let again = chapbook_epub::write(&resolved, &theme, Some(&map), &chapbook_epub::Options::default()).0;
        prop_assert!(epub == again, "the EPUB has other bytes");
        let again = chapbook_docx::write(&resolved, &theme, Some(&map), &chapbook_docx::Options::default()).0;
        prop_assert!(docx == again, "the DOCX has other bytes");
    }
}
