//! The block passes: div fences, list markers, captions that touch a table, bodies of display mathematics.
//!
//! Only the parse knows where a line begins inside its containers. Candidates are therefore the first events
//! after the start of a paragraph, an item or a table row, and after a line end inside a paragraph: there, and
//! only there, a line of a block starts.

mod definitions;
mod lines;
mod math;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::marks::{Mark, MarkKind, Marks};
use super::{fences, markers};
use crate::attributes;
use crate::place::Place;
use crate::tree::has_blank_line;
use definitions::Term;
use lines::line_starts;
pub(crate) use lines::{caption_marker, strip_quotes};

/// How far the further lines of a note are indented.
const NOTE_INDENT: usize = 4;

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

/// One pass: it sees the events of the mask one by one.
pub(super) struct Finder<'p, 'm> {
    place: &'p Place<'p>,
    marks: &'m Marks,
    /// What the next event begins, if it begins anything.
    pending: Option<Position>,
    containers: Vec<Container>,
    /// Where each of them begins.
    starts: Vec<usize>,
    quotes: usize,
    /// Where the paragraph at hand begins.
    leaf: usize,
    /// Where the note begins that was entered last.
    note: usize,
    /// Whether a definition may follow the last block, as its term or as another definition.
    term: Term,
    /// Where the paragraph begins that a definition was found in.
    defined: Option<usize>,
    /// The column in which the text of that definition begins.
    defined_column: usize,
    /// Up to where the paragraph at hand was looked through for `$$`, and whether one is open there.
    dollars: (usize, bool),
    /// Where the mathematics end that were found last.
    formula: usize,
    /// Whether a block seems to begin inside them.
    is_torn: bool,
    /// Whether a fence was found among the rows of the table at hand, which ends there.
    is_cut: bool,
    /// Where the paragraph begins that a fence was found in, which ends there.
    fenced: Option<usize>,
    /// Nothing is looked for before this offset.
    done: usize,
    found: Vec<Mark>,
    /// The places of markers on further lines of a paragraph.
    lazy: Vec<usize>,
    /// The places of markers that begin a block in a quotation.
    quoted: Vec<usize>,
}

impl<'p, 'm> Finder<'p, 'm> {
    /// A pass over the mask's events.
    pub(super) fn new(place: &'p Place<'p>, marks: &'m Marks) -> Self {
        Finder {
            place,
            marks,
            pending: None,
            containers: Vec::new(),
            starts: Vec::new(),
            quotes: 0,
            leaf: 0,
            note: 0,
            term: Term::None,
            defined: None,
            defined_column: 0,
            dollars: (0, false),
            formula: 0,
            is_torn: false,
            is_cut: false,
            fenced: None,
            done: 0,
            found: Vec::new(),
            lazy: Vec::new(),
            quoted: Vec::new(),
        }
    }

    /// Looks at the next event.
    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if let Event::InlineMath(_) = event
            && self.place.byte(range.end).is_ascii_digit()
        {
            // Pandoc's rule: a dollar sign before a figure is money, and ends no mathematics.
            self.mark(range.start..range.start + 1, MarkKind::Dollar);
        }
        match event {
            Event::Start(tag) => match tag {
                Tag::Paragraph => self.pending = Some(Position::First),
                // Only a setext heading's lines are a paragraph's (CommonMark 0.31, 4.3).
                Tag::Heading { .. } => {
                    self.term = Term::None;
                    self.pending = (!self.place.is_atx(range.start)).then_some(Position::First);
                }
                Tag::BlockQuote(_) => self.enter(Container::Quote, range.start),
                Tag::Item => {
                    let kind = self.kind_of_item(range.start);
                    self.enter(kind, range.start);
                    self.pending = Some(Position::First);
                }
                Tag::FootnoteDefinition(_) => {
                    self.note = range.start;
                    self.enter(Container::Other, range.start);
                    self.pending = Some(Position::First);
                }
                Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                    self.enter(Container::Other, range.start);
                    self.pending = Some(Position::First);
                }
                Tag::TableRow => self.pending = Some(Position::Row),
                // Until its marker is masked, a further paragraph of a definition is indented code.
                Tag::CodeBlock(CodeBlockKind::Indented) => self.pending = None,
                Tag::CodeBlock(CodeBlockKind::Fenced(_)) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                    self.term = Term::None;
                    self.pending = None;
                    if *tag == Tag::HtmlBlock {
                        self.comment(range);
                    }
                }
                Tag::List(_) | Tag::DefinitionList => self.term = Term::None,
                Tag::Table(_) => {
                    self.term = Term::None;
                    self.is_cut = false;
                }
                Tag::TableHead | Tag::TableCell => {}
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. } => {
                    let position = self.pending.take();
                    self.candidate(position, range.start)
                }
            },
            Event::End(end) => match end {
                TagEnd::BlockQuote(_)
                | TagEnd::Item
                | TagEnd::FootnoteDefinition
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition => {
                    self.leave();
                    self.pending = Some(Position::First);
                }
                TagEnd::Paragraph => {
                    self.end_paragraph(range.clone());
                    self.pending = Some(Position::First);
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
                | TagEnd::MetadataBlock(_) => self.pending = Some(Position::First),
                TagEnd::TableCell => {}
                // Where a line begins with the end of a link, what follows that is not the line's start.
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image => self.pending = None,
            },
            Event::SoftBreak | Event::HardBreak => self.pending = Some(Position::Further),
            Event::TaskListMarker(_) => self.pending = None,
            Event::Text(_)
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => {
                let position = self.pending.take();
                self.candidate(position, range.start)
            }
            Event::Rule => {
                self.term = Term::None;
                self.pending = Some(Position::First);
            }
        }
    }

    /// What was found. What an earlier pass has masked stays as it is: passes only add marks.
    pub(super) fn finish(self) -> Vec<Mark> {
        let Finder { place, marks, mut found, lazy, quoted, .. } = self;
        found.retain(|mark| marks.overlapping(mark.range.clone()).next().is_none());
        // What follows another find may be read otherwise in the next pass: a marker on a further line of a
        // paragraph, and before all mathematics.
        let is_lazy = |mark: &Mark| lazy.binary_search(&mark.range.start).is_ok();
        let is_math = |mark: &Mark| mark.kind == MarkKind::Math;
        let first = |found: &[Mark], of: &dyn Fn(&Mark) -> bool| {
            found.iter().filter(|mark| of(mark)).map(|mark| mark.range.start).min().unwrap_or(usize::MAX)
        };
        let other = first(&found, &|mark| !is_math(mark));
        let firm = first(&found, &|mark| !is_math(mark) && !is_lazy(mark));
        found.retain(|mark| match (is_math(mark), is_lazy(mark)) {
            (true, _) => mark.range.start < other,
            (false, true) => mark.range.start < firm,
            (false, false) => true,
        });
        // A quotation that seems to begin here may go on with one of the lines above, which stands behind a marker: one
        // that was found in this pass, or one that will be once a fence is read.
        let mut hidden = None;
        found.retain(|mark| {
            if mark.kind == MarkKind::Fence {
                hidden = Some(mark.range.end);
            }
            if mark.kind != MarkKind::Marker {
                return true;
            }
            if quoted.binary_search(&mark.range.start).is_ok() {
                hidden = hidden.filter(|end| !has_blank_line(place, *end, mark.range.start)).map(|_| mark.range.end);
                if hidden.is_some() {
                    return false;
                }
            }
            let mut rest = place.text.as_bytes()[mark.range.end..].iter();
            if rest.find(|b| !matches!(b, b' ' | b'\t' | b'-' | b'+' | b'*')) == Some(&b'>') {
                hidden = Some(mark.range.end);
            }
            true
        });
        found
    }

    fn enter(&mut self, container: Container, start: usize) {
        self.starts.push(start);
        self.term = Term::None;
        self.quotes += usize::from(container == Container::Quote);
        self.containers.push(container);
    }

    fn leave(&mut self) {
        let left = self.containers.pop();
        self.starts.pop();
        self.quotes -= usize::from(left == Some(Container::Quote));
        let defined = left == Some(Container::Definition);
        self.term = if defined { Term::Defined(self.containers.len()) } else { Term::None };
    }

    fn candidate(&mut self, position: Option<Position>, at: usize) {
        let Some(position) = position else { return };
        if position != Position::Further {
            // Text begins after the backslash that escapes it.
            self.leaf = at - usize::from(self.place.after_backslash(at));
            self.is_torn |= at < self.formula;
        }
        if at < self.done || self.place.after_backslash(at) || self.marks.at(at).is_some() {
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

    /// A comment that nothing closes would take in all that follows in its container (CommonMark 0.31, 4.6, kind 2):
    /// it is text, and so is each that begins in what it took in.
    fn comment(&mut self, range: &Range<usize>) {
        let block = &self.place.text[range.clone()];
        if !block.starts_with("<!--") || block.contains("-->") {
            return;
        }
        let mut at = range.start;
        for line in block.split_inclusive('\n') {
            let start = at + line.len() - line.trim_start_matches([' ', '\t', '>']).len();
            at += line.len();
            if self.place.text[start..range.end].starts_with("<!--") {
                self.mark(start..start + 1, MarkKind::Comment);
            }
        }
    }

    /// A div fence: the line, without the white space at its end.
    fn fence(&mut self, at: usize) -> bool {
        let line = self.place.rest_of_line(at);
        match fences::read(line) {
            Some(fences::Fence::Open(_) | fences::Fence::Close) => {
                self.mark(at..at + line.trim_end().len(), MarkKind::Fence);
                self.fenced = Some(self.leaf);
                self.is_cut = true;
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
        // Few lines begin with a marker, and most are long.
        if !markers::may_begin(&self.place.text.as_bytes()[at..]) {
            return;
        }
        let mut at = at;
        let mut rest = self.place.rest_of_line(at);
        while let Some(marker) = markers::fancy(rest) {
            self.mark(at..at + marker.len, MarkKind::Marker);
            if position == Position::Further {
                self.lazy.push(at);
            } else if self.quotes > 0 {
                self.quoted.push(at);
            }
            let after = &rest[marker.len..];
            let text = after.trim_start_matches(' ');
            let spaces = after.len() - text.len();
            at += marker.len + spaces;
            rest = text;
            // From five spaces on the item begins with indented code (CommonMark 0.31, 5.2).
            if spaces > 4 || self.marks.at(at).is_some() {
                return;
            }
            if self.place.byte(at) == b':' && self.fence(at) {
                return;
            }
        }
    }

    /// Whether a further line stands left of its item's text: there the item ends if a marker stands there, also
    /// after a quotation or definition in the item. Anywhere else a letter never interrupts a paragraph.
    fn is_lazy(&self, at: usize) -> bool {
        let column = self.place.column(at);
        let mut inner = self.leaf_column();
        for (container, start) in self.containers.iter().zip(&self.starts).rev() {
            match container {
                Container::Item => return column < inner,
                Container::Quote | Container::Definition => {
                    inner = self.text_column(*start);
                    if column >= inner {
                        return false;
                    }
                }
                Container::Other => return false,
            }
        }
        false
    }

    /// The column in which further lines of the paragraph at hand begin.
    fn leaf_column(&self) -> usize {
        self.text_column(self.leaf)
    }

    /// The column of an offset for further lines: on the line of a note's label its text begins where it likes, and
    /// further lines are indented by four.
    fn text_column(&self, at: usize) -> usize {
        let column = self.place.column(at);
        // A label with nothing after it that is text leaves the last text before it.
        let label = at.checked_sub(self.note).filter(|label| *label <= column);
        if self.containers.contains(&Container::Other) && label.is_some() {
            let head = self.place.text[self.note..at].find("]:").map_or(0, |at| at + 2);
            let gap = self.place.text[self.note + head..at].bytes().take_while(|b| *b == b' ').count();
            return (column + NOTE_INDENT).saturating_sub(head + gap);
        }
        column
    }

    fn row(&mut self, at: usize) {
        if self.fence(at) {
            return;
        }
        // What follows a fence is no row in the next pass.
        if !self.is_cut {
            self.caption_in_row(at);
        }
    }

    fn colon(&mut self, position: Position, at: usize) {
        if self.fence(at) || self.caption_before_table(at) {
            return;
        }
        // What follows a fence is no line of this paragraph in the next pass.
        if position == Position::Further && self.fenced == Some(self.leaf) {
            return;
        }
        if caption_marker(self.place.rest_of_line(at)).is_some() && self.is_definition(position, at) {
            let line = &self.place.rest_of_line(at)[1..];
            self.defined_column = self.place.column(at) + 1 + line.len() - line.trim_start_matches(' ').len();
            self.defined = Some(self.leaf);
            self.mark(at..at + 1, MarkKind::Definition);
            // What follows the colon is looked at in the next pass.
            self.done = at + self.place.rest_of_line(at).len();
        }
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
        // A table right of the colon stands in a definition.
        let row = self.place.rest_of_line(head);
        let indent = row.len() - row.trim_start_matches([' ', '\t', '>']).len();
        let is_table = indent < self.place.column(at) + NOTE_INDENT && self.is_table(head, delimiters);
        if is_table {
            self.mark(at..at + len, MarkKind::Caption);
        }
        is_table
    }

    /// `[x]: target {.class}`: the braces would undo the definition for every use of it.
    fn definition_attributes(&mut self, at: usize) {
        let line = self.place.rest_of_line(at).trim_end();
        if !line.ends_with('}') || line.starts_with("[^") {
            return;
        }
        let Some(target) = line.find("]: ") else { return };
        // A label has no bracket in it (CommonMark 0.31, 6.3).
        if line[1..target].contains(['[', ']']) || self.place.after_backslash(at + target) {
            return;
        }
        let Some(open) = line[target..].rfind(" {").map(|i| target + i + 1) else { return };
        if attributes::read(&line[open..]).is_some_and(|braces| braces.len == line.len() - open) {
            self.mark(at + open..at + line.len(), MarkKind::DefinitionAttributes);
        }
    }
}
