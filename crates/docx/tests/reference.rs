//! Documents that take their looks from a publisher's own. The house document is made here; its words are never taken.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own file has failed")]

mod common;

use chapbook_container::{Method, Timestamp, ZipWriter};
use chapbook_docx::baseline::DraftSource;
use chapbook_docx::{Options, Reference, ReferenceError};
use chapbook_source::MemoryFiles;
use chapbook_values::{CounterStyle, Delimiter};
use common::model::*;
use common::{Package, theme};

const W: &str = "xmlns:x=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const RELATIONSHIPS: &str = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A house document with another prefix than ours: styles, a list, a page, a header with a logo.
fn house(without: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Timestamp::default());
    let document = format!(
        "<x:document {W}><x:body><x:p><x:r><x:t>House words</x:t></x:r></x:p><x:sectPr><x:headerReference r:id=\"rId7\" \
         x:type=\"default\"/><x:pgSz x:w=\"8640\" x:h=\"12960\"/><x:pgMar x:top=\"1440\" x:bottom=\"1440\" \
         x:left=\"1440\" x:right=\"720\"/></x:sectPr></x:body></x:document>"
    );
    let styles = format!(
        "<x:styles {W} xmlns:w14=\"urn:other\"><x:docDefaults/><x:style x:type=\"paragraph\" x:default=\"1\" \
         x:styleId=\"Standard\"><x:name x:val=\"Normal\"/></x:style><x:style x:type=\"paragraph\" \
         x:styleId=\"H1\"><x:name x:val=\"Heading 1\"/><x:basedOn x:val=\"Standard\"/><x:rPr><x:color x:val=\"AA0000\"/><w14:glow/></x:rPr></x:style><x:style \
         x:type=\"paragraph\" x:styleId=\"Quote\"><x:name x:val=\"House &amp; Home\"/></x:style></x:styles>"
    );
    let level = |n: usize| {
        format!(
            "<x:lvl x:ilvl=\"{n}\"><x:start x:val=\"1\"/><x:numFmt x:val=\"decimal\"/><x:lvlText x:val=\"%{}.\"/>\
             <x:lvlJc x:val=\"left\"/></x:lvl>",
            n + 1
        )
    };
    let levels: String = (0..9).map(level).collect();
    let numbering = format!(
        "<x:numbering {W}><x:abstractNum x:abstractNumId=\"3\"><x:nsid x:val=\"0A0B0C0D\"/><x:multiLevelType \
         x:val=\"multilevel\"/><x:tmpl x:val=\"01020304\"/>{levels}</x:abstractNum><x:num \
         x:numId=\"4\"><x:abstractNumId x:val=\"3\"/></x:num></x:numbering>"
    );
    let links = format!(
        "<Relationships {RELATIONSHIPS}><Relationship Id=\"rId7\" Type=\"{OFFICE}/header\" Target=\"head.xml\"/>\
         </Relationships>"
    );
    let header = format!("<x:hdr {W}><x:p><x:r><x:t>The House</x:t></x:r></x:p></x:hdr>");
    let header_links = format!(
        "<Relationships {RELATIONSHIPS}><Relationship Id=\"rId1\" Type=\"{OFFICE}/image\" \
         Target=\"media/image1.png\"/></Relationships>"
    );
    for (name, content) in [
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
        ("word/_rels/document.xml.rels", links.as_bytes()),
        ("word/head.xml", header.as_bytes()),
        ("word/_rels/head.xml.rels", header_links.as_bytes()),
        ("word/media/image1.png", common::PIXEL),
    ] {
        if name != without {
            zip.add(name, content, Method::Deflated);
        }
    }
    zip.finish()
}

fn written() -> Package {
    let document = document(vec![
        heading(1, "A heading"),
        paragraph("Body."),
        numbered(1, CounterStyle::Decimal, Delimiter::Period, vec![vec![paragraph("One")]]),
        figure("fig-a", vec![text("A caption.")], None),
        block(chapbook_model::BlockKind::Quote(chapbook_model::Quote {
            body: vec![paragraph("Quoted.")],
            attribution: None,
        })),
    ]);
    let mut files = MemoryFiles::default();
    files.add("square.png", common::PIXEL.to_vec());
    let options = chapbook_resolve::Options { paths: vec!["a.md".into()], stem: "a".into(), ..Default::default() };
    let (resolved, _) = chapbook_resolve::resolve(&document, &theme(), &files, &options);
    let options = Options {
        source: Some(DraftSource::default()),
        reference: Some(Reference::read(&house("")).unwrap()),
        ..Options::default()
    };
    let (bytes, _) = chapbook_docx::write(&resolved, &theme(), None, &options);
    let package = Package::read(&bytes);
    common::check::check(&package);
    package
}

#[test]
fn styles_are_the_houses_by_name() {
    let package = written();
    let (document, styles) = (package.text("word/document.xml"), package.text("word/styles.xml"));
    assert!(document.contains("<w:pStyle w:val=\"H1\"/>"), "the house's id for heading 1");
    assert_eq!(styles.matches("w:name w:val=\"Heading 1\"").count(), 1);
    assert!(styles.contains("<w:color w:val=\"AA0000\"/>") && !styles.contains("glow"));
    // A style of ours whose id is the house's for something else has another.
    assert!(styles.contains("w:styleId=\"Quote2\"><w:name w:val=\"Quote\"/>"), "{styles}");
    assert!(document.contains("<w:pStyle w:val=\"Quote2\"/>"));
    // Ours are based on the house's.
    assert!(styles.contains("<w:name w:val=\"Body Text\"/><w:basedOn w:val=\"Standard\"/>"), "{styles}");
    assert_eq!(styles.matches("w:default=\"1\"").count(), 1);
    assert!(!document.contains("House words"));
}

#[test]
fn lists_of_the_house_stay_beside_ours() {
    let package = written();
    let numbering = package.text("word/numbering.xml");
    assert!(numbering.contains("<w:num w:numId=\"4\"><w:abstractNumId w:val=\"3\"/></w:num>"), "{numbering}");
    assert!(numbering.contains("<w:num w:numId=\"5\"><w:abstractNumId w:val=\"5\"/></w:num>"), "{numbering}");
    assert!(package.text("word/document.xml").contains("<w:numId w:val=\"5\"/>"));
}

#[test]
fn page_and_lines_are_the_houses() {
    let package = written();
    let document = package.text("word/document.xml");
    assert!(document.contains("<w:pgSz w:w=\"8640\" w:h=\"12960\"/>"), "{document}");
    assert!(document.contains("w:left=\"1440\"") && document.contains("w:right=\"720\""));
    assert!(package.text("word/head.xml").contains("The House"));
    assert!(package.0.contains_key("word/media/image1.png") && package.0.contains_key("word/media/picture1.png"));
    assert!(!package.0.contains_key("word/footer1.xml"), "a house without a footer has none");
}

#[test]
fn what_is_no_reference_is_told() {
    let told = |bytes: &[u8]| Reference::read(bytes).unwrap_err().to_string();
    assert!(told(b"A text.").starts_with("it is no zip archive"));
    assert_eq!(Reference::read(&house("word/styles.xml")), Err(ReferenceError::Missing("word/styles.xml")));
    assert!(Reference::read(&house("word/numbering.xml")).is_ok());
    assert!(Reference::read(&house("word/head.xml")).unwrap() != Reference::default());
}
