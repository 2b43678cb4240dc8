//! What the dialect takes from Pandoc means what it means to Pandoc: each case of `cases.txt` has a source and what
//! both say of it, in the notation of `notation.rs`. This test holds the reader to it; `cargo xtask oracle` asks pandoc.
//! Where the dialect means something else, the case says what each of both says, and why.
#![allow(clippy::disallowed_methods, reason = "the cases are a file, and an environment variable updates it")]

mod notation;

use chapbook_markdown::{ReadOptions, read};
use chapbook_source::FileId;

const BOTH: &str = "~~~ both say\n";
const PANDOC: &str = "~~~ pandoc says\n";
const WE: &str = "~~~ we say, since ";

#[test]
fn the_reader_agrees_with_pandoc() {
    // The line of a name is told from the underline of a heading by what stands before it.
    let text = format!("\n{}", include_str!("cases.txt"));
    let cases: Vec<&str> = text.split("\n=== ").skip(1).collect();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut wrong = String::new();
    for case in cases {
        let (name, rest) = case.split_once('\n').expect("a case has a name");
        let (source, expected) = match (rest.split_once(BOTH), rest.split_once(PANDOC)) {
            (Some(parts), _) => parts,
            (None, Some((source, rest))) => {
                let (_, ours) = rest.split_once(WE).unwrap_or_else(|| panic!("{name}: what do we say?"));
                let (reason, ours) = ours.split_once('\n').expect("a reason is a line");
                assert!(!reason.trim().is_empty(), "{name} has no reason");
                (source, ours)
            }
            (None, None) => (rest, ""),
        };
        let found = notation::of(&read(FileId(0), source, &ReadOptions::default()).0);
        if found.trim_end() != expected.trim_end() {
            wrong.push_str(&format!("=== {name}\n{source}--- expected\n{expected}--- found\n{found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
