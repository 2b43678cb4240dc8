//! A page at the end that says how accessible the book is: the same evidence as the package's, for readers, in the
//! generated words of the book's language. What nobody looked at it does not claim.

use chapbook_container::XmlWriter;
use chapbook_resolve::Word;
use chapbook_values::Direction;

use crate::access::{Access, STANDARD, access, has_features};
use crate::book::{Book, Record};
use crate::shell;

/// Writes the page.
pub(crate) fn write(book: &Book<'_>, record: &mut Record) -> String {
    let access = access(book);
    let mut w = XmlWriter::fragment();
    w.open("section").attr("class", "accessibility").attr("aria-labelledby", "accessibility");
    language(book, &mut w);
    w.raw("\n").open("h1").attr("id", "accessibility").attr("class", "heading-1").text(title(book)).close().raw("\n");
    paragraph(&mut w, book.resolved.words.get(Word::AccessSummary));
    list(book, &mut w, &lines(&access));
    let standard = |word| book.resolved.words.get(word).replace("{standard}", STANDARD);
    if access.barriers.is_empty() {
        paragraph(&mut w, &standard(Word::AccessMeets));
    } else {
        paragraph(&mut w, &standard(Word::AccessNoClaim));
        list(book, &mut w, &access.barriers.iter().map(|barrier| barrier.word()).collect::<Vec<_>>());
    }
    w.close();
    record.findings.replaced(w.replaced());
    let (document, replaced) = shell::write(book, title(book), Some("backmatter"), &w.finish());
    record.findings.replaced(replaced);
    document
}

/// The title of the page, in navigation, too.
pub(crate) fn title<'b>(book: &Book<'b>) -> &'b str {
    book.resolved.words.get(Word::Accessibility)
}

/// Says that words are English where the book is not: there are none for its language.
pub(crate) fn language(book: &Book<'_>, w: &mut XmlWriter) {
    if book.resolved.language.primary() == "en" || !book.resolved.words.is_english(Word::AccessSummary) {
        return;
    }
    w.attr("lang", "en").attr("xml:lang", "en");
    if book.resolved.direction == Direction::Rtl {
        w.attr("dir", "ltr");
    }
}

/// A paragraph without an indent, as after a heading or a list.
fn paragraph(w: &mut XmlWriter, text: &str) {
    w.open("p").attr("class", "statement").text(text).close().raw("\n");
}

fn list(book: &Book<'_>, w: &mut XmlWriter, words: &[Word]) {
    w.open("ul").raw("\n");
    for word in words {
        w.leaf("li", book.resolved.words.get(*word)).raw("\n");
    }
    w.close().raw("\n");
}

/// What the properties mean, in the order in which readers ask.
fn lines(access: &Access) -> Vec<Word> {
    let says = |name: &str, value: &str| access.properties.iter().any(|(n, v)| *n == name && v == value);
    let mut lines = vec![match says("schema:accessModeSufficient", "textual") {
        true => Word::AccessEarAndTouch,
        false => Word::AccessNotByEar,
    }];
    let features = [
        ("displayTransformability", Word::AccessLook),
        ("tableOfContents", Word::AccessContents),
        ("structuralNavigation", Word::AccessLevels),
        ("alternativeText", Word::AccessDescribed),
        ("pageNavigation", Word::AccessPages),
    ];
    lines.extend(features.into_iter().filter(|(feature, _)| has_features(access, feature)).map(|(_, word)| word));
    lines.push(match says("schema:accessibilityHazard", "none") {
        true => Word::AccessStill,
        false => Word::AccessMaybeMoving,
    });
    lines
}
