//! What a draft carries of the text that it was made from: the files, and for every block its key and its place in
//! a file. It is a part of the package (`customXml`) in a namespace of ours, found by that
//! namespace; programs that save the draft keep it or lose it whole. Nothing here reads or writes a package.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chapbook_container::{XmlEvent, XmlLimits, XmlReader, XmlWriter};
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sha2::{Digest, Sha256};

/// The namespace of the part.
pub const DRAFT_NAMESPACE: &str = "urn:chapbook:draft:1";

/// The custom property that names the draft.
pub const DRAFT_ID_PROPERTY: &str = "chapbook-draft-id";

/// The custom property with the digest of the baseline.
pub const BASELINE_PROPERTY: &str = "chapbook-baseline-sha256";

/// What the names of hidden bookmarks begin with that are keys of blocks.
pub(crate) const KEY_PREFIX: &str = "_cb_";

/// The name of the bookmark of a key in the draft whose id begins with these four digits: the leading `_` hides it, and
/// the digits keep a paragraph of another draft from being taken for one of this.
pub(crate) fn bookmark_name(salt: &str, key: &str) -> String {
    format!("{KEY_PREFIX}{salt}_{key}")
}

/// The most that a baseline's text may grow to when it is unpacked.
pub const MAX_BASELINE_BYTES: usize = 64 << 20;

/// The text that a draft is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftSource {
    /// The files, in the order of their numbers in spans.
    pub files: Vec<SourceFile>,
    /// What the draft was made with: what it takes to make it once more.
    pub options: Vec<(String, String)>,
    /// Whether the draft carries the text, or keys and digests only.
    pub embed: bool,
}

/// A file that a draft is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path inside the document's folder.
    pub path: String,
    /// The SHA-256 of the file itself.
    pub sha256: [u8; 32],
    /// Its text as the draft carries it: what is private is blanked, byte for byte.
    pub text: String,
}

impl SourceFile {
    /// A file of this path and text; `carried` is the text without what is private.
    pub fn new(path: impl Into<String>, text: &str, carried: String) -> Self {
        Self { path: path.into(), sha256: Sha256::digest(text.as_bytes()).into(), text: carried }
    }
}

impl DraftSource {
    /// The name of the draft: the same source and options have the same.
    pub fn id(&self) -> String {
        let mut hash = Sha256::new();
        for SourceFile { path, sha256, text: _ } in &self.files {
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(sha256);
        }
        for (name, value) in &self.options {
            hash.update(format!("{name}\0{value}\0").as_bytes());
        }
        hex(&hash.finalize()[..16])
    }
}

/// A block of the draft, as the table of the baseline has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftBlock {
    /// A letter for the kind and a number: the name of the hidden bookmark, without what it begins with.
    pub key: String,
    /// The key of the block around it.
    pub parent: Option<String>,
    /// The number of its file, and the bytes from start to end; none for what nobody typed.
    pub place: Option<(u32, u32, u32)>,
    /// The author's label.
    pub label: Option<String>,
    /// The name of its paragraph style.
    pub style: String,
    /// Whether it has a paragraph of its own.
    pub has_paragraph: bool,
}

/// A baseline as a draft carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The name of the draft.
    pub id: String,
    /// What the draft was made with.
    pub options: Vec<(String, String)>,
    /// The files. Without the text, each is empty.
    pub files: Vec<SourceFile>,
    /// Whether the text is there.
    pub embedded: bool,
    /// The blocks in the order of the document.
    pub blocks: Vec<DraftBlock>,
}

/// Why a baseline is of no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineError(pub String);

impl std::fmt::Display for BaselineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BaselineError {}

/// The elements and attributes of the part.
pub(crate) mod names {
    pub(crate) const DRAFT: &str = "draft";
    pub(crate) const OPTION: &str = "option";
    pub(crate) const FILE: &str = "file";
    pub(crate) const BLOCKS: &str = "blocks";
    pub(crate) const TEXT: &str = "text";
}

/// Writes the part, and the digest of what it holds.
pub(crate) fn write(source: &DraftSource, blocks: &[DraftBlock]) -> (String, String) {
    let DraftSource { files, options, embed } = source;
    let table = table(blocks);
    let mut digest = Sha256::new();
    digest.update(table.as_bytes());
    let mut xml = XmlWriter::new();
    xml.open(names::DRAFT).attr("xmlns", DRAFT_NAMESPACE).attr("id", source.id());
    for (name, value) in options {
        xml.open(names::OPTION).attr("name", name).attr("value", value).close();
    }
    let mut text = String::new();
    for SourceFile { path, sha256, text: carried } in files {
        xml.open(names::FILE).attr("path", path).attr("bytes", carried.len().to_string());
        xml.attr("sha256", hex(sha256)).close();
        if *embed {
            digest.update(carried.as_bytes());
            text.push_str(carried);
        }
    }
    xml.leaf(names::BLOCKS, pack(table.as_bytes()));
    if *embed {
        xml.leaf(names::TEXT, pack(text.as_bytes()));
    }
    xml.close();
    (xml.finish(), hex(&digest.finalize()))
}

/// The limits on the part: its texts are long.
const LIMITS: XmlLimits = XmlLimits { depth: 4, attributes: 16, value: 64 << 10, text: MAX_BASELINE_BYTES };

impl Baseline {
    /// Reads the part. With the digest of the draft's properties, what was damaged on the way is an error.
    pub fn read(part: &str, digest: Option<&str>) -> Result<Self, BaselineError> {
        let fault = |error| BaselineError(format!("the draft's baseline does not read: {error}"));
        let mut reader = XmlReader::new(part, LIMITS, |uri| uri == DRAFT_NAMESPACE);
        let mut baseline = Self::default();
        let (mut table, mut text) = (String::new(), None);
        let mut lengths = Vec::new();
        while let Some(event) = reader.next().map_err(fault)? {
            let XmlEvent::Start(true, name) = event else { continue };
            let attribute = |name: &str| {
                let mut all = reader.attributes();
                all.find(|(_, local, _)| *local == name).map(|(_, _, value)| value.to_owned()).unwrap_or_default()
            };
            if name == names::DRAFT {
                baseline.id = attribute("id");
            } else if name == names::OPTION {
                baseline.options.push((attribute("name"), attribute("value")));
            } else if name == names::FILE {
                let sha256 = unhex(&attribute("sha256"))
                    .ok_or_else(|| BaselineError("the draft's baseline has a file without a digest".to_owned()))?;
                lengths.push(attribute("bytes").parse::<usize>().unwrap_or(0));
                baseline.files.push(SourceFile { path: attribute("path"), sha256, text: String::new() });
            } else if name == names::BLOCKS {
                table = unpack(&reader.text_of().map_err(fault)?)?;
            } else if name == names::TEXT {
                text = Some(unpack(&reader.text_of().map_err(fault)?)?);
            }
        }
        let mut hash = Sha256::new();
        hash.update(table.as_bytes());
        hash.update(text.as_deref().unwrap_or_default().as_bytes());
        if digest.is_some_and(|digest| !digest.eq_ignore_ascii_case(&hex(&hash.finalize()))) {
            return Err(BaselineError("the draft's baseline was changed on the way".to_owned()));
        }
        baseline.blocks = read_table(&table)?;
        baseline.embedded = text.is_some();
        if let Some(text) = text {
            let mut at = 0;
            for (file, length) in baseline.files.iter_mut().zip(lengths) {
                let end = at + length.min(text.len() - at);
                let piece = text
                    .get(at..end)
                    .ok_or_else(|| BaselineError("the lengths of the draft's files are wrong".to_owned()))?;
                file.text = piece.to_owned();
                at = end;
            }
        }
        Ok(baseline)
    }

    /// A block by its key.
    pub fn block(&self, key: &str) -> Option<&DraftBlock> {
        self.blocks.iter().find(|block| block.key == key)
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(i * 2..i * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// The table of blocks, a line each, with a tab between fields.
fn table(blocks: &[DraftBlock]) -> String {
    let mut out = String::new();
    // Fields hold neither tabs nor line ends: labels and style names are words.
    let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    for DraftBlock { key, parent, place, label, style, has_paragraph } in blocks {
        let _ = write!(out, "{key}\t{}\t", parent.as_deref().unwrap_or(""));
        if let Some((file, start, end)) = place {
            let _ = write!(out, "{file}:{start}:{end}");
        }
        let _ = write!(out, "\t{}\t{}\t", clean(label.as_deref().unwrap_or("")), clean(style));
        out.push_str(if *has_paragraph { "1\n" } else { "\n" });
    }
    out
}

/// Reads the table back. A line that is none is an error: the digest has been checked before.
pub fn read_table(text: &str) -> Result<Vec<DraftBlock>, BaselineError> {
    text.lines()
        .map(block_of_line)
        .collect::<Option<_>>()
        .ok_or_else(|| BaselineError("the table of blocks in the draft's baseline is damaged".to_owned()))
}

fn block_of_line(line: &str) -> Option<DraftBlock> {
    let mut fields = line.split('\t');
    let mut next = || fields.next().map(str::to_owned);
    let (key, parent, place, label, style, paragraph) = (next()?, next()?, next()?, next()?, next()?, next()?);
    let some = |text: String| (!text.is_empty()).then_some(text);
    let place = match place.is_empty() {
        true => None,
        false => {
            let mut numbers = place.split(':').map(|number| number.parse::<u32>().ok());
            Some((numbers.next()??, numbers.next()??, numbers.next()??))
        }
    };
    Some(DraftBlock {
        key,
        parent: some(parent),
        place,
        label: some(label),
        style,
        has_paragraph: !paragraph.is_empty(),
    })
}

/// Deflated (RFC 1950) and in base64 (RFC 4648).
fn pack(bytes: &[u8]) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default();
    STANDARD.encode(packed)
}

/// What [`pack`] packed, up to [`MAX_BASELINE_BYTES`].
pub(crate) fn unpack(text: &str) -> Result<String, BaselineError> {
    let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let packed = STANDARD.decode(compact).map_err(|_| BaselineError("the draft's baseline is no base64".to_owned()))?;
    let mut bytes = Vec::new();
    let mut decoder = ZlibDecoder::new(packed.as_slice()).take(MAX_BASELINE_BYTES as u64 + 1);
    decoder.read_to_end(&mut bytes).map_err(|_| BaselineError("the draft's baseline cannot be unpacked".to_owned()))?;
    if bytes.len() > MAX_BASELINE_BYTES {
        let limit = MAX_BASELINE_BYTES >> 20;
        return Err(BaselineError(format!("the draft's baseline has more than {limit} MiB")));
    }
    String::from_utf8(bytes).map_err(|_| BaselineError("the draft's baseline is no UTF-8 text".to_owned()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_back() {
        let blocks = [
            DraftBlock {
                key: "h3".to_owned(),
                parent: None,
                place: Some((0, 5, 17)),
                label: Some("sec:one".to_owned()),
                style: "heading 1".to_owned(),
                has_paragraph: true,
            },
            DraftBlock {
                key: "p11".to_owned(),
                parent: Some("i10".to_owned()),
                place: None,
                label: None,
                style: "List Bullet".to_owned(),
                has_paragraph: false,
            },
        ];
        assert_eq!(read_table(&table(&blocks)).as_deref(), Ok(&blocks[..]));
        assert!(read_table("h3\t\t1:2\t\t\t\n").is_err());
    }

    #[test]
    fn the_part_reads_back() {
        let file = |path: &str, text: &str| SourceFile::new(path, text, text.to_owned());
        let source = DraftSource {
            files: vec![file("a & b.md", "Ä\n\nOne."), file("c.md", ""), file("d.md", "Three.\n")],
            options: vec![("theme".to_owned(), "\"x\"".to_owned())],
            embed: true,
        };
        let (part, digest) = write(&source, &[]);
        let baseline = Baseline::read(&part, Some(&digest)).expect("it reads");
        assert_eq!((&baseline.files, &baseline.options), (&source.files, &source.options));
        assert_eq!((baseline.id.as_str(), baseline.embedded), (source.id().as_str(), true));
        assert!(Baseline::read(&part, Some("00")).is_err());
        assert!(Baseline::read(&part[..part.len() / 2], None).is_err());
        let (part, digest) = write(&DraftSource { embed: false, ..source }, &[]);
        let baseline = Baseline::read(&part, Some(&digest)).expect("it reads");
        assert_eq!((baseline.embedded, baseline.files[0].text.as_str()), (false, ""));
    }

    #[test]
    fn packed_text_unpacks() {
        let text = "Words, words. ".repeat(1000);
        assert_eq!(unpack(&pack(text.as_bytes())).as_deref(), Ok(text.as_str()));
        assert!(unpack("not base64!").is_err());
        assert!(unpack("AAAA").is_err());
    }

    #[test]
    fn the_same_source_and_options_are_the_same_draft() {
        let source = |text: &str, theme: &str| DraftSource {
            files: vec![SourceFile::new("a.md", text, text.to_owned())],
            options: vec![("theme".to_owned(), theme.to_owned())],
            embed: true,
        };
        assert_eq!(source("a", "article").id(), source("a", "article").id());
        assert_ne!(source("a", "article").id(), source("b", "article").id());
        assert_ne!(source("a", "article").id(), source("a", "book").id());
    }
}
