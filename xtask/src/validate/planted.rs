//! EPUBs with faults that were planted on purpose (`crates/epub/examples/planted.rs`): what our own check finds in
//! them, EPUBCheck and Ace find, too, by the rule that the check names. A fault that they do not see is one that it
//! imagines, or one that was planted badly.

use super::epub;
use super::install::Tools;
use super::process::{self, last_lines, within};
use super::verdict::{Finding, Format, Output, Verdict};

const NAME: &str = "planted";

/// A line of the example.
#[derive(Debug, PartialEq, Eq)]
struct Planted {
    file: String,
    /// Whether our own check finds it.
    found: bool,
    epubcheck: Option<String>,
    ace: Option<String>,
}

/// Plants the faults and compares.
pub(crate) fn all(tools: &Tools) -> Vec<Verdict> {
    let folder = tools.scratch.join(NAME);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = within(900, cargo);
    command.args(["run", "--quiet", "--package", "chapbook-epub", "--example", NAME]).arg(&folder);
    let lines = match process::run(&mut command) {
        Ok(ended) if ended.code == Some(0) => ended.stdout,
        Ok(ended) => return vec![Verdict::no_answer(NAME, NAME, last_lines(&ended.stderr))],
        Err(message) => return vec![Verdict::no_answer(NAME, NAME, message)],
    };
    let planted: Vec<Planted> = lines.lines().filter_map(read).collect();
    if planted.is_empty() {
        return vec![Verdict::no_answer(NAME, NAME, "no fault was planted")];
    }
    let output = |file: &str| Output {
        format: Format::Epub,
        name: format!("planted/{file}"),
        path: folder.join(file),
        whole: true,
        source: None,
    };
    let outputs: Vec<Output> = planted.iter().map(|planted| output(&planted.file)).collect();
    let by_epubcheck = epub::epubcheck(&outputs.iter().collect::<Vec<_>>(), tools);
    // Ace starts a browser for each, so it is asked where only it can tell.
    let for_ace: Vec<usize> = (0..planted.len()).filter(|index| planted[*index].ace.is_some()).collect();
    let by_ace = epub::ace(&for_ace.iter().map(|index| &outputs[*index]).collect::<Vec<_>>(), tools);
    let mut verdicts = Vec::new();
    for (index, planted) in planted.iter().enumerate() {
        let ace = for_ace.iter().position(|of| *of == index).map(|at| &by_ace[at]);
        verdicts.push(Verdict::new(NAME, outputs[index].name.clone(), compare(planted, &by_epubcheck[index], ace)));
    }
    // The same book without a fault passes.
    let sound = output("sound.epub");
    verdicts.extend(epub::epubcheck(&[&sound], tools));
    verdicts.extend(epub::ace(&[&sound], tools));
    verdicts
}

fn compare(planted: &Planted, epubcheck: &Verdict, ace: Option<&Verdict>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !planted.found {
        findings.push(Finding::new("unseen", "our own check does not find it"));
    }
    let mut ask = |rule: &Option<String>, verdict: Option<&Verdict>| {
        let (Some(rule), Some(verdict)) = (rule, verdict) else { return };
        if !verdict.findings.iter().any(|finding| finding.rule == *rule) {
            let told: Vec<String> =
                verdict.findings.iter().map(|finding| format!("{} {}", finding.rule, finding.message)).collect();
            let message = format!("{} does not say {rule}; it says: {}", verdict.validator, told.join("; "));
            findings.push(Finding::new("other-word", message));
        }
    };
    ask(&planted.epubcheck, Some(epubcheck));
    ask(&planted.ace, ace);
    findings
}

fn read(line: &str) -> Option<Planted> {
    let mut fields = line.split('\t');
    let file = fields.next()?.to_owned();
    let found = fields.next()? == "true";
    let mut rule = || fields.next().map(|rule| (rule != "-").then(|| rule.to_owned()));
    Some(Planted { file, found, epubcheck: rule()?, ace: rule()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read() {
        let planted = read("MissingAlt.epub\ttrue\t-\timage-alt").expect("it is whole");
        assert_eq!((planted.found, planted.epubcheck.as_deref()), (true, None));
        assert_eq!(planted.ace.as_deref(), Some("image-alt"));
        assert_eq!(read("a\ttrue"), None);
    }

    #[test]
    fn a_fault_that_nobody_else_sees_is_a_finding() {
        let planted = read("a.epub\ttrue\tRSC-005\t-").expect("it is whole");
        let says = |rule: &str| Verdict::failed("epubcheck", "a.epub", rule, "x");
        assert_eq!(compare(&planted, &says("RSC-005"), None), []);
        assert_eq!(compare(&planted, &says("RSC-012"), None)[0].rule, "other-word");
        let unseen = read("a.epub\tfalse\tRSC-005\t-").expect("it is whole");
        assert_eq!(compare(&unseen, &says("RSC-005"), None)[0].rule, "unseen");
    }
}
