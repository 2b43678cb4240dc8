//! Our PDF, made by the release command as a user would make it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::cost::{self, Cost};
use super::tools::Tools;
use crate::validate::process::last_lines;

/// Makes the PDF of a text in a theme, in a folder of its own.
pub(crate) fn make(
    tools: &Tools,
    chapbook: &Path,
    text: &Path,
    theme: &str,
    folder: &Path,
) -> Result<(PathBuf, Cost), String> {
    let pdf = folder.join(text.file_name().unwrap_or_default()).with_extension("pdf");
    // What a run before left behind must not be counted.
    let _ = std::fs::remove_file(&pdf);
    // A real book may have errors in it; the pages are made in spite of them.
    let options = ["build", "--theme", theme, "--to", "pdf", "--keep-going", "--output"].map(OsStr::new);
    let arguments = [&options[..], &[folder.as_os_str(), text.as_os_str()]].concat();
    let (ended, cost) = cost::run(tools, folder, chapbook, &arguments)?;
    match pdf.is_file() {
        true => Ok((pdf, cost)),
        false => Err(format!("chapbook made no PDF: {}", last_lines(&ended.stderr))),
    }
}
