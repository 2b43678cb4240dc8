//! Small sources and what they are read as. Each file of `tests/cases` holds cases of one subject: a line
//! `=== name`, the source, a line `~~~ read as`, the dump of the model, then the findings.
//!
//! With `UPDATE_CASES=1` in the environment the expected part is written anew; the difference is then read.
#![allow(clippy::disallowed_methods, reason = "the cases are files, and an environment variable updates them")]

use std::fmt::Write;
use std::path::Path;

use chapbook_markdown::{ReadOptions, read};
use chapbook_source::FileId;

#[test]
fn cases_are_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder of cases is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a case is text");
        let mut written = String::new();
        for case in text.split("=== ").skip(1) {
            let (name, rest) = case.split_once('\n').expect("a case has a name");
            let (source, expected) = rest.split_once("\n~~~ read as\n").unwrap_or((rest.trim_end_matches('\n'), ""));
            let source = format!("{source}\n");
            let found = shown(&source);
            let _ = write!(written, "=== {name}\n{source}~~~ read as\n{found}\n");
            if found.trim_end() != expected.trim_end() {
                let _ =
                    write!(wrong, "\n{}: {name}\n{source}--- expected\n{expected}--- found\n{found}", file.display());
            }
        }
        if update {
            std::fs::write(&file, written).expect("a case can be written");
        }
    }
    assert!(update || wrong.is_empty(), "{wrong}");
}

fn shown(source: &str) -> String {
    let (document, diagnostics) = read(FileId(0), source, &ReadOptions::default());
    assert!(chapbook_model::is_normal(&document.body), "not normal: {source}");
    let mut out = chapbook_model::dump(&document);
    for diagnostic in diagnostics {
        let span = diagnostic.span.expect("each finding of the reader has a place");
        let _ = writeln!(out, "! {} {:?} {}", diagnostic.code.name, span, diagnostic.message);
        if let Some(hint) = diagnostic.hint {
            let _ = writeln!(out, "  hint: {hint}");
        }
        if let Some(edit) = diagnostic.edit {
            let _ = writeln!(out, "  edit: {:?} {:?}", edit.span, edit.text);
        }
    }
    out
}
