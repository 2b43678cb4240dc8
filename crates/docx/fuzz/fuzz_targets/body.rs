//! `cargo +nightly fuzz run body` in `crates/docx`: the property of `tests/property` on what stands in the body of a
//! document. What it finds goes into `corpus/body`, which `cargo test` replays on the stable compiler.
#![no_main]

#[path = "../../tests/given/mod.rs"]
mod given;
#[path = "../../tests/property/mod.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|body: &str| property::property(body));
