//! Lists: which group a list belongs to, and the number and marker of each item (DIALECT 5.1).

use chapbook_model::{self as model, Continues, ListKind, ListPrinting, ListStyle};
use chapbook_source::{Diagnostic, codes};
use chapbook_theme::Role;
use chapbook_values::{CounterStyle, Delimiter};

use super::blocks::{self, Shell};
use crate::anchors::TargetLabel;
use crate::context::{Context, Scope};
use crate::counters::ListCounter;
use crate::{Block, BlockKind, Counter, Item, List};

/// What a sequence of blocks remembers of its lists.
#[derive(Default)]
pub(crate) struct Sequence {
    /// The nearest earlier numbered list.
    last: Option<ListCounter>,
}

pub(crate) fn list(
    cx: &mut Context<'_>,
    list: &model::List,
    shell: &Shell<'_>,
    scope: &Scope,
    sequence: &mut Sequence,
    out: &mut Vec<Block>,
) {
    let id = cx.node();
    let model::List { kind, tight, items, continues } = list;
    if let Continues::Label(label) = continues
        && !cx.labelled_lists.contains_key(label)
    {
        let message = format!("`continue` names no numbered list before this one: `{label}`; it has no effect");
        let diagnostic = Diagnostic::new(&codes::ATTRIBUTE_VALUE, shell.span, message);
        let hint = "give the earlier list that label: `::: {.attr #steps}` around it, or write `continue=previous`";
        cx.diagnostics.push(diagnostic.hint(hint));
    }
    let mut counter = counter(cx, kind, continues, sequence);
    let continued = counter.as_ref().is_some_and(|c| c.continued);
    let group = match &counter {
        Some(counter) => counter.list.group,
        None => cx.group(),
    };
    let lowered = items.iter().map(|item| self::item(cx, item, counter.as_mut(), shell, scope)).collect();
    if let Some(counter) = &counter {
        sequence.last = Some(counter.list);
        if matches!(kind, ListKind::Ordered { start: _, style: ListStyle::Example, delimiter: _ }) {
            cx.counters.examples = Some(counter.list);
        }
        if let Some(label) = shell.attrs.label() {
            cx.labelled_lists.insert(label.clone(), counter.list);
        }
        if let Continues::Label(label) = continues {
            cx.labelled_lists.insert(label.clone(), counter.list);
        }
    }
    let list = List {
        group,
        counter: counter.map(|c| Counter { style: c.list.style, delimiter: c.list.delimiter }),
        tight: *tight,
        depth: scope.list_depth,
        continued,
        items: lowered,
    };
    let block = shell.block(cx, id, BlockKind::List(list));
    out.push(block);
}

/// The counter of a list while its items are lowered.
struct Running {
    list: ListCounter,
    continued: bool,
    /// Whether typed values are printed.
    literal: bool,
}

fn counter(cx: &mut Context<'_>, kind: &ListKind, continues: &Continues, sequence: &Sequence) -> Option<Running> {
    let ListKind::Ordered { start, style, delimiter } = kind else { return None };
    let (style, delimiter, is_example) = match style {
        ListStyle::Counter(style) => (*style, *delimiter, false),
        ListStyle::Hash => (cx.theme.numbering.hash.0, cx.theme.numbering.hash.1, false),
        ListStyle::Example => (CounterStyle::Decimal, Delimiter::TwoParens, true),
    };
    let earlier = match continues {
        Continues::No => None,
        // The reader has seen that style, delimiter and number agree.
        Continues::Previous => sequence.last.filter(|last| last.next == *start),
        Continues::Label(label) => cx.labelled_lists.get(label).copied(),
    };
    let earlier = if is_example { cx.counters.examples } else { earlier };
    let literal = cx.document.metadata.lists == Some(ListPrinting::Literal);
    let list = earlier.unwrap_or_else(|| ListCounter { group: cx.group(), style, delimiter, next: *start });
    Some(Running { list, continued: earlier.is_some(), literal })
}

fn item(
    cx: &mut Context<'_>,
    item: &model::Item,
    counter: Option<&mut Running>,
    shell: &Shell<'_>,
    scope: &Scope,
) -> Item {
    let model::Item { value, example, checked, body } = item;
    let id = cx.node();
    let span = body.first().map_or(shell.span, |first| first.span).to(body.last().map_or(shell.span, |last| last.span));
    let (ordinal, number, marker) = match counter {
        None => (None, String::new(), bullet(cx, scope.list_depth)),
        Some(running) => {
            if let (true, Some(value)) = (running.literal, value) {
                running.list.next = *value;
            }
            let ordinal = running.list.next;
            running.list.next = ordinal.saturating_add(1);
            let ListCounter { group: _, style, delimiter, next: _ } = running.list;
            let number = style.format(ordinal);
            let marker = delimiter.wrap(&number);
            (Some(ordinal), number, marker)
        }
    };
    let anchor = cx.anchors.give(example.as_ref(), id);
    if let Some(anchor) = anchor {
        cx.anchors.targets.insert(anchor, TargetLabel::Bare(number));
    }
    // In a note or a cell, the text of items looks like that of its surroundings; in a quotation, a list is a list.
    let role = if matches!(scope.role, Role::Body | Role::Quote) { Role::ListItem } else { scope.role };
    let inner = Scope { list_depth: scope.list_depth.saturating_add(1), ..scope.with_role(role) };
    let mut blocks = Vec::new();
    blocks::sequence(cx, body, &inner, &mut blocks);
    Item { id, ordinal, marker, checked: *checked, anchor, body: blocks, span }
}

fn bullet(cx: &Context<'_>, depth: u8) -> String {
    let bullets = &cx.theme.numbering.bullets;
    bullets[usize::from(depth) % bullets.len()].clone()
}
