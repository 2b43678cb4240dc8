//! Where the pages of the print begin in the text. A page is known by its first node and by how many bytes of that
//! node's text stand on earlier pages; a blank page begins where the next one does.

use std::collections::BTreeMap;

use chapbook_resolve::{NodeId, PageMap};

/// The beginning of a page in a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// How many bytes of the node's own text stand before it: its characters, code and formulas, and a byte for each
    /// line end of a block of code. Marks, numbers and labels do not count.
    pub(crate) offset: u32,
    /// The page, by its place in the map.
    pub(crate) page: usize,
}

/// The beginnings of pages, by node.
#[derive(Debug, Default)]
pub(crate) struct PageMarks(BTreeMap<NodeId, Vec<Mark>>);

impl PageMarks {
    pub(crate) fn new(pages: Option<&PageMap>) -> Self {
        let mut marks: BTreeMap<NodeId, Vec<Mark>> = BTreeMap::new();
        let mut blank = Vec::new();
        for (page, start) in pages.iter().flat_map(|pages| &pages.pages).enumerate() {
            blank.push(page);
            if let Some((node, offset)) = start.start {
                let of_node = marks.entry(node).or_default();
                of_node.extend(blank.drain(..).map(|page| Mark { offset, page }));
            }
        }
        Self(marks)
    }

    /// The pages that begin in a node, in their order.
    pub(crate) fn of(&self, node: NodeId) -> &[Mark] {
        self.0.get(&node).map_or(&[], Vec::as_slice)
    }
}

/// The place at or near a byte where a break does not stand inside a word: before the word that the byte is in, or
/// before the next one if it is in white space.
pub(crate) fn word_start(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let space = text[at..].len() - text[at..].trim_start().len();
    if space > 0 {
        return at + space;
    }
    text[..at].char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(i, c)| i + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use chapbook_resolve::PageStart;

    use super::*;

    #[test]
    fn blank_pages_begin_with_the_next() {
        let start = |label: &str, start| PageStart { label: label.into(), start };
        let map = PageMap {
            pages: vec![
                start("i", Some((NodeId(1), 0))),
                start("ii", None),
                start("1", Some((NodeId(5), 7))),
                start("2", None),
            ],
            anchors: Vec::new(),
        };
        let marks = PageMarks::new(Some(&map));
        assert_eq!(marks.of(NodeId(1)), [Mark { offset: 0, page: 0 }]);
        assert_eq!(marks.of(NodeId(5)), [Mark { offset: 7, page: 1 }, Mark { offset: 7, page: 2 }]);
        assert!(marks.of(NodeId(2)).is_empty());
    }

    #[test]
    fn breaks_stand_between_words() {
        for (at, place) in [(0, 0), (2, 0), (3, 4), (4, 4), (6, 4), (99, 8)] {
            assert_eq!(
                word_start("one töö six", at),
                [0, 0, 4, 4, 4, 10][[0, 2, 3, 4, 6, 99].iter().position(|x| *x == at).unwrap()],
                "{at} {place}"
            );
        }
    }
}
