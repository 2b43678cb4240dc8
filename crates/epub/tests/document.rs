//! Documents that went the whole way, from Markdown through `resolve`.

mod reading;

use chapbook_assets::Image;
use chapbook_epub::Options;
use chapbook_markdown::ReadOptions;
use chapbook_resolve::{PageMap, PageStart, Resolved};
use chapbook_source::{Diagnostic, FileId, MemoryFiles};
use chapbook_theme::Theme;
use reading::{entries, entry, holds_together, parse, words};

fn theme() -> Theme {
    chapbook_theme::read("article", &MemoryFiles::default()).expect("it is built in")
}

/// A red square of one pixel, as SVG, under the name that the sources use.
fn files() -> MemoryFiles {
    let mut files = MemoryFiles::default();
    let svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><rect width=\"1\" height=\"1\"/></svg>";
    files.add("hill.svg", svg.as_bytes().to_vec());
    files
}

fn resolve(source: &str) -> Resolved {
    let (document, _) = chapbook_markdown::read(FileId(0), source, &ReadOptions::default());
    let options = chapbook_resolve::Options { paths: vec!["a.md".into()], stem: "a".into(), ..Default::default() };
    chapbook_resolve::resolve(&document, &theme(), &files(), &options).0
}

fn write(resolved: &Resolved, pages: Option<&PageMap>) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let (bytes, diagnostics) = chapbook_epub::write(resolved, &theme(), pages, &Options::default());
    holds_together(&bytes);
    (entries(&bytes), diagnostics)
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

const ARTICLE: &str = "---
title: The *Path* over Long Hill[^t]
authors: [{name: A. Walker, marker: \"*\", bio: \"A. Walker walks.\\n\\nShe has a dog.\"}]
language: en-GB
---

::: toc
:::

## The ascent {#sec-ascent}

By the old mill,[^1] *between hedges*[^2] to the shoulder. See @fig-hill and @sec-descent. Again.[^1]
A [link *over[^3] a* note](https://example.org/x), [to it](#sec-ascent), page [@sec-descent]{.page}.

![Long Hill.[^4] [Photo: B. Seer]{.credit}](hill.svg){#fig-hill alt=\"A hill\"}

### Below

## The descent {#sec-descent}

Down.

[^t]: On the title.
[^1]: The mill is old.
[^2]: Hawthorn[^5].
[^3]: In a link.
[^4]: In a caption.
[^5]: In a note.
";

#[test]
fn notes_stand_apart_and_lead_back() {
    let (entries, _) = write(&resolve(ARTICLE), None);
    let text = entry(&entries, "article.xhtml");
    holds(
        text,
        &[
            "Hill<a id=\"noteref\" class=\"noteref\" href=\"#note\" epub:type=\"noteref\" role=\"doc-noteref\">1</a></h1>",
            "<aside id=\"note-2\" class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\">\n<p class=\"footnote\">\
         <a class=\"backlink\" href=\"#noteref-2\" role=\"doc-backlink\" title=\"Back to the text\">2</a> The mill is old.</p>",
        ],
    );
    let document = parse(text);
    let asides: Vec<_> = document.descendants().filter(|node| node.attribute("role") == Some("doc-footnote")).collect();
    assert_eq!(asides.len(), 6);
    // Each leads back to a call of itself.
    for aside in asides {
        let back = aside.descendants().find(|node| node.attribute("role") == Some("doc-backlink")).expect("a way back");
        let call = back.attribute("href").and_then(|href| href.strip_prefix('#'));
        let call = document.descendants().find(|node| node.attribute("id") == call).expect("the call is there");
        assert_eq!(call.attribute("href").and_then(|href| href.strip_prefix('#')), aside.attribute("id"));
        assert_eq!(call.text(), back.text());
    }
    // A link is divided around the note that is called in it.
    holds(text, &["<a href=\"https://example.org/x\">link </a><em><a href=\"https://example.org/x\">over</a><a id="]);
}

#[test]
fn notes_on_authors_are_a_kind_of_their_own() {
    let (entries, _) = write(&resolve(ARTICLE), None);
    holds(
        entry(&entries, "article.xhtml"),
        &[
            "A. Walker<a id=\"author-mark\" class=\"noteref\" href=\"#author-note\"",
            "<aside id=\"author-note\" class=\"author-note\" role=\"note\" aria-label=\"Author note\">\n<p class=\"author-note\">\
         <a class=\"backlink\" href=\"#author-mark\" role=\"doc-backlink\" title=\"Back to the text\">*</a> A. Walker walks.</p>\n\
         <p class=\"author-note\">She has a dog.</p>",
        ],
    );
}

#[test]
fn references_and_contents_lead_to_their_places() {
    let (entries, diagnostics) = write(&resolve(ARTICLE), None);
    holds(
        entry(&entries, "article.xhtml"),
        &[
            "<a class=\"reference\" href=\"#fig-hill\">Figure\u{A0}1</a>",
            "<a class=\"reference\" href=\"#sec-descent\">The descent</a>",
            "<a class=\"reference\" href=\"#sec-descent\" aria-label=\"page\">→</a>",
            "<h2 class=\"contents-title\"",
            "<h2 id=\"sec-ascent\" class=\"heading-2\">",
            "<h3 id=\"below\" class=\"heading-3\">",
            "<li><a href=\"#sec-ascent\">The ascent</a>\n<ol>\n<li><a href=\"#below\">Below</a></li>\n</ol>\n</li>",
        ],
    );
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.code.name == "page-unset"));
    holds(entry(&entries, "nav.xhtml"), &["<li><a href=\"article.xhtml#sec-descent\">The descent</a></li>"]);
    holds(
        entry(&entries, "toc.ncx"),
        &["<navLabel><text>Below</text></navLabel><content src=\"article.xhtml#below\"/>"],
    );
}

#[test]
fn pages_of_the_print_number_references() {
    let resolved = resolve(ARTICLE);
    let label = |label: &str, start| PageStart { label: label.into(), start };
    let node = resolved.outline[1].target;
    let node = resolved.anchor(node).node;
    let pages = PageMap {
        pages: vec![label("vii", resolved.body.first().map(|block| (block.id, 0))), label("8", Some((node, 0)))],
        anchors: vec![Some(1); resolved.anchors.len()],
    };
    let (entries, diagnostics) = write(&resolved, Some(&pages));
    holds(entry(&entries, "article.xhtml"), &["page <a class=\"reference\" href=\"#sec-descent\">8</a>."]);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.code.name != "page-unset"));
    holds(entry(&entries, "package.opf"), &["pageNavigation", "pageBreakSource\">The Path over Long Hill (PDF)<"]);
    holds(entry(&entries, "toc.ncx"), &["<pageTarget id=\"page-2\" type=\"normal\" value=\"8\">"]);
}

const BOOK: &str = "---
title: \"کتاب نمونه\"
language: fa
notes: endnotes
---

# بخش نخست {.part}

# فصل یکم {#sec-one}

متن.[^1] @sec-two

1. یک

# فصل دوم {#sec-two}

متن.[^2] @sec-one

::: endnotes
:::

[^1]: یکم.
[^2]: دوم.
";

#[test]
fn a_book_is_divided_and_linked_across_its_documents() {
    let (entries, _) = write(&resolve(BOOK), None);
    let files: Vec<&str> = entries.iter().filter_map(|(name, _)| name.strip_suffix(".xhtml")).collect();
    let expected = ["title-page", "part-1", "chapter-1", "chapter-2", "endnotes", "nav"].map(|n| format!("EPUB/{n}"));
    assert_eq!(files, expected);
    holds(
        entry(&entries, "chapter-1.xhtml"),
        &[
            "lang=\"fa\" xml:lang=\"fa\" dir=\"rtl\"",
            "<section epub:type=\"chapter\" role=\"doc-chapter\" aria-labelledby=\"sec-one\">",
            "<h1 id=\"sec-one\" class=\"heading-1\">",
            "href=\"endnotes.xhtml#note\"",
            "href=\"chapter-2.xhtml#sec-two\"",
        ],
    );
    holds(entry(&entries, "endnotes.xhtml"), &["role=\"doc-endnotes\"", "href=\"chapter-2.xhtml#noteref-2\""]);
    holds(
        entry(&entries, "package.opf"),
        &["page-progression-direction=\"rtl\"", "<itemref idref=\"nav-xhtml\" linear=\"no\"/>"],
    );
    holds(entry(&entries, "style.css"), &["padding-right: 2em"]);
}

#[test]
fn what_is_missing_is_shown_and_claims_nothing() {
    let resolved = resolve("---\ntitle: T\nlanguage: en\n---\n\nAn image: ![a](gone.png), and ![](hill.svg){.x}.\n");
    assert!(resolved.has_placeholders);
    let (entries, diagnostics) = write(&resolved, None);
    let text = words(&parse(entry(&entries, "article.xhtml")));
    assert!(text.contains("An image: Image missing: gone.png, and"), "{text}");
    let said: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
    assert_eq!(said, ["not-accessible"]);
    assert!(!entry(&entries, "package.opf").contains("dcterms:conformsTo"));
}

#[test]
fn an_image_is_there_once_under_a_name_of_ours() {
    let resolved = resolve("![](hill.svg) ![a](hill.svg)");
    let images: Vec<&Image> = resolved.images.iter().collect();
    assert_eq!(images.len(), 1);
    let (entries, _) = write(&resolved, None);
    let images = entries.iter().filter(|(name, _)| name.starts_with("EPUB/images/")).map(|(name, _)| name.as_str());
    assert_eq!(images.collect::<Vec<_>>(), ["EPUB/images/image-1.svg"]);
}
