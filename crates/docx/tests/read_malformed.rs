//! What is damaged, hostile or contradicts itself: an error that says what it is, or a reading that says what was
//! mended; never a panic, and never more memory or depth than the limits allow. Every file is made here.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "tests read a corpus from disk and are told of it by a variable")]
#![allow(clippy::print_stderr, reason = "a test that has nothing to look at says so")]

mod given;

use chapbook_container::XmlError;
use chapbook_docx::{ReadError, ReadOptions, Reading};
use given::{File, field, item, namespaces, p, r, told, zipped};

/// Reads a file, and leaves it in the folder that `cargo xtask malformed` names.
fn try_read(bytes: &[u8]) -> Result<Reading, ReadError> {
    if let Some(folder) = std::env::var_os("CHAPBOOK_KEEP_MALFORMED") {
        let mut hasher = std::hash::DefaultHasher::new();
        std::hash::Hash::hash(bytes, &mut hasher);
        let test = std::thread::current().name().unwrap_or_default().replace(':', "-");
        let name = format!("{test}-{:016x}.docx", std::hash::Hasher::finish(&hasher));
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
    }
    chapbook_docx::read(bytes, &ReadOptions::default())
}

/// A file with something of everything.
fn sample() -> File {
    let body = [
        given::styled("T", "A title"),
        given::styled("H1", "A heading"),
        format!("<w:p>{}<w:r><w:footnoteReference w:id=\"1\"/></w:r>{}</w:p>", r("Text"), r(" and more &amp; more.")),
        item(1, 0, "one"),
        item(1, 1, "inner"),
        "<w:tbl><w:tblGrid><w:gridCol w:w=\"100\"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".into(),
        format!("<w:p>{}</w:p>", field("REF _Ref1 \\h", "Figure 1")),
        "<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>on this</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>".into(),
    ]
    .concat();
    let comments = format!(
        "<w:comments {}><w:comment w:id=\"0\" w:author=\"A\">{}</w:comment></w:comments>",
        namespaces(),
        p("Why?")
    );
    File::new(&body).notes(&[("1", &p("A note."))]).part("comments", &comments)
}

fn with_document(document: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut file = File::new("");
    file.parts[0].1 = document.into();
    file.bytes()
}

fn body(content: &str) -> Result<Reading, ReadError> {
    try_read(&File::new(content).bytes())
}

/// The text of a reading, one paragraph a line.
fn text(reading: &Reading) -> String {
    let lines: Vec<String> = reading.leaves.iter().map(|leaf| chapbook_model::plain_text(&leaf.content)).collect();
    lines.join("\n").trim_end().to_owned()
}

#[track_caller]
fn mended(reading: Result<Reading, ReadError>, words: &str, loss: &str) {
    let reading = reading.unwrap();
    assert_eq!(text(&reading), words);
    assert!(
        loss.is_empty() || told(&reading).iter().any(|told| told.contains(loss)),
        "{loss:?} in {:?}",
        told(&reading)
    );
}

// Row 1.
#[test]
fn a_file_that_is_cut_is_no_archive() {
    let bytes = sample().bytes();
    for end in [0, 100, 1000, bytes.len() / 2, bytes.len() - 30] {
        assert!(matches!(try_read(&bytes[..end]), Err(ReadError::Zip(_))), "{end}");
    }
    let noise: Vec<u8> = (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(matches!(try_read(&noise), Err(ReadError::Zip(_))));
    assert!(matches!(try_read(b"Plain text."), Err(ReadError::Zip(_))));
}

// Row 2.
#[test]
fn what_is_something_else_is_named() {
    let types = |kind: &str| {
        format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"{kind}\"/></Types>"
        )
    };
    let mut parts = sample().all();
    for (kind, name) in [
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "an Excel workbook (.xlsx)"),
        (
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            "a PowerPoint presentation (.pptx)",
        ),
        ("text/xml", "an Office file without a Word document in it"),
    ] {
        parts[0].1 = types(kind).into_bytes();
        assert_eq!(try_read(&zipped(&parts)).unwrap_err(), ReadError::NotDocx(name));
    }
    let one = |name: &str, bytes: &[u8]| zipped(&[(name.to_owned(), bytes.to_vec())]);
    for (bytes, name) in [
        (one("mimetype", b"application/vnd.oasis.opendocument.text"), "an OpenDocument text (.odt)"),
        (one("mimetype", b"application/epub+zip"), "an EPUB"),
        (one("a.txt", b"text"), "a zip archive"),
        (b"{\\rtf1 text}".to_vec(), "a rich text file (.rtf)"),
        (b"%PDF-1.7".to_vec(), "a PDF"),
    ] {
        assert_eq!(try_read(&bytes).unwrap_err(), ReadError::NotDocx(name));
    }
    let stream = |name: &str| -> Vec<u8> {
        let wide = name.encode_utf16().flat_map(u16::to_le_bytes);
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].into_iter().chain(wide).collect()
    };
    assert_eq!(try_read(&stream("EncryptedPackage")).unwrap_err(), ReadError::Encrypted);
    assert_eq!(
        try_read(&stream("WordDocument")).unwrap_err(),
        ReadError::NotDocx("a Word document of the old kind (.doc)")
    );
}

/// Parts without which there is no document.
fn is_needed(name: &str) -> bool {
    matches!(name, "[Content_Types].xml" | "_rels/.rels" | "word/document.xml")
}

// Row 3.
#[test]
fn parts_that_are_missing_or_empty_are_told() {
    let whole = sample().all();
    for at in 0..whole.len() {
        for empty in [false, true] {
            let mut parts = whole.clone();
            let name = parts[at].0.clone();
            if empty {
                parts[at].1.clear()
            } else {
                drop(parts.remove(at))
            }
            let found = try_read(&zipped(&parts));
            // Notes are text: what cannot be read of them is refused.
            let refused =
                is_needed(&name) || empty && (name.contains("footnotes") || name.contains("document.xml.rels"));
            assert_eq!(found.is_err(), refused, "{name} {empty}");
            if let Ok(reading) = found
                && !name.ends_with(".rels")
            {
                assert!(
                    told(&reading).iter().any(|told| told.starts_with("import-part")),
                    "{name}: {:?}",
                    told(&reading)
                );
            }
        }
    }
}

// Row 4.
#[test]
fn parts_that_are_not_well_formed_are_refused_or_passed_over() {
    let whole = sample().all();
    for at in 0..whole.len() {
        let name = &whole[at].0;
        let cut = whole[at].1[..whole[at].1.len() * 6 / 10].to_vec();
        let crossed = String::from_utf8(whole[at].1.clone()).unwrap().replacen("</", "</x", 1).into_bytes();
        for bytes in [cut, crossed] {
            let mut parts = whole.clone();
            parts[at].1 = bytes;
            let found = try_read(&zipped(&parts));
            let refused = is_needed(name) || name.contains("footnotes") || name.contains("document.xml.rels");
            assert_eq!(found.is_err(), refused, "{name}");
            if let Ok(reading) = found {
                assert!(told(&reading).iter().any(|told| told.starts_with("import-part")), "{name}");
            }
        }
    }
}

// Row 5.
#[test]
fn document_types_are_refused() {
    let bombs = [
        "<!DOCTYPE w:document>",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE x [<!ENTITY % a SYSTEM \"http://example.org/a.dtd\">%a;]>",
    ];
    for bomb in bombs {
        let text = format!("{bomb}<w:document {}><w:body>{}</w:body></w:document>", namespaces(), p("Text"));
        let error = try_read(&with_document(text)).unwrap_err();
        assert_eq!(error, ReadError::Part { part: "word/document.xml".into(), error: XmlError::Dtd });
    }
}

// Row 6.
#[test]
fn encodings_and_characters_are_checked() {
    let text = format!("<w:document {}><w:body>{}</w:body></w:document>", namespaces(), p("Text é"));
    let error = |bytes: Vec<u8>| match try_read(&with_document(bytes)).unwrap_err() {
        ReadError::Part { part: _, error } => error,
        other => panic!("{other}"),
    };
    assert_eq!(error(text.replace('é', "\u{1}").into_bytes()), XmlError::Character);
    assert_eq!(error(text.replace('é', "&#1;").into_bytes()), XmlError::Character);
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    assert_eq!(error(latin), XmlError::Encoding);
    assert_eq!(error(format!("<?xml version=\"1.0\" encoding=\"KOI8-R\"?>{text}").into_bytes()), XmlError::Encoding);
    let wide = |unit: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(unit)).collect()
    };
    for bytes in
        [wide(u16::to_le_bytes, &[0xFF, 0xFE]), wide(u16::to_be_bytes, &[0xFE, 0xFF]), wide(u16::to_le_bytes, &[])]
    {
        assert_eq!(self::text(&try_read(&with_document(bytes)).unwrap()), "Text é");
    }
}

// Row 8.
#[test]
fn depth_is_bounded() {
    for (open, close) in [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:ins>", "</w:ins>"),
        ("<w:hyperlink>", "</w:hyperlink>"),
        ("<mc:AlternateContent><mc:Fallback>", "</mc:Fallback></mc:AlternateContent>"),
        ("<w:unknown>", "</w:unknown>"),
        ("<m:oMath><m:e>", "</m:e></m:oMath>"),
    ] {
        for depth in [500, 5_000, 50_000] {
            let nested = format!("{}{}{}", open.repeat(depth), p("deep"), close.repeat(depth));
            let error = body(&nested).unwrap_err();
            assert_eq!(
                error,
                ReadError::Part { part: "word/document.xml".into(), error: XmlError::TooDeep { limit: 256 } }
            );
            assert!(error.is_limit());
        }
    }
    // What nests as deep as it may is read, tables as paragraphs.
    let nested = format!("{}{}{}", "<w:tbl><w:tr><w:tc>".repeat(80), p("deep"), "</w:tc></w:tr></w:tbl>".repeat(80));
    mended(body(&nested), "deep", "a table that nests too deep");
}

// Row 9.
#[test]
fn sizes_are_bounded_before_anything_is_taken_in() {
    let start = format!("<w:document {}><w:body><w:p><w:r><w:t>", namespaces());
    let mut huge = start.into_bytes();
    huge.resize(65 << 20, b'a');
    let error = try_read(&with_document(huge)).unwrap_err();
    assert!(error.is_limit(), "{error}");
    if std::env::var_os("CHAPBOOK_KEEP_MALFORMED").is_some() {
        // What the command is measured with; in a test it would only take time.
        let mut whole = format!("<w:document {}><w:body><w:p><w:r><w:t>", namespaces()).into_bytes();
        whole.resize(600_000_000, b'a');
        assert!(try_read(&with_document(whole)).unwrap_err().is_limit());
    }
    let mut long = format!("<w:document {}><w:body><w:p><w:r><w:t>", namespaces()).into_bytes();
    long.resize(17 << 20, b'a');
    long.extend_from_slice(b"</w:t></w:r></w:p></w:body></w:document>");
    let error = try_read(&with_document(long)).unwrap_err();
    assert!(error.is_limit(), "{error}");
    // The directory says how large an entry is, 24 bytes after its signature (APPNOTE 4.3.12).
    for size in [10_u32, 4_000_000_000] {
        let mut bytes = sample().bytes();
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02")).collect();
        for at in places {
            bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        }
        assert!(try_read(&bytes).is_err());
    }
    let many: Vec<(String, Vec<u8>)> = (0..10_001).map(|n| (format!("a{n}"), Vec::new())).collect();
    assert!(try_read(&zipped(&many)).unwrap_err().is_limit());
}

// Row 10.
#[test]
fn names_of_entries_stay_in_the_package_and_are_one_each() {
    // The writer takes no such names, so they are put in afterwards, letter for letter.
    let good = "word/documen1.xml";
    let mut parts = sample().all();
    parts.push((good.to_owned(), b"<a/>".to_vec()));
    let bytes = zipped(&parts);
    assert!(try_read(&bytes).is_ok());
    for bad in [
        "word/document.xml",
        "WORD/Document.xml",
        "../word/docu1.xml",
        "word/../../d1.xml",
        "/word/docume1.xml",
        "word\\documen1.xml",
    ] {
        assert_eq!(bad.len(), good.len());
        let mut file = bytes.clone();
        let places: Vec<usize> =
            (0..file.len() - good.len()).filter(|at| file[*at..].starts_with(good.as_bytes())).collect();
        assert_eq!(places.len(), 2, "in the entry and in the directory");
        for at in places {
            file[at..at + bad.len()].copy_from_slice(bad.as_bytes());
        }
        let error = try_read(&file).unwrap_err();
        assert!(matches!(error, ReadError::Zip(_)), "{bad}: {error:?}");
        assert!(!error.hint().is_empty());
    }
}

// Row 11.
#[test]
fn properties_without_values_are_the_default() {
    let names = ["pStyle", "jc", "outlineLvl", "numPr"];
    let props: String = names.iter().map(|name| format!("<w:{name}/>")).collect();
    let run: String =
        ["rStyle", "u", "sz", "highlight", "vertAlign", "color", "lang"].iter().map(|n| format!("<w:{n}/>")).collect();
    let content = format!("<w:p><w:pPr>{props}</w:pPr>{}</w:p>", given::rp(&run, "text"));
    mended(body(&content), "text", "");
    let numbered = "<w:p><w:pPr><w:numPr><w:ilvl/><w:numId/></w:numPr></w:pPr><w:r><w:t>text</w:t></w:r></w:p>";
    mended(body(numbered), "text", "");
    let mut file = File::new(&item(9, 0, "item"));
    file.parts[1].1 =
        format!("<w:styles {}><w:style><w:name/></w:style><w:style w:styleId=\"a\"/></w:styles>", namespaces())
            .into_bytes();
    file.parts[2].1 = format!(
        "<w:numbering {}><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:lvlText/><w:lvlJc/><w:numFmt/></w:lvl></w:abstractNum>\
         <w:abstractNum/><w:num w:numId=\"9\"><w:abstractNumId/></w:num><w:num/></w:numbering>",
        namespaces()
    )
    .into_bytes();
    mended(try_read(&file.bytes()), "item", "without an id");
}

// Row 12.
#[test]
fn numbers_that_are_none_or_too_large_are_clamped() {
    let digits = "9".repeat(30);
    let content = format!(
        "{}{}{}<w:tbl><w:tblPr><w:tblW w:w=\"100%\"/><w:tblInd w:w=\"{digits}\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"abc\"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        given::pp("<w:ind w:left=\"x\" w:firstLine=\"%\"/><w:outlineLvl w:val=\"-1\"/>", "one"),
        given::pp("<w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"1\"/></w:numPr>", "two"),
        given::pp(&format!("<w:numPr><w:ilvl w:val=\"-5\"/><w:numId w:val=\"-{digits}\"/></w:numPr>"), "three"),
    );
    mended(body(&content), "one\ntwo\nthree\ncell", "a list level that Word has not");
    let breaks = "<w:p><w:r><w:t>a</w:t><w:br w:type=\"nothing\"/><w:t>b</w:t><w:br w:clear=\"all\" w:type=\"textWrapping\"/><w:t>c</w:t></w:r></w:p>";
    assert_eq!(given::dump(&body(breaks).unwrap()).matches("hard-break").count(), 2);
}

// Row 13.
#[test]
fn bookmarks_may_be_anything() {
    let content = format!(
        "<w:p><w:bookmarkEnd w:id=\"7\"/><w:bookmarkStart w:name=\"a\"/><w:bookmarkStart w:id=\"1\"/><w:bookmarkStart w:id=\"2\" w:name=\"b\"/>{}\
         <w:bookmarkEnd w:id=\"2\"/><w:bookmarkEnd w:id=\"2\"/><w:bookmarkStart w:id=\"3\" w:name=\"b\"/><w:bookmarkEnd/></w:p>",
        r("text")
    );
    mended(body(&content), "text", "a bookmark without a name");
}

// Row 14.
#[test]
fn comments_may_be_anything() {
    let content = format!(
        "<w:p><w:commentRangeStart w:id=\"1\"/>{}<w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r>\
         <w:commentRangeStart w:id=\"9\"/><w:commentRangeEnd/><w:commentRangeStart w:id=\"2\"/></w:p>{}",
        r("text"),
        p("more"),
    );
    let comments = format!(
        "<w:comments {}><w:comment>{}</w:comment><w:comment w:id=\"-1\">{}</w:comment><w:comment w:id=\"1\">{}</w:comment><w:comment w:id=\"1\">{}</w:comment><w:comment w:id=\"2\"/></w:comments>",
        namespaces(),
        p("no id"),
        p("minus one"),
        p("one"),
        p("one again"),
    );
    let reading = File::new(&content).part("comments", &comments).read();
    assert_eq!(text(&reading), "text\nmore");
    for loss in ["without an id of its own", "that is not in the file", "without a place in the text"] {
        assert!(told(&reading).iter().any(|told| told.contains(loss)), "{loss}: {:?}", told(&reading));
    }
}

// Row 15.
#[test]
fn notes_may_be_called_by_none_or_many() {
    let call = |id: &str| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let content =
        format!("<w:p>{}{}{}{}<w:r><w:footnoteReference/></w:r></w:p>", r("text"), call("1"), call("1"), call("44"));
    let inner = format!("<w:p>{}{}</w:p>", r("one"), call("3"));
    let notes = [("1", inner), ("2", p("uncalled")), ("3", p("inner"))];
    let notes: Vec<(&str, &str)> = notes.iter().map(|(id, note)| (*id, note.as_str())).collect();
    let reading = File::new(&content).notes(&notes).read();
    assert_eq!(text(&reading), "text\none\ninner\nuncalled");
    assert_eq!(reading.document.notes.len(), 3);
    for loss in ["that is not in the file", "nothing calls", "without an id"] {
        assert!(told(&reading).iter().any(|told| told.contains(loss)), "{loss}: {:?}", told(&reading));
    }
}

// Row 16.
#[test]
fn lists_may_lead_nowhere() {
    mended(body(&item(77, 0, "text")), "text", "a list that is not in the file");
    let mut file = File::new(&[item(1, 0, "one"), item(2, 0, "two"), item(3, 0, "three")].concat());
    file.parts[2].1 = format!(
        "<w:numbering {}><w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"S\"/></w:abstractNum><w:abstractNum w:abstractNumId=\"2\"><w:styleLink w:val=\"S\"/></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"99\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"2\"/><w:lvlOverride w:ilvl=\"0\"/><w:lvlOverride/></w:num></w:numbering>",
        namespaces()
    )
    .into_bytes();
    mended(try_read(&file.bytes()), "one\ntwo\nthree", "leads to no other by its style");
}

// Row 17.
#[test]
fn styles_may_be_based_on_themselves() {
    let style = |id: &str, base: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{id}\"/><w:basedOn w:val=\"{base}\"/></w:style>"
        )
    };
    let chain: String = (0..200).map(|n| style(&format!("c{n}"), &format!("c{}", n + 1))).collect();
    let styles = [
        style("a", "a"),
        style("b", "c"),
        style("c", "b"),
        style("b", "a"),
        chain,
        "<w:style w:type=\"sound\" w:styleId=\"s\"/>".into(),
    ]
    .concat();
    let mut file = File::new(&["a", "b", "c", "c0"].map(|id| given::styled(id, id)).concat());
    file.parts[1].1 = format!("<w:styles {}>{styles}</w:styles>", namespaces()).into_bytes();
    let reading = file.read();
    assert_eq!(text(&reading), "a\nb\nc\nc0");
    for loss in ["based on itself", "have the id", "unknown type"] {
        assert!(told(&reading).iter().any(|told| told.contains(loss)), "{loss}: {:?}", told(&reading));
    }
    let many: String = (0..100_000).map(|n| format!("<w:style w:styleId=\"s{n}\"/>")).collect();
    file.parts[1].1 = format!("<w:styles {}>{many}</w:styles>", namespaces()).into_bytes();
    assert_eq!(try_read(&file.bytes()).unwrap_err(), ReadError::TooMany { what: "styles", limit: 10_000 });
}

// Row 18.
#[test]
fn fields_may_begin_and_end_anywhere() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let instruction = |text: &str| format!("<w:r><w:instrText>{text}</w:instrText></w:r>");
    let unclosed =
        format!("<w:p>{}{}{}{}</w:p>{}", mark("begin"), instruction("TOC \\o"), mark("separate"), r("kept"), p("too"));
    mended(body(&unclosed), "kept\ntoo", "a field that does not end");
    let no_separate = format!("<w:p>{}{}{}{}</w:p>", mark("begin"), instruction("DATE"), mark("end"), r("text"));
    mended(body(&no_separate), "text", "");
    let end_first = format!("<w:p>{}{}{}</w:p>", mark("end"), r("text"), instruction("DATE"));
    mended(body(&end_first), "text", "a field that never began");
    let deep = format!(
        "<w:p>{}{}{}</w:p>",
        (mark("begin") + &mark("separate")).repeat(300),
        r("deep"),
        mark("end").repeat(300)
    );
    mended(body(&deep), "deep", "a field that nests too deep");
    let cells = format!(
        "<w:tbl><w:tr><w:tc><w:p>{}{}{}{}</w:p></w:tc><w:tc><w:p>{}{}</w:p></w:tc></w:tr></w:tbl>",
        mark("begin"),
        instruction("QUOTE"),
        mark("separate"),
        r("one"),
        r("two"),
        mark("end"),
    );
    mended(body(&cells), "one\ntwo", "");
}

// Row 19.
#[test]
fn changes_may_nest_and_have_nobody() {
    let content = "<w:p><w:ins><w:del w:id=\"1\"><w:moveFrom><w:r><w:delText>gone</w:delText></w:r></w:moveFrom></w:del></w:ins>\
        <w:moveFromRangeStart w:id=\"4\"/><w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo></w:p>";
    let reading = body(content).unwrap();
    let dump = given::dump(&reading);
    assert!(dump.contains("gone") && dump.contains("here"), "{dump}");
}

// Row 20.
#[test]
fn quotations_may_stand_in_each_other_without_end() {
    let deeper = |n: usize| format!("<w:pStyle w:val=\"Q\"/><w:ind w:right=\"{}\"/>", n * 200);
    let body: String = (1..5_000).map(|n| given::pp(&deeper(n), "word")).collect();
    let reading = given::read(&body);
    assert_eq!(reading.leaves.len(), 4_999);
    assert_eq!(chapbook_model::dump_blocks(&reading.document.body).matches("word").count(), 4_999);
}

#[test]
fn tables_may_be_broken() {
    let tables = [
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", "cell", ""),
        (
            "<w:tbl><w:tr/><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "cell",
            "a row without cells",
        ),
        ("<w:tbl/><w:p><w:r><w:t>text</w:t></w:r></w:p>", "text", "a table without cells"),
        (
            "<w:tbl><w:tr><w:tc/><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "cell",
            "a cell without a paragraph",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"0\"/></w:tcPr><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "cell",
            "a right number",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"10000\"/></w:tcPr><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "cell",
            "a right number",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "cell",
            "goes on from no cell",
        ),
        ("<w:tc><w:p><w:r><w:t>stray</w:t></w:r></w:p></w:tc><w:tr><w:p/></w:tr>", "stray", ""),
    ];
    for (table, words, loss) in tables {
        let reading = body(table).unwrap();
        assert_eq!(text(&reading).trim(), words, "{table}");
        assert!(
            loss.is_empty() || told(&reading).iter().any(|told| told.contains(loss)),
            "{table}: {:?}",
            told(&reading)
        );
        assert!(chapbook_model::plain_text_of_blocks(&reading.document.body).contains(words), "{table}");
    }
}

// Row 21.
#[test]
fn pictures_may_be_missing_and_are_never_fetched() {
    let blip = |attribute: &str| {
        format!(
            "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"n\" descr=\"A boat\"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip {attribute}/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
    };
    for (attribute, link) in [
        ("", None),
        ("r:embed=\"none\"", None),
        ("r:embed=\"rId77\"", Some(("media/none.png", false))),
        ("r:embed=\"rId77\"", Some(("media/empty.png", false))),
        ("r:link=\"rId77\"", Some(("https://example.org/boat.png", true))),
        ("r:embed=\"rId77\"", Some(("../../../boat.png", false))),
    ] {
        let mut file = File::new(&blip(attribute)).loose("word/media/empty.png", b"");
        if let Some((target, external)) = link {
            file = file.link("rId77", "image", target, external);
        }
        let reading = file.read();
        assert!(reading.media.is_empty());
        assert!(
            told(&reading).iter().any(|told| told.starts_with("import-image")),
            "{attribute}: {:?}",
            told(&reading)
        );
        assert!(given::dump(&reading).contains("A boat"), "{}", given::dump(&reading));
    }
    let nothing = body("<w:p><w:r><w:drawing/><w:t>text</w:t></w:r></w:p>");
    mended(nothing, "text", "a drawing without a picture");
}

// Row 22.
#[test]
fn relationships_may_lead_anywhere_and_nothing_is_opened() {
    let twice = sample().link("rId1", "image", "media/a.png", false);
    assert_eq!(try_read(&twice.bytes()).unwrap_err(), ReadError::Relationships { part: "word/document.xml".into() });
    let mut parts = sample().all();
    let root = String::from_utf8(parts[1].1.clone()).unwrap();
    for (target, error) in [
        ("Target=\"../../document.xml\"", ReadError::MainOutside),
        ("Target=\"https://example.org/d.xml\" TargetMode=\"External\"", ReadError::MainOutside),
        ("Target=\"word/none.xml\"", ReadError::Missing("word/none.xml".into())),
    ] {
        parts[1].1 = root.replace("Target=\"word/document.xml\"", target).into_bytes();
        assert_eq!(try_read(&zipped(&parts)).unwrap_err(), error);
    }
    let link = |id: &str| format!("<w:p><w:hyperlink r:id=\"{id}\">{}</w:hyperlink></w:p>", r("link"));
    let file = File::new(&(link("rId80") + &link("rId81") + &link("rId82")))
        .link("rId80", "hyperlink", "file:///etc/passwd", true)
        .link("rId81", "hyperlink", "\\\\host\\share", true)
        .link("rId83", "styles", "document.xml", false);
    mended(try_read(&file.bytes()), "link\nlink\nlink", "a link that leads nowhere");
}

// Row 23, as far as it is the reader's: which item is the draft, and how large it may be.
#[test]
fn one_draft_is_found_by_its_namespace() {
    let draft = |text: &str| format!("<c:draft xmlns:c=\"urn:chapbook:draft:1\">{text}</c:draft>");
    let other = "<b:Sources xmlns:b=\"http://schemas.openxmlformats.org/officeDocument/2006/bibliography\"/>";
    let file = File::new(&p("text"))
        .loose("customXml/item1.xml", other.as_bytes())
        .loose("customXml/item7.xml", draft("first").as_bytes())
        .loose("customXml/item8.xml", draft("second").as_bytes())
        .loose("customXml/item9.xml", b"<broken")
        .link("rId61", "customXml", "../customXml/item1.xml", false)
        .link("rId67", "customXml", "../customXml/item7.xml", false)
        .link("rId68", "customXml", "../customXml/item8.xml", false)
        .link("rId69", "customXml", "../customXml/item9.xml", false);
    let reading = file.read();
    assert_eq!(reading.draft_item.as_deref(), Some(draft("first").as_str()));
    assert!(told(&reading).iter().any(|told| told.contains("two drafts")), "{:?}", told(&reading));
}

// Row 24.
#[test]
fn one_byte_that_is_wrong_never_panics() {
    let stored = |file: &File| {
        let mut zip = chapbook_container::ZipWriter::new(chapbook_container::Timestamp::default());
        for (name, bytes) in file.all() {
            zip.add(&name, &bytes, chapbook_container::Method::Stored);
        }
        zip.finish()
    };
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    let mut read = 0;
    for whole in [stored(&sample()), sample().bytes()] {
        for _ in 0..500 {
            let mut bytes = whole.clone();
            let at = next(bytes.len());
            bytes[at] ^= 1 << next(8);
            read += usize::from(try_read(&bytes).is_ok());
        }
    }
    // The XML itself, past the checksums of the archive.
    let mut parts = sample().all();
    for _ in 0..1000 {
        let part = 3 + next(parts.len() - 3);
        let kept = parts[part].1.clone();
        let at = next(kept.len());
        parts[part].1[at] ^= 1 << next(7);
        read += usize::from(try_read(&zipped(&parts)).is_ok());
        parts[part].1 = kept;
    }
    assert!(read > 500, "most such files can be read: {read}");
}

/// The words of `w:t` of a part, by a reader that shares no code with ours.
fn words_of(xml: &str, out: &mut Vec<String>) {
    let Ok(document) = roxmltree::Document::parse(xml) else { return };
    let is = |node: &roxmltree::Node<'_, '_>, name: &str| {
        node.tag_name().name() == name && matches!(node.tag_name().namespace(), Some(given::W | given::STRICT))
    };
    for paragraph in document.descendants().filter(|node| is(node, "p")) {
        let mut text = String::new();
        for node in paragraph.descendants().filter(|node| node.ancestors().find(|a| is(a, "p")) == Some(paragraph)) {
            let skipped = node.ancestors().any(|a| a.tag_name().name() == "Fallback");
            if is(&node, "t") && !skipped {
                text.push_str(node.text().unwrap_or(""));
            } else if is(&node, "tab") || is(&node, "br") {
                text.push(' ');
            }
        }
        out.extend(text.split_whitespace().map(str::to_owned));
    }
}

/// All text of a document: front matter, body, notes.
fn all_text(reading: &Reading) -> String {
    let chapbook_model::Document { metadata, body, notes } = &reading.document;
    let lines =
        [&metadata.title, &metadata.subtitle].into_iter().flatten().map(|line| chapbook_model::plain_text(line));
    let mut out: Vec<String> = lines.collect();
    out.extend(metadata.authors.iter().map(|author| author.name.clone()));
    out.extend(metadata.date.iter().map(|date| date.text.clone()));
    out.push(chapbook_model::plain_text_of_blocks(body));
    out.extend(notes.values().map(|note| chapbook_model::plain_text_of_blocks(&note.body)));
    out.join("\n")
}

#[test]
fn no_word_of_the_corpus_is_lost() {
    let folder = std::env::var_os("CHAPBOOK_DOCX_CORPUS").map(std::path::PathBuf::from).or_else(|| {
        let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .skip(2)
            .map(|up| up.join("shared/corpus/docx"));
        beside.into_iter().find(|folder| folder.is_dir())
    });
    let Some(folder) = folder else {
        eprintln!("NOT RUN: there is no corpus of Word documents; CHAPBOOK_DOCX_CORPUS names the folder of one");
        return;
    };
    let mut folders = vec![folder];
    let (mut files, mut missing) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "docx") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let reading = match try_read(&bytes) {
                Ok(reading) => reading,
                Err(error) => {
                    missing.push(format!("{}: {error}", path.display()));
                    continue;
                }
            };
            files += 1;
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes[..])).unwrap();
            let mut words = Vec::new();
            for at in 0..zip.len() {
                let mut entry = zip.by_index(at).unwrap();
                let name = entry.name().unwrap().into_owned();
                if name.contains("document") && name.ends_with(".xml") || name.contains("notes.xml") {
                    let mut text = String::new();
                    let _ = std::io::Read::read_to_string(&mut entry, &mut text);
                    words_of(&text, &mut words);
                }
            }
            let found = all_text(&reading);
            for word in words {
                if !found.contains(&word) {
                    missing.push(format!("{}: {word:?}", path.display()));
                }
            }
        }
    }
    assert!(files > 0, "the corpus has files");
    assert!(missing.is_empty(), "{} files; {} words are missing:\n{}", files, missing.len(), missing.join("\n"));
}
