//! What milestones and replies belong to: each start of a range finds its end, each reply the comment that began its
//! thread. Ids are what an author typed, and may stand twice, as in the chapters of a book; here they become unique. What
//! a range means to an output is decided elsewhere.

use std::collections::BTreeMap;
use std::mem::take;

use chapbook_source::Span;

use crate::walk::{VisitMut, block_children_mut, document_mut, inline_children_mut};
use crate::{AnyNode, Block, BlockKind, Comment, Document, Inline, InlineKind, MilestoneKind, Visibility, each_node};

/// What the ranges and threads of a document are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges {
    /// By the id of a comment that others reply to, the replies in reading order.
    pub replies: BTreeMap<String, Vec<(Comment, Span)>>,
    /// The ids of the comments whose words end at a milestone.
    pub comments: Vec<String>,
    /// Starts and ends without a counterpart.
    pub unpaired: Vec<Span>,
    /// Replies to nothing that is there.
    pub lone_replies: Vec<Span>,
}

/// Whether changes of a document reach over blocks, or to the ends of paragraphs.
pub fn has_changes_over_blocks(document: &Document) -> bool {
    any_inline(document, |inline| match &inline.kind {
        InlineKind::Milestone(milestone) => {
            !matches!(milestone.kind, MilestoneKind::CommentStart | MilestoneKind::CommentEnd)
        }
        _ => false,
    })
}

/// Whether there is anything that [`pair_ranges`] has to do with.
pub fn has_ranges(document: &Document) -> bool {
    any_inline(document, |inline| match &inline.kind {
        InlineKind::Milestone(_) => true,
        InlineKind::Comment(comment) => comment.reply_to.is_some(),
        _ => false,
    })
}

fn any_inline(document: &Document, is_one: impl Fn(&Inline) -> bool) -> bool {
    let mut found = false;
    let mut look = |node: AnyNode<'_>| match node {
        AnyNode::Inline(inline) => found |= is_one(inline),
        AnyNode::Block(_) => {}
    };
    let metadata = &document.metadata;
    let lines = [&metadata.title, &metadata.subtitle, &metadata.description, &metadata.rights];
    for line in lines.into_iter().flatten() {
        each_node(&[Block::new(BlockKind::Paragraph(line.clone()), Span::NONE)], &mut look);
    }
    let own = metadata.authors.iter().flat_map(|author| [&author.bio, &author.note, &author.acknowledgements]);
    let stories = [&metadata.summary, &metadata.acknowledgements, &document.body].into_iter().chain(own);
    stories.chain(document.notes.values().map(|note| &note.body)).for_each(|body| each_node(body, &mut look));
    found
}

/// Pairs the milestones of each text that is read in one go: the body, a note. Milestones without a counterpart go, both
/// of a pair and the comment that it belongs to have one id that nothing else has, and replies name the comment that
/// began the thread.
pub fn pair_ranges(document: &mut Document) -> Ranges {
    let mut marks = Collect::default();
    document_mut(document, &mut marks);
    let (mut rewrite, ranges) = answers(&marks.marks);
    document_mut(document, &mut rewrite);
    let mut gather = Gather { ranges };
    document_mut(document, &mut gather);
    gather.ranges
}

/// A milestone or a comment, in reading order.
struct Mark {
    /// None for a comment.
    milestone: Option<MilestoneKind>,
    id: Option<String>,
    reply_to: Option<String>,
    story: usize,
    /// It stands where nothing can begin or end: in the words of a reference, or in what is deleted.
    enclosed: bool,
    span: Span,
}

#[derive(Default)]
struct Collect {
    enclosed: usize,
    marks: Vec<Mark>,
    depth: usize,
    story: usize,
}

impl Collect {
    fn within(&mut self, inside: impl FnOnce(&mut Self)) {
        self.story += usize::from(self.depth == 0);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }
}

impl VisitMut for Collect {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        self.within(|c| blocks.iter_mut().for_each(|block| block_children_mut(block, c)));
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        self.within(|c| {
            for inline in inlines {
                let (milestone, id, reply_to) = match &inline.kind {
                    InlineKind::Milestone(milestone) => (Some(milestone.kind), milestone.id.clone(), None),
                    InlineKind::Comment(comment) if is_shared(comment) => {
                        (None, comment.id.clone(), comment.reply_to.clone())
                    }
                    InlineKind::Reference(_) | InlineKind::Cite(_) | InlineKind::Deletion { .. } => {
                        c.enclosed += 1;
                        inline_children_mut(inline, c);
                        c.enclosed -= 1;
                        continue;
                    }
                    _ => {
                        inline_children_mut(inline, c);
                        continue;
                    }
                };
                let enclosed = c.enclosed > 0;
                c.marks.push(Mark { milestone, id, reply_to, story: c.story, enclosed, span: inline.span });
                inline_children_mut(inline, c);
            }
        });
    }
}

fn is_shared(comment: &Comment) -> bool {
    match comment.visibility {
        Visibility::Shared => true,
        Visibility::Private => false,
    }
}

/// What becomes of the marks, each by its place.
#[derive(Default)]
struct Rewrite {
    /// The new id of a comment or a milestone of a pair; none for a milestone that goes.
    ids: Vec<Option<String>>,
    /// The comment that began the thread.
    threads: Vec<Option<usize>>,
    next: usize,
}

fn answers(marks: &[Mark]) -> (Rewrite, Ranges) {
    let mut ranges = Ranges::default();
    let mut ids: Vec<Option<String>> = Vec::with_capacity(marks.len());
    let mut open: BTreeMap<(usize, u8, Option<&str>), Vec<usize>> = BTreeMap::new();
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, mark) in marks.iter().enumerate() {
        let id = mark.id.as_deref();
        let Some(kind) = mark.milestone else {
            hosts.extend(id.map(|id| (id, i)));
            ids.push(Some(i.to_string()));
            continue;
        };
        let (family, end) = family(kind);
        match end {
            None => ids.push(Some(i.to_string())),
            Some(_) if mark.enclosed => ids.push(None),
            Some(false) => {
                open.entry((mark.story, family, id)).or_default().push(i);
                ids.push(None);
            }
            Some(true) => {
                let start = open.get_mut(&(mark.story, family, id)).and_then(Vec::pop);
                // The words of a comment begin after the comment itself.
                let host = if family == COMMENT { id.and_then(|id| hosts.get(id)).copied() } else { start };
                let whose = start.zip(host).map(|(start, host)| (start, host.to_string()));
                if let Some((start, whose)) = &whose {
                    ids[*start] = Some(whose.clone());
                    if family == COMMENT {
                        ranges.comments.push(whose.clone());
                    }
                }
                ids.push(whose.map(|(_, whose)| whose));
            }
        }
    }
    for (mark, id) in marks.iter().zip(&ids) {
        // A comment whose words have no end is on a point, and nothing is wrong with it.
        if id.is_none() && mark.milestone != Some(MilestoneKind::CommentStart) {
            ranges.unpaired.push(mark.span);
        }
    }
    let threads = threads(marks, &mut ranges.lone_replies);
    (Rewrite { ids, threads, next: 0 }, ranges)
}

const COMMENT: u8 = 0;

/// Which milestones belong together, and whether this one ends something; none for those that stand for themselves.
fn family(kind: MilestoneKind) -> (u8, Option<bool>) {
    match kind {
        MilestoneKind::CommentStart => (COMMENT, Some(false)),
        MilestoneKind::CommentEnd => (COMMENT, Some(true)),
        MilestoneKind::InsertionStart => (1, Some(false)),
        MilestoneKind::InsertionEnd => (1, Some(true)),
        MilestoneKind::DeletionStart => (2, Some(false)),
        MilestoneKind::DeletionEnd => (2, Some(true)),
        MilestoneKind::ParagraphInsertion | MilestoneKind::ParagraphDeletion => (3, None),
    }
}

/// The comment that began the thread of each reply: the nearest one before it that has the id, else the first after it.
fn threads(marks: &[Mark], lone: &mut Vec<Span>) -> Vec<Option<usize>> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.milestone.is_none()) {
        if let Some(id) = &mark.id {
            first.entry(id).or_insert(i);
        }
    }
    let mut before: BTreeMap<&str, usize> = BTreeMap::new();
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(marks.len());
    for (i, mark) in marks.iter().enumerate() {
        let parent = mark.reply_to.as_deref().and_then(|to| before.get(to).or(first.get(to))).copied();
        let parent = parent.filter(|parent| *parent != i);
        if mark.reply_to.is_some() && parent.is_none() {
            lone.push(mark.span);
        }
        parents.push(parent);
        if let Some(id) = mark.id.as_ref().filter(|_| mark.milestone.is_none()) {
            before.insert(id, i);
        }
    }
    // Threads are one level deep: a reply to a reply is one to the comment that began it.
    let mut roots: Vec<Option<usize>> = vec![None; marks.len()];
    let mut on_path = vec![false; marks.len()];
    for i in 0..marks.len() {
        let (mut path, mut at) = (Vec::new(), i);
        let root = loop {
            if let Some(root) = roots[at] {
                break root;
            }
            if std::mem::replace(&mut on_path[at], true) {
                // They reply to each other in a ring.
                lone.push(marks[at].span);
                break at;
            }
            path.push(at);
            match parents[at] {
                Some(parent) => at = parent,
                None => break at,
            }
        };
        path.iter().for_each(|at| roots[*at] = Some(root));
    }
    roots.iter().enumerate().map(|(i, root)| root.filter(|root| *root != i)).collect()
}

impl VisitMut for Rewrite {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.iter_mut().for_each(|block| block_children_mut(block, self));
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for mut inline in take(inlines) {
            let at = self.next;
            let stays = match &mut inline.kind {
                InlineKind::Milestone(milestone) => {
                    self.next += 1;
                    milestone.id = self.ids.get_mut(at).and_then(take);
                    milestone.id.is_some()
                }
                InlineKind::Comment(comment) if is_shared(comment) => {
                    self.next += 1;
                    comment.id = self.ids.get_mut(at).and_then(take);
                    comment.reply_to = self.threads.get(at).copied().flatten().map(|root| root.to_string());
                    true
                }
                _ => true,
            };
            inline_children_mut(&mut inline, self);
            inlines.extend(stays.then_some(inline));
        }
    }
}

struct Gather {
    ranges: Ranges,
}

impl VisitMut for Gather {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.iter_mut().for_each(|block| block_children_mut(block, self));
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        for inline in inlines {
            if let InlineKind::Comment(comment) = &inline.kind
                && let Some(root) = &comment.reply_to
            {
                let reply = Comment { on: Vec::new(), ..(**comment).clone() };
                self.ranges.replies.entry(root.clone()).or_default().push((reply, inline.span));
            }
            inline_children_mut(inline, self);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, Milestone, Node};

    fn comment(id: &str, reply_to: Option<&str>) -> Inline {
        let (id, reply_to) = (Some(id.to_owned()), reply_to.map(str::to_owned));
        let (visibility, change, on) = (Visibility::Shared, Change::default(), Vec::new());
        let comment = Comment { visibility, text: format!("{id:?}"), on, change, id, reply_to, done: false };
        Node::new(InlineKind::Comment(Box::new(comment)), Span::NONE)
    }

    fn milestone(kind: MilestoneKind, id: Option<&str>) -> Inline {
        let milestone = Milestone { kind, id: id.map(str::to_owned), change: Change::default() };
        Node::new(InlineKind::Milestone(milestone), Span::NONE)
    }

    fn paired(lines: Vec<Vec<Inline>>) -> (Vec<String>, Ranges) {
        let body = lines.into_iter().map(|line| Node::new(BlockKind::Paragraph(line), Span::NONE)).collect();
        let mut document = Document { body, ..Document::default() };
        let ranges = pair_ranges(&mut document);
        let mut out = Vec::new();
        each_node(&document.body, &mut |node| {
            if let AnyNode::Inline(inline) = node {
                out.push(match &inline.kind {
                    InlineKind::Milestone(m) => format!("{:?} {}", m.kind, m.id.as_deref().unwrap_or("-")),
                    InlineKind::Comment(c) => {
                        let to = c.reply_to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
                        format!("{}{to}", c.id.as_deref().unwrap_or("-"))
                    }
                    _ => String::new(),
                });
            }
        });
        (out, ranges)
    }

    #[test]
    fn starts_find_their_ends_and_the_rest_goes() {
        use MilestoneKind::{CommentEnd, CommentStart, DeletionEnd, DeletionStart, InsertionStart};
        let (out, ranges) = paired(vec![
            vec![comment("1", None), milestone(CommentStart, Some("1")), milestone(InsertionStart, None)],
            vec![milestone(DeletionStart, None), milestone(CommentEnd, Some("1")), milestone(CommentEnd, Some("1"))],
            vec![comment("1", None), milestone(CommentStart, Some("1")), milestone(DeletionEnd, None)],
        ]);
        assert_eq!(
            out,
            ["0", "CommentStart 0", "DeletionStart 3", "CommentEnd 0", "6", "DeletionEnd 3"],
            "of the same ids, the nearest"
        );
        assert_eq!(ranges.comments, ["0"]);
        assert_eq!(ranges.unpaired.len(), 2, "the insertion and the second end");
    }

    #[test]
    fn replies_belong_to_the_comment_that_began() {
        let (out, ranges) = paired(vec![
            vec![comment("a", None), comment("b", Some("a")), comment("c", Some("b"))],
            vec![comment("a", None), comment("d", Some("a")), comment("e", Some("nowhere"))],
        ]);
        assert_eq!(out, ["0", "1 to 0", "2 to 0", "3", "4 to 3", "5"]);
        assert_eq!(ranges.replies["0"].len(), 2);
        assert_eq!(ranges.replies["3"].len(), 1);
        assert_eq!(ranges.lone_replies.len(), 1);
    }

    #[test]
    fn replies_in_a_ring_end_somewhere() {
        let ring = vec![comment("a", Some("c")), comment("b", Some("a")), comment("c", Some("b"))];
        let (out, ranges) = paired(vec![ring, vec![comment("s", Some("s"))]]);
        assert_eq!(out, ["0", "1 to 0", "2 to 0", "3"]);
        assert_eq!(ranges.lone_replies.len(), 2);
    }
}
