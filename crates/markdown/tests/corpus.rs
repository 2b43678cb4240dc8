//! Real sources, where the folder with them exists: the examples of CommonMark 0.31.2 and six books.
//! No panic, normal form, and no word lost. The sources are never part of this project.
#![allow(clippy::disallowed_methods, reason = "tests read the corpus from disk")]
#![allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]

mod words;

use std::path::{Path, PathBuf};

use chapbook_markdown::{ReadOptions, read};
use chapbook_model::is_normal;
use chapbook_source::FileId;
use words::{text_of, without_tags, words};

/// The corpus beside the workspace or above it.
fn corpus() -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/corpus"))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("SKIPPED: there is no folder shared/corpus above this project, so nothing was compared");
    }
    found
}

/// An example of the specification.
struct Example {
    number: usize,
    markdown: String,
    html: String,
}

#[test]
fn commonmark_examples_lose_no_word() {
    let Some(corpus) = corpus() else { return };
    let json = std::fs::read_to_string(corpus.join("commonmark/examples.json")).expect("the examples are there");
    let examples = examples(&json);
    assert!(examples.len() > 600, "only {} examples were read", examples.len());
    let mut lost = Vec::new();
    for Example { number, markdown, html } in &examples {
        let (document, _) = read(FileId(0), markdown, &ReadOptions::default());
        assert!(is_normal(&document.body), "example {number} is not in normal form");
        let there = words(&text_of(&document)).join(" ");
        let expected = words(&text_of_html(html)).join(" ");
        if there != expected {
            lost.push((*number, expected, there));
        }
    }
    let unexplained: Vec<_> = lost.iter().filter(|(number, ..)| !EXPLAINED.iter().any(|(n, _)| n == number)).collect();
    assert!(unexplained.is_empty(), "{} of {}: {unexplained:#?}", unexplained.len(), examples.len());
    // An explanation that explains nothing any more has to go.
    for (number, reason) in EXPLAINED {
        assert!(lost.iter().any(|(n, ..)| n == number), "example {number} does not differ any more: {reason}");
    }
}

/// Examples whose words differ from CommonMark's, and why that is right.
const EXPLAINED: &[(usize, &str)] = &[
    (179, "a comment is kept as one, with its words"),
    (181, "a comment is kept as one, with its words"),
    (627, "a comment is kept as one, with its words"),
];

#[test]
fn books_lose_no_word() {
    let Some(corpus) = corpus() else { return };
    let mut books = 0;
    for folder in ["deep-review", "md-guide-ar", "novel-pride", "perf-book", "rust-book", "rust-book-zh"] {
        let Ok(text) = std::fs::read_to_string(corpus.join("books").join(folder).join("book.md")) else { continue };
        books += 1;
        let (document, diagnostics) = read(FileId(0), &text, &ReadOptions::default());
        assert!(is_normal(&document.body), "{folder} is not in normal form");
        for diagnostic in &diagnostics {
            let span = diagnostic.span.expect("each finding of the reader has a place");
            assert!(text.get(span.range()).is_some(), "{folder}: {} has a place outside the text", diagnostic.message);
        }
        // A bare parse of the same source knows none of our constructs; what it shows as text we show, too.
        // What stands in braces throughout a document, a bare parse takes for text; the dump shows all of it.
        let ours = text_of(&document) + &chapbook_model::dump(&document);
        let ours: std::collections::BTreeSet<String> = words(&ours).into_iter().collect();
        let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_FOOTNOTES;
        let mut bare = String::new();
        for event in pulldown_cmark::Parser::new_ext(&text, options) {
            match event {
                pulldown_cmark::Event::Text(text) | pulldown_cmark::Event::Code(text) => bare.push_str(&text),
                _ => bare.push(' '),
            }
        }
        let missing: Vec<String> = words(&bare).into_iter().filter(|word| !ours.contains(word)).collect();
        assert!(
            missing.is_empty(),
            "{folder} has lost {} words: {:?}",
            missing.len(),
            &missing[..missing.len().min(40)]
        );
    }
    if books == 0 {
        eprintln!("SKIPPED: the corpus holds no books");
    }
}

/// The text of the specification's HTML.
fn text_of_html(html: &str) -> String {
    without_tags(html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Reads the examples: a list of flat objects of strings and numbers.
fn examples(json: &str) -> Vec<Example> {
    json.split("\n{\n")
        .skip(1)
        .map(|object| {
            let field = |name: &str| {
                let start = object.find(&format!("\"{name}\": ")).expect("the field is there") + name.len() + 4;
                &object[start..]
            };
            let number = field("example").split([',', '\n']).next().and_then(|n| n.trim().parse().ok());
            Example {
                number: number.expect("an example has a number"),
                markdown: json_string(field("markdown")),
                html: json_string(field("html")),
            }
        })
        .collect()
}

fn json_string(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().skip(1);
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('u') => {
                    let code: String = chars.by_ref().take(4).collect();
                    let code = u32::from_str_radix(&code, 16).expect("four figures");
                    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                }
                Some(c) => out.push(c),
                None => break,
            },
            c => out.push(c),
        }
    }
    out
}
