//! One nesting level of inlines under way: open brackets and scripts on a stack, and what they hold so far.

use std::ops::Range;

use chapbook_model::{Inline, InlineKind};

use super::references::Key;
use crate::context::MAX_DEPTH;
use crate::mask::changes::ChangeKind;
use crate::tree::Tree;

/// What a level holds before it is settled.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A finished node.
    Inline(Inline),
    /// `@key`: a reference, a citation or text, as its brackets will show.
    Key(Key),
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opener {
    /// `[`
    Bracket,
    /// `^[`
    Note,
    /// `~`
    Tilde,
    /// `^`
    Caret,
    /// `{++` and its like.
    Change(ChangeKind),
    /// `<sub>`
    Sub,
    /// `<sup>`
    Sup,
}

/// Something open. Its own characters are the piece `text`, as text, and its content the pieces after that:
/// so nothing moves when it turns out to be text after all.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) opener: Opener,
    pub(crate) open: Range<usize>,
    text: usize,
    /// How many keys are among the pieces.
    pub(crate) keys: usize,
    /// How many pieces stand before `~>`, which is a piece itself, as text.
    pub(crate) arrow: Option<usize>,
}

/// A level.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) frames: Vec<Frame>,
    pub(crate) pieces: Vec<Piece>,
    /// Text that was not looked through yet, and whether its first character is escaped.
    pub(crate) pending: Option<(Range<usize>, bool)>,
    /// Where the last event ended: a gap of one backslash before text means an escape.
    pub(crate) last_end: usize,
    /// Where the last node ended, if nothing has followed it: attributes may.
    pub(crate) node_end: Option<usize>,
    /// Attributes that are the last thing so far and belong to no node; they stand as text, too.
    pub(crate) tail: Option<Range<usize>>,
    /// Brackets past the depth bound, so that their ends find none of the others.
    pub(crate) refused: usize,
    /// The marks `^[` that turned out to be text.
    pub(crate) unclosed_notes: Vec<Range<usize>>,
    room: usize,
}

impl Line {
    /// An empty level at a depth, and an empty list for its pieces.
    pub(crate) fn new(depth: usize, pieces: Vec<Piece>) -> Self {
        Self {
            frames: Vec::new(),
            pieces,
            pending: None,
            last_end: usize::MAX,
            node_end: None,
            tail: None,
            refused: 0,
            unclosed_notes: Vec::new(),
            room: MAX_DEPTH.saturating_sub(depth),
        }
    }

    /// What the innermost open thing is.
    pub(crate) fn top(&self) -> Option<Opener> {
        self.frames.last().map(|frame| frame.opener)
    }

    /// Appends a piece.
    pub(crate) fn push(&mut self, piece: Piece) {
        self.node_end = None;
        self.tail = None;
        if let (Piece::Key(_), Some(frame)) = (&piece, self.frames.last_mut()) {
            frame.keys += 1;
        }
        self.pieces.push(piece);
    }

    /// Takes the text off that a tail of attributes left.
    pub(crate) fn drop_tail(&mut self) {
        self.pieces.pop();
    }

    /// Whether a further thing may open.
    pub(crate) fn has_room(&self) -> bool {
        self.frames.len() < self.room
    }

    /// Opens something, whose characters are this text.
    pub(crate) fn open(&mut self, opener: Opener, open: Range<usize>, text: Inline) {
        self.push(Piece::Inline(text));
        self.frames.push(Frame { opener, open, text: self.pieces.len() - 1, keys: 0, arrow: None });
    }

    /// Closes the frame `index`: what stands in it, taken off together with its opening characters.
    pub(crate) fn close(&mut self, index: usize) -> (Frame, Vec<Piece>) {
        self.flatten_above(index);
        let frame = self.frames.remove(index);
        let content = self.pieces.split_off(frame.text + 1);
        self.pieces.pop();
        (frame, content)
    }

    /// Takes off the key and the space that are the last pieces, as [`Self::key_before`] has found them.
    pub(crate) fn take_key(&mut self) -> Option<Key> {
        self.pieces.pop();
        match self.pieces.pop()? {
            Piece::Key(key) => Some(key),
            Piece::Inline(_) => None,
        }
    }

    /// Whether a key stands before the frame `index`, one space between them.
    pub(crate) fn key_before(&self, index: usize) -> Option<&Key> {
        match &self.pieces[..self.frames[index].text] {
            [.., Piece::Key(key), Piece::Inline(space)] => {
                matches!(&space.kind, InlineKind::Text(text) if text == " ").then_some(key)
            }
            _ => None,
        }
    }

    /// How many pieces stand in the frame `index`.
    pub(crate) fn len_of(&self, index: usize) -> usize {
        self.pieces.len() - self.frames[index].text - 1
    }

    /// Adds text to look through later, when it is known where it ends.
    pub(crate) fn add_text(&mut self, tree: &mut Tree<'_>, range: Range<usize>, escaped: bool) {
        match &mut self.pending {
            Some((pending, _)) if pending.end == range.start && !escaped => pending.end = range.end,
            _ => {
                tree.flush(self);
                self.pending = Some((range, escaped));
            }
        }
    }

    /// Takes a caret off that stands directly before an offset: the text was flushed, so it is an open script.
    pub(crate) fn take_caret(&mut self, before: usize) -> bool {
        let last = self.frames.len().wrapping_sub(1);
        let opens = self.frames.last().is_some_and(|f| f.opener == Opener::Caret && f.open.end == before);
        if opens && self.len_of(last) == 0 {
            self.close(last);
            return true;
        }
        false
    }

    /// Makes text of every open thing above the frame `index`.
    pub(crate) fn flatten_above(&mut self, index: usize) {
        self.flatten_to(index + 1);
    }

    /// Makes text of every open thing but the first `kept`.
    pub(crate) fn flatten_to(&mut self, kept: usize) {
        while self.frames.len() > kept {
            let Some(Frame { opener, open, keys, .. }) = self.frames.pop() else { return };
            if opener == Opener::Note {
                self.unclosed_notes.push(open);
            }
            if let Some(below) = self.frames.last_mut() {
                below.keys += keys;
            }
        }
    }

    /// White space ends the hope of open scripts: none stands in them (Pandoc's rule).
    pub(crate) fn close_scripts(&mut self) {
        let scripts =
            self.frames.iter().rev().take_while(|f| matches!(f.opener, Opener::Tilde | Opener::Caret)).count();
        self.flatten_to(self.frames.len() - scripts);
    }
}
