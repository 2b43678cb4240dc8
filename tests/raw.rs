//! Raw content that the project allows: into its own format as it is, into no other; of HTML the others print the text.

use chapbook::{ExportOptions, Exported, Format, LoadOptions, MemoryFiles, export, load};
use chapbook_tests::parts;

const TEXT: &str = "Before `<kbd>Esc</kbd>`{=html} and `<w:r><w:t>in Word</w:t></w:r>`{=openxml}, a <b>lone</b> tag.\n\n\
                    <div class=\"x\"><p>A paragraph of HTML.</p></div>\n\n\
                    ```{=openxml}\n<w:p><w:r><w:t>A paragraph of Word.</w:t></w:r></w:p>\n```\n\n\
                    ```{=latex}\n\\vspace{2cm}\n```\n\nAfter.\n";

fn built(text: &str, raw: &str, to: &[Format]) -> Exported {
    let mut files = MemoryFiles::default();
    let project =
        format!("files = [\"a.md\"]\n[metadata]\ntitle = \"Raw\"\nlanguage = \"en\"\n[reader]\nraw = \"{raw}\"\n");
    files.add("book.toml", project.into_bytes());
    files.add("a.md", text.as_bytes().to_vec());
    let options = ExportOptions { to: to.to_vec(), ..ExportOptions::default() };
    export(&load(&files, "book.toml", &LoadOptions::default()), &files, &options).expect("the theme reads")
}

/// The parts of the EPUB and the DOCX that hold the text, without white space between elements.
fn text_of(exported: &Exported, format: Format) -> String {
    let output = exported.outputs.iter().find(|output| output.format == format).expect("it was made");
    let parts = parts::unzip(&output.bytes).expect("it is a package");
    let wanted = |name: &str| name == "word/document.xml" || name.starts_with("EPUB/") && name.ends_with(".xhtml");
    let parts = parts.iter().filter(|part| wanted(&part.name));
    parts.map(|part| String::from_utf8_lossy(&part.bytes).into_owned()).collect()
}

fn codes(exported: &Exported) -> Vec<&'static str> {
    let mut codes: Vec<&str> = exported.diagnostics.iter().map(|d| d.code.name).collect();
    codes.sort_unstable();
    codes
}

#[test]
fn allowed_content_goes_into_its_own_format_alone() {
    let exported = built(TEXT, "allow", &[Format::Epub, Format::Docx]);
    let (epub, docx) = (text_of(&exported, Format::Epub), text_of(&exported, Format::Docx));
    for markup in ["<kbd>Esc</kbd>", "<div class=\"x\"><p>A paragraph of HTML.</p></div>"] {
        assert!(epub.contains(markup), "{markup} is not in {epub}");
        assert!(!docx.contains(markup));
    }
    for markup in ["<w:r><w:t>in Word</w:t></w:r>", "<w:p><w:r><w:t>A paragraph of Word.</w:t></w:r></w:p>"] {
        assert!(docx.contains(markup), "{markup} is not in {docx}");
    }
    assert!(!epub.contains("Word"), "{epub}");
    for text in ["Esc", "A paragraph of HTML."] {
        assert!(docx.contains(text), "{text} is not in {docx}");
    }
    // The lone tag, the latex, the HTML in the DOCX, the OpenXML in the EPUB; the EPUB claims nothing of what it holds.
    assert_eq!(codes(&exported), ["html-dropped", "html-dropped", "not-accessible", "raw-dropped", "raw-dropped"]);
}

#[test]
fn the_pages_have_the_text_of_html() {
    let exported = built(TEXT, "allow", &[Format::Pdf]);
    let pdf = &exported.outputs[0];
    let found = chapbook_tests::compare::read(Format::Pdf, &pdf.bytes).expect("it reads");
    let said: Vec<String> = found.body.iter().map(ToString::to_string).collect();
    let said = said.join(" ");
    assert!(said.contains("Esc") && said.contains("A paragraph of HTML."), "{said}");
    assert!(!said.contains("Word"), "{said}");
    assert_eq!(codes(&exported), ["html-dropped", "html-dropped", "raw-dropped", "raw-dropped"]);
}

#[test]
fn one_format_loses_nothing_that_is_its_own() {
    let html = "<div class=\"x\"><p>A paragraph of HTML.</p></div>\n";
    assert_eq!(codes(&built(html, "allow", &[Format::Epub])), ["not-accessible"]);
    assert_eq!(codes(&built(html, "keep", &[Format::Epub])), ["html-dropped", "html-dropped"]);
    let word = "A `<w:r><w:t>word</w:t></w:r>`{=openxml}.\n";
    assert_eq!(codes(&built(word, "allow", &[Format::Docx])), Vec::<&str>::new());
    assert_eq!(codes(&built(word, "keep", &[Format::Docx])), ["raw-dropped"]);
}

#[test]
fn markup_that_a_file_cannot_hold_is_told_and_left_out() {
    let text = "```{=html}\n<div><p>Not closed.</div>\n```\n\n```{=openxml}\n<w:sectPr/>\n```\n";
    let exported = built(text, "allow", &[Format::Epub, Format::Docx]);
    let (epub, docx) = (text_of(&exported, Format::Epub), text_of(&exported, Format::Docx));
    assert_eq!(
        codes(&exported).iter().filter(|code| **code == "raw-malformed").count(),
        2,
        "{:?}",
        exported.diagnostics
    );
    assert!(epub.contains("<p>Not closed.</p>"), "{epub}");
    assert!(docx.contains("Not closed.") && docx.matches("<w:sectPr").count() == 1, "{docx}");
}

#[test]
fn what_stands_around_raw_content_stays_whole() {
    // In a list item, after a page break, between tables: what Word wants before a paragraph is there already.
    let text = "- ```{=openxml}\n  <w:p><w:r><w:t>In an item.</w:t></w:r></w:p>\n  ```\n- Two\n\n{{< pagebreak >}}\n\n\
                ```{=openxml}\n<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>\n\
                ```\n\n| a |\n|---|\n| b |\n";
    let exported = built(text, "allow", &[Format::Docx]);
    let docx = text_of(&exported, Format::Docx);
    assert_eq!(docx.matches("<w:tbl>").count(), 2);
    assert!(!docx.contains("</w:tbl><w:tbl>"), "{docx}");
    assert_eq!(docx.matches("<w:numPr>").count(), 2, "{docx}");
}
