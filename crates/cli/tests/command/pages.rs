//! The printed pages: the report, mends by hand, timings, the profile for archives.

use crate::run::Folder;

const TEXT: &str = "---\ntitle: Tides\nlanguage: en-GB\n---\n# One {#one}\n\nThe tide came in over the flats and covered the \
    posts one by one, and nobody had counted them, so nobody could say whether one was missing; a boat lay on its side \
    in the grass, painted a blue that had once been fashionable, and all things considered it was an evening like \
    another.\n\n## Two {#two}\n\nWhen the lamps were lit the water looked like something poured out of a bottle.\n";

#[test]
fn the_report_counts_what_a_typesetter_would_mark() {
    let folder = Folder::with("report", "a.md", TEXT);
    let run = folder.run(&["build", "a.md", "--to", "pdf", "--theme", "novel", "--report"]).ends(0);
    assert!(run.out.contains("\nwidow: 0\n") && run.out.contains("\nunlevel-spread: 0\n"), "{}", run.out);
    let run = folder.run(&["build", "a.md", "--to", "pdf", "--report", "--message-format", "json"]).ends(0);
    assert!(run.out.contains("\"kind\":\"pages\"") && run.out.contains("\"most-hyphens-in-a-row\""), "{}", run.out);
}

#[test]
fn a_mend_by_hand_is_tried_out_by_the_report() {
    let folder = Folder::with("mends", "a.md", TEXT);
    folder.write("makeup.toml", "[[mend]]\nat = \"#two\"\nbreak = true\n\n[[mend]]\nstarts = \"Two\"\nbreak = true\n");
    let run = folder.run(&["build", "a.md", "--to", "pdf", "--report"]).ends(0);
    assert!(run.out.contains("(2 pages"), "{}", run.out);
    // Each of the two makes the other idle.
    assert!(run.out.contains("#two, break: has no effect any more"), "{}", run.out);
    folder.write("makeup.toml", "[[mend]]\nat = \"#two\"\nbreak = true\n");
    let run = folder.run(&["build", "a.md", "--to", "pdf", "--report"]).ends(0);
    assert!(run.out.contains("#two, break: has an effect"), "{}", run.out);
    folder.write("makeup.toml", "[[mend]]\nat = \"#gone\"\nkeep = true\n");
    let run = folder.run(&["build", "a.md", "--to", "pdf"]).ends(0);
    assert!(run.err.contains("makeup-unmet") && run.err.contains("#gone"), "{}", run.err);
}

#[test]
fn a_fault_in_the_mends_refuses_the_build_with_its_line() {
    let folder = Folder::with("mends-bad", "a.md", TEXT);
    folder.write("makeup.toml", "[[mend]]\nat = \"#two\"\nlooseness = \"much\"\n");
    let run = folder.run(&["build", "a.md", "--to", "pdf"]).ends(1);
    assert!(run.err.contains("makeup.toml:3"), "{}", run.err);
    assert!(folder.names("build").is_empty());
}

#[test]
fn timings_name_every_step() {
    let folder = Folder::with("timings", "a.md", TEXT);
    let run = folder.run(&["build", "a.md", "--timings"]).ends(0);
    for step in ["resolve:", "layout:", "pdf:", "epub:", "docx:"] {
        assert!(run.err.contains(step), "{}", run.err);
    }
}

#[test]
fn a_pdf_for_an_archive_says_so() {
    let folder = Folder::with("archive", "a.md", TEXT);
    folder.run(&["build", "a.md", "--to", "pdf", "--profile", "pdf=archive"]).ends(0);
    let bytes = folder.read("build/a.pdf");
    let has = |mark: &str| bytes.windows(mark.len()).any(|window| window == mark.as_bytes());
    assert!(has("http://www.aiim.org/pdfa/ns/id/") && has("http://www.aiim.org/pdfua/ns/id/"));
}
