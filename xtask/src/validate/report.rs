//! The report: findings by file, the exceptions, a table of counts, and `N passed, N failed` alone on the last line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::exceptions::{self, Applied, Exception};
use super::verdict::Verdict;

/// Everything that was said, ready to be printed.
pub(crate) struct Report {
    applied: Applied,
}

/// How often a validator passed and failed.
#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    excepted: usize,
}

impl Report {
    /// The report of some verdicts, in which exceptions hold.
    pub(crate) fn new(verdicts: Vec<Verdict>, exceptions: &[Exception]) -> Report {
        Report { applied: exceptions::apply(verdicts, exceptions) }
    }

    /// How many verdicts have findings left. A run without any verdict has failed.
    pub(crate) fn failed(&self) -> usize {
        let verdicts = &self.applied.verdicts;
        verdicts.iter().filter(|verdict| !verdict.findings.is_empty()).count() + usize::from(verdicts.is_empty())
    }

    fn passed(&self) -> usize {
        self.applied.verdicts.iter().filter(|verdict| verdict.findings.is_empty()).count()
    }

    /// By validator, in the order in which they ran.
    fn counts(&self) -> Vec<(&'static str, Counts)> {
        let mut counts: Vec<(&'static str, Counts)> = Vec::new();
        for (verdict, excepted) in self.applied.verdicts.iter().zip(&self.applied.excepted) {
            let at = counts.iter().position(|(name, _)| *name == verdict.validator).unwrap_or(counts.len());
            if at == counts.len() {
                counts.push((verdict.validator, Counts::default()));
            }
            let count = &mut counts[at].1;
            match verdict.findings.is_empty() {
                true => count.passed += 1,
                false => count.failed += 1,
            }
            count.excepted += excepted;
        }
        counts
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut by_file: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
        for verdict in self.applied.verdicts.iter().filter(|verdict| !verdict.findings.is_empty()) {
            by_file.entry(&verdict.file).or_default().push(verdict);
        }
        for (file, verdicts) in by_file {
            writeln!(f, "\n{file}")?;
            for verdict in verdicts {
                // Some validators say the same thing once for each path that leads to it.
                let mut said = BTreeSet::new();
                for finding in &verdict.findings {
                    if said.insert((&finding.rule, &finding.message)) {
                        let message = finding.message.trim_end().replace('\n', "\n      ");
                        writeln!(f, "  {} {}: {message}", verdict.validator, finding.rule)?;
                    }
                }
            }
        }
        for exception in &self.applied.stale {
            writeln!(
                f,
                "\nexception without a finding: {} {}: look whether it can go from xtask/exceptions.toml",
                exception.validator, exception.rule
            )?;
        }
        writeln!(f, "\n{:<18} {:>7} {:>7} {:>9}", "validator", "passed", "failed", "excepted")?;
        for (name, Counts { passed, failed, excepted }) in self.counts() {
            writeln!(f, "{name:<18} {passed:>7} {failed:>7} {excepted:>9}")?;
        }
        writeln!(f, "\n{} passed, {} failed", self.passed(), self.failed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::exceptions::tests::exceptions;
    use crate::validate::verdict::Finding;

    #[test]
    fn findings_stand_by_file_and_the_count_closes() {
        let verdicts = vec![
            Verdict::new("qpdf", "a.pdf", vec![]),
            Verdict::new(
                "qpdf",
                "b.pdf",
                vec![Finding::new("warning", "odd\nvery"), Finding::new("warning", "odd\nvery")],
            ),
            Verdict::failed("page-validation", "a.pdf", "R1", "length"),
            Verdict::failed("page-validation", "b.pdf", "R2", "title"),
        ];
        let report = Report::new(verdicts, &exceptions(""));
        assert_eq!(report.failed(), 2);
        assert_eq!(
            report.to_string(),
            "
b.pdf
  qpdf warning: odd
      very
  page-validation R2: title

validator           passed  failed  excepted
qpdf                     1       1         0
page-validation          1       1         1

2 passed, 2 failed
"
        );
    }

    #[test]
    fn a_stale_exception_is_named() {
        let report = Report::new(vec![Verdict::new("page-validation", "a.pdf", vec![])], &exceptions(""));
        assert_eq!(report.failed(), 0);
        assert!(report.to_string().contains("exception without a finding: page-validation R1"));
    }

    #[test]
    fn a_run_that_checked_nothing_has_failed() {
        let report = Report::new(Vec::new(), &[]);
        assert!(report.to_string().ends_with("\n0 passed, 1 failed\n"));
    }
}
