//! Which blocks can stand in an item without a blank line between them (CommonMark 0.31, 5.3): what the
//! tightness of a list can be at all, and where a writer of Markdown needs a blank line. It prints nothing.

use chapbook_values::{CounterStyle, Delimiter};

use crate::{Block, BlockKind, FigureKind, Inline, InlineKind, Item, List, ListKind, ListStyle, Visibility};

/// Whether `after` would be read as a part of `before` if no blank line stood between them.
pub fn needs_blank_line(before: &Block, after: &Block) -> bool {
    let end = end_of(before);
    match end {
        End::Closed => false,
        End::UntilBlank => true,
        End::Text => !interrupts(after),
        End::List(kind) => !interrupts(after) || matches!(&after.kind, BlockKind::List(list) if alike(kind, list.kind)),
        End::Quote => !interrupts(after) || is_bare_quote(after),
    }
}

/// Whether two lists would be one if nothing but a blank line stood between them.
pub fn lists_run_together(before: ListKind, after: ListKind) -> bool {
    alike(before, after)
}

/// How a block's last line ends.
enum End {
    /// Its last line ends it.
    Closed,
    /// A line of text, which a further line may go on with.
    Text,
    /// A list: a further item may follow.
    List(ListKind),
    /// A quotation.
    Quote,
    /// Only a blank line ends it.
    UntilBlank,
}

fn end_of(block: &Block) -> End {
    let carried = !block.attrs.is_empty();
    match &block.kind {
        BlockKind::Paragraph(content) => {
            if carried || is_comment(content) {
                End::Closed
            } else {
                End::Text
            }
        }
        BlockKind::Quote(_) if !carried => End::Quote,
        BlockKind::List(list) if !carried => End::List(list.kind),
        BlockKind::Definitions(_) | BlockKind::Table(_) | BlockKind::Verse(_) if !carried => End::UntilBlank,
        BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Table(_)
        | BlockKind::Verse(_) => End::Closed,
        BlockKind::Figure(figure) => match figure.kind {
            FigureKind::Listing if figure.caption.is_none() => End::Closed,
            FigureKind::Image | FigureKind::Table | FigureKind::Listing | FigureKind::Equation => End::UntilBlank,
        },
        BlockKind::Math(_) | BlockKind::Break(_) | BlockKind::Raw(_) => End::UntilBlank,
        BlockKind::Heading { .. }
        | BlockKind::Code(_)
        | BlockKind::Divider
        | BlockKind::Container(_)
        | BlockKind::Outline(_)
        | BlockKind::Bibliography
        | BlockKind::Endnotes => End::Closed,
    }
}

/// Whether a block begins after a line of text without a blank line (CommonMark 0.31, 4.8 and 5.2).
fn interrupts(block: &Block) -> bool {
    let carried = !block.attrs.is_empty();
    match &block.kind {
        BlockKind::Paragraph(content) => carried || is_comment(content),
        BlockKind::List(list) => carried || list_interrupts(list),
        // Without a label the attributes stand at the mathematics itself.
        BlockKind::Math(_) => block.attrs.label().is_some(),
        BlockKind::Definitions(_) | BlockKind::Table(_) | BlockKind::Verse(_) | BlockKind::Break(_) => carried,
        BlockKind::Figure(figure) => matches!(figure.kind, FigureKind::Listing) && figure.caption.is_none(),
        BlockKind::Raw(raw) => carried || raw.target != "html",
        BlockKind::Heading { .. }
        | BlockKind::Quote(_)
        | BlockKind::Code(_)
        | BlockKind::Divider
        | BlockKind::Container(_)
        | BlockKind::Outline(_)
        | BlockKind::Bibliography
        | BlockKind::Endnotes => true,
    }
}

/// Only bullets and a decimal 1 do, and no empty item.
fn list_interrupts(list: &List) -> bool {
    let Some(Item { body, .. }) = list.items.first() else { return false };
    let kind = match list.kind {
        ListKind::Bullet => true,
        ListKind::Ordered { start, style, delimiter } => {
            start == 1 && style == ListStyle::Counter(CounterStyle::Decimal) && delimiter != Delimiter::TwoParens
        }
    };
    kind && !body.is_empty()
}

fn is_bare_quote(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Quote(_)) && block.attrs.is_empty()
}

/// A paragraph of one private comment stands on a line of its own.
fn is_comment(content: &[Inline]) -> bool {
    matches!(content, [Inline { kind: InlineKind::Comment(comment), .. }] if comment.visibility == Visibility::Private)
}

fn alike(a: ListKind, b: ListKind) -> bool {
    let (ListKind::Ordered { style: s, delimiter: d, .. }, ListKind::Ordered { style: t, delimiter: e, .. }) = (a, b)
    else {
        return a == b;
    };
    // A letter is read in the style of the open list if it can be.
    let letters = |style| match style {
        ListStyle::Counter(CounterStyle::LowerAlpha | CounterStyle::LowerRoman) => Some('a'),
        ListStyle::Counter(CounterStyle::UpperAlpha | CounterStyle::UpperRoman) => Some('A'),
        ListStyle::Counter(CounterStyle::Decimal) => Some('1'),
        ListStyle::Hash => Some('#'),
        ListStyle::Example => Some('@'),
    };
    d == e && letters(s) == letters(t)
}

/// Whether a block has blank lines of its own that look like an item's: definitions of several terms.
fn is_spread(block: &Block) -> bool {
    let BlockKind::Definitions(definitions) = &block.kind else { return false };
    let line =
        |body: &[Block]| matches!(body, [Block { kind: BlockKind::Paragraph(_), attrs, .. }] if attrs.is_empty());
    block.attrs.is_empty()
        && (definitions.len() > 1
            || definitions.iter().any(|definition| definition.bodies.iter().rev().skip(1).any(|body| !line(body))))
}

/// Sets a list's tightness to what it can be: blank lines tell a list of several blocks from a tight one, and a
/// list of one item with one block has no place for a blank line.
pub(crate) fn settle(list: &mut List) {
    let untellable = list.items.len() <= 1 && list.items.iter().all(|item| item.body.len() <= 1);
    let forced = list.items.iter().any(|item| {
        item.body.iter().any(is_spread) || item.body.windows(2).any(|pair| needs_blank_line(&pair[0], &pair[1]))
    });
    list.tight = (list.tight || untellable) && !forced;
}
