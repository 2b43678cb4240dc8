//! What documents from elsewhere become: each test says in XML what a program wrote, and what is read of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod given;

use chapbook_docx::{KeyKind, LeafKind};
use given::{File, dump, field, item, p, pp, r, read, rp, styled, told};

#[test]
fn looks_become_marks_where_they_differ_from_the_paragraph() {
    let body = format!(
        "<w:p>{}{}{}{}</w:p>{}",
        rp("<w:b/><w:bCs/>", "bold "),
        rp("<w:b w:val=\"true\"/><w:i/>", "both"),
        r(" plain "),
        rp("<w:rStyle w:val=\"Em\"/>", "styled"),
        format_args!("<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr>{}</w:p>", rp("<w:b/>", "A heading")),
    );
    let reading = read(&body);
    assert_eq!(
        dump(&reading),
        "paragraph\n  strong\n    text \"bold \"\n    emph\n      text \"both\"\n  text \" plain \"\n  emph\n    text \"styled\"\nheading 1\n  text \"A heading\""
    );
    assert_eq!(told(&reading), [""; 0]);
}

#[test]
fn lists_are_those_of_the_labels_that_word_prints() {
    let body = [
        item(1, 0, "one"),
        item(1, 1, "a"),
        item(3, 1, "b"),
        item(3, 0, "two"),
        styled("LC", "more of two"),
        p("between"),
        item(1, 0, "three"),
        item(2, 0, "bullet"),
    ]
    .concat();
    let reading = read(&body);
    let labels: Vec<&str> = reading.leaves.iter().filter_map(|leaf| Some(leaf.list.as_ref()?.label.as_str())).collect();
    assert_eq!(labels, ["1.", "(a)", "(b)", "2.", "3.", "•"]);
    let dump = dump(&reading);
    assert!(dump.contains("text \"more of two\""), "{dump}");
    let markdown: Vec<&str> = dump.lines().filter(|line| !line.trim().starts_with("text")).map(str::trim_end).collect();
    assert_eq!(markdown.iter().filter(|line| line.trim_start().starts_with("list")).count(), 4, "{dump}");
    assert!(dump.contains("continues"), "the list goes on after the paragraph between: {dump}");
}

#[test]
fn captions_make_figures_and_references_find_them() {
    let caption = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"C\"/></w:pPr><w:bookmarkStart w:id=\"1\" w:name=\"_Ref9\"/>{}{}<w:bookmarkEnd w:id=\"1\"/>{}</w:p>",
        r("Table "),
        field("SEQ Table \\* ARABIC", "1"),
        r(": Boats and lengths"),
    );
    let table = "<w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"100\"/></w:tblGrid>\
        <w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>Name</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Length</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>Heron</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let text = format!("<w:p>{}{}{}</w:p>", r("See "), field("REF _Ref9 \\h", "Table 1"), r("."));
    let reading = read(&format!("{text}{caption}{table}"));
    assert_eq!(
        dump(&reading),
        "paragraph\n  text \"See \"\n  reference\n    full tbl-1\n  text \".\"\nfigure Table {#tbl-1}\n  table [Default, Default] header-columns 0\n    head\n      cell\n        paragraph\n          text \"Name\"\n      cell\n        paragraph\n          text \"Length\"\n    row\n      cell 2x1\n        paragraph\n          text \"Heron\"\n  caption\n    paragraph\n      text \"Boats and lengths\""
    );
    assert_eq!(told(&reading), [""; 0]);
}

#[test]
fn contents_are_a_place_and_not_text() {
    let body = format!(
        "<w:p>{}</w:p><w:p>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>{}",
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> TOC \\o \"1-3\" </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>First 1</w:t></w:r>",
        r("Second 2"),
        p("Text"),
    );
    let reading = read(&body);
    assert_eq!(dump(&reading), "outline Contents\nparagraph\n  text \"Text\"");
    assert!(matches!(reading.leaves[0].kind, LeafKind::Outline(_)));
}

#[test]
fn the_title_of_a_list_that_a_program_makes_is_part_of_it() {
    let title = |key: &str, props: &str, rest: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"TH\"/>{props}</w:pPr><w:bookmarkStart w:id=\"1\" w:name=\"{key}\"/>{}{rest}</w:p>",
            r("A title")
        )
    };
    let list = |sequence: &str| format!("<w:p>{}</w:p>", field(&format!("TOC \\c \"{sequence}\""), "One 1"));
    let contents = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr>\
         <w:sdtContent>{}{}</w:sdtContent></w:sdt>",
        title("_cb_0a1f_u5", "", ""),
        p("First 1")
    );
    let body = [
        title("_cb_0a1f_u1", "", "<w:commentRangeStart w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>"),
        list("Figure"),
        title("_cb_0a1f_u2", "<w:pageBreakBefore/>", ""),
        list("Table"),
        // Its list has no entries, and what follows has a title of its own.
        title("_cb_0a1f_u3", "", ""),
        title("_cb_0a1f_u4", "", ""),
        list("Listing"),
        title("_cb_0a1f_u6", "", ""),
        contents,
        p("Text"),
    ];
    let comments = format!(
        "<w:comments {}><w:comment w:id=\"0\"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment></w:comments>",
        given::namespaces()
    );
    let reading = File::new(&body.concat()).part("comments", &comments).read();
    let kinds: Vec<(bool, Option<&str>)> = reading
        .leaves
        .iter()
        .map(|leaf| (matches!(leaf.kind, LeafKind::Outline(_)), leaf.keys.first().map(|key| key.id.as_str())))
        .collect();
    let (made, text) = (|id| (true, Some(id)), |id| (false, Some(id)));
    assert_eq!(kinds, [made("1"), made("2"), text("3"), made("4"), text("6"), made("5"), (false, None)]);
    assert_eq!(
        dump(&reading),
        "outline Figures\nbreak Page\noutline Tables\nparagraph\n  text \"A title\"\noutline Listings\n\
         paragraph\n  text \"A title\"\noutline Contents\nparagraph\n  text \"Text\""
    );
    assert_eq!(told(&reading), ["import-dropped: a comment without a place in the text was left out"]);
}

#[test]
fn what_follows_the_entries_of_a_list_begins_where_it_did() {
    let entry = |marks: &str, props: &str, text: &str| format!("<w:p><w:pPr>{props}</w:pPr>{marks}{}</w:p>", r(text));
    let begin = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>INDEX</w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    let end = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let section = |kind: &str| format!("<w:sectPr><w:type w:val=\"{kind}\"/></w:sectPr>");
    // The entries are a section of their own that begins on the same page; the next one begins on a new one.
    let body = [
        pp(&section("nextPage"), "Text"),
        entry(begin, "", "A 1"),
        "<w:p/>".to_owned(),
        entry("", "<w:pageBreakBefore/>", "B 2"),
        format!("<w:p><w:pPr>{}</w:pPr>{end}</w:p>", section("continuous")),
        p("After"),
        pp(&section("nextPage"), "Last"),
        p("Coda"),
    ];
    assert_eq!(
        dump(&read(&body.concat())),
        "paragraph\n  text \"Text\"\noutline Index\nbreak Page\nparagraph\n  text \"After\"\n\
         paragraph\n  text \"Last\"\nbreak Page\nparagraph\n  text \"Coda\""
    );
}

#[test]
fn notes_stand_in_the_order_of_their_calls() {
    let call = |id| format!("<w:r><w:rPr><w:rStyle w:val=\"FR\"/></w:rPr><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let note = |text: &str| {
        format!(
            "<w:p><w:r><w:rPr><w:rStyle w:val=\"FR\"/></w:rPr><w:footnoteRef/></w:r>{}</w:p>",
            r(&format!(" {text}"))
        )
    };
    let body = format!("<w:p>{}{}{}{}</w:p>", r("One"), call(7), r(" two"), call(3));
    let marked = "<w:p><w:r><w:t>By A. Author</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"FR\"/></w:rPr>\
        <w:footnoteReference w:id=\"9\" w:customMarkFollows=\"1\"/><w:t>*</w:t></w:r></w:p>";
    let own = format!("<w:p>{}{}</w:p>", rp("<w:rStyle w:val=\"FR\"/>", "*"), r(" A. Author teaches."));
    let notes = [("3", note("Second.")), ("7", note("First.")), ("9", own)];
    let notes: Vec<(&str, &str)> = notes.iter().map(|(id, note)| (*id, note.as_str())).collect();
    let reading = File::new(&format!("{body}{marked}")).notes(&notes).read();
    let found: Vec<String> = reading
        .document
        .notes
        .iter()
        .map(|(name, note)| {
            format!("{} {:?} {}", name.label, note.marker, chapbook_model::plain_text_of_blocks(&note.body))
        })
        .collect();
    assert_eq!(found, ["* Literal(\"*\") A. Author teaches.", "1 Auto First.", "2 Auto Second."]);
    assert_eq!(told(&reading), [""; 0]);
}

#[test]
fn changes_and_comments_keep_their_people() {
    let body = "<w:p><w:ins w:id=\"1\" w:author=\"B. Writer\" w:date=\"2026-01-31T09:00:00Z\"><w:r><w:t>new</w:t></w:r></w:ins>\
        <w:r><w:t xml:space=\"preserve\"> and </w:t></w:r><w:del w:id=\"2\" w:author=\"C. Editor\"><w:r><w:delText>old</w:delText></w:r></w:del>\
        <w:commentRangeStart w:id=\"0\"/><w:r><w:t xml:space=\"preserve\"> words</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>\
        <w:r><w:commentReference w:id=\"0\"/></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del w:id=\"3\" w:author=\"C. Editor\"/></w:rPr></w:pPr><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p>";
    let comments = format!(
        "<w:comments {}><w:comment w:id=\"0\" w:author=\"D. Reader\"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment></w:comments>",
        given::namespaces()
    );
    let reading = File::new(body).part("comments", &comments).read();
    let dump = dump(&reading);
    for line in ["B. Writer", "2026-01-31T09:00:00Z", "C. Editor", "D. Reader", "Why?", "old", "new"] {
        assert!(dump.contains(line), "{line} in {dump}");
    }
    assert_eq!(reading.leaves[1].mark.deleted.as_ref().unwrap().author.as_deref(), Some("C. Editor"));
    assert_eq!(told(&reading), [""; 0]);
}

#[test]
fn comments_over_blocks_and_their_answers_come_back_as_threads() {
    let body = "<w:p><w:r><w:t>A</w:t></w:r><w:commentRangeStart w:id=\"0\"/><w:commentRangeStart w:id=\"1\"/>\
        <w:r><w:t>b</w:t></w:r></w:p><w:p><w:r><w:t>c</w:t></w:r></w:p>\
        <w:p><w:r><w:t>d</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>\
        <w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:t>e</w:t></w:r></w:p>";
    let comment = |id: &str, who: &str, text: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{who}\"><w:p w14:paraId=\"0000000{id}\">{}</w:p></w:comment>",
            r(text)
        )
    };
    let ns = given::namespaces();
    let comments = [comment("0", "D. Reader", "Why?"), comment("1", "B. Writer", "Since.")].concat();
    let extended = "<w15:commentEx w15:paraId=\"00000000\" w15:done=\"1\"/>\
        <w15:commentEx w15:paraId=\"00000001\" w15:paraIdParent=\"00000000\" w15:done=\"0\"/>";
    let reading = File::new(body)
        .part("comments", &format!("<w:comments {ns}>{comments}</w:comments>"))
        .part("commentsExtended", &format!("<w15:commentsEx {ns}>{extended}</w15:commentsEx>"))
        .read();
    let ends = "Change { author: None, date: None }";
    assert_eq!(
        dump(&reading),
        format!(
            "paragraph\n  text \"A\"\n  \
             comment Shared \"Why?\" Change {{ author: Some(\"D. Reader\"), date: None }} id Some(\"0\") done\n  \
             milestone CommentStart id Some(\"0\") Change {{ author: Some(\"D. Reader\"), date: None }}\n  \
             text \"b\"\nparagraph\n  text \"c\"\nparagraph\n  text \"d\"\n  \
             milestone CommentEnd id Some(\"0\") {ends}\n  \
             comment Shared \"Since.\" Change {{ author: Some(\"B. Writer\"), date: None }} id None reply to \"0\"\n  \
             text \"e\""
        )
    );
    assert_eq!(told(&reading), [""; 0]);
}

#[test]
fn code_that_was_deleted_as_a_whole_is_gone_and_told() {
    let line = |mark: &str, text: &str| {
        let end = "<w:del w:id=\"1\" w:author=\"C. Editor\"/>";
        let gone = format!("<w:del w:id=\"2\" w:author=\"C. Editor\"><w:r><w:delText>{text}</w:delText></w:r></w:del>");
        let mark = mark.replace("end", end);
        format!("<w:p><w:pPr><w:pStyle w:val=\"Code\"/><w:rPr>{mark}</w:rPr></w:pPr>{gone}</w:p>")
    };
    let body = [line("end", "let a;"), p("text"), styled("Code", "let b;"), line("end", "let c;"), line("", "let d;")];
    let reading = read(&body.concat());
    // Of the last line, the end stays.
    assert_eq!(dump(&reading), "paragraph\n  text \"text\"\ncode None \"let b;\\n\"");
    assert_eq!(
        told(&reading),
        [
            "import-text: code that was deleted as a change was left out; nothing in it can be a change",
            "import-text: notes, comments, changes and looks within code were left out",
        ]
    );
    assert_eq!(reading.losses[0].count, 2);
}

#[test]
fn keys_are_read_by_their_starts() {
    let start = |name: &str, id: u32| format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>");
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{}{}</w:p><w:p><w:del w:id=\"1\" w:author=\"A\">{}<w:r><w:delText>gone</w:delText></w:r></w:del></w:p><w:p>{}{}</w:p>",
        start("_cb_0a1f_p1", 1),
        r("first half"),
        start("_cb_0a1f_p1", 2),
        r("second half"),
        start("_cb_0a1f_p2", 3),
        start("_cb_0a1f_p2_Copy_1", 4),
        r("copy"),
    );
    let reading = read(&body);
    let keys: Vec<(String, Option<u32>, bool)> =
        reading.leaves.iter().flat_map(|leaf| &leaf.keys).map(|key| (key.name(), key.copy, key.repeated)).collect();
    assert_eq!(
        keys,
        [
            ("_cb_0a1f_p1".to_owned(), None, false),
            ("_cb_0a1f_p1".to_owned(), None, true),
            ("_cb_0a1f_p2".to_owned(), None, false),
            ("_cb_0a1f_p2".to_owned(), Some(1), true),
        ]
    );
    assert!(reading.leaves.iter().all(|leaf| leaf.keys.iter().all(|key| key.kind() == KeyKind::Block)));
}

#[test]
fn keys_of_rows_notes_and_comments_are_told_apart() {
    let body = "<w:tbl><w:tr><w:tc><w:p><w:bookmarkStart w:id=\"1\" w:name=\"_cb_0a1f_t1\"/><w:bookmarkStart w:id=\"2\" w:name=\"_cb_0a1f_r1\"/>\
        <w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
        <w:p><w:r><w:t>text</w:t></w:r><w:bookmarkStart w:id=\"3\" w:name=\"_cb_0a1f_n1\"/><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>";
    let reading = File::new(body).notes(&[("1", &p("A note."))]).read();
    let cell = &reading.leaves[0];
    assert_eq!((cell.keys.len(), cell.place.cells[0].row_keys.len()), (1, 1));
    let inner = &reading.leaves[1].inner_keys;
    assert_eq!((inner.len(), inner[0].note.as_deref()), (1, Some("1")));
}

#[test]
fn one_of_several_ways_is_taken() {
    let shape =
        |text: &str| format!("<w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing>", p(text));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{}</mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>{}",
        r("host"),
        shape("boxed"),
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></v:textbox>",
        p("after"),
    );
    let reading = read(&body);
    let texts: Vec<String> = reading.leaves.iter().map(|leaf| chapbook_model::plain_text(&leaf.content)).collect();
    assert_eq!(texts, ["host", "boxed", "after"]);
    assert_eq!(
        told(&reading),
        ["import-text: the text of a text box stands after the paragraph that the box hangs at"]
    );
}

#[test]
fn names_of_parts_and_prefixes_mean_nothing() {
    let plain = format!("<w:document xmlns:w=\"{}\"><w:body>{}</w:body></w:document>", given::W, p("Text"));
    for (from, to) in [("w:", "ww:"), (given::W, given::STRICT)] {
        let mut file = File::new("");
        let text = plain.replace(from, to).replace("xmlns:w=", if from == "w:" { "xmlns:ww=" } else { "xmlns:w=" });
        file.parts[0].1 = text.replace("xmlns:ww:", "xmlns:").into_bytes();
        let reading = file.read();
        assert_eq!(dump(&reading), "paragraph\n  text \"Text\"", "{to}");
    }
    let mut file = File::new("");
    let unprefixed = plain.replace("w:", "").replace("xmlns:w=", "xmlns=").replace("xmlnsw", "xmlns");
    let unprefixed = unprefixed.replacen("xmlns:", "xmlns", 1);
    file.parts[0].1 = unprefixed.into_bytes();
    assert_eq!(dump(&file.read()), "paragraph\n  text \"Text\"");
    let mut file = File::new("");
    file.parts[0].1 = plain.replace(given::W, "urn:other").into_bytes();
    let reading = file.read();
    assert!(reading.document.body.is_empty());
    assert!(told(&reading).iter().any(|told| told.starts_with("import-part")), "{:?}", told(&reading));
}

#[test]
fn breaks_and_lines_are_blocks() {
    let body = [
        p("one"),
        "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>".to_owned(),
        p("two"),
        pp("<w:jc w:val=\"center\"/>", "* * *"),
        pp("<w:pageBreakBefore/>", "three"),
    ]
    .concat();
    assert_eq!(
        dump(&read(&body)),
        "paragraph\n  text \"one\"\nbreak Page\nparagraph\n  text \"two\"\ndivider\nbreak Page\nparagraph\n  text \"three\""
    );
}

#[test]
fn lines_of_code_are_one_block() {
    let body = [styled("Code", "let a = 1;"), styled("Code", "  let b = 2;"), p("text")].concat();
    assert_eq!(dump(&read(&body)), "code None \"let a = 1;\\n  let b = 2;\"\nparagraph\n  text \"text\"");
}

#[test]
fn formulas_become_tex() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">where </w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:den></m:f></m:oMath></w:p>";
    let reading = read(body);
    assert!(
        dump(&reading).contains("\\\\frac{1}{{x}^{2}}") || dump(&reading).contains("\\frac{1}{{x}^{2}}"),
        "{}",
        dump(&reading)
    );
    assert!(told(&reading)[0].starts_with("import-text: a formula"));
}

#[test]
fn a_house_may_call_its_styles_as_it_likes() {
    let mut file = File::new(&styled("CT", "A chapter"));
    let style = "<w:style w:type=\"paragraph\" w:styleId=\"CT\" w:customStyle=\"1\"><w:name w:val=\"Chapter Title\"/></w:style>";
    file.parts[1].1 = format!("<w:styles {}>{style}</w:styles>", given::namespaces()).into_bytes();
    let plain = file.read();
    assert_eq!(dump(&plain), "paragraph\n  text \"A chapter\"");
    assert_eq!(
        told(&plain),
        ["import-look: the style \"Chapter Title\" means nothing that is known; its paragraphs are plain"]
    );
    let mut options = chapbook_docx::ReadOptions::default();
    options.styles.insert("chapter title".into(), chapbook_theme::Role::Heading1);
    let told_of = chapbook_docx::read(&file.bytes(), &options).unwrap();
    assert_eq!(dump(&told_of), "heading 1\n  text \"A chapter\"");
    assert_eq!(told(&told_of), [""; 0]);
}

#[test]
fn a_quotation_in_a_quotation_and_a_list_in_one_stand_in_it() {
    let quoted = |right: i64, text: &str| {
        pp(&format!("<w:pStyle w:val=\"Q\"/><w:ind w:left=\"{right}\" w:right=\"{right}\"/>"), text)
    };
    let body = [
        quoted(400, "Outer"),
        quoted(800, "Inner"),
        quoted(400, "Outer again"),
        pp(
            "<w:pStyle w:val=\"LC\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr><w:ind w:right=\"400\"/>",
            "An item",
        ),
        item(2, 0, "An item outside"),
    ];
    assert_eq!(
        dump(&read(&body.concat())),
        "quote\n  paragraph\n    text \"Outer\"\n  quote\n    paragraph\n      text \"Inner\"\n  paragraph\n    text \
         \"Outer again\"\n  list bullet tight\n    item\n      paragraph\n        text \"An item\"\nlist bullet \
         tight\n  item\n    paragraph\n      text \"An item outside\""
    );
}
