//! The block passes: div fences, list markers, captions that touch a table, bodies of display mathematics.
//!
//! Only the parse knows where a line begins inside its containers. Candidates are therefore the first events
//! after the start of a paragraph, an item or a table row, and after a line end inside a paragraph: there, and
//! only there, a line of a block starts.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::marks::{Mark, MarkKind};
use super::{Events, Mask, fences, markers};
use crate::attributes;
use crate::place::Place;

/// Whether a text holds any byte that a block pass looks for at the start of a line. A cheap filter: it may
/// say yes too often.
pub(crate) fn may_hold(text: &str) -> bool {
    let mut from = 0;
    let lines = std::iter::from_fn(|| {
        let rest = text.as_bytes().get(from..)?;
        let len = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        let line = &text[from..from + len];
        from += len + 1;
        Some(line)
    });
    lines.into_iter().any(|line| {
        // What may stand before a block: quotation marks, bullets, numbers, task boxes, note labels, bars.
        let prefix = |c: char| matches!(c, ' ' | '\t' | '>' | '*' | '+' | '-' | '|' | '.') || c.is_ascii_digit();
        let inner = line.trim_start_matches(prefix);
        let inner = match inner.strip_prefix("[^") {
            Some(note) => note.split_once("]:").map_or(inner, |(_, after)| after).trim_start_matches(prefix),
            None => inner.trim_start_matches([')', ' ']),
        };
        match inner.as_bytes() {
            [b':' | b'(' | b'#', ..] => true,
            [b'$', b'$', ..] => true,
            [b'[', ..] => inner.trim_end().ends_with('}'),
            [b'T' | b't', ..] if inner.len() > 5 && inner.as_bytes()[5] == b':' => true,
            [first, ..] if first.is_ascii_alphabetic() => {
                let letters = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
                letters <= 7 && matches!(inner.as_bytes().get(letters), Some(b'.' | b')'))
            }
            _ => false,
        }
    })
}

/// Where in its block a candidate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    /// A block begins here.
    First,
    /// A further line of a paragraph.
    Further,
    /// A row of a table begins here.
    Row,
}

/// The containers that matter to a line's prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Quote,
    Item,
    /// An item whose bullet is the colon of a definition.
    Definition,
    Other,
}

/// What the last block is to a definition that follows it after a blank line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Term {
    /// No term.
    None,
    /// A paragraph of one line, at this depth of containers.
    Line(usize),
    /// A definition at this depth: another one may follow.
    Defined(usize),
}

struct Finder<'p, 'm> {
    place: &'p Place<'p>,
    mask: &'m Mask,
    containers: Vec<Container>,
    quotes: usize,
    /// Where the paragraph at hand begins.
    leaf: usize,
    /// Whether a definition may follow the last block, as its term or as another definition.
    term: Term,
    /// Where the paragraph begins that a definition was found in.
    defined: Option<usize>,
    /// Nothing is looked for before this offset.
    done: usize,
    found: Vec<Mark>,
}

/// What one pass finds in the events of the mask.
pub(crate) fn find(place: &Place<'_>, mask: &Mask, events: &Events<'_>) -> Vec<Mark> {
    let mut finder = Finder {
        place,
        mask,
        containers: Vec::new(),
        quotes: 0,
        leaf: 0,
        term: Term::None,
        defined: None,
        done: 0,
        found: Vec::new(),
    };
    let mut pending: Option<Position> = None;
    for (event, range) in events {
        match event {
            Event::Start(tag) => match tag {
                Tag::Paragraph => pending = Some(Position::First),
                // Only a setext heading's lines are a paragraph's (CommonMark 0.31, 4.3).
                Tag::Heading { .. } => {
                    finder.term = Term::None;
                    pending = (place.byte(range.start) != b'#').then_some(Position::First);
                }
                Tag::BlockQuote(_) => finder.enter(Container::Quote),
                Tag::Item => {
                    finder.enter(finder.kind_of_item(range.start));
                    pending = Some(Position::First);
                }
                Tag::FootnoteDefinition(_) | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                    finder.enter(Container::Other);
                    pending = Some(Position::First);
                }
                Tag::TableRow => pending = Some(Position::Row),
                // Until its marker is masked, a further paragraph of a definition is indented code.
                Tag::CodeBlock(CodeBlockKind::Indented) => pending = None,
                Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                    finder.term = Term::None;
                    pending = None;
                }
                Tag::List(_) | Tag::DefinitionList | Tag::Table(_) => finder.term = Term::None,
                Tag::TableHead | Tag::TableCell => {}
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. } => finder.candidate(pending.take(), range.start),
            },
            Event::End(end) => match end {
                TagEnd::BlockQuote(_)
                | TagEnd::Item
                | TagEnd::FootnoteDefinition
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition => {
                    finder.leave();
                    pending = Some(Position::First);
                }
                TagEnd::Paragraph => {
                    finder.end_paragraph(range.clone());
                    pending = Some(Position::First);
                }
                TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::List(_)
                | TagEnd::DefinitionList
                | TagEnd::Table
                | TagEnd::TableRow
                | TagEnd::TableHead
                // In a tight item, text after a block begins a paragraph without saying so.
                | TagEnd::MetadataBlock(_) => pending = Some(Position::First),
                TagEnd::TableCell
                | TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image => {}
            },
            Event::SoftBreak | Event::HardBreak => pending = Some(Position::Further),
            Event::TaskListMarker(_) => pending = None,
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => finder.candidate(pending.take(), range.start),
            Event::Rule => {
                finder.term = Term::None;
                pending = Some(Position::First);
            }
        }
    }
    // What an earlier pass has masked stays as it is: passes only add marks.
    let mut found = finder.found;
    found.retain(|mark| mask.marks.overlapping(mark.range.clone()).next().is_none());
    found
}

impl Finder<'_, '_> {
    fn enter(&mut self, container: Container) {
        self.term = Term::None;
        self.quotes += usize::from(container == Container::Quote);
        self.containers.push(container);
    }

    fn leave(&mut self) {
        let left = self.containers.pop();
        self.quotes -= usize::from(left == Some(Container::Quote));
        let defined = left == Some(Container::Definition);
        self.term = if defined { Term::Defined(self.containers.len()) } else { Term::None };
    }

    fn kind_of_item(&self, start: usize) -> Container {
        let spaces = self.place.text.as_bytes()[start..].iter().take_while(|b| matches!(b, b' ' | b'\t'));
        let marker = start + spaces.count();
        match self.mask.marks.at(marker).map(|mark| mark.kind) {
            Some(MarkKind::Definition) => Container::Definition,
            Some(_) | None => Container::Item,
        }
    }

    /// What a paragraph is to a definition that follows it.
    fn end_paragraph(&mut self, range: Range<usize>) {
        let depth = self.containers.len();
        let text = self.place.text.get(self.place.trimmed(range)).unwrap_or("");
        self.term = if self.defined == Some(self.leaf) {
            Term::Defined(depth)
        } else if !text.contains(['\n', '\r']) && is_term(text) {
            Term::Line(depth)
        } else {
            Term::None
        };
    }

    fn candidate(&mut self, position: Option<Position>, at: usize) {
        let Some(position) = position else { return };
        if position != Position::Further {
            self.leaf = at;
        }
        if at < self.done || self.place.after_backslash(at) || self.mask.marks.at(at).is_some() {
            return;
        }
        let first = self.place.byte(at);
        if matches!(first, b':' | b'T' | b't') && position == Position::Row {
            self.row(at);
        } else if first == b':' {
            self.colon(position, at);
        } else if matches!(first, b'T' | b't') {
            self.table_word(position, at);
        } else if first == b'$' {
            self.mathematics(at);
        } else if first == b'[' && position == Position::First {
            self.definition_attributes(at);
        } else if matches!(first, b'(' | b'#') || first.is_ascii_alphabetic() {
            self.markers(position, at);
        }
    }

    fn mark(&mut self, range: Range<usize>, kind: MarkKind) {
        self.done = range.end;
        self.found.push(Mark { range, kind });
    }

    /// A div fence: the line, without the white space at its end.
    fn fence(&mut self, at: usize) -> bool {
        let line = self.place.rest_of_line(at);
        match fences::read(line) {
            Some(fences::Fence::Open(_) | fences::Fence::Close) => {
                self.mark(at..at + line.trim_end().len(), MarkKind::Fence);
                true
            }
            // The tree pass says that it opens nothing.
            Some(fences::Fence::Stray) => true,
            None => false,
        }
    }

    /// One list marker, and further ones directly after it: `(1) a. text`.
    fn markers(&mut self, position: Position, at: usize) {
        if position == Position::Row || (position == Position::Further && !self.is_lazy(at)) {
            return;
        }
        let mut at = at;
        let mut rest = self.place.rest_of_line(at);
        while let Some(marker) = markers::fancy(rest) {
            self.mark(at..at + marker.len, MarkKind::Marker);
            let after = &rest[marker.len..];
            let text = after.trim_start_matches(' ');
            let spaces = after.len() - text.len();
            at += marker.len + spaces;
            rest = text;
            // From five spaces on the item begins with indented code (CommonMark 0.31, 5.2).
            if spaces > 4 || self.mask.marks.at(at).is_some() {
                return;
            }
            if self.place.byte(at) == b':' && self.fence(at) {
                return;
            }
        }
    }

    /// Whether a further line stands left of its item's text: there the item ends if a marker stands there.
    /// Anywhere else a letter never interrupts a paragraph.
    fn is_lazy(&self, at: usize) -> bool {
        self.containers.last() == Some(&Container::Item) && self.place.column(at) < self.place.column(self.leaf)
    }

    fn row(&mut self, at: usize) {
        if self.fence(at) {
            return;
        }
        self.caption_in_row(at);
    }

    fn colon(&mut self, position: Position, at: usize) {
        if self.fence(at) || self.caption_before_table(at) {
            return;
        }
        if caption_marker(self.place.rest_of_line(at)).is_some() && self.is_definition(position, at) {
            self.defined = Some(self.leaf);
            self.mark(at..at + 1, MarkKind::Definition);
            // What follows the colon is looked at in the next pass.
            self.done = at + self.place.rest_of_line(at).len();
        }
    }

    /// Whether a line with a colon and white space defines something: the line before it is the only one of
    /// its paragraph, or a definition (Pandoc's rule).
    fn is_definition(&self, position: Position, at: usize) -> bool {
        let depth = self.containers.len();
        match position {
            // Between blocks a caption looks the same: it has a table after it.
            Position::First => match self.term {
                Term::Line(of) => of == depth && !self.is_labelled(at) && !self.table_follows(at),
                Term::Defined(of) => of == depth,
                Term::None => false,
            },
            Position::Row => false,
            Position::Further => {
                let lazy = match self.containers.last() {
                    Some(Container::Item | Container::Definition) => {
                        self.place.column(at) < self.place.column(self.leaf)
                    }
                    Some(Container::Quote | Container::Other) | None => false,
                };
                if lazy || self.defined == Some(self.leaf) {
                    return self.defined == Some(self.leaf) || self.containers.last() == Some(&Container::Definition);
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
    fn is_table(&self, head: usize, delimiters: usize) -> bool {
        let bare = |start: usize| self.place.rest_of_line(start).trim_start_matches([' ', '\t', '>']).trim_end();
        let delimiters = bare(delimiters);
        bare(head).contains('|')
            && delimiters.contains('-')
            && delimiters.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
    }

    /// `Table: Caption`, or `t. item`.
    fn table_word(&mut self, position: Position, at: usize) {
        if self.caption_before_table(at) {
            return;
        }
        self.markers(position, at);
    }

    /// `: Caption` directly under a table, which pulldown-cmark takes for a row.
    fn caption_in_row(&mut self, at: usize) {
        if let Some(len) = caption_marker(self.place.rest_of_line(at)) {
            self.mark(at..at + len, MarkKind::Caption);
        }
    }

    /// `: Caption` directly above a table, which would keep the table from beginning.
    fn caption_before_table(&mut self, at: usize) -> bool {
        let line = self.place.rest_of_line(at);
        let Some(len) = caption_marker(line) else { return false };
        let mut next = line_starts(self.place, at);
        let (Some(head), Some(delimiters)) = (next.next(), next.next()) else { return false };
        let is_table = self.is_table(head, delimiters);
        if is_table {
            self.mark(at..at + len, MarkKind::Caption);
        }
        is_table
    }

    /// `$$` at a line's start, with its end on a later line: what lies between is made inert line by line.
    fn mathematics(&mut self, at: usize) {
        if self.place.byte(at + 1) != b'$' || closing_dollars(self.place.rest_of_line(at + 2)).is_some() {
            return;
        }
        let mut bodies = Vec::new();
        bodies.push(at + 2..at + 2 + self.place.rest_of_line(at + 2).len());
        let mut end = None;
        for start in line_starts(self.place, at) {
            let line = self.place.rest_of_line(start);
            let body = strip_quotes(line, self.quotes);
            let from = start + line.len() - body.len();
            if body.trim().is_empty() {
                break;
            }
            if let Some(close) = closing_dollars(body) {
                bodies.push(from..from + close);
                end = Some(from + close + 2);
                break;
            }
            bodies.push(from..from + body.trim_end().len());
        }
        let Some(end) = end else { return };
        for body in bodies {
            if !body.is_empty() {
                self.mark(body, MarkKind::Math);
            }
        }
        self.done = end;
    }

    /// `[x]: target {.class}`: the braces would undo the definition for every use of it.
    fn definition_attributes(&mut self, at: usize) {
        let line = self.place.rest_of_line(at).trim_end();
        if !line.ends_with('}') || line.starts_with("[^") {
            return;
        }
        let Some(target) = line.find("]: ") else { return };
        let Some(open) = line[target..].rfind(" {").map(|i| target + i + 1) else { return };
        if attributes::read(&line[open..]).is_some_and(|braces| braces.len == line.len() - open) {
            self.mark(at + open..at + line.len(), MarkKind::DefinitionAttributes);
        }
    }
}

/// Whether a line can be a term: it is no caption, no image of its own, and no row of a line block.
fn is_term(line: &str) -> bool {
    caption_marker(line).is_none() && !line.starts_with("![") && !line.starts_with("| ")
}

/// The length of a caption's marker, without the space after it: `:` or `Table:`.
pub(crate) fn caption_marker(line: &str) -> Option<usize> {
    [":", "Table:", "table:"]
        .into_iter()
        .find(|marker| {
            line.strip_prefix(marker).is_some_and(|rest| rest.starts_with([' ', '\t']) && !rest.trim().is_empty())
        })
        .map(str::len)
}

/// Where `$$` ends mathematics in a line.
fn closing_dollars(line: &str) -> Option<usize> {
    line.match_indices("$$").map(|(i, _)| i).find(|i| !line[..*i].ends_with('\\'))
}

/// A line without the white space and the marks of as many quotations at its start.
pub(crate) fn strip_quotes(line: &str, quotes: usize) -> &str {
    let mut rest = line.trim_start_matches([' ', '\t']);
    for _ in 0..quotes {
        match rest.strip_prefix('>') {
            Some(inner) => rest = inner.trim_start_matches([' ', '\t']),
            None => break,
        }
    }
    rest
}

/// The starts of the lines after the one of an offset.
fn line_starts<'p>(place: &'p Place<'p>, from: usize) -> impl Iterator<Item = usize> + 'p {
    let mut at = from;
    std::iter::from_fn(move || {
        at += place.rest_of_line(at).len();
        match (place.byte(at), place.byte(at + 1)) {
            (b'\r', b'\n') => at += 2,
            (b'\r' | b'\n', _) => at += 1,
            _ => return None,
        }
        (at < place.text.len()).then_some(at)
    })
}
