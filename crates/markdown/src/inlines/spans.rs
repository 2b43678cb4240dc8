//! `[…]{…}`: which classes are inline kinds of their own (DIALECT 10), and what the others become.

use std::ops::Range;

use chapbook_model::{IndexTerm, Inline, InlineKind, Reference, ReferenceForm, ReferenceItem};
use chapbook_source::codes;
use chapbook_values::Attributes;

use super::line::Piece;
use crate::attributes::Braces;
use crate::tree::Tree;

/// Wraps content in an inline kind.
type Wrap = fn(Vec<Inline>) -> InlineKind;

/// The classes that are inline kinds of their own.
const KINDS: [(&str, Wrap); 10] = [
    ("smallcaps", InlineKind::SmallCaps),
    ("sc", InlineKind::SmallCaps),
    ("underline", InlineKind::Underline),
    ("ul", InlineKind::Underline),
    ("mark", InlineKind::Highlight),
    ("strong", InlineKind::Strong),
    ("emph", InlineKind::Emph),
    ("strike", InlineKind::Strike),
    ("sub", InlineKind::Subscript),
    ("sup", InlineKind::Superscript),
];

impl Tree<'_> {
    /// The node that brackets with attributes are.
    pub(crate) fn span_node(&mut self, pieces: Vec<Piece>, braces: Braces, range: Range<usize>) -> Inline {
        let attrs = braces.attrs;
        if attrs.has_class("page")
            && let Some(reference) = page_reference(&pieces)
        {
            let rest = without(attrs, "page");
            return self.node(InlineKind::Reference(reference), range).with(rest);
        }
        let mut content = self.settle(pieces);
        if let Some((kind, rest)) = self.change_span(&mut content, &attrs) {
            // What `done` may say was taken; another value is left.
            if let (InlineKind::Comment(_), Some(typed)) = (&kind, rest.get("done")) {
                let message = format!("`done` is `true` or `false`, not `{typed}`, and has no effect");
                self.context.say(&codes::ATTRIBUTE_VALUE, self.span(range.clone()), message);
            }
            return self.node(kind, range).with(rest);
        }
        if attrs.has_class("idx") {
            if let Some(word) = attrs.get("range").filter(|word| !matches!(*word, "start" | "end")) {
                let index = attrs.pairs().iter().position(|(key, _)| key == "range");
                let place = index.and_then(|i| braces.values.get(i)?.clone()).unwrap_or(range.clone());
                let message = format!("`range` takes `start` or `end`, not `{word}`, and has no effect");
                self.context.say(&codes::ATTRIBUTE_VALUE, self.place.span(place), message);
            }
            return self.index_term(content, attrs, range);
        }
        for class in attrs.classes() {
            if let Some((name, wrap)) = KINDS.iter().find(|(name, _)| name == class) {
                let (name, wrap) = (*name, *wrap);
                let rest = without(attrs, name);
                return self.node(wrap(content), range).with(rest);
            }
        }
        self.node(InlineKind::Span(content), range).with(attrs)
    }

    fn index_term(&mut self, content: Vec<Inline>, attrs: Attributes, range: Range<usize>) -> Inline {
        let entry = attrs.get("entry").map(|entry| entry.split('!').map(|part| part.trim().to_owned()).collect());
        let term = IndexTerm {
            content,
            entry: entry.unwrap_or_default(),
            see: attrs.get("see").map(str::to_owned),
            range: attrs.get("range").map(str::to_owned),
        };
        let rest = without(attrs, "idx")
            .edited(|parts| parts.pairs.retain(|(key, _)| !matches!(key.as_str(), "entry" | "see" | "range")));
        self.node(InlineKind::Index(term), range).with(rest)
    }
}

fn without(attrs: Attributes, class: &str) -> Attributes {
    attrs.edited(|parts| parts.classes.retain(|c| c != class))
}

/// `[@fig-x]{.page}`: nothing but references and what parts them.
fn page_reference(pieces: &[Piece]) -> Option<Reference> {
    let mut items = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Key(key) => {
                items.push(ReferenceItem { label: key.label()?, form: ReferenceForm::Page });
            }
            Piece::Inline(inline) => match &inline.kind {
                InlineKind::Text(text) if text.trim_matches(|c| matches!(c, ' ' | ';')).is_empty() => {}
                _ => return None,
            },
        }
    }
    (!items.is_empty()).then_some(Reference { items })
}
