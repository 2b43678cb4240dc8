//! The counters: headings, figures of each kind, notes, examples. Each counts once, in reading order.

use std::collections::BTreeMap;

use chapbook_model::{FigureKind, Metadata};
use chapbook_theme::{FigureNumbering, HeadingNumbering, Theme};
use chapbook_values::{CounterStyle, Delimiter};

use crate::ListGroup;

/// All counters of a document.
pub(crate) struct Counters {
    headings: [u32; 6],
    heading_depth: u8,
    figures: BTreeMap<FigureKind, u32>,
    figure_numbering: FigureNumbering,
    /// The number of the chapter, for figures that are counted by chapter.
    chapter: u32,
    notes: u32,
    symbols: usize,
    /// The list of all example items, once there is one.
    pub(crate) examples: Option<ListCounter>,
}

/// Where a numbered list stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListCounter {
    pub(crate) group: ListGroup,
    pub(crate) style: CounterStyle,
    pub(crate) delimiter: Delimiter,
    /// The number of the next item.
    pub(crate) next: i64,
}

/// Headings that are numbered because the author asks for it, where the theme names no level: 1 to 3.
const DEFAULT_DEPTH: u8 = 3;

/// The marks of notes on authors, in the order of the Chicago Manual of Style; then doubled.
const SYMBOLS: [&str; 6] = ["*", "†", "‡", "§", "‖", "¶"];

impl Counters {
    pub(crate) fn new(theme: &Theme, metadata: &Metadata) -> Self {
        let depth = match (metadata.numbering, theme.numbering.headings) {
            (Some(false), _) | (None, HeadingNumbering::None) => 0,
            (Some(true), HeadingNumbering::None) => DEFAULT_DEPTH,
            (Some(true) | None, HeadingNumbering::UpTo(depth)) => depth,
        };
        Self {
            headings: [0; 6],
            heading_depth: depth,
            figures: BTreeMap::new(),
            figure_numbering: theme.numbering.figures,
            chapter: 0,
            notes: 0,
            symbols: 0,
            examples: None,
        }
    }

    /// The number of the next heading of a level, `1.2`; none if such headings have none.
    pub(crate) fn heading(&mut self, level: u8, unnumbered: bool) -> Option<String> {
        let index = usize::from(level.clamp(1, 6)) - 1;
        if unnumbered {
            return None;
        }
        self.headings[index] += 1;
        self.headings[index + 1..].fill(0);
        if index == 0 {
            self.chapter += 1;
            if self.figure_numbering == FigureNumbering::Chapter {
                self.figures.clear();
            }
        }
        if level > self.heading_depth {
            return None;
        }
        // A document that begins at level 2 is counted from there.
        let first = self.headings.iter().position(|n| *n > 0).unwrap_or(0);
        let parts: Vec<String> = self.headings[first..=index].iter().map(u32::to_string).collect();
        Some(parts.join("."))
    }

    /// The number of the next figure of a kind and its count; none if figures are not numbered.
    pub(crate) fn figure(&mut self, kind: FigureKind) -> Option<(String, u32)> {
        if self.figure_numbering == FigureNumbering::None {
            return None;
        }
        let count = self.figures.entry(kind).or_insert(0);
        *count += 1;
        let by_chapter = self.figure_numbering == FigureNumbering::Chapter && self.chapter > 0;
        let number = if by_chapter { format!("{}.{count}", self.chapter) } else { count.to_string() };
        Some((number, *count))
    }

    /// The number of the next counted note.
    pub(crate) fn note(&mut self) -> String {
        self.notes += 1;
        self.notes.to_string()
    }

    /// The next symbol for an author's mark that is not in use; `taken` tells which are.
    pub(crate) fn symbol(&mut self, taken: impl Fn(&str) -> bool) -> String {
        loop {
            let at = self.symbols;
            self.symbols += 1;
            // Six symbols, then each twice, and so on; nobody has hundreds of authors with marks of their own.
            let symbol = SYMBOLS[at % SYMBOLS.len()].repeat((at / SYMBOLS.len() + 1).min(8));
            if !taken(&symbol) || at > 1_000 {
                return symbol;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chapbook_source::MemoryFiles;

    use super::*;

    #[test]
    fn headings_count_within_each_other() {
        let theme = chapbook_theme::read("article", &MemoryFiles::default()).expect("it is built in");
        let metadata = Metadata { numbering: Some(true), ..Metadata::default() };
        let mut counters = Counters::new(&theme, &metadata);
        let mut number = |level| counters.heading(level, false);
        assert_eq!(number(1).as_deref(), Some("1"));
        assert_eq!(number(2).as_deref(), Some("1.1"));
        assert_eq!(number(2).as_deref(), Some("1.2"));
        assert_eq!(number(1).as_deref(), Some("2"));
        assert_eq!(number(3).as_deref(), Some("2.0.1"));
        assert_eq!(number(4), None);
        let mut off = Counters::new(&theme, &Metadata::default());
        assert_eq!(off.heading(1, false), None);
    }

    #[test]
    fn symbols_double() {
        let theme = chapbook_theme::read("article", &MemoryFiles::default()).expect("it is built in");
        let mut counters = Counters::new(&theme, &Metadata::default());
        let symbols: Vec<String> = (0..8).map(|_| counters.symbol(|taken| taken == "†")).collect();
        assert_eq!(symbols, ["*", "‡", "§", "‖", "¶", "**", "††", "‡‡"]);
    }
}
