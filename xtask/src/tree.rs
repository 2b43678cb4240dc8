//! The files of the repository: those that git tracks or would track. Built and ignored files are not in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Path from the root, with `/`, and the bytes there.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Reads every file that git lists under `root`.
pub(crate) fn read(root: &Path) -> Result<Tree, String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("git did not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("git ls-files failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let mut tree = Tree::new();
    for path in String::from_utf8_lossy(&output.stdout).split('\0').filter(|path| !path.is_empty()) {
        // A file that is deleted but not yet committed is still listed.
        if let Ok(bytes) = std::fs::read(root.join(path)) {
            tree.insert(path.to_owned(), bytes);
        }
    }
    Ok(tree)
}

/// The text files of a tree whose path ends in `suffix`.
pub(crate) fn texts<'a>(tree: &'a Tree, suffix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    tree.iter()
        .filter(move |(path, _)| path.ends_with(suffix))
        .filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
}

/// The number, from 1, of the line that holds the byte at `offset`.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A tree of text files.
    pub(crate) fn tree(files: &[(&str, &str)]) -> Tree {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn texts_are_chosen_by_suffix_and_must_be_utf8() {
        let mut tree = tree(&[("a.rs", "x"), ("b.md", "y")]);
        tree.insert("c.rs".to_owned(), vec![0xFF]);
        assert_eq!(texts(&tree, ".rs").collect::<Vec<_>>(), [("a.rs", "x")]);
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(line_at("a\nb\nc", 0), 1);
        assert_eq!(line_at("a\nb\nc", 4), 3);
    }
}
