//! Edits that LibreOffice itself makes in a draft: the manuscript of `xtask/assets/drafts` is built, a Basic module
//! edits the DOCX, and what the merge would do to the Markdown is held against a file of the edit's name.

use std::path::{Path, PathBuf};

use super::drafts;
use super::install::Tools;
use super::libreoffice;
use super::process::{self, Ended, last_lines, within};
use super::verdict::{Finding, Verdict};

const NAME: &str = "draft-edited";

/// An edit takes two or three seconds. What fails inside LibreOffice may wait for an answer, and has to be ended.
const SECONDS: u32 = 30;

/// What all edits share.
struct Bench<'a> {
    chapbook: &'a Path,
    source: PathBuf,
    draft: PathBuf,
    /// Where the edited drafts go.
    folder: PathBuf,
    /// One for each of the two workers, with the module in it.
    profiles: [PathBuf; 2],
}

/// Every edit that has a file of what is expected of it.
pub(crate) fn all(chapbook: &Path, tools: &Tools) -> Vec<Verdict> {
    let place = tools.assets.join("drafts");
    match expected(&place).and_then(|edits| Ok((edits, bench(chapbook, tools, &place)?))) {
        Ok((edits, bench)) => process::two_at_a_time(&edits, |worker, (edit, lines)| {
            let name = format!("xtask/assets/drafts/{edit}.diff");
            match try_out(&bench, worker, edit) {
                Ok(ended) => Verdict::new(NAME, name, compared(&ended, lines)),
                Err(message) => Verdict::no_answer(NAME, name, message),
            }
        }),
        Err(message) => vec![Verdict::no_answer(NAME, "xtask/assets/drafts", message)],
    }
}

/// The names of the edits and the lines that each is to take away and add, from the `.diff` files of a folder.
fn expected(place: &Path) -> Result<Vec<(String, String)>, String> {
    let entries = std::fs::read_dir(place).map_err(|error| format!("{}: {error}", place.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "diff"));
    files.sort();
    let edit = |path: PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let lines = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok((name, lines))
    };
    match files.as_slice() {
        [] => Err("there is no .diff, so nothing is expected".to_owned()),
        _some => files.into_iter().map(edit).collect(),
    }
}

fn bench<'a>(chapbook: &'a Path, tools: &Tools, place: &Path) -> Result<Bench<'a>, String> {
    let source = place.join("book.md");
    let folder = tools.scratch.join(NAME);
    let mut build = within(SECONDS, chapbook);
    build.arg("build").arg(&source).args(["--to", "docx", "-o"]).arg(&folder);
    let built = process::run(&mut build)?;
    if built.code != Some(0) {
        return Err(format!("the manuscript does not build: {}", last_lines(&built.stderr)));
    }
    let profiles = [0, 1].map(|worker| tools.scratch.join(format!("{NAME}-profile-{worker}")));
    let bench = Bench { chapbook, source, draft: folder.join("book.docx"), folder, profiles };
    for profile in &bench.profiles {
        prepare(profile, &place.join("Module1.xba"))?;
    }
    Ok(bench)
}

/// Makes a profile and puts the module into it. The first start writes the list of modules, an empty `Module1` among
/// them, so what is put there before it is lost.
fn prepare(profile: &Path, module: &Path) -> Result<(), String> {
    process::run(libreoffice::command(SECONDS, profile).arg("--terminate_after_init"))?;
    let to = profile.join("user/basic/Standard/Module1.xba");
    std::fs::copy(module, &to).map_err(|error| format!("{}: {error}", to.display()))?;
    Ok(())
}

/// Has LibreOffice edit the draft, and asks what a merge would do. LibreOffice exits 0 whether or not the macro worked,
/// so the file is what counts. The first macro of a new profile hangs often when another
/// LibreOffice starts beside it, and works when it is tried again.
fn try_out(bench: &Bench<'_>, worker: usize, edit: &str) -> Result<Ended, String> {
    let edited = bench.edited(edit);
    let profile = &bench.profiles[worker];
    let mut ended = edit_once(bench, profile, edit);
    if !edited.is_file() {
        ended = edit_once(bench, profile, edit);
    }
    match (edited.is_file(), ended) {
        (true, _) => drafts::merge(bench.chapbook, &edited, &bench.source, &[]),
        (false, Ok(ended)) => Err(format!("LibreOffice did not make the edit: {}", last_lines(&ended.stderr))),
        (false, Err(message)) => Err(format!("LibreOffice did not make the edit: {message}")),
    }
}

fn edit_once(bench: &Bench<'_>, profile: &Path, edit: &str) -> Result<Ended, String> {
    let arguments = format!("{edit},file://{},file://{}", bench.draft.display(), bench.edited(edit).display());
    process::run(libreoffice::command(SECONDS, profile).arg(format!("macro:///Standard.Module1.EditIt({arguments})")))
}

impl Bench<'_> {
    fn edited(&self, edit: &str) -> PathBuf {
        self.folder.join(format!("{edit}.docx"))
    }
}

fn compared(ended: &Ended, wanted: &str) -> Vec<Finding> {
    if ended.code != Some(0) {
        let message = last_lines(&format!("{}{}", ended.stdout, ended.stderr));
        return vec![Finding::new(format!("exit-{}", ended.code.unwrap_or(-1)), message)];
    }
    let found = without_dates(&changed_lines(&ended.stdout));
    match found == wanted {
        true => Vec::new(),
        false => vec![Finding::new("lines", format!("wanted were\n{wanted}and the merge gives\n{found}"))],
    }
}

/// The lines of a difference that were taken away or added.
fn changed_lines(output: &str) -> String {
    let is_change = |line: &&str| {
        let is_head = ["--- book.md", "+++ book.md"].contains(line);
        line.starts_with(['-', '+']) && !is_head
    };
    output.lines().filter(is_change).flat_map(|line| [line, "\n"]).collect()
}

/// Tracked changes carry the time at which they were made.
fn without_dates(text: &str) -> String {
    const KEY: &str = " date=";
    let mut parts = text.split(KEY);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find([' ', '}', '\n']).unwrap_or(part.len());
        out.push_str(KEY);
        out.push('…');
        out.push_str(&part[end..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_edit_of_the_module_has_its_file() {
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/drafts");
        let files: BTreeSet<String> = expected(&place).unwrap().into_iter().map(|(edit, _)| edit).collect();
        let module = std::fs::read_to_string(place.join("Module1.xba")).unwrap();
        let cases: BTreeSet<String> = module
            .lines()
            .filter_map(|line| line.trim().strip_prefix("Case \""))
            .flat_map(|names| names.trim_end_matches('"').split("\", \""))
            .map(str::to_owned)
            .collect();
        assert_eq!(files, cases);
    }

    #[test]
    fn lines_are_compared_without_heads_and_dates() {
        let output = "e.docx: one change\n--- book.md\n+++ book.md\n@@ -1,2 +1,2 @@\n kept\n---\n\
                      +[x]{.deletion author=\"A\" date=2026-11-24T14:57:45Z}[y]{.insertion date=2026-11-24}\n+\n";
        let ended = Ended { code: Some(0), stdout: output.into(), stderr: String::new() };
        let wanted = "---\n+[x]{.deletion author=\"A\" date=…}[y]{.insertion date=…}\n+\n";
        assert_eq!(compared(&ended, wanted), []);
        assert_eq!(compared(&ended, "+x\n")[0].message, format!("wanted were\n+x\nand the merge gives\n{wanted}"));
    }

    #[test]
    fn an_exit_code_is_a_finding_whatever_the_lines_say() {
        let ended = Ended { code: Some(1), stdout: String::new(), stderr: "error: odd\n".into() };
        assert_eq!(compared(&ended, ""), [Finding::new("exit-1", "error: odd")]);
    }
}
