//! What a merge did, as JSON.

use serde::Serialize;

use super::VERSION;
use crate::merge::{Change, ChangeKind, Conflict, MergedDrafts, Report};

#[derive(Serialize)]
struct Merged<'a> {
    chapbook: u32,
    kind: &'static str,
    dry_run: bool,
    /// The files that changed, or would change.
    files: Vec<&'a str>,
    drafts: Vec<Draft<'a>>,
}

#[derive(Serialize)]
struct Draft<'a> {
    draft: &'a str,
    changes: Vec<OneChange<'a>>,
    tracked: Vec<Tracked<'a>>,
    conflicts: Vec<OneConflict<'a>>,
}

#[derive(Serialize)]
struct OneChange<'a> {
    kind: &'static str,
    file: Option<&'a str>,
    at: usize,
    was: &'a str,
    is: &'a str,
}

#[derive(Serialize)]
struct Tracked<'a> {
    author: &'a str,
    insertions: usize,
    deletions: usize,
}

#[derive(Serialize)]
struct OneConflict<'a> {
    file: Option<&'a str>,
    line: usize,
    base: &'a str,
    ours: &'a str,
    theirs: &'a str,
}

/// What a merge did.
pub fn merged(merged: &MergedDrafts, dry_run: bool) -> String {
    let path = |file: usize| merged.paths.get(file).map(String::as_str);
    let drafts = merged.reports.iter().map(|report| draft(report, &path)).collect();
    let files = merged.files.iter().map(|(path, _)| path.as_str()).collect();
    super::written(serde_json::to_string(&Merged { chapbook: VERSION, kind: "merge", dry_run, files, drafts }))
}

fn draft<'a>(report: &'a Report, path: &impl Fn(usize) -> Option<&'a str>) -> Draft<'a> {
    let Report { draft, changes, tracked, conflicts } = report;
    let change = |change: &'a Change| {
        let Change { kind, file, at, was, is } = change;
        let kind = match kind {
            ChangeKind::Edited => "edited",
            ChangeKind::Inserted => "inserted",
            ChangeKind::Deleted => "deleted",
            ChangeKind::Moved => "moved",
            ChangeKind::Split => "split",
            ChangeKind::Joined => "joined",
            ChangeKind::Formatted => "formatted",
            ChangeKind::Restyled => "restyled",
            ChangeKind::Renumbered => "renumbered",
            ChangeKind::NotApplied => "not-applied",
        };
        OneChange { kind, file: file.and_then(path), at: *at, was, is }
    };
    let conflict = |(file, conflict): &'a (usize, Conflict)| {
        let Conflict { line, base, ours, theirs } = conflict;
        OneConflict { file: path(*file), line: *line, base, ours, theirs }
    };
    let tracked = tracked.by_author.iter();
    Draft {
        draft,
        changes: changes.iter().map(change).collect(),
        tracked: tracked
            .map(|(author, (insertions, deletions))| Tracked { author, insertions: *insertions, deletions: *deletions })
            .collect(),
        conflicts: conflicts.iter().map(conflict).collect(),
    }
}
