//! The examples of `docs/diagnostics.md` raise the codes that they stand under; a code that nothing raises yet is said
//! to be so, and its example does not raise it. That the page is complete, `crates/source/tests/documented.rs` asks.

use std::collections::BTreeSet;

use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles, export, load};

const PAGE: &str = include_str!("../docs/diagnostics.md");
const BOATS: &[u8] = include_bytes!("cases/figures/images/square.png");

/// A section with an example that the page shows whole.
struct Section {
    code: &'static str,
    /// Whether the page says that the code is for later.
    later: bool,
    /// The name that the example has as a file.
    name: &'static str,
    example: Vec<u8>,
}

fn sections() -> Vec<Section> {
    PAGE.split("\n### ").skip(1).filter_map(section).collect()
}

fn section(text: &'static str) -> Option<Section> {
    let (heading, text) = text.split_once('\n').expect("a section has text");
    let code = heading.trim_matches('`');
    let fence = if text.contains("\n~~~~") { "\n~~~~" } else { "\n```" };
    let (before, rest) = text.split_once(fence).expect("a section has an example");
    let (language, rest) = rest.split_once('\n').expect("an example has lines");
    let (example, _) = rest.split_once(fence.trim_start()).expect("an example ends");
    let (name, example) = match (language, code) {
        ("markdown", _) => ("example.md", example.as_bytes().to_vec()),
        ("toml", "makeup-unmet") => ("makeup.toml", example.as_bytes().to_vec()),
        ("toml", _) => ("chapbook.toml", example.as_bytes().to_vec()),
        ("xml", _) => ("draft.docx", draft(example, code != "import-part")),
        // What no page can show is made by a command on the page, and here.
        (_, "not-utf8") => ("example.md", b"Caf\xE9 Central\n".to_vec()),
        (_, "control-character") => ("example.md", b"One\x01 two.\n".to_vec()),
        (_, "file-too-large") => ("example.md", vec![b'a'; chapbook::MAX_SOURCE_BYTES + 1]),
        (_, "missing-font") => {
            ("own/theme.toml", b"inherits = \"article\"\n[text]\nfamily = \"No Such Family\"\n".to_vec())
        }
        // A fault of a theme is no diagnostic yet.
        (_, "theme-syntax") => return None,
        (language, code) => panic!("{code}: an example in {language:?}"),
    };
    Some(Section { code, later: before.contains("Nothing raises it yet"), name, example })
}

/// The files that the page says are there.
fn folder() -> MemoryFiles {
    let mut files = MemoryFiles::default();
    files.add("boats.png", BOATS.to_vec());
    files.add("cut.png", BOATS[..BOATS.len() / 2].to_vec());
    files.add("huge.png", huge());
    files.add("boats.csv", b"name,length\nHeron,4.2\n".to_vec());
    files.add("dated.md", b"---\ntitle: Dated\ndate: 2026-01-31\n---\nText.\n".to_vec());
    files.add("raw.md", b"A `<q>Not closed`{=html} quotation.\n".to_vec());
    files.add("remote.css", b"p { background: url(https://example.org/x.png) }".to_vec());
    files.add("heading.md", b"# The quay\n\n```{=html}\n<h5>Too small</h5>\n```\n".to_vec());
    for theme in ["locked", "uncut"] {
        files.add(format!("{theme}/theme.toml"), b"inherits = \"article\"\n".to_vec());
    }
    files.add("one.md", b"# One\n\nText.\n".to_vec());
    files
}

/// A cut of the text's family whose licence bits (OpenType 1.9.1, OS/2, fsType) are these.
fn font(bits: u16) -> chapbook_source::Bytes {
    let bundled = chapbook_assets::Fonts::bundled();
    let id = bundled.find("Libertinus Serif", 400, false).expect("it is bundled");
    let mut bytes = bundled.face(id).bytes.to_vec();
    let record = (12..).step_by(16).find(|at| &bytes[*at..at + 4] == b"OS/2").expect("every font has one");
    let table = u32::from_be_bytes(bytes[record + 8..record + 12].try_into().expect("four bytes")) as usize;
    bytes[table + 8..table + 10].copy_from_slice(&bits.to_be_bytes());
    bytes.into()
}

/// A PNG whose header (PNG 1.2, 4.1.1) says 20,000 pixels each way. Nobody decodes it.
fn huge() -> Vec<u8> {
    let mut bytes = BOATS.to_vec();
    bytes[16..20].copy_from_slice(&20_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&20_000_u32.to_be_bytes());
    bytes
}

/// A Word document with this in its body; it names a part for its styles, which may be missing.
fn draft(body: &str, has_styles: bool) -> Vec<u8> {
    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let links = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\">\
             <Relationship Id=\"r\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let mut parts = vec![
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Override PartName=\"/d.xml\" ContentType=\"{main}\"/></Types>"
            ),
        ),
        ("_rels/.rels", links("officeDocument", "d.xml")),
        ("_rels/d.xml.rels", links("styles", "s.xml")),
        ("d.xml", format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>")),
    ];
    if has_styles {
        parts.push(("s.xml", format!("<w:styles xmlns:w=\"{W}\"/>")));
    }
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("names are short");
        std::io::Write::write_all(&mut archive, text.as_bytes()).expect("writing to memory does not fail");
    }
    archive.finish().expect("writing to memory does not fail").into_inner()
}

/// The codes of a build; the formats matter, since some say what one of them cannot hold.
fn raised(section: &Section) -> BTreeSet<&'static str> {
    if section.name == "draft.docx" {
        let imported = chapbook::import(&section.example, &chapbook::ImportOptions::default());
        let found = imported.expect("the example is a document").diagnostics;
        return found.iter().map(|d| d.code.name).collect();
    }
    let mut files = folder();
    files.add(section.name, section.example.clone());
    let (name, theme) = match section.name {
        "own/theme.toml" => ("one.md", Some("own".to_owned())),
        "makeup.toml" => ("one.md", None),
        name => (name, None),
    };
    let loaded = load(&files, name, &LoadOptions::default());
    let mut codes = BTreeSet::new();
    for to in [Format::USUAL.to_vec(), vec![Format::Epub]] {
        let fonts = match section.code {
            "font-licence" => vec![font(0x0002)],
            "font-whole" => vec![font(0x0100)],
            _ => Vec::new(),
        };
        let options = ExportOptions { to, theme: theme.clone(), fonts, ..ExportOptions::default() };
        match export(&loaded, &files, &options) {
            Ok(exported) => codes.extend(exported.diagnostics.iter().map(|d| d.code.name)),
            Err(error) => assert!(section.code == "theme-unknown", "{}: {error}", section.code),
        }
    }
    codes
}

#[test]
fn examples_raise_their_codes() {
    let mut wrong = Vec::new();
    for section in sections() {
        let codes = raised(&section);
        let Section { code, later, name: _, example: _ } = section;
        match (codes.contains(code), later) {
            (true, false) | (false, true) => {}
            (false, false) => wrong.push(format!("the example of {code} raises {codes:?}")),
            (true, true) => wrong.push(format!("{code} is raised now: strike \"Nothing raises it yet\"")),
        }
    }
    assert!(wrong.is_empty(), "docs/diagnostics.md:\n{}", wrong.join("\n"));
}
