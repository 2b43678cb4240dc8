//! Wrong use ends with 2 and says what is right; help ends with 0.

use crate::run::{Folder, PLAIN};

#[test]
fn a_file_that_is_not_there() {
    let folder = Folder::new("missing");
    folder.run(&["build", "nowhere.md"]).ends(2).says("there is no file nowhere.md").says("help: ");
    folder.run(&["inspect", "nowhere.md"]).ends(2);
    folder.run(&["build"]).ends(2).says("chapbook.toml").says("chapbook build book.md");
    assert_eq!(folder.names(""), Vec::<String>::new());
}

#[test]
fn a_folder_as_a_file() {
    let folder = Folder::with("folder", "book.md/inside.md", PLAIN);
    folder.run(&["build", "book.md"]).ends(2).says("book.md is a folder");
    folder.run(&["build", "."]).ends(2);
    folder.run(&["build", ".."]).ends(2);
}

#[test]
fn a_file_of_another_kind() {
    let folder = Folder::with("kind", "a.docx", "PK");
    folder.run(&["build", "a.docx"]).ends(2).says(".md");
}

#[test]
fn flags_and_values_that_are_none() {
    let folder = Folder::with("flags", "a.md", PLAIN);
    folder.run(&["build", "a.md", "--keep-goin"]).ends(2).says("--keep-going");
    folder.run(&["build", "a.md", "--to", "odt"]).ends(2).says("pdf").says("epub").says("docx");
    folder.run(&["build", "a.md", "b.md"]).ends(2).says("b.md");
    folder.run(&["build", "a.md", "--profile", "pdf"]).ends(2).says("OUTPUT=NAME");
    folder.run(&["build", "a.md", "--profile", "pdf=nothing"]).ends(2).says("default");
    folder.run(&["build", "a.md", "--theme", "nothing"]).ends(2).says("nothing").says("article");
    folder.run(&["biuld", "a.md"]).ends(2).says("build");
    folder.run(&[]).ends(2).says("Usage");
    assert_eq!(folder.names(""), ["a.md"]);
}

#[test]
fn help_is_printed_where_it_is_asked_for() {
    let folder = Folder::new("help");
    for word in ["build", "inspect", "explain"] {
        folder.run(&["--help"]).ends(0).prints(word);
    }
    let flags = ["--to", "--output", "--theme", "--profile", "--keep-going", "--require-accessible", "--system-fonts"];
    for flag in flags {
        folder.run(&["build", "--help"]).ends(0).prints(flag);
    }
    folder.run(&["--version"]).ends(0).prints(env!("CARGO_PKG_VERSION"));
}

#[test]
fn codes_are_explained() {
    let folder = Folder::new("explain");
    let one = folder.run(&["explain", "missing-alt"]).ends(0);
    let one = one.prints("missing-alt: ").prints("A warning: ").prints("\n    ![Two boats at noon.](boats.png)\n");
    let one = one.prints("\nMend: say what the picture shows");
    assert!(one.out.lines().all(|line| line.chars().count() <= 80), "{}", one.out);
    let all = folder.run(&["explain"]).ends(0).prints("not-utf8").prints("overfull-line");
    assert!(all.out.lines().count() > 60);
    folder.run(&["explain", "nothing"]).ends(2).says("nothing");
}
