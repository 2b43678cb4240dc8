//! The examples of `docs/dialect.md`: each reads with nothing said but what its fence names, and comes back from being
//! written as what it was.

use chapbook_markdown::{ReadOptions, read, write};
use chapbook_model::same_document;
use chapbook_source::FileId;

const PAGE: &str = include_str!("../../../docs/dialect.md");

/// The examples of the page with what their fences say after `markdown`.
fn examples() -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let mut lines = PAGE.lines();
    while let Some(line) = lines.next() {
        let fence: String = line.chars().take_while(|c| *c == '`').collect();
        let Some(info) = line.trim_start_matches('`').strip_prefix("markdown").filter(|_| fence.len() >= 3) else {
            continue;
        };
        let text: String = lines.by_ref().take_while(|line| *line != fence).map(|line| format!("{line}\n")).collect();
        found.push((info.trim(), text));
    }
    found
}

#[test]
fn the_examples_read_without_complaint_and_come_back() {
    let examples = examples();
    assert!(examples.len() > 20, "only {} examples were found", examples.len());
    for (info, text) in examples {
        let (document, diagnostics) = read(FileId(0), &text, &ReadOptions::default());
        let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
        let named: Vec<&str> = info.strip_prefix("raises=").map(|codes| codes.split(',').collect()).unwrap_or_default();
        assert_eq!(codes, named, "{text}");
        let written = write(&document);
        let (again, _) = read(FileId(0), &written, &ReadOptions::default());
        assert!(same_document(&document, &again), "{text}--- is written as\n{written}");
    }
}
