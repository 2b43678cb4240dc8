//! The documents that are tested: every page below `tests/cases`, and every example.

use std::fs;
use std::path::{Path, PathBuf};

use chapbook::{Bytes, FileError, Files};

/// A document to be made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// Topic and name: `lists/nested`, `examples/article`.
    pub name: String,
    /// The folder that it lies in.
    pub folder: PathBuf,
    /// The file in it that is loaded.
    pub file: String,
}

impl Case {
    /// The topic: `lists`, `examples`.
    pub fn topic(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }
}

/// The files of a folder on disk.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Bytes, FileError> {
        fs::read(self.0.join(path)).map(Bytes::from).map_err(|_| FileError::NotFound)
    }
}

/// The folder of this package.
pub fn tests() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every case, sorted by name.
pub fn cases() -> Vec<Case> {
    let place = tests().join("cases");
    let mut cases = Vec::new();
    for topic in names(&place) {
        let folder = place.join(&topic);
        for file in names(&folder) {
            if let Some(stem) = file.strip_suffix(".md") {
                cases.push(Case { name: format!("{topic}/{stem}"), folder: folder.clone(), file: file.clone() });
            }
        }
    }
    cases
}

/// Every example: its project file, else its one page.
pub fn examples() -> Vec<Case> {
    let place = tests().join("../examples");
    let mut cases = Vec::new();
    for name in names(&place) {
        let folder = place.join(&name);
        let files = names(&folder);
        let page = |file: &&String| file.ends_with(".md") && *file != "README.md";
        let file = files.iter().find(|file| *file == "chapbook.toml").or_else(|| files.iter().find(page));
        if let Some(file) = file {
            cases.push(Case { name: format!("examples/{name}"), folder, file: file.clone() });
        }
    }
    cases
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|n| !n.starts_with('.'))
        .collect();
    names.sort();
    names
}
