//! Resolved inlines become one flat text with segments, and their part of the structure tree.
//!
//! A node of the tree has content or children, never both. A paragraph of nothing but text is a leaf; one with a link
//! in it has a `Span` for each stretch of text around the link. Whether there is something of the kind in it is
//! looked up before the first character is taken over ([`is_mixed`]).

use chapbook_frame::{Artifact, Owner, Tag, TagId};
use chapbook_resolve::{
    Alt, AuthorMark, Inline, InlineKind, InlineStyle, Link, LinkTarget, NodeId, NoteCall, NoteKind, PictureRef,
    Reference, Span as ResolvedSpan, Word,
};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_theme::Role;
use chapbook_values::Length;

use super::{Object, Paragraph, Segment};
use crate::context::{Context, Goal, LinkId, plain_text};
use crate::figures::{limited_size, placeholder_text};
use crate::style::{Look, Position};

/// Builds the flat text of one paragraph.
pub(crate) struct Collector<'c, 'a> {
    pub(crate) context: &'c mut Context<'a>,
    paragraph: Paragraph,
    owner: OwnerState,
    link: Option<LinkId>,
    /// Bytes of the node's own text so far.
    counted: u32,
    measure: Length,
    depth: usize,
    /// How many words are still to be set in small capitals: the opening of a chapter.
    small: usize,
    /// How many bytes of the text are left out: an initial, which stands by itself.
    skip: usize,
}

/// Who owns the text that comes next.
#[derive(Clone, Copy)]
struct OwnerState {
    node: TagId,
    /// Whether the node has children, so that text needs a `Span` of its own.
    mixed: bool,
    span: Option<TagId>,
    artifact: bool,
}

/// Inlines nest as deep as the reader lets them, 64 levels; a tree from elsewhere is cut off at twice that.
const MAX_DEPTH: usize = 128;

/// Whether inlines need nodes of their own in the structure tree.
pub(crate) fn is_mixed(content: &[Inline]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Link(_)
        | InlineKind::Reference(_)
        | InlineKind::NoteCall(_)
        | InlineKind::AuthorMark(_)
        | InlineKind::Image(_)
        | InlineKind::Code(_)
        | InlineKind::Math(_) => true,
        InlineKind::Span(span) => span.locale.is_some() || is_mixed(&span.content),
        InlineKind::Styled { style: _, content } | InlineKind::Inserted { change: _, content } => is_mixed(content),
        InlineKind::Commented(comment) => is_mixed(&comment.content),
        InlineKind::Raw(raw) => is_mixed(&raw.instead),
        InlineKind::Text(_)
        | InlineKind::LineBreak
        | InlineKind::PageOf(_)
        | InlineKind::IndexTerm(_)
        | InlineKind::CommentStart { .. }
        | InlineKind::CommentEnd(_)
        | InlineKind::ParagraphEnd(_)
        | InlineKind::Deleted { .. } => false,
    })
}

impl<'c, 'a> Collector<'c, 'a> {
    /// Begins a paragraph. Nothing owns its text until [`own`](Self::own) says who does.
    pub(crate) fn new(context: &'c mut Context<'a>, measure: Length) -> Self {
        let owner = OwnerState { node: chapbook_frame::TagTree::ROOT, mixed: false, span: None, artifact: true };
        Self {
            context,
            paragraph: Paragraph::default(),
            owner,
            link: None,
            counted: 0,
            measure,
            depth: 0,
            small: 0,
            skip: 0,
        }
    }

    /// What comes next belongs to a node of the structure tree; if `mixed`, to children of it.
    pub(crate) fn own(&mut self, node: TagId, mixed: bool) {
        self.owner = OwnerState { node, mixed, span: None, artifact: false };
    }

    /// The first words are set in small capitals, and so many bytes before them are left out.
    pub(crate) fn open(&mut self, words: usize, skip: usize) {
        (self.small, self.skip) = (words, skip);
    }

    /// What comes next leads somewhere, or no longer does.
    pub(crate) fn set_link(&mut self, link: Option<LinkId>) {
        self.link = link;
    }

    /// The paragraph, without a space at its end.
    pub(crate) fn finish(mut self) -> Paragraph {
        self.trim_end();
        self.paragraph
    }

    /// Whether there is nothing in it yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.paragraph.text.is_empty()
    }

    fn at(&self) -> u32 {
        u32::try_from(self.paragraph.text.len()).unwrap_or(u32::MAX)
    }

    fn trim_end(&mut self) {
        while self.paragraph.text.ends_with(' ') {
            self.paragraph.text.pop();
            let end = self.at();
            while self.paragraph.segments.last().is_some_and(|segment| segment.start >= end) {
                self.paragraph.segments.pop();
            }
            if let Some(last) = self.paragraph.segments.last_mut() {
                last.end = last.end.min(end);
            }
        }
    }

    fn owner(&mut self) -> Owner {
        let OwnerState { node, mixed, span, artifact } = self.owner;
        if artifact {
            return Owner::Artifact(Artifact::Layout);
        }
        if !mixed {
            return Owner::Tag(node);
        }
        let span = span.unwrap_or_else(|| self.context.tags.add(node, Tag::Span));
        self.owner.span = Some(span);
        Owner::Tag(span)
    }

    /// Runs `inner` with a new child of the current node as the owner.
    fn within(&mut self, tag: Tag, mixed: bool, inner: impl FnOnce(&mut Self, TagId)) {
        let outer = self.owner;
        let node = self.context.tags.add(outer.node, tag);
        self.owner = OwnerState { node, mixed, span: None, artifact: outer.artifact };
        inner(self, node);
        self.owner = OwnerState { span: None, ..outer };
    }

    /// A marker that leads the paragraph and belongs to a node of its own.
    pub(crate) fn run_in(&mut self, marker: &str, look: &Look, owner: TagId, link: Option<LinkId>) {
        self.own(owner, false);
        self.link = link;
        self.generated(marker, &marker_look(marker, look));
        self.link = None;
        self.generated(" ", look);
    }

    /// The line ends here.
    pub(crate) fn break_line(&mut self, look: &Look) {
        self.line_end(look, Span::NONE);
    }

    /// Source text: its spaces are kept.
    pub(crate) fn source(&mut self, text: &str, look: &Look, span: Span) {
        self.push(text, look, span, true);
    }

    /// Generated text: a number, a label, a marker. It is printed as it stands.
    pub(crate) fn generated(&mut self, text: &str, look: &Look) {
        self.push(text, look, Span::NONE, false);
    }

    /// The text of inlines.
    pub(crate) fn inlines(&mut self, content: &[Inline], look: &Look) {
        if self.depth >= MAX_DEPTH {
            let span = content.first().map_or(Span::NONE, |inline| inline.span);
            let message = "inlines nest too deep to be set; their text is printed plain";
            self.context.diagnostics.push(Diagnostic::new(&codes::NESTING_TOO_DEEP, span, message));
            self.push(&plain_text(content), look, span, true);
            return;
        }
        self.depth += 1;
        for inline in content {
            self.inline(inline, look);
        }
        self.depth -= 1;
    }

    fn inline(&mut self, inline: &Inline, look: &Look) {
        let Inline { kind, span } = inline;
        match kind {
            InlineKind::Text(text) => self.push_text(&text.text, look, *span),
            InlineKind::LineBreak => self.line_end(look, *span),
            InlineKind::Styled { style, content } => self.inlines(content, &look.styled(*style)),
            InlineKind::Code(text) => self.code(text, look, *span, Tag::Code),
            InlineKind::Math(text) => self.code(text, look, *span, Tag::Formula { alt: text.clone() }),
            InlineKind::Link(link) => self.link(link, look),
            InlineKind::Reference(reference) => self.reference(reference, look),
            InlineKind::PageOf(anchor) => {
                self.context.aim_at(*anchor);
                // Three figures hold the place until the page is known.
                self.push("000", look, *span, false);
                self.paragraph.pages.push((self.paragraph.segments.len() - 1, *anchor));
            }
            InlineKind::NoteCall(call) => self.note_call(call, look, *span),
            InlineKind::AuthorMark(mark) => self.author_mark(mark, look, *span),
            InlineKind::Image(picture) => self.image(picture, look, *span),
            InlineKind::Span(span) => self.span(span, look),
            InlineKind::IndexTerm(term) => {
                let at = self.at();
                self.paragraph.anchors.push((at, term.anchor));
            }
            InlineKind::Inserted { change: _, content } => {
                self.context.changes += 1;
                self.inlines(content, look);
            }
            // Deleted words are no part of the text as printed.
            InlineKind::Deleted { change: _, content: _ } => self.context.changes += 1,
            InlineKind::Commented(comment) => {
                self.context.comments += 1 + comment.replies.len();
                self.inlines(&comment.content, look);
            }
            InlineKind::CommentStart { range: _, comment } => self.context.comments += 1 + comment.replies.len(),
            InlineKind::CommentEnd(_) => {}
            InlineKind::ParagraphEnd(_) => self.context.changes += 1,
            InlineKind::Raw(raw) => {
                self.context.raw(raw.markup.target(), *span);
                self.inlines(&raw.instead, look);
            }
        }
    }

    fn push_text(&mut self, text: &str, look: &Look, span: Span) {
        // A space after a space, or at the start of a line, is none.
        let closed = self.paragraph.text.is_empty() || self.paragraph.text.ends_with([' ', '\u{2028}']);
        let trimmed = if closed { text.trim_start_matches(' ') } else { text };
        self.counted += u32::try_from(text.len() - trimmed.len()).unwrap_or(0);
        let skip = self.skip.min(trimmed.len());
        self.skip -= skip;
        self.counted += u32::try_from(skip).unwrap_or(0);
        let trimmed = &trimmed[skip..];
        let (opening, rest) = trimmed.split_at(self.opening_of(trimmed));
        self.push(opening, &Look { small_caps: true, ..look.clone() }, span, true);
        self.push(rest, look, span, true);
    }

    /// How many bytes of a text belong to the opening: up to its last word, or to the first mark that ends a phrase.
    fn opening_of(&mut self, text: &str) -> usize {
        if self.small == 0 {
            return 0;
        }
        for (at, c) in text.char_indices() {
            if c == ' ' {
                self.small -= 1;
            } else if matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '\u{2014}' | '\u{2026}' | '\u{201D}') {
                self.small = 0;
            }
            if self.small == 0 {
                return at;
            }
        }
        text.len()
    }

    /// Adds characters as one segment, or as several where small capitals are made by hand.
    fn push(&mut self, text: &str, look: &Look, span: Span, counted: bool) {
        if text.is_empty() {
            return;
        }
        if look.small_caps && !self.context.shaper.has_small_caps(look) {
            let capitals = self.context.shaper.reduced_capitals(look);
            let upright = Look { small_caps: false, ..look.clone() };
            let mut rest = text;
            while let Some(first) = rest.chars().next() {
                let small = first.is_lowercase();
                let end = rest.find(|c: char| c.is_lowercase() != small).unwrap_or(rest.len());
                let (part, after) = rest.split_at(end);
                let style = if small { capitals } else { self.context.shaper.plain_style(&upright) };
                self.push_segment(part, style, span, counted);
                rest = after;
            }
            return;
        }
        let style = self.context.shaper.style_for(look, text);
        self.push_segment(text, style, span, counted);
    }

    fn push_segment(&mut self, text: &str, style: crate::style::StyleId, span: Span, counted: bool) {
        let start = self.at();
        let mut soft = 0;
        for c in text.chars() {
            match c {
                '\u{AD}' => {
                    let at = self.at();
                    self.paragraph.soft.push(at);
                    soft += c.len_utf8();
                }
                // Nothing below a space has a shape; the reader took the rest out.
                '\0'..=' ' => self.paragraph.text.push(' '),
                c => self.paragraph.text.push(c),
            }
        }
        let end = self.at();
        if end > start {
            let owner = self.owner();
            self.paragraph.segments.push(Segment {
                start,
                end,
                style,
                owner,
                link: self.link,
                span,
                before: self.counted,
                counted,
            });
        }
        if counted {
            self.counted += end - start + u32::try_from(soft).unwrap_or(0);
        }
    }

    fn line_end(&mut self, look: &Look, span: Span) {
        self.trim_end();
        if self.paragraph.text.is_empty() {
            return;
        }
        self.push("\u{2028}", look, span, false);
    }

    fn code(&mut self, text: &str, look: &Look, span: Span, tag: Tag) {
        let theme = self.context.theme;
        let inner = look.inside(theme.style(Role::InlineCode), theme.style(Role::Body).size);
        self.within(tag, false, |this, _| this.push(text, &inner, span, true));
    }

    fn link(&mut self, link: &Link, look: &Look) {
        let Link { target, title, content } = link;
        let goal = match target {
            LinkTarget::Url(url) => Goal::Url(url.clone()),
            LinkTarget::Anchor(anchor) => Goal::Anchor(*anchor),
        };
        let text = plain_text(content);
        let description = title.clone().filter(|title| text.trim().is_empty() && !title.is_empty()).unwrap_or(text);
        self.linked(goal, description, content, look);
    }

    fn reference(&mut self, reference: &Reference, look: &Look) {
        let Reference { target, form: _, content } = reference;
        self.linked(Goal::Anchor(*target), plain_text(content), content, look);
    }

    fn linked(&mut self, goal: Goal, description: String, content: &[Inline], look: &Look) {
        let mixed = is_mixed(content);
        self.within(Tag::Link, mixed, |this, node| {
            let outer = this.link;
            this.link = Some(this.context.add_link(goal, node, description));
            this.inlines(content, look);
            this.link = outer;
        });
    }

    fn note_call(&mut self, call: &NoteCall, look: &Look, span: Span) {
        let NoteCall { note, marker, anchor, first } = call;
        let at = self.at();
        self.paragraph.anchors.push((at, *anchor));
        let resolved = self.context.resolved;
        let Some(target) = resolved.notes.get(note.0 as usize) else {
            self.push(marker, &marker_look(marker, look), span, false);
            return;
        };
        let word = match target.kind {
            NoteKind::Footnote | NoteKind::Endnote | NoteKind::Editor => Word::Note,
            NoteKind::Author => Word::AuthorNote,
        };
        if *first {
            self.paragraph.calls.push((at, *note));
        }
        self.marker(marker, Goal::Anchor(target.anchor), resolved.words.get(word), look, span);
    }

    fn author_mark(&mut self, mark: &AuthorMark, look: &Look, span: Span) {
        let AuthorMark { marker, anchor, note } = mark;
        let at = self.at();
        self.paragraph.anchors.push((at, *anchor));
        let word = self.context.resolved.words.get(Word::AuthorNote);
        self.marker(marker, Goal::Anchor(*note), word, look, span);
    }

    /// A mark that leads to a note: `Reference` > `Link`. No line ends before it.
    fn marker(&mut self, marker: &str, goal: Goal, word: &str, look: &Look, span: Span) {
        let at = self.at();
        self.paragraph.closed.push(at);
        let description = format!("{word} {marker}");
        self.within(Tag::Reference, false, |this, _| {
            this.within(Tag::Link, false, |this, node| {
                let outer = this.link;
                this.link = Some(this.context.add_link(goal, node, description));
                this.push(marker, &marker_look(marker, look), span, false);
                this.link = outer;
            });
        });
    }

    fn image(&mut self, picture: &PictureRef, look: &Look, span: Span) {
        let PictureRef { image, target: _, alt, title: _, width, height } = picture;
        let Some(id) = image else {
            let text = placeholder_text(self.context.resolved, picture);
            let look = look.styled(InlineStyle::Placeholder);
            self.within(Tag::Span, false, |this, _| this.push(&text, &look, span, false));
            return;
        };
        // An image in a line is never higher than a good part of the page.
        let page = &self.context.theme.page;
        let room = (page.height - page.margins.top - page.margins.bottom).scale(3, 4);
        let (width, height) =
            limited_size(self.context.resolved.image(*id), *width, *height, self.measure, (self.measure, room));
        let number = u32::try_from(self.paragraph.objects.len()).unwrap_or(u32::MAX);
        self.paragraph.objects.push(Object { image: *id, width, height });
        debug_assert_eq!(number as usize + 1, self.paragraph.objects.len());
        let style = self.context.shaper.plain_style(look);
        let alt = match alt {
            Alt::Text(text) => Some(text.clone()),
            Alt::Missing => None,
            Alt::Decorative => {
                let outer = self.owner;
                self.owner.artifact = true;
                self.push_segment("\u{FFFC}", style, span, false);
                self.owner = OwnerState { span: None, ..outer };
                return;
            }
        };
        self.within(Tag::Figure { alt, place: None }, false, |this, _| {
            this.push_segment("\u{FFFC}", style, span, false);
        });
    }

    fn span(&mut self, span: &ResolvedSpan, look: &Look) {
        let ResolvedSpan { anchor, locale, classes: _, word_style: _, content } = span;
        let at = self.at();
        self.paragraph.anchors.extend(anchor.map(|anchor| (at, anchor)));
        let Some(locale) = locale else {
            self.inlines(content, look);
            return;
        };
        let look = Look { language: self.context.shaper.language_id(&locale.language), ..look.clone() };
        self.within(Tag::Span, is_mixed(content), |this, node| {
            this.context.tags.node_mut(node).language = Some(locale.language.clone());
            this.inlines(content, &look);
        });
    }
}

/// The look of a note's mark: figures and letters are raised, an asterisk stands high by itself.
pub(crate) fn marker_look(marker: &str, look: &Look) -> Look {
    let raised = marker.chars().any(|c| c != '*');
    let position = if raised { Position::Superior } else { look.position };
    Look { position, ..look.clone() }
}

/// The node of a paragraph that nobody resolved.
pub(crate) const NO_NODE: NodeId = NodeId(u32::MAX);
