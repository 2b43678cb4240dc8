//! Inlines: the events inside a paragraph become nodes. Emphasis, links and code are the parse's; brackets,
//! scripts, references and notes are found in the text between, one nesting level at a time (`line`).

mod changes;
mod html;
mod line;
pub(crate) mod references;
mod spans;
mod text;

pub(crate) use text::plain_mark;

use std::ops::Range;

use chapbook_model::{Inline, InlineKind, Link, Reference, ReferenceForm, ReferenceItem};
use chapbook_source::{Diagnostic, codes};
use chapbook_values::{Attributes, Label};
use pulldown_cmark::{Event, LinkType, Tag};

use crate::attributes::Braces;
use crate::clean::clean_text;
use crate::context::MAX_DEPTH;
use crate::mask::marks::MarkKind;
use crate::tree::{Tree, fold_label, is_block};
use line::Line;
pub(crate) use line::Piece;

impl Tree<'_> {
    /// The inlines up to the end of their block.
    pub(crate) fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut line = self.read_line(depth);
        if let Some(range) = line.tail.take() {
            self.remark_on_dangling(range);
        }
        let content = self.finish(line);
        self.remark_on_inline_alt(&content);
        content
    }

    /// The same for a block that may end in attributes, which are taken off.
    pub(crate) fn inlines_and_attributes(&mut self, depth: usize) -> (Vec<Inline>, Option<Braces>) {
        let mut line = self.read_line(depth);
        let mut braces = None;
        if let Some(mark) = line.tail.take().and_then(|range| self.mask.marks.at(range.start)) {
            line.drop_tail();
            braces = self.braces_of(mark);
        }
        let mut content = self.finish(line);
        chapbook_model::normalise_inlines(&mut content);
        (content, braces)
    }

    pub(crate) fn remark_on_dangling(&mut self, range: Range<usize>) {
        let bracket = range.start > 0 && self.place.byte(range.start - 1) == b']';
        let span = self.place.span(range);
        if bracket {
            let message = "the bracket before these attributes opens in other emphasis, or nowhere; they stay as typed";
            self.context.say(&codes::CROSSING, span, message);
        } else {
            self.context.say(&codes::DANGLING_ATTRIBUTES, span, "these attributes belong to nothing and stay as typed");
        }
    }

    fn read_line(&mut self, depth: usize) -> Line {
        let mut line = Line::new(depth, self.spare.pop().unwrap_or_default());
        while let Some((event, range)) = self.peek() {
            match event {
                Event::End(_) | Event::Rule => break,
                Event::Start(tag) if is_block(tag) => break,
                _ => self.at += 1,
            }
            match event {
                Event::Text(masked) => self.feed_text(&mut line, masked, range.clone()),
                Event::SoftBreak => self.feed_break(&mut line, InlineKind::SoftBreak, range.clone()),
                Event::HardBreak => self.feed_break(&mut line, InlineKind::HardBreak, range.clone()),
                Event::Code(masked) => {
                    let code = self.node(InlineKind::Code(self.normalised(masked, range.clone())), range.clone());
                    self.feed_node(&mut line, code, range.clone());
                }
                Event::InlineMath(masked) => self.feed_math(&mut line, masked, range.clone()),
                Event::DisplayMath(_) => {
                    // Mathematics of its own line inside a paragraph: it stays there, marked as such.
                    let source = self.math_source(range.start + 2..range.end.saturating_sub(2));
                    let math = self.node(InlineKind::Math(source), range.clone()).with(Attributes::class("display"));
                    self.feed_node(&mut line, math, range.clone());
                }
                Event::InlineHtml(masked) | Event::Html(masked) => self.feed_html(&mut line, masked, range.clone()),
                Event::Start(tag) => self.feed_element(&mut line, tag, range.clone(), depth),
                // References are masked; a marker of a task was read by its item.
                Event::FootnoteReference(_) => self.feed_literal(&mut line, range.clone()),
                Event::TaskListMarker(_) => line.last_end = range.end,
                Event::End(_) | Event::Rule => {}
            }
        }
        self.flush(&mut line);
        line
    }

    /// The text of code as the parser has it, or from the source where the mask differs.
    fn normalised(&self, masked: &str, range: Range<usize>) -> String {
        if self.mask.text().get(range.clone()) == self.place.text.get(range.clone()) {
            return clean_text(masked);
        }
        let source = &self.place.text[range];
        let ticks = source.len() - source.trim_start_matches('`').len();
        let inside = source.get(ticks..source.len().saturating_sub(ticks)).unwrap_or("");
        clean_text(&inside.replace(['\n', '\r'], " "))
    }

    fn feed_math(&mut self, line: &mut Line, masked: &str, range: Range<usize>) {
        // Pandoc's rule: a dollar sign before a figure is money.
        if self.place.byte(range.end).is_ascii_digit() {
            return self.feed_literal(line, range);
        }
        let source = if self.mask.text().get(range.clone()) == self.place.text.get(range.clone()) {
            clean_text(masked)
        } else {
            self.text(range.start + 1..range.end.saturating_sub(1))
        };
        let math = self.node(InlineKind::Math(source), range.clone());
        self.feed_node(line, math, range);
    }

    fn feed_literal(&mut self, line: &mut Line, range: Range<usize>) {
        self.flush(line);
        let text = self.node(InlineKind::Text(self.text(range.clone())), range.clone());
        self.feed_node(line, text, range);
    }

    pub(crate) fn feed_break(&mut self, line: &mut Line, kind: InlineKind, range: Range<usize>) {
        self.flush(line);
        line.last_end = range.end;
        // A line end inside attributes is white space of theirs.
        if range.start < self.done {
            return;
        }
        line.close_scripts();
        let node = self.node(kind, range);
        line.push(Piece::Inline(node));
    }

    /// Emphasis, a link, an image: its content is a level of its own.
    fn feed_element(&mut self, line: &mut Line, tag: &Tag<'_>, range: Range<usize>, depth: usize) {
        if depth >= MAX_DEPTH {
            self.skip_to_end();
            self.context.say_too_deep(self.place.span(range.start..range.start + 1));
            return self.feed_literal(line, range);
        }
        self.flush(line);
        let mut inner = self.read_line(depth + 1);
        if let Some(dangling) = inner.tail.take() {
            self.remark_on_dangling(dangling);
        }
        let content = self.finish(inner);
        // The end of the element.
        self.at += 1;
        let kind = match tag {
            Tag::Emphasis => InlineKind::Emph(content),
            Tag::Strong => InlineKind::Strong(content),
            Tag::Strikethrough => InlineKind::Strike(content),
            Tag::Superscript => InlineKind::Superscript(content),
            Tag::Subscript => InlineKind::Subscript(content),
            Tag::Image { dest_url, title, .. } => {
                let image = self.inline_image(dest_url, title, &content, range.clone());
                return self.feed_node(line, image, range);
            }
            Tag::Link { link_type, dest_url, title, id } => {
                return self.feed_link(line, (*link_type, dest_url, title, id), content, range);
            }
            // `is_block` has sent these elsewhere.
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_) => InlineKind::Span(content),
        };
        let spaced = matches!(
            &kind,
            InlineKind::Emph(content) | InlineKind::Strong(content) | InlineKind::Strike(content)
                if chapbook_model::plain_text(content).contains([' ', '\t', '\n'])
        );
        if spaced {
            line.close_scripts();
        }
        let node = self.node(kind, range.clone());
        self.feed_node(line, node, range);
    }

    fn feed_link(
        &mut self,
        line: &mut Line,
        (link_type, dest, title, id): (LinkType, &str, &str, &str),
        content: Vec<Inline>,
        range: Range<usize>,
    ) {
        let by_label = matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
        // `^[x]` is a note, even where `[x]` is a defined link.
        if link_type == LinkType::Shortcut && line.take_caret(range.start) {
            let open = range.start - 1;
            return self.push_note(line, content, open..range.end);
        }
        let label = dest.strip_prefix('#').and_then(Label::new);
        let kind = match label {
            Some(label) if content.is_empty() => {
                InlineKind::Reference(Reference { items: vec![ReferenceItem { label, form: ReferenceForm::Full }] })
            }
            Some(_) | None => {
                let target = if link_type == LinkType::Email { format!("mailto:{dest}") } else { dest.to_owned() };
                let title = (!title.is_empty()).then(|| clean_text(title));
                InlineKind::Link(Link { target: clean_text(&target), title, content })
            }
        };
        let attrs = self.definitions.get(&fold_label(id)).filter(|_| by_label).cloned().unwrap_or_default();
        let node = self.node(kind, range.clone()).with(attrs);
        self.feed_node(line, node, range);
    }

    /// Appends a finished node. Attributes may follow it directly.
    pub(crate) fn feed_node(&mut self, line: &mut Line, node: Inline, range: Range<usize>) {
        self.flush(line);
        line.last_end = range.end;
        line.push(Piece::Inline(node));
        line.node_end = Some(range.end);
    }

    /// A stretch of text: what is masked in it, and what is not.
    fn feed_text(&mut self, line: &mut Line, masked: &str, range: Range<usize>) {
        let escaped = self.place.after_backslash(range.start) && line.last_end != range.start;
        let mut from = range.start.max(self.done);
        if from >= range.end {
            line.last_end = range.end;
            return;
        }
        if self.mask.text().get(range.clone()) != Some(masked) {
            // A character reference: what it stands for acts as nothing but itself.
            self.flush(line);
            let text = self.node(InlineKind::Text(clean_text(masked)), range.clone());
            line.last_end = range.end;
            line.push(Piece::Inline(text));
            return;
        }
        let mask = self.mask;
        let mut first = escaped && from == range.start;
        for mark in mask.marks.overlapping(from..range.end) {
            if !is_inline(mark.kind) || mark.range.start < from {
                continue;
            }
            if mark.range.start > from {
                line.add_text(self, from..mark.range.start, std::mem::take(&mut first));
            }
            self.flush(line);
            // A bracket may have taken the attributes that follow it.
            if mark.range.start >= self.done {
                match mark.kind {
                    MarkKind::Attributes => self.feed_attributes(line, mark),
                    MarkKind::Note => self.feed_note_call(line, mark.range.clone()),
                    MarkKind::ChangeStart(kind) => self.open_change(line, kind, mark.range.clone()),
                    MarkKind::ChangeEnd(kind) => self.close_change(line, kind, mark.range.clone()),
                    MarkKind::Arrow => self.feed_arrow(line, mark.range.clone()),
                    MarkKind::RangeStart(kind) => self.feed_range_mark(line, kind, true, mark.range.clone()),
                    MarkKind::RangeEnd(kind) => self.feed_range_mark(line, kind, false, mark.range.clone()),
                    MarkKind::Remark => self.feed_remark(line, mark.range.clone()),
                    // `is_inline` has left these out.
                    MarkKind::Fence
                    | MarkKind::Marker
                    | MarkKind::Caption
                    | MarkKind::Math
                    | MarkKind::DefinitionAttributes
                    | MarkKind::Tilde
                    | MarkKind::Dollar
                    | MarkKind::Definition
                    | MarkKind::Comment => {}
                }
            }
            self.done = self.done.max(mark.range.end);
            from = mark.range.end;
            line.last_end = from;
        }
        if from < range.end {
            line.add_text(self, from..range.end, first);
        }
        line.last_end = from.max(range.end);
    }

    fn feed_note_call(&mut self, line: &mut Line, range: Range<usize>) {
        let label = self.place.text[range.start + 2..range.end - 1].to_owned();
        match self.note_call(&label) {
            Some(name) => {
                let call = self.node(InlineKind::Note(name), range.clone());
                line.push(Piece::Inline(call));
            }
            None => {
                let span = self.place.span(range.clone());
                let message = format!("no note `{label}` is defined; the call stays as typed");
                let diagnostic = Diagnostic::new(&codes::NOTE_UNDEFINED, span, message);
                let hint = format!("define it: `[^{label}]: Its text.`; a bracket that is text begins `\\[^`");
                self.context.diagnostics.push(diagnostic.hint(hint));
                let text = self.node(InlineKind::Text(self.text(range.clone())), range);
                line.push(Piece::Inline(text));
            }
        }
    }
}

/// Whether a mark stands for something in a line.
fn is_inline(kind: MarkKind) -> bool {
    match kind {
        MarkKind::Attributes
        | MarkKind::Note
        | MarkKind::ChangeStart(_)
        | MarkKind::ChangeEnd(_)
        | MarkKind::RangeStart(_)
        | MarkKind::RangeEnd(_)
        | MarkKind::Arrow
        | MarkKind::Remark => true,
        // A tilde is read as a script's, and a comment without an end as text.
        MarkKind::Tilde
        | MarkKind::Dollar
        | MarkKind::Fence
        | MarkKind::Marker
        | MarkKind::Caption
        | MarkKind::Math
        | MarkKind::DefinitionAttributes
        | MarkKind::Definition
        | MarkKind::Comment => false,
    }
}
