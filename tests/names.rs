//! Names and metadata that no file system, URL or XML likes give a valid EPUB, from the project file to the finished
//! archive; and where something could not stay as it was typed, that is told.

use std::collections::{BTreeMap, BTreeSet};

use chapbook::{ExportOptions, Exported, Format, LoadOptions, MemoryFiles};
use roxmltree::{Document, ParsingOptions};

const SQUARE: &[u8] = include_bytes!("cases/figures/images/square.png");

fn export(files: &MemoryFiles, keep_going: bool) -> (Exported, Vec<u8>) {
    let loaded = chapbook::load(files, "chapbook.toml", &LoadOptions::default());
    let options = ExportOptions { to: vec![Format::Epub], keep_going, ..ExportOptions::default() };
    let exported = chapbook::export(&loaded, files, &options).expect("it exports");
    let bytes = exported.outputs.first().unwrap_or_else(|| panic!("{:?}", exported.diagnostics)).bytes.clone();
    assert_eq!(chapbook_epub::check(&bytes), []);
    (exported, bytes)
}

fn told(exported: &Exported, code: &str) -> usize {
    exported.diagnostics.iter().filter(|found| found.code.name == code).count()
}

fn parse(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).expect("XML")
}

/// The texts of a book by name. Names are plain ASCII, and no two differ in case alone; ids are unique in their file,
/// and links lead to files and ids that are there.
fn sound(epub: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(epub)).expect("an archive");
    let names: Vec<String> = zip.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'/'));
    assert!(names.iter().all(|name| plain(name) && !name.contains("..") && !name.starts_with('/')), "{names:?}");
    assert_eq!(names.iter().map(|name| name.to_ascii_lowercase()).collect::<BTreeSet<_>>().len(), names.len());
    let mut texts = BTreeMap::new();
    for name in names.iter().filter(|name| name.ends_with("html") || name.ends_with("opf")) {
        let mut text = String::new();
        let mut file = zip.by_name(name).expect("it is there");
        std::io::Read::read_to_string(&mut file, &mut text).expect("it is text");
        texts.insert(name.strip_prefix("EPUB/").expect("the content folder").to_owned(), text);
    }
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    for (file, text) in &texts {
        for node in parse(text).descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert(format!("{file}#{id}")), "{id} twice in {file}");
            }
            let targets = ["href", "src"].iter().filter_map(|name| node.attribute(*name));
            links.extend(targets.map(|target| match target.starts_with('#') {
                true => format!("{file}{target}"),
                false => target.to_owned(),
            }));
        }
    }
    assert!(links.len() > 5, "{links:?}");
    for link in links {
        let there = link.contains('#') && ids.contains(&link) || names.contains(&format!("EPUB/{link}"));
        assert!(there, "{link} leads nowhere");
    }
    texts
}

#[test]
fn files_may_be_called_what_they_like() {
    let mut files = MemoryFiles::default();
    let chapters = ["first draft.md", "50% done.md", "käpitel ж.md", "a..b.md", "two/same.md", "Two/same.md"];
    let pictures = [
        ("my boat.png", "<my boat.png>"),
        ("50%.png", "50%25.png"),
        ("über ж.png", "über%20ж.png"),
        ("..dots.png", "..dots.png"),
        ("p/boat.png", "p/../p/boat.png"),
        ("P/boat.png", "P/boat.png"),
    ];
    for (at, (chapter, (picture, target))) in chapters.iter().zip(pictures).enumerate() {
        let up = if chapter.contains('/') { "../" } else { "" };
        let target = target.strip_prefix('<').map_or(format!("{up}{target}"), str::to_owned);
        let target = if target.ends_with('>') { format!("<{up}{target}") } else { target };
        files.add(*chapter, format!("# Chapter {at}\n\n![A boat]({target}){{alt=\"A boat\"}}\n").into_bytes());
        // Each has other bytes, so that none stands for another.
        files.add(picture, [SQUARE, &[u8::try_from(at).expect("few")]].concat());
    }
    let list: Vec<String> = chapters.iter().map(|chapter| format!("\"{chapter}\"")).collect();
    let project = format!("files = [{}]\n[metadata]\ntitle = \"T\"\nlanguage = \"en\"\n", list.join(", "));
    files.add("chapbook.toml", project.into_bytes());
    let (exported, epub) = export(&files, false);
    let texts = sound(&epub);
    let shown: BTreeSet<String> = texts
        .values()
        .flat_map(|text| text.match_indices("<img src=\"").map(|(at, start)| text[at + start.len()..].to_owned()))
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect();
    assert_eq!(shown.len(), pictures.len(), "{shown:?}");
    // No name of the author's is in the book, so nothing of his was changed, and nothing is told.
    assert_eq!(exported.diagnostics, [], "{:?}", exported.diagnostics);
    assert!(texts["package.opf"].matches("image/png").count() == pictures.len());
}

#[test]
fn paths_that_leave_the_folder_are_errors_and_placeholders_when_they_are_kept() {
    let mut files = MemoryFiles::default();
    files.add(
        "one.md",
        b"# One\n\n![A boat](../boat.png)\n\n![A boat](%2e%2e/boat.png)\n\n[A link](../../x.md)\n".to_vec(),
    );
    let project = "files = [\"one.md\", \"../two.md\"]\n[metadata]\ntitle = \"T\"\nlanguage = \"en\"\n";
    files.add("chapbook.toml", project.as_bytes().to_vec());
    let (exported, epub) = export(&files, true);
    assert!(exported.refused);
    assert_eq!((told(&exported, "image-outside"), told(&exported, "project-path")), (2, 1));
    assert_eq!(told(&exported, "link-dropped"), 1, "{:?}", exported.diagnostics);
    let text: String = sound(&epub).into_values().collect();
    assert_eq!(text.matches("class=\"missing\"").count(), 2, "{text}");
    assert!(!text.contains("=\"../") && !text.contains("=\"%2e"), "{text}");
}

#[test]
fn chapters_of_one_name_are_two_chapters() {
    let mut files = MemoryFiles::default();
    for (name, label) in [("one.md", ""), ("two.md", ""), ("three.md", " {#again}"), ("four.md", " {#again}")] {
        files.add(name, format!("# Again{label}\n\nOf {name}. See [](#again).\n\n## Part\n\nText.\n").into_bytes());
    }
    let project = "files = [\"one.md\", \"two.md\", \"three.md\", \"four.md\"]\n\
                   theme = \"novel\"\n[metadata]\ntitle = \"T\"\nlanguage = \"en\"\n";
    files.add("chapbook.toml", project.as_bytes().to_vec());
    let (exported, epub) = export(&files, true);
    assert_eq!(told(&exported, "duplicate-label"), 1, "{:?}", exported.diagnostics);
    let texts = sound(&epub);
    let nav = parse(&texts["nav.xhtml"]);
    let contents = nav.descendants().find(|node| node.attribute("id") == Some("toc")).expect("it is there");
    let entries: Vec<(String, String)> = contents
        .descendants()
        .filter(|node| node.has_tag_name("a"))
        .map(|node| (text_of(&node), node.attribute("href").unwrap_or_default().to_owned()))
        .collect();
    assert_eq!(entries.iter().filter(|(text, _)| text == "Again").count(), 4, "{entries:?}");
    assert_eq!(entries.iter().map(|(_, href)| href).collect::<BTreeSet<_>>().len(), 8, "{entries:?}");
    // The label leads to the first that has it.
    let home = texts.iter().find(|(_, text)| text.contains("Of three.md")).expect("it is there").0;
    assert!(texts.values().all(|text| !text.contains("Of one.md") || text.contains(&format!("href=\"{home}#"))));
}

#[test]
fn metadata_may_hold_anything() {
    let long = "x".repeat(10_000);
    let hostile = format!("<>&\\\"' ]]> \\u0001 --> {long}");
    let project = format!(
        "files = [\"one.md\"]\n[metadata]\ntitle = \"{hostile}\"\nsubtitle = \"</title><script>\"\n\
         author = [\"Ed & <Co> \\\"X\\\"\"]\npublisher = \"A&B\"\nrights = \"<&>\"\nlanguage = \"en\"\n\
         description = \"&amp; <b>\"\nkeywords = [\"a<b\", \"'\"]\n"
    );
    let mut files = MemoryFiles::default();
    files.add("chapbook.toml", project.into_bytes());
    files
        .add("one.md", b"# <One> & \"two\" 'three' &amp;amp; \\<b>\n\nText[^1] with \x02.\n\n[^1]: A note.\n".to_vec());
    let (exported, epub) = export(&files, false);
    assert!(told(&exported, "control-character") >= 1, "{:?}", exported.diagnostics);
    let texts = sound(&epub);
    let package = parse(&texts["package.opf"]);
    let text = |name: &str| {
        let node = package.descendants().find(|node| node.tag_name().name() == name);
        node.and_then(|node| node.text()).unwrap_or_default().to_owned()
    };
    // Quotation marks and dashes are the typesetter's.
    assert_eq!(text("title"), format!("<>&”’ ]]> \u{FFFD} –> {long}"));
    assert_eq!((text("creator"), text("publisher")), ("Ed & <Co> \"X\"".to_owned(), "A&B".to_owned()));
    // A description is Markdown: a tag in it is left out, and told.
    assert_eq!((text("description"), text("rights")), ("&".to_owned(), "<&>".to_owned()));
    assert!(told(&exported, "html-dropped") >= 1, "{:?}", exported.diagnostics);
    assert!(texts.values().all(|text| !text.contains("<script>")));
}

fn text_of(node: &roxmltree::Node<'_, '_>) -> String {
    node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect()
}
