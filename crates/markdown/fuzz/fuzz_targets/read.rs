//! `cargo +nightly fuzz run read` in `crates/markdown`: the property of `tests/property` on texts that libFuzzer
//! makes. What it finds goes into `corpus/read`, which `cargo test` replays on the stable compiler.
#![no_main]

#[path = "../../tests/property/mod.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|text: &str| property::property(text));
