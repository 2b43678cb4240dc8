//! One arm for each kind of block that the parse knows; what takes more than a few lines has its own file.

use chapbook_model::{Block, BlockKind, BreakKind, Caption, Code, Figure, FigureKind, Inline, InlineKind, Quote, Raw};
use chapbook_source::{Diagnostic, codes};
use chapbook_values::{AttributeParts, Attributes};
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::captions::take_words;
use super::gaps::has_blank_line;
use super::{Part, Tree, is_block};
use crate::attributes;
use crate::context::MAX_DEPTH;
use crate::mask::block::{caption_marker, strip_quotes};
use crate::mask::fences::{self, Fence};
use crate::mask::marks::MarkKind;

/// Lines that break the page: Quarto's shortcode and TeX's commands (DIALECT 5).
const PAGE_BREAKS: [&str; 4] = ["{{< pagebreak >}}", "\\newpage", "\\pagebreak", "\\clearpage"];

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
        while let Some((event, range)) = self.peek() {
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
                    self.at += 1;
                    self.block(tag, range.clone(), depth + open, &mut parts);
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

    fn block(&mut self, tag: &Tag<'_>, range: std::ops::Range<usize>, depth: usize, parts: &mut Vec<Part>) {
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
    fn paragraph(&mut self, range: std::ops::Range<usize>, depth: usize, parts: &mut Vec<Part>) {
        let range = self.place.trimmed(range);
        let source = &self.place.text[range.clone()];
        if PAGE_BREAKS.contains(&source) {
            self.at = self.end_of_run().0;
            parts.push(Part::Block(self.node(BlockKind::Break(BreakKind::Page), range)));
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
        if let Some(marker) = caption_marker(source.lines().next().unwrap_or("")) {
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
        {
            content.pop();
        }
        parts.push(Part::Block(self.node(BlockKind::Paragraph(content), range)));
    }

    /// What a paragraph's own lines give reason to say.
    fn remark_on_paragraph(&mut self, range: &std::ops::Range<usize>) {
        let mut at = range.start;
        for line in self.place.text[range.clone()].split_inclusive('\n') {
            let words = line.trim_start_matches([' ', '\t', '>']);
            let start = at + line.len() - words.len();
            let words = words.trim_end();
            at += line.len();
            let Some(first) = words.bytes().next() else { continue };
            if !matches!(first, b'{' | b'\\' | b'!' | b':' | b'$' | b'+') {
                continue;
            }
            let (code, message) = if PAGE_BREAKS.contains(&words) {
                (&codes::PAGE_BREAK_INLINE, "a page break inside a paragraph stays as typed")
            } else if words.starts_with("{{< include")
                || words.starts_with("{{#include")
                || words.starts_with("!include ")
            {
                (&codes::INCLUDE, "includes are not read; the line stays as typed")
            } else if fences::read(words) == Some(Fence::Stray) {
                (&codes::DIV_STRAY, "this opens no div and stays as typed")
            } else if words.starts_with("$$") && first_unescaped_close(words) && start == range.start {
                (&codes::MATH_UNCLOSED, "this mathematics is not closed before the blank line and stays as typed")
            } else if words.starts_with("+--") && words.ends_with("-+") && start == range.start {
                (&codes::GRID_TABLE, "grid tables are not read; the lines stay as typed")
            } else if words.starts_with(": ") && start > range.start {
                (&codes::NOT_UNDERSTOOD, "definition lists are not read yet; the line stays as typed")
            } else {
                continue;
            };
            self.context.say(code, self.place.span(start..start + words.len()), message);
        }
    }

    fn heading(&mut self, level: HeadingLevel, range: std::ops::Range<usize>, depth: usize, parts: &mut Vec<Part>) {
        // A caption that touches its table is a heading in the mask only.
        if let Some(mark) = self.mask.marks.at(range.start).filter(|mark| mark.kind == MarkKind::Caption) {
            let marker = mark.range.len();
            let part = self.caption(self.place.trimmed(range), marker, depth);
            self.expect_end(TagEnd::Heading(level));
            parts.push(Part::Caption(part));
            return;
        }
        let range = self.place.trimmed(range);
        let (mut content, braces) = self.inlines_and_attributes(depth);
        if braces.is_some() {
            strip_closing_hashes(&mut content);
        }
        self.expect_end(TagEnd::Heading(level));
        let attrs = braces.map_or(Attributes::NONE, |braces| braces.attrs);
        let kind = BlockKind::Heading { level: level as u8, content };
        parts.push(Part::Block(self.node(kind, range).with(attrs)));
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, range: std::ops::Range<usize>, depth: usize) -> Block {
        let range = self.place.trimmed(range);
        self.quotes += 1;
        let mut body = self.blocks(depth + 1);
        self.quotes -= 1;
        self.expect_end(TagEnd::BlockQuote(kind));
        if let Some(kind) = kind {
            let class = match kind {
                BlockQuoteKind::Note => "callout-note",
                BlockQuoteKind::Tip => "callout-tip",
                BlockQuoteKind::Important => "callout-important",
                BlockQuoteKind::Warning => "callout-warning",
                BlockQuoteKind::Caution => "callout-caution",
            };
            return self.node(BlockKind::Container(body), range).with(Attributes::class(class));
        }
        self.remark_on_alert(&range);
        let attribution = take_words(&mut body, "attribution");
        self.node(BlockKind::Quote(Quote { body, attribution }), range)
    }

    /// `> [!NOTE] A title` is no alert (GFM asks for a line of its own).
    fn remark_on_alert(&mut self, range: &std::ops::Range<usize>) {
        let line = strip_quotes(self.place.rest_of_line(range.start), MAX_DEPTH);
        let kinds = ["[!NOTE]", "[!TIP]", "[!IMPORTANT]", "[!WARNING]", "[!CAUTION]"];
        if let Some(kind) = kinds.iter().find(|kind| line.starts_with(**kind)) {
            let diagnostic = Diagnostic::new(
                &codes::ALERT_TITLE,
                self.place.span(range.clone()),
                format!("{kind} with more on its line is read as a plain quotation"),
            );
            self.context
                .diagnostics
                .push(diagnostic.hint("put the title in `::: {.callout-note title=\"…\"}`, or on a line of its own"));
        }
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, range: std::ops::Range<usize>) -> Block {
        let range = self.place.trimmed(range);
        let mut text = String::new();
        while let Some((event, piece)) = self.peek() {
            self.at += 1;
            if let Event::Text(masked) = event {
                text.push_str(&self.source_or(masked, piece.clone()));
            } else if let Event::End(_) = event {
                break;
            }
        }
        if text.ends_with('\n') {
            text.pop();
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let info = match kind {
            CodeBlockKind::Indented => return self.node(BlockKind::Code(Code { language: None, text }), range),
            CodeBlockKind::Fenced(info) => info,
        };
        self.remark_on_code_fence(&range);
        let (language, attrs, braces) = self.info_string(info, range.start);
        if let Some(format) = braces.as_ref().and_then(|braces| braces.format.clone()) {
            return self.node(BlockKind::Raw(Raw { target: format, text }), range);
        }
        self.listing(language, text, attrs, braces.as_ref(), range)
    }

    fn remark_on_code_fence(&mut self, range: &std::ops::Range<usize>) {
        let source = &self.place.text[range.clone()];
        let Some(fence) = source.chars().next() else { return };
        let width = source.len() - source.trim_start_matches(fence).len();
        let last = source.rsplit(['\n', '\r']).next().unwrap_or("");
        let last = last.trim_start_matches([' ', '\t', '>']);
        let closed = source.contains(['\n', '\r'])
            && last.len() - last.trim_start_matches(fence).len() >= width
            && last.trim_start_matches(fence).trim().is_empty();
        if !closed {
            let line = self.place.rest_of_line(range.start).len();
            self.context.say(
                &codes::UNCLOSED_FENCE,
                self.place.span(range.start..range.start + line),
                "this code fence is not closed; the code runs to the end of its container",
            );
        }
    }

    /// The info string of a fence: a word, braces, or a word before braces. The braces' places are the file's.
    fn info_string(&mut self, info: &str, fence: usize) -> (Option<String>, Attributes, Option<attributes::Braces>) {
        // The source has the string as typed; pulldown-cmark has taken its escapes away.
        let line = self.place.rest_of_line(fence);
        let typed = line.trim_start_matches(['`', '~']);
        let offset = fence + line.len() - typed.trim_start().len();
        let typed = typed.trim();
        let word_end = typed.find([' ', '\t', '{']).unwrap_or(typed.len());
        let rest = typed[word_end..].trim_start();
        let read = (rest.starts_with('{')).then(|| attributes::read(rest)).flatten().filter(|b| b.len == rest.len());
        let word =
            info.split([' ', '\t', '{']).next().filter(|word| !word.is_empty() && word_end > 0).map(str::to_owned);
        match read {
            Some(mut braces) if braces.format.is_none() => {
                let shift = offset + typed.len() - rest.len();
                braces.values.iter_mut().flatten().for_each(|place| *place = place.start + shift..place.end + shift);
                let mut language = word;
                let attrs = std::mem::take(&mut braces.attrs).edited(|AttributeParts { classes, .. }| {
                    if language.is_none() && !classes.is_empty() {
                        language = Some(classes.remove(0));
                    }
                });
                (language, attrs, Some(braces))
            }
            Some(braces) if word.is_none() => (None, Attributes::NONE, Some(braces)),
            Some(_) | None => {
                if attributes::looks_meant(rest) {
                    let span = self.place.span(offset + word_end..offset + typed.len());
                    self.context.say(&codes::BAD_ATTRIBUTES, span, "these attributes do not parse and are left out");
                }
                // `{python}` is a cell of Quarto's: its name is shown, and nothing is run.
                let cell =
                    rest.strip_prefix('{').and_then(|r| r.split(['}', ' ', ',']).next()).filter(|c| !c.is_empty());
                let language = word.or_else(|| cell.filter(|_| !attributes::looks_meant(rest)).map(str::to_owned));
                (language, Attributes::NONE, None)
            }
        }
    }

    /// `$$ … $$` alone in its paragraph, with or without attributes.
    fn equation(&mut self, range: std::ops::Range<usize>, depth: usize) -> Option<Block> {
        let (Event::DisplayMath(_), math) = self.peek()? else { return None };
        let alone = math.end == range.end
            || self.place.text[math.end..range.end].trim_start_matches(' ').starts_with('{') && {
                let rest = &self.place.text[math.end..range.end];
                let start = math.end + rest.len() - rest.trim_start_matches(' ').len();
                self.mask.marks.at(start).is_some_and(|m| m.kind == MarkKind::Attributes && m.range.end == range.end)
            };
        if !alone || math.start != range.start {
            return None;
        }
        let source = self.math_source(math.start + 2..math.end.saturating_sub(2));
        let math = self.node(BlockKind::Math(source), math.clone());
        self.at += 1;
        let (_, braces) = self.inlines_and_attributes(depth);
        let attrs = braces.map_or(Attributes::NONE, |braces| braces.attrs);
        if attrs.label().is_none() {
            return Some(math.with(attrs));
        }
        let figure = Figure { kind: FigureKind::Equation, body: vec![math], caption: None::<Caption> };
        Some(self.node(BlockKind::Figure(Box::new(figure)), range).with(attrs))
    }

    /// The lines of display mathematics, without what quotations put before them.
    pub(crate) fn math_source(&self, range: std::ops::Range<usize>) -> String {
        let text = self.text(range);
        let mut lines = text.split('\n').map(|line| line.trim_end_matches('\r'));
        let mut out = lines.next().unwrap_or("").to_owned();
        for line in lines {
            out.push('\n');
            out.push_str(strip_quotes(line, self.quotes).trim_end());
        }
        out.trim().to_owned()
    }
}

/// Whether a line that opens mathematics does not close it.
fn first_unescaped_close(line: &str) -> bool {
    !line[2..].contains("$$")
}

/// Closing hashes of a heading that attributes follow.
fn strip_closing_hashes(content: &mut Vec<Inline>) {
    if let Some(InlineKind::Text(text)) = content.last_mut().map(|inline| &mut inline.kind) {
        let trimmed = text.trim_end();
        let bare = trimmed.trim_end_matches('#');
        if bare.len() < trimmed.len() && (bare.is_empty() || bare.ends_with([' ', '\t'])) {
            *text = bare.trim_end().to_owned();
        }
    }
    if matches!(content.last().map(|inline| &inline.kind), Some(InlineKind::Text(text)) if text.is_empty()) {
        content.pop();
    }
}
