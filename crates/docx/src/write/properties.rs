//! The properties of paragraphs and runs, each written in the one order that the schema allows
//! (ISO/IEC 29500-1, 17.3.1.26 and 17.3.2.28). Who has which is said elsewhere: in styles, at paragraphs, at runs.

use chapbook_container::XmlWriter;
use chapbook_values::{Color, Length};

use super::names::w;

/// `w:pPr`, as far as the writer sets it. What is absent is inherited.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ParagraphProps<'a> {
    pub(crate) style: Option<&'a str>,
    pub(crate) keep_next: Option<bool>,
    pub(crate) keep_lines: Option<bool>,
    pub(crate) page_break_before: Option<bool>,
    /// `w:num` and level.
    pub(crate) numbering: Option<(u32, u8)>,
    pub(crate) borders: Borders,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) suppress_hyphens: Option<bool>,
    pub(crate) bidi: Option<bool>,
    pub(crate) spacing: Spacing,
    pub(crate) indent: Indent,
    pub(crate) justification: Option<Justification>,
    /// From 0; 9 is body text.
    pub(crate) outline_level: Option<u8>,
    /// Where the paragraph ends a section: the finished `w:sectPr`.
    pub(crate) section: Option<String>,
}

/// Lines at the edges of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Borders {
    /// None of its own.
    #[default]
    Inherited,
    /// Above it.
    Above,
    /// On the side where lines start, as long as the paragraph.
    Bar,
    /// All around.
    Box,
    /// Those of the style taken away.
    None,
}

/// A tab stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tab {
    pub(crate) position: Length,
    /// `left`, `right`, `center`.
    pub(crate) kind: &'static str,
    /// `dot`, for contents.
    pub(crate) leader: Option<&'static str>,
}

/// Space around a paragraph, and between its lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spacing {
    pub(crate) before: Option<Length>,
    pub(crate) after: Option<Length>,
    pub(crate) line: Option<Line>,
}

/// From baseline to baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Line {
    /// At least this much: what is higher, such as a picture, makes room for itself.
    AtLeast(Length),
    /// Exactly this much.
    Exactly(Length),
    /// The font's own.
    Single,
}

/// How far a paragraph stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Indent {
    pub(crate) start: Option<Length>,
    pub(crate) end: Option<Length>,
    /// Negative for a hanging indent.
    pub(crate) first: Option<Length>,
}

/// `w:jc`. In a paragraph from right to left, Word takes `left` for the side where reading starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Justification {
    Start,
    Center,
    End,
    Both,
}

impl ParagraphProps<'_> {
    /// Writes `w:pPr`; nothing if there is nothing to say.
    pub(crate) fn write(&self, xml: &mut XmlWriter) {
        if *self == ParagraphProps::default() {
            return;
        }
        let Self {
            style,
            keep_next,
            keep_lines,
            page_break_before,
            numbering,
            borders,
            tabs,
            suppress_hyphens,
            bidi,
            spacing,
            indent,
            justification,
            outline_level,
            section,
        } = self;
        xml.open(w::P_PR);
        value(xml, w::P_STYLE, *style);
        toggle(xml, w::KEEP_NEXT, *keep_next);
        toggle(xml, w::KEEP_LINES, *keep_lines);
        toggle(xml, w::PAGE_BREAK_BEFORE, *page_break_before);
        if let Some((num, level)) = numbering {
            xml.open(w::NUM_PR);
            number(xml, w::ILVL, i64::from(*level));
            number(xml, w::NUM_ID, i64::from(*num));
            xml.close();
        }
        write_borders(xml, *borders);
        write_tabs(xml, tabs);
        toggle(xml, w::SUPPRESS_AUTO_HYPHENS, *suppress_hyphens);
        toggle(xml, w::BIDI, *bidi);
        write_spacing(xml, *spacing);
        write_indent(xml, *indent);
        value(xml, w::JC, justification.map(Justification::name));
        if let Some(level) = outline_level {
            number(xml, w::OUTLINE_LVL, i64::from(*level));
        }
        if let Some(section) = section {
            xml.raw(section);
        }
        xml.close();
    }
}

impl Justification {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "left",
            Self::Center => "center",
            Self::End => "right",
            Self::Both => "both",
        }
    }
}

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

/// An element with a `w:val`, if there is a value.
pub(crate) fn value(xml: &mut XmlWriter, name: &'static str, value: Option<impl AsRef<str>>) {
    if let Some(value) = value {
        xml.open(name).attr(w::VAL, value).close();
    }
}

/// An element with a number as its `w:val`.
pub(crate) fn number(xml: &mut XmlWriter, name: &'static str, number: i64) {
    xml.open(name).attr(w::VAL, number.to_string()).close();
}

/// A switch: there for on, `0` for off where on would be inherited.
pub(crate) fn toggle(xml: &mut XmlWriter, name: &'static str, on: Option<bool>) {
    match on {
        None => {}
        Some(true) => {
            xml.open(name).close();
        }
        Some(false) => {
            xml.open(name).attr(w::VAL, "0").close();
        }
    }
}

fn write_spacing(xml: &mut XmlWriter, spacing: Spacing) {
    if spacing == Spacing::default() {
        return;
    }
    let Spacing { before, after, line } = spacing;
    xml.open(w::SPACING);
    xml.attr_opt(w::BEFORE, before.map(|l| l.to_twips().max(0).to_string()));
    xml.attr_opt(w::AFTER, after.map(|l| l.to_twips().max(0).to_string()));
    match line {
        None => {}
        Some(Line::AtLeast(leading)) => {
            xml.attr(w::LINE, leading.to_twips().to_string()).attr(w::LINE_RULE, "atLeast");
        }
        Some(Line::Exactly(leading)) => {
            xml.attr(w::LINE, leading.to_twips().to_string()).attr(w::LINE_RULE, "exact");
        }
        // 240 is one line (ISO/IEC 29500-1, 17.3.1.33).
        Some(Line::Single) => {
            xml.attr(w::LINE, "240").attr(w::LINE_RULE, "auto");
        }
    }
    xml.close();
}

/// Writes `w:ind`; numbering levels have one, too.
pub(crate) fn write_indent(xml: &mut XmlWriter, indent: Indent) {
    if indent == Indent::default() {
        return;
    }
    let Indent { start, end, first } = indent;
    xml.open(w::IND);
    xml.attr_opt(w::LEFT, start.map(|l| l.to_twips().to_string()));
    xml.attr_opt(w::RIGHT, end.map(|l| l.to_twips().to_string()));
    match first.map(Length::to_twips) {
        None => {}
        Some(twips) if twips < 0 => {
            xml.attr(w::HANGING, (-twips).to_string());
        }
        Some(twips) => {
            xml.attr(w::FIRST_LINE, twips.to_string());
        }
    }
    xml.close();
}

fn write_tabs(xml: &mut XmlWriter, tabs: &[Tab]) {
    if tabs.is_empty() {
        return;
    }
    xml.open(w::TABS);
    for Tab { position, kind, leader } in tabs {
        xml.open(w::TAB).attr(w::VAL, kind).attr_opt(w::LEADER, *leader);
        xml.attr(w::POS, position.to_twips().to_string()).close();
    }
    xml.close();
}

fn write_borders(xml: &mut XmlWriter, borders: Borders) {
    // The schema's order: top, left, bottom, right (ISO/IEC 29500-1, 17.3.1.24).
    const EDGES: [&str; 4] = [w::TOP, w::LEFT, w::BOTTOM, w::RIGHT];
    let (edges, space): (&[&'static str], &str) = match borders {
        Borders::Inherited => return,
        Borders::Above => (&EDGES[..1], "6"),
        Borders::Bar => (&EDGES[1..2], "8"),
        Borders::Box => (&EDGES, "6"),
        Borders::None => (&EDGES, "0"),
    };
    xml.open(w::P_BDR);
    for edge in edges {
        let (kind, size) = match borders {
            Borders::None => ("nil", "0"),
            Borders::Bar => ("single", "18"),
            Borders::Inherited | Borders::Above | Borders::Box => ("single", "4"),
        };
        xml.open(edge).attr(w::VAL, kind).attr("w:sz", size).attr(w::SPACE, space);
        xml.attr(w::COLOR, "auto").close();
    }
    xml.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_say_writes_nothing() {
        let mut xml = XmlWriter::fragment();
        ParagraphProps::default().write(&mut xml);
        RunProps::default().write(&mut xml);
        assert_eq!(xml.finish(), "");
    }

    #[test]
    fn the_order_is_that_of_the_schema() {
        let mut xml = XmlWriter::fragment();
        let props = ParagraphProps {
            style: Some("Quote"),
            keep_next: Some(true),
            numbering: Some((3, 1)),
            bidi: Some(false),
            indent: Indent { start: Some(Length::points(36)), end: None, first: Some(Length::points(-18)) },
            justification: Some(Justification::Center),
            outline_level: Some(9),
            ..ParagraphProps::default()
        };
        props.write(&mut xml);
        assert_eq!(
            xml.finish(),
            "<w:pPr><w:pStyle w:val=\"Quote\"/><w:keepNext/><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/>\
             </w:numPr><w:bidi w:val=\"0\"/><w:ind w:left=\"720\" w:hanging=\"360\"/><w:jc w:val=\"center\"/>\
             <w:outlineLvl w:val=\"9\"/></w:pPr>"
        );
    }

    #[test]
    fn complex_scripts_have_their_own_switches() {
        let mut xml = XmlWriter::fragment();
        RunProps { bold: Some(true), size: Some(Length::points(10)), ..RunProps::default() }.write(&mut xml);
        assert_eq!(xml.finish(), "<w:rPr><w:b/><w:bCs/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/></w:rPr>");
    }
}
