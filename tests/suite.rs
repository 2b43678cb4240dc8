//! Every case and example, from its Markdown to the parts of its files, held against goldens in `golden/`. A golden is
//! generated and then read: `CHAPBOOK_BLESS=1 cargo test -p chapbook-tests`, then `git diff tests/golden`.
#![allow(clippy::disallowed_methods, reason = "a test reads and writes goldens")]

use std::path::Path;

use chapbook::Format;
use chapbook_tests::cases::{self, Case};
use chapbook_tests::golden::{self, Golden};
use chapbook_tests::made::{self, Made};
use chapbook_tests::parts::{self, Part};

/// Cases of which every part is kept, but for those that the theme alone decides. Of the others the text is kept.
const WHOLE: [&str; 17] = [
    "authors/byline-note",
    "authors/metadata-marker",
    "blocks/contents",
    "blocks/numbered-headings",
    "examples/article",
    "figures/credit",
    "figures/numbered",
    "front/everything",
    "inlines/changes",
    "inlines/comment-over-blocks",
    "inlines/comment-threads",
    "inlines/comments",
    "languages/fa",
    "lists/interrupted",
    "lists/nested-mixed",
    "notes/foot-and-end",
    "tables/caption-after",
];

/// The case that keeps what the theme alone decides: styles, fonts, settings.
const STYLES: &str = "examples/article";

/// One test for each topic, so that topics run side by side and a failure names its own.
macro_rules! topics {
    ($($topic:ident)*) => {
        const TOPICS: &[&str] = &[$(stringify!($topic)),*];
        $(
            #[test]
            fn $topic() {
                topic(stringify!($topic));
            }
        )*
    };
}

topics! { authors blocks divs examples figures front inlines languages lists notes references robust tables }

fn all() -> Vec<Case> {
    [cases::cases(), cases::examples()].concat()
}

fn place() -> std::path::PathBuf {
    cases::tests().join("golden")
}

#[test]
fn every_topic_is_tested_and_every_golden_has_its_case() {
    let cases = all();
    for case in &cases {
        assert!(TOPICS.contains(&case.topic()), "{} is in no topic of this file", case.name);
    }
    let has_case = |path: &Path| {
        let below = path.strip_prefix(place()).expect("it lies in the folder of goldens");
        cases.iter().any(|case| below.starts_with(&case.name))
    };
    let stale: Vec<_> = golden::files(&place()).into_iter().filter(|path| !has_case(path)).collect();
    if golden::blessing() {
        stale.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    } else {
        assert!(stale.is_empty(), "goldens without a case: {stale:?}");
    }
    for name in WHOLE {
        assert!(cases.iter().any(|case| case.name == name), "{name} is no case");
    }
}

#[test]
fn every_case_says_what_it_shows() {
    for case in cases::cases() {
        let Ok(bytes) = std::fs::read(case.folder.join(&case.file)) else { continue };
        // A case of no text cannot say anything.
        let text = String::from_utf8_lossy(&bytes);
        let sentence = text.split(['.', '…', ':', '?']).any(|part| part.split_whitespace().count() >= 4);
        assert!(text.is_empty() || sentence, "{} has no sentence", case.name);
    }
}

fn topic(topic: &str) {
    let mut faults = Vec::new();
    for case in all().iter().filter(|case| case.topic() == topic) {
        let mut golden = Golden::new(&place(), &case.name);
        match made::make(case) {
            Ok(made) => check(case, &made, &mut golden),
            Err(fault) => golden.fault(fault),
        }
        faults.extend(golden.finish());
    }
    golden::report(&faults);
}

fn check(case: &Case, made: &Made, golden: &mut Golden) {
    golden.check("diagnostics.txt", &made.diagnostics());
    if !made.has_document() {
        return;
    }
    golden.check("model.txt", &made.model());
    for (file, text) in [("resolved.txt", made.resolved()), ("frames.txt", made.frames())] {
        match text {
            Ok(text) => golden.check(file, &text),
            Err(fault) => golden.fault(fault),
        }
    }
    for format in [Format::Epub, Format::Docx] {
        if let Some(bytes) = made.output(format) {
            match parts::unzip(bytes) {
                Ok(parts) => archive(case, format, &parts, golden),
                Err(fault) => golden.fault(fault),
            }
        }
    }
}

fn archive(case: &Case, format: Format, parts: &[Part], golden: &mut Golden) {
    let whole = WHOLE.contains(&case.name.as_str());
    if whole {
        golden.check(&format!("{}/parts.txt", format.name()), &parts::list(parts));
    }
    for part in parts {
        let draft = format == Format::Docx && parts::is_of_the_draft(&part.name);
        let wanted = is_text(format, &part.name) || whole && !draft && (case.name == STYLES || !is_style(&part.name));
        match part.lines().filter(|_| wanted) {
            Some(Ok(lines)) => {
                golden.check(&format!("{}/{}.txt", format.name(), part.name), &parts::without_salt(&lines));
            }
            Some(Err(fault)) => golden.fault(fault),
            None => {}
        }
    }
}

/// The parts that hold the document's own words.
fn is_text(format: Format, name: &str) -> bool {
    match format {
        Format::Pdf | Format::Print => false,
        Format::Epub => name.ends_with(".xhtml") && !name.ends_with("nav.xhtml"),
        Format::Docx => name == "word/document.xml",
    }
}

/// The parts that the theme alone decides.
fn is_style(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    matches!(file, "styles.xml" | "fontTable.xml" | "theme1.xml" | "settings.xml" | "webSettings.xml")
        || file.ends_with(".css")
}
