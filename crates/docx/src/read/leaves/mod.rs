//! From what was gathered to the leaf list: fields settled, lists counted, notes named and put in the order of their
//! calls, looks turned into marks.

mod breaks;
mod captions;
mod kinds;
mod links;
mod notes;
mod outlines;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use chapbook_model::{Comment, InlineKind, Node};
use chapbook_resolve::Words;
use chapbook_source::{Code, Span, codes};
use chapbook_theme::Role;
use chapbook_values::{Direction, Language};

use super::comments::Remarks;
use super::inlines::{self, comment_of};
use super::leaf::{Break, InnerKey, Leaf, LeafAlign, LeafKind, ListPlace, Mark, NoteStory, ParagraphLook};
use super::losses::Losses;
use super::numbering::Numbering;
use super::paragraph_properties::{Align, ParagraphProps, SectionBreak};
use super::story::{Paragraph, Piece, Stories, What};
use super::styles::{Style, Styles};
use super::targets::Targets;
use kinds::{plain_kind, target_kind};
pub(crate) use notes::{NoteFound, own_mark};
use notes::{Notes, after_mark, find_notes};
use outlines::{Generated, OutlineMaker};

/// What leaves are made with.
pub(crate) struct Leaves<'r> {
    pub(crate) stories: &'r Stories,
    pub(crate) styles: &'r Styles,
    pub(crate) remarks: &'r Remarks,
    pub(crate) targets: Targets,
    /// Where each medium lies, by part.
    pub(crate) media: &'r BTreeMap<String, String>,
    /// Comments that have their place in the text.
    pub(crate) placed: BTreeSet<i64>,
    /// Comments whose words run over several paragraphs.
    pub(crate) running: BTreeSet<i64>,
    numbering: Numbering,
    losses: &'r mut Losses,
    notes: Notes,
    by_serial: BTreeMap<usize, usize>,
    /// How each section but the last begins.
    sections: Vec<SectionBreak>,
    /// Comments that others answer.
    answered: BTreeSet<i64>,
    language: &'r Language,
    direction: Direction,
    ours: bool,
    part: &'r str,
    pub(crate) words: &'r Words,
}

/// What the reader was told, and found, about the document as a whole.
pub(crate) struct Setting<'r> {
    pub(crate) language: &'r Language,
    pub(crate) direction: Direction,
    /// Whether this program wrote the file.
    pub(crate) ours: bool,
    pub(crate) part: &'r str,
    /// The words that this program would print.
    pub(crate) words: &'r Words,
}

impl<'r> Leaves<'r> {
    pub(crate) fn new(
        stories: &'r Stories,
        styles: &'r Styles,
        numbering: Numbering,
        remarks: &'r Remarks,
        media: &'r BTreeMap<String, String>,
        losses: &'r mut Losses,
        setting: Setting<'r>,
    ) -> Self {
        let Setting { language, direction, ours, part, words } = setting;
        let targets = Targets::new(stories, |paragraph| target_kind(stories, styles, paragraph));
        let by_serial = stories.paragraphs.iter().enumerate().map(|(at, p)| (p.serial, at)).collect();
        let notes = find_notes(stories, losses, part);
        let sections = stories.paragraphs.iter().filter_map(|paragraph| paragraph.props.section).collect();
        let answered = remarks.values().filter_map(|remark| remark.answers).collect();
        Self {
            stories,
            styles,
            remarks,
            targets,
            media,
            placed: BTreeSet::new(),
            running: BTreeSet::new(),
            numbering,
            losses,
            notes,
            by_serial,
            sections,
            answered,
            language,
            direction,
            ours,
            part,
            words,
        }
    }

    /// Makes all leaves: those of the body, then those of the notes in the order of their calls.
    pub(crate) fn make(mut self) -> (Vec<Leaf>, Vec<NoteFound>) {
        let mut leaves = Vec::new();
        let mut run = Run::default();
        let stories = self.stories;
        let mut body = stories.paragraphs.iter().filter(|paragraph| paragraph.note.is_none()).peekable();
        while let Some(paragraph) = body.next() {
            self.leaf(paragraph, body.peek().copied(), &mut run, &mut leaves);
        }
        let mut of_notes: BTreeMap<(NoteStory, i64), Vec<&Paragraph>> = BTreeMap::new();
        for paragraph in &stories.paragraphs {
            if let Some(note) = paragraph.note {
                of_notes.entry(note).or_default().push(paragraph);
            }
        }
        let order = self.notes.order.clone();
        for note in &order {
            for (at, paragraph) in of_notes.get(&(note.story, note.id)).into_iter().flatten().enumerate() {
                run = Run { leads_note: at == 0, ..Run::default() };
                self.leaf(paragraph, None, &mut run, &mut leaves);
            }
        }
        self.tell_lost_comments();
        (leaves, order)
    }

    /// Makes the leaf of a paragraph; none for an entry of what a program makes.
    fn leaf(&mut self, paragraph: &Paragraph, next: Option<&Paragraph>, run: &mut Run, leaves: &mut Vec<Leaf>) {
        let style = self.styles.paragraph(paragraph.props.style.as_deref());
        match self.generated(paragraph, next, run) {
            Generated::No => {}
            Generated::Begins(kind) => {
                let mut leaf = self.blank(paragraph, style);
                leaf.kind = LeafKind::Outline(kind);
                // The title that it is printed with: an editor may have reworded it.
                let title: Vec<Piece> =
                    paragraph.pieces.iter().filter(|piece| piece.field.is_none()).cloned().collect();
                let title = text_of(&title).trim().to_owned();
                if !title.is_empty() {
                    leaf.content = vec![Node::new(InlineKind::Text(title), Span::NONE)];
                }
                self.break_before(paragraph, run, &mut leaf);
                return leaves.push(leaf);
            }
            Generated::GoesOn => return self.pass_breaks(paragraph, run),
        }
        let mut leaf = self.blank(paragraph, style);
        let props = effective(&paragraph.props, style);
        let pieces: Vec<Piece> =
            paragraph.pieces.iter().filter(|piece| self.outline_of(piece).is_none()).cloned().collect();
        self.count(&props, paragraph, &mut leaf);
        leaf.kind = self.kind(style, &mut leaf);
        let pieces = if std::mem::take(&mut run.leads_note) { after_mark(&pieces) } else { pieces };
        let mut text: &[Piece] = &pieces;
        let kept;
        if let LeafKind::Caption { word, number } = &mut leaf.kind {
            let (found_word, found_number, rest) = self.label(text);
            (*word, *number) = (found_word, found_number);
            kept = rest;
            text = &kept;
        }
        leaf.content = inlines::make(self, paragraph, text, matches!(leaf.role, Some(Role::Code | Role::Math)));
        if leaf.kind == LeafKind::Paragraph && self.is_divider(paragraph, &leaf, &props) {
            leaf.kind = LeafKind::Divider;
            leaf.content.clear();
        }
        leaf.inner_keys = self.inner_keys(paragraph);
        self.break_before(paragraph, run, &mut leaf);
        leaves.push(leaf);
    }

    /// A leaf without text.
    fn blank(&mut self, paragraph: &Paragraph, style: Option<&Style>) -> Leaf {
        let props = effective(&paragraph.props, style);
        let align = match paragraph.props.align.or(style.filter(|s| s.role.is_none()).and_then(|s| s.paragraph.align)) {
            None => LeafAlign::Default,
            Some(Align::Left) => LeafAlign::Left,
            Some(Align::Center) => LeafAlign::Center,
            Some(Align::Right) => LeafAlign::Right,
            Some(Align::Justified) => LeafAlign::Justified,
        };
        let rtl = |bidi: bool| if bidi { Direction::Rtl } else { Direction::Ltr };
        Leaf {
            keys: paragraph.keys.clone(),
            inner_keys: Vec::new(),
            style: style.map_or_else(String::new, |style| style.name.clone()),
            role: style.and_then(|style| style.role),
            kind: LeafKind::Paragraph,
            list: None,
            place: self.place_of(paragraph),
            content: Vec::new(),
            label: self.targets.at(paragraph.serial).cloned(),
            mark: Mark {
                inserted: paragraph.props.mark.inserted.clone(),
                deleted: paragraph.props.mark.deleted.clone(),
            },
            before: Break::default(),
            look: ParagraphLook {
                indent: props.start.unwrap_or(0),
                own_indent: paragraph.props.start.is_some(),
                end_indent: props.end.unwrap_or(0),
                own_end_indent: paragraph.props.end.is_some(),
                closed: paragraph.props.closed || props.closed,
                align,
                direction: props.bidi.map(rtl).filter(|direction| *direction != self.direction),
            },
            pictures: self.picture_sizes(paragraph),
        }
    }

    fn picture_sizes(&self, paragraph: &Paragraph) -> Vec<(i64, i64)> {
        let size = |piece: &Piece| match piece.what {
            What::Picture(number) => self.stories.pictures[number].size,
            What::Text(_)
            | What::LineBreak
            | What::PageBreak
            | What::Note { .. }
            | What::Math { .. }
            | What::CommentStart(_)
            | What::CommentEnd(_)
            | What::CommentMark(_)
            | What::IndexEntry(_) => None,
        };
        paragraph.pieces.iter().filter_map(size).collect()
    }

    /// Counts the paragraph if it is an item.
    fn count(&mut self, props: &ParagraphProps, paragraph: &Paragraph, leaf: &mut Leaf) {
        let Some(num) = props.num.filter(|num| *num != 0) else { return };
        let level = props.level.unwrap_or(0);
        let Some(computed) = self.numbering.count(num, level) else {
            let what = "a list that is not in the file: its items are paragraphs";
            return self.lose(paragraph, &codes::IMPORT_REPAIRED, what);
        };
        if !(0..9).contains(&level) {
            self.lose(paragraph, &codes::IMPORT_REPAIRED, "a list level that Word has not is the nearest it has");
        }
        // A level that prints nothing is an indent.
        if computed.label.trim().is_empty() && computed.value.is_none() || computed.label.is_empty() {
            return;
        }
        let super::numbering::Computed { list, level, label, value, style, indent } = computed;
        if let (Some(indent), None) = (indent, paragraph.props.start) {
            leaf.look.indent = indent;
            leaf.look.own_indent = true;
        }
        leaf.list = Some(ListPlace { num, abstract_num: list, level, label, value, style });
    }

    fn kind(&self, style: Option<&Style>, leaf: &mut Leaf) -> LeafKind {
        let kind = plain_kind(style);
        if let LeafKind::Heading { level, listed, numbered: _ } = kind {
            let numbered = leaf.list.take().is_some_and(|list| list.value.is_some());
            return LeafKind::Heading { level, listed, numbered };
        }
        kind
    }

    fn inner_keys(&self, paragraph: &Paragraph) -> Vec<InnerKey> {
        let found = paragraph.inner_keys.iter().map(|(key, at)| {
            let rest = paragraph.pieces.iter().skip(*at);
            let note = rest.clone().find_map(|piece| match piece.what {
                What::Note { kind, id, own_mark: _ } => self.note_label(kind, id),
                _ => None,
            });
            let comment = rest.clone().find_map(|piece| match piece.what {
                What::CommentStart(id) | What::CommentMark(id) => Some(id),
                _ => None,
            });
            match key.kind() {
                super::keys::KeyKind::Comment => InnerKey { key: key.clone(), note: None, comment },
                _ => InnerKey { key: key.clone(), note, comment: None },
            }
        });
        found.collect()
    }

    pub(crate) fn by_serial(&self, serial: usize) -> Option<&'r Paragraph> {
        self.by_serial.get(&serial).map(|at| &self.stories.paragraphs[*at])
    }

    /// The label of a note; none if there is no such note.
    pub(crate) fn note_label(&self, story: NoteStory, id: i64) -> Option<String> {
        self.notes.labels.get(&(story, id)).cloned()
    }

    /// The comment of an id. It names itself where its words run on, or something answers it.
    pub(crate) fn comment(&self, id: i64, runs: bool) -> Option<Comment> {
        let remark = self.remarks.get(&id)?;
        let is_named = remark.answers.is_none() && (runs || self.answered.contains(&id));
        Some(comment_of(remark, is_named.then(|| id.to_string())))
    }

    /// Whether a run's language is another than the document's. Programs mark text with the country of their user, so
    /// in files from elsewhere only the language itself counts.
    pub(crate) fn is_foreign(&self, number: u32) -> bool {
        match Language::parse(&self.stories.languages[number as usize]) {
            Some(language) if self.ours => language != *self.language,
            Some(language) => language.primary() != self.language.primary(),
            None => false,
        }
    }

    /// Whether a character style is kept by name: one that an author chose in a document of ours.
    pub(crate) fn keeps_style(&self, number: u32) -> bool {
        self.ours && self.styles.get(number as usize).custom
    }

    /// Tells a loss at a paragraph.
    pub(crate) fn lose(&mut self, paragraph: &Paragraph, code: &'static Code, what: &str) {
        let key = paragraph.keys.first().map(|key| key.name());
        let part = match paragraph.note {
            None => self.part,
            Some((NoteStory::Footnote, _)) => "footnotes",
            Some((NoteStory::Endnote, _)) => "endnotes",
        };
        let beginning = &paragraph.pieces[..paragraph.pieces.len().min(40)];
        self.losses.tell_at(code, what, part, key.as_deref(), &text_of(beginning));
    }

    /// Comments without a place, and what the model does not hold of the others.
    fn tell_lost_comments(&mut self) {
        for (id, remark) in self.remarks {
            if !self.placed.contains(id) {
                let what = "a comment without a place in the text was left out";
                self.losses.tell_at(&codes::IMPORT_DROPPED, what, "comments", None, &remark.text);
            }
        }
    }
}

/// What goes on from one paragraph to the next.
#[derive(Default)]
struct Run {
    pending: Break,
    /// What made the last paragraph, if a program did.
    generated: Option<OutlineMaker>,
    /// Whether entries of it were there already, as the result of a field.
    has_entries: bool,
    leads_note: bool,
    /// How many sections have ended.
    sections: usize,
}

/// The properties of a paragraph with what its style gives.
fn effective(own: &ParagraphProps, style: Option<&Style>) -> ParagraphProps {
    match style {
        Some(style) => own.over(&style.paragraph),
        None => own.clone(),
    }
}

/// The text of pieces.
fn text_of(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        if let What::Text(text) = &piece.what {
            out.push_str(text);
        }
    }
    out
}

fn is_white(piece: &Piece) -> bool {
    match &piece.what {
        What::Text(text) => text.trim().is_empty(),
        What::LineBreak | What::CommentStart(_) | What::CommentEnd(_) => true,
        What::PageBreak
        | What::Note { .. }
        | What::Picture(_)
        | What::Math { .. }
        | What::CommentMark(_)
        | What::IndexEntry(_) => false,
    }
}
