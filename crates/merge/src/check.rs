//! Whether a merged text says what the draft says: the words of both, paragraph by paragraph. It is asked where nothing
//! else was changed, so that every difference is a fault of the merge.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::align::{Side, without_foreign_languages};
use crate::bring::words;
use crate::ground::seen;
use crate::settle::{TrackedChanges, settle};

/// The paragraphs that a draft of the merged text has otherwise than the draft that was merged: as they are in either.
pub fn differing(merged: Side, draft: Side, tracked: TrackedChanges) -> Vec<String> {
    let texts = |side: Side| {
        let leaves = settle(without_foreign_languages(side.leaves), tracked).0;
        let lines = leaves.iter().map(|leaf| words(leaf).chars().map(seen).collect::<String>());
        // Of white space only that there is some.
        let lines = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<String>>()
    };
    let (merged, draft) = (texts(merged), texts(draft));
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &merged, &draft) {
        if op.tag() != DiffTag::Equal {
            out.extend(merged[op.old_range()].iter().chain(&draft[op.new_range()]).cloned());
        }
    }
    out
}
