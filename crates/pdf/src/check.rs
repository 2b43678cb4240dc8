//! The laws that pages keep, looked at once and before anything is drawn: every index leads somewhere, every text
//! range is one, the structure is a tree. Behind this check nothing can be missing, so no later step asks again.
//! What content may rightly be (a picture without extent, a word off the page) is no matter of this file.

use std::collections::BTreeMap;

use chapbook_frame::{GlyphRun, Item, ItemKind, Owner, Page, Pages, Tag, TagId, TagTree, Target};
use chapbook_values::Length;

use crate::PdfError;

/// The deepest structure tree. Readers bound containers at 64 levels, and none takes more than three nodes
/// (list, item, body); krilla writes the tree by recursion, so there has to be a bound.
pub(crate) const MAX_DEPTH: usize = 256;
/// The smallest and largest page, in points: ISO 32000-1, C.2.
const PAGE_SIDE: (Length, Length) = (Length::points(3), Length::points(14_400));

/// Looks whether the pages keep the laws.
pub(crate) fn pages(pages: &Pages) -> Result<(), PdfError> {
    let Pages { pages: list, faces: _, images: _, tags, outline, destinations, language: _ } = pages;
    if list.is_empty() {
        return broken("there is no page");
    }
    tree(tags, list.len())?;
    for (index, page) in list.iter().enumerate() {
        one_page(pages, page).map_err(|law| PdfError::Pages(format!("page {index}: {law}")))?;
    }
    let mut names = BTreeMap::new();
    for place in destinations {
        if place.page >= list.len() {
            return broken(format!("the destination {:?} lies on page {} of {}", place.name, place.page, list.len()));
        }
        if names.insert(&place.name, place).is_some_and(|other| other != place) {
            return broken(format!("two destinations are called {:?}", place.name));
        }
    }
    match outline.iter().find(|entry| entry.destination >= destinations.len()) {
        Some(entry) => broken(format!("the bookmark {:?} leads to destination {}", entry.title, entry.destination)),
        None => Ok(()),
    }
}

fn one_page(pages: &Pages, page: &Page) -> Result<(), String> {
    let Page { width, height, label: _, items, links } = page;
    for side in [*width, *height] {
        if side < PAGE_SIDE.0 || side > PAGE_SIDE.1 {
            return Err(format!("a side of {side} is not between {} and {}", PAGE_SIDE.0, PAGE_SIDE.1));
        }
    }
    for (index, item) in items.iter().enumerate() {
        one_item(pages, item).map_err(|law| format!("item {index}: {law}"))?;
    }
    for link in links {
        match node(&pages.tags, link.tag) {
            Some(Tag::Link) => {}
            Some(other) => return Err(format!("the link of tag {} belongs to a {other:?}", link.tag.0)),
            None => return Err(format!("the link's tag {} is not in the tree", link.tag.0)),
        }
        match &link.target {
            Target::Url(_) => {}
            Target::Destination(at) if *at < pages.destinations.len() => {}
            Target::Destination(at) => return Err(format!("the link leads to destination {at}")),
        }
    }
    Ok(())
}

fn one_item(pages: &Pages, item: &Item) -> Result<(), String> {
    let Item { owner, span: _, kind } = item;
    match *owner {
        Owner::Artifact(_) => {}
        Owner::Tag(tag) if node(&pages.tags, tag).is_none() => return Err(format!("tag {} is not in the tree", tag.0)),
        // A node has either content or children (chapbook_frame::TagNode): with both, their order is anyone's guess.
        Owner::Tag(tag) if !pages.tags.node(tag).children.is_empty() => {
            return Err(format!("it belongs to tag {}, which has children", tag.0));
        }
        Owner::Tag(_) => {}
    }
    match kind {
        ItemKind::Glyphs(run) => glyphs(pages, run),
        ItemKind::Rect { area: _, color: _ } => Ok(()),
        ItemKind::Picture { area: _, image } if *image < pages.images.len() => Ok(()),
        ItemKind::Picture { area: _, image } => Err(format!("there is no image {image}")),
    }
}

fn glyphs(pages: &Pages, run: &GlyphRun) -> Result<(), String> {
    if run.face >= pages.faces.len() {
        return Err(format!("there is no face {}", run.face));
    }
    if run.size <= Length::ZERO {
        return Err(format!("the type has a size of {}", run.size));
    }
    let is_ascii = run.text.is_ascii();
    for glyph in &run.glyphs {
        let (start, end) = (glyph.start as usize, glyph.end as usize);
        // A range that does not lie on characters' edges is none. Of one byte are all that most lines have.
        let lies_within =
            if is_ascii { start <= end && end <= run.text.len() } else { run.text.get(start..end).is_some() };
        if !lies_within {
            return Err(format!("bytes {} to {} are no part of {:?}", glyph.start, glyph.end, run.text));
        }
    }
    Ok(())
}

fn node(tags: &TagTree, id: TagId) -> Option<&Tag> {
    ((id.0 as usize) < tags.len()).then(|| &tags.node(id).tag)
}

/// The tree is one: from the root every node is met once, and no deeper than the bound.
fn tree(tags: &TagTree, pages: usize) -> Result<(), PdfError> {
    if tags.node(TagTree::ROOT).tag != Tag::Document {
        return broken("the root of the structure is no Document");
    }
    let mut met = vec![false; tags.len()];
    let mut open = vec![(TagTree::ROOT, 1)];
    while let Some((id, depth)) = open.pop() {
        let Some(seen) = met.get_mut(id.0 as usize) else {
            return broken(format!("tag {} is a child and not in the tree", id.0));
        };
        if std::mem::replace(seen, true) {
            return broken(format!("tag {} has two parents", id.0));
        }
        if depth > MAX_DEPTH {
            return broken(format!("tag {} lies deeper than {MAX_DEPTH} levels", id.0));
        }
        let node = tags.node(id);
        if let Tag::Figure { alt: _, place: Some((page, _)) } = &node.tag
            && *page >= pages
        {
            return broken(format!("the figure of tag {} lies on page {page} of {pages}", id.0));
        }
        open.extend(node.children.iter().map(|child| (*child, depth + 1)));
    }
    match met.iter().position(|seen| !seen) {
        Some(lost) => broken(format!("tag {lost} has no parent")),
        None => Ok(()),
    }
}

fn broken(law: impl Into<String>) -> Result<(), PdfError> {
    Err(PdfError::Pages(law.into()))
}
