//! Hostile input: no panic, bounded depth, and time that grows with the length and not with its square.
#![allow(clippy::disallowed_methods, reason = "the test measures time, as a ratio")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use chapbook_markdown::{ReadOptions, read};
use chapbook_model::{dump, is_normal};
use chapbook_source::{Diagnostic, FileId};

fn codes(source: &str) -> Vec<&'static str> {
    let (document, diagnostics) = read(FileId(0), source, &ReadOptions::default());
    assert!(is_normal(&document.body));
    diagnostics.iter().map(|d: &Diagnostic| d.code.name).collect()
}

/// What is repeated, and a way to repeat it.
type Case = (&'static str, fn(usize) -> String);

const CASES: &[Case] = &[
    ("quotations", |n| ">".repeat(n)),
    ("brackets", |n| "[".repeat(n)),
    ("balanced brackets", |n| "[".repeat(n) + &"]".repeat(n)),
    ("spans", |n| "[".repeat(n) + &"]{.a}".repeat(n)),
    ("inline notes", |n| "^[".repeat(n)),
    ("citations", |n| "[@a; ".repeat(n) + &"]".repeat(n)),
    ("emphasis", |n| "*a ".repeat(n)),
    ("nested emphasis", |n| "*".repeat(n) + "x" + &"*".repeat(n)),
    ("closing fences", |n| ":::\n".repeat(n)),
    ("opening fences", |n| "::: a\n".repeat(n)),
    ("open and closed fences", |n| "::: a\n".repeat(n) + &":::\n".repeat(n)),
    ("fences in quotations", |n| "> ::: a\n".repeat(n)),
    ("braces", |n| "{".repeat(n)),
    ("open attributes", |n| "]{.a ".repeat(n)),
    ("open values", |n| "x]{a=\"".repeat(n)),
    ("bullets", |n| "- ".repeat(n) + "a"),
    ("letters", |n| "a. ".repeat(n) + "a"),
    ("lists", |n| "1. x\n\ny\n\n".repeat(n)),
    ("scripts", |n| "~^a".repeat(n)),
    ("mathematics", |n| "$$\na\n".repeat(n)),
    ("note calls", |n| "[^a] ".repeat(n)),
    ("note definitions", |n| "[^a]: b\n\n".repeat(n)),
    ("note definitions on one line", |n| "[^a]: ".repeat(n)),
    ("table rows", |n| "|a|\n|-|\n".to_owned() + &"|b|c|\n".repeat(n)),
    ("captions", |n| ": c\n".repeat(n)),
    ("comments", |n| "<!-- a --> ".repeat(n)),
    ("images", |n| "![".repeat(n) + &"](a)".repeat(n)),
    ("link definitions", |n| "[a]: b {.c}\n".repeat(n)),
    ("headings", |n| "# h {#a}\n\n[h]\n\n".repeat(n)),
    ("chained notes", |n| {
        (0..n).fold(String::new(), |mut text, i| {
            let _ = write!(text, "[^{i}]: b[^{}]\n\n", i + 1);
            text
        })
    }),
    ("open changes", |n| "{++a ".repeat(n)),
    ("closed changes", |n| "{--".repeat(n) + &"--}".repeat(n)),
    ("closing changes", |n| "{~~a ".to_owned() + &"++} ~>".repeat(n)),
    ("remarks", |n| "{>>a\n".repeat(n)),
    ("changes over blocks", |n| "{++a\n\n".repeat(n) + &"b++}\n\n".repeat(n)),
    ("comments", |n| {
        (0..n).fold(String::new(), |mut text, i| {
            let _ = write!(text, "[c]{{.comment-start id={i}}}[]{{.comment-end id=x{i}}}");
            text
        })
    }),
    ("scripts of html", |n| "<sub>".repeat(n) + "a" + &"</sub>".repeat(n)),
    ("definitions", |n| "a\n".to_owned() + &":  b\n".repeat(n)),
    ("loose definitions", |n| "a\n\n".to_owned() + &":  b\n\n    c\n\n".repeat(n)),
    ("terms", |n| "a\n: b\n\n".repeat(n)),
    ("list tables", |n| "::: {.list-table}\n- - []{colspan=1000}\n".to_owned() + &"- - a\n".repeat(n)),
    ("abbreviations", |n| "*[a]: b\n".repeat(n)),
    ("bylines", |n| format!("By {}\n\n{}", "a* ".repeat(n), "* a\n\n<!-- -->\n\n".repeat(n))),
    ("photographs", |n| "(Photo: x)\n".repeat(n)),
    ("yaml", |n| format!("---\na: {}\n---\n", "[".repeat(n))),
    ("toml", |n| format!("+++\na = {}\n+++\n", "[".repeat(n))),
    ("control characters", |n| "\u{1}".repeat(n)),
];

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
    for (name, repeat) in CASES {
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
