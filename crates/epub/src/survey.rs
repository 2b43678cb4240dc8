//! One walk over the text before anything is written: in which document each anchor will stand, which notes are called
//! in which document, and what there is that accessibility metadata must speak of.
//!
//! It goes the way that the writer goes, so that a link is written only where its target will be: text that was
//! deleted is passed over, and notes are looked at after the text that calls them.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_resolve::{
    Alt, Anchor, AuthorMark, AuthorNote, Block, BlockKind, Caption, Definition, Division, Figure, FigureKind, ImageId,
    IndexTerm, Inline, InlineKind, Markup, NodeId, NoteCall, NoteId, NoteKind, OutlineKind, PictureRef, RawTarget,
    Resolved, Span, Table,
};

use crate::split::{self, Section};
use crate::text;

/// What is known before writing.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// The section of each anchor.
    homes: Vec<Option<usize>>,
    /// The notes that stand at the end of each section.
    pub(crate) notes: Vec<Vec<NoteId>>,
    /// The images that are shown.
    pub(crate) images: BTreeSet<ImageId>,
    /// Images with a description.
    pub(crate) described: usize,
    /// Images of which nobody said what they show.
    pub(crate) undescribed: usize,
    /// Headings.
    pub(crate) headings: usize,
    /// Whether there is HTML of the author's own.
    pub(crate) has_raw: bool,
    /// The level of the main headings: that of a table of contents and of endnotes, too.
    pub(crate) top_level: u8,
    /// The first outline of each kind in the text: its section, its block and its anchor.
    pub(crate) outlines: BTreeMap<OutlineKind, (usize, NodeId, Option<Anchor>)>,
    /// Figures and tables that have words, in their order.
    pub(crate) figures: Vec<Listed>,
}

/// A figure or a table, for the lists of them in the navigation.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) kind: FigureKind,
    /// The section that it stands in.
    pub(crate) section: usize,
    pub(crate) node: NodeId,
    pub(crate) anchor: Option<Anchor>,
    /// Its number and its words, the short ones where there are such.
    pub(crate) label: String,
}

impl Survey {
    /// The section that an anchor stands in.
    pub(crate) fn home(&self, anchor: Anchor) -> Option<usize> {
        *self.homes.get(anchor.index())?
    }
}

/// Walks over the sections.
pub(crate) fn survey(resolved: &Resolved, sections: &[Section<'_>]) -> Survey {
    let mut walk = Walk {
        resolved,
        section: 0,
        survey: Survey {
            homes: vec![None; resolved.anchors.len()],
            notes: vec![Vec::new(); sections.len()],
            top_level: split::top_level(resolved).unwrap_or(1),
            ..Survey::default()
        },
        met: vec![false; resolved.notes.len()],
        waiting: Vec::new(),
    };
    for (index, section) in sections.iter().enumerate() {
        walk.section = index;
        walk.blocks(section.blocks);
        walk.notes_of_section();
    }
    walk.endnotes_left_over();
    walk.survey
}

/// What a list of figures says of one.
fn listed(caption: &Caption) -> String {
    let words = match (&caption.short, caption.body.first()) {
        (Some(short), _) => text::plain(short),
        (None, Some(Block { kind: BlockKind::Paragraph(paragraph), .. })) => text::plain(&paragraph.content),
        (None, Some(_) | None) => String::new(),
    };
    match &caption.label {
        Some(label) if words.trim().is_empty() => label.text(),
        Some(label) => format!("{}{}{}", label.text(), label.separator, words.trim()),
        None => words.trim().to_owned(),
    }
}

struct Walk<'a> {
    resolved: &'a Resolved,
    section: usize,
    survey: Survey,
    /// Whether each note has been called.
    met: Vec<bool>,
    /// Endnotes that were called and have no place yet.
    waiting: Vec<NoteId>,
}

impl Walk<'_> {
    /// Looks at the notes called in the section, and at those called in them.
    fn notes_of_section(&mut self) {
        let mut at = 0;
        while let Some(note) = self.survey.notes[self.section].get(at) {
            self.note(*note);
            at += 1;
        }
    }

    /// `resolve` gives every endnote a place; should it not, it stands with the notes of the last section.
    fn endnotes_left_over(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        for note in waiting {
            self.survey.notes[self.section].push(note);
        }
        let known = self.survey.notes[self.section].len();
        for at in 0..known {
            let note = self.survey.notes[self.section][at];
            if self.survey.home(self.resolved.note(note).anchor).is_none() {
                self.note(note);
            }
        }
    }

    fn note(&mut self, note: NoteId) {
        let note = self.resolved.note(note);
        self.anchor(note.anchor);
        self.blocks(&note.body);
    }

    fn anchor(&mut self, anchor: Anchor) {
        if let Some(home) = self.survey.homes.get_mut(anchor.index()) {
            home.get_or_insert(self.section);
        }
    }

    fn anchor_if(&mut self, anchor: Option<Anchor>) {
        if let Some(anchor) = anchor {
            self.anchor(anchor);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        self.anchor_if(block.anchor);
        match &block.kind {
            BlockKind::Paragraph(paragraph) => self.inlines(&paragraph.content),
            BlockKind::Heading(heading) => {
                self.survey.headings += 1;
                self.inlines(&heading.content);
            }
            BlockKind::Quote(body) => self.blocks(body),
            BlockKind::List(list) => {
                for item in &list.items {
                    self.anchor_if(item.anchor);
                    self.blocks(&item.body);
                }
            }
            BlockKind::Definitions(definitions) => {
                for Definition { term, bodies } in definitions {
                    self.inlines(term);
                    bodies.iter().for_each(|body| self.blocks(body));
                }
            }
            BlockKind::Verse(stanzas) => {
                stanzas.iter().flatten().for_each(|line| self.inlines(&line.content));
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => self.figure(block, figure),
            BlockKind::Image(picture) => self.picture(picture),
            BlockKind::Division(Division { role: _, title, body }) => {
                self.inlines(title.as_deref().unwrap_or_default());
                self.blocks(body);
            }
            BlockKind::AuthorNotes(notes) => {
                for AuthorNote { id: _, marker: _, anchor, call: _, body, span: _ } in notes {
                    self.anchor(*anchor);
                    self.blocks(body);
                }
            }
            BlockKind::Outline(outline) => {
                let place = (self.section, block.id, block.anchor);
                self.survey.outlines.entry(outline.kind).or_insert(place);
                self.survey.headings += 1;
                self.inlines(&outline.title);
            }
            BlockKind::Endnotes { level: _, title, notes } => {
                self.survey.headings += 1;
                self.inlines(title);
                for note in notes {
                    self.waiting.retain(|waiting| waiting != note);
                    self.note(*note);
                }
            }
            BlockKind::Raw(raw) => self.raw(&raw.markup),
            // These hold no anchors, notes or images.
            BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::Divider(_) | BlockKind::PageBreak => {}
        }
    }

    /// Markup of the author's own holds no anchors, notes or images of the book.
    fn raw(&mut self, markup: &Markup) {
        self.survey.has_raw |= markup.target() == RawTarget::Html;
    }

    fn table(&mut self, table: &Table) {
        let Table { columns: _, head, body, header_columns: _ } = table;
        for cell in head.iter().chain(body).flat_map(|row| &row.cells) {
            self.blocks(&cell.body);
        }
    }

    fn figure(&mut self, block: &Block, figure: &Figure) {
        let Figure { kind, body, caption, caption_above: _ } = figure;
        if let Some(label) = caption.as_ref().map(listed).filter(|label| !label.is_empty()) {
            let (section, node, anchor) = (self.section, block.id, block.anchor);
            self.survey.figures.push(Listed { kind: *kind, section, node, anchor, label });
        }
        self.blocks(body);
        if let Some(Caption { id: _, label: _, body, credit, short: _ }) = caption {
            self.blocks(body);
            self.inlines(credit.as_deref().unwrap_or_default());
        }
    }

    fn picture(&mut self, picture: &PictureRef) {
        let PictureRef { image, target: _, alt, title: _, width: _, height: _ } = picture;
        let Some(image) = image else { return };
        self.survey.images.insert(*image);
        match alt {
            Alt::Text(_) => self.survey.described += 1,
            Alt::Decorative => {}
            Alt::Missing => self.survey.undescribed += 1,
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for Inline { kind, span: _ } in inlines {
            match kind {
                InlineKind::Styled { style: _, content } | InlineKind::Inserted { change: _, content } => {
                    self.inlines(content);
                }
                InlineKind::Link(link) => self.inlines(&link.content),
                InlineKind::Reference(reference) => self.inlines(&reference.content),
                InlineKind::Commented(comment) => self.inlines(&comment.content),
                InlineKind::Span(Span { anchor, locale: _, classes: _, word_style: _, content }) => {
                    self.anchor_if(*anchor);
                    self.inlines(content);
                }
                InlineKind::NoteCall(NoteCall { note, marker: _, anchor, first: _ }) => {
                    self.anchor(*anchor);
                    self.call(*note);
                }
                InlineKind::AuthorMark(AuthorMark { marker: _, anchor, note: _ }) => self.anchor(*anchor),
                InlineKind::Image(picture) => self.picture(picture),
                InlineKind::IndexTerm(IndexTerm { entry: _, see: _, anchor }) => self.anchor(*anchor),
                InlineKind::Raw(raw) => self.raw(&raw.markup),
                // These hold no anchors, notes or images; deleted text is not written.
                InlineKind::Text(_)
                | InlineKind::LineBreak
                | InlineKind::Code(_)
                | InlineKind::Math(_)
                | InlineKind::PageOf(_)
                | InlineKind::CommentStart { .. }
                | InlineKind::CommentEnd(_)
                | InlineKind::ParagraphEnd(_)
                | InlineKind::Deleted { .. } => {}
            }
        }
    }

    /// A note is called: it stands in the document of its first call, an endnote where the endnotes are.
    fn call(&mut self, note: NoteId) {
        let Some(met) = self.met.get_mut(note.0 as usize) else { return };
        if std::mem::replace(met, true) {
            return;
        }
        match self.resolved.note(note).kind {
            NoteKind::Footnote | NoteKind::Author | NoteKind::Editor => self.survey.notes[self.section].push(note),
            NoteKind::Endnote => self.waiting.push(note),
        }
    }
}
