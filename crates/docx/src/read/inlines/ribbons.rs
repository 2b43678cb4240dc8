//! Looks, links, changes and comments around text: ribbons that lie over it, each with its own beginning and end. Of
//! those that begin at a place, the one that reaches farthest goes around the others. Only a comment is not cut by
//! another ribbon: bold that is cut in two is still bold, while a comment that is cut is said twice.

use std::collections::VecDeque;

use chapbook_model::{Comment, Inline, InlineKind, Link, Node};
use chapbook_source::Span;
use chapbook_values::Attributes;

use super::super::leaves::Leaves;
use super::super::story::LinkTarget;
use super::pair;

/// Something around inlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ribbon {
    Comment(i64),
    Inserted(u32),
    Deleted(u32),
    Link(u32),
    /// A link that is a field.
    FieldLink(u32),
    Language(u32),
    OwnStyle(u32),
    Credit,
    Keyboard,
    Strong,
    Emphasis,
    Strike,
    SmallCaps,
    Underline,
    Highlight,
    Superscript,
    Subscript,
}

/// An inline with the ribbons over it, in the order in which they go around each other where they are of one length.
pub(super) struct Atom {
    pub(super) inline: Inline,
    pub(super) ribbons: Vec<Ribbon>,
}

/// Puts ribbons around inlines. It calls itself once for a ribbon, of which an atom has a bounded number.
pub(super) fn wrap(leaves: &Leaves<'_>, atoms: Vec<Atom>) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = VecDeque::from(atoms);
    let mut group: Vec<Atom> = Vec::new();
    while let Some(first) = rest.pop_front() {
        if first.ribbons.is_empty() {
            out.push(first.inline);
            continue;
        }
        // How far each ribbon of the first atom reaches.
        let mut alive: Vec<Ribbon> = first.ribbons.clone();
        group.clear();
        group.push(first);
        while let Some(next) = rest.front() {
            let still: Vec<Ribbon> = alive.iter().copied().filter(|ribbon| next.ribbons.contains(ribbon)).collect();
            if still.is_empty() {
                break;
            }
            alive = still;
            group.extend(rest.pop_front());
        }
        let longest = alive[0];
        let end = uncut(longest, &group, rest.front());
        for atom in group.drain(end..).rev() {
            rest.push_front(atom);
        }
        let inside = std::mem::take(&mut group)
            .into_iter()
            .map(|atom| Atom { ribbons: without(atom.ribbons, longest), inline: atom.inline })
            .collect();
        let content = wrap(leaves, inside);
        out.push(wrapped(leaves, longest, content));
    }
    out
}

/// Where the run of a ribbon ends so that it cuts no comment: before the first that goes on behind the run. Two comments
/// that cross cannot both be whole, and the one that begins first is.
fn uncut(ribbon: Ribbon, group: &[Atom], next: Option<&Atom>) -> usize {
    let is_comment = |ribbon: &Ribbon| matches!(ribbon, Ribbon::Comment(_));
    let (Some(next), false) = (next, is_comment(&ribbon)) else { return group.len() };
    let goes_on = |ribbon: &Ribbon| is_comment(ribbon) && next.ribbons.contains(ribbon);
    // One over the first atom and the one behind the run would reach farther than the ribbon.
    let begins = group.iter().skip(1).position(|atom| atom.ribbons.iter().any(goes_on));
    begins.map_or(group.len(), |at| at + 1)
}

fn without(mut ribbons: Vec<Ribbon>, ribbon: Ribbon) -> Vec<Ribbon> {
    ribbons.retain(|other| *other != ribbon);
    ribbons
}

fn wrapped(leaves: &Leaves<'_>, ribbon: Ribbon, content: Vec<Inline>) -> Inline {
    let mut attrs = Attributes::NONE;
    let kind = match ribbon {
        Ribbon::Comment(id) => match leaves.comment(id, false) {
            Some(comment) => InlineKind::Comment(Box::new(Comment { on: content, ..comment })),
            None => InlineKind::Span(content),
        },
        Ribbon::Inserted(number) => {
            InlineKind::Insertion { change: leaves.stories.changes[number as usize].clone(), content }
        }
        Ribbon::Deleted(number) => {
            InlineKind::Deletion { change: leaves.stories.changes[number as usize].clone(), content }
        }
        Ribbon::Link(number) => {
            let link = &leaves.stories.links[number as usize];
            let target = match &link.target {
                LinkTarget::Url(url) => Some(url.clone()),
                LinkTarget::Bookmark(name) => leaves.place(name),
            };
            match target {
                Some(target) => InlineKind::Link(Link { target, title: link.title.clone(), content }),
                None => InlineKind::Span(content),
            }
        }
        Ribbon::FieldLink(number) => match leaves.target_of_field(number) {
            Some((target, title)) => InlineKind::Link(Link { target, title, content }),
            None => InlineKind::Span(content),
        },
        Ribbon::Language(number) => {
            attrs = pair("lang", &leaves.stories.languages[number as usize]);
            InlineKind::Span(content)
        }
        Ribbon::OwnStyle(number) => {
            attrs = pair("custom-style", &leaves.styles.get(number as usize).name);
            InlineKind::Span(content)
        }
        Ribbon::Credit => {
            attrs = Attributes::class("credit");
            InlineKind::Span(content)
        }
        Ribbon::Keyboard => {
            attrs = Attributes::class("kbd");
            InlineKind::Span(content)
        }
        Ribbon::Strong => InlineKind::Strong(content),
        Ribbon::Emphasis => InlineKind::Emph(content),
        Ribbon::Strike => InlineKind::Strike(content),
        Ribbon::SmallCaps => InlineKind::SmallCaps(content),
        Ribbon::Underline => InlineKind::Underline(content),
        Ribbon::Highlight => InlineKind::Highlight(content),
        Ribbon::Superscript => InlineKind::Superscript(content),
        Ribbon::Subscript => InlineKind::Subscript(content),
    };
    Node::new(kind, Span::NONE).with(attrs)
}
