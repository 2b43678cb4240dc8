//! Where pages end, and what stands where on them.

mod common;

use chapbook_frame::{Artifact, ItemKind, Owner, Tag, Target};
use chapbook_values::Length;
use common::{filler, lay, lay_with, png};

const HEAD: &str = "---\nlanguage: en-GB\ntitle: A Title\n---\n\n";

#[test]
fn an_empty_document_is_one_page() {
    let laid = lay("");
    assert_eq!(laid.pages.pages.len(), 1);
    assert_eq!(laid.map.pages.len(), 1);
    assert_eq!(laid.artifacts(0, Artifact::PageNumber), ["1"]);
}

#[test]
fn every_line_of_a_justified_paragraph_is_as_wide_as_the_measure() {
    let laid = lay(&format!("{HEAD}{}", filler(&[12])));
    let paragraph = laid.nodes(|tag| *tag == Tag::P)[0];
    let runs = laid.runs_below(paragraph);
    assert!(runs.len() > 5);
    let measure = laid.theme.measure();
    let last = runs.len() - 1;
    for (i, (_, run)) in runs.into_iter().enumerate() {
        let trailing = run.text.ends_with(' ');
        let seen: Length = run.glyphs.iter().take(run.glyphs.len() - usize::from(trailing)).map(|g| g.advance).sum();
        if i == last {
            assert!(seen < measure);
        } else {
            let indent = if i == 0 { run.x - laid.theme.page.margins.inside } else { Length::ZERO };
            assert_eq!(seen + indent, measure, "line {i}");
        }
    }
}

#[test]
fn no_paragraph_leaves_one_line_alone() {
    let lengths: Vec<usize> = (0..120).map(|i| 1 + i * 7 % 9).collect();
    let laid = lay(&format!("{HEAD}{}", filler(&lengths)));
    assert!(laid.pages.pages.len() > 5);
    let mut divided = 0;
    for paragraph in laid.nodes(|tag| *tag == Tag::P) {
        let lines = laid.lines_by_page(paragraph);
        if lines.len() > 1 {
            divided += 1;
            assert!(lines.values().all(|count| *count > 1), "{lines:?}");
        }
    }
    assert!(divided > 2, "some paragraphs must be divided for this to say anything");
}

#[test]
fn headings_stay_with_two_lines_of_what_follows() {
    let mut text = HEAD.to_owned();
    for i in 0..60 {
        text.push_str(&format!("## Heading {i}\n\n{}", filler(&[2 + i % 5])));
    }
    let laid = lay(&text);
    assert!(laid.pages.pages.len() > 4);
    for heading in laid.nodes(|tag| matches!(tag, Tag::Heading { level: 2, .. })) {
        let place = laid.runs_below(heading)[0];
        let below = laid.pages.pages[place.0].items.iter().filter(|item| match (&item.owner, &item.kind) {
            (Owner::Tag(_), ItemKind::Glyphs(run)) => run.y > place.1.y,
            _ => false,
        });
        assert!(below.count() >= 2);
    }
}

#[test]
fn a_page_break_starts_a_page() {
    let laid = lay(&format!("{HEAD}One.\n\n{{{{< pagebreak >}}}}\n\nTwo."));
    assert_eq!(laid.pages.pages.len(), 2);
    assert_eq!(laid.artifacts(1, Artifact::PageNumber), ["2"]);
}

#[test]
fn notes_stand_on_the_page_of_their_call() {
    let mut text = HEAD.to_owned();
    for i in 0..40 {
        text.push_str(&format!("{} Called here.[^n{i}]\n\n", filler(&[3]).trim()));
    }
    for i in 0..40 {
        text.push_str(&format!("[^n{i}]: Note {i} says {}\n\n", filler(&[1 + i % 3]).trim()));
    }
    let laid = lay(&text);
    let calls = laid.nodes(|tag| *tag == Tag::Reference);
    let notes = laid.nodes(|tag| *tag == Tag::Note);
    assert_eq!((calls.len(), notes.len()), (40, 40));
    for (call, note) in calls.iter().zip(&notes) {
        let (call, note) = (laid.runs_below(*call)[0], laid.runs_below(*note)[0]);
        assert_eq!(call.0, note.0, "{:?}", note.1.text);
        assert!(note.1.y > call.1.y);
        assert_eq!(&*call.1.text, note.1.text.trim(), "the same mark at both places");
    }
}

#[test]
fn a_note_longer_than_a_page_goes_on_and_loses_nothing() {
    let note = filler(&[150]);
    let laid = lay(&format!("{HEAD}{}A call.[^n]\n\n{}\n\n[^n]: {note}", filler(&[3, 3]), filler(&[4, 4, 4])));
    let node = laid.nodes(|tag| *tag == Tag::Note)[0];
    let lines = laid.lines_by_page(node);
    assert!(lines.len() >= 2, "{lines:?}");
    let words = laid.text_of(node);
    let expected: Vec<&str> = std::iter::once("1").chain(note.split_whitespace()).collect();
    assert_eq!(words.split_whitespace().collect::<Vec<_>>(), expected);
}

#[test]
fn thousands_of_notes_on_one_line_end() {
    let mut text = format!("{HEAD}Start");
    for i in 0..3_000 {
        text.push_str(&format!("[^n{i}]"));
    }
    text.push_str("\n\n");
    for i in 0..3_000 {
        text.push_str(&format!("[^n{i}]: Note.\n\n"));
    }
    let laid = lay(&text);
    assert_eq!(laid.nodes(|tag| *tag == Tag::Note).len(), 3_000);
    assert_eq!(laid.words().iter().filter(|word| *word == "Note.").count(), 3_000);
}

#[test]
fn links_lead_to_notes_and_back() {
    let laid = lay(&format!("{HEAD}A call.[^n] And [a link](https://example.org/).\n\n[^n]: The note."));
    let page = &laid.pages.pages[0];
    let names: Vec<String> = page
        .links
        .iter()
        .map(|link| match &link.target {
            Target::Url(url) => url.clone(),
            Target::Destination(at) => laid.pages.destinations[*at].name.clone(),
        })
        .collect();
    assert_eq!(names.len(), 3);
    assert!(names.contains(&"https://example.org/".to_owned()));
    for link in &page.links {
        assert_eq!(laid.pages.tags.node(link.tag).tag, Tag::Link);
        assert!(!link.description.is_empty());
    }
}

#[test]
fn a_link_over_two_lines_is_one_link_with_two_areas() {
    let label = filler(&[3]);
    let laid = lay(&format!("{HEAD}[{}](https://example.org/)", label.trim()));
    assert_eq!(laid.pages.pages[0].links.len(), 1);
    assert!(laid.pages.pages[0].links[0].areas.len() >= 2);
}

#[test]
fn markers_of_a_group_stand_in_one_column() {
    let laid = lay(&format!("{HEAD}8. Eight\n\n9. Nine\n\nBetween.\n\n10. Ten\n\n11. Eleven"));
    let ends: Vec<Length> = laid
        .nodes(|tag| *tag == Tag::Label)
        .into_iter()
        .map(|label| {
            let (_, run) = laid.runs_below(label)[0];
            // The space after the marker is a glyph, too.
            run.x + run.glyphs.iter().take(run.glyphs.len() - 1).map(|g| g.advance).sum()
        })
        .collect();
    assert_eq!(ends.len(), 4);
    assert!(ends.windows(2).all(|pair| pair[0] == pair[1]), "{ends:?}");
    let starts: Vec<Length> =
        laid.nodes(|tag| *tag == Tag::ListBody).into_iter().map(|body| laid.runs_below(body)[0].1.x).collect();
    assert!(starts.windows(2).all(|pair| pair[0] == pair[1]), "{starts:?}");
    assert!(starts[0] > ends[0]);
}

#[test]
fn a_marker_stands_on_the_line_of_its_item() {
    let laid = lay(&format!("{HEAD}- One\n- - Two\n- > Three"));
    let labels = laid.nodes(|tag| *tag == Tag::Label);
    let bodies = laid.nodes(|tag| *tag == Tag::ListBody);
    for (label, body) in labels.iter().zip(&bodies) {
        let own = laid.runs_below(*label)[0].1.y;
        assert!(laid.runs_below(*body).iter().any(|(_, run)| run.y == own));
    }
}

#[test]
fn a_table_goes_on_under_its_head() {
    let mut text = format!("{HEAD}| Head | Other |\n|---|---|\n");
    for i in 0..120 {
        text.push_str(&format!("| row {i} | x |\n"));
    }
    let laid = lay(&text);
    assert!(laid.pages.pages.len() >= 3);
    for page in 1..laid.pages.pages.len() {
        assert!(laid.artifacts(page, Artifact::Layout).contains(&"Head".to_owned()), "page {page}");
    }
    let head = laid.nodes(|tag| *tag == Tag::TableHead)[0];
    assert!(laid.runs_below(head).iter().all(|(page, _)| *page == 0), "the real head is read once");
    assert_eq!(laid.words().iter().filter(|word| *word == "row").count(), 120);
}

#[test]
fn a_row_higher_than_a_page_is_divided() {
    let cell = filler(&[200]);
    let laid = lay(&format!("{HEAD}| A | B |\n|---|---|\n| {} | b |\n", cell.trim()));
    let expected = cell.split_whitespace().count();
    let body = laid.nodes(|tag| *tag == Tag::TableBody)[0];
    assert_eq!(laid.text_of(body).split_whitespace().count(), expected + 1);
    assert!(laid.lines_by_page(body).len() > 1);
}

#[test]
fn pictures_fit_the_page_and_keep_their_captions() {
    let text =
        format!("{HEAD}{}\n\n![A caption.](tall.png){{#fig-t alt=\"A tower\"}}\n\n{}", filler(&[9]), filler(&[4]));
    let laid = lay_with(&text, "inherits = \"article\"", &[("tall.png", png(600, 6_000))]);
    let figure = laid.nodes(|tag| matches!(tag, Tag::Figure { .. }))[0];
    let Tag::Figure { alt, place: Some((page, area)) } = &laid.pages.tags.node(figure).tag else {
        panic!("the figure stands somewhere");
    };
    assert_eq!(alt.as_deref(), Some("A tower"));
    let margins = &laid.theme.page.margins;
    assert!(area.y >= margins.top && area.y + area.height <= laid.theme.page.height - margins.bottom);
    assert_eq!(area.height.scale(600, 6_000).to_twips(), area.width.to_twips(), "in its own proportion");
    let caption = laid.nodes(|tag| *tag == Tag::Caption)[0];
    assert!(laid.runs_below(caption).iter().all(|(on, run)| on == page && run.y > area.y + area.height));
}

#[test]
fn a_figure_without_room_moves_and_text_moves_up() {
    let before = filler(&[24]);
    let after = filler(&[9, 9, 9]);
    let text = format!("{HEAD}{before}\n\n![A caption.](box.png){{#fig-b alt=\"A box\"}}\n\nBehind it. {after}");
    let laid = lay_with(&text, "inherits = \"article\"", &[("box.png", png(800, 700))]);
    let figure = laid.nodes(|tag| matches!(tag, Tag::Figure { .. }))[0];
    let Tag::Figure { place: Some((page, area)), .. } = &laid.pages.tags.node(figure).tag else {
        panic!("the figure stands somewhere");
    };
    assert_eq!((*page, area.y), (1, laid.theme.page.margins.top));
    let behind = laid.nodes(|tag| *tag == Tag::P).into_iter().find(|p| laid.text_of(*p).contains("Behind it."));
    let behind = behind.expect("the paragraph is there");
    assert_eq!(laid.runs_below(behind)[0].0, 0);
    // It is read where it was written.
    let words = laid.text_of(chapbook_frame::TagTree::ROOT);
    assert!(words.find("A caption.") < words.find("Behind it."));
    let first = laid.map.pages[1].start.expect("the page starts with text");
    assert!(first.1 > 0, "the page starts in the middle of a paragraph, not with the figure");
}

#[test]
fn contents_show_the_pages_that_headings_fall_on() {
    let mut text = format!("{HEAD}::: toc\n:::\n\n");
    for i in 0..30 {
        text.push_str(&format!("# Chapter {i}\n\n{}", filler(&[9, 9])));
    }
    let laid = lay(&text);
    let entries = laid.nodes(|tag| *tag == Tag::TocItem);
    // The contents list everything that the outline has.
    assert_eq!(entries.len(), 30);
    for (i, entry) in entries.iter().enumerate() {
        let text = laid.text_of(*entry);
        let heading =
            laid.nodes(|tag| matches!(tag, Tag::Heading { title, .. } if *title == format!("Chapter {i}")))[0];
        let page = laid.runs_below(heading)[0].0;
        assert_eq!(text.split_whitespace().last(), Some(&*(page + 1).to_string()), "{text}");
    }
    assert!(laid.artifacts(0, Artifact::Layout).iter().any(|text| text.starts_with("....")));
    assert_eq!(laid.pages.outline.len(), 30);
}

#[test]
fn facing_pages_mirror_their_margins() {
    let theme = "inherits = \"article\"\n[page]\nfacing = true\ninside = \"50mm\"\noutside = \"20mm\"";
    let laid = lay_with(&format!("{HEAD}{}", filler(&[60, 60])), theme, &[]);
    let left = |page: usize| {
        let items = laid.pages.pages[page].items.iter();
        items.filter_map(|item| match (&item.owner, &item.kind) {
            (Owner::Tag(_), ItemKind::Glyphs(run)) => Some(run.x),
            _ => None,
        })
    };
    assert_eq!(left(0).min(), "50mm".parse().ok());
    assert_eq!(left(1).min(), "20mm".parse().ok());
}

#[test]
fn levels_are_never_left_out_on_the_way_down() {
    let laid = lay("---\nlanguage: en\ntitle: T\n---\n\n### Deep first\n\n# One\n\n#### Four\n\n## Two\n");
    let levels: Vec<u8> = laid
        .nodes(|tag| matches!(tag, Tag::Heading { .. }))
        .into_iter()
        .map(|id| match laid.pages.tags.node(id).tag {
            Tag::Heading { level, .. } => level,
            _ => 0,
        })
        .collect();
    assert_eq!(levels, [1, 2, 1, 2, 2]);
}

#[test]
fn text_from_right_to_left_begins_at_the_right() {
    let laid = lay("---\nlanguage: he\n---\n\nשלום עולם ועוד מילים");
    let paragraph = laid.nodes(|tag| *tag == Tag::P)[0];
    let (_, run) = laid.runs_below(paragraph)[0];
    assert!(run.rtl && run.text.starts_with("שלום"));
    let end = run.x + run.glyphs.iter().map(|g| g.advance).sum();
    let right = laid.theme.page.width - laid.theme.page.margins.inside;
    assert_eq!(end, right);
    let first = run.glyphs.last().expect("there are glyphs");
    assert_eq!(first.start, 0, "the first letter stands rightmost");
}
