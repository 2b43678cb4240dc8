//! `chapbook format`: files in canonical form, and nothing else changed.

use crate::run::{Folder, PLAIN};

#[test]
fn a_second_run_changes_nothing() {
    let source = "---\ntitle:   A title # mine\n---\nSetext\n======\n* a\n* b\n\n\n1) c\n   d\n\n|a|b|\n|-|-:|\n|c|d|\n\n*[HTML]: Hypertext\n";
    let folder = Folder::with("format", "book.md", source);
    folder.run(&["format", "book.md"]).ends(0).prints("formatted book.md");
    let formatted = String::from_utf8(folder.read("book.md")).unwrap();
    assert_eq!(
        formatted,
        "---\ntitle:   A title # mine\n---\n\n# Setext\n\n- a\n- b\n\n1) c\n   d\n\n| a   | b   |\n| --- | --: |\n| c   | d   |\n\n*[HTML]: Hypertext\n"
    );
    let again = folder.run(&["format", "book.md"]).ends(0);
    assert_eq!((again.out.as_str(), again.err.as_str()), ("", ""));
    assert_eq!(folder.names(""), ["book.md"]);
}

#[test]
fn check_changes_nothing_and_tells() {
    let folder = Folder::with("format-check", "a.md", "* a\n");
    folder.write("b.md", PLAIN);
    folder.run(&["format", "--check", "a.md", "b.md"]).ends(1).prints("a.md is not in canonical form");
    assert_eq!(folder.read("a.md"), b"* a\n");
    folder.run(&["format", "a.md", "b.md"]).ends(0);
    folder.run(&["format", "--check", "a.md", "b.md"]).ends(0);
}

#[test]
fn what_is_no_markdown_stays_as_it_is() {
    let folder = Folder::with("format-other", "a.txt", "* a\n");
    folder.run(&["format", "a.txt"]).ends(2).says("no file of Markdown");
    folder.write("b.md", b"Caf\xe9\n");
    folder.run(&["format", "b.md"]).ends(1).says("not-utf8");
    assert_eq!(folder.read("b.md"), b"Caf\xe9\n");
    folder.run(&["format", "c.md"]).ends(2).says("there is no file c.md");
    folder.run(&["format"]).ends(2).calm();
}

#[test]
fn front_matter_that_does_not_parse_is_told_and_kept() {
    let source = "---\ntitle: \"A\nb: c\n---\n\n* a\n";
    let folder = Folder::with("format-front", "a.md", source);
    folder.run(&["format", "a.md"]).ends(0).says("front-matter-syntax");
    assert_eq!(folder.read("a.md"), b"---\ntitle: \"A\nb: c\n---\n\n- a\n");
}
