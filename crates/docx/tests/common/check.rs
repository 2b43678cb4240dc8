//! What validators of the format miss (and what they see), as one check that is run over every document that the
//! tests write. A finding panics with the part and the thing.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Document;

use super::{Package, R, child, is, w};

const STORIES: [&str; 5] =
    ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml", "word/footer1.xml"];

/// Checks a package.
pub(crate) fn check(package: &Package) {
    let parts: Vec<(&str, Document<'_>)> = package
        .0
        .keys()
        .filter(|name| name.ends_with(".xml") || name.ends_with(".rels"))
        .map(|name| {
            let part = Document::parse(package.text(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name.as_str(), part)
        })
        .collect();
    content_types(package, part(&parts, "[Content_Types].xml"));
    relationships(package, &parts);
    let stories: Vec<(&str, &Document<'_>)> =
        parts.iter().filter(|(name, _)| STORIES.contains(name)).map(|(name, part)| (*name, part)).collect();
    bookmarks(&stories);
    fields(&stories);
    identifiers(&stories);
    styles(part(&parts, "word/styles.xml"), &stories);
    numbering(package, &stories);
    for (name, story) in &stories {
        tables(name, story);
        runs(name, story);
    }
    notes(&stories, "footnote");
    notes(&stories, "endnote");
    comments(&stories);
    threads(&parts);
    properties(part(&parts, "docProps/core.xml"), part(&parts, "docProps/app.xml"));
}

fn part<'a, 'b>(parts: &'a [(&str, Document<'b>)], name: &str) -> &'a Document<'b> {
    &parts.iter().find(|(part, _)| *part == name).unwrap_or_else(|| panic!("{name} is not there")).1
}

fn content_types(package: &Package, types: &Document<'_>) {
    let mut defaults = BTreeSet::new();
    let mut overrides = BTreeSet::new();
    for node in types.root_element().children() {
        match node.tag_name().name() {
            "Default" => assert!(defaults.insert(node.attribute("Extension").unwrap())),
            "Override" => assert!(overrides.insert(node.attribute("PartName").unwrap())),
            other => panic!("content type {other}"),
        }
    }
    for name in package.0.keys().filter(|name| *name != "[Content_Types].xml") {
        let extension = name.rsplit_once('.').unwrap().1;
        let absolute = format!("/{name}");
        let own = overrides.contains(absolute.as_str());
        let plain = name.starts_with("customXml/") && defaults.contains("xml");
        assert!(own || plain || extension != "xml" && defaults.contains(extension), "{name} has no content type");
    }
    for name in overrides {
        assert!(package.0.contains_key(&name[1..]), "{name} is not there");
    }
}

fn relationships(package: &Package, parts: &[(&str, Document<'_>)]) {
    for (name, relationships) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let folder = name.split("_rels/").next().unwrap();
        let source = format!("{folder}{}", name.rsplit_once('/').unwrap().1.trim_end_matches(".rels"));
        let mut ids = BTreeSet::new();
        for node in relationships.root_element().children() {
            assert!(ids.insert(node.attribute("Id").unwrap()), "{name}: an id twice");
            let target = node.attribute("Target").unwrap();
            if node.attribute("TargetMode") != Some("External") {
                let path = match target.strip_prefix("../") {
                    Some(outside) => outside.to_owned(),
                    None => format!("{folder}{target}"),
                };
                assert!(package.0.contains_key(&path), "{name}: {target} is not there");
            }
        }
        if let Some((_, part)) = parts.iter().find(|(part, _)| *part == source) {
            for node in part.descendants() {
                for attribute in node.attributes().filter(|a| a.namespace() == Some(R)) {
                    assert!(ids.contains(attribute.value()), "{source}: no relationship {}", attribute.value());
                }
            }
        }
    }
    for (name, part) in parts {
        let uses = part.descendants().any(|node| node.attributes().any(|a| a.namespace() == Some(R)));
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        assert!(!uses || package.0.contains_key(&format!("{folder}/_rels/{file}.rels")), "{name}: no relationships");
    }
}

fn bookmarks(stories: &[(&str, &Document<'_>)]) {
    let mut names = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for (part, story) in stories {
        let mut open = BTreeSet::new();
        for node in story.descendants() {
            if is(node, "bookmarkStart") {
                let (id, name) = (w(node, "id").unwrap(), w(node, "name").unwrap());
                assert!(ids.insert(id.to_owned()), "{part}: bookmark id {id} twice");
                assert!(names.insert(name.to_lowercase()), "{part}: bookmark {name} twice");
                assert!(name.len() <= 40, "{part}: bookmark {name} is too long");
                assert!(name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'), "{part}: bookmark {name}");
                assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{part}: bookmark {name}");
                open.insert(id);
            } else if is(node, "bookmarkEnd") {
                let id = w(node, "id").unwrap();
                assert!(open.remove(id), "{part}: bookmark {id} ends before it starts");
            }
        }
        assert!(open.is_empty(), "{part}: bookmarks never closed: {open:?}");
    }
    for (part, story) in stories {
        for link in story.descendants().filter(|node| is(*node, "hyperlink")) {
            assert!(link.ancestors().skip(1).all(|node| !is(node, "hyperlink")), "{part}: a link in a link");
            if let Some(name) = w(link, "anchor") {
                assert!(names.contains(&name.to_lowercase()), "{part}: link to no bookmark {name}");
            }
        }
        for node in story.descendants().filter(|node| is(*node, "instrText") || is(*node, "delInstrText")) {
            let words: Vec<&str> = node.text().unwrap().split_whitespace().collect();
            if let [command, name, ..] = &words[..]
                && ["REF", "PAGEREF", "NOTEREF"].contains(command)
            {
                assert!(names.contains(&name.to_lowercase()), "{part}: {command} to no bookmark {name}");
            }
        }
    }
}

fn fields(stories: &[(&str, &Document<'_>)]) {
    for (part, story) in stories {
        // For each open field: whether it has an instruction, and whether it is past its separator.
        let mut open: Vec<(bool, bool)> = Vec::new();
        for node in story.descendants() {
            if is(node, "fldSimple") {
                panic!("{part}: a simple field");
            } else if is(node, "instrText") || is(node, "delInstrText") {
                let field = open.last_mut().expect("an instruction stands in a field");
                assert!(!field.1, "{part}: an instruction in a result");
                field.0 = true;
            } else if is(node, "fldChar") {
                match w(node, "fldCharType") {
                    Some("begin") => open.push((false, false)),
                    Some("separate") => {
                        let field = open.last_mut().expect("a separator stands in a field");
                        assert!(field.0 && !field.1, "{part}: a separator out of place");
                        field.1 = true;
                    }
                    Some("end") => assert!(open.pop().is_some_and(|field| field.0), "{part}: an end out of place"),
                    other => panic!("{part}: field character {other:?}"),
                }
            }
        }
        assert!(open.is_empty(), "{part}: a field without end");
    }
}

fn identifiers(stories: &[(&str, &Document<'_>)]) {
    let mut drawings = BTreeSet::new();
    let mut revisions = BTreeSet::new();
    for (part, story) in stories {
        for node in story.descendants() {
            if node.tag_name().name() == "docPr" {
                let id: u32 = node.attribute("id").unwrap().parse().unwrap();
                assert!(id > 0 && drawings.insert(id), "{part}: drawing id {id}");
                assert!(node.attribute("descr").is_some(), "{part}: a picture without a word on alternative text");
            }
            if is(node, "ins") || is(node, "del") {
                assert!(revisions.insert(w(node, "id").unwrap()), "{part}: revision id twice");
                assert!(w(node, "author").is_some_and(|author| !author.is_empty()), "{part}: a change by nobody");
                assert!(w(node, "date").is_none_or(is_date_time), "{part}: date {:?}", w(node, "date"));
                assert!(node.children().all(|child| ["ins", "del", "r"].contains(&child.tag_name().name())));
            }
        }
    }
}

fn is_date_time(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00T00:00:00Z"
}

fn styles(part: &Document<'_>, stories: &[(&str, &Document<'_>)]) {
    let mut kinds = BTreeMap::new();
    let mut names = BTreeSet::new();
    let styles = || part.root_element().children().filter(|node| is(*node, "style"));
    for style in styles() {
        let id = w(style, "styleId").unwrap();
        assert!(kinds.insert(id, w(style, "type").unwrap()).is_none(), "style id {id} twice");
        let name = w(child(style, "name").unwrap(), "val").unwrap();
        assert!(names.insert((w(style, "type").unwrap(), name.to_lowercase())), "style {name} twice");
        let numbered = style.descendants().any(|node| is(node, "numPr"));
        assert!(!numbered, "style {name}: numbering belongs to paragraphs");
    }
    for style in styles() {
        for link in ["basedOn", "next"] {
            if let Some(node) = child(style, link) {
                assert!(kinds.contains_key(w(node, "val").unwrap()), "{:?}: {link} is not there", w(style, "styleId"));
            }
        }
    }
    for (part, story) in stories {
        for (element, kind) in [("pStyle", "paragraph"), ("rStyle", "character"), ("tblStyle", "table")] {
            for node in story.descendants().filter(|node| is(*node, element)) {
                let id = w(node, "val").unwrap();
                assert_eq!(kinds.get(id), Some(&kind), "{part}: style {id}");
            }
        }
    }
}

fn numbering(package: &Package, stories: &[(&str, &Document<'_>)]) {
    let text = package.text("word/numbering.xml");
    let mut nums = BTreeSet::new();
    if !text.is_empty() {
        let part = Document::parse(text).unwrap();
        let mut marks = BTreeSet::new();
        let mut seen_num = false;
        for node in part.root_element().children() {
            if is(node, "abstractNum") {
                assert!(!seen_num, "an abstractNum after a num");
                assert_eq!(node.children().filter(|level| is(*level, "lvl")).count(), 9);
                for name in ["nsid", "tmpl"] {
                    let value = w(child(node, name).unwrap(), "val").unwrap().to_owned();
                    assert!(value.len() == 8 && marks.insert((name, value)), "{name} is not its own");
                }
            } else {
                seen_num = true;
                assert!(child(node, "lvlOverride").is_none());
                assert!(nums.insert(w(node, "numId").unwrap().to_owned()));
            }
        }
    }
    for (part, story) in stories {
        for node in story.descendants().filter(|node| is(*node, "numId")) {
            assert!(nums.contains(w(node, "val").unwrap()), "{part}: no num {:?}", w(node, "val"));
        }
    }
}

fn tables(part: &str, story: &Document<'_>) {
    for table in story.descendants().filter(|node| is(*node, "tbl")) {
        let columns = child(table, "tblGrid").unwrap().children().count();
        assert!((1..=63).contains(&columns), "{part}: {columns} columns");
        let next = table.next_siblings().nth(1);
        assert!(next.is_some_and(|next| is(next, "p")), "{part}: no paragraph after a table");
        // The columns whose cells go on from above.
        let mut merged = vec![false; columns];
        let mut head_is_over = false;
        for row in table.children().filter(|node| is(*node, "tr")) {
            let is_head = child(row, "trPr").is_some_and(|props| child(props, "tblHeader").is_some());
            assert!(!(is_head && head_is_over), "{part}: a header row after the body");
            head_is_over |= !is_head;
            let mut column = 0;
            for cell in row.children().filter(|node| is(*node, "tc")) {
                let props = child(cell, "tcPr").unwrap();
                let span = child(props, "gridSpan").map_or(1, |node| w(node, "val").unwrap().parse().unwrap());
                let merge = child(props, "vMerge").map(|node| w(node, "val").unwrap());
                assert!(merge != Some("continue") || merged[column], "{part}: a cell goes on from nothing");
                merged[column..column + span].fill(merge.is_some());
                column += span;
                assert!(cell.children().next_back().is_some_and(|last| is(last, "p")), "{part}: a cell ends in no p");
            }
            assert_eq!(column, columns, "{part}: a row does not fill the grid");
        }
    }
}

fn runs(part: &str, story: &Document<'_>) {
    for node in story.descendants() {
        let name = node.tag_name().name();
        if ["t", "delText", "instrText", "delInstrText"].contains(&name)
            && node.tag_name().namespace() == Some(super::W)
        {
            let space = node.attribute(("http://www.w3.org/XML/1998/namespace", "space"));
            assert_eq!(space, Some("preserve"), "{part}: {name} without xml:space");
            let deleted = node.ancestors().any(|node| is(node, "del"));
            assert_eq!(deleted, name.starts_with("del"), "{part}: {name}");
            let text = node.text().unwrap_or_default();
            assert!(!text.contains(['\t', '\n', '\r']), "{part}: white space that is an element in {text:?}");
            assert!(!text.is_empty(), "{part}: an empty {name}");
        }
        if is(node, "p") {
            let at = node.children().position(|child| is(child, "pPr"));
            assert!(at.is_none_or(|at| at == 0), "{part}: pPr is not the first");
        }
    }
}

fn notes(stories: &[(&str, &Document<'_>)], kind: &str) {
    let part = format!("word/{kind}s.xml");
    let called: Vec<&str> = stories
        .iter()
        .filter(|(name, _)| *name == "word/document.xml")
        .flat_map(|(_, story)| story.descendants())
        .filter(|node| is(*node, &format!("{kind}Reference")))
        .map(|node| w(node, "id").unwrap())
        .collect();
    let there: Vec<&str> = stories
        .iter()
        .filter(|(name, _)| **name == *part)
        .flat_map(|(_, story)| story.root_element().children())
        .map(|node| w(node, "id").unwrap())
        .collect();
    if called.is_empty() {
        assert!(there.is_empty(), "{part} without a call");
        return;
    }
    // LibreOffice pairs by rank: ids follow the calls.
    let wanted: Vec<String> = (1..=called.len()).map(|id| id.to_string()).collect();
    assert_eq!(called, wanted, "{part}: calls");
    assert_eq!(there[..2], ["-1", "0"], "{part}: separators");
    assert_eq!(there[2..], wanted, "{part}: notes");
}

fn comments(stories: &[(&str, &Document<'_>)]) {
    let all = |name: &str| -> Vec<&str> {
        stories
            .iter()
            .flat_map(|(_, story)| story.descendants())
            .filter(|node| is(*node, name))
            .map(|node| w(node, "id").unwrap())
            .collect()
    };
    let mut there = all("comment");
    there.sort_unstable();
    for name in ["commentRangeStart", "commentRangeEnd", "commentReference"] {
        let mut found = all(name);
        found.sort_unstable();
        assert_eq!(found, there, "{name}");
    }
}

/// What says who replies to whom names the last paragraphs of comments, each once; threads are one level deep.
fn threads(parts: &[(&str, Document<'_>)]) {
    const W14: &str = "http://schemas.microsoft.com/office/word/2010/wordml";
    const W15: &str = "http://schemas.microsoft.com/office/word/2012/wordml";
    let Some((_, extended)) = parts.iter().find(|(name, _)| *name == "word/commentsExtended.xml") else { return };
    let comments = part(parts, "word/comments.xml").root_element();
    let ids: Vec<&str> = comments.descendants().filter_map(|node| node.attribute((W14, "paraId"))).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id of a paragraph twice");
    assert!(ids.iter().all(|id| (1..0x8000_0000).contains(&u32::from_str_radix(id, 16).unwrap())), "{ids:?}");
    let last: Vec<&str> =
        comments.children().map(|one| one.last_element_child().unwrap().attribute((W14, "paraId")).unwrap()).collect();
    let entries: Vec<_> = extended.root_element().children().collect();
    let named: Vec<&str> = entries.iter().map(|one| one.attribute((W15, "paraId")).unwrap()).collect();
    assert_eq!(named, last);
    for parent in entries.iter().filter_map(|one| one.attribute((W15, "paraIdParent"))) {
        let parent = entries.iter().find(|one| one.attribute((W15, "paraId")) == Some(parent)).unwrap();
        assert_eq!(parent.attribute((W15, "paraIdParent")), None);
    }
}

fn properties(core: &Document<'_>, app: &Document<'_>) {
    let mut seen = BTreeSet::new();
    for node in core.root_element().children() {
        let name = node.tag_name().name();
        assert!(seen.insert(name), "core property {name} twice");
        if ["created", "modified"].contains(&name) {
            assert!(is_date_time(node.text().unwrap()), "{name} {:?}", node.text());
        }
    }
    assert!(seen.contains("title") && seen.contains("language"));
    let version = app.root_element().children().find(|node| node.tag_name().name() == "AppVersion").unwrap();
    let (whole, part) = version.text().unwrap().split_once('.').unwrap();
    assert!(whole.parse::<u32>().is_ok() && part.len() == 4 && part.parse::<u32>().is_ok());
}
