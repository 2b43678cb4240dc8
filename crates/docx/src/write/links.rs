//! Links out of the document and within it.

use chapbook_resolve::{Anchor, Link, LinkTarget};

use super::bookmarks::reference_name;
use super::draft::{Draft, Story};
use super::inlines::inlines;
use super::names::{r, relationship, w};
use super::runs::{RunFormat, RunStyle};

/// Word's limit for a link's tip.
const MAX_TOOLTIP: usize = 260;

/// Writes a link.
pub(crate) fn link<'a>(draft: &mut Draft<'a>, story: &mut Story, link: &'a Link, format: &RunFormat<'a>) {
    let Link { target, title, content } = link;
    if format.in_link {
        return inlines(draft, story, content, format);
    }
    story.xml.open(w::HYPERLINK);
    match target {
        LinkTarget::Url(url) => {
            let id = story.relationships.external(relationship::HYPERLINK, url);
            story.xml.attr(r::ID, id);
        }
        LinkTarget::Anchor(anchor) => {
            story.xml.attr(w::ANCHOR, reference_name(*anchor));
        }
    }
    let tip = title.as_ref().map(|title| title.chars().take(MAX_TOOLTIP).collect::<String>());
    story.xml.attr_opt(w::TOOLTIP, tip).attr(w::HISTORY, "1");
    let format = RunFormat { in_link: true, ..format.with_style(RunStyle::Hyperlink) };
    inlines(draft, story, content, &format);
    story.xml.close();
}

/// Writes a link to a place of the document that looks like the text around it.
pub(crate) fn quiet<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    target: Anchor,
    format: &RunFormat<'a>,
    content: impl FnOnce(&mut Draft<'a>, &mut Story, &RunFormat<'a>),
) {
    to_bookmark(draft, story, &reference_name(target), format, content);
}

/// Writes a link to a bookmark that looks like the text around it.
pub(crate) fn to_bookmark<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    name: &str,
    format: &RunFormat<'a>,
    content: impl FnOnce(&mut Draft<'a>, &mut Story, &RunFormat<'a>),
) {
    if format.in_link {
        return content(draft, story, format);
    }
    story.xml.open(w::HYPERLINK).attr(w::ANCHOR, name).attr(w::HISTORY, "1");
    content(draft, story, &RunFormat { in_link: true, ..*format });
    story.xml.close();
}
