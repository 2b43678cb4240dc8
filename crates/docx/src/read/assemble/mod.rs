//! From leaves to blocks: what a list of paragraphs is to a reader. Paragraphs of one purpose that follow each other are
//! one thing: items a list, lines in the quotation's style a quotation, a picture and the caption beside it a figure.
//! It calls itself once for each container within a container, and containers are bounded: tables nest 16 deep, and a
//! purpose is not looked for again within itself.

mod divisions;
mod figures;
mod front;
mod lists;
mod tables;
mod texts;

use std::collections::BTreeMap;

use chapbook_model::{
    Block, BlockKind, BreakKind, Document, Inline, InlineKind, Milestone, MilestoneKind, Node, Note, NoteKind,
    NoteMarker, NoteName, OutlineKind, normalise_document,
};
use chapbook_resolve::{Word, Words};
use chapbook_source::{Code, FileId, Span, codes};
use chapbook_theme::Role;
use chapbook_values::{Attributes, Direction, Label, Language};

use super::inlines::pair;
use super::leaf::{Leaf, LeafKind, NoteStory};
use super::losses::Losses;
use super::properties::Properties;
use super::roles;
use super::story::Stories;

/// What is known of the document as a whole.
pub(crate) struct Known<'r> {
    pub(crate) stories: &'r Stories,
    pub(crate) properties: &'r Properties,
    pub(crate) language: Option<&'r Language>,
    /// The words that this program would print, by which a label is known for one that it made.
    pub(crate) words: &'r Words,
    /// Names of styles that the reader was told of.
    pub(crate) styles: &'r BTreeMap<String, Role>,
    /// Whether this program wrote the file.
    pub(crate) ours: bool,
    /// Whether Word numbers headings.
    pub(crate) numbered: bool,
    pub(crate) has_endnotes: bool,
}

/// Builds the document.
pub(crate) fn assemble(
    leaves: &[Leaf],
    notes: &[(String, NoteStory, NoteMarker)],
    known: &Known<'_>,
    losses: &mut Losses,
) -> Document {
    let body_end = leaves.iter().position(|leaf| leaf.place.note.is_some()).unwrap_or(leaves.len());
    let (body, of_notes) = leaves.split_at(body_end);
    let mut assembler = Assembler { known, losses };
    let front = front::read(&mut assembler, body);
    let start = front.leaves;
    let units = assembler.units(&body[start..], 0);
    let mut document = Document { metadata: front.metadata, ..Document::default() };
    document.body = assembler.sequence(&units, Around::default());
    // Leaves of notes stand in the order of the notes.
    let mut rest = of_notes;
    for (label, story, marker) in notes {
        let of_this = |leaf: &&Leaf| leaf.place.note.as_ref().is_some_and(|note| note.label == *label);
        let (of_note, after) = rest.split_at(rest.iter().take_while(of_this).count());
        rest = after;
        let units = assembler.units(of_note, 0);
        let body = assembler.sequence(&units, Around { role: note_role(*story), ..Around::default() });
        let kind = (*story == NoteStory::Endnote).then_some(NoteKind::Endnote);
        let note = Note { kind, marker: marker.clone(), body, span: Span::NONE };
        document.notes.insert(NoteName { file: FileId(0), label: label.clone() }, note);
    }
    front::settle_authors(&mut document, &front.bylines);
    front::settle_printing(&mut document, known);
    normalise_document(&mut document);
    document
}

fn note_role(story: NoteStory) -> Option<Role> {
    Some(match story {
        NoteStory::Footnote => Role::Footnote,
        NoteStory::Endnote => Role::Endnote,
    })
}

/// Builds blocks.
pub(crate) struct Assembler<'a, 'r> {
    known: &'a Known<'r>,
    losses: &'a mut Losses,
}

/// A leaf, or a table with all that stands in it.
#[derive(Clone, Copy)]
pub(crate) enum Unit<'l> {
    Leaf(&'l Leaf),
    Table(usize, &'l [Leaf]),
}

/// What is around the units that are built.
#[derive(Clone, Copy, Default)]
pub(crate) struct Around {
    /// How many tables.
    depth: usize,
    /// The purpose that all of it has: paragraphs of it are plain here.
    role: Option<Role>,
    /// It stands in an item of a list: the first leaf's marker is taken.
    in_item: bool,
    /// It stands in something: no page begins here.
    inside: bool,
    /// In how many quotations it stands, within one another.
    quotes: u8,
}

impl<'l> Unit<'l> {
    fn leaf(&self) -> Option<&'l Leaf> {
        match self {
            Unit::Leaf(leaf) => Some(leaf),
            Unit::Table(_, _) => None,
        }
    }

    /// The purpose of a leaf's style.
    fn role(&self) -> Option<Role> {
        self.leaf().and_then(|leaf| leaf.role)
    }

    fn is_empty(&self) -> bool {
        self.leaf().is_some_and(Leaf::is_empty)
    }

    fn begins_page(&self) -> bool {
        match self {
            Unit::Leaf(leaf) => leaf.before.page,
            Unit::Table(_, leaves) => leaves.first().is_some_and(|leaf| leaf.before.page),
        }
    }
}

impl<'a> Assembler<'a, '_> {
    /// Leaves as units at a depth of tables.
    pub(crate) fn units<'l>(&mut self, leaves: &'l [Leaf], depth: usize) -> Vec<Unit<'l>> {
        let mut units = Vec::new();
        let mut rest = leaves;
        while let Some(first) = rest.first() {
            match first.place.cells.get(depth) {
                None => {
                    units.push(Unit::Leaf(first));
                    rest = &rest[1..];
                }
                Some(cell) => {
                    let table = cell.table;
                    let same = |leaf: &&Leaf| leaf.place.cells.get(depth).is_some_and(|cell| cell.table == table);
                    let count = rest.iter().take_while(same).count();
                    units.push(Unit::Table(table, &rest[..count]));
                    rest = &rest[count..];
                }
            }
        }
        units
    }

    /// The blocks of units that follow each other.
    pub(crate) fn sequence(&mut self, units: &[Unit<'_>], around: Around) -> Vec<Block> {
        let mut out = Vec::new();
        let mut at = 0;
        let mut lists = lists::Earlier::default();
        while at < units.len() {
            if units[at].begins_page() && !around.inside && (at > 0 || !out.is_empty()) {
                out.push(plain(BlockKind::Break(BreakKind::Page)));
            }
            at += self.next(&units[at..], at == 0, around, &mut out, &mut lists).max(1);
        }
        out
    }

    /// Builds what begins at the first unit, and says how many units it took.
    fn next(
        &mut self,
        units: &[Unit<'_>],
        first: bool,
        around: Around,
        out: &mut Vec<Block>,
        lists: &mut lists::Earlier,
    ) -> usize {
        let (table, leaf) = match units[0] {
            Unit::Table(table, leaves) => (Some((table, leaves)), None),
            Unit::Leaf(leaf) => (None, Some(leaf)),
        };
        if let Some((table, leaves)) = table {
            let block = self.table(table, leaves, around);
            return figures::below(self, block, units, around, out);
        }
        let Some(leaf) = leaf else { return 1 };
        let role = leaf.role.filter(|role| Some(*role) != around.role && !is_kin(*role, around.role));
        match &leaf.kind {
            LeafKind::Outline(kind) => {
                out.push(plain(BlockKind::Outline(*kind)));
                return 1;
            }
            LeafKind::Divider => {
                out.push(plain(BlockKind::Divider));
                return 1;
            }
            LeafKind::Heading { level, listed, numbered } => {
                let block = match self.generated(leaf, *listed) {
                    Some(kind) => plain(kind),
                    None => self.heading(leaf, *level, *listed, *numbered),
                };
                out.push(block);
                return 1;
            }
            LeafKind::Caption { .. } => return figures::caption(self, units, around, out),
            LeafKind::Paragraph => {}
        }
        if role == Some(Role::ContentsTitle)
            && let Some(kind) = self.generated(leaf, false)
        {
            out.push(plain(kind));
            return 1;
        }
        let division = role.and_then(divisions::class_of);
        if let Some(class) = division {
            return self.division(units, class, around, out);
        }
        if matches!(role, Some(Role::Quote | Role::Attribution))
            || !(around.in_item && first) && self.is_quoted(leaf, around)
        {
            return self.quote(units, around, out);
        }
        if leaf.list.is_some() && !(around.in_item && first) {
            return self.list(units, around, out, lists);
        }
        if leaf.is_empty() {
            return 1;
        }
        match role {
            Some(Role::Code) => self.code(units, around, out),
            Some(Role::Math) => {
                let Some(tex) = self.verbatim(leaf, "a formula") else { return 1 };
                let block = plain(BlockKind::Math(tex)).with(self.attributes(leaf));
                figures::below(self, block, units, around, out)
            }
            Some(Role::Verse) => self.verse(units, out),
            Some(Role::Term) => self.definitions(units, around, out),
            Some(Role::AuthorNote) => self.author_note(leaf, out),
            Some(Role::Byline) => {
                let body = vec![self.paragraph(leaf)];
                out.push(plain(BlockKind::Container(body)).with(Attributes::class("byline")));
                1
            }
            _ if figures::is_picture(leaf) => {
                let block = self.paragraph(leaf);
                figures::below(self, block, units, around, out)
            }
            _ => {
                out.push(self.paragraph(leaf));
                1
            }
        }
    }

    /// The place of a list that has no entries, or of the endnotes: only its title is in the file.
    fn generated(&self, leaf: &Leaf, listed: bool) -> Option<BlockKind> {
        if listed || !self.known.ours {
            return None;
        }
        let text = chapbook_model::plain_text(&leaf.content);
        let is = |word: Word| self.known.words.get(word) == text;
        // Of the whole, or of a chapter.
        let notes =
            matches!(leaf.role, Some(Role::Heading1 | Role::Heading2)) && self.known.has_endnotes && is(Word::Notes);
        let lists = leaf.role == Some(Role::ContentsTitle);
        match () {
            () if notes => Some(BlockKind::Endnotes),
            () if lists && is(Word::Contents) => Some(BlockKind::Outline(OutlineKind::Contents)),
            () if lists && is(Word::ListOfFigures) => Some(BlockKind::Outline(OutlineKind::Figures)),
            () if lists && is(Word::ListOfTables) => Some(BlockKind::Outline(OutlineKind::Tables)),
            () if lists && is(Word::ListOfListings) => Some(BlockKind::Outline(OutlineKind::Listings)),
            () => None,
        }
    }

    fn heading(&mut self, leaf: &Leaf, level: u8, listed: bool, numbered: bool) -> Block {
        // Where Word numbers headings, those that it does not number say so.
        let unnumbered = !listed || self.known.numbered && !numbered && level > 0;
        let attrs = self.attributes(leaf).edited(|parts| {
            if level == 0 {
                parts.classes.push("part".to_owned());
            }
            if unnumbered {
                parts.classes.push("unnumbered".to_owned());
            }
            if !listed {
                parts.classes.push("unlisted".to_owned());
            }
        });
        plain(BlockKind::Heading { level: level.max(1), content: content_of(leaf) }).with(attrs)
    }

    /// A leaf as a paragraph.
    pub(crate) fn paragraph(&mut self, leaf: &Leaf) -> Block {
        let mut content = content_of(leaf);
        let mut attrs = self.attributes(leaf);
        // A paragraph whose words are all of one language is in that language.
        if let [only] = &mut content[..]
            && let InlineKind::Span(inside) = &mut only.kind
            && only.attrs.classes().is_empty()
            && only.attrs.label().is_none()
            && let [(key, language)] = only.attrs.pairs()
            && key == "lang"
        {
            let language = language.clone();
            attrs = attrs.edited(|parts| parts.pairs.insert(0, ("lang".to_owned(), language)));
            content = std::mem::take(inside);
        }
        // A formula on a line of its own.
        if let [only] = &content[..]
            && let InlineKind::Math(tex) = &only.kind
            && !self.known.ours
        {
            return plain(BlockKind::Math(tex.clone())).with(attrs);
        }
        plain(BlockKind::Paragraph(content)).with(attrs)
    }

    /// What a leaf says of itself beside its text.
    pub(crate) fn attributes(&mut self, leaf: &Leaf) -> Attributes {
        let mut attrs = labelled(leaf.label.as_ref());
        if let Some(direction) = leaf.look.direction {
            let name = if direction == Direction::Rtl { "rtl" } else { "ltr" };
            attrs = attrs.edited(|parts| parts.pairs.push(("dir".to_owned(), name.to_owned())));
        }
        let house = self.known.styles.contains_key(&leaf.style.to_lowercase());
        let own = !leaf.style.is_empty() && roles::of_paragraph(&leaf.style).is_none() && !house;
        if own && self.known.ours {
            let style = pair("custom-style", &leaf.style).into_parts().pairs;
            attrs = attrs.edited(|parts| parts.pairs.extend(style));
        } else if own && !matches!(leaf.kind, LeafKind::Heading { .. }) {
            let what = format!("the style {:?} means nothing that is known; its paragraphs are plain", leaf.style);
            self.lose(leaf, &codes::IMPORT_LOOK, &what);
        }
        attrs
    }

    pub(crate) fn lose(&mut self, leaf: &Leaf, code: &'static Code, what: &str) {
        let part = if leaf.place.note.is_some() { "notes" } else { "the text" };
        let key = leaf.keys.first().map(|key| key.name());
        let context = chapbook_model::plain_text(&leaf.content);
        self.losses.tell_at(code, what, part, key.as_deref(), &context);
    }
}

/// Purposes that stand for each other within one: what is a quotation's is the attribution's, too.
fn is_kin(role: Role, around: Option<Role>) -> bool {
    match around {
        Some(Role::Callout) => matches!(role, Role::CalloutTitle),
        Some(Role::Quote | Role::Epigraph) => matches!(role, Role::Attribution),
        Some(_) | None => false,
    }
}

/// The text of a leaf, with what happened to its end.
pub(crate) fn content_of(leaf: &Leaf) -> Vec<Inline> {
    let mut content = leaf.content.clone();
    for (change, kind) in [
        (&leaf.mark.inserted, MilestoneKind::ParagraphInsertion),
        (&leaf.mark.deleted, MilestoneKind::ParagraphDeletion),
    ] {
        if let Some(change) = change {
            let milestone = Milestone { kind, id: None, change: change.clone() };
            content.push(Node::new(InlineKind::Milestone(milestone), Span::NONE));
        }
    }
    content
}

/// A block without attributes.
pub(crate) fn plain(kind: BlockKind) -> Block {
    Node::new(kind, Span::NONE)
}

/// Attributes of a label.
pub(crate) fn labelled(label: Option<&Label>) -> Attributes {
    Attributes::NONE.edited(|parts| parts.label = label.cloned())
}
