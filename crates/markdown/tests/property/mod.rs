//! What must hold of every text, for the fuzz target and for the tests that replay its corpus.

use chapbook_markdown::{Habits, ReadOptions, read, write};
use chapbook_model::{Document, compared, dump, is_normal, same_document};
use chapbook_source::{FileId, Span};

/// Reads a text and holds what comes out to the laws: no panic, normal form, every place inside the text and
/// between its characters, the same result
/// twice, and the laws of writing.
pub(crate) fn property(text: &str) {
    for habits in [Habits::Report, Habits::Convert] {
        let options = ReadOptions { habits, ..ReadOptions::default() };
        let (document, diagnostics) = read(FileId(0), text, &options);
        assert!(is_normal(&document.body), "the body is not in normal form");
        for diagnostic in &diagnostics {
            if let Some(span) = diagnostic.span {
                inside(text, span, &diagnostic.message);
            }
            if let Some(edit) = &diagnostic.edit {
                inside(text, edit.span, &diagnostic.message);
            }
        }
        places(text, &document);
        document.notes.values().for_each(|note| assert!(is_normal(&note.body), "a note is not in normal form"));
        let again = read(FileId(0), text, &options);
        assert!(again.0 == document && again.1 == diagnostics, "the same text is read in two ways");
        // A title that was found beside front matter that does not parse has no place to be written to.
        if habits == Habits::Report {
            rewritten(&document);
        }
    }
}

/// Holds the writer to its laws (DIALECT 13): what is written reads as the same document, and writing that again
/// changes nothing.
fn rewritten(document: &Document) {
    let written = write(document);
    let options = ReadOptions { habits: Habits::Off, ..ReadOptions::default() };
    let (again, _) = read(FileId(0), &written, &options);
    let differs = || format!("{}--- reads as\n{}", dump(&compared(document)), dump(&compared(&again)));
    assert!(same_document(document, &again), "written and read otherwise:\n{written}--- was\n{}", differs());
    assert_eq!(write(&again), written, "the second writing differs");
}

fn inside(text: &str, span: Span, of: &str) {
    assert!(span.is_none() || text.get(span.range()).is_some(), "{span:?} of {of} is no place in the text");
}

/// The places of all nodes, which are the last word of each line of a dump.
fn places(text: &str, document: &Document) {
    let dump = dump(document);
    let mut count = 0;
    for line in dump.lines() {
        let place = line.rsplit(' ').next().and_then(|word| word.split_once(".."));
        let Some((Ok(start), Ok(end))) = place.map(|(start, end)| (start.parse(), end.parse())) else { continue };
        count += 1;
        assert!(text.get(start..end).is_some(), "this is no place in the text: {line}");
    }
    assert!(count > 0 || document.body.is_empty(), "a dump shows places");
}
