//! TOML as values with places. The parser bounds its own recursion.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::SyntaxError;
use super::value::{Entry, Value, ValueKind};

/// Reads a stretch of the file as one TOML document.
pub(crate) fn read(text: &str, content: Range<usize>) -> Result<Value, SyntaxError> {
    let base = content.start;
    let table = DeTable::parse(&text[content]).map_err(|error| {
        let place = error.span().unwrap_or(0..0);
        SyntaxError { place: base + place.start..base + place.end, message: error.message().to_owned() }
    })?;
    let place = table.span();
    Ok(Value { kind: map(table.into_inner(), base), place: base + place.start..base + place.end })
}

fn map(table: DeTable<'_>, base: usize) -> ValueKind {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, v)| Entry {
            key_place: base + key.span().start..base + key.span().end,
            key: key.into_inner().into_owned(),
            value: value(v, base),
        })
        .collect();
    // The table is ordered by key; a document is ordered by its author.
    entries.sort_by_key(|entry| entry.key_place.start);
    ValueKind::Map(entries)
}

fn value(spanned: Spanned<DeValue<'_>>, base: usize) -> Value {
    let place = base + spanned.span().start..base + spanned.span().end;
    let kind = match spanned.into_inner() {
        DeValue::String(text) => ValueKind::Text(text.into_owned()),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => ValueKind::Number,
        DeValue::Boolean(value) => ValueKind::Bool(value),
        DeValue::Array(list) => ValueKind::List(list.into_iter().map(|v| value(v, base)).collect()),
        DeValue::Table(table) => map(table, base),
    };
    Value { kind, place }
}
