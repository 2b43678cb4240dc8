//! The named exceptions of `xtask/exceptions.toml`: findings that were proved false.

use std::path::Path;

use serde::Deserialize;

use super::verdict::{Finding, Verdict};

/// One entry of the file, which says what each field means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exception {
    /// The validator that errs.
    pub(crate) validator: String,
    /// The rule by which it errs.
    pub(crate) rule: String,
    /// Words that its message must hold.
    message: Option<String>,
    /// Words that the file's path must hold.
    file: Option<String>,
    /// Another validator that must have found nothing in the same file.
    cleared_by: Option<String>,
    /// Why the finding is false.
    proof: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    #[serde(default)]
    exception: Vec<Exception>,
}

/// Reads the file. An entry without a proof is refused.
pub(crate) fn read(path: &Path) -> Result<Vec<Exception>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse(&text).map_err(|message| format!("{}: {message}", path.display()))
}

fn parse(text: &str) -> Result<Vec<Exception>, String> {
    let Page { exception } = toml::from_str(text).map_err(|error| error.to_string())?;
    match exception.iter().find(|exception| exception.proof.trim().is_empty()) {
        Some(bare) => Err(format!("the exception to {} {} has an empty proof", bare.validator, bare.rule)),
        None => Ok(exception),
    }
}

/// What is left of the verdicts, how many findings were excepted, and the exceptions that matched nothing although
/// their validator ran.
#[derive(Debug)]
pub(crate) struct Applied {
    /// The verdicts without excepted findings.
    pub(crate) verdicts: Vec<Verdict>,
    /// For each verdict the number of findings that an exception took.
    pub(crate) excepted: Vec<usize>,
    /// Exceptions to look at.
    pub(crate) stale: Vec<Exception>,
}

/// Takes the excepted findings out of the verdicts.
pub(crate) fn apply(verdicts: Vec<Verdict>, exceptions: &[Exception]) -> Applied {
    let mut used = vec![false; exceptions.len()];
    let mut excepted = Vec::with_capacity(verdicts.len());
    let mut left = Vec::with_capacity(verdicts.len());
    for verdict in &verdicts {
        let mut kept = Vec::new();
        for finding in &verdict.findings {
            match exceptions.iter().position(|exception| takes(exception, verdict, finding, &verdicts)) {
                Some(at) => used[at] = true,
                None => kept.push(finding.clone()),
            }
        }
        excepted.push(verdict.findings.len() - kept.len());
        left.push(Verdict::new(verdict.validator, verdict.file.clone(), kept));
    }
    let ran = |exception: &Exception| verdicts.iter().any(|verdict| verdict.validator == exception.validator);
    let stale = exceptions
        .iter()
        .zip(used)
        .filter(|(exception, used)| !used && ran(exception))
        .map(|(exception, _)| exception.clone())
        .collect();
    Applied { verdicts: left, excepted, stale }
}

fn takes(exception: &Exception, verdict: &Verdict, finding: &Finding, all: &[Verdict]) -> bool {
    let Exception { validator, rule, message, file, cleared_by, proof: _ } = exception;
    let silent = |witness: &str| {
        all.iter().any(|other| other.validator == witness && other.file == verdict.file && other.findings.is_empty())
    };
    *validator == verdict.validator
        && *rule == finding.rule
        && message.as_ref().is_none_or(|words| finding.message.contains(words))
        && file.as_ref().is_none_or(|words| verdict.file.contains(words))
        && cleared_by.as_ref().is_none_or(|witness| silent(witness))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const ENTRY: &str =
        "[[exception]]\nvalidator = \"page-validation\"\nrule = \"R1\"\nproof = \"Lengths are right.\"\n";

    pub(crate) fn exceptions(more: &str) -> Vec<Exception> {
        parse(&format!("{ENTRY}{more}")).unwrap()
    }

    fn verdicts() -> Vec<Verdict> {
        vec![
            Verdict::new("qpdf", "a.pdf", vec![]),
            Verdict::failed("qpdf", "b.pdf", "warning", "odd"),
            Verdict::failed("page-validation", "a.pdf", "R1", "length of 3"),
            Verdict::new("page-validation", "b.pdf", vec![Finding::new("R1", "length of 4"), Finding::new("R2", "x")]),
        ]
    }

    fn counts(more: &str) -> (Vec<usize>, usize) {
        let applied = apply(verdicts(), &exceptions(more));
        (applied.excepted, applied.stale.len())
    }

    #[test]
    fn a_rule_is_excepted_and_the_rest_is_kept() {
        let applied = apply(verdicts(), &exceptions(""));
        assert_eq!(applied.excepted, [0, 0, 1, 1]);
        assert_eq!(applied.verdicts[2].findings, []);
        assert_eq!(applied.verdicts[3].findings, [Finding::new("R2", "x")]);
        assert!(applied.stale.is_empty());
    }

    #[test]
    fn words_narrow_an_exception() {
        assert_eq!(counts("message = \"of 4\"\n"), (vec![0, 0, 0, 1], 0));
        assert_eq!(counts("file = \"a.\"\n"), (vec![0, 0, 1, 0], 0));
    }

    #[test]
    fn a_witness_must_have_run_and_been_silent() {
        assert_eq!(counts("cleared_by = \"qpdf\"\n"), (vec![0, 0, 1, 0], 0));
        assert_eq!(counts("cleared_by = \"nobody\"\n"), (vec![0, 0, 0, 0], 1));
    }

    #[test]
    fn an_exception_that_matches_nothing_is_stale_once_its_validator_ran() {
        assert_eq!(counts("message = \"never\"\n"), (vec![0, 0, 0, 0], 1));
        let applied = apply(vec![Verdict::new("qpdf", "a.pdf", vec![])], &exceptions(""));
        assert!(applied.stale.is_empty());
    }

    #[test]
    fn an_entry_needs_a_proof_and_no_unknown_key() {
        assert!(parse(&ENTRY.replace("Lengths are right.", " ")).unwrap_err().contains("empty proof"));
        assert!(parse(&ENTRY.replace("proof", "prof")).is_err());
        assert!(parse(&ENTRY.replace("rule = \"R1\"\n", "")).is_err());
        assert_eq!(parse("# nothing\n").unwrap().len(), 0);
    }

    #[test]
    fn the_file_in_the_repository_can_be_read() {
        assert!(parse(include_str!("../../exceptions.toml")).is_ok());
    }
}
