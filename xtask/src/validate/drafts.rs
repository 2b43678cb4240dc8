//! Drafts that nobody has edited come home without a change: the DOCX as it was written, and as LibreOffice saves it
//! again. Edits are another file's business.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::install::Tools;
use super::libreoffice;
use super::process::{self, Ended, last_lines, within};
use super::verdict::{Finding, Output, Verdict};

const STRAIGHT: &str = "draft-straight";
const SAVED: &str = "draft-saved";

/// Reading a real book and making its draft anew takes seconds; this only ends what hangs.
const SECONDS: u32 = 300;

/// Every output is merged into its source.
pub(crate) fn straight(outputs: &[&Output], chapbook: &Path) -> Vec<Verdict> {
    process::two_at_a_time(&of_sources(outputs), |_, (output, source)| {
        verdict(STRAIGHT, output, unedited(chapbook, &output.path, source))
    })
}

/// Every output is saved by LibreOffice, and what it made is merged into the source.
pub(crate) fn saved(outputs: &[&Output], chapbook: &Path, tools: &Tools) -> Vec<Verdict> {
    let jobs: Vec<(usize, (&Output, &Path))> = of_sources(outputs).into_iter().enumerate().collect();
    process::two_at_a_time(&jobs, |worker, (index, (output, source))| {
        let folder = tools.scratch.join(format!("draft-saved-{index}"));
        let findings = libreoffice::save(&output.path, &folder, &libreoffice::profile(tools, worker));
        verdict(SAVED, output, findings.and_then(|draft| unedited(chapbook, &draft, source)))
    })
}

/// A file that was given by name has no source that is known.
fn of_sources<'a>(outputs: &[&'a Output]) -> Vec<(&'a Output, &'a Path)> {
    outputs.iter().filter_map(|output| Some((*output, output.source.as_deref()?))).collect()
}

fn verdict(check: &'static str, output: &Output, findings: Result<Vec<Finding>, String>) -> Verdict {
    match findings {
        Ok(findings) => Verdict::new(check, &output.name, findings),
        Err(message) => Verdict::no_answer(check, &output.name, message),
    }
}

fn unedited(chapbook: &Path, draft: &Path, source: &Path) -> Result<Vec<Finding>, String> {
    Ok(told(&merge(chapbook, draft, source, &["--json"])?))
}

/// What a merge would do, as the command tells it; nothing is written.
pub(crate) fn merge(chapbook: &Path, draft: &Path, source: &Path, more: &[&str]) -> Result<Ended, String> {
    let mut command = within(SECONDS, chapbook);
    command.arg("merge").arg(draft).arg("--into").arg(source).arg("--dry-run").args(more);
    process::run(&mut command)
}

#[derive(Deserialize)]
struct Merged {
    files: Vec<PathBuf>,
    drafts: Vec<Draft>,
}

#[derive(Deserialize)]
struct Draft {
    changes: Vec<Change>,
    conflicts: Vec<Conflict>,
}

#[derive(Deserialize)]
struct Change {
    kind: String,
    was: String,
    is: String,
}

#[derive(Deserialize)]
struct Conflict {
    line: usize,
    ours: String,
    theirs: String,
}

/// A draft without an edit gives an exit code of 0, no change, no conflict and no changed file.
fn told(ended: &Ended) -> Vec<Finding> {
    let Merged { files, drafts } = match serde_json::from_str(&ended.stdout) {
        Ok(merged) => merged,
        Err(error) => {
            let code = ended.code.unwrap_or(-1);
            return vec![Finding::new(format!("exit-{code}"), format!("{error}: {}", last_lines(&ended.stderr)))];
        }
    };
    let mut findings = Vec::new();
    if drafts.is_empty() {
        findings.push(Finding::new("no-answer", "the report names no draft"));
    }
    for Draft { changes, conflicts } in drafts {
        for Change { kind, was, is } in changes {
            findings.push(Finding::new(kind, format!("“{}” became “{}”", short(&was), short(&is))));
        }
        for Conflict { line, ours, theirs } in conflicts {
            let message = format!("line {line}: “{}” against “{}”", short(&ours), short(&theirs));
            findings.push(Finding::new("conflict", message));
        }
    }
    findings.extend(files.iter().map(|file| Finding::new("file", format!("{} would change", file.display()))));
    match (findings.is_empty(), ended.code) {
        (true, Some(0)) | (false, _) => findings,
        (true, code) => vec![Finding::new(format!("exit-{}", code.unwrap_or(-1)), last_lines(&ended.stderr))],
    }
}

/// Enough of a text to know it again.
fn short(text: &str) -> String {
    const LETTERS: usize = 100;
    match text.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(code: i32, stdout: &str) -> Vec<Finding> {
        told(&Ended { code: Some(code), stdout: stdout.into(), stderr: "error: odd\n".into() })
    }

    #[test]
    fn a_draft_without_an_edit_passes() {
        let nothing =
            r#"{"files": [], "drafts": [{"draft": "a.docx", "changes": [], "tracked": [], "conflicts": []}]}"#;
        assert_eq!(findings(0, nothing), []);
        assert_eq!(findings(1, nothing), [Finding::new("exit-1", "error: odd")]);
    }

    #[test]
    fn changes_conflicts_and_files_are_findings() {
        let merged = r#"{"files": ["a.md"], "drafts": [{"draft": "a.docx",
            "changes": [{"kind": "edited", "file": "a.md", "at": 3, "was": "x", "is": "y"}],
            "conflicts": [{"file": "a.md", "line": 7, "base": "b", "ours": "o", "theirs": "t"}]}]}"#;
        assert_eq!(
            findings(1, merged),
            [
                Finding::new("edited", "“x” became “y”"),
                Finding::new("conflict", "line 7: “o” against “t”"),
                Finding::new("file", "a.md would change"),
            ]
        );
    }

    #[test]
    fn no_report_is_no_pass() {
        assert_eq!(findings(0, "")[0].rule, "exit-0");
        assert_eq!(findings(0, r#"{"files": [], "drafts": []}"#)[0].rule, "no-answer");
    }

    #[test]
    fn a_long_text_is_shortened_between_letters() {
        assert_eq!(short("über"), "über");
        assert_eq!(short(&"ü".repeat(101)), format!("{}…", "ü".repeat(100)));
    }
}
