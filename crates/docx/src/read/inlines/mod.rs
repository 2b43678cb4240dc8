//! From the pieces of a paragraph to the inlines of the model. What lies over several of them, such as a look or
//! a link, is put around them in the end (`ribbons`).

mod comments;
mod fields;
mod objects;
mod ribbons;

use std::collections::BTreeMap;

use chapbook_model::{Inline, InlineKind, Node, NoteName, normalise_inlines};
use chapbook_source::{FileId, Span, codes};
use chapbook_values::{AttributeParts, Attributes};

use super::leaves::{Leaves, own_mark};
use super::run_properties::Vertical;
use super::story::{Look, Paragraph, Piece, What};
pub(crate) use comments::comment_of;
use fields::Fate;
use ribbons::{Atom, Ribbon, wrap};

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
        lost_link: None,
        mark: 0,
        verbatim,
        ends,
        words,
    };
    for (at, piece) in pieces.iter().enumerate() {
        let marks_length = || own_mark(&pieces[at + 1..]);
        maker.piece(at, piece, marks_length);
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
    /// The last link that was told to lead nowhere.
    lost_link: Option<Ribbon>,
    /// How many bytes are still to come of the own mark of a note that was called.
    mark: usize,
    verbatim: bool,
    /// Where the words of each comment end.
    ends: BTreeMap<i64, usize>,
    /// How many pieces of text stand before each piece.
    words: Vec<usize>,
}

impl Maker<'_, '_> {
    /// Takes a piece in; `marks_length` is that of the own mark of a note that is called there.
    fn piece(&mut self, at: usize, piece: &Piece, marks_length: impl Fn() -> usize) {
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
            What::Note { kind, id, own_mark: has_own } => {
                self.mark = if *has_own { marks_length() } else { 0 };
                match self.leaves.note_label(*kind, *id) {
                    Some(label) => self.push(piece, InlineKind::Note(NoteName { file: FileId(0), label })),
                    None => self.leaves.lose(
                        self.paragraph,
                        &codes::IMPORT_REPAIRED,
                        "a call of a note that is not in the file was left out",
                    ),
                }
            }
            What::Picture(number) => self.picture(piece, *number),
            What::Math { tex, display: _ } => self.push(piece, InlineKind::Math(tex.clone())),
            What::CommentStart(id) => self.comment_start(at, *id),
            What::CommentEnd(id) => self.comment_end(*id),
            What::CommentMark(id) => self.comment_mark(piece, *id),
            What::IndexEntry(instruction) => self.index_entry(piece, instruction),
        }
    }

    fn text(&mut self, piece: &Piece, text: &str) {
        // The mark of a note is what the note says it is.
        let mark = self.mark.min(text.len());
        self.mark -= mark;
        let text = &text[mark..];
        if text.is_empty() {
            return;
        }
        if piece.look.code || self.verbatim {
            self.push(piece, InlineKind::Code(text.to_owned()));
        } else {
            self.push(piece, InlineKind::Text(text.to_owned()));
        }
    }

    fn bare(&mut self, kind: InlineKind) {
        let ribbons = self.comments.iter().map(|id| Ribbon::Comment(*id)).collect();
        self.atoms.push(Atom { inline: Node::new(kind, Span::NONE), ribbons });
    }

    fn push(&mut self, piece: &Piece, kind: InlineKind) {
        let Piece { what: _, look, link, inserted, deleted, field } = piece;
        if let Some(link) = link
            && !self.leaves.leads(*link)
        {
            self.nowhere(Ribbon::Link(*link));
        }
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
