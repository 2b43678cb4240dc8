//! Paragraphs: resolved inlines are collected into one flat text, the text is divided into words and spaces, lines
//! are broken, and each line is set on its page. Where the lines stand, `flow` and `pages` say.

mod bidi;
mod collect;
mod hang;
mod hyphenate;
mod justify;
mod linebreak;
mod lines;
mod place;
mod points;
mod strips;
mod tail;
mod tokens;

pub(crate) use collect::{Collector, NO_NODE, is_mixed, marker_look};
pub(crate) use hyphenate::hyphenate;
pub(crate) use lines::{Loosened, loosen, set_code, set_lines};
pub(crate) use place::place_line;

use chapbook_frame::Owner;
use chapbook_resolve::{Anchor, ImageId, NodeId, NoteId};
use chapbook_source::Span;
use chapbook_theme::Align;
use chapbook_values::Length;

use crate::context::LinkId;
use crate::shape::WordId;
use crate::style::StyleId;

/// The flat text of a paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    /// The characters; a forced line end is U+2028, an object U+FFFC. Soft hyphens are taken out.
    pub(crate) text: String,
    /// Stretches of one style and owner, in order and without gaps.
    pub(crate) segments: Vec<Segment>,
    /// Where soft hyphens stood.
    pub(crate) soft: Vec<u32>,
    /// Places where a line must not end, though the characters would allow it; ascending.
    pub(crate) closed: Vec<u32>,
    /// Places that can be pointed to.
    pub(crate) anchors: Vec<(u32, Anchor)>,
    /// Notes that are called for the first time.
    pub(crate) calls: Vec<(u32, NoteId)>,
    /// Images in the line, in order.
    pub(crate) objects: Vec<Object>,
    /// Segments that print the page of an anchor.
    pub(crate) pages: Vec<(usize, Anchor)>,
}

/// A stretch of text in one style that belongs to one thing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) style: StyleId,
    pub(crate) owner: Owner,
    pub(crate) link: Option<LinkId>,
    pub(crate) span: Span,
    /// How many bytes of the node's own text stand before it.
    pub(crate) before: u32,
    /// Whether its bytes are the node's own text; markers, numbers and pages are not.
    pub(crate) counted: bool,
}

/// An image in a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Object {
    pub(crate) image: ImageId,
    pub(crate) width: Length,
    pub(crate) height: Length,
}

/// A word, a space or another indivisible part of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) segment: u32,
    /// Whether a line may end after it.
    pub(crate) open: bool,
    /// The embedding level (UAX #9); odd is right to left.
    pub(crate) level: u8,
    pub(crate) kind: TokenKind,
    pub(crate) width: Length,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word(WordId),
    /// A space that stretches, with its glyph.
    Space(WordId),
    /// A space in code, which does not.
    Fixed(WordId),
    /// An object by its number.
    Object(u32),
    /// A forced line end.
    LineEnd,
}

/// How the lines of a paragraph stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Geometry {
    /// From the left edge of the text on the page.
    pub(crate) x: Length,
    pub(crate) width: Length,
    /// How far the first line stands in, on the side where reading starts.
    pub(crate) first_indent: Length,
    pub(crate) align: Align,
    pub(crate) rtl: bool,
    pub(crate) leading: Length,
    /// From the top of a line to its baseline.
    pub(crate) baseline: Length,
    pub(crate) hyphenate: bool,
    /// Whether punctuation hangs out at the edges.
    pub(crate) hang: bool,
    /// What may be added behind each letter of a justified line.
    pub(crate) letter: Length,
    /// How many lines at the start stand beside an initial, and how far they stand in besides.
    pub(crate) beside: (u32, Length),
}

/// A line of a paragraph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Its first byte and the byte after its last, spaces at its end left out.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The first byte of the next line.
    pub(crate) next: u32,
    /// Its first token, and the one after the last that has bytes before `next`.
    pub(crate) tokens: (u32, u32),
    /// Whether it ends in a hyphen that the break made.
    pub(crate) hyphen: bool,
    /// Whether it is the last one or its end is forced, so that it is not stretched.
    pub(crate) natural: bool,
    /// How far its spaces are stretched, in thousandths of what they may be, or shrunk, in negative ones.
    pub(crate) ratio: i32,
    /// Its height: the leading, or more for an image in it.
    pub(crate) height: Length,
    /// From its top to its baseline.
    pub(crate) baseline: Length,
}

/// A paragraph that is set.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) node: NodeId,
    pub(crate) paragraph: Paragraph,
    pub(crate) geometry: Geometry,
    pub(crate) tokens: Vec<Token>,
    /// Where lines may end within words without a hyphen, as byte offsets; ascending.
    pub(crate) inner: Vec<u32>,
    pub(crate) lines: Vec<Line>,
    /// What stands at the far end of the last line.
    pub(crate) tail: Option<Tail>,
    /// Whether more text of the same thing follows, so that the last line ends in a space, too.
    pub(crate) more: bool,
    /// Whether its lines are kept on one page.
    pub(crate) together: bool,
    /// Code: the style of the mark before lines that go on from the one above, and how far they stand in.
    pub(crate) turnover: Option<(StyleId, Length)>,
}

/// The page number of an entry in a table of contents, with dots before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tail {
    pub(crate) anchor: Anchor,
    pub(crate) style: StyleId,
    pub(crate) owner: Owner,
    pub(crate) link: Option<LinkId>,
    /// How far outside the text's measure the numbers end.
    pub(crate) room: Length,
}

/// A text among those of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TextId(pub(crate) u32);

impl Paragraph {
    /// The segment of a byte.
    pub(crate) fn segment_at(&self, at: u32) -> usize {
        self.segments.partition_point(|segment| segment.end <= at).min(self.segments.len().saturating_sub(1))
    }

    /// How many bytes of the node's own text stand before a byte: its `Text`, `Code` and `Math`, soft hyphens
    /// included.
    pub(crate) fn node_offset(&self, at: u32) -> u32 {
        let Some(segment) = self.segments.get(self.segment_at(at)) else { return 0 };
        if !segment.counted {
            return segment.before;
        }
        let soft = self.soft.iter().filter(|soft| (segment.start..at).contains(soft)).count();
        let soft = u32::try_from(soft * '\u{AD}'.len_utf8()).unwrap_or(0);
        segment.before + at.saturating_sub(segment.start) + soft
    }
}
