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
use chapbook_model::{Document, compared, dump, is_normal, same_document};
use chapbook_source::FileId;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn parse(text: &str) -> Document {
    read(FileId(0), text, &ReadOptions::default()).0
}

/// What is wrong with a document that is written and read again; `None` if the laws hold.
fn broken(document: &Document) -> Option<String> {
    let text = write(document);
    let again = parse(&text);
    if !same_document(document, &again) {
        return Some(format!("W1: it reads otherwise\n{}--- written\n{text}", difference(document, &again)));
    }
    if !is_normal(&again.body) {
        return Some(format!("what was written does not read in normal form:\n{text}"));
    }
    let second = write(&again);
    (second != text).then(|| {
        let model = dump(document);
        format!("W2: the second writing differs\n--- first\n{text}--- second\n{second}--- the model\n{model}")
    })
}

/// The first lines in which two models differ, with some before and after.
fn difference(written: &Document, read: &Document) -> String {
    // Places are no part of it.
    let lines = |document: &Document| -> Vec<String> {
        let bare = |line: &str| match line.rsplit_once(' ') {
            Some((rest, place)) if place.contains("..") => rest.to_owned(),
            Some(_) | None => line.to_owned(),
        };
        dump(&compared(document)).lines().map(bare).collect()
    };
    let (written, read) = (lines(written), lines(read));
    let at = written.iter().zip(&read).position(|(a, b)| a != b).unwrap_or(written.len().min(read.len()));
    let shown = |lines: &[String]| lines[at.saturating_sub(6)..lines.len().min(at + 24)].join("\n");
    format!("--- the model\n{}\n--- read\n{}\n", shown(&written), shown(&read))
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

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases_to_run(),
        failure_persistence: None,
        rng_seed: seed(),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_laws_hold_for_random_models(choices in prop::collection::vec(any::<u8>(), 0..300)) {
        let document = models::document(&choices);
        prop_assert!(is_normal(&document.body));
        if let Some(what) = broken(&document) {
            prop_assert!(false, "{}", what);
        }
    }
}

/// The same models each time, so that the test says the same of the same program; others where more are asked for.
fn seed() -> RngSeed {
    if std::env::var_os("LAW_CASES").is_some() { RngSeed::Random } else { RngSeed::Fixed(2026) }
}

/// More of them where somebody asks: `LAW_CASES=100000 cargo test -p chapbook-markdown --test laws`.
fn cases_to_run() -> u32 {
    std::env::var("LAW_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2000)
}
