//! `chapbook format`: files of Markdown in canonical form. Each is written whole or not at all.

use std::path::Path;

use chapbook::{Diagnostic, Severity};

use crate::args::{FormatArgs, SourceArgs};
use crate::build::Source;
use crate::exit::Exit;
use crate::outputs::{OutFile, WriteError, write_all};
use crate::print;

pub(crate) fn format(args: &FormatArgs) -> Exit {
    let mut worst = Exit::Well;
    for path in &args.files {
        worst = worst.max(one(path, args));
    }
    worst
}

fn one(path: &Path, args: &FormatArgs) -> Exit {
    let shown = path.display();
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    if path.exists() && !matches!(ending.as_deref(), Some("md" | "markdown")) {
        eprintln!("error: {shown} is no file of Markdown (.md)");
        eprintln!("  = help: name the Markdown files themselves: chapbook format chapters/*.md");
        return Exit::Use;
    }
    let source = match Source::open(&SourceArgs { file: Some(path.to_owned()), theme: None }) {
        Ok(source) => source,
        Err(exit) => return exit,
    };
    // Warnings and hints stay what they are after formatting; `inspect` tells them.
    let errors: Vec<Diagnostic> =
        source.loaded.diagnostics.iter().filter(|d| d.severity() == Severity::Error).cloned().collect();
    print::diagnostics(&source.loaded.sources, &errors, args.color);
    let Some(text) = source.loaded.text() else { return Exit::Content };
    let Some(formatted) = chapbook::format_markdown(text) else {
        eprintln!("error: {shown} would not read the same in canonical form, and was left as it is");
        eprintln!("  = help: this is a fault of chapbook; please report it, with the file if you can share it");
        return Exit::Fault;
    };
    if formatted == text {
        return Exit::Well;
    }
    if args.check {
        println!("{shown} is not in canonical form");
        return Exit::Content;
    }
    let file = OutFile { path: path.to_owned(), bytes: formatted.as_bytes() };
    match write_all(&[file]) {
        Ok(()) => {
            println!("formatted {shown}");
            Exit::Well
        }
        Err(WriteError { path, error }) => {
            eprintln!("error: {} cannot be written: {error}; nothing was changed", path.display());
            Exit::Environment
        }
    }
}
