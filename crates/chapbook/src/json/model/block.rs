//! Blocks of the model, one arm a kind.

use chapbook_model::{self as model, BreakKind, Continues, FigureKind, HorizontalAlign, ListKind, ListStyle};
use chapbook_values::{CounterStyle, Delimiter};
use serde::Serialize;

use super::super::place::{self, Node};
use super::inline::{Inline, inlines};

pub(super) type Block<'a> = Node<'a, Kind<'a>>;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Kind<'a> {
    Paragraph {
        content: Vec<Inline<'a>>,
    },
    Heading {
        level: u8,
        content: Vec<Inline<'a>>,
    },
    Quote {
        body: Vec<Block<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        attribution: Option<Vec<Inline<'a>>>,
    },
    List {
        #[serde(skip_serializing_if = "Option::is_none")]
        ordered: Option<Ordered>,
        tight: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        continues: Option<Goes<'a>>,
        items: Vec<Item<'a>>,
    },
    Definitions {
        definitions: Vec<Definition<'a>>,
    },
    Code {
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<&'a str>,
        text: &'a str,
    },
    Math {
        text: &'a str,
    },
    Verse {
        stanzas: Vec<Vec<VerseLine<'a>>>,
    },
    Divider,
    Break {
        of: &'static str,
    },
    Table {
        columns: Vec<Column>,
        header_columns: usize,
        head: Vec<Row<'a>>,
        body: Vec<Row<'a>>,
    },
    Figure {
        of: &'static str,
        body: Vec<Block<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<Caption<'a>>,
    },
    Container {
        body: Vec<Block<'a>>,
    },
    Outline {
        of: &'static str,
    },
    Bibliography,
    Endnotes,
    Raw {
        target: &'a str,
        text: &'a str,
    },
}

#[derive(Serialize)]
pub(super) struct Ordered {
    start: i64,
    style: &'static str,
    delimiter: &'static str,
}

/// Whether a list goes on an earlier one: `"previous"`, or `{"label": "steps"}`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Goes<'a> {
    Previous,
    Label(&'a str),
}

#[derive(Serialize)]
pub(super) struct Item<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked: Option<bool>,
    body: Vec<Block<'a>>,
}

#[derive(Serialize)]
pub(super) struct Definition<'a> {
    term: Vec<Inline<'a>>,
    bodies: Vec<Vec<Block<'a>>>,
}

#[derive(Serialize)]
pub(super) struct VerseLine<'a> {
    indent: u8,
    content: Vec<Inline<'a>>,
}

#[derive(Serialize)]
pub(super) struct Column {
    align: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u16>,
}

#[derive(Serialize)]
pub(super) struct Row<'a> {
    cells: Vec<Cell<'a>>,
}

#[derive(Serialize)]
pub(super) struct Cell<'a> {
    column_span: u16,
    row_span: u16,
    body: Vec<Block<'a>>,
}

#[derive(Serialize)]
pub(super) struct Caption<'a> {
    body: Vec<Block<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<Vec<Inline<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<Vec<Inline<'a>>>,
}

pub(super) fn blocks(blocks: &[model::Block]) -> Vec<Block<'_>> {
    blocks.iter().map(block).collect()
}

fn block(block: &model::Block) -> Block<'_> {
    let model::Block { kind, attrs, span } = block;
    Node { kind: self::kind(kind), attributes: place::attributes(attrs), span: place::span(*span) }
}

fn kind(kind: &model::BlockKind) -> Kind<'_> {
    match kind {
        model::BlockKind::Paragraph(content) => Kind::Paragraph { content: inlines(content) },
        model::BlockKind::Heading { level, content } => Kind::Heading { level: *level, content: inlines(content) },
        model::BlockKind::Quote(model::Quote { body, attribution }) => {
            Kind::Quote { body: blocks(body), attribution: attribution.as_deref().map(inlines) }
        }
        model::BlockKind::List(list) => self::list(list),
        model::BlockKind::Definitions(definitions) => Kind::Definitions {
            definitions: definitions
                .iter()
                .map(|model::Definition { term, bodies }| Definition {
                    term: inlines(term),
                    bodies: bodies.iter().map(|body| blocks(body)).collect(),
                })
                .collect(),
        },
        model::BlockKind::Code(model::Code { language, text }) => Kind::Code { language: language.as_deref(), text },
        model::BlockKind::Math(text) => Kind::Math { text },
        model::BlockKind::Verse(stanzas) => {
            fn line(line: &model::VerseLine) -> VerseLine<'_> {
                let model::VerseLine { indent, content } = line;
                VerseLine { indent: *indent, content: inlines(content) }
            }
            Kind::Verse { stanzas: stanzas.iter().map(|stanza| stanza.iter().map(line).collect()).collect() }
        }
        model::BlockKind::Divider => Kind::Divider,
        model::BlockKind::Break(BreakKind::Page) => Kind::Break { of: "page" },
        model::BlockKind::Table(table) => self::table(table),
        model::BlockKind::Figure(figure) => {
            let model::Figure { kind, body, caption } = &**figure;
            let of = match kind {
                FigureKind::Image => "image",
                FigureKind::Table => "table",
                FigureKind::Listing => "listing",
                FigureKind::Equation => "equation",
            };
            Kind::Figure { of, body: blocks(body), caption: caption.as_ref().map(self::caption) }
        }
        model::BlockKind::Container(body) => Kind::Container { body: blocks(body) },
        model::BlockKind::Outline(kind) => Kind::Outline {
            of: match kind {
                model::OutlineKind::Contents => "contents",
                model::OutlineKind::Figures => "figures",
                model::OutlineKind::Tables => "tables",
                model::OutlineKind::Listings => "listings",
                model::OutlineKind::Index => "index",
            },
        },
        model::BlockKind::Bibliography => Kind::Bibliography,
        model::BlockKind::Endnotes => Kind::Endnotes,
        model::BlockKind::Raw(model::Raw { target, text }) => Kind::Raw { target, text },
    }
}

fn list(list: &model::List) -> Kind<'_> {
    let model::List { kind, tight, items, continues } = list;
    Kind::List {
        ordered: match kind {
            ListKind::Bullet => None,
            ListKind::Ordered { start, style, delimiter } => Some(Ordered {
                start: *start,
                style: match style {
                    ListStyle::Counter(style) => counter(*style),
                    ListStyle::Hash => "hash",
                    ListStyle::Example => "example",
                },
                delimiter: self::delimiter(*delimiter),
            }),
        },
        tight: *tight,
        continues: match continues {
            Continues::No => None,
            Continues::Previous => Some(Goes::Previous),
            Continues::Label(label) => Some(Goes::Label(label.as_str())),
        },
        items: items
            .iter()
            .map(|model::Item { value, example, checked, body }| Item {
                value: *value,
                example: example.as_ref().map(chapbook_values::Label::as_str),
                checked: *checked,
                body: blocks(body),
            })
            .collect(),
    }
}

/// The name of a counter's figures.
pub(in crate::json) fn counter(style: CounterStyle) -> &'static str {
    match style {
        CounterStyle::Decimal => "decimal",
        CounterStyle::LowerAlpha => "lower-alpha",
        CounterStyle::UpperAlpha => "upper-alpha",
        CounterStyle::LowerRoman => "lower-roman",
        CounterStyle::UpperRoman => "upper-roman",
    }
}

/// The name of what stands around a number.
pub(in crate::json) fn delimiter(delimiter: Delimiter) -> &'static str {
    match delimiter {
        Delimiter::Period => "period",
        Delimiter::Paren => "paren",
        Delimiter::TwoParens => "two-parens",
    }
}

fn table(table: &model::Table) -> Kind<'_> {
    let model::Table { columns, head, body, header_columns } = table;
    let column = |model::TableColumn { align, width }: &model::TableColumn| Column {
        align: match align {
            HorizontalAlign::Default => "default",
            HorizontalAlign::Left => "left",
            HorizontalAlign::Center => "center",
            HorizontalAlign::Right => "right",
        },
        width: *width,
    };
    Kind::Table {
        columns: columns.iter().map(column).collect(),
        header_columns: *header_columns,
        head: rows(head),
        body: rows(body),
    }
}

fn rows(rows: &[model::Row]) -> Vec<Row<'_>> {
    fn cell(cell: &model::Cell) -> Cell<'_> {
        let model::Cell { body, column_span, row_span } = cell;
        Cell { column_span: *column_span, row_span: *row_span, body: blocks(body) }
    }
    rows.iter().map(|model::Row { cells }| Row { cells: cells.iter().map(cell).collect() }).collect()
}

fn caption(caption: &model::Caption) -> Caption<'_> {
    let model::Caption { body, short, credit } = caption;
    Caption { body: blocks(body), short: short.as_deref().map(inlines), credit: credit.as_deref().map(inlines) }
}
