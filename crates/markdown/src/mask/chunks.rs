//! Chunks: stretches of a text that can be parsed one after the other with the result of one parse. What has no
//! marks is then parsed once, however many passes other chunks need; and a small parse stays in the processor's cache.
//!
//! A chunk ends before a line that begins with a letter at the margin and follows a blank line: it closes every
//! list, quotation and note, so that the parse of what follows depends on nothing before. The exceptions are open
//! code and open HTML. Therefore a chunk is parsed together with that letter, which must come out as a paragraph
//! of its own; if it does not, the cut does not hold. This leaves to [`super::links`] what a text has in common.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, BrokenLinkCallback, CowStr, Event, LinkType, OffsetIter, Parser, Tag, TagEnd};

use super::links::{self, Definition, Links};
use super::{Events, OPTIONS, markers};
use crate::bytes;

/// How long a chunk is at least. In shorter ones there is more that needs no second parse; but a parse has a cost of
/// its own, of about a hundred bytes' worth. Tests cut wherever they can.
const LEAST: usize = if cfg!(test) { 24 } else { 1 << 10 };

/// One chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// The length of the character after it, which is parsed with it.
    letter: usize,
}

/// What a parse of a chunk gives: the events, with ranges in the whole text, and the link definitions.
pub(super) struct Parsed<'m> {
    pub(super) events: Events<'m>,
    pub(super) definitions: Vec<Definition>,
    /// Whether the chunk ends where it was cut.
    pub(super) holds: bool,
}

impl Chunk {
    /// The whole of a text.
    pub(super) fn whole(text: &str) -> Self {
        Self { range: 0..text.len(), letter: 0 }
    }

    /// The chunk that begins at an offset, `doubled` times as long as need be.
    pub(super) fn from(text: &str, start: usize, doubled: u32) -> Self {
        let least = LEAST.checked_shl(doubled).unwrap_or(usize::MAX);
        let end = start.checked_add(least).and_then(|from| cut_after(text, from)).unwrap_or(text.len());
        let letter = text[end..].chars().next().map_or(0, char::len_utf8);
        Self { range: start..end, letter }
    }

    /// The chunk's bytes and the letter after it.
    pub(super) fn with_letter(&self) -> Range<usize> {
        self.range.start..self.range.end + self.letter
    }

    /// Parses the chunk, whose text this is with its letter.
    pub(super) fn parse<'m>(&self, text: &'m str, links: &Links<'m>) -> Parsed<'m> {
        if links.is_empty() {
            let parser = Parser::new_ext(text, OPTIONS);
            let definitions = links::in_order(parser.reference_definitions());
            return self.collect(parser.into_offset_iter(), definitions);
        }
        let known = |link: BrokenLink<'m>| {
            links.find(&link.reference).map(|(target, title)| (CowStr::Borrowed(target), CowStr::Borrowed(title)))
        };
        let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(known));
        let definitions = links::in_order(parser.reference_definitions());
        let mut parsed = self.collect(parser.into_offset_iter(), definitions);
        parsed.events.iter_mut().for_each(|(event, _)| settle_link(event, links));
        parsed
    }

    fn collect<'m, F>(&self, parser: OffsetIter<'m, F>, definitions: Vec<Definition>) -> Parsed<'m>
    where
        F: BrokenLinkCallback<'m>,
    {
        let base = self.range.start;
        // Prose has an event for thirty bytes or more; what is dense with marks has one for twenty.
        let mut events = Vec::with_capacity(self.range.len() / 24 + 4);
        events.extend(parser.map(|(event, range)| (event, range.start + base..range.end + base)));
        let mut holds = true;
        if self.letter > 0 {
            // Only at the top level does the end of a paragraph end the events.
            holds = matches!(events.as_slice(), [.., (Event::Start(Tag::Paragraph), range), _, (Event::End(TagEnd::Paragraph), _)]
                if range.start == self.range.end);
            events.truncate(events.len().saturating_sub(3));
        }
        // The events of a whole text are kept until its tree is made.
        events.shrink_to_fit();
        Parsed { events, definitions, holds }
    }
}

/// Whether a text is worth being cut, and its notes allow it: a call whose label we do not read is one only if
/// its definition stands in the same parse.
pub(super) fn may_cut(text: &str) -> bool {
    text.len() > LEAST && !links::has_odd_note(text)
}

/// Where a chunk may end after an offset.
fn cut_after(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes::position(bytes.get(at..)?, |b| b == b'\n')? + 1;
        let blank = bytes[..at - 1].ends_with(b"\n") || bytes[..at - 1].ends_with(b"\n\r");
        if blank
            && bytes.get(at).is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0xc2)
            && !markers::may_begin(&bytes[at..])
        {
            return Some(at);
        }
    }
}

/// Makes a link what it is in a parse of the whole text: its kind is a known one, and of several definitions of its
/// label the first counts, where a parse prefers what it finds itself.
fn settle_link<'m>(event: &mut Event<'m>, links: &Links<'m>) {
    let Event::Start(Tag::Link { link_type, dest_url, title, id } | Tag::Image { link_type, dest_url, title, id }) =
        event
    else {
        return;
    };
    match *link_type {
        LinkType::ReferenceUnknown => *link_type = LinkType::Reference,
        LinkType::CollapsedUnknown => *link_type = LinkType::Collapsed,
        LinkType::ShortcutUnknown => *link_type = LinkType::Shortcut,
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
            if let Some((target, name)) = links.find(id) {
                *dest_url = CowStr::Borrowed(target);
                *title = CowStr::Borrowed(name);
            }
        }
        LinkType::Inline | LinkType::Autolink | LinkType::Email | LinkType::WikiLink { .. } => {}
    }
}
