//! Where the tests of this crate take their sources from: its own cases, and, where the folder with them exists,
//! the examples of CommonMark 0.31.2 and real books, which are never part of this project.
#![allow(dead_code, reason = "each test uses some of them")]

use std::path::{Path, PathBuf};

/// The corpus beside the workspace or above it.
pub(crate) fn corpus() -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/corpus"))
        .find(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!("SKIPPED: there is no folder shared/corpus above this project, so nothing was compared");
    }
    found
}

/// The sources of the crate's own cases, with their names.
pub(crate) fn cases() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder of cases is there") {
        let text = std::fs::read_to_string(entry.expect("an entry can be read").path()).expect("a case is text");
        for case in text.split("=== ").skip(1) {
            let (name, rest) = case.split_once('\n').expect("a case has a name");
            let (source, _) = rest.split_once("\n~~~ read as\n").expect("a case has its model");
            found.push((name.to_owned(), format!("{source}\n")));
        }
    }
    assert!(found.len() > 100, "only {} cases were found", found.len());
    found
}

/// Real books by the name of their folder.
pub(crate) fn books() -> Vec<(String, String)> {
    let Some(corpus) = corpus() else { return Vec::new() };
    let names = ["deep-review", "md-guide-ar", "novel-pride", "perf-book", "rust-book", "rust-book-zh"];
    let book = |name: &&str| std::fs::read_to_string(corpus.join("books").join(name).join("book.md")).ok();
    let found: Vec<(String, String)> =
        names.iter().filter_map(|name| Some(((*name).to_owned(), book(name)?))).collect();
    if found.is_empty() {
        eprintln!("SKIPPED: the corpus holds no books");
    }
    found
}

/// An example of the specification.
pub(crate) struct Example {
    pub(crate) number: usize,
    pub(crate) markdown: String,
    pub(crate) html: String,
}

/// The examples of CommonMark.
pub(crate) fn commonmark() -> Vec<Example> {
    let Some(corpus) = corpus() else { return Vec::new() };
    let json = std::fs::read_to_string(corpus.join("commonmark/examples.json")).expect("the examples are there");
    let examples = examples(&json);
    assert!(examples.len() > 600, "only {} examples were read", examples.len());
    examples
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
