//! A text in canonical form: every block is printed afresh, and front matter stays as it is typed, since its order
//! and its remarks are the author's.

use chapbook_model::{Document, same_document};
use chapbook_source::FileId;

use super::{Piece, Writer, join};
use crate::{Habits, ReadOptions, read};
use std::collections::BTreeSet;

/// A text in canonical form (DIALECT 13); `None` if that would not say what the text says, which no text is known to
/// bring about.
pub fn format(text: &str) -> Option<String> {
    // Keys are printed as they were typed, whether or not somebody names a bibliography.
    let read = |text: &str, bibliography: bool| -> Document {
        read(FileId(0), text, &ReadOptions { habits: Habits::Off, bibliography }).0
    };
    let document = read(text, true);
    let front = front(text);
    let known = read(&front, true).metadata.abbreviations;
    let mut writer = Writer::new(&document);
    let mut pieces = writer.pieces(&BTreeSet::new());
    pieces.extend(abbreviations(&document, &known));
    let (plain, places) = join(&front, &pieces);
    let doubtful = super::differing(&document, &read(&plain, true), &places);
    let formatted = if doubtful.is_empty() {
        plain
    } else {
        let mut pieces = Writer::new(&document).pieces(&doubtful);
        pieces.extend(abbreviations(&document, &known));
        join(&front, &pieces).0
    };
    let same = |bibliography| same_document(&read(text, bibliography), &read(&formatted, bibliography));
    (same(true) && same(false)).then_some(formatted)
}

/// Front matter as typed, with line ends of one kind.
fn front(text: &str) -> String {
    let start = crate::clean::byte_order_mark(text);
    let front = &text[start..crate::body_start(text)];
    let mut front = front.replace("\r\n", "\n").replace('\r', "\n");
    if !front.is_empty() && !front.ends_with('\n') {
        front.push('\n');
    }
    front
}

/// The abbreviations that the text defines, `*[HTML]: …`, which are metadata in the model.
fn abbreviations(document: &Document, known: &[(String, String)]) -> Option<Piece> {
    let own = document.metadata.abbreviations.iter().filter(|pair| !known.contains(pair));
    let lines: Vec<String> = own.map(|(short, long)| format!("*[{short}]: {long}")).collect();
    (!lines.is_empty()).then(|| Piece { text: lines.join("\n"), apart: false })
}
