//! `chapbook import`: what is written, what is never written over, how it ends.

use crate::run::{Folder, PIXEL};

const SOURCE: &str = "---\ntitle: A title\nlanguage: en\nauthors: A. Author\n---\n\nA *word* and {++new++} ones.[^1]\n\n[^1]: A note.\n\n![A caption](p.png){alt=\"A square\"}\n\n1. One\n2. Two\n";

/// A folder with a document and its DOCX.
fn folder(name: &str) -> Folder {
    let folder = Folder::with(name, "a.md", SOURCE);
    folder.write("p.png", PIXEL);
    folder.run(&["build", "a.md", "--to", "docx", "-o", "."]).ends(0);
    folder.write("draft.docx", folder.read("a.docx"));
    folder
}

#[test]
fn a_draft_becomes_markdown_with_its_pictures() {
    let folder = folder("import");
    folder.run(&["import", "draft.docx"]).ends(0).prints("draft.md (1 kB, 1 picture)");
    let markdown = String::from_utf8(folder.read("draft.md")).unwrap();
    assert_eq!(
        markdown,
        "---\ntitle: A title\nauthors:\n  - name: A. Author\nlanguage: en\n---\n\nA *word* and {++new++} ones.[^1]\n\n[^1]: A note.\n\n![A caption](draft-media/image1.png){alt=\"A square\"}\n\n1. One\n2. Two\n"
    );
    assert_eq!(folder.read("draft-media/image1.png"), PIXEL);
    // What comes of it builds.
    folder.run(&["build", "draft.md", "--to", "epub", "-o", "out"]).ends(0);
}

#[test]
fn nothing_is_written_over() {
    let folder = folder("import-there");
    folder.write("draft.md", "mine");
    folder.run(&["import", "draft.docx"]).ends(2).says("draft.md is there already").says("-o other.md");
    assert_eq!(folder.read("draft.md"), b"mine");
    folder.write("b-media/image1.png", "mine");
    folder.run(&["import", "draft.docx", "-o", "b.md"]).ends(2).says("other content");
    assert!(!folder.path("b.md").exists());
    assert_eq!(folder.read("b-media/image1.png"), b"mine");
    // The same picture may be there.
    folder.write("c-media/image1.png", PIXEL);
    folder.run(&["import", "draft.docx", "-o", "c.md"]).ends(0);
}

#[test]
fn changes_are_kept_or_settled() {
    let folder = folder("import-changes");
    for (way, words) in [("keep", "and {++new++} ones"), ("accept", "and new ones"), ("reject", "and ones")] {
        let out = format!("{way}.md");
        folder.run(&["import", "draft.docx", "--changes", way, "-o", &out]).ends(0);
        let markdown = String::from_utf8(folder.read(&out)).unwrap().replace("  ", " ");
        assert!(markdown.contains(words), "{way}: {markdown}");
    }
}

#[test]
fn what_is_no_word_document_is_named() {
    let folder = folder("import-other");
    folder.write("a.docx", "plain text");
    folder.run(&["import", "a.docx", "-o", "x.md"]).ends(1).says("no zip archive").says("help:");
    folder.write("b.docx", "{\\rtf1 text}");
    folder.run(&["import", "b.docx"]).ends(1).says("a rich text file (.rtf), and no DOCX");
    folder.run(&["import", "none.docx"]).ends(2).says("there is no file none.docx");
    folder.run(&["import", "."]).ends(2).calm();
    folder.run(&["import"]).ends(2).calm();
    let epub = folder.run(&["build", "a.md", "--to", "epub", "-o", "."]).ends(0);
    assert!(epub.out.contains("a.epub"));
    folder.run(&["import", "a.epub", "-o", "x.md"]).ends(1).says("it is an EPUB, and no DOCX");
    assert_eq!(folder.names("x"), [""; 0]);
}

#[test]
fn losses_are_told_with_their_codes() {
    let folder = Folder::new("import-losses");
    let project = "files = [\"a.md\"]\n[metadata]\ntitle = \"T\"\nlanguage = \"en\"\n[reader]\nraw = \"allow\"\n";
    folder.write("chapbook.toml", project);
    let sign = "<w:p><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0E0\"/></w:r></w:p>";
    folder.write("a.md", format!("Text.\n\n```{{=openxml}}\n{sign}\n```\n"));
    folder.run(&["build", "--to", "docx", "-o", "."]).ends(0);
    let run = folder.run(&["import", "chapbook.docx", "-o", "b.md"]).ends(0).says("loss[import-text]");
    assert!(run.err.contains("Wingdings") && run.err.contains("1 loss"), "{}", run.err);
}
