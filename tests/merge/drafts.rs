//! Drafts in the making: a manuscript, the draft of it, and edits in its XML as an editor would leave them.

use chapbook::merge::{EditedDraft, MergeOptions, MergedDrafts, merge};
use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles, export, load};
use chapbook_container::{Method, Timestamp, ZipWriter};
use chapbook_tests::diff;
use chapbook_tests::parts;

/// A manuscript with one of each thing that is edited below.
pub(crate) const BOOK: &str = "---\ntitle: A draft\nlanguage: en\n---\n\n# One\n\nThe first paragraph has _some_ words\non two \
                    lines; it's \"plain\".\n\nA second one with a [link](https://example.org/a).[^n]\n\n1. Alpha\n2. \
                    Beta\n3. Gamma\n\n![The square](x.png){#fig-x credit=\"Photo: Ann\"}\n\nSee @fig-x for it.\n\n| A \
                    | B |\n|---|---|\n| one | two |\n\n> Quoted words.\n\n```\nlet x = 1;\n```\n\nLast words.\n\n[^n]: \
                    The note.\n";

pub(crate) fn files(text: &str) -> MemoryFiles {
    let mut files = MemoryFiles::default();
    files.add("a.md", text.as_bytes().to_vec());
    files.add("x.png", include_bytes!("../cases/figures/images/square.png").to_vec());
    files
}

pub(crate) fn draft(text: &str) -> Vec<u8> {
    let files = files(text);
    let options = ExportOptions { to: vec![Format::Docx], keep_going: true, ..ExportOptions::default() };
    let exported = export(&load(&files, "a.md", &LoadOptions::default()), &files, &options).expect("the theme reads");
    exported.outputs.into_iter().next().expect("it was made").bytes
}

/// A draft with words of its parts replaced, each of which is there.
pub(crate) fn edited(bytes: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = parts::unzip(bytes).expect("it is a package");
    for (was, is) in edits {
        let mut found = false;
        for part in &mut parts {
            let is_text = part.name.starts_with("word/") && part.name.ends_with(".xml");
            let text = String::from_utf8_lossy(&part.bytes).into_owned();
            if is_text && text.contains(was) {
                found = true;
                part.bytes = text.replacen(was, is, 1).into_bytes();
                break;
            }
        }
        assert!(found, "{was} is in no part");
    }
    let mut zip = ZipWriter::new(Timestamp::default());
    for part in &parts {
        zip.add(&part.name, &part.bytes, Method::Deflated);
    }
    zip.finish()
}

pub(crate) fn merged(drafts: &[Vec<u8>], now: &str, options: &MergeOptions) -> (String, MergedDrafts) {
    let drafts: Vec<EditedDraft> = drafts
        .iter()
        .enumerate()
        .map(|(i, bytes)| EditedDraft { name: format!("draft-{}.docx", i + 1), bytes: bytes.clone(), baseline: None })
        .collect();
    let merged = merge(&drafts, &files(now), "a.md", options).expect("the baseline is there");
    assert_eq!(merged.differing, Vec::<String>::new(), "{:?} {:?}", merged.files, merged.reports);
    let text = merged.files.first().map_or(now.to_owned(), |(_, text)| text.clone());
    (text, merged)
}

/// The whole paragraph of a draft that holds some words, tags and all.
pub(crate) fn paragraph(bytes: &[u8], words: &str) -> String {
    let parts = parts::unzip(bytes).expect("it is a package");
    let document = parts.iter().find(|part| part.name == "word/document.xml").expect("it has a text");
    let text = String::from_utf8_lossy(&document.bytes).into_owned();
    let at = text.find(words).unwrap_or_else(|| panic!("no {words}"));
    let start = text[..at].rfind("<w:p>").expect("it stands in a paragraph");
    let end = at + text[at..].find("</w:p>").expect("it ends") + "</w:p>".len();
    text[start..end].to_owned()
}

/// What one edited draft makes of the book, as the lines that differ.
pub(crate) fn difference(edits: &[(&str, &str)]) -> String {
    let (text, merged) = merged(&[edited(&draft(BOOK), edits)], BOOK, &MergeOptions::default());
    assert!(merged.reports[0].conflicts.is_empty());
    diff::lines(BOOK, &text).unwrap_or_default()
}

/// The lines of a difference that were taken away or added.
pub(crate) fn lines(difference: &str) -> Vec<&str> {
    difference.lines().filter(|line| line.starts_with(['-', '+'])).collect()
}

/// The draft of the book with the style of the paragraph of some words changed.
pub(crate) fn restyled(words: &str, style: &str) -> Vec<u8> {
    let bytes = draft(BOOK);
    let whole = paragraph(&bytes, words);
    let start = whole.find("<w:pStyle w:val=\"").expect("it has a style") + "<w:pStyle w:val=\"".len();
    let end = start + whole[start..].find('"').expect("its name ends");
    edited(&bytes, &[(&whole, &format!("{}{style}{}", &whole[..start], &whole[end..]))])
}

/// A cell of a table of the book, tags and all.
pub(crate) fn cell(bytes: &[u8], words: &str) -> String {
    let whole = paragraph(bytes, words);
    let parts = parts::unzip(bytes).expect("it is a package");
    let document = parts.iter().find(|part| part.name == "word/document.xml").expect("it has a text");
    let text = String::from_utf8_lossy(&document.bytes).into_owned();
    let at = text.find(&whole).expect("it is there");
    let start = text[..at].rfind("<w:tc>").expect("it stands in a cell");
    let end = at + text[at..].find("</w:tc>").expect("the cell ends") + "</w:tc>".len();
    text[start..end].to_owned()
}
