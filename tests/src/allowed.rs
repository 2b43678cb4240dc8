//! The differences between the resolved tree and a finished file that are allowed, each with its reason. All else is a
//! fault. The list is to stay short.

use chapbook::Format;

use crate::expected::PAGE;
use crate::witness::{Token, Witness};

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

/// All of them.
pub const ALL: &[Allowance] = &[
    Allowance {
        name: "page-numbers",
        reason: "the page that a reference falls on is the one thing that the resolved tree leaves open; an EPUB's own \
                 contents have none",
        formats: &[Format::Pdf, Format::Epub, Format::Docx],
        apply: page_numbers,
    },
    Allowance {
        name: "bullets",
        reason: "which sign a bullet is, the theme says to PDF and Word, and an EPUB leaves to the reading system",
        formats: &[Format::Pdf, Format::Epub, Format::Docx],
        apply: bullets,
    },
];

fn page_numbers(expected: &mut Witness, found: &mut Witness) {
    let _ = found;
    each(expected, |tokens| tokens.retain(|token| *token != Token::Word(PAGE.to_owned())));
}

fn bullets(expected: &mut Witness, found: &mut Witness) {
    for witness in [expected, found] {
        each(witness, |tokens| {
            for token in tokens {
                if let Token::Item(marker) = token
                    && !marker.chars().any(char::is_alphanumeric)
                {
                    "•".clone_into(marker);
                }
            }
        });
    }
}

/// Changes every row of a witness.
fn each(witness: &mut Witness, mut change: impl FnMut(&mut Vec<Token>)) {
    change(&mut witness.body);
    witness.notes.iter_mut().for_each(|note| change(&mut note.body));
}
