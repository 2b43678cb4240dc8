//! `cargo +nightly fuzz run file` in `crates/docx`: whole files of any bytes are read or refused. Samples to begin with
//! are any Word documents.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = chapbook_docx::read(bytes, &chapbook_docx::ReadOptions::default());
});
