//! Keys: the hidden bookmarks by which an edited draft is brought home, and the table of blocks that goes with them.
//! A key stands around the text of every paragraph, around the calls of notes and around what comments are on; a
//! table has one, and each of its rows, in the first cell. Programs rename ids and drop attributes; bookmarks they keep.
//! Bookmarks that fields and links point to are `bookmarks`' business.

use chapbook_resolve::{Anchor, Block, BlockKind, Inline, NodeId};
use chapbook_source::Span;

use super::bookmarks;
use super::draft::{Draft, Story};
use crate::baseline::{DraftBlock, bookmark_name};

/// The row of a block in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row(usize);

/// What a key is for: the letter that it begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Block(char),
    Item,
    TableRow,
    Caption,
    Term,
    DivisionTitle,
    NoteCall,
    Comment,
}

impl KeyKind {
    fn letter(self) -> char {
        match self {
            Self::Block(letter) => letter,
            Self::Item => 'i',
            Self::TableRow => 'r',
            Self::Caption => 'k',
            Self::Term => 'w',
            Self::DivisionTitle => 'y',
            // The call has the key; what is in the note stands in the table under it.
            Self::NoteCall => 'n',
            Self::Comment => 'o',
        }
    }

    /// The kind of a block's key.
    pub(crate) fn of(kind: &BlockKind) -> Self {
        Self::Block(match kind {
            BlockKind::Paragraph(_) => 'p',
            BlockKind::Heading(_) => 'h',
            BlockKind::Quote(_) => 'q',
            BlockKind::List(_) => 'l',
            BlockKind::Definitions(_) => 'j',
            BlockKind::Code(_) => 'c',
            BlockKind::Math(_) => 'm',
            BlockKind::Verse(_) => 'v',
            BlockKind::Divider(_) => 's',
            BlockKind::PageBreak => 'b',
            BlockKind::Table(_) => 't',
            BlockKind::Figure(_) => 'f',
            BlockKind::Image(_) => 'g',
            BlockKind::Division(_) => 'd',
            BlockKind::AuthorNotes(_) => 'a',
            BlockKind::Outline(_) => 'u',
            BlockKind::Endnotes { .. } => 'e',
            BlockKind::Raw(_) => 'x',
        })
    }
}

/// Where a block stands.
pub(crate) struct Entry {
    pub(crate) kind: KeyKind,
    pub(crate) id: u32,
    /// Which of several parts of one block: a stanza, a row.
    pub(crate) part: Option<usize>,
    pub(crate) parent: Option<Row>,
    pub(crate) label: Option<Anchor>,
    pub(crate) span: Span,
}

/// Puts a block into the table; none if the draft has no keys.
pub(crate) fn enter(draft: &mut Draft<'_>, entry: Entry) -> Option<Row> {
    draft.source?;
    let Entry { kind, id, part, parent, label, span } = entry;
    let mut key = format!("{}{id}", kind.letter());
    if let Some(part) = part {
        key.push_str(&format!("x{part}"));
    }
    let parent = parent.map(|Row(row)| draft.blocks[row].key.clone());
    let label = label.and_then(|anchor| draft.resolved.anchors[anchor.index()].label.clone());
    let place = (!span.is_none()).then_some((span.file.0, span.start, span.end));
    draft.blocks.push(DraftBlock { key, parent, place, label, style: String::new(), has_paragraph: false });
    Some(Row(draft.blocks.len() - 1))
}

/// Puts a block into the table and lets the next paragraph carry its key, if it is of a kind that has paragraphs.
pub(crate) fn block(draft: &mut Draft<'_>, story: &mut Story, block: &Block, parent: Option<Row>) -> Option<Row> {
    let Block { id: NodeId(id), kind, anchor, locale: _, classes: _, word_style: _, tracked: _, span } = block;
    let entry = Entry { kind: KeyKind::of(kind), id: *id, part: None, parent, label: *anchor, span: *span };
    let row = enter(draft, entry)?;
    let carried = match kind {
        BlockKind::Paragraph(_)
        | BlockKind::Heading(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Verse(_)
        | BlockKind::Divider(_)
        | BlockKind::Table(_)
        | BlockKind::Image(_)
        | BlockKind::Outline(_)
        | BlockKind::Endnotes { .. } => true,
        // What is in them has keys; a page break is a property of what follows; raw markup is as it is.
        BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::PageBreak
        | BlockKind::Figure(_)
        | BlockKind::Division(_)
        | BlockKind::AuthorNotes(_)
        | BlockKind::Raw(_) => false,
    };
    if carried {
        carry(story, Some(row));
    }
    Some(row)
}

/// Puts something into the table that is no block of its own, such as a term or a row of a table, and lets the next
/// paragraph carry its key: the place in the table tells it from others.
pub(crate) fn part_of_block(
    draft: &mut Draft<'_>,
    story: &mut Story,
    kind: KeyKind,
    part: Option<usize>,
    parent: Option<Row>,
    span: Span,
) {
    let id = u32::try_from(draft.blocks.len()).unwrap_or(u32::MAX);
    let row = enter(draft, Entry { kind, id, part, parent, label: None, span });
    carry(story, row);
}

/// From the first of some inlines to the last.
pub(crate) fn extent<'i>(inlines: impl IntoIterator<Item = &'i Inline>) -> Span {
    inlines.into_iter().fold(Span::NONE, |span, inline| span.to(inline.span))
}

/// Lets the next paragraph carry a key.
pub(crate) fn carry(story: &mut Story, row: Option<Row>) {
    story.pending.keys.extend(row);
}

/// Begins the text of a paragraph with its keys.
pub(crate) fn open(draft: &mut Draft<'_>, story: &mut Story, style: &str) {
    let rows = std::mem::take(&mut story.pending.keys);
    if draft.source.is_none() {
        return;
    }
    for Row(row) in rows {
        draft.blocks[row].style = style.to_owned();
        draft.blocks[row].has_paragraph = true;
        // Programs rename bookmarks inside notes: a note is found by its call.
        if story.takes_notes() {
            let name = name(draft, row);
            let id = bookmarks::open(draft, story, &name);
            story.open_keys.push(id);
        }
    }
}

/// Ends the text of a paragraph.
pub(crate) fn close(story: &mut Story) {
    for id in std::mem::take(&mut story.open_keys).into_iter().rev() {
        bookmarks::close(story, id);
    }
}

/// Opens a key around some runs of a paragraph.
pub(crate) fn open_range(draft: &mut Draft<'_>, story: &mut Story, row: Option<Row>) -> Option<u32> {
    let Row(row) = row?;
    let name = name(draft, row);
    Some(bookmarks::open(draft, story, &name))
}

/// Closes what [`open_range`] opened.
pub(crate) fn close_range(story: &mut Story, id: Option<u32>) {
    if let Some(id) = id {
        bookmarks::close(story, id);
    }
}

/// The name of the bookmark: it begins with `_`, so that it is hidden, and holds four digits of the draft's id, so
/// that a paragraph from another draft is not taken for one of this.
fn name(draft: &Draft<'_>, row: usize) -> String {
    bookmark_name(&draft.salt, &draft.blocks[row].key)
}
