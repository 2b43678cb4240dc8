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
    text.split(['\n', '\r']).any(|line| {
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
    Other,
}

struct Finder<'p, 'm> {
    place: &'p Place<'p>,
    mask: &'m Mask,
    containers: Vec<Container>,
    quotes: usize,
    /// Where the paragraph at hand begins.
    leaf: usize,
    /// Nothing is looked for before this offset.
    done: usize,
    found: Vec<Mark>,
}

/// What one pass finds in the events of the mask.
pub(crate) fn find(place: &Place<'_>, mask: &Mask, events: &Events<'_>) -> Vec<Mark> {
    let mut finder = Finder { place, mask, containers: Vec::new(), quotes: 0, leaf: 0, done: 0, found: Vec::new() };
    let mut pending: Option<Position> = None;
    for (event, range) in events {
        match event {
            Event::Start(tag) => match tag {
                Tag::Paragraph => pending = Some(Position::First),
                // Only a setext heading's lines are a paragraph's (CommonMark 0.31, 4.3).
                Tag::Heading { .. } => pending = (place.byte(range.start) != b'#').then_some(Position::First),
                Tag::BlockQuote(_) => finder.enter(Container::Quote),
                Tag::Item => {
                    finder.enter(Container::Item);
                    pending = Some(Position::First);
                }
                Tag::FootnoteDefinition(_) | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                    finder.enter(Container::Other);
                    pending = Some(Position::First);
                }
                Tag::TableRow => pending = Some(Position::Row),
                Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)
                | Tag::HtmlBlock
                | Tag::MetadataBlock(_) => pending = None,
                Tag::List(_) | Tag::DefinitionList | Tag::Table(_) | Tag::TableHead | Tag::TableCell => {}
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
                TagEnd::Paragraph
                | TagEnd::Heading(_)
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
            Event::Rule => pending = Some(Position::First),
        }
    }
    // What an earlier pass has masked stays as it is: passes only add marks.
    let mut found = finder.found;
    found.retain(|mark| mask.marks.overlapping(mark.range.clone()).next().is_none());
    found
}

impl Finder<'_, '_> {
    fn enter(&mut self, container: Container) {
        self.quotes += usize::from(container == Container::Quote);
        self.containers.push(container);
    }

    fn leave(&mut self) {
        if self.containers.pop() == Some(Container::Quote) {
            self.quotes -= 1;
        }
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
            self.colon(at);
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

    fn colon(&mut self, at: usize) {
        if self.fence(at) {
            return;
        }
        self.caption_before_table(at);
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
        let bare = |start: usize| self.place.rest_of_line(start).trim_start_matches([' ', '\t', '>']).trim_end();
        let head = bare(head);
        let delimiters = bare(delimiters);
        let is_table = head.contains('|')
            && delimiters.contains('-')
            && delimiters.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'));
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
