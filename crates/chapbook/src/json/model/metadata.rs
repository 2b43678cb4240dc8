//! Metadata of the model, and where each value was set.

use std::collections::BTreeMap;

use chapbook_model::{self as model, BioPlacement, DateText, ListPrinting, Marker, NotePlacement, Origin};
use chapbook_source::Sources;
use chapbook_values::Direction;
use serde::Serialize;

use super::super::message::Place;
use super::super::place::{self, Span};
use super::block::{Block, blocks};
use super::inline::{Inline, inlines};

#[derive(Serialize)]
pub(super) struct Metadata<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Vec<Inline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<Vec<Inline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Vec<Inline<'a>>>,
    #[serde(rename = "abstract", skip_serializing_if = "Vec::is_empty")]
    summary: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rights: Option<Vec<Inline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    direction: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifiers: Vec<Identifier<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    keywords: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<Series<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cover: Option<&'a str>,
    #[serde(skip_serializing_if = "<[(String, String)]>::is_empty")]
    abbreviations: &'a [(String, String)],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    bibliography: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    citation_style: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acknowledgements: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lists: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numbering: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    smart: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<UnknownKey<'a>>,
    /// By key; a value that is not here is a default.
    origins: BTreeMap<&'a str, From<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum From<'a> {
    File(Place<'a>),
    /// `"command-line"`
    Named(&'static str),
}

#[derive(Serialize)]
struct UnknownKey<'a> {
    key: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    affiliations: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    orcid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    corresponding: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bio: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    note: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acknowledgements: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marker: Option<&'a str>,
    bio_placement: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
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
    pub(super) fn new(metadata: &'a model::Metadata, sources: &'a Sources) -> Self {
        let model::Metadata {
            title,
            subtitle,
            description,
            summary,
            rights,
            publisher,
            authors,
            date,
            language,
            direction,
            identifiers,
            keywords,
            series,
            cover,
            abbreviations,
            bibliography,
            citation_style,
            acknowledgements,
            notes,
            lists,
            numbering,
            smart,
            unknown,
            origins,
        } = metadata;
        Self {
            title: title.as_deref().map(inlines),
            subtitle: subtitle.as_deref().map(inlines),
            description: description.as_deref().map(inlines),
            summary: blocks(summary),
            rights: rights.as_deref().map(inlines),
            publisher: publisher.as_deref(),
            authors: authors.iter().map(author).collect(),
            date: date.as_ref().map(|DateText { text, iso: _ }| text.as_str()),
            language: language.as_ref().map(chapbook_values::Language::tag),
            direction: direction.map(self::direction),
            identifiers: identifiers
                .iter()
                .map(|model::Identifier { scheme, text }| Identifier { scheme: scheme.as_deref(), text })
                .collect(),
            keywords,
            series: series
                .as_ref()
                .map(|model::Series { name, position }| Series { name, position: position.as_deref() }),
            cover: cover.as_deref(),
            abbreviations,
            bibliography,
            citation_style: citation_style.as_deref(),
            acknowledgements: blocks(acknowledgements),
            notes: notes.map(|notes| match notes {
                NotePlacement::Footnotes => "footnotes",
                NotePlacement::Endnotes => "endnotes",
                NotePlacement::Chapter => "chapter",
            }),
            lists: lists.map(|lists| match lists {
                ListPrinting::Sequence => "sequence",
                ListPrinting::Literal => "literal",
            }),
            numbering: *numbering,
            smart: *smart,
            unknown: unknown.iter().map(|model::UnknownKey { key, value }| UnknownKey { key, value }).collect(),
            origins: origins.iter().map(|(key, origin)| (key.as_str(), from(*origin, sources))).collect(),
        }
    }
}

/// The name of a direction.
pub(in crate::json) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

fn from(origin: Origin, sources: &Sources) -> From<'_> {
    match origin {
        Origin::File(span) => From::File(Place::new(sources, span)),
        Origin::CommandLine => From::Named("command-line"),
    }
}

fn author(author: &model::Author) -> Author<'_> {
    let model::Author {
        name,
        id,
        role,
        affiliations,
        email,
        orcid,
        url,
        corresponding,
        bio,
        note,
        acknowledgements,
        marker,
        bio_placement,
        span,
    } = author;
    Author {
        name,
        id: id.as_deref(),
        role: role.as_deref(),
        affiliations,
        email: email.as_deref(),
        orcid: orcid.as_deref(),
        url: url.as_deref(),
        corresponding: *corresponding,
        bio: blocks(bio),
        note: blocks(note),
        acknowledgements: blocks(acknowledgements),
        marker: match marker {
            Marker::Unset => None,
            Marker::Auto => Some("auto"),
            Marker::None => Some("none"),
            Marker::Literal(marker) => Some(marker),
        },
        bio_placement: match bio_placement {
            BioPlacement::Footnote => "footnote",
            BioPlacement::End => "end",
            BioPlacement::ContributorsPage => "contributors-page",
        },
        span: place::span(*span),
    }
}
