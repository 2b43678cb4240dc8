//! A value of YAML or TOML with its place in the file: what the schema reads.

use std::ops::Range;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    /// What it is.
    pub(crate) kind: ValueKind,
    /// Its bytes in the file. Of a list or mapping it may be the first byte only.
    pub(crate) place: Range<usize>,
}

/// The kinds of value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number or a TOML date, whose text is the source's: `1.10` stays `1.10`.
    Number,
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping, in the order of the file.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// Where it stands.
    pub(crate) key_place: Range<usize>,
    /// Its value.
    pub(crate) value: Value,
}

impl Value {
    /// The words of a scalar: numbers and truth values are words, too, where words are asked for.
    pub(crate) fn words(&self, file_text: &str) -> Option<String> {
        match &self.kind {
            ValueKind::Text(text) => Some(text.clone()),
            ValueKind::Bool(_) | ValueKind::Number => file_text.get(self.place.clone()).map(str::to_owned),
            ValueKind::Null | ValueKind::List(_) | ValueKind::Map(_) => None,
        }
    }

    /// Where the words stand in the file as they are; `None` if escapes or folding come between.
    pub(crate) fn words_place(&self, file_text: &str) -> Option<Range<usize>> {
        let Range { start, end } = self.place;
        let source = file_text.get(start..end)?;
        match &self.kind {
            ValueKind::Bool(_) | ValueKind::Number => Some(start..end),
            ValueKind::Text(text) if source == text => Some(start..end),
            // Quotation marks, one or three of them, and TOML's line end after these.
            ValueKind::Text(text) if source.len() <= text.len() + 8 && !text.is_empty() => {
                source.find(text.as_str()).map(|at| start + at..start + at + text.len())
            }
            ValueKind::Text(_) => None,
            ValueKind::Null | ValueKind::List(_) | ValueKind::Map(_) => None,
        }
    }

    /// What to call it in a message.
    pub(crate) fn kind_name(&self) -> &'static str {
        match &self.kind {
            ValueKind::Null => "nothing",
            ValueKind::Bool(_) => "a truth value",
            ValueKind::Number => "a number or date",
            ValueKind::Text(_) => "text",
            ValueKind::List(_) => "a list",
            ValueKind::Map(_) => "a mapping",
        }
    }

    /// The last byte that anything of it takes.
    pub(crate) fn end(&self) -> usize {
        match &self.kind {
            ValueKind::List(values) => values.iter().map(Value::end).max().unwrap_or(0).max(self.place.end),
            ValueKind::Map(entries) => entries.iter().map(|e| e.value.end()).max().unwrap_or(0).max(self.place.end),
            ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number | ValueKind::Text(_) => self.place.end,
        }
    }
}
