//! The resolved tree and a theme become an EPUB 3.3: XHTML documents, a style sheet, navigation and the package
//! around them. It counts nothing and names nothing that a reader sees: numbers, marks and generated words stand in
//! the resolved tree. Bytes of images pass through as they are.

mod access;
mod book;
mod contents;
mod css;
mod findings;
mod identity;
mod images;
mod names;
mod nav;
mod ncx;
mod options;
mod package;
mod pages;
mod sha1;
mod shell;
mod split;
mod survey;
mod text;
mod url;

pub use options::Options;

use chapbook_container::{Method, ZipWriter};
use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::Diagnostic;
use chapbook_theme::Theme;

use book::{Book, Record};

/// Writes an EPUB. With the pages of a layout, its page list and page breaks are those of the print.
///
/// It never fails on content: what the format cannot hold is among the diagnostics.
pub fn write(
    resolved: &Resolved,
    theme: &Theme,
    pages: Option<&PageMap>,
    options: &Options,
) -> (Vec<u8>, Vec<Diagnostic>) {
    let sections = split::sections(resolved, theme);
    let survey = survey::survey(resolved, &sections);
    let book = Book::new(resolved, theme, &sections, &survey, pages);
    let mut record = Record::new(&book);
    let mut zip = ZipWriter::new(options.timestamp());

    // OCF 3.3, 4.2.2: `mimetype` is the first entry, stored.
    zip.add("mimetype", b"application/epub+zip", Method::Stored);
    zip.add("META-INF/container.xml", package::container().as_bytes(), Method::Deflated);
    let mut add = |name: &str, text: String| zip.add(&names::entry(name), text.as_bytes(), Method::Deflated);
    for (index, section) in sections.iter().enumerate() {
        let document = text::write(&book, index, &mut record);
        add(&section.file, document);
    }
    add(names::STYLE, css::write(theme, resolved));
    add(names::NAV, nav::write(&book, &mut record));
    add(names::NCX, ncx::write(&book, &mut record));
    add(names::PACKAGE, package::write(&book, &mut record, options));
    images::write(&book, &mut zip);

    (zip.finish(), record.findings.into_diagnostics())
}
