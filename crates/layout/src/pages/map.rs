//! What each page starts with, for the formats that follow the print pages.

use chapbook_frame::PageLabel;
use chapbook_resolve::{NodeId, PageMap, PageStart};

use super::boxes::{BoxKind, Boxes, PageBox};
use super::fill::Plan;
use crate::flow::Flow;
use crate::inline::NO_NODE;

/// The map of the pages. `anchors` is the page of each anchor.
pub(crate) fn page_map(
    flow: &Flow,
    boxes: &Boxes,
    plans: &[Plan],
    labels: &[PageLabel],
    anchors: Vec<Option<u32>>,
) -> PageMap {
    let pages = plans
        .iter()
        .zip(labels)
        .map(|(plan, label)| {
            // A figure from an earlier page is not what the text of this page starts with, unless there is no other.
            let own = plan.parts.iter().find(|part| !part.moved).or(plan.parts.first());
            let body = own.map_or(&[][..], |part| &boxes.body[part.boxes.clone()]);
            let start = body.iter().find_map(|one| start(flow, boxes, one)).filter(|(node, _)| *node != NO_NODE);
            PageStart { label: label.text(), start }
        })
        .collect();
    PageMap { pages, anchors }
}

/// The first node of a box, and how many bytes of its text stand before.
fn start(flow: &Flow, boxes: &Boxes, one: &PageBox) -> Option<(NodeId, u32)> {
    match one.kind {
        BoxKind::Line { text, line } => {
            let text = flow.text(text);
            let line = text.lines.get(line)?;
            let offset = if line.start == 0 && !text.paragraph.segments.iter().any(|s| s.before > 0 && s.start == 0) {
                0
            } else {
                text.paragraph.node_offset(line.start)
            };
            Some((text.node, offset))
        }
        BoxKind::Row(row) => {
            boxes.rows[row].cells.iter().find_map(|cell| cell.iter().find_map(|one| start(flow, boxes, one)))
        }
        BoxKind::Picture(picture) => Some((picture.node, 0)),
        BoxKind::Rule(_) => None,
    }
}
