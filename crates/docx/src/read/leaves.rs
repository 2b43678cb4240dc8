//! From what was gathered to the leaf list: fields settled, lists counted, notes named and put in the order of their
//! calls, looks turned into marks.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_model::{Comment, NoteMarker, OutlineKind, plain_text};
use chapbook_resolve::Words;
use chapbook_source::{Code, codes};
use chapbook_theme::Role;
use chapbook_values::{Direction, Language};

use super::comments::Remarks;
use super::fields::FieldKind;
use super::inlines::{self, comment_of};
use super::leaf::{
    Break, CellPlace, InnerKey, Leaf, LeafAlign, LeafKind, ListPlace, Mark, NotePlace, NoteStory, ParagraphLook, Place,
};
use super::losses::Losses;
use super::numbering::Numbering;
use super::paragraph_properties::{Align, ParagraphProps, SectionBreak};
use super::story::{Merge, Paragraph, Piece, Stories, What};
use super::styles::{Style, Styles};
use super::targets::{TargetKind, Targets};

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

/// The notes by what the file calls them.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    labels: BTreeMap<(NoteStory, i64), String>,
    /// In the order of their calls.
    pub(crate) order: Vec<NoteFound>,
}

/// A note that is called, or stands in the file.
#[derive(Clone, Debug)]
pub(crate) struct NoteFound {
    pub(crate) story: NoteStory,
    id: i64,
    pub(crate) label: String,
    pub(crate) marker: NoteMarker,
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
        let mut text: &[Piece] = &pieces;
        if std::mem::take(&mut run.leads_note) {
            text = after_mark(text);
        }
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
                closed: paragraph.props.closed || props.closed,
                align,
                direction: props.bidi.map(rtl).filter(|direction| *direction != self.direction),
            },
        }
    }

    fn place_of(&self, paragraph: &Paragraph) -> Place {
        let note = paragraph.note.map(|(story, id)| NotePlace {
            story,
            label: self.notes.labels.get(&(story, id)).cloned().unwrap_or_default(),
        });
        let index = |number: i64| usize::try_from(number).unwrap_or(0);
        let cells = paragraph.cells.iter().filter_map(|(table, cell)| {
            let facts = self.stories.tables.get(*table)?;
            let cell_facts = facts.cells.get(*cell)?;
            let row = facts.rows.get(cell_facts.row)?;
            let first = facts.cells.iter().take(*cell).rev().take_while(|c| c.row == cell_facts.row).next().is_none();
            Some(CellPlace {
                table: *table,
                row: cell_facts.row,
                column: index(cell_facts.column),
                columns: index(cell_facts.columns).max(1),
                rows: cell_facts.rows.max(1),
                header: row.header,
                continued: cell_facts.merge == Merge::GoesOn,
                row_keys: if first { row.keys.clone() } else { Vec::new() },
            })
        });
        Place { note, cells: cells.collect(), text_box: paragraph.text_box }
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

    /// The label of a caption: its word, its number, and the pieces after it.
    fn label(&self, pieces: &[Piece]) -> (Option<String>, Option<String>, Vec<Piece>) {
        let numbers = |piece: &Piece| {
            piece.field.is_some_and(|(field, _)| {
                let field = &self.stories.fields[field as usize];
                field.closed && matches!(field.kind, FieldKind::Sequence(_) | FieldKind::StyleReference)
            })
        };
        let Some(first) = pieces.iter().position(numbers) else {
            // A label without a field: the words in its style.
            let end = pieces.iter().rposition(|piece| piece.look.caption_label).map_or(0, |at| at + 1);
            let words = text_of(&pieces[..end]);
            let (word, number) = words.trim().rsplit_once(['\u{A0}', ' ']).unwrap_or((words.trim(), ""));
            let some = |text: &str| (!text.is_empty()).then(|| text.trim_end_matches(['.', ':']).to_owned());
            return (some(word), some(number), without_separator(&pieces[end..]));
        };
        let last = pieces.iter().rposition(numbers).unwrap_or(first);
        let end = pieces.iter().rposition(|p| p.look.caption_label).map_or(last + 1, |at| (at + 1).max(last + 1));
        let word = text_of(&pieces[..first]).trim().to_owned();
        let number = text_of(&pieces[first..=last]).trim().to_owned();
        let some = |text: String| (!text.is_empty()).then_some(text);
        // A word before a number that comes late is a sentence.
        if word.split_whitespace().count() > 3 {
            return (None, None, pieces.to_vec());
        }
        (some(word), some(number), without_separator(&pieces[end..]))
    }

    fn is_divider(&self, paragraph: &Paragraph, leaf: &Leaf, props: &ParagraphProps) -> bool {
        let empty = leaf.content.is_empty();
        if leaf.role == Some(Role::Divider) || empty && (paragraph.rule || props.ruled) {
            return true;
        }
        if empty || leaf.list.is_some() || !leaf.place.cells.is_empty() || leaf.place.note.is_some() {
            return false;
        }
        let text: String = plain_text(&leaf.content).chars().filter(|c| !c.is_whitespace()).collect();
        let stars = text.chars().all(|c| matches!(c, '*' | '⁂' | '＊')) && text.chars().count() <= 5;
        let centred = leaf.look.align == LeafAlign::Center;
        stars && (centred || text.chars().count() >= 3 || text == "⁂")
            || centred && matches!(text.as_str(), "#" | "###")
    }

    /// Page and section breaks: those before the paragraph, and those in it, which come before the next one.
    fn break_before(&mut self, paragraph: &Paragraph, run: &mut Run, leaf: &mut Leaf) {
        leaf.before = std::mem::take(&mut run.pending);
        leaf.before.page |= paragraph.props.page_break_before == Some(true);
        let is_break = |piece: &Piece| piece.what == What::PageBreak;
        let matters =
            |piece: &Piece| !matches!(piece.what, What::CommentStart(_) | What::CommentEnd(_) | What::CommentMark(_));
        let text = |piece: &Piece| matters(piece) && !is_break(piece);
        let first = paragraph.pieces.iter().position(text);
        let last = paragraph.pieces.iter().rposition(text);
        for (at, _) in paragraph.pieces.iter().enumerate().filter(|(_, piece)| is_break(piece)) {
            let before = first.is_some_and(|first| first < at);
            let after = last.is_some_and(|last| last > at);
            if !before && after {
                leaf.before.page = true;
            } else {
                run.pending.page = true;
                if after {
                    let what = "a page break within a paragraph stands after it";
                    self.lose(paragraph, &codes::IMPORT_REPAIRED, what);
                }
            }
        }
        if let Some(section) = paragraph.props.section {
            run.pending.section = true;
            // How a section begins stands at its own end.
            run.sections += 1;
            run.pending.page |= !self.section(run.sections).continuous;
            if section.columns {
                self.lose(paragraph, &codes::IMPORT_LOOK, "text in columns is in one column");
            }
        }
    }

    /// Breaks of an entry of what a program makes: those between entries are the program's, and those at the end of the
    /// last come before the next paragraph.
    fn pass_breaks(&mut self, paragraph: &Paragraph, run: &mut Run) {
        let is_break = |piece: &Piece| piece.what == What::PageBreak;
        let last = paragraph.pieces.iter().rposition(|piece| !is_white(piece));
        run.pending = Break { page: last.is_some_and(|at| is_break(&paragraph.pieces[at])), section: false };
        if paragraph.props.section.is_some() {
            run.sections += 1;
            run.pending = Break { page: run.pending.page || !self.section(run.sections).continuous, section: true };
        }
    }

    /// The section of a number, from 0.
    fn section(&self, number: usize) -> SectionBreak {
        self.sections.get(number).copied().unwrap_or(self.stories.last_section)
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

    /// Whether a paragraph is an entry of what a program makes, or its title, which is made, too.
    fn generated(&self, paragraph: &Paragraph, next: Option<&Paragraph>, run: &mut Run) -> Generated {
        let titled = || {
            let next = next.filter(|next| self.is_outline_title(paragraph) && !self.is_outline_title(next))?;
            let together = next.cells == paragraph.cells && next.text_box == paragraph.text_box;
            self.made_by(next).filter(|_| together)
        };
        match self.made_by(paragraph).or_else(titled) {
            Some((maker, kind)) if run.generated.replace(maker) != Some(maker) => Generated::Begins(kind),
            Some(_) => Generated::GoesOn,
            None => {
                // A field goes on after a paragraph that holds nothing of it.
                run.generated = run.generated.filter(|maker| matches!(maker, OutlineMaker::Field(_)));
                Generated::No
            }
        }
    }

    /// What makes a paragraph, if a program does, and which list that is.
    fn made_by(&self, paragraph: &Paragraph) -> Option<(OutlineMaker, OutlineKind)> {
        if let Some(FieldKind::Outline(kind)) = paragraph.generated {
            return Some((OutlineMaker::Control(kind), kind));
        }
        let mut made = None;
        for piece in &paragraph.pieces {
            match self.outline_of(piece) {
                Some((field, kind)) => made = Some((OutlineMaker::Field(field), kind)),
                None if is_white(piece) => {}
                None => return None,
            }
        }
        made
    }

    fn is_outline_title(&self, paragraph: &Paragraph) -> bool {
        let style = self.styles.paragraph(paragraph.props.style.as_deref());
        style.is_some_and(|style| style.role == Some(Role::ContentsTitle))
    }

    /// The list that a program makes which a piece belongs to.
    fn outline_of(&self, piece: &Piece) -> Option<(u32, OutlineKind)> {
        let mut at = piece.field.map(|(field, _)| field);
        while let Some(number) = at {
            let field = &self.stories.fields[number as usize];
            if let FieldKind::Outline(kind) = field.kind
                && field.closed
            {
                return Some((number, kind));
            }
            at = field.parent;
        }
        None
    }

    /// The nearest link among the fields around.
    pub(crate) fn link_field(&self, number: u32) -> Option<u32> {
        let mut at = Some(number);
        while let Some(number) = at {
            let field = &self.stories.fields[number as usize];
            if field.closed && matches!(field.kind, FieldKind::Link { .. }) && self.target_of_field(number).is_some() {
                return Some(number);
            }
            at = field.parent;
        }
        None
    }

    /// Where a field leads, and its tip.
    pub(crate) fn target_of_field(&self, number: u32) -> Option<(String, Option<String>)> {
        let FieldKind::Link { target, place, title } = &self.stories.fields[number as usize].kind else { return None };
        let target = match (target.as_str(), place) {
            ("", Some(place)) => self.place(place)?,
            ("", None) => return None,
            (url, Some(place)) => format!("{url}#{place}"),
            (url, None) => url.to_owned(),
        };
        Some((target, title.clone()))
    }

    /// The target of a link to a bookmark.
    pub(crate) fn place(&self, bookmark: &str) -> Option<String> {
        self.targets.of(self.stories, bookmark).map(|(_, label)| format!("#{label}"))
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
    leads_note: bool,
    /// How many sections have ended.
    sections: usize,
}

/// What makes the paragraphs of a list that a program makes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OutlineMaker {
    /// A control around them.
    Control(OutlineKind),
    /// The field that they are the result of.
    Field(u32),
}

enum Generated {
    No,
    Begins(OutlineKind),
    GoesOn,
}

/// The properties of a paragraph with what its style gives.
fn effective(own: &ParagraphProps, style: Option<&Style>) -> ParagraphProps {
    match style {
        Some(style) => own.over(&style.paragraph),
        None => own.clone(),
    }
}

/// What a paragraph is by its style alone.
fn plain_kind(style: Option<&Style>) -> LeafKind {
    let Some(style) = style else { return LeafKind::Paragraph };
    let heading = |level| {
        let listed = !style.name.to_lowercase().starts_with("unlisted heading");
        LeafKind::Heading { level, listed, numbered: false }
    };
    match style.role {
        Some(Role::Heading1) => heading(1),
        Some(Role::Heading2) => heading(2),
        Some(Role::Heading3) => heading(3),
        Some(Role::Heading4) => heading(4),
        Some(Role::Heading5) => heading(5),
        Some(Role::Heading6) => heading(6),
        Some(Role::Part) => heading(0),
        Some(Role::Caption) => LeafKind::Caption { word: None, number: None },
        // Styles of a house's own say by their level that they are headings.
        None | Some(Role::Body) if style.custom && !style.own_role => match style.paragraph.outline {
            Some(level @ 0..=5) => heading(u8::try_from(level + 1).unwrap_or(6)),
            Some(_) | None => LeafKind::Paragraph,
        },
        Some(_) | None => LeafKind::Paragraph,
    }
}

fn target_kind(stories: &Stories, styles: &Styles, paragraph: &Paragraph) -> Option<TargetKind> {
    let style = styles.paragraph(paragraph.props.style.as_deref());
    Some(match plain_kind(style) {
        LeafKind::Heading { .. } => TargetKind::Heading,
        LeafKind::Caption { .. } => {
            let sequence =
                paragraph.pieces.iter().find_map(|piece| match &stories.fields[piece.field?.0 as usize].kind {
                    FieldKind::Sequence(name) => Some(name.to_lowercase()),
                    _ => None,
                });
            match sequence.as_deref() {
                Some("figure" | "abbildung" | "illustration" | "figura" | "شکل" | "الشكل" | "شكل" | "图") => {
                    TargetKind::Figure
                }
                Some("table" | "tabelle" | "tableau" | "tabla" | "جدول" | "表") => TargetKind::Table,
                Some("listing" | "code") => TargetKind::Listing,
                Some(_) | None => TargetKind::Caption,
            }
        }
        LeafKind::Paragraph | LeafKind::Divider | LeafKind::Outline(_) => TargetKind::Place,
    })
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

/// The pieces of a note without the mark that leads them.
fn after_mark(pieces: &[Piece]) -> &[Piece] {
    let marks = pieces.iter().take_while(|piece| piece.look.reference && matches!(piece.what, What::Text(_))).count();
    &pieces[marks..]
}

/// Pieces without the sign that parts a caption's label from its text.
fn without_separator(pieces: &[Piece]) -> Vec<Piece> {
    let mut pieces = pieces.to_vec();
    let separator = |c: char| c.is_whitespace() || matches!(c, '.' | ':' | '–' | '—' | '-' | '|' | '：' | '．');
    for piece in &mut pieces {
        let What::Text(text) = &mut piece.what else { break };
        *text = text.trim_start_matches(separator).to_owned();
        if !text.is_empty() {
            break;
        }
    }
    pieces.retain(|piece| !matches!(&piece.what, What::Text(text) if text.is_empty()));
    pieces
}

/// Names the notes in the order of their calls, those that nothing calls last.
fn find_notes(stories: &Stories, losses: &mut Losses, part: &str) -> Notes {
    let there: BTreeSet<(NoteStory, i64)> = stories.paragraphs.iter().filter_map(|paragraph| paragraph.note).collect();
    let mut notes = Notes::default();
    let mut marks: BTreeSet<String> = BTreeSet::new();
    let mut counts = [0, 0];
    let mut name = |notes: &mut Notes, story: NoteStory, id: i64, mark: Option<String>| {
        if !there.contains(&(story, id)) || notes.labels.contains_key(&(story, id)) {
            return;
        }
        let slot = &mut counts[usize::from(story == NoteStory::Endnote)];
        *slot += 1;
        // A number is a mark that the model counts itself; a second note of one mark cannot have it in one file.
        let mark = mark.filter(|mark| is_mark(mark) && marks.insert(mark.clone()));
        let (label, marker) = match mark {
            Some(mark) => (mark.clone(), NoteMarker::Literal(mark)),
            None => {
                let letter = if story == NoteStory::Endnote { "end" } else { "" };
                (format!("{letter}{slot}"), NoteMarker::Auto)
            }
        };
        notes.labels.insert((story, id), label.clone());
        notes.order.push(NoteFound { story, id, label, marker });
    };
    // First the calls of the body, then those that stand in notes.
    for in_notes in [false, true] {
        for paragraph in stories.paragraphs.iter().filter(|paragraph| paragraph.note.is_some() == in_notes) {
            for (at, piece) in paragraph.pieces.iter().enumerate() {
                let What::Note { kind, id, own_mark } = piece.what else { continue };
                let mark = own_mark.then(|| {
                    let after: Vec<Piece> =
                        paragraph.pieces[at + 1..].iter().take_while(|p| p.look.reference).cloned().collect();
                    text_of(&after).trim().to_owned()
                });
                name(&mut notes, kind, id, mark);
            }
        }
    }
    for (story, id) in &there {
        if !notes.labels.contains_key(&(*story, *id)) {
            losses.tell(&codes::IMPORT_REPAIRED, "a note that nothing calls stands at the end of the notes", part);
            name(&mut notes, *story, *id, None);
        }
    }
    notes
}

/// Whether a mark can be the label of a note, and prints as itself.
fn is_mark(mark: &str) -> bool {
    !mark.is_empty()
        && mark.chars().count() <= 4
        && mark.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '‖' | '¶'))
}
