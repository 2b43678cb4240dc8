//! What is known and counted while one document is written. Nothing here outlives the call: ids start anew with
//! every export, so that the same document is the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_container::XmlWriter;
use chapbook_resolve::{Anchor, Change, CommentRange, NoteId, PageMap, Resolved};
use chapbook_source::{Code, Diagnostic, Span};
use chapbook_theme::{Role, Theme};
use chapbook_values::{Direction, Language, Length};

use crate::baseline::{DraftBlock, DraftSource};
use crate::reference::Reference;

use super::comments::{Remark, Thread};
use super::images::Media;
use super::keys::Row;
use super::numbering::{Mark, Numbering};
use super::package::Relationships;
use super::properties::Justification;
use super::sections::{Begins, Line, Matter};
use super::stylesheet::{StyleKey, StyleSheet};
use super::survey::Survey;

/// The state of one export.
pub(crate) struct Draft<'a> {
    pub(crate) resolved: &'a Resolved,
    pub(crate) theme: &'a Theme,
    pub(crate) pages: Option<&'a PageMap>,
    /// The document that gives styles and page.
    pub(crate) house: Option<&'a Reference>,
    /// What the draft is made from; without it, it has no keys.
    pub(crate) source: Option<&'a DraftSource>,
    /// The digits of the draft's id that its keys hold.
    pub(crate) salt: String,
    /// The table of blocks.
    pub(crate) blocks: Vec<DraftBlock>,
    pub(crate) survey: Survey<'a>,
    pub(crate) styles: StyleSheet,
    pub(crate) numbering: Numbering,
    pub(crate) media: Media,
    /// Comments in the order in which they begin.
    pub(crate) comments: Vec<Remark<'a>>,
    /// Those on several blocks whose words have not ended.
    pub(crate) open_comments: BTreeMap<CommentRange, Thread>,
    /// Footnotes in the order of their calls; the id of each is its place, from 1.
    pub(crate) footnotes: Vec<NoteId>,
    /// Endnotes in the order of their calls; the id of each is its place, from 1.
    pub(crate) endnotes: Vec<NoteId>,
    /// How many of them Word numbers itself.
    pub(crate) counted_footnotes: u32,
    /// How many of them Word numbers itself.
    pub(crate) counted_endnotes: u32,
    /// What Word's `SEQ` fields have counted to, by identifier and whether they count by chapter.
    pub(crate) sequences: BTreeMap<(String, bool), u32>,
    /// The number of the chapter, where Word counts chapters.
    pub(crate) chapter: Option<String>,
    /// The rows of notes in the table of blocks.
    pub(crate) note_rows: BTreeMap<NoteId, Row>,
    /// The notes among them.
    pub(crate) queued_notes: BTreeSet<NoteId>,
    /// Notes that were called within a note first.
    pub(crate) inner_notes: BTreeSet<NoteId>,
    /// Notes whose marks Word does not count.
    pub(crate) literal_notes: BTreeSet<NoteId>,
    /// Those of the inner notes that are to follow the note that is being written.
    pub(crate) notes_in_note: Vec<NoteId>,
    /// How many of the places for endnotes are still to come.
    pub(crate) endnote_places_left: usize,
    /// The lines above and below the text that the document has, with their relationships.
    pub(crate) lines: Vec<(Line, String)>,
    /// Which part of a book is being written.
    pub(crate) matter: Matter,
    /// How the section that is being written began.
    pub(crate) begins: Begins,
    /// How many sections have ended.
    pub(crate) sections: u32,
    /// Losses that are told once, however often they occur.
    pub(crate) told: BTreeSet<&'static str>,
    /// Which anchors have their bookmarks.
    pub(crate) bookmarked: Vec<bool>,
    /// Bookmarks, revisions and drawings count each for themselves.
    pub(crate) next_bookmark: u32,
    pub(crate) next_revision: u32,
    pub(crate) next_drawing: u32,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The text of one part in the making.
pub(crate) struct Story {
    pub(crate) kind: StoryKind,
    pub(crate) xml: XmlWriter,
    pub(crate) relationships: Relationships,
    pub(crate) pending: Pending,
    /// The last thing written is a table: another one would grow onto it, and a cell may not end in one.
    pub(crate) after_table: bool,
    /// How many paragraphs were begun.
    pub(crate) paragraphs: u32,
    /// The keys that the open paragraph has to close.
    pub(crate) open_keys: Vec<u32>,
}

/// Which part it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoryKind {
    Body,
    Footnotes,
    Endnotes,
}

/// What the next paragraph takes up.
#[derive(Default)]
pub(crate) struct Pending {
    /// The marker of the list item that begins.
    pub(crate) item: Option<ItemStart>,
    /// The keys that it carries.
    pub(crate) keys: Vec<Row>,
    /// Places that stand at its start.
    pub(crate) anchors: Vec<Anchor>,
    /// It starts a page.
    pub(crate) page_break: bool,
    /// What leads its text.
    pub(crate) lead: Option<Lead>,
    /// The space above it, where that is not its style's.
    pub(crate) before: Option<Length>,
    /// The space above it, where its style asks for less: what stands above has none of its own in Word.
    pub(crate) gap: Length,
    /// It is the first of a list.
    pub(crate) opens_list: bool,
    /// The space below it, where that is not its style's.
    pub(crate) after: Option<Length>,
}

/// What leads the text of a note.
pub(crate) enum Lead {
    /// The mark that Word counts, or the one that takes its place.
    Note(NoteId),
    /// A mark, and the place that it leads back to.
    Mark(String, Option<Anchor>),
}

/// The beginning of a list item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ItemStart {
    pub(crate) mark: Mark,
    pub(crate) checked: Option<bool>,
}

/// What surrounds a block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The block around, in the table of blocks.
    pub(crate) parent: Option<Row>,
    /// How far the containers stand in on the side where reading starts.
    pub(crate) inset: Length,
    /// And on the other side.
    pub(crate) end_inset: Length,
    /// The roles whose own indents are in the insets already.
    pub(crate) held: RoleSet,
    /// The innermost list.
    pub(crate) list: Option<ListPlace>,
    /// The paragraph style that the author named for the container around.
    pub(crate) word_style: Option<&'a str>,
    /// The kind of the callout around.
    pub(crate) callout: Option<chapbook_resolve::CalloutKind>,
    pub(crate) language: &'a Language,
    pub(crate) direction: Direction,
    /// Who inserted it as a whole, paragraph marks and all.
    pub(crate) inserted: Option<&'a Change>,
    /// Who deleted it as a whole, paragraph marks and all.
    pub(crate) deleted: Option<&'a Change>,
    /// What is written stays on the page of what follows it.
    pub(crate) keep_next: bool,
    /// It is a cell of a table: nothing stands far apart there.
    pub(crate) in_cell: bool,
    /// How the lines of a table's column stand.
    pub(crate) align: Option<Justification>,
    /// The width there is, before insets.
    pub(crate) measure: Length,
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RoleSet(u64);

impl RoleSet {
    /// The set with one role more.
    pub(crate) fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << (role as u64))
    }

    /// Whether a role is in it.
    pub(crate) fn contains(self, role: Role) -> bool {
        self.0 & 1 << (role as u64) != 0
    }
}

/// The list that a block stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ListPlace {
    /// From 1.
    pub(crate) depth: u8,
    pub(crate) numbered: bool,
    pub(crate) tight: bool,
    /// The role of its paragraphs: in a quotation or a note, that of the surroundings.
    pub(crate) role: Role,
    /// Where its last item was counted, for a list within it.
    pub(crate) mark: Mark,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(
        resolved: &'a Resolved,
        theme: &'a Theme,
        pages: Option<&'a PageMap>,
        source: Option<&'a DraftSource>,
        house: Option<&'a Reference>,
    ) -> Self {
        let survey = Survey::new(resolved);
        Self {
            resolved,
            theme,
            pages,
            house,
            source,
            salt: source.map(|source| source.id().chars().take(4).collect()).unwrap_or_default(),
            blocks: Vec::new(),
            endnote_places_left: survey.endnote_places,
            lines: Vec::new(),
            matter: Matter::default(),
            begins: Begins::default(),
            survey,
            styles: StyleSheet::new(theme, house),
            numbering: Numbering::after(house.map_or(0, Reference::last_num)),
            media: Media::beside(house.is_some()),
            comments: Vec::new(),
            open_comments: BTreeMap::new(),
            footnotes: Vec::new(),
            endnotes: Vec::new(),
            counted_footnotes: 0,
            counted_endnotes: 0,
            sequences: BTreeMap::new(),
            chapter: None,
            note_rows: BTreeMap::new(),
            queued_notes: BTreeSet::new(),
            inner_notes: BTreeSet::new(),
            literal_notes: BTreeSet::new(),
            notes_in_note: Vec::new(),
            sections: 0,
            told: BTreeSet::new(),
            bookmarked: vec![false; resolved.anchors.len()],
            next_bookmark: 0,
            next_revision: 0,
            next_drawing: 0,
            diagnostics: Vec::new(),
        }
    }

    /// The place of the text's own blocks.
    pub(crate) fn place(&self) -> Place<'a> {
        Place {
            parent: None,
            inset: Length::ZERO,
            end_inset: Length::ZERO,
            held: RoleSet::default(),
            list: None,
            word_style: None,
            callout: None,
            language: &self.resolved.language,
            direction: self.resolved.direction,
            inserted: None,
            deleted: None,
            keep_next: false,
            in_cell: false,
            align: None,
            measure: self.theme.measure(),
        }
    }

    /// The id of a style.
    pub(crate) fn style(&mut self, key: &StyleKey) -> &str {
        self.styles.id(key, self.theme)
    }

    /// The name of a style.
    pub(crate) fn style_name(&mut self, key: &StyleKey) -> &str {
        let _ = self.styles.id(key, self.theme);
        self.styles.name(key)
    }

    /// Tells a loss, once for all its places.
    pub(crate) fn lose(&mut self, code: &'static Code, message: &'static str, span: Span) {
        if self.told.insert(message) {
            self.diagnostics.push(Diagnostic::new(code, span, message));
        }
    }

    /// A number that no other drawing of the package has.
    pub(crate) fn drawing(&mut self) -> u32 {
        self.next_drawing += 1;
        self.next_drawing
    }
}

impl Story {
    pub(crate) fn new(kind: StoryKind) -> Self {
        Self {
            kind,
            xml: XmlWriter::new(),
            relationships: Relationships::default(),
            pending: Pending::default(),
            after_table: false,
            paragraphs: 0,
            open_keys: Vec::new(),
        }
    }

    /// Whether notes can be called: not within notes.
    pub(crate) fn takes_notes(&self) -> bool {
        match self.kind {
            StoryKind::Body => true,
            StoryKind::Footnotes | StoryKind::Endnotes => false,
        }
    }
}

impl Place<'_> {
    /// The width that is left for a picture or a table.
    pub(crate) fn room(&self) -> Length {
        let least = Length::points(36);
        (self.measure - self.inset - self.end_inset).max(least)
    }
}
