//! The mark table: which bytes of the source were overwritten in the mask, and what stands there.

use std::ops::Range;

use super::changes::ChangeKind;

/// A place that the mask overwrites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The bytes.
    pub(crate) range: Range<usize>,
    /// What stands there.
    pub(crate) kind: MarkKind,
}

/// What stands at a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MarkKind {
    /// `::: {.name}` or `:::`: a block of its own.
    Fence,
    /// `a.`, `(iv)`, `#.`, `(@x)`: a numbered list's marker.
    Marker,
    /// `: ` or `Table: ` of a caption that touches its table: a heading's marker.
    Caption,
    /// Lines between `$$` and `$$`.
    Math,
    /// `{…}`
    Attributes,
    /// `{…}` at the end of a link definition.
    DefinitionAttributes,
    /// `[^x]`
    Note,
    /// A single `~`.
    Tilde,
    /// `$` that begins a sum of money, and would be mathematics to the parse.
    Dollar,
    /// `{++` and its like, with the end in the same block.
    ChangeStart(ChangeKind),
    /// `++}` and its like.
    ChangeEnd(ChangeKind),
    /// `{++` or `{--`, with the end in a later block.
    RangeStart(ChangeKind),
    /// `++}` or `--}` of a change that began in an earlier block.
    RangeEnd(ChangeKind),
    /// `~>` in `{~~old~>new~~}`.
    Arrow,
    /// `{>>text<<}`
    Remark,
    /// `:` before a definition.
    Definition,
    /// `<` of a line that begins a comment without an end.
    Comment,
}

/// The marks in their order. They are disjoint.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks(Vec<Mark>);

impl Marks {
    /// Adds the finds of one pass. What overlaps an earlier mark is left out: the outer construct wins.
    pub(crate) fn add(&mut self, mut new: Vec<Mark>) {
        new.retain(|mark| !mark.range.is_empty() && self.overlapping(mark.range.clone()).next().is_none());
        self.0.append(&mut new);
        self.0.sort_by_key(|mark| (mark.range.start, mark.range.end));
        let mut end = 0;
        self.0.retain(|mark| {
            let keep = mark.range.start >= end;
            end = end.max(mark.range.end);
            keep
        });
    }

    /// Adds marks that all stand after these.
    pub(crate) fn append(&mut self, mut later: Marks) {
        self.0.append(&mut later.0);
    }

    /// The mark that starts at an offset.
    pub(crate) fn at(&self, offset: usize) -> Option<&Mark> {
        self.0.binary_search_by_key(&offset, |mark| mark.range.start).ok().map(|i| &self.0[i])
    }

    /// The marks that share a byte with a range.
    pub(crate) fn overlapping(&self, range: Range<usize>) -> impl Iterator<Item = &Mark> {
        let first = self.0.partition_point(|mark| mark.range.end <= range.start);
        self.0[first..].iter().take_while(move |mark| mark.range.start < range.end)
    }

    /// All marks.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Mark> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(range: Range<usize>) -> Mark {
        Mark { range, kind: MarkKind::Note }
    }

    #[test]
    fn marks_stay_disjoint_and_ordered() {
        let mut marks = Marks::default();
        marks.add(vec![mark(10..12), mark(4..8)]);
        marks.add(vec![mark(7..9), mark(0..2), mark(1..4), mark(3..3)]);
        let ranges: Vec<_> = marks.iter().map(|m| m.range.clone()).collect();
        assert_eq!(ranges, vec![0..2, 4..8, 10..12]);
        assert_eq!(marks.overlapping(7..11).count(), 2);
        assert_eq!(marks.overlapping(8..10).count(), 0);
        assert!(marks.at(4).is_some() && marks.at(5).is_none());
    }
}
