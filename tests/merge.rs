//! The way back: drafts are made, edited as an editor would leave them, and brought home. The edits are made in the
//! XML of the DOCX; what LibreOffice itself leaves is tried by `cargo xtask validate docx`.

use chapbook::merge::{ChangeKind, EditedDraft, MergeOptions, MergedDrafts, Resolution, TrackedChanges, merge};
use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles, export, load};
use chapbook_container::{Method, Timestamp, ZipWriter};
use chapbook_tests::cases;
use chapbook_tests::diff;
use chapbook_tests::made;
use chapbook_tests::parts;

/// A manuscript with one of each thing that is edited below.
const BOOK: &str = "---\ntitle: A draft\nlanguage: en\n---\n\n# One\n\nThe first paragraph has _some_ words\non two \
                    lines; it's \"plain\".\n\nA second one with a [link](https://example.org/a).[^n]\n\n1. Alpha\n2. \
                    Beta\n3. Gamma\n\n![The square](x.png){#fig-x credit=\"Photo: Ann\"}\n\nSee @fig-x for it.\n\n| A \
                    | B |\n|---|---|\n| one | two |\n\n> Quoted words.\n\n```\nlet x = 1;\n```\n\nLast words.\n\n[^n]: \
                    The note.\n";

fn files(text: &str) -> MemoryFiles {
    let mut files = MemoryFiles::default();
    files.add("a.md", text.as_bytes().to_vec());
    files.add("x.png", include_bytes!("cases/figures/images/square.png").to_vec());
    files
}

fn draft(text: &str) -> Vec<u8> {
    let files = files(text);
    let options = ExportOptions { to: vec![Format::Docx], keep_going: true, ..ExportOptions::default() };
    let exported = export(&load(&files, "a.md", &LoadOptions::default()), &files, &options).expect("the theme reads");
    exported.outputs.into_iter().next().expect("it was made").bytes
}

/// A draft with words of its parts replaced, each of which is there.
fn edited(bytes: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = parts::unzip(bytes).expect("it is a package");
    for (was, is) in edits {
        let mut found = false;
        for part in &mut parts {
            let is_text = part.name.starts_with("word/") && part.name.ends_with(".xml");
            let text = String::from_utf8_lossy(&part.bytes).into_owned();
            if is_text && text.contains(was) {
                found = true;
                part.bytes = text.replacen(was, is, 1).into_bytes();
                break;
            }
        }
        assert!(found, "{was} is in no part");
    }
    let mut zip = ZipWriter::new(Timestamp::default());
    for part in &parts {
        zip.add(&part.name, &part.bytes, Method::Deflated);
    }
    zip.finish()
}

fn merged(drafts: &[Vec<u8>], now: &str, options: &MergeOptions) -> (String, MergedDrafts) {
    let drafts: Vec<EditedDraft> = drafts
        .iter()
        .enumerate()
        .map(|(i, bytes)| EditedDraft { name: format!("draft-{}.docx", i + 1), bytes: bytes.clone(), baseline: None })
        .collect();
    let merged = merge(&drafts, &files(now), "a.md", options).expect("the baseline is there");
    assert_eq!(merged.differing, Vec::<String>::new(), "{:?} {:?}", merged.files, merged.reports);
    let text = merged.files.first().map_or(now.to_owned(), |(_, text)| text.clone());
    (text, merged)
}

/// The whole paragraph of a draft that holds some words, tags and all.
fn paragraph(bytes: &[u8], words: &str) -> String {
    let parts = parts::unzip(bytes).expect("it is a package");
    let document = parts.iter().find(|part| part.name == "word/document.xml").expect("it has a text");
    let text = String::from_utf8_lossy(&document.bytes).into_owned();
    let at = text.find(words).unwrap_or_else(|| panic!("no {words}"));
    let start = text[..at].rfind("<w:p>").expect("it stands in a paragraph");
    let end = at + text[at..].find("</w:p>").expect("it ends") + "</w:p>".len();
    text[start..end].to_owned()
}

/// What one edited draft makes of the book, as the lines that differ.
fn difference(edits: &[(&str, &str)]) -> String {
    let (text, merged) = merged(&[edited(&draft(BOOK), edits)], BOOK, &MergeOptions::default());
    assert!(merged.reports[0].conflicts.is_empty());
    diff::lines(BOOK, &text).unwrap_or_default()
}

/// The lines of a difference that were taken away or added.
fn lines(difference: &str) -> Vec<&str> {
    difference.lines().filter(|line| line.starts_with(['-', '+'])).collect()
}

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

#[test]
fn a_word_is_changed_and_nothing_else() {
    let found = difference(&[("paragraph has ", "passage has ")]);
    assert_eq!(
        lines(&found),
        ["-The first paragraph has _some_ words", "+The first passage has _some_ words"],
        "{found}"
    );
    let found = difference(&[(">some<", ">several<")]);
    assert_eq!(lines(&found)[1], "+The first paragraph has _several_ words");
    // What is typed in Word is curly; the source is straight.
    let found = difference(&[("plain", "very “plain”")]);
    assert_eq!(lines(&found)[1], "+on two lines; it's \"very \"plain\"\".");
}

#[test]
fn titles_captions_credits_notes_cells_and_code_are_text_as_well() {
    for (was, is, line) in [
        ("A draft", "A better: draft", "+title: \"A better: draft\""),
        ("The square", "The big square", "+![The big square](x.png){#fig-x credit=\"Photo: Ann\"}"),
        ("The note.", "The long note.", "+[^n]: The long note."),
        (">two<", ">zwei<", "+| one | zwei |"),
        ("Quoted words.", "Words.", "+> Words."),
        ("let x = 1;", "let x = 2;", "+let x = 2;"),
        (">link<", ">place<", "+A second one with a [place](https://example.org/a).[^n]"),
    ] {
        let found = difference(&[(was, is)]);
        assert_eq!(lines(&found).get(1).copied(), Some(line), "{found}");
    }
}

#[test]
fn paragraphs_come_and_go() {
    let bytes = draft(BOOK);
    let last = paragraph(&bytes, "Last words.");
    let found = difference(&[(&last, "")]);
    assert!(lines(&found).contains(&"-Last words."), "{found}");
    let new = "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr><w:r><w:t>New *words* here.</w:t></w:r></w:p>";
    let found = difference(&[(&last, &format!("{new}{last}"))]);
    assert_eq!(lines(&found), ["+New \\*words\\* here.", "+"], "{found}");
    let beta = paragraph(&bytes, "Beta");
    let found = difference(&[(&beta, "")]);
    assert_eq!(lines(&found), ["-2. Beta", "-3. Gamma", "+2. Gamma"], "{found}");
    let item = beta.replace("Beta", "Beta and a half");
    let keyless =
        item.split("<w:bookmark").next().expect("it has a start").to_owned() + "<w:r><w:t>New item</w:t></w:r></w:p>";
    let found = difference(&[(&beta, &format!("{beta}{keyless}"))]);
    assert_eq!(lines(&found), ["-3. Gamma", "+3. New item", "+4. Gamma"], "{found}");
}

#[test]
fn what_moves_keeps_its_bytes() {
    let bytes = draft(BOOK);
    let (see, quoted) = (paragraph(&bytes, "Quoted words."), paragraph(&bytes, "Last words."));
    let swapped = edited(&edited(&bytes, &[(&see, "@1@"), (&quoted, "@2@")]), &[("@1@", &quoted), ("@2@", &see)]);
    let (text, merged) = merged(&[swapped], BOOK, &MergeOptions::default());
    let order = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words} in {text}"));
    assert!(order("Last words.") < order("> Quoted words."), "{text}");
    assert!(order("> Quoted words.") < order("[^n]: The note."), "{text}");
    assert!(merged.reports[0].changes.iter().any(|change| change.kind == ChangeKind::Moved));
    assert_eq!(text.len(), BOOK.len(), "{text}");
}

#[test]
fn paragraphs_split_and_join() {
    let found = difference(&[(
        "A second one with a ",
        "A second one</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">with a ",
    )]);
    assert_eq!(
        lines(&found),
        [
            "-A second one with a [link](https://example.org/a).[^n]",
            "+A second one",
            "+",
            "+with a [link](https://example.org/a).[^n]"
        ],
        "{found}"
    );
}

#[test]
fn changes_on_both_sides_are_both_made() {
    let now = BOOK.replace("Last words.", "The last words.").replace("2. Beta", "2. Bravo");
    let bytes = edited(&draft(BOOK), &[("paragraph has ", "passage has "), ("Gamma", "Charlie")]);
    let (text, merged) = merged(&[bytes], &now, &MergeOptions::default());
    assert!(merged.reports[0].conflicts.is_empty(), "{:?}", merged.reports);
    assert_eq!(text, now.replace("paragraph has", "passage has").replace("Gamma", "Charlie"));
}

#[test]
fn changes_of_one_place_are_a_conflict_that_drops_nothing() {
    let now = BOOK.replace("Last words.", "Final words.");
    let bytes = edited(&draft(BOOK), &[("Last words.", "Closing words.")]);
    let (text, found) = merged(std::slice::from_ref(&bytes), &now, &MergeOptions::default());
    assert!(text.contains("<<<<<<< a.md\nFinal words.\n=======\nClosing words.\n>>>>>>> draft-1.docx\n"), "{text}");
    assert_eq!(found.reports[0].conflicts.len(), 1);
    for (resolution, words) in [(Resolution::Ours, "Final words."), (Resolution::Theirs, "Closing words.")] {
        let options = MergeOptions { resolution, ..MergeOptions::default() };
        let (text, _) = merged(std::slice::from_ref(&bytes), &now, &options);
        assert!(text.contains(words) && !text.contains("<<<<<<<"), "{text}");
    }
}

#[test]
fn several_editors_are_credited_and_their_overlaps_are_conflicts() {
    let base = draft(BOOK);
    let a = edited(&base, &[("paragraph has ", "passage has "), ("Last words.", "Closing words.")]);
    let b = edited(&base, &[("Gamma", "Charlie"), ("Last words.", "Final words.")]);
    let (text, found) = merged(&[a.clone(), b.clone()], BOOK, &MergeOptions::default());
    assert!(text.contains("passage has") && text.contains("Charlie"), "{text}");
    assert!(text.contains("=======\nFinal words.\n>>>>>>> draft-2.docx"), "{text}");
    let counts: Vec<usize> = found.reports.iter().map(|report| report.changes.len()).collect();
    assert_eq!(counts, [2, 2]);
    let letter = chapbook::merge::letter(&found);
    assert!(letter.contains("## draft-1.docx") && letter.contains("### Conflicts"), "{letter}");
    // Where they do not touch, their order does not matter.
    let (c, d) = (edited(&base, &[("Gamma", "Charlie")]), edited(&base, &[("Last words.", "Final words.")]));
    let one = merged(&[c.clone(), d.clone()], BOOK, &MergeOptions::default()).0;
    assert_eq!(one, merged(&[d, c.clone()], BOOK, &MergeOptions::default()).0);
    // A draft that was merged before brings nothing new.
    let (twice, _) = merged(std::slice::from_ref(&c), &one, &MergeOptions::default());
    assert_eq!(twice, one);
}

#[test]
fn tracked_changes_are_kept_made_or_taken_back() {
    let tracked = "<w:r><w:t xml:space=\"preserve\">Last </w:t></w:r><w:del w:id=\"901\" w:author=\"B. Ed\" \
                   w:date=\"2026-01-31T09:00:00Z\"><w:r><w:delText>words</w:delText></w:r></w:del><w:ins w:id=\"902\" \
                   w:author=\"B. Ed\" w:date=\"2026-01-31T09:00:00Z\"><w:r><w:t>lines</w:t></w:r></w:ins><w:r><w:t>.</w:t>\
                   </w:r>";
    let bytes = edited(&draft(BOOK), &[("<w:r><w:t xml:space=\"preserve\">Last words.</w:t></w:r>", tracked)]);
    let text = |way| {
        let options = MergeOptions { tracked: way, ..MergeOptions::default() };
        let (text, found) = merged(std::slice::from_ref(&bytes), BOOK, &options);
        assert_eq!(found.reports[0].tracked.by_author.get("B. Ed"), Some(&(1, 1)), "they are counted whatever is done");
        text
    };
    assert_eq!(text(TrackedChanges::Accept), BOOK.replace("Last words.", "Last lines."));
    assert_eq!(text(TrackedChanges::Reject), BOOK);
    let kept = text(TrackedChanges::Keep);
    let who = "author=\"B. Ed\" date=2026-01-31T09:00:00Z";
    assert!(kept.contains(&format!("Last [words]{{.deletion {who}}}[lines]{{.insertion {who}}}.")), "{kept}");
}

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

/// Numbers that look like chance and are the same every time (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

/// Edits by chance, several at once: what comes home says what the draft says.
#[test]
fn edits_by_chance_come_home() {
    let base = draft(BOOK);
    let plain = ["The first paragraph", "A second one", "See ", "Last words.", "Quoted words."];
    let mut wrong = Vec::new();
    for seed in 0..60 {
        let mut chance = Chance(seed);
        let mut bytes = base.clone();
        let mut done = Vec::new();
        for _ in 0..=chance.below(3) {
            let words = plain[chance.below(plain.len())];
            let parts = parts::unzip(&bytes).expect("it is a package");
            let text = parts.iter().find(|part| part.name == "word/document.xml").expect("it has a text");
            if !String::from_utf8_lossy(&text.bytes).contains(words) {
                continue;
            }
            let whole = paragraph(&bytes, words);
            let new = "<w:p><w:pPr><w:pStyle w:val=\"BodyText\"/></w:pPr><w:r><w:t>Something *new*.</w:t></w:r></w:p>";
            let kind = chance.below(5);
            done.push((kind, words));
            let edits: Vec<(String, String)> = match kind {
                0 => vec![(words.to_owned(), words.replace(' ', " rather "))],
                1 => vec![(whole, String::new())],
                2 => vec![(whole.clone(), format!("{whole}{new}"))],
                3 => vec![(whole.clone(), format!("{new}{whole}"))],
                _ => {
                    let other = plain[chance.below(plain.len())];
                    if other == words || !String::from_utf8_lossy(&text.bytes).contains(other) {
                        continue;
                    }
                    let there = paragraph(&bytes, other);
                    vec![(whole.clone(), String::new()), (there.clone(), format!("{there}{whole}"))]
                }
            };
            for (was, is) in &edits {
                bytes = edited(&bytes, &[(was, is)]);
            }
        }
        let back = EditedDraft { name: "d.docx".into(), bytes, baseline: None };
        let found = merge(&[back], &files(BOOK), "a.md", &MergeOptions::default()).expect("the baseline is there");
        let open: Vec<_> = found.reports[0].changes.iter().filter(|c| c.kind == ChangeKind::NotApplied).collect();
        // The note of a paragraph that is gone is in the package still, and called nowhere.
        let differing: Vec<_> = found.differing.iter().filter(|text| *text != "The note.").collect();
        if !differing.is_empty() || !open.is_empty() {
            let text = found.files.first().map(|(_, text)| text.as_str()).unwrap_or_default();
            wrong.push(format!("{seed} {done:?}: {:?} {open:?}\n{text}", found.differing));
        }
    }
    assert!(wrong.is_empty(), "{} of 60:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn equal_pictures_of_two_names_are_not_taken_for_each_other() {
    let text = "---\ntitle: Two\nlanguage: en\n---\n\n![One](x.png){#fig-a alt=\"a\"}\n\nText.\n\n![Two](y.png){#fig-b \
                alt=\"b\"}\n";
    let mut files = files(text);
    files.add("y.png", include_bytes!("cases/figures/images/square.png").to_vec());
    let options = ExportOptions { to: vec![Format::Docx], ..ExportOptions::default() };
    let exported = export(&load(&files, "a.md", &LoadOptions::default()), &files, &options).expect("it exports");
    let bytes = edited(&exported.outputs[0].bytes, &[("Text.", "Words.")]);
    let back = EditedDraft { name: "d.docx".into(), bytes, baseline: None };
    let found = merge(&[back], &files, "a.md", &MergeOptions::default()).expect("the baseline is there");
    assert_eq!(found.files[0].1, text.replace("Text.", "Words."));
}

/// The draft of the book with the style of the paragraph of some words changed.
fn restyled(words: &str, style: &str) -> Vec<u8> {
    let bytes = draft(BOOK);
    let whole = paragraph(&bytes, words);
    let start = whole.find("<w:pStyle w:val=\"").expect("it has a style") + "<w:pStyle w:val=\"".len();
    let end = start + whole[start..].find('"').expect("its name ends");
    edited(&bytes, &[(&whole, &format!("{}{style}{}", &whole[..start], &whole[end..]))])
}

#[test]
fn a_look_is_told_apart_from_words() {
    let bold = "<w:r><w:t xml:space=\"preserve\">Last </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>words</w:t></w:r><w:r>\
                <w:t>.</w:t></w:r>";
    let bytes = edited(&draft(BOOK), &[("<w:r><w:t xml:space=\"preserve\">Last words.</w:t></w:r>", bold)]);
    let (text, found) = merged(&[bytes], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK.replace("Last words.", "Last **words**."));
    let [change] = found.reports[0].changes.as_slice() else { panic!("{:?}", found.reports) };
    assert_eq!((change.kind, change.was.as_str(), change.is.as_str()), (ChangeKind::Formatted, "words", "**words**"));
    let letter = chapbook::merge::letter(&found);
    assert!(letter.contains("### Looks and styles alone\n\n- a.md: words → **words**\n"), "{letter}");
    assert!(chapbook::json::merged(&found, false).contains("\"formatted\""));
}

#[test]
fn a_style_comes_home_where_markdown_has_a_plain_form_and_is_told_elsewhere() {
    for (words, style, was, is) in [
        ("Last words.", "Quote", "\nLast words.", "\n> Last words."),
        (
            "The first paragraph",
            "Quote",
            "\nThe first paragraph has _some_ words\non two",
            "\n> The first paragraph has _some_ words\n> on two",
        ),
        ("Quoted words.", "BodyText", "> Quoted words.", "Quoted words."),
    ] {
        let (text, found) = merged(&[restyled(words, style)], BOOK, &MergeOptions::default());
        assert_eq!(text, BOOK.replace(was, is));
        assert_eq!(found.reports[0].changes.iter().map(|c| c.kind).collect::<Vec<_>>(), [ChangeKind::Restyled]);
    }
    let (text, found) = merged(&[restyled("Last words.", "Title")], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK);
    assert_eq!(found.reports[0].changes[0].kind, ChangeKind::NotApplied);
    assert_eq!(found.reports[0].changes[0].is, "Last words. (plain text, now the title)");
}

/// A cell of a table of the book, tags and all.
fn cell(bytes: &[u8], words: &str) -> String {
    let whole = paragraph(bytes, words);
    let parts = parts::unzip(bytes).expect("it is a package");
    let document = parts.iter().find(|part| part.name == "word/document.xml").expect("it has a text");
    let text = String::from_utf8_lossy(&document.bytes).into_owned();
    let at = text.find(&whole).expect("it is there");
    let start = text[..at].rfind("<w:tc>").expect("it stands in a cell");
    let end = at + text[at..].find("</w:tc>").expect("the cell ends") + "</w:tc>".len();
    text[start..end].to_owned()
}

#[test]
fn columns_of_a_pipe_table_come_and_go() {
    let base = draft(BOOK);
    let (a, b, one, two) = (cell(&base, ">A<"), cell(&base, ">B<"), cell(&base, ">one<"), cell(&base, ">two<"));
    let new = |words: &str| format!("<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
    let (head, body) = (format!("{a}{}", new("N")), format!("{one}{}", new("n|m")));
    let (text, found) = merged(&[edited(&base, &[(&a, &head), (&one, &body)])], BOOK, &MergeOptions::default());
    assert_eq!(
        text,
        BOOK.replace("| A | B |\n|---|---|\n| one | two |", "| A | N | B |\n|---|---|---|\n| one | n\\|m | two |")
    );
    assert_eq!(found.reports[0].changes.len(), 1);
    let (text, found) = merged(&[edited(&base, &[(&a, ""), (&one, "")])], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK.replace("| A | B |\n|---|---|\n| one | two |", "| B |\n|---|\n| two |"));
    assert_eq!(found.reports[0].changes[0].was, "A / one");
    // The last one.
    let (text, _) = merged(&[edited(&base, &[(&b, ""), (&two, "")])], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK.replace("| A | B |\n|---|---|\n| one | two |", "| A |\n|---|\n| one |"));
}
