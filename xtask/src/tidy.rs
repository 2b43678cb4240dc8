//! `cargo xtask tidy`: what the compiler does not check. One file a check; the checks read, nothing is changed.

mod arrows;
mod borders;
mod links;
mod machine;
mod manifests;
mod openings;
mod rust_text;
mod table;
mod wildcards;

use std::fmt;
use std::process::ExitCode;

use crate::cargo::Metadata;
use crate::tree::{self, Tree};

/// One thing to mend.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file, from the root.
    pub(crate) file: String,
    /// The line, from 1; 0 where the whole file is meant.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) message: String,
    /// How to mend it.
    pub(crate) mend: String,
}

impl Finding {
    fn new(file: &str, line: usize, message: impl Into<String>, mend: impl Into<String>) -> Finding {
        Finding { file: file.to_owned(), line, message: message.into(), mend: mend.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { file, line, message, mend } = self;
        match line {
            0 => write!(f, "{file}: {message}\n    mend: {mend}"),
            line => write!(f, "{file}:{line}: {message}\n    mend: {mend}"),
        }
    }
}

/// Runs every check over the repository and prints what was found.
pub(crate) fn run() -> ExitCode {
    match look() {
        Ok(findings) if findings.is_empty() => {
            println!("tidy: nothing to mend");
            ExitCode::SUCCESS
        }
        Ok(findings) => {
            for finding in &findings {
                println!("{finding}");
            }
            println!("tidy: {} to mend", findings.len());
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("tidy: {message}");
            ExitCode::FAILURE
        }
    }
}

fn look() -> Result<Vec<Finding>, String> {
    let metadata = Metadata::ask()?;
    let tree = tree::read(&metadata.workspace_root)?;
    Ok(findings(&tree, &metadata))
}

fn findings(tree: &Tree, metadata: &Metadata) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(arrows::check(tree, metadata));
    findings.extend(borders::check(tree));
    findings.extend(openings::check(tree));
    findings.extend(manifests::check(tree, metadata));
    findings.extend(wildcards::check(tree));
    findings.extend(machine::check(tree));
    findings.extend(links::check(tree));
    findings.sort();
    findings
}
