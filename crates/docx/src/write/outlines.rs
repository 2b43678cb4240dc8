//! The table of contents, and lists of figures: fields whose result is already there, an entry a paragraph, each a
//! link to its place with the page number of the layout if there was one.

use chapbook_resolve::{Outline, OutlineEntry, OutlineKind, Word};
use chapbook_theme::Role;
use chapbook_values::Length;

use super::blocks::last_level;
use super::bookmarks::contents_name;
use super::captions::identifier;
use super::draft::{Draft, Place, Story};
use super::fields;
use super::inlines::inlines;
use super::links;
use super::names::w;
use super::paragraphs::{self, Opening};
use super::properties::{toggle, value};
use super::runs::{self, RunFormat};
use super::stylesheet::StyleKey;

/// Writes an outline.
pub(crate) fn outline<'a>(draft: &mut Draft<'a>, story: &mut Story, outline: &'a Outline, place: &Place<'a>) {
    let Outline { kind, title, entries } = outline;
    paragraphs::flush_item(draft, story, place);
    paragraphs::separate(story, Length::ZERO);
    let words = &draft.resolved.words;
    let sequence = |word: Word| format!("TOC \\h \\z \\c \"{}\"", identifier(words.get(word)));
    // `\o` takes the heading styles, `\u` what else has an outline level: parts.
    let instruction = match kind {
        OutlineKind::Contents => "TOC \\o \"1-6\" \\h \\z \\u".to_owned(),
        OutlineKind::Figures => sequence(Word::Figure),
        OutlineKind::Tables => sequence(Word::Table),
        OutlineKind::Listings => sequence(Word::Listing),
    };
    let is_contents = *kind == OutlineKind::Contents;
    if is_contents {
        open_control(story);
    }
    paragraphs::line(draft, story, title, Opening::of(Role::ContentsTitle), place);
    for (i, entry) in entries.iter().enumerate() {
        let position = Position { first: i == 0, last: i + 1 == entries.len() };
        self::entry(draft, story, entry, is_contents, &instruction, position, place);
    }
    if is_contents {
        story.xml.close().close();
    }
}

/// Word's own kind of control for tables of contents: it offers to update them.
fn open_control(story: &mut Story) {
    let xml = &mut story.xml;
    xml.open(w::SDT).open(w::SDT_PR).open(w::DOC_PART_OBJ);
    value(xml, w::DOC_PART_GALLERY, Some("Table of Contents"));
    toggle(xml, w::DOC_PART_UNIQUE, Some(true));
    xml.close().close();
    xml.open(w::SDT_CONTENT);
}

/// Where an entry stands among all: the field begins in the first and ends in the last.
struct Position {
    first: bool,
    last: bool,
}

fn entry<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    entry: &'a OutlineEntry,
    is_contents: bool,
    instruction: &str,
    position: Position,
    place: &Place<'a>,
) {
    let OutlineEntry { target, level, number, content, text: _ } = entry;
    let role = last_level(*level);
    let opening = if is_contents { Opening::of(role) } else { Opening::new(Role::Contents1, StyleKey::FigureEntry) };
    let format = paragraphs::open(draft, story, place, None, opening);
    if position.first {
        fields::begin(draft, story, &format, instruction);
    }
    let name = contents_name(*target);
    let page = draft.pages.and_then(|pages| pages.label(*target)).map(str::to_owned);
    links::to_bookmark(draft, story, &name, &format, |draft, story, format| {
        if let Some(number) = number {
            runs::text(draft, story, &format!("{number} "), format);
        }
        inlines(draft, story, content, format);
        if let Some(page) = &page {
            let hidden = RunFormat { web_hidden: true, no_proof: true, ..*format };
            runs::text(draft, story, "\t", &hidden);
            fields::field_text(draft, story, &hidden, &format!("PAGEREF {name} \\h"), page);
        }
    });
    if position.last {
        fields::end(draft, story, &format);
    }
    paragraphs::close(story);
}
