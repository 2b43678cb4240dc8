//! The navigation of EPUB 2 (OPF 2.0.1, 2.4.1), for reading systems that know no other. It holds plain text only.

use chapbook_container::XmlWriter;
use chapbook_resolve::OutlineEntry;

use crate::book::{Book, Record};
use crate::contents::{Branch, branches, depth};
use crate::identity;
use crate::nav::{href, page_href, shown};
use crate::{names, statement};

/// Writes the NCX.
pub(crate) fn write(book: &Book<'_>, record: &mut Record) -> String {
    let meta = &book.resolved.meta;
    let branches = branches(&book.resolved.outline);
    let pages = book.pages.map_or(0, |pages| pages.pages.len());
    let mut w = XmlWriter::new();
    w.open("ncx").attr("xmlns", "http://www.daisy.org/z3986/2005/ncx/").attr("version", "2005-1");
    w.attr("xml:lang", book.resolved.language.tag()).raw("\n").open("head").raw("\n");
    let uid = identity::identifiers(meta).swap_remove(0);
    let numbers = [
        ("dtb:uid", uid),
        ("dtb:depth", depth(&branches).max(1).to_string()),
        ("dtb:totalPageCount", pages.to_string()),
        ("dtb:maxPageNumber", greatest_number(book).to_string()),
    ];
    for (name, content) in numbers {
        w.open("meta").attr("name", name).attr("content", content).close().raw("\n");
    }
    w.close().raw("\n");
    w.open("docTitle").leaf("text", shown(&meta.title)).close().raw("\n");
    w.open("navMap").raw("\n");
    let mut count = 0;
    if branches.is_empty() {
        w.open("navPoint").attr("id", "nav-1").open("navLabel").leaf("text", shown(&meta.title)).close();
        w.open("content").attr("src", &book.sections[0].file).close().close().raw("\n");
    }
    points(book, &mut w, &branches, &mut count);
    if book.has_statement {
        w.open("navPoint")
            .attr("id", "nav-accessibility")
            .open("navLabel")
            .leaf("text", statement::title(book))
            .close();
        w.open("content").attr("src", names::STATEMENT).close().close().raw("\n");
    }
    w.close().raw("\n");
    page_list(book, record, &mut w);
    w.close();
    record.findings.replaced(w.replaced());
    w.finish()
}

fn points(book: &Book<'_>, w: &mut XmlWriter, branches: &[Branch<'_>], count: &mut usize) {
    for Branch { entry, under } in branches {
        let OutlineEntry { target, level: _, number, content: _, text } = entry;
        *count += 1;
        let label = match number {
            Some(number) => format!("{number} {text}"),
            None => text.clone(),
        };
        w.open("navPoint").attr("id", format!("nav-{count}"));
        w.open("navLabel").leaf("text", shown(label.trim())).close();
        w.open("content").attr("src", href(book, *target)).close().raw("\n");
        points(book, w, under, count);
        w.close().raw("\n");
    }
}

fn page_list(book: &Book<'_>, record: &Record, w: &mut XmlWriter) {
    let Some(pages) = book.pages else { return };
    w.open("pageList").raw("\n");
    for (index, page) in pages.pages.iter().enumerate() {
        let Some(href) = page_href(book, record, index) else { continue };
        let number = page.label.parse::<u32>().ok();
        w.open("pageTarget").attr("id", format!("page-{}", index + 1));
        w.attr("type", if number.is_some() { "normal" } else { "front" });
        w.attr_opt("value", number.map(|number| number.to_string()));
        w.open("navLabel").leaf("text", shown(&page.label)).close();
        w.open("content").attr("src", href).close().close().raw("\n");
    }
    w.close().raw("\n");
}

fn greatest_number(book: &Book<'_>) -> u32 {
    book.pages.into_iter().flat_map(|pages| &pages.pages).filter_map(|page| page.label.parse().ok()).max().unwrap_or(0)
}
