//! Verse (DIALECT 5): line blocks, `| one line`, and divs of class `verse`.

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Inline, InlineKind, VerseLine};
use chapbook_source::codes;
use pulldown_cmark::Event;

use super::{Part, Tree};

/// What keeps lines with bars from being a line block.
const WITHOUT_BAR: &str = "this line begins with neither a bar nor a space, so that the lines with bars stay as typed";
const IN_EMPHASIS: &str = "emphasis runs on into this line, so that the lines with bars stay as typed";

impl Tree<'_> {
    /// Whether the paragraph at hand is a line block: each of its lines begins with a bar, or right of the bars and
    /// goes on with the line before; and at least two begin with a bar. Says what keeps lines with bars from being one.
    pub(crate) fn is_verse(&mut self) -> bool {
        let Some((_, first)) = self.peek() else { return false };
        if self.place.byte(first.start) != b'|' || self.place.after_backslash(first.start) {
            return false;
        }
        let (stop, _) = self.end_of_run();
        let mut bars: Vec<usize> = Vec::new();
        let mut others: Vec<usize> = Vec::new();
        let (mut in_emphasis, mut depth, mut at_start) = (None, 0usize, true);
        for (event, range) in &self.events[self.at..stop] {
            if let Event::SoftBreak | Event::HardBreak = event {
                if depth > 0 {
                    in_emphasis.get_or_insert(range.end);
                }
                at_start = true;
                continue;
            }
            if std::mem::take(&mut at_start) {
                let line = self.place.rest_of_line(range.start);
                let bar = line == "|" || line.starts_with("| ");
                match bar && !self.place.after_backslash(range.start) {
                    true => bars.push(range.start),
                    false if depth == 0 => others.push(range.start),
                    false => {}
                }
            }
            if let Event::Start(_) = event {
                depth += 1;
            } else if let Event::End(_) = event {
                depth = depth.saturating_sub(1);
            }
        }
        if bars.len() < 2 {
            return false;
        }
        // On the line of a marker the first bar may stand further right than the others.
        let margin = bars.iter().map(|at| self.place.column(*at)).min().unwrap_or(0);
        let bare = others.into_iter().find(|at| self.place.column(*at) <= margin);
        let (at, message) = match (bare, in_emphasis) {
            (None, None) => return true,
            (Some(at), _) => (at, WITHOUT_BAR),
            (None, Some(at)) => (at, IN_EMPHASIS),
        };
        let line = self.place.rest_of_line(at).trim_end();
        let start = at + line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        self.context.say(&codes::LINE_BLOCK, self.place.span(start..at + line.len()), message);
        false
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
