//! Quotations, boxes and sections by their style, and notes on authors.

use chapbook_model::{Block, BlockKind, Inline, InlineKind, Quote, plain_text};
use chapbook_resolve::Word;
use chapbook_theme::Role;
use chapbook_values::Attributes;

use super::super::leaf::{Leaf, LeafKind};
use super::lists::SLACK;
use super::{Around, Assembler, Unit, content_of, plain};

/// Quotations that stand deeper in each other than this are read as of one depth: a file may have any number.
const MOST_QUOTATIONS: u8 = 8;

/// The class of a purpose that is a division's (DIALECT 10).
pub(super) fn class_of(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Epigraph => "epigraph",
        Role::Dedication => "dedication",
        Role::CopyrightPage => "copyright-page",
        Role::Colophon => "colophon",
        Role::Abstract => "abstract",
        Role::Acknowledgements => "acknowledgements",
        Role::Aside => "aside",
        Role::PullQuote => "pullquote",
        Role::Callout | Role::CalloutTitle => "callout-note",
        Role::Letter => "letter",
        Role::Glossary => "glossary",
        _ => return None,
    })
}

/// The kind of a callout by the style of its paragraphs.
fn callout(style: &str) -> Option<(&'static str, Word)> {
    Some(match style.to_lowercase().as_str() {
        "callout note" => ("callout-note", Word::Note),
        "callout tip" => ("callout-tip", Word::Tip),
        "callout important" => ("callout-important", Word::Important),
        "callout warning" => ("callout-warning", Word::Warning),
        "callout caution" => ("callout-caution", Word::Caution),
        _ => return None,
    })
}

impl Assembler<'_, '_> {
    /// A quotation: all that follows in its style, with the lists that stand in as far as it does, and what says whose
    /// it is. What stands in further is a quotation in it.
    pub(super) fn quote(&mut self, units: &[Unit<'_>], around: Around, out: &mut Vec<Block>) -> usize {
        let Some(first) = units[0].leaf() else { return 1 };
        let depth = first.look.end_indent;
        let nests = around.quotes < MOST_QUOTATIONS;
        let is_deeper = |unit: &Unit<'_>| nests && unit.leaf().is_some_and(|leaf| leaf.look.end_indent > depth + SLACK);
        // A list that follows stands in from the side where its markers are not, as nothing but quotations do.
        let is_list = |unit: &Unit<'_>| {
            unit.leaf().is_some_and(|leaf| {
                leaf.look.own_end_indent && depth > 0 && leaf.look.end_indent + SLACK > depth && is_of_list(leaf)
            })
        };
        let belongs = |unit: &Unit<'_>| {
            let is_here = unit.leaf().is_some_and(|leaf| leaf.look.end_indent + SLACK > depth);
            is_list(unit)
                || is_here && unit.role() == Some(Role::Quote)
                // A name may stand where it will.
                || unit.role() == Some(Role::Attribution)
        };
        let mut count = run_of(units, belongs).max(1);
        // The attribution ends it, if it is not that of a quotation in it.
        let ends = |unit: &Unit<'_>| unit.role() == Some(Role::Attribution) && !is_deeper(unit);
        if let Some(at) = units[..count].iter().position(ends) {
            count = at + 1;
        }
        let inside =
            Around { role: Some(Role::Quote), in_item: false, inside: true, quotes: around.quotes + 1, ..around };
        let last = units[count - 1].leaf().filter(|_| ends(&units[count - 1]));
        let attribution = last.map(content_of);
        let body_end = if attribution.is_some() { count - 1 } else { count };
        let mut body = Vec::new();
        let mut at = 0;
        while at < body_end {
            let deep = is_deeper(&units[at]);
            let length =
                units[at..body_end].iter().take_while(|unit| unit.is_empty() || is_deeper(unit) == deep).count();
            let part = &units[at..at + length.max(1)];
            if deep {
                let mut taken = 0;
                while taken < part.len() {
                    taken += self.quote(&part[taken..], inside, &mut body).max(1);
                }
            } else {
                body.extend(self.sequence(part, inside));
            }
            at += part.len();
        }
        out.push(plain(BlockKind::Quote(Quote { body, attribution })));
        count
    }

    /// Whether a paragraph of a list stands in a quotation of which nothing says so but its indent.
    pub(super) fn is_quoted(&self, leaf: &Leaf, around: Around) -> bool {
        let stands_in = leaf.look.own_end_indent && leaf.look.end_indent > SLACK;
        self.known.ours && around.role != Some(Role::Quote) && stands_in && is_of_list(leaf)
    }

    /// A division: all that follows in its style.
    pub(super) fn division(&mut self, units: &[Unit<'_>], class: &str, around: Around, out: &mut Vec<Block>) -> usize {
        let Some(first) = units[0].leaf() else { return 1 };
        let role = first.role.map(|role| if role == Role::CalloutTitle { Role::Callout } else { role });
        let is_callout = role == Some(Role::Callout);
        let mut title: Option<String> = None;
        let mut start = 0;
        if first.role == Some(Role::CalloutTitle) {
            title = Some(plain_text(&first.content));
            start = 1;
        }
        let mut count = start
            + run(&units[start..], |other| {
                Some(other) == role || role == Some(Role::Epigraph) && other == Role::Attribution
            });
        if count == 0 {
            count = 1;
        }
        let mut class = class.to_owned();
        if is_callout {
            let found = units[start..count].iter().filter_map(Unit::leaf).find_map(|leaf| callout(&leaf.style));
            if let Some((name, word)) = found {
                class = name.to_owned();
                // The kind's own word is printed without being typed.
                title = title.filter(|title| title != self.known.words.get(word));
            }
        }
        let inside = Around { role, in_item: false, inside: true, ..around };
        let body = self.sequence(&units[start..count], inside);
        let heading_is_made = match role {
            Some(Role::Abstract) => Some(Word::Abstract),
            Some(Role::Acknowledgements) => Some(Word::Acknowledgements),
            _ => None,
        };
        if let Some(word) = heading_is_made {
            // So is the heading of these.
            let made = self.known.words.get(word);
            let is_made = |block: &Block| match &block.kind {
                BlockKind::Heading { level: _, content } => {
                    block.attrs.has_class("unlisted") && plain_text(content) == made
                }
                _ => false,
            };
            if out.last().is_some_and(is_made) {
                out.pop();
            }
        }
        let attrs = Attributes::class(&class).edited(|parts| {
            parts.label = first.label.clone();
            parts.pairs.extend(title.map(|title| ("title".to_owned(), title)));
        });
        out.push(plain(BlockKind::Container(body)).with(attrs));
        count
    }

    /// A note on an author, led by the mark at the name.
    pub(super) fn author_note(&mut self, leaf: &Leaf, out: &mut Vec<Block>) -> usize {
        let (mark, content) = led_by(leaf);
        let mut paragraph = self.paragraph(leaf);
        if mark.is_some() {
            paragraph.kind = BlockKind::Paragraph(content);
            paragraph.attrs = paragraph.attrs.edited(|parts| parts.label = None);
        }
        // A paragraph without a mark goes on with the note before it.
        if mark.is_none()
            && let Some(last) = out.last_mut()
            && last.attrs.has_class("author-note")
            && let BlockKind::Container(body) = &mut last.kind
        {
            body.push(paragraph);
            return 1;
        }
        let attrs = Attributes::class("author-note").edited(|parts| {
            parts.label = leaf.label.clone();
            parts.pairs.extend(mark.map(|mark| ("marker".to_owned(), mark)));
        });
        out.push(plain(BlockKind::Container(vec![paragraph])).with(attrs));
        1
    }
}

/// The mark that leads a note on an author, and the text without it.
fn led_by(leaf: &Leaf) -> (Option<String>, Vec<Inline>) {
    let mut content = content_of(leaf);
    let is_mark =
        |text: &str| !text.is_empty() && text.chars().count() <= 4 && !text.chars().any(char::is_alphanumeric);
    let Some(first) = content.first() else { return (None, content) };
    match &first.kind {
        InlineKind::Link(link) if link.target.starts_with('#') => {
            let mark = plain_text(&link.content);
            if is_mark(&mark) {
                content.remove(0);
                return (Some(mark), content);
            }
        }
        InlineKind::Superscript(inside) => {
            let mark = plain_text(inside);
            if is_mark(&mark) {
                content.remove(0);
                return (Some(mark), content);
            }
        }
        InlineKind::Text(text) => {
            if let Some((mark, rest)) = text.split_once(' ')
                && is_mark(mark)
            {
                let (mark, rest) = (mark.to_owned(), rest.to_owned());
                content[0].kind = InlineKind::Text(rest);
                return (Some(mark), content);
            }
        }
        _other => {}
    }
    (None, content)
}

/// Whether a paragraph is an item, or goes on with one.
fn is_of_list(leaf: &Leaf) -> bool {
    leaf.role == Some(Role::ListItem) && leaf.kind == LeafKind::Paragraph
}

/// How many units belong together: those of the purpose, and what is empty between them. A page that begins ends them.
fn run(units: &[Unit<'_>], belongs: impl Fn(Role) -> bool) -> usize {
    run_of(units, |unit| unit.role().is_some_and(&belongs))
}

/// The same, asked of each unit.
fn run_of(units: &[Unit<'_>], belongs: impl Fn(&Unit<'_>) -> bool) -> usize {
    let mut count = 0;
    for (at, unit) in units.iter().enumerate() {
        if at > 0 && unit.begins_page() {
            break;
        }
        if belongs(unit) {
            count = at + 1;
        } else if at == 0 || !unit.is_empty() || !unit.leaf().is_some_and(|leaf| leaf.keys.is_empty()) {
            break;
        }
    }
    count
}
