//! Changes and remarks in a line (DIALECT 11): the marks of CriticMarkup, and spans with an author and a date.

use std::ops::Range;

use chapbook_model::{Change, Comment, Inline, InlineKind, Milestone, MilestoneKind, Node, Visibility, plain_text};
use chapbook_source::codes;
use chapbook_values::Attributes;

use super::line::{Line, Opener, Piece};
use crate::clean::clean_text;
use crate::context::MAX_DEPTH;
use crate::mask::block::strip_quotes;
use crate::mask::changes::{ChangeKind, LEN};
use crate::tree::Tree;

/// The class of a comment until its end is found.
const COMMENT_START: &str = "comment-start";

impl Tree<'_> {
    /// `{++` and its like.
    pub(crate) fn open_change(&mut self, line: &mut Line, kind: ChangeKind, range: Range<usize>) {
        if line.has_room() {
            let text = self.text_node(range.clone());
            line.open(Opener::Change(kind), range, text);
        } else {
            self.context.say_too_deep(self.place.span(range.clone()));
            self.push_text(line, range);
        }
    }

    /// `~>` parts what a substitution deletes from what it inserts.
    pub(crate) fn feed_arrow(&mut self, line: &mut Line, range: Range<usize>) {
        let open = line.frames.iter().rposition(|frame| frame.opener == Opener::Change(ChangeKind::Substitution));
        if let Some(index) = open {
            line.flatten_above(index);
            line.frames[index].arrow = Some(line.len_of(index));
        }
        self.push_text(line, range);
    }

    /// `++}` and its like.
    pub(crate) fn close_change(&mut self, line: &mut Line, kind: ChangeKind, range: Range<usize>) {
        let open = line.frames.iter().rposition(|frame| frame.opener == Opener::Change(kind));
        let parted = open.is_none_or(|index| kind != ChangeKind::Substitution || line.frames[index].arrow.is_some());
        let Some(index) = open.filter(|index| parted && line.len_of(*index) > 0) else {
            let message = "the start of this change stands in other emphasis or in other brackets; it stays as typed";
            self.context.say(&codes::CROSSING, self.place.span(range.clone()), message);
            return self.push_text(line, range);
        };
        let (frame, mut pieces) = line.close(index);
        let whole = frame.open.start..range.end;
        let change = Change::default;
        match kind {
            ChangeKind::Insertion => {
                let content = self.settle(pieces);
                self.push_change(line, InlineKind::Insertion { change: change(), content }, whole);
            }
            ChangeKind::Deletion => {
                let content = self.settle(pieces);
                self.push_change(line, InlineKind::Deletion { change: change(), content }, whole);
            }
            ChangeKind::Substitution => {
                let mut after = pieces.split_off(frame.arrow.unwrap_or(0).min(pieces.len()));
                // The arrow itself.
                if !after.is_empty() {
                    after.remove(0);
                }
                let (old, new) = (self.settle(pieces), self.settle(after));
                if !old.is_empty() {
                    self.push_change(line, InlineKind::Deletion { change: change(), content: old }, whole.clone());
                }
                if !new.is_empty() {
                    self.push_change(line, InlineKind::Insertion { change: change(), content: new }, whole);
                }
            }
            // A remark is one mark and never a frame.
            ChangeKind::Highlight | ChangeKind::Remark => {
                let content = self.settle(pieces);
                self.push_change(line, InlineKind::Highlight(content), whole.clone());
                line.node_end = Some(whole.end);
            }
        }
    }

    fn push_change(&self, line: &mut Line, kind: InlineKind, range: Range<usize>) {
        line.push(Piece::Inline(self.node(kind, range)));
    }

    /// The start or end of an insertion or deletion over several blocks.
    pub(crate) fn feed_range_mark(&self, line: &mut Line, kind: ChangeKind, start: bool, range: Range<usize>) {
        let kind = match (kind, start) {
            (ChangeKind::Deletion, true) => MilestoneKind::DeletionStart,
            (ChangeKind::Deletion, false) => MilestoneKind::DeletionEnd,
            (_, true) => MilestoneKind::InsertionStart,
            (_, false) => MilestoneKind::InsertionEnd,
        };
        let milestone = Milestone { kind, id: None, change: Change::default() };
        self.push_change(line, InlineKind::Milestone(milestone), range);
    }

    /// `{>>text<<}`, on the words of `{==words==}` directly before it.
    pub(crate) fn feed_remark(&mut self, line: &mut Line, range: Range<usize>) {
        let mut lines = self.place.text[range.start + LEN..range.end - LEN].split(['\n', '\r']);
        let mut text = lines.next().unwrap_or("").trim().to_owned();
        for more in lines.map(|line| strip_quotes(line, self.quotes).trim()).filter(|line| !line.is_empty()) {
            text.push(' ');
            text.push_str(more);
        }
        let (mut on, mut whole) = (Vec::new(), self.span(range.clone()));
        let marked = line.node_end == Some(range.start) && self.place.text[..range.start].ends_with("==}");
        if marked
            && let Some(Piece::Inline(Node { kind: InlineKind::Highlight(_), .. })) = line.pieces.last()
            && let Some(Piece::Inline(Node { kind: InlineKind::Highlight(words), attrs: _, span })) = line.pieces.pop()
        {
            on = words;
            whole = span.to(whole);
        }
        let (visibility, text) = (Visibility::Shared, clean_text(text.trim()));
        let change = Change::default();
        let comment = Comment { visibility, text, on, change, id: None, reply_to: None, done: false };
        line.push(Piece::Inline(Node::new(InlineKind::Comment(Box::new(comment)), whole)));
        line.last_end = range.end;
    }

    /// The change, remark or milestone that brackets of these attributes are; `None` for other spans.
    pub(crate) fn change_span(
        &mut self,
        content: &mut Vec<Inline>,
        attrs: &Attributes,
    ) -> Option<(InlineKind, Attributes)> {
        let class = attrs.classes().iter().find(|class| CLASSES.contains(&class.as_str()))?.clone();
        let milestone = MILESTONES.iter().find(|(name, _)| *name == class).map(|(_, kind)| *kind);
        // A milestone has no place for words.
        if milestone.is_some() && !content.is_empty() {
            return None;
        }
        let mut change = Change::default();
        let (mut id, mut reply_to, mut done) = (None, None, None);
        let takes_id = !matches!(class.as_str(), "insertion" | "deletion");
        let is_comment = class == COMMENT_START;
        let rest = attrs.clone().edited(|parts| {
            parts.classes.retain(|c| *c != class);
            parts.pairs.retain_mut(|(key, value)| {
                let slot = match key.as_str() {
                    "author" => &mut change.author,
                    "date" => &mut change.date,
                    "id" if takes_id => &mut id,
                    "reply-to" if is_comment => &mut reply_to,
                    // Another value is kept as it is, and has no effect.
                    "done" if is_comment && matches!(value.as_str(), "true" | "false") => &mut done,
                    _ => return true,
                };
                *slot = Some(std::mem::take(value));
                false
            });
        });
        let content = std::mem::take(content);
        if let Some(kind) = milestone {
            return Some((InlineKind::Milestone(Milestone { kind, id, change }), rest));
        }
        Some(match class.as_str() {
            "insertion" => (InlineKind::Insertion { change, content }, rest),
            "deletion" => (InlineKind::Deletion { change, content }, rest),
            _ => {
                self.comments = true;
                let text = plain_text(&content);
                let (visibility, on, done) = (Visibility::Shared, Vec::new(), done.as_deref() == Some("true"));
                let comment = Comment { visibility, text, on, change, id, reply_to, done };
                // Its end tells what it is about: until then it keeps its class.
                let rest = rest.edited(|parts| parts.classes.push(COMMENT_START.into()));
                (InlineKind::Comment(Box::new(comment)), rest)
            }
        })
    }
}

/// The classes of changes, remarks and milestones.
const CLASSES: [&str; 10] = [
    "insertion",
    "deletion",
    COMMENT_START,
    "comment-end",
    "insertion-start",
    "insertion-end",
    "deletion-start",
    "deletion-end",
    "paragraph-insertion",
    "paragraph-deletion",
];

/// The classes that are points.
const MILESTONES: [(&str, MilestoneKind); 7] = [
    ("comment-end", MilestoneKind::CommentEnd),
    ("insertion-start", MilestoneKind::InsertionStart),
    ("insertion-end", MilestoneKind::InsertionEnd),
    ("deletion-start", MilestoneKind::DeletionStart),
    ("deletion-end", MilestoneKind::DeletionEnd),
    ("paragraph-insertion", MilestoneKind::ParagraphInsertion),
    ("paragraph-deletion", MilestoneKind::ParagraphDeletion),
];

/// Gives each comment of a sequence the words up to its end. One whose end stands elsewhere is a comment at a
/// point, and a milestone says where its words begin.
pub(crate) fn join_comments(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    let mut open: Vec<usize> = Vec::new();
    for inline in inlines {
        if let InlineKind::Comment(_) = &inline.kind
            && inline.attrs.has_class(COMMENT_START)
        {
            open.push(out.len());
        } else if let InlineKind::Milestone(Milestone { kind: MilestoneKind::CommentEnd, id: Some(id), .. }) =
            &inline.kind
            && let Some(i) = recent(&open).rfind(|i| comment_id(&out[open[*i]]) == Some(id.as_str()))
        {
            let at = open[i];
            // Comments that begin inside and end outside cross this one: they are comments at a point.
            open.truncate(i);
            let mut words = out.split_off(at + 1);
            settle_points(&mut words);
            if let Some(start) = out.last_mut() {
                start.span = start.span.to(inline.span);
                without_class(start);
                if let InlineKind::Comment(comment) = &mut start.kind {
                    comment.on = words;
                }
            }
            continue;
        }
        out.push(inline);
    }
    settle_points(&mut out);
    out
}

/// The comments that an end is looked for among. Hostile input opens any number, and a bound keeps it linear.
fn recent(open: &[usize]) -> std::ops::Range<usize> {
    open.len().saturating_sub(MAX_DEPTH)..open.len()
}

fn settle_points(inlines: &mut Vec<Inline>) {
    if !inlines.iter().any(|inline| inline.attrs.has_class(COMMENT_START)) {
        return;
    }
    for mut inline in std::mem::take(inlines) {
        let mut start = None;
        if let InlineKind::Comment(comment) = &inline.kind
            && inline.attrs.has_class(COMMENT_START)
        {
            let kind = MilestoneKind::CommentStart;
            let milestone = |id| Milestone { kind, id: Some(id), change: comment.change.clone() };
            start = comment.id.clone().map(|id| Node::new(InlineKind::Milestone(milestone(id)), inline.span));
            without_class(&mut inline);
        }
        inlines.push(inline);
        inlines.extend(start);
    }
}

fn comment_id(inline: &Inline) -> Option<&str> {
    match &inline.kind {
        InlineKind::Comment(comment) => comment.id.as_deref(),
        _ => None,
    }
}

fn without_class(inline: &mut Inline) {
    let attrs = std::mem::take(&mut inline.attrs);
    inline.attrs = attrs.edited(|parts| parts.classes.retain(|class| class != COMMENT_START));
}
