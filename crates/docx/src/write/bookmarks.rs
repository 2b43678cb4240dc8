//! Bookmarks: the places that links and fields point to. Names are made here, never taken from the author: Word
//! wants a letter or `_` first, then letters, digits and `_`, at most 40, unique without regard to case. A leading
//! `_` keeps them out of Word's list of bookmarks.

use chapbook_resolve::Anchor;

use super::draft::{Draft, Story};
use super::names::w;

/// Bookmarks that were opened and have to be closed.
#[must_use]
#[derive(Debug, Default)]
pub(crate) struct Open([Option<u32>; 2]);

/// What fields and links call an anchor.
pub(crate) fn reference_name(anchor: Anchor) -> String {
    format!("_Ref{:08}", anchor.index())
}

/// What a table of contents calls an anchor. Word replaces these when it rebuilds the table, so nothing else may
/// point to them.
pub(crate) fn contents_name(anchor: Anchor) -> String {
    format!("_Toc{:08}", anchor.index())
}

/// The number alone of a caption.
pub(crate) fn number_name(anchor: Anchor) -> String {
    format!("_Ref{:08}_number", anchor.index())
}

/// Opens the bookmarks that something points to at this anchor.
pub(crate) fn start(draft: &mut Draft<'_>, story: &mut Story, anchor: Option<Anchor>) -> Open {
    let Some(anchor) = anchor else { return Open::default() };
    let index = anchor.index();
    if std::mem::replace(&mut draft.bookmarked[index], true) {
        return Open::default();
    }
    let reference = draft.survey.is_linked(anchor).then(|| open(draft, story, &reference_name(anchor)));
    let contents = draft.survey.is_listed(anchor).then(|| open(draft, story, &contents_name(anchor)));
    Open([reference, contents])
}

/// Closes what [`start`] opened.
pub(crate) fn end(story: &mut Story, Open(ids): Open) {
    for id in ids.into_iter().rev().flatten() {
        close(story, id);
    }
}

/// A bookmark at a point.
pub(crate) fn point(draft: &mut Draft<'_>, story: &mut Story, anchor: Anchor) {
    let open = start(draft, story, Some(anchor));
    end(story, open);
}

/// Opens a bookmark of this name.
pub(crate) fn open(draft: &mut Draft<'_>, story: &mut Story, name: &str) -> u32 {
    let id = draft.next_bookmark;
    draft.next_bookmark += 1;
    story.xml.open(w::BOOKMARK_START).attr(w::ID, id.to_string()).attr(w::NAME, name).close();
    id
}

/// Closes the bookmark of this id.
pub(crate) fn close(story: &mut Story, id: u32) {
    story.xml.open(w::BOOKMARK_END).attr(w::ID, id.to_string()).close();
}
