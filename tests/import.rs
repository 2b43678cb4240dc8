//! The way back: a document that is exported as DOCX and imported says what it said. Both sides are looked at through
//! [`view`], which leaves out what a DOCX does not hold.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "tests read cases from disk")]

#[path = "import/view.rs"]
mod view;

use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles};
use chapbook_container::{Method, Timestamp, ZipWriter};
use chapbook_docx::ReadOptions;
use chapbook_source::FileId;
use chapbook_tests::cases::{self, Case, Folder};
use chapbook_tests::parts;
use view::view;

/// Documents of which a DOCX does not hold enough, each with the reason.
const EXCEPT: &[(&str, &str)] = &[
    ("figures/bad-images", "an image that is not there is a placeholder in the text"),
    ("figures/sub-figures", "figures in a figure are figures that follow each other"),
    ("inlines/raw", "raw content is its text"),
    ("lists/example-numbers", "a reference to an example is a link to its item"),
    ("references/not-set-yet", "citations are their source, and the index is not set"),
    ("references/several", "several references in one are words between references"),
    ("references/undefined", "a reference to nothing is a placeholder"),
    ("references/unsafe-links", "such links are their text"),
    ("robust/deep-nesting", "lists are nested deeper than Word's levels"),
];

/// Exports a document and reads it back: the document, its view from before, and from after.
fn there_and_back(case: &Case) -> Option<(String, String)> {
    let files = Folder(case.folder.clone());
    // What is looked at before is one file's text; of a book, the second trip alone is tried.
    if case.file.ends_with(".toml") {
        return None;
    }
    let loaded = chapbook::load(&files, &case.file, &LoadOptions::default());
    let text = loaded.text()?.to_owned();
    let options = ExportOptions { to: vec![Format::Docx], keep_going: true, ..ExportOptions::default() };
    let exported = chapbook::export(&loaded, &files, &options).unwrap();
    let bytes = &exported.outputs.first()?.bytes;
    let reading = chapbook_docx::read(bytes, &ReadOptions::default()).unwrap();
    let (before, _) = chapbook_markdown::read(FileId(0), &text, &chapbook_markdown::ReadOptions::default());
    Some((view(&before), view(&reading.document)))
}

#[test]
fn cases_come_back_as_they_went() {
    let wanted = std::env::var("CHAPBOOK_CASE").unwrap_or_default();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for case in [cases::cases(), cases::examples()].concat() {
        if !case.name.contains(&wanted) || EXCEPT.iter().any(|(name, _)| *name == case.name) {
            continue;
        }
        let Some((before, after)) = there_and_back(&case) else { continue };
        tried += 1;
        // A title that the document does not have is made for it.
        let after = if before.starts_with("title\n") {
            format!("title\n{}", after.split_once('\n').map_or("", |(_, rest)| rest))
        } else {
            after
        };
        if before != after {
            wrong.push(format!(
                "== {}\n{}",
                case.name,
                chapbook_tests::diff::lines(&before, &after).unwrap_or_default()
            ));
        }
    }
    assert!(tried > 0);
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is imported, exported again and imported again is the same document.
#[test]
fn a_second_trip_changes_nothing() {
    let mut wrong = Vec::new();
    for case in [cases::cases(), cases::examples()].concat() {
        // The caption of the whole has nothing to caption when it comes back, and is a paragraph from then on.
        if case.name == "figures/sub-figures" {
            continue;
        }
        let files = Folder(case.folder.clone());
        let loaded = chapbook::load(&files, &case.file, &LoadOptions::default());
        let options = ExportOptions { to: vec![Format::Docx], keep_going: true, ..ExportOptions::default() };
        let exported = chapbook::export(&loaded, &files, &options).unwrap();
        let Some(first) = exported.outputs.first() else { continue };
        let once = chapbook::import(&first.bytes, &chapbook::ImportOptions::default()).unwrap();
        let mut again = MemoryFiles::default();
        again.add("a.md", once.markdown.clone().into_bytes());
        for (name, bytes) in &once.media {
            again.add(name, bytes.clone());
        }
        let loaded = chapbook::load(&again, "a.md", &LoadOptions::default());
        let exported = chapbook::export(&loaded, &again, &options).unwrap();
        let Some(second) = exported.outputs.first() else {
            wrong.push(format!("== {}: nothing was exported", case.name));
            continue;
        };
        let twice = chapbook::import(&second.bytes, &chapbook::ImportOptions::default()).unwrap();
        if once.markdown != twice.markdown {
            wrong.push(format!(
                "== {}\n{}",
                case.name,
                chapbook_tests::diff::lines(&once.markdown, &twice.markdown).unwrap_or_default()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn sizes_that_were_left_out_are_told() {
    let text = "---\ntitle: Sizes\nlanguage: en\n---\n\n![A](square.png){alt=\"as it is\"}\n\n![B](square.png){width=1cm alt=\"small\"}\n\n\
                | One | Two and more |\n|---|---|\n| a | b |\n";
    let mut files = MemoryFiles::default();
    files.add("a.md", text.as_bytes().to_vec());
    files.add("square.png", include_bytes!("cases/figures/images/square.png").to_vec());
    let options = ExportOptions { to: vec![Format::Docx], ..ExportOptions::default() };
    let loaded = chapbook::load(&files, "a.md", &LoadOptions::default());
    let draft = chapbook::export(&loaded, &files, &options).unwrap().outputs.remove(0).bytes;
    let mut of_others = ZipWriter::new(Timestamp::default());
    for part in parts::unzip(&draft).unwrap().iter().filter(|part| !part.name.starts_with("customXml/")) {
        of_others.add(&part.name, &part.bytes, Method::Deflated);
    }
    let told = |bytes: &[u8]| {
        let imported = chapbook::import(bytes, &chapbook::ImportOptions::default()).unwrap();
        let looks = imported.diagnostics.iter().filter(|told| told.code.name == "import-look");
        looks.map(|told| told.message.clone()).collect::<Vec<_>>()
    };
    let picture = "the size of a picture was left out; it is shown at its own, at most as wide as the \
                   text, first at “small”";
    assert_eq!(told(&draft), [picture], "columns of ours are as wide as Chapbook makes them");
    let columns = "the widths of a table's columns were left out, first at “One”";
    assert_eq!(told(&of_others.finish()), [picture, columns]);
}
