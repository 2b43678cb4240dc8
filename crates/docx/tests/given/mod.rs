//! Files for the tests of the reader, made of XML that stands in the test.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::expect_used, reason = "a test that cannot make its own file has failed")]

use chapbook_container::{Method, Timestamp, ZipWriter};
use chapbook_docx::{ReadOptions, Reading};

pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(crate) const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WML: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Namespaces that the content of a part may use.
pub(crate) fn namespaces() -> String {
    format!(
        "xmlns:w=\"{W}\" xmlns:r=\"{OFFICE}\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
         xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
         xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" \
         xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\""
    )
}

/// A file in the making.
#[derive(Clone)]
pub(crate) struct File {
    pub(crate) parts: Vec<(String, Vec<u8>)>,
    /// Relationships of the text: id, type, target, and whether it leads out.
    pub(crate) links: Vec<(String, String, String, bool)>,
}

/// The styles that most tests need.
pub(crate) const STYLES: &str = "\
    <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:name w:val=\"heading 1\"/><w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Q\"><w:name w:val=\"Quote\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"C\"><w:name w:val=\"caption\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"LC\"><w:name w:val=\"List Continue\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"TH\"><w:name w:val=\"TOC Heading\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Code\"><w:name w:val=\"Source Code\"/></w:style>\
    <w:style w:type=\"character\" w:styleId=\"FR\"><w:name w:val=\"footnote reference\"/></w:style>\
    <w:style w:type=\"character\" w:styleId=\"Em\"><w:name w:val=\"Emphasis\"/><w:rPr><w:i/></w:rPr></w:style>";

/// A list 1., (a) and a list of bullets.
pub(crate) const NUMBERING: &str = "\
    <w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
    <w:lvlText w:val=\"%1.\"/><w:pPr><w:ind w:left=\"720\"/></w:pPr></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/>\
    <w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"(%2)\"/><w:pPr><w:ind w:left=\"1440\"/></w:pPr></w:lvl>\
    </w:abstractNum><w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
    <w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/><w:pPr><w:ind w:left=\"720\"/></w:pPr></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"2\"/></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num>";

impl File {
    /// A file with a body, styles and numbering.
    pub(crate) fn new(body: &str) -> Self {
        let document = format!("<w:document {}><w:body>{body}<w:sectPr/></w:body></w:document>", namespaces());
        Self { parts: vec![("word/document.xml".into(), document.into_bytes())], links: Vec::new() }
            .part("styles", &format!("<w:styles {}>{STYLES}</w:styles>", namespaces()))
            .part("numbering", &format!("<w:numbering {}>{NUMBERING}</w:numbering>", namespaces()))
    }

    /// The same with another part of the text.
    pub(crate) fn part(mut self, kind: &str, xml: &str) -> Self {
        self.parts.push((format!("word/{kind}.xml"), xml.as_bytes().to_vec()));
        let n = self.links.len() + 1;
        let space =
            if kind == "commentsExtended" { "http://schemas.microsoft.com/office/2011/relationships" } else { OFFICE };
        self.links.push((format!("rId{n}"), format!("{space}/{kind}"), format!("{kind}.xml"), false));
        self
    }

    /// The same with notes: id and content.
    pub(crate) fn notes(self, notes: &[(&str, &str)]) -> Self {
        let notes: String =
            notes.iter().map(|(id, content)| format!("<w:footnote w:id=\"{id}\">{content}</w:footnote>")).collect();
        self.part("footnotes", &format!("<w:footnotes {}>{notes}</w:footnotes>", namespaces()))
    }

    /// The same with a relationship.
    pub(crate) fn link(mut self, id: &str, kind: &str, target: &str, external: bool) -> Self {
        self.links.push((id.into(), format!("{OFFICE}/{kind}"), target.into(), external));
        self
    }

    /// The same with a part of this name that nothing leads to.
    pub(crate) fn loose(mut self, name: &str, bytes: &[u8]) -> Self {
        self.parts.push((name.into(), bytes.to_vec()));
        self
    }

    /// All parts, those of the package included, in order.
    pub(crate) fn all(&self) -> Vec<(String, Vec<u8>)> {
        let overrides: String = [
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("footnotes", "footnotes"),
            ("comments", "comments"),
        ]
        .iter()
        .map(|(name, kind)| format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{WML}.{kind}+xml\"/>"))
        .collect();
        let types = format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" \
             ContentType=\"application/xml\"/><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>{overrides}</Types>"
        );
        let rels = |content: String| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{content}</Relationships>"
            )
        };
        let root =
            rels(format!("<Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>"));
        let links = self.links.iter().map(|(id, kind, target, external)| {
            let mode = if *external { " TargetMode=\"External\"" } else { "" };
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>")
        });
        let links = rels(links.collect());
        let mut all = vec![
            ("[Content_Types].xml".to_owned(), types.into_bytes()),
            ("_rels/.rels".to_owned(), root.into_bytes()),
            ("word/_rels/document.xml.rels".to_owned(), links.into_bytes()),
        ];
        all.extend(self.parts.iter().cloned());
        all
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        zipped(&self.all())
    }

    /// Reads it.
    #[track_caller]
    pub(crate) fn read(&self) -> Reading {
        chapbook_docx::read(&self.bytes(), &ReadOptions::default()).expect("it can be read")
    }
}

/// An archive of these entries.
pub(crate) fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Timestamp::default());
    for (name, bytes) in parts {
        zip.add(name, bytes, Method::Deflated);
    }
    zip.finish()
}

/// Reads a body.
#[track_caller]
pub(crate) fn read(body: &str) -> Reading {
    File::new(body).read()
}

/// A paragraph of plain text.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

/// A paragraph with properties.
pub(crate) fn pp(props: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{props}</w:pPr>{}</w:p>", r(text))
}

/// A paragraph in a style.
pub(crate) fn styled(style: &str, text: &str) -> String {
    pp(&format!("<w:pStyle w:val=\"{style}\"/>"), text)
}

/// An item of a list.
pub(crate) fn item(num: i64, level: i64, text: &str) -> String {
    pp(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr>"), text)
}

/// A run.
pub(crate) fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A run with properties.
pub(crate) fn rp(props: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{props}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A field with a result.
pub(crate) fn field(instruction: &str, result: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {instruction} </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        r(result)
    )
}

/// The document as its dump, without the empty last line.
pub(crate) fn dump(reading: &Reading) -> String {
    chapbook_model::dump_blocks(&reading.document.body).trim_end().to_owned()
}

/// The losses as `code: what`.
pub(crate) fn told(reading: &Reading) -> Vec<String> {
    reading.losses.iter().map(|loss| format!("{}: {}", loss.code.name, loss.what)).collect()
}
