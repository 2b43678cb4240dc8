//! Headings. Their rank in XHTML is counted in each document, so that none is skipped (WCAG 2.1, technique G141):
//! the title is the first, a heading under it the second, whatever levels the author chose. Their look hangs on the
//! class, which tells the author's level.

use chapbook_resolve::{Block, Heading, Inline};
use chapbook_theme::Role;

use super::{Text, Traits};

/// The level of the document's title, above parts.
const TITLE: i8 = -1;

impl Text<'_, '_> {
    pub(super) fn heading(&mut self, block: &Block, heading: &Heading) {
        let Heading { level, number, content, listed: _ } = heading;
        let role = if *level == 0 { Role::Part } else { Role::heading(*level) };
        // What has no words is no heading (WCAG 2.1, 2.4.6); its place stays, since a link may lead there.
        let name = match heading.is_deleted() {
            true => "div",
            false => self.rank(i8::try_from(*level).unwrap_or(i8::MAX)),
        };
        let own_id = self.own_heading_id(block);
        let attributes: Vec<(&str, &str)> = own_id.iter().map(|id| ("id", id.as_str())).collect();
        let traits = Traits { class: role.name(), ..Traits::of(block) };
        self.element_with(name, traits, &attributes, |t| {
            t.node_text(block.id, |t| {
                t.number(number.as_deref());
                t.inlines(content);
            });
        });
        self.w.raw("\n");
    }

    /// "1.2" and a space, before a heading or an entry.
    pub(super) fn number(&mut self, number: Option<&str>) {
        if let Some(number) = number {
            self.w.open("span").attr("class", "number").text(number).close().text(" ");
        }
    }

    /// The title of the document.
    pub(super) fn title(&mut self, block: &Block, content: &[Inline]) {
        let name = self.rank(TITLE);
        let traits = Traits { class: Role::Title.name(), ..Traits::of(block) };
        self.element(name, traits, |t| t.node_text(block.id, |t| t.inlines(content)));
        self.w.raw("\n");
    }

    /// The title of something that stands in the text like a heading of the given level: contents, endnotes.
    pub(super) fn generated_heading(&mut self, level: i8, class: &str, id: &str, content: &[Inline]) {
        let name = self.rank(level);
        let traits = Traits { class, ..Traits::default() };
        self.element_with(name, traits, &[("id", id)], |t| t.inlines(content));
        self.w.raw("\n");
    }

    /// The level of the main headings.
    pub(super) fn top_level(&self) -> i8 {
        i8::try_from(self.book.survey.top_level).unwrap_or(1)
    }

    /// A level below the heading that the text is under.
    pub(super) fn level_below(&self) -> i8 {
        self.headings.last().map_or(1, |level| level.saturating_add(1))
    }

    /// The id of the heading that opens a section, for the section's name.
    pub(super) fn heading_id(&mut self, block: Option<&Block>) -> Option<String> {
        let block = block?;
        match block.anchor {
            Some(anchor) => Some(self.book.resolved.anchor(anchor).id.clone()),
            None => self.own_heading_id(block),
        }
    }

    /// The id of a heading without an anchor: sections are named by it.
    fn own_heading_id(&self, block: &Block) -> Option<String> {
        block.anchor.is_none().then(|| self.book.names.free("heading", block.id.0 as usize))
    }

    /// The element for a heading of a level. Headings of one level under one heading have one rank.
    fn rank(&mut self, level: i8) -> &'static str {
        while self.headings.last().is_some_and(|above| *above >= level) {
            self.headings.pop();
        }
        self.headings.push(level);
        ["h1", "h2", "h3", "h4", "h5", "h6"][self.headings.len().min(6) - 1]
    }
}

impl<'t> Traits<'t> {
    /// What a block says of itself.
    pub(super) fn of(block: &'t Block) -> Self {
        let Block { id: _, kind: _, anchor, locale, classes, word_style: _, tracked: _, span: _ } = block;
        Self { anchor: *anchor, locale: locale.as_ref(), class: "", classes }
    }
}
