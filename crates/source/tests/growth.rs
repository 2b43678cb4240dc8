//! A place is told in a time that does not grow with its line: a machine may write a book as one line.
#![allow(clippy::disallowed_methods, reason = "the test measures time, as a ratio")]

use std::time::{Duration, Instant};

use chapbook_source::Sources;

/// How long the places of as many findings in one line take, each of which stands eight bytes after the last.
fn time(findings: u32) -> Duration {
    let mut sources = Sources::default();
    let file = sources.add("a.md", "[^n] é ".repeat(findings as usize));
    let once = || {
        let start = Instant::now();
        let sum: usize =
            (0..findings).map(|i| sources.position(file, i * 8).column + sources.line(file, i * 8).0).sum();
        assert!(sum > findings as usize);
        start.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

#[test]
fn the_places_of_many_findings_in_one_line_take_as_many_times_as_long() {
    // Linear growth is a factor of 8 and the square 64. Other work of the machine can make any one reading long.
    let grows = || time(16_000).as_secs_f64() / time(2_000).as_secs_f64().max(1e-5);
    assert!((0..3).any(|_| grows() < 28.0), "eight times the findings take more than 28 times as long");
}
