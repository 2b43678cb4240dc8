//! The document's folder as [`Files`]: nothing outside it is ever read.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use chapbook::{Bytes, FileError, Files};

/// The most bytes that are read of one file: as many as a medium of a DOCX may have.
const MAX_FILE_BYTES: u64 = 128 << 20;

/// The most bytes that are read of a Word document: the reader's own limit (`crates/docx/src/read/limits.rs`).
const MAX_DRAFT_BYTES: u64 = 256 << 20;

/// Files of a folder.
pub(crate) struct DiskFiles {
    root: PathBuf,
    /// The folder with all symbolic links followed, to tell what leads out of it.
    real_root: PathBuf,
}

impl DiskFiles {
    pub(crate) fn new(root: &Path) -> Self {
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.to_owned() };
        let real_root = fs::canonicalize(&root).unwrap_or_else(|_| root.clone());
        Self { root, real_root }
    }

    /// The document's own fonts: the files of its folder `fonts`, in the order of their names.
    pub(crate) fn fonts(&self) -> Vec<Bytes> {
        let Ok(entries) = fs::read_dir(self.root.join("fonts")) else { return Vec::new() };
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| is_font(name))
            .collect();
        names.sort();
        names.iter().filter_map(|name| self.read(&format!("fonts/{name}")).ok()).collect()
    }
}

fn is_font(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc")
}

impl DiskFiles {
    /// A Word document: it may be larger than one of its media.
    pub(crate) fn read_draft(&self, path: &str) -> Result<Bytes, FileError> {
        self.read_at_most(path, MAX_DRAFT_BYTES)
    }

    fn read_at_most(&self, path: &str, limit: u64) -> Result<Bytes, FileError> {
        let full = self.root.join(path);
        let real = fs::canonicalize(&full).map_err(|error| file_error(&error))?;
        if !real.starts_with(&self.real_root) {
            return Err(FileError::Outside);
        }
        let metadata = fs::metadata(&real).map_err(|error| file_error(&error))?;
        if metadata.is_dir() {
            return Err(FileError::IsFolder);
        }
        if !metadata.is_file() {
            // A pipe or device may never end.
            return Err(FileError::Denied("it is no regular file".into()));
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&real).map_err(|error| file_error(&error))?;
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| file_error(&error))?;
        if bytes.len() as u64 > limit {
            return Err(FileError::TooLarge { limit });
        }
        Ok(bytes.into())
    }
}

impl Files for DiskFiles {
    fn read(&self, path: &str) -> Result<Bytes, FileError> {
        self.read_at_most(path, MAX_FILE_BYTES)
    }
}

fn file_error(error: &std::io::Error) -> FileError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput | ErrorKind::InvalidFilename => {
            FileError::NotFound
        }
        ErrorKind::IsADirectory => FileError::IsFolder,
        _ => FileError::Denied(error.to_string()),
    }
}
