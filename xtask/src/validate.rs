//! `cargo xtask validate`: makes all cases and examples with the release command and runs outside validators over
//! the results. What the outputs should say is the test suite's business; here it is whether others accept them.

mod archive;
pub(crate) mod build;
mod docx;
mod drafts;
mod edits;
mod epub;
mod exceptions;
mod imported;
pub(crate) mod install;
mod join;
mod libreoffice;
mod pandoc;
mod pdf;
mod planted;
mod printed;
pub(crate) mod process;
mod report;
mod request;
mod sources;
mod verdict;
pub(crate) mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use crate::cargo::Metadata;
pub(crate) use build::command;
use install::Tools;
pub(crate) use pandoc::Pandoc;
pub(crate) use request::Request;
use verdict::{Format, Output, Verdict};

/// Runs the chore; the last line is always `N passed, N failed`.
pub(crate) fn run(request: &Request) -> ExitCode {
    let report = match steps(request) {
        Ok(report) => report,
        Err(message) => {
            eprintln!("validate: {message}");
            println!("0 passed, 1 failed");
            return ExitCode::FAILURE;
        }
    };
    print!("{report}");
    if report.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn steps(request: &Request) -> Result<report::Report, String> {
    let metadata = Metadata::ask()?;
    let root = metadata.workspace_root.as_path();
    let exceptions = exceptions::read(&root.join("xtask/exceptions.toml"))?;
    let tools = timed("tools", || install::install(root, &request.formats, request.corpus.is_some()))?;
    let Made { chapbook, mut verdicts, outputs } = match request.files.as_slice() {
        [] => made(request, &metadata)?,
        files => given(files),
    };
    for format in &request.formats {
        let outputs: Vec<&Output> = outputs.iter().filter(|output| output.format == *format).collect();
        verdicts.extend(match outputs.as_slice() {
            [] => vec![Verdict::failed("outputs", format.extension(), "none", "there is no file of this format")],
            outputs => checked(*format, outputs, &tools, chapbook.as_deref()),
        });
    }
    Ok(report::Report::new(verdicts, &exceptions))
}

/// The outputs and what has been said of them so far.
struct Made {
    /// The command that made them; nothing if they were given by name.
    chapbook: Option<PathBuf>,
    verdicts: Vec<Verdict>,
    outputs: Vec<Output>,
}

fn checked(format: Format, outputs: &[&Output], tools: &Tools, chapbook: Option<&Path>) -> Vec<Verdict> {
    let whole: Vec<&Output> = outputs.iter().copied().filter(|output| output.whole).collect();
    match format {
        Format::Pdf => [
            over("qpdf", outputs, pdf::qpdf),
            over("page-validation", outputs, |outputs| pdf::page_validation(outputs, tools)),
            match chapbook {
                Some(chapbook) => over("pdf=archive", outputs, |outputs| archive::all(outputs, tools, chapbook)),
                None => Vec::new(),
            },
        ]
        .concat(),
        Format::Epub => [
            over("epubcheck-ts", outputs, |outputs| epub::epubcheck_ts(outputs, tools)),
            over("epubcheck", outputs, |outputs| epub::epubcheck(outputs, tools)),
            over("ace", &whole, |outputs| epub::ace(outputs, tools)),
            match chapbook {
                Some(_) => timed("planted faults", || planted::all(tools)),
                None => Vec::new(),
            },
        ]
        .concat(),
        Format::Docx => [
            over("ooxml-integrity", outputs, |outputs| docx::ooxml_integrity(outputs, tools)),
            over("openxml-audit", outputs, |outputs| docx::openxml_audit(outputs, tools)),
            over("python-docx", outputs, |outputs| docx::python_docx(outputs, tools)),
            over("libreoffice", &whole, |outputs| libreoffice::convert(outputs, tools, chapbook)),
            match chapbook {
                Some(chapbook) => way_back(outputs, &whole, tools, chapbook),
                None => Vec::new(),
            },
        ]
        .concat(),
    }
}

/// Drafts brought home into the sources that they were made from.
fn way_back(outputs: &[&Output], whole: &[&Output], tools: &Tools, chapbook: &Path) -> Vec<Verdict> {
    [
        over("draft-straight", outputs, |outputs| drafts::straight(outputs, chapbook)),
        over("draft-saved", whole, |outputs| drafts::saved(outputs, chapbook, tools)),
        timed("draft-edited", || edits::all(chapbook, tools)),
    ]
    .concat()
}

fn over(name: &str, outputs: &[&Output], check: impl FnOnce(&[&Output]) -> Vec<Verdict>) -> Vec<Verdict> {
    timed(&format!("{name} over {} files", outputs.len()), || check(outputs))
}

/// Prints what a step took.
fn timed<T>(step: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("validate: {step}: {:.1} s", start.elapsed().as_secs_f64());
    result
}

/// The outputs of all sources, made afresh.
fn made(request: &Request, metadata: &Metadata) -> Result<Made, String> {
    let root = metadata.workspace_root.as_path();
    let folder = root.join("target/validate");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let command = timed("cargo build --release", || build::command(metadata))?;
    let (sources, mut verdicts) = sources::all(root, &folder, request.corpus.as_deref())?;
    let (built, outputs) = timed(&format!("chapbook build of {} sources", sources.len()), || {
        build::all(root, &command, &sources, &request.formats)
    });
    verdicts.extend(built);
    if let Some(corpus) = &request.corpus {
        verdicts.extend(timed("words of the corpus", || words::check(root, &command, &sources))?);
        if request.formats.contains(&Format::Docx) {
            verdicts.extend(timed("words of imports", || imported::check(root, &command, corpus))?);
        }
    }
    Ok(Made { chapbook: Some(command), verdicts, outputs })
}

/// Finished files that were named as arguments; the slow programs run on them too. What they were made from is not
/// known, so that nothing is held against it.
fn given(files: &[(Format, PathBuf)]) -> Made {
    let outputs = files
        .iter()
        .map(|(format, path)| Output {
            format: *format,
            name: path.display().to_string(),
            path: std::path::absolute(path).unwrap_or_else(|_| path.clone()),
            whole: true,
            source: None,
        })
        .collect();
    Made { chapbook: None, verdicts: Vec::new(), outputs }
}

/// A path as it is shown: from the root where it is inside.
fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
