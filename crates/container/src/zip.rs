//! A zip archive whose bytes depend on its content alone: fixed times, fixed level, entries in the order
//! given. It refuses two entries of one name and names that could leave the folder they are unpacked in.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime};

/// How an entry is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// As it is: EPUB's `mimetype`, and media that are compressed already.
    Stored,
    /// Compressed.
    Deflated,
}

/// The one time stamp of all entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp(DateTime);

impl Default for Timestamp {
    /// 1 January 1980, the first moment that zip knows.
    fn default() -> Self {
        Self(DateTime::default())
    }
}

impl Timestamp {
    /// A date at midnight; outside 1980 to 2107, which zip cannot hold, the default.
    pub fn date(year: u16, month: u8, day: u8) -> Self {
        DateTime::from_date_and_time(year, month, day, 0, 0, 0).map_or_else(|_| Self::default(), Self)
    }
}

/// Writes a zip archive into memory.
#[derive(Debug)]
pub struct ZipWriter {
    inner: zip::ZipWriter<Cursor<Vec<u8>>>,
    timestamp: Timestamp,
    /// Names in lower case: unpackers on some systems do not tell case apart.
    names: BTreeSet<String>,
}

/// The level is pinned, since another level is another file. 6 is where the curve of size against time bends.
const LEVEL: i64 = 6;

impl ZipWriter {
    /// An empty archive.
    pub fn new(timestamp: Timestamp) -> Self {
        Self { inner: zip::ZipWriter::new(Cursor::new(Vec::new())), timestamp, names: BTreeSet::new() }
    }

    /// Adds an entry that was packed elsewhere, on another core perhaps: its bytes are the same, wherever it was.
    ///
    /// Panics as [`add`](Self::add) does.
    pub fn add_packed(&mut self, packed: Packed) {
        let Packed { name, archive } = packed;
        self.claim(&name);
        let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("it was written by `pack`");
        let entry = archive.by_index_raw(0).expect("`pack` writes one entry");
        self.inner.raw_copy_file(entry).expect("writing to memory does not fail");
    }

    /// Adds an entry.
    ///
    /// Panics on a name that is absolute, has a `..` part or was added before: back ends make their names
    /// themselves, so this is a fault of ours, never of a document.
    pub fn add(&mut self, name: &str, bytes: &[u8], method: Method) {
        self.claim(name);
        write_entry(&mut self.inner, self.timestamp, name, bytes, method);
    }

    /// Takes a name that is safe and new.
    fn claim(&mut self, name: &str) {
        let safe = !name.starts_with('/')
            && name.split('/').all(|p| !p.is_empty() && p != "." && p != "..")
            && !name.contains('\\');
        assert!(safe, "entry name {name:?} is not a plain relative path");
        assert!(self.names.insert(name.to_lowercase()), "entry {name:?} added twice");
    }

    /// Whether an entry of this name is there, letter case aside.
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(&name.to_lowercase())
    }

    /// The archive's bytes.
    pub fn finish(self) -> Vec<u8> {
        self.inner.finish().expect("writing to memory does not fail").into_inner()
    }
}

/// An entry that is compressed already.
#[derive(Debug)]
pub struct Packed {
    name: String,
    /// An archive of this one entry.
    archive: Vec<u8>,
}

/// Compresses an entry apart from its archive, so that several cores can share the work.
pub fn pack(name: String, bytes: &[u8], method: Method, timestamp: Timestamp) -> Packed {
    let mut inner = zip::ZipWriter::new(Cursor::new(Vec::new()));
    write_entry(&mut inner, timestamp, &name, bytes, method);
    let archive = inner.finish().expect("writing to memory does not fail").into_inner();
    Packed { name, archive }
}

fn write_entry(
    inner: &mut zip::ZipWriter<Cursor<Vec<u8>>>,
    timestamp: Timestamp,
    name: &str,
    bytes: &[u8],
    method: Method,
) {
    let plain = SimpleFileOptions::default().last_modified_time(timestamp.0);
    let options = match method {
        Method::Stored => plain.compression_method(CompressionMethod::Stored),
        Method::Deflated => plain.compression_method(CompressionMethod::Deflated).compression_level(Some(LEVEL)),
    };
    inner.start_file(name, options).expect("a name of at most 64 KiB can be started");
    inner.write_all(bytes).expect("writing to memory does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_apart_has_the_same_bytes() {
        let packed = |name: &str, bytes: &[u8], method| pack(name.to_owned(), bytes, method, Timestamp::default());
        let mut zip = ZipWriter::new(Timestamp::default());
        zip.add_packed(packed("mimetype", b"application/epub+zip", Method::Stored));
        zip.add_packed(packed("a/b.txt", &b"abc".repeat(100), Method::Deflated));
        assert_eq!(zip.finish(), archive());
    }

    #[test]
    #[should_panic(expected = "added twice")]
    fn a_packed_entry_has_a_name_of_its_own() {
        let mut zip = ZipWriter::new(Timestamp::default());
        zip.add("a", b"", Method::Stored);
        zip.add_packed(pack("a".to_owned(), b"", Method::Stored, Timestamp::default()));
    }

    fn archive() -> Vec<u8> {
        let mut zip = ZipWriter::new(Timestamp::default());
        zip.add("mimetype", b"application/epub+zip", Method::Stored);
        zip.add("a/b.txt", &b"abc".repeat(100), Method::Deflated);
        zip.finish()
    }

    #[test]
    fn the_same_bytes_every_time() {
        assert_eq!(archive(), archive());
        // EPUB 3.3, OCF 4.3: the name and content of mimetype stand at fixed offsets.
        assert_eq!(&archive()[30..58], b"mimetypeapplication/epub+zip");
    }

    #[test]
    #[should_panic(expected = "added twice")]
    fn names_differing_in_case_are_one() {
        let mut zip = ZipWriter::new(Timestamp::default());
        zip.add("a", b"", Method::Stored);
        zip.add("A", b"", Method::Stored);
    }

    #[test]
    #[should_panic(expected = "not a plain relative path")]
    fn names_stay_inside() {
        ZipWriter::new(Timestamp::default()).add("a/../../b", b"", Method::Stored);
    }
}
