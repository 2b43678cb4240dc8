//! Books: make-up of facing pages, openings, page numbers, running heads, mends by hand, and what the report says.

mod common;

use chapbook_frame::{Artifact, ItemKind, Page, Tag};
use chapbook_layout::{At, Fault, Mend};
use chapbook_resolve::Makeup;
use chapbook_source::{FileId, MemoryFiles, Span};
use chapbook_values::Length;
use common::{Laid, filler, lay_with};

const NOVEL: &str = "inherits = \"novel\"";

fn labels(laid: &Laid) -> Vec<String> {
    laid.pages.pages.iter().map(|page| page.label.text()).collect()
}

fn count(laid: &Laid, fault: Fault) -> usize {
    laid.report.findings.iter().filter(|finding| finding.fault == fault).count()
}

/// The baselines of running text on a page.
fn baselines(page: &Page) -> Vec<Length> {
    let mut list: Vec<Length> = page
        .items
        .iter()
        .filter_map(|item| match (&item.owner, &item.kind) {
            (chapbook_frame::Owner::Tag(_), ItemKind::Glyphs(run)) => Some(run.y),
            (_, _) => None,
        })
        .collect();
    list.sort();
    list.dedup();
    list
}

#[test]
fn facing_pages_stand_level_and_no_line_stands_alone() {
    let lengths: Vec<usize> = (0..260).map(|i| [4, 1, 1, 2, 7, 1, 3, 9, 2, 1, 1, 5][i % 12]).collect();
    let laid = lay_with(&filler(&lengths), NOVEL, &[]);
    assert!(laid.pages.pages.len() > 20, "{}", laid.pages.pages.len());
    assert!(laid.report.spreads > 8);
    for fault in [Fault::Widow, Fault::Orphan, Fault::Unlevel, Fault::Ladder] {
        assert_eq!(count(&laid, fault), 0, "{fault:?}");
    }
    // What the report says is so on the pages: the last lines of two facing pages stand beside each other.
    let pages = &laid.pages.pages;
    for pair in pages[1..pages.len() - 2].chunks_exact(2) {
        let feet: Vec<Option<Length>> = pair.iter().map(|page| baselines(page).last().copied()).collect();
        assert_eq!(feet[0], feet[1]);
    }
}

const BOOK: &str = "---\ntitle: A Book\nauthors: [{name: Anna Author}]\nrights: © 2026 Anna Author\nlanguage: en-GB\n---\n\
    ::: {.dedication .front-matter}\nFor nobody.\n:::\n\n\
    # Preface\n\nShort.\n\n\
    # The First Part {.part .main-matter}\n\n# One\n\n";

#[test]
fn a_book_has_roman_pages_then_arabic_ones_and_opens_on_the_right() {
    let laid = lay_with(&format!("{BOOK}{}# Two\n\nEnd.\n", filler(&[12; 14])), NOVEL, &[]);
    let labels = labels(&laid);
    // Title, copyright, dedication, its blank back, the preface; then the part on a right-hand page.
    let first = labels.iter().position(|label| label == "1").expect("there is a page 1");
    assert!(first.is_multiple_of(2), "page 1 is a right-hand page: {labels:?}");
    assert_eq!(labels[..first].first().map(String::as_str), Some("i"));
    assert!(labels[..first].iter().all(|label| label.chars().all(|c| "ivx".contains(c))), "{labels:?}");
    assert_eq!(laid.map.pages.iter().map(|page| page.label.clone()).collect::<Vec<_>>(), labels);
    let blanks = laid.map.pages.iter().filter(|page| page.start.is_none()).count();
    assert_eq!(blanks, laid.report.blank);
    for (number, page) in laid.pages.pages.iter().enumerate() {
        let is_blank = laid.map.pages[number].start.is_none();
        assert_eq!(page.items.is_empty(), is_blank, "a blank page has nothing on it: {number}");
    }
}

#[test]
fn behind_the_title_stands_the_imprint_or_nothing() {
    let text = "# One\n\nThe text.\n";
    let bare = lay_with(&format!("---\ntitle: A Book\nlanguage: en-GB\n---\n\n{text}"), NOVEL, &[]);
    let is_empty = |laid: &Laid| laid.pages.pages.iter().map(|page| page.items.is_empty()).collect::<Vec<_>>();
    assert_eq!(is_empty(&bare), [false, true, false]);
    let imprint = "---\ntitle: A Book\nlanguage: en-GB\nrights: © 2026\n---\n\n";
    assert_eq!(is_empty(&lay_with(&format!("{imprint}{text}"), NOVEL, &[])), [false, false, false]);
}

#[test]
fn notes_of_a_chapter_stand_behind_it_on_its_pages() {
    let text = "---\ntitle: A Book\nlanguage: en-GB\nnotes: chapter\n---\n\n\
        # One\n\nText.[^a]\n\n# Two\n\nText.[^b]\n\n[^a]: First note.\n[^b]: Second note.\n";
    let laid = lay_with(text, NOVEL, &[]);
    let words: Vec<String> = laid
        .pages
        .pages
        .iter()
        .map(|page| {
            let text = |item: &chapbook_frame::Item| match &item.kind {
                ItemKind::Glyphs(run) => run.text.to_string(),
                ItemKind::Rect { .. } | ItemKind::Picture { .. } => String::new(),
            };
            page.items.iter().map(text).collect()
        })
        .collect();
    let page = |word: &str| words.iter().position(|text| text.contains(word));
    assert_eq!(page("First note"), page("One"));
    assert_eq!(page("Second note"), page("Two"));
    assert!(page("One") < page("Two"));
}

#[test]
fn heads_stand_on_text_pages_and_folios_at_the_foot_of_openings() {
    let laid = lay_with(&format!("{BOOK}{}", filler(&[12; 14])), NOVEL, &[]);
    let labels = labels(&laid);
    let first = labels.iter().position(|label| label == "1").expect("there is a page 1");
    // The title of a part is bare; the chapter behind it has a folio and no head.
    assert!(laid.artifacts(first, Artifact::PageNumber).is_empty());
    assert!(laid.artifacts(first, Artifact::Header).is_empty());
    let opening = first + 1;
    assert_eq!(laid.artifacts(opening, Artifact::PageNumber), ["2"]);
    assert!(laid.artifacts(opening, Artifact::Header).is_empty());
    let right = opening + 1;
    assert_eq!(laid.artifacts(right, Artifact::PageNumber), ["3"]);
    assert_eq!(laid.artifacts(right, Artifact::Header).concat(), "A Book");
    assert_eq!(laid.artifacts(right + 1, Artifact::Header).concat(), "Anna Author");
}

#[test]
fn a_running_head_names_the_section_that_begins_on_the_page() {
    let theme = "inherits = \"article\"\n[running]\nhead = \"{heading-1} | {heading-2} | {page} of {pages}\"";
    let text = format!("# One\n\n## A\n\n{}## B\n\n{}# Two\n\nEnd.\n", filler(&[60]), filler(&[60]));
    let laid = lay_with(&text, theme, &[]);
    let heads: Vec<String> =
        (0..laid.pages.pages.len()).map(|page| laid.artifacts(page, Artifact::Header).join("/")).collect();
    assert_eq!(heads[0], "One/A/ of ");
    let last = heads.last().expect("there is a page");
    assert!(last.starts_with("Two/") || last.starts_with("One/"), "{heads:?}");
    // A level below a new heading of a higher level is named no more.
    assert!(heads.iter().all(|head| head != "Two/B/ of "), "{heads:?}");
}

#[test]
fn a_long_running_head_loses_words_and_keeps_the_page() {
    let title = "words ".repeat(60);
    let laid = lay_with(
        &format!("# {title}\n\n{}", filler(&[90])),
        "inherits = \"article\"\n[running]\nhead = \"{heading-1}\"",
        &[],
    );
    let head = laid.artifacts(1, Artifact::Header).concat();
    assert!(head.ends_with('\u{2026}') && head.len() < title.len(), "{head}");
}

#[test]
fn a_scene_break_stands_neither_at_the_head_nor_at_the_foot_of_a_page() {
    let mut text = String::new();
    for _ in 0..60 {
        text.push_str(&filler(&[2, 3, 1]));
        text.push_str("* * *\n\n");
    }
    let laid = lay_with(&text, NOVEL, &[]);
    for page in &laid.pages.pages {
        let all: Vec<Length> = page
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Glyphs(run) if &*run.text == "* * *" => Some(run.y),
                ItemKind::Glyphs(_) | ItemKind::Rect { .. } | ItemKind::Picture { .. } => None,
            })
            .collect();
        let lines = baselines(page);
        for y in all {
            assert!(lines.first().is_some_and(|first| *first < y), "at the head");
            let is_end = page.label.number as usize == laid.pages.pages.len();
            assert!(is_end || lines.last().is_some_and(|last| *last > y), "at the foot");
        }
    }
}

#[test]
fn punctuation_hangs_out_at_the_edge_and_letters_do_not() {
    let theme = "inherits = \"novel\"\n[text]\nletter-stretch = \"0em\"";
    let laid = lay_with(&filler(&[40, 40]), theme, &[]);
    let page = &laid.pages.pages[0];
    let measure = laid.theme.measure();
    let left = laid.theme.page.margins.inside;
    let (mut hangs, mut flush) = (0, 0);
    for item in &page.items {
        let ItemKind::Glyphs(run) = &item.kind else { continue };
        let text = run.text.trim_end();
        let seen = run.glyphs.iter().filter(|glyph| (glyph.start as usize) < text.len());
        let edge = run.x + seen.map(|glyph| glyph.advance).sum::<Length>() - left - measure;
        match text.chars().next_back() {
            Some('.' | ',') if edge > Length::ZERO => hangs += 1,
            Some(c) if c.is_alphabetic() && edge.to_scaled().abs() < 10 => flush += 1,
            Some(_) | None => {}
        }
    }
    assert!(hangs > 0 && flush > 3, "{hangs} hang, {flush} are flush");
}

#[test]
fn an_initial_takes_three_lines_and_its_word_is_read_whole() {
    let theme = "inherits = \"novel\"\n[text]\nopening = \"drop-cap\"";
    let laid = lay_with(&format!("# One\n\nIt {}", filler(&[30])), theme, &[]);
    let words = laid.words();
    assert_eq!(words[..4], ["One", "It", "The", "tide"].map(str::to_owned));
    let initial = laid.pages.pages.iter().flat_map(|page| &page.items).find_map(|item| match &item.kind {
        ItemKind::Glyphs(run) if &*run.text == "I" => Some(run.clone()),
        ItemKind::Glyphs(_) | ItemKind::Rect { .. } | ItemKind::Picture { .. } => None,
    });
    let initial = initial.expect("the initial is a run of its own");
    let body = laid.theme.style(chapbook_theme::Role::Body);
    assert!(initial.size > body.size * 3, "{}", initial.size);
    // Its foot stands on the third line of its paragraph.
    let lines = baselines(&laid.pages.pages[initial_page(&laid)]);
    let below = lines.iter().filter(|y| **y <= initial.y).count();
    assert_eq!(below, 4, "the title and three lines");
}

fn initial_page(laid: &Laid) -> usize {
    let has =
        |page: &Page| page.items.iter().any(|item| matches!(&item.kind, ItemKind::Glyphs(run) if &*run.text == "I"));
    laid.pages.pages.iter().position(has).expect("the initial is on a page")
}

#[test]
fn a_chapter_opens_with_words_in_small_capitals_also_behind_a_motto() {
    let text = format!("# One\n\n::: epigraph\nA motto.\n:::\n\n{}", filler(&[20]));
    let laid = lay_with(&text, NOVEL, &[]);
    let runs: Vec<String> = laid
        .runs()
        .into_values()
        .flatten()
        .filter(|(_, run)| run.text.starts_with("The tide"))
        .map(|(_, run)| run.text.to_string())
        .collect();
    assert_eq!(runs.first().map(|text| text.trim()), Some("The tide came in"));
}

/// Lays out a text with mends by hand.
fn mended(markdown: &str, mends: &[(At, Makeup)]) -> chapbook_layout::Layout {
    let files = MemoryFiles::default();
    let theme = chapbook_theme::read("novel", &files).expect("the theme reads");
    let (document, _) = chapbook_markdown::read(FileId(0), markdown, &chapbook_markdown::ReadOptions::default());
    let (resolved, _) = chapbook_resolve::resolve(&document, &theme, &files, &chapbook_resolve::Options::default());
    let mends: Vec<Mend> =
        mends.iter().map(|(at, makeup)| Mend { at: at.clone(), makeup: *makeup, span: Span::NONE }).collect();
    chapbook_layout::layout(&resolved, &theme, &common::fonts(), &mends)
}

fn lines_of(layout: &chapbook_layout::Layout, start: &str) -> usize {
    let mut ys: Vec<Length> = Vec::new();
    let wanted = layout.pages.pages.iter().flat_map(|page| &page.items).find_map(|item| match &item.kind {
        ItemKind::Glyphs(run) if run.text.starts_with(start) => Some(item.owner),
        ItemKind::Glyphs(_) | ItemKind::Rect { .. } | ItemKind::Picture { .. } => None,
    });
    for item in layout.pages.pages.iter().flat_map(|page| &page.items) {
        if let (true, ItemKind::Glyphs(run)) = (Some(item.owner) == wanted, &item.kind) {
            ys.push(run.y);
        }
    }
    ys.dedup();
    ys.len()
}

#[test]
fn a_person_mends_by_words_by_label_and_in_the_source() {
    let text = filler(&[14, 3]);
    let plain = lines_of(&mended(&text, &[]), "The tide");
    let longer = Makeup { looseness: 1, ..Makeup::default() };
    let by_words = mended(&text, &[(At::Starts("The tide came in".into()), longer)]);
    assert_eq!(lines_of(&by_words, "The tide"), plain + 1);
    let source = mended(&format!("::: {{.attr #a looseness=1}}\n{text}:::\n").replacen("\n\n", "\n:::\n\n", 1), &[]);
    assert_eq!(lines_of(&source, "The tide"), plain + 1);
    let labelled = format!("# Here {{#here}}\n\n{text}");
    let space = Makeup { break_before: true, ..Makeup::default() };
    let pages = mended(&format!("{text}## There {{#there}}\n\n{text}"), &[(At::Label("there".into()), space)]);
    let there = pages.pages.destinations.iter().find(|place| place.name == "there").map(|place| place.page);
    assert_eq!(there, Some(1));
    let unmet = mended(&labelled, &[(At::Label("gone".into()), longer)]);
    let codes: Vec<&str> = unmet.diagnostics.iter().map(|d| d.code.name).collect();
    assert_eq!(codes, ["makeup-unmet"]);
}

#[test]
fn the_report_finds_what_is_there() {
    // A measure of a few words: lines are loose, and a paragraph kept on its page leaves its spread unlevel.
    let theme = "inherits = \"novel\"\n[page]\nwidth = \"160pt\"\nheight = \"200pt\"\n[text]\nletter-stretch = \"0em\"";
    let laid = lay_with(&filler(&[9, 9, 9]), theme, &[]);
    assert!(count(&laid, Fault::Loose) > 0);
    let loose = laid.report.findings.iter().find(|finding| finding.fault == Fault::Loose).expect("it was counted");
    assert!(loose.amount > 100 && !loose.text.is_empty() && !loose.span.is_none(), "{loose:?}");
    assert_eq!(loose.label, laid.pages.pages[loose.page].label.text());
    let headings = laid.nodes(|tag| matches!(tag, Tag::Heading { .. }));
    assert!(headings.is_empty());
}

#[test]
fn a_river_is_found_where_words_of_one_width_stand_below_each_other() {
    let head = "---\ntitle: A Book\nlanguage: en-GB\n---\n\n# One\n\n";
    // Forty words a line of one width, and a last line: every gap flows on to the foot of the paragraph.
    let same = lay_with(&format!("{head}{}\n", "noon ".repeat(200)), NOVEL, &[]);
    let rivers = chapbook_layout::rivers(&same.pages);
    assert!(!rivers.is_empty());
    assert!(rivers.iter().all(|river| river.fault == Fault::River && river.amount >= 5), "{rivers:?}");
    // Its first line is named.
    assert!(rivers.iter().all(|river| river.text.to_lowercase().starts_with("noon noon")), "{rivers:?}");
    // Words of unlike widths: nothing stands below anything for long.
    let unlike: String =
        (0..200).map(|i| format!("{} ", "mississippi".repeat(3).get(..i * 7 % 11 + 1).unwrap_or("a"))).collect();
    let unlike = lay_with(&format!("{head}{unlike}\n"), NOVEL, &[]);
    assert_eq!(chapbook_layout::rivers(&unlike.pages), []);
}

#[test]
fn pages_are_made_up_in_time_that_grows_with_their_number() {
    // One chapter without an end: states never multiply. Counted in pages, not in seconds.
    let small = lay_with(&filler(&[5; 150]), NOVEL, &[]).pages.pages.len();
    let large = lay_with(&filler(&[5; 600]), NOVEL, &[]).pages.pages.len();
    assert!(large >= small * 4 - 4 && large <= small * 4 + 4, "{small} and {large}");
}

#[test]
fn a_space_by_hand_stands_above_its_table_and_looseness_holds_beside_an_initial() {
    let table = "| a | b |\n|---|---|\n| c | d |\n\n: Hours {#tbl-h}\n";
    let text = format!("{}{table}\n{}", filler(&[3]), filler(&[3]));
    let y = |layout: &chapbook_layout::Layout, word: &str| -> Length {
        let found = layout.pages.pages.iter().flat_map(|page| &page.items).find_map(|item| match &item.kind {
            ItemKind::Glyphs(run) if run.text.trim() == word => Some(run.y),
            ItemKind::Glyphs(_) | ItemKind::Rect { .. } | ItemKind::Picture { .. } => None,
        });
        found.expect("the word is on a page")
    };
    let space = Makeup { space: Length::points(20), ..Makeup::default() };
    let (plain, spaced) = (mended(&text, &[]), mended(&text, &[(At::Label("tbl-h".into()), space)]));
    // The rows stand as far from each other as before: all of it is above.
    assert_eq!(y(&spaced, "a") - y(&plain, "a"), Length::points(20));
    assert_eq!(y(&spaced, "c") - y(&spaced, "a"), y(&plain, "c") - y(&plain, "a"));

    let initial = format!("[T]{{.dropcap}}{}", &filler(&[14])[1..]);
    let longer = Makeup { looseness: 1, ..Makeup::default() };
    let at = At::Starts("The tide came in".into());
    let lines = |layout: &chapbook_layout::Layout| lines_of(layout, "T");
    assert_eq!(lines(&mended(&initial, &[(at, longer)])), lines(&mended(&initial, &[])) + 1);
}

#[test]
fn attributes_that_say_nothing_of_the_page_are_told() {
    let files = MemoryFiles::default();
    let theme = chapbook_theme::read("novel", &files).expect("the theme reads");
    for (attribute, told) in [("looseness=4", true), ("keep=yes", true), ("space=wide", true), ("break=page", false)] {
        let text = format!("---\ntitle: A\nlanguage: en\n---\n::: {{.attr {attribute}}}\nText.\n:::\n");
        let (document, _) = chapbook_markdown::read(FileId(0), &text, &chapbook_markdown::ReadOptions::default());
        let (_, found) = chapbook_resolve::resolve(&document, &theme, &files, &chapbook_resolve::Options::default());
        let codes: Vec<&str> = found.iter().map(|d| d.code.name).collect();
        assert_eq!(codes.contains(&"attribute-value"), told, "{attribute}: {codes:?}");
    }
}
