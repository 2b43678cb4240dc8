//! Comments: the range and the mark in the text, and `word/comments.xml`. Replies are not in the resolved tree, so
//! there is no part for them.

use chapbook_resolve::Comment;
use chapbook_source::{Span, codes};
use chapbook_theme::Role;

use super::changes::{NOBODY, date_time, write_who_and_when};
use super::draft::{Draft, Story, StoryKind};
use super::inlines::inlines;
use super::keys::{self, Entry, KeyKind};
use super::names::w;
use super::properties::ParagraphProps;
use super::runs::{self, RunFormat, RunStyle};
use super::stylesheet::StyleKey;

/// A comment whose place in the text is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Remark<'a> {
    comment: &'a Comment,
}

/// Writes words that someone remarked on, and the mark of the remark.
pub(crate) fn commented<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    comment: &'a Comment,
    span: Span,
    format: &RunFormat<'a>,
) {
    let id = draft.comments.len().to_string();
    draft.comments.push(Remark { comment });
    if comment.change.date.as_deref().is_some_and(|date| date_time(date).is_none()) {
        draft.lose(&codes::NAME_CHANGED, "a date that is no ISO date is left out of a comment", span);
    }
    let entry = Entry {
        kind: KeyKind::Comment,
        id: u32::try_from(draft.comments.len()).unwrap_or(u32::MAX),
        part: None,
        parent: None,
        label: None,
        span,
    };
    let row = keys::enter(draft, entry);
    let key = keys::open_range(draft, story, row);
    story.xml.open(w::COMMENT_RANGE_START).attr(w::ID, &id).close();
    inlines(draft, story, &comment.content, format);
    story.xml.open(w::COMMENT_RANGE_END).attr(w::ID, &id).close();
    keys::close_range(story, key);
    let mark = RunFormat { inserted: None, deleted: None, ..format.with_style(RunStyle::CommentReference) };
    runs::run(draft, story, &mark, false, |xml| {
        xml.open(w::COMMENT_REFERENCE).attr(w::ID, &id).close();
    });
}

/// Writes `word/comments.xml`.
pub(crate) fn write(draft: &mut Draft<'_>) -> Story {
    // Nothing in a comment depends on the kind of story but notes, and comments are plain text.
    let mut story = Story::new(StoryKind::Footnotes);
    story.xml.open(w::COMMENTS);
    super::declare_text_namespaces(&mut story.xml);
    let remarks = draft.comments.clone();
    for (id, Remark { comment }) in remarks.iter().enumerate() {
        let Comment { text, change, content: _ } = comment;
        story.xml.open(w::COMMENT).attr(w::ID, id.to_string());
        write_who_and_when(&mut story, change);
        story.xml.attr(w::INITIALS, initials(change.author.as_deref().unwrap_or(NOBODY)));
        let format = RunFormat::new(
            draft.theme.style(Role::Body),
            &draft.resolved.language,
            draft.resolved.direction,
            draft.theme.measure(),
        );
        for (i, line) in text.split('\n').enumerate() {
            story.xml.open(w::P);
            let style = draft.style(&StyleKey::CommentText).to_owned();
            ParagraphProps { style: Some(&style), ..ParagraphProps::default() }.write(&mut story.xml);
            if i == 0 {
                let mark = format.with_style(RunStyle::CommentReference);
                runs::run(draft, &mut story, &mark, false, |xml| {
                    xml.open(w::ANNOTATION_REF).close();
                });
            }
            runs::text(draft, &mut story, line, &format);
            story.xml.close();
        }
        story.xml.close();
    }
    story.xml.close();
    story
}

/// The first letters of a name's words.
fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(4).flat_map(char::to_uppercase).collect()
}
