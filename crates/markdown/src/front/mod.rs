//! Metadata: front matter in YAML or TOML, and the `[metadata]` table of a project file (DIALECT 2).
//! Both become one kind of [`Value`](value::Value), which one schema reads.

pub(crate) mod people;
pub(crate) mod schema;
mod toml;
pub(crate) mod value;
mod yaml;

use std::ops::Range;

use chapbook_model::UnknownKey;
use chapbook_source::{Diagnostic, FileId, Span, codes};

use crate::clean::{FrontMatter, FrontSyntax};
use value::{Entry, ValueKind};

/// Front matter larger than this is no metadata. A long abstract has some thousand bytes.
const MAX_BYTES: usize = 1 << 20;

/// A parser's complaint: where in the file, and what.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) place: Range<usize>,
    pub(crate) message: String,
}

/// What the lines between the fences are.
#[derive(Debug)]
pub(crate) enum Front {
    /// A mapping.
    Mapping(Vec<Entry>),
    /// It was meant as one and does not parse: the block as typed, and what to say.
    Broken(UnknownKey, Box<Diagnostic>),
    /// It is no metadata; the file begins with a scene break.
    Absent,
}

/// Reads front matter.
pub(crate) fn read(file: FileId, text: &str, front: &FrontMatter) -> Front {
    let content = &text[front.content.clone()];
    let read = if content.len() > MAX_BYTES {
        let message = format!("front matter is larger than {} KiB", MAX_BYTES >> 10);
        Err(SyntaxError { place: front.content.start..front.content.start, message })
    } else {
        match front.syntax {
            FrontSyntax::Yaml => yaml::read(text, front.content.clone()),
            FrontSyntax::Toml => toml::read(text, front.content.clone()),
        }
    };
    match read {
        Ok(value) => match value.kind {
            ValueKind::Map(entries) => Front::Mapping(entries),
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number | ValueKind::Text(_) | ValueKind::List(_) => {
                Front::Absent
            }
        },
        Err(_) if !means_mapping(content, front.syntax) => Front::Absent,
        Err(error) => {
            let span = Span::new(file, error.place);
            let message = format!("front matter does not parse: {}; the text below it is still read", error.message);
            let hint = "mend the line that is shown; put a value that holds a colon, a # or quotation marks in quotation marks";
            let diagnostic = Diagnostic::new(&codes::FRONT_MATTER_SYNTAX, span, message).hint(hint);
            // An empty key stands for the block as a whole.
            let kept = UnknownKey { key: String::new(), value: content.to_owned() };
            Front::Broken(kept, Box::new(diagnostic))
        }
    }
}

/// The entries of the table `[metadata]` of a project file; none if there is no such table or the file does
/// not parse, which the project file's own reader says.
pub(crate) fn project_table(text: &str) -> Vec<Entry> {
    let Ok(value) = toml::read(text, 0..text.len()) else { return Vec::new() };
    let ValueKind::Map(entries) = value.kind else { return Vec::new() };
    for entry in entries {
        if let ("metadata", ValueKind::Map(inner)) = (entry.key.as_str(), entry.value.kind) {
            return inner;
        }
    }
    Vec::new()
}

/// Whether front matter that was kept as a whole was TOML.
pub(crate) fn is_toml(content: &str) -> bool {
    !means_mapping(content, FrontSyntax::Yaml)
}

/// Whether the first line that says anything has the form of a mapping's.
fn means_mapping(content: &str, syntax: FrontSyntax) -> bool {
    let line = content.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let Some(line) = line else { return false };
    let sign = match syntax {
        FrontSyntax::Yaml => ':',
        FrontSyntax::Toml => '=',
    };
    line.split_once(sign).is_some_and(|(key, _)| {
        let key = key.trim_matches(|c| matches!(c, '"' | '\'' | ' '));
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    }) || (syntax == FrontSyntax::Toml && line.starts_with('['))
}
