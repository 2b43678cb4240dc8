//! The fuzz target's corpus, replayed on the stable compiler: each text, and every beginning of it, since a construct
//! that is cut off is what people type while they type it.
#![allow(clippy::disallowed_methods, reason = "the corpus is files")]
#![allow(clippy::print_stdout, reason = "a test that fails shows which text it was reading")]

mod property;

use std::path::Path;

use property::property;

#[test]
fn every_text_of_the_corpus_and_its_beginnings_keep_the_laws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/read");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    files.sort();
    assert!(files.len() >= 60, "the corpus has only {} texts", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a text of the corpus is UTF-8");
        println!("{}", file.display());
        property(&text);
        // Long ones are cut at fewer places.
        let step = text.len() / 150 + 1;
        text.char_indices().step_by(step).for_each(|(at, _)| property(&text[..at]));
    }
}
