//! What nodes have besides their kind: attributes, and the place in the source.

use chapbook_values::Attributes as Typed;
use serde::Serialize;

/// A node: its kind's own fields, then attributes and place.
#[derive(Serialize)]
pub(super) struct Node<'a, Kind> {
    #[serde(flatten)]
    pub(super) kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) attributes: Option<Attributes<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) span: Option<Span>,
}

/// Bytes of a source, by its number among the sources.
#[derive(Serialize)]
pub(super) struct Span {
    file: u32,
    start: u32,
    end: u32,
}

/// The place of a node; none if nobody typed it.
pub(super) fn span(span: chapbook_source::Span) -> Option<Span> {
    (!span.is_none()).then_some(Span { file: span.file.0, start: span.start, end: span.end })
}

#[derive(Serialize)]
pub(super) struct Attributes<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    classes: &'a [String],
    #[serde(skip_serializing_if = "<[(String, String)]>::is_empty")]
    pairs: &'a [(String, String)],
}

/// What the author said of a node; none if there is nothing.
pub(super) fn attributes(typed: &Typed) -> Option<Attributes<'_>> {
    (!typed.is_empty()).then(|| Attributes {
        label: typed.label().map(chapbook_values::Label::as_str),
        classes: typed.classes(),
        pairs: typed.pairs(),
    })
}
