//! The fuzz target's corpus, replayed on the stable compiler: each body, and what becomes of it when any one of its
//! elements is taken out, since programs leave out what they please.
#![allow(clippy::disallowed_methods, reason = "the corpus is files")]
#![allow(clippy::print_stdout, reason = "a test that fails shows which text it was reading")]

mod given;
mod property;

use std::path::Path;

use property::property;

#[test]
fn every_body_of_the_corpus_keeps_the_laws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/body");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    files.sort();
    assert!(files.len() >= 25, "the corpus has only {} bodies", files.len());
    for file in files {
        let body = std::fs::read_to_string(&file).expect("a body of the corpus is UTF-8");
        println!("{}", file.display());
        property(&body);
        // Without each of its tags in turn: an empty element is simply gone, another one no longer matches.
        for (at, _) in body.match_indices('<').take(200) {
            let Some(length) = body[at..].find('>') else { continue };
            property(&format!("{}{}", &body[..at], &body[at + length + 1..]));
        }
    }
}
