//! A page at the end that says how accessible the book is: the same evidence as the package's, for readers. It is in
//! English, and marked so, for the words have to be exact; what nobody looked at it does not claim.

use chapbook_container::XmlWriter;
use chapbook_values::Direction;

use crate::access::{Access, STANDARD, access, has_features};
use crate::book::{Book, Record};
use crate::shell;

/// The title of the page, in navigation, too.
pub(crate) const TITLE: &str = "Accessibility";

/// Writes the page.
pub(crate) fn write(book: &Book<'_>, record: &mut Record) -> String {
    let access = access(book);
    let mut w = XmlWriter::fragment();
    w.open("section").attr("class", "accessibility").attr("aria-labelledby", "accessibility");
    w.attr("lang", "en").attr("xml:lang", "en");
    if book.resolved.direction == Direction::Rtl {
        w.attr("dir", "ltr");
    }
    w.raw("\n").open("h1").attr("id", "accessibility").attr("class", "heading-1").text(TITLE).close().raw("\n");
    w.leaf("p", summary(&access)).raw("\n");
    w.open("ul").raw("\n");
    for line in lines(&access) {
        w.leaf("li", line).raw("\n");
    }
    w.close().raw("\n");
    w.leaf("p", conformance(&access)).raw("\n").close();
    record.findings.replaced(w.replaced());
    let (document, replaced) = shell::write(book, TITLE, Some("backmatter"), &w.finish());
    record.findings.replaced(replaced);
    document
}

fn summary(access: &Access) -> &str {
    let summary = access.properties.iter().find(|(name, _)| *name == "schema:accessibilitySummary");
    summary.map_or("", |(_, text)| text.as_str())
}

/// What the properties mean, in the order in which readers ask.
fn lines(access: &Access) -> Vec<&'static str> {
    let says = |name: &str, value: &str| access.properties.iter().any(|(n, v)| *n == name && v == value);
    let feature = |value: &str| has_features(access, value);
    let mut lines = Vec::new();
    lines.push(match says("schema:accessModeSufficient", "textual") {
        true => "All that the book says can be read by ear or by touch.",
        false => "Some images have no description, so that not all of the book can be read by ear or by touch.",
    });
    if feature("displayTransformability") {
        lines.push("Size, face and colours of the text can be changed in the reading system.");
    }
    if feature("tableOfContents") {
        lines.push("A table of contents leads to all headings that are listed in it.");
    }
    if feature("structuralNavigation") {
        lines.push("Headings are marked by their levels, none of which is left out.");
    }
    if feature("alternativeText") {
        lines.push("Images have descriptions.");
    }
    if feature("pageNavigation") {
        lines.push("Page numbers are those of the print edition.");
    }
    lines.push(match says("schema:accessibilityHazard", "none") {
        true => "Nothing flashes, moves or makes a sound.",
        false => "Whether an image moves or flashes was not looked at.",
    });
    lines
}

fn conformance(access: &Access) -> String {
    match access.barriers.as_slice() {
        [] => format!("A check by machine found no failure to meet {STANDARD}. Nobody has checked it by hand."),
        barriers => format!("The book does not claim to meet {STANDARD}: {}.", barriers.join("; ")),
    }
}
