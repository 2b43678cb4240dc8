//! The beginning and end of a paragraph: style, numbering, indents, direction, and what was waiting for the next
//! paragraph to begin. What stands in it is `inlines`' business.

use chapbook_resolve::{CalloutKind, Inline, Locale, Tracked};
use chapbook_theme::Role;
use chapbook_values::{Direction, Length};

use super::bookmarks;
use super::changes;
use super::draft::{Draft, ItemStart, Place, Story};
use super::inlines::inlines;
use super::keys;
use super::lists;
use super::names::w;
use super::notes;
use super::properties::{Indent, Justification, Line, ParagraphProps, Spacing, Tab};
use super::runs::{self, RunFormat};
use super::style_names::{ITEM_DEPTHS, ItemKind};
use super::stylesheet::StyleKey;

/// What a paragraph has besides what its place gives it.
pub(crate) struct Opening {
    role: Role,
    style: StyleKey,
    pub(crate) numbering: Option<(u32, u8)>,
    /// Whether it stays on the page of what follows, where that is not its style's.
    pub(crate) keep_next: Option<bool>,
    pub(crate) section: Option<String>,
    /// Tab stops of its own.
    pub(crate) tabs: Vec<Tab>,
    /// How its lines stand, where that is not its style's.
    pub(crate) justification: Option<Justification>,
    /// Who inserted or deleted its mark, where that is not all that is around it.
    pub(crate) end: Option<Tracked>,
}

impl Opening {
    pub(crate) fn new(role: Role, style: StyleKey) -> Self {
        Self {
            role,
            style,
            numbering: None,
            keep_next: None,
            section: None,
            tabs: Vec::new(),
            justification: None,
            end: None,
        }
    }

    /// A paragraph of a role, in the role's own style.
    pub(crate) fn of(role: Role) -> Self {
        Self::new(role, StyleKey::Role(role))
    }

    /// A paragraph in the style that the author named, if there is one.
    pub(crate) fn named(role: Role, word_style: Option<&str>) -> Self {
        match word_style {
            Some(name) => Self::new(role, StyleKey::NamedParagraph(name.to_owned(), role)),
            None => Self::of(role),
        }
    }
}

/// Opens a paragraph and gives the format of its text.
pub(crate) fn open<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    place: &Place<'a>,
    locale: Option<&'a Locale>,
    opening: Opening,
) -> RunFormat<'a> {
    let Opening { role, style, numbering, keep_next, section, tabs, justification, end } = opening;
    let (language, direction) = locale.map_or((place.language, place.direction), |l| (&l.language, l.direction));
    let item = story.pending.item.take();
    let style = style_at(style, role, place, item.as_ref());
    let theme = draft.theme;
    let own = theme.style(role);
    let mut indent = indent_at(draft, &style, role, place);
    if let Some(ItemStart { mark, checked: _ }) = &item {
        // The level says how an item stands, unless this one stands elsewhere.
        let own_indent = mark.own_indent;
        indent.start = own_indent.map(|(text, _)| text);
        indent.first = own_indent.map(|(_, hanging)| -hanging);
    }
    story.after_table = false;
    story.paragraphs += 1;
    let spacing = spacing_at(draft, story, role, place);
    let keep_next = if place.keep_next { Some(true) } else { keep_next };
    let in_cell = matches!(role, Role::TableCell | Role::TableHead);
    let mark = changes::mark(draft, place, end.as_ref());
    let props = ParagraphProps {
        style: Some(draft.styles.id(&style, theme)),
        keep_next: keep_next.filter(|keep| *keep != own.keep_with_next),
        page_break_before: std::mem::take(&mut story.pending.page_break).then_some(true),
        numbering: item
            .map(|item| (item.mark.num, item.mark.level))
            .or(numbering)
            .map(|(num, level)| (draft.numbering.id(num), level)),
        bidi: (direction != draft.resolved.direction).then_some(direction == Direction::Rtl),
        spacing,
        indent,
        tabs,
        justification: justification.or(place.align.filter(|_| in_cell)),
        mark,
        section,
        ..ParagraphProps::default()
    };
    story.xml.open(w::P);
    props.write(&mut story.xml);
    let format = RunFormat::new(own, language, direction, place.room());
    let format = RunFormat { inserted: place.inserted, deleted: place.deleted, ..format };
    let style_name = draft.styles.name(&style).to_owned();
    for anchor in std::mem::take(&mut story.pending.anchors) {
        bookmarks::point(draft, story, anchor);
    }
    if let Some(lead) = story.pending.lead.take() {
        notes::lead(draft, story, lead, &format);
    }
    keys::open(draft, story, &style_name);
    if let Some(checked) = item.and_then(|item| item.checked) {
        runs::text(draft, story, if checked { "☑ " } else { "☐ " }, &format);
    }
    format
}

/// Closes the paragraph.
pub(crate) fn close(story: &mut Story) {
    keys::close(story);
    story.xml.close();
}

/// An empty paragraph for a marker that has no text beside it: an item that is empty, or begins with a list or table.
pub(crate) fn flush_item<'a>(draft: &mut Draft<'a>, story: &mut Story, place: &Place<'a>) {
    if story.pending.item.is_some() {
        let _ = open(draft, story, place, None, Opening::of(Role::ListItem));
        close(story);
    }
}

/// Writes a paragraph of inlines in the style of a role.
pub(crate) fn line<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    content: &'a [Inline],
    opening: Opening,
    place: &Place<'a>,
) {
    let opening = Opening { end: changes::end_of(content), ..opening };
    let format = open(draft, story, place, None, opening);
    inlines(draft, story, content, &format);
    close(story);
}

/// An empty paragraph for a page break that another one follows: an empty page.
pub(crate) fn flush_page_break<'a>(draft: &mut Draft<'a>, story: &mut Story, place: &Place<'a>) {
    if story.pending.page_break {
        let _ = open(draft, story, place, None, Opening::of(Role::Body));
        close(story);
    }
}

/// A paragraph of one point, between two tables that would grow together, or where a table may not be the last; with
/// this much space above it.
pub(crate) fn separate(story: &mut Story, before: Length) {
    if !std::mem::take(&mut story.after_table) {
        return;
    }
    let line = Some(Line::Exactly(Length::points(1)));
    let spacing = Spacing { before: Some(before), after: Some(Length::ZERO), line };
    story.xml.open(w::P);
    ParagraphProps { spacing, ..ParagraphProps::default() }.write(&mut story.xml);
    story.xml.close();
}

/// A paragraph of one point that ends a section.
pub(crate) fn end_section(story: &mut Story, section: String) {
    story.after_table = false;
    let line = Some(Line::Exactly(Length::points(1)));
    let spacing = Spacing { before: Some(Length::ZERO), after: Some(Length::ZERO), line };
    story.xml.open(w::P);
    ParagraphProps { spacing, section: Some(section), ..ParagraphProps::default() }.write(&mut story.xml);
    story.xml.close();
}

/// The space around a paragraph, where it is not that of its style.
fn spacing_at(draft: &Draft<'_>, story: &mut Story, role: Role, place: &Place<'_>) -> Spacing {
    let own = draft.theme.style(role);
    let gap = std::mem::take(&mut story.pending.gap);
    let opens_list = std::mem::take(&mut story.pending.opens_list);
    // Tight items stand line by line; the first of them has the space of its surroundings above it.
    let tight = place.list.is_some_and(|list| list.tight && list.role == role);
    let own_before = if tight && !opens_list { Length::ZERO } else { own.before };
    let needed = own_before.max(gap);
    let closed = tight && own_after(draft, role) != Length::ZERO;
    Spacing {
        before: story.pending.before.take().or((needed != own.before).then_some(needed)),
        after: story.pending.after.take().or(closed.then_some(Length::ZERO)),
        line: None,
    }
}

/// The space that the style of a role puts below a paragraph.
fn own_after(draft: &Draft<'_>, role: Role) -> Length {
    if role == Role::ListItem { lists::space_between(draft.theme) } else { draft.theme.style(role).after }
}

/// The style that a paragraph has where it stands: items by their depth, callouts by their kind.
fn style_at(style: StyleKey, role: Role, place: &Place<'_>, item: Option<&ItemStart>) -> StyleKey {
    if style != StyleKey::Role(role) {
        return style;
    }
    let callout: Option<CalloutKind> = place.callout;
    match (role, place.list, callout) {
        (Role::ListItem, Some(list), _) => {
            let kind = match item {
                Some(ItemStart { mark, checked: _ }) if mark.numbered => ItemKind::Number,
                Some(_) => ItemKind::Bullet,
                None => ItemKind::Continue,
            };
            StyleKey::Item(kind, list.depth.clamp(1, ITEM_DEPTHS))
        }
        (Role::Callout, _, Some(kind)) => StyleKey::Callout(kind),
        _ => style,
    }
}

/// The indents that a paragraph needs beyond those of its style.
fn indent_at(draft: &Draft<'_>, style: &StyleKey, role: Role, place: &Place<'_>) -> Indent {
    let own = draft.theme.style(role);
    // A container's role holds its own indent in the inset already.
    let held = place.held.contains(role) || place.held.contains(role.parent());
    let own_start = if held { Length::ZERO } else { own.start_indent };
    let own_end = if held { Length::ZERO } else { own.end_indent };
    let by_style = match style {
        StyleKey::Item(ItemKind::Continue, depth) => lists::default_step(draft.theme) * i64::from(*depth),
        _ => own.start_indent,
    };
    let start = place.inset + own_start;
    let end = place.end_inset + own_end;
    Indent {
        start: (start.to_twips() != by_style.to_twips()).then_some(start),
        end: (end.to_twips() != own.end_indent.to_twips()).then_some(end),
        first: None,
    }
}
