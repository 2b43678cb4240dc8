//! The navigation document (EPUB 3.3, 7): contents, landmarks and, with the pages of the print, the page list.

use chapbook_container::XmlWriter;
use chapbook_resolve::{FigureKind, OutlineEntry, OutlineKind, Word};

use crate::book::{Book, Contents, Record};
use crate::contents::{Branch, branches};
use crate::matter::Region;
use crate::split::{Section, SectionKind};
use crate::{names, shell, statement, text};

/// Writes the navigation document.
pub(crate) fn write(book: &Book<'_>, record: &mut Record) -> String {
    let mut w = XmlWriter::fragment();
    contents(book, record, &mut w);
    landmarks(book, &mut w);
    page_list(book, record, &mut w);
    for (kind, name, word) in
        [(FigureKind::Image, "loi", Word::ListOfFigures), (FigureKind::Table, "lot", Word::ListOfTables)]
    {
        figures(book, kind, name, book.resolved.words.get(word), &mut w);
    }
    record.findings.replaced(w.replaced());
    let (document, replaced) = shell::write(book, &book.resolved.meta.title, None, &w.finish());
    record.findings.replaced(replaced);
    document
}

fn contents(book: &Book<'_>, record: &mut Record, w: &mut XmlWriter) {
    w.open("nav")
        .attr("epub:type", "toc")
        .attr("role", "doc-toc")
        .attr("aria-labelledby", "contents")
        .attr("id", "toc");
    w.raw("\n");
    w.open("h1").attr("id", "contents").attr("class", "contents-title");
    w.text(book.resolved.words.get(Word::Contents)).close_full().raw("\n");
    let branches = branches(&book.resolved.outline);
    w.open("ol").raw("\n");
    if branches.is_empty() {
        // A table of contents has an entry at least (EPUB 3.3, 7.3).
        w.open("li").open("a").attr("href", &book.sections[0].file);
        w.text(shown(&book.resolved.meta.title)).close().close().raw("\n");
    }
    entries(book, record, w, &branches);
    if book.has_statement {
        w.open("li").open("a").attr("href", names::STATEMENT);
        statement::language(book, w);
        w.text(statement::title(book)).close().close().raw("\n");
    }
    w.close().raw("\n").close().raw("\n");
}

fn entries(book: &Book<'_>, record: &mut Record, w: &mut XmlWriter, branches: &[Branch<'_>]) {
    for Branch { entry, under } in branches {
        let OutlineEntry { target, level: _, number, content, text: plain } = entry;
        w.open("li").open("a").attr("href", href(book, *target));
        let label = text::label(book, content, record);
        match (number, plain.trim().is_empty()) {
            (Some(number), false) => w.text(number).text(" ").raw(&label),
            (Some(number), true) => w.text(number),
            (None, false) => w.raw(&label),
            // A label has words (EPUB 3.3, 7.3).
            (None, true) => w.text(shown(plain)),
        };
        w.close_full();
        if !under.is_empty() {
            w.raw("\n").open("ol").raw("\n");
            entries(book, record, w, under);
            w.close().raw("\n");
        }
        w.close().raw("\n");
    }
}

/// Where an entry leads: an anchor that is in no document is taken for the beginning.
pub(crate) fn href(book: &Book<'_>, target: chapbook_resolve::Anchor) -> String {
    book.href(target, None).unwrap_or_else(|| book.sections[0].file.clone())
}

/// A label that is not empty.
pub(crate) fn shown(label: &str) -> &str {
    if label.trim().is_empty() { "…" } else { label }
}

/// The places that a reading system may offer by their names.
fn landmarks(book: &Book<'_>, w: &mut XmlWriter) {
    let words = &book.resolved.words;
    w.open("nav").attr("epub:type", "landmarks").attr("hidden", "hidden");
    w.attr("aria-label", words.get(Word::Landmarks)).raw("\n").open("ol").raw("\n");
    let mut entry = |kind: &str, href: &str, label: &str| {
        w.open("li").open("a").attr("epub:type", kind).attr("href", href).text(shown(label)).close().close().raw("\n");
    };
    let find = |kind: SectionKind| book.sections.iter().find(move |section| section.kind == kind);
    if book.cover_page().is_some() {
        entry("cover", names::COVER, words.get(Word::Cover));
    }
    if let Some(section) = find(SectionKind::TitlePage) {
        entry("titlepage", &section.file, words.get(Word::TitlePage));
    }
    match book.contents() {
        Contents::InText(href) => entry("toc", &href, words.get(Word::Contents)),
        Contents::Navigation => entry("toc", &format!("{}#toc", names::NAV), words.get(Word::Contents)),
        // What is not in the spine cannot be a place (EPUBCheck RSC-011).
        Contents::Nowhere => {}
    }
    let lists = [(OutlineKind::Figures, "loi", Word::ListOfFigures), (OutlineKind::Tables, "lot", Word::ListOfTables)];
    for (kind, name, word) in lists {
        if let Some(href) = book.outline(kind) {
            entry(name, &href, words.get(word));
        }
    }
    if let Some(section) = book.sections.iter().find(|section| section.region == Region::Body) {
        entry("bodymatter", &section.file, title(book, section));
    }
    for section in book.sections.iter().filter(|section| !section.continued) {
        if let Some(kind) = landmark(book, section) {
            // What has no title of its own has no name to be offered by.
            if !section.title.trim().is_empty() {
                entry(kind, &section.file, &section.title);
            }
        }
    }
    w.close().raw("\n").close().raw("\n");
}

/// The parts of a book that are looked for by what they are.
fn landmark(book: &Book<'_>, section: &Section<'_>) -> Option<&'static str> {
    match section.kind {
        SectionKind::Dedication => Some("dedication"),
        SectionKind::CopyrightPage => Some("copyright-page"),
        SectionKind::Colophon => Some("colophon"),
        SectionKind::Acknowledgements => Some("acknowledgments"),
        SectionKind::Endnotes => book.profile.endnotes_type.then_some("endnotes"),
        SectionKind::Part | SectionKind::Chapter => section.semantic.map(|semantic| semantic.name),
        SectionKind::Article | SectionKind::TitlePage | SectionKind::Matter | SectionKind::Outline => None,
    }
}

fn title<'a>(book: &Book<'a>, section: &'a Section<'a>) -> &'a str {
    if section.title.trim().is_empty() { &book.resolved.meta.title } else { &section.title }
}

/// A list of figures or of tables (EPUB 3.3, 7.4.5), for reading systems that offer it; none if there are none.
fn figures(book: &Book<'_>, kind: FigureKind, name: &str, title: &str, w: &mut XmlWriter) {
    let mut listed = book.survey.figures.iter().filter(|listed| listed.kind == kind).peekable();
    if listed.peek().is_none() {
        return;
    }
    w.open("nav").attr("epub:type", name).attr("hidden", "hidden").attr("aria-labelledby", name).raw("\n");
    w.open("h2").attr("id", name).text(title).close_full().raw("\n").open("ol").raw("\n");
    for figure in listed {
        w.open("li").open("a").attr("href", book.figure(figure)).text(&figure.label).close().close().raw("\n");
    }
    w.close().raw("\n").close().raw("\n");
}

/// The pages of the print, by their numbers.
fn page_list(book: &Book<'_>, record: &Record, w: &mut XmlWriter) {
    let Some(pages) = book.pages else { return };
    w.open("nav").attr("epub:type", "page-list").attr("role", "doc-pagelist").attr("hidden", "hidden");
    w.attr("aria-label", book.resolved.words.get(Word::Page)).raw("\n").open("ol").raw("\n");
    for (index, page) in pages.pages.iter().enumerate() {
        let Some(href) = page_href(book, record, index) else { continue };
        w.open("li").open("a").attr("href", href).text(shown(&page.label)).close().close().raw("\n");
    }
    w.close().raw("\n").close().raw("\n");
}

/// Where the break of a page is.
pub(crate) fn page_href(book: &Book<'_>, record: &Record, page: usize) -> Option<String> {
    let section = (*record.pages.get(page)?)?;
    Some(format!("{}#{}", book.sections[section].file, book.names.free("page", page + 1)))
}
