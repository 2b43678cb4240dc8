//! Blocks of HTML: comments stand for themselves, everything else is raw (DIALECT 11 and 12).

use std::ops::Range;

use chapbook_model::{
    Block, BlockKind, Caption, Change, Comment, Figure, FigureKind, Inline, InlineKind, Raw, Visibility,
};
use chapbook_source::{Diagnostic, codes};
use pulldown_cmark::{CowStr, Event};

use super::{Part, Tree, read_line};
use crate::clean::clean_text;
use crate::html::{self, HtmlFigure};
use crate::mask::fences::{self, Fence};
use crate::place::{Place, Spans};

impl Tree<'_> {
    pub(crate) fn html_block(&mut self, range: Range<usize>, parts: &mut Vec<Part>) {
        let range = self.place.trimmed(range);
        let mut text = String::new();
        while let Some((event, piece)) = self.peek() {
            self.at += 1;
            if let Event::Html(masked) | Event::Text(masked) = event {
                text.push_str(&self.source_or(masked, piece.clone()));
            } else if let Event::End(_) = event {
                break;
            }
        }
        let text = text.trim_end().replace("\r\n", "\n").replace('\r', "\n");
        let Some((inside, after)) = text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) else {
            if let Some(block) = self.html_image(&text, range.clone()) {
                parts.push(Part::Block(block));
                return;
            }
            self.remark_on_swallowed(&range);
            let html = &self.place.text[range.clone()];
            if let Some(open) = html.rfind("<!--").filter(|open| !html[*open..].contains("-->")) {
                let at = range.start + open;
                let message = "this comment is not closed before the HTML block ends, at a blank line";
                let diagnostic = Diagnostic::new(&codes::COMMENT_UNCLOSED, self.place.span(at..at + 4), message);
                let hint = "close it with `-->`, and leave no blank line inside, or let it begin a block of its own";
                self.context.diagnostics.push(diagnostic.hint(hint));
            }
            parts.push(Part::Block(self.node(BlockKind::Raw(Raw { target: "html".into(), text }), range)));
            return;
        };
        // `<!-- -->` only keeps two lists apart.
        if inside.trim().is_empty() {
            parts.push(Part::Apart);
        } else {
            let end = range.start + self.place.text[range.clone()].find("-->").map_or(range.len(), |i| i + 3);
            let comment = self.private_comment(inside, range.start..end);
            parts.push(Part::Block(self.node(BlockKind::Paragraph(vec![comment]), range.start..end)));
        }
        if after.trim().is_empty() {
            return;
        }
        let start = range.start + self.place.text[range.clone()].find("-->").map_or(range.len(), |i| i + 3);
        let tail = &self.place.text[start..range.end];
        let start = start + tail.len() - tail.trim_start().len();
        self.context.say(
            &codes::TEXT_AFTER_COMMENT,
            self.place.span(start..range.end),
            "text after a comment on its line is read as a paragraph of its own",
        );
        let tail = &self.place.text[start..range.end];
        let spans = match self.place.spans {
            Spans::At { file, base, skip } => Spans::At { file, base: base + start.saturating_sub(skip), skip: 0 },
            Spans::Fixed(span) => Spans::Fixed(span),
        };
        let content = read_line(Place { text: tail, spans }, self.context);
        parts.push(Part::Block(self.node(BlockKind::Paragraph(content), start..range.end)));
    }

    /// `<figure>` and `<img>`, where nothing else stands in the block.
    fn html_image(&mut self, text: &str, range: Range<usize>) -> Option<Block> {
        if let Some((image, attrs)) = html::image(text) {
            let image = self.node(InlineKind::Image(image), range.clone()).with(attrs);
            self.remark_on_inline_alt(std::slice::from_ref(&image));
            return Some(self.node(BlockKind::Paragraph(vec![image]), range));
        }
        let HtmlFigure { image, image_attrs, attrs, caption } = html::figure(text)?;
        let image = self.node(InlineKind::Image(image), range.clone()).with(image_attrs);
        self.remark_on_inline_alt(std::slice::from_ref(&image));
        let body = vec![self.node(BlockKind::Paragraph(vec![image]), range.clone())];
        let caption = caption.filter(|words| !words.is_empty()).map(|words| {
            let words = vec![self.node(InlineKind::Text(words), range.clone())];
            let body = vec![self.node(BlockKind::Paragraph(words), range.clone())];
            Caption { body, short: None, credit: None }
        });
        let figure = Figure { kind: FigureKind::Image, body, caption };
        Some(self.node(BlockKind::Figure(Box::new(figure)), range).with(attrs))
    }

    /// A fence or heading inside an HTML block, which runs to its blank line (CommonMark 0.31, 4.6).
    fn remark_on_swallowed(&mut self, range: &Range<usize>) {
        let mut at = range.start;
        for line in self.place.text[range.clone()].split_inclusive('\n') {
            let start = at + line.len() - line.trim_start().len();
            at += line.len();
            let words = line.trim();
            let fence = words.starts_with(":::") && matches!(fences::read(words), Some(Fence::Open(_) | Fence::Close));
            let heading = words.starts_with('#') && words.trim_start_matches('#').starts_with(' ');
            if fence || heading {
                self.context.say(
                    &codes::SWALLOWED_BY_HTML,
                    self.place.span(start..start + words.len()),
                    "the HTML block above runs to the next blank line and takes this line in",
                );
                return;
            }
        }
    }

    /// `<!-- text -->`.
    pub(crate) fn private_comment(&self, text: &str, range: Range<usize>) -> Inline {
        let comment = Comment {
            visibility: Visibility::Private,
            text: text.trim().to_owned(),
            on: Vec::new(),
            change: Change::default(),
            id: None,
            reply_to: None,
            done: false,
        };
        self.node(InlineKind::Comment(Box::new(comment)), range)
    }

    /// The text of an event as it stands in the source, if the event has not changed what the mask has there.
    pub(crate) fn source_or(&self, masked: &CowStr<'_>, range: Range<usize>) -> String {
        if self.mask.text().get(range.clone()) == Some(masked) {
            return self.text(range);
        }
        if self.mask.text().get(range.clone()) == self.place.text.get(range.clone()) {
            return clean_text(masked);
        }
        // Normalised by the parser, and a control character or mark inside: rare enough to keep it simple.
        self.text(range)
    }
}
