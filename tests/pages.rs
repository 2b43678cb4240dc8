//! The page list of the EPUB is that of the PDF built with it: the same labels, blank pages among them, and each break
//! before the word with which the printed page begins. Read back by `src/page_labels.rs`, from the finished files.

use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles};
use chapbook_tests::page_labels::{ListedPage, of_epub, of_pdf};
use chapbook_tests::read_pdf;

/// A book whose words are numbered, so that each says where it stands.
fn book() -> MemoryFiles {
    let mut files = MemoryFiles::default();
    let mut count = 0;
    let mut paragraph = |words: usize| {
        let numbered: Vec<String> = (0..words)
            .map(|_| {
                count += 1;
                format!("w{count}w")
            })
            .collect();
        format!("{}.\n\n", numbered.join(" "))
    };
    let mut chapter = |title: &str, paragraphs: usize| {
        let text: String = (0..paragraphs).map(|index| paragraph(150 + 60 * (index % 5))).collect();
        format!("# {title}\n\n{text}")
    };
    files.add("preface.md", chapter("Preface", 6).into_bytes());
    files.add("one.md", chapter("One", 14).into_bytes());
    files.add("two.md", chapter("Two", 9).into_bytes());
    let project = "files = [{ path = \"preface.md\", matter = \"front\" }, \"one.md\", \"two.md\"]\n\
                   [metadata]\ntitle = \"Numbered\"\nlanguage = \"en\"\n";
    files.add("chapbook.toml", project.as_bytes().to_vec());
    files
}

fn made() -> (Vec<u8>, Vec<u8>) {
    let files = book();
    let loaded = chapbook::load(&files, "chapbook.toml", &LoadOptions::default());
    let options = ExportOptions { to: vec![Format::Pdf, Format::Epub], ..ExportOptions::default() };
    let exported = chapbook::export(&loaded, &files, &options).expect("it exports");
    assert!(!exported.refused, "{:?}", exported.diagnostics);
    let bytes = |format| {
        let output = exported.outputs.iter().find(|output| output.format == format);
        output.expect("it is there").bytes.clone()
    };
    (bytes(Format::Pdf), bytes(Format::Epub))
}

/// The first numbered word of a text.
fn numbered(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .find_map(|word| word.strip_prefix('w')?.strip_suffix('w')?.parse().ok())
}

#[test]
fn the_page_list_equals_the_page_labels() {
    let (pdf, epub) = made();
    let labels = of_pdf(&pdf).expect("the PDF is read");
    assert!(labels.len() > 10, "{labels:?}");
    let listed: Vec<String> = of_epub(&epub).expect("the EPUB is read").into_iter().map(|page| page.label).collect();
    assert_eq!(listed, labels);
}

#[test]
fn breaks_stand_at_the_words_with_which_pages_begin() {
    let (pdf, epub) = made();
    let printed = read_pdf::pages(&pdf).expect("the PDF is read");
    let listed = of_epub(&epub).expect("the EPUB is read");
    assert_eq!(printed.len(), listed.len());
    let mut inside = 0;
    for (text, ListedPage { label, words }) in printed.iter().zip(&listed) {
        // A page that begins with a heading, or is blank, begins with no numbered word.
        let Some(first) = numbered(text) else { continue };
        let found = words.iter().find_map(|word| numbered(word));
        assert_eq!(
            found,
            Some(first),
            "page {label}: the print begins {:?}, the EPUB {words:?}",
            &text[..text.len().min(60)]
        );
        inside += usize::from(numbered(&words[0]) == Some(first));
    }
    assert!(inside > 5, "most pages begin inside a paragraph: {inside}");
}
