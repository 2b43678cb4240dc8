//! From the pieces of a paragraph to the inlines of the model. Looks lie over text like ribbons, each with its own
//! beginning and end; of those that begin at a place, the one that reaches farthest goes around the others.

use std::collections::BTreeMap;

use chapbook_model::{
    Comment, Image, IndexTerm, Inline, InlineKind, Link, Milestone, MilestoneKind, Node, NoteName, Reference,
    ReferenceForm, ReferenceItem, Visibility, normalise_inlines,
};
use chapbook_resolve::Word;
use chapbook_source::{FileId, Span, codes};
use chapbook_values::{AttributeParts, Attributes};

use super::fields::{FieldKind, arguments};
use super::leaves::Leaves;
use super::limits;
use super::run_properties::Vertical;
use super::story::{LinkTarget, Look, Paragraph, Piece, What};
use super::targets::{TargetKind, note_of};

/// Something around inlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ribbon {
    Comment(i64),
    Inserted(u32),
    Deleted(u32),
    Link(u32),
    /// A link that is a field.
    FieldLink(u32),
    Language(u32),
    OwnStyle(u32),
    Credit,
    Keyboard,
    Strong,
    Emphasis,
    Strike,
    SmallCaps,
    Underline,
    Highlight,
    Superscript,
    Subscript,
}

/// An inline with the ribbons over it, in the order in which they go around each other where they are of one length.
struct Atom {
    inline: Inline,
    ribbons: Vec<Ribbon>,
}

/// Makes the inlines of some of a paragraph's pieces. In code and formulas every space counts: text is one
/// [`InlineKind::Code`] with its line ends in it.
pub(crate) fn make(leaves: &mut Leaves<'_>, paragraph: &Paragraph, pieces: &[Piece], verbatim: bool) -> Vec<Inline> {
    let mut ends = BTreeMap::new();
    let mut words = Vec::with_capacity(pieces.len());
    let mut count = 0;
    for (at, piece) in pieces.iter().enumerate() {
        words.push(count);
        match piece.what {
            What::CommentEnd(id) => {
                ends.insert(id, at);
            }
            What::CommentStart(_) | What::CommentMark(_) => {}
            What::Text(_)
            | What::LineBreak
            | What::PageBreak
            | What::Note { .. }
            | What::Picture(_)
            | What::Math { .. }
            | What::IndexEntry(_) => count += 1,
        }
    }
    let mut maker = Maker {
        leaves,
        paragraph,
        atoms: Vec::new(),
        comments: Vec::new(),
        reference: None,
        marked: false,
        verbatim,
        ends,
        words,
    };
    for (at, piece) in pieces.iter().enumerate() {
        maker.piece(at, piece);
    }
    let Maker { leaves, atoms, .. } = maker;
    let mut inlines = wrap(leaves, atoms);
    trim_tabs(&mut inlines);
    normalise_inlines(&mut inlines);
    inlines
}

struct Maker<'m, 'r> {
    leaves: &'m mut Leaves<'r>,
    paragraph: &'m Paragraph,
    atoms: Vec<Atom>,
    /// Comments whose words run here and end in this paragraph.
    comments: Vec<i64>,
    /// The field whose result a reference stands for.
    reference: Option<u32>,
    /// The mark of a note's own that was just called is still to come.
    marked: bool,
    verbatim: bool,
    /// Where the words of each comment end.
    ends: BTreeMap<i64, usize>,
    /// How many pieces of text stand before each piece.
    words: Vec<usize>,
}

impl Maker<'_, '_> {
    fn piece(&mut self, at: usize, piece: &Piece) {
        if let Some((field, in_instruction)) = piece.field {
            match self.field(piece, field, in_instruction) {
                Fate::Stays => {}
                Fate::Goes => return,
            }
        }
        match &piece.what {
            What::Text(text) => self.text(piece, text),
            What::LineBreak if self.verbatim => self.push(piece, InlineKind::Code("\n".to_owned())),
            What::LineBreak => self.push(piece, InlineKind::HardBreak),
            // Leaves know of them.
            What::PageBreak => {}
            What::Note { kind, id, own_mark } => {
                self.marked = *own_mark;
                match self.leaves.note_label(*kind, *id) {
                    Some(label) => self.push(piece, InlineKind::Note(NoteName { file: FileId(0), label })),
                    None => self.leaves.lose(
                        self.paragraph,
                        &codes::IMPORT_REPAIRED,
                        "a call of a note that is not in the file was left out",
                    ),
                }
                return;
            }
            What::Picture(number) => self.picture(piece, *number),
            What::Math { tex, display: _ } => self.push(piece, InlineKind::Math(tex.clone())),
            What::CommentStart(id) => self.comment_start(at, *id),
            What::CommentEnd(id) => self.comment_end(*id),
            What::CommentMark(id) => self.comment_mark(piece, *id),
            What::IndexEntry(instruction) => self.index_entry(piece, instruction),
        }
        if !matches!(piece.what, What::CommentStart(_) | What::CommentEnd(_) | What::CommentMark(_)) {
            self.marked = false;
        }
    }

    /// What becomes of a piece in a field.
    fn field(&mut self, piece: &Piece, number: u32, in_instruction: bool) -> Fate {
        let stories = self.leaves.stories;
        let field = &stories.fields[number as usize];
        if !field.closed {
            return Fate::Stays;
        }
        if in_instruction {
            return if matches!(piece.what, What::IndexEntry(_)) { Fate::Stays } else { Fate::Goes };
        }
        let kind = match &field.kind {
            FieldKind::Reference { bookmark, number } => self.reference_to(bookmark, *number),
            FieldKind::Page(bookmark) => match self.leaves.targets.of(stories, bookmark) {
                Some((_, label)) => Some(reference(label.clone(), ReferenceForm::Page)),
                None => self.unknown(),
            },
            FieldKind::Note(bookmark) => {
                let by_serial = |serial| self.leaves.by_serial(serial);
                let note = note_of(stories, by_serial, bookmark);
                match note.and_then(|(kind, id)| self.leaves.note_label(kind, id)) {
                    Some(label) => Some(InlineKind::Note(NoteName { file: FileId(0), label })),
                    None => self.unknown(),
                }
            }
            FieldKind::IndexEntry | FieldKind::Silent => return Fate::Goes,
            FieldKind::Outline(_)
            | FieldKind::Link { .. }
            | FieldKind::Sequence(_)
            | FieldKind::StyleReference
            | FieldKind::Other => None,
        };
        let Some(kind) = kind else { return Fate::Stays };
        if self.reference != Some(number) {
            self.reference = Some(number);
            let kind = self.with_word(kind);
            self.push(&Piece { look: Look { language: None, ..piece.look }, ..piece.clone() }, kind);
        }
        Fate::Goes
    }

    fn reference_to(&mut self, bookmark: &str, number: bool) -> Option<InlineKind> {
        let stories = self.leaves.stories;
        let Some((kind, label)) = self.leaves.targets.of(stories, bookmark) else { return self.unknown() };
        let form = match kind {
            // A caption's number alone has a bookmark of its own in drafts of ours.
            TargetKind::Figure | TargetKind::Table | TargetKind::Listing | TargetKind::Caption => {
                if bookmark.ends_with("_number") { ReferenceForm::Number } else { ReferenceForm::Full }
            }
            TargetKind::Heading if number => ReferenceForm::Number,
            TargetKind::Heading => ReferenceForm::Full,
            // It has nothing to print but what the field shows.
            TargetKind::Place => return None,
        };
        Some(reference(label.clone(), form))
    }

    /// A number with the word that a whole reference would print before it is that reference.
    fn with_word(&mut self, kind: InlineKind) -> InlineKind {
        let InlineKind::Reference(Reference { items }) = &kind else { return kind };
        let [ReferenceItem { label, form: ReferenceForm::Number }] = &items[..] else { return kind };
        let Some(InlineKind::Text(before)) = self.atoms.last_mut().map(|atom| &mut atom.inline.kind) else {
            return kind;
        };
        let words = [Word::Section, Word::Chapter, Word::Figure, Word::Table, Word::Listing];
        let word = words.iter().map(|word| self.leaves.words.get(*word)).find(|word| {
            before
                .strip_suffix(['\u{A0}', ' '])
                .is_some_and(|text| text.strip_suffix(*word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
        });
        let Some(word) = word else { return kind };
        let end = before.trim_end_matches(['\u{A0}', ' ']).len() - word.len();
        before.truncate(end);
        reference(label.clone(), ReferenceForm::Full)
    }

    fn unknown(&mut self) -> Option<InlineKind> {
        let what = "a reference to something that is not in the text was kept as its words";
        self.leaves.lose(self.paragraph, &codes::IMPORT_TEXT, what);
        None
    }

    fn text(&mut self, piece: &Piece, text: &str) {
        // The mark of a note is what the note says it is.
        if self.marked && piece.look.reference {
            return;
        }
        if piece.look.code || self.verbatim {
            self.push(piece, InlineKind::Code(text.to_owned()));
        } else {
            self.push(piece, InlineKind::Text(text.to_owned()));
        }
    }

    fn picture(&mut self, piece: &Piece, number: usize) {
        let stories = self.leaves.stories;
        let picture = &stories.pictures[number];
        let target = match (&picture.part, &picture.external) {
            (Some(part), _) => self.leaves.media.get(part).cloned(),
            (None, Some(url)) => {
                let what = "a picture that lies outside the file was not fetched";
                self.leaves.lose(self.paragraph, &codes::IMPORT_IMAGE, what);
                Some(url.clone())
            }
            (None, None) => None,
        };
        let alt = picture.alt.clone().filter(|alt| !alt.trim().is_empty());
        let Some(target) = target else {
            let what = "a picture that is not in the file was left out, but for its description";
            self.leaves.lose(self.paragraph, &codes::IMPORT_IMAGE, what);
            if let Some(alt) = alt {
                self.push(piece, InlineKind::Text(alt));
            }
            return;
        };
        let alt = if picture.decorative { Some(String::new()) } else { alt };
        let image = Image { target, alt, title: picture.title.clone(), width: None, height: None };
        self.push(piece, InlineKind::Image(image));
    }

    fn index_entry(&mut self, piece: &Piece, instruction: &str) {
        let words = arguments(instruction);
        let mut plain = words.iter().filter(|word| !word.switch).skip(1);
        let Some(entry) = plain.next() else { return };
        let see_at = words.iter().position(|word| word.switch && word.text == "t");
        let see = see_at.and_then(|at| words.get(at + 1)).map(|word| word.text.trim_start_matches("→ ").to_owned());
        const COLON: &str = "\u{E000}";
        let levels = entry.text.replace("\\:", COLON);
        let entry = levels.split(':').map(|level| level.replace(COLON, ":").trim().to_owned()).collect();
        self.push(piece, InlineKind::Index(IndexTerm { content: Vec::new(), entry, see, range: None }));
    }

    /// The words of a comment begin.
    fn comment_start(&mut self, at: usize, id: i64) {
        let Some(remark) = self.leaves.remarks.get(&id) else {
            let what = "the place of a comment that is not in the file was left out";
            return self.leaves.lose(self.paragraph, &codes::IMPORT_REPAIRED, what);
        };
        // An answer stands where its question does.
        if remark.answers.is_some() || self.leaves.placed.contains(&id) {
            return;
        }
        let ends_here = self.ends.get(&id).copied().filter(|end| *end > at);
        let has_words = ends_here.is_some_and(|end| self.words[end] > self.words[at]);
        match ends_here {
            Some(_) if has_words && self.comments.len() < limits::COMMENTS_AT_ONCE => {
                self.leaves.placed.insert(id);
                self.comments.push(id);
            }
            // Its mark, which follows, is enough.
            Some(_) => {}
            None => {
                let Some(comment) = self.leaves.comment(id, true) else { return };
                let change = comment.change.clone();
                self.leaves.placed.insert(id);
                self.leaves.running.insert(id);
                self.bare(InlineKind::Comment(Box::new(comment)));
                let milestone = Milestone { kind: MilestoneKind::CommentStart, id: Some(id.to_string()), change };
                self.bare(InlineKind::Milestone(milestone));
            }
        }
    }

    fn comment_end(&mut self, id: i64) {
        self.comments.retain(|open| *open != id);
        if self.leaves.running.remove(&id) {
            let kind = MilestoneKind::CommentEnd;
            let milestone = Milestone { kind, id: Some(id.to_string()), change: Default::default() };
            self.bare(InlineKind::Milestone(milestone));
        }
    }

    fn comment_mark(&mut self, piece: &Piece, id: i64) {
        if !self.leaves.placed.insert(id) {
            return;
        }
        match self.leaves.comment(id, false) {
            Some(comment) => {
                let plain = Piece { look: Look::default(), inserted: None, deleted: None, ..piece.clone() };
                self.push(&plain, InlineKind::Comment(Box::new(comment)));
            }
            None => {
                let what = "the mark of a comment that is not in the file was left out";
                self.leaves.lose(self.paragraph, &codes::IMPORT_REPAIRED, what);
            }
        }
    }

    fn bare(&mut self, kind: InlineKind) {
        let ribbons = self.comments.iter().map(|id| Ribbon::Comment(*id)).collect();
        self.atoms.push(Atom { inline: Node::new(kind, Span::NONE), ribbons });
    }

    fn push(&mut self, piece: &Piece, kind: InlineKind) {
        let Piece { what: _, look, link, inserted, deleted, field } = piece;
        let mut ribbons: Vec<Ribbon> = self.comments.iter().map(|id| Ribbon::Comment(*id)).collect();
        ribbons.extend(inserted.map(Ribbon::Inserted));
        ribbons.extend(deleted.map(Ribbon::Deleted));
        match link {
            Some(link) => ribbons.push(Ribbon::Link(*link)),
            None => ribbons.extend(field.and_then(|(field, _)| self.leaves.link_field(field)).map(Ribbon::FieldLink)),
        }
        let Look {
            strong,
            emphasis,
            strike,
            small_caps,
            underline,
            highlight,
            vertical,
            code,
            keyboard,
            credit,
            caption_label: _,
            reference: _,
            own_style,
            language,
        } = *look;
        let is_text = matches!(kind, InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::HardBreak);
        ribbons.extend(
            language
                .filter(|number| !code && !self.verbatim && is_text && self.leaves.is_foreign(*number))
                .map(Ribbon::Language),
        );
        let own_style = own_style.filter(|number| !self.verbatim && self.leaves.keeps_style(*number));
        ribbons.extend(own_style.map(Ribbon::OwnStyle));
        let underline = underline && !ribbons.iter().any(|r| matches!(r, Ribbon::Link(_) | Ribbon::FieldLink(_)));
        // A note's call and a comment have no look of their own.
        let looks = !self.verbatim
            && !matches!(
                kind,
                InlineKind::Note(_) | InlineKind::Comment(_) | InlineKind::Index(_) | InlineKind::Milestone(_)
            );
        for (on, ribbon) in [
            (credit, Ribbon::Credit),
            (keyboard, Ribbon::Keyboard),
            (highlight, Ribbon::Highlight),
            (underline, Ribbon::Underline),
            (strong, Ribbon::Strong),
            (emphasis, Ribbon::Emphasis),
            (strike, Ribbon::Strike),
            (small_caps, Ribbon::SmallCaps),
            (vertical == Some(Vertical::Superscript), Ribbon::Superscript),
            (vertical == Some(Vertical::Subscript), Ribbon::Subscript),
        ] {
            if on && looks {
                ribbons.push(ribbon);
            }
        }
        self.atoms.push(Atom { inline: Node::new(kind, Span::NONE), ribbons });
    }
}

/// Whether a piece becomes an inline.
enum Fate {
    Stays,
    Goes,
}

fn reference(label: chapbook_values::Label, form: ReferenceForm) -> InlineKind {
    InlineKind::Reference(Reference { items: vec![ReferenceItem { label, form }] })
}

/// Puts ribbons around inlines. It calls itself once for a ribbon, of which an atom has a bounded number.
fn wrap(leaves: &Leaves<'_>, mut atoms: Vec<Atom>) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = atoms.drain(..).peekable();
    let mut group: Vec<Atom> = Vec::new();
    while let Some(first) = rest.next() {
        if first.ribbons.is_empty() {
            out.push(first.inline);
            continue;
        }
        // How far each ribbon of the first atom reaches.
        let mut alive: Vec<Ribbon> = first.ribbons.clone();
        group.clear();
        group.push(first);
        while let Some(next) = rest.peek() {
            let still: Vec<Ribbon> = alive.iter().copied().filter(|ribbon| next.ribbons.contains(ribbon)).collect();
            if still.is_empty() {
                break;
            }
            alive = still;
            group.extend(rest.next());
        }
        let longest = alive[0];
        let inside = std::mem::take(&mut group)
            .into_iter()
            .map(|atom| Atom { ribbons: without(atom.ribbons, longest), inline: atom.inline })
            .collect();
        let content = wrap(leaves, inside);
        out.push(wrapped(leaves, longest, content));
    }
    out
}

fn without(mut ribbons: Vec<Ribbon>, ribbon: Ribbon) -> Vec<Ribbon> {
    ribbons.retain(|other| *other != ribbon);
    ribbons
}

fn wrapped(leaves: &Leaves<'_>, ribbon: Ribbon, content: Vec<Inline>) -> Inline {
    let mut attrs = Attributes::NONE;
    let kind = match ribbon {
        Ribbon::Comment(id) => match leaves.comment(id, false) {
            Some(comment) => InlineKind::Comment(Box::new(Comment { on: content, ..comment })),
            None => InlineKind::Span(content),
        },
        Ribbon::Inserted(number) => {
            InlineKind::Insertion { change: leaves.stories.changes[number as usize].clone(), content }
        }
        Ribbon::Deleted(number) => {
            InlineKind::Deletion { change: leaves.stories.changes[number as usize].clone(), content }
        }
        Ribbon::Link(number) => {
            let link = &leaves.stories.links[number as usize];
            let target = match &link.target {
                LinkTarget::Url(url) => Some(url.clone()),
                LinkTarget::Bookmark(name) => leaves.place(name),
            };
            match target {
                Some(target) => InlineKind::Link(Link { target, title: link.title.clone(), content }),
                None => InlineKind::Span(content),
            }
        }
        Ribbon::FieldLink(number) => match leaves.target_of_field(number) {
            Some((target, title)) => InlineKind::Link(Link { target, title, content }),
            None => InlineKind::Span(content),
        },
        Ribbon::Language(number) => {
            attrs = pair("lang", &leaves.stories.languages[number as usize]);
            InlineKind::Span(content)
        }
        Ribbon::OwnStyle(number) => {
            attrs = pair("custom-style", &leaves.styles.get(number as usize).name);
            InlineKind::Span(content)
        }
        Ribbon::Credit => {
            attrs = Attributes::class("credit");
            InlineKind::Span(content)
        }
        Ribbon::Keyboard => {
            attrs = Attributes::class("kbd");
            InlineKind::Span(content)
        }
        Ribbon::Strong => InlineKind::Strong(content),
        Ribbon::Emphasis => InlineKind::Emph(content),
        Ribbon::Strike => InlineKind::Strike(content),
        Ribbon::SmallCaps => InlineKind::SmallCaps(content),
        Ribbon::Underline => InlineKind::Underline(content),
        Ribbon::Highlight => InlineKind::Highlight(content),
        Ribbon::Superscript => InlineKind::Superscript(content),
        Ribbon::Subscript => InlineKind::Subscript(content),
    };
    Node::new(kind, Span::NONE).with(attrs)
}

/// Attributes of one key and value.
pub(crate) fn pair(key: &str, value: &str) -> Attributes {
    Attributes::new(AttributeParts { pairs: vec![(key.to_owned(), value.to_owned())], ..AttributeParts::default() })
}

/// Takes tabs off the edges of a line: typed indents.
fn trim_tabs(inlines: &mut Vec<Inline>) {
    const WHITE: [char; 2] = ['\t', ' '];
    while let Some(first) = inlines.first_mut() {
        let InlineKind::Text(text) = &mut first.kind else { break };
        *text = text.trim_start_matches(WHITE).to_owned();
        if !text.is_empty() {
            break;
        }
        inlines.remove(0);
    }
    while let Some(last) = inlines.last_mut() {
        let InlineKind::Text(text) = &mut last.kind else { break };
        text.truncate(text.trim_end_matches(WHITE).len());
        if !text.is_empty() {
            break;
        }
        inlines.pop();
    }
}

/// The comment of a remark: its own id stands in it where something else has to name it.
pub(crate) fn comment_of(remark: &super::comments::Remark, id: Option<String>) -> Comment {
    Comment {
        visibility: Visibility::Shared,
        text: remark.text.clone(),
        on: Vec::new(),
        change: remark.change.clone(),
        id,
        reply_to: remark.answers.map(|top| top.to_string()),
        done: remark.done,
    }
}
