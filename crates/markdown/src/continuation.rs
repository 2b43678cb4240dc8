//! Which earlier list a numbered list goes on from (DIALECT 5.1, rule 8). The reader infers it, and the writer
//! asks what the reader will infer; neither numbers anything.

use chapbook_model::{BlockKind, Continues, List, ListKind, ListStyle};
use chapbook_values::Delimiter;

/// The nearest earlier numbered list of a sequence of blocks.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    earlier: Option<Earlier>,
}

#[derive(Clone, Copy, Debug)]
struct Earlier {
    at: usize,
    style: ListStyle,
    delimiter: Delimiter,
    last: i64,
}

impl Counting {
    /// Whether a list goes on from the earlier one if nothing is said.
    pub(crate) fn infers(&self, list: &List) -> bool {
        let ListKind::Ordered { start, style, delimiter } = list.kind else { return false };
        self.earlier.is_some_and(|earlier| {
            earlier.style == style
                && earlier.delimiter == delimiter
                && start == earlier.last.saturating_add(1)
                && style != ListStyle::Example
        })
    }

    /// The index of the earlier list.
    pub(crate) fn earlier(&self) -> Option<usize> {
        self.earlier.map(|earlier| earlier.at)
    }

    /// The value of `continue=` that a list needs.
    pub(crate) fn word(&self, list: &List) -> Option<String> {
        if matches!(list.kind, ListKind::Bullet) {
            return None;
        }
        match (&list.continues, self.infers(list)) {
            (Continues::No, false) | (Continues::Previous, true) => None,
            (Continues::No, true) => Some("false".to_owned()),
            (Continues::Previous, false) => self.earlier.map(|_| "previous".to_owned()),
            (Continues::Label(label), _) => Some(label.as_str().to_owned()),
        }
    }

    /// A block goes by: a list becomes the earlier one, and a heading or a break ends all.
    pub(crate) fn pass(&mut self, at: usize, kind: &BlockKind) {
        if let BlockKind::List(list) = kind {
            let ListKind::Ordered { start, style, delimiter } = list.kind else { return };
            let mut last = start.saturating_sub(1);
            for item in &list.items {
                last = item.value.unwrap_or(last.saturating_add(1));
            }
            self.earlier = Some(Earlier { at, style, delimiter, last });
        } else if matches!(kind, BlockKind::Heading { .. } | BlockKind::Divider | BlockKind::Break(_)) {
            self.earlier = None;
        }
    }
}
