//! A sound book, and for each kind of fault a copy that has it. The tests hold our own check against them, and
//! `cargo xtask validate epub` what EPUBCheck and Ace say.

use std::io::{Cursor, Read as _, Write as _};

use chapbook_assets::read_image;
use chapbook_epub::{FaultKind, Options};
use chapbook_markdown::ReadOptions;
use chapbook_resolve::{PageMap, PageStart};
use chapbook_source::{FileId, MemoryFiles};

const SOURCE: &str = "---
title: A Sound Book
language: en-GB
---

# One {#sec-one}

Some words,[^1] and ![a hill](hill.png) among them. See [the second](#sec-two).

## Below

More words.

# Two {#sec-two}

The end.

[^1]: A note.
";

/// The picture that the cases have, too.
const PICTURE: &[u8] = include_bytes!("../../../../tests/cases/figures/images/square.png");

/// The entries of an archive, in their order.
type Entries = Vec<(String, Vec<u8>)>;

/// The book without a fault.
pub(crate) fn sound() -> Vec<u8> {
    let mut files = MemoryFiles::default();
    files.add("hill.png", PICTURE.to_vec());
    let theme = chapbook_theme::read("article", &files).expect("it is built in");
    let (document, _) = chapbook_markdown::read(FileId(0), SOURCE, &ReadOptions::default());
    let options = chapbook_resolve::Options { paths: vec!["a.md".into()], stem: "a".into(), ..Default::default() };
    let (resolved, _) = chapbook_resolve::resolve(&document, &theme, &files, &options);
    let start = |label: &str, at: Option<u32>| PageStart {
        label: label.into(),
        start: at.map(|index| (resolved.body[index as usize].id, 0)),
    };
    let pages =
        PageMap { pages: vec![start("i", Some(0)), start("ii", None), start("1", Some(2))], anchors: Vec::new() };
    let cover = read_image(PICTURE.to_vec().into()).expect("it is an image");
    let options = Options { cover: Some(cover), ..Options::default() };
    chapbook_epub::write(&resolved, &theme, Some(&pages), &options).0
}

/// A copy of the book for each kind of fault, with the fault planted.
pub(crate) fn planted() -> Vec<(FaultKind, Vec<u8>)> {
    let sound = entries(&sound());
    FaultKind::ALL.into_iter().map(|kind| (kind, zip(&plant(kind, sound.clone())))).collect()
}

fn plant(kind: FaultKind, mut entries: Entries) -> Entries {
    let text = "EPUB/article.xhtml";
    let package = "EPUB/package.opf";
    let nav = "EPUB/nav.xhtml";
    match kind {
        FaultKind::Archive => edit(&mut entries, "mimetype", "application/epub+zip", "application/epub+zap"),
        FaultKind::Package => edit(&mut entries, package, "<dc:language>en-GB</dc:language>", ""),
        FaultKind::NotWellFormed => edit(&mut entries, text, "More words.", "More <b>words."),
        FaultKind::Missing => entries.retain(|(name, _)| name != "EPUB/style.css"),
        FaultKind::Unlisted => entries.push(("EPUB/stray.css".into(), b"p { margin: 0 }".to_vec())),
        FaultKind::Dangling => edit(&mut entries, text, "href=\"#sec-two\"", "href=\"gone.xhtml\""),
        FaultKind::DeadFragment => edit(&mut entries, text, "href=\"#sec-two\"", "href=\"#sec-three\""),
        FaultKind::OutOfSpine => edit(&mut entries, package, "<itemref idref=\"cover-xhtml\"/>", ""),
        FaultKind::DuplicateId => edit(&mut entries, text, "id=\"below\"", "id=\"sec-two\""),
        FaultKind::NestedLink => edit(&mut entries, text, ">the second<", "><a href=\"#below\">the</a> second<"),
        FaultKind::Untitled => edit(&mut entries, text, "<title>A Sound Book</title>", "<title></title>"),
        FaultKind::EmptyNav => {
            edit(&mut entries, nav, "</body>", "<nav epub:type=\"lot\"><h2>Tables</h2></nav></body>")
        }
        FaultKind::Undeclared => {
            edit(
                &mut entries,
                text,
                "The end.",
                "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi></math>",
            );
        }
        FaultKind::Overdeclared => edit(
            &mut entries,
            package,
            "href=\"article.xhtml\" media-type=\"application/xhtml+xml\"",
            "href=\"article.xhtml\" media-type=\"application/xhtml+xml\" properties=\"svg\"",
        ),
        FaultKind::MissingAlt => edit(&mut entries, text, " alt=\"a hill\"", ""),
        FaultKind::HeadingOrder => {
            edit(&mut entries, text, "<h3 id=\"below\"", "<h6 id=\"below\"");
            edit(&mut entries, text, ">Below</h3>", ">Below</h6>");
        }
        FaultKind::EmptyHeading => edit(&mut entries, text, ">Below</h3>", "></h3>"),
        FaultKind::EmptyLink => edit(&mut entries, text, ">the second<", "><"),
        FaultKind::NoLanguage => edit(&mut entries, text, "lang=\"en-GB\" xml:lang=\"en-GB\"", ""),
        FaultKind::UnlistedPage => {
            let entry = "<li><a href=\"article.xhtml#page-2\">ii</a></li>";
            edit(&mut entries, nav, entry, "");
        }
    }
    entries
}

/// Replaces what stands in an entry; a fault that could not be planted would prove nothing.
fn edit(entries: &mut Entries, name: &str, from: &str, to: &str) {
    let (_, bytes) = entries.iter_mut().find(|(of, _)| of == name).expect("the entry is there");
    let text = String::from_utf8(std::mem::take(bytes)).expect("it is text");
    assert!(text.contains(from), "{from} is not in {name}:\n{text}");
    *bytes = text.replacen(from, to, 1).into_bytes();
}

fn entries(bytes: &[u8]) -> Entries {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is an archive");
    let count = archive.len();
    let entry = |index| {
        let mut entry = archive.by_index(index).expect("it is there");
        let name = entry.name().expect("it has a name").into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it unpacks");
        (name, bytes)
    };
    (0..count).map(entry).collect()
}

fn zip(entries: &Entries) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let method = if name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        archive.start_file(name.as_str(), options).expect("names are short");
        archive.write_all(bytes).expect("writing to memory does not fail");
    }
    archive.finish().expect("writing to memory does not fail").into_inner()
}
