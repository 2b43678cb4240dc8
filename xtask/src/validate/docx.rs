//! DOCX: ooxml-integrity and openxml-audit, each of which sees what the other does not, and python-docx. LibreOffice has
//! a file of its own; what Word itself makes of a DOCX, nobody here can say.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::install::Tools;
use super::process::{self, Ended, last_lines, within};
use super::verdict::{Finding, Output, Verdict};

const INTEGRITY: &str = "ooxml-integrity";

/// ooxml-integrity on every file, warnings as failures.
pub(crate) fn ooxml_integrity(outputs: &[&Output], tools: &Tools) -> Vec<Verdict> {
    process::two_at_a_time(outputs, |_, output| {
        let mut command = within(300, tools.python.with_file_name("ooxml-integrity"));
        command.args(["check", "--fail-on", "warn", "--no-config", "--json"]).arg(&output.path);
        match process::run(&mut command) {
            Ok(ended) => Verdict::new(INTEGRITY, &output.name, integrity_findings(&ended)),
            Err(message) => Verdict::no_answer(INTEGRITY, &output.name, message),
        }
    })
}

#[derive(Deserialize)]
struct IntegrityReport {
    files: Vec<IntegrityFile>,
}

#[derive(Deserialize)]
struct IntegrityFile {
    findings: Vec<IntegrityFinding>,
}

#[derive(Deserialize)]
struct IntegrityFinding {
    code: String,
    severity: String,
    message: String,
    part: Option<String>,
    #[serde(rename = "where")]
    place: Option<String>,
}

fn integrity_findings(ended: &Ended) -> Vec<Finding> {
    let report = match serde_json::from_str::<IntegrityReport>(&ended.stdout) {
        Ok(report) if !report.files.is_empty() => report,
        Ok(_) => return vec![Finding::new("no-answer", "the report names no file")],
        Err(error) => {
            return vec![Finding::new("no-answer", format!("{error}: {}", last_lines(&ended.stderr)))];
        }
    };
    let findings: Vec<Finding> = report
        .files
        .into_iter()
        .flat_map(|file| file.findings)
        .filter(|finding| finding.severity != "info")
        .map(|finding| {
            let place = finding.part.or(finding.place).unwrap_or_default();
            Finding::new(finding.code, format!("{place}: {}", finding.message))
        })
        .collect();
    or_its_exit_code(findings, ended)
}

const AUDIT: &str = "openxml-audit";

/// openxml-audit on every file.
pub(crate) fn openxml_audit(outputs: &[&Output], tools: &Tools) -> Vec<Verdict> {
    process::two_at_a_time(outputs, |_, output| {
        let mut command = within(300, tools.python.with_file_name("openxml-audit"));
        command.args(["--format", "microsoft365", "--max-errors", "0", "--output", "json"]).arg(&output.path);
        match process::run(&mut command) {
            Ok(ended) => Verdict::new(AUDIT, &output.name, audit_findings(&ended)),
            Err(message) => Verdict::no_answer(AUDIT, &output.name, message),
        }
    })
}

#[derive(Deserialize)]
struct AuditFile {
    error_count: usize,
    #[serde(default)]
    errors: Vec<AuditError>,
}

#[derive(Deserialize)]
struct AuditError {
    #[serde(rename = "type")]
    kind: String,
    description: String,
    part_uri: Option<String>,
    path: Option<String>,
}

fn audit_findings(ended: &Ended) -> Vec<Finding> {
    let report = match serde_json::from_str::<Vec<AuditFile>>(&ended.stdout) {
        Ok(report) if !report.is_empty() => report,
        Ok(_) => return vec![Finding::new("no-answer", "the report names no file")],
        Err(error) => {
            return vec![Finding::new("no-answer", format!("{error}: {}", last_lines(&ended.stderr)))];
        }
    };
    let counted: usize = report.iter().map(|file| file.error_count).sum();
    let findings: Vec<Finding> = report
        .into_iter()
        .flat_map(|file| file.errors)
        .map(|error| {
            let place = [error.part_uri, error.path].into_iter().flatten().collect::<String>();
            Finding::new(error.kind, format!("{place}: {}", error.description))
        })
        .collect();
    match findings.is_empty() && counted > 0 {
        true => vec![Finding::new("count", format!("{counted} errors are counted and none is named"))],
        false => or_its_exit_code(findings, ended),
    }
}

/// A program that names nothing and yet does not exit 0 has found something.
fn or_its_exit_code(findings: Vec<Finding>, ended: &Ended) -> Vec<Finding> {
    match (findings.is_empty(), ended.code) {
        (true, Some(0)) | (false, _) => findings,
        (true, code) => vec![Finding::new(format!("exit-{}", code.unwrap_or(-1)), last_lines(&ended.stderr))],
    }
}

const PYTHON_DOCX: &str = "python-docx";

/// python-docx opens every file and reads its text, in one process.
pub(crate) fn python_docx(outputs: &[&Output], tools: &Tools) -> Vec<Verdict> {
    let mut command = within(1800, &tools.python);
    command.arg(tools.assets.join("docx_open.py")).args(outputs.iter().map(|output| &output.path));
    match process::run(&mut command) {
        Ok(ended) => opened(outputs, &ended),
        Err(message) => outputs.iter().map(|output| Verdict::no_answer(PYTHON_DOCX, &output.name, &message)).collect(),
    }
}

/// One line of `docx_open.py`.
#[derive(Deserialize)]
struct Opened {
    file: String,
    error: Option<String>,
}

fn opened(outputs: &[&Output], ended: &Ended) -> Vec<Verdict> {
    let mut answers: BTreeMap<String, Option<String>> = ended
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Opened>(line).ok())
        .map(|Opened { file, error }| (file, error))
        .collect();
    outputs
        .iter()
        .map(|output| match answers.remove(output.path.to_string_lossy().as_ref()) {
            Some(None) => Verdict::new(PYTHON_DOCX, &output.name, Vec::new()),
            Some(Some(error)) => Verdict::failed(PYTHON_DOCX, &output.name, "open", error),
            None => Verdict::no_answer(PYTHON_DOCX, &output.name, last_lines(&ended.stderr)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::verdict::Format;

    fn ended(code: i32, stdout: &str, stderr: &str) -> Ended {
        Ended { code: Some(code), stdout: stdout.into(), stderr: stderr.into() }
    }

    #[test]
    fn integrity_errors_and_warnings_are_findings() {
        let report = r#"{"files": [{"path": "a.docx", "findings": [
            {"code": "CMT001", "severity": "error", "message": "open range", "part": "word/document.xml"},
            {"code": "SPC001", "severity": "warn", "message": "no space kept", "where": "/w:document"},
            {"code": "INF001", "severity": "info", "message": "a remark"}], "suppressed": []}]}"#;
        assert_eq!(
            integrity_findings(&ended(1, report, "")),
            [
                Finding::new("CMT001", "word/document.xml: open range"),
                Finding::new("SPC001", "/w:document: no space kept")
            ]
        );
    }

    #[test]
    fn audit_errors_are_findings() {
        let report = r#"[{"file": "a.docx", "valid": false, "error_count": 1, "errors": [
            {"type": "schema", "severity": "error", "description": "Unexpected element 'pPr' found",
             "part_uri": "/word/document.xml", "path": "/document[1]/p[2]", "node": "pPr"}]}]"#;
        assert_eq!(
            audit_findings(&ended(1, report, "")),
            [Finding::new("schema", "/word/document.xml/document[1]/p[2]: Unexpected element 'pPr' found")]
        );
        assert_eq!(audit_findings(&ended(1, r#"[{"error_count": 2}]"#, ""))[0].rule, "count");
    }

    #[test]
    fn neither_passes_a_file_by_saying_nothing() {
        let (clean, audited) = (r#"{"files": [{"findings": []}]}"#, r#"[{"error_count": 0, "errors": []}]"#);
        assert_eq!(integrity_findings(&ended(0, clean, "")), []);
        assert_eq!(audit_findings(&ended(0, audited, "")), []);
        assert_eq!(integrity_findings(&ended(2, clean, "odd"))[0].rule, "exit-2");
        assert_eq!(audit_findings(&ended(1, audited, "odd"))[0].rule, "exit-1");
        for nothing in ["", "[]", r#"{"files": []}"#] {
            assert_eq!(integrity_findings(&ended(0, nothing, ""))[0].rule, "no-answer");
            assert_eq!(audit_findings(&ended(0, nothing, ""))[0].rule, "no-answer");
        }
    }

    #[test]
    fn a_file_that_python_docx_did_not_reach_has_no_answer() {
        let output = |name: &str| Output {
            format: Format::Docx,
            name: name.into(),
            path: name.into(),
            whole: false,
            source: None,
        };
        let (a, b, c) = (output("a.docx"), output("b.docx"), output("c.docx"));
        let lines = "{\"file\": \"a.docx\", \"error\": null}\n{\"file\": \"b.docx\", \"error\": \"KeyError: x\"}\n";
        let verdicts = opened(&[&a, &b, &c], &ended(1, lines, "Killed\n"));
        assert_eq!(verdicts[0].findings, []);
        assert_eq!(verdicts[1].findings, [Finding::new("open", "KeyError: x")]);
        assert_eq!(verdicts[2].findings, [Finding::new("no-answer", "Killed")]);
    }
}
