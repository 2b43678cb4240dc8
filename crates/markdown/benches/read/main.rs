//! How long reading takes, and how that grows: `cargo bench -p chapbook-markdown`.
//!
//! Three tables are printed, and under each the budgets of DIALECT 14 that are missed. Each time is the least of
//! many runs, so that other work on the machine hardly shows.
//!
//! 1. *Against a bare parse.* `bare` is pulldown-cmark with the options that the reader uses, every event looked
//!    at and dropped; `ours` is `read`, with the whole model made. The ratio's budget is 3.
//! 2. *Growth.* Each hostile repetition at N, 2N and 4N bytes. Linear growth is a ratio of 2 at each step, the square
//!    one of 4; the budget is 6.8 for both steps together, since times are never exact and the model of a longer
//!    text leaves the processor's caches. Where it is missed, the bare parse is shown beside it.
//! 3. *A million words.* The budgets are 1.5 s, and 10 times the text's size in memory over the text itself.
//!
//! It judges nothing: a machine's speed is no test. What must hold everywhere is in `tests/hostile.rs`.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads a clock and the books of the corpus")]
#![allow(clippy::print_stdout, reason = "a benchmark prints")]

mod measure;
#[path = "../../tests/hostile_texts/mod.rs"]
mod repetitions;
mod texts;

use std::hint::black_box;
use std::path::Path;

use chapbook_markdown::{ReadOptions, read};
use chapbook_model::Document;
use chapbook_source::{Diagnostic, FileId};
use measure::{least, peak_over};
use pulldown_cmark::{Options, Parser};

/// The options of the reader, DIALECT 14.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM);

/// A million words and some in bytes.
const MILLION: usize = 6_600_000;

fn main() {
    // `cargo bench` hands over `--bench`; what else stands there chooses a table.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let chosen = |table: &str| wanted.is_empty() || wanted.iter().any(|name| name == table);
    if wanted == ["peak"] {
        let text = texts::mixed(MILLION);
        println!("{}", peak_over(|| ours(&text)).unwrap_or(0));
        return;
    }
    if chosen("ratio") {
        against_a_bare_parse();
    }
    if chosen("growth") {
        growth();
    }
    if chosen("million") {
        a_million_words();
    }
}

fn ours(text: &str) -> (Document, Vec<Diagnostic>) {
    read(FileId(0), black_box(text), &ReadOptions::default())
}

fn bare(text: &str) {
    Parser::new_ext(black_box(text), OPTIONS).for_each(|event| {
        black_box(event);
    });
}

fn against_a_bare_parse() {
    println!("\n{:<24} {:>9} {:>9} {:>9} {:>7}", "text", "kB", "ours ms", "bare ms", "ratio");
    let mut missed = Vec::new();
    let mut inputs: Vec<(String, String)> = vec![
        ("prose, CommonMark".into(), texts::prose(1_000_000)),
        ("prose, the dialect".into(), texts::mixed(1_000_000)),
        ("dense".into(), texts::dense(1_000_000)),
    ];
    inputs.extend(books());
    for (name, text) in &inputs {
        let (own, base) = (least(|| ours(text)), least(|| bare(text)));
        let ratio = own / base;
        println!("{name:<24} {:>9} {:>9.2} {:>9.2} {ratio:>7.2}", text.len() / 1000, own * 1e3, base * 1e3);
        if ratio > 3.0 {
            missed.push(name.as_str());
        }
    }
    tell(&missed, "three times a bare parse");
}

/// The books of the corpus beside the workspace or above it.
fn books() -> Vec<(String, String)> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let Some(folder) = above.map(|folder| folder.join("shared/corpus/books")).find(|folder| folder.is_dir()) else {
        println!("SKIPPED: there is no folder shared/corpus above this project, so no real book is measured");
        return Vec::new();
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .filter_map(|entry| {
            let text = std::fs::read_to_string(entry.path().join("book.md")).ok()?;
            Some((entry.file_name().to_string_lossy().into_owned(), text))
        })
        .collect();
    found.sort();
    found
}

fn growth() {
    println!("\n{:<30} {:>9} {:>9} {:>9} {:>6} {:>6}", "repeated", "N ms", "2N ms", "4N ms", "2N/N", "4N/2N");
    let mut missed = Vec::new();
    for (name, repeat) in repetitions::REPETITIONS {
        // So many that the shortest text has about 64 kB.
        let unit = repeat(64).len().div_ceil(64).max(1);
        let n = 64_000 / unit;
        let texts = [repeat(n), repeat(2 * n), repeat(4 * n)];
        let times = texts.each_ref().map(|text| least(|| ours(text)));
        let ratios = [times[1] / times[0], times[2] / times[1]];
        let [a, b, c] = times.map(|time| time * 1e3);
        print!("{name:<30} {a:>9.2} {b:>9.2} {c:>9.2} {:>6.2} {:>6.2}", ratios[0], ratios[1]);
        if ratios[0] * ratios[1] > 6.8 {
            let base = texts.each_ref().map(|text| least(|| bare(text)));
            print!("   missed; the bare parse: {:.2} {:.2}", base[1] / base[0], base[2] / base[1]);
            missed.push(*name);
        }
        println!();
    }
    tell(&missed, "growth with the length");
}

fn a_million_words() {
    let text = texts::mixed(MILLION);
    let words = text.split_whitespace().count();
    // A process of its own: what an earlier run has freed would be used again unseen.
    let peak: Option<f64> = std::env::current_exe()
        .and_then(|own| std::process::Command::new(own).arg("peak").output())
        .ok()
        .and_then(|output| String::from_utf8_lossy(&output.stdout).trim().parse().ok())
        .filter(|bytes| *bytes > 0.0);
    let time = least(|| ours(&text));
    let size = text.len() as f64;
    println!("\n{words} words, {:.1} MB: {time:.2} s (budget 1.5)", size / 1e6);
    match peak {
        Some(bytes) => println!("memory at the most: {:.1} times the text (budget 10)", bytes / size),
        None => println!("SKIPPED: this system does not tell how much memory a process has used at the most"),
    }
}

fn tell(missed: &[&str], budget: &str) {
    match missed {
        [] => println!("within budget: {budget}"),
        names => println!("BUDGET MISSED ({budget}): {}", names.join(", ")),
    }
}
