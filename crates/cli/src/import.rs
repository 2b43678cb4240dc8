//! `chapbook import`: a DOCX becomes Markdown, with its pictures in a folder beside it. All of it is written or nothing,
//! and nothing that is there is written over.

use std::fs;
use std::path::{Path, PathBuf};

use chapbook::{Changes, ImportOptions, Imported};

use crate::args::ImportArgs;
use crate::disk::DiskFiles;
use crate::exit::Exit;
use crate::outputs::{OutFile, WriteError, write_all};
use crate::print;

pub(crate) fn import(args: &ImportArgs) -> Exit {
    let shown = args.file.display();
    let target = args.output.clone().unwrap_or_else(|| args.file.with_extension("md"));
    if target.exists() {
        eprintln!("error: {} is there already, and is not written over", target.display());
        eprintln!("  = help: name another file: chapbook import {shown} -o other.md");
        return Exit::Use;
    }
    let bytes = match read(&args.file) {
        Ok(bytes) => bytes,
        Err(exit) => return exit,
    };
    let stem = target.file_stem().and_then(|stem| stem.to_str()).unwrap_or("draft").to_owned();
    let options = ImportOptions {
        media_folder: format!("{stem}-media"),
        changes: args.changes.map_or(Changes::Keep, Changes::from),
    };
    let imported = match chapbook::import(&bytes, &options) {
        Ok(imported) => imported,
        Err(error) => {
            eprintln!("error: {shown} cannot be read: {error}");
            eprintln!("  = help: {}", error.hint());
            return if error.is_limit() { Exit::Limit } else { Exit::Content };
        }
    };
    print::diagnostics(&chapbook::Sources::default(), &imported.diagnostics, args.color);
    write(&target, &imported)
}

fn read(path: &Path) -> Result<chapbook::Bytes, Exit> {
    let shown = path.display();
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        eprintln!("error: {shown} names no file");
        eprintln!("  = help: name a Word document: chapbook import draft.docx");
        return Err(Exit::Use);
    };
    DiskFiles::new(&folder).read_draft(name).map_err(|error| {
        match error {
            chapbook::FileError::NotFound => {
                eprintln!("error: there is no file {shown}");
                eprintln!("  = help: check the name and the folder you are in");
                return Exit::Use;
            }
            chapbook::FileError::IsFolder => {
                eprintln!("error: {shown} is a folder");
                eprintln!("  = help: name the Word document in it");
                return Exit::Use;
            }
            chapbook::FileError::TooLarge { limit: _ } => {
                eprintln!("error: {shown}: {error}");
                return Exit::Limit;
            }
            chapbook::FileError::Outside | chapbook::FileError::Denied(_) => {}
        }
        eprintln!("error: {shown}: {error}");
        Exit::Environment
    })
}

fn write(target: &Path, imported: &Imported) -> Exit {
    let Imported { markdown, media, diagnostics: _ } = imported;
    let folder = target.parent().map(Path::to_owned).unwrap_or_default();
    let mut files = vec![OutFile { path: target.to_owned(), bytes: markdown.as_bytes() }];
    for (place, bytes) in media {
        let path: PathBuf = folder.join(place);
        match fs::read(&path) {
            Ok(there) if there == *bytes => continue,
            Ok(_) => {
                eprintln!("error: {} is there already with other content, and is not written over", path.display());
                eprintln!("  = help: name another file, whose pictures go into a folder of their own: -o other.md");
                return Exit::Use;
            }
            Err(_) => files.push(OutFile { path, bytes }),
        }
    }
    if let Err(WriteError { path, error }) = write_all(&files) {
        eprintln!("error: {} cannot be written: {error}; nothing was changed", path.display());
        return Exit::Environment;
    }
    let pictures = match media.len() {
        0 => String::new(),
        1 => ", 1 picture".to_owned(),
        n => format!(", {n} pictures"),
    };
    println!("{} ({} kB{pictures})", target.display(), markdown.len().div_ceil(1000));
    Exit::Well
}
