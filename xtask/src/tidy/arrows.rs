//! The crate table of ARCHITECTURE.md against the workspace, arrow by arrow.
//! Dev-dependencies are free: a test may reach where its crate may not.

use super::Finding;
use super::table::{self, MayUse, Row};
use crate::cargo::{Metadata, Package};
use crate::tree::Tree;

const PAGE: &str = "ARCHITECTURE.md";

/// Compares the table with what `cargo metadata` tells.
pub(crate) fn check(tree: &Tree, metadata: &Metadata) -> Vec<Finding> {
    let Some(page) = tree.get(PAGE).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
        return vec![Finding::new(PAGE, 0, "the file is missing", "write it, with the crate table in it")];
    };
    let (rows, mut findings) = table::read(PAGE, page);
    if rows.is_empty() {
        return findings;
    }
    let crates: Vec<&Package> =
        metadata.packages.iter().filter(|package| metadata.manifest(package).starts_with("crates/")).collect();
    findings.extend(rows_without_crate(&rows, &crates));
    findings.extend(rows_that_lie(&rows));
    for package in crates {
        findings.extend(arrows_of(&rows, package, metadata.manifest(package)));
    }
    findings
}

/// `chapbook-values` is `values`; the front door `chapbook` is itself; a foreign package is `None`.
fn short_name(package: &str) -> Option<&str> {
    match package {
        "chapbook" => Some(package),
        package => package.strip_prefix("chapbook-"),
    }
}

fn rows_without_crate(rows: &[Row], crates: &[&Package]) -> Vec<Finding> {
    rows.iter()
        .filter(|row| !crates.iter().any(|package| short_name(&package.name) == Some(&row.name)))
        .map(|row| {
            let name = &row.name;
            let message = format!("the table has a row for `{name}`, and the workspace no such crate");
            Finding::new(PAGE, row.line, message, format!("remove the row until crates/{name} exists"))
        })
        .collect()
}

/// An allowance that points down, or at no row, would never be used, or would be used wrongly.
fn rows_that_lie(rows: &[Row]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let MayUse::Only(names) = &row.may_use else {
            continue;
        };
        for name in names {
            let (message, mend) = match rows.iter().position(|other| other.name == *name) {
                Some(other) if other < place => continue,
                Some(_) => (
                    format!("`{}` may use `{name}`, which does not stand above it", row.name),
                    format!("move the row of `{name}` up, or take it from the last column"),
                ),
                None => (
                    format!("`{}` may use `{name}`, which has no row", row.name),
                    format!("take `{name}` from the last column, or give it a row"),
                ),
            };
            findings.push(Finding::new(PAGE, row.line, message, mend));
        }
    }
    findings
}

fn arrows_of(rows: &[Row], package: &Package, manifest: &str) -> Vec<Finding> {
    let name = short_name(&package.name).unwrap_or(&package.name);
    let Some(place) = rows.iter().position(|row| row.name == name) else {
        let message = format!("crate `{name}` is not in the table of {PAGE}");
        let mend = format!("add a row for `{name}` to {PAGE}, under every crate that it uses");
        return vec![Finding::new(manifest, 0, message, mend)];
    };
    let mut findings = Vec::new();
    for dependency in package.dependencies.iter().filter(|dependency| dependency.kind.as_deref() != Some("dev")) {
        let Some(used) = short_name(&dependency.name) else {
            continue;
        };
        // A used crate without a row is found at its own manifest.
        let Some(above) = rows.iter().position(|row| row.name == used) else {
            continue;
        };
        let allowed = match &rows[place].may_use {
            MayUse::AllAbove => true,
            MayUse::Only(names) => names.iter().any(|name| name == used),
        };
        if above >= place {
            let message = format!("`{name}` uses `{used}`, which stands below it in the table of {PAGE}");
            let mend = format!("remove chapbook-{used} from the dependencies, or move what both need further up");
            findings.push(Finding::new(manifest, 0, message, mend));
        } else if !allowed {
            let message = format!("`{name}` uses `{used}`, which the table of {PAGE} does not allow");
            let mend = format!("remove chapbook-{used} from the dependencies, or argue for it in the row of `{name}`");
            findings.push(Finding::new(manifest, 0, message, mend));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::tests::workspace;
    use crate::tree::tests::tree;

    const TABLE: &str = "\
| row | crate | one line | may use |
|---|---|---|---|
| 0 | `values` | x | – |
| 0 | `source` | x | values |
| 1 | `model` | x | values, source |
| 5 | `chapbook` | x | all above |
";

    fn messages(table: &str, packages: &[(&str, &str, &[&str], &[&str])]) -> Vec<String> {
        let findings = check(&tree(&[(PAGE, table)]), &workspace(packages));
        for finding in &findings {
            assert!(!finding.mend.is_empty());
        }
        findings.into_iter().map(|finding| format!("{}: {}", finding.file, finding.message)).collect()
    }

    #[test]
    fn a_workspace_that_agrees_is_clean() {
        let packages: &[(&str, &str, &[&str], &[&str])] = &[
            ("chapbook-values", "crates/values", &["serde"], &["chapbook-model"]),
            ("chapbook-source", "crates/source", &["chapbook-values"], &[]),
            ("chapbook-model", "crates/model", &["chapbook-values", "chapbook-source"], &[]),
            ("chapbook", "crates/chapbook", &["chapbook-model", "chapbook-values"], &[]),
            ("chapbook-tests", "tests", &["chapbook"], &[]),
            ("xtask", "xtask", &[], &[]),
        ];
        assert_eq!(messages(TABLE, packages), Vec::<String>::new());
    }

    #[test]
    fn every_fault_is_found() {
        let packages: &[(&str, &str, &[&str], &[&str])] = &[
            ("chapbook-values", "crates/values", &["chapbook-source"], &[]),
            ("chapbook-source", "crates/source", &[], &[]),
            ("chapbook-extra", "crates/extra", &[], &[]),
            ("chapbook", "crates/chapbook", &[], &[]),
        ];
        assert_eq!(
            messages(TABLE, packages),
            [
                "ARCHITECTURE.md: the table has a row for `model`, and the workspace no such crate",
                "crates/values/Cargo.toml: `values` uses `source`, which stands below it in the table of ARCHITECTURE.md",
                "crates/extra/Cargo.toml: crate `extra` is not in the table of ARCHITECTURE.md",
            ]
        );
    }

    #[test]
    fn an_arrow_that_is_not_allowed_is_found() {
        let table = TABLE.replace("| x | values, source |", "| x | source |");
        let packages: &[(&str, &str, &[&str], &[&str])] = &[
            ("chapbook-values", "crates/values", &[], &[]),
            ("chapbook-source", "crates/source", &[], &[]),
            ("chapbook-model", "crates/model", &["chapbook-values"], &[]),
            ("chapbook", "crates/chapbook", &[], &[]),
        ];
        assert_eq!(
            messages(&table, packages),
            ["crates/model/Cargo.toml: `model` uses `values`, which the table of ARCHITECTURE.md does not allow"]
        );
    }

    #[test]
    fn a_table_that_allows_what_stands_below_is_found() {
        let table = TABLE.replace("| – |", "| model, glyphs |");
        let rows = table::read(PAGE, &table).0;
        let messages: Vec<String> = rows_that_lie(&rows).into_iter().map(|finding| finding.message).collect();
        assert_eq!(
            messages,
            ["`values` may use `model`, which does not stand above it", "`values` may use `glyphs`, which has no row"]
        );
    }

    #[test]
    fn a_missing_page_is_found() {
        assert_eq!(check(&Tree::new(), &workspace(&[])).len(), 1);
    }
}
