//! The one door through which bytes come in. The command puts the disk behind it, tests put memory.

use std::collections::BTreeMap;
use std::fmt;

use crate::Bytes;

/// Gives the bytes of the document's files by their path inside the document's folder:
/// relative, parts separated by `/`, no `..` (see [`inside_target`]).
pub trait Files {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Bytes, FileError>;
}

/// Why a file has no bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// There is no such file.
    NotFound,
    /// It is a folder.
    IsFolder,
    /// It lies outside the document's folder, through a symbolic link.
    Outside,
    /// It is larger than a document's file may be.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The system refused.
    Denied(String),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such file"),
            Self::IsFolder => f.write_str("it is a folder"),
            Self::Outside => f.write_str("it leads out of the document's folder"),
            Self::TooLarge { limit } => write!(f, "it is larger than the limit of {} MiB", limit >> 20),
            Self::Denied(reason) => write!(f, "it cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for FileError {}

/// Why a target written in a document names no file of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetError {
    /// It leads out of the document's folder.
    Outside,
    /// It begins at a root or a drive.
    Absolute,
    /// It is an address on a network or another kind of URL.
    Remote,
    /// There is nothing in it.
    Empty,
}

/// The path, inside the document's folder, of a target as it is written in a file of folder `base`.
///
/// Percent signs are decoded once, as in a URL; a query or fragment is not cut off, since file names may hold them.
pub fn inside_target(base: &str, target: &str) -> Result<String, TargetError> {
    if target.is_empty() {
        return Err(TargetError::Empty);
    }
    if has_scheme(target) || target.starts_with("//") {
        return Err(TargetError::Remote);
    }
    let decoded = percent_decode(target);
    let drive = decoded.as_bytes().get(1) == Some(&b':');
    if decoded.starts_with('/') || decoded.starts_with('\\') || drive {
        return Err(TargetError::Absolute);
    }
    let mut parts: Vec<&str> = base.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    for part in decoded.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(TargetError::Outside)?;
            }
            name => parts.push(name),
        }
    }
    if parts.is_empty() { Err(TargetError::Empty) } else { Ok(parts.join("/")) }
}

/// Whether a target begins with a URL's scheme (RFC 3986, 3.1) of at least two letters: one letter is a drive.
fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let hex = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
        match (bytes[i], hex(i + 1), hex(i + 2)) {
            (b'%', Some(high), Some(low)) if high * 16 + low > 0 => {
                out.push((high * 16 + low) as u8);
                i += 3;
            }
            (byte, _, _) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    // A target whose decoding is no text is meant as it stands.
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// Files in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles(BTreeMap<String, Bytes>);

impl MemoryFiles {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Bytes>) {
        self.0.insert(path.into(), bytes.into());
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &str) -> Result<Bytes, FileError> {
        self.0.get(path).cloned().ok_or(FileError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_stay_inside() {
        assert_eq!(inside_target("", "a/../b.png").as_deref(), Ok("b.png"));
        assert_eq!(inside_target("ch", "../img/a%20b.png").as_deref(), Ok("img/a b.png"));
        assert_eq!(inside_target("ch", "../../x"), Err(TargetError::Outside));
        assert_eq!(inside_target("", "%2e%2e/x"), Err(TargetError::Outside));
        assert_eq!(inside_target("", "..\\x"), Err(TargetError::Outside));
        assert_eq!(inside_target("", "/etc/passwd"), Err(TargetError::Absolute));
        assert_eq!(inside_target("", "C:\\x.png"), Err(TargetError::Absolute));
        assert_eq!(inside_target("", "https://example.org/x"), Err(TargetError::Remote));
        assert_eq!(inside_target("", "//example.org/x"), Err(TargetError::Remote));
        assert_eq!(inside_target("", "file:///x"), Err(TargetError::Remote));
        assert_eq!(inside_target("a", ".."), Err(TargetError::Empty));
        assert_eq!(inside_target("", "100%.png").as_deref(), Ok("100%.png"));
    }
}
