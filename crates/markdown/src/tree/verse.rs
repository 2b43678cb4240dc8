//! Verse (DIALECT 5): line blocks, `| one line`, and divs of class `verse`.

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Inline, InlineKind, VerseLine};
use pulldown_cmark::Event;

use super::{Part, Tree};

impl Tree<'_> {
    /// Whether the paragraph at hand is a line block: each of its lines begins with a bar or goes on with a
    /// space, and at least two begin with a bar.
    pub(crate) fn is_verse(&self) -> bool {
        let Some((_, first)) = self.peek() else { return false };
        if self.place.byte(first.start) != b'|' {
            return false;
        }
        let (stop, _) = self.end_of_run();
        let (mut bars, mut depth, mut at_start) = (0, 0usize, true);
        for (event, range) in &self.events[self.at..stop] {
            if let Event::SoftBreak | Event::HardBreak = event {
                if depth > 0 {
                    return false;
                }
                at_start = true;
                continue;
            }
            if std::mem::take(&mut at_start) {
                let line = self.place.rest_of_line(range.start);
                if line == "|" || line.starts_with("| ") {
                    bars += 1;
                } else if range.start == 0 || self.place.byte(range.start - 1) != b' ' {
                    return false;
                }
            }
            if let Event::Start(_) = event {
                depth += 1;
            } else if let Event::End(_) = event {
                depth = depth.saturating_sub(1);
            }
        }
        bars > 1
    }

    /// Reads a line block; the next event is its first.
    pub(crate) fn line_block(&mut self, range: Range<usize>, depth: usize) -> Part {
        let content = self.inlines(depth);
        let mut stanzas: Vec<Vec<VerseLine>> = vec![Vec::new()];
        for mut line in split_lines(content) {
            let Some(InlineKind::Text(text)) = line.first_mut().map(|inline| &mut inline.kind) else {
                push_continuation(&mut stanzas, line);
                continue;
            };
            let Some(after) = text.strip_prefix('|') else {
                push_continuation(&mut stanzas, line);
                continue;
            };
            let words = after.strip_prefix(' ').unwrap_or(after);
            let bare = words.trim_start_matches(' ');
            let indent = u8::try_from(words.len() - bare.len()).unwrap_or(u8::MAX);
            *text = bare.to_owned();
            chapbook_model::normalise_inlines(&mut line);
            if line.is_empty() {
                stanzas.push(Vec::new());
            } else if let Some(stanza) = stanzas.last_mut() {
                stanza.push(VerseLine { indent, content: line });
            }
        }
        stanzas.retain(|stanza| !stanza.is_empty());
        Part::Block(self.node(BlockKind::Verse(stanzas), range))
    }
}

/// A line without a bar goes on with the line before.
fn push_continuation(stanzas: &mut [Vec<VerseLine>], line: Vec<Inline>) {
    if let Some(last) = stanzas.last_mut().and_then(|stanza| stanza.last_mut()) {
        last.content.push(chapbook_model::Node::new(InlineKind::Text(" ".into()), chapbook_source::Span::NONE));
        last.content.extend(line);
        chapbook_model::normalise_inlines(&mut last.content);
    }
}

/// The stanzas of a div of class `verse`; `None` if it holds anything but paragraphs.
pub(crate) fn stanzas(body: &[Block]) -> Option<Vec<Vec<VerseLine>>> {
    if body.is_empty() {
        return None;
    }
    body.iter()
        .map(|block| match &block.kind {
            BlockKind::Paragraph(content) if block.attrs.is_empty() => {
                let lines = split_lines(content.clone()).into_iter();
                Some(lines.map(|content| VerseLine { indent: 0, content }).collect())
            }
            _ => None,
        })
        .collect()
}

fn split_lines(content: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in content {
        if matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak) {
            lines.push(Vec::new());
        } else if let Some(line) = lines.last_mut() {
            line.push(inline);
        }
    }
    lines
}
