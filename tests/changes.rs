//! A draft's changes kept, accepted or rejected in the DOCX: it says what the same text says where the changes were
//! made by hand, while the other formats print the accepted text.

use chapbook::{Changes, ExportOptions, Exported, Format, LoadOptions, MemoryFiles, export, inspect, load};
use chapbook_tests::{compare, expected, parts, witness::Witness};

const HEAD: &str = "---\ntitle: A draft\nlanguage: en\n---\n";

/// With changes, accepted by hand, rejected by hand.
const TEXTS: [&str; 3] = [
    "One {++and two ++}{--or three --}went{++[^new]++} out.{>>Is this so?<<} \"{~~Old~>New~~} words[^old].\" See \
     [@fig-x]{.page}.\n\n{++Only in the new text, with *its* mark.++}\n\n![A {--b--} square](x.png){#fig-x alt=\"A \
     square\"}\n\n1. First\n2. {--Second--}{++Another++}\n\n[^new]: The new note.\n\n[^old]: The old note.\n",
    "One and two went[^new] out.{>>Is this so?<<} \"New words[^old].\" See [@fig-x]{.page}.\n\nOnly in the new text, \
     with *its* mark.\n\n![A square](x.png){#fig-x alt=\"A square\"}\n\n1. First\n2. Another\n\n[^new]: The new \
     note.\n\n[^old]: The old note.\n",
    "One or three went out.{>>Is this so?<<} \"Old words[^old].\" See [@fig-x]{.page}.\n\n![A b square](x.png){#fig-x \
     alt=\"A square\"}\n\n1. First\n2. Second\n\n[^old]: The old note.\n",
];

fn files(text: &str) -> MemoryFiles {
    let mut files = MemoryFiles::default();
    files.add("a.md", format!("{HEAD}{text}").into_bytes());
    files.add("x.png", include_bytes!("cases/figures/images/square.png").to_vec());
    files
}

fn built(text: &str, changes: Option<Changes>) -> Exported {
    let files = files(text);
    let options = ExportOptions { changes, ..ExportOptions::default() };
    export(&load(&files, "a.md", &LoadOptions::default()), &files, &options).expect("the theme reads")
}

fn says(text: &str) -> Witness {
    let files = files(text);
    let loaded = load(&files, "a.md", &LoadOptions::default());
    expected::witness(&inspect::tree(&loaded, &files, &ExportOptions::default()).expect("the theme reads"))
}

fn parts_of(exported: &Exported) -> Vec<String> {
    let docx = exported.outputs.iter().find(|output| output.format == Format::Docx).expect("it was made");
    let parts = parts::unzip(&docx.bytes).expect("it is a package");
    let kept = parts.iter().filter(|part| !parts::is_of_the_draft(&part.name));
    kept.filter_map(parts::Part::lines).map(|lines| parts::without_salt(&lines.expect("it is XML"))).collect()
}

#[test]
fn each_way_says_what_the_text_settled_by_hand_says() {
    let [typed, accepted, rejected] = TEXTS;
    for (changes, docx) in [
        (None, accepted),
        (Some(Changes::Keep), accepted),
        (Some(Changes::Accept), accepted),
        (Some(Changes::Reject), rejected),
    ] {
        let exported = built(typed, changes);
        assert_eq!(exported.outputs.len(), 3, "{changes:?}: {:?}", exported.diagnostics);
        for output in &exported.outputs {
            let wanted = says(if output.format == Format::Docx { docx } else { accepted });
            let found = compare::read(output.format, &output.bytes).expect("it reads");
            let faults = compare::compare(output.format, &wanted, &found);
            assert_eq!(faults, Vec::<String>::new(), "{changes:?} {:?}", output.format);
        }
    }
}

#[test]
fn settled_changes_leave_no_revision_and_every_comment() {
    let [typed, accepted, _] = TEXTS;
    for (changes, revisions) in [(Changes::Keep, true), (Changes::Accept, false), (Changes::Reject, false)] {
        let parts = parts_of(&built(typed, Some(changes)));
        let has = |sign: &str| parts.iter().any(|part| part.contains(sign));
        assert_eq!((has("w:ins "), has("w:del ")), (revisions, revisions), "{changes:?}");
        assert!(has("Is this so?"), "{changes:?}: a comment is no change");
    }
    // Page numbers and all.
    assert_eq!(parts_of(&built(accepted, None)), parts_of(&built(typed, Some(Changes::Accept))));
}

#[test]
fn what_is_rejected_troubles_no_docx_that_is_made_alone() {
    // The reference leads nowhere.
    let text = "One{++, see @fig-nowhere++}.\n\n{++New.\n\nNewer.++}\n";
    let alone = |changes| {
        let files = files(text);
        let options = ExportOptions { to: vec![Format::Docx], changes: Some(changes), ..ExportOptions::default() };
        export(&load(&files, "a.md", &LoadOptions::default()), &files, &options).expect("the theme reads")
    };
    let codes = |exported: &Exported| exported.diagnostics.iter().map(|d| d.code.name).collect::<Vec<_>>();
    let rejected = alone(Changes::Reject);
    assert_eq!(codes(&rejected), Vec::<&str>::new());
    assert!(parts_of(&rejected).iter().all(|part| !part.contains("New")));
    assert_eq!(codes(&alone(Changes::Accept)), ["reference-undefined"]);
    assert_eq!(codes(&alone(Changes::Keep)), ["reference-undefined"]);
}

#[test]
fn changes_over_several_blocks_are_settled_everywhere() {
    let typed = "Before {--the\n\n## Heading\n\n1. one\n2. two\n\nlast--} words.\n\n1. a\n2. {--b\n3. c--}\n4. d\n\n\
                 {++New.\n\nNewer.++}\n\nHere[]{.paragraph-deletion} \n\n it goes on.\n";
    let accepted = "Before words.\n\n1. a\n2. d\n\nNew.\n\nNewer.\n\nHereit goes on.\n";
    let rejected = "Before the\n\n## Heading\n\n1. one\n2. two\n\nlast words.\n\n1. a\n2. b\n3. c\n4. d\n\nHere\n\nit \
                    goes on.\n";
    for (changes, docx) in [(Changes::Keep, None), (Changes::Accept, Some(accepted)), (Changes::Reject, Some(rejected))]
    {
        let exported = built(typed, Some(changes));
        assert_eq!(exported.outputs.len(), 3, "{changes:?}: {:?}", exported.diagnostics);
        for output in &exported.outputs {
            let wanted = if output.format == Format::Docx { docx } else { Some(accepted) };
            let Some(wanted) = wanted else { continue };
            let found = compare::read(output.format, &output.bytes).expect("it reads");
            let faults = compare::compare(output.format, &says(wanted), &found);
            assert_eq!(faults, Vec::<String>::new(), "{changes:?} {:?}", output.format);
        }
        let told = exported.diagnostics.iter().filter(|d| d.code.name == "changes-accepted").count();
        assert_eq!(told, 1, "{changes:?}");
    }
}

#[test]
fn the_project_file_chooses_and_the_command_goes_before_it() {
    let [typed, ..] = TEXTS;
    let mut files = files(typed);
    let project = "files = [\"a.md\"]\n[metadata]\ntitle = \"A draft\"\nlanguage = \"en\"\n[output]\n\
                   docx = { changes = \"accept\" }\nprint = {}\n";
    files.add("book.toml", project.as_bytes().to_vec());
    let loaded = load(&files, "book.toml", &LoadOptions::default());
    let revisions = |changes| {
        let options = ExportOptions { changes, ..ExportOptions::default() };
        let exported = export(&loaded, &files, &options).expect("the theme reads");
        let names: Vec<&str> = exported.outputs.iter().map(|output| output.name.as_str()).collect();
        assert_eq!(names, ["book-print.pdf", "book.docx"]);
        parts_of(&exported).iter().any(|part| part.contains("w:ins "))
    };
    assert!(!revisions(None));
    assert!(revisions(Some(Changes::Keep)));
}
