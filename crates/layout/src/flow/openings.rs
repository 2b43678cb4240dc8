//! How the first paragraph of a chapter begins: with an initial over several lines, with words in small capitals.

use chapbook_frame::TagId;
use chapbook_resolve::{Inline, InlineKind, Paragraph};
use chapbook_theme::{Opening as Begins, Role};
use chapbook_values::Length;

use super::Mark;
use super::builder::{Builder, Place, Spec};
use crate::context::plain_text;
use crate::fonts::scaled;
use crate::style::Look;

/// How many words of an opening are small capitals.
const WORDS: usize = 4;
/// How many lines an initial takes, and how many letters a paragraph needs at least so that it has more lines.
const LINES: u32 = 3;
const LETTERS: usize = 280;

/// How a paragraph begins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beginning {
    /// How many words are small capitals.
    pub(super) small: usize,
    /// How many bytes stand apart as an initial.
    pub(super) initial: usize,
    /// Whether a space follows it: it is a word.
    pub(super) is_word: bool,
}

impl<'a> Builder<'a> {
    /// How a paragraph begins: as the theme wants it after the title of a chapter, or as the author says by `.dropcap`.
    pub(super) fn beginning(&mut self, paragraph: &Paragraph, place: Place) -> Beginning {
        // A motto may stand between the title and the text.
        let is_text = matches!(paragraph.role, Role::Body | Role::BodyFirst);
        let opens = is_text && std::mem::take(&mut self.chapter_opens);
        let begins = if opens { self.context.theme.text.opening } else { Begins::Plain };
        let by_hand = dropcap(&paragraph.content);
        // What is set from right to left, and a short paragraph, has no initial.
        let has_room = !place.rtl && plain_text(&paragraph.content).chars().count() >= LETTERS;
        let initial = match (by_hand, begins) {
            (Some(initial), _) => initial,
            (None, Begins::DropCap) => first_letter(&paragraph.content),
            (None, Begins::Plain | Begins::SmallCaps) => 0,
        };
        let initial = if has_room { initial } else { 0 };
        let small = match begins {
            Begins::Plain => 0,
            Begins::SmallCaps | Begins::DropCap => WORDS,
        };
        let is_word = initial > 0 && first_text(&paragraph.content)[initial..].starts_with(' ');
        Beginning { small, initial, is_word }
    }

    /// Sets the initial of a paragraph beside its first lines. Returns how many lines those are, and what they stand in.
    pub(super) fn initial(
        &mut self,
        paragraph: &Paragraph,
        Beginning { small: _, initial: bytes, is_word }: Beginning,
        (look, leading): (&Look, Length),
        node: TagId,
        mixed: bool,
        place: Place,
    ) -> (u32, Length) {
        let text: String = first_text(&paragraph.content)
            .chars()
            .scan(0, |at, c| {
                *at += c.len_utf8();
                (*at <= bytes).then_some(c)
            })
            .collect();
        let style = self.context.shaper.plain_style(look);
        let metrics = self.context.shaper.faces.metrics(self.context.shaper.style(style).face);
        // Its head stands as high as the capitals of the first line, its foot on the last of its lines.
        let capital = scaled(look.size, metrics.cap_height, metrics.units_per_em).max(Length::points(1));
        let height = capital + leading * i64::from(LINES - 1);
        let large = Look { size: look.size.scale(height.to_scaled(), capital.to_scaled()), ..look.clone() };
        let id = self.context.shaper.plain_style(&large);
        let width = self.context.shaper.width(id, &text, false, paragraph.content[0].span);
        let initial = self.collect(place.width, |collector| {
            collector.own(node, mixed);
            collector.source(&text, &large, paragraph.content[0].span);
        });
        let spec = Spec {
            node: crate::inline::NO_NODE,
            style: self.style(Role::Body),
            x: place.x,
            width: width.max(Length::points(1)) * 2,
            first_indent: Length::ZERO,
            align: chapbook_theme::Align::Start,
            rtl: false,
            // The space after a word that is one letter stands beside it.
            more: is_word,
            tail: None,
            beside: (0, Length::ZERO),
            looseness: 0,
        };
        let text = self.set(initial, &spec);
        self.column.marks.push(Mark::Initial(text, LINES));
        (LINES, width + look.size / 8)
    }
}

/// The bytes of an initial that the author has marked.
fn dropcap(content: &[Inline]) -> Option<usize> {
    let InlineKind::Span(span) = &content.first()?.kind else { return None };
    let is_initial = span.classes.iter().any(|class| class == "dropcap");
    Some(first_text(content).len()).filter(|bytes| is_initial && *bytes > 0)
}

/// The bytes of the first letter, with the quotation mark before it.
fn first_letter(content: &[Inline]) -> usize {
    let text = first_text(content);
    let mut bytes = 0;
    for c in text.chars() {
        bytes += c.len_utf8();
        if c.is_alphanumeric() {
            return bytes;
        }
        if !matches!(c, '\u{2018}' | '\u{201C}' | '\u{AB}' | '\u{2039}' | '\u{201E}' | '\u{BF}' | '\u{A1}') {
            return 0;
        }
    }
    0
}

/// The text that a paragraph begins with, if it begins with text in the paragraph's own style.
fn first_text(content: &[Inline]) -> &str {
    let Some(first) = content.first() else { return "" };
    if let InlineKind::Text(text) = &first.kind {
        return &text.text;
    }
    let InlineKind::Span(span) = &first.kind else { return "" };
    // What is in another language has looks of its own.
    let inner = span.content.first().filter(|_| span.locale.is_none()).map(|inner| &inner.kind);
    if let Some(InlineKind::Text(text)) = inner { &text.text } else { "" }
}
