//! The project file `chapbook.toml` (DIALECT 3): a book's files in reading order, its metadata, theme and outputs.
//! What a table of metadata says, `markdown` reads; files are opened by `load`.

use std::collections::BTreeSet;
use std::ops::Range;

use chapbook_markdown::Habits;
use chapbook_source::{Diagnostic, FileId, Span, codes, inside_target};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::{Changes, Format, RawPolicy};

/// What a project file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// The book, in reading order.
    pub parts: Vec<Part>,
    /// The theme.
    pub theme: Option<String>,
    /// Whether the fonts of the system are asked for characters that the others lack.
    pub system_fonts: bool,
    /// What becomes of typed habits, where the project says.
    pub habits: Option<Habits>,
    /// What becomes of raw content.
    pub raw: RawPolicy,
    /// The outputs wanted; none means the usual ones.
    pub outputs: Vec<OutputEntry>,
    /// Where each setting stands, by its key with dots: `theme`, `output.pdf.profile`.
    pub origins: Vec<(String, Span)>,
}

impl Project {
    /// Where a setting stands in the project file.
    pub fn set_at(&self, key: &str) -> Option<Span> {
        self.origins.iter().find(|(name, _)| name == key).map(|(_, span)| *span)
    }
}

/// A piece of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A Markdown file.
    File {
        /// Its path inside the project's folder.
        path: String,
        /// Where in the book it stands.
        matter: Matter,
        /// Where the project file names it.
        span: Span,
    },
    /// `{ part = "The First Part" }`
    Title(String, Span),
}

/// The three regions of a book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matter {
    /// Before the text.
    Front,
    /// The text.
    #[default]
    Main,
    /// After it.
    Back,
}

impl Matter {
    /// The class of the first block of its kind.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Front => "front-matter",
            Self::Main => "main-matter",
            Self::Back => "back-matter",
        }
    }
}

/// An output that the project asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputEntry {
    /// The format.
    pub format: Format,
    /// Its path inside the project's folder.
    pub path: Option<String>,
    /// Its profile.
    pub profile: Option<String>,
    /// What becomes of tracked changes, where the project says; the DOCX alone has this key and those below.
    pub changes: Option<Changes>,
    /// Whether it carries its source.
    pub embed_source: Option<bool>,
    /// Whether Word records changes in it from the start.
    pub track_changes: Option<bool>,
    /// The path of the document that gives it its looks.
    pub reference: Option<String>,
    /// The path of a style sheet after ours; the EPUB alone has this key and those below.
    pub css: Option<String>,
    /// Whether a page at the end says how accessible the book is.
    pub statement: Option<bool>,
    /// Whether the theme's fonts are embedded.
    pub embed_fonts: Option<bool>,
}

/// The most files that a project may name: far above any book, far below what would exhaust memory.
const MAX_FILES: usize = 10_000;

const TOP: [&str; 6] = ["files", "theme", "system-fonts", "metadata", "reader", "output"];

/// Reads a project file, all but its table of metadata.
///
/// A file that does not parse gives no project; everything else that is wrong is told and left out.
pub(crate) fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Project> {
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let span = Span::new(file, error.span().unwrap_or(0..0));
            let message = format!("the project file does not parse: {}", error.message());
            diagnostics.push(Diagnostic::new(&codes::PROJECT_SYNTAX, span, message).hint("see TOML 1.1, toml.io"));
            return None;
        }
    };
    let mut project = Project::default();
    origins(file, "", &table, &mut project.origins);
    let mut reader = Reader { file, diagnostics, paths: BTreeSet::new() };
    for (key, value) in table {
        let (at, range) = (key.span(), value.span());
        match (key.get_ref().as_ref(), value.into_inner()) {
            ("files", DeValue::Array(entries)) => project.parts = reader.files(entries),
            ("theme", DeValue::String(name)) => project.theme = Some(name.into_owned()),
            ("system-fonts", DeValue::Boolean(on)) => project.system_fonts = on,
            // `markdown` reads it, by the schema of front matter.
            ("metadata", DeValue::Table(_)) => {}
            ("reader", DeValue::Table(table)) => (project.habits, project.raw) = reader.reader(table),
            ("output", DeValue::Table(table)) => project.outputs = reader.outputs(table),
            (name, _) if TOP.contains(&name) => reader.wrong_type(name, range),
            (name, _) => reader.unknown(name, at, &TOP),
        }
    }
    Some(project)
}

/// Where the settings of a table stand. Files and metadata have places of their own.
fn origins(file: FileId, within: &str, table: &DeTable<'_>, out: &mut Vec<(String, Span)>) {
    for (key, value) in table {
        let name = format!("{within}{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) if name != "metadata" => origins(file, &format!("{name}."), inner, out),
            DeValue::Table(_) | DeValue::Array(_) => {}
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => out.push((name, Span::new(file, key.span().start..value.span().end))),
        }
    }
}

struct Reader<'d> {
    file: FileId,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// Paths seen so far: a file occurs once.
    paths: BTreeSet<String>,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    fn wrong_type(&mut self, key: &str, range: Range<usize>) {
        let message = format!("{key} has a value of the wrong type, which has no effect");
        self.diagnostics.push(Diagnostic::new(&codes::KEY_TYPE, self.span(range), message));
    }

    fn unknown(&mut self, key: &str, range: Range<usize>, known: &[&str]) {
        let message = format!("{key:?} is not a key here and has no effect");
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_KEY, self.span(range), message);
        let hint = match chapbook_source::nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("known keys: {}", known.join(", ")),
        };
        self.diagnostics.push(diagnostic.hint(hint));
    }

    /// A path inside the project's folder that was not named before.
    fn path(&mut self, typed: &str, range: Range<usize>) -> Option<String> {
        let why = match inside_target("", typed) {
            Ok(path) if self.paths.insert(path.clone()) => return Some(path),
            Ok(_) => "occurs twice",
            Err(_) => "does not lie inside the project's folder",
        };
        let message = format!("path {typed:?} {why}");
        let hint = "paths are relative to the project file, use / and name each file once";
        self.diagnostics.push(Diagnostic::new(&codes::PROJECT_PATH, self.span(range), message).hint(hint));
        None
    }

    fn files<'t>(&mut self, entries: impl IntoIterator<Item = Spanned<DeValue<'t>>>) -> Vec<Part> {
        let mut parts = Vec::new();
        for entry in entries {
            let range = entry.span();
            match entry.into_inner() {
                DeValue::String(path) => {
                    let span = self.span(range.clone());
                    if let Some(path) = self.path(&path, range) {
                        parts.push(Part::File { path, matter: Matter::Main, span });
                    }
                }
                DeValue::Table(table) => parts.extend(self.file_table(table, range)),
                _ => self.wrong_type("an entry of files", range),
            }
            if parts.len() > MAX_FILES {
                let message = format!("a project names at most {MAX_FILES} files; the rest is left out");
                self.diagnostics
                    .push(Diagnostic::new(&codes::PROJECT_PATH, Span::NONE, message).hint("split the book"));
                break;
            }
        }
        parts
    }

    fn file_table(&mut self, table: DeTable<'_>, range: Range<usize>) -> Option<Part> {
        let span = self.span(range);
        let (mut path, mut part, mut matter) = (None, None, Matter::Main);
        for (key, value) in table {
            let (at, range) = (key.span(), value.span());
            match (key.get_ref().as_ref(), value.into_inner()) {
                ("path", DeValue::String(typed)) => path = self.path(&typed, range),
                ("part", DeValue::String(title)) => part = Some(title.into_owned()),
                ("matter", DeValue::String(name)) => match name.as_ref() {
                    "front" => matter = Matter::Front,
                    "main" => matter = Matter::Main,
                    "back" => matter = Matter::Back,
                    _ => self.wrong_type("matter (front, main or back)", range),
                },
                (name @ ("path" | "part" | "matter"), _) => self.wrong_type(name, range),
                (name, _) => self.unknown(name, at, &["path", "part", "matter"]),
            }
        }
        match (path, part) {
            (_, Some(title)) => Some(Part::Title(title, span)),
            (Some(path), None) => Some(Part::File { path, matter, span }),
            (None, None) => None,
        }
    }

    fn reader(&mut self, table: DeTable<'_>) -> (Option<Habits>, RawPolicy) {
        let (mut habits, mut raw) = (None, RawPolicy::Keep);
        for (key, value) in table {
            let (at, range) = (key.span(), value.span());
            match (key.get_ref().as_ref(), value.into_inner()) {
                ("habits", DeValue::String(name)) => match name.as_ref() {
                    "report" => habits = Some(Habits::Report),
                    "convert" => habits = Some(Habits::Convert),
                    "off" => habits = Some(Habits::Off),
                    _ => self.wrong_type("habits (report, convert or off)", range),
                },
                ("raw", DeValue::String(name)) => match name.as_ref() {
                    "keep" => raw = RawPolicy::Keep,
                    "allow" => raw = RawPolicy::Allow,
                    _ => self.wrong_type("raw (keep or allow)", range),
                },
                (name @ ("habits" | "raw"), _) => self.wrong_type(name, range),
                (name, _) => self.unknown(name, at, &["habits", "raw"]),
            }
        }
        (habits, raw)
    }

    fn outputs(&mut self, table: DeTable<'_>) -> Vec<OutputEntry> {
        let mut outputs = Vec::new();
        for (key, value) in table {
            let (at, range) = (key.span(), value.span());
            let name = key.get_ref();
            match (Format::parse(name), value.into_inner()) {
                (Some(format), DeValue::Table(table)) => outputs.push(self.output(format, table)),
                (Some(_), _) => self.wrong_type(name, range),
                (None, _) => self.unknown(name, at, &Format::ALL.map(Format::name)),
            }
        }
        outputs.sort_by_key(|entry| entry.format);
        outputs
    }

    fn output(&mut self, format: Format, table: DeTable<'_>) -> OutputEntry {
        let mut entry = OutputEntry {
            format,
            path: None,
            profile: None,
            changes: None,
            embed_source: None,
            track_changes: None,
            reference: None,
            css: None,
            statement: None,
            embed_fonts: None,
        };
        let known: &[&str] = match format {
            Format::Pdf | Format::Print => &["path", "profile"],
            Format::Epub => &["path", "profile", "css", "statement", "embed-fonts"],
            Format::Docx => &["path", "profile", "changes", "embed-source", "track-changes", "reference"],
        };
        for (key, value) in table {
            let (at, range) = (key.span(), value.span());
            match (key.get_ref().as_ref(), value.into_inner()) {
                ("path", DeValue::String(typed)) => entry.path = self.path(&typed, range),
                ("profile", DeValue::String(name)) => entry.profile = Some(name.into_owned()),
                ("changes", DeValue::String(name)) if format == Format::Docx => match name.as_ref() {
                    "keep" => entry.changes = Some(Changes::Keep),
                    "accept" => entry.changes = Some(Changes::Accept),
                    "reject" => entry.changes = Some(Changes::Reject),
                    _ => self.wrong_type("changes (keep, accept or reject)", range),
                },
                ("reference", DeValue::String(typed)) if format == Format::Docx => {
                    entry.reference = self.path(&typed, range);
                }
                ("embed-source", DeValue::Boolean(on)) if format == Format::Docx => entry.embed_source = Some(on),
                ("track-changes", DeValue::Boolean(on)) if format == Format::Docx => entry.track_changes = Some(on),
                ("css", DeValue::String(typed)) if format == Format::Epub => entry.css = self.path(&typed, range),
                ("statement", DeValue::Boolean(on)) if format == Format::Epub => entry.statement = Some(on),
                ("embed-fonts", DeValue::Boolean(on)) if format == Format::Epub => entry.embed_fonts = Some(on),
                (name, _) if known.contains(&name) => self.wrong_type(name, range),
                (name, _) => self.unknown(name, at, known),
            }
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Option<Project>, Vec<String>) {
        let mut diagnostics = Vec::new();
        let project = read(FileId(0), text, &mut diagnostics);
        let told = diagnostics
            .iter()
            .map(|d| {
                let at = d.span.map_or("", |span| &text[span.range()]);
                format!("{} at {at:?}", d.code.name)
            })
            .collect();
        (project, told)
    }

    #[test]
    fn a_book_is_read_in_order() {
        let (project, told) = read_text(
            "files = [{ path = \"a.md\", matter = \"front\" }, { part = \"One\" }, \"b/c.md\"]\ntheme = \"article\"\n\
             [output]\nepub = { path = \"build/x.epub\" }\npdf = {}\n[reader]\nhabits = \"off\"\nraw = \"allow\"\n",
        );
        let project = project.expect("it parses");
        assert_eq!(told, Vec::<String>::new());
        assert_eq!(project.parts.len(), 3);
        assert!(matches!(&project.parts[0], Part::File { path, matter: Matter::Front, .. } if path == "a.md"));
        assert_eq!(project.outputs[0].format, Format::Pdf);
        assert_eq!(project.outputs[1].path.as_deref(), Some("build/x.epub"));
        assert_eq!((project.habits, project.raw), (Some(Habits::Off), RawPolicy::Allow));
    }

    #[test]
    fn every_output_takes_path_and_profile_and_the_docx_changes() {
        let (project, told) = read_text(
            "[output]\npdf = {}\nprint = { profile = \"default\", path = \"p.pdf\" }\nepub = { changes = \"keep\" }\n\
             docx = { changes = \"reject\" }\n",
        );
        let outputs = project.expect("it parses").outputs;
        assert_eq!(outputs.iter().map(|entry| entry.format).collect::<Vec<_>>(), Format::ALL);
        assert_eq!(outputs[1].path.as_deref(), Some("p.pdf"));
        assert_eq!(outputs[1].profile.as_deref(), Some("default"));
        assert_eq!(outputs.iter().map(|entry| entry.changes).collect::<Vec<_>>()[2..], [None, Some(Changes::Reject)]);
        assert_eq!(told, [r#"unknown-key at "changes""#], "the EPUB has no revisions");
        let (_, told) = read_text("[output]\ndocx = { changes = \"merge\" }\n");
        assert_eq!(told, [r#"key-type at "\"merge\"""#]);
    }

    #[test]
    fn the_epub_has_wishes_of_its_own() {
        let (project, told) = read_text(
            "[output]\nepub = { profile = \"kobo\", css = \"own.css\", statement = true, embed-fonts = true }\n\
             docx = { css = \"x.css\" }\npdf = { statement = true }\n",
        );
        let outputs = project.expect("it parses").outputs;
        let epub = outputs.iter().find(|entry| entry.format == Format::Epub).expect("it is there");
        assert_eq!((epub.css.as_deref(), epub.statement, epub.embed_fonts), (Some("own.css"), Some(true), Some(true)));
        assert_eq!(told, [r#"unknown-key at "css""#, r#"unknown-key at "statement""#]);
    }

    #[test]
    fn faults_are_told_at_their_place() {
        let (_, mut told) = read_text(
            "files = [\"../x.md\", \"a.md\", \"a.md\", 3]\nthem = \"x\"\nsystem-fonts = \"yes\"\n[output]\nkindle = {}\n",
        );
        told.sort();
        let expected = [
            r#"key-type at "3""#,
            r#"key-type at "\"yes\"""#,
            r#"project-path at "\"../x.md\"""#,
            r#"project-path at "\"a.md\"""#,
            r#"unknown-key at "kindle""#,
            r#"unknown-key at "them""#,
        ];
        assert_eq!(told, expected);
        assert_eq!(read_text("files = [").1, ["project-syntax at \"\""]);
    }
}
