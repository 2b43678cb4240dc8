//! What a build writes: all outputs or none, the same bytes each time, and diagnostics that show their place.

use std::fs;

use crate::run::{Folder, PIXEL, PLAIN, is_whole};

const REFUSED: &str = "---\ntitle: A title\nlanguage: en\n---\nSee @fig-nowhere.\n";

#[test]
fn three_whole_files_and_their_names_are_printed() {
    let folder = Folder::with("three", "plain.md", PLAIN);
    let run = folder.run(&["build", "plain.md"]).ends(0);
    assert_eq!(run.err, "");
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 3);
    for (line, name) in lines.iter().zip(["build/plain.pdf (1 page, ", "build/plain.epub (", "build/plain.docx ("]) {
        assert!(line.replace('\\', "/").starts_with(name), "{line}");
    }
    assert_eq!(folder.names("build"), ["build/plain.docx", "build/plain.epub", "build/plain.pdf"]);
    for name in folder.names("build") {
        assert!(is_whole(&folder.path(&name)), "{name}");
    }
}

#[test]
fn only_the_formats_asked_for_are_made() {
    let folder = Folder::with("to", "plain.md", PLAIN);
    folder.run(&["build", "plain.md", "--to", "docx,epub"]).ends(0);
    assert_eq!(folder.names("build"), ["build/plain.docx", "build/plain.epub"]);
    folder.run(&["build", "plain.md", "--to", "pdf", "-o", "else/where"]).ends(0);
    assert_eq!(folder.names("else"), ["else/where/plain.pdf"]);
}

#[test]
fn a_refused_build_writes_nothing_and_keeps_what_was_there() {
    let folder = Folder::with("refused", "a.md", PLAIN);
    folder.run(&["build", "a.md"]).ends(0);
    folder.write("a.md", REFUSED);
    let before = folder.files();
    folder.run(&["build", "a.md"]).ends(1).says("error[reference-undefined]").says("nothing was written");
    assert_eq!(folder.files(), before);
}

#[test]
fn a_refused_build_makes_no_folder() {
    let folder = Folder::with("no-folder", "a.md", REFUSED);
    folder.run(&["build", "a.md", "-o", "out"]).ends(1);
    assert_eq!(folder.names(""), ["a.md"]);
    assert!(!folder.path("out").exists());
}

#[test]
fn keep_going_writes_all_and_still_ends_with_1() {
    let folder = Folder::with("keep-going", "a.md", REFUSED);
    folder.run(&["build", "a.md", "--keep-going"]).ends(1).prints("a.epub").says("error[reference-undefined]");
    assert_eq!(folder.names("build").len(), 3);
}

#[test]
fn a_diagnostic_shows_line_column_source_and_caret() {
    let folder = Folder::with("shows", "a.md", REFUSED);
    let run = folder.run(&["build", "a.md"]).ends(1);
    assert_eq!(run.out, "");
    let lines: Vec<&str> = run.err.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("error[reference-undefined]: ")).unwrap();
    assert_eq!(lines[at + 1].trim(), "--> a.md:5:5");
    assert_eq!(lines[at + 3], "5 | See @fig-nowhere.");
    assert_eq!(lines[at + 4], "  |     ^^^^^^^^^^^^");
    assert!(run.err.contains("1 error"), "{}", run.err);
}

#[test]
fn the_way_to_the_file_is_shown_as_it_was_typed() {
    let folder = Folder::with("typed", "deep/down/a.md", REFUSED);
    folder.run(&["build", "deep/down/a.md"]).ends(1).says("--> deep/down/a.md:5:5");
    folder.write("deep/down/a.md", PLAIN);
    folder.run(&["build", "deep/down/a.md"]).ends(0);
    assert_eq!(folder.names("deep/down/build").len(), 3);
}

#[test]
fn warnings_do_not_refuse_and_are_counted() {
    let folder = Folder::with("warnings", "a.md", "---\ntitel: A title\n---\nA paragraph.\n");
    let run = folder.run(&["build", "a.md"]).ends(0).says("warning[unknown-key]").says("title");
    assert!(run.err.lines().last().unwrap().starts_with(|c: char| c.is_ascii_digit()), "{}", run.err);
    assert_eq!(folder.names("build").len(), 3);
}

#[test]
fn a_document_that_is_not_accessible_is_refused_where_that_is_asked_for() {
    let folder = Folder::with("accessible", "a.md", "---\ntitle: No language\n---\nA paragraph.\n");
    folder.run(&["build", "a.md"]).ends(0).says("warning[not-accessible]");
    folder.run(&["build", "a.md", "-o", "strict", "--require-accessible"]).ends(1);
    assert_eq!(folder.names("strict"), Vec::<String>::new());
}

#[test]
fn two_runs_give_the_same_bytes() {
    let text = "---\ntitle: A title\nlanguage: en\n---\nA note[^1] and\n\n![A figure](p.png){#fig-a alt=\"A pixel\"}\n\n1. One\n\n[^1]: Noted.\n";
    let folder = Folder::with("bytes", "a.md", text);
    folder.write("p.png", PIXEL);
    folder.run(&["build", "a.md", "-o", "one"]).ends(0);
    folder.run(&["build", "a.md", "-o", "two"]).ends(0);
    for name in folder.names("one") {
        let again = name.replacen("one", "two", 1);
        assert!(folder.read(&name) == folder.read(&again), "{name} and {again} differ");
    }
}

#[test]
fn the_date_comes_from_the_environment_else_from_the_document() {
    let folder = Folder::with("date", "a.md", PLAIN);
    let build = |out: &str, epoch: &str| {
        folder.run_with(&["build", "a.md", "-o", out], &[("SOURCE_DATE_EPOCH", epoch)]).ends(0);
        ["pdf", "epub", "docx"].map(|ending| folder.read(&format!("{out}/a.{ending}")))
    };
    let (first, again, other) = (build("one", "1000000000"), build("two", "1000000000"), build("three", "1700000000"));
    assert!(first == again);
    for (first, other) in first.iter().zip(&other) {
        assert!(first != other);
    }
    let pdf = String::from_utf8_lossy(&first[0]).into_owned();
    assert!(pdf.contains("D:20010909014640"), "the date of the PDF");
    folder
        .run_with(&["build", "a.md"], &[("SOURCE_DATE_EPOCH", "yesterday")])
        .ends(2)
        .says("SOURCE_DATE_EPOCH")
        .says("seconds");
    // Without it no clock is asked.
    folder.write("b.md", PLAIN.replace("language: en", "language: en\ndate: 2026-01-31"));
    folder.run(&["build", "b.md", "--to", "pdf"]).ends(0);
    let pdf = String::from_utf8_lossy(&folder.read("build/b.pdf")).into_owned();
    assert!(pdf.contains("D:20260131000000"), "the document's own date");
}

#[test]
fn a_folder_in_the_way_leaves_everything_as_it_was() {
    let folder = Folder::with("in-the-way", "a.md", PLAIN);
    folder.write("build/a.pdf", b"the old file");
    fs::create_dir(folder.path("build/a.docx")).unwrap();
    folder.run(&["build", "a.md"]).ends(5).says("a.docx").says("nothing was changed");
    assert_eq!(folder.names("build"), ["build/a.pdf"]);
    assert_eq!(folder.read("build/a.pdf"), b"the old file");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let folder = Folder::with("file-as-folder", "a.md", PLAIN);
    folder.write("out", b"a file");
    folder.run(&["build", "a.md", "-o", "out"]).ends(5).says("out");
    assert_eq!(folder.read("out"), b"a file");
}

#[test]
fn text_is_read_as_typed_by_a_person() {
    let folder = Folder::with("text", "a.txt", "A Title\n\nA paragraph.\n");
    folder.run(&["build", "a.txt"]).ends(0);
    assert_eq!(folder.names("build").len(), 3);
}

#[test]
fn the_model_and_the_resolved_tree_are_printed() {
    let folder = Folder::with("inspect", "a.md", PLAIN);
    folder
        .run(&["inspect", "a.md"])
        .ends(0)
        .prints("paragraph")
        .prints("text \"A paragraph.\"")
        .prints("title  ")
        .prints("a.md:2");
    folder.run(&["inspect", "a.md", "--resolved"]).ends(0).prints("language en").prints("body");
    folder.write("a.md", REFUSED);
    folder.run(&["inspect", "a.md", "--resolved"]).ends(0).says("error[reference-undefined]").prints("@fig-nowhere");
}
