//! A folder of its own for each test, and a run of the command in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The smallest document that has nothing to remark on.
pub(crate) const PLAIN: &str = "---\ntitle: A title\nlanguage: en\n---\nA paragraph.\n";

/// A picture of one pixel.
pub(crate) const PIXEL: &[u8] = include_bytes!("../../../../tests/cases/figures/images/square.png");

/// A temporary folder, taken away with its content when the test is through.
pub(crate) struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    /// An empty folder of this name.
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("chapbook-command-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A folder with a file in it.
    pub(crate) fn with(name: &str, file: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = Self::new(name);
        folder.write(file, content);
        folder
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    pub(crate) fn write(&self, file: &str, content: impl AsRef<[u8]>) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.path(file)).unwrap()
    }

    /// Every file below the folder by its path, hidden ones too, and its bytes.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.0).unwrap().to_str().unwrap().replace('\\', "/");
                    found.insert(name, fs::read(path).unwrap());
                }
            }
        }
        found
    }

    /// The names of the files below a folder of this one.
    pub(crate) fn names(&self, below: &str) -> Vec<String> {
        self.files().into_keys().filter(|name| name.starts_with(below)).collect()
    }

    /// Runs the command in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    /// Runs the command in the folder with variables of the environment.
    pub(crate) fn run_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chapbook"));
        command.args(arguments).current_dir(&self.0).env_remove("SOURCE_DATE_EPOCH");
        command.envs(environment.iter().copied());
        let output = command.output().unwrap();
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// How a run ended and what it said.
#[derive(Debug)]
pub(crate) struct Run {
    /// None if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Asserts how it ended.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Asserts that standard error has a text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "{text:?} is not in\n{}", self.err);
        self
    }

    /// Asserts that standard output has a text.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        assert!(self.out.contains(text), "{text:?} is not in\n{}", self.out);
        self
    }

    /// Asserts that nothing panicked.
    #[track_caller]
    pub(crate) fn calm(self) -> Self {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert!(matches!(self.code, Some(0..=3 | 5)), "{self:#?}");
        self
    }
}

/// Whether a file begins as its format does.
pub(crate) fn is_whole(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(64)..]).into_owned();
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("pdf") => bytes.starts_with(b"%PDF-") && tail.trim_end().ends_with("%%EOF"),
        // The record that ends a zip archive.
        Some("epub" | "docx") => bytes.starts_with(b"PK\x03\x04") && tail.contains("PK\x05\x06"),
        _ => false,
    }
}
