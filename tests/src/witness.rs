//! What a document says, whoever reads it: a row of words and signs in reading order, and the notes in the order of
//! their first calls. Every reader of a finished file gives one, and so does the resolved tree.

use std::fmt;

/// What one reader found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witness {
    /// The text in reading order, without the notes.
    pub body: Vec<Token>,
    /// The notes in the order of their first calls.
    pub notes: Vec<Note>,
    /// Where the file contradicts itself: a call of no note, a list without a definition.
    pub faults: Vec<String>,
}

/// A note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The mark that leads it.
    pub marker: String,
    /// Its text.
    pub body: Vec<Token>,
}

/// A word or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Characters without white space.
    Word(String),
    /// The marker of a list item, as shown.
    Item(String),
    /// The call of a note: its mark, and which of [`Witness::notes`] it calls.
    Call(String, usize),
    /// The mark at an author's name, tied to an author note of the body.
    Mark(String),
    /// A picture.
    Picture(Alt),
    /// Something begins.
    Open(Frame),
    /// It ends.
    Close(Frame),
}

/// What a picture says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alt {
    /// Its alternative text, with single spaces.
    Text(String),
    /// Nothing: it is decoration.
    Decorative,
    /// Nothing: nobody said.
    Missing,
}

/// Things that have words of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// The title of the document.
    Title,
    /// A heading: its level.
    Heading(u8),
    /// A title that `resolve` made or that belongs to a box: "Contents", "Notes", "Warning".
    Made,
    /// The words of a figure or table.
    Caption,
    /// Who made it.
    Credit,
    /// The sign of a scene break.
    Ornament,
    /// A note on an author in the body; its mark comes first.
    AuthorNote,
    /// A cell of a table.
    Cell,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Item(marker) => write!(f, "‹item {marker}›"),
            Self::Call(marker, note) => write!(f, "‹call {marker} of note {note}›"),
            Self::Mark(marker) => write!(f, "‹mark {marker}›"),
            Self::Picture(Alt::Text(alt)) => write!(f, "‹picture {alt:?}›"),
            Self::Picture(Alt::Decorative) => f.write_str("‹decoration›"),
            Self::Picture(Alt::Missing) => f.write_str("‹picture without alt›"),
            Self::Open(frame) => write!(f, "‹{frame:?}›"),
            Self::Close(frame) => write!(f, "‹/{frame:?}›"),
        }
    }
}

/// Takes down text and signs. White space ends a word, whatever kind it is; a soft hyphen is no part of one.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    tokens: Vec<Token>,
    word: String,
}

impl Transcript {
    /// Characters.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\u{AD}' => {}
                c if c.is_whitespace() => self.gap(),
                c => self.word.push(c),
            }
        }
    }

    /// The word ends here.
    pub fn gap(&mut self) {
        if !self.word.is_empty() {
            self.tokens.push(Token::Word(std::mem::take(&mut self.word)));
        }
    }

    /// A sign. Text before and after it is never one word.
    pub fn sign(&mut self, token: Token) {
        self.gap();
        self.tokens.push(token);
    }

    /// What was taken down.
    pub fn finish(mut self) -> Vec<Token> {
        self.gap();
        self.tokens
    }
}

impl Alt {
    /// The text with single spaces.
    pub fn text(text: &str) -> Self {
        Self::Text(single_spaced(text))
    }
}

/// The words of a text with a space between them.
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
