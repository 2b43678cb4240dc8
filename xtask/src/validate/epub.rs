//! EPUB: EPUBCheck, which is the gate, epubcheck-ts, which found what EPUBCheck leaves out, and Ace for
//! accessibility. Warnings are failures; remarks on use are not.

use std::path::Path;

use serde::Deserialize;

use super::install::Tools;
use super::process::{self, Ended, last_lines, within};
use super::verdict::{Finding, Output, Verdict};

const EPUBCHECK_TS: &str = "epubcheck-ts";

/// epubcheck-ts on every file.
pub(crate) fn epubcheck_ts(outputs: &[&Output], tools: &Tools) -> Vec<Verdict> {
    process::two_at_a_time(outputs, |_, output| {
        let mut command = within(300, tools.node.join("epubcheck-ts"));
        command.args(["--fail-on-warnings", "--quiet", "--json", "-"]).arg(&output.path);
        match process::run(&mut command) {
            Ok(ended) => Verdict::new(EPUBCHECK_TS, &output.name, ts_findings(&ended)),
            Err(message) => Verdict::no_answer(EPUBCHECK_TS, &output.name, message),
        }
    })
}

#[derive(Deserialize)]
struct TsReport {
    messages: Vec<TsMessage>,
}

#[derive(Deserialize)]
struct TsMessage {
    #[serde(rename = "ID")]
    id: String,
    severity: String,
    message: String,
    #[serde(default)]
    locations: Vec<TsLocation>,
}

#[derive(Deserialize)]
struct TsLocation {
    path: String,
}

fn ts_findings(ended: &Ended) -> Vec<Finding> {
    let report = match serde_json::from_str::<TsReport>(&ended.stdout) {
        Ok(report) => report,
        Err(error) => {
            return vec![Finding::new("no-answer", format!("{error}: {}", last_lines(&ended.stderr)))];
        }
    };
    let findings: Vec<Finding> = report
        .messages
        .iter()
        .filter(|message| is_failure(&message.severity))
        .map(|message| {
            let place = message.locations.first().map_or("", |location| &location.path);
            Finding::new(&message.id, format!("{place}: {}", message.message.trim()))
        })
        .collect();
    match (findings.is_empty(), ended.code) {
        (true, Some(0)) | (false, _) => findings,
        (true, code) => vec![Finding::new(format!("exit-{}", code.unwrap_or(-1)), last_lines(&ended.stderr))],
    }
}

/// Both checkers name the same severities, in other letters.
fn is_failure(severity: &str) -> bool {
    ["fatal", "error", "warning"].iter().any(|name| severity.eq_ignore_ascii_case(name))
}

const EPUBCHECK: &str = "epubcheck";

/// EPUBCheck over all files in one JVM, by `EpubBatch.java`.
pub(crate) fn epubcheck(outputs: &[&Output], tools: &Tools) -> Vec<Verdict> {
    let mut command = within(1800, "java");
    command.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", &tools.class_path, "EpubBatch"]);
    command.args(outputs.iter().map(|output| &output.path));
    match process::run(&mut command) {
        Ok(ended) => outputs
            .iter()
            .map(|output| Verdict::new(EPUBCHECK, &output.name, batch_findings(&output.path.to_string_lossy(), &ended)))
            .collect(),
        Err(message) => outputs.iter().map(|output| Verdict::no_answer(EPUBCHECK, &output.name, &message)).collect(),
    }
}

/// The findings of one file among the lines of the batch. A file without a `done` line was not checked to its end.
fn batch_findings(file: &str, ended: &Ended) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut counted = None;
    for line in ended.stdout.lines() {
        match line.split('\t').collect::<Vec<_>>().as_slice() {
            ["message", of, severity, rule, place, text] if *of == file && is_failure(severity) => {
                findings.push(Finding::new(*rule, format!("{place}: {text}")));
            }
            ["crash", of, text] if *of == file => findings.push(Finding::new("crash", *text)),
            ["done", of, counts @ ..] if *of == file => {
                counted = Some(counts.iter().filter_map(|count| count.parse::<usize>().ok()).sum::<usize>());
            }
            _other => (),
        }
    }
    match counted {
        Some(counted) if counted > 0 && findings.is_empty() => {
            findings.push(Finding::new("count", format!("{counted} findings are counted and none is named")));
        }
        None if findings.is_empty() => findings.push(Finding::new("no-answer", last_lines(&ended.stderr))),
        Some(_) | None => (),
    }
    findings
}

const ACE: &str = "ace";

/// Ace on the examples and the joined book: it starts a browser for each.
pub(crate) fn ace(outputs: &[&Output], tools: &Tools) -> Vec<Verdict> {
    let jobs: Vec<(usize, &Output)> = outputs.iter().copied().enumerate().collect();
    process::two_at_a_time(&jobs, |_, (index, output)| {
        let folder = tools.scratch.join(format!("ace-{index}"));
        let mut command = within(600, tools.node.join("ace-cli"));
        command.args(["--exiterror2", "--silent", "--force", "--outdir"]).arg(&folder).arg(&output.path);
        command.env("PUPPETEER_EXECUTABLE_PATH", "chromium");
        if let Some(chromium) = chromium() {
            command.env("PUPPETEER_EXECUTABLE_PATH", chromium);
        }
        // The default of 5 s is too short for a browser on a busy machine.
        command.env("ACE_TIMEOUT_INITIAL", "60000");
        match process::run(&mut command) {
            Ok(ended) => Verdict::new(ACE, &output.name, ace_findings(&folder.join("report.json"), &ended)),
            Err(message) => Verdict::no_answer(ACE, &output.name, message),
        }
    })
}

/// Puppeteer wants a path, not a name.
fn chromium() -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("chromium")).find(|file| file.is_file())
}

fn ace_findings(report: &Path, ended: &Ended) -> Vec<Finding> {
    let text = match std::fs::read_to_string(report) {
        Ok(text) => text,
        Err(_) => {
            return vec![Finding::new("no-answer", last_lines(&format!("{}{}", ended.stdout, ended.stderr)))];
        }
    };
    let findings = match serde_json::from_str::<AceReport>(&text) {
        Ok(report) => assertions(&report),
        Err(error) => vec![Finding::new("no-answer", error.to_string())],
    };
    match (findings.is_empty(), ended.code) {
        (true, Some(0)) | (false, _) => findings,
        (true, code) => vec![Finding::new(format!("exit-{}", code.unwrap_or(-1)), last_lines(&ended.stderr))],
    }
}

/// The parts of Ace's report (an EARL report in JSON-LD) that are read here.
#[derive(Deserialize)]
struct AceReport {
    assertions: Vec<AceSubject>,
}

#[derive(Deserialize)]
struct AceSubject {
    #[serde(rename = "earl:testSubject")]
    subject: AceFile,
    assertions: Vec<AceAssertion>,
}

#[derive(Deserialize)]
struct AceFile {
    url: String,
}

#[derive(Deserialize)]
struct AceAssertion {
    #[serde(rename = "earl:test")]
    test: AceTest,
    #[serde(rename = "earl:result")]
    result: AceResult,
}

#[derive(Deserialize)]
struct AceTest {
    #[serde(rename = "dct:title")]
    title: String,
    #[serde(rename = "earl:impact")]
    impact: Option<String>,
}

#[derive(Deserialize)]
struct AceResult {
    #[serde(rename = "earl:outcome")]
    outcome: String,
    #[serde(rename = "dct:description")]
    description: Option<String>,
    html: Option<String>,
}

fn assertions(report: &AceReport) -> Vec<Finding> {
    let mut findings = Vec::new();
    for AceSubject { subject, assertions } in &report.assertions {
        for AceAssertion { test, result } in assertions.iter().filter(|assertion| assertion.result.outcome == "fail") {
            let impact = test.impact.as_deref().unwrap_or("no impact given");
            let words = [&result.description, &result.html].into_iter().flatten().map(|words| words.trim());
            let message = words.collect::<Vec<_>>().join("\n");
            findings.push(Finding::new(&test.title, format!("{} ({impact}): {message}", subject.url)));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(code: i32, stdout: &str, stderr: &str) -> Ended {
        Ended { code: Some(code), stdout: stdout.into(), stderr: stderr.into() }
    }

    #[test]
    fn epubcheck_ts_errors_and_warnings_are_findings() {
        let report = r#"{"messages": [
            {"ID": "RSC-012", "severity": "error", "message": "no fragment\n", "locations": [{"path": "c.xhtml", "line": 1}]},
            {"ID": "PKG-010", "severity": "warning", "message": "a space"},
            {"ID": "ACC-001", "severity": "usage", "message": "a remark"}]}"#;
        assert_eq!(
            ts_findings(&ended(1, report, "")),
            [Finding::new("RSC-012", "c.xhtml: no fragment"), Finding::new("PKG-010", ": a space")]
        );
    }

    #[test]
    fn epubcheck_ts_never_passes_a_file_by_saying_nothing() {
        let clean = r#"{"messages": []}"#;
        assert_eq!(ts_findings(&ended(0, clean, "")), []);
        assert_eq!(ts_findings(&ended(2, clean, "odd"))[0].rule, "exit-2");
        assert_eq!(ts_findings(&ended(0, "", "odd"))[0].rule, "no-answer");
    }

    #[test]
    fn the_batch_is_read_file_by_file() {
        let lines = "noise\nmessage\ta.epub\tERROR\tRSC-005\tp.opf:3\tno title\nmessage\ta.epub\tUSAGE\tACC-001\tp\tx\n\
                     done\ta.epub\t0\t1\t0\nmessage\tb.epub\tINFO\tPKG-0\tp\tx\ndone\tb.epub\t0\t0\t0\ncrash\tc.epub\tNull\n";
        let findings = |file| batch_findings(file, &ended(0, lines, "odd"));
        assert_eq!(findings("a.epub"), [Finding::new("RSC-005", "p.opf:3: no title")]);
        assert_eq!(findings("b.epub"), []);
        assert_eq!(findings("c.epub"), [Finding::new("crash", "Null")]);
        assert_eq!(findings("d.epub"), [Finding::new("no-answer", "odd")]);
        let counted = batch_findings("a.epub", &ended(0, "done\ta.epub\t0\t2\t0\n", ""));
        assert_eq!(counted[0].rule, "count");
    }

    #[test]
    fn failed_assertions_of_ace_are_findings() {
        let report = r#"{"earl:result": {"earl:outcome": "fail"}, "assertions": [
            {"earl:testSubject": {"url": "c1.xhtml"}, "assertions": [
                {"earl:test": {"dct:title": "html-has-lang", "earl:impact": "serious"},
                 "earl:result": {"earl:outcome": "fail", "dct:description": "Fix it", "html": "<html>"}},
                {"earl:test": {"dct:title": "image-alt", "earl:impact": "critical"},
                 "earl:result": {"earl:outcome": "pass"}}]},
            {"earl:testSubject": {"url": "c2.xhtml"}, "assertions": []}]}"#;
        let report: AceReport = serde_json::from_str(report).unwrap();
        assert_eq!(assertions(&report), [Finding::new("html-has-lang", "c1.xhtml (serious): Fix it\n<html>")]);
    }

    #[test]
    fn ace_never_passes_a_file_by_saying_nothing() {
        assert_eq!(ace_findings(Path::new("no/such/report.json"), &ended(0, "", "odd"))[0].rule, "no-answer");
    }
}
