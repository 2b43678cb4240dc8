//! Every Rust file opens with `//!` and words (STYLE.md, "Comments"). Whether they are good words, a reader judges.

use super::Finding;
use crate::tree::{self, Tree};

/// Looks at the first line of every Rust file.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree::texts(tree, ".rs")
        .filter(|(_, text)| !opens(text))
        .map(|(path, _)| {
            let mend = "begin it with `//!`: what the file is, and what it leaves to others";
            Finding::new(path, 1, "the file does not open with `//!`", mend)
        })
        .collect()
}

fn opens(text: &str) -> bool {
    text.lines().next().and_then(|line| line.strip_prefix("//!")).is_some_and(|words| !words.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::tree;

    #[test]
    fn files_that_do_not_open_so_are_found() {
        let files = [
            ("a.rs", "//! A file.\n"),
            ("b.rs", "use std::fs;\n//! Late.\n"),
            ("c.rs", ""),
            ("d.rs", "//!\n//! An empty first line.\n"),
            ("e.rs", "\n//! A file.\n"),
            ("f.md", "text"),
        ];
        let findings = check(&tree(&files));
        let found: Vec<&str> = findings.iter().map(|finding| finding.file.as_str()).collect();
        assert_eq!(found, ["b.rs", "c.rs", "d.rs", "e.rs"]);
    }
}
