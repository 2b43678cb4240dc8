//! The differences between the resolved tree and a finished file that are allowed, each with its reason. All else is a
//! fault. The list is to stay short.

use chapbook::Format;

use crate::diff::{Step, steps};
use crate::expected::PAGE;
use crate::witness::{Alt, Frame, Note, Token, Witness};

/// A difference that is allowed.
#[derive(Debug)]
pub struct Allowance {
    /// What it is about.
    pub name: &'static str,
    /// Why it is allowed.
    pub reason: &'static str,
    /// Where.
    pub formats: &'static [Format],
    /// Takes the difference out of both: of what was expected, and of what was found.
    pub apply: fn(&mut Witness, &mut Witness),
}

const ALL_FORMATS: &[Format] = &Format::ALL;
const PDF: &[Format] = &[Format::Pdf, Format::Print];

/// All of them.
pub const ALL: &[Allowance] = &[
    Allowance {
        name: "bullets",
        reason: "which sign a bullet is, the theme says to PDF and Word, and an EPUB leaves to the reading system",
        formats: ALL_FORMATS,
        apply: bullets,
    },
    Allowance {
        name: "empty",
        reason: "a heading or caption without a word may be left out: a reader would stop at it for nothing",
        formats: ALL_FORMATS,
        apply: empty,
    },
    Allowance {
        name: "ranks",
        reason: "PDF/UA-1, 7.4.2 wants the ranks of headings without a gap, and the title to be the first of them",
        formats: PDF,
        apply: ranks,
    },
    Allowance {
        name: "decoration",
        reason: "a decorative picture is an artifact in a PDF, and no part of what is read",
        formats: PDF,
        apply: decoration,
    },
    Allowance {
        name: "ornaments",
        reason: "the sign of a scene break is drawn in a PDF and not read out, as PDF has no element for a break",
        formats: PDF,
        apply: ornaments,
    },
    Allowance {
        name: "boxes",
        reason: "Word's items keep the bullet of their list; the box of a task is the first word after it, with Word's \
                 own sign for what is done",
        formats: &[Format::Docx],
        apply: boxes,
    },
    Allowance {
        name: "credits",
        reason: "PDF has no structure element for a credit; its words are in the caption",
        formats: PDF,
        apply: credits,
    },
    Allowance {
        name: "author-notes",
        reason: "a note on an author is a Note in a PDF like any other, and its mark a Reference",
        formats: PDF,
        apply: author_notes,
    },
    // After all that changes the number of words before it.
    Allowance {
        name: "made-titles",
        reason: "a title that nobody typed (Contents, Notes, Abstract) is a heading or a line, as the format likes it",
        formats: ALL_FORMATS,
        apply: made_titles,
    },
    // The last, since it looks at what differs.
    Allowance {
        name: "page-numbers",
        reason: "the page that a reference falls on is the one thing that the resolved tree leaves open; the contents \
                 of an EPUB show none",
        formats: ALL_FORMATS,
        apply: page_numbers,
    },
];

const BOXES: [char; 2] = ['☐', '☑'];

fn bullets(expected: &mut Witness, found: &mut Witness) {
    for token in tokens(expected).chain(tokens(found)) {
        if let Token::Item(marker) = token
            && !marker.chars().any(|c| c.is_alphanumeric() || BOXES.contains(&c))
        {
            "•".clone_into(marker);
        }
    }
}

fn empty(expected: &mut Witness, found: &mut Witness) {
    for witness in [expected, found] {
        each(witness, |tokens| {
            let mut kept: Vec<Token> = Vec::new();
            for token in std::mem::take(tokens) {
                match (&token, kept.last()) {
                    (Token::Close(closes), Some(Token::Open(opens))) if closes == opens && *closes != Frame::Cell => {
                        kept.pop();
                    }
                    _ => kept.push(token),
                }
            }
            *tokens = kept;
        });
    }
}

/// How many words may stand between where a made title was expected and where it is.
const NEAR: usize = 3;

/// Takes the frames of made titles out of what was expected, and those of the headings that stand for them out of what
/// was found: of headings with the same words the one that is nearest, counted in words.
fn made_titles(expected: &mut Witness, found: &mut Witness) {
    made_titles_of(&mut expected.body, &mut found.body);
    for (expected, found) in expected.notes.iter_mut().zip(&mut found.notes) {
        made_titles_of(&mut expected.body, &mut found.body);
    }
}

fn made_titles_of(expected: &mut Vec<Token>, found: &mut Vec<Token>) {
    for (words_before, title) in framed(expected, |frame| frame == Frame::Made) {
        let headings = framed(found, |frame| matches!(frame, Frame::Heading(_)));
        let same = headings.iter().filter(|(_, words)| *words == title);
        let nearest = same.min_by_key(|(before, _)| before.abs_diff(words_before));
        // Another title of the same words is further away.
        let Some((nearest, _)) = nearest.filter(|(before, _)| before.abs_diff(words_before) < NEAR) else { continue };
        let mut words = 0;
        let mut inside = false;
        found.retain(|token| {
            words += usize::from(is_counted(token));
            let opens = matches!(token, Token::Open(Frame::Heading(_))) && words == *nearest;
            let closes = inside && matches!(token, Token::Close(Frame::Heading(_)));
            inside = opens || inside && !closes;
            !opens && !closes
        });
    }
    expected.retain(|token| !matches!(token, Token::Open(Frame::Made) | Token::Close(Frame::Made)));
}

/// What stands in each frame of a kind, and how many words stand before it.
fn framed(tokens: &[Token], wanted: fn(Frame) -> bool) -> Vec<(usize, Vec<Token>)> {
    let mut words = 0;
    let mut frames = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        words += usize::from(is_counted(token));
        if let Token::Open(frame) = token
            && wanted(*frame)
        {
            let rest = &tokens[at + 1..];
            let end = rest.iter().position(|token| matches!(token, Token::Close(_))).unwrap_or(rest.len());
            frames.push((words, rest[..end].to_vec()));
        }
    }
    frames
}

/// Whether a token is a word and no number: page numbers are not known yet.
fn is_counted(token: &Token) -> bool {
    let Token::Word(word) = token else { return false };
    !word.contains(PAGE) && word.chars().any(char::is_alphabetic)
}

fn ranks(expected: &mut Witness, found: &mut Witness) {
    for token in tokens(expected).chain(tokens(found)) {
        if let Token::Open(frame) | Token::Close(frame) = token
            && matches!(frame, Frame::Title | Frame::Heading(_))
        {
            *frame = Frame::Heading(1);
        }
    }
}

fn decoration(expected: &mut Witness, _: &mut Witness) {
    each(expected, |tokens| tokens.retain(|token| *token != Token::Picture(Alt::Decorative)));
}

fn ornaments(expected: &mut Witness, _: &mut Witness) {
    each(expected, |tokens| {
        let mut inside = false;
        tokens.retain(|token| {
            inside |= *token == Token::Open(Frame::Ornament);
            let keep = !inside;
            inside &= *token != Token::Close(Frame::Ornament);
            keep
        });
    });
}

fn boxes(expected: &mut Witness, _found: &mut Witness) {
    each(expected, |tokens| {
        let items = std::mem::take(tokens);
        for token in items {
            match token {
                Token::Item(marker) if marker.starts_with(BOXES) => {
                    tokens.extend([Token::Item("•".to_owned()), Token::Word(marker)]);
                }
                token => tokens.push(token),
            }
        }
    });
}

fn credits(expected: &mut Witness, _: &mut Witness) {
    let is_credit = |token: &Token| matches!(token, Token::Open(Frame::Credit) | Token::Close(Frame::Credit));
    each(expected, |tokens| tokens.retain(|token| !is_credit(token)));
}

/// Makes notes of the notes on authors, in the order of the first calls, and calls of their marks.
fn author_notes(expected: &mut Witness, _: &mut Witness) {
    let mut body = Vec::new();
    let mut on_authors: Vec<Note> = Vec::new();
    let mut inside = false;
    for token in std::mem::take(&mut expected.body) {
        match token {
            Token::Open(Frame::AuthorNote) => {
                on_authors.push(Note::default());
                inside = true;
            }
            Token::Close(Frame::AuthorNote) => inside = false,
            token if inside => {
                let note = on_authors.last_mut().expect("a note is open");
                match token {
                    Token::Mark(mark) if note.marker.is_empty() && note.body.is_empty() => note.marker = mark,
                    token => note.body.push(token),
                }
            }
            token => body.push(token),
        }
    }
    // The notes of both kinds by their calls, then those that nothing calls.
    let mut order: Vec<Called> = Vec::new();
    for token in &mut body {
        let called = match token {
            Token::Call(_, note) => Called::Note(*note),
            Token::Mark(mark) => match on_authors.iter().position(|note| note.marker == *mark) {
                Some(note) => Called::OnAuthor(note),
                None => continue,
            },
            _ => continue,
        };
        let at = order.iter().position(|one| *one == called).unwrap_or_else(|| {
            order.push(called);
            order.len() - 1
        });
        let (Token::Call(mark, _) | Token::Mark(mark)) = &*token else { continue };
        *token = Token::Call(mark.clone(), at);
    }
    let all = (0..expected.notes.len()).map(Called::Note).chain((0..on_authors.len()).map(Called::OnAuthor));
    for called in all {
        if !order.contains(&called) {
            order.push(called);
        }
    }
    let notes = order.iter().map(|called| match called {
        Called::Note(note) => expected.notes[*note].clone(),
        Called::OnAuthor(note) => on_authors[*note].clone(),
    });
    expected.notes = notes.collect();
    expected.body = body;
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Called {
    Note(usize),
    OnAuthor(usize),
}

/// Takes out each page that was left open, and the number that stands for it.
fn page_numbers(expected: &mut Witness, found: &mut Witness) {
    pages_of(&mut expected.body, &mut found.body);
    for (expected, found) in expected.notes.iter_mut().zip(&mut found.notes) {
        pages_of(&mut expected.body, &mut found.body);
    }
}

fn pages_of(expected: &mut Vec<Token>, found: &mut Vec<Token>) {
    let is_open = |token: &Token| if let Token::Word(word) = token { word.contains(PAGE) } else { false };
    if !expected.iter().any(is_open) {
        return;
    }
    let (old, new) = (expected.clone(), found.clone());
    let steps = steps(&old, &new);
    let (mut expected_kept, mut found_kept) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < steps.len() {
        if let Step::Same(token) = steps[at] {
            expected_kept.push(token.clone());
            found_kept.push(token.clone());
            at += 1;
            continue;
        }
        let run = steps[at..].iter().take_while(|step| !matches!(step, Step::Same(_)));
        let (mut lost, mut added) = (Vec::new(), Vec::new());
        for step in run {
            match step {
                Step::Lost(token) => lost.push((*token).clone()),
                Step::Added(token) => added.push((*token).clone()),
                Step::Same(_) => {}
            }
            at += 1;
        }
        match (lost.as_slice(), added.as_slice()) {
            ([Token::Word(word)], []) if word == PAGE => continue,
            ([Token::Word(word)], [Token::Word(number)]) if is_filled(word, number) => continue,
            _ => {}
        }
        expected_kept.extend(lost);
        found_kept.extend(added);
    }
    (*expected, *found) = (expected_kept, found_kept);
}

/// Whether a word is the expected one with a number, or an arrow, in the place of the page.
fn is_filled(expected: &str, found: &str) -> bool {
    let Some((before, after)) = expected.split_once(PAGE) else { return false };
    let number = found.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap_or_default();
    matches!(number, "→" | "←")
        || !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || "ivxlcdm".contains(c))
}

fn tokens(witness: &mut Witness) -> impl Iterator<Item = &mut Token> {
    witness.body.iter_mut().chain(witness.notes.iter_mut().flat_map(|note| &mut note.body))
}

/// Changes every row of a witness.
fn each(witness: &mut Witness, mut change: impl FnMut(&mut Vec<Token>)) {
    change(&mut witness.body);
    witness.notes.iter_mut().for_each(|note| change(&mut note.body));
}
