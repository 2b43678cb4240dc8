//! Changes within a paragraph, as edits of its source: only the bytes that a change is about are replaced, so markup,
//! line ends and everything else that the author typed stay. Where a change crosses markup, the text of the paragraph is
//! written anew.

use std::ops::Range;

use chapbook_model::{BlockKind, Inline, Node};
use chapbook_source::Span;
use similar::DiffTag;

use crate::copied::Copied;
use crate::ground::{Ground, Stand};
use crate::tokens::{Item, Mark, Token, What, differences, inlines};

/// Bytes of a source, and what comes in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) bytes: Range<usize>,
    pub(crate) text: String,
}

/// What a paragraph, or several that are compared as one, was and is.
pub(crate) struct Flow<'a> {
    pub(crate) old: &'a [Token],
    pub(crate) new: &'a [Token],
    pub(crate) ground: &'a Ground,
    pub(crate) source: &'a str,
    pub(crate) habits: Habits,
    /// What a new paragraph's line begins with, after the line ends before it.
    pub(crate) breaks: &'a dyn Fn(Option<&Item>) -> String,
    /// What an object of the draft is in the source, where it stands in another paragraph.
    pub(crate) elsewhere: &'a dyn Fn(&Inline) -> Option<String>,
}

/// What the author types for what typography makes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habits {
    straight_quotes: bool,
    typed_dashes: bool,
    typed_dots: bool,
}

impl Habits {
    /// The habits that a source shows.
    pub(crate) fn of(source: &str) -> Self {
        let has = |signs: &[char]| source.contains(signs);
        Self {
            straight_quotes: !has(&['“', '”', '‘', '’', '„', '«']),
            typed_dashes: !has(&['–', '—']) && source.contains("--"),
            typed_dots: !has(&['…']) && source.contains("..."),
        }
    }

    pub(crate) fn typed(self, text: &str) -> String {
        let Self { straight_quotes, typed_dashes, typed_dots } = self;
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '“' | '”' if straight_quotes => out.push('"'),
                '‘' | '’' if straight_quotes => out.push('\''),
                '–' if typed_dashes => out.push_str("--"),
                '—' if typed_dashes => out.push_str("---"),
                '…' if typed_dots => out.push_str("..."),
                c => out.push(c),
            }
        }
        out
    }
}

/// The edits that make of the old text the new one; none where its source cannot hold that.
pub(crate) fn patch(flow: &Flow<'_>) -> Option<Vec<Edit>> {
    if let Some(prefix) = &flow.ground.literal {
        return in_code(flow, prefix);
    }
    let mut edits = Vec::new();
    for (old, new) in hunks(flow) {
        match hunk(flow, old, new) {
            Some(edit) => edits.push(edit),
            None => return Some(vec![rewrite(flow)]),
        }
    }
    Some(edits)
}

/// The edits of a block of code, whose text stands as it is; none where it cannot hold the new text: it has no place for
/// marks of changes, and a line of fence signs would end it.
fn in_code(flow: &Flow<'_>, prefix: &str) -> Option<Vec<Edit>> {
    let Flow { old, new, ground, .. } = flow;
    let text = |row: &[Token]| -> Option<String> {
        let is_plain = |token: &Token| {
            matches!(token.what, What::Characters(_))
                && token.marks.iter().all(|mark| matches!(mark, Mark::Code | Mark::Math))
        };
        row.iter().all(is_plain).then(|| row.iter().map(Token::text).collect())
    };
    let all = text(new)?;
    if all.lines().any(|line| ["```", "~~~", "$$"].iter().any(|fence| line.trim_start().starts_with(fence))) {
        return None;
    }
    let mut edits = Vec::new();
    for (was, is) in hunks(flow) {
        let bytes = if was.is_empty() {
            let stand = |index: usize| ground.stands.get(index).and_then(Option::as_ref);
            match was.start.checked_sub(1).and_then(stand) {
                Some(before) => before.bytes.end..before.bytes.end,
                None if old.is_empty() => ground.extent.start..ground.extent.start,
                None => stand(was.start)?.bytes.start..stand(was.start)?.bytes.start,
            }
        } else {
            ground.bytes(was)?.0
        };
        let text = text(&new[is])?.replace('\n', &format!("\n{prefix}"));
        edits.push(Edit { bytes, text });
    }
    Some(edits)
}

/// The differences. Where a comment begins in one and ends in another, they are one.
fn hunks(flow: &Flow<'_>) -> Vec<(Range<usize>, Range<usize>)> {
    let mut hunks: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut open = 0;
    let mut bridge = false;
    for op in differences(flow.old, flow.new) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        for token in &flow.new[new.clone()] {
            match &token.what {
                What::CommentStart(_) => open += 1,
                What::CommentEnd(_) => open -= 1,
                What::Characters(_) | What::Object(_) | What::Break(_) => {}
            }
        }
        match hunks.last_mut().filter(|_| bridge) {
            Some(last) => *last = (last.0.start..old.end, last.1.start..new.end),
            None => hunks.push((old, new)),
        }
        bridge = open > 0;
    }
    hunks
}

/// The edit of one difference; none if it crosses markup.
fn hunk(flow: &Flow<'_>, old: Range<usize>, new: Range<usize>) -> Option<Edit> {
    let Flow { old: was, new: is, ground, .. } = flow;
    let added = is.get(new)?;
    let stand = |index: usize| ground.stands.get(index).and_then(Option::as_ref);
    let (bytes, base): (Range<usize>, &[Mark]) = if old.is_empty() {
        let fits = |index: Option<usize>| {
            let index = index?;
            let stand: &Stand = stand(index)?;
            let marks = was.get(index)?.marks.as_slice();
            covers(added, marks).then_some((stand, marks))
        };
        if let Some((stand, marks)) = fits(old.start.checked_sub(1)) {
            (stand.bytes.end..stand.bytes.end, marks)
        } else if let Some((stand, marks)) = fits(Some(old.start)) {
            (stand.bytes.start..stand.bytes.start, marks)
        } else {
            return None;
        }
    } else if was.get(old.clone())?.iter().any(|token| matches!(token.what, What::Break(_))) {
        // Paragraphs are joined: what stands between their words goes, with what was deleted around it.
        let before = stand(old.start.checked_sub(1)?)?;
        let after = stand(old.end)?;
        (before.bytes.end..after.bytes.start, &[])
    } else {
        let marks = was.get(old.start)?.marks.as_slice();
        if !covers(added, marks) || was.get(old.clone())?.iter().any(|token| token.marks != marks) {
            return None;
        }
        (ground.bytes(old)?.0, marks)
    };
    let before = flow.source.get(..bytes.start)?.chars().next_back();
    let after = flow.source.get(bytes.end..)?.chars().next();
    let stripped: Vec<Token> = added.iter().map(|token| without(token, base)).collect();
    let text = match base.iter().any(|mark| matches!(mark, Mark::Code | Mark::Math)) {
        true => literal(&stripped)?,
        false => written(flow, &stripped, before, after)?,
    };
    Some(Edit { bytes, text })
}

/// Whether tokens have all of these marks; spaces may lack them.
fn covers(tokens: &[Token], marks: &[Mark]) -> bool {
    tokens.iter().all(|token| match token.what {
        What::Break(_) => marks.is_empty(),
        What::Characters(_) | What::Object(_) | What::CommentStart(_) | What::CommentEnd(_) => {
            marks.iter().all(|mark| token.marks.contains(mark))
        }
    })
}

fn without(token: &Token, base: &[Mark]) -> Token {
    let marks = token.marks.iter().filter(|mark| !base.contains(mark)).cloned().collect();
    Token { what: token.what.clone(), marks }
}

/// Text inside code: as it is, if the code can hold it.
fn literal(tokens: &[Token]) -> Option<String> {
    let plain = tokens.iter().all(|token| token.marks.is_empty() && matches!(token.what, What::Characters(_)));
    let text: String = tokens.iter().map(Token::text).collect();
    (plain && !text.contains(['`', '$', '\n'])).then_some(text)
}

/// The whole text of the paragraphs, anew.
pub(crate) fn rewrite(flow: &Flow<'_>) -> Edit {
    let bytes = flow.ground.extent.clone();
    let text = written(flow, flow.new, None, None);
    let plain = || flow.new.iter().map(Token::text).collect();
    Edit { bytes, text: text.unwrap_or_else(plain) }
}

/// Tokens as Markdown, between these characters.
fn written(flow: &Flow<'_>, tokens: &[Token], before: Option<char>, after: Option<char>) -> Option<String> {
    let mut out = String::new();
    let parts: Vec<&[Token]> = tokens.split(|token| matches!(token.what, What::Break(_))).collect();
    let mut breaks = tokens.iter().filter_map(|token| match &token.what {
        What::Break(item) => Some(item.as_ref()),
        What::Characters(_) | What::Object(_) | What::CommentStart(_) | What::CommentEnd(_) => None,
    });
    let last = parts.len() - 1;
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            out.push_str(&(flow.breaks)(breaks.next().flatten()));
        }
        let before = if i == 0 { before } else { None };
        let after = if i == last { after } else { None };
        out.push_str(&line(flow, part, before, after)?);
    }
    Some(out)
}

/// One paragraph's tokens as Markdown, between these characters.
fn line(flow: &Flow<'_>, tokens: &[Token], before: Option<char>, after: Option<char>) -> Option<String> {
    let guard = |c: Option<char>, at_start: bool| match c {
        // Nothing stands before the first word of a paragraph: it may have to be escaped.
        None => "",
        Some(c) if c.is_whitespace() && at_start => "x ",
        Some(c) if c.is_whitespace() => " x",
        Some(c) if c.is_alphanumeric() => "x",
        Some(_) => ",",
    };
    let (left, right) = (guard(before, true), guard(after, false));
    let text = |text: &str| Token { what: What::Characters(text.to_owned()), marks: Vec::new() };
    let mut copied = Copied::default();
    let source = |object: &Inline| own(flow, object).or_else(|| (flow.elsewhere)(object));
    let row = copied.row(tokens, |text| flow.habits.typed(text), source);
    let row: Vec<Token> = [vec![text(left)], row, vec![text(right)]].concat();
    let written = Copied::written(Node::new(BlockKind::Paragraph(inlines(&row)), Span::NONE));
    Some(copied.put_in(written.strip_prefix(left)?.strip_suffix(right)?.to_owned()))
}

/// The object as it stands in the paragraph's own source.
fn own(flow: &Flow<'_>, object: &Inline) -> Option<String> {
    let is = |token: &Token| matches!(&token.what, What::Object(known) if **known == *object);
    let index = flow.old.iter().position(is)?;
    let stand = flow.ground.stands.get(index)?.as_ref()?;
    flow.source.get(stand.bytes.clone()).map(str::to_owned)
}

/// A source with edits made. They do not overlap.
pub(crate) fn apply(source: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.bytes.start, edit.bytes.end));
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    for Edit { bytes, text } in edits {
        if bytes.start < at {
            continue;
        }
        out.push_str(source.get(at..bytes.start).unwrap_or_default());
        out.push_str(text);
        at = bytes.end;
    }
    out.push_str(source.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use chapbook_markdown::ReadOptions;
    use chapbook_source::FileId;

    use super::*;
    use crate::ground::{ground, lines};
    use crate::tokens::tokens;

    /// Brings what one Markdown became in another home into the first: only the words count, not the markup of the second.
    fn brought_home(source: &str, edited: &str) -> String {
        let read = |text: &str| chapbook_markdown::read(FileId(0), text, &ReadOptions::default()).0;
        let (was, is) = (read(source), read(edited));
        let lines_of = (lines(&was), lines(&is));
        let row = |line: &crate::ground::Line<'_>| line.runs.iter().flat_map(|run| tokens(run)).collect::<Vec<_>>();
        let (old, new) = (row(&lines_of.0[0]), row(&lines_of.1[0]));
        let ground = ground(&old, &lines_of.0[0], source);
        let flow = Flow {
            old: &old,
            new: &new,
            ground: &ground,
            source,
            habits: Habits::of(source),
            breaks: &|_| "\n\n".to_owned(),
            elsewhere: &|_| None,
        };
        apply(source, &patch(&flow).expect("it is no code"))
    }

    #[test]
    fn a_word_is_changed_and_the_markup_stays() {
        let source = "One _two_ **three**\nfour [five](x.html) six.\n";
        let home = |edited| brought_home(source, edited);
        assert_eq!(home("One *2* **three** four [five](x.html) six."), source.replace("two", "2"));
        assert_eq!(home("One *two* **three** four [cinq](x.html) six."), source.replace("five", "cinq"));
        assert_eq!(
            home("One *two* **three** 4 [five](x.html) six!"),
            source.replace("four", "4").replace("six.", "six!")
        );
        assert_eq!(home("Well, one *two* **three** four [five](x.html) six."), source.replace("One", "Well, one"));
    }

    #[test]
    fn new_words_are_escaped_where_they_must_be() {
        assert_eq!(brought_home("One two.\n", "One \\*new\\* two.\n"), "One \\*new\\* two.\n");
        assert_eq!(brought_home("It's \"so\".\n", "It’s “very so”.\n"), "It's \"very so\".\n");
    }

    #[test]
    fn new_markup_comes_with_its_words() {
        assert_eq!(brought_home("One two three.\n", "One *two* three.\n"), "One *two* three.\n");
        assert_eq!(brought_home("One __two three__.\n", "One **two** three.\n"), "One **two** three.\n");
    }

    #[test]
    fn changes_and_comments_come_with_their_authors() {
        let edited = "One [two]{.deletion author=\"B. Ed\"}[2]{.insertion author=\"B. Ed\"} three.\n";
        assert_eq!(brought_home("One two three.\n", edited), edited);
        assert_eq!(
            brought_home("One two three.\n", "One {==two==}{>>why<<} three.\n"),
            "One {==two==}{>>why<<} three.\n"
        );
    }
}
