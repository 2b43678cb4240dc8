//! Headings, and the list that numbers them. Their numbers are Word's own wherever Word counts as the document
//! does; else all of them are text. A numbered heading carries its numbering itself rather than by its style: a
//! heading without a number would otherwise have to switch it off, and the title of the contents, too.

use chapbook_resolve::{Anchor, Heading};
use chapbook_theme::Role;

use super::bookmarks;
use super::changes;
use super::draft::{Draft, Place, Story};
use super::inlines::inlines;
use super::paragraphs::{self, Opening};
use super::stylesheet::StyleKey;

/// How Word counts headings: each level from 1, restarted by every higher one. A document whose first numbered
/// heading is of a lower level counts from that level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HeadingCount {
    counts: [u32; 6],
    first: Option<usize>,
}

impl HeadingCount {
    /// The number of the next heading of a level, as [`level_text`] prints it; none for a part.
    pub(crate) fn next(&mut self, level: u8) -> Option<String> {
        let index = usize::from(level).checked_sub(1).filter(|index| *index < self.counts.len())?;
        let first = *self.first.get_or_insert(index);
        self.counts[index] += 1;
        self.counts[index + 1..].fill(0);
        // Word starts a level that was passed over at 1 when a deeper one asks for it.
        let numbers: Vec<String> = self.counts.get(first..=index)?.iter().map(|n| (*n).max(1).to_string()).collect();
        Some(numbers.join("."))
    }

    /// The highest level that is counted, from 0.
    pub(crate) fn first(&self) -> usize {
        self.first.unwrap_or(0)
    }
}

/// What a level prints, from 0: `%1.%2`.
pub(crate) fn level_text(first: usize, level: usize) -> String {
    let parts: Vec<String> = (first.min(level)..=level).map(|level| format!("%{}", level + 1)).collect();
    parts.join(".")
}

/// Writes a heading.
pub(crate) fn heading<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    heading: &'a Heading,
    anchor: Option<Anchor>,
    word_style: Option<&str>,
    place: &Place<'a>,
) {
    let Heading { level, number, content, listed } = heading;
    let (role, style) = match level {
        0 => (Role::Part, StyleKey::Role(Role::Part)),
        _ => {
            let role = Role::heading(*level);
            (role, if *listed { StyleKey::Role(role) } else { StyleKey::UnlistedHeading((*level).min(6)) })
        }
    };
    let style = match word_style {
        Some(name) => StyleKey::NamedParagraph(name.to_owned(), role),
        None => style,
    };
    if *level == 1 {
        // `SEQ \s 1` starts anew at each heading of the first level.
        draft.sequences.retain(|(_, by_chapter), _| !by_chapter);
        draft.chapter = number.clone().filter(|_| draft.survey.headings_count);
    }
    let counts = draft.survey.headings_count && *level > 0;
    let mut opening = Opening::new(role, style);
    opening.end = changes::end_of(content);
    let mut text = None;
    match number {
        Some(_) if counts && story.pending.item.is_none() => {
            opening.numbering =
                Some((draft.numbering.headings(draft.survey.first_heading_level()), (*level - 1).min(5)));
        }
        Some(number) => text = Some(format!("{number} ")),
        None => {}
    }
    let format = paragraphs::open(draft, story, place, None, opening);
    if let Some(number) = text {
        super::runs::text(draft, story, &number, &format);
    }
    let open = bookmarks::start(draft, story, anchor);
    inlines(draft, story, content, &format);
    bookmarks::end(story, open);
    paragraphs::close(story);
}
