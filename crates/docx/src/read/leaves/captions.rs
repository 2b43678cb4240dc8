//! Captions: the label that a caption begins with, and the text after it.

use super::super::fields::FieldKind;
use super::super::story::{Piece, What};
use super::{Leaves, text_of};

impl Leaves<'_> {
    /// The label of a caption: its word, its number, and the pieces after it.
    pub(super) fn label(&self, pieces: &[Piece]) -> (Option<String>, Option<String>, Vec<Piece>) {
        let numbers = |piece: &Piece| {
            piece.field.is_some_and(|(field, _)| {
                let field = &self.stories.fields[field as usize];
                field.closed && matches!(field.kind, FieldKind::Sequence(_) | FieldKind::StyleReference)
            })
        };
        let Some(first) = pieces.iter().position(numbers) else {
            // A label without a field: the words in its style.
            let end = pieces.iter().rposition(|piece| piece.look.caption_label).map_or(0, |at| at + 1);
            let words = text_of(&pieces[..end]);
            let (word, number) = words.trim().rsplit_once(['\u{A0}', ' ']).unwrap_or((words.trim(), ""));
            let some = |text: &str| (!text.is_empty()).then(|| text.trim_end_matches(['.', ':']).to_owned());
            return (some(word), some(number), without_separator(&pieces[end..]));
        };
        let last = pieces.iter().rposition(numbers).unwrap_or(first);
        let end = pieces.iter().rposition(|p| p.look.caption_label).map_or(last + 1, |at| (at + 1).max(last + 1));
        // Words after the number are text, whatever they look like.
        let end = if text_of(&pieces[last + 1..end]).contains(char::is_alphanumeric) { last + 1 } else { end };
        let word = text_of(&pieces[..first]).trim().to_owned();
        let number = text_of(&pieces[first..=last]).trim().to_owned();
        let some = |text: String| (!text.is_empty()).then_some(text);
        // A word before a number that comes late is a sentence.
        if word.split_whitespace().count() > 3 {
            return (None, None, pieces.to_vec());
        }
        (some(word), some(number), without_separator(&pieces[end..]))
    }
}

/// Pieces without the sign that parts a caption's label from its text.
fn without_separator(pieces: &[Piece]) -> Vec<Piece> {
    let mut pieces = pieces.to_vec();
    let separator = |c: char| c.is_whitespace() || matches!(c, '.' | ':' | '–' | '—' | '-' | '|' | '：' | '．');
    for piece in &mut pieces {
        let What::Text(text) = &mut piece.what else { break };
        *text = text.trim_start_matches(separator).to_owned();
        if !text.is_empty() {
            break;
        }
    }
    pieces.retain(|piece| !matches!(&piece.what, What::Text(text) if text.is_empty()));
    pieces
}
