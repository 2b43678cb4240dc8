//! Nothing in the repository names the machine it was made on, or the host of a package registry: packages are
//! named, where they come from is the client's setting.

use super::Finding;
use crate::tree::{self, Tree};

// Each is written in two pieces, so that this file passes its own check.
const FOLDERS: [&str; 3] = [concat!("/", "work/"), concat!("/", "root/"), concat!("/", "home/")];
const HOSTS: [&str; 8] = [
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("npmjs", ".org"),
    concat!("npmjs", ".com"),
    concat!("deb.debian", ".org"),
    concat!("security.debian", ".org"),
    concat!("proxy.golang", ".org"),
];
/// Cargo writes the registry's index into its own lock file.
const WRITTEN_BY_CARGO: &str = "Cargo.lock";

/// Looks through every file, also those that are not text.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, bytes) in tree {
        let text = String::from_utf8_lossy(bytes);
        for folder in FOLDERS {
            for (at, _) in text.match_indices(folder).filter(|(at, _)| begins_a_path(&text[..*at])) {
                let message = format!("a path of one machine: `{folder}`");
                findings.push(Finding::new(
                    path,
                    tree::line_at(&text, at),
                    message,
                    "write a path from the root of the repository",
                ));
            }
        }
        if path.rsplit('/').next() == Some(WRITTEN_BY_CARGO) {
            continue;
        }
        for host in HOSTS {
            for (at, _) in text.match_indices(host).filter(|(at, _)| begins_a_name(&text[..*at])) {
                let message = format!("the host of a package registry: `{host}`");
                findings.push(Finding::new(
                    path,
                    tree::line_at(&text, at),
                    message,
                    "name the package, not where it is fetched from",
                ));
            }
        }
    }
    findings
}

/// After a word, a dot, a slash or a placeholder a path goes on; after `file://` it begins.
fn begins_a_path(before: &str) -> bool {
    before.ends_with("file://") || !before.ends_with(|c: char| c.is_alphanumeric() || "_-./\\~})]>%*".contains(c))
}

/// A dot may stand before it: `index.` and the like are the same registry.
fn begins_a_name(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let tree = Tree::from([(path.to_owned(), text.as_bytes().to_vec())]);
        check(&tree).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn paths_of_a_machine_are_found() {
        for folder in FOLDERS {
            assert_eq!(lines("a.md", &format!("one\n\"{folder}x\"\n{folder}y")), [2, 3], "{folder}");
            assert_eq!(lines("a.md", &format!("see file://{folder}x")), [1], "{folder}");
            assert_eq!(lines("Cargo.lock", &format!("={folder}x")), [1], "{folder}");
            for other in ["a", "..", "https://a.example", "{dir}", "~"] {
                assert_eq!(lines("a.md", &format!("{other}{folder}x")), Vec::<usize>::new(), "{other}{folder}");
            }
        }
    }

    #[test]
    fn they_are_found_in_files_that_are_not_text() {
        let mut bytes = vec![0xFF, 0x00];
        bytes.extend(FOLDERS[0].as_bytes());
        assert_eq!(check(&Tree::from([("a.png".to_owned(), bytes)])).len(), 1);
    }

    #[test]
    fn hosts_of_registries_are_found() {
        for host in HOSTS {
            assert_eq!(lines("a.md", &format!("one\nhttps://x.{host}/y")), [2], "{host}");
            assert_eq!(lines("a.md", &format!("my{host}")), Vec::<usize>::new(), "{host}");
            assert_eq!(lines("tests/peers/Cargo.lock", host), Vec::<usize>::new(), "{host}");
        }
    }
}
