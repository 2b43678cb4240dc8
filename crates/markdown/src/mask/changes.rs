//! The marks of changes and remarks (CriticMarkup, DIALECT 11): `{++x++}`, `{--x--}`, `{~~old~>new~~}`,
//! `{==x==}`, `{>>text<<}`. They are paired while the inline pass goes through the text, innermost first.
//! An insertion or deletion may end in a later block; everything else ends in its own.

use std::ops::Range;

use super::marks::{Mark, MarkKind};

/// What a mark marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChangeKind {
    /// `{++x++}`
    Insertion,
    /// `{--x--}`
    Deletion,
    /// `{~~old~>new~~}`
    Substitution,
    /// `{==x==}`
    Highlight,
    /// `{>>text<<}`
    Remark,
}

/// The bytes of an opening or closing mark.
pub(crate) const LEN: usize = 3;

const KINDS: [(ChangeKind, &str, &str); 5] = [
    (ChangeKind::Insertion, "{++", "++}"),
    (ChangeKind::Deletion, "{--", "--}"),
    (ChangeKind::Substitution, "{~~", "~~}"),
    (ChangeKind::Highlight, "{==", "==}"),
    (ChangeKind::Remark, "{>>", "<<}"),
];

impl ChangeKind {
    /// The mark that opens at the start of a text.
    pub(crate) fn opening(text: &str) -> Option<Self> {
        KINDS.iter().find(|(_, open, _)| text.starts_with(open)).map(|(kind, _, _)| *kind)
    }

    /// The mark that these bytes close.
    fn closing(bytes: &[u8]) -> Option<Self> {
        KINDS.iter().find(|(_, _, close)| close.as_bytes() == bytes).map(|(kind, _, _)| *kind)
    }
}

/// A mark that is open.
struct Open {
    kind: ChangeKind,
    at: usize,
    block: usize,
    arrow: Option<usize>,
}

/// The marks that are open.
#[derive(Default)]
pub(super) struct Changes {
    open: Vec<Open>,
    /// How many of each kind are open, so that a closing mark without a partner costs nothing.
    counts: [usize; KINDS.len()],
    /// The block at hand, counted.
    block: usize,
    /// The opening marks that nothing closes.
    pub(super) unclosed: Vec<Range<usize>>,
}

impl Changes {
    /// A further block begins.
    pub(super) fn next_block(&mut self) {
        self.block += 1;
    }

    /// Whether a remark is open in this block: then nothing but its end is a mark.
    pub(super) fn in_remark(&self) -> bool {
        self.open.last().is_some_and(|open| open.kind == ChangeKind::Remark && open.block == self.block)
    }

    /// An opening mark at an offset.
    pub(super) fn start(&mut self, kind: ChangeKind, at: usize) {
        self.counts[kind as usize] += 1;
        self.open.push(Open { kind, at, block: self.block, arrow: None });
    }

    /// `~>` at an offset: whether it stands in a substitution and is its only one.
    pub(super) fn arrow(&mut self, at: usize) -> bool {
        let block = self.block;
        let Some(open) = self.open.last_mut() else { return false };
        let takes = open.kind == ChangeKind::Substitution && open.block == block && open.arrow.is_none();
        if takes {
            open.arrow = Some(at);
        }
        takes
    }

    /// A closing brace at an offset: if it ends a mark whose partner is open, the finds of the two.
    pub(super) fn end(&mut self, text: &str, brace: usize) -> Vec<Mark> {
        let Some(at) = brace.checked_sub(LEN - 1) else { return Vec::new() };
        let Some(kind) = ChangeKind::closing(&text.as_bytes()[at..=brace]) else { return Vec::new() };
        if self.counts[kind as usize] == 0 || (self.in_remark() && kind != ChangeKind::Remark) {
            return Vec::new();
        }
        while let Some(open) = self.open.pop() {
            self.counts[open.kind as usize] -= 1;
            let whole = open.at..open.at + LEN;
            let close = at..at + LEN;
            if open.kind != kind || close.start < whole.end {
                self.unclosed.push(whole);
                continue;
            }
            let same_block = open.block == self.block;
            return match kind {
                ChangeKind::Remark if same_block => vec![Mark { range: open.at..close.end, kind: MarkKind::Remark }],
                ChangeKind::Substitution if same_block && open.arrow.is_some() => {
                    let arrow = open.arrow.map(|at| Mark { range: at..at + 2, kind: MarkKind::Arrow });
                    let mut marks = pair(whole, close, MarkKind::ChangeStart(kind), MarkKind::ChangeEnd(kind));
                    marks.extend(arrow);
                    marks
                }
                ChangeKind::Insertion | ChangeKind::Deletion | ChangeKind::Highlight if same_block => {
                    pair(whole, close, MarkKind::ChangeStart(kind), MarkKind::ChangeEnd(kind))
                }
                ChangeKind::Insertion | ChangeKind::Deletion => {
                    pair(whole, close, MarkKind::RangeStart(kind), MarkKind::RangeEnd(kind))
                }
                ChangeKind::Remark | ChangeKind::Substitution | ChangeKind::Highlight => {
                    self.unclosed.push(whole);
                    Vec::new()
                }
            };
        }
        Vec::new()
    }

    /// The text ends: what is open stays open.
    pub(super) fn finish(&mut self) {
        self.unclosed.extend(self.open.drain(..).map(|open| open.at..open.at + LEN));
        self.unclosed.sort_by_key(|range| range.start);
    }
}

fn pair(start: Range<usize>, end: Range<usize>, first: MarkKind, second: MarkKind) -> Vec<Mark> {
    vec![Mark { range: start, kind: first }, Mark { range: end, kind: second }]
}
