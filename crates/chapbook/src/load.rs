//! From bytes to a document: one file of text, or a project file and its files.

use chapbook_markdown::{Habits, ReadOptions};
use chapbook_model::Document;
use chapbook_source::{Bytes, Diagnostic, FileError, FileId, Files, Sources, Span, codes};

use crate::assemble;
use crate::project::{self, Matter, Part, Project};

/// The most bytes that a source file may have: 64 MiB is a hundred long novels.
pub const MAX_SOURCE_BYTES: usize = 64 << 20;

/// How a document is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// What messages show before a file's path: the way from where the user stands to the document's folder.
    pub shown: String,
}

/// What came of loading.
#[derive(Clone, Debug)]
pub struct Load {
    /// The texts, for messages.
    pub sources: Sources,
    /// The document. Without one, an error among the diagnostics says why.
    pub(crate) document: Option<Document>,
    /// What the project file says; a file of text has a project of its own defaults.
    pub project: Project,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
    /// The path of each source file inside the document's folder.
    pub(crate) paths: Vec<String>,
    /// The name that outputs have if nobody says otherwise.
    pub stem: String,
    /// The file that was asked for is not there, or is a folder.
    pub missing: Option<FileError>,
}

impl Load {
    /// The text of the file that was asked for; none if that gave no document.
    pub fn text(&self) -> Option<&str> {
        self.document.as_ref()?;
        self.sources.ids().next().map(|file| self.sources.text(file))
    }

    /// Whether there is a document.
    pub fn has_document(&self) -> bool {
        self.document.is_some()
    }
}

/// Loads a document: a project file (`*.toml`), or a file of Markdown or text.
pub fn load(files: &dyn Files, path: &str, options: &LoadOptions) -> Load {
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).to_owned();
    let mut loader = Loader { files, options, sources: Sources::default(), paths: Vec::new(), diagnostics: Vec::new() };
    let mut missing = None;
    let mut project = Project::default();
    let mut document = None;
    match files.read(path) {
        Err(error) => missing = Some(error),
        Ok(bytes) => {
            if let Some(file) = loader.text(path, &bytes, Span::NONE) {
                if path.ends_with(".toml") {
                    document = loader.book(file, &mut project);
                } else {
                    document = Some(loader.single(file, path, project.habits, false));
                }
            }
        }
    }
    let Loader { files: _, options: _, sources, paths, diagnostics } = loader;
    Load { sources, document, project, diagnostics, paths, stem, missing }
}

pub(crate) struct Loader<'a> {
    files: &'a dyn Files,
    options: &'a LoadOptions,
    sources: Sources,
    paths: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Loader<'_> {
    /// Takes a file among the sources, if it is text.
    fn text(&mut self, path: &str, bytes: &Bytes, named_at: Span) -> Option<FileId> {
        let shown = format!("{}{path}", self.options.shown);
        if bytes.len() > MAX_SOURCE_BYTES {
            let message =
                format!("{shown} has {} bytes; a source file has at most {} MiB", bytes.len(), MAX_SOURCE_BYTES >> 20);
            self.diagnostics
                .push(Diagnostic::new(&codes::FILE_TOO_LARGE, named_at, message).hint("split it into several files"));
            return None;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                self.paths.push(path.to_owned());
                Some(self.sources.add(shown, text))
            }
            Err(error) => {
                // What comes before the fault is shown as it is; the fault itself cannot be.
                let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
                let at = good.len();
                self.paths.push(path.to_owned());
                let file = self.sources.add(shown, good);
                let byte = bytes.get(at).copied().unwrap_or(0);
                let message =
                    format!("the file is not UTF-8 text: byte {byte:#04x} at offset {at} begins no character");
                let span = Span::new(file, at..at);
                let hint = "save it as UTF-8 in your editor; from Latin-1: iconv -f latin1 -t utf-8";
                self.diagnostics.push(Diagnostic::new(&codes::NOT_UTF8, span, message).hint(hint));
                None
            }
        }
    }

    fn single(&mut self, file: FileId, path: &str, habits: Option<Habits>, bibliography: bool) -> Document {
        let default = if path.ends_with(".txt") { Habits::Convert } else { Habits::Report };
        let options = ReadOptions { habits: habits.unwrap_or(default), bibliography };
        let (document, diagnostics) = chapbook_markdown::read(file, self.sources.text(file), &options);
        self.diagnostics.extend(diagnostics);
        document
    }

    fn book(&mut self, file: FileId, project: &mut Project) -> Option<Document> {
        let text = self.sources.text(file).to_owned();
        *project = project::read(file, &text, &mut self.diagnostics)?;
        let (metadata, diagnostics) = chapbook_markdown::read_project_metadata(file, &text);
        self.diagnostics.extend(diagnostics);
        let bibliography = !metadata.bibliography.is_empty();
        let mut book = Document { metadata, ..Document::default() };
        if project.parts.is_empty() {
            let hint = "add files = [\"chapter.md\"] to the project file";
            let message = "the project file names no files";
            self.diagnostics.push(Diagnostic::new(&codes::EMPTY_DOCUMENT, Span::new(file, 0..0), message).hint(hint));
        }
        let mut last_matter = None;
        // A book without front and back matter has pages of one kind.
        let all_main = project.parts.iter().all(|part| match part {
            Part::Title(_, _) => true,
            Part::File { matter, .. } => *matter == Matter::Main,
        });
        // Titles of parts that no file has followed yet: they belong to the matter of the file that does.
        let mut titles = Vec::new();
        for part in &project.parts {
            match part {
                Part::Title(title, span) => titles.push(assemble::part(title, *span)),
                Part::File { path, matter, span } => {
                    if let Some(chapter) = self.chapter(path, *span, project.habits, bibliography) {
                        let begins = !all_main && last_matter.replace(*matter) != Some(*matter);
                        let with_title = titles.first_mut().filter(|_| begins).map(|t| assemble::begin(t, *matter));
                        book.body.append(&mut titles);
                        let begins = begins && with_title.is_none();
                        assemble::add(&mut book, chapter, *matter, begins, &self.sources, &mut self.diagnostics);
                    }
                }
            }
        }
        book.body.append(&mut titles);
        Some(book)
    }

    fn chapter(&mut self, path: &str, span: Span, habits: Option<Habits>, bibliography: bool) -> Option<Document> {
        match self.files.read(path) {
            Ok(bytes) => {
                let file = self.text(path, &bytes, span)?;
                Some(self.single(file, path, habits, bibliography))
            }
            Err(error) => {
                let message = format!("file {path:?} of the book: {error}");
                let hint = "check the name, letter case included; paths are relative to the project file";
                self.diagnostics.push(Diagnostic::new(&codes::PROJECT_PATH, span, message).hint(hint));
                None
            }
        }
    }
}
