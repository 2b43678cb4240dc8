//! The parts of a zip archive as text that can be read and compared: XML with one element a line and sorted
//! attributes, style sheets as they stand, and of everything else the name and the size.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node, NodeType, ParsingOptions};

/// A part of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it stands uncompressed.
    pub stored: bool,
}

/// The parts of an archive in the order in which they stand in it.
pub fn unzip(bytes: &[u8]) -> Result<Vec<Part>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| error.to_string())?;
        let name = entry.name().map_err(|error| error.to_string())?.into_owned();
        let stored = entry.compression() == zip::CompressionMethod::Stored;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| format!("{name}: {error}"))?;
        parts.push(Part { name, bytes, stored });
    }
    Ok(parts)
}

impl Part {
    /// Its text; an error if it is not UTF-8.
    pub fn text(&self) -> Result<&str, String> {
        std::str::from_utf8(&self.bytes).map_err(|error| format!("{}: {error}", self.name))
    }

    /// It as lines; none if it is neither XML nor a style sheet.
    pub fn lines(&self) -> Option<Result<String, String>> {
        let ending = self.name.rsplit('.').next().unwrap_or_default();
        match ending {
            "xml" | "xhtml" | "opf" | "ncx" | "rels" => {
                Some(self.text().and_then(|text| xml_lines(text).map_err(|error| format!("{}: {error}", self.name))))
            }
            "css" => Some(self.text().map(str::to_owned)),
            _ => None,
        }
    }
}

/// The names of all parts in their order, with the sizes of those that are no text.
pub fn list(parts: &[Part]) -> String {
    let mut out = String::new();
    for part in parts {
        let stored = if part.stored { " stored" } else { "" };
        let _ = match part.lines() {
            Some(_) => writeln!(out, "{}{stored}", part.name),
            None => writeln!(out, "{}{stored} {} bytes", part.name, part.bytes.len()),
        };
    }
    out
}

/// Whether a part of a DOCX depends on every byte of the source: the baseline, and what points to it.
pub fn is_of_the_draft(name: &str) -> bool {
    name.starts_with("customXml/") || name == "docProps/custom.xml"
}

/// Lines of a DOCX's part without the digits of the draft in its keys: they change with every byte of the source.
pub fn without_salt(lines: &str) -> String {
    const SIGN: &str = "\"_cb_";
    let mut out = String::with_capacity(lines.len());
    let mut rest = lines;
    while let Some(at) = rest.find(SIGN) {
        let (before, tail) = rest.split_at(at + SIGN.len());
        out.push_str(before);
        rest = tail.get(4..).unwrap_or(tail);
    }
    out.push_str(rest);
    out
}

/// XML read with a document type, which is never fetched: reading systems meet it in XHTML.
pub fn parse(text: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
}

/// XML as lines: an element a line, its attributes sorted, a lone text beside it. White space with a line end in it
/// stands between elements and is left out.
pub fn xml_lines(text: &str) -> Result<String, String> {
    let document = parse(text)?;
    let mut out = String::new();
    let mut stack: Vec<(Node<'_, '_>, usize)> = vec![(document.root_element(), 0)];
    while let Some((node, depth)) = stack.pop() {
        let indent = depth * 2;
        match node.node_type() {
            NodeType::Element => {
                let _ = write!(out, "{:indent$}{}", "", head(node));
                let kids: Vec<Node<'_, '_>> = node.children().filter(|kid| !is_layout(*kid)).collect();
                match kids.as_slice() {
                    [kid] if kid.is_text() => {
                        let _ = write!(out, " {:?}", kid.text().unwrap_or_default());
                    }
                    kids => stack.extend(kids.iter().rev().map(|kid| (*kid, depth + 1))),
                }
                out.push('\n');
            }
            NodeType::Text => {
                let _ = writeln!(out, "{:indent$}{:?}", "", node.text().unwrap_or_default());
            }
            NodeType::Comment => {
                let _ = writeln!(out, "{:indent$}<!--{}-->", "", node.text().unwrap_or_default());
            }
            NodeType::PI | NodeType::Root => {}
        }
    }
    Ok(out)
}

/// Name and attributes. Namespaces stand at the root.
fn head(node: Node<'_, '_>) -> String {
    let mut attributes: Vec<String> = node
        .attributes()
        .map(|attribute| {
            format!("{}={:?}", qualified(node, attribute.namespace(), attribute.name()), attribute.value())
        })
        .collect();
    if node.parent_element().is_none() {
        attributes.extend(node.namespaces().filter(|space| space.name() != Some("xml")).map(|space| {
            let name = space.name().map_or("xmlns".to_owned(), |name| format!("xmlns:{name}"));
            format!("{name}={:?}", space.uri())
        }));
    }
    attributes.sort();
    let name = qualified(node, node.tag_name().namespace(), node.tag_name().name());
    [vec![name], attributes].concat().join(" ")
}

fn qualified(node: Node<'_, '_>, namespace: Option<&str>, name: &str) -> String {
    match namespace.and_then(|namespace| node.lookup_prefix(namespace)).filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => format!("{prefix}:{name}"),
        None => name.to_owned(),
    }
}

/// White space that lays out the source: it holds a line end and is not in preformatted text.
fn is_layout(node: Node<'_, '_>) -> bool {
    let Some(text) = node.text().filter(|_| node.is_text()) else { return false };
    let white = text.contains('\n') && text.chars().all(|c| matches!(c, ' ' | '\n' | '\r' | '\t'));
    let kept = |above: Node<'_, '_>| {
        above.tag_name().name() == "pre"
            || above.attribute(("http://www.w3.org/XML/1998/namespace", "space")) == Some("preserve")
    };
    white && !node.ancestors().any(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_a_line() {
        let text =
            "<a:r xmlns:a=\"u\" z=\"1\" b=\"2\"><a:p>one <b/>two</a:p>\n  <q>x&amp;\u{A0}</q><pre>\n</pre></a:r>";
        let expected = "a:r b=\"2\" xmlns:a=\"u\" z=\"1\"\n  a:p\n    \"one \"\n    b\n    \"two\"\n  \
                        q \"x&\\u{a0}\"\n  pre \"\\n\"\n";
        assert_eq!(xml_lines(text).unwrap(), expected);
    }
}
