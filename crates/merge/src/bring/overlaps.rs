//! Edits of one file that reach into each other: what comes to a place that goes itself comes in its stead, and of two
//! that change the same bytes the second is told. Nothing that is dropped is dropped in silence.

use super::{Bringer, ChangeKind};
use crate::patch::Edit;

impl Bringer<'_, '_> {
    /// Parts edits that overlap.
    pub(super) fn part_overlaps(&mut self) {
        let files: Vec<usize> = self.brought.edits.keys().copied().collect();
        for file in files {
            let mut edits = self.brought.edits.remove(&file).unwrap_or_default();
            // In the order in which they are made; of several at one place, as they came.
            edits.sort_by_key(|edit| (edit.bytes.start, edit.bytes.end));
            let source = &self.homes.files[file].text;
            let mut kept: Vec<Edit> = Vec::with_capacity(edits.len());
            let mut lost = Vec::new();
            for edit in edits {
                match kept.last_mut().filter(|last| edit.bytes.start < last.bytes.end) {
                    None => kept.push(edit),
                    Some(last) if edit.bytes.is_empty() => {
                        let gone = source.get(last.bytes.clone()).unwrap_or_default();
                        // A removal at the end of a file takes the line ends before it.
                        let text = match gone.starts_with('\n') {
                            true => edit.text.trim_end().to_owned(),
                            false => format!("{}\n\n", edit.text.trim_matches('\n')),
                        };
                        last.text.push_str(&text);
                    }
                    Some(last) if *last == edit => {}
                    Some(_) => lost.push(edit),
                }
            }
            self.brought.edits.insert(file, kept);
            for Edit { bytes, text } in lost.into_iter().filter(|edit| !edit.text.trim().is_empty()) {
                self.tell(ChangeKind::NotApplied, Some((file, bytes.start)), "", &text);
            }
        }
    }
}
