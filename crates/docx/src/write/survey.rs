//! One walk over the document before anything is written: what is pointed to and how, which notes are called more
//! than once, how wide the markers of each list are. Word wants to know these before the place itself is reached.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_resolve::{
    Anchor, Block, BlockKind, Caption, CaptionLabel, Heading, Inline, InlineKind, LinkTarget, ListGroup, NoteId,
    OutlineKind, ReferenceForm, Resolved,
};

use super::headings::HeadingCount;

/// What a reference can print of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// Nothing of its own.
    #[default]
    Place,
    /// A heading's number, and its text if a field can repeat it.
    Heading { number: Option<&'a str>, text: Option<String> },
    /// The label of a caption.
    Caption(&'a CaptionLabel),
    /// The marker of a numbered item.
    Item(&'a str),
}

/// What the walk found.
#[derive(Debug, Default)]
pub(crate) struct Survey<'a> {
    anchors: Vec<AnchorUse<'a>>,
    called: BTreeSet<NoteId>,
    repeated: BTreeSet<NoteId>,
    widest: BTreeMap<ListGroup, usize>,
    headings: HeadingCount,
    /// Whether Word's own count gives every heading the number that it has.
    pub(crate) headings_count: bool,
    /// Whether any heading has a number.
    pub(crate) headings_numbered: bool,
    /// How many words there are, about: a word that changes its look is counted twice.
    pub(crate) words: usize,
    /// How many places for endnotes there are.
    pub(crate) endnote_places: usize,
    /// Whether the last of them is the last block of the text.
    pub(crate) ends_in_endnotes: bool,
    /// Whether endnotes stand at the end of sections rather than of the document.
    pub(crate) endnotes_by_section: bool,
}

#[derive(Clone, Debug, Default)]
struct AnchorUse<'a> {
    target: Target<'a>,
    linked: bool,
    listed: bool,
    numbered: bool,
}

impl<'a> Survey<'a> {
    pub(crate) fn new(resolved: &'a Resolved) -> Self {
        let mut survey = Self {
            anchors: vec![AnchorUse::default(); resolved.anchors.len()],
            headings_count: true,
            ..Self::default()
        };
        survey.blocks(&resolved.body);
        survey.ends_in_endnotes =
            matches!(resolved.body.last().map(|block| &block.kind), Some(BlockKind::Endnotes { .. }));
        survey.endnotes_by_section =
            survey.endnote_places > 1 || survey.endnote_places == 1 && !survey.ends_in_endnotes;
        for note in &resolved.notes {
            survey.blocks(&note.body);
        }
        survey
    }

    /// What a reference can print of this place.
    pub(crate) fn target(&self, anchor: Anchor) -> &Target<'a> {
        &self.anchors[anchor.index()].target
    }

    /// Whether a link or a field points there.
    pub(crate) fn is_linked(&self, anchor: Anchor) -> bool {
        self.anchors[anchor.index()].linked
    }

    /// Whether a table of contents or a list of figures points there.
    pub(crate) fn is_listed(&self, anchor: Anchor) -> bool {
        self.anchors[anchor.index()].listed
    }

    /// Whether a reference asks for the number alone.
    pub(crate) fn is_numbered(&self, anchor: Anchor) -> bool {
        self.anchors[anchor.index()].numbered
    }

    /// Whether a note is called more than once.
    pub(crate) fn is_repeated(&self, note: NoteId) -> bool {
        self.repeated.contains(&note)
    }

    /// The highest level of numbered headings, from 0.
    pub(crate) fn first_heading_level(&self) -> usize {
        self.headings.first()
    }

    /// How many characters the widest marker of a list has.
    pub(crate) fn widest_marker(&self, group: ListGroup) -> usize {
        self.widest.get(&group).copied().unwrap_or(0)
    }

    fn link(&mut self, anchor: Anchor) {
        self.anchors[anchor.index()].linked = true;
    }

    fn target_at(&mut self, anchor: Option<Anchor>, target: Target<'a>) {
        if let Some(anchor) = anchor {
            self.anchors[anchor.index()].target = target;
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(paragraph) => self.inlines(&paragraph.content),
            BlockKind::Heading(heading) => self.heading(heading, block.anchor),
            BlockKind::Quote(body) => self.blocks(body),
            BlockKind::List(list) => {
                let width = list.items.iter().map(|item| item.marker.chars().count()).max().unwrap_or(0);
                let widest = self.widest.entry(list.group).or_insert(0);
                *widest = width.max(*widest);
                for item in &list.items {
                    self.target_at(item.anchor, Target::Item(&item.marker));
                    self.blocks(&item.body);
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.inlines(&definition.term);
                    definition.bodies.iter().for_each(|body| self.blocks(body));
                }
            }
            // No text that could point anywhere.
            BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Divider(_)
            | BlockKind::PageBreak
            | BlockKind::Image(_) => {}
            BlockKind::Verse(stanzas) => stanzas.iter().flatten().for_each(|line| self.inlines(&line.content)),
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                    self.blocks(&cell.body);
                }
            }
            BlockKind::Figure(figure) => {
                self.blocks(&figure.body);
                if let Some(caption) = &figure.caption {
                    self.caption(caption, block.anchor);
                }
            }
            BlockKind::Raw(raw) => self.blocks(&raw.instead),
            BlockKind::Division(division) => {
                if let Some(title) = &division.title {
                    self.inlines(title);
                }
                self.blocks(&division.body);
            }
            BlockKind::AuthorNotes(notes) => {
                for note in notes {
                    self.link(note.anchor);
                    if let Some(call) = note.call {
                        self.link(call);
                    }
                    self.blocks(&note.body);
                }
            }
            BlockKind::Outline(outline) => {
                self.inlines(&outline.title);
                for entry in &outline.entries {
                    self.anchors[entry.target.index()].listed = true;
                    self.inlines(&entry.content);
                }
                match outline.kind {
                    OutlineKind::Contents | OutlineKind::Figures | OutlineKind::Tables | OutlineKind::Listings => {}
                }
            }
            BlockKind::Endnotes { level: _, title, notes: _ } => {
                self.endnote_places += 1;
                self.inlines(title);
            }
        }
    }

    fn heading(&mut self, heading: &'a Heading, anchor: Option<Anchor>) {
        let Heading { level, number, content, listed: _ } = heading;
        if let Some(number) = number {
            self.headings_numbered = true;
            self.headings_count &= self.headings.next(*level).as_deref() == Some(number);
        }
        self.target_at(anchor, Target::Heading { number: number.as_deref(), text: plain(content) });
        self.inlines(content);
    }

    fn caption(&mut self, caption: &'a Caption, anchor: Option<Anchor>) {
        let Caption { id: _, label, body, credit, short: _ } = caption;
        if let Some(label) = label {
            self.target_at(anchor, Target::Caption(label));
        }
        self.blocks(body);
        if let Some(credit) = credit {
            self.inlines(credit);
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.words += text.text.split_whitespace().count(),
            // Nothing that points anywhere.
            InlineKind::LineBreak
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::CommentStart { .. }
            | InlineKind::CommentEnd(_)
            | InlineKind::ParagraphEnd(_)
            | InlineKind::IndexTerm(_) => {}
            InlineKind::Styled { style: _, content }
            | InlineKind::Inserted { change: _, content }
            | InlineKind::Deleted { change: _, content } => self.inlines(content),
            InlineKind::Commented(comment) => self.inlines(&comment.content),
            InlineKind::Raw(raw) => self.inlines(&raw.instead),
            InlineKind::Span(span) => self.inlines(&span.content),
            InlineKind::Link(link) => {
                match &link.target {
                    LinkTarget::Url(_) => {}
                    LinkTarget::Anchor(anchor) => self.link(*anchor),
                }
                self.inlines(&link.content);
            }
            InlineKind::Reference(reference) => {
                self.link(reference.target);
                let numbered = match reference.form {
                    ReferenceForm::Number | ReferenceForm::Worded => true,
                    ReferenceForm::Full | ReferenceForm::Title => false,
                };
                self.anchors[reference.target.index()].numbered |= numbered;
            }
            InlineKind::PageOf(anchor) => self.link(*anchor),
            InlineKind::NoteCall(call) => {
                if !self.called.insert(call.note) {
                    self.repeated.insert(call.note);
                }
            }
            InlineKind::AuthorMark(mark) => {
                self.link(mark.anchor);
                self.link(mark.note);
            }
        }
    }
}

/// The text of inlines that a field can repeat: characters, with or without emphasis. A note or a picture would be
/// repeated with it.
pub(crate) fn plain(inlines: &[Inline]) -> Option<String> {
    let mut text = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(part) => text.push_str(&part.text),
            InlineKind::Code(part) => text.push_str(part),
            InlineKind::Styled { style: _, content } => text.push_str(&plain(content)?),
            InlineKind::Span(span) if span.anchor.is_none() => text.push_str(&plain(&span.content)?),
            InlineKind::LineBreak
            | InlineKind::Math(_)
            | InlineKind::Link(_)
            | InlineKind::Reference(_)
            | InlineKind::PageOf(_)
            | InlineKind::NoteCall(_)
            | InlineKind::AuthorMark(_)
            | InlineKind::Image(_)
            | InlineKind::Span(_)
            | InlineKind::IndexTerm(_)
            | InlineKind::Inserted { .. }
            | InlineKind::Deleted { .. }
            | InlineKind::Raw(_)
            | InlineKind::CommentStart { .. }
            | InlineKind::CommentEnd(_)
            | InlineKind::ParagraphEnd(_)
            | InlineKind::Commented(_) => return None,
        }
    }
    Some(text)
}
