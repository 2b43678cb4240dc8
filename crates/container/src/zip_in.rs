//! A zip archive that a stranger sent, read with limits: nothing is unpacked before its size is known to be allowed,
//! and nothing has a name that could mean two things. What the entries are, the readers of the formats say.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{Cursor, Read};

use zip::ZipArchive;

/// How large an archive may be. There is no default: each format has its own, and names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZipLimits {
    /// The most bytes of the archive itself.
    pub file: u64,
    /// The most entries.
    pub entries: usize,
    /// The most bytes of all entries that are read, unpacked.
    pub total: u64,
    /// The most bytes that a packed byte may become, once an entry is larger than `ratio_from`.
    pub ratio: u64,
    /// Below this size an entry may be packed as well as it can be: a page of spaces is no attack.
    pub ratio_from: u64,
}

/// Why an archive cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZipError {
    /// It is no zip archive, or its directory is damaged.
    NotZip,
    /// The archive is larger than allowed.
    FileTooLarge {
        /// The most bytes.
        limit: u64,
    },
    /// It has more entries than allowed.
    TooManyEntries {
        /// The most entries.
        limit: usize,
    },
    /// A name is absolute, has `..`, a backslash or a control character in it, or no characters that can be read.
    UnsafeName(String),
    /// Two entries have one name, letter case aside.
    DuplicateName(String),
    /// An entry is locked with a password.
    Encrypted(String),
    /// An entry is larger than allowed.
    EntryTooLarge {
        /// Its name.
        name: String,
        /// The most bytes.
        limit: u64,
    },
    /// All entries together are larger than allowed.
    TotalTooLarge {
        /// The most bytes.
        limit: u64,
    },
    /// An entry unpacks to so much more than it is that it must be an attack.
    Ratio {
        /// Its name.
        name: String,
        /// The most bytes for one.
        limit: u64,
    },
    /// An entry does not unpack: it is cut off, damaged, or packed in a way that is not read.
    Damaged {
        /// Its name.
        name: String,
    },
}

impl fmt::Display for ZipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotZip => f.write_str("it is no zip archive, or the end of it is missing"),
            Self::FileTooLarge { limit } => write!(f, "it is larger than {} MiB", limit >> 20),
            Self::TooManyEntries { limit } => write!(f, "it holds more than {limit} files"),
            Self::UnsafeName(name) => write!(f, "a file in it has the unsafe name {name:?}"),
            Self::DuplicateName(name) => write!(f, "two files in it are called {name:?}"),
            Self::Encrypted(name) => write!(f, "{name} in it is locked with a password"),
            Self::EntryTooLarge { name, limit } => write!(f, "{name} in it is larger than {} MiB", limit >> 20),
            Self::TotalTooLarge { limit } => write!(f, "the files in it are larger than {} MiB together", limit >> 20),
            Self::Ratio { name, limit } => write!(f, "{name} in it unpacks to more than {limit} times its size"),
            Self::Damaged { name } => write!(f, "{name} in it is damaged"),
        }
    }
}

impl std::error::Error for ZipError {}

/// Reads a zip archive.
#[derive(Debug)]
pub struct ZipReader<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The entries by name, folders left out.
    entries: BTreeMap<String, usize>,
    /// Their names by their names in lower case.
    folded: BTreeMap<String, String>,
    limits: ZipLimits,
    /// The bytes read so far.
    spent: u64,
}

/// How much is unpacked between two looks at the limits.
const CHUNK: u64 = 1 << 20;
/// What begins each entry of an archive's directory (APPNOTE 4.3.12).
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

impl<'a> ZipReader<'a> {
    /// Opens an archive and looks at the names in it.
    pub fn open(bytes: &'a [u8], limits: ZipLimits) -> Result<Self, ZipError> {
        if bytes.len() as u64 > limits.file {
            return Err(ZipError::FileTooLarge { limit: limits.file });
        }
        if !bytes.starts_with(b"PK") {
            return Err(ZipError::NotZip);
        }
        // Counted here, since the directory's own count may lie, and a list of entries is memory.
        if count(bytes, DIRECTORY_ENTRY, limits.entries) > limits.entries {
            return Err(ZipError::TooManyEntries { limit: limits.entries });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ZipError::NotZip)?;
        if archive.len() > limits.entries {
            return Err(ZipError::TooManyEntries { limit: limits.entries });
        }
        let mut entries = BTreeMap::new();
        let mut folded = BTreeMap::new();
        for (index, name) in archive.file_names().enumerate() {
            let Ok(name) = name else { return Err(ZipError::UnsafeName(format!("entry {}", index + 1))) };
            if !is_safe(&name) {
                return Err(ZipError::UnsafeName(name.into_owned()));
            }
            // Some programs write entries for folders.
            if name.ends_with('/') {
                continue;
            }
            if folded.insert(name.to_lowercase(), name.to_string()).is_some() {
                return Err(ZipError::DuplicateName(name.into_owned()));
            }
            entries.insert(name.into_owned(), index);
        }
        if archive.has_duplicate_names() {
            let twice = entries.keys().find(|name| count(bytes, name.as_bytes(), 4) > 2).cloned();
            return Err(ZipError::DuplicateName(twice.unwrap_or_default()));
        }
        Ok(Self { archive, entries, folded, limits, spent: 0 })
    }

    /// The names of the entries, in their order as text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The name of an entry as it is written in the archive, letter case aside; none if there is no such entry.
    pub fn find(&self, name: &str) -> Option<&str> {
        if let Some((name, _)) = self.entries.get_key_value(name) {
            return Some(name);
        }
        self.folded.get(&name.to_lowercase()).map(String::as_str)
    }

    /// Unpacks an entry of at most so many bytes; nothing if there is none of this name.
    pub fn read(&mut self, name: &str, limit: u64) -> Result<Option<Vec<u8>>, ZipError> {
        let Some(index) = self.entries.get(name).copied() else { return Ok(None) };
        let damaged = || ZipError::Damaged { name: name.to_owned() };
        let too_large = || ZipError::EntryTooLarge { name: name.to_owned(), limit };
        let mut entry = match self.archive.by_index(index) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::UnsupportedArchive(_) | zip::result::ZipError::InvalidPassword) => {
                return Err(ZipError::Encrypted(name.to_owned()));
            }
            Err(_) => return Err(damaged()),
        };
        if entry.size() > limit {
            return Err(too_large());
        }
        let packed = entry.compressed_size();
        let left = self.limits.total.saturating_sub(self.spent);
        if entry.size() > left {
            return Err(ZipError::TotalTooLarge { limit: self.limits.total });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size().min(CHUNK)).unwrap_or(0));
        loop {
            let read = entry.by_ref().take(CHUNK).read_to_end(&mut bytes).map_err(|_| damaged())?;
            let size = bytes.len() as u64;
            if size > limit {
                return Err(too_large());
            }
            if size > left {
                return Err(ZipError::TotalTooLarge { limit: self.limits.total });
            }
            if size > self.limits.ratio_from && size > packed.saturating_mul(self.limits.ratio) {
                return Err(ZipError::Ratio { name: name.to_owned(), limit: self.limits.ratio });
            }
            if read == 0 {
                break;
            }
        }
        self.spent += bytes.len() as u64;
        Ok(Some(bytes))
    }
}

/// Whether a name is a plain relative path.
fn is_safe(name: &str) -> bool {
    let path = name.strip_suffix('/').unwrap_or(name);
    !path.is_empty()
        && !path.chars().any(|c| c == '\\' || c.is_control())
        && !path.split('/').any(|part| matches!(part, "" | "." | ".."))
        // `C:x` is absolute where drives have letters.
        && path.as_bytes().get(1) != Some(&b':')
}

/// How often a pattern stands in some bytes; the count stops above `enough`.
fn count(bytes: &[u8], pattern: &[u8], enough: usize) -> usize {
    let Some((first, rest)) = pattern.split_first() else { return 0 };
    let mut found = 0;
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|b| b == first) {
        at += step + 1;
        if bytes[at..].starts_with(rest) {
            found += 1;
            if found > enough {
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Method, Timestamp, ZipWriter};

    const LIMITS: ZipLimits = ZipLimits { file: 1 << 20, entries: 3, total: 1 << 20, ratio: 100, ratio_from: 64 << 10 };

    fn archive(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Timestamp::default());
        for (name, bytes) in entries {
            zip.add(name, bytes, Method::Deflated);
        }
        zip.finish()
    }

    /// Writes a name over another of the same length, wherever it stands.
    fn renamed(mut bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
        assert_eq!(from.len(), to.len());
        let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from.as_bytes())).collect();
        assert_eq!(places.len(), 2, "in the local header and in the directory");
        for at in places {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
        bytes
    }

    #[test]
    fn entries_are_read_by_name() {
        let bytes = archive(&[("a/b.xml", b"abc".to_vec()), ("c", vec![])]);
        let mut zip = ZipReader::open(&bytes, LIMITS).expect("it is whole");
        assert_eq!(zip.names().collect::<Vec<_>>(), ["a/b.xml", "c"]);
        assert_eq!(zip.find("A/B.XML"), Some("a/b.xml"));
        assert_eq!(zip.read("a/b.xml", 10), Ok(Some(b"abc".to_vec())));
        assert_eq!(zip.read("c", 10), Ok(Some(Vec::new())));
        assert_eq!(zip.read("d", 10), Ok(None));
    }

    #[test]
    fn what_is_cut_or_no_archive_is_an_error() {
        let bytes = archive(&[("a", b"abc".to_vec())]);
        for cut in [0, 10, bytes.len() / 2, bytes.len() - 10] {
            assert_eq!(ZipReader::open(&bytes[..cut], LIMITS).err(), Some(ZipError::NotZip), "{cut}");
        }
        assert_eq!(ZipReader::open(b"plain text", LIMITS).err(), Some(ZipError::NotZip));
    }

    #[test]
    fn names_mean_one_thing() {
        let bytes = archive(&[("aaaa", vec![1]), ("bbbb", vec![2])]);
        for bad in ["../b", "/bbb", "b\\bb", "b/./", "a//b", "C:bb"] {
            let found = ZipReader::open(&renamed(bytes.clone(), "bbbb", bad), LIMITS).err();
            assert_eq!(found, Some(ZipError::UnsafeName(bad.into())));
        }
        let found = ZipReader::open(&renamed(bytes.clone(), "bbbb", "AAAA"), LIMITS).err();
        assert!(matches!(found, Some(ZipError::DuplicateName(_))), "{found:?}");
        let found = ZipReader::open(&renamed(bytes, "bbbb", "aaaa"), LIMITS).err();
        assert_eq!(found, Some(ZipError::DuplicateName("aaaa".into())));
    }

    #[test]
    fn sizes_are_held() {
        let many = archive(&[("a", vec![]), ("b", vec![]), ("c", vec![]), ("d", vec![])]);
        assert_eq!(ZipReader::open(&many, LIMITS).err(), Some(ZipError::TooManyEntries { limit: 3 }));
        let small = ZipLimits { file: 10, ..LIMITS };
        assert_eq!(ZipReader::open(&many, small).err(), Some(ZipError::FileTooLarge { limit: 10 }));

        let bytes = archive(&[("a", vec![b'a'; 50 << 10]), ("b", vec![b'b'; 500 << 10])]);
        let mut zip = ZipReader::open(&bytes, LIMITS).expect("it is whole");
        assert_eq!(zip.read("a", 100), Err(ZipError::EntryTooLarge { name: "a".into(), limit: 100 }));
        assert_eq!(zip.read("b", 1 << 20), Err(ZipError::Ratio { name: "b".into(), limit: 100 }));
        let mut zip = ZipReader::open(&bytes, ZipLimits { total: 60 << 10, ..LIMITS }).expect("it is whole");
        assert!(zip.read("a", 1 << 20).is_ok_and(|bytes| bytes.is_some()));
        assert_eq!(zip.read("b", 1 << 20), Err(ZipError::TotalTooLarge { limit: 60 << 10 }));
    }

    #[test]
    fn a_size_that_lies_is_found_out() {
        let mut bytes = archive(&[("a", vec![b'a'; 2000])]);
        // The directory says how large the entry is, 24 bytes after its signature (APPNOTE 4.3.12).
        let at = bytes.windows(4).position(|w| w == DIRECTORY_ENTRY).expect("it has a directory");
        bytes[at + 24..at + 28].copy_from_slice(&5_u32.to_le_bytes());
        let mut zip = ZipReader::open(&bytes, LIMITS).expect("it is whole");
        assert!(zip.read("a", 100).is_err());
    }
}
