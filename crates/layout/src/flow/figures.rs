//! Pictures and their captions.

use chapbook_frame::{Artifact, Owner, Tag};
use chapbook_resolve::{
    Alt, Block, BlockKind, Caption, Figure, FigureKind, Inline, InlineStyle, Paragraph, PictureRef,
};
use chapbook_theme::{Align, Role, Style};
use chapbook_values::Length;

use super::blocks::{HAIRLINE, spec};
use super::builder::{Builder, Place};
use super::{Picture, PieceKind, Rule};
use crate::figures::{limited_size, placeholder_text};
use crate::inline::is_mixed;
use crate::style::Look;

impl<'a> Builder<'a> {
    /// A picture in the text itself may move to the top of the next page if there is no room for it.
    pub(super) fn figure(&mut self, block: &'a Block, figure: &'a Figure, place: Place) {
        if figure.kind == FigureKind::Image && place.depth == 1 {
            self.floating(block.id.0, |builder| builder.set_figure(block, figure, place));
        } else {
            self.set_figure(block, figure, place);
        }
    }

    fn set_figure(&mut self, block: &'a Block, figure: &'a Figure, place: Place) {
        let Figure { kind, body, caption, caption_above } = figure;
        let style = self.style(Role::Figure);
        // The space around what stands in the figure is the figure's.
        let place = Place { spacing: Some(Length::ZERO), ..place };
        self.space(style.before);
        let (above, below) = if *caption_above { (caption.as_ref(), None) } else { (None, caption.as_ref()) };
        let mut narrow = false;
        if let Some(caption) = above {
            self.caption(block, caption, false, place);
            // The space below a caption is meant for what follows the figure.
            self.column.gap = style.after;
            self.stick();
        }
        for inner in body {
            match (&inner.kind, kind) {
                (BlockKind::Image(picture), FigureKind::Image) => {
                    narrow |= self.picture(inner, picture, below.is_some(), place);
                }
                _ => self.blocks(std::slice::from_ref(inner), place),
            }
        }
        if let Some(caption) = below {
            self.column.gap = style.after;
            self.stick();
            self.caption(block, caption, narrow, place);
        } else {
            self.space(self.style(Role::Caption).after);
        }
    }

    /// A picture on its own, or the box that stands in its place. True if it stands in the middle and leaves room on
    /// either side.
    pub(super) fn picture(
        &mut self,
        block: &'a Block,
        picture: &'a PictureRef,
        has_caption: bool,
        place: Place,
    ) -> bool {
        let PictureRef { image, target: _, alt, title: _, width, height } = picture;
        let style = self.style(Role::Figure);
        let inner = self.measure_of(Role::Figure, style, place);
        let Some(id) = image else {
            self.missing(block, picture, inner);
            return false;
        };
        let page = &self.context.theme.page;
        let text = page.height - page.margins.top - page.margins.bottom;
        // A caption of a few lines fits below the highest picture.
        let caption = if has_caption { self.style(Role::Caption).leading * 5 + style.after } else { Length::ZERO };
        let room = (inner.width, (text - caption).max(text / 2));
        let image = self.context.resolved.image(*id);
        let (width, height) = limited_size(image, *width, *height, inner.width, room);
        let free = inner.width - width;
        let align = place.align.unwrap_or(style.align);
        let x = inner.x
            + match (align, inner.rtl) {
                (Align::Start | Align::Justify, false) | (Align::End, true) => Length::ZERO,
                (Align::Start | Align::Justify, true) | (Align::End, false) => free,
                (Align::Center, _) => free / 2,
            };
        let owner = match alt {
            Alt::Decorative => Owner::Artifact(Artifact::Layout),
            Alt::Text(text) => Owner::Tag(self.tag(
                &place,
                Tag::Figure { alt: Some(text.clone()), place: None },
                block.locale.as_ref(),
            )),
            Alt::Missing => Owner::Tag(self.tag(&place, Tag::Figure { alt: None, place: None }, block.locale.as_ref())),
        };
        let picture = Picture { image: *id, owner, span: block.span, node: block.id, x, width, height };
        let before = if place.spacing.is_some() { Length::ZERO } else { style.before };
        self.push(PieceKind::Picture(picture), place.bar, before);
        if place.spacing.is_none() {
            self.space(style.after);
        }
        align == Align::Center && free > Length::ZERO
    }

    /// A box with the words that an image is missing, and which.
    fn missing(&mut self, block: &'a Block, picture: &PictureRef, place: Place) {
        let style = self.style(Role::Figure);
        let look = Look::of(style, place.language).styled(InlineStyle::Placeholder);
        let node = self.tag(&place, Tag::P, block.locale.as_ref());
        let words = placeholder_text(self.context.resolved, picture);
        let text = self.collect(place.width, |collector| {
            collector.own(node, false);
            collector.generated(&words, &look);
        });
        let rule = Rule { x: place.x, width: place.width, thickness: HAIRLINE, below: style.leading / 2 };
        self.push(PieceKind::Rule(rule), place.bar, style.before);
        self.stick();
        let text = self.set(text, &spec(block, style, place));
        self.push(PieceKind::Text(text), place.bar, Length::ZERO);
        self.space(style.leading / 2);
        self.stick();
        let rule = Rule { below: Length::ZERO, ..rule };
        self.push(PieceKind::Rule(rule), place.bar, Length::ZERO);
        self.space(style.after);
    }

    /// The label, its separator, the text, a space, the credit: run together, whatever paragraphs the text has. Below
    /// a narrow picture, a caption of one line stands in the middle, too.
    fn caption(&mut self, block: &'a Block, caption: &'a Caption, narrow: bool, place: Place) {
        let Caption { id, label, body, credit, short: _ } = caption;
        let style = self.style(Role::Caption);
        let node = self.context.tags.add(place.parent, Tag::Caption);
        let inner = Place { container: Some(Role::Caption), ..self.measure_of(Role::Caption, style, place) };
        let look = Look::of(style, place.language);
        let own = super::blocks::plain_block(*id, block.span);
        let lead = label.as_ref().map(|label| (label.text(), label.separator.clone()));
        let mut lead = lead;
        let mut credit = credit.as_deref();
        let mut rest = body.as_slice();
        let mut is_first = true;
        while is_first || !rest.is_empty() {
            let (paragraph, block) = match rest.first() {
                Some(first) => {
                    let BlockKind::Paragraph(Paragraph { role: _, content }) = &first.kind else {
                        // The label stands alone before a list or code.
                        if lead.is_some() {
                            self.caption_line(&own, (lead.take(), &[], None), (style, &look), inner.under(node));
                        }
                        self.blocks(&rest[..1], inner.under(node));
                        rest = &rest[1..];
                        is_first = false;
                        continue;
                    };
                    (content.as_slice(), first)
                }
                None => (&[][..], &own),
            };
            let is_last = rest.len() <= 1;
            let end = if is_last { credit.take() } else { None };
            self.caption_line(block, (lead.take(), paragraph, end), (style, &look), inner.under(node));
            rest = rest.get(1..).unwrap_or_default();
            is_first = false;
        }
        if let Some(credit) = credit {
            self.caption_line(&own, (None, &[], Some(credit)), (style, &look), inner.under(node));
        }
        if let (Some(id), true) = (self.last_text(), narrow && body.len() <= 1) {
            let text = &mut self.flow.texts[id.0 as usize];
            if text.lines.len() == 1 && text.geometry.align == Align::Start {
                text.geometry.align = Align::Center;
            }
        }
        self.space(style.after);
        self.set_called(place);
    }

    fn caption_line(
        &mut self,
        block: &Block,
        (lead, content, credit): CaptionParts<'a>,
        (style, look): (&Style, &Look),
        place: Place,
    ) {
        let label = look.inside(self.style(Role::CaptionLabel), style.size);
        let credit_look = look.inside(self.style(Role::Credit), style.size);
        let node = self.context.tags.add(place.parent, Tag::P);
        let mixed = is_mixed(content) || credit.is_some_and(is_mixed);
        let text = self.collect(place.width, |collector| {
            collector.own(node, mixed);
            if let Some((lead, separator)) = lead {
                collector.generated(&lead, &label);
                // The stop belongs to the label, the space after it to the text.
                let stop = separator.trim_end();
                collector.generated(stop, &label);
                collector.generated(&separator[stop.len()..], look);
            }
            collector.inlines(content, look);
            if let Some(credit) = credit {
                if !collector.is_empty() {
                    collector.generated(" ", look);
                }
                collector.inlines(credit, &credit_look);
            }
        });
        if text.text.is_empty() {
            return;
        }
        let text = self.set(text, &spec(block, style, place));
        self.push(PieceKind::Text(text), place.bar, style.before);
    }
}

/// A paragraph of a caption: the label and its separator, the text, the credit.
type CaptionParts<'a> = (Option<(String, String)>, &'a [Inline], Option<&'a [Inline]>);
