//! The ledger of PDF/UA-1 names tests that are there.

const LEDGER: &str = include_str!("../../PDF_UA1.md");
const FILES: [(&str, &str); 8] = [
    ("accessible", include_str!("accessible.rs")),
    ("laws", include_str!("laws.rs")),
    ("links", include_str!("links.rs")),
    ("navigation", include_str!("navigation.rs")),
    ("pictures", include_str!("pictures.rs")),
    ("random", include_str!("random.rs")),
    ("structure", include_str!("structure.rs")),
    ("text", include_str!("text.rs")),
];

#[test]
fn every_test_of_the_ledger_is_there() {
    let named: Vec<(&str, &str)> = LEDGER.split('`').filter_map(|word| word.split_once("::")).collect();
    assert!(named.len() > 30);
    for (file, name) in named {
        if (file, name) == ("file", "name") {
            continue;
        }
        let (_, text) = FILES.iter().find(|(other, _)| *other == file).unwrap_or_else(|| panic!("no file {file}"));
        assert!(text.contains(&format!("fn {name}(")), "{file}::{name}");
    }
}
