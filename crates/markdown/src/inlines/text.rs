//! The bytes of text that mean something: brackets, scripts, keys, escapes that keep a character plain.

use std::ops::Range;

use chapbook_model::{Inline, InlineKind, Link, plain_text};
use chapbook_source::{Diagnostic, codes};
use chapbook_values::Attributes;

use super::line::{Frame, Line, Opener, Piece};
use super::references;
use crate::bytes;
use crate::mask::marks::{Mark, MarkKind};
use crate::tree::Tree;

/// Pieces of a citation or of several in one pair of brackets.
const MAX_GROUP: usize = 1000;

impl Tree<'_> {
    /// Looks through the pending text.
    pub(crate) fn flush(&mut self, line: &mut Line) {
        if let Some((range, escaped)) = line.pending.take() {
            self.scan(line, range, escaped);
        }
    }

    /// Makes the level's pieces nodes; what is still open is text.
    pub(crate) fn finish(&mut self, mut line: Line) -> Vec<Inline> {
        self.flush(&mut line);
        line.flatten_to(0);
        for mark in line.unclosed_notes {
            let message = "this note is not closed and stays as typed";
            self.context.say(&codes::NOTE_UNCLOSED, self.place.span(mark), message);
        }
        let content = self.settle(line.pieces.drain(..));
        self.spare.push(line.pieces);
        content
    }

    pub(crate) fn push_text(&mut self, line: &mut Line, range: Range<usize>) {
        if !range.is_empty() {
            // Most texts hold neither, and all are looked through.
            let source = &self.place.text[range.clone()];
            if let Some(first) = bytes::position(source.as_bytes(), |b| (b == b'*') | (b == b'<')) {
                if let Some(at) = stranded_mark(source) {
                    self.remark_on_flanking(range.start + at);
                }
                self.remark_on_comments(range.start + first..range.end);
            }
            let text = self.text(range.clone());
            line.push(Piece::Inline(self.node(InlineKind::Text(text), range)));
        }
    }

    fn scan(&mut self, line: &mut Line, range: Range<usize>, escaped: bool) {
        let text = self.place.text;
        // Text from `from` on is not pushed yet; the next byte to look at is `at`.
        let (mut from, mut at) = (range.start, range.start);
        if escaped {
            let plain = plain_mark(&text[range.clone()]);
            if plain > 0 {
                at += plain;
                let mark = self.node(InlineKind::Text(text[from..at].to_owned()), from..at);
                let span = self.node(InlineKind::Span(vec![mark]), from - 1..at).with(Attributes::class("plain"));
                line.push(Piece::Inline(span));
                from = at;
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        while at < range.end {
            // White space acts on an open script only.
            let spaces = matches!(line.top(), Some(Opener::Tilde | Opener::Caret));
            let acts = |b: u8| {
                let marks = (b == b'[') | (b == b'^') | (b == b']') | (b == b'~') | (b == b'@') | (b == b'\\');
                marks | (spaces & ((b == b' ') | (b == b'\t')))
            };
            let Some(offset) = bytes::position(&text.as_bytes()[at..range.end], acts) else { break };
            at = self.act(line, &mut from, at + offset, range.clone());
        }
        self.push_text(line, from..range.end);
    }

    /// `**“x”**text`: CommonMark's rule of flanking (0.31, 6.2) finds no end of emphasis there.
    fn remark_on_flanking(&mut self, at: usize) {
        let message = "these marks of strong emphasis neither open nor close where they stand, and are text";
        let diagnostic = Diagnostic::new(&codes::FLANKING, self.place.span(at..at + 2), message);
        self.context.diagnostics.push(diagnostic.hint("write `[…]{.strong}`"));
    }

    /// `<!--` is text only where nothing closes it, or after a backslash.
    fn remark_on_comments(&mut self, range: Range<usize>) {
        for (offset, mark) in self.place.text[range.clone()].match_indices("<!--") {
            let at = range.start + offset;
            if !self.place.after_backslash(at) {
                let message = "this comment is not closed and stays as typed";
                self.context.say(&codes::COMMENT_UNCLOSED, self.place.span(at..at + mark.len()), message);
            }
        }
    }

    /// What the byte at an offset of the text does; gives the offset to go on at. Text from `from` on is not
    /// pushed yet.
    fn act(&mut self, line: &mut Line, from: &mut usize, at: usize, text: Range<usize>) -> usize {
        let bytes = self.place.text.as_bytes();
        let byte = bytes[at];
        let next = if at + 1 < text.end { bytes[at + 1] } else { 0 };
        if byte == b'[' {
            self.push_text(line, *from..at);
            *from = at + 1;
            self.open_bracket(line, Opener::Bracket, at..at + 1);
        } else if byte == b'^' && next == b'[' {
            self.push_text(line, *from..at);
            *from = at + 2;
            self.open_bracket(line, Opener::Note, at..at + 2);
            return at + 2;
        } else if byte == b']' {
            self.push_text(line, *from..at);
            *from = at + 1;
            self.close_bracket(line, at);
        } else if matches!(byte, b'~' | b'^') {
            let run = bytes[at..text.end].iter().take_while(|b| **b == byte).count();
            if run == 1 && (at == 0 || bytes[at - 1] != byte || at > text.start) {
                self.push_text(line, *from..at);
                *from = at + 1;
                self.script(line, at);
            }
            return at + run;
        } else if byte == b'@' {
            if let Some(key) = references::key(self.place.text, at, text.end) {
                self.push_text(line, *from..at);
                *from = key.range.end;
                line.push(Piece::Key(key));
                return *from;
            }
        } else if byte == b'\\' && next == b' ' {
            self.push_text(line, *from..at);
            *from = at + 2;
            let space = self.node(InlineKind::Text("\u{a0}".into()), at..at + 2);
            line.push(Piece::Inline(space));
            return at + 2;
        } else if matches!(byte, b' ' | b'\t') && matches!(line.top(), Some(Opener::Tilde | Opener::Caret)) {
            self.push_text(line, *from..at);
            *from = at;
            line.close_scripts();
        }
        at + 1
    }

    /// The characters of a range as text.
    pub(crate) fn text_node(&self, range: Range<usize>) -> Inline {
        self.node(InlineKind::Text(self.text(range.clone())), range)
    }

    fn open_bracket(&mut self, line: &mut Line, opener: Opener, open: Range<usize>) {
        if line.has_room() {
            let text = self.text_node(open.clone());
            line.open(opener, open, text);
        } else {
            line.refused += 1;
            self.context.say_too_deep(self.place.span(open.clone()));
            self.push_text(line, open);
        }
    }

    /// `~` or `^`: the end of an open script, or the start of one.
    fn script(&mut self, line: &mut Line, at: usize) {
        let opener = if self.place.byte(at) == b'~' { Opener::Tilde } else { Opener::Caret };
        let found =
            line.frames.iter().rposition(|f| f.opener == opener || !matches!(f.opener, Opener::Tilde | Opener::Caret));
        let open = found.filter(|i| line.frames[*i].opener == opener);
        let Some(index) = open else {
            if line.has_room() {
                let text = self.text_node(at..at + 1);
                line.open(opener, at..at + 1, text);
            } else {
                self.push_text(line, at..at + 1);
            }
            return;
        };
        if line.len_of(index) == 0 {
            // Nothing between: both are text.
            line.flatten_to(index);
            self.push_text(line, at..at + 1);
            return;
        }
        let (frame, pieces) = line.close(index);
        let content = self.settle(pieces);
        let kind = match opener {
            Opener::Tilde => InlineKind::Subscript(content),
            Opener::Caret | Opener::Bracket | Opener::Note | Opener::Change(_) | Opener::Sub | Opener::Sup => {
                InlineKind::Superscript(content)
            }
        };
        let range = frame.open.start..at + 1;
        let node = self.node(kind, range.clone());
        line.push(Piece::Inline(node));
        line.node_end = Some(range.end);
    }

    /// `]`: a span if attributes follow, a note, a citation, a link to a heading, or text.
    fn close_bracket(&mut self, line: &mut Line, at: usize) {
        if line.refused > 0 {
            line.refused -= 1;
            return self.push_text(line, at..at + 1);
        }
        let open = line.frames.iter().rposition(|frame| matches!(frame.opener, Opener::Bracket | Opener::Note));
        let Some(index) = open else { return self.push_text(line, at..at + 1) };
        line.flatten_above(index);
        let Frame { opener, open, keys, .. } = &line.frames[index];
        let (opener, keys, range) = (*opener, *keys, open.start..at + 1);
        if opener == Opener::Note {
            let (_, pieces) = line.close(index);
            let content = self.settle(pieces);
            return self.push_note(line, content, range);
        }
        if let Some(braces) = self.attributes_at(at + 1) {
            let end = at + 1 + braces.len;
            self.done = self.done.max(end);
            let (_, pieces) = line.close(index);
            let node = self.span_node(pieces, braces, range.start..end);
            line.push(Piece::Inline(node));
            line.node_end = Some(end);
            return;
        }
        // No citation has as many parts; a bound keeps nested brackets linear.
        if keys > 0 && line.len_of(index) <= MAX_GROUP {
            let (_, pieces) = line.close(index);
            match self.citation_group(pieces, range.clone()) {
                Ok(node) => line.push(Piece::Inline(node)),
                Err(pieces) => {
                    self.push_text(line, range.start..range.start + 1);
                    pieces.into_iter().for_each(|piece| line.push(piece));
                    self.push_text(line, at..at + 1);
                }
            }
            return;
        }
        if line.key_before(index).is_some_and(|key| self.is_citation(key)) && line.len_of(index) > 0 {
            let (_, pieces) = line.close(index);
            let suffix = self.settle(pieces);
            let cite = line.take_key().map(|key| self.cited_in_text(key, suffix, at + 1));
            line.pieces.extend(cite.map(Piece::Inline));
            return;
        }
        if let Some(target) = self.heading_named(line, index, &range) {
            let (_, pieces) = line.close(index);
            let content = self.settle(pieces);
            let link = self.node(InlineKind::Link(Link { target, title: None, content }), range);
            line.push(Piece::Inline(link));
            return;
        }
        // Brackets of a text: an editor's insertion, a citation that is none.
        line.flatten_to(index);
        self.push_text(line, at..at + 1);
    }

    /// The attributes that stand at an offset.
    fn attributes_at(&self, at: usize) -> Option<crate::attributes::Braces> {
        let mark = self.mask.marks.at(at).filter(|mark| mark.kind == MarkKind::Attributes)?;
        self.braces_of(mark)
    }

    /// The target of `[Heading text]`, if a heading of the file has exactly this text.
    fn heading_named(&mut self, line: &Line, index: usize, range: &Range<usize>) -> Option<String> {
        // No heading is as long as this; a bound keeps nested brackets linear.
        if self.context.headings.is_empty() || line.len_of(index) == 0 || range.len() > 400 {
            return None;
        }
        let inlines: Vec<Inline> = line.pieces[line.pieces.len() - line.len_of(index)..]
            .iter()
            .filter_map(|piece| match piece {
                Piece::Inline(inline) => Some(inline.clone()),
                Piece::Key(_) => None,
            })
            .collect();
        let (label, count) = self.context.headings.get(plain_text(&inlines).trim())?.clone();
        if count > 1 {
            let span = self.place.span(range.clone());
            self.context.say(
                &codes::AMBIGUOUS_HEADING,
                span,
                format!("{count} headings have this text; the link goes to the first"),
            );
        }
        Some(format!("#{label}"))
    }

    /// Keeps `^[text]` as a note and puts its mark into the line.
    pub(crate) fn push_note(&mut self, line: &mut Line, mut content: Vec<Inline>, range: Range<usize>) {
        chapbook_model::normalise_inlines(&mut content);
        let span = self.span(range.clone());
        let inside = range.start + 2..range.end - 1;
        let body = vec![self.node(chapbook_model::BlockKind::Paragraph(content), inside)];
        let name = self.context.add_inline_note(body, span);
        let node = self.node(InlineKind::Note(name), range);
        line.push(Piece::Inline(node));
    }

    /// Attributes that no bracket took: those of the node directly before, or text.
    pub(crate) fn feed_attributes(&mut self, line: &mut Line, mark: &Mark) {
        if let Some(range) = line.tail.take() {
            self.remark_on_dangling(range);
        }
        let directly = line.node_end == Some(mark.range.start);
        if let Some(braces) = self.braces_of(mark)
            && directly
            && let Some(Piece::Inline(node)) = line.pieces.last_mut()
            && Self::dress(node, braces)
        {
            node.span = node.span.to(self.place.span(mark.range.clone()));
            return;
        }
        let text = self.node(InlineKind::Text(self.text(mark.range.clone())), mark.range.clone());
        line.push(Piece::Inline(text));
        line.tail = Some(mark.range.clone());
    }

    /// Gives attributes to a node that takes them.
    fn dress(node: &mut Inline, braces: crate::attributes::Braces) -> bool {
        match &mut node.kind {
            InlineKind::Code(text) => {
                if let Some(target) = braces.format {
                    let text = std::mem::take(text);
                    node.kind = InlineKind::Raw(chapbook_model::Raw { target, text });
                    return true;
                }
            }
            InlineKind::Image(image) => {
                let attrs = Self::dress_image(image, braces.attrs);
                node.attrs = merged(std::mem::take(&mut node.attrs), attrs);
                return true;
            }
            InlineKind::Link(_) => {}
            InlineKind::Text(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak
            | InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::Strike(_)
            | InlineKind::Subscript(_)
            | InlineKind::Superscript(_)
            | InlineKind::SmallCaps(_)
            | InlineKind::Underline(_)
            | InlineKind::Highlight(_)
            | InlineKind::Math(_)
            | InlineKind::Span(_)
            | InlineKind::Note(_)
            | InlineKind::Reference(_)
            | InlineKind::Cite(_)
            | InlineKind::Index(_)
            | InlineKind::Comment(_)
            | InlineKind::Insertion { .. }
            | InlineKind::Deletion { .. }
            | InlineKind::Milestone(_)
            | InlineKind::Raw(_) => return false,
        }
        node.attrs = merged(std::mem::take(&mut node.attrs), braces.attrs);
        true
    }
}

/// Attributes of a use, and those of its definition where the use says nothing.
fn merged(definition: Attributes, own: Attributes) -> Attributes {
    if definition.is_empty() {
        return own;
    }
    own.edited(|parts| {
        let definition = definition.into_parts();
        parts.label = parts.label.take().or(definition.label);
        for class in definition.classes {
            if !parts.classes.contains(&class) {
                parts.classes.push(class);
            }
        }
        for (key, value) in definition.pairs {
            if parts.pairs.iter().all(|(k, _)| *k != key) {
                parts.pairs.push((key, value));
            }
        }
    })
}

/// The bytes that an escape keeps from smart typography (DIALECT 6): a quotation mark, dashes, three dots.
pub(crate) fn plain_mark(text: &str) -> usize {
    let run = |c: char| text.len() - text.trim_start_matches(c).len();
    match text.as_bytes().first() {
        Some(b'"' | b'\'') => 1,
        Some(b'-') if run('-') > 1 => run('-'),
        Some(b'.') if run('.') == 3 => 3,
        _ => 0,
    }
}

/// Where in a text, which holds no emphasis any more, two asterisks stand that a neighbour has kept from being
/// the start or end of it: a letter at one side and punctuation at the other, and a partner for them.
fn stranded_mark(text: &str) -> Option<usize> {
    let star = bytes::position(text.as_bytes(), |b| b == b'*')?;
    let first = star + text[star..].find("**")?;
    let second = first + 2 + text[first + 2..].find("**")?;
    let inside = &text[first + 2..second];
    if inside.is_empty() || inside.starts_with(char::is_whitespace) || inside.ends_with(char::is_whitespace) {
        return None;
    }
    let punctuation = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && c != '*';
    let (opens, closes) = (inside.chars().next()?, inside.chars().next_back()?);
    if text[second + 2..].starts_with(char::is_alphanumeric) && punctuation(closes) {
        return Some(second);
    }
    (text[..first].ends_with(char::is_alphanumeric) && punctuation(opens)).then_some(first)
}
