//! Blocks that belong together: set off by an indent, a bar, a title or a page of their own.

use chapbook_frame::{Tag, TagId};
use chapbook_resolve::{Block, Division, DivisionRole, Inline};
use chapbook_source::{Diagnostic, codes};
use chapbook_theme::Role;
use chapbook_values::Length;

use super::blocks::spec;
use super::builder::{Builder, Place};
use super::{Opening, PieceKind};
use crate::context::plain_text;
use crate::inline::is_mixed;
use crate::style::Look;

/// How a division looks.
struct Looks {
    /// The role whose indents hold for all that stands in it.
    container: Option<Role>,
    /// A bar along its side.
    bar: bool,
    /// A page of its own.
    page: bool,
    tag: Option<Tag>,
    /// Whether its title is a heading, or a line in a box.
    heading: bool,
}

/// How thick the bar of a callout is, and how far it stands from the edge of the measure.
const BAR: Length = Length::millipoints(1_500);

fn looks(role: DivisionRole) -> Looks {
    let plain = Looks { container: None, bar: false, page: false, tag: Some(Tag::Div), heading: false };
    let of = |role: Role| Looks { container: Some(role), tag: Some(Tag::Div), ..plain };
    let section = |role: Role| Looks { container: Some(role), tag: Some(Tag::Section), ..plain };
    let titled = |role: Role| Looks { heading: true, ..section(role) };
    match role {
        DivisionRole::Generic | DivisionRole::Columns | DivisionRole::Column => plain,
        // Its paragraphs stand in the document itself, so that the title is its first heading.
        DivisionRole::TitleBlock => Looks { tag: None, ..plain },
        DivisionRole::Epigraph => Looks { tag: Some(Tag::BlockQuote), ..section(Role::Epigraph) },
        DivisionRole::Dedication => Looks { page: true, ..titled(Role::Dedication) },
        DivisionRole::CopyrightPage => Looks { page: true, ..titled(Role::CopyrightPage) },
        DivisionRole::Colophon => Looks { page: true, ..titled(Role::Colophon) },
        DivisionRole::Abstract => titled(Role::Abstract),
        DivisionRole::Acknowledgements => titled(Role::Acknowledgements),
        DivisionRole::Aside => Looks { bar: true, ..section(Role::Aside) },
        DivisionRole::PullQuote => Looks { tag: Some(Tag::BlockQuote), ..section(Role::PullQuote) },
        DivisionRole::Callout(_) => Looks { bar: true, ..section(Role::Callout) },
        DivisionRole::Letter => of(Role::Letter),
        DivisionRole::Glossary => titled(Role::Glossary),
    }
}

impl<'a> Builder<'a> {
    pub(super) fn division(&mut self, block: &'a Block, division: &'a Division, place: Place) {
        let Division { role, title, body } = division;
        if *role == DivisionRole::Columns {
            let message = "the PDF sets columns one below the other";
            self.context.diagnostics.push(Diagnostic::new(&codes::NOT_SET_YET, block.span, message));
        }
        let Looks { container, bar, page, tag, heading } = looks(*role);
        let node = tag.map_or(place.parent, |tag| self.tag(&place, tag, block.locale.as_ref()));
        // The title has a page for itself where the theme says so, and the page behind it belongs to the same leaf.
        let title_page = *role == DivisionRole::TitleBlock && self.context.theme.front.title_page;
        let bare = page || title_page;
        if bare {
            let right = *role != DivisionRole::CopyrightPage && self.context.theme.page.facing;
            self.open(Opening { right, chapter: true, bare: true, matter: None });
        }
        let mut inner = place.under(node);
        if let Some(role) = container {
            let style = self.style(role);
            let around = if bar { style.leading / 2 } else { style.before };
            self.space(around);
            inner = Place { container, spacing: None, ..inner.inset(style.start_indent, style.end_indent, style.size) };
            if bar {
                let x = if place.rtl { place.x + place.width - BAR } else { place.x };
                inner.bar = Some(self.new_bar(x, BAR, place.bar));
            }
        }
        if let (true, Some(role)) = (page, container) {
            // What stands above it is said once; its paragraphs follow each other.
            inner.spacing = Some(self.style(role).after);
        }
        match title {
            Some(title) if heading => {
                // It stands as the headings of the text do, not in the indents of the section.
                let level = self.heading_level.saturating_add(1).min(2);
                self.heading_level = level;
                let tag = Tag::Heading { level, title: plain_text(title) };
                self.title(block, title, Role::heading(2), tag, place.under(node), node);
            }
            Some(title) => self.title(block, title, Role::CalloutTitle, Tag::P, inner, node),
            None => {}
        }
        self.blocks(body, inner);
        if let Some(role) = container {
            let style = self.style(role);
            self.space(if bar { style.leading / 2 } else { style.after });
        }
        if bare {
            self.open(Opening::default());
        }
        self.behind_title = title_page;
    }

    /// The title of a division, of a list of contents, of the notes.
    pub(super) fn title(
        &mut self,
        block: &Block,
        title: &'a [Inline],
        role: Role,
        tag: Tag,
        place: Place,
        parent: TagId,
    ) {
        let style = self.style(role);
        if style.page_break_before {
            self.open(Opening { right: style.open_right, chapter: true, ..Opening::default() });
        }
        if matches!(role, Role::Heading1 | Role::ContentsTitle) {
            self.mark_heading(1, title);
        }
        let node = self.context.tags.add(parent, tag);
        let look = Look::of(style, place.language);
        // The container's role has its indents already; a title follows it.
        let inner = if place.container.is_some() { place } else { self.measure_of(role, style, place) };
        let text = self.collect(inner.width, |collector| {
            collector.own(node, is_mixed(title));
            collector.inlines(title, &look);
        });
        if text.text.is_empty() {
            return;
        }
        let text = self.set(text, &spec(block, style, inner));
        self.push(PieceKind::Text(text), place.bar, style.before);
        self.space(style.after);
        self.stick();
        self.set_called(place);
    }
}
