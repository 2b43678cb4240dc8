//! Resolved inlines, one arm a kind.

use chapbook_resolve::{self as resolve, Alt, Extent, InlineStyle, LinkTarget, RawTarget, ReferenceForm};
use serde::Serialize;

use super::Names;
use crate::json::model::direction;
use crate::json::place::{Span, span};

#[derive(Serialize)]
pub(super) struct Inline<'a> {
    #[serde(flatten)]
    kind: Kind<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Span>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Kind<'a> {
    Text {
        text: &'a str,
    },
    LineBreak,
    Styled {
        style: &'static str,
        content: Vec<Inline<'a>>,
    },
    Code {
        text: &'a str,
    },
    Math {
        text: &'a str,
    },
    Link {
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        target: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
        content: Vec<Inline<'a>>,
    },
    Reference {
        target: &'a str,
        form: &'static str,
        content: Vec<Inline<'a>>,
    },
    PageOf {
        target: &'a str,
    },
    NoteCall {
        /// By its place among the notes.
        note: u32,
        marker: &'a str,
        anchor: &'a str,
        first: bool,
    },
    AuthorMark {
        marker: &'a str,
        anchor: &'a str,
        note: &'a str,
    },
    Image(Picture<'a>),
    Span {
        #[serde(skip_serializing_if = "Option::is_none")]
        anchor: Option<&'a str>,
        #[serde(flatten)]
        locale: Option<Locale<'a>>,
        #[serde(skip_serializing_if = "<[String]>::is_empty")]
        classes: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        word_style: Option<&'a str>,
        content: Vec<Inline<'a>>,
    },
    IndexTerm {
        entry: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        see: Option<&'a str>,
        anchor: &'a str,
    },
    Inserted {
        #[serde(flatten)]
        change: Change<'a>,
        content: Vec<Inline<'a>>,
    },
    Deleted {
        #[serde(flatten)]
        change: Change<'a>,
        content: Vec<Inline<'a>>,
    },
    Commented(Comment<'a>),
    CommentStart {
        range: u32,
        #[serde(flatten)]
        comment: Comment<'a>,
    },
    CommentEnd {
        range: u32,
    },
    ParagraphEnd(Tracked<'a>),
    Raw {
        target: &'static str,
        text: &'a str,
        instead: Vec<Inline<'a>>,
    },
}

/// A comment, and what others said to it.
#[derive(Serialize)]
pub(super) struct Comment<'a> {
    text: &'a str,
    #[serde(flatten)]
    change: Change<'a>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    done: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replies: Vec<Reply<'a>>,
    content: Vec<Inline<'a>>,
}

#[derive(Serialize)]
struct Reply<'a> {
    text: &'a str,
    #[serde(flatten)]
    change: Change<'a>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    done: bool,
}

/// Who inserted and deleted something as a whole.
#[derive(Serialize)]
pub(super) struct Tracked<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted: Option<Change<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<Change<'a>>,
}

/// A picture at a place.
#[derive(Serialize)]
pub(super) struct Picture<'a> {
    /// By its place among the images; none stands for a placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<u32>,
    target: &'a str,
    /// Empty for decoration, null if nobody said.
    alt: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<Size>,
}

/// `{"length": "113.386pt"}`, or `{"of_measure": 600}` in thousandths.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Size {
    Length(String),
    OfMeasure(u16),
}

/// Language and direction, where they differ from those around.
#[derive(Serialize)]
pub(super) struct Locale<'a> {
    language: &'a str,
    direction: &'static str,
}

#[derive(Serialize)]
struct Change<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
}

pub(super) fn inlines<'a>(names: Names<'a>, inlines: &'a [resolve::Inline]) -> Vec<Inline<'a>> {
    inlines
        .iter()
        .map(|resolve::Inline { kind, span }| Inline { kind: self::kind(names, kind), span: self::span(*span) })
        .collect()
}

fn kind<'a>(names: Names<'a>, kind: &'a resolve::InlineKind) -> Kind<'a> {
    match kind {
        resolve::InlineKind::Text(resolve::Text { text }) => Kind::Text { text },
        resolve::InlineKind::LineBreak => Kind::LineBreak,
        resolve::InlineKind::Styled { style, content } => {
            Kind::Styled { style: self::style(*style), content: inlines(names, content) }
        }
        resolve::InlineKind::Code(text) => Kind::Code { text },
        resolve::InlineKind::Math(text) => Kind::Math { text },
        resolve::InlineKind::Link(resolve::Link { target, title, content }) => {
            let (url, target) = match target {
                LinkTarget::Url(url) => (Some(url.as_str()), None),
                LinkTarget::Anchor(anchor) => (None, Some(names.of(*anchor))),
            };
            Kind::Link { url, target, title: title.as_deref(), content: inlines(names, content) }
        }
        resolve::InlineKind::Reference(resolve::Reference { target, form, content }) => Kind::Reference {
            target: names.of(*target),
            form: match form {
                ReferenceForm::Full => "full",
                ReferenceForm::Number => "number",
                ReferenceForm::Worded => "worded",
                ReferenceForm::Title => "title",
            },
            content: inlines(names, content),
        },
        resolve::InlineKind::PageOf(anchor) => Kind::PageOf { target: names.of(*anchor) },
        resolve::InlineKind::NoteCall(resolve::NoteCall { note, marker, anchor, first }) => {
            Kind::NoteCall { note: note.0, marker, anchor: names.of(*anchor), first: *first }
        }
        resolve::InlineKind::AuthorMark(resolve::AuthorMark { marker, anchor, note }) => {
            Kind::AuthorMark { marker, anchor: names.of(*anchor), note: names.of(*note) }
        }
        resolve::InlineKind::Image(picture) => Kind::Image(self::picture(picture)),
        resolve::InlineKind::Span(resolve::Span { anchor, locale, classes, word_style, content }) => Kind::Span {
            anchor: anchor.map(|anchor| names.of(anchor)),
            locale: locale.as_ref().map(self::locale),
            classes,
            word_style: word_style.as_deref(),
            content: inlines(names, content),
        },
        resolve::InlineKind::IndexTerm(resolve::IndexTerm { entry, see, anchor }) => {
            Kind::IndexTerm { entry, see: see.as_deref(), anchor: names.of(*anchor) }
        }
        resolve::InlineKind::Inserted { change, content } => {
            Kind::Inserted { change: self::change(change), content: inlines(names, content) }
        }
        resolve::InlineKind::Deleted { change, content } => {
            Kind::Deleted { change: self::change(change), content: inlines(names, content) }
        }
        resolve::InlineKind::Commented(comment) => Kind::Commented(self::comment(names, comment)),
        resolve::InlineKind::CommentStart { range, comment } => {
            Kind::CommentStart { range: range.0, comment: self::comment(names, comment) }
        }
        resolve::InlineKind::CommentEnd(range) => Kind::CommentEnd { range: range.0 },
        resolve::InlineKind::ParagraphEnd(tracked) => Kind::ParagraphEnd(self::tracked(tracked)),
        resolve::InlineKind::Raw(resolve::Raw { markup, instead }) => {
            Kind::Raw { target: target(markup.target()), text: markup.text(), instead: inlines(names, instead) }
        }
    }
}

/// The name of a format that raw content is for.
pub(super) fn target(target: RawTarget) -> &'static str {
    match target {
        RawTarget::Html => "html",
        RawTarget::OpenXml => "openxml",
    }
}

fn style(style: InlineStyle) -> &'static str {
    match style {
        InlineStyle::Emph => "emph",
        InlineStyle::Strong => "strong",
        InlineStyle::Strike => "strike",
        InlineStyle::Subscript => "subscript",
        InlineStyle::Superscript => "superscript",
        InlineStyle::SmallCaps => "small-caps",
        InlineStyle::Underline => "underline",
        InlineStyle::Highlight => "highlight",
        InlineStyle::Keys => "keys",
        InlineStyle::Placeholder => "placeholder",
    }
}

pub(super) fn picture(picture: &resolve::PictureRef) -> Picture<'_> {
    let resolve::PictureRef { image, target, alt, title, width, height } = picture;
    let size = |extent: Extent| match extent {
        Extent::Length(length) => Size::Length(length.to_string()),
        Extent::OfMeasure(share) => Size::OfMeasure(share),
    };
    Picture {
        image: image.map(|image| image.0),
        target,
        alt: match alt {
            Alt::Text(text) => Some(text),
            Alt::Decorative => Some(""),
            Alt::Missing => None,
        },
        title: title.as_deref(),
        width: width.map(size),
        height: height.map(size),
    }
}

pub(super) fn locale(locale: &resolve::Locale) -> Locale<'_> {
    let resolve::Locale { language, direction: way } = locale;
    Locale { language: language.tag(), direction: direction(*way) }
}

fn comment<'a>(names: Names<'a>, comment: &'a resolve::Comment) -> Comment<'a> {
    let resolve::Comment { text, change, done, replies, content } = comment;
    let reply = |reply: &'a resolve::Reply| {
        let resolve::Reply { text, change, done, span: _ } = reply;
        Reply { text, change: self::change(change), done: *done }
    };
    Comment {
        text,
        change: self::change(change),
        done: *done,
        replies: replies.iter().map(reply).collect(),
        content: inlines(names, content),
    }
}

pub(super) fn tracked(tracked: &resolve::Tracked) -> Tracked<'_> {
    let resolve::Tracked { inserted, deleted } = tracked;
    Tracked { inserted: inserted.as_ref().map(change), deleted: deleted.as_ref().map(change) }
}

fn change(change: &resolve::Change) -> Change<'_> {
    let resolve::Change { author, date } = change;
    Change { author: author.as_deref(), date: date.as_deref() }
}
