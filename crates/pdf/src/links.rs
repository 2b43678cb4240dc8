//! Links as annotations: where one is clicked, where it leads, and what it is called.

use std::fmt::Write;

use chapbook_frame::{LinkArea, Page, Pages, Target};
use chapbook_source::{Diagnostic, codes};
use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target as Leads};
use krilla::destination::NamedDestination;
use krilla::geom::Quadrilateral;

use crate::geometry::rect;
use crate::places::Places;
use crate::tags::Leaves;

/// Adds the page's links, each to the node of the structure tree that it belongs to.
///
/// They come before the page's content, since drawing takes the page for itself; in their node they are read first.
pub(crate) fn add(
    page: &Page,
    destinations: &[NamedDestination],
    places: &Places,
    leaves: &mut Leaves,
    drawn: &mut krilla::page::Page<'_>,
) {
    for link in &page.links {
        let LinkArea { areas, target, tag, description } = link;
        let quads: Vec<Quadrilateral> = areas.iter().filter_map(rect).map(Quadrilateral::from).collect();
        // What has no extent cannot be clicked (`lost` says so); its text is read all the same.
        if quads.is_empty() {
            continue;
        }
        let (leads, named) = match target {
            Target::Url(url) => (Leads::Action(LinkAction::new(uri(url)).into()), Some(url)),
            Target::Destination(at) => (Leads::Destination(destinations[*at].clone().into()), None),
        };
        // PDF/UA-1, 7.18.5: a link has a description. An address describes itself; the name of a place does not.
        let description = Some(description).filter(|text| !text.trim().is_empty()).or(named).cloned();
        let annotation = Annotation::new_link(LinkAnnotation::new_with_quad_points(quads, leads), description)
            .with_location(places.tag(*tag));
        leaves.add(*tag, drawn.add_tagged_annotation(annotation));
    }
}

/// Links that cannot be clicked, since none of their areas has an extent.
pub(crate) fn lost(pages: &Pages, places: &Places) -> Vec<Diagnostic> {
    let links = pages.pages.iter().flat_map(|page| &page.links);
    links
        .filter(|link| link.areas.iter().all(|area| rect(area).is_none()))
        .map(|link| {
            let span = places.span(places.tag(link.tag));
            Diagnostic::new(&codes::EMPTY_LINK, span, format!("the link {:?} has no extent", link.description))
        })
        .collect()
}

/// A URL in seven-bit ASCII, as the URI action asks for (ISO 32000-1, 12.6.4.7): what is not is percent-encoded.
fn uri(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.trim().bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_become_ascii() {
        assert_eq!(uri("https://example.org/a?b=%20#c"), "https://example.org/a?b=%20#c");
        assert_eq!(uri("https://example.org/größe x\n"), "https://example.org/gr%C3%B6%C3%9Fe%20x");
    }
}
