//! What a DOCX carries for the way back: keys on everything that an editor may change, and a baseline that says where
//! each stands in the source. And what it shows on its pages: heads, feet and numbers.

use std::collections::BTreeSet;

use chapbook::{ExportOptions, Exported, Format, LoadOptions, MemoryFiles, export, load};
use chapbook_docx::baseline::Baseline;
use chapbook_tests::parts::{self, Part};

const DRAFT: &str = "---\ntitle: A draft\nlanguage: en\n---\n\n# One {#sec-one}\n\nText with *emphasis*[^a] and \
                     {==words==}{>>why?<<}. <!-- hidden -->\n\n- a\n- b\n\n  second\n\n> quoted\n\n![A square](x.png)\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n* * *\n\n[^a]: The \
                     note.\n";

fn files(text: &str) -> MemoryFiles {
    let mut files = MemoryFiles::default();
    files.add("a.md", text.as_bytes().to_vec());
    files.add("x.png", include_bytes!("cases/figures/images/square.png").to_vec());
    files
}

fn docx(files: &MemoryFiles, path: &str, options: ExportOptions) -> (Vec<Part>, Exported) {
    let options = ExportOptions { to: vec![Format::Docx], ..options };
    let exported = export(&load(files, path, &LoadOptions::default()), files, &options).expect("the theme reads");
    let bytes = &exported.outputs.first().expect("it was made").bytes;
    (parts::unzip(bytes).expect("it is a package"), exported)
}

fn text<'p>(parts: &'p [Part], name: &str) -> &'p str {
    parts.iter().find(|part| part.name == name).map_or("", |part| part.text().expect("it is UTF-8"))
}

/// The keys of a part, in their order.
fn keys(part: &str) -> Vec<String> {
    let tails = part.split("w:name=\"_cb_").skip(1);
    tails.map(|tail| tail.split('"').next().unwrap_or_default()[5..].to_owned()).collect()
}

#[test]
fn every_key_says_where_its_block_stands() {
    let (parts, _) = docx(&files(DRAFT), "a.md", ExportOptions::default());
    let custom = text(&parts, "docProps/custom.xml");
    let digest = custom.split("chapbook-baseline-sha256").nth(1).and_then(|tail| tail.split("lpwstr>").nth(1));
    let digest = digest.and_then(|tail| tail.split('<').next());
    let baseline = Baseline::read(text(&parts, "customXml/item1.xml"), digest).expect("it reads");
    let document = text(&parts, "word/document.xml");
    let keys = keys(document);
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "a key is given once");
    let source = &baseline.files[0].text;
    let mut found = Vec::new();
    for key in &keys {
        let block = baseline.block(key).unwrap_or_else(|| panic!("{key} is not in the table"));
        let stands = block.place.map_or("", |(file, start, end)| {
            assert_eq!(file, 0);
            &source[start as usize..end as usize]
        });
        found.push(format!("{} {stands:?}", &key[..1]));
        let is_part_of_a_line = key.starts_with(['n', 'o']);
        assert_eq!(block.has_paragraph, !is_part_of_a_line, "{key}");
    }
    let wanted = [
        "p \"A draft\"",
        "h \"# One {#sec-one}\"",
        "p \"Text with *emphasis*[^a] and {==words==}{>>why?<<}. <!-- ...... -->\"",
        "n \"[^a]: The note.\"",
        "o \"{==words==}{>>why?<<}\"",
        "p \"a\"",
        "p \"b\"",
        "p \"second\"",
        "p \"quoted\"",
        "g \"![A square](x.png)\"",
        "k \"![A square](x.png)\"",
        "p \"![A square](x.png)\"",
        "t \"| A | B |\\n|---|---|\\n| 1 | 2 |\"",
        "r \"\"",
        "p \"A\"",
        "p \"B\"",
        "r \"\"",
        "p \"1\"",
        "p \"2\"",
        "c \"```\\ncode\\n```\"",
        "s \"* * *\"",
    ];
    assert_eq!(found, wanted);
    // A note's paragraphs stand under its key, and items under their lists.
    let parent = |words: &str| {
        let place = baseline.blocks.iter().find(|block| {
            block.key.starts_with('p')
                && block.place.is_some_and(|(_, start, end)| &source[start as usize..end as usize] == words)
        });
        place.and_then(|block| block.parent.clone()).unwrap_or_default()
    };
    assert!(parent("The note.").starts_with('n') && parent("second").starts_with('i'));
    assert_eq!(baseline.block(&keys[1]).and_then(|block| block.label.as_deref()), Some("sec-one"));
}

#[test]
fn the_source_can_stay_at_home() {
    let options = ExportOptions { embed_source: Some(false), ..ExportOptions::default() };
    let (parts, _) = docx(&files(DRAFT), "a.md", options);
    let baseline = Baseline::read(text(&parts, "customXml/item1.xml"), None).expect("it reads");
    assert!(!baseline.embedded && baseline.files[0].text.is_empty());
    assert!(!keys(text(&parts, "word/document.xml")).is_empty());
}

#[test]
fn word_records_changes_where_that_is_asked_for() {
    let setting =
        |options| text(&docx(&files(DRAFT), "a.md", options).0, "word/settings.xml").contains("trackRevisions");
    assert!(!setting(ExportOptions::default()));
    assert!(setting(ExportOptions { track_changes: Some(true), ..ExportOptions::default() }));
}

#[test]
fn front_matter_has_roman_pages() {
    let mut files = files("# Chapter\n\nText.\n");
    files.add("front.md", b"# Preface\n\nBefore.\n".to_vec());
    files.add("back.md", b"# Afterword\n\nAfter.\n".to_vec());
    let project = "files = [{ path = \"front.md\", matter = \"front\" }, \"a.md\", { path = \"back.md\", matter = \
                   \"back\" }]\ntheme = \"book\"\n[metadata]\ntitle = \"A book\"\nlanguage = \"en\"\nauthors = [\"Ann \
                   Lee\"]\n[output]\ndocx = { track-changes = true, embed-source = false }\n";
    files.add("book.toml", project.as_bytes().to_vec());
    let theme = "inherits = \"article\"\n[running]\nhead = \"{heading-1} | {page}\"\nhead-left = \"{page} | \
                 {title}\"\nfirst-head = \"\"\nfoot = \"\"\n";
    files.add("book/theme.toml", theme.as_bytes().to_vec());
    let (parts, exported) = docx(&files, "book.toml", ExportOptions::default());
    assert!(!exported.refused, "{:?}", exported.diagnostics);
    let document = text(&parts, "word/document.xml");
    let sections: Vec<&str> = document.split("<w:sectPr>").skip(1).collect();
    assert_eq!(sections.len(), 3);
    let numbers = ["<w:pgNumType w:fmt=\"lowerRoman\" w:start=\"1\"/>", "<w:pgNumType w:start=\"1\"/>", ""];
    for (section, numbers) in sections.iter().zip(numbers) {
        assert!(section.contains(numbers), "{section}");
    }
    assert!(sections[0].contains("<w:titlePg/>") && !sections[1].contains("<w:titlePg/>"));
    // A page of each kind has its line, but for the first, which is to have none.
    assert!(text(&parts, "word/header1.xml").contains(" STYLEREF \"heading 1\" "));
    assert!(text(&parts, "word/header2.xml").contains("A book"));
    assert!(text(&parts, "word/header3.xml").is_empty() && text(&parts, "word/footer1.xml").is_empty());
    let settings = text(&parts, "word/settings.xml");
    assert!(settings.contains("<w:evenAndOddHeaders/>") && settings.contains("<w:trackRevisions/>"));
    let before = |words: &str| document.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(before("Before.") < before("<w:sectPr>") && before("<w:sectPr>") < before("Text."));
}

#[test]
fn a_manuscript_has_a_look_of_its_own() {
    let text_of = |profile: &str| {
        let profiles = vec![(Format::Docx, profile.to_owned())];
        let source = "---\ntitle: A Long Tale\nauthor: Ann Lee\nlanguage: en\n---\n\nOne two three.\n";
        docx(&files(source), "a.md", ExportOptions { profiles, ..ExportOptions::default() }).0
    };
    let parts = text_of("manuscript");
    assert!(text(&parts, "word/styles.xml").contains("w:ascii=\"Times New Roman\""));
    let head = parts::xml_lines(text(&parts, "word/header1.xml")).expect("it is XML");
    let shown: String = head.lines().filter(|line| line.contains("w:t xml")).collect::<Vec<_>>().join(" ");
    assert!(shown.contains("\"Lee\"") && shown.contains("\"A Long Tale\""), "{shown}");
    assert!(text(&parts, "word/header3.xml").contains(" NUMWORDS "));
    assert!(text(&text_of("default"), "word/header1.xml").is_empty());
}
