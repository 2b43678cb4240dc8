//! The comparison finds what it is there to find: the files of a document that was spoilt in one place are held against
//! the tree of the document as it was, and the fault has to be told, in each format.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "a test reads an image from disk")]

use std::io::{Cursor, Write as _};

use chapbook::{Format, MemoryFiles};
use chapbook_tests::witness::{Frame, Token, Witness};
use chapbook_tests::{cases, compare, expected, made, parts};

/// A document with one of each thing that is compared.
const WHOLE: &str = r#"---
title: A whole document
language: en
authors: A. Author
---
::: byline
By A. Author[^*]
:::

The first[^one] word and the second[^two] one, and the first again.[^one]

1. One

   Still one.

2. Two

![The square.[^three] [Drawing: B. Writer]{.credit}](square.png){#fig-a alt="Four colours"}

| Head | Number |
|------|-------:|
| left |      7 |

: A table {#tbl-a}

See @fig-a and @tbl-a.

## The end

The last paragraph.

[^one]: The note of the first.

[^two]: The note of the second.

[^three]: The note in the caption.

[^*]: A. Author writes.
"#;

/// What is spoilt, how, and what has to be told.
const FAULTS: [(&str, &str, &str, &str); 13] = [
    ("a word is lost", "The last paragraph.", "The paragraph.", "last"),
    ("a word is changed", "and the second[^two]", "and a second[^two]", "the"),
    ("words change places", "The last paragraph.", "The paragraph last.", "last"),
    (
        "two notes are swapped",
        "the first.\n\n[^two]: The note of the second.",
        "the second.\n\n[^two]: The note of the first.",
        "first.",
    ),
    ("a call moves", "The first[^one] word", "The first word[^one]", "call 1"),
    ("a repeated call is lost", "the first again.[^one]", "the first again.", "call 1"),
    ("a caption is lost", "![The square.[^three] ", "![", "square."),
    ("a credit is lost", " [Drawing: B. Writer]{.credit}", "", "Drawing:"),
    ("a list's number is changed", "1. One", "4. One", "item 1."),
    ("an item becomes a paragraph", "2. Two", "Two", "item 2."),
    ("an alternative text is changed", "Four colours", "Three colours", "Four colours"),
    ("the mark of an author note is changed", "[^*]", "[^†]", "*"),
    ("a heading becomes a paragraph", "## The end", "The end", "Heading"),
];

fn files(text: &str) -> MemoryFiles {
    let square = std::fs::read(cases::tests().join("cases/figures/images/square.png")).unwrap();
    let mut files = MemoryFiles::default();
    files.add("whole.md", text.as_bytes().to_vec());
    files.add("square.png", square);
    files
}

/// What the tree of the whole document says.
fn whole() -> Witness {
    let files = files(WHOLE);
    let (loaded, _) = made::make_text(&files, "whole.md").unwrap();
    let tree = chapbook::inspect::tree(&loaded, &files, &chapbook::ExportOptions::default()).unwrap();
    expected::witness(&tree)
}

/// What each format of a text says.
fn found(text: &str) -> Vec<(Format, Witness)> {
    let (_, exported) = made::make_text(&files(text), "whole.md").unwrap();
    let outputs = exported.outputs.iter();
    outputs.map(|output| (output.format, compare::read(output.format, &output.bytes).unwrap())).collect()
}

#[test]
fn the_whole_document_agrees() {
    let whole = whole();
    for sign in ["call 1", "mark *", "item 1.", "picture", "Caption", "Credit", "Cell", "Heading", "AuthorNote"] {
        let told: Vec<String> = whole.body.iter().map(Token::to_string).collect();
        assert!(told.iter().any(|token| token.contains(sign)), "{sign} is not in {told:?}");
    }
    assert_eq!(whole.notes.len(), 3);
    let found = found(WHOLE);
    assert_eq!(found.len(), 3);
    for (format, found) in found {
        assert_eq!(compare::compare(format, &whole, &found), Vec::<String>::new(), "{format:?}");
    }
}

#[test]
fn a_fault_is_told_in_every_format() {
    let whole = whole();
    for (name, from, to, told) in FAULTS {
        assert!(WHOLE.contains(from), "{name}: {from:?} is not in the document");
        for (format, found) in found(&WHOLE.replace(from, to)) {
            let faults = compare::compare(format, &whole, &found);
            // What stands around a difference is no part of it.
            let difference =
                |fault: &String| fault.split_once(": expected ").map_or(fault.clone(), |(_, d)| d.to_owned());
            let is_told = faults.iter().map(difference).any(|difference| difference.contains(told));
            assert!(is_told, "{name}, {format:?}: {faults:?}");
        }
    }
}

#[test]
fn a_heading_of_another_level_is_told_where_levels_are_kept() {
    let whole = whole();
    for (format, found) in found(&WHOLE.replace("## The end", "### The end")) {
        let faults = compare::compare(format, &whole, &found);
        assert_eq!(faults.is_empty(), format == Format::Pdf, "{format:?}: {faults:?}");
    }
}

/// The file of a format with some text changed in one of its parts.
fn spoilt(format: Format, part: &str, from: &str, to: &str) -> Vec<u8> {
    let (_, exported) = made::make_text(&files(WHOLE), "whole.md").unwrap();
    let output = exported.outputs.iter().find(|output| output.format == format).unwrap();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for found in parts::unzip(&output.bytes).unwrap() {
        archive.start_file(found.name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        let mut bytes = found.bytes;
        if found.name == part {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{from} is not in {part}");
            bytes = text.replace(from, to).into_bytes();
        }
        archive.write_all(&bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_file_that_contradicts_itself_is_told() {
    let whole = whole();
    for (format, part, from, to, told) in [
        (Format::Epub, "EPUB/article.xhtml", "href=\"#note\"", "href=\"#nowhere\"", "where no note is"),
        (Format::Epub, "EPUB/article.xhtml", "<ol", "<ol start=\"3\"", "item 3."),
        (Format::Docx, "word/footnotes.xml", "w:id=\"2\"", "w:id=\"9\"", "called and not there"),
        (Format::Docx, "word/document.xml", "<w:numId w:val=\"1\"", "<w:numId w:val=\"77\"", "not defined"),
        (Format::Docx, "word/document.xml", "NOTEREF _Ref", "NOTEREF _Nothing", "around no note"),
        (Format::Docx, "word/numbering.xml", "w:val=\"%1.\"", "w:val=\"%1)\"", "item 1)"),
    ] {
        let found = compare::read(format, &spoilt(format, part, from, to)).unwrap();
        let faults = compare::compare(format, &whole, &found);
        assert!(faults.iter().any(|fault| fault.contains(told)), "{from} in {part}: {faults:?}");
    }
}

#[test]
fn what_a_reader_finds_wrong_is_told() {
    let whole = whole();
    for (format, mut found) in found(WHOLE) {
        found.faults.push("a call leads to no note".to_owned());
        assert_eq!(compare::compare(format, &whole, &found).len(), 1);
    }
}

#[test]
fn a_frame_without_its_words_is_told() {
    let whole = whole();
    for (format, mut found) in found(WHOLE) {
        found.body.retain(|token| !matches!(token, Token::Open(Frame::Caption) | Token::Close(Frame::Caption)));
        assert!(!compare::compare(format, &whole, &found).is_empty(), "{format:?}");
    }
}
