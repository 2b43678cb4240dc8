//! The way back: drafts are made, edited as an editor would leave them, and brought home. The edits are made in the
//! XML of the DOCX; what LibreOffice itself leaves is tried by `cargo xtask validate docx`.

#[path = "merge/baseline.rs"]
mod baseline;
#[path = "merge/blocks.rs"]
mod blocks;
#[path = "merge/chance.rs"]
mod chance;
#[path = "merge/drafts.rs"]
mod drafts;
#[path = "merge/sides.rs"]
mod sides;
#[path = "merge/untold.rs"]
mod untold;
#[path = "merge/words.rs"]
mod words;

use chapbook::Format;
use chapbook::merge::{EditedDraft, MergeOptions, merge};
use chapbook_tests::cases;
use chapbook_tests::made;

use crate::drafts::{draft, edited, merged, paragraph};

#[test]
fn no_edit_changes_no_byte_of_any_case() {
    let mut changed = Vec::new();
    for case in [cases::cases(), cases::examples()].concat() {
        let Ok(made) = made::make(&case) else { continue };
        let Some(bytes) = made.output(Format::Docx).filter(|_| made.has_document()) else { continue };
        let draft = EditedDraft { name: "draft.docx".into(), bytes: bytes.to_vec(), baseline: None };
        let folder = cases::Folder(case.folder.clone());
        match merge(&[draft], &folder, &case.file, &MergeOptions::default()) {
            Ok(merged) if merged.files.is_empty() && merged.reports[0].changes.is_empty() => {}
            Ok(merged) => changed.push(format!("{}: {:?}", case.name, merged.reports[0].changes)),
            Err(error) => changed.push(format!("{}: {error}", case.name)),
        }
    }
    assert_eq!(changed, Vec::<String>::new());
}

/// The worked example of docs/drafts.md: source, edit, result.
#[test]
fn the_example_of_the_guide_is_true() {
    let page = include_str!("../docs/drafts.md");
    let blocks: Vec<&str> =
        page.split("```markdown\n").skip(1).map(|tail| tail.split("```").next().unwrap_or_default()).collect();
    let [source, result] = blocks.as_slice() else { panic!("{} blocks of Markdown", blocks.len()) };
    let bytes = draft(source);
    let step = paragraph(&bytes, "Look at the water.");
    let new =
        step.split("<w:bookmark").next().expect("it has a start").to_owned() + "<w:r><w:t>Wait.</w:t></w:r></w:p>";
    let back = edited(&bytes, &[("comes in", "arrives"), (&step, &format!("{step}{new}"))]);
    let (text, merged) = merged(&[back], source, &MergeOptions::default());
    assert_eq!(text, *result);
    assert_eq!(merged.reports[0].changes.len(), 2);
    // And what the page on JSON says of it.
    let page = include_str!("../docs/guide/json.md");
    let shown = page.split("## What a merge did").nth(1).and_then(|tail| tail.split("```json\n").nth(1));
    let shown = shown.and_then(|tail| tail.split("```").next()).expect("it shows a merge");
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("it is JSON");
    assert_eq!(parsed(&chapbook::json::merged(&merged, true)), parsed(shown));
}
