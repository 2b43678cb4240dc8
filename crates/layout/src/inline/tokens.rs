//! A flat text becomes words and spaces: what is shaped as one, and where a line may end.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::{Paragraph, Token, TokenKind, bidi};
use crate::shape::Shaper;

/// UAX #14 with its default strictness. Thai, Lao, Khmer and Burmese would need a dictionary, and break at spaces.
static SEGMENTER: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// From here on, characters are set one by one: CJK and what follows it. Below, a break within a word is rare enough
/// for the word to be shaped as a whole, so that kerning and ligatures go across it where the line does not end.
const IDEOGRAPHS: char = '\u{2E80}';

/// A word of more bytes is several tokens, so that nothing that is done for each word takes long. No language has one.
const LONGEST: u32 = 512;

/// The tokens of a paragraph, and where lines may end within its words.
pub(super) fn tokenise(shaper: &mut Shaper<'_>, paragraph: &Paragraph, rtl: bool) -> (Vec<Token>, Vec<u32>) {
    let text = paragraph.text.as_str();
    let levels = bidi::levels(text, rtl);
    let mut tokens = Tokens {
        shaper,
        paragraph,
        opportunities: opportunities(paragraph),
        next: 0,
        list: Vec::with_capacity(text.len() / 3),
        inner: Vec::new(),
        objects: 0,
    };
    for (number, segment) in paragraph.segments.iter().enumerate() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let mut start = segment.start;
        let mut level = level_at(levels.as_deref(), start);
        let mut previous = None;
        for (offset, c) in text[segment.start as usize..segment.end as usize].char_indices() {
            let at = segment.start + u32::try_from(offset).unwrap_or(0);
            let here = level_at(levels.as_deref(), at);
            let special = matches!(c, ' ' | '\u{A0}' | '\u{2028}' | '\u{FFFC}');
            let divided = special || here != level || at - start >= LONGEST;
            let split = at > start && (divided || tokens.divides(at, previous, c));
            if split {
                tokens.word(start, at, number, level);
                start = at;
            }
            level = here;
            if special {
                let end = at + u32::try_from(c.len_utf8()).unwrap_or(0);
                tokens.special(c, at, end, number, level);
                start = end;
            }
            previous = Some(c);
        }
        if start < segment.end {
            tokens.word(start, segment.end, number, level);
        }
    }
    let Tokens { list, inner, .. } = tokens;
    (list, inner)
}

/// Where a line may end, in ascending order: not at the start, not at the end, and nowhere that is closed.
fn opportunities(paragraph: &Paragraph) -> Vec<u32> {
    let text = paragraph.text.as_str();
    let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    SEGMENTER
        .segment_str(text)
        .filter(|place| *place > 0 && *place < text.len())
        .map(at)
        .filter(|place| paragraph.closed.binary_search(place).is_err())
        .collect()
}

fn level_at(levels: Option<&[u8]>, at: u32) -> u8 {
    levels.map_or(0, |levels| levels.get(at as usize).copied().unwrap_or(0))
}

struct Tokens<'s, 'a, 'p> {
    shaper: &'s mut Shaper<'a>,
    paragraph: &'p Paragraph,
    opportunities: Vec<u32>,
    /// The first opportunity that is not behind us.
    next: usize,
    list: Vec<Token>,
    inner: Vec<u32>,
    objects: u32,
}

impl Tokens<'_, '_, '_> {
    /// Whether a line may end before a byte. Asked with ascending bytes.
    fn open(&mut self, at: u32) -> bool {
        while self.opportunities.get(self.next).is_some_and(|place| *place < at) {
            self.next += 1;
        }
        self.opportunities.get(self.next) == Some(&at)
    }

    /// Whether a word is divided into two tokens here. An opportunity that does not divide it is kept as an inner one.
    fn divides(&mut self, at: u32, previous: Option<char>, c: char) -> bool {
        if !self.open(at) {
            return false;
        }
        let ideographic = c >= IDEOGRAPHS || previous.is_some_and(|previous| previous >= IDEOGRAPHS);
        if !ideographic {
            self.inner.push(at);
        }
        ideographic
    }

    fn word(&mut self, start: u32, end: u32, segment: u32, level: u8) {
        let Some(at) = self.paragraph.segments.get(segment as usize) else { return };
        let text = &self.paragraph.text[start as usize..end as usize];
        let word = self.shaper.shape(at.style, text, level % 2 == 1, at.span);
        let width = self.shaper.word(word).width;
        let open = self.open(end);
        self.list.push(Token { start, end, segment, open, level, kind: TokenKind::Word(word), width });
    }

    fn special(&mut self, c: char, start: u32, end: u32, segment: u32, level: u8) {
        let Some(at) = self.paragraph.segments.get(segment as usize) else { return };
        let open = self.open(end);
        let (kind, width) = match c {
            '\u{2028}' => (TokenKind::LineEnd, chapbook_values::Length::ZERO),
            '\u{FFFC}' => {
                let number = self.objects;
                self.objects += 1;
                match self.paragraph.objects.get(number as usize) {
                    Some(object) => (TokenKind::Object(number), object.width),
                    // The character itself stood in the text; it has no picture and no shape.
                    None => (TokenKind::Object(number), chapbook_values::Length::ZERO),
                }
            }
            _ => {
                let text = &self.paragraph.text[start as usize..end as usize];
                let word = self.shaper.shape(at.style, text, level % 2 == 1, at.span);
                let is_code = self.shaper.style(at.style).features.plain;
                let kind = if is_code { TokenKind::Fixed(word) } else { TokenKind::Space(word) };
                (kind, self.shaper.word(word).width)
            }
        };
        self.list.push(Token { start, end, segment, open, level, kind, width });
    }
}
