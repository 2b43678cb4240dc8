//! `cargo xtask malformed`: every damaged and hostile DOCX that the tests of the reader make goes through the command in
//! a process of its own, which has one second and 256 MiB. Time and memory are no matter for a unit test, since other
//! work on the machine would fail it.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::cargo::Metadata;
use crate::validate::command;

/// What a file may take.
const SECONDS: f64 = 1.0;

/// What the process may have of memory, mapped files and the program itself included, in KiB.
const MEMORY: u32 = 256 << 10;

/// One run.
struct Run {
    file: PathBuf,
    took: Duration,
    fault: Option<String>,
}

/// Runs the chore.
pub(crate) fn run() -> ExitCode {
    match runs() {
        Ok(runs) => tell(&runs),
        Err(message) => {
            eprintln!("malformed: {message}");
            ExitCode::from(2)
        }
    }
}

fn tell(runs: &[Run]) -> ExitCode {
    let faults: Vec<&Run> = runs.iter().filter(|run| run.fault.is_some()).collect();
    for Run { file, took: _, fault } in &faults {
        println!("{}: {}", file.display(), fault.as_deref().unwrap_or_default());
    }
    if let Some(slowest) = runs.iter().max_by_key(|run| run.took) {
        let size = std::fs::metadata(&slowest.file).map_or(0, |data| data.len());
        println!("slowest: {:.3} s, {} ({size} bytes)", slowest.took.as_secs_f64(), slowest.file.display());
    }
    println!("malformed: {} files within {SECONDS} s and {} MiB, {} not", runs.len(), MEMORY >> 10, faults.len());
    if faults.is_empty() && !runs.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn runs() -> Result<Vec<Run>, String> {
    let metadata = Metadata::ask()?;
    let chapbook = command(&metadata)?;
    let folder = metadata.workspace_root.join("target/malformed");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    make(&folder)?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .map_err(|error| error.to_string())?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "docx"))
        .collect();
    files.sort();
    Ok(files.into_iter().map(|file| one(&chapbook, &folder, file)).collect())
}

/// Lets the tests leave what they read in a folder.
fn make(folder: &Path) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ended = Command::new(cargo)
        .args(["test", "--release", "--quiet", "-p", "chapbook-docx", "--test", "read_malformed"])
        .env("CHAPBOOK_KEEP_MALFORMED", folder)
        .status()
        .map_err(|error| format!("cargo test did not start: {error}"))?;
    if ended.success() { Ok(()) } else { Err("the tests that make the files failed".to_owned()) }
}

fn one(chapbook: &Path, folder: &Path, file: PathBuf) -> Run {
    let out = folder.join("out.md");
    let _ = std::fs::remove_file(&out);
    let _ = std::fs::remove_dir_all(folder.join("out-media"));
    let start = Instant::now();
    // The shell sets the limit for the process that takes its place.
    let ended = Command::new("sh")
        .args(["-c", "ulimit -v \"$1\"; shift; exec timeout -k 1 10 \"$@\"", "sh", &MEMORY.to_string()])
        .arg(chapbook)
        .arg("import")
        .arg(&file)
        .arg("-o")
        .arg(&out)
        .output();
    let took = start.elapsed();
    let fault = match ended {
        Err(error) => Some(format!("it did not start: {error}")),
        Ok(ended) => match ended.status.code() {
            // Read, refused, or a limit: each is an answer.
            Some(0 | 1 | 3) if took.as_secs_f64() <= SECONDS => None,
            Some(0 | 1 | 3) => Some(format!("took {:.2} s", took.as_secs_f64())),
            code => {
                let end = String::from_utf8_lossy(&ended.stderr);
                let end = end.lines().next_back().unwrap_or_default();
                Some(format!("ended with {code:?}: {end}"))
            }
        },
    };
    Run { file, took, fault }
}
