//! Outlines that stand in the text: the table of contents and lists of figures, as lists of links. The navigation
//! document is another thing and made elsewhere from the same entries.

use chapbook_resolve::{Block, Outline, OutlineEntry, OutlineKind};
use chapbook_theme::Role;

use super::{Text, Traits};
use crate::contents::{Branch, branches};

impl Text<'_, '_> {
    pub(super) fn outline(&mut self, block: &Block, outline: &Outline) {
        let Outline { kind, title, entries } = outline;
        let (class, attributes): (_, &[(&str, &str)]) = match kind {
            OutlineKind::Contents => ("outline contents", &[("epub:type", "toc"), ("role", "doc-toc")]),
            OutlineKind::Figures => ("outline figures", &[("epub:type", "loi")]),
            OutlineKind::Tables => ("outline tables", &[("epub:type", "lot")]),
            OutlineKind::Listings => ("outline listings", &[]),
        };
        self.breaks_before(block.id);
        let id = self.own_id("title");
        let own_id = self.book.outline_id(block.id);
        let attributes = [("aria-labelledby", id.as_str()), ("id", own_id.as_str())]
            .into_iter()
            .filter(|(name, _)| *name != "id" || block.anchor.is_none())
            .chain(attributes.iter().copied());
        let attributes: Vec<(&str, &str)> = attributes.collect();
        self.element_with("nav", Traits { class, ..Traits::of(block) }, &attributes, |t| {
            t.w.raw("\n");
            t.generated_heading(t.top_level(), Role::ContentsTitle.name(), &id, title);
            t.branches(&branches(entries));
        });
        self.w.raw("\n");
    }

    fn branches(&mut self, branches: &[Branch<'_>]) {
        if branches.is_empty() {
            return;
        }
        self.w.open("ol").raw("\n");
        for Branch { entry, under } in branches {
            let OutlineEntry { target, level: _, number, content, text: _ } = entry;
            self.w.open("li");
            let href = self.href(*target);
            self.w.open(if href.is_some() { "a" } else { "span" }).attr_opt("href", href);
            let was_in_link = std::mem::replace(&mut self.in_link, true);
            self.number(number.as_deref());
            self.inlines(content);
            self.in_link = was_in_link;
            self.w.close_full();
            if !under.is_empty() {
                self.w.raw("\n");
                self.branches(under);
            }
            self.w.close_full().raw("\n");
        }
        self.w.close_full().raw("\n");
    }
}
