//! What a draft carries of its source: lost, damaged, or of several files.

use chapbook::merge::{ChangeKind, EditedDraft, MergeOptions, merge};
use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles, export, load};
use chapbook_container::{Method, Timestamp, ZipWriter};
use chapbook_tests::parts;

use crate::drafts::{BOOK, draft, edited, files};

#[test]
fn a_draft_without_a_baseline_is_told() {
    let files = files(BOOK);
    let without = ExportOptions { to: vec![Format::Docx], embed_source: Some(false), ..ExportOptions::default() };
    let exported = export(&load(&files, "a.md", &LoadOptions::default()), &files, &without).expect("the theme reads");
    let bytes = exported.outputs[0].bytes.clone();
    let lost =
        EditedDraft { name: "d.docx".into(), bytes: edited(&bytes, &[("Last words.", "The end.")]), baseline: None };
    // The source is as it was: the draft that is made of it now is the same.
    let found = merge(std::slice::from_ref(&lost), &files, "a.md", &MergeOptions::default()).expect("it is compared");
    assert_eq!((found.files[0].1.as_str(), found.two_way.len()), (BOOK.replace("Last words.", "The end.").as_str(), 0));
    // The project's own copy of the draft as it was sent stands in for it.
    let kept = EditedDraft { baseline: exported.outputs[0].draft.clone().map(|draft| draft.baseline), ..lost };
    let found = merge(&[kept], &files, "a.md", &MergeOptions::default()).expect("the copy has it");
    assert_eq!(found.files[0].1, BOOK.replace("Last words.", "The end."));
}

#[test]
fn a_draft_that_lost_everything_is_compared_with_the_text_of_now() {
    // A web word processor keeps neither bookmarks nor parts of others.
    let parts = parts::unzip(&draft(BOOK)).expect("it is a package");
    let mut zip = ZipWriter::new(Timestamp::default());
    for part in parts.iter().filter(|part| !parts::is_of_the_draft(&part.name)) {
        let text = String::from_utf8_lossy(&part.bytes).into_owned();
        let is_text = part.name.ends_with(".xml") || part.name.ends_with(".rels");
        let bytes = if is_text {
            let mut out = String::new();
            for piece in text.split_inclusive("/>") {
                let kept = match piece.rfind("<w:bookmark") {
                    Some(at) if piece[at..].contains("_cb_") || piece[at..].starts_with("<w:bookmarkEnd") => {
                        &piece[..at]
                    }
                    Some(_) | None => piece,
                };
                let pointer =
                    kept.contains("customXml") || kept.contains("custom-properties") || kept.contains("custom.xml");
                out.push_str(if pointer && part.name != "word/document.xml" { "" } else { kept });
            }
            out.replace("The first paragraph has ", "The very first paragraph has ").into_bytes()
        } else {
            part.bytes.clone()
        };
        zip.add(&part.name, &bytes, Method::Deflated);
    }
    let lost = EditedDraft { name: "d.docx".into(), bytes: zip.finish(), baseline: None };
    let now = BOOK.replace("Last words.", "Last words.\n\nA paragraph that is newer than the draft.");
    let found = merge(&[lost], &files(&now), "a.md", &MergeOptions::default()).expect("it is compared");
    assert_eq!(found.two_way.len(), 1, "it is told");
    assert_eq!(found.files[0].1, now.replace("The first", "The very first"));
    let kept = found.reports[0].changes.iter().filter(|change| change.kind == ChangeKind::NotApplied);
    assert_eq!(
        kept.map(|change| change.was.as_str()).collect::<Vec<_>>(),
        ["A paragraph that is newer than the draft."]
    );
}

#[test]
fn a_book_of_several_files_comes_home_into_the_right_one() {
    let mut files = MemoryFiles::default();
    let project = "files = [\"one.md\", \"two.md\"]\n[metadata]\ntitle = \"A book\"\nlanguage = \"en\"\n";
    let one = "# One\n\nSee [the other](two.md).[^a]\n\n[^a]: First note.\n";
    let two = "# Two\n\nThe same words.[^a]\n\n[^a]: Second note.\n";
    files.add("book.toml", project.as_bytes().to_vec());
    files.add("one.md", one.as_bytes().to_vec());
    files.add("two.md", two.as_bytes().to_vec());
    let options = ExportOptions { to: vec![Format::Docx], keep_going: true, ..ExportOptions::default() };
    let exported = export(&load(&files, "book.toml", &LoadOptions::default()), &files, &options).expect("it exports");
    let edits = [("The same words.", "Other words."), ("Second note.", "Another note."), ("A book", "A good book")];
    let bytes = edited(&exported.outputs[0].bytes, &edits);
    let back = EditedDraft { name: "d.docx".into(), bytes, baseline: None };
    let found = merge(&[back], &files, "book.toml", &MergeOptions::default()).expect("the baseline is there");
    let two_now = two.replace("The same words.", "Other words.").replace("Second note.", "Another note.");
    let wanted = [("book.toml".to_owned(), project.replace("A book", "A good book")), ("two.md".to_owned(), two_now)];
    assert_eq!(found.files, wanted);
}

#[test]
fn a_baseline_that_was_damaged_is_told_and_not_believed() {
    let bytes = draft(BOOK);
    let parts = parts::unzip(&bytes).expect("it is a package");
    let item = parts.iter().find(|part| part.name == "customXml/item1.xml").expect("it is there");
    let part = String::from_utf8_lossy(&item.bytes).into_owned();
    let damages: [(&str, String); 5] = [
        ("no base64", part.replace("<text>", "<text>!!!")),
        ("cut short", part[..part.len() / 2].to_owned()),
        ("another text", part.replacen("<text>", "<text>eJwDAAAAAAE=</text><text>", 1)),
        ("another id", part.replacen(" id=\"", " id=\"0000", 1).replacen("<text>", "<text>AAAA", 1)),
        ("empty", String::new()),
    ];
    for (what, damaged) in damages {
        let mut zip = ZipWriter::new(Timestamp::default());
        for part in &parts {
            let bytes = if part.name == item.name { damaged.as_bytes() } else { &part.bytes };
            zip.add(&part.name, bytes, Method::Deflated);
        }
        let back = EditedDraft { name: "d.docx".into(), bytes: zip.finish(), baseline: None };
        // The source is still the same, so the draft made of it stands in; nothing of the damaged text is taken.
        match merge(&[back], &files(BOOK), "a.md", &MergeOptions::default()) {
            Ok(found) => assert_eq!(found.files, [], "{what}"),
            Err(error) => assert!(!error.to_string().is_empty(), "{what}"),
        }
    }
}
