//! What writing an EPUB adds to the memory of the tree that it is given: a book of so many chapters (1,000 unless told
//! otherwise) of 3,000 words, made up. Linux tells how much was in use at the most (proc(5), `VmHWM`); the finished
//! file is part of it. What resolving has freed before is used again and not counted, so this is the least that it
//! adds; with every call of the allocator counted, 1,000 chapters added 11.1 MB, their file of 8.7 MB among it.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "it is a program that measures itself")]

use std::fmt::Write as _;

use chapbook_epub::Options;
use chapbook_source::{FileId, MemoryFiles};

fn main() -> Result<(), String> {
    let chapters = std::env::args().nth(1).map_or(Ok(1_000), |count| count.parse()).map_err(|_| "a number, please")?;
    let files = MemoryFiles::default();
    let theme = chapbook_theme::read("novel", &files).map_err(|error| error.to_string())?;
    let resolved = {
        let text = book(chapters);
        let (document, _) = chapbook_markdown::read(FileId(0), &text, &chapbook_markdown::ReadOptions::default());
        chapbook_resolve::resolve(&document, &theme, &files, &chapbook_resolve::Options::default()).0
    };
    let before = reset().ok_or("this needs Linux's /proc")?;
    let (bytes, _) = chapbook_epub::write(&resolved, &theme, None, &Options::default());
    let most = told("VmHWM:").ok_or("this needs Linux's /proc")?;
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    println!(
        "{chapters} chapters: {:.1} MB over the tree of about {:.0} MB; the file has {:.1} MB",
        megabytes(most.saturating_sub(before)),
        megabytes(before),
        megabytes(bytes.len() as u64)
    );
    Ok(())
}

/// Sets the highest mark back to what is in use now, and gives that (`clear_refs`).
fn reset() -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    told("VmRSS:")
}

fn told(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// Words of two to four syllables, by a row of numbers that is always the same (Knuth's multiplier, TAOCP 3.3.4).
fn book(chapters: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "con", "der", "el", "fin", "gu", "ha", "il", "jor", "ka", "lem", "mo", "nis", "or", "pe", "ti"];
    let mut number = 1_u64;
    let mut next = |below: usize| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (number >> 33) as usize % below
    };
    let mut out = String::from("---\ntitle: Weight\nlanguage: en\n---\n");
    for chapter in 1..=chapters {
        let _ = write!(out, "\n# Chapter {chapter}\n");
        for word in 0..3_000 {
            out.push_str(if word % 150 == 0 { "\n\n" } else { " " });
            for _ in 0..2 + next(3) {
                out.push_str(SYLLABLES[next(SYLLABLES.len())]);
            }
        }
        out.push_str(".\n");
    }
    out
}
