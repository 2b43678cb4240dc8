//! The frame of every XHTML document: root, head and body. What stands in the body, the caller writes.

use chapbook_container::XmlWriter;
use chapbook_values::Direction;

use crate::book::Book;
use crate::names;

/// Writes a document of this title around a body.
pub(crate) fn write(book: &Book<'_>, title: &str, body_type: Option<&str>, body: &str) -> (String, usize) {
    let resolved = book.resolved;
    let mut w = XmlWriter::new();
    w.raw("<!DOCTYPE html>\n");
    w.open("html")
        .attr("xmlns", "http://www.w3.org/1999/xhtml")
        .attr("xmlns:epub", "http://www.idpf.org/2007/ops")
        .attr("lang", resolved.language.tag())
        .attr("xml:lang", resolved.language.tag());
    if resolved.direction == Direction::Rtl {
        w.attr("dir", "rtl");
    }
    w.raw("\n").open("head").raw("\n");
    // HTML, 4.2.2: a title is not empty and not white space alone.
    w.leaf("title", if title.trim().is_empty() { "…" } else { title }).raw("\n");
    for style in [Some(names::STYLE), book.user_style.map(|_| names::USER_STYLE)].into_iter().flatten() {
        w.open("link").attr("rel", "stylesheet").attr("type", "text/css").attr("href", style).close().raw("\n");
    }
    w.close().raw("\n");
    w.open("body").attr_opt("epub:type", body_type).raw("\n").raw(body).close_full().raw("\n").close();
    let replaced = w.replaced();
    (w.finish(), replaced)
}
