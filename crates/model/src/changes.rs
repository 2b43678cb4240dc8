//! Changes settled: a document as it reads once every insertion and deletion in it is accepted, or rejected. Comments
//! stay, since a remark is no change. Who asks for it, and for which output, is decided elsewhere.

use std::mem::take;

use chapbook_source::Span;

use crate::walk::{VisitMut, block_children_mut, document_mut, inline_children_mut};
use crate::{
    Block, BlockKind, Document, Inline, InlineKind, Item, List, Milestone, MilestoneKind, Node, Row, Table,
    normalise_document, pair_ranges, plain_text_of_blocks,
};

/// What becomes of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// What was inserted stays, and what was deleted goes.
    Accept,
    /// What was inserted goes, and what was deleted stays.
    Reject,
}

/// What settling found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// How many changes were settled.
    pub changes: usize,
    /// The blocks whose ends go, and that cannot be joined with what follows.
    pub unjoined: Vec<Span>,
}

/// Settles every change of a document and brings it back into normal form.
///
/// A change over several blocks takes with it all that stands between its two milestones; where it does not close,
/// nothing goes. A paragraph whose end goes is joined with the paragraph after it, as a word processor does it: so are
/// the paragraphs at the start and the end of what was taken out.
pub fn settle_changes(document: &mut Document, settlement: Settlement) -> Settled {
    pair_ranges(document);
    let mut pass = Settle { settlement, settled: Settled::default(), hiding: 0, events: 0, joins: None };
    document_mut(document, &mut pass);
    normalise_document(document);
    // Of a comment whose words went, a start or an end may be left.
    pair_ranges(document);
    pass.settled
}

struct Settle {
    settlement: Settlement,
    settled: Settled,
    /// Between the milestones of so many changes that go.
    hiding: usize,
    /// How many milestones of what goes were met.
    events: usize,
    /// The end of the block that was read last goes.
    joins: Option<Span>,
}

impl VisitMut for Settle {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
        let mut joins = None;
        for mut block in take(blocks) {
            let (hid, events) = (self.hiding > 0, self.events);
            let headed = heading_says(&block);
            self.joins = None;
            match &mut block.kind {
                BlockKind::List(list) => self.list(list),
                BlockKind::Table(table) => self.table(table),
                _ => block_children_mut(&mut block, self),
            }
            // A block that lies between the milestones as a whole goes as a whole.
            if hid && events == self.events {
                continue;
            }
            // A heading all of whose words go is none.
            if headed && !heading_says(&block) {
                joins = None;
                continue;
            }
            // A list that lost all its items to a change that ends in it.
            if let BlockKind::List(list) = &block.kind
                && events != self.events
                && list.items.is_empty()
            {
                joins = None;
                continue;
            }
            // Its end lies between the milestones, if the block is one that has an end of its own.
            let ends = self.joins.take().or((self.hiding > 0).then_some(block.span)).filter(|_| has_end(&block.kind));
            if let Some(span) = std::mem::replace(&mut joins, ends) {
                match join(out.last_mut(), block) {
                    Joined::Yes => {}
                    Joined::Instead(block) => {
                        out.pop();
                        out.push(block);
                    }
                    Joined::No(block) => {
                        self.settled.unjoined.push(span);
                        out.push(block);
                    }
                }
                continue;
            }
            out.push(block);
        }
        // Nothing follows that a last block could be joined with: in a list or a quotation, what comes after stands
        // outside.
        self.joins = None;
        *blocks = out;
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(inlines.len());
        for mut inline in take(inlines) {
            inline_children_mut(&mut inline, self);
            if let InlineKind::Milestone(milestone) = &inline.kind {
                let stays = self.milestone(milestone, inline.span);
                out.extend(stays.then_some(inline));
                continue;
            }
            if self.hiding > 0 {
                continue;
            }
            self.push(inline, &mut out);
        }
        *inlines = out;
    }
}

/// Whether a block is a heading in which something stands, deleted words among it.
fn heading_says(block: &Block) -> bool {
    let BlockKind::Heading { level: _, content } = &block.kind else { return false };
    content.iter().any(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty()))
}

impl Settle {
    /// An item that is left without words goes with them.
    fn list(&mut self, list: &mut List) {
        let List { kind: _, tight: _, items, continues: _ } = list;
        items.retain_mut(|item| {
            let Item { value: _, example: _, checked: _, body } = item;
            let (hid, events) = (self.hiding > 0, self.events);
            let says = !plain_text_of_blocks(body).trim().is_empty();
            self.blocks(body);
            let whole = hid && events == self.events;
            let emptied = says && (hid || events != self.events) && plain_text_of_blocks(body).trim().is_empty();
            !(whole || emptied)
        });
    }

    /// A row of the body that is left without words goes with them, as long as no cell reaches over rows.
    fn table(&mut self, table: &mut Table) {
        let Table { columns: _, head, body, header_columns: _ } = table;
        let straight = head.iter().chain(&*body).flat_map(|row| &row.cells).all(|cell| cell.row_span <= 1);
        let says = |row: &Row| !row.cells.iter().flat_map(|cell| &cell.body).all(is_blank);
        for cell in head.iter_mut().flat_map(|row| &mut row.cells) {
            self.blocks(&mut cell.body);
        }
        body.retain_mut(|row| {
            let said = says(row);
            for cell in &mut row.cells {
                self.blocks(&mut cell.body);
            }
            !(straight && said && !says(row))
        });
    }

    /// Whether a milestone stays.
    fn milestone(&mut self, milestone: &Milestone, span: Span) -> bool {
        let accepts = self.settlement == Settlement::Accept;
        match milestone.kind {
            MilestoneKind::CommentStart | MilestoneKind::CommentEnd => return true,
            MilestoneKind::InsertionStart => self.range(!accepts, true),
            MilestoneKind::DeletionStart => self.range(accepts, true),
            MilestoneKind::InsertionEnd => self.range(!accepts, false),
            MilestoneKind::DeletionEnd => self.range(accepts, false),
            MilestoneKind::ParagraphInsertion | MilestoneKind::ParagraphDeletion => {
                self.settled.changes += 1;
                if (milestone.kind == MilestoneKind::ParagraphDeletion) == accepts {
                    self.joins = Some(span);
                }
            }
        }
        false
    }

    /// A change over several blocks starts or ends.
    fn range(&mut self, goes: bool, starts: bool) {
        self.settled.changes += usize::from(starts);
        if goes {
            self.events += 1;
            self.hiding = if starts { self.hiding + 1 } else { self.hiding.saturating_sub(1) };
        }
    }

    fn push(&mut self, inline: Inline, out: &mut Vec<Inline>) {
        let Node { kind, attrs, span } = inline;
        let (content, stays) = match kind {
            InlineKind::Insertion { change: _, content } => (content, self.settlement == Settlement::Accept),
            InlineKind::Deletion { change: _, content } => (content, self.settlement == Settlement::Reject),
            kind => return out.push(Node { kind, attrs, span }),
        };
        self.settled.changes += 1;
        match (stays, attrs.is_empty()) {
            (true, true) => out.extend(content),
            // A label or class of the change is one of its words now.
            (true, false) => out.push(Node::new(InlineKind::Span(content), span).with(attrs)),
            (false, _) => {}
        }
    }
}

/// Whether a block ends in a paragraph mark of its own.
fn has_end(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph(_) | BlockKind::Heading { .. })
}

/// What became of a block and the one before it, whose end goes.
enum Joined {
    Yes,
    /// Nothing was left of the one before.
    Instead(Block),
    No(Block),
}

fn join(before: Option<&mut Block>, mut block: Block) -> Joined {
    let Some(before) = before else { return Joined::Instead(block) };
    if plain_text_of_blocks(std::slice::from_ref(before)).trim().is_empty() && is_blank(before) {
        return Joined::Instead(block);
    }
    if has_end(&before.kind) && is_blank(&block) {
        return Joined::Yes;
    }
    match (&mut before.kind, &mut block.kind) {
        (BlockKind::Paragraph(start) | BlockKind::Heading { level: _, content: start }, BlockKind::Paragraph(more)) => {
            start.append(more);
            before.span = before.span.to(block.span);
            Joined::Yes
        }
        _ => Joined::No(block),
    }
}

/// Whether nothing but white space is left in a line.
fn is_blank(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(line) | BlockKind::Heading { level: _, content: line } => {
            line.iter().all(|inline| match &inline.kind {
                InlineKind::Text(text) => text.trim().is_empty(),
                InlineKind::SoftBreak | InlineKind::HardBreak => true,
                _ => false,
            })
        }
        _ => false,
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
            assert_eq!(settled(over(start, end), goes), "onefive", "the ends of two paragraphs went, too");
            assert_eq!(words(settled(over(start, end), stays)), "onetwo three fourfive");
        }
    }

    #[test]
    fn a_change_that_does_not_close_takes_nothing() {
        let open = vec![vec![text("one"), milestone(MilestoneKind::DeletionStart)], vec![text("two")]];
        assert_eq!(settled(open, Settlement::Accept).split_whitespace().count(), 2);
    }

    #[test]
    fn a_row_without_words_goes_with_them() {
        let deleted =
            |words: &str| node(InlineKind::Deletion { change: Change::default(), content: vec![text(words)] });
        let row = |cells: Vec<Inline>, row_span| {
            let cell = |inline| crate::Cell {
                body: vec![Node::new(BlockKind::Paragraph(vec![inline]), Span::NONE)],
                column_span: 1,
                row_span,
            };
            Row { cells: cells.into_iter().map(cell).collect() }
        };
        let rows = |row_span, settlement| {
            let body = vec![
                row(vec![deleted("a"), deleted("b")], row_span),
                row(vec![text("c"), deleted("d")], 1),
                row(vec![text(""), text("")], 1),
            ];
            let table = Table { columns: Vec::new(), head: Vec::new(), body, header_columns: 0 };
            let body = vec![Node::new(BlockKind::Table(table), Span::NONE)];
            let mut document = Document { body, ..Document::default() };
            settle_changes(&mut document, settlement);
            let BlockKind::Table(table) = &document.body[0].kind else { panic!("it is no table any more") };
            table.body.len()
        };
        assert_eq!(rows(1, Settlement::Accept), 2, "a row that was empty before stays");
        assert_eq!(rows(1, Settlement::Reject), 3);
        assert_eq!(rows(2, Settlement::Accept), 3, "a cell that reaches into the next row keeps its own");
    }

    #[test]
    fn what_is_left_at_the_ends_is_joined_or_told() {
        use MilestoneKind::{DeletionEnd, DeletionStart, ParagraphDeletion};
        let paragraph = |line| Node::new(BlockKind::Paragraph(line), Span::NONE);
        let heading = |line| Node::new(BlockKind::Heading { level: 1, content: line }, Span::NONE);
        let settled = |body: Vec<Block>| {
            let mut document = Document { body, ..Document::default() };
            let told = settle_changes(&mut document, Settlement::Accept);
            (plain_text_of_blocks(&document.body).trim().to_owned(), document.body.len(), told.unjoined.len())
        };
        // A heading and a paragraph that go leave the end of the paragraph.
        let over = vec![
            heading(vec![milestone(DeletionStart), text("one")]),
            paragraph(vec![text("two"), milestone(DeletionEnd), text("three")]),
        ];
        assert_eq!(settled(over), ("three".to_owned(), 1, 0));
        // A paragraph and a heading do not join.
        let over = vec![paragraph(vec![text("one"), milestone(ParagraphDeletion)]), heading(vec![text("two")])];
        let (words, blocks, told) = settled(over);
        assert_eq!((words.split_whitespace().count(), blocks, told), (2, 2, 1));
    }

    #[test]
    fn a_paragraph_without_its_end_goes_on() {
        let two = || vec![vec![text("one "), milestone(MilestoneKind::ParagraphDeletion)], vec![text("two")]];
        assert_eq!(settled(two(), Settlement::Accept), "one two");
        assert_eq!(settled(two(), Settlement::Reject).lines().count(), 2);
    }
}
