//! Figures: an image with its caption in the brackets, a table or listing with a caption after it, an equation with
//! its label, and a div for what is more than that (DIALECT 5.2).

use chapbook_model::{Block, BlockKind, Caption, Code, Figure, FigureKind, Image, Inline, InlineKind, Node};
use chapbook_source::Span;
use chapbook_values::Attributes;

use super::Writer;
use super::attributes::{braces, fence, with_class, with_pairs};
use super::blocks::{Spacing, display, fenced, prefix};
use super::escapes::LinePlace;
use super::inlines::address;
use super::out::Out;

impl Writer<'_> {
    pub(super) fn figure(&mut self, out: &mut Out, figure: &Figure, attrs: &Attributes) {
        let Figure { kind, body, caption } = figure;
        let simple = caption.as_ref().is_none_or(|caption| caption_line(caption).is_some());
        match (kind, body.as_slice()) {
            (FigureKind::Image, [Block { kind: BlockKind::Paragraph(content), attrs: outer, .. }])
                if simple && outer.is_empty() =>
            {
                match content.as_slice() {
                    [Inline { kind: InlineKind::Image(image), attrs: inner, .. }]
                        if inner.is_empty() && self.image_figure(out, image, caption.as_ref(), attrs) => {}
                    _ => self.figure_div(out, figure, attrs),
                }
            }
            (FigureKind::Table, [Block { kind: BlockKind::Table(table), attrs: inner, .. }])
                if simple && has_words(caption.as_ref()) =>
            {
                let widths = self.table_under_caption(out, table, inner);
                self.caption_after(out, caption.as_ref(), &with_pairs(attrs, [("tbl-colwidths", widths)]));
            }
            (FigureKind::Listing, [Block { kind: BlockKind::Code(code), attrs: inner, .. }])
                if simple && (inner.classes().is_empty() || code.language.is_some()) && inner.label().is_none() =>
            {
                self.listing(out, code, inner, caption.as_ref(), figure, attrs);
            }
            (FigureKind::Equation, [Block { kind: BlockKind::Math(source), attrs: inner, .. }])
                if caption.is_none() && attrs.label().is_some() && inner.is_empty() =>
            {
                out.put(&display(source, attrs));
            }
            (FigureKind::Image | FigureKind::Table | FigureKind::Listing | FigureKind::Equation, _) => {
                self.figure_div(out, figure, attrs);
            }
        }
    }

    /// `![caption](image.jpg){#fig-x alt="…"}`; false if the image would not be a figure so.
    fn image_figure(&mut self, out: &mut Out, image: &Image, caption: Option<&Caption>, attrs: &Attributes) -> bool {
        let labelled = attrs.label().is_some_and(|label| has_prefix(label.as_str(), "fig"));
        if !labelled && !has_words(caption) || attrs.has_class("no-figure") {
            return false;
        }
        let Image { target, alt, title, width, height } = image;
        let words = self.caption_words(caption);
        let short = self.short(caption);
        let pairs = [("short", short), ("alt", alt.clone()), ("width", width.clone()), ("height", height.clone())];
        let after = braces(&with_pairs(attrs, pairs));
        out.put(&format!("![{words}]({}){after}", address(target, title.as_deref())));
        true
    }

    /// An image alone in its paragraph that is no figure: its brackets are empty, since their words would be a
    /// caption.
    pub(super) fn lone_image(&mut self, image: &Image, attrs: &Attributes) -> String {
        let Image { target, alt, title, width, height } = image;
        let pairs = [("alt", alt.clone()), ("width", width.clone()), ("height", height.clone())];
        let after = braces(&with_pairs(attrs, pairs));
        let labelled = attrs.label().is_some_and(|label| has_prefix(label.as_str(), "fig"));
        // A backslash keeps it inside its paragraph.
        let end = if labelled && !attrs.has_class("no-figure") { "\\" } else { "" };
        format!("![]({}){after}{end}", address(target, title.as_deref()))
    }

    /// Code with its caption after it, or with what it has of one in its braces.
    fn listing(
        &mut self,
        out: &mut Out,
        code: &Code,
        inner: &Attributes,
        caption: Option<&Caption>,
        figure: &Figure,
        attrs: &Attributes,
    ) {
        if has_words(caption) {
            out.put(&fenced(code, inner));
            return self.caption_after(out, caption, attrs);
        }
        let bare = attrs.classes().is_empty() && attrs.pairs().is_empty();
        let labelled = attrs.label().is_some_and(|label| has_prefix(label.as_str(), "lst"));
        if !(bare && labelled && caption.is_none()) {
            return self.figure_div(out, figure, attrs);
        }
        let both = inner.clone().edited(|parts| parts.label = attrs.label().cloned());
        out.put(&fenced(code, &both));
    }

    /// `: Caption {#tbl-x}` after a blank line.
    fn caption_after(&mut self, out: &mut Out, caption: Option<&Caption>, attrs: &Attributes) {
        let words = self.caption_words(caption);
        let after = braces(&with_pairs(attrs, [("short", self.short(caption))]));
        if self.tight {
            out.end_line()
        } else {
            out.blank_line()
        }
        out.put(": ");
        out.put(&words);
        if !after.is_empty() {
            out.put(" ");
            out.put(&after);
        }
    }

    /// The words of a caption, its credit last.
    fn caption_words(&mut self, caption: Option<&Caption>) -> String {
        let Some(caption) = caption else { return String::new() };
        let mut content = caption_line(caption).unwrap_or_default().to_vec();
        if let Some(credit) = &caption.credit {
            let node = |kind| Node::new(kind, Span::NONE);
            if !content.is_empty() {
                content.push(node(InlineKind::Text(" ".into())));
            }
            content.push(node(InlineKind::Span(credit.clone())).with(Attributes::class("credit")));
        }
        self.line(&content, LinePlace::Heading.into())
    }

    /// The short form, as Markdown in an attribute.
    fn short(&mut self, caption: Option<&Caption>) -> Option<String> {
        let short = caption?.short.clone()?;
        Some(self.line(&short, LinePlace::Value.into()))
    }

    /// A div of everything under one caption.
    fn figure_div(&mut self, out: &mut Out, Figure { kind, body, caption }: &Figure, attrs: &Attributes) {
        let labelled = attrs.label().is_some_and(|label| has_prefix(label.as_str(), prefix(*kind)));
        let kind_pair = match kind {
            FigureKind::Image => None,
            FigureKind::Table => Some("table"),
            FigureKind::Listing => Some("listing"),
            FigureKind::Equation => Some("equation"),
        };
        let credit = caption.as_ref().and_then(|caption| caption.credit.clone()).filter(|_| {
            // A credit of a caption that ends in no paragraph has its place in the braces.
            !caption.as_ref().is_some_and(caption_ends_in_words)
        });
        let credit = credit.map(|credit| self.line(&credit, LinePlace::Value.into()));
        let short = self.short(caption.as_ref());
        let attrs = with_pairs(attrs, [("short", short), ("credit", credit.clone())]);
        let attrs = match (labelled, kind_pair) {
            (true, _) => attrs,
            (false, kind) => with_pairs(&with_class("figure", &attrs), [("kind", kind.map(str::to_owned))]),
        };
        out.put(&fence(&attrs));
        out.end_line();
        self.blocks(out, body, Spacing::Blank);
        let mut words: Vec<Block> = caption.as_ref().map(|caption| caption.body.clone()).unwrap_or_default();
        if credit.is_none()
            && let Some(credit) = caption.as_ref().and_then(|caption| caption.credit.clone())
            && let Some(Block { kind: BlockKind::Paragraph(content), .. }) = words.last_mut()
        {
            let node = |kind| Node::new(kind, Span::NONE);
            content.push(node(InlineKind::Text(" ".into())));
            content.push(node(InlineKind::Span(credit)).with(Attributes::class("credit")));
        }
        let last_is_words =
            matches!(body.last(), Some(Block { kind: BlockKind::Paragraph(_), .. })) && body.len() > 1 && labelled;
        if !words.is_empty() || last_is_words || is_caption(body) {
            if !body.is_empty() {
                out.blank_line();
            }
            self.container(out, &Attributes::class("caption"), &words);
            out.end_line();
        } else if !body.is_empty() {
            self.end_of_div(out, body.last());
        }
        out.put(":::");
    }
}

/// Whether a child is a div of class `caption`, which would be taken for the figure's own.
fn is_caption(body: &[Block]) -> bool {
    body.iter().any(|block| matches!(block.kind, BlockKind::Container(_)) && block.attrs.classes() == ["caption"])
}

fn caption_ends_in_words(caption: &Caption) -> bool {
    matches!(caption.body.last(), Some(Block { kind: BlockKind::Paragraph(_), attrs, .. }) if attrs.is_empty())
}

/// The one line of a caption that has no more; empty for a caption of credit or short form only.
fn caption_line(caption: &Caption) -> Option<&[Inline]> {
    match caption.body.as_slice() {
        [] => Some(&[]),
        [Block { kind: BlockKind::Paragraph(content), attrs, .. }] if attrs.is_empty() => {
            let html = content.first().is_some_and(|first| super::inlines::begins_html_block(&first.kind));
            (!html).then_some(content)
        }
        _ => None,
    }
}

/// Whether words of a caption are there to be written: its text or its credit.
fn has_words(caption: Option<&Caption>) -> bool {
    caption.is_some_and(|caption| !caption.body.is_empty() || caption.credit.is_some())
}

fn has_prefix(label: &str, prefix: &str) -> bool {
    crate::tree::starts_with_prefix(label, prefix)
}
