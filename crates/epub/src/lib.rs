//! The resolved tree and a theme become an EPUB 3.3: XHTML documents, a style sheet, navigation and the package
//! around them. It counts nothing and names nothing that a reader sees: numbers, marks and generated words stand in
//! the resolved tree. Bytes of images pass through as they are, but where a store sets a limit.

mod access;
mod book;
mod check;
mod contents;
mod cover;
mod css;
mod findings;
mod fonts;
mod identity;
mod images;
mod limits;
mod matter;
mod names;
mod nav;
mod ncx;
mod openings;
mod options;
mod package;
mod packing;
mod pages;
mod profile;
mod properties;
mod sha1;
mod sheet;
mod shell;
mod split;
mod statement;
mod survey;
mod text;
mod url;

pub use check::{Fault, FaultKind, check};
pub use options::Options;
pub use profile::{APPLE, GENERIC, KINDLE, KOBO, Profile};

use chapbook_container::Method;
use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::Diagnostic;
use chapbook_theme::Theme;

use book::{Book, Record};
use packing::Entries;

/// Writes an EPUB. With the pages of a layout, its page list and page breaks are those of the print.
///
/// It never fails on content: what the format cannot hold is among the diagnostics.
pub fn write(
    resolved: &Resolved,
    theme: &Theme,
    pages: Option<&PageMap>,
    options: &Options,
) -> (Vec<u8>, Vec<Diagnostic>) {
    let sections = split::sections(resolved, theme, options.profile.document_bytes);
    let survey = survey::survey(resolved, &sections);
    let book = Book::new(resolved, theme, &sections, &survey, pages, options);
    let mut record = Record::new(&book);
    if let Some(fault) = options.css.as_deref().and_then(sheet::fault) {
        record.findings.sheet(fault);
    }
    identity::look(&resolved.meta, &mut record.findings);
    limits::cover(&book, &mut record.findings);
    let (mut zip, ()) = packing::archive(options.timestamp(), |entries| {
        documents(&book, options, &mut record, entries);
    });
    images::write(&book, &mut zip, &mut record.findings);
    for font in &record.embedded.fonts {
        zip.add(&names::entry(&font.file), &font.bytes, Method::Deflated);
    }
    let bytes = zip.finish();
    limits::book(&options.profile, bytes.len(), &mut record.findings);
    (bytes, record.findings.into_diagnostics())
}

/// Everything but images and fonts: the text first, since navigation and package tell of what was written.
fn documents(book: &Book<'_>, options: &Options, record: &mut Record, entries: &mut Entries) {
    entries.add_named("META-INF/container.xml".to_owned(), package::container());
    if let Some(cover) = book.cover_page() {
        let document = cover::write(book, cover, record);
        record.look(names::COVER, &document, None);
        entries.add(names::COVER, document);
    }
    for (index, section) in book.sections.iter().enumerate() {
        let document = text::write(book, index, record);
        record.look(&section.file, &document, None);
        entries.add(&section.file, document);
    }
    if book.has_statement {
        let document = statement::write(book, record);
        record.look(names::STATEMENT, &document, None);
        entries.add(names::STATEMENT, document);
    }
    let nav = nav::write(book, record);
    record.look(names::NAV, &nav, Some("nav"));
    entries.add(names::NAV, nav);
    entries.add(names::NCX, ncx::write(book, record));
    if let (Some(fonts), Some(shown)) = (book.fonts, record.shown.take()) {
        record.embedded = fonts::embed(book, fonts, &shown, &mut record.findings);
    }
    let mut style = css::write(book.theme, book.resolved);
    if !record.embedded.fonts.is_empty() {
        style.push_str(&fonts::rules(&record.embedded, book.theme));
        entries.add_named(names::APPLE_OPTIONS.to_owned(), package::apple_options());
    }
    entries.add(names::STYLE, style);
    if let Some(css) = book.user_style {
        entries.add(names::USER_STYLE, css.to_owned());
    }
    entries.add(names::PACKAGE, package::write(book, record, options));
}
