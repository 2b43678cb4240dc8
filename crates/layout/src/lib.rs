//! Resolved text and a theme become pages of positioned items: words are shaped, paragraphs broken into lines, the
//! column of all blocks divided into pages, and each page drawn as a frame. What a page number or a list marker says
//! is decided in `resolve`; how a frame becomes a file, in `pdf`.
//!
//! The steps, one folder each: `inline` (a paragraph's lines), `flow` (blocks as one column), `pages` (the column as
//! pages). Each works on the whole result of the one before, so that page numbers, which are known last, change only
//! the texts that print them.

mod context;
mod figures;
mod flow;
mod fonts;
mod inline;
mod mend;
mod pages;
mod report;
mod rivers;
mod shape;
mod sheet;
mod style;
#[cfg(test)]
mod testing;

pub use mend::{At, Mend, own_mends};
pub use report::{Fault, Finding, Report};
pub use rivers::rivers;

use std::collections::BTreeMap;

use chapbook_assets::Fonts;
use chapbook_frame::{Pages, TagTree};
use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::Diagnostic;
use chapbook_theme::{Role, Theme};

use crate::context::Context;
use crate::flow::Builder;
use crate::fonts::Faces;
use crate::mend::Mends;
use crate::pages::{Costs, Room};
use crate::shape::Shaper;

/// How often page numbers are written into the text and the pages made anew. Nearly always once is enough; a document
/// that goes to and fro between two states would never be done.
const MAX_ROUNDS: usize = 4;

/// A document in pages.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The pages.
    pub pages: Pages,
    /// What each page starts with, and the page of each anchor.
    pub map: PageMap,
    /// What a typesetter would mark on them, but for [`rivers`].
    pub report: Report,
    /// What was found: a character without a glyph, a line that does not fit.
    pub diagnostics: Vec<Diagnostic>,
}

/// Sets a document in pages. `mends` are what a person has mended by hand, besides what the document says itself.
///
/// It never fails: a character without a glyph, a line that does not fit and the like are diagnostics, and the pages
/// show as much as they can.
pub fn layout(resolved: &Resolved, theme: &Theme, fonts: &Fonts, mends: &[Mend]) -> Layout {
    let faces = Faces::new(fonts, &theme.text);
    let context = Context {
        resolved,
        theme,
        shaper: Shaper::new(faces, &theme.text, &resolved.language),
        tags: TagTree::new(),
        links: Vec::new(),
        targets: vec![false; resolved.anchors.len()],
        diagnostics: Vec::new(),
        changes: 0,
        comments: 0,
        raw: BTreeMap::new(),
        mends: Mends::new(resolved, mends),
    };
    let (mut context, mut flow) = Builder::new(context).document();
    let room = room(theme);
    let count = resolved.anchors.len();
    let mut round = 0;
    let (boxes, mut plans, labels, anchors) = loop {
        let boxes = pages::boxes(&flow, room.height);
        let mut costs = Costs::default();
        let plans =
            pages::make_up(&boxes, room, &mut |text, change| costs.of(&mut context.shaper, &flow, text, change));
        let labels = pages::labels(&plans);
        let anchors = pages::anchor_pages(count, &flow, &boxes, &plans);
        round += 1;
        if round > MAX_ROUNDS || !pages::relabel(&mut context, &mut flow, &anchors, &labels) {
            break (boxes, plans, labels, anchors);
        }
    };
    pages::settle(&mut context.shaper, &mut flow, &boxes, &mut plans);
    let boxes = pages::boxes(&flow, room.height);
    let pages = pages::draw(&mut context, &flow, &boxes, &plans, (&anchors, &labels), room);
    context.report_marks();
    let map = pages::page_map(&flow, &boxes, &plans, &labels, anchors);
    let labels: Vec<String> = labels.iter().map(|label| label.text()).collect();
    let report = report::report(&context, &flow, &boxes, &plans, &labels, room.leading);
    let mut diagnostics = context.shaper.faces.diagnostics;
    diagnostics.append(&mut context.diagnostics);
    diagnostics.extend(context.mends.unmet());
    Layout { pages, map, report, diagnostics }
}

fn room(theme: &Theme) -> Room {
    let page = &theme.page;
    let leading = theme.style(Role::Body).leading.max(chapbook_values::Length::points(1));
    let height = page.height - page.margins.top - page.margins.bottom;
    // On facing pages the text is a whole number of lines high, so that its last line stands at its foot.
    let lines = height.to_scaled() / leading.to_scaled();
    Room {
        height: if page.facing && lines > 0 { leading * lines } else { height },
        facing: page.facing,
        // The rule stands a third of a line above the notes, and more than half a line below the text.
        note_gap: theme.style(Role::Footnote).leading,
        leading,
    }
}
