//! The package: parts, their content types and relationships, in a fixed order in one zip (ISO/IEC 29500-2).
//! What stands in a part is the business of the file that writes it.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_container::{Method, Timestamp, XmlWriter, ZipWriter};

use super::names::{bare, namespace, part, xmlns};

/// What a part leads to.
#[derive(Debug, Default)]
pub(crate) struct Relationships {
    entries: Vec<Relationship>,
    /// The place in `entries` of each type and target: one target has one relationship.
    known: BTreeMap<(&'static str, String), usize>,
}

#[derive(Debug)]
struct Relationship {
    kind: &'static str,
    target: String,
    external: bool,
}

impl Relationships {
    /// The id of a relationship to another part; `target` is relative to the folder of the part that leads there.
    pub(crate) fn part(&mut self, kind: &'static str, target: &str) -> String {
        self.add(kind, target, false)
    }

    /// The id of a relationship that leads out of the package.
    pub(crate) fn external(&mut self, kind: &'static str, target: &str) -> String {
        self.add(kind, target, true)
    }

    fn add(&mut self, kind: &'static str, target: &str, external: bool) -> String {
        let entries = &mut self.entries;
        let index = *self.known.entry((kind, target.to_owned())).or_insert_with(|| {
            entries.push(Relationship { kind, target: target.to_owned(), external });
            entries.len() - 1
        });
        format!("rId{}", index + 1)
    }

    fn write(&self) -> String {
        let mut xml = XmlWriter::new();
        xml.open(bare::RELATIONSHIPS).attr(xmlns::DEFAULT, namespace::RELATIONSHIPS);
        for (i, Relationship { kind, target, external }) in self.entries.iter().enumerate() {
            xml.open(bare::RELATIONSHIP).attr(bare::ID, format!("rId{}", i + 1)).attr(bare::TYPE, kind);
            xml.attr(bare::TARGET, target).attr_opt(bare::TARGET_MODE, external.then_some("External")).close();
        }
        xml.close();
        xml.finish()
    }
}

/// A package in the making.
#[derive(Debug, Default)]
pub(crate) struct Package {
    /// What the package as a whole leads to.
    pub(crate) root: Relationships,
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    name: String,
    /// None where the type goes by the extension.
    content_type: Option<&'static str>,
    content: Content,
    relationships: Relationships,
}

#[derive(Debug)]
enum Content {
    Xml(String),
    Media(chapbook_source::Bytes, &'static str),
    Carried(Vec<u8>),
}

impl Package {
    /// Adds an XML part with what it leads to.
    pub(crate) fn xml(&mut self, (name, kind): (&str, &'static str), xml: String, relationships: Relationships) {
        let content = Content::Xml(xml);
        self.parts.push(Part { name: name.to_owned(), content_type: Some(kind), content, relationships });
    }

    /// Adds an XML part whose type goes by its extension.
    pub(crate) fn plain_xml(&mut self, name: &str, xml: String, relationships: Relationships) {
        let content = Content::Xml(xml);
        self.parts.push(Part { name: name.to_owned(), content_type: None, content, relationships });
    }

    /// Adds a part as another document has it; without a type it goes by its extension.
    pub(crate) fn bytes(&mut self, name: &str, content_type: Option<&'static str>, bytes: Vec<u8>) {
        let content = Content::Carried(bytes);
        self.parts.push(Part { name: name.to_owned(), content_type, content, relationships: Relationships::default() });
    }

    /// Adds a file that passes through.
    pub(crate) fn media(&mut self, name: String, media_type: &'static str, bytes: chapbook_source::Bytes) {
        let content = Content::Media(bytes, media_type);
        self.parts.push(Part { name, content_type: None, content, relationships: Relationships::default() });
    }

    /// The zip: content types first, the package's relationships, then each part followed by its own.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Timestamp::default());
        zip.add(part::CONTENT_TYPES, self.content_types().as_bytes(), Method::Deflated);
        zip.add(&relationships_name(""), self.root.write().as_bytes(), Method::Deflated);
        for Part { name, content_type: _, content, relationships } in self.parts {
            match content {
                Content::Xml(xml) => zip.add(&name, xml.as_bytes(), Method::Deflated),
                // Pictures are compressed already.
                Content::Media(bytes, _) => zip.add(&name, &bytes, Method::Stored),
                Content::Carried(bytes) => zip.add(&name, &bytes, Method::Deflated),
            }
            if !relationships.entries.is_empty() {
                zip.add(&relationships_name(&name), relationships.write().as_bytes(), Method::Deflated);
            }
        }
        zip.finish()
    }

    fn content_types(&self) -> String {
        let mut defaults = BTreeSet::from([("rels", part::RELATIONSHIPS_TYPE), ("xml", part::XML_TYPE)]);
        for Part { name, content_type: _, content, relationships: _ } in &self.parts {
            match content {
                Content::Xml(_) => {}
                Content::Carried(_) => {
                    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
                    defaults.extend(media_type(extension).map(|kind| (extension, kind)));
                }
                Content::Media(_, media_type) => {
                    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
                    defaults.insert((extension, media_type));
                }
            }
        }
        let mut xml = XmlWriter::new();
        xml.open(bare::TYPES).attr(xmlns::DEFAULT, namespace::CONTENT_TYPES);
        for (extension, media_type) in defaults {
            xml.open(bare::DEFAULT).attr(bare::EXTENSION, extension).attr(bare::CONTENT_TYPE, media_type).close();
        }
        for Part { name, content_type, content: _, relationships: _ } in &self.parts {
            if let Some(content_type) = content_type {
                xml.open(bare::OVERRIDE).attr(bare::PART_NAME, format!("/{name}"));
                xml.attr(bare::CONTENT_TYPE, content_type).close();
            }
        }
        xml.close();
        xml.finish()
    }
}

/// The type of a file that a house's lines may show.
fn media_type(extension: &str) -> Option<&'static str> {
    Some(match extension.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        "svg" => "image/svg+xml",
        "emf" => "image/x-emf",
        "wmf" => "image/x-wmf",
        _ => return None,
    })
}

/// Where the relationships of a part stand (ISO/IEC 29500-2, 9.3.4); those of the package have no part.
fn relationships_name(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}
