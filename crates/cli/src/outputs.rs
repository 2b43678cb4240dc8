//! Finished files go to disk all or none: every file is written beside its place under another name first, and then
//! all take their places; if one cannot, those that had are put back.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file to write.
pub(crate) struct OutFile<'b> {
    pub(crate) path: PathBuf,
    pub(crate) bytes: &'b [u8],
}

/// Why nothing was written: the path and the system's word.
#[derive(Debug)]
pub(crate) struct WriteError {
    pub(crate) path: PathBuf,
    pub(crate) error: io::Error,
}

/// Writes all files, or leaves everything as it was.
pub(crate) fn write_all(files: &[OutFile<'_>]) -> Result<(), WriteError> {
    let mut staged = Staged::default();
    for file in files {
        staged.stage(file).map_err(|error| WriteError { path: file.path.clone(), error })?;
    }
    staged.commit()
}

/// Files on their way. Dropped before [`commit`](Self::commit) is through, it clears away what it made.
#[derive(Default)]
struct Staged {
    files: Vec<Moving>,
    folders: Vec<PathBuf>,
    done: bool,
}

struct Moving {
    place: PathBuf,
    new: PathBuf,
    /// Where the old file waits, if there was one.
    old: Option<PathBuf>,
    placed: bool,
}

impl Staged {
    fn stage(&mut self, file: &OutFile<'_>) -> io::Result<()> {
        let folder = file.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.make_folder(folder)?;
        if file.path.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "there is a folder of this name"));
        }
        let new = beside(&file.path, "new");
        self.files.push(Moving { place: file.path.clone(), new: new.clone(), old: None, placed: false });
        let mut out = fs::File::create(&new)?;
        out.write_all(file.bytes)?;
        // A full disk may show only now.
        out.sync_all()
    }

    /// Makes a folder and its parents, and remembers which of them were not there.
    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        let mut missing = Vec::new();
        let mut at = Some(folder);
        while let Some(folder) = at.filter(|f| !f.as_os_str().is_empty() && !f.exists()) {
            missing.push(folder.to_owned());
            at = folder.parent();
        }
        for folder in missing.into_iter().rev() {
            match fs::create_dir(&folder) {
                Ok(()) => self.folders.push(folder),
                // Another build made it in the meantime: it is not ours to clear away.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn commit(mut self) -> Result<(), WriteError> {
        for moving in &mut self.files {
            moving.take_place().map_err(|error| WriteError { path: moving.place.clone(), error })?;
        }
        self.done = true;
        for moving in &self.files {
            if let Some(old) = &moving.old {
                let _ = fs::remove_file(old);
            }
        }
        Ok(())
    }
}

impl Moving {
    fn take_place(&mut self) -> io::Result<()> {
        if self.place.exists() {
            let old = beside(&self.place, "old");
            fs::rename(&self.place, &old)?;
            self.old = Some(old);
        }
        fs::rename(&self.new, &self.place)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        for moving in self.files.iter().rev() {
            if moving.placed {
                let _ = fs::remove_file(&moving.place);
            } else {
                let _ = fs::remove_file(&moving.new);
            }
            if let Some(old) = &moving.old {
                let _ = fs::rename(old, &moving.place);
            }
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A hidden name in the same folder, of this process, so that two builds do not meet.
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}.{what}", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("chapbook-outputs-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a temporary folder can be made");
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn all_are_written() {
        let at = folder("all");
        let files = [
            OutFile { path: at.join("a.pdf"), bytes: b"one" },
            OutFile { path: at.join("deep/er/b.epub"), bytes: b"two" },
        ];
        write_all(&files).expect("they are written");
        write_all(&files).expect("they are written again");
        assert_eq!(names(&at), ["a.pdf", "deep"]);
        assert_eq!(names(&at.join("deep/er")), ["b.epub"]);
        fs::remove_dir_all(at).expect("it is there");
    }

    #[test]
    fn builds_side_by_side_may_make_one_folder() {
        for round in 0..50 {
            let at = folder(&format!("race-{round}"));
            std::thread::scope(|scope| {
                for name in ["a.pdf", "b.pdf", "c.pdf", "d.pdf"] {
                    let path = at.join("deep/er/still").join(name);
                    scope.spawn(move || write_all(&[OutFile { path, bytes: b"one" }]).expect("it is written"));
                }
            });
            assert_eq!(names(&at.join("deep/er/still")), ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]);
            fs::remove_dir_all(at).expect("it is there");
        }
    }

    #[test]
    fn none_are_written_if_one_cannot_be() {
        let at = folder("none");
        fs::write(at.join("a.pdf"), b"old").expect("it is written");
        fs::create_dir(at.join("b.epub")).expect("it is made");
        let files = [
            OutFile { path: at.join("a.pdf"), bytes: b"new" },
            OutFile { path: at.join("made/c.docx"), bytes: b"new" },
            OutFile { path: at.join("b.epub"), bytes: b"new" },
        ];
        let error = write_all(&files).expect_err("a folder stands in the way");
        assert_eq!(error.path, at.join("b.epub"));
        assert_eq!(names(&at), ["a.pdf", "b.epub"]);
        assert_eq!(fs::read(at.join("a.pdf")).expect("it is there"), b"old");
        fs::remove_dir_all(at).expect("it is there");
    }
}
