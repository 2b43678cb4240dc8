//! A table of contents or a list of figures: entries, dots, page numbers. The numbers are filled in when the pages are
//! known.

use chapbook_frame::{Owner, Tag};
use chapbook_resolve::{Block, Outline, OutlineEntry, OutlineKind};
use chapbook_theme::{Align, Role};
use chapbook_values::Length;

use super::PieceKind;
use super::blocks::spec;
use super::builder::{Builder, Place, Spec};
use crate::context::{Goal, plain_text};
use crate::inline::{Tail, is_mixed};
use crate::style::Look;

/// How much of the measure is kept for page numbers, in thousandths of an em.
const NUMBERS: i64 = 2_500;

impl<'a> Builder<'a> {
    pub(super) fn outline(&mut self, block: &'a Block, outline: &'a Outline, place: Place) {
        let Outline { kind, title, entries } = outline;
        let level = self.level_of(1);
        let text = plain_text(title);
        let tag = Tag::Heading { level, title: text };
        self.title(block, title, Role::ContentsTitle, tag, place, place.parent);
        let toc = self.tag(&place, Tag::Toc, block.locale.as_ref());
        for entry in entries {
            self.entry(block, *kind, entry, place.under(toc));
        }
        self.space(self.style(Role::Contents1).leading);
    }

    fn entry(&mut self, block: &'a Block, kind: OutlineKind, entry: &'a OutlineEntry, place: Place) {
        let OutlineEntry { target, level, number, content, text } = entry;
        let role = match (kind, level) {
            (OutlineKind::Contents, 2) => Role::Contents2,
            (OutlineKind::Contents, 3..) => Role::Contents3,
            (OutlineKind::Contents, 0 | 1)
            | (OutlineKind::Figures | OutlineKind::Tables | OutlineKind::Listings, _) => Role::Contents1,
        };
        let style = self.style(role);
        let look = Look::of(style, place.language);
        let item = self.context.tags.add(place.parent, Tag::TocItem);
        let node = self.context.tags.add(item, Tag::Link);
        let description = match number {
            Some(number) => format!("{number} {text}"),
            None => text.clone(),
        };
        let link = self.context.add_link(Goal::Anchor(*target), node, description);
        let room = style.size.scale(NUMBERS, 1000);
        let measure = self.measure_of(role, style, place);
        let inner = measure.inset(Length::ZERO, room, style.size);
        let room = measure.width - inner.width;
        let mut style_id = None;
        let mixed = is_mixed(content);
        let paragraph = self.collect(inner.width, |collector| {
            collector.own(node, mixed);
            collector.set_link(Some(link));
            style_id = Some(collector.context.shaper.plain_style(&look));
            if let Some(number) = number {
                collector.generated(number, &look);
                collector.generated("\u{2002}", &look);
            }
            collector.inlines(content, &look);
        });
        let (Some(style_id), false) = (style_id, paragraph.text.is_empty()) else { return };
        // A node with other nodes in it has no content of its own.
        let owner = if mixed { self.context.tags.add(node, Tag::Span) } else { node };
        let tail = Tail { anchor: *target, style: style_id, owner: Owner::Tag(owner), link: Some(link), room };
        let text = self
            .set(paragraph, &Spec { align: Align::Start, more: true, tail: Some(tail), ..spec(block, style, inner) });
        self.push(PieceKind::Text(text), place.bar, style.before);
        self.space(style.after);
    }
}
