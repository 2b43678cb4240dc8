//! Writers do not name the model (ARCHITECTURE.md, invariant 1). The arrows of the manifests are `arrows`' business;
//! here it is the text, since `docx` has the model among its dependencies for its reader.

use super::Finding;
use crate::tree::{self, Tree};

const MODEL: &str = concat!("chapbook", "_model");
const WRITERS: [&str; 6] = [
    "crates/docx/src/write.rs",
    "crates/docx/src/write/",
    "crates/epub/",
    "crates/pdf/",
    "crates/layout/",
    "crates/frame/",
];

/// Looks for the model's name in every source file of a writer.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree::texts(tree, ".rs").filter(|(path, _)| WRITERS.iter().any(|part| path.starts_with(part))) {
        for (at, _) in text.match_indices(MODEL) {
            findings.push(Finding::new(
                path,
                tree::line_at(text, at),
                format!("a writer names `{MODEL}`"),
                "read what is needed from the resolved tree; if it is not there, `resolve` has to put it there",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::tree;

    #[test]
    fn only_writers_are_held_to_it() {
        let text = format!("//! A file.\nuse {MODEL}::Block;\n");
        let everywhere = [
            "crates/docx/src/read/body.rs",
            "crates/docx/src/write.rs",
            "crates/docx/src/write/body.rs",
            "crates/epub/src/lib.rs",
            "crates/frame/tests/a.rs",
            "crates/layout/src/lib.rs",
            "crates/pdf/src/lib.rs",
            "crates/resolve/src/lib.rs",
        ];
        let files: Vec<(&str, &str)> = everywhere.iter().map(|path| (*path, text.as_str())).collect();
        let findings = check(&tree(&files));
        let found: Vec<(&str, usize)> = findings.iter().map(|finding| (finding.file.as_str(), finding.line)).collect();
        assert_eq!(
            found,
            [
                ("crates/docx/src/write.rs", 2),
                ("crates/docx/src/write/body.rs", 2),
                ("crates/epub/src/lib.rs", 2),
                ("crates/frame/tests/a.rs", 2),
                ("crates/layout/src/lib.rs", 2),
                ("crates/pdf/src/lib.rs", 2),
            ]
        );
    }
}
