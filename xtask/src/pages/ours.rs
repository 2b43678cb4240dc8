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
    let text = with_language(text, folder)?;
    let options = ["build", "--theme", theme, "--to", "pdf", "--keep-going", "--output"].map(OsStr::new);
    let arguments = [&options[..], &[folder.as_os_str(), text.as_os_str()]].concat();
    let (ended, cost) = cost::run(tools, folder, chapbook, &arguments)?;
    match pdf.is_file() {
        true => Ok((pdf, cost)),
        false => Err(format!("chapbook made no PDF: {}", last_lines(&ended.stderr))),
    }
}

/// A text that names its language, as Typst is told it. Without one the PDF is written twice: once to find what else
/// keeps it from PDF/UA, and once without the claim. What has front matter, or pictures beside it, stays where it is.
fn with_language(text: &Path, folder: &Path) -> Result<PathBuf, String> {
    let fault = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let content = std::fs::read_to_string(text).map_err(|error| fault(text, error))?;
    if content.starts_with("---") || content.starts_with("+++") || content.contains("![") {
        return Ok(text.to_owned());
    }
    let named = folder.join(text.file_name().unwrap_or_default());
    std::fs::write(&named, format!("---\nlang: en\n---\n\n{content}")).map_err(|error| fault(&named, error))?;
    Ok(named)
}
