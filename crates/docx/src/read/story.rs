//! What is gathered from the parts that hold text, before anything is made of it: paragraphs in order, each with the
//! pieces that stand in it and where it stands. `story_reader` gathers, `leaves` makes leaves of it.

use std::collections::BTreeMap;

use chapbook_model::Change;

use super::fields::FieldKind;
use super::keys::Key;
use super::leaf::NoteStory;
use super::paragraph_properties::{ParagraphProps, SectionBreak};
use super::run_properties::Vertical;

/// All that was gathered.
#[derive(Debug, Default)]
pub(crate) struct Stories {
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) fields: Vec<Field>,
    pub(crate) tables: Vec<Table>,
    pub(crate) changes: Vec<Change>,
    pub(crate) links: Vec<Link>,
    /// Languages that runs are marked with.
    pub(crate) languages: Vec<String>,
    pub(crate) pictures: Vec<Picture>,
    /// Where each bookmark starts: the serial number of the paragraph, and before which of its pieces.
    pub(crate) bookmarks: BTreeMap<String, (usize, usize)>,
    pub(crate) text_boxes: usize,
    /// How the last section begins.
    pub(crate) last_section: SectionBreak,
    /// The serial number of the next paragraph.
    pub(crate) serial: usize,
}

/// A paragraph as it stands in the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) serial: usize,
    pub(crate) props: ParagraphProps,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) keys: Vec<Key>,
    /// Keys of notes' calls and of comments, with the piece each stands at.
    pub(crate) inner_keys: Vec<(Key, usize)>,
    /// The tables it stands in, the outermost first: table and cell.
    pub(crate) cells: Vec<(usize, usize)>,
    /// The note it stands in.
    pub(crate) note: Option<(NoteStory, i64)>,
    pub(crate) text_box: Option<usize>,
    /// It belongs to a list that a program makes: contents, an index.
    pub(crate) generated: Option<FieldKind>,
    /// A line was drawn in it.
    pub(crate) rule: bool,
    /// Paragraphs of text boxes that hang at it.
    pub(crate) boxed: Vec<Paragraph>,
}

/// Something that stands in a paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) what: What,
    pub(crate) look: Look,
    pub(crate) link: Option<u32>,
    pub(crate) inserted: Option<u32>,
    pub(crate) deleted: Option<u32>,
    /// The innermost field around it, and whether it stands in the field's instruction.
    pub(crate) field: Option<(u32, bool)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Text(String),
    LineBreak,
    PageBreak,
    Note {
        kind: NoteStory,
        id: i64,
        own_mark: bool,
    },
    Picture(usize),
    /// TeX, and whether it stands on lines of its own.
    Math {
        tex: String,
        display: bool,
    },
    CommentStart(i64),
    CommentEnd(i64),
    CommentMark(i64),
    /// An entry of the index: the instruction.
    IndexEntry(String),
}

/// How a run looks, as far as the model can say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) strong: bool,
    pub(crate) emphasis: bool,
    pub(crate) strike: bool,
    pub(crate) small_caps: bool,
    pub(crate) underline: bool,
    pub(crate) highlight: bool,
    pub(crate) vertical: Option<Vertical>,
    pub(crate) code: bool,
    pub(crate) keyboard: bool,
    pub(crate) credit: bool,
    pub(crate) caption_label: bool,
    /// The mark of a note or comment.
    pub(crate) reference: bool,
    /// The character style of the author's own.
    pub(crate) own_style: Option<u32>,
    pub(crate) language: Option<u32>,
}

/// A field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Field {
    pub(crate) instruction: String,
    pub(crate) kind: FieldKind,
    /// The field around it in whose instruction it stands.
    pub(crate) instructs: Option<u32>,
    pub(crate) parent: Option<u32>,
    /// It ended where a field may end; one that did not is no field.
    pub(crate) closed: bool,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) target: LinkTarget,
    pub(crate) title: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LinkTarget {
    Url(String),
    Bookmark(String),
}

/// A picture in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Picture {
    /// The part; none if it is not in the file.
    pub(crate) part: Option<String>,
    /// Where it lies if it lies elsewhere.
    pub(crate) external: Option<String>,
    pub(crate) alt: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) decorative: bool,
    /// Width and height in EMU (914,400 to an inch).
    pub(crate) size: Option<(i64, i64)>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) grid: Vec<i64>,
    pub(crate) rows: Vec<Row>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) first_column: bool,
    /// How far it stands in, in twentieths of a point.
    pub(crate) indent: i64,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) header: bool,
    pub(crate) inserted: Option<Change>,
    pub(crate) deleted: Option<Change>,
    pub(crate) keys: Vec<Key>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) row: usize,
    pub(crate) column: i64,
    pub(crate) columns: i64,
    pub(crate) rows: usize,
    pub(crate) merge: Merge,
}

/// Whether a cell is joined with the one above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Merge {
    #[default]
    None,
    Begins,
    GoesOn,
}

impl Stories {
    /// The number of a change; the same change again has the same number.
    pub(crate) fn change(&mut self, change: Change) -> u32 {
        if self.changes.last() != Some(&change) {
            self.changes.push(change);
        }
        to_u32(self.changes.len() - 1)
    }

    /// The number of a link. Two links are two, though they lead to one place.
    pub(crate) fn link(&mut self, link: Link) -> u32 {
        self.links.push(link);
        to_u32(self.links.len() - 1)
    }

    /// The number of a language.
    pub(crate) fn language(&mut self, tag: &str) -> u32 {
        let known = self.languages.iter().position(|known| known == tag);
        to_u32(known.unwrap_or_else(|| {
            self.languages.push(tag.to_owned());
            self.languages.len() - 1
        }))
    }
}

pub(crate) fn to_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
