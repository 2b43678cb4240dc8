//! Changes over several blocks: which are open while the text is lowered, and what they make of a line, of the end of a
//! paragraph and of a block as a whole. The two ends of each were paired before (`changes`).

use chapbook_model::{self as model, MilestoneKind};

use crate::context::Context;
use crate::{Change, Inline, InlineKind, Tracked};

/// The changes that are open.
#[derive(Default)]
pub(crate) struct OpenChanges {
    open: Vec<Open>,
    /// Ends that were met before their starts, since a caption may stand before what it is of.
    ended: Vec<Option<String>>,
    /// How many starts and ends were met.
    pub(crate) events: usize,
    /// How many lines were begun.
    pub(crate) lines: usize,
}

struct Open {
    id: Option<String>,
    deletes: bool,
    change: Change,
    /// Whether it begins where a line begins.
    at_start: bool,
    /// The line in which it begins.
    line: usize,
}

/// What a line knows of its own end.
#[derive(Clone, Default)]
pub(crate) struct LineEnd {
    /// Its end was inserted or deleted (`[]{.paragraph-insertion}`).
    marked: Tracked,
    /// It ended with what began where an earlier line began, and nothing came after.
    closed: Tracked,
}

impl LineEnd {
    /// Whether the end itself is said to be changed.
    pub(crate) fn is_marked(&self) -> bool {
        !self.marked.is_unchanged()
    }

    /// Something is printed after what ended.
    pub(crate) fn goes_on(&mut self) {
        self.closed = Tracked::default();
    }
}

impl OpenChanges {
    /// Who inserted and deleted what is lowered now.
    pub(crate) fn now(&self) -> Tracked {
        let last = |deletes| self.open.iter().rfind(|open| open.deletes == deletes).map(|open| open.change.clone());
        Tracked { inserted: last(false), deleted: last(true) }
    }

    /// What became of the end of a line.
    pub(crate) fn end_of(&self, end: LineEnd) -> Tracked {
        let LineEnd { marked, closed } = end;
        let now = self.now();
        Tracked {
            inserted: marked.inserted.or(now.inserted).or(closed.inserted),
            deleted: marked.deleted.or(now.deleted).or(closed.deleted),
        }
    }

    /// A text that is read in one go ends: what it opened goes no further.
    pub(crate) fn close_all(&mut self) {
        self.open.clear();
    }
}

/// Takes up a start or an end. Comments have their own.
pub(crate) fn milestone(cx: &mut Context<'_>, milestone: &model::Milestone, end: &mut LineEnd, at_start: bool) {
    let model::Milestone { kind, id, change } = milestone;
    let change = super::inlines::change(change);
    match kind {
        MilestoneKind::CommentStart | MilestoneKind::CommentEnd => {}
        MilestoneKind::InsertionStart | MilestoneKind::DeletionStart => {
            let deletes = *kind == MilestoneKind::DeletionStart;
            cx.changes.events += 1;
            let line = cx.changes.lines;
            if cx.changes.ended.contains(id) {
                return;
            }
            cx.changes.open.push(Open { id: id.clone(), deletes, change, at_start, line });
        }
        MilestoneKind::InsertionEnd | MilestoneKind::DeletionEnd => {
            let deletes = *kind == MilestoneKind::DeletionEnd;
            cx.changes.events += 1;
            let found = cx.changes.open.iter().rposition(|open| open.deletes == deletes && open.id == *id);
            let Some(Open { id: _, deletes, change, at_start, line }) = found.map(|i| cx.changes.open.remove(i)) else {
                return cx.changes.ended.push(id.clone());
            };
            // As in a word processor, whole paragraphs go with their ends.
            if at_start && line < cx.changes.lines {
                *if deletes { &mut end.closed.deleted } else { &mut end.closed.inserted } = Some(change);
            }
        }
        MilestoneKind::ParagraphInsertion => end.marked.inserted = Some(change),
        MilestoneKind::ParagraphDeletion => end.marked.deleted = Some(change),
    }
}

/// Puts inlines that were lowered while changes were open into a line.
pub(crate) fn push(tracked: Tracked, piece: Vec<Inline>, out: &mut Vec<Inline>) {
    let (Some(first), Some(last)) = (piece.first(), piece.last()) else { return };
    let span = first.span.to(last.span);
    let mut kind = match tracked {
        Tracked { inserted: None, deleted: None } => return out.extend(piece),
        Tracked { inserted: Some(change), deleted: None } => InlineKind::Inserted { change, content: piece },
        Tracked { inserted: None, deleted: Some(change) } => InlineKind::Deleted { change, content: piece },
        Tracked { inserted: Some(inserted), deleted: Some(deleted) } => {
            let deleted = InlineKind::Deleted { change: deleted, content: piece };
            InlineKind::Inserted { change: inserted, content: vec![Inline { kind: deleted, span }] }
        }
    };
    // Neighbours in one hand are one change.
    if let Some(before) = out.last_mut()
        && let Some((InlineKind::Inserted { change: a, content: before }, InlineKind::Inserted { change: b, content }))
        | Some((InlineKind::Deleted { change: a, content: before }, InlineKind::Deleted { change: b, content })) =
            Some((&mut before.kind, &mut kind))
        && a == b
    {
        return before.append(content);
    }
    out.push(Inline { kind, span });
}
