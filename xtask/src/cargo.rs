//! What cargo knows of the workspace, by `cargo metadata`. It asks nothing of the network.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// The workspace as `cargo metadata --no-deps` tells it.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    /// The members.
    pub(crate) packages: Vec<Package>,
    /// Where the root manifest stands.
    pub(crate) workspace_root: PathBuf,
    /// Where builds go.
    pub(crate) target_directory: PathBuf,
}

/// One member of the workspace.
#[derive(Deserialize)]
pub(crate) struct Package {
    /// The name in its manifest.
    pub(crate) name: String,
    /// Where its manifest stands.
    pub(crate) manifest_path: PathBuf,
    /// Its licence expression.
    pub(crate) license: Option<String>,
    /// What its manifest names, of every kind.
    pub(crate) dependencies: Vec<Dependency>,
}

/// One dependency of a member.
#[derive(Deserialize)]
pub(crate) struct Dependency {
    /// The package's name, also where the manifest renames it.
    pub(crate) name: String,
    /// `None` for a normal one, else "dev" or "build".
    pub(crate) kind: Option<String>,
}

impl Metadata {
    /// Asks cargo about the workspace around this crate.
    pub(crate) fn ask() -> Result<Metadata, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
            .output()
            .map_err(|error| format!("cargo metadata did not start: {error}"))?;
        if !output.status.success() {
            return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
        }
        Metadata::read(&output.stdout)
    }

    fn read(json: &[u8]) -> Result<Metadata, String> {
        serde_json::from_slice(json).map_err(|error| format!("cargo metadata is not as expected: {error}"))
    }

    /// A member's manifest, as a path from the workspace root.
    pub(crate) fn manifest<'a>(&self, package: &'a Package) -> &'a str {
        package.manifest_path.strip_prefix(&self.workspace_root).ok().and_then(Path::to_str).unwrap_or("Cargo.toml")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A workspace of the given packages under `/w`: name, folder, normal and dev dependencies.
    pub(crate) fn workspace(packages: &[(&str, &str, &[&str], &[&str])]) -> Metadata {
        let package = |(name, folder, normal, dev): &(&str, &str, &[&str], &[&str])| {
            let one = |name: &&str, kind: &str| format!(r#"{{"name":"{name}","kind":{kind},"req":"*"}}"#);
            let list: Vec<String> = normal
                .iter()
                .map(|name| one(name, "null"))
                .chain(dev.iter().map(|name| one(name, "\"dev\"")))
                .collect();
            format!(
                r#"{{"name":"{name}","manifest_path":"/w/{folder}/Cargo.toml","license":"MIT OR Apache-2.0","dependencies":[{}]}}"#,
                list.join(",")
            )
        };
        let list: Vec<String> = packages.iter().map(package).collect();
        let json =
            format!(r#"{{"packages":[{}],"workspace_root":"/w","target_directory":"/w/target"}}"#, list.join(","));
        Metadata::read(json.as_bytes()).unwrap()
    }

    #[test]
    fn a_manifest_is_shown_from_the_root() {
        let metadata = workspace(&[("chapbook-values", "crates/values", &["serde"], &["proptest"])]);
        let package = &metadata.packages[0];
        assert_eq!(metadata.manifest(package), "crates/values/Cargo.toml");
        assert_eq!(package.dependencies[1].kind.as_deref(), Some("dev"));
        assert_eq!(package.dependencies[0].kind, None);
    }
}
