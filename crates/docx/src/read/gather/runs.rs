//! Runs: their looks, and what stands in them. A look is told by what differs from the paragraph's: bold words in a
//! bold heading are no emphasis.

use chapbook_container::XmlError;
use chapbook_source::codes;

use super::super::leaf::NoteStory;
use super::super::names::Space;
use super::super::package::{Target, Xml};
use super::super::roles::Inked;
use super::super::run_properties::{self, RunProps};
use super::super::story::{Link, LinkTarget, Look, What, to_u32};
use super::super::values::{number, text};
use super::{Frame, Gather};

impl Gather<'_> {
    pub(super) fn open_run(&mut self) -> Frame {
        let outside = self.look;
        self.look = Look::default();
        Frame::Run(outside)
    }

    pub(super) fn run_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let (props, _) = run_properties::read(xml)?;
        if props.look_changed {
            self.lose(&codes::IMPORT_LOOK, super::LOOK_CHANGED);
        }
        // Of what does not stand in a run, only runs have looks.
        if matches!(self.frames.last(), Some(Frame::Run(_))) {
            self.look = self.look_of(&props);
        }
        Ok(())
    }

    fn look_of(&mut self, direct: &RunProps) -> Look {
        let plain = RunProps::default();
        let styles = self.styles;
        let paragraph_style = self.open.last().and_then(|p| styles.paragraph(p.props.style.as_deref()));
        let paragraph = paragraph_style.map_or(&plain, |style| &style.run);
        let number = direct.style.as_deref().and_then(|id| styles.character(id));
        let style = number.map(|number| styles.get(number));
        let inked = style.and_then(|style| style.inked).unwrap_or(Inked::Plain);
        let of_style = style.map_or(&plain, |style| &style.run);
        let rtl = direct.right_to_left == Some(true);
        // What a style of a known purpose gives is said by the purpose.
        let named = !matches!(inked, Inked::Own | Inked::Strong | Inked::Emphasis);
        let switch = |default: Option<bool>, paragraph: Option<bool>, style: Option<bool>, direct: Option<bool>| {
            let (default, on) = (default == Some(true), paragraph == Some(true));
            let style = style == Some(true);
            // ISO/IEC 29500-1, 17.7.3: bold and bold is regular, between a paragraph's style and a run's.
            let given = default || on != (style && named);
            (direct.unwrap_or(default || on != style), given)
        };
        let defaults = &styles.defaults;
        let ((d_b, d_i), (p_b, p_i)) = (defaults.face(rtl), paragraph.face(rtl));
        let ((s_b, s_i), (r_b, r_i)) = (of_style.face(rtl), direct.face(rtl));
        let (bold, bold_given) = switch(d_b, p_b, s_b, r_b);
        let (italic, italic_given) = switch(d_i, p_i, s_i, r_i);
        let (small, small_given) =
            switch(defaults.small_caps, paragraph.small_caps, of_style.small_caps, direct.small_caps);
        let (strike, strike_given) = switch(defaults.strike, paragraph.strike, of_style.strike, direct.strike);
        let simple = |paragraph: Option<bool>, style: Option<bool>, direct: Option<bool>| {
            let given = if named { style.or(paragraph) } else { paragraph };
            direct.or(style).or(paragraph) == Some(true) && given != Some(true)
        };
        let reference = style.is_some_and(|style| is_reference(&style.name));
        let link = self.context.link.is_some();
        let vertical = direct.vertical.or(if named { None } else { of_style.vertical });
        let look = Look {
            strong: bold && !bold_given || inked == Inked::Strong && r_b.is_none() && !bold_given,
            emphasis: italic != italic_given || inked == Inked::Emphasis && r_i.is_none() && !italic_given,
            strike: strike && !strike_given,
            small_caps: small && !small_given,
            underline: !link && simple(paragraph.underline, of_style.underline, direct.underline),
            highlight: simple(paragraph.highlight, of_style.highlight, direct.highlight),
            vertical: vertical.filter(|_| !reference).filter(|v| *v != run_properties::Vertical::Baseline),
            code: inked == Inked::Code || inked == Inked::Own && of_style.mono,
            keyboard: inked == Inked::Keyboard,
            credit: inked == Inked::Credit,
            caption_label: inked == Inked::CaptionLabel,
            reference,
            own_style: number.filter(|_| inked == Inked::Own && !of_style.mono).map(to_u32),
            language: self.language(direct, rtl),
        };
        if direct.hidden == Some(true) && self.fields.is_empty() {
            self.lose(&codes::IMPORT_LOOK, "hidden text was kept and is not hidden");
        }
        if direct.caps == Some(true) {
            self.lose(&codes::IMPORT_LOOK, "letters that were shown as capitals are as they were typed");
        }
        if let Some(other) = direct.other.filter(|_| !link && !look.code) {
            self.lose(&codes::IMPORT_LOOK, format!("a {other} that was set by hand was left out"));
        }
        look
    }

    /// The language that a run is marked with.
    fn language(&mut self, direct: &RunProps, rtl: bool) -> Option<u32> {
        let tag = if rtl { direct.complex.as_ref() } else { direct.western.as_ref().or(direct.east_asian.as_ref()) }?;
        Some(self.out.language(tag))
    }

    pub(super) fn text(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let text = xml.text_of()?;
        if !text.is_empty() {
            self.push(What::Text(text));
        }
        Ok(())
    }

    pub(super) fn character(&mut self, xml: &mut Xml<'_>, name: &str) -> Result<(), XmlError> {
        let what = match name {
            "tab" => What::Text("\t".to_owned()),
            "noBreakHyphen" => What::Text("\u{2011}".to_owned()),
            "softHyphen" => What::Text("\u{AD}".to_owned()),
            "sym" => {
                let code = xml.attribute(Space::W, "char").and_then(|hex| u32::from_str_radix(hex, 16).ok());
                let font = text(xml, "font").unwrap_or_default();
                let character = code.and_then(char::from_u32).unwrap_or('\u{FFFD}');
                self.lose(&codes::IMPORT_TEXT, format!("a sign of the font {font:?} may look otherwise"));
                What::Text(symbol(&font, character).to_string())
            }
            "br" => match xml.attribute(Space::W, "type") {
                Some("page") => What::PageBreak,
                Some("column") => {
                    self.lose(&codes::IMPORT_LOOK, "a column break is a line break");
                    What::LineBreak
                }
                Some(_) | None => What::LineBreak,
            },
            _ => What::LineBreak,
        };
        self.frames.push(Frame::Plain);
        self.push(what);
        Ok(())
    }

    pub(super) fn call(&mut self, xml: &mut Xml<'_>, endnote: bool) -> Result<(), XmlError> {
        let kind = if endnote { NoteStory::Endnote } else { NoteStory::Footnote };
        let own_mark = xml
            .attribute(Space::W, "customMarkFollows")
            .is_some_and(|_| !matches!(xml.attribute(Space::W, "customMarkFollows"), Some("0" | "false" | "off")));
        let id = number(xml, "id");
        self.frames.push(Frame::Plain);
        match id {
            Some(id) => self.push(What::Note { kind, id, own_mark }),
            None => self.lose(&codes::IMPORT_REPAIRED, "a call of a note without an id was left out"),
        }
        Ok(())
    }

    pub(super) fn remark(&mut self, xml: &mut Xml<'_>, name: &str) -> Result<(), XmlError> {
        let id = number(xml, "id");
        self.frames.push(Frame::Plain);
        let Some(id) = id else {
            self.lose(&codes::IMPORT_REPAIRED, "the place of a comment without an id was left out");
            return Ok(());
        };
        let what = match name {
            "commentRangeStart" => What::CommentStart(id),
            "commentRangeEnd" => What::CommentEnd(id),
            _ => What::CommentMark(id),
        };
        if self.open.is_empty() && what == What::CommentEnd(id) {
            // Between paragraphs, an end belongs to the paragraph before.
            if let Some(last) = self.out.paragraphs.last_mut() {
                let piece = super::super::story::Piece {
                    what,
                    look: Look::default(),
                    link: None,
                    inserted: None,
                    deleted: None,
                    field: None,
                };
                last.pieces.push(piece);
            }
            return Ok(());
        }
        if self.open.is_empty() {
            // A start belongs to the paragraph after; its mark says enough if there is none.
            return Ok(());
        }
        self.push(what);
        Ok(())
    }

    pub(super) fn hyperlink(&mut self, xml: &Xml<'_>) -> Frame {
        let frame = Frame::Wrap(self.context);
        let place = text(xml, "anchor").filter(|place| !place.is_empty());
        let title = text(xml, "tooltip").filter(|title| !title.is_empty());
        let target = xml.attribute(Space::R, "id").map(|id| self.relationships.get(id).map(|r| r.target.clone()));
        let target = match (target, place) {
            (Some(Some(Target::External(url))), place) => {
                let place = place.map(|place| format!("#{place}")).unwrap_or_default();
                Some(LinkTarget::Url(format!("{url}{place}")))
            }
            (Some(Some(Target::Part(_) | Target::Outside) | None), None) => {
                self.lose(&codes::IMPORT_TEXT, "a link that leads nowhere was kept as its text");
                None
            }
            (_, Some(place)) => Some(LinkTarget::Bookmark(place)),
            (None, None) => {
                self.lose(&codes::IMPORT_TEXT, "a link that leads nowhere was kept as its text");
                None
            }
        };
        if let Some(target) = target {
            self.context.link = Some(self.out.link(Link { target, title }));
        }
        frame
    }
}

/// Whether a style is that of the marks of notes and comments.
fn is_reference(name: &str) -> bool {
    let name = name.to_lowercase();
    matches!(
        name.as_str(),
        "footnote reference"
            | "endnote reference"
            | "annotation reference"
            | "footnote anchor"
            | "endnote anchor"
            | "footnote characters"
            | "endnote characters"
    )
}

/// The Unicode character of a sign of the two fonts that Word's bullets and arrows come from, where there is one.
fn symbol(font: &str, character: char) -> char {
    let code = u32::from(character) & 0xFF;
    match (font.to_lowercase().as_str(), code) {
        ("symbol", 0xB7) => '•',
        ("symbol", 0xAE) => '→',
        ("symbol", 0xB0) => '°',
        ("symbol", 0xB1) => '±',
        ("symbol", 0xB4) => '×',
        ("wingdings", 0xE0) => '→',
        ("wingdings", 0xDF) => '←',
        ("wingdings", 0xFC) => '✓',
        ("wingdings", 0xA8 | 0x6F) => '☐',
        ("wingdings", 0xFE) => '☑',
        ("wingdings", 0x4A) => '☺',
        _ => character,
    }
}
