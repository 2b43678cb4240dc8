//! What the guide shows works as it stands there: the blocks of `docs/guide/article.md` are one article, and the theme
//! of `docs/guide/themes.md` sets it.

use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles, export, load};

const ARTICLE: &str = include_str!("../docs/guide/article.md");
const THEMES: &str = include_str!("../docs/guide/themes.md");
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
