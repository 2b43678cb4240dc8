//! Div fences are paired within their container (DIALECT 5), and a div becomes what its class says: a place,
//! a carrier of attributes, verse, a figure, or a container.

use std::mem::take;
use std::ops::Range;

use chapbook_model::{Block, BlockKind, List, ListKind, ListStyle, OutlineKind};
use chapbook_source::{Diagnostic, codes};
use chapbook_values::{AttributeParts, Attributes, CounterStyle};

use super::lists::list_types;
use super::{Part, Tree};
use crate::attributes::Braces;

/// A fence among the blocks of a container.
#[derive(Debug)]
pub(crate) struct FencePart {
    /// The attributes of an opening fence.
    pub(crate) open: Option<Braces>,
    /// Its line.
    pub(crate) range: Range<usize>,
}

impl Tree<'_> {
    /// Settles a sequence: divs, captions, lists that go on.
    pub(crate) fn settle_sequence(&mut self, parts: Vec<Part>) -> Vec<Block> {
        let mut stack: Vec<(Braces, Range<usize>, Vec<Part>)> = Vec::new();
        let mut out: Vec<Part> = Vec::with_capacity(parts.len());
        for part in parts {
            let fence = match part {
                Part::Fence(fence) => fence,
                Part::Block(_) | Part::Caption(_) | Part::Definitions(_) | Part::Apart => {
                    out.push(part);
                    continue;
                }
            };
            match (fence.open, stack.pop()) {
                (Some(braces), below) => {
                    stack.extend(below);
                    stack.push((braces, fence.range, take(&mut out)));
                }
                (None, Some((braces, start, outer))) => {
                    let inner = std::mem::replace(&mut out, outer);
                    out.push(self.div(braces, start.start..fence.range.end, inner));
                }
                (None, None) => {
                    let message = "this closes no div and stays as typed";
                    self.context.say(&codes::DIV_STRAY, self.place.span(fence.range.clone()), message);
                    out.push(Part::Block(self.literal(fence.range)));
                }
            }
        }
        while let Some((braces, start, outer)) = stack.pop() {
            let span = self.place.span(start.clone());
            let diagnostic =
                Diagnostic::new(&codes::DIV_UNCLOSED, span, "this div is not closed and ends with its container");
            self.context.diagnostics.push(diagnostic.hint("close it with a line `:::`"));
            let inner = std::mem::replace(&mut out, outer);
            out.push(self.div(braces, start, inner));
        }
        let mut blocks = self.join_captions(out);
        self.continue_lists(&mut blocks);
        blocks
    }

    fn div(&mut self, braces: Braces, range: Range<usize>, parts: Vec<Part>) -> Part {
        let mut body = self.join_captions(parts);
        // A carrier dissolves: what its list goes on from stands outside.
        if !braces.attrs.has_class("attr") {
            self.continue_lists(&mut body);
        }
        let mut span = self.span(range.clone());
        if let Some(last) = body.last() {
            span = span.to(last.span);
        }
        let attrs = braces.attrs.clone();
        let block = |kind: BlockKind, attrs: Attributes| Part::Block(chapbook_model::Node::new(kind, span).with(attrs));
        if let (true, Some((class, kind))) = (body.is_empty(), place(&attrs)) {
            return block(kind, without_class(attrs, class));
        }
        if attrs.has_class("attr") {
            return self.carrier(attrs, body, span);
        }
        if attrs.has_class("verse")
            && let Some(stanzas) = super::verse::stanzas(&body)
        {
            return block(BlockKind::Verse(stanzas), without_class(attrs, "verse"));
        }
        if attrs.has_class("list-table") {
            return Part::Block(self.list_table(attrs, body, span));
        }
        if let Some(kind) = super::figures::composite_kind(&attrs) {
            return Part::Block(self.composite(kind, braces, body, span));
        }
        block(BlockKind::Container(body), attrs)
    }

    /// `::: {.attr #steps}` gives its attributes to the one block in it.
    fn carrier(&mut self, attrs: Attributes, mut body: Vec<Block>, span: chapbook_source::Span) -> Part {
        if body.len() != 1 {
            let message = format!("a carrier of attributes holds one block, not {}; it stays a container", body.len());
            self.context.say(&codes::ATTR_CARRIER, span, message);
            return Part::Block(chapbook_model::Node::new(BlockKind::Container(body), span).with(attrs));
        }
        let mut block = body.remove(0);
        let carried = typed_list(&mut block, without_class(attrs, "attr")).into_parts();
        block.attrs = take(&mut block.attrs).edited(|parts| {
            let AttributeParts { label, classes, pairs } = carried;
            parts.label = parts.label.take().or(label);
            parts.classes.extend(classes);
            for (key, value) in pairs {
                if parts.pairs.iter().all(|(k, _)| *k != key) {
                    parts.pairs.push((key, value));
                }
            }
        });
        block.span = span;
        Part::Block(block)
    }
}

/// `type=i` says what letters or figures the numbers of a list are, where its markers cannot: `i.` opening a list
/// is roman, whatever was meant.
fn typed_list(block: &mut Block, attrs: Attributes) -> Attributes {
    let BlockKind::List(List { kind: ListKind::Ordered { style, .. }, .. }) = &mut block.kind else { return attrs };
    let named = list_types().iter().find(|(name, _)| attrs.get("type") == Some(*name));
    let (Some((_, counter)), ListStyle::Counter(CounterStyle::Decimal)) = (named, *style) else { return attrs };
    *style = ListStyle::Counter(*counter);
    attrs.edited(|parts| parts.pairs.retain(|(key, _)| key != "type"))
}

/// The place that an empty div is, and the class that says so.
fn place(attrs: &Attributes) -> Option<(&'static str, BlockKind)> {
    if attrs.label().is_some_and(|label| label.as_str() == "refs") {
        return Some(("", BlockKind::Bibliography));
    }
    [
        ("toc", BlockKind::Outline(OutlineKind::Contents)),
        ("list-of-figures", BlockKind::Outline(OutlineKind::Figures)),
        ("list-of-tables", BlockKind::Outline(OutlineKind::Tables)),
        ("list-of-listings", BlockKind::Outline(OutlineKind::Listings)),
        ("index", BlockKind::Outline(OutlineKind::Index)),
        ("endnotes", BlockKind::Endnotes),
    ]
    .into_iter()
    .find(|(class, _)| attrs.has_class(class))
}

/// Attributes without a class that has become the node's kind.
pub(crate) fn without_class(attrs: Attributes, class: &str) -> Attributes {
    attrs.edited(|parts| parts.classes.retain(|c| c != class))
}
