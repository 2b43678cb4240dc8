//! The passes that find what is to be masked: in each chunk block passes until nothing more is found, then the
//! inline pass on the events of the last of them.

use std::ops::Range;

use super::chunks::{Chunk, Parsed};
use super::inline::Finding;
use super::links::{Definition, Links};
use super::marks::{Mark, Marks};
use super::{Events, MAX_PASSES, block, changes::Changes, fill, inert, inline};
use crate::place::Place;

/// What the passes have found in a text.
pub(super) struct Found<'c> {
    pub(super) marks: Marks,
    pub(super) exhausted: bool,
    pub(super) chunks: Vec<Passed<'c>>,
    pub(super) findings: Vec<Finding>,
    pub(super) definitions: Vec<Definition>,
    /// Whether every chunk ends where it was cut, whatever is masked in it.
    pub(super) holds: bool,
}

/// A chunk that the passes went through.
pub(super) struct Passed<'c> {
    pub(super) chunk: Chunk,
    /// Its events, if nothing in it is masked.
    pub(super) events: Option<Events<'c>>,
    pub(super) definitions: Vec<Definition>,
}

/// What is known so far.
struct State {
    /// The marks of the block passes.
    blocks: Marks,
    /// What the inline pass has found. A change that ends in a chunk may begin in an earlier one.
    inlines: Vec<Mark>,
    changes: Changes,
    exhausted: bool,
    findings: Vec<Finding>,
    holds: bool,
}

/// Goes through a text, of which `clean` is the copy without control characters, in chunks or at once.
pub(super) fn find<'c>(place: &Place<'_>, clean: &'c str, links: &Links<'c>, in_chunks: bool) -> Found<'c> {
    let mut state = State {
        blocks: Marks::default(),
        inlines: Vec::new(),
        changes: Changes::default(),
        exhausted: false,
        findings: Vec::new(),
        holds: true,
    };
    let mut chunks = Vec::new();
    let mut start = 0;
    loop {
        let (chunk, parsed) = match in_chunks {
            true => first_parse(clean, start, links),
            false => (Chunk::whole(clean), Chunk::whole(clean).parse(clean, links)),
        };
        start = chunk.range.end;
        chunks.push(state.pass(place, clean, chunk, parsed, links));
        if start >= clean.len() || !state.holds {
            break;
        }
    }
    let State { blocks: mut marks, inlines, changes, exhausted, mut findings, holds } = state;
    findings.extend(inline::unclosed(changes));
    marks.add(inlines);
    for Passed { chunk, events, .. } in &mut chunks {
        if marks.overlapping(chunk.range.clone()).next().is_some() {
            *events = None;
        }
    }
    let definitions = chunks.iter().flat_map(|passed| passed.definitions.iter().cloned()).collect();
    Found { marks, exhausted, chunks, findings, definitions, holds }
}

/// The chunk at an offset, twice as long as often as its end does not hold, and its parse.
fn first_parse<'c>(clean: &'c str, start: usize, links: &Links<'c>) -> (Chunk, Parsed<'c>) {
    let mut doubled = 0;
    loop {
        let chunk = Chunk::from(clean, start, doubled);
        let parsed = chunk.parse(&clean[chunk.with_letter()], links);
        // The text's own end holds always.
        if parsed.holds {
            return (chunk, parsed);
        }
        doubled += 1;
    }
}

impl State {
    fn pass<'c>(
        &mut self,
        place: &Place<'_>,
        clean: &str,
        chunk: Chunk,
        first: Parsed<'c>,
        links: &Links<'_>,
    ) -> Passed<'c> {
        let mut found = blocks(place, &first.events, &Marks::default());
        if found.is_empty() {
            self.inline_pass(place, &chunk, &first.events, &Marks::default());
            return Passed { chunk, events: Some(first.events), definitions: first.definitions };
        }
        drop(first);
        let mut marks = Marks::default();
        let mut text = clean[chunk.with_letter()].to_owned();
        let mut pass = 0;
        loop {
            pass += 1;
            marks.add(found);
            text = cover(text, place, chunk.range.start, &marks);
            let parsed = chunk.parse(&text, links);
            self.holds &= parsed.holds;
            found = blocks(place, &parsed.events, &marks);
            if found.is_empty() || pass == MAX_PASSES {
                self.exhausted |= !found.is_empty();
                self.inline_pass(place, &chunk, &parsed.events, &marks);
                self.blocks.append(marks);
                return Passed { chunk, events: None, definitions: parsed.definitions };
            }
        }
    }

    fn inline_pass(&mut self, place: &Place<'_>, chunk: &Chunk, events: &Events<'_>, marks: &Marks) {
        if !inline::may_hold(&place.text[chunk.range.clone()]) {
            return;
        }
        let mut finder = inline::Finder::new(place, marks, std::mem::take(&mut self.changes));
        events.iter().for_each(|(event, range)| finder.see(event, range));
        let (found, findings, changes) = finder.finish();
        self.inlines.extend(found);
        self.findings.extend(findings);
        self.changes = changes;
    }
}

/// One block pass.
fn blocks(place: &Place<'_>, events: &Events<'_>, marks: &Marks) -> Vec<Mark> {
    let mut finder = block::Finder::new(place, marks);
    events.iter().for_each(|(event, range)| finder.see(event, range));
    finder.finish()
}

/// Overwrites the marks in the text of a chunk.
fn cover(text: String, place: &Place<'_>, base: usize, marks: &Marks) -> String {
    let mut bytes = text.into_bytes();
    for mark in marks.iter() {
        let Range { start, end } = mark.range;
        fill(mark.kind, &place.text.as_bytes()[start..end], &mut bytes[start - base..end - base]);
    }
    inert(bytes)
}
