//! Holds what a reader found in a finished file against what the resolved tree says.

use chapbook::Format;

use crate::diff::{Step, steps};
use crate::witness::{Token, Witness};
use crate::{allowed, read_docx, read_epub, read_pdf};

/// How many differences of one row are told.
const MOST: usize = 6;
/// How many words are shown around a difference.
const AROUND: usize = 5;

/// Reads a finished file.
pub fn read(format: Format, bytes: &[u8]) -> Result<Witness, String> {
    match format {
        Format::Pdf | Format::Print => read_pdf::read(bytes),
        Format::Epub => read_epub::read(bytes),
        Format::Docx => read_docx::read(bytes),
    }
}

/// What differs, in words; nothing if the file says what the tree says, up to the differences that are allowed.
pub fn compare(format: Format, expected: &Witness, found: &Witness) -> Vec<String> {
    let (mut expected, mut found) = (expected.clone(), found.clone());
    for allowance in allowed::ALL.iter().filter(|allowance| allowance.formats.contains(&format)) {
        (allowance.apply)(&mut expected, &mut found);
    }
    let mut faults: Vec<String> =
        found.faults.iter().map(|fault| format!("the file contradicts itself: {fault}")).collect();
    row("the text", &expected.body, &found.body, &mut faults);
    if expected.notes.len() != found.notes.len() {
        faults.push(format!("{} notes were expected, {} are there", expected.notes.len(), found.notes.len()));
    }
    for (index, (expected, found)) in expected.notes.iter().zip(&found.notes).enumerate() {
        let name = format!("note {index} ({})", expected.marker);
        if expected.marker != found.marker {
            faults.push(format!("{name} has the mark {:?}", found.marker));
        }
        row(&name, &expected.body, &found.body, &mut faults);
    }
    faults
}

/// Compares two rows of words and signs.
fn row(name: &str, expected: &[Token], found: &[Token], faults: &mut Vec<String>) {
    let steps = steps(expected, found);
    let mut at = 0;
    let mut told = 0;
    while at < steps.len() {
        if matches!(steps[at], Step::Same(_)) {
            at += 1;
            continue;
        }
        let end = at + steps[at..].iter().take_while(|step| !matches!(step, Step::Same(_))).count();
        told += 1;
        if told > MOST {
            faults.push(format!("{name} differs in more places"));
            return;
        }
        let lost =
            words(steps[at..end].iter().filter_map(|step| if let Step::Lost(t) = step { Some(*t) } else { None }));
        let added =
            words(steps[at..end].iter().filter_map(|step| if let Step::Added(t) = step { Some(*t) } else { None }));
        let before = words(steps[at.saturating_sub(AROUND)..at].iter().filter_map(any));
        let after = words(steps[end..steps.len().min(end + AROUND)].iter().filter_map(any));
        faults.push(format!("{name}: after “{before}”, before “{after}”: expected “{lost}”, found “{added}”"));
        at = end;
    }
}

fn any<'t>(step: &Step<&'t Token>) -> Option<&'t Token> {
    match step {
        Step::Same(token) | Step::Lost(token) => Some(token),
        Step::Added(_) => None,
    }
}

fn words<'t>(tokens: impl Iterator<Item = &'t Token>) -> String {
    tokens.map(Token::to_string).collect::<Vec<_>>().join(" ")
}
