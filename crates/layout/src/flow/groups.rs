//! What the lists of a group have in common, known before the first of them is set: how wide the column of their
//! markers is, and whether there is space between items.

use std::collections::BTreeMap;

use chapbook_resolve::{Block, BlockKind, Item, List, ListGroup};
use chapbook_source::Span;
use chapbook_theme::Role;
use chapbook_values::Length;

use crate::context::Context;
use crate::shape::Shaper;
use crate::style::{LanguageId, Look};

/// The lists of a group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Group {
    /// The widest marker.
    pub(super) marker: Length,
    pub(super) loose: bool,
}

/// Looks at every list of the document.
pub(super) fn measure(context: &mut Context<'_>) -> BTreeMap<ListGroup, Group> {
    let mut groups = BTreeMap::new();
    let resolved = context.resolved;
    // A stack of its own, since lists stand in anything.
    let mut open: Vec<&[Block]> = vec![&resolved.body];
    open.extend(resolved.notes.iter().map(|note| note.body.as_slice()));
    while let Some(blocks) = open.pop() {
        for block in blocks {
            match &block.kind {
                BlockKind::List(list) => {
                    add(context, list, &mut groups);
                    open.extend(list.items.iter().map(|item| item.body.as_slice()));
                }
                BlockKind::Quote(body) => open.push(body),
                BlockKind::Definitions(list) => open.extend(list.iter().flat_map(|d| &d.bodies).map(Vec::as_slice)),
                BlockKind::Table(table) => {
                    let rows = table.head.iter().chain(&table.body);
                    open.extend(rows.flat_map(|row| &row.cells).map(|cell| cell.body.as_slice()));
                }
                BlockKind::Figure(figure) => {
                    open.push(&figure.body);
                    open.extend(figure.caption.iter().map(|caption| caption.body.as_slice()));
                }
                BlockKind::Division(division) => open.push(&division.body),
                BlockKind::Raw(raw) => open.push(&raw.instead),
                BlockKind::AuthorNotes(notes) => open.extend(notes.iter().map(|note| note.body.as_slice())),
                // No list stands in them.
                BlockKind::Paragraph(_)
                | BlockKind::Heading(_)
                | BlockKind::Code(_)
                | BlockKind::Math(_)
                | BlockKind::Verse(_)
                | BlockKind::Divider(_)
                | BlockKind::PageBreak
                | BlockKind::Image(_)
                | BlockKind::Outline(_)
                | BlockKind::Endnotes { level: _, title: _, notes: _ } => {}
            }
        }
    }
    groups
}

fn add(context: &mut Context<'_>, list: &List, groups: &mut BTreeMap<ListGroup, Group>) {
    let List { group, counter: _, tight, depth: _, continued: _, items } = list;
    let entry = groups.entry(*group).or_default();
    entry.loose |= !tight;
    for item in items {
        let style = context.theme.style(item_role(item));
        let look = Look::of(style, LanguageId::default());
        let marker = marker(&mut context.shaper, item, &look);
        let id = context.shaper.style_for(&look, &marker);
        entry.marker = entry.marker.max(context.shaper.width(id, &marker, false, Span::NONE));
    }
}

/// The role of an item's text, which its marker has, too.
pub(super) fn item_role(item: &Item) -> Role {
    match item.body.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(paragraph)) => paragraph.role,
        Some(_) | None => Role::ListItem,
    }
}

/// An item's marker: its number or bullet, or the box of a task. A numbered task has both.
pub(super) fn marker(shaper: &mut Shaper<'_>, item: &Item, look: &Look) -> String {
    let Item { id: _, ordinal, marker, checked, anchor: _, body: _, span: _ } = item;
    let Some(checked) = checked else { return marker.clone() };
    let (sign, spelled) = if *checked { ('☑', "[x]") } else { ('☐', "[ ]") };
    let style = shaper.plain_style(look);
    let face = shaper.style(style).face;
    let shown = shaper.faces.covers(face, sign) || shaper.faces.fallback(sign, face).is_some();
    let sign = if shown { sign.to_string() } else { spelled.to_owned() };
    if ordinal.is_some() { format!("{marker} {sign}") } else { sign }
}
