//! Inlines, one arm a kind, and the typographic pass over a line.

use chapbook_model::{self as model, InlineKind as Kind};
use chapbook_source::{Span as SourceSpan, codes};

use super::tracked::{self, LineEnd};
use super::{authors, figures, links, raw};
use crate::context::{Context, MAX_DEPTH, Scope, is_private};
use crate::smart::Smart;
use crate::{
    Change, Comment, CommentRange, Inline, InlineKind, InlineStyle, Link, LinkTarget, Reply, Span, Text, Word,
};

/// A line of text: a paragraph's, a heading's, a cell's.
pub(crate) fn line(cx: &mut Context<'_>, inlines: &[model::Inline], scope: &Scope) -> Vec<Inline> {
    // The text of the line is asked for only where a quotation could close in another of its pieces.
    let smart = match inlines {
        [] | [_] => Smart::default(),
        _ => Smart::of_line(&model::plain_text(inlines)),
    };
    let mut state = Line { smart, end: LineEnd::default(), deleted: None };
    let mut out = Vec::new();
    cx.changes.lines += usize::from(!scope.plain);
    sequence(cx, inlines, scope, &mut state, None, &mut out);
    trim(&mut out);
    // Where there is no text, a change that passes by needs no end.
    if !out.is_empty() || state.end.is_marked() {
        let end = cx.changes.end_of(state.end);
        if !end.is_unchanged() && !scope.plain {
            out.push(Inline { kind: InlineKind::ParagraphEnd(end), span: SourceSpan::NONE });
        }
    }
    out
}

/// What one line remembers from inline to inline.
pub(crate) struct Line {
    smart: Smart,
    end: LineEnd,
    /// The last character of a deletion that ends here: it stands before the next deletion, and before nothing else.
    deleted: Option<char>,
}

/// Text as an inline.
pub(crate) fn text(text: impl Into<String>, span: SourceSpan) -> Inline {
    Inline { kind: InlineKind::Text(Text { text: text.into() }), span }
}

/// A generated word as an inline.
pub(crate) fn word(cx: &Context<'_>, word: Word) -> Inline {
    text(cx.words.get(word), SourceSpan::NONE)
}

fn sequence(
    cx: &mut Context<'_>,
    inlines: &[model::Inline],
    scope: &Scope,
    line: &mut Line,
    after: Option<char>,
    out: &mut Vec<Inline>,
) {
    for (i, inline) in inlines.iter().enumerate() {
        let next = first_char(&inlines[i + 1..]).or(after);
        if !matches!(inline.kind, Kind::Deletion { .. }) {
            line.deleted = None;
        }
        let (tracked, events) = (cx.changes.now(), cx.changes.events);
        if tracked.is_unchanged() {
            let before = out.len();
            self::inline(cx, inline, scope, line, next, out);
            if out.len() > before && cx.changes.events == events {
                line.end.goes_on();
            }
            continue;
        }
        // What is deleted is no part of the line: it opens no quotations.
        let smart = tracked.deleted.is_some().then(|| line.smart.clone());
        let mut piece = Vec::new();
        self::inline(cx, inline, scope, line, next, &mut piece);
        if cx.changes.events != events {
            // What changed inside has put its words where they belong.
            out.extend(piece);
            continue;
        }
        if let Some(smart) = smart {
            line.smart = smart;
        }
        tracked::push(tracked, piece, out);
    }
}

/// The first character that is printed of some inlines, as far as the typographic pass needs it.
fn first_char(inlines: &[model::Inline]) -> Option<char> {
    inlines.iter().find_map(|inline| match &inline.kind {
        Kind::Text(text) => text.chars().next(),
        Kind::SoftBreak | Kind::HardBreak => Some(' '),
        Kind::Code(text) | Kind::Math(text) => text.chars().next(),
        Kind::Emph(content)
        | Kind::Strong(content)
        | Kind::Strike(content)
        | Kind::Subscript(content)
        | Kind::Superscript(content)
        | Kind::SmallCaps(content)
        | Kind::Underline(content)
        | Kind::Highlight(content)
        | Kind::Span(content)
        | Kind::Insertion { change: _, content }
        | Kind::Link(model::Link { target: _, title: _, content }) => first_char(content),
        Kind::Index(term) => first_char(&term.content),
        Kind::Comment(comment) => first_char(&comment.on),
        Kind::Image(_) | Kind::Reference(_) | Kind::Cite(_) => Some('x'),
        Kind::Note(_) | Kind::Deletion { change: _, content: _ } | Kind::Milestone(_) | Kind::Raw(_) => None,
    })
}

fn inline(
    cx: &mut Context<'_>,
    source: &model::Inline,
    outer: &Scope,
    line: &mut Line,
    after: Option<char>,
    out: &mut Vec<Inline>,
) {
    let model::Inline { kind, attrs, span } = source;
    if outer.depth > MAX_DEPTH {
        cx.lose(&codes::NESTING_TOO_DEEP, "what lies deeper is printed as plain text", *span);
        out.push(text(model::plain_text(std::slice::from_ref(source)), *span));
        return;
    }
    let (scope, locale) = outer.enter(attrs);
    let push = |out: &mut Vec<Inline>, kind| out.push(Inline { kind, span: *span });
    match kind {
        Kind::Text(typed) => {
            let collapsed = collapse(typed, line.smart.before());
            let printed = if scope.smart { line.smart.text(&collapsed, after, &scope.language) } else { collapsed };
            if let Some(last) = printed.chars().next_back() {
                line.smart.saw(last);
            }
            if !printed.is_empty() {
                merge_text(out, printed, *span);
            }
        }
        Kind::SoftBreak => {
            // Between ideographs a line end is no space.
            let cjk = line.smart.before().is_some_and(is_cjk) && after.is_some_and(is_cjk);
            if !cjk && line.smart.before() != Some(' ') {
                merge_text(out, " ".into(), *span);
                line.smart.saw(' ');
            }
        }
        Kind::HardBreak => {
            push(out, InlineKind::LineBreak);
            line.smart.saw(' ');
        }
        Kind::Emph(content) => styled(cx, InlineStyle::Emph, content, source, &scope, line, after, out),
        Kind::Strong(content) => styled(cx, InlineStyle::Strong, content, source, &scope, line, after, out),
        Kind::Strike(content) => styled(cx, InlineStyle::Strike, content, source, &scope, line, after, out),
        Kind::Subscript(content) => styled(cx, InlineStyle::Subscript, content, source, &scope, line, after, out),
        Kind::Superscript(content) => styled(cx, InlineStyle::Superscript, content, source, &scope, line, after, out),
        Kind::SmallCaps(content) => styled(cx, InlineStyle::SmallCaps, content, source, &scope, line, after, out),
        Kind::Underline(content) => styled(cx, InlineStyle::Underline, content, source, &scope, line, after, out),
        Kind::Highlight(content) => styled(cx, InlineStyle::Highlight, content, source, &scope, line, after, out),
        Kind::Code(code) => {
            if let Some(last) = code.chars().next_back() {
                line.smart.saw(last);
            }
            push(out, InlineKind::Code(code.clone()));
        }
        Kind::Math(source) => {
            cx.lose(&codes::MATH_UNSET, "formulas are printed as their source text", *span);
            line.smart.saw('x');
            push(out, InlineKind::Math(source.clone()));
        }
        Kind::Link(link) => {
            let mut content = Vec::new();
            sequence(cx, &link.content, &scope, line, after, &mut content);
            links::link(cx, link, content, *span, &scope, out);
        }
        Kind::Image(image) => {
            line.smart.saw('x');
            let picture = figures::picture(cx, image, *span);
            push(out, InlineKind::Image(picture));
        }
        Kind::Span(content) => {
            let scope = Scope { smart: scope.smart && !attrs.has_class("plain"), ..scope };
            let mut inside = Vec::new();
            sequence(cx, content, &scope, line, after, &mut inside);
            if attrs.has_class("kbd") {
                push(out, InlineKind::Styled { style: InlineStyle::Keys, content: inside });
                return;
            }
            let anchor = match attrs.label() {
                Some(label) if !scope.plain => {
                    let id = crate::NodeId(cx.next_node.saturating_sub(1));
                    cx.anchors.give(Some(label), id)
                }
                Some(_) | None => None,
            };
            let classes: Vec<String> = attrs.classes().iter().filter(|c| c.as_str() != "plain").cloned().collect();
            let word_style = attrs.get("custom-style").map(str::to_owned);
            if anchor.is_none() && locale.is_none() && classes.is_empty() && word_style.is_none() {
                out.extend(inside);
            } else {
                push(out, InlineKind::Span(Span { anchor, locale, classes, word_style, content: inside }));
            }
        }
        Kind::Note(name) => authors::note_call(cx, name, *span, &scope, out),
        Kind::Reference(reference) => {
            line.smart.saw('x');
            links::reference(cx, reference, *span, &scope, out);
        }
        Kind::Cite(citations) => {
            cx.lose(&codes::CITATION_UNSET, "citations are printed as their source text", *span);
            line.smart.saw(']');
            let typed = raw::citation(citations);
            merge_text(out, typed, *span);
        }
        Kind::Index(term) => {
            cx.lose(&codes::INDEX_UNSET, "index terms are not set", *span);
            sequence(cx, &term.content, &scope, line, after, out);
        }
        Kind::Comment(comment) => {
            if is_private(source) {
                return;
            }
            // A reply is told where its thread begins, whose words are its own.
            if comment.reply_to.is_some() {
                return sequence(cx, &comment.on, &scope, line, after, out);
            }
            let mut content = Vec::new();
            sequence(cx, &comment.on, &scope, line, after, &mut content);
            let comment = self::comment(cx, comment, content);
            match range_of(cx, source) {
                Some(range) if comment.content.is_empty() => push(out, InlineKind::CommentStart { range, comment }),
                Some(_) | None => push(out, InlineKind::Commented(comment)),
            }
        }
        Kind::Insertion { change, content } => {
            let mut inside = Vec::new();
            sequence(cx, content, &scope, line, after, &mut inside);
            push(out, InlineKind::Inserted { change: self::change(change), content: inside });
        }
        Kind::Deletion { change, content } => {
            // What is deleted is no part of the line: it neither opens quotations nor calls notes.
            let mut inside = Vec::new();
            let mut aside = Line { smart: line.smart.clone(), end: line.end.clone(), deleted: None };
            if let Some(last) = line.deleted {
                aside.smart.saw(last);
            }
            let scope = Scope { plain: true, ..scope };
            sequence(cx, content, &scope, &mut aside, after, &mut inside);
            line.end = aside.end;
            line.deleted = aside.smart.before();
            push(out, InlineKind::Deleted { change: self::change(change), content: inside });
        }
        // What is printed a second time elsewhere has neither changes nor comments there.
        Kind::Milestone(_) if scope.plain => {}
        Kind::Milestone(milestone) => {
            let at_start = line.smart.before().is_none_or(|c| c == ' ') && out.is_empty();
            tracked::milestone(cx, milestone, &mut line.end, at_start);
            if milestone.kind == model::MilestoneKind::CommentEnd
                && let Some(range) = milestone.id.as_deref().and_then(comment_range)
            {
                push(out, InlineKind::CommentEnd(range));
            }
        }
        Kind::Raw(raw) => {
            let lowered = raw::inline(cx, raw, *span);
            if let Some(last) = lowered.text.as_ref().and_then(|text| text.chars().next_back()) {
                line.smart.saw(last);
            }
            match (lowered.markup, lowered.text) {
                (Some(markup), text) => {
                    let instead = text.map(|text| self::text(text, *span)).into_iter().collect();
                    push(out, InlineKind::Raw(crate::Raw { markup, instead }));
                }
                (None, Some(text)) => merge_text(out, text, *span),
                (None, None) => {}
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "the state of a line goes through every arm of the one match")]
fn styled(
    cx: &mut Context<'_>,
    style: InlineStyle,
    content: &[model::Inline],
    source: &model::Inline,
    scope: &Scope,
    line: &mut Line,
    after: Option<char>,
    out: &mut Vec<Inline>,
) {
    let mut inside = Vec::new();
    sequence(cx, content, scope, line, after, &mut inside);
    if !inside.is_empty() {
        out.push(Inline { kind: InlineKind::Styled { style, content: inside }, span: source.span });
    }
}

fn comment(cx: &Context<'_>, comment: &model::Comment, content: Vec<Inline>) -> Comment {
    let model::Comment { visibility: _, text, on: _, change, id, reply_to: _, done } = comment;
    let reply = |(reply, span): &(model::Comment, SourceSpan)| {
        let model::Comment { visibility: _, text, on: _, change, id: _, reply_to: _, done } = reply;
        Reply { text: text.clone(), change: self::change(change), done: *done, span: *span }
    };
    let replies = id.as_ref().and_then(|id| cx.ranges.replies.get(id)).into_iter().flatten().map(reply).collect();
    Comment { text: text.clone(), change: self::change(change), done: *done, replies, content }
}

/// Which range a comment is on, if its words end in another block.
fn range_of(cx: &Context<'_>, comment: &model::Inline) -> Option<CommentRange> {
    let Kind::Comment(comment) = &comment.kind else { return None };
    comment.id.as_ref().filter(|id| cx.ranges.comments.contains(*id)).and_then(|id| comment_range(id))
}

/// The number that `pair_ranges` gave.
fn comment_range(id: &str) -> Option<CommentRange> {
    id.parse().ok().map(CommentRange)
}

pub(crate) fn change(change: &model::Change) -> Change {
    let model::Change { author, date } = change;
    Change { author: author.clone(), date: date.clone() }
}

/// Adds text to the last text where their sources touch.
fn merge_text(out: &mut Vec<Inline>, more: String, span: SourceSpan) {
    if let Some(last) = out.last_mut()
        && let InlineKind::Text(text) = &mut last.kind
    {
        text.text.push_str(&more);
        last.span = last.span.to(span);
        return;
    }
    out.push(text(more, span));
}

/// White space becomes single spaces; no-break spaces and other fixed spaces stay.
fn collapse(text: &str, before: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = before == Some(' ');
    for c in text.chars() {
        let white = matches!(c, ' ' | '\t' | '\n' | '\r');
        if !white {
            out.push(c);
        } else if !space {
            out.push(' ');
        }
        space = white;
    }
    out
}

/// No space stands at the start or end of a line.
fn trim(out: &mut Vec<Inline>) {
    while let Some(first) = out.first_mut()
        && let InlineKind::Text(text) = &mut first.kind
    {
        let kept = text.text.trim_start_matches(' ');
        if !kept.is_empty() {
            text.text = kept.to_owned();
            break;
        }
        out.remove(0);
    }
    while let Some(last) = out.last_mut()
        && let InlineKind::Text(text) = &mut last.kind
    {
        let kept = text.text.trim_end_matches(' ');
        if !kept.is_empty() {
            text.text.truncate(kept.len());
            break;
        }
        out.pop();
    }
}

/// Characters between which a line end in the source is no space.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

/// A link as an inline, for callers who made its text.
pub(crate) fn linked(target: LinkTarget, content: Vec<Inline>, title: Option<String>, span: SourceSpan) -> Inline {
    Inline { kind: InlineKind::Link(Link { target, title, content }), span }
}
