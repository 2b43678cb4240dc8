//! Every kind of node goes through: nothing is lost on the way, and every anchor stands on a node.

use chapbook_model::{Document, samples};
use chapbook_resolve::{Options, dump, resolve};
use chapbook_source::{Files, MemoryFiles, Severity};
use chapbook_theme::Theme;

fn theme() -> Theme {
    chapbook_theme::read("article", &MemoryFiles::default()).expect("article is built in")
}

fn run(document: &Document, files: &dyn Files) -> (String, Vec<&'static str>) {
    let (resolved, diagnostics) = resolve(document, &theme(), files, &Options::default());
    for name in &resolved.anchors {
        // The bibliography is in no output yet; links to it keep their words and go nowhere.
        assert!(name.node.0 < resolved.nodes || name.label.as_deref() == Some("refs"), "{name:?} stands nowhere");
    }
    (dump(&resolved), diagnostics.iter().map(|d| d.code.name).collect())
}

#[test]
fn every_kind_is_resolved() {
    let (dump, codes) = run(&samples::document(), &MemoryFiles::default());
    let words = [
        "Some text,",
        "emph",
        "strong",
        "strike",
        "sub",
        "super",
        "smallcaps",
        "underline",
        "highlight",
        "code",
        "link",
        "span",
        "commented",
        "inserted",
        "indexed",
        "[see @doe99, p. 3]",
        "A heading",
        "Quoted.",
        "A. Author",
        "(iii)",
        "(iv)",
        "Third.",
        "Seventh.",
        "Term",
        "Its meaning.",
        "fn main() {}",
        "x^2",
        "One line",
        "A stanza.",
        "* * *",
        "Head",
        "12",
        "Listing\\u{a0}1",
        "A caption.",
        "Listing: B. Writer",
        "In a container.",
        "raw words",
        "A note.",
    ];
    for word in words {
        assert!(dump.contains(word), "{word:?} is missing in\n{dump}");
    }
    for code in ["missing-image", "reference-undefined", "math-unset", "citation-unset", "index-unset", "html-dropped"]
    {
        assert!(codes.contains(&code), "{code} is not told: {codes:?}");
    }
}

#[test]
fn the_same_document_resolves_to_the_same_tree() {
    let document = samples::document();
    assert_eq!(run(&document, &MemoryFiles::default()), run(&document, &MemoryFiles::default()));
}

#[test]
fn errors_refuse_and_are_told_with_a_way_to_mend_them() {
    let (_, diagnostics) = resolve(&samples::document(), &theme(), &MemoryFiles::default(), &Options::default());
    let errors: Vec<_> = diagnostics.iter().filter(|d| d.severity() == Severity::Error).collect();
    assert!(!errors.is_empty());
    for error in errors {
        assert!(error.hint.is_some(), "{} has no hint", error.message);
    }
}
