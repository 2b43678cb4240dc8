//! Two sets of changes to one text: what the editor did, and what was done to the source since the draft was made. Both
//! are edits of the base, so those that do not touch are both made; those that do are a conflict, which shows both.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::patch::{Edit, apply};
use crate::tokens::pieces;

/// What becomes of changes that touch each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resolution {
    /// Both stand in the text, between marks.
    #[default]
    Markers,
    /// The source keeps its own.
    Ours,
    /// The draft's is taken.
    Theirs,
}

/// Two versions of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The line of the result where it begins, from 1.
    pub line: usize,
    /// What the draft was made from.
    pub base: String,
    /// What the source says now.
    pub ours: String,
    /// What the draft says.
    pub theirs: String,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Merged {
    pub(crate) text: String,
    pub(crate) conflicts: Vec<Conflict>,
}

/// Larger stretches of a text that was changed are not compared word by word.
const MOST_WORDS: usize = 20_000;

/// Makes the draft's edits of the base in the text as it stands now. `names` are those of the source and of the draft.
pub(crate) fn merge(base: &str, current: &str, edits: &[Edit], names: (&str, &str), resolution: Resolution) -> Merged {
    if base == current {
        return Merged { text: apply(base, edits), conflicts: Vec::new() };
    }
    let ours = changes(base, current);
    let theirs = follow_moves(base, &ours, edits);
    let ours: Vec<Edit> = ours.into_iter().filter(|edit| !theirs.carried.contains(edit)).collect();
    let regions = regions(base, &ours, &theirs.edits);
    let mut out = String::new();
    let mut conflicts = Vec::new();
    let mut at = 0;
    for Region { bytes, ours, theirs, is_conflict } in regions {
        out.push_str(&base[at..bytes.start]);
        at = bytes.end;
        let side = |edits: &[Edit]| apply_within(base, &bytes, edits);
        let (our_text, their_text) = (side(&ours), side(&theirs));
        if !is_conflict || our_text == their_text {
            let all: Vec<Edit> =
                ours.iter().chain(theirs.iter().filter(|edit| !ours.contains(edit))).cloned().collect();
            out.push_str(&apply_within(base, &bytes, &all));
            continue;
        }
        let conflict = Conflict {
            line: out.matches('\n').count() + 1,
            base: base[bytes.clone()].to_owned(),
            ours: our_text.clone(),
            theirs: their_text.clone(),
        };
        match resolution {
            Resolution::Ours => out.push_str(&our_text),
            Resolution::Theirs => out.push_str(&their_text),
            Resolution::Markers => {
                let line = |text: &str| if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                let (our_end, their_end) = (line(&our_text), line(&their_text));
                let (our_name, their_name) = names;
                out.push_str(&format!(
                    "<<<<<<< {our_name}\n{our_text}{our_end}=======\n{their_text}{their_end}>>>>>>> {their_name}\n"
                ));
            }
        }
        conflicts.push(conflict);
    }
    out.push_str(&base[at..]);
    Merged { text: out, conflicts }
}

/// What makes of one text the other: whole lines are compared first, then their words.
pub(crate) fn changes(base: &str, current: &str) -> Vec<Edit> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (base.split_inclusive('\n').collect(), current.split_inclusive('\n').collect());
    let mut edits = Vec::new();
    let starts = |lines: &[&str]| {
        let mut starts = vec![0];
        lines.iter().for_each(|line| starts.push(starts[starts.len() - 1] + line.len()));
        starts
    };
    let (old_starts, new_starts) = (starts(&old), starts(&new));
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if op.tag() != DiffTag::Equal {
            let (o, n) = (op.old_range(), op.new_range());
            let (from, to) = (old_starts[o.start], old_starts[o.end]);
            let text = &current[new_starts[n.start]..new_starts[n.end]];
            words(&base[from..to], text, from, &mut edits);
        }
    }
    edits
}

fn words(old: &str, new: &str, at: usize, edits: &mut Vec<Edit>) {
    let (old_words, new_words) = (pieces(old), pieces(new));
    if old.is_empty() || new.is_empty() || old_words.len() + new_words.len() > MOST_WORDS {
        edits.push(Edit { bytes: at..at + old.len(), text: new.to_owned() });
        return;
    }
    let place = |words: &[&str], index: usize| words[..index].iter().map(|word| word.len()).sum::<usize>();
    for op in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        if op.tag() != DiffTag::Equal {
            let (o, n) = (op.old_range(), op.new_range());
            let bytes = at + place(&old_words, o.start)..at + place(&old_words, o.end);
            edits.push(Edit { bytes, text: new_words[n].concat() });
        }
    }
}

/// The draft's edits, where what was moved takes along what was changed in it since.
struct Followed {
    edits: Vec<Edit>,
    /// Changes of the source that stand in what was moved.
    carried: Vec<Edit>,
}

fn follow_moves(base: &str, ours: &[Edit], edits: &[Edit]) -> Followed {
    let mut followed = Followed { edits: edits.to_vec(), carried: Vec::new() };
    for index in 0..edits.len() {
        let Edit { bytes, text } = &edits[index];
        // What is deleted here and inserted there, letter by letter, was moved.
        let moved = base.get(bytes.clone()).unwrap_or_default();
        if !text.is_empty() || moved.trim().is_empty() {
            continue;
        }
        let target = edits.iter().position(|other| other.bytes.is_empty() && other.text.contains(moved.trim()));
        let Some(target) = target else { continue };
        let inside: Vec<Edit> = ours
            .iter()
            .filter(|edit| edit.bytes.start >= bytes.start && edit.bytes.end <= bytes.end)
            .cloned()
            .collect();
        if !inside.is_empty() {
            let now = apply_within(base, bytes, &inside);
            followed.edits[target].text = edits[target].text.replace(moved.trim(), now.trim());
            followed.carried.extend(inside);
        }
    }
    followed
}

/// A part of the base that one or both sides change.
struct Region {
    bytes: Range<usize>,
    ours: Vec<Edit>,
    theirs: Vec<Edit>,
    is_conflict: bool,
}

/// Regions in their order. Edits that touch the other side's are one region, which then has whole lines.
fn regions(base: &str, ours: &[Edit], theirs: &[Edit]) -> Vec<Region> {
    let mut all: Vec<(&Edit, bool)> =
        ours.iter().map(|edit| (edit, true)).chain(theirs.iter().map(|edit| (edit, false))).collect();
    // Of two insertions at one place, ours stands first.
    all.sort_by_key(|(edit, is_ours)| (edit.bytes.start, edit.bytes.end, !is_ours));
    let mut regions: Vec<Region> = Vec::new();
    for (edit, is_ours) in all {
        let mut region = Region { bytes: edit.bytes.clone(), ours: Vec::new(), theirs: Vec::new(), is_conflict: false };
        if is_ours {
            region.ours.push(edit.clone())
        } else {
            region.theirs.push(edit.clone())
        }
        match regions.last_mut() {
            Some(last) if touches(last, edit, is_ours) => {
                last.bytes.end = last.bytes.end.max(edit.bytes.end);
                last.ours.append(&mut region.ours);
                last.theirs.append(&mut region.theirs);
                last.is_conflict = true;
            }
            Some(_) | None => regions.push(region),
        }
    }
    widen(base, regions)
}

/// Whether an edit touches one of the other side in a region.
fn touches(region: &Region, edit: &Edit, is_ours: bool) -> bool {
    let others = if is_ours { &region.theirs } else { &region.ours };
    let overlaps = |other: &Edit| {
        let (a, b) = (&other.bytes, &edit.bytes);
        let same_place = a == b && !a.is_empty() && other.text == edit.text;
        let inside = a.start < b.end && b.start < a.end;
        // An insertion at the edge of a deletion: the words that it was to stand beside are gone.
        let at_edge = a.is_empty() != b.is_empty() && (a.start == b.start || a.end == b.end) && other.text != edit.text;
        same_place || inside || at_edge
    };
    others.iter().any(overlaps) || region.is_conflict && edit.bytes.start < region.bytes.end
}

/// Conflicts take whole lines, with the edits in them.
fn widen(base: &str, regions: Vec<Region>) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    let mut rest = regions.into_iter().peekable();
    while let Some(mut region) = rest.next() {
        if region.is_conflict {
            let start = base[..region.bytes.start].rfind('\n').map_or(0, |at| at + 1);
            while out.last().is_some_and(|before| before.bytes.end > start) {
                if let Some(before) = out.pop() {
                    join(&mut region, before);
                }
            }
            region.bytes.start = region.bytes.start.min(start);
            loop {
                let end = base[region.bytes.end..].find('\n').map_or(base.len(), |at| region.bytes.end + at + 1);
                match rest.next_if(|next| next.bytes.start < end) {
                    Some(next) => join(&mut region, next),
                    None => {
                        region.bytes.end = end;
                        break;
                    }
                }
            }
        }
        out.push(region);
    }
    out
}

fn join(region: &mut Region, other: Region) {
    let Region { bytes, ours, theirs, is_conflict: _ } = other;
    region.bytes = region.bytes.start.min(bytes.start)..region.bytes.end.max(bytes.end);
    region.ours.extend(ours);
    region.theirs.extend(theirs);
}

/// A part of a text with edits made that lie in it.
fn apply_within(base: &str, bytes: &Range<usize>, edits: &[Edit]) -> String {
    let shift = |edit: &Edit| Edit {
        bytes: edit.bytes.start - bytes.start..edit.bytes.end - bytes.start,
        text: edit.text.clone(),
    };
    apply(&base[bytes.clone()], &edits.iter().map(shift).collect::<Vec<_>>())
}

/// How many lines around a difference are shown.
const AROUND: usize = 2;

/// The lines in which two versions of a file differ, as `diff -u` shows them.
pub fn difference(path: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut out = format!("--- {path}\n+++ {path}\n");
    for group in similar::group_diff_ops(ops, AROUND) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let (o, n) = (first.old_range().start..last.old_range().end, first.new_range().start..last.new_range().end);
        out.push_str(&format!("@@ -{},{} +{},{} @@\n", o.start + 1, o.len(), n.start + 1, n.len()));
        for op in group {
            let same = op.tag() == DiffTag::Equal;
            for line in &old[op.old_range()] {
                out.push_str(&format!("{}{line}\n", if same { ' ' } else { '-' }));
            }
            if !same {
                for line in &new[op.new_range()] {
                    out.push_str(&format!("+{line}\n"));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edits that make of a base what a draft says.
    fn merged(base: &str, current: &str, draft: &str) -> Merged {
        merge(base, current, &changes(base, draft), ("a.md", "a.docx"), Resolution::Markers)
    }

    #[test]
    fn changes_that_do_not_touch_are_both_made() {
        let found =
            merged("One two three four.\n\nFive.\n", "1 two three four.\n\nFive.\n", "One two three 4.\n\nFive!\n");
        assert_eq!(found, Merged { text: "1 two three 4.\n\nFive!\n".to_owned(), conflicts: vec![] });
    }

    #[test]
    fn the_same_change_is_made_once() {
        let found = merged("One two.\n", "One 2.\n", "One 2.\n");
        assert_eq!((found.text.as_str(), found.conflicts.len()), ("One 2.\n", 0));
    }

    #[test]
    fn changes_of_one_word_are_a_conflict() {
        let found =
            merged("A.\n\nOne two three.\n\nB.\n", "A.\n\nOne 2 three.\n\nB!\n", "A.\n\nOne zwei three.\n\nB.\n");
        assert_eq!(found.text, "A.\n\n<<<<<<< a.md\nOne 2 three.\n=======\nOne zwei three.\n>>>>>>> a.docx\n\nB!\n");
        assert_eq!(found.conflicts[0].line, 3);
        assert_eq!(found.conflicts[0].base, "One two three.\n");
    }

    #[test]
    fn what_is_edited_here_and_deleted_there_is_a_conflict() {
        let found = merged("A.\n\nOne two three.\n\nB.\n", "A.\n\nOne 2 three.\n\nB.\n", "A.\n\nB.\n");
        assert_eq!(found.conflicts.len(), 1);
        assert!(found.text.contains("One 2 three."), "{}", found.text);
    }

    #[test]
    fn insertions_at_one_place_stand_one_after_the_other() {
        let found = merged("A.\n\nB.\n", "A.\n\nOurs.\n\nB.\n", "A.\n\nTheirs.\n\nB.\n");
        assert_eq!((found.text.as_str(), found.conflicts.len()), ("A.\n\nOurs.\n\nTheirs.\n\nB.\n", 0));
    }

    #[test]
    fn what_was_moved_takes_along_what_was_changed_in_it() {
        let base = "A.\n\nOne two three.\n\nB.\n\nC.\n";
        let edits = [
            Edit { bytes: 4..20, text: String::new() },
            Edit { bytes: base.len()..base.len(), text: "\nOne two three.\n".to_owned() },
        ];
        let found = merge(base, &base.replace("two", "2"), &edits, ("a", "b"), Resolution::Markers);
        assert_eq!((found.text.as_str(), found.conflicts.len()), ("A.\n\nB.\n\nC.\n\nOne 2 three.\n", 0));
    }

    #[test]
    fn a_conflict_can_be_resolved_at_once() {
        let base = "One two.\n";
        let edits = changes(base, "One zwei.\n");
        let text = |resolution| merge(base, "One 2.\n", &edits, ("a", "b"), resolution).text;
        assert_eq!((text(Resolution::Ours).as_str(), text(Resolution::Theirs).as_str()), ("One 2.\n", "One zwei.\n"));
    }
}
