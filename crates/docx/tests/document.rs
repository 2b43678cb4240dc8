//! Whole documents: every kind of node, captions, references, notes, comments and changes, hostile texts. Every call of
//! `write` checks the package, counts its lists and compares its words; the tests look at what is particular.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own file has failed")]

mod common;

use chapbook_model::{
    Author, BlockKind, Caption, Cell, Change, Comment, DateText, Figure, FigureKind, InlineKind, Marker, Milestone,
    MilestoneKind, NoteKind, NoteMarker, NotePlacement, OutlineKind, ReferenceForm, Row, Table, TableColumn,
    Visibility,
};
use chapbook_resolve::{PageMap, PageStart};
use common::model::*;
use common::words::{paragraph_with, style_of};
use common::{PIXEL, W, is, theme, write, write_as};
use roxmltree::Document;

#[test]
fn every_kind_of_node() {
    let written = write(&chapbook_model::samples::document());
    for part in ["word/comments.xml", "word/footnotes.xml", "word/numbering.xml", "word/media/image1.png"] {
        assert!(written.package.0.contains_key(part), "{part}");
    }
}

#[test]
fn an_empty_document() {
    write(&chapbook_model::Document::default());
    write(&document(Vec::new()));
}

#[test]
fn captions_count_as_word_does() {
    let caption = vec![text("Who stands "), inline(InlineKind::Emph(vec![text("where")])), text(".")];
    let written = write(&document(vec![
        figure("fig-a", caption, Some("Photo: A & B")),
        line(vec![
            text("See "),
            reference("fig-b", ReferenceForm::Full),
            text(", "),
            reference("fig-a", ReferenceForm::Number),
            text(", "),
            reference("fig-a", ReferenceForm::Worded(vec![text("Plate")])),
            text(" on "),
            reference("fig-a", ReferenceForm::Page),
            text("."),
        ]),
        figure("fig-b", vec![text("Another.")], None),
    ]));
    let text = written.package.text("word/document.xml");
    assert_eq!(text.matches(" SEQ Figure \\* ARABIC <").count(), 2, "{text}");
    assert_eq!(text.matches("_number \\h <").count(), 2);
    assert_eq!(text.matches(" PAGEREF _Ref").count(), 1);
    let part = Document::parse(text).unwrap();
    let caption = paragraph_with(&part, "Who stands");
    assert_eq!(style_of(caption), "Caption");
    let credit = caption.descendants().find(|node| is(*node, "rStyle") && common::w(*node, "val") == Some("Credit"));
    assert!(credit.is_some());
    // The picture stays with its caption.
    let picture = part.descendants().find(|node| is(*node, "drawing")).unwrap();
    let paragraph = picture.ancestors().find(|node| is(*node, "p")).unwrap();
    assert_eq!(style_of(paragraph), "Figure");
    let styles = written.package.text("word/styles.xml");
    let figure_style = &styles[styles.find("w:styleId=\"Figure\"").unwrap()..];
    assert!(figure_style[..figure_style.find("</w:style>").unwrap()].contains("<w:keepNext/>"));
}

#[test]
fn references_to_headings_are_live() {
    let numbered_heading = |level, words: &str, label| heading(level, words).with(labelled(label));
    let mut document = document(vec![
        numbered_heading(1, "One", "sec-one"),
        numbered_heading(2, "Two", "sec-two"),
        line(vec![reference("sec-two", ReferenceForm::Full)]),
    ]);
    let written = write(&document);
    assert!(written.package.text("word/document.xml").contains(" REF _Ref"), "the title is a field");
    document.metadata.numbering = Some(true);
    let written = write(&document);
    let text = written.package.text("word/document.xml");
    assert!(text.contains(" \\r \\h <"), "the number is a field: {text}");
    assert!(written.package.text("word/numbering.xml").contains("<w:lvlText w:val=\"%1.%2\"/>"));
}

#[test]
fn heading_numbers_that_word_would_not_count_are_text() {
    let mut document = document(vec![heading(1, "One"), heading(3, "Passed over"), heading(2, "Two")]);
    document.metadata.numbering = Some(true);
    let written = write(&document);
    assert!(!written.package.0.contains_key("word/numbering.xml"));
    assert!(written.package.text("word/document.xml").contains(">1.0.1 <"));
}

#[test]
fn contents_are_a_field_with_the_pages_of_the_layout() {
    let body = vec![
        block(BlockKind::Outline(OutlineKind::Contents)),
        block(BlockKind::Outline(OutlineKind::Figures)),
        heading(1, "One"),
        figure("fig-a", vec![text("A caption")], None),
        heading(2, "Two"),
    ];
    let document = document(body);
    let without = write(&document);
    assert!(!without.package.text("word/document.xml").contains("PAGEREF"));
    let page = |label: &str| PageStart { label: label.into(), start: None };
    let pages = PageMap { pages: vec![page("iv"), page("7")], anchors: vec![Some(1); without.resolved.anchors.len()] };
    let with = write_as(&document, &theme(), Some(&pages));
    let text = with.package.text("word/document.xml");
    assert!(text.contains("<w:docPartGallery w:val=\"Table of Contents\"/>"));
    assert!(text.contains(" TOC \\o \"1-6\" \\h \\z \\u <"));
    assert!(text.contains(" TOC \\h \\z \\c \"Figure\" <"));
    assert_eq!(text.matches("PAGEREF _Toc").count(), 3);
    assert_eq!(text.matches(">7</w:t>").count(), 3);
}

#[test]
fn notes_of_all_kinds() {
    let mut document = document(vec![
        line(vec![text("A"), note("a"), text(" B"), note("b"), text(" again"), note("a"), text(" star"), note("*")]),
        line(vec![text("End"), note("e")]),
    ]);
    let auto = NoteMarker::Auto;
    let star = NoteMarker::Literal("*".into());
    define(&mut document, "a", auto.clone(), None, vec![paragraph("Note a."), paragraph("More of a.")]);
    define(&mut document, "b", auto.clone(), None, vec![line(vec![text("Note b calls"), note("c")])]);
    define(&mut document, "c", auto.clone(), None, vec![paragraph("Note c.")]);
    define(&mut document, "*", star, None, vec![paragraph("A symbol.")]);
    define(&mut document, "e", auto, Some(NoteKind::Endnote), vec![paragraph("An endnote.")]);
    let written = write(&document);
    let text = written.package.text("word/document.xml");
    assert_eq!(text.matches(" NOTEREF _Ref").count(), 1);
    assert!(text.contains("<w:footnoteReference w:customMarkFollows=\"1\" w:id=\"3\"/><w:t xml:space=\"preserve\">*<"));
    let footnotes = written.package.text("word/footnotes.xml");
    let at = |words: &str| footnotes.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at("Note b calls") < at("Note c.") && at("Note c.") < at("A symbol."));
    assert!(written.package.text("word/settings.xml").contains("<w:numFmt w:val=\"decimal\"/>"));
    assert!(written.diagnostics.iter().any(|d| d.code.name == "not-set-yet"));
}

#[test]
fn endnotes_by_chapter_close_sections() {
    let mut document = document(vec![
        heading(1, "One"),
        line(vec![text("First"), note("a")]),
        block(BlockKind::Endnotes),
        heading(1, "Two"),
        line(vec![text("Second"), note("b")]),
        block(BlockKind::Endnotes),
        paragraph("After."),
    ]);
    document.metadata.notes = Some(NotePlacement::Endnotes);
    for label in ["a", "b"] {
        define(&mut document, label, NoteMarker::Auto, None, vec![paragraph("Noted.")]);
    }
    let written = write(&document);
    assert!(written.package.text("word/settings.xml").contains("<w:pos w:val=\"sectEnd\"/>"));
    assert_eq!(written.package.text("word/document.xml").matches("<w:sectPr>").count(), 3);
}

#[test]
fn author_notes_are_tied_both_ways() {
    let mut document = document(vec![paragraph("Text.")]);
    document.metadata.authors = vec![Author {
        name: "A. Author".into(),
        bio: vec![paragraph("A. Author teaches."), paragraph("And writes.")],
        marker: Marker::Literal("*".into()),
        ..Author::default()
    }];
    let written = write(&document);
    let part = Document::parse(written.package.text("word/document.xml")).unwrap();
    let bio = paragraph_with(&part, "A. Author teaches");
    assert_eq!(style_of(bio), "AuthorNote");
    let byline = part.descendants().find(|node| is(*node, "pStyle") && common::w(*node, "val") == Some("Byline"));
    let byline = byline.unwrap().ancestors().find(|node| is(*node, "p")).unwrap();
    for (here, there) in [(byline, bio), (bio, byline)] {
        let link = here.descendants().find(|node| is(*node, "hyperlink")).unwrap();
        let target = common::w(link, "anchor");
        let mark = there.descendants().find(|node| is(*node, "bookmarkStart") && common::w(*node, "name") == target);
        assert!(mark.is_some(), "{target:?}");
    }
}

#[test]
fn comments_and_changes_are_words_own() {
    let by = |author: Option<&str>, date: Option<&str>| Change {
        author: author.map(str::to_owned),
        date: date.map(str::to_owned),
    };
    let comment = |text: &str, on, change| {
        let visibility = Visibility::Shared;
        let comment = Comment { visibility, text: text.into(), on, change, id: None, reply_to: None, done: false };
        inline(InlineKind::Comment(Box::new(comment)))
    };
    let link =
        chapbook_model::Link { target: "https://example.org/".into(), title: None, content: vec![text("a link")] };
    let written = write(&document(vec![line(vec![
        inline(InlineKind::Insertion {
            change: by(Some("Ed & <Co> \"x\" 'y'"), Some("2026-01-31")),
            content: vec![text("put in "), inline(InlineKind::Link(link))],
        }),
        inline(InlineKind::Deletion { change: by(None, Some("yesterday")), content: vec![text("taken\u{1} out")] }),
        comment("Why & how?\nA second line", vec![text(" these words")], by(Some("Ed\u{7}itor"), None)),
        comment("A point", Vec::new(), by(None, Some("2026-02-30"))),
    ])]));
    let text = written.package.text("word/document.xml");
    assert!(text.contains("<w:ins w:id=\"1\" w:author=\"Ed &amp; &lt;Co&gt; &quot;x&quot; &apos;y&apos;\""), "{text}");
    assert!(text.contains("<w:delText xml:space=\"preserve\">taken\u{FFFD} out</w:delText>"));
    let comments = written.package.text("word/comments.xml");
    assert_eq!(comments.matches("<w:p>").count(), 3);
    let codes: Vec<&str> = written.diagnostics.iter().map(|d| d.code.name).collect();
    assert!(codes.contains(&"name-changed") && codes.contains(&"control-character"), "{codes:?}");
}

#[test]
fn threads_and_comments_over_several_blocks() {
    let comment = |words: &str, id: &str, reply_to: Option<&str>, done| {
        let (on, change, visibility) = (Vec::new(), Change::default(), Visibility::Shared);
        let (id, reply_to) = (Some(id.to_owned()), reply_to.map(str::to_owned));
        inline(InlineKind::Comment(Box::new(Comment {
            visibility,
            text: words.into(),
            on,
            change,
            id,
            reply_to,
            done,
        })))
    };
    let end = |kind| inline(InlineKind::Milestone(Milestone { kind, id: Some("1".into()), change: Change::default() }));
    let written = write(&document(vec![
        line(vec![
            text("One "),
            comment("First.\nSecond line.", "1", None, true),
            end(MilestoneKind::CommentStart),
            text("two"),
        ]),
        line(vec![text("three "), comment("An answer.", "2", Some("1"), false), end(MilestoneKind::CommentEnd)]),
    ]));
    let extended = written.package.text("word/commentsExtended.xml");
    let says = |parent: &str, done| format!("<w15:commentEx w15:paraId=\"{parent} w15:done=\"{done}\"/>");
    assert!(extended.contains(&says("00000001\"", 1)), "{extended}");
    assert!(extended.contains(&says("00000002\" w15:paraIdParent=\"00000001\"", 0)), "{extended}");
    // Both stand on the same words: they begin in one paragraph and end in the other.
    let text = written.package.text("word/document.xml");
    let paragraphs: Vec<&str> = text.split("</w:p>").collect();
    let (first, second) = (
        paragraphs.iter().find(|p| p.contains(">two<")).unwrap(),
        paragraphs.iter().find(|p| p.contains(">three <")).unwrap(),
    );
    for (paragraph, name) in [(first, "commentRangeStart"), (second, "commentRangeEnd"), (second, "commentReference")] {
        assert_eq!(paragraph.matches(name).count(), 2, "{name}: {paragraph}");
    }
}

#[test]
fn a_comment_alone_needs_no_further_part() {
    let comment = Comment {
        visibility: Visibility::Shared,
        text: "Why?".into(),
        on: vec![text("words")],
        change: Change::default(),
        id: None,
        reply_to: None,
        done: false,
    };
    let written = write(&document(vec![line(vec![inline(InlineKind::Comment(Box::new(comment)))])]));
    assert!(!written.package.0.contains_key("word/commentsExtended.xml"));
    assert!(!written.package.text("word/comments.xml").contains("paraId"));
}

#[test]
fn changes_over_several_blocks_are_in_every_run_and_mark() {
    use MilestoneKind::{DeletionEnd, DeletionStart, ParagraphInsertion};
    let mark = |kind| {
        let change = Change { author: Some("B. Writer".into()), date: None };
        inline(InlineKind::Milestone(Milestone { kind, id: None, change }))
    };
    let code = chapbook_model::Code { language: None, text: "let it = go;".into() };
    let written = write(&document(vec![
        line(vec![text("stays "), mark(DeletionStart), text("goes")]),
        line(vec![text("as does "), note("n"), text(" this")]),
        block(BlockKind::Code(code)),
        table(&[&["cell"]]),
        line(vec![image("square.png", Some("A square"))]),
        line(vec![text("until "), mark(DeletionEnd), text("here"), mark(ParagraphInsertion)]),
    ]));
    let part = Document::parse(written.package.text("word/document.xml")).unwrap();
    let within = |node: roxmltree::Node<'_, '_>, name| node.ancestors().any(|around| is(around, name));
    for run in part.descendants().filter(|node| is(*node, "r") && node.descendants().any(|t| t.is_text())) {
        let words: String = run.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
        let stays = ["A title", "stays ", "here"].contains(&words.as_str());
        assert_eq!(within(run, "del"), !stays, "{words}");
    }
    for name in ["drawing", "footnoteReference"] {
        let node = part.descendants().find(|node| is(*node, name) || node.tag_name().name() == name);
        assert!(node.is_none_or(|node| within(node, "del")), "{name}");
    }
    let deleted_rows = part.descendants().filter(|node| is(*node, "trPr") && node.children().any(|c| is(c, "del")));
    assert_eq!(deleted_rows.count(), 1);
    let mark_of = |words: &str| {
        let has =
            |node: &roxmltree::Node<'_, '_>| node.descendants().any(|t| t.text().is_some_and(|t| t.contains(words)));
        let paragraph = part.descendants().find(|node| is(*node, "p") && has(node))?;
        let mark = paragraph.children().find(|node| is(*node, "pPr"))?.children().find(|node| is(*node, "rPr"))?;
        mark.first_element_child().map(|change| change.tag_name().name().to_owned())
    };
    for words in ["goes", "as does", "let it", "cell"] {
        assert_eq!(mark_of(words).as_deref(), Some("del"), "{words}");
    }
    assert_eq!(mark_of("until").as_deref(), Some("ins"));
}

/// Starts, ends and comments at any place and in any order: `write` holds the ranges, ids and words of each document.
#[test]
fn ranges_at_any_place() {
    use MilestoneKind as Kind;
    const KINDS: [Kind; 8] = [
        Kind::CommentStart,
        Kind::CommentEnd,
        Kind::InsertionStart,
        Kind::InsertionEnd,
        Kind::DeletionStart,
        Kind::DeletionEnd,
        Kind::ParagraphInsertion,
        Kind::ParagraphDeletion,
    ];
    for seed in 1..200_u32 {
        let mut state = seed.wrapping_mul(2_654_435_761);
        let mut next = |below: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % below
        };
        let mut words = |before: &str| {
            let mut line = vec![text(before)];
            for _ in 0..next(4) {
                let id = Some(next(2).to_string());
                if next(3) == 0 {
                    let reply_to = (next(2) == 0).then(|| next(2).to_string());
                    let (text, on, change) = ("remark".to_owned(), Vec::new(), Change::default());
                    let (visibility, done) = (Visibility::Shared, next(2) == 0);
                    let comment = Comment { visibility, text, on, change, id, reply_to, done };
                    line.push(inline(InlineKind::Comment(Box::new(comment))));
                } else {
                    let (kind, change) = (KINDS[next(KINDS.len())], Change::default());
                    let milestone = inline(InlineKind::Milestone(Milestone { kind, id, change }));
                    line.push(if next(4) == 0 {
                        inline(InlineKind::Emph(vec![milestone, text("e")]))
                    } else {
                        milestone
                    });
                }
                line.push(text(" more"));
            }
            line
        };
        write(&document(vec![
            block(BlockKind::Heading { level: 1, content: words("Heading") }),
            line(words("One")),
            figure("fig-a", words("Caption"), Some("Credit")),
            class("aside", vec![line(words("Two")), line(words("Three"))]),
            block(BlockKind::Code(chapbook_model::Code { language: None, text: "code".into() })),
            table(&[&["cell"]]),
            block(BlockKind::Quote(chapbook_model::Quote { body: vec![line(words("Four"))], attribution: None })),
            line(words("Five")),
        ]));
    }
}

#[test]
fn hostile_texts() {
    let nasty = "& < > \" ' ]]> \u{0} \u{1} \u{FFFE} \t \u{AD} \u{2011} %1 \\ {} é 😀";
    let mut document = document(vec![
        paragraph(nasty),
        heading(1, nasty),
        figure("fig-<&>\"'", vec![text(nasty)], Some(nasty)),
        line(vec![image("no & such <file>.png", Some(nasty)), text(" in text")]),
        block(BlockKind::Code(chapbook_model::Code { language: Some(nasty.into()), text: nasty.into() })),
        table(&[&[nasty], &[nasty]]),
        line(vec![text("x"), note(nasty)]).with(attribute("custom-style", nasty)),
        class("callout-note", vec![paragraph(nasty)]).with(attribute("title", nasty)),
    ]);
    define(&mut document, nasty, NoteMarker::Literal(nasty.into()), None, vec![paragraph(nasty)]);
    let metadata = &mut document.metadata;
    metadata.title = Some(vec![text(nasty)]);
    metadata.publisher = Some(nasty.into());
    metadata.keywords = vec![nasty.into(), nasty.into()];
    metadata.date = Some(DateText::parse("yesterday & tomorrow"));
    metadata.authors = vec![Author { name: nasty.into(), role: Some(nasty.into()), ..Author::default() }; 2];
    let mut theme = theme();
    theme.docx_styles.insert(chapbook_theme::Role::Body, nasty.into());
    write_as(&document, &theme, None);
}

#[test]
fn pictures_are_stored_once_and_what_word_cannot_hold_is_said() {
    let written = write(&document(vec![
        line(vec![image("square.png", Some("One")), text(" and "), image("square.png", Some(""))]),
        figure("fig-a", vec![text("The same")], None),
        line(vec![text("A drawing "), image("drawing.svg", Some("Drawn"))]),
        line(vec![text("Missing "), image("missing.png", None)]),
    ]));
    let media: Vec<&String> = written.package.0.keys().filter(|name| name.starts_with("word/media/")).collect();
    assert_eq!(media, ["word/media/image1.png"]);
    assert_eq!(written.package.0["word/media/image1.png"], PIXEL);
    let text = written.package.text("word/document.xml");
    assert_eq!(text.matches("<w:drawing>").count(), 3);
    assert_eq!(text.matches("adec:decorative").count(), 1);
    assert!(text.contains("Image missing: missing.png"));
    assert!(text.contains(">drawing.svg<"));
    assert!(written.diagnostics.iter().any(|d| d.code.name == "not-set-yet"));
}

#[test]
fn tables_span_and_nest() {
    let cell = |words: &str, column_span, row_span| Cell { body: vec![paragraph(words)], column_span, row_span };
    let row = |cells| Row { cells };
    let inner = table(&[&["a"], &["b"]]);
    let spanned = Table {
        columns: vec![TableColumn::default(); 3],
        head: vec![row(vec![cell("h1", 1, 2), cell("h2", 2, 1)]), row(vec![cell("h3", 1, 1), cell("h4", 1, 1)])],
        body: vec![
            row(vec![cell("two rows, two columns", 2, 2), cell("x", 1, 1)]),
            row(vec![cell("y", 1, 1)]),
            row(vec![cell("past the end", 1, 9), Cell { body: vec![inner], column_span: 1, row_span: 1 }]),
            row(vec![Cell { body: Vec::new(), column_span: 1, row_span: 1 }]),
        ],
        header_columns: 1,
    };
    let spanned = block(BlockKind::Table(spanned));
    let written = write(&document(vec![spanned.clone(), spanned]));
    let text = written.package.text("word/document.xml");
    assert_eq!(text.matches("<w:tblHeader/>").count(), 6);
    assert!(text.contains("<w:vMerge w:val=\"restart\"/>"));
}

#[test]
fn tables_of_many_columns() {
    let wide = |count: usize| {
        let cells: Vec<String> = (0..count).map(|i| format!("c{i}")).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        table(&[&cells, &cells])
    };
    let written = write(&document(vec![wide(60), wide(64)]));
    assert_eq!(written.package.text("word/document.xml").matches("<w:tbl>").count(), 1);
    assert!(written.diagnostics.iter().any(|d| d.message.contains("63")));
    let huge = Cell { body: vec![paragraph("x")], column_span: u16::MAX, row_span: u16::MAX };
    let table = Table {
        columns: vec![TableColumn::default()],
        head: Vec::new(),
        body: vec![Row { cells: vec![huge.clone()] }, Row { cells: vec![huge] }],
        header_columns: 0,
    };
    write(&document(vec![block(BlockKind::Table(table))]));
}

#[test]
fn captions_of_tables_stand_above_and_keep() {
    let figure = Figure {
        kind: FigureKind::Table,
        body: vec![table(&[&["a"], &["b"]])],
        caption: Some(Caption { body: vec![paragraph("Of the table")], short: None, credit: None }),
    };
    let written = write(&document(vec![block(BlockKind::Figure(Box::new(figure))), paragraph("After.")]));
    let part = Document::parse(written.package.text("word/document.xml")).unwrap();
    let caption = paragraph_with(&part, "Of the table");
    assert!(caption.descendants().any(|node| is(node, "keepNext")));
    assert!(caption.next_sibling().is_some_and(|next| is(next, "tbl")));
}

#[test]
fn languages_and_directions() {
    let span = |words: &str, lang: &str| inline(InlineKind::Span(vec![text(words)])).with(attribute("lang", lang));
    let mut document = document(vec![
        line(vec![
            text("In French "),
            span("bonjour", "fr"),
            text(", in Persian "),
            span("سلام 12", "fa"),
            text(", Chinese "),
            span("你好", "zh-CN"),
            text(" and שלום, unmarked."),
        ]),
        paragraph("متن فارسی with Latin").with(attribute("lang", "fa")),
    ]);
    let written = write(&document);
    let text = written.package.text("word/document.xml");
    assert!(text.contains("<w:lang w:val=\"fr\"/>"));
    assert!(text.contains("<w:rtl/><w:lang w:bidi=\"fa\"/>"));
    assert!(text.contains("<w:lang w:eastAsia=\"zh-CN\"/>"));
    assert!(text.contains("<w:rtl/></w:rPr><w:t xml:space=\"preserve\">שלום</w:t>"));
    assert!(text.contains("<w:bidi/>"));
    document.metadata.language = chapbook_values::Language::parse("fa");
    let written = write(&document);
    let text = written.package.text("word/document.xml");
    assert!(written.package.text("word/styles.xml").contains("w:bidi=\"fa\""));
    assert!(text.contains("<w:cols w:space=\"720\"/><w:bidi/>"));
    assert!(!text.contains("<w:lang w:bidi"));
}

#[test]
fn page_breaks_need_no_empty_paragraph() {
    let page_break = || block(BlockKind::Break(chapbook_model::BreakKind::Page));
    let written = write(&document(vec![
        paragraph("One"),
        page_break(),
        paragraph("Two"),
        page_break(),
        page_break(),
        paragraph("Three"),
        page_break(),
    ]));
    let text = written.package.text("word/document.xml");
    assert_eq!(text.matches("<w:pageBreakBefore/>").count(), 3);
    let part = Document::parse(text).unwrap();
    let empty = part.descendants().filter(|node| is(*node, "p") && !node.children().any(|child| is(child, "r")));
    assert_eq!(empty.count(), 1);
}

#[test]
fn a_container_gives_its_paragraphs_the_style_that_it_names() {
    let items = decimal(1, &["Item"]);
    let inner = block(BlockKind::Container(vec![paragraph("Deep")]));
    let own = paragraph("Own").with(attribute("custom-style", "Other"));
    let body = vec![paragraph("First"), inner, items, own];
    let heading = block(BlockKind::Heading { level: 2, content: vec![text("Head")] });
    let written = write(&document(vec![
        heading.with(attribute("custom-style", "House Head")),
        block(BlockKind::Container(body)).with(attribute("custom-style", "Motto")),
        paragraph("After"),
    ]));
    let part = Document::parse(written.package.text("word/document.xml")).unwrap();
    let style = |text| style_of(paragraph_with(&part, text));
    assert_eq!((style("First"), style("Deep"), style("Own")), ("Motto", "Motto", "Other"));
    assert_eq!(style("Head"), "HouseHead");
    // A list looks like a list, and the style ends with the container.
    assert_ne!(style("Item"), "Motto");
    assert_ne!(style("After"), "Motto");
    let styles = written.package.text("word/styles.xml");
    assert!(styles.contains("<w:name w:val=\"Motto\"/>"));
}

#[test]
fn styles_that_authors_and_themes_name() {
    let mut theme = theme();
    theme.docx_styles.insert(chapbook_theme::Role::Quote, "House Quote".into());
    let quote = chapbook_model::Quote { body: vec![paragraph("Quoted")], attribution: None };
    let span = inline(InlineKind::Span(vec![text("word")])).with(attribute("custom-style", "House Word"));
    let written = write_as(
        &document(vec![
            block(BlockKind::Quote(quote)),
            line(vec![text("A "), span]).with(attribute("custom-style", "House Text")),
        ]),
        &theme,
        None,
    );
    let styles = written.package.text("word/styles.xml");
    for name in ["House Quote", "House Word", "House Text"] {
        let entry = format!("<w:name w:val=\"{name}\"/>");
        let at = styles.find(&entry).unwrap_or_else(|| panic!("{name}"));
        assert!(styles[..at].ends_with(&format!("w:customStyle=\"1\" w:styleId=\"{}\">", name.replace(' ', ""))));
    }
    let part = Document::parse(written.package.text("word/document.xml")).unwrap();
    assert_eq!(style_of(paragraph_with(&part, "Quoted")), "HouseQuote");
    assert!(part.descendants().any(|node| node.attribute((W, "val")) == Some("HouseWord")));
}

#[test]
fn thousands_of_lists_and_notes() {
    let mut body = Vec::new();
    for n in 0..5_000 {
        body.push(decimal(n % 7 + 1, &["a"]));
        body.push(paragraph("x"));
    }
    let mut document = document(body);
    for n in 0..3_000 {
        let label = format!("n{n}");
        document.body.push(line(vec![text("y"), note(&label)]));
        define(&mut document, &label, NoteMarker::Auto, None, vec![paragraph("z")]);
    }
    let written = write(&document);
    assert_eq!(written.package.text("word/numbering.xml").matches("<w:abstractNum ").count(), 5_000);
    assert_eq!(written.package.text("word/footnotes.xml").matches("<w:footnote ").count(), 3_002);
}
