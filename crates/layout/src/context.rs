//! What every step of a layout shares: the document, the theme, the shaper, and what grows while the document is
//! read: the structure tree, links, diagnostics.

use std::collections::BTreeMap;

use chapbook_frame::{TagId, TagTree};
use chapbook_resolve::{Anchor, Inline, InlineKind, RawTarget, Resolved};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_theme::Theme;

use crate::mend::Mends;
use crate::shape::Shaper;

/// The state of a layout while it reads the document.
pub(crate) struct Context<'a> {
    pub(crate) resolved: &'a Resolved,
    pub(crate) theme: &'a Theme,
    pub(crate) shaper: Shaper<'a>,
    pub(crate) tags: TagTree,
    pub(crate) links: Vec<Link>,
    /// By the number of the anchor: whether something leads to it.
    pub(crate) targets: Vec<bool>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// How many tracked changes and comments were met.
    pub(crate) changes: usize,
    pub(crate) comments: usize,
    /// The first raw content of each format that was met.
    pub(crate) raw: BTreeMap<RawTarget, Span>,
    pub(crate) mends: Mends,
}

/// A link, before its places on pages are known.
pub(crate) struct Link {
    pub(crate) goal: Goal,
    pub(crate) tag: TagId,
    pub(crate) description: String,
}

/// Where a link leads.
pub(crate) enum Goal {
    Url(String),
    Anchor(Anchor),
}

/// A link among those of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinkId(pub(crate) u32);

impl Context<'_> {
    pub(crate) fn add_link(&mut self, goal: Goal, tag: TagId, description: String) -> LinkId {
        if let Goal::Anchor(anchor) = &goal {
            self.aim_at(*anchor);
        }
        self.links.push(Link { goal, tag, description });
        LinkId(u32::try_from(self.links.len() - 1).unwrap_or(u32::MAX))
    }

    /// Notes that something leads to an anchor, so that it becomes a destination.
    pub(crate) fn aim_at(&mut self, anchor: Anchor) {
        if let Some(target) = self.targets.get_mut(anchor.index()) {
            *target = true;
        }
    }

    /// Notes that there is raw content here, of which paper shows the text at most.
    pub(crate) fn raw(&mut self, target: RawTarget, span: Span) {
        self.raw.entry(target).or_insert(span);
    }

    /// Says once how many changes and comments do not show on paper.
    pub(crate) fn report_marks(&mut self) {
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        if self.changes > 0 {
            let message =
                format!("the PDF prints {} tracked change{} as if accepted", self.changes, plural(self.changes));
            self.diagnostics.push(Diagnostic::new(&codes::CHANGES_ACCEPTED, Span::NONE, message));
        }
        if self.comments > 0 {
            let message = format!("the PDF leaves out {} comment{}", self.comments, plural(self.comments));
            self.diagnostics.push(Diagnostic::new(&codes::COMMENT_DROPPED, Span::NONE, message));
        }
        for (target, span) in std::mem::take(&mut self.raw) {
            let (code, message) = match target {
                RawTarget::Html => (&codes::HTML_DROPPED, "the PDF prints raw HTML as its text, without tags"),
                RawTarget::OpenXml => (&codes::RAW_DROPPED, "the PDF leaves out raw content of other formats"),
            };
            self.diagnostics.push(Diagnostic::new(code, span, message));
        }
    }
}

/// The characters of inlines as they are printed, for titles and descriptions.
pub(crate) fn plain_text(content: &[Inline]) -> String {
    let mut out = String::new();
    add_plain(&mut out, content);
    out
}

fn add_plain(out: &mut String, content: &[Inline]) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(text) => out.extend(text.text.chars().filter(|c| *c != '\u{AD}')),
            InlineKind::LineBreak => out.push(' '),
            InlineKind::Styled { style: _, content } => add_plain(out, content),
            InlineKind::Code(text) | InlineKind::Math(text) => out.push_str(text),
            InlineKind::Link(link) => add_plain(out, &link.content),
            InlineKind::Reference(reference) => add_plain(out, &reference.content),
            InlineKind::Span(span) => add_plain(out, &span.content),
            InlineKind::Inserted { change: _, content } => add_plain(out, content),
            InlineKind::Commented(comment) => add_plain(out, &comment.content),
            InlineKind::Raw(raw) => add_plain(out, &raw.instead),
            // A page is not known yet; marks, pictures and index terms are no part of a title, deleted words of nothing.
            InlineKind::PageOf(_)
            | InlineKind::NoteCall(_)
            | InlineKind::AuthorMark(_)
            | InlineKind::Image(_)
            | InlineKind::IndexTerm(_)
            | InlineKind::CommentStart { .. }
            | InlineKind::CommentEnd(_)
            | InlineKind::ParagraphEnd(_)
            | InlineKind::Deleted { .. } => {}
        }
    }
}
