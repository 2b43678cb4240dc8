//! LibreOffice has to show every DOCX, and to print its markers, labels and notes as we do. It exits 0 whether or not
//! it worked, so the file that it makes is what counts. A profile serves one process at a time.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::install::Tools;
use super::printed;
use super::process::{self, Ended, last_lines, within};
use super::verdict::{Output, Verdict};

const NAME: &str = "libreoffice";

/// A book of a thousand pages takes a minute.
const SECONDS: u32 = 300;

/// LibreOffice without a window.
pub(crate) fn command(seconds: u32, profile: &Path) -> Command {
    let mut command = within(seconds, "soffice");
    command.args(["--headless", "--norestore", "--nolockcheck"]);
    command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
    // The names that it gives to authors who have none follow the language of the machine.
    command.env("LC_ALL", "C.UTF-8");
    command
}

/// The profile of one of the two workers.
pub(crate) fn profile(tools: &Tools, worker: usize) -> PathBuf {
    tools.scratch.join(format!("{NAME}-profile-{worker}"))
}

/// Turns the outputs into PDF, and looks for their words in it where it is known what they were made from.
pub(crate) fn convert(outputs: &[&Output], tools: &Tools, chapbook: Option<&Path>) -> Vec<Verdict> {
    let jobs: Vec<(usize, &Output)> = outputs.iter().copied().enumerate().collect();
    process::two_at_a_time(&jobs, |worker, (index, output)| {
        let folder = tools.scratch.join(format!("{NAME}-{index}"));
        let findings = match to_pdf(&output.path, &folder, &profile(tools, worker)) {
            Ok(pdf) => match (chapbook, &output.source) {
                (Some(chapbook), Some(source)) => printed::findings(chapbook, &output.name, source, &pdf),
                (None, _) | (_, None) => Ok(Vec::new()),
            },
            Err(message) => Err(message),
        };
        match findings {
            Ok(findings) => Verdict::new(NAME, &output.name, findings),
            Err(message) => Verdict::no_answer(NAME, &output.name, message),
        }
    })
}

fn to_pdf(docx: &Path, folder: &Path, profile: &Path) -> Result<PathBuf, String> {
    made(docx, folder, profile, "pdf", "pdf", b"%PDF-")
}

/// Saves a DOCX again as DOCX, and says where.
pub(crate) fn save(docx: &Path, folder: &Path, profile: &Path) -> Result<PathBuf, String> {
    made(docx, folder, profile, "docx:MS Word 2007 XML", "docx", b"PK")
}

fn made(docx: &Path, folder: &Path, profile: &Path, to: &str, end: &str, opening: &[u8]) -> Result<PathBuf, String> {
    let mut command = command(SECONDS, profile);
    command
        // Without a named filter a file that is no DOCX would be opened as plain text.
        .arg("--infilter=MS Word 2007 XML")
        .args(["--convert-to", to, "--outdir"])
        .arg(folder)
        .arg(docx);
    let ended = process::run(&mut command)?;
    let file = folder.join(docx.file_stem().unwrap_or_default()).with_added_extension(end);
    opens_with(&file, opening, &ended).map(|()| file)
}

fn opens_with(file: &Path, opening: &[u8], ended: &Ended) -> Result<(), String> {
    match std::fs::read(file) {
        Ok(bytes) if bytes.starts_with(opening) => Ok(()),
        Ok(_) => Err("what LibreOffice made is of another format".to_owned()),
        Err(_) => {
            let said = last_lines(&format!("{}{}", ended.stdout, ended.stderr));
            Err(format!("LibreOffice made no file of it: {said}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversion_without_a_file_has_failed() {
        let ended = Ended { code: Some(0), stdout: String::new(), stderr: "Error: source\n".into() };
        let failed = opens_with(Path::new("no/such/file.pdf"), b"%PDF-", &ended);
        assert_eq!(failed, Err("LibreOffice made no file of it: Error: source".to_owned()));
    }
}
