//! Constructs of Word that stand around or within text, one small file each, well-formed and as Word writes them: smart
//! tags, fields, links, content controls, captions, lists. Files that are damaged are in `read_malformed`, tracked
//! changes in `read_changes`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod given;

use given::{File, dump, field, item, p, r, read, rp, styled, told};

/// What a body becomes, with nothing told.
#[track_caller]
fn is(body: &str, dumped: &str) {
    let reading = read(body);
    assert_eq!(dump(&reading), dumped);
    assert_eq!(told(&reading), [""; 0]);
}

/// One mark of a field.
fn mark(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

/// A bookmark around this.
fn bookmarked(name: &str, content: &str) -> String {
    format!("<w:bookmarkStart w:id=\"7\" w:name=\"{name}\"/>{content}<w:bookmarkEnd w:id=\"7\"/>")
}

/// A paragraph that holds a picture, and the file that the picture lies in.
fn with_picture(rest: &str) -> File {
    let picture = "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"914400\" cy=\"914400\"/>\
        <wp:docPr id=\"1\" name=\"Picture 1\" descr=\"A boat\"/><a:graphic><a:graphicData \
        uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:blipFill>\
        <a:blip r:embed=\"rId20\"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>";
    let png = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];
    File::new(&format!("{picture}{rest}"))
        .link("rId20", "image", "media/image1.png", false)
        .loose("word/media/image1.png", &png)
}

#[test]
fn words_in_smart_tags_are_words() {
    let tag = |element: &str, content: &str| {
        format!(
            "<w:smartTag w:uri=\"urn:schemas-microsoft-com:office:smarttags\" w:element=\"{element}\">\
             <w:smartTagPr><w:attr w:name=\"Hour\" w:val=\"9\"/></w:smartTagPr>{content}</w:smartTag>"
        )
    };
    let place = tag("place", &format!("{}{}", tag("City", &r("Bath")), rp("<w:b/>", ", Somerset")));
    is(
        &format!("<w:p>{}{place}{}</w:p>", r("At "), r(".")),
        "paragraph\n  text \"At Bath\"\n  strong\n    text \", Somerset\"\n  text \".\"",
    );
}

#[test]
fn a_field_in_one_element_is_its_result() {
    let simple =
        |instruction: &str, content: &str| format!("<w:fldSimple w:instr=\"{instruction}\">{content}</w:fldSimple>");
    let body = format!(
        "<w:p>{}{}{}</w:p>",
        r("By "),
        simple(" AUTHOR  \\* MERGEFORMAT ", &format!("{}{}", r("A. "), rp("<w:i/>", "Writer"))),
        simple(" HYPERLINK &quot;https://example.org/&quot; ", &r(" (there)")),
    );
    is(
        &body,
        "paragraph\n  text \"By A. \"\n  emph\n    text \"Writer\"\n  link \"https://example.org/\"\n    text \" (there)\"",
    );
}

#[test]
fn a_field_in_several_runs_is_its_result_and_never_its_instruction() {
    // Word parts an instruction into runs as it likes, here by the spelling mark.
    let instruction = "<w:r><w:instrText xml:space=\"preserve\"> PA</w:instrText></w:r><w:proofErr w:type=\"spellStart\"/>\
        <w:r><w:instrText xml:space=\"preserve\">GE </w:instrText></w:r>";
    let page = [&mark("begin"), instruction, &mark("separate"), &r("12"), &mark("end")].concat();
    is(&format!("<w:p>{}{page}{}</w:p>", r("Page "), r(" of it")), "paragraph\n  text \"Page 12 of it\"");
}

#[test]
fn a_field_in_the_instruction_of_another_shows_nothing_of_its_own() {
    let instruct = |text: &str| format!("<w:r><w:instrText xml:space=\"preserve\">{text}</w:instrText></w:r>");
    let nested = |before: &str, inner: &str, after: &str, shown: &str| {
        let whole =
            [&mark("begin"), &instruct(before), inner, &instruct(after), &mark("separate"), shown, &mark("end")];
        format!("<w:p>{}{}{}</w:p>", r("A "), whole.concat(), r(" page"))
    };
    // What the inner field shows is part of the instruction, and Word writes it as such; others write it as text.
    let by_word = [mark("begin"), instruct("PAGE"), mark("separate"), instruct("2"), mark("end")].concat();
    for inner in [by_word, field("PAGE", "2")] {
        is(
            &nested(" IF ", &inner, " = 1 &quot;first&quot; &quot;later&quot; ", &rp("<w:b/>", "later")),
            "paragraph\n  text \"A \"\n  strong\n    text \"later\"\n  text \" page\"",
        );
        is(
            &nested(" HYPERLINK &quot;https://example.org/", &inner, "&quot; ", &r("second")),
            "paragraph\n  text \"A \"\n  link \"https://example.org/2\"\n    text \"second\"\n  text \" page\"",
        );
    }
}

#[test]
fn a_field_in_the_result_of_a_link_is_part_of_the_link() {
    let instruct = "<w:r><w:instrText xml:space=\"preserve\"> HYPERLINK \"https://example.org/\" \\o \"A tip\" </w:instrText></w:r>";
    let link = [&mark("begin"), instruct, &mark("separate"), &r("page "), &field("PAGE", "4"), &mark("end")].concat();
    is(
        &format!("<w:p>{link}{}</w:p>", r(" after")),
        "paragraph\n  link \"https://example.org/\" title \"A tip\"\n    text \"page 4\"\n  text \" after\"",
    );
}

#[test]
fn references_by_fields_find_headings_pages_and_places() {
    let heading = format!("<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr>{}</w:p>", bookmarked("_Ref1", &r("Boats")));
    let place = format!("<w:p>{}</w:p>", bookmarked("here", &r("The place")));
    let text = format!(
        "<w:p>{}{}{}{}{}{}{}</w:p>",
        field("REF _Ref1 \\h", "Boats"),
        r(", "),
        field("REF _Ref1 \\r \\h", "1"),
        r(", "),
        field("PAGEREF _Ref1 \\h", "3"),
        r(", "),
        field("REF here \\h", "The place"),
    );
    is(
        &format!("{heading}{place}{text}"),
        "heading 1 {#sec-1}\n  text \"Boats\"\nparagraph {#par-1}\n  text \"The place\"\nparagraph\n  reference\n    \
         full sec-1\n  text \", \"\n  reference\n    number sec-1\n  text \", \"\n  reference\n    page sec-1\n  \
         text \", The place\"",
    );
}

#[test]
fn a_reference_to_nothing_keeps_its_words() {
    let reading = read(&format!("<w:p>{}{}</w:p>", r("See "), field("REF _Ref404 \\h", "Figure 9")));
    assert_eq!(dump(&reading), "paragraph\n  text \"See Figure 9\"");
    assert_eq!(told(&reading), ["import-text: a reference to something that is not in the text was kept as its words"]);
}

#[test]
fn links_lead_out_by_their_relationship() {
    let body = format!(
        "<w:p>{}<w:hyperlink r:id=\"rId9\" w:tooltip=\"A tip\" w:history=\"1\">{}{}{}</w:hyperlink>\
         <w:hyperlink r:id=\"rId9\" w:anchor=\"part\">{}</w:hyperlink></w:p>",
        r("See "),
        r("a "),
        rp("<w:b/>", "bold"),
        rp("<w:u w:val=\"single\"/>", " link"),
        r("!"),
    );
    let reading = File::new(&body).link("rId9", "hyperlink", "https://example.org/a", true).read();
    // A link is underlined in every document: the line says nothing.
    assert_eq!(
        dump(&reading),
        "paragraph\n  text \"See \"\n  link \"https://example.org/a\" title \"A tip\"\n    text \"a \"\n    strong\n      text \
         \"bold\"\n    text \" link\"\n  link \"https://example.org/a#part\"\n    text \"!\""
    );
    assert_eq!(told(&reading), [""; 0]);
}

#[test]
fn links_within_the_text_lead_to_what_their_bookmark_is_at() {
    let heading = format!("<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr>{}</w:p>", bookmarked("_Toc1", &r("Boats")));
    let link = |anchor: &str, words: &str| {
        format!("<w:hyperlink w:anchor=\"{anchor}\" w:history=\"1\">{}</w:hyperlink>", r(words))
    };
    is(
        &format!("{heading}<w:p>{}{}</w:p>", link("_Toc1", "above"), r(".")),
        "heading 1 {#sec-1}\n  text \"Boats\"\nparagraph\n  link \"#sec-1\"\n    text \"above\"\n  text \".\"",
    );
    // Word leaves the link when its place is deleted.
    let field = |anchor: &str, words: &str| field(&format!("HYPERLINK \\l \"{anchor}\""), words);
    for lost in [link("gone", "nowhere"), field("gone", "nowhere")] {
        let reading = read(&format!("<w:p>{lost}{}</w:p>", r(".")));
        assert_eq!(dump(&reading), "paragraph\n  text \"nowhere.\"");
        assert_eq!(told(&reading), ["import-text: a link that leads nowhere was kept as its text"]);
        assert_eq!(reading.losses[0].count, 1);
    }
}

/// A content control around this.
fn control(properties: &str, content: &str) -> String {
    format!(
        "<w:sdt><w:sdtPr><w:alias w:val=\"Name\"/><w:tag w:val=\"name\"/><w:id w:val=\"1\"/>{properties}</w:sdtPr>\
         <w:sdtEndPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
}

#[test]
fn words_in_content_controls_are_words() {
    let inline = control("<w:text/>", &format!("{}{}", r("in "), rp("<w:b/>", "line")));
    let date = control(
        "<w:date w:fullDate=\"2026-01-31T00:00:00Z\"><w:dateFormat w:val=\"d.M.yyyy\"/></w:date>",
        &r("31.1.2026"),
    );
    let block = control("", &format!("{}{}", p("First"), item(1, 0, "Item")));
    is(
        &format!("<w:p>{}{inline}{}{date}</w:p>{}{}", r("Words "), r(", "), control("", &block), p("After")),
        "paragraph\n  text \"Words in \"\n  strong\n    text \"line\"\n  text \", 31.1.2026\"\nparagraph\n  text \
         \"First\"\nlist 1 Counter(Decimal) Period tight\n  item\n    paragraph\n      text \"Item\"\nparagraph\n  text \"After\"",
    );
}

#[test]
fn content_controls_stand_around_and_in_rows_and_cells() {
    let cell = |content: &str| format!("<w:tc><w:tcPr><w:tcW w:w=\"100\" w:type=\"dxa\"/></w:tcPr>{content}</w:tc>");
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let table = format!(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"100\"/></w:tblGrid>{}{}</w:tbl>",
        row(&format!("{}{}", cell(&control("", &p("block"))), control("", &cell(&p("cell"))))),
        control(
            "",
            &row(&format!(
                "{}{}",
                cell(&format!("<w:p>{}</w:p>", control("<w:text/>", &r("inline")))),
                cell(&p("plain"))
            ))
        ),
    );
    let of = |word: &str| format!("      cell\n        paragraph\n          text \"{word}\"\n");
    let rows = format!("    row\n{}{}    row\n{}{}", of("block"), of("cell"), of("inline"), of("plain"));
    is(&table, format!("table [Default, Default] header-columns 0\n{rows}").replace("\n  ", "\n").trim_end());
}

#[test]
fn the_prompt_of_an_empty_control_is_told() {
    let reading = read(&format!("<w:p>{}</w:p>", control("<w:showingPlcHdr/><w:text/>", &r("Click to enter text"))));
    assert_eq!(dump(&reading), "paragraph\n  text \"Click to enter text\"");
    assert_eq!(told(&reading), ["import-text: the prompt of an empty form field was kept as text"]);
}

/// The figure that a picture and its caption become.
const FIGURE: &str = "figure Image\n  paragraph\n    image \"media/image1.png\" alt Some(\"A boat\")\n  caption\n    \
    paragraph\n      text \"A boat at sea\"";

#[test]
fn captions_are_known_by_field_by_style_and_by_their_words() {
    let counted = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"C\"/></w:pPr>{}{}{}</w:p>",
        r("Figure "),
        field("SEQ Figure \\* ARABIC", "3"),
        r(": A boat at sea"),
    );
    for caption in
        [counted, styled("C", "A boat at sea"), styled("C", "Figure 3: A boat at sea"), p("Figure 3: A boat at sea")]
    {
        let reading = with_picture(&format!("{caption}{}", p("After"))).read();
        assert_eq!(dump(&reading), format!("{FIGURE}\nparagraph\n  text \"After\""), "{caption}");
        assert_eq!(told(&reading), [""; 0], "{caption}");
    }
    // A sentence that begins like a label is none.
    let reading = with_picture(&p("Figure 3 shows a boat at sea")).read();
    assert_eq!(
        dump(&reading),
        "paragraph\n  image \"media/image1.png\" alt Some(\"A boat\")\nparagraph\n  text \"Figure 3 shows a boat at sea\""
    );
}

/// The labels that Word prints before these items, `(num, level)` each, with these `w:num` beside those of the tests.
fn labels(nums: &str, items: &[(i64, i64)]) -> Vec<String> {
    let body: String = items.iter().map(|(num, level)| item(*num, *level, "item")).collect();
    let mut file = File::new(&body);
    let numbering = format!("<w:numbering {}>{}{nums}</w:numbering>", given::namespaces(), given::NUMBERING);
    file.parts.iter_mut().find(|(name, _)| name == "word/numbering.xml").unwrap().1 = numbering.into_bytes();
    let reading = file.read();
    assert_eq!(told(&reading), [""; 0]);
    reading.leaves.iter().filter_map(|leaf| Some(leaf.list.as_ref()?.label.clone())).collect()
}

/// A `w:num` of the list 1., (a), with levels that start anew at a number.
fn num(id: i64, starts: &[(i64, i64)]) -> String {
    let starts: String = starts
        .iter()
        .map(|(level, start)| {
            format!("<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>")
        })
        .collect();
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/>{starts}</w:num>")
}

#[test]
fn two_uses_of_one_list_go_on_counting() {
    assert_eq!(labels("", &[(1, 0), (1, 0), (3, 0), (3, 1), (1, 1), (1, 0)]), ["1.", "2.", "3.", "(a)", "(b)", "4."]);
}

#[test]
fn an_override_of_the_start_acts_once() {
    let nums = format!("{}{}", num(8, &[(0, 1)]), num(9, &[(0, 5), (1, 3)]));
    assert_eq!(labels(&nums, &[(1, 0), (1, 0), (8, 0), (8, 0), (1, 0), (8, 0)]), ["1.", "2.", "1.", "2.", "3.", "4."]);
    assert_eq!(labels(&nums, &[(1, 0), (9, 0), (9, 1), (9, 1)]), ["1.", "5.", "(c)", "(d)"]);
}

#[test]
fn an_override_of_a_level_has_its_own_look() {
    let level = "<w:num w:numId=\"8\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:lvl w:ilvl=\"0\">\
        <w:start w:val=\"4\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:lvlOverride></w:num>";
    assert_eq!(labels(level, &[(8, 0), (8, 0), (8, 1), (1, 0)]), ["IV)", "V)", "(a)", "6."]);
}

#[test]
fn an_item_that_starts_anew_says_its_number() {
    let body = [item(1, 0, "one"), item(1, 0, "two"), item(8, 0, "seven")].concat();
    let mut file = File::new(&body);
    let numbering =
        format!("<w:numbering {}>{}{}</w:numbering>", given::namespaces(), given::NUMBERING, num(8, &[(0, 7)]));
    file.parts.iter_mut().find(|(name, _)| name == "word/numbering.xml").unwrap().1 = numbering.into_bytes();
    let reading = file.read();
    let of = |value: &str, word: &str| format!("\n  item{value}\n    paragraph\n      text \"{word}\"");
    let items = [of("", "one"), of("", "two"), of(" value 7", "seven")].concat();
    assert_eq!(dump(&reading), format!("list 1 Counter(Decimal) Period tight{items}"));
    assert_eq!(told(&reading), [""; 0]);
}
