//! The texts of a document's files, kept so that a span can be shown as line, column and source line.

use std::ops::Range;

use crate::{FileId, Span};

/// Characters are counted ahead for every so many bytes: a machine may write a book as one line, with thousands of
/// findings in it.
const COUNTED: usize = 1024;

/// The source texts of a document, by [`FileId`].
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

#[derive(Clone, Debug)]
struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<u32>,
    /// How many characters begin before each [`COUNTED`] bytes.
    counts: Vec<u32>,
}

/// A place as a person counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Sources {
    /// Adds a file under the name that messages show.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let mut line_starts = vec![0];
        let bytes = text.as_bytes();
        for (i, byte) in bytes.iter().enumerate() {
            // LF, CRLF and a lone CR each end a line (CommonMark 0.31, 2.1).
            if *byte == b'\n' || *byte == b'\r' && bytes.get(i + 1) != Some(&b'\n') {
                line_starts.push(u32::try_from(i + 1).unwrap_or(u32::MAX));
            }
        }
        let mut sum = 0;
        let counts = std::iter::once(0)
            .chain(bytes.chunks(COUNTED).map(|piece| {
                sum += characters(piece);
                u32::try_from(sum).unwrap_or(u32::MAX)
            }))
            .collect();
        self.files.push(SourceFile { name: name.into(), text, line_starts, counts });
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX - 1))
    }

    /// The ids of all files, in the order they were added.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// The name of a file, or an empty text for one that is not here.
    pub fn name(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |f| &f.name)
    }

    /// The text of a file, or an empty text for one that is not here.
    pub fn text(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |f| &f.text)
    }

    /// The text of a span, or an empty text where there is none.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// Line and column of a byte.
    pub fn position(&self, file: FileId, offset: u32) -> Position {
        let Some(source) = self.files.get(file.0 as usize) else { return Position { line: 1, column: 1 } };
        let line = source.line(offset);
        let before = source.characters_before(offset as usize);
        let column = before.saturating_sub(source.characters_before(source.line_starts[line - 1] as usize)) + 1;
        Position { line, column }
    }

    /// The number of the line that a byte stands in, from 1, and the line's bytes, without what ends it.
    pub fn line(&self, file: FileId, offset: u32) -> (usize, Range<usize>) {
        let Some(source) = self.files.get(file.0 as usize) else { return (1, 0..0) };
        let line = source.line(offset);
        let start = source.line_starts[line - 1] as usize;
        let end = source.line_starts.get(line).map_or(source.text.len(), |next| *next as usize);
        let text = source.text.get(start..end).unwrap_or("");
        (line, start..start + text.trim_end_matches(['\n', '\r']).len())
    }
}

impl SourceFile {
    fn line(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).max(1)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let end = offset.min(self.text.len());
        let counted = end / COUNTED;
        self.counts[counted] as usize + characters(&self.text.as_bytes()[counted * COUNTED..end])
    }
}

/// How many characters begin in some bytes: those that continue one do not.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "é1\r\ntwo\rthree\nfour");
        let at = |offset| {
            let Position { line, column } = sources.position(file, offset);
            (line, column)
        };
        assert_eq!(at(2), (1, 2));
        assert_eq!(at(5), (2, 1));
        assert_eq!(at(9), (3, 1));
        assert_eq!(at(15), (4, 1));
        assert_eq!(at(900), (4, 5));
        assert_eq!(sources.slice(Span::new(file, 5..8)), "two");
        assert_eq!(sources.line(file, 2), (1, 0..3));
        assert_eq!(sources.line(file, 5), (2, 5..8));
        assert_eq!(sources.line(file, 900), (4, 15..19));
    }

    #[test]
    fn columns_are_counted_in_lines_of_any_length() {
        let mut sources = Sources::default();
        let line = "aé中\n".to_owned() + &"中é".repeat(1000) + "\n" + &"x".repeat(COUNTED - 9);
        let file = sources.add("a.md", line.clone());
        let (mut row, mut column) = (1, 1);
        for (offset, character) in line.char_indices() {
            let expected = Position { line: row, column };
            assert_eq!(sources.position(file, u32::try_from(offset).expect("a short text")), expected);
            (row, column) = if character == '\n' { (row + 1, 1) } else { (row, column + 1) };
        }
        assert_eq!(sources.position(file, 1_000_000), Position { line: row, column });
    }
}
