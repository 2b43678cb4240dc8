//! Comments: around the words that they are on where these end in the same paragraph, at a point where they are on
//! nothing, and from one milestone to another where their words go on in other paragraphs.

use chapbook_model::{Comment, InlineKind, Milestone, MilestoneKind, Visibility};
use chapbook_source::codes;

use super::super::comments::Remark;
use super::super::limits;
use super::super::story::{Look, Piece};
use super::Maker;

impl Maker<'_, '_> {
    /// The words of a comment begin.
    pub(super) fn comment_start(&mut self, at: usize, id: i64) {
        let Some(remark) = self.leaves.remarks.get(&id) else {
            let what = "the place of a comment that is not in the file was left out";
            return self.leaves.lose(self.paragraph, &codes::IMPORT_REPAIRED, what);
        };
        // An answer stands where its question does.
        if remark.answers.is_some() || self.leaves.placed.contains(&id) {
            return;
        }
        let ends_here = self.ends.get(&id).copied().filter(|end| *end > at);
        let has_words = ends_here.is_some_and(|end| self.words[end] > self.words[at]);
        match ends_here {
            Some(_) if has_words && self.comments.len() < limits::COMMENTS_AT_ONCE => {
                self.leaves.placed.insert(id);
                self.comments.push(id);
            }
            // Its mark, which follows, is enough.
            Some(_) => {}
            None => {
                let Some(comment) = self.leaves.comment(id, true) else { return };
                let change = comment.change.clone();
                self.leaves.placed.insert(id);
                self.leaves.running.insert(id);
                self.bare(InlineKind::Comment(Box::new(comment)));
                let milestone = Milestone { kind: MilestoneKind::CommentStart, id: Some(id.to_string()), change };
                self.bare(InlineKind::Milestone(milestone));
            }
        }
    }

    pub(super) fn comment_end(&mut self, id: i64) {
        self.comments.retain(|open| *open != id);
        if self.leaves.running.remove(&id) {
            let kind = MilestoneKind::CommentEnd;
            let milestone = Milestone { kind, id: Some(id.to_string()), change: Default::default() };
            self.bare(InlineKind::Milestone(milestone));
        }
    }

    pub(super) fn comment_mark(&mut self, piece: &Piece, id: i64) {
        if !self.leaves.placed.insert(id) {
            return;
        }
        match self.leaves.comment(id, false) {
            Some(comment) => {
                let plain = Piece { look: Look::default(), inserted: None, deleted: None, ..piece.clone() };
                self.push(&plain, InlineKind::Comment(Box::new(comment)));
            }
            None => {
                let what = "the mark of a comment that is not in the file was left out";
                self.leaves.lose(self.paragraph, &codes::IMPORT_REPAIRED, what);
            }
        }
    }
}

/// The comment of a remark: its own id stands in it where something else has to name it.
pub(crate) fn comment_of(remark: &Remark, id: Option<String>) -> Comment {
    Comment {
        visibility: Visibility::Shared,
        text: remark.text.clone(),
        on: Vec::new(),
        change: remark.change.clone(),
        id,
        reply_to: remark.answers.map(|top| top.to_string()),
        done: remark.done,
    }
}
