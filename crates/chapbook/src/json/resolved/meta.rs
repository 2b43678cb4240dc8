//! What is said about the document, as plain text.

use chapbook_resolve::{self as resolve, Meta};
use serde::Serialize;

use crate::json::model::direction;

#[derive(Serialize)]
pub(super) struct Metadata<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rights: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    /// Year, month and day, as far as the date is ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    iso_date: Option<(u16, Option<u8>, Option<u8>)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifiers: Vec<Identifier<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    keywords: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<Series<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cover: Option<&'a str>,
    direction: &'static str,
}

#[derive(Serialize)]
struct Person<'a> {
    name: &'a str,
    file_as: &'a str,
    /// The MARC relator code.
    role: &'static str,
}

#[derive(Serialize)]
struct Identifier<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<&'a str>,
    text: &'a str,
}

#[derive(Serialize)]
struct Series<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<&'a str>,
}

impl<'a> Metadata<'a> {
    pub(super) fn new(meta: &'a Meta) -> Self {
        let Meta {
            title,
            subtitle,
            people,
            description,
            rights,
            publisher,
            date,
            iso_date,
            identifiers,
            keywords,
            series,
            cover,
            direction: way,
        } = meta;
        Self {
            title,
            subtitle: subtitle.as_deref(),
            people: people
                .iter()
                .map(|resolve::Person { name, file_as, role }| Person { name, file_as, role: role.marc() })
                .collect(),
            description: description.as_deref(),
            rights: rights.as_deref(),
            publisher: publisher.as_deref(),
            date: date.as_deref(),
            iso_date: *iso_date,
            identifiers: identifiers
                .iter()
                .map(|resolve::Identifier { scheme, text }| Identifier { scheme: scheme.as_deref(), text })
                .collect(),
            keywords,
            series: series.as_ref().map(|(name, position)| Series { name, position: position.as_deref() }),
            cover: cover.as_deref(),
            direction: direction(*way),
        }
    }
}
