//! The programs that the comparison asks, installed by package name where they are missing.

use std::path::{Path, PathBuf};

use crate::validate::Pandoc;
use crate::validate::install::{self, EVERY, Need, command};

/// The wheel brings the program, and Libertinus Serif inside it.
pub(crate) const TYPST: &str = "typst==0.15.2";

/// Where everything is once it is installed.
pub(crate) struct Tools {
    /// An interpreter that can `import typst`.
    pub(crate) python: PathBuf,
    pub(crate) pandoc: Pandoc,
    /// The script that runs a program and writes down what it took.
    pub(crate) measured: PathBuf,
}

/// Installs what is missing; the second run installs nothing.
pub(crate) fn install(root: &Path) -> Result<Tools, String> {
    const BOXES: Need = command("pdftotext", "poppler-utils");
    let needs: Vec<&Need> = EVERY.iter().chain([&BOXES]).collect();
    install::debian(&needs)?;
    let python = install::environment(&root.join("target/validators/typst"), &[&[TYPST]])?;
    Ok(Tools { python, pandoc: Pandoc::install(root)?, measured: root.join("xtask/assets/measured.py") })
}
