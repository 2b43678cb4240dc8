//! The outline that viewers show beside the pages: bookmarks nested by their levels.

use chapbook_frame::{Bookmark, Pages};
use krilla::destination::{NamedDestination, XyzDestination};
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};

use crate::geometry::point;

/// The places that links and bookmarks lead to, by their index.
pub(crate) fn destinations(pages: &Pages) -> Vec<NamedDestination> {
    let named = |at: usize| NamedDestination::new(pages.destinations[at].name.clone(), place(pages, at));
    (0..pages.destinations.len()).map(named).collect()
}

fn place(pages: &Pages, at: usize) -> XyzDestination {
    let place = &pages.destinations[at];
    XyzDestination::new(place.page, point(place.x, place.y))
}

/// The outline; without bookmarks it is the title alone, since PDF/UA-1 (7.17) asks for one. None if there is no
/// title either.
pub(crate) fn outline(pages: &Pages, title: &str) -> Option<Outline> {
    let mut outline = Outline::new();
    if pages.outline.is_empty() {
        if title.trim().is_empty() {
            return None;
        }
        let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(title.trim().to_owned(), top));
        return Some(outline);
    }
    // Entries that still take children: the path from the outline's top to the last entry.
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    for entry in &pages.outline {
        let Bookmark { title, level, destination } = entry;
        close(&mut outline, &mut open, *level);
        // Chapters show their sections, sections keep theirs folded.
        open.push((*level, OutlineNode::new(title.clone(), place(pages, *destination)).with_open(open.is_empty())));
    }
    close(&mut outline, &mut open, 0);
    Some(outline)
}

/// Closes the entries that an entry of this level does not belong to.
fn close(outline: &mut Outline, open: &mut Vec<(u8, OutlineNode)>, level: u8) {
    while let Some((_, node)) = open.pop_if(|(last, _)| *last >= level) {
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(node),
            None => outline.push_child(node),
        }
    }
}
