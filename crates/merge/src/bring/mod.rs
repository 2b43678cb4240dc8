//! The way home of one draft: what an editor changed, as edits of the files that the draft was made from. Every change
//! becomes an edit or is told as one that found no place; nothing is dropped.

mod columns;
mod deletions;
mod insertions;
mod moves;
mod numbers;
mod overlaps;
mod sizes;
mod spots;
mod styles;
mod texts;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use chapbook_docx::Leaf;
use chapbook_model::Inline;

pub(crate) use insertions::NEW_NOTE;

use crate::homes::Homes;
use crate::matching::{Matching, matching, staying};
use crate::patch::Edit;
use crate::tokens::{Known, Mark, Token, tokens};

/// What was done to the text, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub kind: ChangeKind,
    /// The file, by its number in the baseline; none if the change found no place.
    pub file: Option<usize>,
    /// Where in the file as the draft was made from it.
    pub at: usize,
    /// The words as they were.
    pub was: String,
    /// The words as they are.
    pub is: String,
}

/// Kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Words of a paragraph.
    Edited,
    /// A new paragraph, item, table or note.
    Inserted,
    /// One that is gone.
    Deleted,
    /// One that stands elsewhere.
    Moved,
    /// One paragraph became two.
    Split,
    /// Two became one.
    Joined,
    /// How words look, and not what they are.
    Formatted,
    /// A heading of another level, or a paragraph of another style.
    Restyled,
    /// A list that was restarted, or starts at another number.
    Renumbered,
    /// A change that could not be put into the source.
    NotApplied,
}

/// What came of a draft.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brought {
    /// Edits by file.
    pub(crate) edits: BTreeMap<usize, Vec<Edit>>,
    pub(crate) changes: Vec<Change>,
}

/// Compares a draft with what it was and finds what that means for the files.
pub(crate) fn bring(
    homes: &Homes<'_>,
    (was, was_grids): (&[Leaf], &[Vec<i64>]),
    (is, is_grids): (&[Leaf], &[Vec<i64>]),
    by_libreoffice: bool,
    two_way: bool,
) -> Brought {
    let found = matching(was, is);
    let stays = staying(&found.was);
    let mut bringer = Bringer {
        homes,
        was,
        is,
        found,
        stays,
        brought: Brought::default(),
        placed: BTreeSet::new(),
        settled: BTreeSet::new(),
        counts: Vec::new(),
        known: Known::new(was, by_libreoffice),
        arrivals: Vec::new(),
        objects: OnceCell::new(),
    };
    bringer.texts();
    bringer.picture_sizes();
    bringer.column_widths(was_grids, is_grids);
    if !two_way {
        bringer.columns();
    }
    if two_way {
        bringer.keep_what_is_gone();
    } else {
        bringer.deletions();
    }
    bringer.moves();
    bringer.insertions();
    bringer.arrive();
    bringer.restarts();
    bringer.renumber();
    bringer.part_overlaps();
    bringer.brought
}

struct Bringer<'h, 'a> {
    homes: &'h Homes<'a>,
    was: &'h [Leaf],
    is: &'h [Leaf],
    found: Matching,
    /// Leaves of the edited draft that stayed in their order.
    stays: BTreeSet<usize>,
    brought: Brought,
    /// Leaves of the edited draft that stand in the source already, in what was moved.
    placed: BTreeSet<usize>,
    /// Leaves of the draft as it was that are gone with what they stood in.
    settled: BTreeSet<usize>,
    /// Lists that have an item more or less from a place on: their keys, file, place, and how many.
    counts: Vec<(String, usize, usize, i64)>,
    /// What the draft had before.
    known: Known,
    /// What comes to a place, new or from elsewhere: the leaf, the file and the edit.
    arrivals: Vec<(usize, usize, Edit)>,
    /// What is no text in the draft as it was; asked for seldom.
    objects: OnceCell<Vec<(Inline, usize)>>,
}

impl Bringer<'_, '_> {
    /// What comes to one place comes in the order of the draft.
    fn arrive(&mut self) {
        let mut arrivals = std::mem::take(&mut self.arrivals);
        arrivals.sort_by_key(|(index, ..)| *index);
        for (_, file, edit) in arrivals {
            self.edit(file, edit);
        }
    }

    fn tell(&mut self, kind: ChangeKind, place: Option<(usize, usize)>, was: &str, is: &str) {
        let (file, at) = place.map_or((None, 0), |(file, at)| (Some(file), at));
        let (was, is) = (was.to_owned(), is.to_owned());
        self.brought.changes.push(Change { kind, file, at, was, is });
    }

    fn edit(&mut self, file: usize, edit: Edit) {
        self.brought.edits.entry(file).or_default().push(edit);
    }
}

/// The words of a leaf.
pub(crate) fn words(leaf: &Leaf) -> String {
    tokens(&leaf.content).iter().map(Token::text).collect()
}

/// The words of a leaf as people are told of them: what was deleted and inserted as a change is marked, so that they do
/// not run into each other.
pub(crate) fn said(leaf: &Leaf) -> String {
    let mut out = String::new();
    let change = |token: &Token| {
        let of = |mark: &Mark| match mark {
            Mark::Deleted(_) => Some(("{--", "--}")),
            Mark::Inserted(_) => Some(("{++", "++}")),
            Mark::Link { .. }
            | Mark::Span(_)
            | Mark::Highlight
            | Mark::Underline
            | Mark::SmallCaps
            | Mark::Strike
            | Mark::Strong
            | Mark::Emph
            | Mark::Subscript
            | Mark::Superscript
            | Mark::Code
            | Mark::Math => None,
        };
        token.marks.iter().filter_map(of).next_back()
    };
    for same in tokens(&leaf.content).chunk_by(|a, b| change(a) == change(b)) {
        let text: String = same.iter().map(Token::text).collect();
        match same.first().and_then(change).filter(|_| !text.is_empty()) {
            Some((open, close)) => out.push_str(&format!("{open}{text}{close}")),
            None => out.push_str(&text),
        }
    }
    out
}
