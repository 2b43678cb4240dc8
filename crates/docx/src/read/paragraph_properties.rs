//! `w:pPr`: what a paragraph or a style says of itself (ISO/IEC 29500-1, 17.3.1).

use chapbook_container::{XmlError, XmlEvent};

use super::names::Space;
use super::package::Xml;
use super::run_properties::{self, MarkChange};
use super::values::{number, text, toggle, val};

/// Properties of a paragraph; what nothing is said of is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParagraphProps {
    /// The id of the style.
    pub(crate) style: Option<String>,
    /// `w:numId`; 0 is no list.
    pub(crate) num: Option<i64>,
    /// `w:ilvl`.
    pub(crate) level: Option<i64>,
    pub(crate) align: Option<Align>,
    /// The indents from the left, or the right where text runs from there, in twentieths of a point.
    pub(crate) start: Option<i64>,
    /// The indent from the other side.
    pub(crate) end: Option<i64>,
    pub(crate) first: Option<i64>,
    /// From 0; 9 is none.
    pub(crate) outline: Option<i64>,
    pub(crate) bidi: Option<bool>,
    pub(crate) page_break_before: Option<bool>,
    /// A line below it, or above it: what Word makes of typed hyphens.
    pub(crate) ruled: bool,
    pub(crate) framed: bool,
    /// No space below, or none between paragraphs of one style.
    pub(crate) closed: bool,
    pub(crate) section: Option<SectionBreak>,
    pub(crate) mark: MarkChange,
    /// A tracked change of nothing but the look.
    pub(crate) look_changed: bool,
}

/// How the lines of a paragraph stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Center,
    Right,
    Justified,
}

/// How a section begins, and how its text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SectionBreak {
    /// On the same page.
    pub(crate) continuous: bool,
    /// In several columns.
    pub(crate) columns: bool,
}

/// Reads what is left of a `w:pPr` that just started.
pub(crate) fn read(xml: &mut Xml<'_>) -> Result<ParagraphProps, XmlError> {
    let mut props = ParagraphProps::default();
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(event) = xml.next()? else { break };
        let XmlEvent::Start(Space::W, name) = event else { continue };
        match name {
            "pStyle" => props.style = text(xml, "val"),
            "numId" => props.num = number(xml, "val"),
            "ilvl" => props.level = number(xml, "val"),
            "jc" => props.align = align(xml),
            "ind" => {
                props.start = number(xml, "start").or_else(|| number(xml, "left"));
                props.end = number(xml, "end").or_else(|| number(xml, "right"));
                let hanging = number(xml, "hanging").map(|hanging| -hanging);
                props.first = hanging.or_else(|| number(xml, "firstLine"));
            }
            "spacing" => props.closed |= number(xml, "after") == Some(0),
            "contextualSpacing" => props.closed |= toggle(xml),
            "outlineLvl" => props.outline = number(xml, "val"),
            "bidi" => props.bidi = Some(toggle(xml)),
            "pageBreakBefore" => props.page_break_before = Some(toggle(xml)),
            "pBdr" => props.ruled = ruled(xml)?,
            "framePr" => props.framed = true,
            "rPr" => {
                let (run, mark) = run_properties::read(xml)?;
                props.mark = mark;
                props.look_changed |= run.look_changed;
            }
            "sectPr" => props.section = Some(section(xml)?),
            "pPrChange" => {
                props.look_changed = true;
                xml.skip()?;
            }
            _look => {}
        }
    }
    Ok(props)
}

fn align(xml: &Xml<'_>) -> Option<Align> {
    match val(xml)? {
        "left" | "start" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::Right),
        "both" | "distribute" => Some(Align::Justified),
        _ => None,
    }
}

/// Whether a line is drawn below or above, and none at the sides.
fn ruled(xml: &mut Xml<'_>) -> Result<bool, XmlError> {
    let (mut line, mut side) = (false, false);
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(event) = xml.next()? else { break };
        let XmlEvent::Start(Space::W, name) = event else { continue };
        let drawn = val(xml).is_some_and(|kind| !matches!(kind, "none" | "nil"));
        line |= drawn && matches!(name, "bottom" | "top");
        side |= drawn && matches!(name, "left" | "right" | "start" | "end");
    }
    Ok(line && !side)
}

/// Reads what is left of a `w:sectPr` that just started.
pub(crate) fn section(xml: &mut Xml<'_>) -> Result<SectionBreak, XmlError> {
    let mut section = SectionBreak::default();
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(event) = xml.next()? else { break };
        let XmlEvent::Start(Space::W, name) = event else { continue };
        if name == "type" {
            section.continuous = val(xml) == Some("continuous");
        } else if name == "cols" {
            section.columns = number(xml, "num").is_some_and(|number| number > 1);
        } else if name == "sectPrChange" {
            xml.skip()?;
        }
    }
    Ok(section)
}

impl ParagraphProps {
    /// These properties over those of the style that this one is based on, as far as they are inherited.
    pub(crate) fn over(&self, base: &ParagraphProps) -> ParagraphProps {
        ParagraphProps {
            num: self.num.or(base.num),
            level: self.level.or(base.level),
            align: self.align.or(base.align),
            start: self.start.or(base.start),
            end: self.end.or(base.end),
            first: self.first.or(base.first),
            outline: self.outline.or(base.outline),
            bidi: self.bidi.or(base.bidi),
            page_break_before: self.page_break_before.or(base.page_break_before),
            ruled: self.ruled || base.ruled,
            framed: self.framed || base.framed,
            closed: self.closed,
            style: self.style.clone(),
            section: self.section,
            mark: self.mark.clone(),
            look_changed: self.look_changed,
        }
    }
}
