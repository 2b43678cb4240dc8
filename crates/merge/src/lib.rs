//! An edited draft comes home: what an editor changed in a DOCX is found by comparing it with what the draft was, and
//! put into the Markdown as it stands now, by ranges of its bytes. It reads no file and writes none.
//!
//! The steps: [`align`] gives both readings the same names, [`settle`] looks to tracked changes, [`matching`] says which
//! paragraph is which, [`bring`] makes edits of the source of what differs ([`homes`] and [`ground`] know where words
//! stand, [`patch`] changes them, [`write`] writes what is new, [`copied`] with pieces of the source in it), and [`three_way`] brings the edits together with what
//! was done to the source since.

mod align;
mod bring;
mod check;
mod copied;
mod ground;
mod homes;
mod likeness;
mod matching;
mod patch;
mod settle;
mod three_way;
mod tokens;
mod write;

use chapbook_docx::baseline::{Baseline, SourceFile};

pub use align::Side;
pub use bring::{Change, ChangeKind};
pub use check::differing;
pub use likeness::unlike;
pub use settle::{Tracked, TrackedChanges};
pub use three_way::{Conflict, Resolution, difference};

/// How drafts are merged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What becomes of tracked changes.
    pub tracked: TrackedChanges,
    /// What becomes of changes that touch each other.
    pub resolution: Resolution,
    /// The drafts are compared with the source as it is now, for want of what they were made from. What a draft does not
    /// have may be newer than it, so nothing is deleted.
    pub two_way: bool,
}

/// A draft on its way home.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What messages and conflicts call it.
    pub name: String,
    /// The draft as it was: what is read of a draft that is made of the baseline now.
    pub was: Side,
    /// The draft as the editor left it.
    pub is: Side,
}

/// What came of one draft.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The draft.
    pub draft: String,
    /// What was changed in it.
    pub changes: Vec<Change>,
    /// Its tracked changes.
    pub tracked: Tracked,
    /// Where its changes touch others: the file, and the two versions.
    pub conflicts: Vec<(usize, Conflict)>,
}

/// What came of all drafts.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The text of each file of the baseline.
    pub files: Vec<String>,
    /// A report for each draft.
    pub reports: Vec<Report>,
    /// Pictures that are new in a draft: where the text looks for them, and their bytes.
    pub media: Vec<(String, Vec<u8>)>,
}

/// Brings drafts that were made from one baseline into its files as they stand now, one draft after the other.
pub fn merge(baseline: &Baseline, current: &[String], drafts: Vec<Draft>, options: Options) -> Merged {
    let mut merged = Merged { files: current.to_vec(), ..Merged::default() };
    let homes_of = homes::read(baseline);
    let salt: String = baseline.id.chars().take(4).collect();
    for Draft { name, mut was, mut is } in drafts {
        was.leaves.iter_mut().for_each(|leaf| leaf.keys.retain(|key| key.salt == salt));
        align::align(&mut was, &mut is, &salt);
        let (leaves, tracked) = settle::settle(is.leaves, options.tracked);
        let was_leaves = settle::settle(was.leaves, options.tracked).0;
        let homes = homes::Homes::new(baseline, &homes_of, &was_leaves);
        let brought =
            bring::bring(&homes, (&was_leaves, &was.grids), (&leaves, &is.grids), is.by_libreoffice, options.two_way);
        let mut report = Report { draft: name.clone(), changes: brought.changes, tracked, conflicts: Vec::new() };
        for (file, edits) in brought.edits {
            let Some(text) = merged.files.get_mut(file) else { continue };
            let base = &baseline.files[file];
            // What is private is blanked in the baseline; where the file is still the same, it is its own baseline.
            let is_same = SourceFile::new("", text, String::new()).sha256 == base.sha256;
            let base_text = if is_same { text.clone() } else { base.text.clone() };
            let result = three_way::merge(&base_text, text, &edits, (&base.path, &name), options.resolution);
            *text = result.text;
            report.conflicts.extend(result.conflicts.into_iter().map(|conflict| (file, conflict)));
        }
        for (target, bytes) in is.media {
            let is_new = !was.media.iter().any(|(_, known)| *known == bytes)
                && merged.files.iter().any(|text| text.contains(&target));
            if is_new {
                merged.media.push((target, bytes));
            }
        }
        merged.reports.push(report);
    }
    merged
}
