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

/// The same as a novel is made: title, copyright page and contents before it, chapters on right-hand pages.
fn novel() -> MemoryFiles {
    let mut files = book();
    // One page, so that the one behind it is blank.
    files.add("preface.md", b"# Preface\n\nA word before the text.\n".to_vec());
    let project = "files = [{ path = \"preface.md\", matter = \"front\" }, \"one.md\", { part = \"The Second\" }, \"two.md\"]\n\
                   theme = \"own\"\n[metadata]\ntitle = \"Numbered\"\nauthor = \"A. Walker\"\n\
                   publisher = \"Hill & Sons\"\nrights = \"All of them\"\nlanguage = \"en\"\n";
    files.add("chapbook.toml", project.as_bytes().to_vec());
    files.add("own/theme.toml", b"inherits = \"novel\"\n[page]\nsize = \"a5\"\n".to_vec());
    files
}

fn made() -> (Vec<u8>, Vec<u8>) {
    made_of(&book())
}

fn made_of(files: &MemoryFiles) -> (Vec<u8>, Vec<u8>) {
    let loaded = chapbook::load(files, "chapbook.toml", &LoadOptions::default());
    let options = ExportOptions { to: vec![Format::Pdf, Format::Epub], ..ExportOptions::default() };
    let exported = chapbook::export(&loaded, files, &options).expect("it exports");
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

#[test]
fn roman_pages_and_blank_ones_are_listed_as_they_are_printed() {
    let (pdf, epub) = made_of(&novel());
    let labels = of_pdf(&pdf).expect("the PDF is read");
    let listed = of_epub(&epub).expect("the EPUB is read");
    assert_eq!(listed.iter().map(|page| page.label.as_str()).collect::<Vec<_>>(), labels);
    // Front matter counts for itself, in roman numerals, and the text begins anew.
    let first = labels.iter().position(|label| label == "1").expect("the text has a first page");
    assert!(first >= 4, "{labels:?}");
    assert_eq!(labels[..4], ["i", "ii", "iii", "iv"]);
    assert!(labels[first..].iter().zip(1..).all(|(label, number)| *label == i32::to_string(&number)), "{labels:?}");
    // A blank page is a page: it is counted and listed, and begins where the next one does.
    let printed = read_pdf::pages(&pdf).expect("the PDF is read");
    assert_eq!(printed.len(), labels.len());
    let blank: Vec<usize> = (0..printed.len()).filter(|page| printed[*page].trim().is_empty()).collect();
    assert!(
        blank.iter().any(|page| *page > first) && blank.iter().any(|page| *page < first),
        "{blank:?} of {labels:?}"
    );
    for page in blank {
        assert_eq!(listed[page].words, listed[page + 1].words, "page {}", listed[page].label);
    }
}
