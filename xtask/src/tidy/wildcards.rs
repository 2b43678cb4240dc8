//! No arm `_ => {}` where trees are walked: that is where a new kind of node would drop in silence
//! (ARCHITECTURE.md, invariants 6 and 7). An arm that does something for all the rest is clippy's and the
//! reviewer's business.

use super::Finding;
use super::rust_text::code_only;
use crate::tree::{self, Tree};

const CRATES: [&str; 6] = ["resolve", "layout", "pdf", "epub", "docx", "markdown"];

/// Looks for arms that match anything and do nothing.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let held = |path: &str| CRATES.iter().any(|name| path.starts_with(&format!("crates/{name}/src/")));
    let mut findings = Vec::new();
    for (path, text) in tree::texts(tree, ".rs").filter(|(path, _)| held(path)) {
        for at in empty_wildcard_arms(&code_only(text)) {
            let line = tree::line_at(text, at);
            let mend = "name the kinds that are left alone, and say why; where the type is open (a character, a foreign enum), use `if let` or a chain of `if`";
            findings.push(Finding::new(path, line, "an arm matches anything and does nothing", mend));
        }
    }
    findings
}

/// The offsets of the arrows of such arms.
fn empty_wildcard_arms(code: &str) -> Vec<usize> {
    code.match_indices("=>")
        .filter(|(at, _)| is_empty(&code[at + 2..]) && is_wildcard(&code[..*at]))
        .map(|(at, _)| at)
        .collect()
}

/// `{}` or `()`, whatever white space is inside.
fn is_empty(after: &str) -> bool {
    let body = after.trim_start();
    [('{', '}'), ('(', ')')]
        .iter()
        .any(|(open, close)| body.strip_prefix(*open).is_some_and(|inside| inside.trim_start().starts_with(*close)))
}

/// `_`, or a tuple of nothing but `_`. `Some(_)` and `rest_` name something and are none.
fn is_wildcard(before: &str) -> bool {
    let before = before.trim_end();
    let pattern = match before.strip_suffix(')') {
        Some(inside) => match opening(inside) {
            Some(open) => &before[open..],
            None => return false,
        },
        None if before.ends_with('_') => "_",
        None => return false,
    };
    let anything = pattern.contains(['_', '.']) && pattern.chars().all(|character| "_(),. \n".contains(character));
    let in_a_word = before[..before.len() - pattern.len()].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    anything && !in_a_word
}

/// Where the bracket opens that closes at the end of `inside`.
fn opening(inside: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, character) in inside.char_indices().rev() {
        match character {
            ')' => depth += 1,
            '(' if depth == 1 => return Some(at),
            '(' => depth -= 1,
            _inside => (),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::tree;

    fn lines(text: &str) -> Vec<usize> {
        check(&tree(&[("crates/epub/src/a.rs", text)])).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn arms_that_drop_are_found() {
        assert_eq!(lines("match a {\n    A => b,\n    _ => {}\n}"), [3]);
        assert_eq!(lines("match a { A => b,\n _ => (),\n}"), [2]);
        assert_eq!(lines("match a { A | _ => { } }"), [1]);
        assert_eq!(lines("match a { _ => {\n    // Nothing.\n} }"), [1]);
        assert_eq!(lines("match a {\n    (A, B) => c,\n    (_, _) => {}\n}"), [3]);
        assert_eq!(lines("match a { (..) => {} }"), [1]);
        assert_eq!(lines("match a {\n    A(x) => {}\n    _ => {}\n    _ => {}\n}"), [3, 4]);
    }

    #[test]
    fn other_arms_are_left_alone() {
        assert_eq!(lines("match a { Some(_) => {} None => (), (A, _) => {} x_ => {} }"), Vec::<usize>::new());
        assert_eq!(lines("match a { _ => return, A(_, _) => {} B { .. } => {} }"), Vec::<usize>::new());
        assert_eq!(lines("match a { _ if b => {} _ => f(()) }"), Vec::<usize>::new());
        assert_eq!(lines("// _ => {}\nlet a = \"_ => {}\";"), Vec::<usize>::new());
    }

    #[test]
    fn only_the_crates_that_walk_trees_are_held_to_it() {
        let text = "match a { _ => {} }";
        let files =
            [("crates/values/src/a.rs", text), ("crates/docx/tests/a.rs", text), ("crates/docx/src/a.rs", text)];
        assert_eq!(check(&tree(&files)).len(), 1);
    }
}
