//! The page that shows the cover. The image itself is marked in the package, where shops and shelves take it from.

use chapbook_assets::Image;
use chapbook_container::XmlWriter;
use chapbook_resolve::Word;

use crate::book::{Book, Record};
use crate::{names, shell};

/// Writes the page.
pub(crate) fn write(book: &Book<'_>, image: &Image, record: &mut Record) -> String {
    let mut w = XmlWriter::fragment();
    let name = book.resolved.words.get(Word::Cover);
    w.open("section").attr("class", "cover").attr("epub:type", "cover").raw("\n");
    w.open("img").attr("src", names::cover(image.kind)).attr("alt", alt(book)).attr("role", "doc-cover");
    w.attr("width", image.width.to_string()).attr("height", image.height.to_string()).close().raw("\n");
    w.close();
    record.findings.replaced(w.replaced());
    let (document, replaced) = shell::write(book, name, Some("frontmatter"), &w.finish());
    record.findings.replaced(replaced);
    document
}

/// What the cover says to those who cannot see it: that it is one, and of which book by whom.
fn alt(book: &Book<'_>) -> String {
    let meta = &book.resolved.meta;
    let name = book.resolved.words.get(Word::Cover);
    let title = meta.title.trim();
    let people: Vec<&str> = meta.people.iter().map(|person| person.name.trim()).take(3).collect();
    match people.as_slice() {
        [] => format!("{name}: {title}"),
        people => format!("{name}: {title}. {}", people.join(", ")),
    }
}
