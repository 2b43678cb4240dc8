//! The inline pass: attributes, note references and single tildes in the text that is neither code,
//! mathematics nor HTML.

use std::ops::Range;

use chapbook_source::{Code, codes};
use pulldown_cmark::{Event, Tag, TagEnd};

use super::block::caption_marker;
use super::changes::{ChangeKind, Changes};
use super::marks::{Mark, MarkKind, Marks};
use crate::attributes;
use crate::bytes;
use crate::place::Place;

/// The longest label of a note in bytes.
const MAX_LABEL: usize = 999;

/// Whether a text holds any byte that the inline pass looks for.
pub(crate) fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = bytes::position(&bytes[at..], |b| (b == b'{') | (b == b'}') | (b == b'~') | (b == b'[')) {
        at += offset + 1;
        if bytes[at - 1] != b'[' || bytes.get(at) == Some(&b'^') {
            return true;
        }
    }
    false
}

/// What the pass has to say of a place.
pub(crate) type Finding = (&'static Code, Range<usize>, &'static str);

/// What is to be said of changes that are open at the end.
pub(super) fn unclosed(mut changes: Changes) -> impl Iterator<Item = Finding> {
    changes.finish();
    let message = "this mark of a change is not closed and stays as typed";
    changes.unclosed.into_iter().map(move |range| (&codes::CHANGE_UNCLOSED, range, message))
}

/// The pass over one chunk: it sees the events one by one.
pub(super) struct Finder<'p, 'm> {
    place: &'p Place<'p>,
    marks: &'m Marks,
    findings: Vec<Finding>,
    /// The end of the last event that stood for itself: what follows a gap of one backslash is escaped.
    last_end: usize,
    found: Vec<Mark>,
    done: usize,
    opaque: bool,
    code_end: usize,
    math_end: usize,
    /// Where the text ends of a heading or caption, which may end in attributes.
    tail: Option<usize>,
    /// Whether text begins a paragraph here without saying so, as in a tight item.
    bare: bool,
    changes: Changes,
}

impl<'p, 'm> Finder<'p, 'm> {
    /// A pass over the mask's events.
    pub(super) fn new(place: &'p Place<'p>, marks: &'m Marks, changes: Changes) -> Self {
        Finder {
            place,
            marks,
            findings: Vec::new(),
            last_end: usize::MAX,
            found: Vec::new(),
            done: 0,
            opaque: false,
            code_end: 0,
            math_end: 0,
            tail: None,
            bare: false,
            changes,
        }
    }

    /// Looks at the next event.
    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        self.caption_in_item(event, range.start);
        match event {
            Event::Start(tag) => {
                self.enter(tag, range.clone());
                self.last_end = usize::MAX;
            }
            Event::End(end) => {
                if matches!(end, TagEnd::CodeBlock | TagEnd::HtmlBlock) {
                    self.opaque = false;
                } else if matches!(end, TagEnd::Heading(_) | TagEnd::Paragraph) {
                    self.tail = None;
                }
                self.last_end = range.end;
            }
            Event::Text(_) => {
                let escaped = self.place.after_backslash(range.start) && self.last_end != range.start;
                self.text(range.clone(), escaped);
                self.last_end = range.end;
            }
            Event::Code(_) => {
                self.code_end = range.end;
                self.last_end = range.end;
            }
            Event::DisplayMath(_) => {
                self.math_end = range.end;
                self.last_end = range.end;
            }
            Event::FootnoteReference(_) => {
                self.note(range.start);
                self.last_end = range.end;
            }
            Event::InlineMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => self.last_end = range.end,
        }
    }

    /// What was found, what is to be said of it, and the changes that are still open.
    pub(super) fn finish(self) -> (Vec<Mark>, Vec<Finding>, Changes) {
        (self.found, self.findings, self.changes)
    }

    fn enter(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        if crate::tree::is_block(tag) {
            self.changes.next_block();
        }
        if matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock) {
            self.opaque = true;
        } else if matches!(tag, Tag::Heading { .. }) {
            self.tail = Some(self.place.heading_end(range));
        } else if *tag == Tag::Paragraph {
            let begins = matches!(self.place.byte(range.start), b':' | b'T' | b't');
            let caption = begins.then(|| caption_marker(self.place.rest_of_line(range.start))).flatten();
            self.tail = caption.map(|_| self.place.trimmed(range).end);
        } else if *tag == Tag::Strikethrough {
            self.strike(range);
        } else if matches!(tag, Tag::Link { .. }) {
            self.note(range.start);
        }
    }

    /// A caption in a tight item, which is no paragraph to the parse: it may end in attributes, on its line.
    fn caption_in_item(&mut self, event: &Event<'_>, at: usize) {
        if let Event::Start(tag) = event
            && crate::tree::is_block(tag)
        {
            self.bare = *tag == Tag::Item;
        } else if let Event::End(_) | Event::Rule | Event::TaskListMarker(_) = event {
            let inline = matches!(
                event,
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
            );
            self.bare |= !inline;
        } else if std::mem::take(&mut self.bare) {
            let line = self.place.rest_of_line(at);
            self.tail = caption_marker(line).map(|_| at + line.trim_end().len());
        }
    }

    fn mark(&mut self, range: Range<usize>, kind: MarkKind) {
        if range.start >= self.done {
            self.done = range.end;
            self.found.push(Mark { range, kind });
        }
    }

    fn text(&mut self, range: Range<usize>, escaped: bool) {
        if self.opaque {
            return;
        }
        let source = self.place.text.as_bytes();
        let mut at = range.start + usize::from(escaped);
        while at < range.end {
            // Passes only add marks: what is masked is not looked at again.
            at = at.max(self.done);
            let Some(rest) = source.get(at..range.end) else { return };
            let marks = |b: u8| (b == b'{') | (b == b'[') | (b == b'~') | (b == b'}');
            let Some(offset) = bytes::position(rest, marks) else { return };
            at += offset;
            match source[at] {
                b'}' => {
                    let marks = self.changes.end(self.place.text, at);
                    self.found.extend(marks);
                }
                b'{' => self.braces(at),
                b'[' => self.note(at),
                _ => self.tilde(at),
            }
            at += 1;
        }
    }

    /// A single tilde would pair as strikeout. Two are strikeout, three are text.
    fn tilde(&mut self, at: usize) {
        let alone = |at: usize| self.place.byte(at) != b'~';
        if self.place.byte(at + 1) == b'>' && self.changes.arrow(at) {
            return;
        }
        if (at == 0 || alone(at - 1)) && alone(at + 1) {
            self.mark(at..at + 1, MarkKind::Tilde);
        }
    }

    fn strike(&mut self, range: Range<usize>) {
        if self.place.byte(range.start) == b'~' && self.place.byte(range.start + 1) != b'~' {
            // The closing tilde is marked when the events reach it, as what it becomes: the two are one find here.
            self.found.push(Mark { range: range.start..range.start + 1, kind: MarkKind::Tilde });
            self.found.push(Mark { range: range.end - 1..range.end, kind: MarkKind::Tilde });
        }
    }

    /// `[^label]`: a label holds no space and no bracket.
    fn note(&mut self, at: usize) {
        let bytes = self.place.text.as_bytes().get(at..).unwrap_or(&[]);
        if !bytes.starts_with(b"[^") {
            return;
        }
        // CommonMark bounds a label (0.31, 6.3), which also keeps many unclosed ones from costing the square.
        let label = &bytes[2..bytes.len().min(2 + MAX_LABEL)];
        let Some(len) =
            label.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'[' | b']' | b'`' | b'<' | b'\\'))
        else {
            return;
        };
        if len > 0 && label[len] == b']' && !self.place.after_backslash(at) {
            self.mark(at..at + 3 + len, MarkKind::Note);
        }
    }

    fn braces(&mut self, at: usize) {
        if self.marks.overlapping(at..at + 1).next().is_some() {
            return;
        }
        let rest = &self.place.text[at..];
        if let Some(kind) = ChangeKind::opening(rest) {
            if !self.changes.in_remark() {
                self.changes.start(kind, at);
            }
            return;
        }
        let before = if at == 0 { b' ' } else { self.place.byte(at - 1) };
        let after_code = self.code_end == at && at > 0;
        let glued = matches!(before, b']' | b')') || after_code;
        let read = attributes::read(rest);
        // Where a broken one ends is only a matter of what the message shows.
        let end = at
            + read
                .as_ref()
                .map_or_else(|| rest.bytes().take(80).position(|b| b == b'}').map_or(1, |i| i + 1), |b| b.len);
        let after_math = self.math_end > 0 && (self.math_end == at || (self.math_end + 1 == at && before == b' '));
        let at_tail = self.tail == Some(end) || self.only_hashes(end) || after_math;
        match read {
            Some(braces) if glued || at_tail => {
                // `{=format}` says what code is written in; after anything else it is text.
                if braces.format.is_some() && !after_code {
                    return;
                }
                for duplicate in &braces.duplicates {
                    let place = at + duplicate.start..at + duplicate.end;
                    self.findings.push((
                        &codes::DUPLICATE_ATTRIBUTE,
                        place,
                        "this repeats an earlier one and is left out",
                    ));
                }
                self.mark(at..end, MarkKind::Attributes);
            }
            Some(_) if attributes::looks_meant(rest) && (!before.is_ascii_whitespace() || self.spaced(at)) => {
                self.findings.push((
                    &codes::DANGLING_ATTRIBUTES,
                    at..end,
                    "these attributes do not stand directly after what they could belong to, and stay as typed",
                ));
            }
            None if (glued || self.tail.is_some()) && attributes::looks_meant(rest) => {
                self.findings.push((
                    &codes::BAD_ATTRIBUTES,
                    at..end,
                    "these attributes do not parse and stay as typed",
                ));
            }
            Some(_) => {}
            None => {}
        }
    }

    /// Whether a bracket and spaces stand before an offset, as if the braces belonged to the bracket.
    fn spaced(&self, at: usize) -> bool {
        let before = self.place.text[..at].trim_end_matches(' ');
        before.len() < at && before.ends_with([']', ')'])
    }

    /// Whether nothing but a heading's closing hashes stands between an offset and the tail.
    fn only_hashes(&self, from: usize) -> bool {
        self.tail.is_some_and(|tail| {
            let rest = self.place.text.get(from..tail).unwrap_or("-").trim_start();
            rest.bytes().all(|b| b == b'#')
        })
    }
}
