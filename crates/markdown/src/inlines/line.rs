//! One nesting level of inlines under way: open brackets and scripts on a stack, and what they hold so far.

use std::ops::Range;

use chapbook_model::{Inline, InlineKind};

use super::references::Key;
use crate::context::MAX_DEPTH;
use crate::place::Place;
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
    /// The level itself.
    Level,
    /// `[`
    Bracket,
    /// `^[`
    Note,
    /// `~`
    Tilde,
    /// `^`
    Caret,
}

/// Something open and its content.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) opener: Opener,
    pub(crate) open: Range<usize>,
    pub(crate) pieces: Vec<Piece>,
    /// How many keys are among the pieces.
    pub(crate) keys: usize,
}

/// A level.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) frames: Vec<Frame>,
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
    room: usize,
}

impl Line {
    /// An empty level at a depth.
    pub(crate) fn new(depth: usize) -> Self {
        let frame = Frame { opener: Opener::Level, open: 0..0, pieces: Vec::new(), keys: 0 };
        Self {
            frames: vec![frame],
            pending: None,
            last_end: usize::MAX,
            node_end: None,
            tail: None,
            refused: 0,
            room: MAX_DEPTH.saturating_sub(depth),
        }
    }

    /// The innermost open thing.
    pub(crate) fn top(&mut self) -> &mut Frame {
        // The level's own frame is never taken off.
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Appends a piece.
    pub(crate) fn push(&mut self, piece: Piece) {
        self.node_end = None;
        self.tail = None;
        let frame = self.top();
        frame.keys += usize::from(matches!(piece, Piece::Key(_)));
        frame.pieces.push(piece);
    }

    /// Takes the text off that a tail of attributes left.
    pub(crate) fn drop_tail(&mut self) {
        self.top().pieces.pop();
    }

    /// Whether a further thing may open.
    pub(crate) fn has_room(&self) -> bool {
        self.frames.len() <= self.room
    }

    /// Opens something.
    pub(crate) fn open(&mut self, opener: Opener, open: Range<usize>) {
        self.node_end = None;
        self.tail = None;
        self.frames.push(Frame { opener, open, pieces: Vec::new(), keys: 0 });
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

    /// Takes a caret off the pending text, if it stands directly before an offset and is none itself.
    pub(crate) fn take_caret(&mut self, before: usize, place: Place<'_>) -> bool {
        // The text was flushed when the link began, so that the caret is an open script or text.
        let frame = self.top();
        let opens = frame.opener == Opener::Caret && frame.open.end == before && frame.pieces.is_empty();
        if opens && place.byte(before - 1) == b'^' {
            self.frames.pop();
            return true;
        }
        false
    }

    /// Makes text of every open thing above the frame `index`, oldest first, so that each piece moves once.
    pub(crate) fn flatten_above(&mut self, index: usize, tree: &Tree<'_>) {
        let above: Vec<Frame> = self.frames.drain(index + 1..).collect();
        for frame in above {
            let open = tree.node(InlineKind::Text(tree.text(frame.open.clone())), frame.open);
            let into = &mut self.frames[index];
            into.pieces.push(Piece::Inline(open));
            into.pieces.extend(frame.pieces);
            into.keys += frame.keys;
        }
    }

    /// White space ends the hope of open scripts: none stands in them (Pandoc's rule).
    pub(crate) fn close_scripts(&mut self, tree: &Tree<'_>) {
        let keep = self.frames.iter().rposition(|f| !matches!(f.opener, Opener::Tilde | Opener::Caret)).unwrap_or(0);
        if keep + 1 < self.frames.len() {
            self.flatten_above(keep, tree);
        }
    }
}
