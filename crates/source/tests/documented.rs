//! `docs/diagnostics.md` describes every code, once, with its severity, an example and a way to mend it, and describes
//! no code that does not exist. Whether the examples raise their codes, the package `chapbook-tests` asks.

use chapbook_source::{Severity, codes};

const PAGE: &str = include_str!("../../../docs/diagnostics.md");

/// The sections of the page: the code in the heading, and the text below it.
fn sections() -> Vec<(&'static str, &'static str)> {
    let below_headings = PAGE.split("\n### ").skip(1);
    below_headings
        .map(|section| {
            let (heading, text) = section.split_once('\n').expect("a section has text");
            (heading.trim_matches('`'), text)
        })
        .collect()
}

#[test]
fn every_code_is_documented_and_no_other() {
    let documented: Vec<&str> = sections().iter().map(|(name, _)| *name).collect();
    let codes: Vec<&str> = codes::ALL.iter().map(|code| code.name).collect();
    let missing: Vec<&&str> = codes.iter().filter(|name| !documented.contains(name)).collect();
    assert!(missing.is_empty(), "not in docs/diagnostics.md: {missing:?}");
    let unknown: Vec<&&str> = documented.iter().filter(|name| !codes.contains(name)).collect();
    assert!(unknown.is_empty(), "in docs/diagnostics.md, and not among the codes: {unknown:?}");
    assert_eq!(documented, codes, "the page has every code once, in the order of codes.rs");
}

#[test]
fn every_section_says_severity_example_and_mending() {
    for (name, text) in sections() {
        let code = codes::find(name).expect("the test above says which are unknown");
        let severity = match code.severity {
            Severity::Error => "*Error",
            Severity::Warning => "*Warning",
            Severity::Loss => "*Loss",
            Severity::Hint => "*Hint",
        };
        assert!(text.trim_start().starts_with(severity), "{name}: its severity is {severity}*");
        assert!(text.contains("\n```") || text.contains("\n~~~~"), "{name}: there is no example");
        assert!(text.contains("\nMend: "), "{name}: there is no way to mend it");
    }
}
