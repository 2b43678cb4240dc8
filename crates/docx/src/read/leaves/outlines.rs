//! Lists that a program makes: contents, lists of figures, an index. Their entries are no text, and the title of such a
//! list is made with it.

use chapbook_model::OutlineKind;
use chapbook_theme::Role;

use super::super::fields::FieldKind;
use super::super::story::{Paragraph, Piece};
use super::{Leaves, Run, is_white};

impl Leaves<'_> {
    /// Whether a paragraph is an entry of what a program makes, or its title, which is made, too.
    pub(super) fn generated(&self, paragraph: &Paragraph, next: Option<&Paragraph>, run: &mut Run) -> Generated {
        let titled = || {
            let next = next.filter(|next| self.is_outline_title(paragraph) && !self.is_outline_title(next))?;
            let together = next.cells == paragraph.cells && next.text_box == paragraph.text_box;
            self.made_by(next).filter(|_| together)
        };
        match self.made_by(paragraph).or_else(titled) {
            // Words in a control that are neither its title nor an entry were typed there. In a document from elsewhere
            // the entries may be no field, so there only those beside a field tell.
            Some((maker @ OutlineMaker::Control(_), _))
                if self.is_typed(paragraph)
                    && (self.ours
                        || run.generated == Some(maker)
                            && (run.has_entries || next.is_some_and(|next| self.is_entry(next)))) =>
            {
                Generated::No
            }
            Some((maker, kind)) => {
                let begins = run.generated.replace(maker) != Some(maker);
                run.has_entries = self.is_entry(paragraph) || run.has_entries && !begins;
                if begins { Generated::Begins(kind) } else { Generated::GoesOn }
            }
            None => {
                // A field goes on after a paragraph that holds nothing of it.
                run.generated = run.generated.filter(|maker| matches!(maker, OutlineMaker::Field(_)));
                Generated::No
            }
        }
    }

    /// What makes a paragraph, if a program does, and which list that is.
    fn made_by(&self, paragraph: &Paragraph) -> Option<(OutlineMaker, OutlineKind)> {
        if let Some(FieldKind::Outline(kind)) = paragraph.generated {
            return Some((OutlineMaker::Control(kind), kind));
        }
        let mut made = None;
        for piece in &paragraph.pieces {
            match self.outline_of(piece) {
                Some((field, kind)) => made = Some((OutlineMaker::Field(field), kind)),
                None if is_white(piece) => {}
                None => return None,
            }
        }
        made
    }

    fn is_entry(&self, paragraph: &Paragraph) -> bool {
        paragraph.pieces.iter().any(|piece| self.outline_of(piece).is_some())
    }

    fn is_typed(&self, paragraph: &Paragraph) -> bool {
        let words = |piece: &Piece| !is_white(piece) && piece.field.is_none();
        !self.is_outline_title(paragraph) && paragraph.pieces.iter().any(words)
    }

    fn is_outline_title(&self, paragraph: &Paragraph) -> bool {
        let style = self.styles.paragraph(paragraph.props.style.as_deref());
        style.is_some_and(|style| style.role == Some(Role::ContentsTitle))
    }

    /// The list that a program makes which a piece belongs to.
    pub(super) fn outline_of(&self, piece: &Piece) -> Option<(u32, OutlineKind)> {
        let mut at = piece.field.map(|(field, _)| field);
        while let Some(number) = at {
            let field = &self.stories.fields[number as usize];
            if let FieldKind::Outline(kind) = field.kind
                && field.closed
            {
                return Some((number, kind));
            }
            at = field.parent;
        }
        None
    }
}

/// What makes the paragraphs of a list that a program makes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OutlineMaker {
    /// A control around them.
    Control(OutlineKind),
    /// The field that they are the result of.
    Field(u32),
}

pub(super) enum Generated {
    No,
    Begins(OutlineKind),
    GoesOn,
}
