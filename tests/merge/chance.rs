//! Several edits at once, by chance.

use chapbook::merge::{ChangeKind, EditedDraft, MergeOptions, merge};
use chapbook_tests::parts;

use crate::drafts::{BOOK, draft, edited, files, paragraph};

/// Numbers that look like chance and are the same every time (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// Edits by chance, several at once: what comes home says what the draft says.
#[test]
fn edits_by_chance_come_home() {
    let base = draft(BOOK);
    let plain = ["The first paragraph", "A second one", "See ", "Last words.", "Quoted words."];
    let mut wrong = Vec::new();
    for seed in 0..60 {
        let mut chance = Chance(seed);
        let mut bytes = base.clone();
        let mut done = Vec::new();
        for _ in 0..=chance.below(3) {
            let words = plain[chance.below(plain.len())];
            let parts = parts::unzip(&bytes).expect("it is a package");
            let text = parts.iter().find(|part| part.name == "word/document.xml").expect("it has a text");
            if !String::from_utf8_lossy(&text.bytes).contains(words) {
                continue;
            }
            let whole = paragraph(&bytes, words);
            let new = "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr><w:r><w:t>Something *new*.</w:t></w:r></w:p>";
            let kind = chance.below(5);
            done.push((kind, words));
            let edits: Vec<(String, String)> = match kind {
                0 => vec![(words.to_owned(), words.replace(' ', " rather "))],
                1 => vec![(whole, String::new())],
                2 => vec![(whole.clone(), format!("{whole}{new}"))],
                3 => vec![(whole.clone(), format!("{new}{whole}"))],
                _ => {
                    let other = plain[chance.below(plain.len())];
                    if other == words || !String::from_utf8_lossy(&text.bytes).contains(other) {
                        continue;
                    }
                    let there = paragraph(&bytes, other);
                    vec![(whole.clone(), String::new()), (there.clone(), format!("{there}{whole}"))]
                }
            };
            for (was, is) in &edits {
                bytes = edited(&bytes, &[(was, is)]);
            }
        }
        let back = EditedDraft { name: "d.docx".into(), bytes, baseline: None };
        let found = merge(&[back], &files(BOOK), "a.md", &MergeOptions::default()).expect("the baseline is there");
        let open: Vec<_> = found.reports[0].changes.iter().filter(|c| c.kind == ChangeKind::NotApplied).collect();
        // The note of a paragraph that is gone is in the package still, and called nowhere.
        let differing: Vec<_> = found.differing.iter().filter(|text| *text != "The note.").collect();
        if !differing.is_empty() || !open.is_empty() {
            let text = found.files.first().map(|(_, text)| text.as_str()).unwrap_or_default();
            wrong.push(format!("{seed} {done:?}: {:?} {open:?}\n{text}", found.differing));
        }
    }
    assert!(wrong.is_empty(), "{} of 60:\n{}", wrong.len(), wrong.join("\n"));
}
