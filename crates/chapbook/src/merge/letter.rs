//! The letter to the author: what came back, in words. What came back is found elsewhere.

use super::{Change, ChangeKind, MergedDrafts, Report};

/// What was changed, queried and left open, for the author to read: Markdown.
pub fn letter(merged: &MergedDrafts) -> String {
    let name = merged.paths.first().map_or("", String::as_str);
    let mut out = format!("# What came back for {name}\n");
    let place = |file: &Option<usize>| file.and_then(|file| merged.paths.get(file)).map_or("", String::as_str);
    let groups = [
        ("Changed", &[ChangeKind::Edited, ChangeKind::Split, ChangeKind::Joined, ChangeKind::Renumbered][..]),
        ("Looks and styles alone", &[ChangeKind::Formatted, ChangeKind::Restyled][..]),
        ("New", &[ChangeKind::Inserted][..]),
        ("Deleted", &[ChangeKind::Deleted][..]),
        ("Moved", &[ChangeKind::Moved][..]),
        ("Left open", &[ChangeKind::NotApplied][..]),
    ];
    for Report { draft, changes, tracked, conflicts } in &merged.reports {
        out.push_str(&format!("\n## {draft}\n"));
        if changes.is_empty() {
            out.push_str("\nNothing was changed.\n");
        }
        for (author, (insertions, deletions)) in &tracked.by_author {
            let author = if author.is_empty() { "Somebody" } else { author };
            out.push_str(&format!("\n{author} tracked {insertions} insertions and {deletions} deletions.\n"));
        }
        for (title, kinds) in groups {
            let of_kind: Vec<&Change> = changes.iter().filter(|change| kinds.contains(&change.kind)).collect();
            if of_kind.is_empty() {
                continue;
            }
            out.push_str(&format!("\n### {title}\n\n"));
            for Change { kind, file, at: _, was, is } in of_kind {
                let words = |text: &str| {
                    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    // What only looks otherwise is shown as it looks.
                    if *kind == ChangeKind::Formatted { text } else { text.replace(['*', '_', '`'], "") }
                };
                let text = match (was.is_empty(), is.is_empty(), was == is) {
                    (true, _, _) => words(is),
                    (_, true, _) | (_, _, true) => words(was),
                    _ => format!("{} → {}", words(was), words(is)),
                };
                out.push_str(&format!("- {}: {text}\n", place(file)));
            }
        }
        if !conflicts.is_empty() {
            out.push_str("\n### Conflicts\n\n");
            for (file, conflict) in conflicts {
                out.push_str(&format!(
                    "- {}, line {}: both versions stand there\n",
                    place(&Some(*file)),
                    conflict.line
                ));
            }
        }
        let queries: Vec<&(String, String)> =
            merged.comments.iter().filter(|(of, _)| of == draft).map(|(_, comment)| comment).collect();
        if !queries.is_empty() {
            out.push_str("\n### Queries\n\n");
            for (author, text) in queries {
                let author = if author.is_empty() { "Somebody" } else { author.as_str() };
                out.push_str(&format!("- {author}: {text}\n"));
            }
        }
    }
    out
}
