//! Figures (DIALECT 5.2): an image alone in its paragraph, code with a caption in its info string, and divs
//! that hold several things under one caption.

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Code, Figure, FigureKind, Image, Inline, InlineKind, Node, plain_text};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_values::{AttributeParts, Attributes};
use pulldown_cmark::{CowStr, Event, Tag};

use super::Tree;
use super::divs::without_class;
use crate::attributes::{self, Braces};
use crate::mask::marks::{Mark, MarkKind};

impl Tree<'_> {
    /// A paragraph of one image that is a figure; `None` leaves it to be read as a paragraph.
    pub(crate) fn lone_image(&mut self, range: Range<usize>, depth: usize) -> Option<Block> {
        let (Event::Start(Tag::Image { dest_url, title, .. }), image) = self.peek()? else { return None };
        let (stop, _) = self.end_of_run();
        let mark = self.mask.marks.at(image.end).filter(|mark| mark.kind == MarkKind::Attributes);
        let end = mark.map_or(image.end, |mark| mark.range.end);
        if image.start != range.start || end != range.end {
            return None;
        }
        let has_words = !matches!(self.events.get(self.at + 1), Some((Event::End(_), _)) | None);
        let braces = mark.and_then(|mark| self.braces_of(mark));
        let attrs = braces.as_ref().map_or(Attributes::NONE, |braces| braces.attrs.clone());
        let labelled = attrs.label().is_some_and(|label| starts_with_prefix(label.as_str(), "fig"));
        if attrs.has_class("no-figure") || !(has_words || labelled) {
            return None;
        }
        self.at += 1;
        let (words, _) = self.inlines_and_attributes(depth + 1);
        self.at = stop;
        self.done = end;
        let image_range = image.clone();
        let (image, attrs) = split_image(dest_url, title, attrs);
        if image.alt.is_none() {
            self.remark_on_alt(image_range.clone(), mark.map(|mark| mark.range.clone()));
        }
        let image = self.node(InlineKind::Image(image), image_range.start..end);
        let body = vec![self.node(BlockKind::Paragraph(vec![image]), range.clone())];
        let span = self.span(range);
        let (caption, attrs) = self.make_caption(words, attrs, braces.as_ref(), span);
        Some(
            Node::new(BlockKind::Figure(Box::new(Figure { kind: FigureKind::Image, body, caption })), span).with(attrs),
        )
    }

    /// The attributes at a mark, with the places of their values in the whole text.
    pub(crate) fn braces_of(&self, mark: &Mark) -> Option<Braces> {
        let mut braces = attributes::read(&self.place.text[mark.range.clone()])?;
        let shift = mark.range.start;
        braces.values.iter_mut().flatten().for_each(|place| *place = place.start + shift..place.end + shift);
        Some(braces)
    }

    fn remark_on_alt(&mut self, image: Range<usize>, braces: Option<Range<usize>>) {
        let diagnostic = Diagnostic::new(
            &codes::MISSING_ALT,
            self.place.span(image.clone()),
            "this image has no alternative text, and its caption is not put in its place",
        )
        .hint("say what it shows with `{alt=\"…\"}`, or that it is decoration with `{alt=\"\"}`");
        let at = braces.map_or(image.end, |braces| braces.end - 1);
        let text = if at == image.end { "{alt=\"\"}" } else { " alt=\"\"" };
        let edit = self.place.span(at..at);
        self.context.diagnostics.push(diagnostic.edit(edit, text));
    }

    /// An image inside text: what stands in its brackets is its alternative text (CommonMark 0.31, 6.4).
    pub(crate) fn inline_image(
        &mut self,
        dest: &CowStr<'_>,
        title: &CowStr<'_>,
        words: &[Inline],
        range: Range<usize>,
    ) -> Inline {
        let alt = plain_text(words);
        let image = Image {
            target: dest.to_string(),
            alt: (!alt.is_empty()).then_some(alt),
            title: (!title.is_empty()).then(|| title.to_string()),
            width: None,
            height: None,
        };
        self.node(InlineKind::Image(image), range)
    }

    /// Attributes that follow an image inside text.
    pub(crate) fn dress_image(image: &mut Image, attrs: Attributes) -> Attributes {
        let (from_attrs, rest) = split_image(&CowStr::Borrowed(""), &CowStr::Borrowed(""), attrs.clone());
        image.width = from_attrs.width;
        image.height = from_attrs.height;
        match (&image.alt, from_attrs.alt) {
            (_, None) => rest,
            (None, alt) => {
                image.alt = alt;
                rest
            }
            // The brackets have said it; the attribute is kept as typed, so that nothing is lost.
            (Some(_), Some(alt)) => rest.edited(|parts| parts.pairs.push(("alt".into(), alt))),
        }
    }

    /// Says that an image inside text has no alternative text.
    pub(crate) fn remark_on_inline_alt(&mut self, content: &[Inline]) {
        for inline in content {
            if let InlineKind::Image(Image { alt: None, .. }) = &inline.kind {
                let diagnostic =
                    Diagnostic::new(&codes::MISSING_ALT, inline.span, "this image has no alternative text");
                self.context.diagnostics.push(
                    diagnostic.hint("say what it shows in its brackets, or that it is decoration with `{alt=\"\"}`"),
                );
            }
        }
    }

    /// Code, or a listing where a label or a caption makes one of it.
    pub(crate) fn listing(
        &mut self,
        language: Option<String>,
        text: String,
        attrs: Attributes,
        braces: Option<&Braces>,
        range: Range<usize>,
    ) -> Block {
        let code = self.node(BlockKind::Code(Code { language, text }), range.clone());
        let words = attrs.get("lst-cap").or_else(|| attrs.get("caption")).map(str::to_owned);
        let labelled = attrs.label().is_some_and(|label| starts_with_prefix(label.as_str(), "lst"));
        if words.is_none() && !labelled {
            return code.with(attrs);
        }
        let span = self.span(range);
        let content = words.map(|words| {
            let index = attrs.pairs().iter().position(|(key, _)| key == "lst-cap" || key == "caption");
            let place = index.and_then(|i| braces?.values.get(i)?.clone());
            self.value_line(&words, place, span)
        });
        let (caption, attrs) = self.make_caption(content.unwrap_or_default(), attrs, braces, span);
        let AttributeParts { label, classes, pairs } = attrs.into_parts();
        // The label is the figure's; what is said of the code's look stays with the code.
        let pairs = pairs.into_iter().filter(|(key, _)| key != "lst-cap" && key != "caption").collect();
        let code = code.with(Attributes::new(AttributeParts { label: None, classes, pairs }));
        let figure = Figure { kind: FigureKind::Listing, body: vec![code], caption };
        let attrs = Attributes::new(AttributeParts { label, ..AttributeParts::default() });
        Node::new(BlockKind::Figure(Box::new(figure)), span).with(attrs)
    }

    /// A div of several things under one caption: a child div `caption`, else the last paragraph of a labelled one.
    pub(crate) fn composite(&mut self, kind: FigureKind, braces: Braces, mut body: Vec<Block>, span: Span) -> Block {
        let attrs = braces.attrs.clone();
        let labelled = attrs.label().is_some_and(|label| prefix_kind(label.as_str()).is_some());
        let own = body
            .iter()
            .position(|block| matches!(block.kind, BlockKind::Container(_)) && block.attrs.classes() == ["caption"]);
        let words = match own {
            Some(i) => match body.remove(i).kind {
                BlockKind::Container(blocks) => blocks,
                other => vec![Node::new(other, span)],
            },
            None if labelled && body.len() > 1 => {
                let last = body.pop();
                match last {
                    Some(block) if matches!(block.kind, BlockKind::Paragraph(_)) => vec![block],
                    other => {
                        body.extend(other);
                        Vec::new()
                    }
                }
            }
            None => Vec::new(),
        };
        let told = !labelled && named_kind(&attrs).is_some();
        let attrs =
            without_class(attrs, "figure").edited(|parts| parts.pairs.retain(|(key, _)| !(told && key == "kind")));
        let (caption, attrs) = self.caption_of_blocks(words, attrs, Some(&braces), span);
        Node::new(BlockKind::Figure(Box::new(Figure { kind, body, caption })), span).with(attrs)
    }
}

/// Whether a div is a figure, and of which kind.
pub(crate) fn composite_kind(attrs: &Attributes) -> Option<FigureKind> {
    let by_label = attrs.label().and_then(|label| prefix_kind(label.as_str()));
    by_label.or_else(|| attrs.has_class("figure").then(|| named_kind(attrs).unwrap_or(FigureKind::Image)))
}

/// `kind=table`, where no label tells what a figure is.
fn named_kind(attrs: &Attributes) -> Option<FigureKind> {
    let kinds = [("table", FigureKind::Table), ("listing", FigureKind::Listing), ("equation", FigureKind::Equation)];
    kinds.into_iter().find(|(name, _)| attrs.get("kind") == Some(*name)).map(|(_, kind)| kind)
}

fn prefix_kind(label: &str) -> Option<FigureKind> {
    [("fig", FigureKind::Image), ("tbl", FigureKind::Table), ("lst", FigureKind::Listing), ("eq", FigureKind::Equation)]
        .into_iter()
        .find(|(prefix, _)| starts_with_prefix(label, prefix))
        .map(|(_, kind)| kind)
}

/// Whether a label begins with a prefix that says what it names.
pub(crate) fn starts_with_prefix(label: &str, prefix: &str) -> bool {
    label.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['-', ':']) && rest.len() > 1)
}

/// What of the attributes belongs to the image; the rest is the figure's.
fn split_image(dest: &CowStr<'_>, title: &CowStr<'_>, attrs: Attributes) -> (Image, Attributes) {
    let mut image = Image {
        target: dest.to_string(),
        alt: None,
        title: (!title.is_empty()).then(|| title.to_string()),
        width: None,
        height: None,
    };
    let rest = attrs.edited(|AttributeParts { pairs, .. }| {
        pairs.retain_mut(|(key, value)| {
            let slot = match key.as_str() {
                "alt" | "fig-alt" => &mut image.alt,
                "width" => &mut image.width,
                "height" => &mut image.height,
                _ => return true,
            };
            if slot.is_some() {
                return true;
            }
            *slot = Some(std::mem::take(value));
            false
        });
    });
    (image, rest)
}
