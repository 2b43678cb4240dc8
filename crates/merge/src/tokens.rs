//! The text of a paragraph as a row of tokens: words, signs, spaces and what is no character, each with its marks. It
//! is the form in which two versions of a paragraph are compared. Where a token stands in a source, `ground` knows.

use chapbook_model::{Change, Comment, Inline, InlineKind, MilestoneKind, Node};
use chapbook_source::Span;
use chapbook_values::Attributes;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) what: What,
    /// The marks around it, in the order of [`rank`].
    pub(crate) marks: Vec<Mark>,
}

/// What a token is.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// A word, a sign or a space.
    Characters(String),
    /// Something that is no text: a note's call, an image, a reference.
    Object(Box<Inline>),
    /// The words that a comment is on begin; the comment itself without them.
    CommentStart(Box<Comment>),
    /// They end.
    CommentEnd(Box<Comment>),
    /// The paragraph ends, and another begins. It says what begins, if that is an item of a list.
    Break(Option<Item>),
}

/// A comment is the same if it says the same and is of the same hand: ids are a file's own, and LibreOffice loses what
/// answers what.
impl PartialEq for What {
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &Comment, b: &Comment| a.text == b.text && a.change == b.change && a.visibility == b.visibility;
        match (self, other) {
            (Self::Characters(a), Self::Characters(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => a == b,
            (Self::CommentStart(a), Self::CommentStart(b)) | (Self::CommentEnd(a), Self::CommentEnd(b)) => same(a, b),
            (Self::Break(a), Self::Break(b)) => a == b,
            (
                Self::Characters(_) | Self::Object(_) | Self::CommentStart(_) | Self::CommentEnd(_) | Self::Break(_),
                _,
            ) => false,
        }
    }
}

impl Eq for What {}

/// The item that a paragraph begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// What Word prints before it.
    pub(crate) label: String,
}

/// A mark around text.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    Inserted(Change),
    Deleted(Change),
    Link { target: String, title: Option<String> },
    Span(Attributes),
    Highlight,
    Underline,
    SmallCaps,
    Strike,
    Strong,
    Emph,
    Subscript,
    Superscript,
    Code,
    Math,
}

/// The title of a link does not tell it from another: LibreOffice loses it.
impl PartialEq for Mark {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Link { target, title: _ }, Self::Link { target: other, title: _ }) => {
                target == other || plain_target(target) == plain_target(other)
            }
            (Self::Inserted(change), Self::Inserted(other)) | (Self::Deleted(change), Self::Deleted(other)) => {
                change == other
            }
            (Self::Span(attrs), Self::Span(other)) => attrs == other,
            (one, other) => rank(one) == rank(other) && !one.has_value(),
        }
    }
}

impl Eq for Mark {}

impl Mark {
    fn has_value(&self) -> bool {
        matches!(self, Self::Link { .. } | Self::Inserted(_) | Self::Deleted(_) | Self::Span(_))
    }
}

/// What a draft had before an editor saw it, in which LibreOffice is not to be believed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Whether LibreOffice saved the draft.
    pub(crate) by_libreoffice: bool,
    /// Who changed something, and when.
    changes: Vec<Change>,
    /// Comments: by whom, and what they say.
    comments: Vec<(Option<String>, String)>,
}

impl Known {
    pub(crate) fn new(leaves: &[chapbook_docx::Leaf], by_libreoffice: bool) -> Self {
        let mut known = Self { by_libreoffice, ..Self::default() };
        if !by_libreoffice {
            return known;
        }
        for token in leaves.iter().flat_map(|leaf| tokens(&leaf.content)) {
            if let What::CommentStart(comment) = &token.what {
                known.comments.push((comment.change.author.clone(), comment.text.clone()));
            }
            if let What::Object(object) = &token.what
                && let InlineKind::Milestone(milestone) = &object.kind
            {
                known.changes.push(milestone.change.clone());
            }
            for mark in token.marks {
                if let Mark::Inserted(change) | Mark::Deleted(change) = mark {
                    known.changes.push(change);
                }
            }
        }
        known.changes.dedup();
        known
    }

    /// A comment that the draft had, where the words of one begin or end, or a changed end of a paragraph that it had.
    fn is_known(&self, token: &Token) -> bool {
        match &token.what {
            What::CommentStart(comment) | What::CommentEnd(comment) => {
                self.comments.contains(&(comment.change.author.clone(), comment.text.clone()))
            }
            What::Object(object) => {
                let InlineKind::Milestone(milestone) = &object.kind else { return false };
                match milestone.kind {
                    MilestoneKind::CommentStart | MilestoneKind::CommentEnd => true,
                    MilestoneKind::ParagraphInsertion | MilestoneKind::ParagraphDeletion => {
                        self.has_change(&milestone.change)
                    }
                    MilestoneKind::InsertionStart
                    | MilestoneKind::InsertionEnd
                    | MilestoneKind::DeletionStart
                    | MilestoneKind::DeletionEnd => false,
                }
            }
            What::Characters(_) | What::Break(_) => false,
        }
    }

    fn has_change(&self, change: &Change) -> bool {
        // A change without a date gets one.
        let is = |known: &Change| known.author == change.author && (known.date.is_none() || known.date == change.date);
        self.changes.iter().any(is)
    }

    fn is_known_change(&self, mark: &Mark) -> bool {
        matches!(mark, Mark::Inserted(change) | Mark::Deleted(change) if self.has_change(change))
    }
}

/// The tokens of an edited draft without what LibreOffice does on its own. It cuts links short where their script or
/// look changes, and takes code in them for text, so a link that is gone is no edit; it forgets which comment answers
/// which, and which rows of a table were changed. `old` are the tokens as they were. A link that is written anew has its
/// title again.
pub(crate) fn healed(old: &[Token], mut new: Vec<Token>, known: &Known) -> Vec<Token> {
    let link = |token: &Token| token.marks.iter().find(|mark| matches!(mark, Mark::Link { .. })).cloned();
    let links: Vec<Mark> = old.iter().filter_map(link).collect();
    for token in &mut new {
        for mark in &mut token.marks {
            if let Some(known) = links.iter().find(|known| *known == mark) {
                *mark = known.clone();
            }
        }
    }
    if !known.by_libreoffice {
        return new;
    }
    new.retain(|token| !known.is_known(token));
    // What is no text is compared by what it is.
    let sign = |token: &Token| match &token.what {
        What::Characters(text) => text.clone(),
        What::Object(_) => "\u{1}".to_owned(),
        What::CommentStart(_) => "\u{2}".to_owned(),
        What::CommentEnd(_) => "\u{3}".to_owned(),
        What::Break(_) => "\u{4}".to_owned(),
    };
    let (was, is): (Vec<String>, Vec<String>) = (old.iter().map(sign).collect(), new.iter().map(sign).collect());
    let mut out = Vec::with_capacity(new.len());
    for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for i in 0..len {
                let (before, mut token) = (&old[old_index + i], new[new_index + i].clone());
                let lost_link =
                    link(before).is_some() && (link(&token).is_none() || before.marks.contains(&Mark::Code));
                let regained =
                    token.marks.iter().any(|mark| known.is_known_change(mark) && !before.marks.contains(mark));
                // What was deleted before stays as it was, whatever paragraph it is taken for.
                let was_changed = before.marks.iter().any(|mark| known.is_known_change(mark));
                if lost_link || regained || was_changed && token.marks.iter().any(|mark| known.is_known_change(mark)) {
                    token.marks.clone_from(&before.marks);
                }
                out.push(token);
            }
            continue;
        }
        // Comments and ends of paragraphs that were there are there.
        out.extend(old[op.old_range()].iter().filter(|token| known.is_known(token)).cloned());
        out.extend(new[op.new_range()].iter().cloned());
    }
    out
}

/// Where a mark stands among those around one text, outermost first.
fn rank(mark: &Mark) -> u8 {
    match mark {
        Mark::Inserted(_) => 0,
        Mark::Deleted(_) => 1,
        Mark::Link { .. } => 2,
        Mark::Span(_) => 3,
        Mark::Highlight => 4,
        Mark::Underline => 5,
        Mark::SmallCaps => 6,
        Mark::Strike => 7,
        Mark::Strong => 8,
        Mark::Emph => 9,
        Mark::Subscript => 10,
        Mark::Superscript => 11,
        Mark::Code => 12,
        Mark::Math => 13,
    }
}

/// The tokens of inlines.
pub(crate) fn tokens(inlines: &[Inline]) -> Vec<Token> {
    let mut out = Vec::new();
    collect(inlines, &[], &mut out);
    out
}

fn collect(inlines: &[Inline], marks: &[Mark], out: &mut Vec<Token>) {
    for inline in inlines {
        let mut within = |mark: Mark, content: &[Inline]| collect(content, &with(marks, mark), out);
        match &inline.kind {
            InlineKind::Text(text) => characters(text, marks, out),
            InlineKind::SoftBreak => characters(" ", marks, out),
            InlineKind::Code(text) => characters(text, &with(marks, Mark::Code), out),
            InlineKind::Math(text) => characters(text, &with(marks, Mark::Math), out),
            InlineKind::Emph(content) => within(Mark::Emph, content),
            InlineKind::Strong(content) => within(Mark::Strong, content),
            InlineKind::Strike(content) => within(Mark::Strike, content),
            InlineKind::Subscript(content) => within(Mark::Subscript, content),
            InlineKind::Superscript(content) => within(Mark::Superscript, content),
            InlineKind::SmallCaps(content) => within(Mark::SmallCaps, content),
            InlineKind::Underline(content) => within(Mark::Underline, content),
            InlineKind::Highlight(content) => within(Mark::Highlight, content),
            InlineKind::Span(content) if inline.attrs.is_empty() => collect(content, marks, out),
            InlineKind::Span(content) => within(Mark::Span(inline.attrs.clone()), content),
            InlineKind::Link(link) => {
                within(Mark::Link { target: link.target.clone(), title: link.title.clone() }, &link.content);
            }
            InlineKind::Insertion { change, content } => within(Mark::Inserted(change.clone()), content),
            InlineKind::Deletion { change, content } => within(Mark::Deleted(change.clone()), content),
            InlineKind::Comment(comment) => {
                let bare = Comment { on: Vec::new(), ..(**comment).clone() };
                out.push(Token { what: What::CommentStart(Box::new(bare.clone())), marks: marks.to_vec() });
                collect(&comment.on, marks, out);
                out.push(Token { what: What::CommentEnd(Box::new(bare)), marks: marks.to_vec() });
            }
            InlineKind::Note(_) => {
                // LibreOffice takes a call beside a link into it.
                let marks = marks.iter().filter(|mark| !matches!(mark, Mark::Link { .. })).cloned().collect();
                let object = Node { span: Span::NONE, ..inline.clone() };
                out.push(Token { what: What::Object(Box::new(object)), marks });
            }
            InlineKind::HardBreak
            | InlineKind::Image(_)
            | InlineKind::Reference(_)
            | InlineKind::Cite(_)
            | InlineKind::Index(_)
            | InlineKind::Milestone(_)
            | InlineKind::Raw(_) => {
                let object = Node { span: Span::NONE, ..inline.clone() };
                out.push(Token { what: What::Object(Box::new(object)), marks: marks.to_vec() });
            }
        }
    }
}

/// A target as programs leave it: LibreOffice ends the name of a host with a slash.
fn plain_target(target: &str) -> String {
    let target = &unescaped(target);
    let host = target.split_once("://").and_then(|(_, rest)| rest.strip_suffix('/')).filter(|host| !host.contains('/'));
    match host {
        Some(_) => target[..target.len() - 1].to_owned(),
        None => target.to_owned(),
    }
}

/// A target with its escapes resolved, if they are of UTF-8: programs resolve them or not as they please.
fn unescaped(target: &str) -> String {
    let mut out = Vec::with_capacity(target.len());
    let mut bytes = target.as_bytes();
    while let Some((first, rest)) = bytes.split_first() {
        let code = || std::str::from_utf8(rest.get(..2)?).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (*first == b'%').then(code).flatten() {
            Some(byte) => {
                out.push(byte);
                bytes = &rest[2..];
            }
            None => {
                out.push(*first);
                bytes = rest;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| target.to_owned())
}

/// Marks with one more, in their order.
pub(crate) fn with(marks: &[Mark], mark: Mark) -> Vec<Mark> {
    let mut marks = marks.to_vec();
    if !marks.contains(&mark) {
        let at = marks.iter().position(|known| rank(known) > rank(&mark)).unwrap_or(marks.len());
        marks.insert(at, mark);
    }
    marks
}

fn characters(text: &str, marks: &[Mark], out: &mut Vec<Token>) {
    for piece in pieces(text) {
        out.push(Token { what: What::Characters(piece.to_owned()), marks: marks.to_vec() });
    }
}

/// Words, and every other character by itself. Where a script writes no spaces between words, a character is a word.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let joins = c.is_alphanumeric() && !is_ideograph(c);
        if !(joins && in_word) && at > start {
            pieces.push(&text[start..at]);
            start = at;
        }
        in_word = joins;
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
        | '\u{E00}'..='\u{EFF}')
}

impl Token {
    /// A token of text without marks.
    #[cfg(test)]
    pub(crate) fn plain(text: &str) -> Self {
        Self { what: What::Characters(text.to_owned()), marks: Vec::new() }
    }

    /// Its characters; one for what is none.
    pub(crate) fn text(&self) -> &str {
        match &self.what {
            What::Characters(text) => text,
            What::Object(_) | What::CommentStart(_) | What::CommentEnd(_) => "",
            What::Break(_) => "\n",
        }
    }

    pub(crate) fn is_space(&self) -> bool {
        matches!(&self.what, What::Characters(text) if text.chars().all(char::is_whitespace))
    }
}

/// How two rows of tokens differ.
pub(crate) fn differences(old: &[Token], new: &[Token]) -> Vec<DiffOp> {
    let mut known: Vec<&Token> = Vec::new();
    let mut numbers = std::collections::BTreeMap::new();
    let mut number = |token| {
        // Tokens of equal text are few: the text leads to them.
        let candidates: &mut Vec<usize> = numbers.entry(Token::text(token).to_owned()).or_default();
        match candidates.iter().find(|index| known[**index] == token) {
            Some(index) => *index,
            None => {
                known.push(token);
                candidates.push(known.len() - 1);
                known.len() - 1
            }
        }
    };
    let old: Vec<usize> = old.iter().map(&mut number).collect();
    let new: Vec<usize> = new.iter().map(&mut number).collect();
    capture_diff_slices(Algorithm::Myers, &old, &new)
}

/// Tokens as inlines.
pub(crate) fn inlines(tokens: &[Token]) -> Vec<Inline> {
    build(tokens, 0)
}

/// The inlines of tokens whose first `depth` marks are written already.
fn build(tokens: &[Token], depth: usize) -> Vec<Inline> {
    let node = |kind| Node::new(kind, Span::NONE);
    let mut out: Vec<Inline> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let Some(mark) = token.marks.get(depth) else {
            match &token.what {
                What::Characters(text) => match out.last_mut().map(|last| &mut last.kind) {
                    Some(InlineKind::Text(last)) => last.push_str(text),
                    Some(_) | None => out.push(node(InlineKind::Text(text.clone()))),
                },
                What::Object(object) => out.push((**object).clone()),
                What::CommentStart(comment) => {
                    let is_end = |t: &Token| matches!(&t.what, What::CommentEnd(end) if end == comment);
                    let end = tokens[at..].iter().position(is_end).map_or(tokens.len(), |n| at + n);
                    let on = build(&tokens[at + 1..end], depth);
                    out.push(node(InlineKind::Comment(Box::new(Comment { on, ..(**comment).clone() }))));
                    at = end;
                }
                What::CommentEnd(_) | What::Break(_) => {}
            }
            at += 1;
            continue;
        };
        let same = tokens[at..].iter().take_while(|next| next.marks.get(depth) == Some(mark)).count();
        let inside = &tokens[at..at + same];
        at += same;
        let text = || inside.iter().map(Token::text).collect::<String>();
        let kind = match mark {
            Mark::Code => InlineKind::Code(text()),
            Mark::Math => InlineKind::Math(text()),
            Mark::Emph => InlineKind::Emph(build(inside, depth + 1)),
            Mark::Strong => InlineKind::Strong(build(inside, depth + 1)),
            Mark::Strike => InlineKind::Strike(build(inside, depth + 1)),
            Mark::Subscript => InlineKind::Subscript(build(inside, depth + 1)),
            Mark::Superscript => InlineKind::Superscript(build(inside, depth + 1)),
            Mark::SmallCaps => InlineKind::SmallCaps(build(inside, depth + 1)),
            Mark::Underline => InlineKind::Underline(build(inside, depth + 1)),
            Mark::Highlight => InlineKind::Highlight(build(inside, depth + 1)),
            Mark::Span(attrs) => {
                out.push(node(InlineKind::Span(build(inside, depth + 1))).with(attrs.clone()));
                continue;
            }
            Mark::Link { target, title } => InlineKind::Link(chapbook_model::Link {
                target: target.clone(),
                title: title.clone(),
                content: build(inside, depth + 1),
            }),
            Mark::Inserted(change) => {
                InlineKind::Insertion { change: change.clone(), content: build(inside, depth + 1) }
            }
            Mark::Deleted(change) => InlineKind::Deletion { change: change.clone(), content: build(inside, depth + 1) },
        };
        out.push(node(kind));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs_are_tokens() {
        assert_eq!(pieces("It’s 3.5 km, 中文"), ["It", "’", "s", " ", "3", ".", "5", " ", "km", ",", " ", "中", "文"]);
        assert!(pieces("").is_empty());
    }

    #[test]
    fn tokens_become_the_inlines_that_they_came_from() {
        let text = |words: &str| Node::new(InlineKind::Text(words.to_owned()), Span::NONE);
        let node = |kind| Node::new(kind, Span::NONE);
        let row = vec![
            text("A "),
            node(InlineKind::Emph(vec![text("b "), node(InlineKind::Code("c d".to_owned()))])),
            text(" "),
            node(InlineKind::Strong(vec![text("e")])),
            node(InlineKind::HardBreak),
            text("f."),
        ];
        assert_eq!(inlines(&tokens(&row)), row);
    }

    #[test]
    fn a_changed_word_is_one_difference() {
        let row = |text: &str| pieces(text).into_iter().map(Token::plain).collect::<Vec<_>>();
        let ops = differences(&row("one two three"), &row("one 2 three"));
        assert_eq!(ops.iter().filter(|op| op.tag() != similar::DiffTag::Equal).count(), 1);
    }
}
