//! `chapbook merge`: drafts read, brought home, and the files written, the old ones kept beside them.

use std::path::{Path, PathBuf};

use chapbook::merge::{
    Change, ChangeKind, EditedDraft, MergeError, MergeOptions, MergedDrafts, Report, Resolution, TrackedChanges, merge,
};
use chapbook::{Files as _, Sources};

use crate::args::{ChangesArg, ConflictsArg, MergeArgs};
use crate::disk::DiskFiles;
use crate::exit::Exit;
use crate::outputs::{OutFile, WriteError, write_all};
use crate::print;

pub(crate) fn run(args: &MergeArgs) -> Exit {
    let folder = args.into.parent().map(Path::to_owned).unwrap_or_default();
    let Some(into) = args.into.file_name().and_then(|name| name.to_str()) else {
        eprintln!("error: {} names no file", args.into.display());
        eprintln!("  = help: name the file of Markdown, or the project file, that the draft was made from");
        return Exit::Use;
    };
    let mut drafts = Vec::new();
    for path in &args.drafts {
        match std::fs::read(path) {
            Ok(bytes) => {
                let baseline = stored(&folder, &bytes);
                let name =
                    path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
                drafts.push(EditedDraft { name, bytes, baseline });
            }
            Err(error) => {
                eprintln!("error: {}: {error}", path.display());
                return Exit::Use;
            }
        }
    }
    let options = MergeOptions {
        tracked: match args.changes {
            ChangesArg::Keep => TrackedChanges::Keep,
            ChangesArg::Accept => TrackedChanges::Accept,
            ChangesArg::Reject => TrackedChanges::Reject,
        },
        resolution: match args.conflicts {
            ConflictsArg::Markers => Resolution::Markers,
            ConflictsArg::Ours => Resolution::Ours,
            ConflictsArg::Theirs => Resolution::Theirs,
        },
        unlike: args.force,
    };
    let files = DiskFiles::new(&folder);
    let merged = match merge(&drafts, &files, into, &options) {
        Ok(merged) => merged,
        Err(error) => return refused(&error),
    };
    for (draft, losses) in &merged.diagnostics {
        if !losses.is_empty() {
            eprintln!("{draft}, on reading:");
            print::diagnostics(&Sources::default(), losses, args.color);
        }
    }
    for (draft, reason) in &merged.two_way {
        eprintln!("warning: {draft}: {reason}");
        eprintln!(
            "  = it was compared with the text as it is now: what was written since stands against it, and nothing"
        );
        eprintln!("    that the draft does not have was deleted; read every change");
    }
    if args.json {
        println!("{}", chapbook::json::merged(&merged, args.dry_run));
    } else {
        for report in &merged.reports {
            tell(report, &merged);
        }
    }
    if !merged.differing.is_empty() {
        eprintln!("warning: the Markdown does not say all that the draft says; look at these:");
        for text in merged.differing.iter().take(10) {
            eprintln!("  {}", short(text));
        }
    }
    if args.dry_run {
        for (path, text) in &merged.files {
            let old = files.read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
            if !args.json {
                print!("{}", chapbook::merge::difference(path, &old, text));
            }
        }
    } else if let Err(exit) = write(args, &folder, &files, &merged) {
        return exit;
    }
    let left_open = |report: &Report| {
        !report.conflicts.is_empty() || report.changes.iter().any(|change| change.kind == ChangeKind::NotApplied)
    };
    if merged.reports.iter().any(left_open) || !merged.differing.is_empty() { Exit::Content } else { Exit::Well }
}

/// The baseline of a draft from the project's own store, for a draft that does not carry its source.
fn stored(folder: &Path, bytes: &[u8]) -> Option<String> {
    let id = chapbook::merge::draft_id(bytes)?;
    std::fs::read_to_string(store(folder).join(format!("{id}.xml"))).ok()
}

/// Where a project keeps the baselines of drafts that it sent.
pub(crate) fn store(folder: &Path) -> PathBuf {
    folder.join(".chapbook").join("drafts")
}

fn refused(error: &MergeError) -> Exit {
    eprintln!("error: {error}");
    match error {
        MergeError::Read(_, error) if error.is_limit() => Exit::Limit,
        MergeError::Read(_, error) => {
            eprintln!("  = help: {}", error.hint());
            Exit::Content
        }
        MergeError::NoBaseline(..) => {
            eprintln!(
                "  = help: `chapbook import DRAFT` makes Markdown of any DOCX; compare that with the source by hand"
            );
            Exit::Content
        }
        MergeError::Source(..) => {
            eprintln!("  = help: name the file that the draft was made from with --into");
            Exit::Use
        }
        MergeError::Unlike { .. } => {
            eprintln!(
                "  = help: name the right file with --into; if it is this one, and was written anew, add --force"
            );
            Exit::Use
        }
        MergeError::Export(_) | MergeError::Foreign(_) => Exit::Content,
    }
}

fn tell(report: &Report, merged: &MergedDrafts) {
    let Report { draft, changes, tracked, conflicts } = report;
    let found = match merged.two_way.iter().any(|(name, _)| name == draft) {
        true => "no baseline was found",
        false => "its baseline was found",
    };
    if changes.is_empty() {
        println!("{draft}: {found}, and no edit");
    } else {
        println!("{draft}: {found}, and {}", counted(changes));
    }
    for change in changes {
        println!("  {}", described(change, merged));
    }
    for (author, (insertions, deletions)) in &tracked.by_author {
        let author = if author.is_empty() { "somebody" } else { author };
        println!("  tracked by {author}: insertions {insertions}, deletions {deletions}");
    }
    for (file, conflict) in conflicts {
        let path = merged.paths.get(*file).map_or("", String::as_str);
        println!("  conflict at {path}:{}: both versions stand there", conflict.line);
    }
}

fn counted(changes: &[Change]) -> String {
    let kinds = [
        (ChangeKind::Edited, "edited"),
        (ChangeKind::Inserted, "new"),
        (ChangeKind::Deleted, "deleted"),
        (ChangeKind::Moved, "moved"),
        (ChangeKind::Split, "split"),
        (ChangeKind::Joined, "joined"),
        (ChangeKind::Formatted, "of another look"),
        (ChangeKind::Restyled, "of another style"),
        (ChangeKind::Renumbered, "renumbered"),
        (ChangeKind::NotApplied, "not applied"),
    ];
    let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
    let parts: Vec<String> = kinds
        .iter()
        .filter(|(kind, _)| count(*kind) > 0)
        .map(|(kind, word)| format!("{} {word}", count(*kind)))
        .collect();
    let noun = if changes.len() == 1 { "one change" } else { "changes" };
    format!("{noun}: {}", parts.join(", "))
}

/// A change on a line.
fn described(change: &Change, merged: &MergedDrafts) -> String {
    let Change { kind, file, at: _, was, is } = change;
    let path = file.and_then(|file| merged.paths.get(file)).map_or("", String::as_str);
    let what = match kind {
        ChangeKind::Edited => "edited",
        ChangeKind::Inserted => "new",
        ChangeKind::Deleted => "deleted",
        ChangeKind::Moved => "moved",
        ChangeKind::Split => "split",
        ChangeKind::Joined => "joined",
        ChangeKind::Formatted => "of another look",
        ChangeKind::Restyled => "of another style",
        ChangeKind::Renumbered => "renumbered from here",
        ChangeKind::NotApplied => "NOT APPLIED, see to it by hand",
    };
    let words = if is.is_empty() { was } else { is };
    format!("{path}: {what}: {}", short(words))
}

/// The first words of a text.
fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("“{}…”", &text[..at]),
        None => format!("“{text}”"),
    }
}

/// Writes the files that changed, with the old ones beside them, and new pictures where nothing stands yet.
fn write(args: &MergeArgs, folder: &Path, files: &DiskFiles, merged: &MergedDrafts) -> Result<(), Exit> {
    let mut old = Vec::new();
    for (path, _) in &merged.files {
        match files.read(path) {
            Ok(bytes) => old.push((format!("{path}.bak"), bytes)),
            Err(error) => {
                eprintln!("error: {path}: {error}; nothing was changed");
                return Err(Exit::Environment);
            }
        }
    }
    let letter = args.letter.as_ref().map(|path| (path.clone(), chapbook::merge::letter(merged)));
    let mut out: Vec<OutFile<'_>> = Vec::new();
    out.extend(merged.files.iter().map(|(path, text)| OutFile { path: folder.join(path), bytes: text.as_bytes() }));
    out.extend(old.iter().map(|(path, bytes)| OutFile { path: folder.join(path), bytes }));
    out.extend(letter.iter().map(|(path, text)| OutFile { path: path.clone(), bytes: text.as_bytes() }));
    for (path, bytes) in &merged.media {
        let place = folder.join(path);
        if place.exists() {
            eprintln!(
                "warning: {} is there already; the draft's picture of this name was not written",
                place.display()
            );
        } else {
            out.push(OutFile { path: place, bytes });
        }
    }
    if let Err(WriteError { path, error }) = write_all(&out) {
        eprintln!("error: {} cannot be written: {error}; nothing was changed", path.display());
        return Err(Exit::Environment);
    }
    if !args.json {
        for (path, _) in &merged.files {
            println!("{} (the old one is {path}.bak)", folder.join(path).display());
        }
    }
    Ok(())
}
