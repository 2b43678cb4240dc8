//! Goldens: what was made, kept as text and compared with what is made now. `CHAPBOOK_BLESS=1` writes them anew; the
//! difference is then read, for a golden that is wrong is a defect.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diff;

/// The goldens of one case.
#[derive(Debug)]
pub struct Golden {
    folder: PathBuf,
    name: String,
    bless: bool,
    seen: BTreeSet<PathBuf>,
    faults: Vec<String>,
}

/// Whether goldens are written rather than compared.
pub fn blessing() -> bool {
    std::env::var_os("CHAPBOOK_BLESS").is_some_and(|value| value == "1")
}

impl Golden {
    /// The goldens in a folder below `place`.
    pub fn new(place: &Path, name: &str) -> Self {
        Self {
            folder: place.join(name),
            name: name.to_owned(),
            bless: blessing(),
            seen: BTreeSet::new(),
            faults: Vec::new(),
        }
    }

    /// Compares a text with its golden, or writes it.
    pub fn check(&mut self, file: &str, text: &str) {
        let path = self.folder.join(file);
        self.seen.insert(path.clone());
        if self.bless {
            let folder = path.parent().expect("a golden lies in a folder");
            fs::create_dir_all(folder).expect("the folder of goldens can be made");
            // An unchanged file keeps its time.
            if fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
                fs::write(&path, text).expect("a golden can be written");
            }
            return;
        }
        match fs::read_to_string(&path) {
            Ok(golden) => {
                if let Some(difference) = diff::lines(&golden, text) {
                    self.faults.push(format!("{}/{file} differs:\n{difference}", self.name));
                }
            }
            Err(_) => self.faults.push(format!("{}/{file} has no golden", self.name)),
        }
    }

    /// Something that went wrong before there was a text to compare.
    pub fn fault(&mut self, fault: String) {
        self.faults.push(format!("{}: {fault}", self.name));
    }

    /// What differs, goldens that nothing made included; when blessing, these are removed.
    pub fn finish(mut self) -> Vec<String> {
        for path in files(&self.folder) {
            if self.seen.contains(&path) {
                continue;
            }
            if self.bless {
                fs::remove_file(&path).expect("a golden can be removed");
            } else {
                self.faults.push(format!("{} is a golden that nothing makes", path.display()));
            }
        }
        self.faults
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Fails a test with what differs, and says how goldens are written anew.
///
/// Panics if there are faults.
pub fn report(faults: &[String]) {
    let shown = faults.iter().take(8).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(
        faults.is_empty(),
        "{} of the goldens differ from what is made.\n{shown}\nIf what is made is right: CHAPBOOK_BLESS=1 cargo test \
         -p chapbook-tests, and read `git diff tests/golden`.",
        faults.len()
    );
}
