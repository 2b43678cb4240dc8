//! One arm for each kind of block that the parse knows; what takes more than a few lines has its own file.

use std::ops::Range;

use chapbook_model::{Block, BlockKind, BreakKind, Inline, InlineKind};
use chapbook_values::Attributes;
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::gaps::has_blank_line;
use super::{Part, Tree, is_block};
use crate::context::MAX_DEPTH;
use crate::mask::block::caption_marker;
use crate::mask::fences::{self, Fence};
use crate::mask::marks::MarkKind;

/// Lines that break the page: Quarto's shortcode and TeX's commands (DIALECT 5).
pub(crate) const PAGE_BREAKS: [&str; 4] = ["{{< pagebreak >}}", "\\newpage", "\\pagebreak", "\\clearpage"];

impl Tree<'_> {
    /// The blocks up to the end of their container.
    pub(crate) fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let parts = self.parts(depth);
        self.settle_sequence(parts)
    }

    fn parts(&mut self, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        // Open divs count as containers; those that would go too deep are not opened, and their ends not read.
        let (mut open, mut refused) = (0usize, 0usize);
        let mut loose = false;
        let mut last_end = None;
        loop {
            let Some((event, range)) = self.peek() else {
                // Events end at the top level only.
                match self.next_chunk() {
                    true => continue,
                    false => break,
                }
            };
            if matches!(event, Event::End(_)) {
                break;
            }
            // What stands in a div is no child of the item around it.
            loose |= open == 0 && last_end.is_some_and(|end| has_blank_line(&self.place, end, range.start));
            match event {
                Event::End(_) => break,
                Event::Start(Tag::HtmlBlock) if self.is_fence(range.start) => {
                    self.at += 1;
                    self.skip_to_end();
                    let range = self.place.trimmed(range.clone());
                    match fences::read(&self.place.text[range.clone()]) {
                        Some(Fence::Open(_)) if depth + open >= MAX_DEPTH => {
                            refused += 1;
                            self.context.say_too_deep(self.place.span(range.clone()));
                            parts.push(Part::Block(self.literal(range)));
                        }
                        Some(Fence::Close) if refused > 0 => {
                            refused -= 1;
                            parts.push(Part::Block(self.literal(range)));
                        }
                        Some(Fence::Open(braces)) => {
                            open += 1;
                            parts.push(Part::Fence(super::divs::FencePart { open: Some(braces), range }));
                        }
                        Some(Fence::Close) => {
                            open = open.saturating_sub(1);
                            parts.push(Part::Fence(super::divs::FencePart { open: None, range }));
                        }
                        Some(Fence::Stray) | None => parts.push(Part::Block(self.literal(range))),
                    }
                }
                Event::Start(tag) if is_block(tag) => {
                    if let (0, Some(end), Some(Part::Block(Block { kind: BlockKind::Paragraph(_), .. }))) =
                        (depth, last_end, parts.last())
                    {
                        self.remark_on_interruption_by(tag, end, range);
                    }
                    self.at += 1;
                    self.block(tag, range.clone(), depth + open, &mut parts);
                    loose |= std::mem::take(&mut self.gap) && open == 0;
                }
                Event::Rule => {
                    self.at += 1;
                    let range = self.place.trimmed(range.clone());
                    parts.push(Part::Block(self.node(BlockKind::Divider, range)));
                }
                // A tight item's text: a paragraph that nobody opened.
                Event::Start(_)
                | Event::Text(_)
                | Event::Code(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::SoftBreak
                | Event::HardBreak
                | Event::TaskListMarker(_) => {
                    let before = self.at;
                    let end = self.end_of_run().1;
                    self.paragraph(range.start..end, depth + open, &mut parts);
                    // Every event is read once, whatever it is.
                    self.at = self.at.max(before + 1);
                    last_end = Some(end);
                    continue;
                }
            }
            last_end = Some(range.end);
        }
        self.loose = loose;
        parts
    }

    fn is_fence(&self, at: usize) -> bool {
        self.mask.marks.at(at).is_some_and(|mark| mark.kind == MarkKind::Fence)
    }

    /// Where a run of inlines ends: the event that is none of it, and the last byte.
    pub(crate) fn end_of_run(&self) -> (usize, usize) {
        let mut depth = 0usize;
        let mut end = 0;
        for (i, (event, range)) in self.events[self.at..].iter().enumerate() {
            if let Event::Start(tag) = event {
                if is_block(tag) {
                    return (self.at + i, end);
                }
                depth += 1;
            } else if let Event::End(_) = event {
                if depth == 0 {
                    return (self.at + i, end);
                }
                depth -= 1;
            } else if let Event::Rule = event {
                return (self.at + i, end);
            }
            end = range.end;
        }
        (self.events.len(), end)
    }

    fn block(&mut self, tag: &Tag<'_>, range: Range<usize>, depth: usize, parts: &mut Vec<Part>) {
        if depth >= MAX_DEPTH && matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::FootnoteDefinition(_)) {
            self.skip_to_end();
            self.context.say_too_deep(self.place.span(range.start..range.start + 1));
            parts.push(Part::Block(self.literal(range)));
            return;
        }
        match tag {
            Tag::Paragraph => {
                self.paragraph(range, depth, parts);
                self.expect_end(TagEnd::Paragraph);
            }
            Tag::Heading { level, .. } => self.heading(*level, range, depth, parts),
            Tag::BlockQuote(kind) => {
                let block = self.quote(*kind, range, depth);
                parts.push(Part::Block(block));
            }
            Tag::CodeBlock(kind) => {
                let block = self.code(kind, range);
                parts.push(Part::Block(block));
            }
            Tag::HtmlBlock => self.html_block(range, parts),
            Tag::List(_) => self.list(depth, parts),
            Tag::FootnoteDefinition(label) => self.note_definition(label, range, depth),
            Tag::Table(alignments) => {
                let block = self.table(alignments, range, depth);
                parts.push(Part::Block(block));
            }
            // These are off, or stand inside what was handled above.
            Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_)
            | Tag::Item
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => {
                self.skip_to_end();
                parts.push(Part::Block(self.literal(range)));
            }
        }
    }

    /// Goes past the end of an element.
    pub(crate) fn expect_end(&mut self, end: TagEnd) {
        debug_assert!(matches!(self.peek(), Some((Event::End(e), _)) if *e == end), "{end:?} at {:?}", self.peek());
        self.at += 1;
    }

    /// A paragraph, or what stands for one: the next event is the first inside it.
    fn paragraph(&mut self, range: Range<usize>, depth: usize, parts: &mut Vec<Part>) {
        let range = self.place.trimmed(range);
        let source = &self.place.text[range.clone()];
        // Bare text begins after the backslash that keeps it text.
        if self.place.after_backslash(range.start) {
            let content = self.inlines(depth);
            parts.push(Part::Block(self.node(BlockKind::Paragraph(content), range)));
            return;
        }
        if PAGE_BREAKS.contains(&source) {
            self.at = self.end_of_run().0;
            parts.push(Part::Block(self.node(BlockKind::Break(BreakKind::Page), range)));
            return;
        }
        if let Some(abbreviations) = super::abbreviations::read(source) {
            self.at = self.end_of_run().0;
            self.context.abbreviations.extend(abbreviations);
            return;
        }
        if self.is_verse() {
            let part = self.line_block(range, depth);
            parts.push(part);
            return;
        }
        if let Some(block) = self.equation(range.clone(), depth) {
            parts.push(Part::Block(block));
            return;
        }
        if let Some(block) = self.lone_image(range.clone(), depth) {
            parts.push(Part::Block(block));
            return;
        }
        if source.starts_with([':', 'T', 't'])
            && let Some(marker) = caption_marker(source.lines().next().unwrap_or(""))
        {
            let part = self.caption(range, marker, depth);
            parts.push(Part::Caption(part));
            return;
        }
        self.remark_on_paragraph(&range);
        let mut content = self.inlines(depth);
        // A backslash after a lone image keeps it from being a figure, and is not printed (DIALECT 5.2).
        if let [image, text] = content.as_slice()
            && matches!(image.kind, InlineKind::Image(_))
            && matches!(&text.kind, InlineKind::Text(text) if text == "\\")
            && self.place.after_backslash(range.end)
        {
            content.pop();
        }
        parts.push(Part::Block(self.node(BlockKind::Paragraph(content), range)));
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>, depth: usize, parts: &mut Vec<Part>) {
        // A caption that touches its table is a heading in the mask only.
        if let Some(mark) = self.mask.marks.at(range.start).filter(|mark| mark.kind == MarkKind::Caption) {
            let marker = mark.range.len();
            let part = self.caption(self.place.trimmed(range), marker, depth);
            self.expect_end(TagEnd::Heading(level));
            parts.push(Part::Caption(part));
            return;
        }
        let range = self.place.trimmed(range);
        if !self.place.is_atx(range.start) {
            self.remark_on_late_metadata(&range);
        }
        let (mut content, braces) = self.inlines_and_attributes(depth);
        if braces.is_some() && self.closes_with_hashes(&range) {
            strip_closing_hashes(&mut content);
        }
        self.expect_end(TagEnd::Heading(level));
        let attrs = braces.map_or(Attributes::NONE, |braces| braces.attrs);
        let kind = BlockKind::Heading { level: level as u8, content };
        parts.push(Part::Block(self.node(kind, range).with(attrs)));
    }

    /// Whether closing hashes (CommonMark 0.31, 4.2) stand before the attributes at the end of a heading. The source
    /// says it: in the text, a hash that was escaped or a character reference looks the same.
    fn closes_with_hashes(&self, range: &Range<usize>) -> bool {
        let braces = self.mask.marks.overlapping(range.clone()).filter(|mark| mark.kind == MarkKind::Attributes).last();
        let before = braces.and_then(|mark| self.place.text.get(range.start..mark.range.start)).unwrap_or("");
        let before = before.trim_end_matches([' ', '\t']);
        let bare = before.trim_end_matches('#');
        self.place.is_atx(range.start) && bare.len() < before.len() && bare.ends_with([' ', '\t'])
    }
}

/// Takes the closing hashes off, which stand as text at the end.
fn strip_closing_hashes(content: &mut Vec<Inline>) {
    if let Some(InlineKind::Text(text)) = content.last_mut().map(|inline| &mut inline.kind) {
        let bare = text.trim_end_matches([' ', '\t']).trim_end_matches('#').trim_end_matches([' ', '\t']);
        *text = bare.to_owned();
    }
    if matches!(content.last().map(|inline| &inline.kind), Some(InlineKind::Text(text)) if text.is_empty()) {
        content.pop();
    }
}
