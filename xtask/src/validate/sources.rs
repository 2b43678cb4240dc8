//! What is to be built: every case, every example, one book that joins all cases, and the corpus where it is wanted.

use std::path::{Path, PathBuf};

use super::join::{self, Part};
use super::shown;
use super::verdict::Verdict;

/// One thing that the command is to build.
#[derive(Debug)]
pub(crate) struct Source {
    /// As the report shows it.
    pub(crate) name: String,
    /// The file that the command is given.
    pub(crate) file: PathBuf,
    /// Where its outputs go.
    pub(crate) out: PathBuf,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a source is, which says how strictly it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A small document of the suite; its expected result may be a refusal.
    Case,
    /// A document to show; it must build without an error.
    Example,
    /// All cases in one book; it is refused if one of them is.
    Joined,
    /// A real book of strangers, built with `--keep-going`.
    Corpus,
}

/// Finds the sources and writes the joined book into `folder`. A kind of which there is none is a failed verdict.
pub(crate) fn all(root: &Path, folder: &Path, corpus: Option<&Path>) -> Result<(Vec<Source>, Vec<Verdict>), String> {
    let mut verdicts = Vec::new();
    let cases = cases(root, folder)?;
    let examples = examples(root, folder, &mut verdicts)?;
    for (sources, place) in [(&cases, "tests/cases"), (&examples, "examples")] {
        if sources.is_empty() {
            verdicts.push(Verdict::failed("sources", place, "none", "there is nothing to build here"));
        }
    }
    let joined = match cases.as_slice() {
        [] => Vec::new(),
        cases => vec![joined(root, folder, cases)?],
    };
    let corpus = match corpus {
        Some(corpus) => books(&root.join(corpus), folder)?,
        None => Vec::new(),
    };
    let sources = [cases, examples, joined, corpus].into_iter().flatten().collect();
    Ok((sources, verdicts))
}

fn cases(root: &Path, folder: &Path) -> Result<Vec<Source>, String> {
    let place = root.join("tests/cases");
    let mut files = Vec::new();
    pages_below(&place, &mut files)?;
    let source = |file: PathBuf| {
        let below = shown(&place, &file.with_extension(""));
        Source { name: shown(root, &file), out: folder.join("cases").join(below), file, kind: Kind::Case }
    };
    Ok(files.into_iter().map(source).collect())
}

/// Every `.md` below a folder, sorted; a README is about the cases and is none.
fn pages_below(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    // Folders are taken from a list, not by recursion.
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder)? {
            let is_page = path.extension().is_some_and(|extension| extension == "md");
            if path.is_dir() {
                folders.push(path);
            } else if is_page && path.file_stem().is_some_and(|stem| stem != "README") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(())
}

/// A project file where there is one, else the one page of the folder.
fn examples(root: &Path, folder: &Path, verdicts: &mut Vec<Verdict>) -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    for example in entries(&root.join("examples"))?.into_iter().filter(|path| path.is_dir()) {
        let name = shown(root, &example);
        let project = example.join("chapbook.toml");
        let pages: Vec<PathBuf> = entries(&example)?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .filter(|path| path.file_stem().is_some_and(|stem| stem != "README"))
            .collect();
        let file = match pages.as_slice() {
            _any if project.is_file() => project,
            [page] => page.clone(),
            pages => {
                let message = format!("it has no chapbook.toml and {} pages: which one is meant?", pages.len());
                verdicts.push(Verdict::failed("sources", name, "example", message));
                continue;
            }
        };
        sources.push(Source { out: folder.join(&name), name, file, kind: Kind::Example });
    }
    Ok(sources)
}

fn joined(root: &Path, folder: &Path, cases: &[Source]) -> Result<Source, String> {
    let place = folder.join("joined");
    let mut parts = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        // A case that is not UTF-8 gives no document, and cannot stand in one.
        let Ok(text) = String::from_utf8(read(&case.file)?) else {
            continue;
        };
        let beside = case.file.parent().unwrap_or(root).to_owned();
        parts.push(Part { key: format!("c{index}"), name: shown(&root.join("tests/cases"), &case.file), text, beside });
    }
    let book = join::join(&parts, &|path| path.is_file());
    std::fs::create_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    for copy in &book.copies {
        let to = place.join(&copy.to);
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        }
        std::fs::copy(&copy.from, &to).map_err(|error| format!("{}: {error}", copy.from.display()))?;
    }
    let file = place.join("joined.md");
    std::fs::write(&file, &book.text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(Source { name: shown(root, &file), file, out: place.join("out"), kind: Kind::Joined })
}

fn books(corpus: &Path, folder: &Path) -> Result<Vec<Source>, String> {
    if !corpus.is_dir() {
        println!("validate: SKIPPED: the corpus. {} is not there, so no real book is built.", corpus.display());
        return Ok(Vec::new());
    }
    let mut sources = Vec::new();
    for book in entries(corpus)? {
        let file = book.join("book.md");
        if let (true, Some(name)) = (file.is_file(), book.file_name()) {
            let name = format!("corpus/{}", name.to_string_lossy());
            sources.push(Source { out: folder.join(&name), name, file, kind: Kind::Corpus });
        }
    }
    Ok(sources)
}

/// What is in a folder, sorted; nothing where the folder is missing.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let list = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = list.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))
}
