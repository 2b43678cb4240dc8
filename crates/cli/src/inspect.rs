//! `chapbook inspect` and `chapbook explain`: what was read, and what codes mean.

use chapbook::{ExportOptions, Severity, codes, inspect as door, json};

use crate::args::{ExplainArgs, InspectArgs};
use crate::build::{Source, export_error};
use crate::exit::Exit;
use crate::print;

pub(crate) fn inspect(args: &InspectArgs) -> Exit {
    let source = match Source::open(&args.source) {
        Ok(source) => source,
        Err(exit) => return exit,
    };
    let mut diagnostics = source.loaded.diagnostics.clone();
    let options = ExportOptions { theme: args.source.theme.clone(), ..ExportOptions::default() };
    if args.json {
        let text = match args.resolved {
            true => json::resolved(&source.loaded, &source.files, &options),
            false => Ok(json::model(&source.loaded)),
        };
        match text {
            Ok(text) => print!("{text}"),
            Err(error) => return export_error(&error, &source.loaded, &options),
        }
        // The diagnostics are part of it.
        return if source.loaded.has_document() { Exit::Well } else { Exit::Content };
    }
    if args.resolved {
        match door::resolved(&source.loaded, &source.files, &options) {
            Ok((text, found)) => {
                print!("{text}");
                diagnostics.extend(found);
            }
            Err(error) => return export_error(&error, &source.loaded, &options),
        }
    } else {
        print!("{}{}", door::origins(&source.loaded, &options), door::model(&source.loaded));
    }
    print::diagnostics(&source.loaded.sources, &diagnostics, args.color);
    // Errors in the content are reported, and the document is printed all the same.
    if source.loaded.has_document() { Exit::Well } else { Exit::Content }
}

pub(crate) fn explain(args: &ExplainArgs) -> Exit {
    let Some(name) = &args.code else {
        for code in codes::ALL {
            println!("{:<22} {:<8} {}", code.name, code.severity.name(), code.summary);
        }
        return Exit::Well;
    };
    let Some(code) = codes::find(name) else {
        eprintln!("error: there is no code {name:?}; `chapbook explain` lists them all");
        return Exit::Use;
    };
    let effect = match code.severity {
        Severity::Error => "An error: the build is refused; with --keep-going the outputs are made with a placeholder.",
        Severity::Warning => "A warning: the outputs are made.",
        Severity::Loss => "A loss: an output cannot hold this; the message says what stands there instead.",
        Severity::Hint => "A hint: nothing has to be done.",
    };
    println!("{}: {}\n{effect}", code.name, code.summary);
    Exit::Well
}
