//! An article of hand-made blocks becomes a book that holds together.

mod reading;
mod sample;

use chapbook_epub::Options;
use chapbook_resolve::{NodeId, PageMap, PageStart, Resolved};
use chapbook_source::{Diagnostic, MemoryFiles};
use chapbook_theme::Theme;
use reading::{entries, entry, holds_together, parse, words};

fn theme() -> Theme {
    chapbook_theme::read("article", &MemoryFiles::default()).expect("it is there")
}

fn write(resolved: &Resolved, pages: Option<&PageMap>) -> (Vec<u8>, Vec<Diagnostic>) {
    chapbook_epub::write(resolved, &theme(), pages, &Options::default())
}

#[test]
fn the_archive_opens_with_its_type_and_is_the_same_twice() {
    let (bytes, _) = write(&sample::article(), None);
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    assert_eq!(bytes, write(&sample::article(), None).0);
}

#[test]
fn the_article_holds_together() {
    holds_together(&write(&sample::article(), None).0);
}

#[test]
fn what_cannot_be_held_is_said_once() {
    let (_, diagnostics) = write(&sample::article(), None);
    let said: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect();
    assert_eq!(said, ["changes-accepted", "comment-dropped", "link-unset"]);
    assert!(diagnostics[0].message.contains("2 tracked changes"), "{}", diagnostics[0].message);
}

#[test]
fn lists_keep_their_numbers() {
    let entries = entries(&write(&sample::article(), None).0);
    let text = entry(&entries, "article.xhtml");
    for part in [
        "<ol>\n<li>\n<p class=\"list-item\">The path",
        "<ol start=\"3\">\n<li>The path",
        "<li value=\"7\">The seventh.</li>",
        "<ol class=\"marked\" type=\"a\">\n<li><span class=\"marker\">(a)</span> The path",
        "<ol class=\"wide\" type=\"i\" start=\"8\">",
        "<span class=\"task\">☑</span> Done",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn headings_skip_no_rank() {
    let entries = entries(&write(&sample::article(), None).0);
    let document = parse(entry(&entries, "article.xhtml"));
    let mut above = 0;
    for node in document.descendants() {
        let name = node.tag_name().name();
        if let Some(rank) = name.strip_prefix('h').and_then(|rank| rank.parse::<u32>().ok()) {
            assert!(rank <= above + 1, "{name} under h{above}");
            above = rank;
        }
    }
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("h1")).count(), 1);
}

#[test]
fn figures_keep_caption_credit_and_description_apart() {
    let entries = entries(&write(&sample::article(), None).0);
    let text = entry(&entries, "article.xhtml");
    for part in [
        "alt=\"A hill &amp; a &quot;valley&quot;\" width=\"384\" height=\"256\" style=\"width: 60%\"/>",
        "<span class=\"label\">Figure\u{A0}1.</span> Long Hill",
        "on the left. <span class=\"credit\">Photo: B. Seer</span></p>",
        "alt=\"\" role=\"presentation\"",
        "<caption>\n<p class=\"caption\"><span class=\"label\">Table",
        "<tr><td></td><th scope=\"col\" class=\"align-right\">",
        "<th scope=\"colgroup\" colspan=\"2\"",
        "<th scope=\"rowgroup\" rowspan=\"2\">Long Hill</th>",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn languages_and_directions_are_marked_where_they_change() {
    let entries = entries(&write(&sample::article(), None).0);
    let text = entry(&entries, "article.xhtml");
    assert!(text.contains("<span class=\"plain\" lang=\"fa\" xml:lang=\"fa\" dir=\"rtl\">سلام دنیا</span>"));
    assert!(text.contains("<p class=\"own\" lang=\"fa\" xml:lang=\"fa\" dir=\"rtl\">"));
    assert_eq!(text.matches("dir=").count(), 2);
}

#[test]
fn breaks_of_the_print_stand_at_their_words() {
    let start = |label: &str, start: Option<(u32, u32)>| PageStart {
        label: label.into(),
        start: start.map(|(node, offset)| (NodeId(node), offset)),
    };
    let pages = PageMap {
        pages: vec![start("i", Some((1, 0))), start("ii", None), start("1", Some((5, 60))), start("2", None)],
        anchors: Vec::new(),
    };
    let article = sample::article();
    let (bytes, _) = write(&article, Some(&pages));
    holds_together(&bytes);
    let entries = entries(&bytes);
    let text = entry(&entries, "article.xhtml");
    let mark = |number: u32, label: &str| {
        format!(
            "<span id=\"page-{number}\" epub:type=\"pagebreak\" role=\"doc-pagebreak\" aria-label=\"{label}\"></span>"
        )
    };
    // Byte 60 is in "first"; the blank page begins with the one that follows it.
    let broken = format!("climbs, at {}{}first between", mark(2, "ii"), mark(3, "1"));
    assert!(text.contains(&broken), "{text}");
    assert!(!text.contains(&format!("{}{}", mark(1, "i"), mark(2, "ii"))));
    let nav = parse(entry(&entries, "nav.xhtml"));
    let is_list = |node: &roxmltree::Node<'_, '_>| node.attribute("role") == Some("doc-pagelist");
    let list = nav.descendants().find(is_list).expect("it is there");
    let labels: Vec<_> =
        list.descendants().filter(|node| node.has_tag_name("a")).map(|a| a.text().expect("it is there")).collect();
    assert_eq!(labels, ["i", "ii", "1", "2"]);
    // The breaks are no part of the words.
    let plain = entries_words(&write(&article, None).0);
    assert_eq!(entries_words(&bytes).trim_end(), plain.trim_end());
}

fn entries_words(bytes: &[u8]) -> String {
    let entries = entries(bytes);
    words(&parse(entry(&entries, "article.xhtml")))
}

#[test]
fn accessibility_is_claimed_from_evidence() {
    let package = |resolved: &Resolved| {
        let (bytes, diagnostics) = write(resolved, None);
        let barrier = diagnostics.into_iter().find(|diagnostic| diagnostic.code.name == "not-accessible");
        (entry(&entries(&bytes), "package.opf").to_owned(), barrier.map(|barrier| barrier.message))
    };
    let (text, barrier) = package(&sample::article());
    assert!(text.contains("dcterms:conformsTo") && text.contains("alternativeText") && barrier.is_none());
    let (text, barrier) = package(&Resolved { language_named: false, ..sample::article() });
    assert!(!text.contains("dcterms:conformsTo"));
    assert!(barrier.is_some_and(|message| message.ends_with("no language is named")));
    let (text, _) = package(&sample::document(0, Vec::new()));
    assert!(!text.contains("alternativeText") && !text.contains(">visual<"));
}

#[test]
fn nothing_typed_in_metadata_breaks_a_file() {
    let mut resolved = sample::article();
    resolved.meta.title = format!("<>&\"' \u{1}]]> {}", "x".repeat(10_000));
    resolved.meta.people[0].name = "Ed & Co <x>".into();
    resolved.meta.keywords = vec![" ".into(), "a&b".into()];
    resolved.meta.series = Some(("<&>\u{2}".into(), Some("second".into())));
    resolved.meta.rights = Some(String::new());
    let (bytes, diagnostics) = write(&resolved, None);
    holds_together(&bytes);
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.code.name == "control-character"));
    let entries = entries(&bytes);
    let package = parse(entry(&entries, "package.opf"));
    let title = package.descendants().find(|node| node.tag_name().name() == "title").expect("it is there");
    assert_eq!(title.text(), Some(resolved.meta.title.replace('\u{1}', "\u{FFFD}").as_str()));
    assert!(package.descendants().all(|node| node.tag_name().name() != "rights"));
}
