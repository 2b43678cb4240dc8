//! Lists: where their items stand, and how each is handed to the count of `numbering`.

use chapbook_resolve::{BlockKind, Item, List, NodeId};
use chapbook_source::{Diagnostic, codes};
use chapbook_theme::{Role, Theme};
use chapbook_values::Length;

use super::blocks::blocks;
use super::draft::{Draft, ItemStart, ListPlace, Place, Story};
use super::keys::{self, Entry, KeyKind};
use super::numbering::{Geometry, LEVELS};
use super::paragraphs;

/// How far the items of a list stand in, where their markers are of usual width.
pub(crate) fn default_step(theme: &Theme) -> Length {
    theme.style(Role::ListItem).size.scale(17, 10)
}

/// The space between the items of a loose list: a third of a line, unless the theme asks for more.
pub(crate) fn space_between(theme: &Theme) -> Length {
    let style = theme.style(Role::ListItem);
    style.after.max(style.leading / 3)
}

/// The space around a list in the text: half a line.
fn space_around(theme: &Theme) -> Length {
    theme.style(Role::ListItem).leading / 2
}

/// Writes a list.
pub(crate) fn list<'a>(draft: &mut Draft<'a>, story: &mut Story, list: &'a List, place: &Place<'a>) {
    // A marker that waits for text cannot stand on the line of another marker.
    paragraphs::flush_item(draft, story, place);
    let geometry = geometry(draft, list, place);
    let depth = place.list.map_or(0, |outer| usize::from(outer.depth));
    let within = place.list.map(|outer| outer.mark);
    if depth == LEVELS {
        let span = list.items.first().map_or(chapbook_source::Span::NONE, |item| item.span);
        let message = format!("a list nested deeper than Word's {LEVELS} levels is counted on the last of them");
        draft.diagnostics.push(Diagnostic::new(&codes::LIST_TOO_DEEP, span, message));
    }
    let in_text = depth == 0 && story.takes_notes() && !place.in_cell;
    if in_text {
        story.pending.gap = space_around(draft.theme).max(story.pending.gap);
    }
    story.pending.opens_list = true;
    for item in &list.items {
        let Item { id: NodeId(id), ordinal: _, marker: _, checked, anchor, body, span } = item;
        let entry =
            Entry { kind: KeyKind::Item, id: *id, part: None, parent: place.parent, label: *anchor, span: *span };
        let row = keys::enter(draft, entry);
        let mark = draft.numbering.item(list, item, depth, within, geometry);
        let here = ListPlace {
            depth: u8::try_from(depth + 1).unwrap_or(u8::MAX),
            numbered: list.counter.is_some(),
            tight: list.tight,
            role: item_role(item),
            mark,
        };
        let inside = Place {
            parent: row,
            inset: geometry.text,
            held: place.held.with(Role::ListItem),
            list: Some(here),
            ..*place
        };
        story.pending.item = Some(ItemStart { mark, checked: *checked });
        story.pending.anchors.extend(*anchor);
        blocks(draft, story, body, &inside);
        if story.pending.item.is_some() {
            // The marker stands alone: the key is the item's own.
            keys::carry(story, row);
        }
        paragraphs::flush_item(draft, story, &inside);
    }
    story.pending.opens_list = false;
    // What follows stands as far from the list as the text around, or the outer list, wants it: of the space below one
    // paragraph and above the next, the larger counts.
    story.pending.gap = match place.list {
        None if in_text => space_around(draft.theme),
        Some(outer) if !outer.tight => space_between(draft.theme),
        Some(_) | None => Length::ZERO,
    };
}

fn item_role(item: &Item) -> Role {
    match item.body.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(paragraph)) => paragraph.role,
        Some(_) | None => Role::ListItem,
    }
}

/// The room that the list's markers need.
fn geometry(draft: &Draft<'_>, list: &List, place: &Place<'_>) -> Geometry {
    let step = default_step(draft.theme);
    let size = draft.theme.style(Role::ListItem).size;
    // Half an em is the width of a figure; what stands around it is narrower, and makes up for wide letters.
    let characters = draft.survey.widest_marker(list.group) as i64;
    let needed = size.scale(characters, 2) + size.scale(4, 10);
    let hanging = step.max(needed.min(size * 8));
    Geometry { text: place.inset + hanging, hanging }
}
