//! Changes settled: a document as it reads once every insertion and deletion in it is accepted, or rejected. Comments
//! stay, since a remark is no change. Who asks for it, and for which output, is decided elsewhere.

use std::mem::take;

use crate::walk::{VisitMut, block_children_mut, document_mut, inline_children_mut};
use crate::{Block, BlockKind, Document, Inline, InlineKind, MilestoneKind, Node, normalise_document};

/// What becomes of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// What was inserted stays, and what was deleted goes.
    Accept,
    /// What was inserted goes, and what was deleted stays.
    Reject,
}

/// Settles every change of a document and brings it back into normal form.
///
/// A change over several blocks takes with it all that stands between its two milestones; where it does not close,
/// nothing goes. A paragraph whose end goes is joined with the paragraph after it.
pub fn settle_changes(document: &mut Document, settlement: Settlement) {
    let mut ends = Ends { closing: closing(settlement), count: 0 };
    document_mut(document, &mut ends);
    let mut pass = Settle { settlement, ends_left: ends.count, hiding: false, joins: false };
    document_mut(document, &mut pass);
    normalise_document(document);
}

/// The milestone that ends what goes.
fn closing(settlement: Settlement) -> MilestoneKind {
    match settlement {
        Settlement::Accept => MilestoneKind::DeletionEnd,
        Settlement::Reject => MilestoneKind::InsertionEnd,
    }
}

/// Counts the milestones that end what goes, so that a start without an end hides nothing.
struct Ends {
    closing: MilestoneKind,
    count: usize,
}

impl VisitMut for Ends {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.iter_mut().for_each(|block| block_children_mut(block, self));
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in inlines {
            if matches!(&inline.kind, InlineKind::Milestone(milestone) if milestone.kind == self.closing) {
                self.count += 1;
            }
            inline_children_mut(inline, self);
        }
    }
}

struct Settle {
    settlement: Settlement,
    /// How many milestones that end what goes are still to come.
    ends_left: usize,
    /// Between the milestones of something that goes.
    hiding: bool,
    /// The end of the paragraph that was read last goes.
    joins: bool,
}

impl VisitMut for Settle {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
        let mut joins = false;
        for mut block in take(blocks) {
            let (hid, left) = (self.hiding, self.ends_left);
            self.joins = false;
            block_children_mut(&mut block, self);
            // A block that lies between the milestones as a whole goes as a whole.
            if hid && self.hiding && left == self.ends_left {
                continue;
            }
            if std::mem::replace(&mut joins, self.joins)
                && let (Some(BlockKind::Paragraph(before)), BlockKind::Paragraph(more)) =
                    (out.last_mut().map(|last| &mut last.kind), &mut block.kind)
            {
                before.append(more);
                continue;
            }
            out.push(block);
        }
        self.joins = false;
        *blocks = out;
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(inlines.len());
        for mut inline in take(inlines) {
            inline_children_mut(&mut inline, self);
            if let Some(milestone) = self.milestone(&inline) {
                out.extend(milestone.then_some(inline));
                continue;
            }
            if self.hiding {
                continue;
            }
            self.push(inline, &mut out);
        }
        *inlines = out;
    }
}

impl Settle {
    /// For a milestone, whether it stays.
    fn milestone(&mut self, inline: &Inline) -> Option<bool> {
        let InlineKind::Milestone(milestone) = &inline.kind else { return None };
        let goes = |when| self.settlement == when;
        match milestone.kind {
            MilestoneKind::CommentStart | MilestoneKind::CommentEnd => return Some(true),
            MilestoneKind::InsertionStart => self.hiding |= goes(Settlement::Reject) && self.ends_left > 0,
            MilestoneKind::DeletionStart => self.hiding |= goes(Settlement::Accept) && self.ends_left > 0,
            MilestoneKind::InsertionEnd | MilestoneKind::DeletionEnd => {
                if milestone.kind == closing(self.settlement) {
                    self.hiding = false;
                    self.ends_left -= 1;
                }
            }
            MilestoneKind::ParagraphInsertion => self.joins |= goes(Settlement::Reject),
            MilestoneKind::ParagraphDeletion => self.joins |= goes(Settlement::Accept),
        }
        Some(false)
    }

    fn push(&self, inline: Inline, out: &mut Vec<Inline>) {
        let Node { kind, attrs, span } = inline;
        let (content, stays) = match kind {
            InlineKind::Insertion { change: _, content } => (content, self.settlement == Settlement::Accept),
            InlineKind::Deletion { change: _, content } => (content, self.settlement == Settlement::Reject),
            kind => return out.push(Node { kind, attrs, span }),
        };
        match (stays, attrs.is_empty()) {
            (true, true) => out.extend(content),
            // A label or class of the change is one of its words now.
            (true, false) => out.push(Node::new(InlineKind::Span(content), span).with(attrs)),
            (false, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use chapbook_source::Span;

    use super::*;
    use crate::{Change, Milestone, plain_text_of_blocks};

    fn node(kind: InlineKind) -> Inline {
        Node::new(kind, Span::NONE)
    }

    fn text(text: &str) -> Inline {
        node(InlineKind::Text(text.into()))
    }

    fn milestone(kind: MilestoneKind) -> Inline {
        node(InlineKind::Milestone(Milestone { kind, id: None, change: Change::default() }))
    }

    fn settled(paragraphs: Vec<Vec<Inline>>, settlement: Settlement) -> String {
        let body = paragraphs.into_iter().map(|line| Node::new(BlockKind::Paragraph(line), Span::NONE)).collect();
        let mut document = Document { body, ..Document::default() };
        settle_changes(&mut document, settlement);
        plain_text_of_blocks(&document.body).trim().to_owned()
    }

    #[test]
    fn changes_in_a_line_stay_or_go() {
        let change = Change::default;
        let line = || {
            vec![
                text("a "),
                node(InlineKind::Deletion { change: change(), content: vec![text("b")] }),
                node(InlineKind::Emph(vec![
                    text("c"),
                    node(InlineKind::Insertion { change: change(), content: vec![text("d")] }),
                ])),
            ]
        };
        assert_eq!(settled(vec![line()], Settlement::Accept), "a cd");
        assert_eq!(settled(vec![line()], Settlement::Reject), "a bc");
    }

    #[test]
    fn changes_over_blocks_take_what_lies_between() {
        use MilestoneKind::{DeletionEnd, DeletionStart, InsertionEnd, InsertionStart};
        let over = |start, end| {
            vec![
                vec![text("one"), milestone(start), text("two")],
                vec![text("three")],
                vec![text("four"), milestone(end), text("five")],
            ]
        };
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for (start, end, goes, stays) in [
            (DeletionStart, DeletionEnd, Settlement::Accept, Settlement::Reject),
            (InsertionStart, InsertionEnd, Settlement::Reject, Settlement::Accept),
        ] {
            assert_eq!(words(settled(over(start, end), goes)), "one five");
            assert_eq!(words(settled(over(start, end), stays)), "onetwo three fourfive");
        }
    }

    #[test]
    fn a_change_that_does_not_close_takes_nothing() {
        let open = vec![vec![text("one"), milestone(MilestoneKind::DeletionStart)], vec![text("two")]];
        assert_eq!(settled(open, Settlement::Accept).split_whitespace().count(), 2);
    }

    #[test]
    fn a_paragraph_without_its_end_goes_on() {
        let two = || vec![vec![text("one "), milestone(MilestoneKind::ParagraphDeletion)], vec![text("two")]];
        assert_eq!(settled(two(), Settlement::Accept), "one two");
        assert_eq!(settled(two(), Settlement::Reject).lines().count(), 2);
    }
}
