//! pandoc, which says what else a source may mean: found in `target/validators`, and installed there by package name.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::install;
use super::process::{self, last_lines, within};

/// The wheel brings the program itself, pandoc 3.6.1.
const WHEEL: &str = "pypandoc_binary==1.15";

/// A pandoc that can be run.
pub(crate) struct Pandoc {
    program: PathBuf,
}

impl Pandoc {
    /// Installs pandoc if it is not there.
    pub(crate) fn install(root: &Path) -> Result<Pandoc, String> {
        let folder = root.join("target/validators/pandoc");
        let python = install::environment(&folder, &[&[WHEEL]])?;
        let ask = "import pypandoc; print(pypandoc.get_pandoc_path())";
        let ended = process::run(Command::new(python).args(["-c", ask]))?;
        let program = PathBuf::from(ended.stdout.trim());
        match program.is_file() {
            true => Ok(Pandoc { program }),
            false => Err(format!("{WHEEL} is installed, but has no pandoc: {}", last_lines(&ended.stderr))),
        }
    }

    /// What pandoc prints for a file. Its warnings are its own.
    pub(crate) fn run(&self, arguments: &[&str], file: &Path) -> Result<String, String> {
        let mut command = within(300, &self.program);
        command.args(arguments).arg(file);
        match process::run(&mut command)? {
            ended if ended.code == Some(0) => Ok(ended.stdout),
            ended => Err(format!("pandoc: exit {}: {}", ended.code.unwrap_or(-1), last_lines(&ended.stderr))),
        }
    }
}
