//! Inlines, one arm a kind.

use chapbook_resolve::{Inline, InlineKind, InlineStyle, Span};
use chapbook_theme::Role;

use super::bookmarks;
use super::comments;
use super::draft::{Draft, Story};
use super::fields;
use super::images;
use super::links;
use super::names::w;
use super::notes;
use super::raw;
use super::references;
use super::run_properties::Vertical;
use super::runs::{self, RunFormat, RunStyle};

/// Writes inlines into the paragraph that is open.
pub(crate) fn inlines<'a>(draft: &mut Draft<'a>, story: &mut Story, inlines: &'a [Inline], format: &RunFormat<'a>) {
    for inline in inlines {
        self::inline(draft, story, inline, format);
    }
}

fn inline<'a>(draft: &mut Draft<'a>, story: &mut Story, inline: &'a Inline, format: &RunFormat<'a>) {
    match &inline.kind {
        InlineKind::Text(text) => runs::text(draft, story, &text.text, format),
        InlineKind::LineBreak => runs::run(draft, story, format, false, |xml| {
            xml.open(w::BR).close();
        }),
        InlineKind::Styled { style, content } => inlines(draft, story, content, &styled(*style, format)),
        InlineKind::Code(text) | InlineKind::Math(text) => {
            let format = RunFormat { no_proof: true, ..format.with_role(draft.theme, Role::InlineCode) };
            runs::text(draft, story, text, &format);
        }
        InlineKind::Link(link) => links::link(draft, story, link, format),
        InlineKind::Reference(reference) => references::reference(draft, story, reference, format),
        InlineKind::PageOf(anchor) => references::page(draft, story, *anchor, format),
        InlineKind::NoteCall(call) => notes::call(draft, story, call, format),
        InlineKind::AuthorMark(mark) => notes::author_mark(draft, story, mark, format),
        InlineKind::Image(picture) => images::picture(draft, story, picture, inline.span, format),
        InlineKind::Span(span) => stretch(draft, story, span, format),
        InlineKind::IndexTerm(term) => {
            bookmarks::point(draft, story, term.anchor);
            fields::hidden_field(draft, story, format, &references::index_entry(term));
        }
        InlineKind::Inserted { change, content } => {
            let inserted = format.inserted.or(Some(change));
            inlines(draft, story, content, &RunFormat { inserted, ..*format });
        }
        InlineKind::Deleted { change, content } => {
            let deleted = format.deleted.or(Some(change));
            inlines(draft, story, content, &RunFormat { deleted, ..*format });
        }
        InlineKind::Commented(comment) => comments::commented(draft, story, comment, inline.span, format),
        InlineKind::CommentStart { range, comment } => {
            comments::start(draft, story, *range, comment, inline.span);
        }
        InlineKind::CommentEnd(range) => comments::end(draft, story, *range, format),
        // It is a property of the paragraph that is open.
        InlineKind::ParagraphEnd(_) => {}
        InlineKind::Raw(raw) => raw::inline(draft, story, raw, inline.span, format),
    }
}

fn styled<'a>(style: InlineStyle, format: &RunFormat<'a>) -> RunFormat<'a> {
    match style {
        InlineStyle::Emph => format.emphasised(),
        InlineStyle::Strong => format.strong(),
        InlineStyle::Strike => RunFormat { strike: true, ..*format },
        InlineStyle::Subscript => RunFormat { vertical: Some(Vertical::Subscript), ..*format },
        InlineStyle::Superscript => RunFormat { vertical: Some(Vertical::Superscript), ..*format },
        InlineStyle::SmallCaps => format.small_caps(),
        InlineStyle::Underline => RunFormat { underline: true, ..*format },
        InlineStyle::Highlight => RunFormat { highlight: true, ..*format },
        InlineStyle::Keys => format.with_style(RunStyle::Keyboard),
        InlineStyle::Placeholder => placeholder(format),
    }
}

/// The look of words in place of something that is missing.
pub(crate) fn placeholder<'a>(format: &RunFormat<'a>) -> RunFormat<'a> {
    RunFormat { highlight: true, no_proof: true, ..format.strong() }
}

fn stretch<'a>(draft: &mut Draft<'a>, story: &mut Story, span: &'a Span, format: &RunFormat<'a>) {
    // Classes without a meaning have none in Word either.
    let Span { anchor, locale, classes: _, word_style, content } = span;
    let mut format = *format;
    if let Some(locale) = locale {
        format.language = &locale.language;
        format.direction = locale.direction;
    }
    if let Some(name) = word_style {
        format = format.with_style(RunStyle::Named(name));
    }
    let open = bookmarks::start(draft, story, *anchor);
    inlines(draft, story, content, &format);
    bookmarks::end(story, open);
}
