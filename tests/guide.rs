//! What the guide shows works as it stands there: the blocks of `docs/guide/article.md` are one article, the theme
//! of `docs/guide/themes.md` sets it, the project file of `docs/guide/project.md` makes a book, and what `docs/guide/json.md` shows is printed.

use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles, export, json, load};
use serde_json::Value;

const ARTICLE: &str = include_str!("../docs/guide/article.md");
const THEMES: &str = include_str!("../docs/guide/themes.md");
const PROJECT: &str = include_str!("../docs/guide/project.md");
const JSON: &str = include_str!("../docs/guide/json.md");
const PICTURE: &[u8] = include_bytes!("cases/figures/images/square.png");

/// The blocks of a page in one language, in their order.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match &mut open {
            Some((fence, block)) if line == fence => {
                blocks.push(std::mem::take(block));
                open = None;
            }
            Some((_, block)) => block.extend([line, "\n"]),
            None if ticks >= 3 && &line[ticks..] == language => open = Some(("`".repeat(ticks), String::new())),
            None => {}
        }
    }
    blocks
}

#[test]
fn the_article_of_the_guide_builds() {
    let blocks = blocks(ARTICLE, "markdown");
    assert!(blocks.len() > 10, "{} blocks", blocks.len());
    let theme = &self::blocks(THEMES, "toml")[0];
    let mut files = MemoryFiles::default();
    files.add("quay.md", blocks.join("\n").into_bytes());
    files.add("quay.png", PICTURE.to_vec());
    files.add("gauge.png", PICTURE.to_vec());
    files.add("quiet/theme.toml", theme.clone().into_bytes());
    let loaded = load(&files, "quay.md", &LoadOptions::default());
    for theme in ["article", "quiet"] {
        let options =
            ExportOptions { to: Format::USUAL.to_vec(), theme: Some(theme.to_owned()), ..ExportOptions::default() };
        let exported = export(&loaded, &files, &options).expect("the theme reads");
        let codes: Vec<&str> = exported.diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
        assert_eq!(codes, ["list-interrupted"], "the one that the guide speaks of");
        assert_eq!(exported.outputs.len(), 3);
    }
}

/// A text as its JSON and that of its first diagnostic.
fn printed(text: &str) -> (Value, Option<Value>) {
    let mut files = MemoryFiles::default();
    files.add("tides.md", text.as_bytes().to_vec());
    let loaded = load(&files, "tides.md", &LoadOptions::default());
    let told = loaded.diagnostics.first().map(|first| parsed(&json::diagnostic(&loaded.sources, first)));
    (parsed(&json::model(&loaded)), told)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

#[test]
fn the_json_of_the_guide_is_what_is_printed() {
    let (source, shown) = (&blocks(JSON, "markdown")[0], blocks(JSON, "json"));
    assert_eq!(printed(source).0, parsed(&shown[0]));
    assert_eq!(printed(&source.replace("title:", "titel:")).1, Some(parsed(&shown[1])));
    let output = chapbook::Output {
        format: Format::Pdf,
        name: "tides.pdf".into(),
        path: None,
        bytes: vec![0; 7622],
        pages: Some(1),
        draft: None,
    };
    assert_eq!(parsed(&json::output(&output, "build/tides.pdf")), parsed(&shown[2]));
}

#[test]
fn every_case_is_json() {
    for case in chapbook_tests::cases::cases() {
        let files = chapbook_tests::cases::Folder(case.folder);
        let loaded = load(&files, &case.file, &LoadOptions::default());
        let resolved = json::resolved(&loaded, &files, &ExportOptions::default()).expect("the theme reads");
        for (text, kind) in [(json::model(&loaded), "model"), (resolved, "resolved")] {
            let value = parsed(&text);
            assert_eq!((&value["chapbook"], &value["kind"]), (&1.into(), &kind.into()), "{}", case.name);
            assert_eq!(text.lines().count(), 1, "{}", case.name);
        }
    }
}

#[test]
fn the_project_file_of_the_guide_makes_a_book() {
    let project = &blocks(PROJECT, "toml")[0];
    let mut files = MemoryFiles::default();
    files.add("chapbook.toml", project.clone().into_bytes());
    for path in ["front/preface.md", "chapters/01.md", "chapters/02.md", "back/afterword.md"] {
        files.add(path, format!("# File {path}\n\nText.\n").into_bytes());
    }
    let loaded = load(&files, "chapbook.toml", &LoadOptions::default());
    let exported = export(&loaded, &files, &ExportOptions::default()).expect("theme and profiles are there");
    assert_eq!(exported.diagnostics, []);
    let places: Vec<(&str, Option<&str>)> =
        exported.outputs.iter().map(|output| (output.name.as_str(), output.path.as_deref())).collect();
    let expected = [
        ("chapbook.pdf", Some("build/book.pdf")),
        ("chapbook-print.pdf", None),
        ("chapbook.epub", None),
        ("chapbook.docx", Some("drafts/book.docx")),
    ];
    assert_eq!(places, expected);
}
