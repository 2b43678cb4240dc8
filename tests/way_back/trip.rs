//! A model written as DOCX and read again, both seen through the view.

use chapbook_docx::ReadOptions;
use chapbook_model::Document;
use chapbook_source::MemoryFiles;

use crate::marks::in_order;
use crate::view::view;

/// Whether a document is read as it was; else the lines that differ, with the document.
pub(crate) fn there_and_back(document: &Document) -> Result<(), String> {
    let mut files = MemoryFiles::default();
    files.add("square.png", include_bytes!("../cases/figures/images/square.png").to_vec());
    let theme = chapbook_theme::read("article", &MemoryFiles::default()).map_err(|error| error.to_string())?;
    let (resolved, _) = chapbook_resolve::resolve(document, &theme, &files, &chapbook_resolve::Options::default());
    let (bytes, _) = chapbook_docx::write(&resolved, &theme, None, &chapbook_docx::Options::default());
    let reading = chapbook_docx::read(&bytes, &ReadOptions::default()).map_err(|error| error.to_string())?;
    let seen = |document| plain_gaps(&view(&in_order(document)));
    match chapbook_tests::diff::lines(&seen(document), &seen(&reading.document)) {
        None => Ok(()),
        Some(difference) => Err(format!("{difference}\nof\n{}", chapbook_markdown::write(document))),
    }
}

/// A view in which white space stands only between words: beside the signs of marks it stands where it will.
fn plain_gaps(view: &str) -> String {
    let mut out = String::new();
    for line in view.lines() {
        let characters: Vec<char> = line.chars().collect();
        for (at, c) in characters.iter().enumerate() {
            let is_word = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| c.is_alphanumeric());
            if *c != ' ' || is_word(at.checked_sub(1)) && is_word(Some(at + 1)) {
                out.push(*c);
            }
        }
        out.push('\n');
    }
    out
}
