//! Inlines of the model, one arm a kind.

use chapbook_model::{self as model, CitationMode, MilestoneKind, ReferenceForm, Visibility};
use serde::Serialize;

use super::super::place::{self, Node};
use super::note_name;

pub(super) type Inline<'a> = Node<'a, Kind<'a>>;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Kind<'a> {
    Text {
        text: &'a str,
    },
    SoftBreak,
    HardBreak,
    Emph {
        content: Vec<Inline<'a>>,
    },
    Strong {
        content: Vec<Inline<'a>>,
    },
    Strike {
        content: Vec<Inline<'a>>,
    },
    Subscript {
        content: Vec<Inline<'a>>,
    },
    Superscript {
        content: Vec<Inline<'a>>,
    },
    SmallCaps {
        content: Vec<Inline<'a>>,
    },
    Underline {
        content: Vec<Inline<'a>>,
    },
    Highlight {
        content: Vec<Inline<'a>>,
    },
    Code {
        text: &'a str,
    },
    Math {
        text: &'a str,
    },
    Link {
        target: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
        content: Vec<Inline<'a>>,
    },
    Image {
        target: &'a str,
        /// Empty for decoration, null if nobody said.
        alt: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        width: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        height: Option<&'a str>,
    },
    Span {
        content: Vec<Inline<'a>>,
    },
    Note {
        note: String,
    },
    Reference {
        items: Vec<ReferenceItem<'a>>,
    },
    Cite {
        works: Vec<Citation<'a>>,
    },
    Index {
        entry: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        see: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        range: Option<&'a str>,
        content: Vec<Inline<'a>>,
    },
    Comment {
        private: bool,
        text: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        reply_to: Option<&'a str>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        done: bool,
        #[serde(flatten)]
        change: Change<'a>,
        on: Vec<Inline<'a>>,
    },
    Insertion {
        #[serde(flatten)]
        change: Change<'a>,
        content: Vec<Inline<'a>>,
    },
    Deletion {
        #[serde(flatten)]
        change: Change<'a>,
        content: Vec<Inline<'a>>,
    },
    Milestone {
        of: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        #[serde(flatten)]
        change: Change<'a>,
    },
    Raw {
        target: &'a str,
        text: &'a str,
    },
}

#[derive(Serialize)]
pub(super) struct ReferenceItem<'a> {
    label: &'a str,
    form: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    word: Option<Vec<Inline<'a>>>,
}

#[derive(Serialize)]
pub(super) struct Citation<'a> {
    key: &'a str,
    mode: &'static str,
    prefix: Vec<Inline<'a>>,
    suffix: Vec<Inline<'a>>,
}

/// By whom and when.
#[derive(Serialize)]
pub(super) struct Change<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
}

pub(super) fn inlines(inlines: &[model::Inline]) -> Vec<Inline<'_>> {
    inlines.iter().map(inline).collect()
}

fn inline(inline: &model::Inline) -> Inline<'_> {
    let model::Inline { kind, attrs, span } = inline;
    Node { kind: self::kind(kind), attributes: place::attributes(attrs), span: place::span(*span) }
}

fn kind(kind: &model::InlineKind) -> Kind<'_> {
    match kind {
        model::InlineKind::Text(text) => Kind::Text { text },
        model::InlineKind::SoftBreak => Kind::SoftBreak,
        model::InlineKind::HardBreak => Kind::HardBreak,
        model::InlineKind::Emph(content) => Kind::Emph { content: inlines(content) },
        model::InlineKind::Strong(content) => Kind::Strong { content: inlines(content) },
        model::InlineKind::Strike(content) => Kind::Strike { content: inlines(content) },
        model::InlineKind::Subscript(content) => Kind::Subscript { content: inlines(content) },
        model::InlineKind::Superscript(content) => Kind::Superscript { content: inlines(content) },
        model::InlineKind::SmallCaps(content) => Kind::SmallCaps { content: inlines(content) },
        model::InlineKind::Underline(content) => Kind::Underline { content: inlines(content) },
        model::InlineKind::Highlight(content) => Kind::Highlight { content: inlines(content) },
        model::InlineKind::Code(text) => Kind::Code { text },
        model::InlineKind::Math(text) => Kind::Math { text },
        model::InlineKind::Link(model::Link { target, title, content }) => {
            Kind::Link { target, title: title.as_deref(), content: inlines(content) }
        }
        model::InlineKind::Image(model::Image { target, alt, title, width, height }) => Kind::Image {
            target,
            alt: alt.as_deref(),
            title: title.as_deref(),
            width: width.as_deref(),
            height: height.as_deref(),
        },
        model::InlineKind::Span(content) => Kind::Span { content: inlines(content) },
        model::InlineKind::Note(name) => Kind::Note { note: note_name(name) },
        model::InlineKind::Reference(model::Reference { items }) => {
            Kind::Reference { items: items.iter().map(item).collect() }
        }
        model::InlineKind::Cite(works) => Kind::Cite { works: works.iter().map(citation).collect() },
        model::InlineKind::Index(model::IndexTerm { content, entry, see, range }) => {
            Kind::Index { entry, see: see.as_deref(), range: range.as_deref(), content: inlines(content) }
        }
        model::InlineKind::Comment(comment) => {
            let model::Comment { visibility, text, on, change, id, reply_to, done } = &**comment;
            let private = match visibility {
                Visibility::Private => true,
                Visibility::Shared => false,
            };
            let (id, reply_to) = (id.as_deref(), reply_to.as_deref());
            Kind::Comment { private, text, id, reply_to, done: *done, change: self::change(change), on: inlines(on) }
        }
        model::InlineKind::Insertion { change, content } => {
            Kind::Insertion { change: self::change(change), content: inlines(content) }
        }
        model::InlineKind::Deletion { change, content } => {
            Kind::Deletion { change: self::change(change), content: inlines(content) }
        }
        model::InlineKind::Milestone(model::Milestone { kind, id, change }) => {
            Kind::Milestone { of: milestone(*kind), id: id.as_deref(), change: self::change(change) }
        }
        model::InlineKind::Raw(model::Raw { target, text }) => Kind::Raw { target, text },
    }
}

fn item(item: &model::ReferenceItem) -> ReferenceItem<'_> {
    let model::ReferenceItem { label, form } = item;
    let (form, word) = match form {
        ReferenceForm::Full => ("full", None),
        ReferenceForm::Number => ("number", None),
        ReferenceForm::Worded(word) => ("worded", Some(inlines(word))),
        ReferenceForm::Page => ("page", None),
    };
    ReferenceItem { label: label.as_str(), form, word }
}

fn citation(citation: &model::Citation) -> Citation<'_> {
    let model::Citation { key, prefix, suffix, mode } = citation;
    let mode = match mode {
        CitationMode::Parenthetical => "parenthetical",
        CitationMode::InText => "in-text",
        CitationMode::SuppressAuthor => "suppress-author",
    };
    Citation { key, mode, prefix: inlines(prefix), suffix: inlines(suffix) }
}

fn change(change: &model::Change) -> Change<'_> {
    let model::Change { author, date } = change;
    Change { author: author.as_deref(), date: date.as_deref() }
}

fn milestone(kind: MilestoneKind) -> &'static str {
    match kind {
        MilestoneKind::CommentStart => "comment-start",
        MilestoneKind::CommentEnd => "comment-end",
        MilestoneKind::InsertionStart => "insertion-start",
        MilestoneKind::InsertionEnd => "insertion-end",
        MilestoneKind::DeletionStart => "deletion-start",
        MilestoneKind::DeletionEnd => "deletion-end",
        MilestoneKind::ParagraphInsertion => "paragraph-insertion",
        MilestoneKind::ParagraphDeletion => "paragraph-deletion",
    }
}
