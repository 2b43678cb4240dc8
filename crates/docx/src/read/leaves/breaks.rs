//! Where pages and sections begin.

use chapbook_source::codes;

use super::super::leaf::{Break, Leaf};
use super::super::paragraph_properties::SectionBreak;
use super::super::story::{Paragraph, Piece, What};
use super::{Leaves, Run, is_white};

impl Leaves<'_> {
    /// Page and section breaks: those before the paragraph, and those in it, which come before the next one.
    pub(super) fn break_before(&mut self, paragraph: &Paragraph, run: &mut Run, leaf: &mut Leaf) {
        leaf.before = std::mem::take(&mut run.pending);
        leaf.before.page |= paragraph.props.page_break_before == Some(true);
        let is_break = |piece: &Piece| piece.what == What::PageBreak;
        let matters =
            |piece: &Piece| !matches!(piece.what, What::CommentStart(_) | What::CommentEnd(_) | What::CommentMark(_));
        let text = |piece: &Piece| matters(piece) && !is_break(piece);
        let first = paragraph.pieces.iter().position(text);
        let last = paragraph.pieces.iter().rposition(text);
        for (at, _) in paragraph.pieces.iter().enumerate().filter(|(_, piece)| is_break(piece)) {
            let before = first.is_some_and(|first| first < at);
            let after = last.is_some_and(|last| last > at);
            if !before && after {
                leaf.before.page = true;
            } else {
                run.pending.page = true;
                if after {
                    let what = "a page break within a paragraph stands after it";
                    self.lose(paragraph, &codes::IMPORT_REPAIRED, what);
                }
            }
        }
        if let Some(section) = paragraph.props.section {
            run.pending.section = true;
            // How a section begins stands at its own end.
            run.sections += 1;
            run.pending.page |= !self.section(run.sections).continuous;
            if section.columns {
                self.lose(paragraph, &codes::IMPORT_LOOK, "text in columns is in one column");
            }
        }
    }

    /// Breaks of an entry of what a program makes: those between entries are the program's, and those at the end of the
    /// last come before the next paragraph.
    pub(super) fn pass_breaks(&mut self, paragraph: &Paragraph, run: &mut Run) {
        let is_break = |piece: &Piece| piece.what == What::PageBreak;
        let last = paragraph.pieces.iter().rposition(|piece| !is_white(piece));
        run.pending = Break { page: last.is_some_and(|at| is_break(&paragraph.pieces[at])), section: false };
        if paragraph.props.section.is_some() {
            run.sections += 1;
            run.pending = Break { page: run.pending.page || !self.section(run.sections).continuous, section: true };
        }
    }

    /// The section of a number, from 0.
    fn section(&self, number: usize) -> SectionBreak {
        self.sections.get(number).copied().unwrap_or(self.stories.last_section)
    }
}
