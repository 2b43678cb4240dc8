//! Blocks that belong together: set off by an indent, a bar, a title or a page of their own.

use chapbook_frame::{Tag, TagId};
use chapbook_resolve::{Block, Division, DivisionRole, Inline};
use chapbook_source::{Diagnostic, codes};
use chapbook_theme::Role;
use chapbook_values::Length;

use super::PieceKind;
use super::blocks::spec;
use super::builder::{Builder, Place};
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
}

/// How thick the bar of a callout is, and how far it stands from the edge of the measure.
const BAR: Length = Length::millipoints(1_500);

fn looks(role: DivisionRole) -> Looks {
    let plain = Looks { container: None, bar: false, page: false, tag: Some(Tag::Div) };
    let of = |role: Role| Looks { container: Some(role), tag: Some(Tag::Div), ..plain };
    let section = |role: Role| Looks { container: Some(role), bar: false, page: false, tag: Some(Tag::Section) };
    match role {
        DivisionRole::Generic | DivisionRole::Columns | DivisionRole::Column => {
            Looks { container: None, bar: false, page: false, tag: Some(Tag::Div) }
        }
        // Its paragraphs stand in the document itself, so that the title is its first heading.
        DivisionRole::TitleBlock => Looks { container: None, bar: false, page: false, tag: None },
        DivisionRole::Epigraph => Looks { tag: Some(Tag::BlockQuote), ..section(Role::Epigraph) },
        DivisionRole::Dedication => Looks { page: true, ..section(Role::Dedication) },
        DivisionRole::CopyrightPage => Looks { page: true, ..section(Role::CopyrightPage) },
        DivisionRole::Colophon => Looks { page: true, ..section(Role::Colophon) },
        DivisionRole::Abstract => section(Role::Abstract),
        DivisionRole::Acknowledgements => section(Role::Acknowledgements),
        DivisionRole::Aside => Looks { bar: true, ..section(Role::Aside) },
        DivisionRole::PullQuote => Looks { tag: Some(Tag::BlockQuote), ..section(Role::PullQuote) },
        DivisionRole::Callout(_) => Looks { bar: true, ..section(Role::Callout) },
        DivisionRole::Letter => of(Role::Letter),
        DivisionRole::Glossary => section(Role::Glossary),
    }
}

impl<'a> Builder<'a> {
    pub(super) fn division(&mut self, block: &'a Block, division: &'a Division, place: Place) {
        let Division { role, title, body } = division;
        if *role == DivisionRole::Columns {
            let message = "columns are set one below the other";
            self.context.diagnostics.push(Diagnostic::new(&codes::NOT_SET_YET, block.span, message));
        }
        let Looks { container, bar, page, tag } = looks(*role);
        let node = tag.map_or(place.parent, |tag| self.tag(&place, tag, block.locale.as_ref()));
        self.column.force |= page;
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
        if let Some(title) = title {
            self.title(block, title, Role::CalloutTitle, Tag::P, inner, node);
        }
        self.blocks(body, inner);
        if let Some(role) = container {
            let style = self.style(role);
            self.space(if bar { style.leading / 2 } else { style.after });
        }
        self.column.force |= page;
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
