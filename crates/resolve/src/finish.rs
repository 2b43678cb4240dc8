//! The second pass: what could not be known while counting. References get their words, outlines their entries, the
//! lists of one group one spacing; losses become messages.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_source::{Diagnostic, Span as SourceSpan, codes};

use crate::anchors::TargetLabel;
use crate::context::{Context, Loss};
use crate::walk::{self, VisitMut, inline_children};
use crate::{
    Anchor, Block, BlockKind, Caption, CaptionLabel, CommentRange, Division, DivisionRole, Figure, FigureKind, Heading,
    Inline, InlineKind, Link, LinkTarget, List, ListGroup, Meta, Note, OutlineEntry, OutlineKind, Reference,
    ReferenceForm, Resolved, Span, Text,
};

/// One spacing for each group (DIALECT 5.1, rule 8): loose if any part of two or more items is loose. A group whose
/// parts have one item each, with text between them, is loose, too.
pub(crate) fn lists(body: &mut [Block]) {
    let mut spacing = Spacing { groups: BTreeMap::new(), write: false };
    walk::blocks(body, &mut spacing);
    spacing.write = true;
    walk::blocks(body, &mut spacing);
}

struct Spacing {
    groups: BTreeMap<ListGroup, Parts>,
    write: bool,
}

#[derive(Clone, Copy, Default)]
struct Parts {
    parts: usize,
    loose: bool,
    several: bool,
}

impl VisitMut for Spacing {
    fn block(&mut self, block: &mut Block) {
        let BlockKind::List(List { group, counter: _, tight, depth: _, continued: _, items }) = &mut block.kind else {
            return;
        };
        let parts = self.groups.entry(*group).or_default();
        if self.write {
            if parts.parts > 1 {
                *tight = parts.several && !parts.loose;
            }
        } else {
            parts.parts += 1;
            parts.several |= items.len() > 1;
            parts.loose |= items.len() > 1 && !*tight;
        }
    }
}

/// Fills in references and outlines, and makes the resolved document.
pub(crate) fn references(
    cx: &mut Context<'_>,
    body: &mut Vec<Block>,
    mut notes: Vec<Note>,
    meta: Meta,
) -> (Resolved, Vec<Diagnostic>) {
    let mut body = std::mem::take(body);
    comment_ranges(&mut body, &mut notes);
    let unplaced = cx.anchors.unplaced();
    let mut fill = Fill { targets: &cx.anchors.targets, unplaced: &unplaced };
    walk::blocks(&mut body, &mut fill);
    walk::notes(&mut notes, &mut fill);
    let mut entries = Entries::default();
    walk::blocks(&mut body, &mut entries);
    level_from_one(&mut entries.headings);
    let mut outline = entries.headings.clone();
    if outline.is_empty()
        && let Some(entry) = title_entry(cx, &mut body, &meta)
    {
        outline.push(entry);
    }
    walk::blocks(&mut body, &mut entries.placing());
    let no_text = |block: &Block| matches!(&block.kind, BlockKind::Division(d) if d.role == DivisionRole::TitleBlock);
    if body.iter().all(no_text) {
        let message = "there is no text in the document";
        let hint = "write some below the front matter";
        cx.report(Diagnostic::new(&codes::EMPTY_DOCUMENT, SourceSpan::NONE, message).hint(hint));
    }
    for note in &notes {
        cx.anchors.place(note.anchor, note.id);
    }
    tell_losses(cx);
    let resolved = Resolved {
        language: cx.language.clone(),
        language_named: cx.language_named,
        direction: cx.direction,
        words: cx.words.clone(),
        meta,
        body,
        notes,
        outline,
        images: std::mem::take(&mut cx.images),
        anchors: cx.anchors.names(),
        nodes: cx.next_node,
        makeup: std::mem::take(&mut cx.makeup),
        has_placeholders: cx.has_placeholders,
    };
    (resolved, std::mem::take(&mut cx.diagnostics))
}

/// A start of a comment's words whose end is in no output, or an end without a start: the comment is on a point.
fn comment_ranges(body: &mut [Block], notes: &mut [Note]) {
    let mut ends = RangeEnds::default();
    walk::blocks(body, &mut ends);
    walk::notes(notes, &mut ends);
    if ends.strays || ends.starts != ends.ends {
        ends.write = true;
        walk::blocks(body, &mut ends);
        walk::notes(notes, &mut ends);
    }
}

#[derive(Default)]
struct RangeEnds {
    starts: BTreeSet<CommentRange>,
    /// Those that end after they have begun.
    ends: BTreeSet<CommentRange>,
    /// Whether there is an end without a start, or before it.
    strays: bool,
    write: bool,
}

impl VisitMut for RangeEnds {
    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for mut inline in std::mem::take(inlines) {
            inline_children(&mut inline, self);
            if let InlineKind::CommentStart { range, comment } = &inline.kind {
                self.starts.insert(*range);
                if self.write && !self.ends.contains(range) {
                    inline.kind = InlineKind::Commented(comment.clone());
                }
            }
            if let InlineKind::CommentEnd(range) = &inline.kind {
                if self.write && !self.ends.contains(range) {
                    continue;
                }
                match self.starts.contains(range) {
                    true => self.ends.insert(*range),
                    false => std::mem::replace(&mut self.strays, true),
                };
            }
            inlines.push(inline);
        }
    }
}

fn tell_losses(cx: &mut Context<'_>) {
    for Loss { code, what, count, first } in std::mem::take(&mut cx.losses) {
        let times = if count > 1 { format!(" ({count} places, this is the first)") } else { String::new() };
        cx.report(Diagnostic::new(code, first, format!("{what}{times}")));
    }
}

struct Fill<'t> {
    targets: &'t BTreeMap<Anchor, TargetLabel>,
    unplaced: &'t BTreeSet<Anchor>,
}

impl VisitMut for Fill<'_> {
    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for mut inline in std::mem::take(inlines) {
            if let InlineKind::Reference(reference) = &mut inline.kind {
                self.words(reference, inline.span);
            }
            inline_children(&mut inline, self);
            match inline.kind {
                // What was labelled is in no output: the words stay, the link goes.
                InlineKind::Reference(Reference { target, form: _, content }) if self.unplaced.contains(&target) => {
                    inlines.extend(content);
                }
                InlineKind::Link(Link { target: LinkTarget::Anchor(target), title: _, content })
                    if self.unplaced.contains(&target) =>
                {
                    inlines.extend(content);
                }
                InlineKind::PageOf(target) if self.unplaced.contains(&target) => {}
                kind => inlines.push(Inline { kind, span: inline.span }),
            }
        }
    }
}

impl Fill<'_> {
    fn words(&self, reference: &mut Reference, span: SourceSpan) {
        let text = |text: String| Inline { kind: InlineKind::Text(Text { text }), span };
        let Reference { target, form, content } = reference;
        match self.targets.get(target) {
            Some(TargetLabel::Numbered { word, space, number }) => match form {
                ReferenceForm::Full => *content = vec![text(format!("{word}{space}{number}"))],
                ReferenceForm::Number => *content = vec![text(number.clone())],
                ReferenceForm::Worded => content.push(text(number.clone())),
                ReferenceForm::Title => {}
            },
            Some(TargetLabel::Bare(marker)) => content.push(text(marker.clone())),
            Some(TargetLabel::Titled(title)) => {
                *form = ReferenceForm::Title;
                content.extend(title.iter().cloned());
            }
            // Something labelled that has neither number nor title: an arrow leads there.
            None => {
                *form = ReferenceForm::Title;
                content.push(text("→".to_owned()));
            }
        }
    }
}

/// The entries of all outlines.
#[derive(Clone, Debug, Default)]
struct Entries {
    headings: Vec<OutlineEntry>,
    figures: Vec<OutlineEntry>,
    tables: Vec<OutlineEntry>,
    listings: Vec<OutlineEntry>,
    place: bool,
}

impl Entries {
    /// The same, to be written into outline blocks.
    fn placing(mut self) -> Self {
        self.place = true;
        self
    }
}

/// Levels begin at 1, whatever the first heading's is.
fn level_from_one(entries: &mut [OutlineEntry]) {
    let first = entries.iter().map(|entry| entry.level).min().unwrap_or(1);
    for entry in entries {
        entry.level = entry.level + 1 - first;
    }
}

impl VisitMut for Entries {
    fn block(&mut self, block: &mut Block) {
        if self.place {
            if let BlockKind::Outline(outline) = &mut block.kind {
                outline.entries = match outline.kind {
                    OutlineKind::Contents => self.headings.clone(),
                    OutlineKind::Figures => self.figures.clone(),
                    OutlineKind::Tables => self.tables.clone(),
                    OutlineKind::Listings => self.listings.clone(),
                };
            }
            return;
        }
        let Some(target) = block.anchor else { return };
        if let BlockKind::Heading(Heading { level, number, content, listed: true }) = &block.kind {
            let content = title_text(content);
            let text = plain_text(&content);
            // Nothing is left of it once its changes are accepted, so contents would have an empty line.
            if text.trim().is_empty() {
                return;
            }
            self.headings.push(OutlineEntry { target, level: *level, number: number.clone(), content, text });
        }
        if let BlockKind::Figure(Figure { kind, body: _, caption: Some(caption), caption_above: _ }) = &block.kind
            && let Some(label) = &caption.label
        {
            let entry = figure_entry(target, label, caption);
            match kind {
                FigureKind::Image => self.figures.push(entry),
                FigureKind::Table => self.tables.push(entry),
                FigureKind::Listing => self.listings.push(entry),
                FigureKind::Equation => {}
            }
        }
    }
}

fn figure_entry(target: Anchor, label: &CaptionLabel, caption: &Caption) -> OutlineEntry {
    let content = match (&caption.short, caption.body.first().map(|block| &block.kind)) {
        (Some(short), _) => title_text(short),
        (None, Some(BlockKind::Paragraph(paragraph))) => title_text(&paragraph.content),
        (None, _) => Vec::new(),
    };
    let text = plain_text(&content);
    OutlineEntry { target, level: 1, number: Some(label.text()), content, text }
}

/// The entry of a document without headings: its title, or else its first block.
fn title_entry(cx: &mut Context<'_>, body: &mut [Block], meta: &Meta) -> Option<OutlineEntry> {
    let first = body.first_mut()?;
    let block = match &mut first.kind {
        BlockKind::Division(Division { role: DivisionRole::TitleBlock, title: _, body }) => body.first_mut()?,
        _ => first,
    };
    let target = match block.anchor {
        Some(anchor) => anchor,
        None => {
            let anchor = cx.anchors.make("title", None);
            cx.anchors.place(anchor, block.id);
            block.anchor = Some(anchor);
            anchor
        }
    };
    let content = vec![Inline { kind: InlineKind::Text(Text { text: meta.title.clone() }), span: SourceSpan::NONE }];
    Some(OutlineEntry { target, level: 1, number: None, content, text: meta.title.clone() })
}

/// A line without what belongs to its place alone: notes, marks, anchors, changes, links.
pub(crate) fn title_text(inlines: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        let keep = |kind| Inline { kind, span: inline.span };
        match &inline.kind {
            InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::Math(_) => out.push(inline.clone()),
            InlineKind::LineBreak => out.push(keep(InlineKind::Text(Text { text: " ".into() }))),
            InlineKind::Styled { style, content } => {
                out.push(keep(InlineKind::Styled { style: *style, content: title_text(content) }));
            }
            InlineKind::Link(link) => out.extend(title_text(&link.content)),
            InlineKind::Reference(reference) => out.extend(title_text(&reference.content)),
            InlineKind::Inserted { change: _, content } => out.extend(title_text(content)),
            InlineKind::Commented(comment) => out.extend(title_text(&comment.content)),
            InlineKind::Raw(raw) => out.extend(title_text(&raw.instead)),
            InlineKind::Span(Span { anchor: _, locale, classes, word_style, content }) => {
                let (locale, classes, word_style) = (locale.clone(), classes.clone(), word_style.clone());
                let content = title_text(content);
                out.push(keep(InlineKind::Span(Span { anchor: None, locale, classes, word_style, content })));
            }
            InlineKind::Deleted { change: _, content: _ } => {}
            InlineKind::PageOf(_) => {}
            InlineKind::NoteCall(_) => {}
            InlineKind::AuthorMark(_) => {}
            InlineKind::Image(_) => {}
            InlineKind::IndexTerm(_) => {}
            InlineKind::CommentStart { .. } | InlineKind::CommentEnd(_) | InlineKind::ParagraphEnd(_) => {}
        }
    }
    out
}

/// The characters of a line that [`title_text`] made.
fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(Text { text }) | InlineKind::Code(text) | InlineKind::Math(text) => out.push_str(text),
            InlineKind::Styled { style: _, content } => out.push_str(&plain_text(content)),
            InlineKind::Span(span) => out.push_str(&plain_text(&span.content)),
            InlineKind::Link(link) => out.push_str(&plain_text(&link.content)),
            InlineKind::Reference(reference) => out.push_str(&plain_text(&reference.content)),
            InlineKind::Inserted { change: _, content } => out.push_str(&plain_text(content)),
            InlineKind::Commented(comment) => out.push_str(&plain_text(&comment.content)),
            InlineKind::Raw(raw) => out.push_str(&plain_text(&raw.instead)),
            InlineKind::LineBreak => out.push(' '),
            InlineKind::Deleted { change: _, content: _ } => {}
            InlineKind::PageOf(_) => {}
            InlineKind::NoteCall(_) => {}
            InlineKind::AuthorMark(_) => {}
            InlineKind::Image(_) => {}
            InlineKind::IndexTerm(_) => {}
            InlineKind::CommentStart { .. } | InlineKind::CommentEnd(_) | InlineKind::ParagraphEnd(_) => {}
        }
    }
    out
}
