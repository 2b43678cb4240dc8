//! The properties of paragraphs, written in the one order that the schema allows (ISO/IEC 29500-1, 17.3.1.26). Who has
//! which is said elsewhere: in styles, and at paragraphs.

use chapbook_container::XmlWriter;
use chapbook_values::Length;

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
    /// What became of the paragraph mark: the finished `w:rPr`.
    pub(crate) mark: Option<String>,
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
            mark,
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
        for finished in [mark, section].into_iter().flatten() {
            xml.raw(finished);
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
        xml.open(*edge).attr(w::VAL, kind).attr("w:sz", size).attr(w::SPACE, space);
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
}
