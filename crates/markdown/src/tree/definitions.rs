//! Definition lists (DIALECT 5): `Term`, then `:   what it means`. In the mask a definition is an item, so that
//! here it only has to find its term, the paragraph before it.

use std::ops::Range;

use chapbook_model::{Block, BlockKind, Definition, InlineKind, Node};
use chapbook_source::codes;

use super::Tree;

/// Definitions that stand one after the other, with their places.
#[derive(Debug)]
pub(crate) struct DefinitionsPart {
    bodies: Vec<(Range<usize>, Vec<Block>)>,
}

impl DefinitionsPart {
    pub(crate) fn new(bodies: Vec<(Range<usize>, Vec<Block>)>) -> Self {
        Self { bodies }
    }
}

impl Tree<'_> {
    /// Gives definitions to the term before them. `last` is the place of the definition list made last, which a
    /// further term directly after it goes on with.
    pub(crate) fn define(&mut self, out: &mut Vec<Block>, part: DefinitionsPart, last: &mut Option<usize>) {
        let term = out.pop();
        let (content, span) = match term {
            Some(Node { kind: BlockKind::Paragraph(content), attrs, span }) if attrs.is_empty() => (content, span),
            term => {
                out.extend(term);
                return self.without_term(out, part);
            }
        };
        let end = part.bodies.last().map_or(span, |(range, _)| self.span(self.place.trimmed(range.clone())));
        let span = span.to(end);
        let bodies = part.bodies.into_iter().map(|(_, body)| body).collect();
        let definition = Definition { term: content, bodies };
        if last.is_some_and(|last| last + 1 == out.len())
            && let Some(Node { kind: BlockKind::Definitions(definitions), attrs: _, span: whole }) = out.last_mut()
        {
            definitions.push(definition);
            *whole = whole.to(span);
            return;
        }
        *last = Some(out.len());
        out.push(Node::new(BlockKind::Definitions(vec![definition]), span));
    }

    /// Definitions of nothing, as they were typed.
    fn without_term(&mut self, out: &mut Vec<Block>, part: DefinitionsPart) {
        for (range, mut body) in part.bodies {
            let colon = range.start..range.start + 1;
            let message = "this defines nothing, since no line stands before it; its colon stays as typed";
            self.context.say(&codes::CAPTION_ALONE, self.place.span(colon.clone()), message);
            let mark = self.node(InlineKind::Text(": ".into()), colon.clone());
            match body.first_mut() {
                Some(Node { kind: BlockKind::Paragraph(content), .. }) => content.insert(0, mark),
                Some(_) | None => body.insert(0, self.node(BlockKind::Paragraph(vec![mark]), colon)),
            }
            out.extend(body);
        }
    }
}
