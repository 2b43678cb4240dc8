//! The properties of runs, written in the one order that the schema allows (ISO/IEC 29500-1, 17.3.2.28). Who has which
//! is said elsewhere: in styles, and at runs.

use chapbook_container::XmlWriter;
use chapbook_values::{Color, Length};

use super::names::w;
use super::properties::{number, toggle, value};

/// `w:rPr`, as far as the writer sets it. What is absent is inherited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunProps<'a> {
    pub(crate) style: Option<&'a str>,
    pub(crate) font: Option<&'a str>,
    pub(crate) bold: Option<bool>,
    pub(crate) italic: Option<bool>,
    pub(crate) small_caps: Option<bool>,
    pub(crate) strike: bool,
    pub(crate) no_proof: bool,
    pub(crate) hidden: bool,
    pub(crate) web_hidden: bool,
    pub(crate) color: Option<Color>,
    /// Space added between letters.
    pub(crate) tracking: Option<Length>,
    pub(crate) size: Option<Length>,
    pub(crate) highlight: bool,
    pub(crate) underline: bool,
    pub(crate) vertical: Option<Vertical>,
    pub(crate) right_to_left: bool,
    pub(crate) language: Option<RunLanguage<'a>>,
}

/// Above or below the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vertical {
    Superscript,
    Subscript,
}

/// The language of a run, in the slot that Word reads for its kind of script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunLanguage<'a> {
    Western(&'a str),
    EastAsian(&'a str),
    RightToLeft(&'a str),
}

impl RunProps<'_> {
    /// Writes `w:rPr`; nothing if there is nothing to say.
    pub(crate) fn write(&self, xml: &mut XmlWriter) {
        if *self == RunProps::default() {
            return;
        }
        let Self {
            style,
            font,
            bold,
            italic,
            small_caps,
            strike,
            no_proof,
            hidden,
            web_hidden,
            color,
            tracking,
            size,
            highlight,
            underline,
            vertical,
            right_to_left,
            language,
        } = self;
        xml.open(w::R_PR);
        value(xml, w::R_STYLE, *style);
        if let Some(font) = font {
            xml.open(w::R_FONTS).attr(w::ASCII, font).attr(w::H_ANSI, font);
            xml.attr(w::EAST_ASIA, font).attr(w::CS, font).close();
        }
        // Complex scripts have switches of their own: a bold run from right to left is bold by bCs.
        toggle(xml, w::B, *bold);
        toggle(xml, w::B_CS, *bold);
        toggle(xml, w::I, *italic);
        toggle(xml, w::I_CS, *italic);
        toggle(xml, w::SMALL_CAPS, *small_caps);
        toggle(xml, w::STRIKE, strike.then_some(true));
        toggle(xml, w::NO_PROOF, no_proof.then_some(true));
        toggle(xml, w::VANISH, hidden.then_some(true));
        toggle(xml, w::WEB_HIDDEN, web_hidden.then_some(true));
        value(xml, w::COLOR, color.map(|c| c.hex().to_uppercase()));
        if let Some(tracking) = tracking {
            number(xml, w::SPACING, tracking.to_twips());
        }
        if let Some(size) = size {
            number(xml, w::SZ, size.to_half_points());
            number(xml, w::SZ_CS, size.to_half_points());
        }
        value(xml, w::HIGHLIGHT, highlight.then_some("yellow"));
        value(xml, w::U, underline.then_some("single"));
        value(xml, w::VERT_ALIGN, vertical.map(Vertical::name));
        toggle(xml, w::RTL, right_to_left.then_some(true));
        if let Some(language) = language {
            let (slot, tag) = match language {
                RunLanguage::Western(tag) => (w::VAL, tag),
                RunLanguage::EastAsian(tag) => (w::EAST_ASIA, tag),
                RunLanguage::RightToLeft(tag) => (w::BIDI, tag),
            };
            xml.open(w::LANG).attr(slot, tag).close();
        }
        xml.close();
    }
}

impl Vertical {
    fn name(self) -> &'static str {
        match self {
            Self::Superscript => "superscript",
            Self::Subscript => "subscript",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complex_scripts_have_their_own_switches() {
        let mut xml = XmlWriter::fragment();
        RunProps { bold: Some(true), size: Some(Length::points(10)), ..RunProps::default() }.write(&mut xml);
        assert_eq!(xml.finish(), "<w:rPr><w:b/><w:bCs/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/></w:rPr>");
    }

    #[test]
    fn nothing_to_say_writes_nothing() {
        let mut xml = XmlWriter::fragment();
        RunProps::default().write(&mut xml);
        assert_eq!(xml.finish(), "");
    }
}
