//! Lists, by what Word prints before their items: two items are of one list where the label of the second follows that
//! of the first. What stands in an item's second paragraph is known by style or indent.

use chapbook_model::{Block, BlockKind, Continues, InlineKind, Item, List, ListKind, ListStyle};
use chapbook_source::codes;
use chapbook_theme::Role;
use chapbook_values::{CounterStyle, Delimiter};

use super::super::leaf::{Leaf, LeafKind, ListPlace};
use super::{Around, Assembler, Unit, plain};

/// Indents that differ by less are the same: a tenth of an inch.
pub(super) const SLACK: i64 = 144;

/// Word's levels.
const LEVELS: usize = 9;

/// The numbered list that was last in a sequence.
#[derive(Default)]
pub(super) struct Earlier(Option<(i64, i64)>);

/// A list that is being built.
struct Open {
    level: u8,
    indent: i64,
    abstract_num: i64,
    marker: Option<(CounterStyle, Delimiter)>,
    last: Option<i64>,
    start: i64,
    continues: Continues,
    items: Vec<Item>,
    closed: bool,
    ordered: bool,
}

impl Assembler<'_, '_> {
    /// Builds the list that begins at the first unit, with all that belongs to its items.
    pub(super) fn list(
        &mut self,
        units: &[Unit<'_>],
        around: Around,
        out: &mut Vec<Block>,
        earlier: &mut Earlier,
    ) -> usize {
        let mut open: Vec<Open> = Vec::new();
        let mut at = 0;
        while at < units.len() {
            let unit = &units[at];
            if at > 0 && unit.begins_page() {
                break;
            }
            if let Some((leaf, place)) = unit.leaf().and_then(|leaf| Some((leaf, leaf.list.as_ref()?)))
                && is_item(leaf, around)
            {
                if !self.item(leaf, place, around, &mut open, out, earlier) {
                    break;
                }
                at += 1;
                continue;
            }
            // Empty paragraphs between items are nothing; after the last they are the next one's affair.
            let blank = units[at..].iter().take_while(|unit| unit.is_empty()).count();
            let Some(next) = units.get(at + blank) else { break };
            if next.leaf().is_some_and(|leaf| leaf.list.is_some() && is_item(leaf, around)) && blank > 0 {
                at += blank;
                continue;
            }
            let Some(level) = self.belongs(next, &open) else { break };
            at += blank;
            close(&mut open, level + 1, out, earlier);
            let count = units[at..]
                .iter()
                .take_while(|unit| {
                    !unit.leaf().is_some_and(|leaf| leaf.list.is_some() && is_item(leaf, around))
                        && !unit.begins_page()
                        && (unit.is_empty() || self.belongs(unit, &open) == Some(level))
                })
                .count();
            let count = trimmed(&units[at..at + count]).max(1);
            let inside = Around { role: around.role.or(Some(Role::ListItem)), in_item: false, inside: true, ..around };
            let blocks = self.sequence(&units[at..at + count], inside);
            if let Some(item) = open.last_mut().and_then(|list| list.items.last_mut()) {
                item.body.extend(blocks);
            }
            at += count;
        }
        close(&mut open, 0, out, earlier);
        at
    }

    /// Adds an item. False if it belongs to no list that is open, and cannot begin one within them: the next list's.
    fn item(
        &mut self,
        leaf: &Leaf,
        place: &ListPlace,
        around: Around,
        open: &mut Vec<Open>,
        out: &mut Vec<Block>,
        earlier: &mut Earlier,
    ) -> bool {
        let indent = leaf.look.indent;
        let ordered = place.value.is_some();
        let marker = self.marker(leaf, place);
        // Lists that are deeper than this item are done.
        let deeper = |list: &Open| {
            list.level > place.level
                || list.level == place.level && list.abstract_num != place.abstract_num && list.indent > indent + SLACK
        };
        let keep = open.iter().take_while(|list| !deeper(list)).count();
        close(open, keep, out, earlier);
        let deepest = open.len() >= LEVELS;
        let follows = |list: &Open| {
            list.level == place.level
                && list.ordered == ordered
                && list.marker == marker
                && (!ordered || place.value > list.last)
                && (list.abstract_num == place.abstract_num
                    || (list.indent - indent).abs() <= SLACK
                    || deepest && indent > list.indent)
        };
        let nests = match open.last() {
            None => true,
            // No deeper than Word's own levels.
            Some(_) if open.len() >= LEVELS => false,
            Some(list) => {
                place.level > list.level || list.abstract_num != place.abstract_num && indent > list.indent + SLACK
            }
        };
        let goes_on = open.last().is_some_and(follows);
        if !goes_on && !nests {
            // Another list at the same place: the one before it is done.
            let keep = open.len() - 1;
            close(open, keep, out, earlier);
            if open.is_empty() && !out.is_empty() {
                return self.item(leaf, place, around, open, out, earlier);
            }
        }
        if !goes_on {
            let start = place.value.unwrap_or(1);
            let continued = ordered && open.is_empty() && earlier.0 == Some((place.abstract_num, start - 1));
            open.push(Open {
                level: place.level,
                indent,
                abstract_num: place.abstract_num,
                marker,
                last: None,
                start,
                continues: if continued { Continues::Previous } else { Continues::No },
                items: Vec::new(),
                closed: true,
                ordered,
            });
        }
        let body = self.item_body(leaf, around);
        let Some(list) = open.last_mut() else { return false };
        let expected = list.last.map_or(list.start, |last| last.saturating_add(1));
        let value = place.value.filter(|value| *value != expected);
        list.last = place.value;
        list.abstract_num = place.abstract_num;
        list.closed &= leaf.look.closed || !self.known.ours;
        let (checked, body) = checked(body);
        list.items.push(Item { value, example: None, checked, body });
        true
    }

    fn item_body(&mut self, leaf: &Leaf, around: Around) -> Vec<Block> {
        let inside = Around { role: around.role.or(Some(Role::ListItem)), in_item: true, inside: true, ..around };
        self.sequence(&[Unit::Leaf(leaf)], inside)
    }

    /// Style and delimiter of a numbered item, as the model has them.
    fn marker(&mut self, leaf: &Leaf, place: &ListPlace) -> Option<(CounterStyle, Delimiter)> {
        let value = place.value?;
        if let Some((style, delimiter)) = place.style {
            let printed = delimiter.wrap(&style.format(value));
            if printed != place.label.trim() && style.format(value) != place.label.trim() {
                let what = format!("the label {:?} of a list item is {printed:?} here", place.label.trim());
                self.lose(leaf, &codes::IMPORT_LOOK, &what);
            }
            return Some((style, delimiter));
        }
        // A label that is typed: its figures say what it is.
        let label = place.label.trim();
        let delimiter = match (label.starts_with('('), label.ends_with(')')) {
            (true, true) => Delimiter::TwoParens,
            (false, true) => Delimiter::Paren,
            (_, false) => Delimiter::Period,
        };
        let what = format!("the label {label:?} of a list item is a plain number here");
        self.lose(leaf, &codes::IMPORT_LOOK, &what);
        Some((CounterStyle::Decimal, delimiter))
    }

    /// The open list whose last item a unit without a label belongs to; none if it ends them all.
    fn belongs(&self, unit: &Unit<'_>, open: &[Open]) -> Option<usize> {
        let deepest = |indent: i64| open.iter().rposition(|list| indent + SLACK >= list.indent);
        match unit {
            Unit::Table(table, _) => {
                let indent = self.known.stories.tables.get(*table)?.indent;
                if indent <= 0 { None } else { deepest(indent) }
            }
            Unit::Leaf(leaf) => {
                if !matches!(leaf.kind, LeafKind::Paragraph | LeafKind::Caption { .. }) {
                    return None;
                }
                let style = leaf.style.to_lowercase();
                if let Some(rest) = style.strip_prefix("list continue") {
                    let depth = rest.trim().parse::<usize>().unwrap_or(1);
                    let by_level = open.iter().rposition(|list| usize::from(list.level) < depth);
                    return if leaf.look.own_indent { deepest(leaf.look.indent).or(by_level) } else { by_level };
                }
                if leaf.role == Some(Role::ListItem) {
                    return deepest(leaf.look.indent).or(if open.is_empty() { None } else { Some(0) });
                }
                if leaf.look.own_indent && leaf.look.indent > 0 { deepest(leaf.look.indent) } else { None }
            }
        }
    }
}

/// Whether a leaf with a label is an item here, rather than something else that has a number.
fn is_item(leaf: &Leaf, around: Around) -> bool {
    let own = leaf.role.filter(|role| Some(*role) != around.role);
    // In a quotation, an item has the quotation's style.
    leaf.list.is_some()
        && leaf.kind == LeafKind::Paragraph
        && !matches!(own, Some(Role::Quote | Role::Attribution))
        && own.and_then(super::divisions::class_of).is_none()
}

/// Closes lists down to so many, each into the item that it stands in.
fn close(open: &mut Vec<Open>, keep: usize, out: &mut Vec<Block>, earlier: &mut Earlier) {
    while open.len() > keep {
        let Some(list) = open.pop() else { return };
        let Open { level: _, indent: _, abstract_num, marker, last, start, continues, items, closed, ordered } = list;
        let simple =
            |item: &Item| item.body.iter().filter(|block| !matches!(block.kind, BlockKind::List(_))).count() <= 1;
        let tight = closed && (items.iter().all(simple));
        let kind = if ordered {
            let (style, delimiter) = marker.unwrap_or_default();
            ListKind::Ordered { start, style: ListStyle::Counter(style), delimiter }
        } else {
            ListKind::Bullet
        };
        let block = plain(BlockKind::List(List { kind, tight, items, continues }));
        match open.last_mut().and_then(|list| list.items.last_mut()) {
            Some(item) => item.body.push(block),
            None => {
                out.push(block);
                if let (true, Some(last)) = (ordered, last) {
                    earlier.0 = Some((abstract_num, last));
                }
            }
        }
    }
}

/// How many units there are without empty ones at the end.
fn trimmed(units: &[Unit<'_>]) -> usize {
    units.iter().rposition(|unit| !unit.is_empty()).map_or(0, |at| at + 1)
}

/// Whether a box leads the text of an item, and the text without it.
fn checked(mut body: Vec<Block>) -> (Option<bool>, Vec<Block>) {
    if let Some(BlockKind::Paragraph(content)) = body.first_mut().map(|block| &mut block.kind)
        && let Some(InlineKind::Text(text)) = content.first_mut().map(|inline| &mut inline.kind)
    {
        for (sign, on) in [("☐", false), ("☑", true), ("☒", true)] {
            if let Some(rest) = text.strip_prefix(sign) {
                *text = rest.trim_start().to_owned();
                return (Some(on), body);
            }
        }
    }
    (None, body)
}
