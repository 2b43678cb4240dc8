//! Blocks, one arm a kind.

use chapbook_resolve::{
    Block, BlockKind, CalloutKind, Code, Definition, Division, DivisionRole, Inline, Locale, PictureRef, Token,
    VerseLine,
};
use chapbook_source::{Span, codes};
use chapbook_theme::Role;
use chapbook_values::Length;

use super::captions;
use super::changes;
use super::draft::{Draft, Place, Story};
use super::headings;
use super::images;
use super::inlines::inlines;
use super::keys::{self, KeyKind};
use super::lists;
use super::notes;
use super::outlines;
use super::paragraphs::{self, Opening};
use super::raw;
use super::runs::{self, RunFormat};
use super::sections;
use super::stylesheet::StyleKey;
use super::tables;

/// Writes the blocks of the text, in sections.
pub(crate) fn body<'a>(draft: &mut Draft<'a>, story: &mut Story, blocks: &'a [Block], place: &Place<'a>) {
    for (i, block) in blocks.iter().enumerate() {
        sections::before(draft, story, block);
        one(draft, story, block, blocks.get(i + 1), place);
    }
}

/// Writes blocks, one after the other.
pub(crate) fn blocks<'a>(draft: &mut Draft<'a>, story: &mut Story, blocks: &'a [Block], place: &Place<'a>) {
    for (i, block) in blocks.iter().enumerate() {
        one(draft, story, block, blocks.get(i + 1), place);
    }
}

fn one<'a>(draft: &mut Draft<'a>, story: &mut Story, block: &'a Block, next: Option<&Block>, place: &Place<'a>) {
    // A table has no space of its own in Word: the paragraph above it has.
    let before_table = matches!(next.map(|next| &next.kind), Some(BlockKind::Table(_)));
    if before_table && matches!(block.kind, BlockKind::Paragraph(_)) && !place.in_cell {
        story.pending.after = Some(tables::gap(draft.theme));
    }
    self::block(draft, story, block, place);
}

fn block<'a>(draft: &mut Draft<'a>, story: &mut Story, block: &'a Block, outer: &Place<'a>) {
    // Classes without a meaning have none in Word either.
    let Block { id: _, kind, anchor, locale, classes: _, word_style, tracked, span } = block;
    let word_style = word_style.as_deref();
    let row = keys::block(draft, story, block, outer.parent);
    let place = &Place {
        parent: row,
        word_style: named_inside(kind, word_style, outer),
        inserted: outer.inserted.or(tracked.as_ref().and_then(|tracked| tracked.inserted.as_ref())),
        deleted: outer.deleted.or(tracked.as_ref().and_then(|tracked| tracked.deleted.as_ref())),
        ..inside_locale(outer, locale.as_ref())
    };
    match kind {
        // These put their bookmarks around words of their own.
        BlockKind::Heading(_) | BlockKind::Figure(_) => {}
        BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Verse(_)
        | BlockKind::Divider(_)
        | BlockKind::PageBreak
        | BlockKind::Table(_)
        | BlockKind::Image(_)
        | BlockKind::Division(_)
        | BlockKind::AuthorNotes(_)
        | BlockKind::Outline(_)
        | BlockKind::Raw(_)
        | BlockKind::Endnotes { .. } => story.pending.anchors.extend(*anchor),
    }
    match kind {
        BlockKind::Paragraph(paragraph) => {
            let opening = Opening::named(paragraph.role, word_style.or(outer.word_style));
            paragraphs::line(draft, story, &paragraph.content, opening, place);
        }
        BlockKind::Heading(heading) => headings::heading(draft, story, heading, *anchor, word_style, place),
        BlockKind::Quote(body) => blocks(draft, story, body, &within(draft, place, Role::Quote)),
        BlockKind::List(list) => lists::list(draft, story, list, place),
        BlockKind::Definitions(definitions) => self::definitions(draft, story, definitions, place),
        BlockKind::Code(code) => self::code(draft, story, code, word_style, place),
        BlockKind::Math(source) => lines(draft, story, source, Opening::named(Role::Math, word_style), place),
        BlockKind::Verse(stanzas) => verse(draft, story, stanzas, word_style, place),
        BlockKind::Divider(ornament) => {
            let format = paragraphs::open(draft, story, place, None, Opening::named(Role::Divider, word_style));
            runs::text(draft, story, ornament, &format);
            paragraphs::close(story);
        }
        BlockKind::PageBreak => {
            paragraphs::flush_page_break(draft, story, place);
            story.pending.page_break = true;
        }
        BlockKind::Table(table) => tables::table(draft, story, table, *span, place),
        BlockKind::Figure(figure) => captions::figure(draft, story, figure, *anchor, place),
        BlockKind::Image(picture) => image(draft, story, picture, *span, word_style, place),
        BlockKind::Division(division) => self::division(draft, story, division, *span, place),
        BlockKind::AuthorNotes(notes) => notes::author_notes(draft, story, notes, place),
        BlockKind::Outline(outline) => outlines::outline(draft, story, outline, place),
        BlockKind::Endnotes { level, title, notes: _ } => endnotes(draft, story, *level, title, place),
        BlockKind::Raw(raw) => raw::block(draft, story, raw, *span, place),
    }
}

/// The style that the author named for the paragraphs inside a block: a container's holds in the containers within it.
/// What has a look of its own, such as a list, has that, unless it names a style itself.
fn named_inside<'a>(kind: &BlockKind, own: Option<&'a str>, outer: &Place<'a>) -> Option<&'a str> {
    match kind {
        BlockKind::Division(_) => own.or(outer.word_style),
        BlockKind::Quote(_) | BlockKind::List(_) | BlockKind::Definitions(_) | BlockKind::AuthorNotes(_) => own,
        // A figure's style is its caption's, and the other kinds write their paragraphs themselves.
        BlockKind::Figure(_)
        | BlockKind::Table(_)
        | BlockKind::Paragraph(_)
        | BlockKind::Heading(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Verse(_)
        | BlockKind::Divider(_)
        | BlockKind::PageBreak
        | BlockKind::Image(_)
        | BlockKind::Outline(_)
        | BlockKind::Raw(_)
        | BlockKind::Endnotes { level: _, title: _, notes: _ } => None,
    }
}

fn inside_locale<'a>(place: &Place<'a>, locale: Option<&'a Locale>) -> Place<'a> {
    match locale {
        Some(Locale { language, direction }) => Place { language, direction: *direction, ..*place },
        None => *place,
    }
}

/// The place inside a container whose paragraphs have this role: the role's indents become insets.
fn within<'a>(draft: &Draft<'_>, place: &Place<'a>, role: Role) -> Place<'a> {
    let style = draft.theme.style(role);
    Place {
        inset: place.inset + style.start_indent,
        end_inset: place.end_inset + style.end_indent,
        held: place.held.with(role),
        ..*place
    }
}

/// The role of a contents entry of a level.
pub(crate) fn last_level(level: u8) -> Role {
    match level {
        0 | 1 => Role::Contents1,
        2 => Role::Contents2,
        3..=u8::MAX => Role::Contents3,
    }
}

fn definitions<'a>(draft: &mut Draft<'a>, story: &mut Story, definitions: &'a [Definition], place: &Place<'a>) {
    let inside = within(draft, place, Role::Definition);
    for Definition { term, bodies } in definitions {
        keys::part_of_block(draft, story, KeyKind::Term, None, place.parent, keys::extent(term));
        paragraphs::line(draft, story, term, Opening::of(Role::Term), place);
        for body in bodies {
            blocks(draft, story, body, &inside);
        }
    }
}

fn code<'a>(draft: &mut Draft<'a>, story: &mut Story, code: &'a Code, word_style: Option<&str>, place: &Place<'a>) {
    // The language is of no use to Word.
    let Code { language: _, lines: rows } = code;
    let format = paragraphs::open(draft, story, place, None, Opening::named(Role::Code, word_style));
    let format = RunFormat { no_proof: true, ..format };
    // One paragraph, so that the listing stays one thing; its lines end in breaks.
    for (i, tokens) in rows.iter().enumerate() {
        let mut lead = if i > 0 { "\n" } else { "" };
        for Token { class, text } in tokens {
            let format = match class.role() {
                Role::Code => format,
                role => format.with_role(draft.theme, role),
            };
            runs::text(draft, story, &format!("{lead}{text}"), &format);
            lead = "";
        }
    }
    paragraphs::close(story);
}

fn lines<'a>(draft: &mut Draft<'a>, story: &mut Story, text: &str, opening: Opening, place: &Place<'a>) {
    let format = paragraphs::open(draft, story, place, None, opening);
    runs::text(draft, story, text, &RunFormat { no_proof: true, ..format });
    paragraphs::close(story);
}

/// A stanza is a paragraph, its lines end in breaks: the stanza stays one thing.
fn verse<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    stanzas: &'a [Vec<VerseLine>],
    word_style: Option<&str>,
    place: &Place<'a>,
) {
    let leading: Length = draft.theme.style(Role::Verse).leading;
    for (i, stanza) in stanzas.iter().enumerate() {
        story.pending.before = (i > 0).then_some(leading);
        if i > 0 {
            // The first stanza has the key of the whole.
            let span = keys::extent(stanza.iter().flat_map(|line| &line.content));
            keys::part_of_block(draft, story, KeyKind::Block('v'), Some(i), place.parent, span);
        }
        let mut opening = Opening::named(Role::Verse, word_style);
        opening.end = stanza.last().and_then(|line| changes::end_of(&line.content));
        let format = paragraphs::open(draft, story, place, None, opening);
        for (j, VerseLine { indent, content }) in stanza.iter().enumerate() {
            let mut lead = String::from(if j > 0 { "\n" } else { "" });
            lead.extend(std::iter::repeat_n('\u{A0}', usize::from(*indent)));
            runs::text(draft, story, &lead, &format);
            inlines(draft, story, content, &format);
        }
        paragraphs::close(story);
    }
}

fn image<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    picture: &'a PictureRef,
    span: Span,
    word_style: Option<&str>,
    place: &Place<'a>,
) {
    // The style keeps a picture with the caption below it; without one, nothing has to stay.
    let mut opening = Opening::named(Role::Figure, word_style);
    opening.keep_next = Some(false);
    let format = paragraphs::open(draft, story, place, None, opening);
    images::picture(draft, story, picture, span, &format);
    paragraphs::close(story);
}

fn division<'a>(draft: &mut Draft<'a>, story: &mut Story, division: &'a Division, span: Span, place: &Place<'a>) {
    let Division { role, title, body } = division;
    let Form { role: text_role, callout, heading } = form(*role);
    if *role == DivisionRole::Columns {
        draft.lose(&codes::NOT_SET_YET, "the DOCX prints columns one after the other", span);
    }
    let mut inside = match text_role {
        Some(role) => within(draft, place, role),
        None => *place,
    };
    inside.callout = callout.or(place.callout);
    // What is set off from the text has half a line above and below, where its style does not ask for more.
    let around = text_role.map_or(Length::ZERO, |role| draft.theme.style(role).leading / 2);
    story.pending.gap = around.max(story.pending.gap);
    if let Some(title) = title {
        let opening = if heading {
            Opening::new(Role::Heading2, StyleKey::UnlistedHeading(2))
        } else {
            Opening::of(Role::CalloutTitle)
        };
        let title_place = if heading { place } else { &inside };
        keys::part_of_block(draft, story, KeyKind::DivisionTitle, None, place.parent, keys::extent(title));
        paragraphs::line(draft, story, title, opening, title_place);
    }
    blocks(draft, story, body, &inside);
    story.pending.gap = around.max(story.pending.gap);
}

/// How a division is written.
struct Form {
    /// The role of its paragraphs.
    role: Option<Role>,
    callout: Option<CalloutKind>,
    /// Whether its title is a heading, or a line in a box.
    heading: bool,
}

fn form(role: DivisionRole) -> Form {
    let form = |role, heading| Form { role, callout: None, heading };
    match role {
        DivisionRole::Generic | DivisionRole::Columns | DivisionRole::Column | DivisionRole::TitleBlock => {
            form(None, false)
        }
        DivisionRole::Epigraph => form(Some(Role::Epigraph), false),
        DivisionRole::Dedication => form(Some(Role::Dedication), true),
        DivisionRole::CopyrightPage => form(Some(Role::CopyrightPage), true),
        DivisionRole::Colophon => form(Some(Role::Colophon), true),
        DivisionRole::Abstract => form(Some(Role::Abstract), true),
        DivisionRole::Acknowledgements => form(Some(Role::Acknowledgements), true),
        DivisionRole::Aside => form(Some(Role::Aside), false),
        DivisionRole::PullQuote => form(Some(Role::PullQuote), false),
        DivisionRole::Callout(kind) => Form { role: Some(Role::Callout), callout: Some(kind), heading: false },
        DivisionRole::Letter => form(Some(Role::Letter), false),
        DivisionRole::Glossary => form(Some(Role::Glossary), true),
    }
}

/// The title of the endnotes. Word prints the notes themselves: at the end of the document, or where there are several
/// places for them, at the end of the section that closes here.
fn endnotes<'a>(draft: &mut Draft<'a>, story: &mut Story, level: u8, title: &'a [Inline], place: &Place<'a>) {
    let mut opening = Opening::new(Role::heading(level), StyleKey::UnlistedHeading(level));
    if draft.survey.endnotes_by_section && story.takes_notes() {
        draft.endnote_places_left = draft.endnote_places_left.saturating_sub(1);
        let last = draft.endnote_places_left == 0 && draft.survey.ends_in_endnotes;
        if !last {
            opening.section = Some(sections::here(draft));
        }
    }
    paragraphs::line(draft, story, title, opening, place);
}
