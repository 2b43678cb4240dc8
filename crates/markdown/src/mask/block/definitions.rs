//! Where a line with a colon is a definition (DIALECT 5), and not a caption or text.

use std::ops::Range;

use super::lines::{caption_marker, line_starts, strip_quotes};
use super::{Container, Finder, Position};
use crate::mask::markers;
use crate::mask::marks::MarkKind;

/// What the last block is to a definition that follows it after a blank line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term {
    /// No term.
    None,
    /// A paragraph at this depth of containers, from here to there: a term if it is of one line.
    Paragraph(usize, usize, usize),
    /// A definition at this depth: another one may follow.
    Defined(usize),
}

impl Finder<'_, '_> {
    pub(super) fn kind_of_item(&self, start: usize) -> Container {
        let spaces = self.place.text.as_bytes()[start..].iter().take_while(|b| matches!(b, b' ' | b'\t'));
        let marker = start + spaces.count();
        match self.marks.at(marker).map(|mark| mark.kind) {
            Some(MarkKind::Definition) => Container::Definition,
            Some(_) | None => Container::Item,
        }
    }

    /// What a paragraph is to a definition that follows it.
    pub(super) fn end_paragraph(&mut self, range: Range<usize>) {
        let depth = self.containers.len();
        self.term = match self.defined == Some(self.leaf) {
            true => Term::Defined(depth),
            false => Term::Paragraph(depth, range.start, range.end),
        };
    }

    /// Whether a line with a colon and white space defines something: the line before it is the only one of
    /// its paragraph, or a definition (Pandoc's rule).
    pub(super) fn is_definition(&self, position: Position, at: usize) -> bool {
        let depth = self.containers.len();
        match position {
            // Between blocks a caption looks the same: it has a table after it.
            Position::First => match self.term {
                Term::Paragraph(of, start, end) => {
                    of == depth && self.is_one_term(start..end) && !self.is_labelled(at) && !self.table_follows(at)
                }
                Term::Defined(of) => of == depth,
                Term::None => false,
            },
            Position::Row => false,
            Position::Further => {
                let lazy = match self.containers.last() {
                    Some(Container::Item | Container::Definition) => self.place.column(at) < self.leaf_column(),
                    Some(Container::Quote | Container::Other) | None => false,
                };
                if self.defined == Some(self.leaf) {
                    // What stands under the text of the definition is a matter for the next pass.
                    return self.place.column(at) < self.defined_column;
                }
                if lazy {
                    return self.containers.last() == Some(&Container::Definition);
                }
                let before = &self.place.text[self.leaf..at];
                let mut lines = before.split('\n');
                let first = lines.next().unwrap_or("").trim_end_matches('\r');
                let prefix = lines.next().unwrap_or("");
                // A line that leaves its quotation off is no line of the term's.
                let quoted = self.quotes == 0 || prefix.contains('>');
                quoted && lines.next().is_none() && !first.contains('\r') && is_term(first)
            }
        }
    }

    fn is_one_term(&self, range: Range<usize>) -> bool {
        let text = self.place.text.get(self.place.trimmed(range)).unwrap_or("");
        !text.contains(['\n', '\r']) && is_term(text)
    }

    /// Whether a line ends in the label of a table or listing, which no definition has.
    fn is_labelled(&self, at: usize) -> bool {
        let line = self.place.rest_of_line(at).trim_end();
        line.ends_with('}') && ["{#tbl-", "{#tbl:", "{#lst-", "{#lst:"].iter().any(|label| line.contains(label))
    }

    /// Whether a table is what follows the paragraph at an offset.
    fn table_follows(&self, at: usize) -> bool {
        let blank = |start: &usize| strip_quotes(self.place.rest_of_line(*start), self.quotes).trim().is_empty();
        let mut lines = line_starts(self.place, at).skip_while(|start| !blank(start)).skip_while(blank);
        lines.next().zip(lines.next()).is_some_and(|(head, delimiters)| self.is_table(head, delimiters))
    }

    /// Whether two lines are a table's head and what is under it.
    pub(super) fn is_table(&self, head: usize, delimiters: usize) -> bool {
        let bare = |start: usize| self.place.rest_of_line(start).trim_start_matches([' ', '\t', '>']).trim_end();
        let delimiters = bare(delimiters);
        let head = bare(head);
        head.contains('|')
            // A row after a colon is a definition's, and one after a marker is an item's.
            && caption_marker(head).is_none()
            && markers::read(head).is_none_or(|marker| !head[marker.len..].starts_with([' ', '\t']))
            && delimiters.contains('-')
            && delimiters.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
    }
}

/// Whether a line can be a term: it is no caption, no fence, no image of its own, and no row of a line block.
fn is_term(line: &str) -> bool {
    caption_marker(line).is_none() && !["![", "| ", ":::", "```", "~~~"].iter().any(|start| line.starts_with(start))
}
