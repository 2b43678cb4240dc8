//! Tracked changes of a draft: kept as changes, taken as made, or taken back. Counts by author are given whatever is
//! done, so that nothing is taken in silence.

use std::collections::BTreeMap;

use chapbook_docx::Leaf;
use chapbook_model::{Change, Inline, InlineKind, Milestone, MilestoneKind, Node, each_row_within};
use chapbook_source::Span;

/// What becomes of tracked changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrackedChanges {
    /// They stay changes, with author and date.
    #[default]
    Keep,
    /// They are made.
    Accept,
    /// They are not made.
    Reject,
}

/// How many tracked changes there are, by author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracked {
    /// Insertions and deletions by author; the empty name is of nobody.
    pub by_author: BTreeMap<String, (usize, usize)>,
}

/// Counts the tracked changes of leaves and settles them.
pub(crate) fn settle(leaves: Vec<Leaf>, way: TrackedChanges) -> (Vec<Leaf>, Tracked) {
    let mut tracked = Tracked::default();
    let mut out: Vec<Leaf> = Vec::with_capacity(leaves.len());
    // The leaf before lost its end: this one goes on in it.
    let mut open = false;
    for mut leaf in leaves {
        // A row that was inserted or deleted comes and goes as a whole.
        let is_out = leaf.place.cells.iter().any(|cell| match way {
            TrackedChanges::Keep => false,
            TrackedChanges::Accept => cell.deleted.is_some(),
            TrackedChanges::Reject => cell.inserted.is_some(),
        });
        leaf.content = inlines(std::mem::take(&mut leaf.content), way, &mut tracked);
        let (inserted, deleted) = (leaf.mark.inserted.clone(), leaf.mark.deleted.clone());
        for (change, is_insertion) in [(&inserted, true), (&deleted, false)] {
            if let Some(change) = change {
                count(&mut tracked, change, is_insertion);
            }
        }
        let joins = match way {
            TrackedChanges::Keep => {
                for (change, kind) in
                    [(inserted, MilestoneKind::ParagraphInsertion), (deleted, MilestoneKind::ParagraphDeletion)]
                {
                    if let Some(change) = change {
                        let mark = InlineKind::Milestone(Milestone { kind, id: None, change });
                        leaf.content.push(Node::new(mark, Span::NONE));
                    }
                }
                false
            }
            TrackedChanges::Accept => deleted.is_some(),
            TrackedChanges::Reject => inserted.is_some(),
        };
        leaf.mark = chapbook_docx::Mark::default();
        if is_out {
            continue;
        }
        if open && let Some(before) = out.last_mut() {
            before.keys.extend(leaf.keys);
            before.inner_keys.extend(leaf.inner_keys);
            before.content.extend(leaf.content);
        } else {
            out.push(leaf);
        }
        open = joins;
    }
    // A paragraph all of whose words are taken out, end and all, is none.
    (out, tracked)
}

fn count(tracked: &mut Tracked, change: &Change, is_insertion: bool) {
    let author = change.author.clone().unwrap_or_default();
    let (insertions, deletions) = tracked.by_author.entry(author).or_insert((0, 0));
    *(if is_insertion { insertions } else { deletions }) += 1;
}

fn inlines(content: Vec<Inline>, way: TrackedChanges, tracked: &mut Tracked) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(content.len());
    for mut inline in content {
        each_row_within(&mut inline, &mut |row| *row = inlines(std::mem::take(row), way, tracked));
        if let InlineKind::Insertion { change, content: _ } | InlineKind::Deletion { change, content: _ } = &inline.kind
        {
            count(tracked, change, matches!(inline.kind, InlineKind::Insertion { .. }));
        }
        let (row, stays) = match (inline.kind, way) {
            (InlineKind::Insertion { change: _, content }, TrackedChanges::Accept)
            | (InlineKind::Deletion { change: _, content }, TrackedChanges::Reject) => (content, true),
            (InlineKind::Insertion { .. }, TrackedChanges::Reject)
            | (InlineKind::Deletion { .. }, TrackedChanges::Accept) => (Vec::new(), false),
            (kind, TrackedChanges::Keep | TrackedChanges::Accept | TrackedChanges::Reject) => {
                (vec![Node { kind, ..inline }], true)
            }
        };
        for inline in row.into_iter().filter(|_| stays) {
            // Neighbours that were parted by a change are one text again.
            match (out.last_mut().map(|last| &mut last.kind), &inline.kind) {
                (Some(InlineKind::Text(last)), InlineKind::Text(text)) => last.push_str(text),
                (Some(_) | None, _) => out.push(inline),
            }
        }
    }
    out
}
