//! What becomes of tracked changes before anything is counted: a note, figure or list item that goes with a change has
//! no number. The tree is changed by `model`, and who asks for what is the front door's.

use std::borrow::Cow;

use chapbook_model::{Document, Ranges, Settlement, has_ranges, pair_ranges, settle_changes};
use chapbook_source::{Diagnostic, Span, codes};

use crate::context::Context;

/// What becomes of tracked changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    /// They stay changes: a format that has revisions shows them, and the others print them as accepted.
    #[default]
    Keep,
    /// The text is printed with its changes made, and nothing tells of them.
    Accept,
    /// The text is printed as if its changes were not made.
    Reject,
}

/// What was found before anything was counted.
#[derive(Default)]
pub(crate) struct Found {
    ranges: Ranges,
    /// Where the ends of blocks go that cannot be joined with what follows.
    unjoined: Vec<Span>,
}

/// The document with its changes settled, if they are to be, and its ranges paired.
pub(crate) fn settled(document: &Document, changes: Changes) -> (Cow<'_, Document>, Found) {
    let settlement = match changes {
        Changes::Keep if !has_ranges(document) => return (Cow::Borrowed(document), Found::default()),
        Changes::Keep => None,
        Changes::Accept => Some(Settlement::Accept),
        Changes::Reject => Some(Settlement::Reject),
    };
    let mut document = document.clone();
    let mut ranges = pair_ranges(&mut document);
    let mut unjoined = Vec::new();
    if let Some(settlement) = settlement {
        unjoined = settle_changes(&mut document, settlement).unjoined;
        let Ranges { replies, comments, unpaired: _, lone_replies: _ } = pair_ranges(&mut document);
        ranges = Ranges { replies, comments, ..ranges };
    }
    (Cow::Owned(document), Found { ranges, unjoined })
}

/// Tells what was found, and keeps the rest for the nodes that ask.
pub(crate) fn take_up(cx: &mut Context<'_>, found: Found) {
    let Found { ranges, unjoined } = found;
    for span in &ranges.unpaired {
        let message = "this start or end of a change or comment has no counterpart, and is left out";
        let hint = "give start and end the same id, in one text: the body, or one note";
        cx.report(Diagnostic::new(&codes::RANGE_UNPAIRED, *span, message).hint(hint));
    }
    for span in &ranges.lone_replies {
        let message = "this comment replies to one that is not there; it stands as one of its own";
        let hint = "the value of reply-to is the id of the comment that it answers";
        cx.report(Diagnostic::new(&codes::REPLY_UNKNOWN, *span, message).hint(hint));
    }
    for span in unjoined {
        let message = "the end of this block goes with a change, and what follows is no paragraph; it stays on its own";
        cx.lose(&codes::NOT_SET_YET, message, span);
    }
    cx.ranges = ranges;
}
