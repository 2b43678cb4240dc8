//! Lists with the markers that the reader reads as their numbers (DIALECT 5.1). Where letters would be read as
//! another style (`i.` opening a list is roman), the numbers are decimals and the carrier says `type=`.

use chapbook_model::{Block, BlockKind, Item, List, ListKind, ListStyle};
use chapbook_values::{CounterStyle, Delimiter};

use super::Writer;
use super::blocks::Spacing;
use super::out::Out;
use crate::mask::markers;
use crate::tree::lists::{list_types, read_back};

impl Writer<'_> {
    /// A list, its markers in the style that can be read.
    pub(super) fn list(&mut self, out: &mut Out, list: &List) {
        let decimal = typed_style(list).is_some();
        let numbers = numbers(list);
        let doubles = list.items.iter().any(|item| item.body.first().is_some_and(begins_with_empty_item));
        for (i, (item, number)) in list.items.iter().zip(&numbers).enumerate() {
            if i > 0 {
                if list.tight { out.end_line() } else { out.blank_line() }
            }
            let marker = match list.kind {
                // Three dashes would be a thematic break.
                ListKind::Bullet if doubles => "+".to_owned(),
                ListKind::Bullet | ListKind::Ordered { .. } => marker(list, item, *number, decimal),
            };
            // pulldown-cmark 0.13 ends what is around a quotation after a list with nothing in its last item.
            let lost = i + 1 == list.items.len() && out.is_quoted();
            self.item(out, list, item, &marker, lost);
        }
    }

    fn item(&mut self, out: &mut Out, list: &List, item: &Item, marker: &str, lost: bool) {
        let gap = if needs_two_spaces(list, marker) { 2 } else { 1 };
        let spacing = if list.tight { Spacing::Tight } else { Spacing::Blank };
        let first = format!("{marker}{}", " ".repeat(gap));
        let rest = " ".repeat(first.len());
        out.nest(&first, &rest, |out| {
            match item.checked {
                Some(true) => out.put("[x] "),
                Some(false) => out.put("[ ] "),
                None => {}
            }
            if item.body.is_empty() && (lost || !is_plain(list)) {
                // Only CommonMark's own markers may stand alone.
                return out.put("<!-- -->");
            }
            self.opens_item = item.checked.is_none();
            self.blocks(out, &item.body, spacing);
            self.opens_item = false;
        });
    }
}

/// The number of each item.
fn numbers(list: &List) -> Vec<i64> {
    let mut next = match list.kind {
        ListKind::Bullet => 0,
        ListKind::Ordered { start, .. } => start,
    };
    list.items
        .iter()
        .map(|item| {
            let number = item.value.unwrap_or(next);
            next = number.saturating_add(1);
            number
        })
        .collect()
}

fn marker(list: &List, item: &Item, number: i64, decimal: bool) -> String {
    let ListKind::Ordered { style, delimiter, .. } = list.kind else { return "-".to_owned() };
    let figures = match style {
        ListStyle::Counter(_) if decimal => CounterStyle::Decimal.format(number),
        ListStyle::Counter(style) => style.format(number),
        ListStyle::Hash => "#".to_owned(),
        ListStyle::Example => format!("@{}", item.example.as_ref().map_or("", |label| label.as_str())),
    };
    delimiter.wrap(&figures)
}

/// The `type` that a carrier has to say, since the markers cannot.
pub(super) fn typed_style(list: &List) -> Option<String> {
    let ListKind::Ordered { style: ListStyle::Counter(style), .. } = list.kind else { return None };
    if style == CounterStyle::Decimal {
        return None;
    }
    let numbers = numbers(list);
    let typed: Vec<String> =
        list.items.iter().zip(&numbers).map(|(item, number)| marker(list, item, *number, false)).collect();
    // The reader's own grammar: an empty item is asked with a word in it.
    let fancy = typed.iter().all(|marker| {
        let line = format!("{marker}  x");
        markers::fancy(&line).is_some_and(|read| read.len == marker.len())
    });
    if fancy && read_back(&typed) == Some((list.kind, numbers)) {
        return None;
    }
    list_types().iter().find(|(_, of)| *of == style).map(|(name, _)| (*name).to_owned())
}

/// `A.` is an initial unless two spaces follow.
fn needs_two_spaces(list: &List, marker: &str) -> bool {
    matches!(list.kind, ListKind::Ordered { delimiter: Delimiter::Period, .. })
        && marker.len() == 2
        && marker.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether CommonMark reads the markers itself.
fn is_plain(list: &List) -> bool {
    match list.kind {
        ListKind::Bullet => true,
        ListKind::Ordered { style, delimiter, .. } => {
            style == ListStyle::Counter(CounterStyle::Decimal) && delimiter != Delimiter::TwoParens
        }
    }
}

/// Whether a block on the marker's line begins with a bullet and nothing after it.
pub(super) fn begins_with_empty_item(block: &Block) -> bool {
    match &block.kind {
        BlockKind::List(List { kind: ListKind::Bullet, items, .. }) if block.attrs.is_empty() => {
            items.first().is_some_and(|item| item.body.first().is_none_or(begins_with_empty_item))
        }
        _ => false,
    }
}
