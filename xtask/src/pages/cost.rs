//! What a program takes: the time of all its threads, and its memory at the highest.

use std::ffi::OsStr;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::tools::Tools;
use crate::validate::process::{self, Ended, within};

/// A novel takes seconds; this only ends what hangs.
const SECONDS: u32 = 600;

/// What was used up, as `xtask/assets/measured.py` writes it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Cost {
    /// Seconds of all cores together, user and system.
    pub(crate) cpu: f64,
    /// The largest resident set, in KiB.
    pub(crate) peak: u64,
}

/// Runs a program to its end and says what it took.
pub(crate) fn run<S: AsRef<OsStr>>(
    tools: &Tools,
    folder: &Path,
    program: &Path,
    arguments: &[S],
) -> Result<(Ended, Cost), String> {
    let report = folder.join("cost.json");
    let mut command = within(SECONDS, &tools.python);
    command.arg(&tools.measured).arg(&report).arg(program).args(arguments);
    let ended = process::run(&mut command)?;
    let text = std::fs::read_to_string(&report).map_err(|error| format!("{}: {error}", report.display()))?;
    let cost = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", report.display()))?;
    Ok((ended, cost))
}
