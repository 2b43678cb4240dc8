//! A book of several files, and where its outputs go.

use crate::run::{Folder, PLAIN};

const PROJECT: &str = r#"
files = ["one.md", { part = "The Second Part" }, "two.md"]

[metadata]
title = "A book"
language = "en"
authors = ["A. Author"]

[output]
epub = { path = "made/the-book.epub" }
pdf = {}
"#;

fn book(name: &str) -> Folder {
    let folder = Folder::with(name, "chapbook.toml", PROJECT);
    folder.write("one.md", "# One\n\nText of the first file.\n");
    folder.write("two.md", "# Two\n\nText of the second file.\n");
    folder
}

#[test]
fn the_project_of_the_folder_is_built() {
    let folder = book("project");
    let run = folder.run(&["build"]).ends(0);
    assert_eq!(run.err, "");
    // One output has a path of its own, the other the usual place and the project file's name.
    assert_eq!(folder.names("made"), ["made/the-book.epub"]);
    assert_eq!(folder.names("build"), ["build/chapbook.pdf"]);
}

#[test]
fn a_folder_that_is_asked_for_goes_before_the_paths() {
    let folder = book("project-o");
    folder.run(&["build", "chapbook.toml", "-o", "out"]).ends(0);
    let mut names = folder.names("out");
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().all(|name| name.ends_with(".epub") || name.ends_with(".pdf")), "{names:?}");
    assert_eq!(folder.names("made"), Vec::<String>::new());
}

#[test]
fn formats_that_are_asked_for_go_before_those_of_the_project() {
    let folder = book("project-to");
    folder.run(&["build", "--to", "docx"]).ends(0);
    assert_eq!(folder.names("build"), ["build/chapbook.docx"]);
    assert_eq!(folder.names("made"), Vec::<String>::new());
}

#[test]
fn a_fault_in_a_chapter_names_its_file() {
    let folder = book("project-fault");
    folder.write("two.md", "# Two\n\nSee @fig-nowhere.\n");
    folder.run(&["build"]).ends(1).says("--> two.md:3:5");
    assert_eq!(folder.names("made"), Vec::<String>::new());
    std::fs::remove_file(folder.path("two.md")).unwrap();
    folder.run(&["build"]).ends(1).says("error[project-path]").says("--> chapbook.toml:2:").says("two.md");
}

#[test]
fn a_project_that_does_not_parse_or_leaves_its_folder() {
    let folder = book("project-broken");
    folder.write("chapbook.toml", "files = [\n");
    folder.run(&["build"]).ends(1).says("error[project-syntax]").says("--> chapbook.toml:");
    folder.write("chapbook.toml", "files = [\"../one.md\", \"/etc/hostname\"]\n");
    let run = folder.run(&["build"]).ends(1);
    assert_eq!(run.err.matches("error[project-path]").count(), 2, "{}", run.err);
    folder.write("chapbook.toml", format!("{PROJECT}docx = {{ path = \"../out.docx\" }}\n"));
    folder.run(&["build"]).ends(1).says("error[project-path]").says("../out.docx");
    assert!(!folder.path("../out.docx").exists());
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    let folder = book("project-key");
    folder.write("chapbook.toml", PROJECT.replace("files =", "theem = \"article\"\nfiles ="));
    folder.run(&["build"]).ends(0).says("warning[unknown-key]").says("theme");
}

#[test]
fn a_theme_of_the_projects_own_is_read() {
    let folder = Folder::with("theme", "a.md", PLAIN);
    folder.write("own/theme.toml", "inherits = \"article\"\n[page]\nwidth = \"148mm\"\nheight = \"210mm\"\n");
    folder.run(&["build", "a.md", "--to", "pdf", "--theme", "own"]).ends(0);
    folder.run(&["build", "a.md", "--to", "pdf", "-o", "usual"]).ends(0);
    assert!(folder.read("build/a.pdf") != folder.read("usual/a.pdf"));
    folder.write("own/theme.toml", "inherits = \"article\"\n[page\n");
    folder.run(&["build", "a.md", "--theme", "own"]).ends(1).says("theme");
}

#[test]
fn the_pdf_for_a_printer_is_made_when_it_is_asked_for() {
    let folder = Folder::with("print", "a.md", PLAIN);
    folder.run(&["build", "a.md"]).ends(0);
    assert_eq!(folder.names("build"), ["build/a.docx", "build/a.epub", "build/a.pdf"]);
    folder.run(&["build", "a.md", "--to", "print", "-o", "out"]).ends(0).prints("a-print.pdf (1 page");
    assert_eq!(folder.names("out"), ["out/a-print.pdf"]);
    assert!(folder.read("out/a-print.pdf") == folder.read("build/a.pdf"), "the profile default makes the same file");
    let run = folder.run(&["build", "a.md", "--to", "print", "--profile", "print=kdp"]).ends(2);
    run.says("print has no profile \"kdp\"; known: default");
    folder.write("book.toml", "files = [\"a.md\"]\n[output]\nprint = { path = \"p/x.pdf\", profile = \"kdp\" }\n");
    let run = folder.run(&["build", "book.toml"]).ends(2).says("print has no profile \"kdp\"; known: default");
    run.says(" --> book.toml:3:29");
    folder.write("book.toml", "files = [\"a.md\"]\n[output]\nprint = { path = \"p/x.pdf\" }\nepub = {}\n");
    folder.run(&["build", "book.toml"]).ends(0);
    assert_eq!(folder.names("p"), ["p/x.pdf"]);
}

#[test]
fn changes_in_the_docx_are_what_is_asked_for() {
    let folder = Folder::with("changes", "a.md", PLAIN.replace("paragraph", "{++new ++}paragraph"));
    let sizes: Vec<Vec<u8>> = ["keep", "accept", "reject"]
        .iter()
        .map(|way| {
            folder.run(&["build", "a.md", "--to", "docx", "--changes", way, "-o", way]).ends(0);
            folder.read(&format!("{way}/a.docx"))
        })
        .collect();
    assert!(sizes[0] != sizes[1] && sizes[1] != sizes[2]);
    folder.run(&["build", "a.md", "--changes", "merge"]).ends(2).says("keep, accept, reject");
}

#[test]
fn a_chapters_subtitle_is_printed_below_its_heading() {
    let folder = book("project-subtitle");
    folder.write("one.md", "---\ntitle: One\nsubtitle: And more\ndate: 2026\n---\nText of the first file.\n");
    let run = folder.run(&["inspect", "--resolved"]).ends(0).says("one.md:4").says("date describes a whole document");
    let lines: Vec<&str> = run.out.lines().map(str::trim).collect();
    let heading = lines.iter().position(|line| line.starts_with("heading 1")).unwrap();
    assert!(lines[heading + 2].starts_with("subtitle n"), "{}", run.out);
    assert_eq!(lines[heading + 3], "\"And more\"");
    assert!(lines[heading + 4].starts_with("body-first n"), "{}", run.out);
    folder.run(&["build"]).ends(0);
}

#[test]
fn a_theme_that_is_not_there_is_told_with_its_place() {
    let folder = book("project-theme");
    folder.write("chapbook.toml", format!("theme = \"nowhere\"\n{PROJECT}"));
    folder.run(&["build"]).ends(1).says("there is no theme \"nowhere\"").says(" --> chapbook.toml:1:1");
    let run = folder.run(&["build", "--theme", "neither"]).ends(2).says("there is no theme \"neither\"");
    assert!(!run.err.contains("-->"), "{}", run.err);
}

#[test]
fn inspect_says_where_values_come_from() {
    let folder = book("project-origins");
    let run = folder.run(&["inspect", "--theme", "article"]).ends(0);
    let lines: Vec<String> =
        run.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in ["title chapbook.toml:5", "theme = article command line", "reader.raw = keep default"] {
        assert!(lines.iter().any(|found| found == line), "{line:?} is not in {lines:#?}");
    }
}
