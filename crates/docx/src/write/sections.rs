//! Sections: the page of the theme, and the footer with the page number.

use chapbook_container::XmlWriter;
use chapbook_theme::{Margins, Page, Role};
use chapbook_values::{Direction, Length};

use super::draft::{Draft, Story, StoryKind};
use super::fields::field_text;
use super::names::{r, w};
use super::paragraphs::{self, Opening};
use super::properties::{toggle, value};

/// `w:sectPr` of the next section to end. `footer` is the footer's relationship.
pub(crate) fn properties(draft: &mut Draft<'_>, footer: &str) -> String {
    let Page { width, height, margins, facing: _ } = &draft.theme.page;
    let Margins { top, bottom, inside, outside } = margins;
    let twips = |length: Length| length.to_twips().to_string();
    let mut xml = XmlWriter::fragment();
    xml.open(w::SECT_PR);
    xml.open(w::FOOTER_REFERENCE).attr(w::TYPE, "default").attr(r::ID, footer).close();
    // Sections after the first go on where the one before ends: they part endnotes, not pages.
    value(&mut xml, w::TYPE, (draft.sections > 0).then_some("continuous"));
    xml.open(w::PG_SZ).attr(w::W, twips(*width)).attr(w::H, twips(*height)).close();
    // On facing pages, settings mirror left and right: left is the inside.
    xml.open(w::PG_MAR).attr(w::TOP, twips(*top)).attr(w::RIGHT, twips(*outside));
    xml.attr(w::BOTTOM, twips(*bottom)).attr(w::LEFT, twips(*inside));
    let edge = |margin: Length| twips(margin.scale(1, 2));
    xml.attr(w::HEADER, edge(*top)).attr(w::FOOTER_ATTR, edge(*bottom)).attr(w::GUTTER, "0").close();
    xml.open(w::COLS).attr(w::SPACE, "720").close();
    toggle(&mut xml, w::BIDI, (draft.resolved.direction == Direction::Rtl).then_some(true));
    xml.close();
    draft.sections += 1;
    xml.finish()
}

/// Writes `word/footer1.xml`: the page number, in the style of folios.
pub(crate) fn footer(draft: &mut Draft<'_>) -> Story {
    let mut story = Story::new(StoryKind::Body);
    story.xml.open(w::FOOTER);
    super::declare_text_namespaces(&mut story.xml);
    let place = draft.place();
    let format = paragraphs::open(draft, &mut story, &place, None, Opening::of(Role::Folio));
    field_text(draft, &mut story, &format, "PAGE", "1");
    paragraphs::close(&mut story);
    story.xml.close();
    story
}
