//! The places where a line may end, from tokens: the input of the line breaker.

use std::ops::Range;

use super::linebreak::{Point, Sum};
use super::{Paragraph, Token, TokenKind, hang, justify};
use crate::shape::{Cut, Shaper, WordId};

/// A place where a line may end, as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The byte after the line's last one, spaces left out.
    pub(super) end: u32,
    /// The first byte of the next line.
    pub(super) next: u32,
    /// The token that holds `next`, or the one after the last.
    pub(super) token: u32,
    pub(super) hyphen: bool,
}

/// Which places count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    /// Spaces stretch and shrink.
    pub(super) justify: bool,
    /// Words may be hyphenated.
    pub(super) hyphens: bool,
    /// Words wider than this may be broken anywhere.
    pub(super) anywhere: Option<i64>,
    /// Punctuation hangs out at the edges.
    pub(super) hang: bool,
    /// What may be added behind each letter.
    pub(super) letter: i64,
    /// What stands before the first word of the first line.
    pub(super) indent: i64,
}

/// What a hyphen costs, one that the word has already, and another break within a word (TeX's `\hyphenpenalty` and
/// `\exhyphenpenalty`; a dash or slash is a better place than either).
const HYPHEN: i32 = 50;
const OWN_HYPHEN: i32 = 50;
const WITHIN: i32 = 20;
/// What it costs to end a line in a word of one letter, which looks forward to the next.
const ONE_LETTER: i32 = 30;
/// What it costs to break a word where no rule allows it.
pub(super) const ANYWHERE: i32 = 5_000;

/// The points of a range of tokens, the first one its start and the last one its end.
pub(super) fn points(
    shaper: &mut Shaper<'_>,
    paragraph: &Paragraph,
    (tokens, inner): (&[Token], &[u32]),
    range: Range<usize>,
    choice: Choice,
) -> (Vec<Point>, Vec<Place>) {
    let letter = if choice.justify { choice.letter } else { 0 };
    // Of two tokens one is a space; hyphens need more.
    let room = range.len() / 2 + 2;
    let (points, places) = (Vec::with_capacity(room), Vec::with_capacity(room));
    let mut list = List { points, places, sum: Sum::default(), letter };
    let first = tokens.get(range.start).map_or(0, |token| token.start);
    let start = Place { end: first, next: first, token: at(range.start), hyphen: false };
    list.sum.width = -choice.indent;
    let after = list.sum;
    list.sum.width = 0;
    list.points.push(Point { before: after, after, pre: 0, post: 0, penalty: 0, flagged: false });
    list.places.push(start);
    for i in range.clone() {
        let token = &tokens[i];
        let is_last = i + 1 == range.end;
        match token.kind {
            TokenKind::Word(id) => {
                for (cut, penalty, hyphen) in cuts(shaper, paragraph, token, id, inner, choice) {
                    list.cut(token, i, cut, penalty, hyphen, ends_in_hyphen(paragraph, token.start + cut.at));
                }
                list.sum.width += token.width.to_scaled();
                if stretches(shaper, paragraph, token) {
                    list.sum.stretch += letter * letters(shaper.word(id).glyphs.len());
                }
                if token.open && !is_last {
                    list.plain(token.end, token.end, i + 1, ends_in_hyphen(paragraph, token.end));
                }
            }
            TokenKind::Object(_) => {
                list.sum.width += token.width.to_scaled();
                if token.open && !is_last {
                    list.plain(token.end, token.end, i + 1, false);
                }
            }
            TokenKind::Space(_) | TokenKind::Fixed(_) => {
                // Rather than let words stand out into the margin, even spaces that hold them together give way.
                let torn = !token.open && choice.anywhere.is_some();
                let is_end = (token.open || torn) && !is_last;
                if is_end {
                    list.plain(token.start, token.end, i + 1, false);
                }
                list.sum.width += token.width.to_scaled();
                if choice.justify && matches!(token.kind, TokenKind::Space(_)) {
                    list.sum.stretch += justify::stretch(token.width).to_scaled();
                    list.sum.shrink += justify::shrink(token.width).to_scaled();
                }
                if let Some(point) = list.points.last_mut().filter(|_| is_end) {
                    point.after = list.sum;
                    let alone = ends_in_one_letter(&paragraph.text[..token.start as usize]);
                    point.penalty = match (torn, alone) {
                        (true, _) => ANYWHERE,
                        (false, true) => ONE_LETTER,
                        (false, false) => 0,
                    };
                }
            }
            // Chunks end before a forced line end.
            TokenKind::LineEnd => {}
        }
    }
    let end = tokens.get(range.end.wrapping_sub(1)).map_or(first, |token| token.end);
    list.plain(end, end, range.end, false);
    if choice.hang {
        hang_out(shaper, paragraph, &mut list);
    }
    (list.points, list.places)
}

/// Takes what hangs out at the edges from the widths of the lines. The start of the first and the end of the last line
/// are no edges.
fn hang_out(shaper: &mut Shaper<'_>, paragraph: &Paragraph, list: &mut List) {
    let last = list.points.len().saturating_sub(1);
    for (point, place) in list.points.iter_mut().zip(&list.places).take(last).skip(1) {
        point.pre -= hang::end(shaper, paragraph, place.end, place.hyphen).to_scaled();
        point.post -= hang::start(shaper, paragraph, place.next).to_scaled();
    }
}

/// Whether a text ends in a letter that is a word of its own.
fn ends_in_one_letter(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.next().is_some_and(char::is_alphabetic) && back.next().is_none_or(|c| c == ' ' || c == '\u{201C}')
}

struct List {
    points: Vec<Point>,
    places: Vec<Place>,
    sum: Sum,
    letter: i64,
}

fn letters(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(0)
}

/// Whether the letters of a token may stand further apart: not those of code.
pub(super) fn stretches(shaper: &Shaper<'_>, paragraph: &Paragraph, token: &Token) -> bool {
    let segment = paragraph.segments.get(token.segment as usize);
    segment.is_some_and(|segment| !shaper.style(segment.style).features.plain)
}

impl List {
    fn plain(&mut self, end: u32, next: u32, token: usize, own_hyphen: bool) {
        let (penalty, flagged) = if own_hyphen { (OWN_HYPHEN, true) } else { (0, false) };
        self.points.push(Point { before: self.sum, after: self.sum, pre: 0, post: 0, penalty, flagged });
        self.places.push(Place { end, next, token: at(token), hyphen: false });
    }

    fn cut(&mut self, token: &Token, number: usize, cut: Cut, penalty: i32, hyphen: bool, own_hyphen: bool) {
        let mut sum = self.sum;
        sum.width += cut.prefix.to_scaled();
        // Nearly every letter is one byte and one glyph; where not, the line is a hair looser than was reckoned.
        sum.stretch += self.letter * i64::from(cut.at);
        let (pre, post) = (cut.pre.to_scaled(), cut.post.to_scaled());
        let penalty = if own_hyphen { penalty.max(OWN_HYPHEN) } else { penalty };
        self.points.push(Point { before: sum, after: sum, pre, post, penalty, flagged: hyphen || own_hyphen });
        let place = token.start + cut.at;
        self.places.push(Place { end: place, next: place, token: at(number), hyphen });
    }
}

fn at(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn ends_in_hyphen(paragraph: &Paragraph, end: u32) -> bool {
    paragraph.text[..end as usize].ends_with(['-', '\u{2010}'])
}

/// Where a word may be divided: after its own hyphens and dashes, at its soft hyphens, by its language's rules if it
/// has neither, and anywhere if it is wider than a line.
fn cuts(
    shaper: &mut Shaper<'_>,
    paragraph: &Paragraph,
    token: &Token,
    word: WordId,
    inner: &[u32],
    choice: Choice,
) -> Vec<(Cut, i32, bool)> {
    let span = paragraph.segments.get(token.segment as usize).map_or(chapbook_source::Span::NONE, |s| s.span);
    let inside = |list: &[u32]| -> Vec<u32> {
        let from = list.partition_point(|at| *at <= token.start);
        list[from..].iter().take_while(|at| **at < token.end).map(|at| at - token.start).collect()
    };
    let own = inside(inner);
    let soft = inside(&paragraph.soft);
    if own.is_empty() && soft.is_empty() && choice.anywhere.is_none() {
        // The usual case, without a list in between.
        if !choice.hyphens || !stands_alone(paragraph, token) {
            return Vec::new();
        }
        return shaper.hyphen_cuts(word, span).iter().map(|cut| (*cut, HYPHEN, true)).collect();
    }
    let mut list: Vec<(Cut, i32, bool)> =
        own.iter().map(|at| (shaper.cut(word, *at, false, span), WITHIN, false)).collect();
    list.extend(soft.iter().map(|at| (shaper.cut(word, *at, true, span), HYPHEN, true)));
    if choice.hyphens && list.is_empty() && stands_alone(paragraph, token) {
        list.extend(shaper.hyphen_cuts(word, span).iter().map(|cut| (*cut, HYPHEN, true)));
    }
    if choice.anywhere.is_some_and(|width| token.width.to_scaled() > width) {
        list.extend(shaper.clusters(word).into_iter().map(|cut| (cut, ANYWHERE, false)));
    }
    // Of two cuts at one place, the better one stands first, and stays.
    list.sort_by_key(|(cut, _, _)| cut.at);
    list.dedup_by_key(|(cut, _, _)| cut.at);
    list
}

/// Whether a token is a whole word: one whose letters go on in another style is not hyphenated, since the patterns
/// see only a part of it.
fn stands_alone(paragraph: &Paragraph, token: &Token) -> bool {
    let text = paragraph.text.as_str();
    let before = text[..token.start as usize].chars().next_back();
    let after = text[token.end as usize..].chars().next();
    let goes_on = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    !goes_on(before) && !goes_on(after)
}
