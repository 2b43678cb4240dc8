//! What comes of a document: its trees as text, what was found, its pages and its finished files.

use std::fmt::Write as _;

use chapbook::{Diagnostic, ExportOptions, Exported, Files, Format, Load, LoadOptions, Sources, inspect};
use chapbook_resolve::Resolved;

use crate::cases::{Case, Folder};

/// A document that was loaded and exported with `--keep-going`.
#[derive(Debug)]
pub struct Made {
    files: Folder,
    loaded: Load,
    /// The finished files and what was found.
    pub exported: Exported,
}

/// Loads and exports a case. An export that fails altogether is a fault of ours, and said as such.
pub fn make(case: &Case) -> Result<Made, String> {
    let files = Folder(case.folder.clone());
    let loaded = chapbook::load(&files, &case.file, &LoadOptions::default());
    let exported = chapbook::export(&loaded, &files, &options()).map_err(|error| format!("{}: {error}", case.name))?;
    Ok(Made { files, loaded, exported })
}

fn options() -> ExportOptions {
    ExportOptions { keep_going: true, ..ExportOptions::default() }
}

impl Made {
    /// The bytes of a finished file; none if it was not made.
    pub fn output(&self, format: Format) -> Option<&[u8]> {
        self.exported.outputs.iter().find(|output| output.format == format).map(|output| output.bytes.as_slice())
    }

    /// Whether anything was loaded.
    pub fn has_document(&self) -> bool {
        self.loaded.has_document()
    }

    /// The model as text.
    pub fn model(&self) -> String {
        inspect::model(&self.loaded)
    }

    /// The resolved tree as text.
    pub fn resolved(&self) -> Result<String, String> {
        let dumped = inspect::resolved(&self.loaded, &self.files, &options());
        dumped.map(|(text, _)| text).map_err(|error| error.to_string())
    }

    /// The resolved tree; none if nothing was loaded.
    pub fn tree(&self) -> Option<Resolved> {
        if !self.loaded.has_document() {
            return None;
        }
        inspect::tree(&self.loaded, &self.files, &options()).ok()
    }

    /// The tree that a format is made from: formats without revisions have the accepted text.
    pub fn tree_of(&self, format: Format) -> Option<Resolved> {
        match format {
            Format::Docx => self.tree(),
            Format::Pdf | Format::Print | Format::Epub if !self.loaded.has_document() => None,
            Format::Pdf | Format::Print | Format::Epub => {
                inspect::printed_tree(&self.loaded, &self.files, &options()).ok()
            }
        }
    }

    /// The pages as text.
    pub fn frames(&self) -> Result<String, String> {
        inspect::frames(&self.loaded, &self.files, &options()).map_err(|error| error.to_string())
    }

    /// What became of the build, and what was found, in the order of the places.
    pub fn diagnostics(&self) -> String {
        let outcome = match (self.exported.refused, self.exported.outputs.is_empty()) {
            (false, _) => "built",
            (true, false) => "refused; built with --keep-going",
            (true, true) => "refused; there is nothing to build",
        };
        let mut out = format!("{outcome}\n");
        let mut sorted: Vec<&Diagnostic> = self.exported.diagnostics.iter().collect();
        sorted.sort_by_key(|d| d.span.map(|span| (span.file, span.start)));
        for diagnostic in sorted {
            let place = place(&self.loaded.sources, diagnostic);
            let message = &diagnostic.message;
            let _ = writeln!(out, "{} {} {place} {message}", diagnostic.severity().name(), diagnostic.code.name);
        }
        out
    }
}

/// Line and column, with the file's name where there are several files.
fn place(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let Some(span) = diagnostic.span else { return "-".to_owned() };
    let position = sources.position(span.file, span.start);
    let name = if sources.ids().count() > 1 { format!("{}:", sources.name(span.file)) } else { String::new() };
    format!("{name}{}:{}", position.line, position.column)
}

/// Loads and exports a document that stands in memory, for tests that change a text and look what differs.
pub fn make_text(files: &dyn Files, file: &str) -> Result<(Load, Exported), String> {
    let loaded = chapbook::load(files, file, &LoadOptions::default());
    let exported = chapbook::export(&loaded, files, &options()).map_err(|error| error.to_string())?;
    Ok((loaded, exported))
}
