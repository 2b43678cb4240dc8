//! Resolved blocks, one arm a kind.

use chapbook_resolve::{self as resolve, CalloutKind, DivisionRole, FigureKind, OutlineKind};
use serde::Serialize;

use super::Names;
use super::inline::{Inline, Locale, Picture, Tracked, inlines, locale, picture, target};
use super::table::{Table, table};
use crate::json::model::{counter, delimiter};
use crate::json::place::{Span, span};

#[derive(Serialize)]
pub(super) struct Block<'a> {
    #[serde(flatten)]
    kind: Kind<'a>,
    id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'a str>,
    #[serde(flatten)]
    locale: Option<Locale<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    classes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    word_style: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tracked: Option<Tracked<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Kind<'a> {
    Paragraph {
        role: &'static str,
        content: Vec<Inline<'a>>,
    },
    Heading {
        level: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<&'a str>,
        listed: bool,
        content: Vec<Inline<'a>>,
    },
    Quote {
        body: Vec<Block<'a>>,
    },
    List {
        group: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        counter: Option<Counter>,
        tight: bool,
        depth: u8,
        continued: bool,
        items: Vec<Item<'a>>,
    },
    Definitions {
        definitions: Vec<Definition<'a>>,
    },
    Code {
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<&'a str>,
        lines: Vec<Vec<Token<'a>>>,
    },
    Math {
        text: &'a str,
    },
    Verse {
        stanzas: Vec<Vec<VerseLine<'a>>>,
    },
    Divider {
        text: &'a str,
    },
    PageBreak,
    Table(Table<'a>),
    Figure {
        of: &'static str,
        caption_above: bool,
        body: Vec<Block<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<Caption<'a>>,
    },
    Image(Picture<'a>),
    Division {
        role: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<Vec<Inline<'a>>>,
        body: Vec<Block<'a>>,
    },
    AuthorNotes {
        notes: Vec<AuthorNote<'a>>,
    },
    Outline {
        of: &'static str,
        title: Vec<Inline<'a>>,
        entries: Vec<Entry<'a>>,
    },
    Endnotes {
        level: u8,
        title: Vec<Inline<'a>>,
        /// By their places among the notes.
        notes: Vec<u32>,
    },
    Raw {
        target: &'static str,
        text: &'a str,
        instead: Vec<Block<'a>>,
    },
}

#[derive(Serialize)]
struct Counter {
    style: &'static str,
    delimiter: &'static str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordinal: Option<i64>,
    marker: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'a str>,
    body: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
}

#[derive(Serialize)]
struct Definition<'a> {
    term: Vec<Inline<'a>>,
    bodies: Vec<Vec<Block<'a>>>,
}

#[derive(Serialize)]
struct Token<'a> {
    class: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct VerseLine<'a> {
    indent: u8,
    content: Vec<Inline<'a>>,
}

#[derive(Serialize)]
struct Caption<'a> {
    id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<CaptionLabel<'a>>,
    body: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<Vec<Inline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<Vec<Inline<'a>>>,
}

#[derive(Serialize)]
struct CaptionLabel<'a> {
    word: &'a str,
    space: &'a str,
    number: &'a str,
    count: u32,
    separator: &'a str,
}

#[derive(Serialize)]
struct AuthorNote<'a> {
    id: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    marker: Option<&'a str>,
    anchor: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<&'a str>,
    body: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
}

/// An entry of an outline.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    target: &'a str,
    level: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    text: &'a str,
    content: Vec<Inline<'a>>,
}

pub(super) fn blocks<'a>(names: Names<'a>, blocks: &'a [resolve::Block]) -> Vec<Block<'a>> {
    blocks.iter().map(|block| self::block(names, block)).collect()
}

fn block<'a>(names: Names<'a>, block: &'a resolve::Block) -> Block<'a> {
    let resolve::Block { id, kind, anchor, locale, classes, word_style, tracked, span } = block;
    Block {
        kind: self::kind(names, kind),
        id: id.0,
        anchor: anchor.map(|anchor| names.of(anchor)),
        locale: locale.as_ref().map(self::locale),
        classes,
        word_style: word_style.as_deref(),
        tracked: tracked.as_deref().map(super::inline::tracked),
        span: self::span(*span),
    }
}

fn kind<'a>(names: Names<'a>, kind: &'a resolve::BlockKind) -> Kind<'a> {
    match kind {
        resolve::BlockKind::Paragraph(resolve::Paragraph { role, content }) => {
            Kind::Paragraph { role: role.name(), content: inlines(names, content) }
        }
        resolve::BlockKind::Heading(resolve::Heading { level, number, content, listed }) => Kind::Heading {
            level: *level,
            number: number.as_deref(),
            listed: *listed,
            content: inlines(names, content),
        },
        resolve::BlockKind::Quote(body) => Kind::Quote { body: blocks(names, body) },
        resolve::BlockKind::List(list) => self::list(names, list),
        resolve::BlockKind::Definitions(definitions) => Kind::Definitions {
            definitions: definitions
                .iter()
                .map(|resolve::Definition { term, bodies }| Definition {
                    term: inlines(names, term),
                    bodies: bodies.iter().map(|body| blocks(names, body)).collect(),
                })
                .collect(),
        },
        resolve::BlockKind::Code(resolve::Code { language, lines }) => Kind::Code {
            language: language.as_deref(),
            lines: lines.iter().map(|line| line.iter().map(token).collect()).collect(),
        },
        resolve::BlockKind::Math(text) => Kind::Math { text },
        resolve::BlockKind::Verse(stanzas) => {
            let line = |resolve::VerseLine { indent, content }: &'a resolve::VerseLine| VerseLine {
                indent: *indent,
                content: inlines(names, content),
            };
            Kind::Verse { stanzas: stanzas.iter().map(|stanza| stanza.iter().map(line).collect()).collect() }
        }
        resolve::BlockKind::Divider(text) => Kind::Divider { text },
        resolve::BlockKind::PageBreak => Kind::PageBreak,
        resolve::BlockKind::Table(table) => Kind::Table(self::table(names, table)),
        resolve::BlockKind::Figure(resolve::Figure { kind, body, caption, caption_above }) => Kind::Figure {
            of: match kind {
                FigureKind::Image => "image",
                FigureKind::Table => "table",
                FigureKind::Listing => "listing",
                FigureKind::Equation => "equation",
            },
            caption_above: *caption_above,
            body: blocks(names, body),
            caption: caption.as_ref().map(|caption| self::caption(names, caption)),
        },
        resolve::BlockKind::Image(picture) => Kind::Image(self::picture(picture)),
        resolve::BlockKind::Division(resolve::Division { role, title, body }) => Kind::Division {
            role: division(*role),
            title: title.as_deref().map(|title| inlines(names, title)),
            body: blocks(names, body),
        },
        resolve::BlockKind::AuthorNotes(notes) => {
            Kind::AuthorNotes { notes: notes.iter().map(|note| author_note(names, note)).collect() }
        }
        resolve::BlockKind::Outline(resolve::Outline { kind, title, entries }) => Kind::Outline {
            of: match kind {
                OutlineKind::Contents => "contents",
                OutlineKind::Figures => "figures",
                OutlineKind::Tables => "tables",
                OutlineKind::Listings => "listings",
            },
            title: inlines(names, title),
            entries: entries.iter().map(|entry| self::entry(names, entry)).collect(),
        },
        resolve::BlockKind::Endnotes { level, title, notes } => Kind::Endnotes {
            level: *level,
            title: inlines(names, title),
            notes: notes.iter().map(|note| note.0).collect(),
        },
        resolve::BlockKind::Raw(resolve::Raw { markup, instead }) => {
            Kind::Raw { target: target(markup.target()), text: markup.text(), instead: blocks(names, instead) }
        }
    }
}

fn list<'a>(names: Names<'a>, list: &'a resolve::List) -> Kind<'a> {
    let resolve::List { group, counter: figures, tight, depth, continued, items } = list;
    let item = |item: &'a resolve::Item| {
        let resolve::Item { id, ordinal, marker, checked, anchor, body, span } = item;
        Item {
            id: id.0,
            ordinal: *ordinal,
            marker,
            checked: *checked,
            anchor: anchor.map(|anchor| names.of(anchor)),
            body: blocks(names, body),
            span: self::span(*span),
        }
    };
    Kind::List {
        group: group.0,
        counter: figures.map(|resolve::Counter { style, delimiter: around }| Counter {
            style: counter(style),
            delimiter: delimiter(around),
        }),
        tight: *tight,
        depth: *depth,
        continued: *continued,
        items: items.iter().map(item).collect(),
    }
}

fn token(token: &resolve::Token) -> Token<'_> {
    let resolve::Token { class, text } = token;
    Token { class: class.name(), text }
}

fn caption<'a>(names: Names<'a>, caption: &'a resolve::Caption) -> Caption<'a> {
    let resolve::Caption { id, label, body, credit, short } = caption;
    Caption {
        id: id.0,
        label: label.as_ref().map(|resolve::CaptionLabel { word, space, number, count, separator }| CaptionLabel {
            word,
            space,
            number,
            count: *count,
            separator,
        }),
        body: blocks(names, body),
        credit: credit.as_deref().map(|credit| inlines(names, credit)),
        short: short.as_deref().map(|short| inlines(names, short)),
    }
}

fn division(role: DivisionRole) -> &'static str {
    match role {
        DivisionRole::Generic => "generic",
        DivisionRole::Epigraph => "epigraph",
        DivisionRole::Dedication => "dedication",
        DivisionRole::CopyrightPage => "copyright-page",
        DivisionRole::Colophon => "colophon",
        DivisionRole::Abstract => "abstract",
        DivisionRole::Acknowledgements => "acknowledgements",
        DivisionRole::Aside => "aside",
        DivisionRole::PullQuote => "pullquote",
        DivisionRole::Callout(CalloutKind::Note) => "callout-note",
        DivisionRole::Callout(CalloutKind::Tip) => "callout-tip",
        DivisionRole::Callout(CalloutKind::Important) => "callout-important",
        DivisionRole::Callout(CalloutKind::Warning) => "callout-warning",
        DivisionRole::Callout(CalloutKind::Caution) => "callout-caution",
        DivisionRole::Letter => "letter",
        DivisionRole::Glossary => "glossary",
        DivisionRole::Columns => "columns",
        DivisionRole::Column => "column",
        DivisionRole::TitleBlock => "title-block",
    }
}

fn author_note<'a>(names: Names<'a>, note: &'a resolve::AuthorNote) -> AuthorNote<'a> {
    let resolve::AuthorNote { id, marker, anchor, call, body, span } = note;
    AuthorNote {
        id: id.0,
        marker: marker.as_deref(),
        anchor: names.of(*anchor),
        call: call.map(|call| names.of(call)),
        body: blocks(names, body),
        span: self::span(*span),
    }
}

pub(super) fn entry<'a>(names: Names<'a>, entry: &'a resolve::OutlineEntry) -> Entry<'a> {
    let resolve::OutlineEntry { target, level, number, content, text } = entry;
    Entry {
        target: names.of(*target),
        level: *level,
        number: number.as_deref(),
        text,
        content: inlines(names, content),
    }
}
