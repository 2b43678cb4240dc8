//! The package: what it is, its parts by relationship, never by name (ISO/IEC 29500-2, 8 and 9).

use std::collections::BTreeMap;

use chapbook_container::{XmlError, XmlEvent, XmlReader, ZipError, ZipReader, decode};
use chapbook_source::codes;

use super::error::ReadError;
use super::limits;
use super::losses::Losses;
use super::names::{Space, kind_of_relationship, space};

/// An XML reader over a part.
pub(crate) type Xml<'a> = XmlReader<'a, Space>;

/// An open package.
pub(crate) struct Package<'a> {
    zip: ZipReader<'a>,
    /// The part of the text.
    pub(crate) main: String,
    pub(crate) root: Relationships,
}

/// The relationships of a part, by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relationships {
    all: Vec<Relationship>,
    by_id: BTreeMap<String, usize>,
}

/// A relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relationship {
    /// The last part of its type: `styles`, `image`, `hyperlink`.
    pub(crate) kind: String,
    pub(crate) target: Target,
}

/// Where a relationship leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// To a part of the package, by name; whether there is one is another question.
    Part(String),
    /// Out of the package.
    External(String),
    /// To a name that leaves the package.
    Outside,
}

#[derive(Debug, Default)]
struct Types {
    defaults: BTreeMap<String, String>,
    overrides: BTreeMap<String, String>,
}

/// The content types of a text (main part), without what they all begin with.
const MAIN_TYPES: [&str; 4] = [
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "document.macroEnabled.main+xml",
    "template.macroEnabledTemplate.main+xml",
];

impl<'a> Package<'a> {
    /// Opens a package and finds its text.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        if let Some(other) = other_than_zip(bytes) {
            return Err(other);
        }
        let mut zip = ZipReader::open(bytes, limits::ZIP)?;
        if let Some(mime) = zip.read("mimetype", 1 << 10).ok().flatten() {
            return Err(ReadError::NotDocx(by_mimetype(&mime)));
        }
        const CONTENT_TYPES: &str = "[Content_Types].xml";
        let name = zip.find(CONTENT_TYPES).map(str::to_owned);
        let Some(name) = name else { return Err(not_a_package(&zip, CONTENT_TYPES)) };
        let types = required(&mut zip, &name)?;
        let types = Types::read(&types).map_err(|error| ReadError::Part { part: name, error })?;
        let name = zip.find("_rels/.rels").map(str::to_owned);
        let Some(name) = name else { return Err(ReadError::Missing("_rels/.rels".to_owned())) };
        let root = required(&mut zip, &name)?;
        let root = Relationships::read(&root, "").map_err(|error| ReadError::Part { part: name.clone(), error })?;
        let main = match root.of_kind("officeDocument").map(|relationship| &relationship.target).next() {
            Some(Target::Part(name)) => name.clone(),
            Some(Target::External(_) | Target::Outside) => return Err(ReadError::MainOutside),
            None => return Err(ReadError::Missing("the main part".to_owned())),
        };
        let Some(main) = zip.find(&main).map(str::to_owned) else { return Err(ReadError::Missing(main)) };
        let kind = types.of(&main);
        if !MAIN_TYPES.iter().any(|known| kind.ends_with(known)) {
            return Err(ReadError::NotDocx(by_content_type(kind)));
        }
        Ok(Self { zip, main, root })
    }

    /// The text of an XML part; nothing if there is no such part.
    pub(crate) fn xml(&mut self, name: &str) -> Result<Option<String>, PartError> {
        let Some(name) = self.zip.find(name).map(str::to_owned) else { return Ok(None) };
        let Some(bytes) = self.zip.read(&name, limits::XML_PART).map_err(PartError::Zip)? else { return Ok(None) };
        text_of(bytes).map(Some).map_err(PartError::Xml)
    }

    /// The bytes of a medium; nothing if there is no such part.
    pub(crate) fn medium(&mut self, name: &str) -> Result<Option<Vec<u8>>, ZipError> {
        let Some(name) = self.zip.find(name).map(str::to_owned) else { return Ok(None) };
        self.zip.read(&name, limits::MEDIUM)
    }

    /// The relationships of a part. Ones that cannot be read are told and are none, but for those of the text.
    pub(crate) fn relationships(&mut self, part: &str, losses: &mut Losses) -> Result<Relationships, ReadError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let rels = format!("{folder}{slash}_rels/{name}.rels");
        let text = match self.xml(&rels) {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(Relationships::default()),
            Err(PartError::Zip(error)) => return Err(error.into()),
            Err(PartError::Xml(error)) if part == self.main => return Err(ReadError::Part { part: rels, error }),
            Err(PartError::Xml(error)) => {
                tell_part(losses, &rels, &error);
                return Ok(Relationships::default());
            }
        };
        let found = match Relationships::read(&text, folder) {
            Ok(found) => found,
            Err(error) if part == self.main => return Err(ReadError::Part { part: rels, error }),
            Err(error) => {
                tell_part(losses, &rels, &error);
                return Ok(Relationships::default());
            }
        };
        if found.by_id.len() < found.all.len() {
            if part == self.main {
                return Err(ReadError::Relationships { part: part.to_owned() });
            }
            let what = format!("two relationships of {part} have one id; the first counts");
            losses.tell(&codes::IMPORT_REPAIRED, what, &rels);
        }
        Ok(found)
    }
}

/// Why a part cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PartError {
    Zip(ZipError),
    Xml(XmlError),
}

impl PartError {
    /// The same for a part that no document can do without.
    pub(crate) fn fatal(self, part: &str) -> ReadError {
        match self {
            Self::Zip(error) => ReadError::Zip(error),
            Self::Xml(error) => ReadError::Part { part: part.to_owned(), error },
        }
    }
}

/// Tells that a part that a document can do without cannot be read.
pub(crate) fn tell_part(losses: &mut Losses, part: &str, error: &XmlError) {
    losses.tell(&codes::IMPORT_PART, format!("{part} cannot be read and was passed over: {error}"), part);
}

/// A reader over the text of a part.
pub(crate) fn reader(text: &str) -> Xml<'_> {
    XmlReader::new(text, limits::XML, space)
}

impl Relationships {
    /// The relationship of an id.
    pub(crate) fn get(&self, id: &str) -> Option<&Relationship> {
        self.by_id.get(id).map(|index| &self.all[*index])
    }

    /// All relationships of a kind.
    pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Relationship> {
        self.all.iter().filter(move |relationship| relationship.kind == kind)
    }

    /// The first part of a kind.
    pub(crate) fn part(&self, kind: &str) -> Option<&str> {
        self.of_kind(kind).find_map(|relationship| match &relationship.target {
            Target::Part(name) => Some(name.as_str()),
            Target::External(_) | Target::Outside => None,
        })
    }

    fn read(text: &str, folder: &str) -> Result<Self, XmlError> {
        let mut xml = reader(text);
        let mut found = Self::default();
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(Space::Rels, "Relationship") = event else { continue };
            let value = |name| xml.attribute(Space::None, name).unwrap_or("");
            let external = value("TargetMode").eq_ignore_ascii_case("external");
            let target = if external {
                Target::External(value("Target").to_owned())
            } else {
                resolve(folder, value("Target")).map_or(Target::Outside, Target::Part)
            };
            let (id, kind) = (value("Id").to_owned(), kind_of_relationship(value("Type")).to_owned());
            let index = found.all.len();
            found.all.push(Relationship { kind, target });
            found.by_id.entry(id).or_insert(index);
        }
        Ok(found)
    }
}

impl Types {
    fn read(text: &str) -> Result<Self, XmlError> {
        let mut xml = reader(text);
        let mut types = Self::default();
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(Space::Types, name) = event else { continue };
            let value = |name| xml.attribute(Space::None, name).unwrap_or("").to_owned();
            if name == "Default" {
                types.defaults.insert(value("Extension").to_lowercase(), value("ContentType"));
            } else if name == "Override" {
                let part = value("PartName");
                types.overrides.insert(part.trim_start_matches('/').to_lowercase(), value("ContentType"));
            }
        }
        Ok(types)
    }

    fn of(&self, part: &str) -> &str {
        let part = part.to_lowercase();
        let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.overrides.get(&part).or_else(|| self.defaults.get(ending)).map_or("", String::as_str)
    }
}

fn required(zip: &mut ZipReader<'_>, name: &str) -> Result<String, ReadError> {
    let bytes = zip.read(name, limits::XML_PART)?.ok_or_else(|| ReadError::Missing(name.to_owned()))?;
    text_of(bytes).map_err(|error| ReadError::Part { part: name.to_owned(), error })
}

/// The text of a part, without a copy where it is UTF-8.
fn text_of(bytes: Vec<u8>) -> Result<String, XmlError> {
    match String::from_utf8(bytes) {
        Ok(text) if !text.starts_with(['\u{FEFF}', '\0']) && !text.starts_with("<\0") => Ok(text),
        Ok(text) => decode(text.as_bytes()).map(std::borrow::Cow::into_owned),
        Err(error) => decode(error.as_bytes()).map(std::borrow::Cow::into_owned),
    }
}

/// The name of a part as a target in a folder means it; none if it leaves the package.
fn resolve(folder: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or("");
    let (mut parts, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (folder.split('/').filter(|part| !part.is_empty()).collect(), target),
    };
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// What a file is that is no zip archive, as far as its first bytes say it.
fn other_than_zip(bytes: &[u8]) -> Option<ReadError> {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    // Names of streams stand in the first sectors of an OLE file, or at its end.
    let holds = |name: &str| {
        let name = wide(name);
        bytes.windows(name.len()).any(|window| window == name)
    };
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        if holds("EncryptedPackage") {
            return Some(ReadError::Encrypted);
        }
        return Some(ReadError::NotDocx(if holds("WordDocument") {
            "a Word document of the old kind (.doc)"
        } else {
            "a file of an old Office program"
        }));
    }
    let kinds: [(&[u8], &str); 4] = [
        (b"{\\rtf", "a rich text file (.rtf)"),
        (b"%PDF", "a PDF"),
        (b"<?xml", "an XML file"),
        (b"<!DOCTYPE", "a web page"),
    ];
    kinds.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, what)| ReadError::NotDocx(what))
}

fn by_mimetype(mime: &[u8]) -> &'static str {
    match std::str::from_utf8(mime).unwrap_or("").trim() {
        "application/epub+zip" => "an EPUB",
        "application/vnd.oasis.opendocument.text" => "an OpenDocument text (.odt)",
        "application/vnd.oasis.opendocument.spreadsheet" => "an OpenDocument spreadsheet (.ods)",
        "application/vnd.oasis.opendocument.presentation" => "an OpenDocument presentation (.odp)",
        _ => "a file of another program",
    }
}

fn by_content_type(kind: &str) -> &'static str {
    if kind.contains("spreadsheetml") || kind.contains("ms-excel") {
        "an Excel workbook (.xlsx)"
    } else if kind.contains("presentationml") || kind.contains("ms-powerpoint") {
        "a PowerPoint presentation (.pptx)"
    } else {
        "an Office file without a Word document in it"
    }
}

/// A zip archive without content types: nothing of Office, unless they are what is missing.
fn not_a_package(zip: &ZipReader<'_>, types: &str) -> ReadError {
    if zip.find("_rels/.rels").is_some() {
        ReadError::Missing(types.to_owned())
    } else if zip.find("content.xml").is_some() {
        ReadError::NotDocx("an OpenDocument file")
    } else {
        ReadError::NotDocx("a zip archive")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_stay_in_the_package() {
        let found = |folder, target| resolve(folder, target);
        assert_eq!(found("word", "styles.xml").as_deref(), Some("word/styles.xml"));
        assert_eq!(found("word", "/customXml/item1.xml").as_deref(), Some("customXml/item1.xml"));
        assert_eq!(found("word", "../customXml/./item1.xml").as_deref(), Some("customXml/item1.xml"));
        assert_eq!(found("word", "../../x.xml"), None);
        assert_eq!(found("", ""), None);
    }

    #[test]
    fn relationships_are_known_by_the_end_of_their_type() {
        let text = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
            <Relationship Id='a' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/styles' Target='x.xml'/>\
            <Relationship Id='b' Type='t/hyperlink' Target='https://example.org/?a&amp;b' TargetMode='External'/>\
            <Relationship Id='c' Type='t/image' Target='../../x'/></Relationships>";
        let found = Relationships::read(text, "word").expect("it is well-formed");
        assert_eq!(found.part("styles"), Some("word/x.xml"));
        assert_eq!(found.get("b").map(|r| &r.target), Some(&Target::External("https://example.org/?a&b".into())));
        assert_eq!(found.get("c").map(|r| &r.target), Some(&Target::Outside));
    }
}
