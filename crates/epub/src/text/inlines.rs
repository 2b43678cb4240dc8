//! Inlines: one match over their kinds.

use chapbook_resolve::{
    Alt, Change, Comment, Extent, IndexTerm, Inline, InlineKind, InlineStyle, PictureRef, Raw, RawTarget,
    Span as TextSpan, Text as Characters, Word,
};
use chapbook_theme::Role;
use chapbook_values::Length;

use super::{Text, Traits};
use crate::css;
use crate::images;
use crate::names;

impl Text<'_, '_> {
    pub(super) fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            self.inline(inline);
        }
    }

    pub(super) fn inline(&mut self, inline: &Inline) {
        let Inline { kind, span } = inline;
        match kind {
            InlineKind::Text(Characters { text }) => self.text(text),
            InlineKind::LineBreak => {
                self.w.open("br").close();
            }
            InlineKind::Styled { style, content } => self.styled(*style, |t| t.inlines(content)),
            InlineKind::Code(text) => {
                self.w.open("code");
                self.text(text);
                self.w.close_full();
            }
            InlineKind::Math(source) => self.math_source(source),
            InlineKind::Link(link) => self.link(link, *span),
            InlineKind::Reference(reference) => self.reference(reference),
            InlineKind::PageOf(anchor) => self.page_of(*anchor, *span),
            InlineKind::NoteCall(call) => self.note_call(call),
            InlineKind::AuthorMark(mark) => self.author_mark(mark),
            InlineKind::Image(picture) => self.picture(picture),
            InlineKind::Span(stretch) => self.stretch(stretch, |t| t.inlines(&stretch.content)),
            InlineKind::IndexTerm(IndexTerm { entry: _, see: _, anchor }) => {
                // The index is not set yet; its entries will lead here.
                self.element("span", Traits { anchor: Some(*anchor), ..Traits::default() }, |_| {});
            }
            InlineKind::Inserted { change: Change { author: _, date: _ }, content } => {
                self.change(*span);
                self.inlines(content);
            }
            InlineKind::Deleted { change: _, content: _ } => self.change(*span),
            InlineKind::Commented(comment) => {
                self.comment(comment, *span);
                self.inlines(&comment.content);
            }
            InlineKind::CommentStart { range: _, comment } => self.comment(comment, *span),
            InlineKind::CommentEnd(_) => {}
            InlineKind::ParagraphEnd(_) => self.change(*span),
            InlineKind::Raw(Raw { markup, instead }) => match markup.target() {
                RawTarget::Html => {
                    self.w.raw(markup.text());
                    // The pages were counted with the text that stands there.
                    self.passed += super::plain(instead).len();
                }
                RawTarget::OpenXml => {
                    self.raw_dropped(*span);
                    self.inlines(instead);
                }
            },
        }
    }

    /// Raw content of another format is left out, and counted where the text itself is written.
    pub(super) fn raw_dropped(&mut self, span: chapbook_source::Span) {
        if self.index.is_some() {
            self.record.findings.raw(span);
        }
    }

    /// A change is taken as accepted, and counted where the text itself is written.
    pub(super) fn change(&mut self, span: chapbook_source::Span) {
        if self.index.is_some() {
            self.record.findings.change(span);
        }
    }

    /// A comment and what others said to it are left out, and counted where the text itself is written.
    pub(super) fn comment(&mut self, comment: &Comment, span: chapbook_source::Span) {
        let Comment { text: _, change: _, done: _, replies, content: _ } = comment;
        if self.index.is_some() {
            self.record.findings.comment(span);
            replies.iter().for_each(|reply| self.record.findings.comment(reply.span));
        }
    }

    pub(super) fn styled(&mut self, style: InlineStyle, content: impl FnOnce(&mut Self)) {
        let (name, class) = match style {
            InlineStyle::Emph => ("em", ""),
            InlineStyle::Strong => ("strong", ""),
            InlineStyle::Strike => ("s", ""),
            InlineStyle::Subscript => ("sub", ""),
            InlineStyle::Superscript => ("sup", ""),
            InlineStyle::SmallCaps => ("span", "small-caps"),
            InlineStyle::Underline => ("u", ""),
            InlineStyle::Highlight => ("mark", ""),
            InlineStyle::Keys => ("kbd", ""),
            InlineStyle::Placeholder => ("span", "missing"),
        };
        self.element(name, Traits { class, ..Traits::default() }, content);
    }

    pub(super) fn stretch(&mut self, stretch: &TextSpan, content: impl FnOnce(&mut Self)) {
        let TextSpan { anchor, locale, classes, word_style: _, content: _ } = stretch;
        self.element("span", Traits { anchor: *anchor, locale: locale.as_ref(), class: "", classes }, content);
    }

    pub(super) fn math_source(&mut self, source: &str) {
        self.w.open("code").attr("class", "math");
        self.text(source);
        self.w.close_full();
    }

    /// An image, or a visible word in its place.
    pub(super) fn picture(&mut self, picture: &PictureRef) {
        let PictureRef { image, target, alt, title, width, height } = picture;
        let Some(id) = image else {
            self.w.open("span").attr("class", "missing");
            self.w.text(self.book.resolved.words.get(Word::ImageMissing)).text(": ").text(target).close();
            return;
        };
        let image = self.book.resolved.image(*id);
        self.w.open("img").attr("src", names::image(*id, image.kind));
        // At night, black lines without a ground of their own would vanish.
        if images::is_see_through(image) && *alt != Alt::Decorative {
            self.w.attr("class", "on-white");
        }
        match alt {
            Alt::Text(text) => {
                self.w.attr("alt", text);
            }
            Alt::Decorative => {
                self.w.attr("alt", "").attr("role", "presentation");
            }
            // HTML asks for the attribute; that the image is decoration, nobody said.
            Alt::Missing => {
                self.w.attr("alt", "");
            }
        }
        self.w.attr_opt("title", title.as_ref());
        // The size at which it is printed, so that a dense photograph is not as wide as its pixels.
        let (natural_width, natural_height) = image.natural_size();
        self.w.attr("width", pixels(natural_width).to_string()).attr("height", pixels(natural_height).to_string());
        let ratio = (i64::from(image.width), i64::from(image.height));
        self.w.attr_opt("style", self.size(*width, *height, ratio)).close();
    }

    /// The size that the author asked for, in units that follow the reader's type and screen. A height alone is made a
    /// width, which can be a share of the screen.
    fn size(&self, width: Option<Extent>, height: Option<Extent>, ratio: (i64, i64)) -> Option<String> {
        let body = self.book.theme.style(Role::Body).size;
        let extent = |extent: Extent, (times, by): (i64, i64)| match extent {
            Extent::Length(length) => css::em(length.scale(times, by), body),
            Extent::OfMeasure(thousandths) => css::percent(i64::from(thousandths) * times / by),
        };
        match (width, height) {
            (None, None) => None,
            (Some(width), Some(Extent::Length(height))) => {
                Some(format!("width: {}; height: {}", extent(width, (1, 1)), css::em(height, body)))
            }
            (Some(width), None | Some(Extent::OfMeasure(_))) => Some(format!("width: {}", extent(width, (1, 1)))),
            (None, Some(height)) => Some(format!("width: {}", extent(height, ratio))),
        }
    }
}

/// CSS pixels, 96 to the inch, at least one.
fn pixels(length: Length) -> i64 {
    (length.scale(4, 3).to_twips() / 20).max(1)
}
