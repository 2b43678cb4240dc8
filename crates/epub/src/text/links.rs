//! Links, references and the calls of notes. XHTML has no link inside a link: where a note is called in the text of
//! one, the link is divided around the call.

use chapbook_resolve::{Anchor, AuthorMark, Inline, InlineKind, Link, LinkTarget, NoteCall, Reference, Word};
use chapbook_source::Span;
use chapbook_values::Direction;

use super::{Text, Traits};

/// What every piece of a divided link has.
struct To<'t> {
    href: String,
    title: Option<&'t str>,
    class: &'static str,
}

impl Text<'_, '_> {
    pub(super) fn link(&mut self, link: &Link, span: Span) {
        let Link { target, title, content } = link;
        let href = match target {
            LinkTarget::Url(url) => crate::url::writable(url),
            LinkTarget::Anchor(anchor) => self.href(*anchor),
        };
        match href {
            Some(href) => self.linked(&To { href, title: title.as_deref(), class: "" }, content),
            None => {
                if self.index.is_some() {
                    self.record.findings.link(span);
                }
                self.inlines(content);
            }
        }
    }

    pub(super) fn reference(&mut self, reference: &Reference) {
        let Reference { target, form: _, content } = reference;
        match self.href(*target) {
            Some(href) => self.linked(&To { href, title: None, class: "reference" }, content),
            None => self.inlines(content),
        }
    }

    /// The page that something stands on: its number in the print, else an arrow that leads there.
    pub(super) fn page_of(&mut self, anchor: Anchor, span: Span) {
        let arrow = match self.direction {
            Direction::Ltr => "→",
            Direction::Rtl => "←",
        };
        let label = self.book.pages.and_then(|pages| pages.label(anchor));
        if label.is_none() && self.index.is_some() {
            self.record.findings.page_number(span);
        }
        let words = &self.book.resolved.words;
        let name = label.is_none().then(|| words.get(Word::Page));
        let label = label.unwrap_or(arrow);
        match self.href(anchor).filter(|_| !self.in_link) {
            Some(href) => {
                self.w.open("a").attr("class", "reference").attr("href", href).attr_opt("aria-label", name);
                self.w.text(label).close_full();
            }
            None => {
                self.w.text(label);
            }
        }
    }

    /// The call of a note: bare text in the link, which CSS raises. A `sup` in it keeps Apple Books from showing the
    /// note in place.
    pub(super) fn note_call(&mut self, call: &NoteCall) {
        let NoteCall { note, marker, anchor, first: _ } = call;
        let href = self.href(self.book.resolved.note(*note).anchor);
        self.mark(marker, *anchor, href);
    }

    /// The mark at an author's name.
    pub(super) fn author_mark(&mut self, mark: &AuthorMark) {
        let AuthorMark { marker, anchor, note } = mark;
        let href = self.href(*note);
        self.mark(marker, *anchor, href);
    }

    fn mark(&mut self, marker: &str, anchor: Anchor, href: Option<String>) {
        // In a label of the navigation a mark would lead nowhere.
        if self.index.is_none() {
            return;
        }
        match href.filter(|_| !self.in_link) {
            Some(href) => {
                self.w.open("a");
                self.id(Some(anchor));
                self.w.attr("class", "noteref").attr("href", href);
                self.w.attr("epub:type", "noteref").attr("role", "doc-noteref");
            }
            None => {
                self.w.open("span");
                self.id(Some(anchor));
                self.w.attr("class", "noteref");
            }
        }
        self.w.text(marker).close_full();
    }

    /// Writes linked inlines. Those that hold a link of their own divide it.
    fn linked(&mut self, to: &To<'_>, content: &[Inline]) {
        if self.in_link {
            return self.inlines(content);
        }
        let mut rest = content;
        while !rest.is_empty() {
            let run = rest.iter().take_while(|inline| !divides(inline)).count();
            let (whole, after) = rest.split_at(run);
            if !whole.is_empty() {
                let To { href, title, class } = to;
                self.w.open("a");
                if !class.is_empty() {
                    self.w.attr("class", class);
                }
                self.w.attr("href", href).attr_opt("title", *title);
                self.in_link = true;
                self.inlines(whole);
                self.in_link = false;
                self.w.close_full();
            }
            rest = match after.split_first() {
                Some((first, after)) => {
                    self.divided(to, first);
                    after
                }
                None => after,
            };
        }
    }

    /// An inline that holds a link somewhere: the parts around that are linked.
    fn divided(&mut self, to: &To<'_>, inline: &Inline) {
        let Inline { kind, span } = inline;
        match kind {
            InlineKind::Styled { style, content } => self.styled(*style, |t| t.linked(to, content)),
            InlineKind::Span(stretch) => self.stretch(stretch, |t| t.linked(to, &stretch.content)),
            InlineKind::Inserted { change: _, content } => {
                self.change(*span);
                self.linked(to, content);
            }
            InlineKind::Commented(comment) => {
                self.comment(comment, *span);
                self.linked(to, &comment.content);
            }
            InlineKind::Text(_)
            | InlineKind::LineBreak
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Link(_)
            | InlineKind::Reference(_)
            | InlineKind::PageOf(_)
            | InlineKind::NoteCall(_)
            | InlineKind::AuthorMark(_)
            | InlineKind::Image(_)
            | InlineKind::IndexTerm(_)
            | InlineKind::Raw(_)
            | InlineKind::CommentStart { .. }
            | InlineKind::CommentEnd(_)
            | InlineKind::ParagraphEnd(_)
            | InlineKind::Deleted { .. } => self.inline(inline),
        }
    }

    /// The mark that leads a note, back to where it is called.
    pub(super) fn back(&mut self, marker: &str, href: Option<&str>) {
        let words = &self.book.resolved.words;
        match href {
            Some(href) => {
                self.w.open("a").attr("class", "backlink").attr("href", href).attr("role", "doc-backlink");
                self.w.attr("title", words.get(Word::BackToText));
                self.w.text(marker).close_full().text(" ");
            }
            None => {
                self.element("span", Traits { class: "backlink", ..Traits::default() }, |t| {
                    t.w.text(marker);
                });
                self.w.text(" ");
            }
        }
    }
}

/// Whether a note or a mark is called in it.
fn divides(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::NoteCall(_) | InlineKind::AuthorMark(_) => true,
        InlineKind::Styled { style: _, content } | InlineKind::Inserted { change: _, content } => {
            content.iter().any(divides)
        }
        InlineKind::Span(span) => span.content.iter().any(divides),
        InlineKind::Commented(comment) => comment.content.iter().any(divides),
        InlineKind::Link(link) => link.content.iter().any(divides),
        InlineKind::Reference(reference) => reference.content.iter().any(divides),
        InlineKind::Text(_)
        | InlineKind::LineBreak
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::PageOf(_)
        | InlineKind::Image(_)
        | InlineKind::IndexTerm(_)
        | InlineKind::Raw(_)
        | InlineKind::CommentStart { .. }
        | InlineKind::CommentEnd(_)
        | InlineKind::ParagraphEnd(_)
        | InlineKind::Deleted { .. } => false,
    }
}
