//! Builds the sources with the release command, as a user would, and holds it to its exit codes (README.md):
//! 0 with all outputs, 1 with none, and with `--keep-going` 1 with all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::{self, Ended, last_lines};
use super::shown;
use super::sources::{Kind, Source};
use super::verdict::{Finding, Format, Output, Verdict};
use crate::cargo::Metadata;

const NAME: &str = "chapbook build";
/// A case takes milliseconds, a real book seconds; this only ends what hangs.
const SECONDS: u32 = 120;

/// Builds the command and says where it is.
pub(crate) fn command(metadata: &Metadata) -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--release", "--quiet", "--package", "chapbook-cli"])
        .current_dir(&metadata.workspace_root)
        .status()
        .map_err(|error| format!("cargo build did not start: {error}"))?;
    if !status.success() {
        return Err("the release command does not build".to_owned());
    }
    Ok(metadata.target_directory.join("release/chapbook"))
}

/// Builds every source, two at a time.
pub(crate) fn all(
    root: &Path,
    command: &Path,
    sources: &[Source],
    formats: &BTreeSet<Format>,
) -> (Vec<Verdict>, Vec<Output>) {
    let help = process::run(process::within(SECONDS, command).args(["build", "--help"])).unwrap_or_default();
    let command = Chapbook {
        path: command,
        to: formats.iter().map(|format| format.extension()).collect::<Vec<_>>().join(","),
        knows_system_fonts: help.stdout.contains("--system-fonts"),
    };
    let mut verdicts = Vec::new();
    let mut outputs = Vec::new();
    for (source, findings) in
        sources.iter().zip(process::two_at_a_time(sources, |_, source| build(&command, source, formats)))
    {
        verdicts.push(Verdict::new(NAME, source.name.clone(), findings));
        outputs.extend(files(&source.out).into_iter().map(|(format, path)| Output {
            format,
            name: shown(root, &path),
            path,
            whole: matches!(source.kind, Kind::Example | Kind::Joined | Kind::Corpus),
            source: Some(source.file.clone()),
        }));
    }
    (verdicts, outputs)
}

struct Chapbook<'a> {
    path: &'a Path,
    to: String,
    knows_system_fonts: bool,
}

impl Chapbook<'_> {
    fn run(&self, source: &Source, keep_going: bool) -> Result<Ended, String> {
        let mut command = process::within(SECONDS, self.path);
        command.arg("build").arg(&source.file).arg("--to").arg(&self.to).arg("-o").arg(&source.out);
        if keep_going {
            command.arg("--keep-going");
        }
        if source.kind == Kind::Corpus && self.knows_system_fonts {
            command.arg("--system-fonts");
        }
        // What is made on request is looked at in these, and books without it in the others.
        match source.kind {
            Kind::Example | Kind::Joined => {
                command.args(["--epub-embed-fonts", "--epub-statement"]);
            }
            Kind::Case | Kind::Corpus => {}
        }
        process::run(&mut command)
    }
}

fn build(command: &Chapbook<'_>, source: &Source, formats: &BTreeSet<Format>) -> Vec<Finding> {
    let attempt = |keep_going: bool| match command.run(source, keep_going) {
        Ok(ended) => Ok((ended.code.unwrap_or(-1), made(source), ended.stderr)),
        Err(message) => Err(vec![Finding::new("no-answer", message)]),
    };
    let wanted = formats.clone();
    if source.kind == Kind::Corpus {
        return match attempt(true) {
            // A real book may be without an error.
            Ok((0, made, _)) if made == wanted => Vec::new(),
            Ok((code, made, stderr)) => kept_going(code, &made, &wanted, &stderr),
            Err(findings) => findings,
        };
    }
    let (code, first, stderr) = match attempt(false) {
        Ok(ended) => ended,
        Err(findings) => return findings,
    };
    match code {
        0 if first == wanted => Vec::new(),
        0 => vec![Finding::new("output", format!("exit 0, but of {} only {} was made", list(&wanted), list(&first)))],
        1 if !first.is_empty() => {
            vec![Finding::new("all-or-none", format!("it was refused, and {} was left behind", list(&first)))]
        }
        1 if source.kind == Kind::Example => vec![Finding::new("refused", last_lines(&stderr))],
        1 => match attempt(true) {
            Ok((code, made, stderr)) if is_utf8(&source.file) => kept_going(code, &made, &wanted, &stderr),
            // What is not UTF-8 gives no document, so there is nothing to go on with (DIALECT.md 15).
            Ok((code, made, stderr)) => kept_going(code, &made, &BTreeSet::new(), &stderr),
            Err(findings) => findings,
        },
        code => vec![Finding::new(format!("exit-{code}"), last_lines(&stderr))],
    }
}

/// `--keep-going` writes the outputs all the same, and still exits 1.
fn kept_going(code: i32, made: &BTreeSet<Format>, wanted: &BTreeSet<Format>, stderr: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if code != 1 {
        findings.push(Finding::new(format!("exit-{code}"), format!("with --keep-going:\n{}", last_lines(stderr))));
    }
    if made != wanted {
        let message = format!("--keep-going made {}, wanted was {}:\n{}", list(made), list(wanted), last_lines(stderr));
        findings.push(Finding::new("output", message));
    }
    findings
}

fn list(formats: &BTreeSet<Format>) -> String {
    match formats.is_empty() {
        true => "nothing".to_owned(),
        false => formats.iter().map(|format| format.extension()).collect::<Vec<_>>().join(", "),
    }
}

fn is_utf8(file: &Path) -> bool {
    std::fs::read(file).is_ok_and(|bytes| std::str::from_utf8(&bytes).is_ok())
}

fn made(source: &Source) -> BTreeSet<Format> {
    files(&source.out).into_iter().map(|(format, _)| format).collect()
}

/// The outputs that stand in a folder, sorted.
fn files(folder: &Path) -> Vec<(Format, PathBuf)> {
    let mut files: Vec<(Format, PathBuf)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter_map(|path| Some((Format::of_file(path.to_str()?)?, path)))
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_on_still_exits_1_with_all_outputs() {
        let all = BTreeSet::from(Format::ALL);
        let one = BTreeSet::from([Format::Pdf]);
        assert_eq!(kept_going(1, &all, &all, ""), []);
        assert_eq!(kept_going(0, &all, &all, "")[0].rule, "exit-0");
        assert_eq!(kept_going(1, &one, &all, "")[0].message, "--keep-going made pdf, wanted was pdf, epub, docx:\n");
        assert_eq!(kept_going(4, &BTreeSet::new(), &all, "fault").len(), 2);
    }
}
