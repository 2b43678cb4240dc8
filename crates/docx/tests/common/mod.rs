//! What the tests of the writer share: small documents made by hand, a package read back with an XML reader that the
//! writer does not use, and the check that is run over every one of them.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that cannot read its own file has failed")]

pub(crate) mod check;
pub(crate) mod count;
pub(crate) mod model;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::io::Read;

use chapbook_docx::Options;
use chapbook_docx::baseline::DraftSource;
use chapbook_model::Document;
use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::{Diagnostic, MemoryFiles};
use chapbook_theme::Theme;

pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(crate) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A document on its way: as written by hand, as resolved, as a file.
pub(crate) struct Written {
    pub(crate) resolved: Resolved,
    pub(crate) bytes: Vec<u8>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) package: Package,
}

/// A package read back.
pub(crate) struct Package(pub(crate) BTreeMap<String, Vec<u8>>);

impl Package {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for i in 0..zip.len() {
            let mut entry = zip.by_index(i).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            let name = entry.name().unwrap().into_owned();
            assert!(parts.insert(name.clone(), content).is_none(), "{name} twice");
        }
        Self(parts)
    }

    /// A part's text; empty if the part is not there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |bytes| std::str::from_utf8(bytes).unwrap())
    }
}

/// The article theme.
pub(crate) fn theme() -> Theme {
    chapbook_theme::read("article", &MemoryFiles::default()).unwrap()
}

/// A picture of one pixel.
pub(crate) const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\nIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

/// Resolves and writes a document, reads it back and checks it.
pub(crate) fn write(document: &Document) -> Written {
    write_as(document, &theme(), None)
}

pub(crate) fn write_as(document: &Document, theme: &Theme, pages: Option<&PageMap>) -> Written {
    let mut files = MemoryFiles::default();
    files.add("square.png", PIXEL.to_vec());
    files.add("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>".to_vec());
    let options = chapbook_resolve::Options { paths: vec!["a.md".into()], stem: "a".into(), ..Default::default() };
    let (resolved, _) = chapbook_resolve::resolve(document, theme, &files, &options);
    let options =
        Options { modified: (2026, 1, 31, 9, 0, 0), source: Some(DraftSource::default()), ..Options::default() };
    let (bytes, diagnostics) = chapbook_docx::write(&resolved, theme, pages, &options);
    let (again, _) = chapbook_docx::write(&resolved, theme, pages, &options);
    assert_eq!(bytes, again, "the same document is the same bytes");
    let package = Package::read(&bytes);
    check::check(&package);
    count::agrees(&package, &resolved);
    words::agree(&package, &resolved);
    Written { resolved, bytes, diagnostics, package }
}

/// The attribute of an element in its part's main namespace.
pub(crate) fn w<'a>(node: roxmltree::Node<'a, 'a>, name: &str) -> Option<&'a str> {
    node.attribute((W, name))
}

/// Whether it is this element of WordprocessingML.
pub(crate) fn is(node: roxmltree::Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((W, name))
}

/// The child of this name.
pub(crate) fn child<'a>(node: roxmltree::Node<'a, 'a>, name: &str) -> Option<roxmltree::Node<'a, 'a>> {
    node.children().find(|child| is(*child, name))
}
