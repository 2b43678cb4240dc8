//! `chapbook inspect`: what was read.

use chapbook::{ExportOptions, inspect as door, json};

use crate::args::InspectArgs;
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
