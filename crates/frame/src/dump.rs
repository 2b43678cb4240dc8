//! Pages as readable text, for golden tests: one item a line, with its place and its text.

use std::fmt::Write;

use crate::{Area, Item, ItemKind, Owner, Pages, Tag, TagId, Target};

/// All pages, then the structure tree.
pub fn dump(pages: &Pages) -> String {
    let mut out = String::new();
    for (i, page) in pages.pages.iter().enumerate() {
        let _ = writeln!(out, "page {i} {:?} {} by {}", page.label.text(), page.width, page.height);
        for item in &page.items {
            item_line(&mut out, pages, item);
        }
        for link in &page.links {
            let areas: Vec<String> = link.areas.iter().map(area).collect();
            let target = match &link.target {
                Target::Url(url) => url.clone(),
                Target::Destination(at) => format!("#{}", pages.destinations[*at].name),
            };
            let _ = writeln!(out, "  link {target:?} {} tag {} {:?}", areas.join(" "), link.tag.0, link.description);
        }
    }
    for place in &pages.destinations {
        let _ = writeln!(out, "destination {:?} page {} at {} {}", place.name, place.page, place.x, place.y);
    }
    for entry in &pages.outline {
        let _ =
            writeln!(out, "bookmark {} {:?} #{}", entry.level, entry.title, pages.destinations[entry.destination].name);
    }
    tag_lines(&mut out, pages);
    out
}

fn item_line(out: &mut String, pages: &Pages, item: &Item) {
    let Item { owner, span: _, kind } = item;
    let owner = match owner {
        Owner::Tag(tag) => format!("tag {}", tag.0),
        Owner::Artifact(artifact) => format!("{artifact:?}"),
    };
    let _ = match kind {
        ItemKind::Glyphs(run) => {
            let face = &pages.faces[run.face];
            let slope = if face.italic { " italic" } else { "" };
            writeln!(
                out,
                "  {} {} {} {} {}{slope} {owner} {:?}",
                run.x, run.y, face.family, face.weight, run.size, run.text
            )
        }
        ItemKind::Rect { area: place, color } => writeln!(out, "  rect {} {color:?} {owner}", area(place)),
        ItemKind::Picture { area: place, image } => writeln!(out, "  picture {image} {} {owner}", area(place)),
    };
}

fn area(area: &Area) -> String {
    let Area { x, y, width, height } = area;
    format!("[{x} {y} {width} {height}]")
}

/// The tree, by a stack of its own: how deep it is, the document says.
fn tag_lines(out: &mut String, pages: &Pages) {
    let mut stack: Vec<(TagId, usize)> = vec![(crate::TagTree::ROOT, 0)];
    while let Some((id, depth)) = stack.pop() {
        let node = pages.tags.node(id);
        let language = node.language.as_ref().map_or(String::new(), |l| format!(" {l}"));
        let name = match &node.tag {
            Tag::Figure { alt, place: _ } => format!("Figure {alt:?}"),
            other => format!("{other:?}"),
        };
        let _ = writeln!(out, "{:width$}{} {name}{language}", "", id.0, width = depth * 2);
        stack.extend(node.children.iter().rev().map(|child| (*child, depth + 1)));
    }
}
