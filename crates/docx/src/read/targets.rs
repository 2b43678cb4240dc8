//! What references and links of the file lead to, and the labels that are made up for it. The labels of the source are
//! not in the file; who has the source puts them back.

use std::collections::BTreeMap;

use chapbook_values::Label;

use super::fields::FieldKind;
use super::leaf::NoteStory;
use super::story::{LinkTarget, Paragraph, Stories, What};

/// What a paragraph is to those who refer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TargetKind {
    Heading,
    Figure,
    Table,
    Listing,
    /// The caption of something else: what it counts is its own affair.
    Caption,
    /// Any other: it has a page and can be linked to, and prints nothing.
    Place,
}

/// Labels by the serial number of the paragraph.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    labels: BTreeMap<usize, (TargetKind, Label)>,
}

impl Targets {
    /// Makes up a label for each paragraph that something refers to. `kind` says what a paragraph is; one that is
    /// none of the text has no label.
    pub(crate) fn new(stories: &Stories, kind: impl Fn(&Paragraph) -> Option<TargetKind>) -> Self {
        let mut wanted: Vec<usize> = Vec::new();
        let mut want = |bookmark: &str| wanted.extend(stories.bookmarks.get(bookmark).map(|(serial, _)| *serial));
        for field in stories.fields.iter().filter(|field| field.closed) {
            match &field.kind {
                FieldKind::Reference { bookmark, number: _ } | FieldKind::Page(bookmark) => want(bookmark),
                FieldKind::Link { target, place: Some(place), title: _ } if target.is_empty() => want(place),
                FieldKind::Outline(_)
                | FieldKind::Note(_)
                | FieldKind::Link { .. }
                | FieldKind::Sequence(_)
                | FieldKind::StyleReference
                | FieldKind::IndexEntry
                | FieldKind::Silent
                | FieldKind::Other => {}
            }
        }
        for link in &stories.links {
            match &link.target {
                LinkTarget::Bookmark(name) => want(name),
                LinkTarget::Url(_) => {}
            }
        }
        wanted.sort_unstable();
        let mut labels = BTreeMap::new();
        let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
        for paragraph in &stories.paragraphs {
            if wanted.binary_search(&paragraph.serial).is_err() {
                continue;
            }
            let Some(kind) = kind(paragraph) else { continue };
            let prefix = match kind {
                TargetKind::Heading => "sec",
                TargetKind::Figure => "fig",
                TargetKind::Table => "tbl",
                TargetKind::Listing => "lst",
                TargetKind::Caption => "cap",
                TargetKind::Place => "par",
            };
            let count = counts.entry(prefix).or_insert(0);
            *count += 1;
            if let Some(label) = Label::new(format!("{prefix}-{count}")) {
                labels.insert(paragraph.serial, (kind, label));
            }
        }
        Self { labels }
    }

    /// The label of a paragraph.
    pub(crate) fn at(&self, serial: usize) -> Option<&Label> {
        self.labels.get(&serial).map(|(_, label)| label)
    }

    /// What a bookmark leads to.
    pub(crate) fn of(&self, stories: &Stories, bookmark: &str) -> Option<&(TargetKind, Label)> {
        self.labels.get(&stories.bookmarks.get(bookmark)?.0)
    }
}

/// The note whose call stands in a bookmark. `by_serial` finds a paragraph.
pub(crate) fn note_of<'s>(
    stories: &Stories,
    by_serial: impl Fn(usize) -> Option<&'s Paragraph>,
    bookmark: &str,
) -> Option<(NoteStory, i64)> {
    let (serial, at) = *stories.bookmarks.get(bookmark)?;
    by_serial(serial)?.pieces.iter().skip(at).find_map(|piece| match piece.what {
        What::Note { kind, id, own_mark: _ } => Some((kind, id)),
        What::Text(_)
        | What::LineBreak
        | What::PageBreak
        | What::Picture(_)
        | What::Math { .. }
        | What::CommentStart(_)
        | What::CommentEnd(_)
        | What::CommentMark(_)
        | What::IndexEntry(_) => None,
    })
}
