//! Every member takes the workspace's lints and carries its licence. Versions are cargo's business, licences of
//! foreign crates cargo-deny's.

use super::Finding;
use crate::cargo::Metadata;
use crate::tree::Tree;

const LICENCE: &str = "MIT OR Apache-2.0";
const LICENCE_FILES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Looks at every member's manifest and at the licence files.
pub(crate) fn check(tree: &Tree, metadata: &Metadata) -> Vec<Finding> {
    let mut findings: Vec<Finding> = LICENCE_FILES
        .iter()
        .filter(|file| !tree.contains_key(**file))
        .map(|file| {
            Finding::new(file, 0, "the licence file is missing", format!("add the text that `{LICENCE}` names"))
        })
        .collect();
    for package in &metadata.packages {
        let manifest = metadata.manifest(package);
        if package.license.as_deref() != Some(LICENCE) {
            let message = format!("the licence is not `{LICENCE}`");
            findings.push(Finding::new(manifest, 0, message, "write `license.workspace = true` under [package]"));
        }
        let text = tree.get(manifest).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        if !takes_the_lints(text) {
            let mend = "write `workspace = true` under [lints]";
            findings.push(Finding::new(manifest, 0, "the workspace's lints are not taken", mend));
        }
    }
    findings
}

fn takes_the_lints(manifest: &str) -> bool {
    manifest
        .parse::<toml::Table>()
        .ok()
        .and_then(|table| table.get("lints")?.get("workspace")?.as_bool())
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::tests::workspace;
    use crate::tree::tests::tree;

    const LICENCES: [(&str, &str); 2] = [("LICENSE-APACHE", "x"), ("LICENSE-MIT", "x")];

    #[test]
    fn a_member_without_lints_is_found() {
        let metadata = workspace(&[("chapbook-values", "crates/values", &[], &[])]);
        let with = |manifest| tree(&[LICENCES[0], LICENCES[1], ("crates/values/Cargo.toml", manifest)]);
        assert_eq!(check(&with("[lints]\nworkspace = true\n"), &metadata), []);
        for bad in ["", "[lints]\nworkspace = false\n", "# [lints]\n# workspace = true\n", "[lints"] {
            let findings = check(&with(bad), &metadata);
            assert_eq!(findings.len(), 1, "{bad}");
            assert_eq!(findings[0].file, "crates/values/Cargo.toml");
        }
    }

    #[test]
    fn a_member_with_another_licence_or_none_is_found() {
        let mut metadata = workspace(&[("chapbook-values", "crates/values", &[], &[])]);
        let tree = tree(&[LICENCES[0], LICENCES[1], ("crates/values/Cargo.toml", "lints.workspace = true\n")]);
        assert_eq!(check(&tree, &metadata), []);
        for bad in [None, Some("MIT".to_owned())] {
            metadata.packages[0].license = bad;
            assert_eq!(check(&tree, &metadata).len(), 1);
        }
    }

    #[test]
    fn a_missing_licence_file_is_found() {
        assert_eq!(check(&tree(&LICENCES[..1]), &workspace(&[])).len(), 1);
    }
}
