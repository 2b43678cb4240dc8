//! Where things come from: the numbers that krilla hands back with a finding, and the spans that they stand for.

use std::num::NonZeroU64;

use chapbook_frame::{Owner, Pages, TagId};
use chapbook_source::Span;
use krilla::surface::Location;

/// Spans by location. The location of an item is one more than its place among all items of all pages.
pub(crate) struct Places {
    spans: Vec<Span>,
    /// The place of the first item of each page.
    starts: Vec<usize>,
    /// For each tag, the first item in it or in what lies below it.
    tags: Vec<Option<Location>>,
}

impl Places {
    pub(crate) fn new(pages: &Pages) -> Self {
        let mut spans = Vec::new();
        let mut starts = Vec::new();
        let mut tags = vec![None; pages.tags.len()];
        for page in &pages.pages {
            starts.push(spans.len());
            for item in &page.items {
                if let Owner::Tag(TagId(tag)) = item.owner {
                    tags[tag as usize] = tags[tag as usize].or(number(spans.len()));
                }
                spans.push(item.span);
            }
        }
        // Parents stand before their children in reading order, so backwards each is met after them.
        for id in reading_order(pages).into_iter().rev() {
            let below = pages.tags.node(id).children.iter().find_map(|child| tags[child.0 as usize]);
            tags[id.0 as usize] = tags[id.0 as usize].or(below);
        }
        Self { spans, starts, tags }
    }

    /// The location of an item.
    pub(crate) fn item(&self, page: usize, item: usize) -> Option<Location> {
        number(self.starts[page] + item)
    }

    /// The location of the first thing in a node of the structure tree.
    pub(crate) fn tag(&self, tag: TagId) -> Option<Location> {
        self.tags[tag.0 as usize]
    }

    /// The span of a location.
    pub(crate) fn span(&self, location: Option<Location>) -> Span {
        let place = location.and_then(|number| usize::try_from(number.get() - 1).ok());
        place.and_then(|at| self.spans.get(at)).copied().unwrap_or(Span::NONE)
    }
}

/// All tags, each before what lies below it. The pages are checked: it is a tree.
pub(crate) fn reading_order(pages: &Pages) -> Vec<TagId> {
    let mut order = Vec::with_capacity(pages.tags.len());
    let mut open = vec![chapbook_frame::TagTree::ROOT];
    while let Some(id) = open.pop() {
        order.push(id);
        open.extend(pages.tags.node(id).children.iter().rev());
    }
    order
}

fn number(place: usize) -> Option<Location> {
    NonZeroU64::new(place as u64 + 1)
}
