//! Reads a finished EPUB as EPUBCheck and Ace would, and finds the faults that a writer of EPUBs can make, so that a
//! user without Java learns of them. It is no validator: it knows the few rules that ours could break, and shares no
//! code with the writer. Which rule of theirs each kind of fault breaks, `fault` says, and a test plants each.

mod document;
mod fault;
mod package;

pub use fault::{Fault, FaultKind};

use std::collections::{BTreeMap, BTreeSet};

use chapbook_container::{XmlLimits, ZipLimits, ZipReader};

use document::{Document, Reference};
use package::Package;

/// Far above any book that is written here; what is larger is not looked at.
const ARCHIVE: ZipLimits =
    ZipLimits { file: 4 << 30, entries: 100_000, total: 2 << 30, ratio: 2_000, ratio_from: 16 << 20 };
const PART: u64 = 256 << 20;
const XML: XmlLimits = XmlLimits { depth: 1_000, attributes: 64, value: 16 << 20, text: 64 << 20 };

/// Checks a finished EPUB. Faults come in the order of its parts.
pub fn check(bytes: &[u8]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut zip = match ZipReader::open(bytes, ARCHIVE) {
        Ok(zip) => zip,
        Err(error) => return vec![Fault::new(FaultKind::Archive, "", error.to_string())],
    };
    // OCF 3.3, 4.2.2: the type stands first and uncompressed, hence at fixed places.
    if bytes.get(30..58) != Some(b"mimetypeapplication/epub+zip".as_slice()) {
        faults.push(Fault::new(FaultKind::Archive, "mimetype", "it is not the first entry, or not what it should be"));
    }
    let Some(package) = package::read(&mut zip, &mut faults) else { return faults };
    let documents = documents(&mut zip, &package, &mut faults);
    files(&zip, &package, &mut faults);
    for (path, document) in &documents {
        references(path, document, &documents, &package, &mut faults);
    }
    pages(&documents, &package, &mut faults);
    faults
}

/// Every break of a page is in the page list.
fn pages(documents: &BTreeMap<String, Document>, package: &Package, faults: &mut Vec<Fault>) {
    let is_nav = |item: &&package::Item| item.properties.split_whitespace().any(|property| property == "nav");
    let nav = package.items.iter().find(is_nav).and_then(|item| documents.get(&item.path));
    let listed: BTreeSet<(&str, &str)> = nav
        .iter()
        .flat_map(|nav| &nav.references)
        .filter_map(|reference| Some((reference.target.as_str(), reference.fragment.as_deref()?)))
        .collect();
    for (path, document) in documents {
        for id in document.pages.iter().filter(|id| !listed.contains(&(path.as_str(), id.as_str()))) {
            faults.push(Fault::new(FaultKind::UnlistedPage, path, format!("the page list does not lead to {id:?}")));
        }
    }
}

/// The text of an entry.
fn text(zip: &mut ZipReader<'_>, path: &str, faults: &mut Vec<Fault>) -> Option<String> {
    let bytes = match zip.read(path, PART) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return None,
        Err(error) => {
            faults.push(Fault::new(FaultKind::Archive, path, error.to_string()));
            return None;
        }
    };
    let text = String::from_utf8(bytes);
    text.map_err(|_| faults.push(Fault::new(FaultKind::NotWellFormed, path, "it is not UTF-8"))).ok()
}

/// Every XHTML document of the manifest, by its path.
fn documents(zip: &mut ZipReader<'_>, package: &Package, faults: &mut Vec<Fault>) -> BTreeMap<String, Document> {
    let mut documents = BTreeMap::new();
    for item in package.items.iter().filter(|item| item.media_type == "application/xhtml+xml") {
        let Some(text) = text(zip, &item.path, faults) else { continue };
        match document::read(&item.path, &text, faults) {
            Ok(document) => {
                properties(item, &document, faults);
                documents.insert(item.path.clone(), document);
            }
            Err(error) => faults.push(Fault::new(FaultKind::NotWellFormed, &item.path, error.to_string())),
        }
    }
    documents
}

/// EPUB 3.3, C.5.3: the properties of a document are those of what is in it.
fn properties(item: &package::Item, document: &Document, faults: &mut Vec<Fault>) {
    for (name, found) in [("mathml", document.has_math), ("svg", document.has_svg), ("scripted", document.has_script)] {
        let said = item.properties.split_whitespace().any(|property| property == name);
        match (found, said) {
            (true, false) => faults.push(Fault::new(FaultKind::Undeclared, &item.path, format!("it holds {name}"))),
            (false, true) => {
                faults.push(Fault::new(FaultKind::Overdeclared, &item.path, format!("it holds no {name}")))
            }
            (true, true) | (false, false) => {}
        }
    }
}

/// The manifest lists the files that are there, and no others.
fn files(zip: &ZipReader<'_>, package: &Package, faults: &mut Vec<Fault>) {
    for item in package.items.iter().filter(|item| zip.find(&item.path) != Some(item.path.as_str())) {
        faults.push(Fault::new(FaultKind::Missing, &item.path, "the manifest lists it, and it is not there"));
    }
    for name in zip.names() {
        let of_container = name == "mimetype" || name.starts_with("META-INF/") || name == package.path;
        if !of_container && package.item(name).is_none() {
            faults.push(Fault::new(FaultKind::Unlisted, name, "the manifest does not list it"));
        }
    }
}

/// Links lead to places, and images to files, that are there.
fn references(
    from: &str,
    document: &Document,
    documents: &BTreeMap<String, Document>,
    package: &Package,
    faults: &mut Vec<Fault>,
) {
    for Reference { target, fragment, is_link } in &document.references {
        let path = if target.is_empty() { from } else { target };
        let Some(item) = package.item(path) else {
            let message = format!("it refers to {path}, which the manifest does not list");
            faults.push(Fault::new(FaultKind::Dangling, from, message));
            continue;
        };
        let Some(of) = documents.get(path) else { continue };
        if *is_link && !package.spine.contains(&item.id) {
            let message = format!("it links to {path}, which is not in the reading order");
            faults.push(Fault::new(FaultKind::OutOfSpine, from, message));
        }
        if let Some(id) = fragment.as_ref().filter(|id| !of.ids.contains(*id)) {
            faults.push(Fault::new(FaultKind::DeadFragment, from, format!("{path} has no {id:?}")));
        }
    }
}
