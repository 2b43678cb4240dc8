//! Lists with hanging markers, and terms with what they mean.

use chapbook_frame::{ListKind, Tag};
use chapbook_resolve::{Block, Definition, Item, List};
use chapbook_theme::{Align, Role};
use chapbook_values::Length;

use super::blocks::spec;
use super::builder::{Builder, Place, Spec};
use super::groups::{Group, item_role, marker};
use super::{Mark, PieceKind};
use crate::inline::is_mixed;
use crate::style::Look;

/// The narrowest column of markers and the space after it, in thousandths of an em: together as wide as the indent of
/// a paragraph, so that short lists stand where paragraphs begin.
const COLUMN: i64 = 700;
const AFTER: i64 = 500;

impl<'a> Builder<'a> {
    pub(super) fn list(&mut self, block: &'a Block, list: &'a List, place: Place) {
        let List { group, counter, tight: _, depth: _, continued: _, items } = list;
        let Group { marker: widest, loose } = self.groups.get(group).copied().unwrap_or_default();
        let role = items.first().map_or(Role::ListItem, item_role);
        let style = self.style(role);
        let between = if loose { style.after.max(style.leading / 3) } else { Length::ZERO };
        // Around a list in the text there is half a line; in an item, as much as between its items.
        let around = if place.spacing.is_some() { between } else { style.leading / 2 };
        let kind = counter.map_or(ListKind::Bullet, |counter| ListKind::Ordered(counter.style));
        let node = self.tag(&place, Tag::List(kind), block.locale.as_ref());
        let column = widest.max(style.size.scale(COLUMN, 1000));
        let hang = column + style.size.scale(AFTER, 1000);
        let outer = self.measure_of(role, style, place);
        let inner = outer.inset(hang, Length::ZERO, style.size);
        self.space(around);
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.space(between);
            }
            let body = Place { container: Some(role), spacing: Some(between), align: None, ..inner };
            self.item(item, outer, column, Place { parent: node, ..body });
        }
        self.space(around);
    }

    fn item(&mut self, item: &'a Item, outer: Place, column: Length, place: Place) {
        let Item { id, ordinal: _, marker: _, checked: _, anchor, body, span: _ } = item;
        let style = self.style(item_role(item));
        let look = Look::of(style, place.language);
        let node = self.context.tags.add(place.parent, Tag::ListItem);
        let label = self.context.tags.add(node, Tag::Label);
        let printed = marker(&mut self.context.shaper, item, &look);
        let text = self.collect(column, |collector| {
            collector.own(label, false);
            collector.generated(&printed, &look);
        });
        let x = if place.rtl { outer.x + outer.width - column } else { outer.x };
        let text = self.set(
            text,
            &Spec {
                node: *id,
                style,
                x,
                width: column,
                first_indent: Length::ZERO,
                align: Align::End,
                rtl: place.rtl,
                more: true,
                tail: None,
                beside: (0, Length::ZERO),
                looseness: 0,
            },
        );
        self.column.marks.extend(anchor.map(Mark::Anchor));
        self.column.marks.push(Mark::Aside(text));
        let inner = self.context.tags.add(node, Tag::ListBody);
        let before = self.pieces_so_far();
        let place = Place { parent: inner, ..place };
        self.blocks(body, place);
        if self.pieces_so_far() == before {
            // An item without text is its marker.
            let text = self.blank(*id, style, place);
            self.push(PieceKind::Text(text), place.bar, Length::ZERO);
        }
    }

    pub(super) fn definitions(&mut self, block: &'a Block, definitions: &'a [Definition], place: Place) {
        let style = self.style(Role::Term);
        let node = self.tag(&place, Tag::List(ListKind::Description), block.locale.as_ref());
        let look = Look::of(style, place.language);
        let inner = self.measure_of(Role::Term, style, place);
        self.space(style.leading / 2);
        for Definition { term, bodies } in definitions {
            let item = self.context.tags.add(node, Tag::ListItem);
            let label = self.context.tags.add(item, Tag::Label);
            let text = self.collect(inner.width, |collector| {
                collector.own(label, is_mixed(term));
                collector.inlines(term, &look);
            });
            let below = self.context.tags.add(item, Tag::ListBody);
            if !text.text.is_empty() {
                let text = self.set(text, &Spec { more: true, ..spec(block, style, inner) });
                self.push(PieceKind::Text(text), place.bar, style.before);
                self.space(style.after);
                self.stick();
            }
            let definition = self.style(Role::Definition);
            let body = place.inset(definition.start_indent, definition.end_indent, definition.size);
            let body = Place { container: Some(Role::Definition), spacing: None, ..body.under(below) };
            self.set_called(body);
            for blocks in bodies {
                self.blocks(blocks, body);
            }
        }
        self.space(style.leading / 2);
    }
}
