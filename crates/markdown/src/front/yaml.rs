//! YAML through serde-saphyr, as values with places. Its budgets keep aliases, depth and size in bounds, so
//! that hostile front matter is an error and never a wait.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::SyntaxError;
use super::value::{Entry, Value, ValueKind};

/// Nested collections. The schema's deepest key lies at four.
const MAX_DEPTH: usize = 32;
/// Values, those that aliases repeat included.
const MAX_NODES: usize = 20_000;
/// Aliases.
const MAX_ALIASES: usize = 200;

/// Reads a stretch of the file as one YAML document.
pub(crate) fn read(text: &str, content: Range<usize>) -> Result<Value, SyntaxError> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 4 * MAX_NODES,
            max_aliases: MAX_ALIASES,
            max_anchors: MAX_ALIASES,
            max_documents: 1,
        },
    };
    let yaml = &text[content.clone()];
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(yaml, options) {
        Ok(raw) => Ok(value(raw, content.start)),
        Err(error) => {
            let at = error.location().map_or(0, |location| offset(yaml, &location));
            let start = content.start + at;
            let place = start..start + text[start..].chars().next().map_or(0, char::len_utf8).min(content.end - start);
            // The message carries the parser's own line and column, which count from the fence.
            let message = error.without_snippet().to_string();
            // Advice on the parser's own settings is none to a reader.
            let message = message.split(" at line ").next().unwrap_or("");
            let message = message.split(", set ").next().unwrap_or("").to_owned();
            let message = if message.starts_with("budget breached") {
                "it nests deeper, repeats more by aliases or holds more values than metadata do".to_owned()
            } else {
                message
            };
            Err(SyntaxError { place, message })
        }
    }
}

/// The byte of a location: its own, else that of line and column.
fn offset(yaml: &str, location: &Location) -> usize {
    let byte = location.span().byte_offset().and_then(|byte| usize::try_from(byte).ok());
    let found = byte.unwrap_or_else(|| {
        let mut line_start = 0;
        for _ in 1..location.line() {
            line_start += yaml[line_start..].find('\n').map_or(yaml.len() - line_start, |i| i + 1);
        }
        let column = usize::try_from(location.column().saturating_sub(1)).unwrap_or(0);
        let line = &yaml[line_start..];
        line_start + line.char_indices().nth(column).map_or(line.len(), |(i, _)| i)
    });
    let mut found = found.min(yaml.len());
    while !yaml.is_char_boundary(found) {
        found -= 1;
    }
    found
}

fn place(location: &Location, base: usize) -> Range<usize> {
    let number = |n: Option<_>| n.and_then(|n: u64| usize::try_from(n).ok()).unwrap_or(0);
    let start = base + number(location.span().byte_offset());
    start..start + number(location.span().byte_len())
}

fn value(raw: Spanned<Raw>, base: usize) -> Value {
    let kind = match raw.value {
        Raw::Null => ValueKind::Null,
        Raw::Bool(value) => ValueKind::Bool(value),
        Raw::Number => ValueKind::Number,
        Raw::Text(text) => ValueKind::Text(text),
        Raw::List(list) => ValueKind::List(list.into_iter().map(|v| value(v, base)).collect()),
        Raw::Map(map) => {
            let entry = |(key, v): (Spanned<String>, Spanned<Raw>)| Entry {
                key: key.value,
                key_place: place(&key.referenced, base),
                value: value(v, base),
            };
            ValueKind::Map(map.into_iter().map(entry).collect())
        }
    };
    Value { kind, place: place(&raw.referenced, base) }
}

/// What the parser hands over. Recursion is bounded by the budget of depth.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element()? {
            list.push(value);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = access.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}
