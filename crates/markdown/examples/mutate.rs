//! Changes the texts of the fuzz corpus at random and holds what is read to the property of the fuzz target, without
//! a nightly compiler: `cargo run --release --example mutate -p chapbook-markdown -- SECONDS SEED`.
//! It is no fuzzer, since it learns nothing from what the reader does. What it finds is left in `target/mutate`.
#![allow(clippy::disallowed_methods, reason = "it reads files, writes what it finds, and runs for a time")]
#![allow(clippy::print_stdout, reason = "it says what it does")]

#[path = "../tests/property/mod.rs"]
mod property;

use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

use property::property;

/// How long a text of some kilobytes may take.
const SLOW: Duration = Duration::from_millis(500);

/// A small generator of numbers (Marsaglia's xorshift, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap_or(0)
    }
}

fn main() {
    let mut args = std::env::args().skip(1);
    let seconds = args.next().and_then(|arg| arg.parse().ok()).unwrap_or(30);
    let seed: u64 = args.next().and_then(|arg| arg.parse().ok()).unwrap_or(1);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds: Vec<String> = std::fs::read_dir(here.join("fuzz/corpus/read"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| std::fs::read_to_string(entry.path()).ok())
        .collect();
    let found = here.join("../../target/mutate");
    let mut numbers = Numbers(seed.wrapping_mul(7919) | 1);
    let (begin, mut runs, mut findings) = (Instant::now(), 0u64, 0u64);
    while begin.elapsed() < Duration::from_secs(seconds) {
        let text = changed(&seeds, &mut numbers);
        let clock = Instant::now();
        let held = catch_unwind(|| property(&text)).is_ok();
        runs += 1;
        if !held || clock.elapsed() > SLOW {
            findings += 1;
            let file = found.join(format!("{seed}-{findings}.md"));
            println!("{} ({}): {}", if held { "slow" } else { "broken" }, text.len(), file.display());
            let kept = std::fs::create_dir_all(&found).and_then(|()| std::fs::write(&file, &text));
            kept.unwrap_or_else(|error| println!("cannot be kept: {error}"));
        }
    }
    println!("{runs} texts, {findings} findings");
}

/// One to four seeds, with parts left out, doubled, repeated, or taken from other seeds.
fn changed(seeds: &[String], numbers: &mut Numbers) -> String {
    let mut text = String::new();
    for _ in 0..=numbers.below(4) {
        text.push_str(&seeds[numbers.below(seeds.len())]);
        text.push_str(["", "\n", "\n\nWord\n\n"][numbers.below(3)]);
    }
    for _ in 0..numbers.below(8) {
        let (start, end) = part(&text, numbers, 30);
        match numbers.below(4) {
            0 => text.replace_range(start..end, ""),
            times @ (1 | 2) => {
                let more = text[start..end].repeat(if times == 1 { 1 } else { numbers.below(40) });
                text.insert_str(end, &more);
            }
            _ => {
                let other = &seeds[numbers.below(seeds.len())];
                let (from, to) = part(other, numbers, 40);
                text.insert_str(start, &other[from..to]);
            }
        }
    }
    text
}

/// A part of a text, between characters.
fn part(text: &str, numbers: &mut Numbers, longest: usize) -> (usize, usize) {
    let start = text.floor_char_boundary(numbers.below(text.len() + 1));
    (start, text.floor_char_boundary((start + numbers.below(longest)).min(text.len())))
}
