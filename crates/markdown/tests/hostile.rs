//! Hostile input: no panic, bounded depth, and time that grows with the length and not with its square.
#![allow(clippy::disallowed_methods, reason = "the test measures time, as a ratio")]

mod hostile_texts;

use std::fmt::Write;
use std::time::{Duration, Instant};

use chapbook_markdown::{ReadOptions, read};
use chapbook_model::{dump, is_normal};
use chapbook_source::{Diagnostic, FileId};
use hostile_texts::REPETITIONS;

fn codes(source: &str) -> Vec<&'static str> {
    let (document, diagnostics) = read(FileId(0), source, &ReadOptions::default());
    assert!(is_normal(&document.body));
    diagnostics.iter().map(|d: &Diagnostic| d.code.name).collect()
}

/// The shortest of a few readings: whatever else the machine does only adds.
fn time(source: &str) -> Duration {
    let once = || {
        let start = Instant::now();
        let (document, _) = read(FileId(0), source, &ReadOptions::default());
        let time = start.elapsed();
        drop(document);
        time
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

#[test]
fn time_grows_with_the_length() {
    // Linear growth is a factor of 8 and the square 64. A case that fails is measured again, since a machine
    // that is busy with other things can make any one measurement long.
    for (name, repeat) in REPETITIONS {
        let (short, long) = (repeat(600), repeat(4800));
        let grows = || time(&long).as_secs_f64() / time(&short).as_secs_f64().max(1e-4);
        let growth = (0..3).map(|_| grows()).find(|growth| *growth < 28.0);
        assert!(growth.is_some(), "{name}: eight times the text takes more than 28 times as long");
    }
}

#[test]
fn depth_is_bounded_and_said() {
    for source in [
        ">".repeat(5000) + " text",
        "- ".repeat(5000) + "text",
        "a. ".repeat(5000) + "text",
        "::: a\n".repeat(5000) + "text",
        "[".repeat(5000) + "text" + &"]{.a}".repeat(5000),
        "*".repeat(5001) + "text" + &"*".repeat(5001),
        "> ::: a\n".to_owned() + &"> ".repeat(70) + "text",
    ] {
        let (document, diagnostics) = read(FileId(0), &source, &ReadOptions::default());
        assert!(diagnostics.iter().any(|d| d.code.name == "nesting-too-deep"), "{}", &source[..20]);
        let dump = dump(&document);
        assert!(dump.contains("text"), "the innermost text is kept");
        let indent = |line: &str| line.len() - line.trim_start().len();
        let deepest = dump.lines().map(indent).max().unwrap_or(0);
        assert!(deepest <= 2 * 2 * (64 + 2), "{deepest} columns deep");
    }
    // Twenty quotations and lists around a heading are no hostile thing.
    let deep = "> - ".repeat(20) + "# Heading";
    assert_eq!(codes(&deep), Vec::<&str>::new());
}

#[test]
fn hostile_front_matter_is_an_error() {
    let mut laughs = "---\na: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, last) in ('b'..='k').zip('a'..) {
        let _ = writeln!(laughs, "{name}: &{name} [{}]", vec![format!("*{last}"); 9].join(","));
    }
    laughs.push_str("---\n\nText.");
    let cyclic = "---\na: &a [*a]\n---\n\nText.".to_owned();
    let deep = format!("---\na: {}\n---\n\nText.", "{a: ".repeat(50_000));
    let indented: String = (0..300).fold("---\n".to_owned(), |text, i| text + &" ".repeat(i) + "a:\n") + "---\n\nText.";
    let toml = format!("+++\na = {}\n+++\n\nText.", "[".repeat(50_000));
    let long = format!("---\na: {}\n---\n\nText.", "x ".repeat(1 << 20));
    for source in [laughs, cyclic, deep, indented, toml, long] {
        assert_eq!(codes(&source), ["front-matter-syntax"], "{}", &source[..30]);
    }
}

#[test]
fn odd_files_are_read() {
    for source in
        ["", "\u{feff}", "\n", "\r", "\u{feff}---\n", "---", "\0", "\u{feff}# Heading", "a\0b\u{b}c", "---\n---\n"]
    {
        let _ = codes(source);
    }
    // A note's label with no text after it, before a word that might begin a caption.
    assert_eq!(codes("a. [^n]: \\\r\nTerm\n"), ["note-unused"]);
    let (document, diagnostics) = read(FileId(0), "\u{feff}# A\0b\u{ffff}\r\rc", &ReadOptions::default());
    assert_eq!(
        dump(&document),
        "heading 1 3..11\n  text \"A\u{fffd}b\u{fffd}\" 5..11\nparagraph 13..14\n  text \"c\" 13..14\n"
    );
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].message, "the control character U+0000 became U+FFFD");
}
