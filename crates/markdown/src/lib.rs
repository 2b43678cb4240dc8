//! Markdown and front matter become the model. Reading does not fail: it gives a document and diagnostics.
//!
//! The way of a text: [`clean`] finds front matter and control characters; [`mask`] overwrites, in a copy of the
//! same length, every construct that CommonMark does not know; pulldown-cmark parses the copy; [`tree`] and
//! [`inlines`] build the model from its events, with all text taken from the source. It prints nothing, opens
//! nothing, and decides nothing about numbers or looks.

mod attributes;
mod byline;
mod bytes;
mod clean;
mod context;
mod continuation;
mod front;
mod habits;
mod html;
mod inlines;
mod mask;
mod mend;
mod place;
mod tree;
mod write;

use std::ops::Range;

use chapbook_model::{Document, Metadata, normalise_document};
use chapbook_source::{Diagnostic, FileId, Span, codes};

use context::Context;
use front::Front;
use place::{Place, Spans};
#[doc(hidden)]
pub use write::doubtful;
pub use write::{format, write, write_with_source};

/// How a file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// What becomes of typed habits (DIALECT 8).
    pub habits: Habits,
    /// Whether the document that the file belongs to has a bibliography, so that a bare `@key` is a citation
    /// (DIALECT 9); what the file's own front matter says need not be said here.
    pub bibliography: bool,
}

/// What becomes of the habits of typed manuscripts, such as a starred byline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Habits {
    /// They are reported, with a ready edit: the default for Markdown.
    #[default]
    Report,
    /// They become what they mean: the default for `.txt`.
    Convert,
    /// Nothing is said of them.
    Off,
}

/// Reads one file of Markdown.
pub fn read(file: FileId, text: &str, options: &ReadOptions) -> (Document, Vec<Diagnostic>) {
    let ReadOptions { habits, bibliography } = *options;
    let mut context = Context::new(file);
    context.bibliography = bibliography;
    let (front, content, start) = front_of(file, text);
    if let Front::Mapping(entries) = &front {
        front::schema::announce(entries, &mut context);
    }
    remark_on_controls(text, &mut context);
    if matches!(front, Front::Absent)
        && clean::front_matter(text, start).is_none()
        && let Some(range) = clean::unclosed_front_matter(text, start, front::schema::is_known)
    {
        let message = "this front matter is not closed and is read as text";
        context.say(&codes::FRONT_MATTER_UNCLOSED, Span::new(file, range), message);
    }
    let place = Place { text: &text[start..], spans: Spans::At { file, base: start, skip: 0 } };
    let mut body = tree::read_body(place, &mut context);
    // The metadata come second: their prose may call notes that the body defines.
    let mut metadata = match front {
        Front::Mapping(entries) => front::schema::read(text, &entries, content.end, &mut context),
        Front::Broken(kept, diagnostic) => {
            context.diagnostics.push(*diagnostic);
            Metadata { unknown: vec![kept], ..Metadata::default() }
        }
        Front::Absent => Metadata::default(),
    };
    // What the front matter says counts.
    for (short, long) in std::mem::take(&mut context.abbreviations) {
        if metadata.abbreviations.iter().all(|(known, _)| *known != short) {
            metadata.abbreviations.push((short, long));
        }
    }
    habits::settle(text, habits, &mut body, &mut metadata, &mut context);
    tree::settle_notes(&mut context, &byline::labels(&body));
    byline::remark_on_biographies(&body, &metadata.authors, &mut context.diagnostics);
    let mut document = Document { metadata, body, notes: std::mem::take(&mut context.notes) };
    normalise_document(&mut document);
    (document, in_order(context))
}

/// The front matter of a file, where its lines stand, and where the text after it begins.
fn front_of(file: FileId, text: &str) -> (Front, Range<usize>, usize) {
    let start = clean::byte_order_mark(text);
    let Some(found) = clean::front_matter(text, start) else { return (Front::Absent, start..start, start) };
    match front::read(file, text, &found) {
        Front::Absent => (Front::Absent, start..start, start),
        front => (front, found.content, found.end),
    }
}

/// Where the text of a file begins, after a byte order mark and front matter.
pub fn body_start(text: &str) -> usize {
    front_of(FileId(0), text).2
}

/// Reads the table `[metadata]` of a project file, whose whole text this is. Without such a table, or if the
/// file does not parse (which its own reader says), the metadata are empty.
pub fn read_project_metadata(file: FileId, text: &str) -> (Metadata, Vec<Diagnostic>) {
    let mut context = Context::new(file);
    let entries = front::project_table(text);
    let end = entries.iter().map(|entry| entry.value.end()).max().unwrap_or(0);
    front::schema::announce(&entries, &mut context);
    let metadata = front::schema::read(text, &entries, end, &mut context);
    let mut document = Document { metadata, ..Document::default() };
    normalise_document(&mut document);
    (document.metadata, in_order(context))
}

/// What is to be said, in the order of the text.
fn in_order(context: Context) -> Vec<Diagnostic> {
    let mut diagnostics = context.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| span.start));
    diagnostics
}

/// Says once where control characters begin: a binary file has thousands.
fn remark_on_controls(text: &str, context: &mut Context) {
    let Some(first) = bytes::position(text.as_bytes(), clean::is_control) else { return };
    let count = text.bytes().filter(|b| clean::is_control(*b)).count();
    let more = if count > 1 { format!(" (and {} more of its kind)", count - 1) } else { String::new() };
    let span = Span::new(context.file, first..first + 1);
    let message = format!("the control character U+{:04X} became U+FFFD{more}", text.as_bytes()[first]);
    context.say(&codes::CONTROL_CHARACTER, span, message);
}
