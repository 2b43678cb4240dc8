//! The plain text of nodes: for titles in metadata, automatic labels, and messages.
//! Notes, comments and deletions are no part of it.

use crate::walk::{Visit, block_children, inline_children};
use crate::{Block, BlockKind, Inline, InlineKind};

/// The text of a line, without its marks.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut collect = Collect::default();
    collect.inlines(inlines);
    collect.text
}

/// The text of blocks, one line each.
pub fn plain_text_of_blocks(blocks: &[Block]) -> String {
    let mut collect = Collect::default();
    collect.blocks(blocks);
    collect.text.trim_end().to_owned()
}

#[derive(Default)]
struct Collect {
    text: String,
}

impl Visit for Collect {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let BlockKind::Code(code) = &block.kind {
                self.text.push_str(&code.text);
            }
            block_children(block, self);
            if !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push('\n');
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text) => self.text.push_str(text),
                InlineKind::SoftBreak | InlineKind::HardBreak => self.text.push(' '),
                InlineKind::Image(image) => self.text.push_str(image.alt.as_deref().unwrap_or("")),
                InlineKind::Reference(reference) => {
                    for item in &reference.items {
                        self.text.push_str(item.label.as_str());
                    }
                }
                InlineKind::Deletion { change: _, content: _ } => continue,
                InlineKind::Emph(_)
                | InlineKind::Strong(_)
                | InlineKind::Strike(_)
                | InlineKind::Subscript(_)
                | InlineKind::Superscript(_)
                | InlineKind::SmallCaps(_)
                | InlineKind::Underline(_)
                | InlineKind::Highlight(_)
                | InlineKind::Link(_)
                | InlineKind::Span(_)
                | InlineKind::Note(_)
                | InlineKind::Cite(_)
                | InlineKind::Index(_)
                | InlineKind::Comment(_)
                | InlineKind::Insertion { change: _, content: _ }
                | InlineKind::Milestone(_)
                | InlineKind::Raw(_) => {}
            }
            inline_children(inline, self);
        }
    }
}
