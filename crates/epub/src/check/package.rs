//! The package document as a checker needs it: which files there are, and in which order they are read.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_container::{XmlEvent, XmlReader, ZipReader};

use super::{Fault, FaultKind, XML, document, text};

/// The package.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// Its own path.
    pub(super) path: String,
    pub(super) items: Vec<Item>,
    by_path: BTreeMap<String, usize>,
    /// The ids of the reading order.
    pub(super) spine: BTreeSet<String>,
}

/// A file of the manifest.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    /// Its path in the archive.
    pub(super) path: String,
    pub(super) media_type: String,
    pub(super) properties: String,
}

impl Package {
    /// The file of this path.
    pub(super) fn item(&self, path: &str) -> Option<&Item> {
        self.items.get(*self.by_path.get(path)?)
    }
}

/// Finds and reads the package document.
pub(super) fn read(zip: &mut ZipReader<'_>, faults: &mut Vec<Fault>) -> Option<Package> {
    let fault = |file: &str, message: &str| Fault::new(FaultKind::Package, file, message);
    let Some(container) = text(zip, "META-INF/container.xml", faults) else {
        faults.push(fault("META-INF/container.xml", "it is not there"));
        return None;
    };
    let Some(path) = package_path(&container).filter(|path| zip.find(path).is_some()) else {
        faults.push(fault("META-INF/container.xml", "it names no package document that is there"));
        return None;
    };
    let source = text(zip, &path, faults)?;
    let package = match manifest(&path, &source, faults) {
        Ok(package) => package,
        Err(error) => {
            faults.push(Fault::new(FaultKind::NotWellFormed, &path, error.to_string()));
            return None;
        }
    };
    if package.spine.is_empty() {
        faults.push(fault(&path, "nothing is in the reading order"));
    }
    if !package.items.iter().any(|item| item.properties.split_whitespace().any(|property| property == "nav")) {
        faults.push(fault(&path, "no item is the navigation document"));
    }
    for id in package.spine.iter().filter(|id| !package.items.iter().any(|item| item.id == **id)) {
        faults.push(fault(&path, &format!("the reading order names {id:?}, which is no item")));
    }
    Some(package)
}

fn package_path(container: &str) -> Option<String> {
    let mut reader = XmlReader::new(container, XML, |_| ());
    while let Ok(Some(event)) = reader.next() {
        if let XmlEvent::Start((), "rootfile") = event {
            return reader.attribute((), "full-path").map(str::to_owned);
        }
    }
    None
}

fn manifest(path: &str, source: &str, faults: &mut Vec<Fault>) -> Result<Package, chapbook_container::XmlError> {
    let mut package = Package { path: path.to_owned(), ..Package::default() };
    let mut ids = BTreeSet::new();
    let mut found = BTreeSet::new();
    let mut reader = XmlReader::new(source, XML, |_| ());
    while let Some(event) = reader.next()? {
        let XmlEvent::Start((), name) = event else { continue };
        if let Some(id) = reader.attribute((), "id")
            && !ids.insert(id.to_owned())
        {
            faults.push(Fault::new(FaultKind::DuplicateId, path, format!("{id:?} is the id of two elements")));
        }
        let attribute = |name: &str| reader.attribute((), name).unwrap_or_default().to_owned();
        match name {
            "item" => package.items.push(Item {
                id: attribute("id"),
                path: document::resolve(path, &attribute("href")),
                media_type: attribute("media-type"),
                properties: attribute("properties"),
            }),
            "itemref" => {
                package.spine.insert(attribute("idref"));
            }
            "identifier" | "title" | "language" => {
                found.insert(name.to_owned());
            }
            // The rest of the metadata may be there or not.
            other => {
                if other == "meta" && reader.attribute((), "property") == Some("dcterms:modified") {
                    found.insert("dcterms:modified".to_owned());
                }
            }
        }
    }
    package.by_path = package.items.iter().enumerate().map(|(index, item)| (item.path.clone(), index)).collect();
    // EPUB 3.3, 5.5.3 and 5.5.4: what every package says of itself.
    for name in ["identifier", "title", "language", "dcterms:modified"] {
        if !found.contains(name) {
            faults.push(Fault::new(FaultKind::Package, path, format!("it names no {name}")));
        }
    }
    Ok(package)
}
