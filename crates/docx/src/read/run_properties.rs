//! `w:rPr`: what a run, a style or a paragraph's mark says of its look (ISO/IEC 29500-1, 17.3.2).

use chapbook_container::{XmlError, XmlEvent};
use chapbook_model::Change;

use super::names::Space;
use super::package::Xml;
use super::values::{number, text, toggle, val};

/// Properties of runs; what nothing is said of is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunProps {
    /// The id of the character style.
    pub(crate) style: Option<String>,
    pub(crate) bold: Option<bool>,
    pub(crate) bold_complex: Option<bool>,
    pub(crate) italic: Option<bool>,
    pub(crate) italic_complex: Option<bool>,
    pub(crate) small_caps: Option<bool>,
    pub(crate) caps: Option<bool>,
    pub(crate) strike: Option<bool>,
    pub(crate) hidden: Option<bool>,
    pub(crate) underline: Option<bool>,
    pub(crate) highlight: Option<bool>,
    pub(crate) vertical: Option<Vertical>,
    pub(crate) right_to_left: Option<bool>,
    pub(crate) western: Option<String>,
    pub(crate) east_asian: Option<String>,
    pub(crate) complex: Option<String>,
    /// A font of a fixed width.
    pub(crate) mono: bool,
    /// Font, size, colour or the like.
    pub(crate) other: Option<&'static str>,
    /// A tracked change of nothing but the look.
    pub(crate) look_changed: bool,
}

/// Above or below the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vertical {
    Baseline,
    Superscript,
    Subscript,
}

/// What a paragraph's mark says besides its look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MarkChange {
    pub(crate) inserted: Option<Change>,
    pub(crate) deleted: Option<Change>,
}

/// Reads what is left of a `w:rPr` that just started.
pub(crate) fn read(xml: &mut Xml<'_>) -> Result<(RunProps, MarkChange), XmlError> {
    let mut props = RunProps::default();
    let mut mark = MarkChange::default();
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(event) = xml.next()? else { break };
        let XmlEvent::Start(Space::W, name) = event else { continue };
        match name {
            "rStyle" => props.style = text(xml, "val"),
            "b" => props.bold = Some(toggle(xml)),
            "bCs" => props.bold_complex = Some(toggle(xml)),
            "i" => props.italic = Some(toggle(xml)),
            "iCs" => props.italic_complex = Some(toggle(xml)),
            "smallCaps" => props.small_caps = Some(toggle(xml)),
            "caps" => props.caps = Some(toggle(xml)),
            "strike" | "dstrike" => props.strike = Some(props.strike == Some(true) || toggle(xml)),
            "vanish" => props.hidden = Some(toggle(xml)),
            "u" => props.underline = Some(val(xml).is_some_and(|kind| kind != "none")),
            "highlight" => props.highlight = Some(val(xml).is_some_and(|color| color != "none")),
            "vertAlign" => {
                props.vertical = Some(match val(xml) {
                    Some("superscript") => Vertical::Superscript,
                    Some("subscript") => Vertical::Subscript,
                    Some(_) | None => Vertical::Baseline,
                });
            }
            "rtl" => props.right_to_left = Some(toggle(xml)),
            "lang" => {
                props.western = text(xml, "val");
                props.east_asian = text(xml, "eastAsia");
                props.complex = text(xml, "bidi");
            }
            "rFonts" => {
                let font = xml.attribute(Space::W, "ascii").or_else(|| xml.attribute(Space::W, "hAnsi"));
                props.mono = font.is_some_and(is_mono);
                props.other = Some("font");
            }
            "color" if val(xml).is_some_and(|color| color != "auto") => props.other = Some("colour"),
            "sz" if number(xml, "val").is_some() => props.other = Some("size"),
            "rPrChange" => {
                props.look_changed = true;
                xml.skip()?;
            }
            "ins" | "moveTo" => mark.inserted = Some(change(xml)),
            "del" | "moveFrom" => mark.deleted = Some(change(xml)),
            _look => {}
        }
    }
    Ok((props, mark))
}

/// Whether a font's letters are all of one width, as far as its name says it.
fn is_mono(font: &str) -> bool {
    let font = font.to_lowercase();
    ["courier", "consolas", "monaco", "menlo", "mono", "source code"].iter().any(|name| font.contains(name))
}

/// Author and date of the change that just started.
pub(crate) fn change(xml: &Xml<'_>) -> Change {
    let given = |name| text(xml, name).filter(|text| !text.trim().is_empty());
    // "Author" is what Word writes in place of names that were taken out.
    Change { author: given("author").filter(|name| name != NOBODY), date: given("date").filter(|date| is_dated(date)) }
}

/// What Word writes where nobody is named.
pub(crate) const NOBODY: &str = "Author";

impl RunProps {
    /// These properties over those of the style that this one is based on.
    pub(crate) fn over(&self, base: &RunProps) -> RunProps {
        RunProps {
            style: self.style.clone(),
            bold: self.bold.or(base.bold),
            bold_complex: self.bold_complex.or(base.bold_complex),
            italic: self.italic.or(base.italic),
            italic_complex: self.italic_complex.or(base.italic_complex),
            small_caps: self.small_caps.or(base.small_caps),
            caps: self.caps.or(base.caps),
            strike: self.strike.or(base.strike),
            hidden: self.hidden.or(base.hidden),
            underline: self.underline.or(base.underline),
            highlight: self.highlight.or(base.highlight),
            vertical: self.vertical.or(base.vertical),
            right_to_left: self.right_to_left.or(base.right_to_left),
            western: self.western.clone().or_else(|| base.western.clone()),
            east_asian: self.east_asian.clone().or_else(|| base.east_asian.clone()),
            complex: self.complex.clone().or_else(|| base.complex.clone()),
            mono: self.mono || base.mono,
            other: self.other.or(base.other),
            look_changed: false,
        }
    }

    /// Weight and slope as a run from right to left, or from left to right, has them.
    pub(crate) fn face(&self, right_to_left: bool) -> (Option<bool>, Option<bool>) {
        if right_to_left { (self.bold_complex, self.italic_complex) } else { (self.bold, self.italic) }
    }
}
/// LibreOffice writes a day of the year 0 where it knows none.
fn is_dated(date: &str) -> bool {
    !date.starts_with("0-") && !date.starts_with("0000-")
}
