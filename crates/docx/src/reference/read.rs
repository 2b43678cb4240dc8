//! From the bytes of a DOCX to what a document takes from it: `word/styles.xml`, `word/numbering.xml`, the last
//! section of `word/document.xml`, and the parts that it points to.

use std::collections::BTreeMap;

use chapbook_container::{XmlEvent, ZipReader, decode};
use chapbook_theme::{Margins, Page};
use chapbook_values::Length;

use super::copy::{self, Reader};
use super::{HouseLine, HouseStyle, Reference, ReferenceError};
use crate::read::{Space, limits, space_of};

const DOCUMENT: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const NUMBERING: &str = "word/numbering.xml";
const SETTINGS: &str = "word/settings.xml";
const RELATIONSHIPS: &str = "word/_rels/document.xml.rels";

struct Package<'a> {
    zip: ZipReader<'a>,
}

impl Package<'_> {
    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReferenceError> {
        self.zip.read(name, limits::XML_PART).map_err(ReferenceError::Zip)
    }

    /// Reads a part, if it is there.
    fn part(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Reader<'_>) -> Result<(), chapbook_container::XmlError>,
    ) -> Result<bool, ReferenceError> {
        let Some(bytes) = self.bytes(name)? else { return Ok(false) };
        let fault = |error| ReferenceError::Part(name, error);
        let text = decode(&bytes).map_err(fault)?;
        read(&mut Reader::new(&text, limits::XML, space_of)).map_err(fault)?;
        Ok(true)
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Reference, ReferenceError> {
    let zip = ZipReader::open(bytes, limits::ZIP).map_err(ReferenceError::Zip)?;
    let mut package = Package { zip };
    let mut reference = Reference::default();
    let mut section = Section::default();
    if !package.part(DOCUMENT, |reader| sections(reader, &mut section))? {
        return Err(ReferenceError::Missing(DOCUMENT));
    }
    if !package.part(STYLES, |reader| styles(reader, &mut reference))? {
        return Err(ReferenceError::Missing(STYLES));
    }
    package.part(NUMBERING, |reader| numbering(reader, &mut reference))?;
    package.part(SETTINGS, |reader| settings(reader, &mut reference))?;
    let mut targets = BTreeMap::new();
    package.part(RELATIONSHIPS, |reader| relationships(reader, &mut targets))?;
    reference.theme = package.bytes("word/theme/theme1.xml")?;
    reference.page = section.page();
    reference.title_page = section.title_page;
    for (is_head, pages, id) in section.lines {
        let Some(target) = targets.get(&id) else { continue };
        let part = format!("word/{target}");
        let Some(bytes) = package.bytes(&part)? else { continue };
        carry(&mut package, &mut reference, &part, bytes)?;
        reference.lines.push(HouseLine { is_head, pages, part });
    }
    Ok(reference)
}

/// Takes a part and what it leads to.
fn carry(
    package: &mut Package<'_>,
    reference: &mut Reference,
    part: &str,
    bytes: Vec<u8>,
) -> Result<(), ReferenceError> {
    let file = part.strip_prefix("word/").unwrap_or(part);
    let links = format!("word/_rels/{file}.rels");
    reference.parts.push((part.to_owned(), bytes));
    let Some(bytes) = package.bytes(&links)? else { return Ok(()) };
    let mut targets = BTreeMap::new();
    let fault = |error| ReferenceError::Part(RELATIONSHIPS, error);
    let text = decode(&bytes).map_err(fault)?;
    relationships(&mut Reader::new(&text, limits::XML, space_of), &mut targets).map_err(fault)?;
    for target in targets.values() {
        let name = format!("word/{target}");
        let known = reference.parts.iter().any(|(known, _)| *known == name);
        if let Some(bytes) = package.bytes(&name)?.filter(|_| !known) {
            reference.parts.push((name, bytes));
        }
    }
    reference.parts.push((links, bytes.clone()));
    Ok(())
}

fn styles(reader: &mut Reader<'_>, reference: &mut Reference) -> Result<(), chapbook_container::XmlError> {
    while let Some(event) = reader.next()? {
        let XmlEvent::Start(space, name) = event else { continue };
        match (space, name) {
            (Space::W, "styles") => {}
            (Space::W, "docDefaults" | "latentStyles") => {
                let markup = copy::element(reader, name, &[])?;
                reference.style_defaults.push_str(&markup);
            }
            (Space::W, "style") => {
                let attribute = |name| reader.attribute(Space::W, name).unwrap_or_default().to_owned();
                let (id, kind) = (attribute("styleId"), attribute("type"));
                let markup = copy::element(reader, name, &[])?;
                let name = value_of(&markup, "w:name").unwrap_or_else(|| id.clone());
                reference.styles.push(HouseStyle { id, name, is_character: kind == "character", markup });
            }
            (_, _) => reader.skip()?,
        }
    }
    Ok(())
}

/// The value of the first element of a name in markup that [`copy::element`] made.
fn value_of(markup: &str, name: &str) -> Option<String> {
    let tail = markup.split_once(&format!("<{name} w:val=\""))?.1;
    let (value, _) = tail.split_once('"')?;
    let plain = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    Some(plain.replace("&amp;", "&"))
}

fn numbering(reader: &mut Reader<'_>, reference: &mut Reference) -> Result<(), chapbook_container::XmlError> {
    while let Some(event) = reader.next()? {
        let XmlEvent::Start(space, name) = event else { continue };
        let id = |reader: &Reader<'_>, name| {
            reader.attribute(Space::W, name).and_then(|id| id.parse::<i64>().ok()).filter(|id| *id >= 0)
        };
        match (space, name) {
            (Space::W, "numbering") => {}
            (Space::W, "abstractNum") => {
                let id = id(reader, "abstractNumId");
                // Pictures as bullets would need parts of their own.
                let markup = copy::element(reader, name, &["lvlPicBulletId"])?;
                reference.abstract_nums.extend(id.map(|id| (id, markup)));
            }
            (Space::W, "num") => {
                let id = id(reader, "numId");
                let markup = copy::element(reader, name, &[])?;
                reference.nums.extend(id.map(|id| (id, markup)));
            }
            (_, _) => reader.skip()?,
        }
    }
    Ok(())
}

fn settings(reader: &mut Reader<'_>, reference: &mut Reference) -> Result<(), chapbook_container::XmlError> {
    while let Some(event) = reader.next()? {
        if event == XmlEvent::Start(Space::W, "evenAndOddHeaders") {
            reference.even_and_odd = is_on(reader);
        }
    }
    Ok(())
}

/// A switch is on unless it says otherwise (ISO/IEC 29500-1, 17.17.4).
fn is_on(reader: &Reader<'_>) -> bool {
    !matches!(reader.attribute(Space::W, "val"), Some("0" | "false" | "off"))
}

fn relationships(
    reader: &mut Reader<'_>,
    targets: &mut BTreeMap<String, String>,
) -> Result<(), chapbook_container::XmlError> {
    while let Some(event) = reader.next()? {
        let XmlEvent::Start(_, "Relationship") = event else { continue };
        let attribute = |name| reader.attribute(Space::None, name);
        if let (Some(id), Some(target)) = (attribute("Id"), attribute("Target"))
            && attribute("TargetMode") != Some("External")
            && !target.contains("..")
            && !target.starts_with('/')
        {
            targets.insert(id.to_owned(), target.to_owned());
        }
    }
    Ok(())
}

/// What the last section says.
#[derive(Default)]
struct Section {
    size: BTreeMap<String, i64>,
    margins: BTreeMap<String, i64>,
    lines: Vec<(bool, String, String)>,
    title_page: bool,
}

impl Section {
    fn page(&self) -> Option<Page> {
        // A twentieth of a point each; what no paper has is no page.
        let length = |map: &BTreeMap<String, i64>, name: &str| {
            map.get(name).map(|twips| Length::points(1).scale((*twips).clamp(0, 31_680), 20))
        };
        let margin = |name: &str| length(&self.margins, name);
        let (width, height) = (length(&self.size, "w")?, length(&self.size, "h")?);
        let margins = Margins {
            top: margin("top")?,
            bottom: margin("bottom")?,
            inside: margin("left").or_else(|| margin("start"))?,
            outside: margin("right").or_else(|| margin("end"))?,
        };
        let has_room = width > margins.inside + margins.outside + Length::points(72)
            && height > margins.top + margins.bottom + Length::points(72);
        has_room.then_some(Page { width, height, margins, facing: false })
    }
}

fn sections(reader: &mut Reader<'_>, section: &mut Section) -> Result<(), chapbook_container::XmlError> {
    while let Some(event) = reader.next()? {
        let XmlEvent::Start(Space::W, name) = event else { continue };
        if name == "sectPr" {
            *section = Section::default();
        } else if name == "pgSz" {
            section.size = numbers(reader);
        } else if name == "pgMar" {
            section.margins = numbers(reader);
        } else if name == "titlePg" {
            section.title_page = is_on(reader);
        } else if name == "headerReference" || name == "footerReference" {
            let pages = reader.attribute(Space::W, "type").unwrap_or("default").to_owned();
            if let Some(id) = reader.attribute(Space::R, "id") {
                section.lines.push((name == "headerReference", pages, id.to_owned()));
            }
        }
    }
    Ok(())
}

fn numbers(reader: &Reader<'_>) -> BTreeMap<String, i64> {
    let parsed = reader.attributes().filter_map(|(_, name, value)| Some((name.to_owned(), value.parse().ok()?)));
    parsed.collect()
}
