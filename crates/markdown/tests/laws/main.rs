//! The laws of writing (DIALECT 13), on everything there is to read: what is written reads as what was written
//! (W1), writing it again changes nothing (W2), and for every source the model survives (W3). The rules of the
//! writer have to do it: how many blocks needed their text escaped throughout is part of what is asked.
#![allow(clippy::disallowed_methods, reason = "tests read cases and the corpus from disk")]
#![allow(clippy::print_stderr, reason = "a test that cannot run says so loudly")]

mod gfm;
mod models;
#[path = "../sources/mod.rs"]
mod sources;

use chapbook_markdown::{ReadOptions, doubtful, read, write};
use chapbook_model::{Document, dump, dump_blocks, is_normal, same_blocks_and_notes, same_document};
use chapbook_source::FileId;

fn parse(text: &str) -> Document {
    read(FileId(0), text, &ReadOptions::default()).0
}

/// What is wrong with a document that is written and read again; `None` if the laws hold.
fn broken(document: &Document) -> Option<String> {
    let text = write(document);
    let again = parse(&text);
    if !same_document(document, &again) {
        let differs = document.body.iter().zip(&again.body).position(|(a, b)| {
            let (a, b) = (std::slice::from_ref(a), std::slice::from_ref(b));
            !same_blocks_and_notes((a, &document.notes), (b, &again.notes))
        });
        // Of a book, the first block that differs is enough.
        let (shown, read) = match differs.filter(|_| text.len() > 2000) {
            Some(at) => (dump_blocks(&document.body[at..=at]), dump_blocks(&again.body[at..=at])),
            None => (dump(document), dump(&again)),
        };
        let place = differs.map_or(0, |at| again.body[at].span.start as usize);
        let written: String = text.chars().skip(text[..place].chars().count()).take(2000).collect();
        return Some(format!("W1: it reads otherwise\n--- the model\n{shown}--- written\n{written}--- read\n{read}"));
    }
    if !is_normal(&again.body) {
        return Some(format!("what was written does not read in normal form:\n{text}"));
    }
    let second = write(&again);
    (second != text).then(|| format!("W2: the second writing differs\n--- first\n{text}--- second\n{second}"))
}

/// Asserts the laws for sources, and that no more than `guarded` blocks needed all their text escaped.
fn hold(sources: impl IntoIterator<Item = (String, String)>, guarded: usize) {
    let (mut wrong, mut care) = (Vec::new(), Vec::new());
    for (name, source) in sources {
        let document = parse(&source);
        if let Some(what) = broken(&document) {
            let source: String = source.chars().take(1000).collect();
            wrong.push(format!("=== {name}\n{source}\n{what}"));
        }
        let blocks = doubtful(&document);
        if !blocks.is_empty() {
            care.push((name, blocks));
        }
    }
    let shown: String = wrong.iter().take(5).map(|what| what.chars().take(4000).collect::<String>()).collect();
    assert!(wrong.is_empty(), "{} sources break the laws\n{shown}", wrong.len());
    let count: usize = care.iter().map(|(_, blocks)| blocks.len()).sum();
    assert!(count <= guarded, "{count} blocks needed all their text escaped: {care:?}");
}

#[test]
fn the_laws_hold_for_the_cases() {
    hold(sources::cases(), 0);
}

#[test]
fn the_laws_hold_for_commonmark() {
    hold(sources::commonmark().into_iter().map(|example| (example.number.to_string(), example.markdown)), 0);
}

#[test]
fn the_laws_hold_for_books() {
    hold(sources::books(), 0);
}

#[test]
fn the_laws_hold_for_gfm() {
    hold(gfm::CASES.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())), 0);
}
