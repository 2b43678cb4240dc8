//! The line of a paragraph before its escapes: which bytes are the author's text, and which are marks of Markdown.

use crate::mask::markers;

/// A line under way.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    pub(super) text: String,
    /// For each byte, whether it is the author's text and may need an escape.
    pub(super) is_text: Vec<bool>,
    /// For each byte, the pair of brackets that it stands in directly: text pairs its own brackets there.
    pub(super) owner: Vec<u32>,
    owners: u32,
    current: u32,
    /// The characters that stand around something of ours, and would pair with the author's.
    delimiters: String,
}

impl Buffer {
    /// Text of the author's.
    pub(super) fn text(&mut self, text: &str) {
        self.push(text, true);
    }

    /// A mark, printed as it is.
    pub(super) fn mark(&mut self, mark: &str) {
        self.push(mark, false);
    }

    /// A mark that stands around something.
    pub(super) fn delimiter(&mut self, mark: &str) {
        self.delimiters.extend(mark.chars().next());
        self.push(mark, false);
    }

    /// Whether a mark of ours begins with a character.
    pub(super) fn has_delimiter(&self, c: char) -> bool {
        self.delimiters.contains(c)
    }

    fn push(&mut self, text: &str, is_text: bool) {
        self.text.push_str(text);
        self.is_text.resize(self.text.len(), is_text);
        self.owner.resize(self.text.len(), self.current);
    }

    /// What follows stands in a pair of brackets of its own; gives the pair around it.
    pub(super) fn enter(&mut self) -> u32 {
        let outer = self.current;
        self.owners += 1;
        self.current = self.owners;
        outer
    }

    /// The pair of brackets ends.
    pub(super) fn leave(&mut self, outer: u32) {
        self.current = outer;
    }

    /// Joins a line to the one before it that could begin an item, inside containers whose own markers are not
    /// CommonMark's: a space says the same as a line end.
    pub(super) fn join_markers(&mut self) {
        let starts: Vec<usize> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        for at in starts {
            let hard = self.text[..at].ends_with('\\') && self.is_mark(at - 1);
            if self.is_mark(at) && !hard && markers::fancy(&self.text[at + 1..]).is_some() {
                self.text.replace_range(at..=at, " ");
            }
        }
    }

    /// How long the line is.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The character before an offset.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// The character at an offset.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Whether the byte at an offset is a mark.
    pub(super) fn is_mark(&self, at: usize) -> bool {
        self.is_text.get(at).is_some_and(|is_text| !is_text)
    }
}
