//! Reads a book back, by other means than it was written with, and holds it against itself.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use roxmltree::Document;

/// The entries of an archive: name, and text if it is text.
pub(crate) fn entries(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is there");
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).expect("it is there");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("it is there");
            (file.name().expect("it is there").into_owned(), String::from_utf8(bytes).unwrap_or_default())
        })
        .collect()
}

pub(crate) fn entry<'a>(entries: &'a [(String, String)], name: &str) -> &'a str {
    &entries.iter().find(|(entry, _)| entry == &format!("EPUB/{name}")).expect(name).1
}

/// Reads XML; XHTML has a document type.
pub(crate) fn parse(text: &str) -> Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The text of an XHTML document, in order.
pub(crate) fn words(document: &Document<'_>) -> String {
    let body = document.descendants().find(|node| node.has_tag_name("body")).expect("it is there");
    body.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect()
}

/// Holds a book against itself: XML that parses, ids that are unique, links that lead somewhere, files that are
/// listed, and lists that are there.
pub(crate) fn holds_together(bytes: &[u8]) {
    let entries = entries(bytes);
    let files: BTreeSet<&str> = entries.iter().filter_map(|(name, _)| name.strip_prefix("EPUB/")).collect();
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    for (name, text) in entries.iter().filter(|(name, _)| name.ends_with("html")) {
        let file = name.strip_prefix("EPUB/").expect("it is there");
        let document = parse(text);
        for node in document.descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert(format!("{file}#{id}")), "{id} twice in {file}");
            }
            for target in ["href", "src"].iter().filter_map(|name| node.attribute(*name)) {
                links.push(if target.starts_with('#') { format!("{file}{target}") } else { target.to_owned() });
            }
            if let Some(label) = node.attribute("aria-labelledby") {
                links.push(format!("{file}#{label}"));
            }
        }
    }
    for link in links.iter().filter(|link| !link.contains("://")) {
        let there = if link.contains('#') { ids.contains(link) } else { files.contains(link.as_str()) };
        assert!(there, "{link} leads nowhere");
    }
    let package = parse(entry(&entries, "package.opf"));
    let listed = package.descendants().filter(|node| node.has_tag_name("item"));
    let listed: BTreeSet<&str> = listed.filter_map(|item| item.attribute("href")).collect();
    let packed = files.into_iter().filter(|file| *file != "package.opf").collect();
    assert_eq!(listed, packed);
    let ncx = parse(entry(&entries, "toc.ncx"));
    assert!(ncx.descendants().any(|node| node.has_tag_name("navPoint")));
}
