//! Tracked changes as Word writes them, one small file each: of the look, of the place, of table rows, and comments
//! over words of several looks. Changes of plain words are in `read`.

mod given;

use chapbook_model::{Settlement, dump_blocks, settle_changes};
use given::{File, dump, p, r, read, rp, told};

const WHO: &str = "w:author=\"C. Editor\" w:date=\"2026-01-31T09:00:00Z\"";
const CHANGE: &str = "Change { author: Some(\"C. Editor\"), date: Some(\"2026-01-31T09:00:00Z\") }";

#[test]
fn the_new_look_of_a_run_is_taken() {
    let run =
        rp(&format!("<w:b/><w:rPrChange w:id=\"1\" {WHO}><w:rPr><w:i/><w:strike/></w:rPr></w:rPrChange>"), "bold");
    let plain = rp(&format!("<w:rPrChange w:id=\"2\" {WHO}><w:rPr><w:b/></w:rPr></w:rPrChange>"), " plain");
    let reading = read(&format!("<w:p>{run}{plain}</w:p>"));
    assert_eq!(dump(&reading), "paragraph\n  strong\n    text \"bold\"\n  text \" plain\"");
    assert_eq!(told(&reading), ["import-look: a tracked change of nothing but the look was taken as made"]);
    assert_eq!(reading.losses[0].count, 2);
}

#[test]
fn the_new_look_of_a_paragraph_is_taken() {
    let heading = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"H1\"/><w:pPrChange w:id=\"1\" {WHO}><w:pPr><w:pStyle w:val=\"Q\"/>\
         <w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:pageBreakBefore/></w:pPr></w:pPrChange></w:pPr>{}</w:p>",
        r("Boats"),
    );
    let mark = format!(
        "<w:p><w:pPr><w:rPr><w:b/><w:rPrChange w:id=\"2\" {WHO}><w:rPr/></w:rPrChange></w:rPr></w:pPr>{}</w:p>",
        r("Text"),
    );
    let reading = read(&format!("{heading}{mark}"));
    assert_eq!(dump(&reading), "heading 1\n  text \"Boats\"\nparagraph\n  text \"Text\"");
    assert_eq!(told(&reading), ["import-look: a tracked change of nothing but the look was taken as made"]);
    assert_eq!(reading.losses[0].count, 2);
}

#[test]
fn the_new_look_of_a_table_is_taken() {
    let cell = |width: u32, content: &str| {
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:tcPrChange w:id=\"4\" {WHO}><w:tcPr>\
             <w:gridSpan w:val=\"2\"/><w:vMerge/></w:tcPr></w:tcPrChange></w:tcPr>{}</w:tc>",
            p(content)
        )
    };
    let row = |first: &str, second: &str| {
        format!(
            "<w:tr><w:tblPrEx><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblPrExChange w:id=\"5\" {WHO}><w:tblPrEx>\
             <w:tblW w:w=\"5\" w:type=\"dxa\"/></w:tblPrEx></w:tblPrExChange></w:tblPrEx><w:trPr><w:trPrChange w:id=\"6\" {WHO}>\
             <w:trPr><w:tblHeader/></w:trPr></w:trPrChange></w:trPr>{}{}</w:tr>",
            cell(100, first),
            cell(300, second)
        )
    };
    let table = format!(
        "<w:tbl><w:tblPr><w:tblLook w:val=\"0000\" w:firstColumn=\"0\"/><w:tblPrChange w:id=\"7\" {WHO}><w:tblPr>\
         <w:tblInd w:w=\"720\" w:type=\"dxa\"/><w:tblLook w:val=\"0080\" w:firstColumn=\"1\"/></w:tblPr></w:tblPrChange></w:tblPr>\
         <w:tblGrid><w:gridCol w:w=\"100\"/><w:gridCol w:w=\"300\"/><w:tblGridChange w:id=\"8\"><w:tblGrid>\
         <w:gridCol w:w=\"200\"/><w:gridCol w:w=\"200\"/></w:tblGrid></w:tblGridChange></w:tblGrid>{}{}</w:tbl>",
        row("one", "two"),
        row("three", "four"),
    );
    let reading = read(&table);
    let of = |word: &str| format!("\n    cell\n      paragraph\n        text \"{word}\"");
    let of_row = |first: &str, second: &str| format!("\n  row{}{}", of(first), of(second));
    assert_eq!(
        dump(&reading),
        format!("table [Default, Default] header-columns 0{}{}", of_row("one", "two"), of_row("three", "four"))
    );
    assert_eq!(reading.grids, [[100, 300]]);
    assert_eq!(told(&reading), ["import-look: a tracked change of nothing but the look was taken as made"]);
    // The table, its grid, two rows and four cells.
    assert_eq!(reading.losses[0].count, 8);
}

/// Words that were moved away, or to here, with the ranges that Word writes around them.
fn moved(direction: &str, run: &str) -> String {
    format!(
        "<w:move{direction}RangeStart w:id=\"1\" w:name=\"move1\" {WHO}/><w:move{direction} w:id=\"2\" {WHO}>{run}\
         </w:move{direction}><w:move{direction}RangeEnd w:id=\"1\"/>"
    )
}

#[test]
fn a_move_is_a_deletion_and_an_insertion() {
    // In a move, Word writes the words that are gone as `w:t`.
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{}{}</w:p>",
        r("From here"),
        moved("From", &format!("{}{}", r(" some "), rp("<w:b/>", "words"))),
        r("To here"),
        moved("To", &format!("{}{}", r(" some "), rp("<w:b/>", "words"))),
    );
    let reading = read(&body);
    let words = "    text \" some \"\n    strong\n      text \"words\"";
    assert_eq!(
        dump(&reading),
        format!(
            "paragraph\n  text \"From here\"\n  deletion {CHANGE}\n{words}\nparagraph\n  text \"To here\"\n  \
             insertion {CHANGE}\n{words}"
        )
    );
    assert_eq!(told(&reading), ["import-look: a move that was tracked is a deletion here and an insertion there"]);
}

#[test]
fn a_paragraph_that_was_moved_has_its_mark_moved() {
    let whole = |direction: &str| {
        format!(
            "<w:move{direction}RangeStart w:id=\"1\" w:name=\"move1\" {WHO}/><w:p><w:pPr><w:rPr><w:move{direction} w:id=\"2\" {WHO}/>\
             </w:rPr></w:pPr><w:move{direction} w:id=\"3\" {WHO}>{}</w:move{direction}></w:p><w:move{direction}RangeEnd w:id=\"1\"/>",
            r("Moved"),
        )
    };
    let reading = read(&[p("Before"), whole("From"), p("Between"), whole("To"), p("After")].concat());
    let marks: Vec<(bool, bool)> =
        reading.leaves.iter().map(|leaf| (leaf.mark.deleted.is_some(), leaf.mark.inserted.is_some())).collect();
    assert_eq!(marks, [(false, false), (true, false), (false, false), (false, true), (false, false)]);
    let text = |word: &str| format!("paragraph\n  text \"{word}\"\n");
    let change = |kind: &str, mark: &str| {
        format!("paragraph\n  {kind} {CHANGE}\n    text \"Moved\"\n  milestone {mark} id None {CHANGE}\n")
    };
    let blocks = [
        text("Before"),
        change("deletion", "ParagraphDeletion"),
        text("Between"),
        change("insertion", "ParagraphInsertion"),
        text("After"),
    ];
    assert_eq!(dump(&reading), blocks.concat().trim_end());
    assert_eq!(told(&reading), ["import-look: a move that was tracked is a deletion here and an insertion there"]);
}

/// A table of three rows, the second inserted and the third deleted as a change.
fn rows() -> String {
    let row = |props: &str, word: &str| {
        format!(
            "<w:tr><w:trPr>{props}</w:trPr><w:tc><w:tcPr><w:tcW w:w=\"100\" w:type=\"dxa\"/></w:tcPr>{word}</w:tc></w:tr>"
        )
    };
    let changed = |kind: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:rPr><w:{kind} w:id=\"4\" {WHO}/></w:rPr></w:pPr><w:{kind} w:id=\"5\" {WHO}><w:r>{text}</w:r></w:{kind}></w:p>"
        )
    };
    format!(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"100\"/></w:tblGrid>{}{}{}</w:tbl>",
        row("", &p("old")),
        row(&format!("<w:ins w:id=\"6\" {WHO}/>"), &changed("ins", "<w:t>new</w:t>")),
        row(&format!("<w:del w:id=\"7\" {WHO}/>"), &changed("del", "<w:delText>gone</w:delText>")),
    )
}

#[test]
fn rows_that_were_inserted_or_deleted_keep_the_change_in_their_words() {
    let reading = read(&rows());
    let changes: Vec<(bool, bool)> = reading
        .leaves
        .iter()
        .map(|leaf| (leaf.place.cells[0].inserted.is_some(), leaf.place.cells[0].deleted.is_some()))
        .collect();
    assert_eq!(changes, [(false, false), (true, false), (false, true)]);
    let cell = |content: &str| format!("\n  row\n    cell{content}");
    let words = |word: &str| format!("\n      paragraph\n        text \"{word}\"");
    let change = |kind: &str, mark: &str, word: &str| {
        format!(
            "\n      paragraph\n        {kind} {CHANGE}\n          text \"{word}\"\n        milestone {mark} id None {CHANGE}"
        )
    };
    let table = |rows: &[String]| format!("table [Default] header-columns 0{}", rows.concat());
    let kept = [
        cell(&words("old")),
        cell(&change("insertion", "ParagraphInsertion", "new")),
        cell(&change("deletion", "ParagraphDeletion", "gone")),
    ];
    assert_eq!(dump(&reading), table(&kept));
    // Of a row whose words all go, nothing is left.
    for (settlement, rows) in [
        (Settlement::Accept, [cell(&words("old")), cell(&words("new"))]),
        (Settlement::Reject, [cell(&words("old")), cell(&words("gone"))]),
    ] {
        let mut document = reading.document.clone();
        settle_changes(&mut document, settlement);
        assert_eq!(dump_blocks(&document.body).trim_end(), table(&rows), "{settlement:?}");
    }
    assert_eq!(
        told(&reading),
        ["import-look: a table row that was inserted or deleted as a change stays; the change is that of its words"]
    );
}

#[test]
fn a_comment_over_words_of_several_looks_is_one() {
    let comments = format!(
        "<w:comments {}><w:comment w:id=\"0\" w:author=\"D. Reader\"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment></w:comments>",
        given::namespaces()
    );
    let body = format!(
        "<w:p>{}<w:commentRangeStart w:id=\"0\"/>{}{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>{}</w:p>",
        rp("<w:b/>", "bold "),
        rp("<w:b/>", "and bold"),
        r(" and plain"),
        r(" after"),
    );
    let reading = File::new(&body).part("comments", &comments).read();
    assert_eq!(
        dump(&reading),
        "paragraph\n  strong\n    text \"bold\"\n  text \" \"\n  comment Shared \"Why?\" Change { author: Some(\"D. Reader\"), date: \
         None } id None\n    strong\n      text \"and bold\"\n    text \" and plain\"\n  text \" after\""
    );
    assert_eq!(told(&reading), [""; 0]);
}
