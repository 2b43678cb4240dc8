//! PDF: qpdf for the file's structure, page-validation for what its metadata claim. Neither looks at the page.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::install::Tools;
use super::process::{self, Ended, last_lines, within};
use super::verdict::{Finding, Output, Verdict};

/// `qpdf --check` on every file.
pub(crate) fn qpdf(outputs: &[&Output]) -> Vec<Verdict> {
    const NAME: &str = "qpdf";
    process::two_at_a_time(outputs, |_, output| {
        match process::run(within(120, "qpdf").arg("--check").arg(&output.path)) {
            Ok(mut ended) => {
                // Every line names the file, which the report does already.
                ended.stderr = ended.stderr.replace(&format!("{} ", output.path.display()), "");
                Verdict::new(NAME, &output.name, qpdf_findings(&ended))
            }
            Err(message) => Verdict::no_answer(NAME, &output.name, message),
        }
    })
}

/// 0 is clean, 2 errors, 3 warnings. Each warning is a line of its own.
fn qpdf_findings(ended: &Ended) -> Vec<Finding> {
    if ended.code == Some(0) {
        return Vec::new();
    }
    let lines = || ended.stdout.lines().chain(ended.stderr.lines());
    let of = |mark: &'static str, rule: &'static str| {
        lines().filter_map(move |line| Some(Finding::new(rule, line.strip_prefix(mark)?.trim())))
    };
    let findings: Vec<Finding> = of("ERROR: ", "error").chain(of("WARNING: ", "warning")).collect();
    match findings.is_empty() {
        true => vec![Finding::new(format!("exit-{}", ended.code.unwrap_or(-1)), last_lines(&ended.stderr))],
        false => findings,
    }
}

const PAGE_VALIDATION: &str = "page-validation";

/// page-validation on every file that claims something, in one process.
pub(crate) fn page_validation(outputs: &[&Output], tools: &Tools) -> Vec<Verdict> {
    let mut command = within(1800, &tools.python);
    command.arg(tools.assets.join("page_validation.py"));
    let mut claiming: Vec<&Output> = Vec::new();
    let mut silent: Vec<&str> = Vec::new();
    let mut verdicts = Vec::new();
    let claimed = process::two_at_a_time(outputs, |_, output| claims(&output.path));
    for (output, claimed) in outputs.iter().copied().zip(claimed) {
        match claimed {
            Ok(profiles) if profiles.is_empty() => silent.push(&output.name),
            Ok(profiles) => {
                claiming.push(output);
                for profile in profiles {
                    command.arg(profile).arg(&output.path);
                }
            }
            Err(message) => verdicts.push(Verdict::no_answer(PAGE_VALIDATION, &output.name, message)),
        }
    }
    for name in &silent {
        println!("validate: no mark of conformance, so not given to page-validation: {name}");
    }
    if claiming.is_empty() {
        let message = "no PDF carries the mark of PDF/UA or PDF/A, so nothing was validated";
        verdicts.push(Verdict::failed(PAGE_VALIDATION, "all PDFs", "no-mark", message));
        return verdicts;
    }
    match process::run(&mut command) {
        Ok(ended) => verdicts.extend(page_verdicts(&claiming, &ended)),
        Err(message) => {
            verdicts.extend(claiming.iter().map(|output| Verdict::no_answer(PAGE_VALIDATION, &output.name, &message)));
        }
    }
    verdicts
}

/// The profiles that a file claims.
pub(crate) fn claims(path: &Path) -> Result<Vec<String>, String> {
    let ended =
        process::run(within(60, "pdfinfo").arg("-meta").arg(path)).map_err(|error| format!("pdfinfo {error}"))?;
    match ended.code {
        Some(0) => Ok(profiles(&ended.stdout)),
        _ => Err(format!("pdfinfo: {}", last_lines(&ended.stderr))),
    }
}

/// The profiles that a file's XMP claims: PDF/UA-1 (ISO 14289-1, clause 5) and PDF/A (ISO 19005, "version and
/// conformance level identification"). A claim that page-validation has no profile for is passed on, and fails there.
fn profiles(xmp: &str) -> Vec<String> {
    let mut profiles = Vec::new();
    if let Some(part) = property(xmp, "pdfuaid:part") {
        profiles.push(format!("ua{part}"));
    }
    if let Some(part) = property(xmp, "pdfaid:part") {
        let level = property(xmp, "pdfaid:conformance").unwrap_or_default();
        profiles.push(format!("{part}{}", level.to_lowercase()));
    }
    profiles
}

/// A property of XMP's RDF, as an element or as an attribute.
fn property<'a>(xmp: &'a str, name: &str) -> Option<&'a str> {
    let after = |open: &str| xmp.split_once(open).map(|(_, after)| after);
    let element = after(&format!("<{name}>")).and_then(|after| after.split('<').next());
    let attribute = || after(&format!("{name}=\"")).and_then(|after| after.split('"').next());
    element.or_else(attribute).map(str::trim)
}

/// One line of `page_validation.py`.
#[derive(Deserialize)]
struct Answer {
    file: String,
    profile: String,
    #[serde(default)]
    failures: Vec<Failure>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Failure {
    rule: String,
    message: String,
}

fn page_verdicts(outputs: &[&Output], ended: &Ended) -> Vec<Verdict> {
    let mut answers: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for answer in ended.stdout.lines().filter_map(|line| serde_json::from_str::<Answer>(line).ok()) {
        let Answer { file, profile, failures, error } = answer;
        let findings = answers.entry(file).or_default();
        findings.extend(failures.into_iter().map(|failure| Finding::new(failure.rule, failure.message)));
        findings.extend(error.map(|error| Finding::new(format!("profile-{profile}"), error)));
    }
    outputs
        .iter()
        .map(|output| match answers.remove(output.path.to_string_lossy().as_ref()) {
            Some(findings) => Verdict::new(PAGE_VALIDATION, &output.name, findings),
            None => Verdict::no_answer(PAGE_VALIDATION, &output.name, last_lines(&ended.stderr)),
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
    fn qpdf_warnings_are_findings_one_by_one() {
        assert_eq!(qpdf_findings(&ended(0, "checking a.pdf\nNo syntax or stream encoding errors found", "")), []);
        let findings = qpdf_findings(&ended(
            3,
            "checking a.pdf\n",
            "WARNING: a.pdf (object 6 0): expected endstream\nWARNING: a.pdf: recovered\nqpdf: operation succeeded with warnings\n",
        ));
        assert_eq!(
            findings,
            [
                Finding::new("warning", "a.pdf (object 6 0): expected endstream"),
                Finding::new("warning", "a.pdf: recovered")
            ]
        );
    }

    #[test]
    fn qpdf_never_passes_a_file_by_saying_nothing() {
        assert_eq!(
            qpdf_findings(&ended(2, "", "qpdf: a.pdf: not a PDF file\n"))[0],
            Finding::new("exit-2", "qpdf: a.pdf: not a PDF file")
        );
    }

    #[test]
    fn claims_are_read_from_elements_and_attributes() {
        assert_eq!(profiles("<pdfuaid:part>1</pdfuaid:part>"), ["ua1"]);
        assert_eq!(
            profiles("<rdf:Description pdfuaid:part=\"1\" pdfaid:part=\"2\" pdfaid:conformance=\"A\"/>"),
            ["ua1", "2a"]
        );
        assert_eq!(profiles("<pdfaid:part> 4 </pdfaid:part>"), ["4"]);
        assert_eq!(profiles("<dc:title>pdfuaid</dc:title>"), [""; 0]);
    }

    #[test]
    fn answers_are_given_to_their_files() {
        let output = |name: &str| Output {
            format: Format::Pdf,
            name: name.into(),
            path: name.into(),
            whole: false,
            source: None,
        };
        let (a, b, c) = (output("a.pdf"), output("b.pdf"), output("c.pdf"));
        let lines = r#"{"file": "b.pdf", "profile": "ua1", "failures": [{"rule": "R", "message": "m"}]}
{"file": "a.pdf", "profile": "ua1", "failures": []}
{"file": "a.pdf", "profile": "4", "error": "no such profile"}
"#;
        let verdicts = page_verdicts(&[&a, &b, &c], &ended(1, lines, "Traceback\nSomething\n"));
        assert_eq!(verdicts[0].findings, [Finding::new("profile-4", "no such profile")]);
        assert_eq!(verdicts[1].findings, [Finding::new("R", "m")]);
        assert_eq!(verdicts[2].findings, [Finding::new("no-answer", "Traceback\nSomething")]);
    }
}
