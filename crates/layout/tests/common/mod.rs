//! What the tests share: from Markdown to pages, and ways to look at pages.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;

use chapbook_assets::Fonts;
use chapbook_frame::{Artifact, GlyphRun, Item, ItemKind, Owner, Pages, Tag, TagId, TagTree};
use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::{Diagnostic, FileId, MemoryFiles};
use chapbook_theme::Theme;
use chapbook_values::Length;

/// A document and its pages.
pub(crate) struct Laid {
    pub(crate) resolved: Resolved,
    pub(crate) theme: Theme,
    pub(crate) pages: Pages,
    pub(crate) map: PageMap,
    pub(crate) report: chapbook_layout::Report,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

pub(crate) fn lay(markdown: &str) -> Laid {
    lay_with(markdown, "inherits = \"article\"", &[])
}

/// Lays out a document with a theme's text and files.
pub(crate) fn lay_with(markdown: &str, theme: &str, files: &[(&str, Vec<u8>)]) -> Laid {
    let mut memory = MemoryFiles::default();
    memory.add("own/theme.toml", theme.as_bytes().to_vec());
    for (name, bytes) in files {
        memory.add(*name, bytes.clone());
    }
    let theme = chapbook_theme::read("own", &memory).expect("the theme reads");
    let (document, _) = chapbook_markdown::read(FileId(0), markdown, &chapbook_markdown::ReadOptions::default());
    let (resolved, _) = chapbook_resolve::resolve(&document, &theme, &memory, &chapbook_resolve::Options::default());
    let laid = chapbook_layout::layout(&resolved, &theme, &fonts(), &[]);
    let chapbook_layout::Layout { pages, map, report, diagnostics } = laid;
    Laid { resolved, theme, pages, map, report, diagnostics }
}

pub(crate) fn fonts() -> Fonts {
    Fonts::bundled()
}

/// The head and tail of a PNG of this size: nobody decodes it here.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\0\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

impl Laid {
    /// The runs of each node, with the page they stand on.
    pub(crate) fn runs(&self) -> BTreeMap<TagId, Vec<(usize, &GlyphRun)>> {
        let mut runs: BTreeMap<TagId, Vec<(usize, &GlyphRun)>> = BTreeMap::new();
        for (number, page) in self.pages.pages.iter().enumerate() {
            for item in &page.items {
                if let (Owner::Tag(tag), ItemKind::Glyphs(run)) = (item.owner, &item.kind) {
                    runs.entry(tag).or_default().push((number, run));
                }
            }
        }
        runs
    }

    /// The nodes of a kind, in the order in which they were made.
    pub(crate) fn nodes(&self, wanted: impl Fn(&Tag) -> bool) -> Vec<TagId> {
        let count = u32::try_from(self.pages.tags.len()).expect("a small tree");
        (0..count).map(TagId).filter(|id| wanted(&self.pages.tags.node(*id).tag)).collect()
    }

    /// The runs of a node and of all below it.
    pub(crate) fn runs_below(&self, node: TagId) -> Vec<(usize, &GlyphRun)> {
        let runs = self.runs();
        let mut found = Vec::new();
        let mut open = vec![node];
        while let Some(id) = open.pop() {
            found.extend(runs.get(&id).into_iter().flatten().copied());
            open.extend(self.pages.tags.node(id).children.iter().rev());
        }
        found
    }

    /// The text of a node and of all below it, in reading order: blocks are set off by spaces, break hyphens gone.
    pub(crate) fn text_of(&self, node: TagId) -> String {
        let mut out = String::new();
        add_text(&self.pages.tags, &self.runs(), node, &mut out);
        out.replace('\u{AD}', "")
    }

    /// All words in reading order.
    pub(crate) fn words(&self) -> Vec<String> {
        self.text_of(TagTree::ROOT).split_whitespace().map(str::to_owned).collect()
    }

    /// The artifacts of a kind on a page, as text.
    pub(crate) fn artifacts(&self, page: usize, kind: Artifact) -> Vec<String> {
        let own = |item: &&Item| item.owner == Owner::Artifact(kind);
        let text = |item: &Item| match &item.kind {
            ItemKind::Glyphs(run) => Some(run.text.to_string()),
            ItemKind::Rect { .. } | ItemKind::Picture { .. } => None,
        };
        self.pages.pages[page].items.iter().filter(own).filter_map(text).collect()
    }

    /// The lines of a node on each page: how many baselines its runs have there.
    pub(crate) fn lines_by_page(&self, node: TagId) -> BTreeMap<usize, usize> {
        let mut lines: BTreeMap<usize, Vec<Length>> = BTreeMap::new();
        for (page, run) in self.runs_below(node) {
            let list = lines.entry(page).or_default();
            // Raised figures stand on a line of their own only by a few points.
            if !list.iter().any(|y| (run.y - *y).to_points().abs() < 6.0) {
                list.push(run.y);
            }
        }
        lines.into_iter().map(|(page, list)| (page, list.len())).collect()
    }

    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.diagnostics.iter().map(|d| d.code.name).collect()
    }
}

fn add_text(tags: &TagTree, runs: &BTreeMap<TagId, Vec<(usize, &GlyphRun)>>, node: TagId, out: &mut String) {
    let tag = &tags.node(node).tag;
    let inline = matches!(tag, Tag::Span | Tag::Link | Tag::Reference | Tag::Code | Tag::Quote | Tag::Formula { .. });
    if !inline {
        out.push(' ');
    }
    for (_, run) in runs.get(&node).into_iter().flatten() {
        out.push_str(&run.text);
    }
    for child in &tags.node(node).children {
        add_text(tags, runs, *child, out);
    }
    if !inline {
        out.push(' ');
    }
}

/// Paragraphs of filler, each of so many sentences.
pub(crate) fn filler(lengths: &[usize]) -> String {
    const SENTENCES: [&str; 5] = [
        "The tide came in over the flats and covered the posts one by one.",
        "Nobody had counted them, and so nobody could say whether one was missing.",
        "A boat lay on its side in the grass, painted a blue that had once been fashionable.",
        "It was, all things considered, an unremarkable evening.",
        "When the lamps were lit the water looked like something poured out of a bottle.",
    ];
    let mut out = String::new();
    let mut next = 0;
    for length in lengths {
        for _ in 0..*length {
            out.push_str(SENTENCES[next % SENTENCES.len()]);
            out.push(' ');
            next += 1;
        }
        out.push_str("\n\n");
    }
    out
}
