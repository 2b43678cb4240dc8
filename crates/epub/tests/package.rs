//! The package, as rbook reads it: a reader of EPUBs that shares no code with the writer. What it gives back is what
//! the author said.

mod sample;

use std::collections::BTreeMap;
use std::io::Cursor;

use chapbook_assets::read_image;
use chapbook_epub::{APPLE, KINDLE, Options, Profile, check};
use chapbook_resolve::{Identifier, NodeId, PageMap, PageStart, Person, PersonRole, Resolved, Word, Words};
use chapbook_source::{Diagnostic, MemoryFiles};
use chapbook_values::Language;
use rbook::Epub;

const PICTURE: &[u8] = include_bytes!("../../../tests/cases/figures/images/square.png");

fn write(resolved: &Resolved, options: &Options) -> (Epub, Vec<u8>, Vec<Diagnostic>) {
    let pages = pages();
    let theme = chapbook_theme::read("article", &MemoryFiles::default()).expect("it is built in");
    let (bytes, diagnostics) = chapbook_epub::write(resolved, &theme, Some(&pages), options);
    assert_eq!(check(&bytes), []);
    let book = Epub::options().strict(true).read(Cursor::new(bytes.clone())).expect("rbook opens it");
    (book, bytes, diagnostics)
}

fn pages() -> PageMap {
    let start =
        |label: &str, start: Option<u32>| PageStart { label: label.into(), start: start.map(|node| (NodeId(node), 0)) };
    PageMap { pages: vec![start("i", Some(1)), start("ii", None), start("1", Some(5))], anchors: Vec::new() }
}

fn with_cover(profile: Profile) -> Options {
    let cover = read_image(PICTURE.to_vec().into()).expect("it is an image");
    Options { cover: Some(cover), profile, ..Options::default() }
}

fn full() -> Resolved {
    let mut resolved = sample::article();
    let person = |name: &str, file_as: &str, role| Person { name: name.into(), file_as: file_as.into(), role };
    let identifier = |scheme: &str, text: &str| Identifier { scheme: Some(scheme.into()), text: text.into() };
    let meta = &mut resolved.meta;
    meta.people = vec![
        person("A. Walker", "Walker, A.", PersonRole::Author),
        person("B. Seer", "Seer, B.", PersonRole::Photographer),
        person("C. Tongue", "Tongue, C.", PersonRole::Translator),
        person("D. Helper", "Helper, D.", PersonRole::Contributor("typist".into())),
    ];
    meta.identifiers = vec![identifier("isbn", "978-0-306-40615-7"), identifier("doi", "10.1/x")];
    meta.publisher = Some("Hill & Sons".into());
    meta.rights = Some("© 2026 <A. Walker>".into());
    meta.description = Some("A walk \"over\" a hill.".into());
    meta.keywords = vec!["hills".into(), "walks & rests".into()];
    resolved
}

#[test]
fn metadata_comes_back_as_it_was_said() {
    let (book, _, diagnostics) = write(&full(), &Options::default());
    assert!(diagnostics.iter().all(|found| found.code.name != "identifier-form"));
    let meta = book.metadata();
    let titles: Vec<_> = meta.titles().map(|title| title.value().to_owned()).collect();
    assert_eq!(titles, ["The Path over Long Hill & <others>", "A walk"]);
    let people = |people: Vec<(String, Option<String>, Option<String>)>| people;
    let creators = people(
        meta.creators()
            .map(|c| (c.value().into(), c.file_as().map(Into::into), c.main_role().map(|r| r.code().into())))
            .collect(),
    );
    assert_eq!(creators, [("A. Walker".into(), Some("Walker, A.".into()), Some("aut".into()))]);
    let roles: Vec<String> =
        meta.contributors().filter_map(|c| c.main_role().map(|role| role.code().to_owned())).collect();
    assert_eq!(roles, ["pht", "trl", "ctb"]);
    let identifiers: Vec<String> = meta.identifiers().map(|identifier| identifier.value().to_owned()).collect();
    assert!(identifiers[0].starts_with("urn:uuid:"), "{identifiers:?}");
    assert_eq!(identifiers[1..], ["urn:isbn:9780306406157", "doi:10.1/x"]);
    assert_eq!(meta.publishers().map(|publisher| publisher.value().to_owned()).collect::<Vec<_>>(), ["Hill & Sons"]);
    assert_eq!(meta.language().map(|language| language.value().to_owned()).as_deref(), Some("en-GB"));
    let value = |property: &str| meta.by_property(property).next().map(|entry| entry.value().to_owned());
    assert_eq!(value("dc:rights").as_deref(), Some("© 2026 <A. Walker>"));
    assert_eq!(value("dc:description").as_deref(), Some("A walk \"over\" a hill."));
    assert_eq!(value("dc:source").as_deref(), Some("urn:isbn:9780306406157"));
    assert_eq!(value("pageBreakSource").as_deref(), Some("urn:isbn:9780306406157"));
    assert_eq!(value("dcterms:modified").as_deref(), Some("1980-01-01T00:00:00Z"));
    let subjects: Vec<_> = meta.by_property("dc:subject").map(|entry| entry.value().to_owned()).collect();
    assert_eq!(subjects, ["hills", "walks & rests"]);
    let series = meta.by_property("belongs-to-collection").next().expect("it is in a series");
    assert_eq!(series.value(), "Walks");
    let refined = |name: &str| series.refinements().by_property(name).next().map(|entry| entry.value().to_owned());
    assert_eq!(refined("collection-type").as_deref(), Some("series"));
    assert_eq!(refined("group-position").as_deref(), Some("2"));
    assert_eq!(book.package().xml_language(), Some("en-GB"));
}

#[test]
fn pages_and_landmarks_come_back() {
    let (book, _, _) = write(&full(), &with_cover(Profile::default()));
    let labels = |root: Option<rbook::epub::toc::EpubTocEntry<'_>>| -> Vec<String> {
        root.expect("it is there").flatten().map(|entry| entry.label().to_owned()).collect()
    };
    assert_eq!(labels(book.toc().page_list()), ["i", "ii", "1"]);
    assert_eq!(labels(book.toc().landmarks()), ["Cover", "The Path over Long Hill & <others>"]);
}

#[test]
fn the_cover_is_marked_and_shown_once() {
    let (book, _, diagnostics) = write(&full(), &with_cover(Profile::default()));
    let cover = book.manifest().cover_image().expect("it is marked");
    assert_eq!(cover.read_bytes().expect("it is there"), PICTURE);
    let spine = |book: &Epub| book.spine().iter().map(|entry| entry.idref().to_owned()).collect::<Vec<_>>();
    assert_eq!(spine(&book)[0], "cover-xhtml");
    assert!(diagnostics.iter().all(|found| found.code.name != "store-limit"));
    // Kindle shows the image itself.
    let (book, _, _) = write(&full(), &with_cover(KINDLE));
    assert!(book.manifest().cover_image().is_some());
    assert_eq!(spine(&book)[0], "article-xhtml");
    // A store that asks for more is not content.
    let (_, _, diagnostics) = write(&full(), &with_cover(APPLE));
    let told = diagnostics.iter().find(|found| found.code.name == "store-limit").expect("it is told");
    assert!(told.message.contains("apple asks for 1400"), "{}", told.message);
}

#[test]
fn a_statement_says_what_was_found() {
    let options = Options { statement: true, ..Options::default() };
    let statement = |resolved: &Resolved| {
        let (book, _, _) = write(resolved, &options);
        let contents = book.toc().contents().expect("it is there");
        let title = resolved.words.get(Word::Accessibility);
        assert_eq!(contents.flatten().last().map(|entry| entry.label().to_owned()).as_deref(), Some(title));
        book.manifest().by_id("accessibility-xhtml").expect("it is there").read_str().expect("it is text")
    };
    let text = statement(&full());
    assert!(text.contains("found no failure") && text.contains("Page numbers are those of the print"), "{text}");
    let text = statement(&Resolved { language_named: false, ..full() });
    assert!(text.contains("does not claim") && text.contains("no language is named"), "{text}");
    // In the words of the book, and of a language that has none in English, which is told.
    let in_language = |tag: &str| {
        let language = Language::parse(tag).expect("a tag");
        Resolved { words: Words::new(&language, &BTreeMap::new()), language, ..full() }
    };
    let text = statement(&in_language("de-AT"));
    assert!(
        text.contains("Barrierefreiheit") && text.contains("Eine maschinelle Prüfung fand keinen Verstoß"),
        "{text}"
    );
    assert!(!text.contains("lang=\"en\"") && !text.contains("{standard}"), "{text}");
    let text = statement(&in_language("sv"));
    assert!(text.contains("<section class=\"accessibility\" aria-labelledby=\"accessibility\" lang=\"en\""), "{text}");
    assert!(text.contains("generated words are in another language"), "{text}");
    let (_, _, diagnostics) = write(&in_language("sv"), &options);
    let told = diagnostics.iter().find(|found| found.code.name == "not-accessible").expect("it is told");
    assert!(told.message.contains("generated words are English: there are none for language sv"), "{}", told.message);
}

#[test]
fn identifiers_that_are_none_are_told_and_kept() {
    let mut resolved = full();
    resolved.meta.identifiers[0].text = "978-0-306-40615-8".into();
    resolved.meta.identifiers.push(Identifier { scheme: Some("isbn".into()), text: "forty two".into() });
    let (book, _, diagnostics) = write(&resolved, &Options::default());
    let told: Vec<_> = diagnostics.iter().filter(|found| found.code.name == "identifier-form").collect();
    assert_eq!(told.len(), 2);
    let identifiers: Vec<String> = book.metadata().identifiers().map(|one| one.value().to_owned()).collect();
    assert_eq!(identifiers[3], "forty two");
}

#[test]
fn a_style_sheet_of_the_users_own_comes_after_ours() {
    let options = |css: &str| Options { css: Some(css.into()), ..Options::default() };
    let (book, _, diagnostics) = write(&full(), &options("p { letter-spacing: 0.01em }"));
    assert!(diagnostics.iter().all(|found| found.code.name != "style-sheet"));
    let text = book.manifest().by_id("article-xhtml").expect("it is there").read_str().expect("it is text");
    let at = |name: &str| text.find(&format!("href=\"{name}\"")).expect("it is linked");
    assert!(at("style.css") < at("user.css"));
    let (book, _, diagnostics) = write(&full(), &options("p { background: url(x.png) }"));
    assert!(diagnostics.iter().any(|found| found.code.name == "style-sheet"));
    assert!(book.manifest().by_id("user-css").is_none());
}
