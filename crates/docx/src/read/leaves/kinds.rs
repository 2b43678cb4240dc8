//! What a paragraph is, by its style and by how it looks.

use chapbook_model::plain_text;
use chapbook_theme::Role;

use super::super::fields::FieldKind;
use super::super::leaf::{Leaf, LeafAlign, LeafKind};
use super::super::paragraph_properties::ParagraphProps;
use super::super::story::{Paragraph, Stories};
use super::super::styles::{Style, Styles};
use super::super::targets::TargetKind;
use super::Leaves;

impl Leaves<'_> {
    pub(super) fn is_divider(&self, paragraph: &Paragraph, leaf: &Leaf, props: &ParagraphProps) -> bool {
        let empty = leaf.content.is_empty();
        // Words in its style are words: someone wrote them in the place of the signs.
        let has_words = || plain_text(&leaf.content).chars().any(char::is_alphanumeric);
        if leaf.role == Some(Role::Divider) && !has_words() || empty && (paragraph.rule || props.ruled) {
            return true;
        }
        if empty || leaf.list.is_some() || !leaf.place.cells.is_empty() || leaf.place.note.is_some() {
            return false;
        }
        let text: String = plain_text(&leaf.content).chars().filter(|c| !c.is_whitespace()).collect();
        let stars = text.chars().all(|c| matches!(c, '*' | '⁂' | '＊')) && text.chars().count() <= 5;
        let centred = leaf.look.align == LeafAlign::Center;
        stars && (centred || text.chars().count() >= 3 || text == "⁂")
            || centred && matches!(text.as_str(), "#" | "###")
    }
}

/// What a paragraph is by its style alone.
pub(super) fn plain_kind(style: Option<&Style>) -> LeafKind {
    let Some(style) = style else { return LeafKind::Paragraph };
    let heading = |level| {
        let listed = !style.name.to_lowercase().starts_with("unlisted heading");
        LeafKind::Heading { level, listed, numbered: false }
    };
    match style.role {
        Some(Role::Heading1) => heading(1),
        Some(Role::Heading2) => heading(2),
        Some(Role::Heading3) => heading(3),
        Some(Role::Heading4) => heading(4),
        Some(Role::Heading5) => heading(5),
        Some(Role::Heading6) => heading(6),
        Some(Role::Part) => heading(0),
        Some(Role::Caption) => LeafKind::Caption { word: None, number: None },
        // Styles of a house's own say by their level that they are headings.
        None | Some(Role::Body) if style.custom && !style.own_role => match style.paragraph.outline {
            Some(level @ 0..=5) => heading(u8::try_from(level + 1).unwrap_or(6)),
            Some(_) | None => LeafKind::Paragraph,
        },
        Some(_) | None => LeafKind::Paragraph,
    }
}

pub(super) fn target_kind(stories: &Stories, styles: &Styles, paragraph: &Paragraph) -> Option<TargetKind> {
    let style = styles.paragraph(paragraph.props.style.as_deref());
    Some(match plain_kind(style) {
        LeafKind::Heading { .. } => TargetKind::Heading,
        LeafKind::Caption { .. } => {
            let sequence =
                paragraph.pieces.iter().find_map(|piece| match &stories.fields[piece.field?.0 as usize].kind {
                    FieldKind::Sequence(name) => Some(name.to_lowercase()),
                    _ => None,
                });
            match sequence.as_deref() {
                Some("figure" | "abbildung" | "illustration" | "figura" | "شکل" | "الشكل" | "شكل" | "图") => {
                    TargetKind::Figure
                }
                Some("table" | "tabelle" | "tableau" | "tabla" | "جدول" | "表") => TargetKind::Table,
                Some("listing" | "code") => TargetKind::Listing,
                Some(_) | None => TargetKind::Caption,
            }
        }
        LeafKind::Paragraph | LeafKind::Divider | LeafKind::Outline(_) => TargetKind::Place,
    })
}
