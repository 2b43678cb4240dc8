//! What can be referred to: every label of a document, and every heading, in reading order.

use chapbook_source::Span;
use chapbook_values::Label;

use crate::walk::{Visit, block_children, inline_children};
use crate::{Block, BlockKind, Document, Inline, plain_text};

/// Something that can be referred to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referable {
    /// `{#label}` on a node, or the label of an example item.
    Label(Label, Span),
    /// A heading, with its label if it has one and its text.
    Heading(Option<Label>, String, Span),
}

/// Every label and every heading of the body and the notes, in reading order.
pub fn referables(document: &Document) -> Vec<Referable> {
    let mut collect = Collect(Vec::new());
    collect.blocks(&document.body);
    for note in document.notes.values() {
        collect.blocks(&note.body);
    }
    collect.0
}

struct Collect(Vec<Referable>);

impl Collect {
    fn label(&mut self, label: Option<&Label>, span: Span) {
        self.0.extend(label.map(|label| Referable::Label(label.clone(), span)));
    }
}

impl Visit for Collect {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let BlockKind::Heading { level: _, content } = &block.kind {
                let text = plain_text(content);
                self.0.push(Referable::Heading(block.attrs.label().cloned(), text, block.span));
            } else {
                self.label(block.attrs.label(), block.span);
            }
            if let BlockKind::List(list) = &block.kind {
                for item in &list.items {
                    self.label(item.example.as_ref(), block.span);
                }
            }
            block_children(block, self);
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.label(inline.attrs.label(), inline.span);
            inline_children(inline, self);
        }
    }
}
