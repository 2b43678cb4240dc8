//! The parts that hold little: settings, the font table, DrawingML's theme. Styles name real fonts, so nothing in
//! the text depends on the last of them; it is there since readers expect it.

use std::collections::BTreeSet;

use chapbook_container::XmlWriter;
use chapbook_theme::{Role, Theme};
use chapbook_values::{Direction, Language};

use super::looks::family;
use super::names::{a, namespace, w, xmlns};
use super::properties::{number, toggle, value};

/// The ids of the two separators among footnotes and among endnotes.
pub(crate) const SEPARATOR: i32 = -1;
/// See [`SEPARATOR`].
pub(crate) const CONTINUATION_SEPARATOR: i32 = 0;

/// What `word/settings.xml` has to say about the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings<'a> {
    pub(crate) track_changes: bool,
    /// Left and right pages have lines of their own.
    pub(crate) even_and_odd: bool,
    pub(crate) footnotes: bool,
    pub(crate) endnotes: bool,
    /// Endnotes stand at the end of their section instead of the document's.
    pub(crate) endnotes_by_section: bool,
    pub(crate) language: &'a Language,
    pub(crate) direction: Direction,
}

/// Writes `word/settings.xml`. Fields are not updated on opening, since Word would ask the reader first: their
/// cached results are right.
pub(crate) fn settings(theme: &Theme, settings: Settings<'_>) -> String {
    let Settings { track_changes, even_and_odd, footnotes, endnotes, endnotes_by_section, language, direction } =
        settings;
    let mut xml = XmlWriter::new();
    xml.open(w::SETTINGS).attr(xmlns::W, namespace::W);
    xml.open(w::ZOOM).attr(w::PERCENT, "100").close();
    toggle(&mut xml, w::MIRROR_MARGINS, theme.page.facing.then_some(true));
    toggle(&mut xml, w::TRACK_REVISIONS, track_changes.then_some(true));
    number(&mut xml, w::DEFAULT_TAB_STOP, 720);
    toggle(&mut xml, w::AUTO_HYPHENATION, Some(theme.text.hyphenate));
    toggle(&mut xml, w::EVEN_AND_ODD_HEADERS, even_and_odd.then_some(true));
    value(&mut xml, w::CHARACTER_SPACING_CONTROL, Some("doNotCompress"));
    if footnotes {
        xml.open(w::FOOTNOTE_PR);
        separators(&mut xml, w::FOOTNOTE);
        xml.close();
    }
    if endnotes {
        xml.open(w::ENDNOTE_PR);
        if endnotes_by_section {
            value(&mut xml, w::POS, Some("sectEnd"));
        }
        // Word's own is lower-case roman.
        value(&mut xml, w::NUM_FMT, Some("decimal"));
        separators(&mut xml, w::ENDNOTE);
        xml.close();
    }
    xml.open(w::COMPAT);
    // A line that ends in a break is not stretched to the full measure.
    toggle(&mut xml, w::DO_NOT_EXPAND_SHIFT_RETURN, Some(true));
    // 15 is Word 2013 and later; without it Word opens the file in compatibility mode.
    for (name, setting) in [
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
    ] {
        xml.open(w::COMPAT_SETTING).attr(w::NAME, name).attr(w::URI, namespace::WORD).attr(w::VAL, setting).close();
    }
    xml.close();
    xml.open(w::THEME_FONT_LANG);
    match (direction, language.is_cjk()) {
        (Direction::Rtl, _) => xml.attr(w::VAL, "en-US").attr(w::BIDI, language.tag()),
        (Direction::Ltr, true) => xml.attr(w::VAL, "en-US").attr(w::EAST_ASIA, language.tag()),
        (Direction::Ltr, false) => xml.attr(w::VAL, language.tag()),
    };
    xml.close();
    value(&mut xml, w::DECIMAL_SYMBOL, Some("."));
    value(&mut xml, w::LIST_SEPARATOR, Some(","));
    xml.close();
    xml.finish()
}

fn separators(xml: &mut XmlWriter, name: &'static str) {
    for id in [SEPARATOR, CONTINUATION_SEPARATOR] {
        xml.open(name).attr(w::ID, id.to_string()).close();
    }
}

/// Writes `word/fontTable.xml`: the fonts that styles name.
pub(crate) fn font_table(theme: &Theme) -> String {
    let mut families: BTreeSet<&str> = Role::ALL.iter().map(|role| family(theme, &theme.style(*role).family)).collect();
    families.insert(&theme.text.family);
    families.insert(&theme.text.mono);
    let mut xml = XmlWriter::new();
    xml.open(w::FONTS).attr(xmlns::W, namespace::W);
    for name in families {
        let fixed = name == theme.text.mono;
        xml.open(w::FONT).attr(w::NAME, name);
        xml.open(w::CHARSET).attr(w::VAL, "00").close();
        value(&mut xml, w::FAMILY, Some(if fixed { "modern" } else { "auto" }));
        value(&mut xml, w::PITCH, Some(if fixed { "fixed" } else { "variable" }));
        xml.close();
    }
    xml.close();
    xml.finish()
}

/// Writes `word/theme/theme1.xml`, as small as the schema allows (ISO/IEC 29500-1, 20.1.6).
pub(crate) fn drawing_theme(theme: &Theme) -> String {
    let mut xml = XmlWriter::new();
    xml.open(a::THEME).attr(xmlns::A, namespace::A).attr("name", "Chapbook").open(a::THEME_ELEMENTS);
    colors(&mut xml);
    xml.open(a::FONT_SCHEME).attr("name", "Chapbook");
    for font in [a::MAJOR_FONT, a::MINOR_FONT] {
        xml.open(font);
        xml.open(a::LATIN).attr("typeface", &theme.text.family).close();
        xml.open(a::EA).attr("typeface", "").close();
        xml.open(a::CS).attr("typeface", "").close();
        xml.close();
    }
    xml.close();
    xml.open(a::FMT_SCHEME).attr("name", "Chapbook");
    fills(&mut xml, a::FILL_STYLE_LST);
    xml.open(a::LN_STYLE_LST);
    for width in ["6350", "12700", "19050"] {
        xml.open(a::LN).attr("w", width);
        placeholder_fill(&mut xml);
        xml.close();
    }
    xml.close();
    xml.open(a::EFFECT_STYLE_LST);
    for _ in 0..3 {
        xml.open(a::EFFECT_STYLE).open(a::EFFECT_LST).close().close();
    }
    xml.close();
    fills(&mut xml, a::BG_FILL_STYLE_LST);
    xml.close().close().close();
    xml.finish()
}

fn colors(xml: &mut XmlWriter) {
    xml.open(a::CLR_SCHEME).attr("name", "Chapbook");
    for (name, system, color) in [("a:dk1", "windowText", "000000"), ("a:lt1", "window", "FFFFFF")] {
        xml.open(name).open(a::SYS_CLR).attr("val", system).attr("lastClr", color).close().close();
    }
    for (name, color) in [
        ("a:dk2", "44546A"),
        ("a:lt2", "E7E6E6"),
        ("a:accent1", "4472C4"),
        ("a:accent2", "ED7D31"),
        ("a:accent3", "A5A5A5"),
        ("a:accent4", "FFC000"),
        ("a:accent5", "5B9BD5"),
        ("a:accent6", "70AD47"),
        ("a:hlink", "0563C1"),
        ("a:folHlink", "954F72"),
    ] {
        xml.open(name).open(a::SRGB_CLR).attr("val", color).close().close();
    }
    xml.close();
}

fn fills(xml: &mut XmlWriter, list: &'static str) {
    xml.open(list);
    for _ in 0..3 {
        placeholder_fill(xml);
    }
    xml.close();
}

fn placeholder_fill(xml: &mut XmlWriter) {
    xml.open(a::SOLID_FILL).open(a::SCHEME_CLR).attr("val", "phClr").close().close();
}
