//! How wide the cells of a table would like to be: the width of their longest word, and of their text on one line.
//! Nothing is set here, and no node of the structure tree is made.

use chapbook_resolve::{Block, BlockKind, Inline, InlineKind};
use chapbook_theme::Role;
use chapbook_values::Length;

use super::builder::Builder;
use crate::inline::marker_look;
use crate::style::{LanguageId, Look};

/// The widths that a cell can have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Widths {
    /// Without a word standing out.
    pub(super) least: Length,
    /// Without a line being broken.
    pub(super) most: Length,
}

impl Widths {
    pub(super) fn max(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), most: self.most.max(other.most) }
    }
}

/// A line while it is measured.
#[derive(Default)]
struct Ruler {
    widths: Widths,
    line: Length,
    word: Length,
}

impl Ruler {
    fn word(&mut self, width: Length) {
        self.word += width;
        self.line += width;
    }

    fn space(&mut self, width: Length) {
        self.widths.least = self.widths.least.max(self.word);
        self.word = Length::ZERO;
        self.line += width;
    }

    fn end(&mut self) {
        self.widths.least = self.widths.least.max(self.word);
        self.widths.most = self.widths.most.max(self.line);
        (self.word, self.line) = (Length::ZERO, Length::ZERO);
    }
}

/// What a block that is no paragraph wants: enough to be read.
const OTHER: Length = Length::points(120);
/// What a list takes besides its text.
const HANG: Length = Length::points(24);

impl Builder<'_> {
    /// The widths of a cell.
    pub(super) fn cell_widths(&mut self, blocks: &[Block]) -> Widths {
        let mut widths = Widths::default();
        for block in blocks {
            let own = match &block.kind {
                BlockKind::Paragraph(paragraph) => self.text_widths(paragraph.role, &paragraph.content),
                BlockKind::Heading(heading) => self.text_widths(Role::heading(heading.level), &heading.content),
                BlockKind::Quote(body) => self.cell_widths(body),
                BlockKind::List(list) => {
                    let inner =
                        list.items.iter().fold(Widths::default(), |w, item| w.max(self.cell_widths(&item.body)));
                    Widths { least: inner.least + HANG, most: inner.most + HANG }
                }
                BlockKind::Division(division) => self.cell_widths(&division.body),
                BlockKind::Raw(raw) => self.cell_widths(&raw.instead),
                BlockKind::Definitions(_)
                | BlockKind::Code(_)
                | BlockKind::Math(_)
                | BlockKind::Verse(_)
                | BlockKind::Table(_)
                | BlockKind::Figure(_)
                | BlockKind::Image(_)
                | BlockKind::AuthorNotes(_)
                | BlockKind::Outline(_)
                | BlockKind::Endnotes { level: _, title: _, notes: _ } => Widths { least: OTHER, most: OTHER * 2 },
                // They have no width of their own.
                BlockKind::Divider(_) | BlockKind::PageBreak => Widths::default(),
            };
            widths = widths.max(own);
        }
        widths
    }

    fn text_widths(&mut self, role: Role, content: &[Inline]) -> Widths {
        let style = self.style(role);
        let look = Look::of(style, LanguageId::default());
        let mut ruler = Ruler::default();
        self.measure(content, &look, &mut ruler);
        ruler.end();
        let indent = style.start_indent.max(Length::ZERO) + style.end_indent.max(Length::ZERO);
        Widths { least: ruler.widths.least + indent, most: ruler.widths.most + indent }
    }

    fn measure(&mut self, content: &[Inline], look: &Look, ruler: &mut Ruler) {
        for Inline { kind, span: _ } in content {
            match kind {
                InlineKind::Text(text) => self.measure_text(&text.text, look, ruler),
                InlineKind::LineBreak => ruler.end(),
                InlineKind::Styled { style, content } => self.measure(content, &look.styled(*style), ruler),
                InlineKind::Code(text) | InlineKind::Math(text) => {
                    let look = look.inside(self.style(Role::InlineCode), self.style(Role::Body).size);
                    self.measure_text(text, &look, ruler);
                }
                InlineKind::Link(link) => self.measure(&link.content, look, ruler),
                InlineKind::Reference(reference) => self.measure(&reference.content, look, ruler),
                InlineKind::PageOf(_) => self.measure_text("000", look, ruler),
                InlineKind::NoteCall(call) => self.measure_text(&call.marker, &marker_look(&call.marker, look), ruler),
                InlineKind::AuthorMark(mark) => {
                    self.measure_text(&mark.marker, &marker_look(&mark.marker, look), ruler);
                }
                InlineKind::Image(picture) => {
                    let width = picture.image.map(|id| self.context.resolved.image(id).natural_size().0);
                    ruler.word(width.unwrap_or(OTHER).min(OTHER * 2));
                }
                InlineKind::Span(span) => self.measure(&span.content, look, ruler),
                InlineKind::Inserted { change: _, content } => self.measure(content, look, ruler),
                InlineKind::Commented(comment) => self.measure(&comment.content, look, ruler),
                InlineKind::Raw(raw) => self.measure(&raw.instead, look, ruler),
                // Nothing of them is printed.
                InlineKind::IndexTerm(_)
                | InlineKind::CommentStart { .. }
                | InlineKind::CommentEnd(_)
                | InlineKind::ParagraphEnd(_)
                | InlineKind::Deleted { .. } => {}
            }
        }
    }

    fn measure_text(&mut self, text: &str, look: &Look, ruler: &mut Ruler) {
        let shaper = &mut self.context.shaper;
        let style = shaper.style_for(look, text);
        let space = shaper.width(style, " ", false, chapbook_source::Span::NONE);
        for (i, word) in text.split(' ').enumerate() {
            if i > 0 {
                ruler.space(space);
            }
            let word = word.replace('\u{AD}', "");
            ruler.word(shaper.width(style, &word, false, chapbook_source::Span::NONE));
        }
    }
}
