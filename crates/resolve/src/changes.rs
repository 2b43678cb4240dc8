//! What becomes of tracked changes before anything is counted: a note, figure or list item that goes with a change has
//! no number. The tree is changed by `model`, and who asks for what is the front door's.

use std::borrow::Cow;

use chapbook_model::{Document, Settlement, settle_changes};

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

/// The document with its changes settled, if they are to be.
pub(crate) fn settled(document: &Document, changes: Changes) -> Cow<'_, Document> {
    let settlement = match changes {
        Changes::Keep => return Cow::Borrowed(document),
        Changes::Accept => Settlement::Accept,
        Changes::Reject => Settlement::Reject,
    };
    let mut document = document.clone();
    settle_changes(&mut document, settlement);
    Cow::Owned(document)
}
