//! Runs: characters with one look. Every string of the text passes [`text`]: forbidden characters are replaced by the
//! XML writer, tabs, line ends and the two hyphens that are elements become elements, and a stretch from right to
//! left gets a run of its own, since Word reads its font, weight and language from other switches.

use chapbook_container::XmlWriter;
use chapbook_resolve::Change;
use chapbook_theme::{Role, Style, Theme};
use chapbook_values::{Direction, Language, Length};

use super::changes;
use super::draft::{Draft, Story};
use super::looks::{LINK_COLOR, is_bold};
use super::names::{w, xmlns};
use super::run_properties::{RunLanguage, RunProps, Vertical};
use super::stylesheet::StyleKey;

/// How a run looks, and in whose hand it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunFormat<'a> {
    /// The character style.
    pub(crate) style: Option<RunStyle<'a>>,
    /// What paragraph and character style give.
    pub(crate) given: Face,
    /// What it is to be.
    pub(crate) face: Face,
    pub(crate) strike: bool,
    pub(crate) underline: bool,
    pub(crate) highlight: bool,
    pub(crate) hidden: bool,
    pub(crate) web_hidden: bool,
    pub(crate) no_proof: bool,
    pub(crate) vertical: Option<Vertical>,
    /// It looks like a link, though its character style says something else.
    pub(crate) link: bool,
    /// It stands in a link already: there are no links within links.
    pub(crate) in_link: bool,
    /// The width there is for a picture.
    pub(crate) room: Length,
    pub(crate) size: Option<Length>,
    /// The size of the paragraph's type.
    pub(crate) paragraph_size: Length,
    pub(crate) inserted: Option<&'a Change>,
    pub(crate) deleted: Option<&'a Change>,
    pub(crate) language: &'a Language,
    pub(crate) direction: Direction,
}

/// Weight and slope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    bold: bool,
    italic: bool,
    small_caps: bool,
}

/// A character style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunStyle<'a> {
    Role(Role),
    Hyperlink,
    FootnoteReference,
    EndnoteReference,
    CommentReference,
    Keyboard,
    /// One that the author named.
    Named(&'a str),
}

impl RunStyle<'_> {
    fn key(self) -> StyleKey {
        match self {
            Self::Role(role) => StyleKey::Role(role),
            Self::Hyperlink => StyleKey::Hyperlink,
            Self::FootnoteReference => StyleKey::FootnoteReference,
            Self::EndnoteReference => StyleKey::EndnoteReference,
            Self::CommentReference => StyleKey::CommentReference,
            Self::Keyboard => StyleKey::Keyboard,
            Self::Named(name) => StyleKey::NamedCharacter(name.to_owned()),
        }
    }
}

impl<'a> RunFormat<'a> {
    /// The format of plain text in a paragraph of this style.
    pub(crate) fn new(style: &Style, language: &'a Language, direction: Direction, room: Length) -> Self {
        let face = Face { bold: is_bold(style), italic: style.italic, small_caps: style.small_caps };
        Self {
            style: None,
            given: face,
            face,
            strike: false,
            underline: false,
            highlight: false,
            hidden: false,
            web_hidden: false,
            no_proof: false,
            vertical: None,
            link: false,
            in_link: false,
            room,
            size: None,
            paragraph_size: style.size,
            inserted: None,
            deleted: None,
            language,
            direction,
        }
    }

    /// Emphasis: italics, or upright among italics.
    pub(crate) fn emphasised(mut self) -> Self {
        self.face.italic = !self.face.italic;
        self
    }

    pub(crate) fn strong(mut self) -> Self {
        self.face.bold = true;
        self
    }

    pub(crate) fn small_caps(mut self) -> Self {
        self.face.small_caps = true;
        self
    }

    /// The format of a role inside a paragraph.
    pub(crate) fn with_role(mut self, theme: &Theme, role: Role) -> Self {
        let style = theme.style(role);
        match role {
            // Code takes weight and slope from its surroundings, and its size in proportion to them.
            Role::InlineCode => {
                let body = theme.style(Role::Body).size;
                if self.paragraph_size != body {
                    self.size = Some(self.paragraph_size.scale(style.size.to_scaled(), body.to_scaled()));
                }
            }
            _ => {
                let surroundings = theme.style(role.parent());
                let wanted = Face { bold: is_bold(style), italic: style.italic, small_caps: style.small_caps };
                self.given.bold |= wanted.bold && !is_bold(surroundings);
                self.given.italic |= wanted.italic && !surroundings.italic;
                self.given.small_caps |= wanted.small_caps && !surroundings.small_caps;
                self.face = wanted;
            }
        }
        self.with_style(RunStyle::Role(role))
    }

    /// The format of a character style.
    pub(crate) fn with_style(mut self, style: RunStyle<'a>) -> Self {
        self.link |= self.style == Some(RunStyle::Hyperlink);
        self.style = Some(style);
        self
    }

    /// The language of a run, where Word does not assume it.
    fn run_language(&self, document: &Language, right_to_left: bool) -> Option<RunLanguage<'a>> {
        if self.language == document {
            return None;
        }
        let tag = self.language.tag();
        let written_rtl = self.language.direction() == Direction::Rtl;
        match (right_to_left, written_rtl) {
            (true, true) => Some(RunLanguage::RightToLeft(tag)),
            (false, false) if self.language.is_cjk() => Some(RunLanguage::EastAsian(tag)),
            (false, false) => Some(RunLanguage::Western(tag)),
            // Letters of the other direction are not in this language.
            (true, false) | (false, true) => None,
        }
    }
}

/// Writes characters.
pub(crate) fn text(draft: &mut Draft<'_>, story: &mut Story, text: &str, format: &RunFormat<'_>) {
    for (part, right_to_left) in by_direction(text, format.direction) {
        let name = if format.deleted.is_some() { w::DEL_TEXT } else { w::T };
        run(draft, story, format, right_to_left, |xml| characters(xml, part, name));
    }
}

/// Writes one run with what `content` puts into it.
pub(crate) fn run(
    draft: &mut Draft<'_>,
    story: &mut Story,
    format: &RunFormat<'_>,
    right_to_left: bool,
    content: impl FnOnce(&mut XmlWriter),
) {
    let tracked = changes::open(draft, story, format);
    let differs = |wanted: bool, given: bool| (wanted != given).then_some(wanted);
    let props = RunProps {
        style: format.style.map(|style| draft.styles.id(&style.key(), draft.theme)),
        bold: differs(format.face.bold, format.given.bold),
        italic: differs(format.face.italic, format.given.italic),
        small_caps: differs(format.face.small_caps, format.given.small_caps),
        strike: format.strike,
        no_proof: format.no_proof,
        hidden: format.hidden,
        web_hidden: format.web_hidden,
        color: format.link.then_some(LINK_COLOR),
        size: format.size,
        highlight: format.highlight,
        underline: format.underline || format.link,
        vertical: format.vertical,
        right_to_left,
        language: format.run_language(&draft.resolved.language, right_to_left),
        font: None,
        tracking: None,
    };
    story.xml.open(w::R);
    props.write(&mut story.xml);
    content(&mut story.xml);
    story.xml.close();
    changes::close(story, tracked);
}

/// Writes characters into the run that is open.
pub(crate) fn characters(xml: &mut XmlWriter, text: &str, name: &'static str) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\t', '\n', '\r', '\u{AD}', '\u{2011}']).unwrap_or(rest.len());
        let (plain, tail) = rest.split_at(end);
        if !plain.is_empty() {
            xml.open(name).attr(xmlns::XML_SPACE, "preserve").text(plain).close();
        }
        let mut tail = tail.chars();
        let element = match tail.next() {
            None => break,
            Some('\t') => w::TAB,
            Some('\u{AD}') => w::SOFT_HYPHEN,
            Some('\u{2011}') => w::NO_BREAK_HYPHEN,
            Some(_) => w::BR,
        };
        xml.open(element).close();
        rest = tail.as_str();
    }
}

/// Parts of a text with the direction of each: spaces and signs between two letters of one direction go with them,
/// others with the paragraph (Unicode Standard Annex 9, N1 and N2).
fn by_direction(text: &str, direction: Direction) -> Vec<(&str, bool)> {
    let base = direction == Direction::Rtl;
    if !base && text.chars().all(|c| c < '\u{590}') {
        return if text.is_empty() { Vec::new() } else { vec![(text, false)] };
    }
    // Where each part starts.
    let mut starts = vec![(0, base)];
    let mut last = base;
    let mut neutral = None;
    for (at, c) in text.char_indices() {
        let Some(rtl) = strong(c, last) else {
            neutral.get_or_insert(at);
            continue;
        };
        if rtl != last {
            if last == base {
                starts.push((at, rtl));
            } else {
                starts.push((neutral.unwrap_or(at), base));
            }
            last = rtl;
        }
        neutral = None;
    }
    if let Some(at) = neutral.filter(|_| last != base) {
        starts.push((at, base));
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((at, rtl), end)| (&text[*at..end], *rtl))
        .filter(|(part, _)| !part.is_empty())
        .collect()
}

/// Whether a character runs from right to left; none if it has no direction of its own. Digits go with the letters
/// before them.
fn strong(c: char, last: bool) -> Option<bool> {
    let rtl = matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{200F}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}');
    if rtl {
        Some(true)
    } else if c.is_alphabetic() {
        Some(false)
    } else if c.is_numeric() {
        Some(last)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_hyphens_are_elements() {
        let mut xml = XmlWriter::fragment();
        characters(&mut xml, " a\tb\nc\u{AD}\u{1}<", w::T);
        assert_eq!(
            xml.finish(),
            "<w:t xml:space=\"preserve\"> a</w:t><w:tab/><w:t xml:space=\"preserve\">b</w:t><w:br/>\
             <w:t xml:space=\"preserve\">c</w:t><w:softHyphen/><w:t xml:space=\"preserve\">\u{FFFD}&lt;</w:t>"
        );
    }

    #[test]
    fn directions_part_the_text() {
        let ltr = |text| by_direction(text, Direction::Ltr);
        assert_eq!(ltr("plain “text”"), [("plain “text”", false)]);
        assert_eq!(ltr("a שלום עולם, b"), [("a ", false), ("שלום עולם", true), (", b", false)]);
        assert_eq!(ltr("שלום."), [("שלום", true), (".", false)]);
        let rtl = |text| by_direction(text, Direction::Rtl);
        assert_eq!(rtl("متن 12."), [("متن 12.", true)]);
        assert_eq!(rtl("متن (PDF 2) است"), [("متن (", true), ("PDF 2", false), (") است", true)]);
        assert_eq!(rtl(""), []);
    }
}
