//! `cargo xtask oracle`: asks pandoc what each case of `crates/markdown/tests/pandoc/cases.txt` means. The test beside
//! the cases holds our reader to the same answers, and needs no pandoc.

mod notation;

use std::path::Path;
use std::process::ExitCode;

use crate::cargo::Metadata;
use crate::validate::Pandoc;

const CASES: &str = "crates/markdown/tests/pandoc/cases.txt";
const BOTH: &str = "~~~ both say\n";
const PANDOC: &str = "~~~ pandoc says\n";
const WE: &str = "~~~ we say, since ";
/// The model keeps quotation marks and dashes as typed; `smart` would turn them.
const ASK: [&str; 2] = ["--from=markdown-smart", "--to=json"];

/// Runs the chore; with `update` the answers of pandoc are written into the cases, to be read as a difference.
pub(crate) fn run(update: bool) -> ExitCode {
    match steps(update) {
        Ok((cases, 0)) => {
            println!("{cases} passed, 0 failed");
            ExitCode::SUCCESS
        }
        Ok((cases, wrong)) => {
            println!("{} passed, {wrong} failed", cases - wrong);
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("oracle: {message}");
            ExitCode::FAILURE
        }
    }
}

fn steps(update: bool) -> Result<(usize, usize), String> {
    let metadata = Metadata::ask()?;
    let root = metadata.workspace_root.as_path();
    let pandoc = Pandoc::install(root)?;
    let file = root.join(CASES);
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{CASES}: {error}"))?;
    // The line of a name is told from the underline of a heading by what stands before it.
    let text = format!("\n{text}");
    let cases = text.split("\n=== ").skip(1);
    let mut written = String::new();
    let (mut count, mut wrong) = (0, 0);
    for case in cases {
        let (name, rest) = case.split_once('\n').ok_or("a case has no name")?;
        let rest = format!("{}\n", rest.trim_end_matches('\n'));
        let parts = Parts::of(&rest);
        let found = ask(&pandoc, root, parts.source)?;
        count += 1;
        if found.trim_end() != parts.expected.trim_end() {
            wrong += 1;
            println!("=== {name}\n{}--- expected\n{}--- pandoc says\n{found}", parts.source, parts.expected);
        }
        let mark = if parts.ours.is_some() { PANDOC } else { BOTH };
        written.push_str(&format!("=== {name}\n{}{mark}{found}", parts.source));
        written.push_str(&parts.ours.map(|ours| format!("{WE}{}\n", ours.trim_end())).unwrap_or_default());
    }
    if update {
        std::fs::write(&file, written).map_err(|error| format!("{CASES}: {error}"))?;
    }
    Ok((count, wrong))
}

struct Parts<'a> {
    source: &'a str,
    expected: &'a str,
    /// What we say and why, where that is something else.
    ours: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(case: &'a str) -> Parts<'a> {
        if let Some((source, expected)) = case.split_once(BOTH) {
            return Parts { source, expected, ours: None };
        }
        match case.split_once(PANDOC) {
            Some((source, rest)) => match rest.split_once(WE) {
                Some((expected, ours)) => Parts { source, expected, ours: Some(ours) },
                None => Parts { source, expected: rest, ours: None },
            },
            None => Parts { source: case, expected: "", ours: None },
        }
    }
}

fn ask(pandoc: &Pandoc, root: &Path, source: &str) -> Result<String, String> {
    let file = root.join("target/validators/case.md");
    std::fs::write(&file, source).map_err(|error| format!("{}: {error}", file.display()))?;
    let answer = pandoc.run(&ASK, &file)?;
    let tree = serde_json::from_str(&answer).map_err(|error| format!("pandoc's JSON: {error}"))?;
    Ok(notation::of(&tree, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_taken_apart() {
        let both = Parts::of("a\n~~~ both say\np: a\n");
        assert_eq!((both.source, both.expected, both.ours), ("a\n", "p: a\n", None));
        let apart = Parts::of("a\n~~~ pandoc says\np: a\n~~~ we say, since b\np: c\n");
        assert_eq!((apart.source, apart.expected, apart.ours), ("a\n", "p: a\n", Some("b\np: c\n")));
    }

    #[test]
    fn a_tree_is_written_as_lines() {
        let tree = serde_json::json!({"blocks": [
            {"t": "Header", "c": [1, ["made-up", [], []], [{"t": "Str", "c": "A"}]]},
            {"t": "BulletList", "c": [[{"t": "Plain", "c": [{"t": "Emph", "c": [{"t": "Str", "c": "b"}]}]}]]}]});
        assert_eq!(notation::of(&tree, "# A"), "heading 1: A\nlist bullet tight\n  item\n    p: emph(b)\n");
    }
}
