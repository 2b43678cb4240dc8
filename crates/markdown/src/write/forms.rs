//! Which form a mark can have beside its neighbours. A line is written with the first form of each; what cannot
//! stand so (CommonMark 0.31, 6.2, and the dialect's own rules) gets its next form, and the line is written again.

use std::ops::Range;

use super::buffer::Buffer;
use crate::inlines::references;

/// How often a line is written again with other forms. Two are seen; after that, spans stand for everything.
pub(super) const MAX_PASSES: usize = 6;

/// The form of a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// `*x*`, `~x~`, `@key`.
    #[default]
    First,
    /// `_x_`.
    Second,
    /// `[x]{.emph}`, `[@key]`.
    Span,
}

/// Something that may have another form, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) kind: ItemKind,
    pub(super) range: Range<usize>,
}

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// Emphasis between marks of this many bytes; whether another mark may stand for them.
    Emphasis { width: usize, spare: bool },
    /// A script.
    Script,
    /// A key without brackets.
    Key,
    /// It has its form.
    Settled,
}

/// Whether every form can stand.
pub(super) enum Settled {
    /// They can.
    Done,
    /// The line has to be written again with these.
    Again(Vec<Form>),
}

/// Looks over a line.
pub(super) fn settle(buffer: &Buffer, items: &[Item], mut forms: Vec<Form>) -> Settled {
    forms.resize(items.len(), Form::First);
    let mut again = false;
    let mut nested: Vec<(&Item, u8)> = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let stands = match item.kind {
            ItemKind::Settled => true,
            ItemKind::Script => script_stands(buffer, &item.range),
            ItemKind::Key => key_stands(buffer, &item.range),
            ItemKind::Emphasis { width, spare: _ } => {
                nested.retain(|(outer, _)| outer.range.end > item.range.start);
                let mark = buffer.text.as_bytes()[item.range.start];
                // The same mark inside itself pairs with the wrong one.
                let twice = nested.iter().any(|(outer, byte)| *byte == mark && same_width(outer, width));
                nested.push((item, mark));
                !twice && emphasis_stands(buffer, &item.range, width)
            }
        };
        if !stands {
            again = true;
            let spare = matches!(item.kind, ItemKind::Emphasis { spare: true, .. });
            forms[i] = if forms[i] == Form::First && spare { Form::Second } else { Form::Span };
        }
    }
    if again { Settled::Again(forms) } else { Settled::Done }
}

fn same_width(outer: &Item, width: usize) -> bool {
    matches!(outer.kind, ItemKind::Emphasis { width: other, .. } if other == width)
}

/// Whether the marks open and close (CommonMark 0.31, 6.2), and touch no others of their kind.
fn emphasis_stands(buffer: &Buffer, range: &Range<usize>, width: usize) -> bool {
    let (inner, end) = (range.start + width, range.end - width);
    let mark = buffer.text.as_bytes()[range.start];
    let (before, first) = (buffer.before(range.start), buffer.after(inner));
    let (last, after) = (buffer.before(end), buffer.after(range.end));
    let is_same = |at: usize| buffer.text.as_bytes().get(at) == Some(&mark) && buffer.is_mark(at);
    let touches = (range.start > 0 && is_same(range.start - 1)) || is_same(range.end);
    // `***x***` is emphasis around strong emphasis, if nothing else is in it.
    let inside = is_same(inner) || (end > 0 && is_same(end - 1));
    let triple = width == 1 && mark == b'*' && is_triple(buffer, inner..end);
    let in_triple = width == 2 && mark == b'*' && touches && is_in_triple(buffer, range);
    if (touches && !in_triple) || (inside && !triple && !in_triple && width == 1) {
        return false;
    }
    if mark == b'~' && inside {
        return false;
    }
    if inner >= end {
        return false;
    }
    let left = flanks(first, before);
    let right = flanks(last, after);
    if mark != b'_' {
        return left && right;
    }
    let opens = left && (!flanks(before, first) || before.is_none_or(is_punctuation));
    let closes = right && (!flanks(after, last) || after.is_none_or(is_punctuation));
    opens && closes
}

/// Whether a range is `**x**` and nothing else.
fn is_triple(buffer: &Buffer, inside: Range<usize>) -> bool {
    let text = &buffer.text[inside.clone()];
    text.len() > 4
        && text.starts_with("**")
        && text.ends_with("**")
        && (inside.start..inside.start + 2).chain(inside.end - 2..inside.end).all(|at| buffer.is_mark(at))
        && !text[2..text.len() - 2].contains('*')
}

fn is_in_triple(buffer: &Buffer, range: &Range<usize>) -> bool {
    let star = |at: usize| buffer.text.as_bytes().get(at) == Some(&b'*') && buffer.is_mark(at);
    range.start > 0
        && star(range.start - 1)
        && star(range.end)
        && !(range.start > 1 && star(range.start - 2))
        && !star(range.end + 1)
        && is_triple(buffer, range.clone())
}

/// Whether a run of marks beside `inside` flanks it, with `outside` on its other side.
fn flanks(inside: Option<char>, outside: Option<char>) -> bool {
    let space = |c: Option<char>| c.is_none_or(is_space);
    if space(inside) {
        return false;
    }
    !inside.is_some_and(is_punctuation) || space(outside) || outside.is_some_and(is_punctuation)
}

/// CommonMark 0.31, 2.1: ASCII punctuation, and Unicode's punctuation and symbols. A letter or figure is neither;
/// what else there is, marks that combine and the like, counts as both here, so that a span stands for it.
pub(super) fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !is_space(c)
}

/// White space to CommonMark (0.31, 2.1), but for what is printed as a character reference.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() && c != '\u{a0}'
}

/// A script's mark stands alone, and not after a bracket that would make a note of it.
fn script_stands(buffer: &Buffer, range: &Range<usize>) -> bool {
    let mark = buffer.after(range.start);
    let clash = |c: Option<char>| c == mark || c == Some('[');
    !(clash(buffer.before(range.start)) || buffer.after(range.end) == mark)
}

/// Whether the reader finds just this key.
fn key_stands(buffer: &Buffer, range: &Range<usize>) -> bool {
    references::key(&buffer.text, range.start, buffer.len()).is_some_and(|key| key.range == *range)
        && !matches!(buffer.after(range.end), Some('[' | '{'))
        && !buffer.text[range.end..].starts_with(" [")
}
