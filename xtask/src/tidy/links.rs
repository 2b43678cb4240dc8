//! Relative links in the repository's Markdown point at files that exist. Links to the web and to headings are not
//! followed. The cases under `tests/cases` are inputs, broken links among them, and are left out.

use super::Finding;
use crate::tree::{self, Tree};

const INPUTS: &str = "tests/cases/";

/// Looks at every link of every page.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree::texts(tree, ".md").filter(|(path, _)| !path.starts_with(INPUTS)) {
        for (line, target) in targets(text) {
            if let Some(place) = relative(&target).filter(|place| !exists(tree, path, place)) {
                let message = format!("the link `{target}` points at no file of the repository");
                findings.push(Finding::new(path, line, message, format!("mend the path, or add `{place}`")));
            }
        }
    }
    findings
}

/// The path of a relative link, without its fragment; `None` where another check would be needed.
fn relative(target: &str) -> Option<String> {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let scheme = path.split(['/', '.']).next().is_some_and(|first| first.contains(':'));
    if path.is_empty() || scheme { None } else { Some(path.replace("%20", " ")) }
}

fn exists(tree: &Tree, page: &str, place: &str) -> bool {
    let mut steps: Vec<&str> = match place.starts_with('/') {
        true => Vec::new(),
        false => page.split('/').collect(),
    };
    // The page's own name is no folder.
    steps.pop();
    for step in place.split('/') {
        match step {
            "" | "." => (),
            ".." if steps.pop().is_none() => return false,
            ".." => (),
            step => steps.push(step),
        }
    }
    let path = steps.join("/");
    let folder = format!("{path}/");
    path.is_empty()
        || tree.contains_key(&path)
        || tree.range(folder.clone()..).next().is_some_and(|(next, _)| next.starts_with(&folder))
}

/// `](target)` and `[label]: target`, with their lines, outside code.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    for (index, line) in text.lines().enumerate() {
        let start = line.trim_start_matches([' ', '>']);
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => (),
            (None, None) => {
                found.extend(targets_of_line(&without_code(line)).into_iter().map(|target| (index + 1, target)))
            }
        }
    }
    found
}

fn targets_of_line(line: &str) -> Vec<String> {
    let mut found: Vec<String> =
        line.match_indices("](").filter_map(|(at, open)| target(&line[at + open.len()..], ')')).collect();
    let definition = line.trim_start().strip_prefix('[').filter(|label| !label.starts_with('^'));
    if let Some((label, rest)) = definition.and_then(|line| line.split_once("]:"))
        && !label.contains(']')
    {
        found.extend(target(rest, ' '));
    }
    found
}

/// The target at the start of `rest`: in angle brackets, or up to white space or `end`.
fn target(rest: &str, end: char) -> Option<String> {
    let rest = rest.trim_start();
    let target = match rest.strip_prefix('<') {
        Some(inside) => inside.split('>').next(),
        None => rest.split([' ', '\t', end]).next(),
    };
    target.filter(|target| !target.is_empty()).map(str::to_owned)
}

/// The line with its code spans left out.
fn without_code(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        kept.push_str(&rest[..at]);
        let ticks = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let inside = &rest[at + ticks..];
        match inside.find(&rest[at..at + ticks]) {
            Some(close) => rest = &inside[close + ticks..],
            // A run that nothing closes is text.
            None => rest = inside,
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::tree;

    fn broken(page: &str) -> Vec<(usize, String)> {
        let files = [
            ("docs/guide/page.md", page),
            ("docs/guide/other.md", ""),
            ("docs/a picture.png", ""),
            ("README.md", ""),
            ("tests/cases/a.md", "[x](missing.md)"),
        ];
        let findings = check(&tree(&files));
        findings.into_iter().map(|finding| (finding.line, finding.message)).collect()
    }

    #[test]
    fn links_to_files_and_folders_are_followed() {
        let page = "[a](other.md) ![b](../a%20picture.png \"t\") [c](../../README.md#x) [d](..) [e](/docs/guide)\n\
                    [f]: <../a picture.png>\n[g](<../a picture.png>)";
        assert_eq!(broken(page), []);
    }

    #[test]
    fn links_to_nothing_are_found() {
        let page = "[a](missing.md)\n\n![b](../missing.png) and [c](../../../README.md)\n[d]: missing.md \"t\"\n[e](other.md/x)";
        let lines: Vec<usize> = broken(page).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 3, 3, 4, 5]);
        assert_eq!(broken("[a](missing.md#x)")[0].1, "the link `missing.md#x` points at no file of the repository");
    }

    #[test]
    fn the_web_headings_notes_and_code_are_left_alone() {
        let page = "[a](https://a.example/b.md) [b](#top) [c](mailto:a@b.example)\n[^n]: A note.\n\
                    `[x](missing.md)` ``[x](`missing.md)``\n```md\n[x](missing.md)\n~~~\n```\n~~~\n[x](missing.md)\n~~~\n";
        assert_eq!(broken(page), []);
    }
}
