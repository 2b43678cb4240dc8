//! A diagnostic.

use chapbook_source::{Edit, Position, Sources, Span};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Message<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edit: Option<Replacement<'a>>,
}

/// A place as programs and as people count it: bytes from 0, lines and columns from 1, columns in characters.
#[derive(Serialize)]
pub(super) struct Place<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// The bytes of a file to be replaced, and by what.
#[derive(Serialize)]
struct Replacement<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
}

impl<'a> Place<'a> {
    pub(super) fn new(sources: &'a Sources, span: Span) -> Self {
        let Position { line, column } = sources.position(span.file, span.start);
        Self { file: sources.name(span.file), start: span.start, end: span.end, line, column }
    }
}

impl<'a> Message<'a> {
    pub(super) fn new(sources: &'a Sources, diagnostic: &'a chapbook_source::Diagnostic) -> Self {
        let chapbook_source::Diagnostic { code, span, message, hint, related, edit } = diagnostic;
        let replacement = |Edit { span, text }: &'a Edit| Replacement {
            file: sources.name(span.file),
            start: span.start,
            end: span.end,
            text,
        };
        Self {
            severity: code.severity.name(),
            code: code.name,
            message,
            hint: hint.as_deref(),
            place: span.map(|span| Place::new(sources, span)),
            related: related
                .iter()
                .map(|(span, message)| Related { message, place: Place::new(sources, *span) })
                .collect(),
            edit: edit.as_ref().map(replacement),
        }
    }
}
