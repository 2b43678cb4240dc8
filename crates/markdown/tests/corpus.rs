//! Real sources, where the folder with them exists: the examples of CommonMark 0.31.2 and six books.
//! No panic, normal form, and no word lost. The sources are never part of this project.
#![allow(clippy::disallowed_methods, reason = "tests read the corpus from disk")]
#![allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]

mod sources;
mod words;

use chapbook_markdown::{ReadOptions, read};
use chapbook_model::is_normal;
use chapbook_source::FileId;
use words::{text_of, without_tags, words};

#[test]
fn commonmark_examples_lose_no_word() {
    let examples = sources::commonmark();
    let mut lost = Vec::new();
    for sources::Example { number, markdown, html } in &examples {
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
    for (folder, text) in sources::books() {
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
}

/// The text of the specification's HTML.
fn text_of_html(html: &str) -> String {
    without_tags(html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
