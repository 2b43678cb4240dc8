//! The laws of the way back, over documents made at random: what is written as DOCX is read as it was, a draft that
//! nobody edited changes no byte, and an edit comes home or is told.
#![allow(clippy::disallowed_methods, reason = "tests ask how many cases are wanted")]

#[path = "way_back/edits.rs"]
mod edits;
#[path = "way_back/held.rs"]
mod held;
#[path = "way_back/marks.rs"]
mod marks;
#[path = "../crates/markdown/tests/laws/models.rs"]
mod models;
#[path = "way_back/trip.rs"]
mod trip;
#[path = "import/view.rs"]
mod view;

use chapbook_model::{Document, InlineKind, Metadata, Node};
use chapbook_source::Span;
use chapbook_values::Language;

/// How many documents are made where nobody asks for more: a few seconds' worth. `LAW_CASES=5000` asks for more,
/// and `LAW_SEED=7` for others.
const USUAL: u64 = 50;

/// The most failures that are shown, those of the shortest documents.
const SHOWN: usize = 3;

/// Numbers that look like chance and are the same every time (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 20
    }
}

/// Holds a law against documents made at random.
fn law(holds: impl Fn(&Document, &mut Chance) -> Result<(), String>) {
    let asked = |name: &str, usual| std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual);
    let (cases, from): (u64, u64) = (asked("LAW_CASES", USUAL), asked("LAW_SEED", 0));
    let mut failures = Vec::new();
    for case in from * 1_000_000..from * 1_000_000 + cases {
        let mut chance = Chance(case.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        // Most documents are short, so that what fails can be read.
        let length = 4 + (chance.next() % 14 * (chance.next() % 14)) as usize;
        let choices: Vec<u8> = (0..length).map(|_| chance.next() as u8).collect();
        let mut document = models::document(&choices);
        document.metadata = Metadata {
            title: Some(vec![Node::new(InlineKind::Text("A title".into()), Span::NONE)]),
            language: Some(Language::english()),
            ..Metadata::default()
        };
        if let Err(fault) = holds(&document, &mut chance) {
            failures.push((fault.len(), case, fault));
        }
    }
    failures.sort();
    let shown: Vec<String> =
        failures.iter().take(SHOWN).map(|(_, case, fault)| format!("== {case}\n{fault}")).collect();
    assert!(failures.is_empty(), "{} of {cases} documents\n{}", failures.len(), shown.join("\n"));
}

#[test]
fn what_is_written_is_read_as_it_was() {
    law(|document, _| trip::there_and_back(&held::held(document)));
}

#[test]
fn a_draft_that_nobody_edited_changes_no_byte() {
    law(|document, _| edits::none(&chapbook_markdown::write(document)));
}

#[test]
fn an_edit_comes_home_or_is_told() {
    law(|document, chance| {
        let seeds: Vec<u64> = (0..1 + chance.next() % 3).map(|_| chance.next()).collect();
        edits::some(&chapbook_markdown::write(document), &seeds, None)
    });
}

#[test]
fn what_was_written_meanwhile_stays() {
    law(|document, chance| edits::some(&chapbook_markdown::write(document), &[chance.next()], Some(chance.next())));
}
