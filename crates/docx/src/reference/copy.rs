//! Markup carried over from another document: elements of WordprocessingML with everything in them, under our own
//! prefix. What belongs to other namespaces is left out: such elements are extensions, which a reader may ignore.

use chapbook_container::{XmlError, XmlEvent, XmlReader, XmlWriter};

use crate::read::Space;

/// A reader of a part.
pub(crate) type Reader<'a> = XmlReader<'a, Space>;

/// The element that just started, whole; without elements of the names in `but`.
pub(crate) fn element(reader: &mut Reader<'_>, name: &str, but: &[&str]) -> Result<String, XmlError> {
    let outside = reader.depth().saturating_sub(1);
    let mut xml = XmlWriter::fragment();
    open(&mut xml, reader, name);
    while reader.depth() > outside {
        match reader.next()? {
            Some(XmlEvent::Start(Space::W, name)) if !but.contains(&name) => open(&mut xml, reader, name),
            Some(XmlEvent::Start(_, _)) => reader.skip()?,
            Some(XmlEvent::End) => {
                xml.close();
            }
            // No text stands in styles and lists.
            Some(XmlEvent::Text(_)) => {}
            None => break,
        }
    }
    Ok(xml.finish())
}

fn open(xml: &mut XmlWriter, reader: &Reader<'_>, name: &str) {
    xml.open(format!("w:{name}"));
    for (space, name, value) in reader.attributes() {
        if space == Space::W {
            xml.attr(&format!("w:{name}"), value);
        }
    }
}
