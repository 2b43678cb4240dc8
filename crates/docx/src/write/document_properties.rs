//! The properties of the package: core, extended and custom. What the core cannot hold, custom properties do.

use chapbook_container::XmlWriter;
use chapbook_resolve::{Identifier, Meta, Person, PersonRole, Resolved};

use super::names::{bare, cp, dc, dcterms, ds, namespace, vt, xmlns};
use crate::baseline::{BASELINE_PROPERTY, DRAFT_ID_PROPERTY, DRAFT_NAMESPACE};

/// Year, month, day, hour, minute, second in UTC.
type Moment = (u16, u8, u8, u8, u8, u8);

/// Writes `docProps/core.xml`: every element once, whatever the metadata repeat (ISO/IEC 29500-2, 11).
pub(crate) fn core(resolved: &Resolved, modified: Moment) -> String {
    let Meta { title, people, description, identifiers, keywords, .. } = &resolved.meta;
    let authors: Vec<&str> = people.iter().filter(|p| p.role == PersonRole::Author).map(|p| p.name.as_str()).collect();
    let mut xml = XmlWriter::new();
    xml.open(cp::CORE_PROPERTIES).attr(xmlns::CP, namespace::CP).attr(xmlns::DC, namespace::DC);
    xml.attr(xmlns::DCTERMS, namespace::DCTERMS).attr(xmlns::XSI, namespace::XSI);
    xml.leaf(dc::TITLE, title);
    if !authors.is_empty() {
        xml.leaf(dc::CREATOR, authors.join("; "));
    }
    if !keywords.is_empty() {
        xml.leaf(cp::KEYWORDS, keywords.join(", "));
    }
    if let Some(description) = description {
        xml.leaf(dc::DESCRIPTION, description);
    }
    if let Some(first) = identifiers.first() {
        xml.leaf(dc::IDENTIFIER, printed(first));
    }
    xml.leaf(dc::LANGUAGE, resolved.language.tag());
    xml.leaf(cp::LAST_MODIFIED_BY, authors.join("; "));
    xml.leaf(cp::REVISION, "1");
    let moment = date_time(modified);
    for name in [dcterms::CREATED, dcterms::MODIFIED] {
        xml.open(name).attr(xmlns::XSI_TYPE, "dcterms:W3CDTF").text(&moment).close();
    }
    xml.close();
    xml.finish()
}

/// Writes `docProps/app.xml`.
pub(crate) fn extended(resolved: &Resolved, words: usize, pages: Option<usize>) -> String {
    let mut xml = XmlWriter::new();
    xml.open(bare::PROPERTIES).attr(xmlns::DEFAULT, namespace::EXTENDED);
    xml.leaf(bare::TEMPLATE, "Normal.dotm");
    // Fields in running heads show them.
    if let Some(pages) = pages {
        xml.leaf(bare::PAGES, pages.to_string());
    }
    xml.leaf(bare::WORDS, words.to_string());
    xml.leaf(bare::APPLICATION, "Chapbook");
    xml.leaf(bare::DOC_SECURITY, "0");
    if let Some(publisher) = &resolved.meta.publisher {
        xml.leaf(bare::COMPANY, publisher);
    }
    // Of the form N.NNNN (ISO/IEC 29500-1, 22.2.2.3).
    xml.leaf(bare::APP_VERSION, "1.0000");
    xml.close();
    xml.finish()
}

/// Writes `docProps/custom.xml`; none if there is nothing to put in it.
pub(crate) fn custom(resolved: &Resolved, draft: Option<(String, String)>) -> Option<String> {
    let mut properties = custom_properties(&resolved.meta);
    if let Some((id, digest)) = draft {
        properties.extend([(DRAFT_ID_PROPERTY, id), (BASELINE_PROPERTY, digest)]);
    }
    if properties.is_empty() {
        return None;
    }
    let mut xml = XmlWriter::new();
    xml.open(bare::PROPERTIES).attr(xmlns::DEFAULT, namespace::CUSTOM).attr(xmlns::VT, namespace::VT);
    for (i, (name, value)) in properties.iter().enumerate() {
        // Identifiers 0 and 1 are taken by the format ([MS-OLEPS] 2.18.1).
        xml.open(bare::PROPERTY).attr(bare::FMTID, namespace::CUSTOM_FMTID).attr(bare::PID, (i + 2).to_string());
        xml.attr(bare::NAME, name).leaf(vt::LPWSTR, value).close();
    }
    xml.close();
    Some(xml.finish())
}

/// Writes the properties of the part that the way back needs: its name is a GUID, made of the draft's.
pub(crate) fn draft_part(id: &str) -> String {
    let digits = id.to_ascii_uppercase();
    let guid = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| digits.get(range).unwrap_or("0")).join("-");
    let mut xml = XmlWriter::new();
    xml.open(ds::DATASTORE_ITEM).attr(ds::ITEM_ID, format!("{{{guid}}}")).attr(xmlns::DS, namespace::CUSTOM_XML);
    xml.open(ds::SCHEMA_REFS).open(ds::SCHEMA_REF).attr(ds::URI, DRAFT_NAMESPACE).close().close();
    xml.close();
    xml.finish()
}

fn custom_properties(meta: &Meta) -> Vec<(&'static str, String)> {
    let Meta {
        title: _,
        subtitle,
        people,
        description: _,
        rights,
        publisher,
        date,
        iso_date: _,
        identifiers,
        keywords: _,
        series,
        cover: _,
        direction: _,
    } = meta;
    let contributors: Vec<String> = people.iter().filter(|p| p.role != PersonRole::Author).map(contributor).collect();
    let identifiers: Vec<String> = identifiers.iter().skip(1).map(printed).collect();
    let series = series.as_ref().map(|(name, place)| match place {
        Some(place) => format!("{name} ({place})"),
        None => name.clone(),
    });
    let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join("; "));
    [
        ("Subtitle", subtitle.clone()),
        ("Contributors", list(contributors)),
        ("Rights", rights.clone()),
        ("Publisher", publisher.clone()),
        ("Date", date.clone()),
        ("Series", series),
        ("Identifiers", list(identifiers)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

fn contributor(person: &Person) -> String {
    let Person { name, file_as: _, role } = person;
    match role {
        PersonRole::Contributor(role) => format!("{name} ({role})"),
        PersonRole::Author
        | PersonRole::Editor
        | PersonRole::Translator
        | PersonRole::Illustrator
        | PersonRole::Photographer
        | PersonRole::ForewordAuthor => format!("{name} ({})", role.marc()),
    }
}

fn printed(identifier: &Identifier) -> String {
    let Identifier { scheme, text } = identifier;
    match scheme {
        Some(scheme) => format!("{scheme}:{text}"),
        None => text.clone(),
    }
}

/// XML Schema's `dateTime`. A moment that is none is the first that zip knows, as for the entries of the package.
fn date_time((year, month, day, hour, minute, second): Moment) -> String {
    if year == 0 || !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return "1980-01-01T00:00:00Z".to_owned();
    }
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
