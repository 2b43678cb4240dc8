//! An XHTML document, read once from its beginning to its end.

use std::collections::BTreeSet;

use chapbook_container::{XmlError, XmlEvent, XmlReader};

use super::{Fault, FaultKind, XML};

/// What a checker needs of a document.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) ids: BTreeSet<String>,
    pub(super) references: Vec<Reference>,
    /// The ids of breaks of pages.
    pub(super) pages: Vec<String>,
    pub(super) has_math: bool,
    pub(super) has_svg: bool,
    pub(super) has_script: bool,
}

/// A reference to a file of the book.
#[derive(Debug)]
pub(super) struct Reference {
    /// The path in the archive; empty for the document itself.
    pub(super) target: String,
    pub(super) fragment: Option<String>,
    /// Whether a reader can follow it; else the document needs it.
    pub(super) is_link: bool,
}

/// What is open and waits for words.
struct Open {
    what: What,
    depth: usize,
    has_words: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Heading,
    Link,
    Title,
    /// Its entries are its words.
    Nav,
}

impl What {
    fn fault(self) -> (FaultKind, &'static str) {
        match self {
            Self::Heading => (FaultKind::EmptyHeading, "a heading has no words"),
            Self::Link => (FaultKind::EmptyLink, "a link has no words"),
            Self::Title => (FaultKind::Untitled, "its title has no words"),
            Self::Nav => (FaultKind::EmptyNav, "a nav has no entry"),
        }
    }
}

/// Reads a document. What is wrong with it alone is told here.
pub(super) fn read(path: &str, source: &str, faults: &mut Vec<Fault>) -> Result<Document, XmlError> {
    // The reader refuses document types, as it must for what strangers send; HTML's names nothing.
    let source = match source.split_once("<!DOCTYPE html>") {
        Some((head, rest)) if head.len() < 200 => rest,
        Some(_) | None => source,
    };
    let mut reader = XmlReader::new(source, XML, |_| ());
    let mut document = Document::default();
    let mut rank = 0;
    let mut open: Vec<Open> = Vec::new();
    let mut has_title = false;
    let mut tell = |kind, message: String| faults.push(Fault::new(kind, path, message));
    while let Some(event) = reader.next()? {
        match event {
            XmlEvent::Text(text) => {
                if !text.trim().is_empty() {
                    let waits = |open: &&mut Open| open.what != What::Nav;
                    open.iter_mut().filter(waits).for_each(|open| open.has_words = true);
                }
            }
            XmlEvent::End => {
                while let Some(ended) = open.pop_if(|open| open.depth > reader.depth()) {
                    if !ended.has_words {
                        let (kind, message) = ended.what.fault();
                        tell(kind, message.to_owned());
                    }
                }
            }
            XmlEvent::Start((), name) => {
                let depth = reader.depth();
                let attribute = |name: &str| reader.attribute((), name);
                if let Some(id) = attribute("id")
                    && !document.ids.insert(id.to_owned())
                {
                    tell(FaultKind::DuplicateId, format!("{id:?} is the id of two elements"));
                }
                if attribute("role") == Some("doc-pagebreak") {
                    document.pages.push(attribute("id").unwrap_or_default().to_owned());
                }
                let mut wait = |what, has_words| open.push(Open { what, depth, has_words });
                match name {
                    "html" if attribute("lang").is_none() => {
                        tell(FaultKind::NoLanguage, "it names no language".to_owned());
                    }
                    "title" if depth == 3 => {
                        has_title = true;
                        wait(What::Title, false);
                    }
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                        let own = usize::from(name.as_bytes()[1] - b'0');
                        if rank > 0 && own > rank + 1 {
                            tell(FaultKind::HeadingOrder, format!("{name} follows h{rank}"));
                        }
                        rank = own;
                        wait(What::Heading, false);
                    }
                    "nav" => wait(What::Nav, false),
                    "li" => open.iter_mut().filter(|open| open.what == What::Nav).for_each(|nav| nav.has_words = true),
                    "a" => {
                        if open.iter().any(|open| open.what == What::Link) {
                            tell(FaultKind::NestedLink, "a link stands in a link".to_owned());
                        }
                        if let Some(href) = attribute("href") {
                            document.references.extend(reference(path, href, true));
                            let named = attribute("aria-label").is_some();
                            open.push(Open { what: What::Link, depth, has_words: named });
                        }
                    }
                    "img" => {
                        match attribute("alt") {
                            None => tell(FaultKind::MissingAlt, "an image has no alt".to_owned()),
                            Some(alt) if !alt.trim().is_empty() => {
                                open.iter_mut().for_each(|open| open.has_words = true)
                            }
                            Some(_) => {}
                        }
                        document.references.extend(reference(path, attribute("src").unwrap_or_default(), false));
                    }
                    "link" => {
                        document.references.extend(reference(path, attribute("href").unwrap_or_default(), false));
                    }
                    "math" => document.has_math = true,
                    "svg" => document.has_svg = true,
                    // Elements that hold text and nothing to check.
                    other => document.has_script |= matches!(other, "script" | "form"),
                }
            }
        }
    }
    if !has_title {
        faults.push(Fault::new(FaultKind::Untitled, path, "it has no title"));
    }
    Ok(document)
}

/// A reference, if it leads into the book.
fn reference(from: &str, href: &str, is_link: bool) -> Option<Reference> {
    // A scheme stands before the first of these.
    let end = href.find([':', '/', '?', '#']).unwrap_or(href.len());
    if href[end..].starts_with(':') {
        return None;
    }
    let (file, fragment) = match href.split_once('#') {
        Some((file, fragment)) => (file, Some(fragment.to_owned())),
        None => (href, None),
    };
    let target = if file.is_empty() { String::new() } else { resolve(from, file) };
    Some(Reference { target, fragment, is_link })
}

/// A path as seen from a file. What would leave the archive keeps its `..` and is found nowhere.
pub(super) fn resolve(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
