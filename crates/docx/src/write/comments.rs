//! Comments: the range and the mark in the text, `word/comments.xml`, and `word/commentsExtended.xml`, which says who
//! replies to whom and what is settled. A reply has a range of its own on the words of its thread: Word takes one without
//! for nothing.

use chapbook_container::XmlWriter;
use chapbook_resolve::{Change, Comment, CommentRange, Reply};
use chapbook_source::{Span, codes};
use chapbook_theme::Role;

use super::changes::{NOBODY, date_time, write_who_and_when};
use super::draft::{Draft, Story, StoryKind};
use super::inlines::inlines;
use super::keys::{self, Entry, KeyKind};
use super::names::{mc, namespace, w, w14, w15, xmlns};
use super::properties::ParagraphProps;
use super::runs::{self, RunFormat, RunStyle};
use super::stylesheet::StyleKey;

/// A comment or a reply whose place in the text is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Remark<'a> {
    text: &'a str,
    change: &'a Change,
    done: bool,
    /// The comment that it replies to.
    parent: Option<usize>,
}

/// A comment with its replies whose words are being written: the id of each, and its key.
#[derive(Debug)]
pub(crate) struct Thread(Vec<(usize, Option<u32>)>);

/// Writes words that someone remarked on, and the mark of the remark.
pub(crate) fn commented<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    comment: &'a Comment,
    span: Span,
    format: &RunFormat<'a>,
) {
    let thread = open(draft, story, comment, span);
    inlines(draft, story, &comment.content, format);
    close(draft, story, thread, format);
}

/// Begins the words of a comment that end in another paragraph.
pub(crate) fn start<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    range: CommentRange,
    comment: &'a Comment,
    span: Span,
) {
    let thread = open(draft, story, comment, span);
    draft.open_comments.insert(range, thread);
}

/// Ends them.
pub(crate) fn end<'a>(draft: &mut Draft<'a>, story: &mut Story, range: CommentRange, format: &RunFormat<'a>) {
    if let Some(thread) = draft.open_comments.remove(&range) {
        close(draft, story, thread, format);
    }
}

/// Opens the ranges of a comment and its replies.
fn open<'a>(draft: &mut Draft<'a>, story: &mut Story, comment: &'a Comment, span: Span) -> Thread {
    let Comment { text, change, done, replies, content: _ } = comment;
    let first = draft.comments.len();
    let mut thread = vec![open_one(draft, story, Remark { text, change, done: *done, parent: None }, span)];
    for Reply { text, change, done, span } in replies {
        thread.push(open_one(draft, story, Remark { text, change, done: *done, parent: Some(first) }, *span));
    }
    Thread(thread)
}

fn open_one<'a>(draft: &mut Draft<'a>, story: &mut Story, remark: Remark<'a>, span: Span) -> (usize, Option<u32>) {
    let id = draft.comments.len();
    draft.comments.push(remark);
    if remark.change.date.as_deref().is_some_and(|date| date_time(date).is_none()) {
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
    story.xml.open(w::COMMENT_RANGE_START).attr(w::ID, id.to_string()).close();
    (id, key)
}

/// Closes the ranges and puts the marks.
fn close<'a>(draft: &mut Draft<'a>, story: &mut Story, Thread(thread): Thread, format: &RunFormat<'a>) {
    for (id, _) in &thread {
        story.xml.open(w::COMMENT_RANGE_END).attr(w::ID, id.to_string()).close();
    }
    for (_, key) in thread.iter().rev() {
        keys::close_range(story, *key);
    }
    let mark = RunFormat { inserted: None, deleted: None, ..format.with_style(RunStyle::CommentReference) };
    for (id, _) in &thread {
        runs::run(draft, story, &mark, false, |xml| {
            xml.open(w::COMMENT_REFERENCE).attr(w::ID, id.to_string()).close();
        });
    }
}

/// Whether there is anything that `word/comments.xml` cannot say.
fn has_threads(remarks: &[Remark<'_>]) -> bool {
    remarks.iter().any(|remark| remark.done || remark.parent.is_some())
}

/// The id of a paragraph in a comment: below 0x80000000, and never 0 ([MS-DOCX] 2.6.1). A comment is known by the id of
/// its last paragraph, so that is the one that counts from the comment's own number; the lines before it stand far off.
fn paragraph_id(comment: usize, before_last: usize) -> String {
    let last = u32::try_from(comment + 1).unwrap_or(u32::MAX) & 0x000F_FFFF;
    let line = u32::try_from(before_last).unwrap_or(u32::MAX) & 0x7FF;
    format!("{:08X}", line << 20 | last)
}

/// Writes `word/comments.xml`.
pub(crate) fn write(draft: &mut Draft<'_>) -> Story {
    // Nothing in a comment depends on the kind of story but notes, and comments are plain text.
    let mut story = Story::new(StoryKind::Footnotes);
    story.xml.open(w::COMMENTS);
    super::declare_text_namespaces(&mut story.xml);
    let remarks = draft.comments.clone();
    let threads = has_threads(&remarks);
    if threads {
        story.xml.attr(xmlns::W14, namespace::W14).attr(xmlns::MC, namespace::MC).attr(mc::IGNORABLE, "w14");
    }
    for (id, Remark { text, change, done: _, parent: _ }) in remarks.iter().enumerate() {
        story.xml.open(w::COMMENT).attr(w::ID, id.to_string());
        write_who_and_when(&mut story.xml, change);
        story.xml.attr(w::INITIALS, initials(change.author.as_deref().unwrap_or(NOBODY)));
        let format = RunFormat::new(
            draft.theme.style(Role::Body),
            &draft.resolved.language,
            draft.resolved.direction,
            draft.theme.measure(),
        );
        let lines: Vec<&str> = text.split('\n').collect();
        for (i, line) in lines.iter().enumerate() {
            story.xml.open(w::P).attr_opt(w14::PARA_ID, threads.then(|| paragraph_id(id, lines.len() - 1 - i)));
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

/// `word/commentsExtended.xml`, if a comment is a reply or is settled.
pub(crate) fn threads(remarks: &[Remark<'_>]) -> Option<String> {
    has_threads(remarks).then(|| {
        let mut xml = XmlWriter::new();
        xml.open(w15::COMMENTS_EX).attr(xmlns::W15, namespace::W15);
        xml.attr(xmlns::MC, namespace::MC).attr(mc::IGNORABLE, "w15");
        for (id, Remark { text: _, change: _, done, parent }) in remarks.iter().enumerate() {
            xml.open(w15::COMMENT_EX).attr(w15::PARA_ID, paragraph_id(id, 0));
            xml.attr_opt(w15::PARA_ID_PARENT, parent.map(|parent| paragraph_id(parent, 0)));
            xml.attr(w15::DONE, if *done { "1" } else { "0" }).close();
        }
        xml.close();
        xml.finish()
    })
}

/// The first letters of a name's words.
fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(4).flat_map(char::to_uppercase).collect()
}
