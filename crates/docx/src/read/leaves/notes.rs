//! The names of notes, and the order in which they are called.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_model::NoteMarker;
use chapbook_source::codes;

use super::super::leaf::NoteStory;
use super::super::losses::Losses;
use super::super::story::{Piece, Stories, What};
use super::text_of;

/// The notes by what the file calls them.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(super) labels: BTreeMap<(NoteStory, i64), String>,
    /// In the order of their calls.
    pub(crate) order: Vec<NoteFound>,
}

/// A note that is called, or stands in the file.
#[derive(Clone, Debug)]
pub(crate) struct NoteFound {
    pub(crate) story: NoteStory,
    pub(super) id: i64,
    pub(crate) label: String,
    pub(crate) marker: NoteMarker,
}

/// Names the notes in the order of their calls, those that nothing calls last.
pub(super) fn find_notes(stories: &Stories, losses: &mut Losses, part: &str) -> Notes {
    let there: BTreeSet<(NoteStory, i64)> = stories.paragraphs.iter().filter_map(|paragraph| paragraph.note).collect();
    let mut notes = Notes::default();
    let mut marks: BTreeSet<String> = BTreeSet::new();
    let mut counts = [0, 0];
    let mut name = |notes: &mut Notes, story: NoteStory, id: i64, mark: Option<String>| {
        if !there.contains(&(story, id)) || notes.labels.contains_key(&(story, id)) {
            return;
        }
        let slot = &mut counts[usize::from(story == NoteStory::Endnote)];
        *slot += 1;
        // A number is a mark that the model counts itself; a second note of one mark cannot have it in one file.
        let mark = mark.filter(|mark| is_mark(mark) && marks.insert(mark.clone()));
        let (label, marker) = match mark {
            Some(mark) => (mark.clone(), NoteMarker::Literal(mark)),
            None => {
                let letter = if story == NoteStory::Endnote { "end" } else { "" };
                (format!("{letter}{slot}"), NoteMarker::Auto)
            }
        };
        notes.labels.insert((story, id), label.clone());
        notes.order.push(NoteFound { story, id, label, marker });
    };
    // First the calls of the body, then those that stand in notes.
    for in_notes in [false, true] {
        for paragraph in stories.paragraphs.iter().filter(|paragraph| paragraph.note.is_some() == in_notes) {
            for (at, piece) in paragraph.pieces.iter().enumerate() {
                let What::Note { kind, id, own_mark } = piece.what else { continue };
                let mark = own_mark.then(|| {
                    let after = &paragraph.pieces[at + 1..];
                    reference_text(after)[..self::own_mark(after)].trim().to_owned()
                });
                name(&mut notes, kind, id, mark);
            }
        }
    }
    for (story, id) in &there {
        if !notes.labels.contains_key(&(*story, *id)) {
            losses.tell(&codes::IMPORT_REPAIRED, "a note that nothing calls stands at the end of the notes", part);
            name(&mut notes, *story, *id, None);
        }
    }
    notes
}

/// Whether a mark can be the label of a note, and prints as itself.
fn is_mark(mark: &str) -> bool {
    !mark.is_empty()
        && mark.chars().count() <= 4
        && mark.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '‖' | '¶'))
}

/// How many bytes of text a note's own mark takes at the start of pieces: there is none where words stand in its
/// place, and what was typed after it in its run is text.
pub(crate) fn own_mark(pieces: &[Piece]) -> usize {
    let text = reference_text(pieces);
    let mark = text.trim_start().split(char::is_whitespace).next().unwrap_or_default();
    if are_words(mark) { 0 } else { text.len() - text.trim_start().len() + mark.len() }
}

/// The text of the runs in a mark's style that pieces begin with, comments passed over.
fn reference_text(pieces: &[Piece]) -> String {
    let is_remark =
        |piece: &&Piece| matches!(piece.what, What::CommentStart(_) | What::CommentEnd(_) | What::CommentMark(_));
    let marks = pieces.iter().filter(|piece| !is_remark(piece));
    let marks =
        marks.take_while(|piece| piece.look.reference && piece.field.is_none() && matches!(piece.what, What::Text(_)));
    text_of(&marks.cloned().collect::<Vec<_>>())
}

/// Whether somebody wrote words in the place of a mark. Marks are signs, figures, a letter or two, or roman numerals.
fn are_words(mark: &str) -> bool {
    let letters = mark.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2 && !mark.chars().all(|c| "ivxlcdmIVXLCDM".contains(c))
}

/// The pieces of a note without the mark that leads them.
pub(super) fn after_mark(pieces: &[Piece]) -> Vec<Piece> {
    let mut left = own_mark(pieces);
    let mut pieces = pieces.to_vec();
    for piece in &mut pieces {
        let What::Text(text) = &mut piece.what else { continue };
        let taken = left.min(text.len());
        text.drain(..taken);
        left -= taken;
        if left == 0 {
            break;
        }
    }
    pieces.retain(|piece| !matches!(&piece.what, What::Text(text) if text.is_empty()));
    pieces
}
