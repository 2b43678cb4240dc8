//! `chapbook merge`: what is written, what is kept, what is told, how it ends.

use chapbook_container::{Method, Timestamp, ZipLimits, ZipReader, ZipWriter};

use crate::run::Folder;

const SOURCE: &str = "---\ntitle: A title\nlanguage: en\n---\n\nThe first _words_.\n\nThe last words.\n";

const LIMITS: ZipLimits = ZipLimits { file: 1 << 20, entries: 100, total: 1 << 20, ratio: 1000, ratio_from: 1 << 20 };

/// A folder with a document and its draft, in which some words were replaced.
fn folder(name: &str, edits: &[(&str, &str)], options: &[&str]) -> Folder {
    let folder = Folder::with(name, "a.md", SOURCE);
    folder.run(&[&["build", "a.md", "--to", "docx", "-o", "."], options].concat()).ends(0);
    let bytes = folder.read("a.docx");
    let mut zip = ZipReader::open(&bytes, LIMITS).unwrap();
    let names: Vec<String> = zip.names().map(str::to_owned).collect();
    let mut out = ZipWriter::new(Timestamp::default());
    for name in names {
        let mut part = zip.read(&name, 1 << 20).unwrap().unwrap();
        if name == "word/document.xml" {
            let mut text = String::from_utf8(part).unwrap();
            for (was, is) in edits {
                assert!(text.contains(was), "{was}");
                text = text.replace(was, is);
            }
            part = text.into_bytes();
        }
        out.add(&name, &part, Method::Deflated);
    }
    folder.write("draft.docx", out.finish());
    folder
}

#[test]
fn a_draft_comes_home_and_the_old_file_is_kept() {
    let folder = folder("merge", &[("The first ", "Our first ")], &[]);
    folder
        .run(&["merge", "draft.docx", "--into", "a.md"])
        .ends(0)
        .prints("draft.docx: its baseline was found, and one change: 1 edited")
        .prints("a.md (the old one is a.md.bak)");
    assert_eq!(String::from_utf8(folder.read("a.md")).unwrap(), SOURCE.replace("The first", "Our first"));
    assert_eq!(folder.read("a.md.bak"), SOURCE.as_bytes());
    // Once more brings nothing new.
    let now = folder.read("a.md");
    folder.run(&["merge", "draft.docx", "--into", "a.md"]).ends(0);
    assert_eq!(folder.read("a.md"), now);
}

#[test]
fn a_draft_without_an_edit_writes_nothing() {
    let folder = folder("merge-none", &[], &[]);
    folder.run(&["merge", "draft.docx", "--into", "a.md"]).ends(0).prints("its baseline was found, and no edit");
    assert!(!folder.path("a.md.bak").exists());
}

#[test]
fn a_dry_run_shows_what_would_change() {
    let folder = folder("merge-dry", &[("The last words.", "The very last words.")], &[]);
    folder
        .run(&["merge", "draft.docx", "--into", "a.md", "--dry-run"])
        .ends(0)
        .prints("-The last words.")
        .prints("+The very last words.");
    assert_eq!(folder.read("a.md"), SOURCE.as_bytes());
}

#[test]
fn a_conflict_is_listed_with_its_line_and_ends_with_one() {
    let folder = folder("merge-conflict", &[("The last words.", "The end.")], &[]);
    folder.write("a.md", SOURCE.replace("The last words.", "The final words."));
    folder
        .run(&["merge", "draft.docx", "--into", "a.md", "--letter", "letter.md"])
        .ends(1)
        .prints("conflict at a.md:8: both versions stand there");
    let text = String::from_utf8(folder.read("a.md")).unwrap();
    assert!(text.contains("<<<<<<< a.md\nThe final words.\n=======\nThe end.\n>>>>>>> draft.docx\n"), "{text}");
    let letter = String::from_utf8(folder.read("letter.md")).unwrap();
    assert!(letter.contains("### Conflicts") && letter.contains("The last words. → The end."), "{letter}");
}

#[test]
fn programs_read_json() {
    let folder = folder("merge-json", &[("The first ", "Our first ")], &[]);
    folder
        .run(&["merge", "draft.docx", "--into", "a.md", "--json", "--dry-run"])
        .ends(0)
        .prints("\"kind\":\"merge\"")
        .prints("\"kind\":\"edited\",\"file\":\"a.md\"");
}

#[test]
fn a_draft_without_its_source_finds_the_projects_copy() {
    let folder = folder("merge-store", &[("The first ", "Our first ")], &["--no-embed-source"]);
    // The text went on: only the copy knows what the draft was made from.
    let now = SOURCE.replace("The last words.", "The last words.\n\nNewer ones.");
    folder.write("a.md", &now);
    folder.run(&["merge", "draft.docx", "--into", "a.md"]).ends(0).prints("its baseline was found");
    assert_eq!(String::from_utf8(folder.read("a.md")).unwrap(), now.replace("The first", "Our first"));
    // Without the copy that is told, and what is newer stays.
    folder.write("a.md", &now);
    std::fs::remove_dir_all(folder.path(".chapbook")).unwrap();
    folder
        .run(&["merge", "draft.docx", "--into", "a.md"])
        .ends(1)
        .says("warning: draft.docx: it was made with --no-embed-source")
        .prints("NOT APPLIED, see to it by hand: “Newer ones.”");
    assert_eq!(String::from_utf8(folder.read("a.md")).unwrap(), now.replace("The first", "Our first"));
}

#[test]
fn wrong_files_are_named() {
    let folder = folder("merge-wrong", &[], &[]);
    folder.run(&["merge", "nowhere.docx", "--into", "a.md"]).ends(2).says("nowhere.docx");
    folder.run(&["merge", "draft.docx", "--into", "b.md"]).ends(2).says("b.md").says("help:");
    folder.write("plain.docx", "no zip");
    folder.run(&["merge", "plain.docx", "--into", "a.md"]).ends(1).says("plain.docx: ").says("help:");
}

#[test]
fn a_draft_of_another_text_is_refused() {
    let tides = "# Tides\n\nThe tide comes in twice a day, and late on Sundays, since the moon keeps no week and the \
                 harbour waits as long as it takes.\n";
    let bread = "# Bread\n\nTake flour, water, salt and time, and of the last as much as there is in the house, for \
                 it is what makes the crumb.\n";
    let folder = Folder::with("merge-other", "a.md", tides);
    folder.run(&["build", "a.md", "--to", "docx", "-o", "."]).ends(0);
    folder.write("b.md", bread);
    folder
        .run(&["merge", "a.docx", "--into", "b.md"])
        .ends(2)
        .says("a.docx was made from a.md, “Tides”, and b.md has next to nothing in common with that")
        .says("--force");
    assert_eq!(folder.read("b.md"), bread.as_bytes());
    // Without a baseline, what the draft says is looked at.
    folder.run(&["build", "a.md", "--to", "docx", "-o", ".", "--no-embed-source"]).ends(0);
    std::fs::remove_dir_all(folder.path(".chapbook")).unwrap();
    folder.run(&["merge", "a.docx", "--into", "b.md"]).ends(2).says("“Tides”");
    // Whoever knows better has the last word.
    folder.run(&["merge", "a.docx", "--into", "b.md", "--force", "--dry-run"]);
    assert_eq!(folder.read("b.md"), bread.as_bytes());
}
