//! Captions: paragraphs that begin with `:` or `Table:` and stand beside a table or code, and the parts
//! that every caption has: its text, a short form, a credit (DIALECT 5.2).

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Caption, Figure, FigureKind, Inline, InlineKind, Node, TableColumn};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_values::{AttributeParts, Attributes};

use super::{Part, Tree, read_line};
use crate::attributes::Braces;
use crate::place::{Place, Spans};

/// The keys of a caption's short form: ours, and Quarto's.
const SHORT_KEYS: [&str; 4] = ["short", "fig-scap", "tbl-scap", "lst-scap"];

/// A paragraph that is a caption if something to caption stands beside it.
#[derive(Debug)]
pub(crate) struct CaptionPart {
    marker: &'static str,
    content: Vec<Inline>,
    braces: Option<Braces>,
    range: Range<usize>,
    /// It follows something that has a caption.
    second: bool,
}

impl Tree<'_> {
    /// Reads the rest of a caption's paragraph; the next event is its first.
    pub(crate) fn caption(&mut self, range: Range<usize>, marker: usize, depth: usize) -> CaptionPart {
        let words = &self.place.text[range.start + marker..range.end];
        self.done = range.start + marker + words.len() - words.trim_start().len();
        let (content, braces) = self.inlines_and_attributes(depth);
        let marker = match (marker, self.place.byte(range.start)) {
            (1, _) => ":",
            (_, b'T') => "Table:",
            (_, _) => "table:",
        };
        CaptionPart { marker, content, braces, range, second: false }
    }

    /// Joins captions with the tables and code that they stand beside.
    pub(crate) fn join_captions(&mut self, parts: Vec<Part>) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::with_capacity(parts.len());
        // A caption whose table has not come yet.
        let mut waiting: Option<CaptionPart> = None;
        let mut definitions = None;
        for part in parts {
            match part {
                Part::Definitions(part) => {
                    if let Some(caption) = waiting.take() {
                        let block = self.uncaptioned(caption);
                        out.push(block);
                    }
                    self.define(&mut out, part, &mut definitions);
                }
                Part::Apart => definitions = None,
                Part::Caption(caption) => {
                    if let Some(caption) = self.caption_of_last(&mut out, caption)
                        && let Some(earlier) = waiting.replace(caption)
                    {
                        let block = self.uncaptioned(earlier);
                        out.push(block);
                    }
                }
                Part::Block(block) => match waiting.take() {
                    Some(caption) if matches!(block.kind, BlockKind::Table(_)) => {
                        let figure = self.captioned(block, FigureKind::Table, caption);
                        out.push(figure);
                    }
                    Some(caption) => {
                        let paragraph = self.uncaptioned(caption);
                        out.push(paragraph);
                        out.push(block);
                    }
                    None => out.push(block),
                },
                // Fences were paired before.
                Part::Fence(fence) => {
                    let block = self.literal(fence.range);
                    out.push(block);
                }
            }
        }
        if let Some(caption) = waiting {
            let block = self.uncaptioned(caption);
            out.push(block);
        }
        out
    }

    /// Gives the caption to the block before, if that takes one.
    fn caption_of_last(&mut self, out: &mut Vec<Block>, caption: CaptionPart) -> Option<CaptionPart> {
        match out.last().map(|block| &block.kind) {
            Some(BlockKind::Table(_)) => {}
            Some(BlockKind::Code(_)) if caption.marker == ":" => {}
            Some(BlockKind::Figure(figure)) if matches!(figure.kind, FigureKind::Table | FigureKind::Listing) => {
                // Directly after a captioned table, this is the caption of a table that follows, or one too many.
                return Some(CaptionPart { second: true, ..caption });
            }
            _ => return Some(caption),
        }
        let block = out.pop()?;
        let kind = if matches!(block.kind, BlockKind::Table(_)) { FigureKind::Table } else { FigureKind::Listing };
        let figure = self.captioned(block, kind, caption);
        out.push(figure);
        None
    }

    fn captioned(&mut self, mut block: Block, kind: FigureKind, caption: CaptionPart) -> Block {
        let CaptionPart { marker: _, content, braces, range, second: _ } = caption;
        let at = self.span(range);
        let attrs = braces.as_ref().map_or(Attributes::NONE, |braces| braces.attrs.clone());
        let (caption, mut attrs) = self.make_caption(content, attrs, braces.as_ref(), at);
        if let BlockKind::Table(table) = &mut block.kind
            && let Some(typed) = attrs.get("tbl-colwidths")
        {
            let widths = column_widths(typed).filter(|widths| widths.len() == table.columns.len());
            if widths.is_none() {
                let columns = table.columns.len();
                let message = format!("`tbl-colwidths` takes {columns} numbers, not `{typed}`, and has no effect");
                self.context.say(&codes::ATTRIBUTE_VALUE, at, message);
            }
            for (column, width) in table.columns.iter_mut().zip(widths.unwrap_or_default()) {
                *column = TableColumn { width: Some(width), ..*column };
            }
            attrs = attrs.edited(|parts| parts.pairs.retain(|(key, _)| key != "tbl-colwidths"));
        }
        let span = block.span.to(at);
        Node::new(BlockKind::Figure(Box::new(Figure { kind, body: vec![block], caption })), span).with(attrs)
    }

    /// A caption with nothing to caption, as it was typed.
    fn uncaptioned(&mut self, caption: CaptionPart) -> Block {
        let CaptionPart { marker, content, braces, range, second } = caption;
        let (code, message) = match second {
            true => (&codes::CAPTION_TWICE, "a second caption of the same thing stays as typed"),
            false => (&codes::CAPTION_ALONE, "a caption with no table or code beside it stays as typed"),
        };
        self.context.say(code, self.place.span(range.clone()), message);
        let start = range.start;
        let mut line = vec![self.node(InlineKind::Text(format!("{marker} ")), start..start + marker.len() + 1)];
        line.extend(content);
        if let Some(braces) = braces {
            let braces = range.end - braces.len..range.end;
            let space = self.node(InlineKind::Text(" ".into()), braces.start..braces.start);
            line.push(space);
            line.push(self.node(InlineKind::Text(self.text(braces.clone())), braces));
        }
        self.node(BlockKind::Paragraph(line), range)
    }

    /// A caption of these words and attributes, and what is left of the attributes.
    pub(crate) fn make_caption(
        &mut self,
        content: Vec<Inline>,
        attrs: Attributes,
        braces: Option<&Braces>,
        span: Span,
    ) -> (Option<Caption>, Attributes) {
        let paragraph = (!content.is_empty()).then(|| Node::new(BlockKind::Paragraph(content), span));
        let body: Vec<Block> = paragraph.into_iter().collect();
        self.caption_of_blocks(body, attrs, braces, span)
    }

    /// The same for a caption of several blocks.
    pub(crate) fn caption_of_blocks(
        &mut self,
        mut body: Vec<Block>,
        attrs: Attributes,
        braces: Option<&Braces>,
        span: Span,
    ) -> (Option<Caption>, Attributes) {
        let typed_credit = take_words(&mut body, "credit");
        self.remark_on_credits(&body);
        let mut short = None;
        let mut credit = typed_credit;
        let pairs = attrs.pairs().to_vec();
        for (i, (key, value)) in pairs.iter().enumerate() {
            let place = braces.and_then(|braces| braces.values.get(i)?.clone());
            if SHORT_KEYS.contains(&key.as_str()) && short.is_none() {
                short = Some(self.value_line(value, place, span));
            } else if key == "credit" && credit.is_none() {
                credit = Some(self.value_line(value, place, span));
            }
        }
        let attrs = attrs.edited(|AttributeParts { pairs, .. }| {
            pairs.retain(|(key, _)| !SHORT_KEYS.contains(&key.as_str()) && key != "credit");
        });
        if body.is_empty() && short.is_none() && credit.is_none() {
            return (None, attrs);
        }
        (Some(Caption { body, short, credit }), attrs)
    }

    /// The value of an attribute as a line of Markdown.
    pub(crate) fn value_line(&mut self, value: &str, place: Option<Range<usize>>, span: Span) -> Vec<Inline> {
        let spans = match (place, self.place.spans) {
            // The value stands in the text as it is, so that its spans are exact.
            (Some(range), Spans::At { file, base, skip }) if self.place.text.get(range.clone()) == Some(value) => {
                Spans::At { file, base: base + range.start.saturating_sub(skip), skip: 0 }
            }
            (_, _) => Spans::Fixed(span),
        };
        read_line(Place { text: value, spans }, self.context)
    }

    fn remark_on_credits(&mut self, body: &[Block]) {
        for block in body {
            let (BlockKind::Paragraph(content) | BlockKind::Heading { level: _, content }) = &block.kind else {
                continue;
            };
            for inline in content {
                if matches!(inline.kind, InlineKind::Span(_)) && inline.attrs.has_class("credit") {
                    let diagnostic = Diagnostic::new(
                        &codes::CREDIT_PLACE,
                        inline.span,
                        "a credit that is not the last thing in its caption stays part of the text",
                    );
                    self.context.diagnostics.push(diagnostic.hint("move it to the end of the caption"));
                }
            }
        }
    }
}

/// Takes the words of a span of this class off the end of the last paragraph.
pub(crate) fn take_words(body: &mut Vec<Block>, class: &str) -> Option<Vec<Inline>> {
    let last = body.last_mut()?;
    let BlockKind::Paragraph(content) = &mut last.kind else { return None };
    let span = content.last()?;
    let InlineKind::Span(_) = &span.kind else { return None };
    // What else is said of the span has no place on the caption: then it stays a span.
    if span.attrs.classes() != [class] || span.attrs.label().is_some() || !span.attrs.pairs().is_empty() {
        return None;
    }
    let InlineKind::Span(words) = content.pop()?.kind else { return None };
    chapbook_model::normalise_inlines(content);
    if content.is_empty() {
        body.pop();
    }
    Some(words)
}

/// The largest share of a column: with as many columns as a table may have, their sum still fits.
const MAX_SHARE: u32 = 1_000_000;

/// `[30,70]`, in thousandths of their sum.
pub(crate) fn column_widths(text: &str) -> Option<Vec<u16>> {
    let shares: Option<Vec<u32>> = text
        .trim_matches(|c: char| matches!(c, '[' | ']') || c.is_whitespace())
        .split(',')
        .map(|share| share.trim().trim_end_matches('%').parse::<u32>().ok().filter(|s| *s <= MAX_SHARE))
        .collect();
    let shares = shares?;
    let sum: u64 = shares.iter().map(|share| u64::from(*share)).sum();
    (sum > 0).then(|| shares.iter().map(|share| (u64::from(*share) * 1000 / sum) as u16).collect())
}
