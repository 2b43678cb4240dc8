//! What the resolved tree says: the words that every output has to have. This is the one reader that knows the tree.

use chapbook_resolve::{
    Alt as TreeAlt, AuthorMark, AuthorNote, Block, BlockKind, Caption, Cell, Code, Comment, Definition, Division,
    Figure, Heading, Inline, InlineKind, InlineStyle, Item, Link, List, Note as TreeNote, NoteCall, Outline,
    OutlineEntry, Paragraph, PictureRef, Raw, Reference, Resolved, Row, Span, Table, Text, VerseLine, Word, Words,
};

use crate::witness::{Alt, Frame, Note, Token, Transcript, Witness};

/// What stands for the page that a reference falls on: each output fills it in, or cannot.
pub const PAGE: &str = "‹page›";

/// Reads the resolved tree.
pub fn witness(resolved: &Resolved) -> Witness {
    let mut body = Reading { words: &resolved.words, out: Transcript::default() };
    body.blocks(&resolved.body);
    let notes = resolved.notes.iter().map(|one| note(one, &resolved.words)).collect();
    Witness { body: body.out.finish(), notes, faults: Vec::new() }
}

fn note(note: &TreeNote, words: &Words) -> Note {
    let TreeNote { id: _, kind: _, marker, counted: _, anchor: _, call: _, body, span: _ } = note;
    let mut reading = Reading { words, out: Transcript::default() };
    reading.blocks(body);
    Note { marker: marker.clone(), body: reading.out.finish() }
}

struct Reading<'r> {
    /// The generated words of the document's language.
    words: &'r Words,
    out: Transcript,
}

impl Reading<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.out.gap();
            self.block(block);
            self.out.gap();
        }
    }

    fn framed(&mut self, frame: Frame, inside: impl FnOnce(&mut Self)) {
        self.out.sign(Token::Open(frame));
        inside(self);
        self.out.sign(Token::Close(frame));
    }

    fn block(&mut self, block: &Block) {
        // Lines say themselves what of them is deleted; what has no lines goes as a whole. What holds blocks stays in
        // the DOCX, without its words.
        let wordless = matches!(
            &block.kind,
            BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::Divider(_) | BlockKind::Image(_)
        );
        if wordless && block.is_deleted() {
            return;
        }
        match &block.kind {
            BlockKind::Paragraph(Paragraph { role, content }) => match role.name() {
                "title" => self.framed(Frame::Title, |r| r.inlines(content)),
                _ => self.inlines(content),
            },
            BlockKind::Heading(Heading { level, number, content, listed: _ }) => {
                self.framed(Frame::Heading(*level), |r| {
                    r.alone(number.as_deref());
                    r.inlines(content);
                });
            }
            BlockKind::Quote(body) => self.blocks(body),
            BlockKind::List(List { group: _, counter: _, tight: _, depth: _, continued: _, items }) => {
                for Item { id: _, ordinal: _, marker, checked, anchor: _, body, span: _ } in items {
                    // A box stands in the place of a bullet.
                    let marker = checked.map_or(marker.as_str(), |checked| if checked { "☑" } else { "☐" });
                    self.out.sign(Token::Item(marker.to_owned()));
                    self.blocks(body);
                }
            }
            BlockKind::Definitions(definitions) => {
                for Definition { term, bodies } in definitions {
                    self.line(term);
                    bodies.iter().for_each(|body| self.blocks(body));
                }
            }
            BlockKind::Code(Code { language: _, lines }) => {
                for line in lines {
                    line.iter().for_each(|token| self.out.text(&token.text));
                    self.out.gap();
                }
            }
            BlockKind::Math(source) => self.out.text(source),
            BlockKind::Verse(stanzas) => {
                for VerseLine { indent: _, content } in stanzas.iter().flatten() {
                    self.line(content);
                }
            }
            BlockKind::Divider(ornament) => self.framed(Frame::Ornament, |r| r.out.text(ornament)),
            BlockKind::PageBreak => {}
            BlockKind::Raw(Raw { markup: _, instead }) => self.blocks(instead),
            BlockKind::Table(Table { columns: _, head, body, header_columns: _ }) => {
                for Row { cells } in head.iter().chain(body) {
                    for Cell { body, column_span: _, row_span: _ } in cells {
                        self.framed(Frame::Cell, |r| r.blocks(body));
                    }
                }
            }
            BlockKind::Figure(Figure { kind: _, body, caption, caption_above }) => match (caption, caption_above) {
                (Some(caption), true) => {
                    self.caption(caption);
                    self.blocks(body);
                }
                (Some(caption), false) => {
                    self.blocks(body);
                    self.caption(caption);
                }
                (None, _) => self.blocks(body),
            },
            BlockKind::Image(picture) => self.picture(picture),
            BlockKind::Division(Division { role: _, title, body }) => {
                if let Some(title) = title {
                    self.framed(Frame::Made, |r| r.inlines(title));
                }
                self.blocks(body);
            }
            BlockKind::AuthorNotes(notes) => {
                for AuthorNote { id: _, marker, anchor: _, call: _, body, span: _ } in notes {
                    self.framed(Frame::AuthorNote, |r| {
                        if let Some(marker) = marker {
                            r.out.sign(Token::Mark(marker.clone()));
                        }
                        r.blocks(body);
                    });
                }
            }
            BlockKind::Outline(Outline { kind: _, title, entries }) => {
                self.framed(Frame::Made, |r| r.inlines(title));
                for OutlineEntry { target: _, level: _, number, content, text: _ } in entries {
                    self.alone(number.as_deref());
                    self.line(content);
                    self.alone(Some(PAGE));
                }
            }
            // The notes themselves are told apart from the body.
            BlockKind::Endnotes { level: _, title, notes: _ } => self.framed(Frame::Made, |r| r.inlines(title)),
        }
    }

    /// Words that stand by themselves.
    fn alone(&mut self, words: Option<&str>) {
        self.out.gap();
        self.out.text(words.unwrap_or_default());
        self.out.gap();
    }

    fn line(&mut self, content: &[Inline]) {
        self.out.gap();
        self.inlines(content);
        self.out.gap();
    }

    /// Printed: the label, its separator, the body, a space, the credit.
    fn caption(&mut self, caption: &Caption) {
        let Caption { id: _, label, body, credit, short: _ } = caption;
        self.framed(Frame::Caption, |r| {
            if let Some(label) = label {
                r.out.text(&label.text());
                r.out.text(&label.separator);
                r.out.gap();
            }
            r.blocks(body);
            if let Some(credit) = credit {
                r.framed(Frame::Credit, |r| r.inlines(credit));
            }
        });
    }

    fn picture(&mut self, picture: &PictureRef) {
        let PictureRef { image, target, alt, title: _, width: _, height: _ } = picture;
        if image.is_none() {
            let words = format!("{}: {target}", self.words.get(Word::ImageMissing));
            return self.alone(Some(&words));
        }
        self.out.sign(Token::Picture(match alt {
            TreeAlt::Text(text) => Alt::text(text),
            TreeAlt::Decorative => Alt::Decorative,
            TreeAlt::Missing => Alt::Missing,
        }));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(Text { text }) => self.out.text(text),
            InlineKind::LineBreak => self.out.gap(),
            InlineKind::Styled { style, content } => match style {
                InlineStyle::Emph
                | InlineStyle::Strong
                | InlineStyle::Strike
                | InlineStyle::Subscript
                | InlineStyle::Superscript
                | InlineStyle::SmallCaps
                | InlineStyle::Underline
                | InlineStyle::Highlight
                | InlineStyle::Keys
                | InlineStyle::Placeholder => self.inlines(content),
            },
            InlineKind::Code(text) | InlineKind::Math(text) => self.out.text(text),
            InlineKind::Link(Link { target: _, title: _, content }) => self.inlines(content),
            InlineKind::Reference(Reference { target: _, form: _, content }) => self.inlines(content),
            InlineKind::PageOf(_) => self.out.text(PAGE),
            InlineKind::NoteCall(NoteCall { note, marker, anchor: _, first: _ }) => {
                self.out.sign(Token::Call(marker.clone(), note.0 as usize));
            }
            InlineKind::AuthorMark(AuthorMark { marker, anchor: _, note: _ }) => {
                self.out.sign(Token::Mark(marker.clone()));
            }
            InlineKind::Image(picture) => self.picture(picture),
            InlineKind::Span(Span { anchor: _, locale: _, classes: _, word_style: _, content }) => {
                self.inlines(content);
            }
            // What is deleted is no part of the text as printed; an index term prints nothing where it stands.
            InlineKind::IndexTerm(_) | InlineKind::Deleted { change: _, content: _ } => {}
            InlineKind::Inserted { change: _, content } => self.inlines(content),
            InlineKind::Commented(Comment { text: _, change: _, done: _, replies: _, content }) => {
                self.inlines(content)
            }
            InlineKind::CommentStart { range: _, comment: _ } | InlineKind::CommentEnd(_) => {}
            InlineKind::ParagraphEnd(_) => {}
            InlineKind::Raw(Raw { markup: _, instead }) => self.inlines(instead),
        }
    }
}
