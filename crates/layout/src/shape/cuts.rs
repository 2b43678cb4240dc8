//! Where words may be divided, and what that does to their widths. Which of the places a line takes is the line
//! breaker's.

use chapbook_frame::Glyph;
use chapbook_source::Span;
use chapbook_values::Length;

use super::{HYPHEN, Shaper, WordId};
use crate::style::StyleId;

/// A place where a word may be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// The offset in the word.
    pub(crate) at: u32,
    /// The width of the undivided word up to there.
    pub(crate) prefix: Length,
    /// How much wider the first part is when the line ends there, hyphen included.
    pub(crate) pre: Length,
    /// How much wider the second part is at the start of a line.
    pub(crate) post: Length,
}

/// Above so many bytes, what a cut does to kerning is not looked at: such words are addresses and noise, and shaping
/// both sides of every cut would take time with the square of their length.
const LONG: usize = 64;

impl Shaper<'_> {
    /// The width of a word that is shaped for its width alone.
    pub(crate) fn width(&mut self, style: StyleId, text: &str, rtl: bool, span: Span) -> Length {
        let id = self.shape(style, text, rtl, span);
        self.word(id).width
    }

    /// What it means to divide a word at an offset, with a hyphen or without.
    pub(crate) fn cut(&mut self, id: WordId, at: u32, hyphen: bool, span: Span) -> Cut {
        let word = self.word(id);
        let (style, rtl) = (word.style, word.rtl);
        let split = (at as usize).min(word.text.len());
        let is_long = word.text.len() > LONG;
        let prefix: Length = word.glyphs.iter().filter(|g| g.start < at).map(|g| g.advance).sum();
        let mut dash = [0; 4];
        let hyphen = if hyphen { &*HYPHEN.encode_utf8(&mut dash) } else { "" };
        if is_long || !rtl && word.safe.binary_search(&at).is_ok() {
            let pre = if hyphen.is_empty() { Length::ZERO } else { self.width(style, hyphen, rtl, span) };
            return Cut { at, prefix, pre, post: Length::ZERO };
        }
        let (left, right) = word.text.split_at(split);
        let (left, right) = (format!("{left}{hyphen}"), right.to_owned());
        let whole = word.width;
        let pre = self.width(style, &left, rtl, span) - prefix;
        let post = self.width(style, &right, rtl, span) - (whole - prefix);
        Cut { at, prefix, pre, post }
    }

    /// Where a word may be divided by its language's rules. Found once for each word.
    pub(crate) fn hyphen_cuts(&mut self, id: WordId, span: Span) -> &[Cut] {
        if self.words[id.0 as usize].cuts.is_none() {
            let word = self.word(id);
            let language = self.language(self.style(word.style).language);
            let points = if word.rtl { Vec::new() } else { crate::inline::hyphenate(&word.text, language) };
            let cuts = points.into_iter().map(|at| self.cut(id, at, true, span)).collect();
            self.words[id.0 as usize].cuts = Some(cuts);
        }
        self.words[id.0 as usize].cuts.as_deref().unwrap_or_default()
    }

    /// Where a word can be divided at all: between its clusters, whatever that does to kerning.
    pub(crate) fn clusters(&self, id: WordId) -> Vec<Cut> {
        let mut glyphs: Vec<&Glyph> = self.word(id).glyphs.iter().collect();
        glyphs.sort_by_key(|glyph| glyph.start);
        let mut prefix = Length::ZERO;
        let mut cuts: Vec<Cut> = Vec::with_capacity(glyphs.len());
        for glyph in glyphs {
            if glyph.start > 0 && cuts.last().is_none_or(|last| last.at != glyph.start) {
                cuts.push(Cut { at: glyph.start, prefix, pre: Length::ZERO, post: Length::ZERO });
            }
            prefix += glyph.advance;
        }
        cuts
    }
}
