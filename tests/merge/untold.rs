//! What an editor changes and Markdown does not say: sizes, widths, rows that were tracked. Nothing of it is dropped in
//! silence.

use chapbook::merge::{ChangeKind, MergeOptions, TrackedChanges};
use chapbook_tests::parts;

use crate::drafts::{BOOK, draft, edited, merged, paragraph};

/// The text of the draft's main part.
fn document(bytes: &[u8]) -> String {
    let parts = parts::unzip(bytes).expect("it is a package");
    let document = parts.iter().find(|part| part.name == "word/document.xml").expect("it has a text");
    String::from_utf8_lossy(&document.bytes).into_owned()
}

/// The changes of the first report that were told and not made: as it was and is.
fn told(bytes: Vec<u8>) -> Vec<(String, String)> {
    let (text, found) = merged(&[bytes], BOOK, &MergeOptions::default());
    assert_eq!(text, BOOK);
    let open = found.reports[0].changes.iter().filter(|change| change.kind == ChangeKind::NotApplied);
    open.inspect(|change| assert_eq!(change.file, Some(0), "it has a place"))
        .map(|change| (change.was.clone(), change.is.clone()))
        .collect()
}

#[test]
fn another_size_of_a_picture_is_told() {
    let base = draft(BOOK);
    let text = document(&base);
    let start = text.find("<wp:extent ").expect("it has a picture");
    let extent = &text[start..start + text[start..].find("/>").expect("it ends")];
    let found = told(edited(&base, &[(extent, "<wp:extent cx=\"1800000\" cy=\"900000\"")]));
    let [(was, is)] = found.as_slice() else { panic!("{found:?}") };
    assert!(was.starts_with("![The square](x.png){#fig-x credit=\"Photo: Ann\"} (") && was != is, "{found:?}");
    assert_eq!(is, "![The square](x.png){#fig-x credit=\"Photo: Ann\"} (5.0 × 2.5 cm)");
    // Programs round.
    let width: i64 = extent.split('"').nth(1).and_then(|width| width.parse().ok()).expect("it is a number");
    let rounded = extent.replacen(&width.to_string(), &(width + width / 200).to_string(), 1);
    assert_eq!(told(edited(&base, &[(extent, &rounded)])), []);
}

#[test]
fn other_widths_of_columns_are_told() {
    let base = draft(BOOK);
    let text = document(&base);
    let start = text.find("<w:tblGrid>").expect("it has a table");
    let grid = &text[start..start + text[start..].find("</w:tblGrid>").expect("it ends")];
    let widths = |a: u32, b: u32| format!("<w:tblGrid><w:gridCol w:w=\"{a}\"/><w:gridCol w:w=\"{b}\"/>");
    let even = edited(&base, &[(grid, &widths(1000, 1000))]);
    let found = told(edited(&even, &[(&widths(1000, 1000), &widths(3000, 1000))]));
    let [(was, is)] = found.as_slice() else { panic!("{found:?}") };
    assert!(was.starts_with("A (columns of ") && was != is, "{found:?}");
    assert_eq!(is, "A (columns of 75 %, 25 %)");
}

/// The row of a table that holds some words, with a change of the row and its words.
fn tracked_row(row: &str, change: &str) -> String {
    let who = "w:author=\"B. Ed\" w:date=\"2026-01-31T09:00:00Z\"";
    let end = row.find("</w:trPr>").expect("a row of ours has properties");
    format!("{}<w:{change} w:id=\"901\" {who}/>{}", &row[..end], &row[end..])
}

/// The row that a paragraph stands in, tags and all.
fn row(bytes: &[u8], words: &str) -> String {
    let whole = paragraph(bytes, words);
    let text = document(bytes);
    let at = text.find(&whole).expect("it is there");
    let start = text[..at].rfind("<w:tr>").expect("it stands in a row");
    text[start..at + text[at..].find("</w:tr>").expect("the row ends") + "</w:tr>".len()].to_owned()
}

#[test]
fn rows_that_were_tracked_come_and_go_with_their_change() {
    let base = draft(BOOK);
    let last = row(&base, ">one<");
    let plain = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let new = format!("<w:tr><w:trPr></w:trPr>{}{}</w:tr>", plain("three"), plain("four"));
    let inserted = edited(&base, &[(&last, &format!("{last}{}", tracked_row(&new, "ins")))]);
    let deleted = edited(&base, &[(&last, &tracked_row(&last, "del"))]);
    let text = |bytes: &[u8], tracked| {
        let options = MergeOptions { tracked, ..MergeOptions::default() };
        let (text, found) = merged(&[bytes.to_vec()], BOOK, &options);
        let counted = found.reports[0].tracked.by_author.get("B. Ed").copied();
        (text, counted)
    };
    let (was, who) = ("| one | two |", "author=\"B. Ed\" date=2026-01-31T09:00:00Z");
    let changed = |a: &str, b: &str, class: &str| format!("| [{a}]{{.{class} {who}}} | [{b}]{{.{class} {who}}} |");
    for (bytes, counts, kept, accepted, rejected) in [
        (
            &inserted,
            (2, 0),
            format!("{was}\n{}", changed("three", "four", "insertion")),
            format!("{was}\n| three | four |"),
            was.to_owned(),
        ),
        (&deleted, (0, 2), changed("one", "two", "deletion"), String::new(), was.to_owned()),
    ] {
        for (way, row) in
            [(TrackedChanges::Keep, kept), (TrackedChanges::Accept, accepted), (TrackedChanges::Reject, rejected)]
        {
            let (text, counted) = text(bytes, way);
            let wanted = match row.is_empty() {
                true => BOOK.replace(&format!("{was}\n"), ""),
                false => BOOK.replace(was, &row),
            };
            assert_eq!(text, wanted, "{way:?}");
            assert_eq!(counted, Some(counts));
        }
    }
}
