//! One XML document that a stranger sent, read event by event, with limits. Names are resolved: an element is known by
//! its namespace and local name, whatever the prefix. References are resolved, entities of a document's own are refused,
//! and what is no well-formed XML is an error and no guess. Nothing here is recursive.

use std::borrow::Cow;
use std::fmt;

use quick_xml::events::Event;

use crate::is_xml_char;

/// How large the pieces of a document may be. There is no default: each format has its own, and names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlLimits {
    /// The most elements within each other.
    pub depth: usize,
    /// The most attributes of an element.
    pub attributes: usize,
    /// The most bytes of an attribute's value.
    pub value: usize,
    /// The most bytes of a text without markup in it.
    pub text: usize,
}

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlError {
    /// It is neither UTF-8 nor UTF-16, or says that it is something else.
    Encoding,
    /// It has a document type declaration.
    Dtd,
    /// It holds a character that XML 1.0 forbids, as it is or as a reference.
    Character,
    /// It refers to an entity that XML does not define.
    Entity,
    /// It is not well-formed: tags that do not match, attributes that are none.
    Syntax,
    /// Elements are still open where it ends, or it has no element at all.
    CutOff,
    /// Elements nest deeper than allowed.
    TooDeep {
        /// The most elements within each other.
        limit: usize,
    },
    /// An element has more attributes than allowed, or a larger one.
    Attributes,
    /// A text is larger than allowed.
    Text,
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => f.write_str("it is neither UTF-8 nor UTF-16"),
            Self::Dtd => f.write_str("it has a document type declaration, which is refused"),
            Self::Character => f.write_str("it holds a control character that XML forbids"),
            Self::Entity => f.write_str("it refers to an entity that is not defined"),
            Self::Syntax => f.write_str("it is not well-formed XML"),
            Self::CutOff => f.write_str("it ends before its elements do"),
            Self::TooDeep { limit } => write!(f, "its elements nest deeper than {limit} levels"),
            Self::Attributes => f.write_str("an element has too many attributes, or too large a one"),
            Self::Text => f.write_str("it has a text that is too large"),
        }
    }
}

impl std::error::Error for XmlError {}

/// The text of a document: UTF-8, or UTF-16 by its byte order mark or its first character (XML 1.0, appendix F).
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, XmlError> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [b'<', 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, b'<', ..] => utf16(bytes, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, XmlError> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| XmlError::Encoding)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'static, str>, XmlError> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(XmlError::Encoding);
    }
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.map(Cow::Owned).map_err(|_| XmlError::Encoding)
}

/// The most prefixes that are bound at a place: programs bind a few dozen.
const MAX_BINDINGS: usize = 1024;

/// What comes next in a document. An empty element is a start and an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlEvent<'a, S> {
    /// An element starts: its namespace and local name. The reader has its attributes until the next event.
    Start(S, &'a str),
    /// The innermost element ends.
    End,
    /// Text, in as many pieces as it pleases.
    Text(Cow<'a, str>),
}

/// Reads an XML document. `S` is what the caller calls a namespace.
pub struct XmlReader<'a, S> {
    source: &'a str,
    inner: quick_xml::Reader<&'a [u8]>,
    limits: XmlLimits,
    /// What a namespace's name means to the caller; the empty name is that of no namespace.
    space_of: fn(&str) -> S,
    /// Prefixes that are bound: by the element of which depth, the prefix, the namespace.
    bindings: Vec<(usize, &'a str, S)>,
    attributes: Vec<(S, &'a str, Cow<'a, str>)>,
    depth: usize,
    started: bool,
}

impl<S> fmt::Debug for XmlReader<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("XmlReader").field("depth", &self.depth).finish_non_exhaustive()
    }
}

impl<'a, S: Copy + PartialEq> XmlReader<'a, S> {
    /// Reads a text; see [`decode`].
    pub fn new(text: &'a str, limits: XmlLimits, space_of: fn(&str) -> S) -> Self {
        let mut inner = quick_xml::Reader::from_str(text);
        let config = inner.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        config.allow_unmatched_ends = false;
        config.allow_dangling_amp = false;
        Self {
            source: text,
            inner,
            limits,
            space_of,
            bindings: Vec::new(),
            attributes: Vec::new(),
            depth: 0,
            started: false,
        }
    }

    /// The next event; nothing at the end.
    #[expect(clippy::should_implement_trait, reason = "events borrow attributes from the reader, as no iterator can")]
    pub fn next(&mut self) -> Result<Option<XmlEvent<'a, S>>, XmlError> {
        loop {
            let at = usize::try_from(self.inner.buffer_position()).unwrap_or(usize::MAX - 1);
            match self.inner.read_event().map_err(|_| XmlError::Syntax)? {
                Event::Start(start) | Event::Empty(start) => {
                    // The same text with the life of the source: the event lends it for its own.
                    let tag = self.source.get(at + 1..at + 1 + start.len()).ok_or(XmlError::Syntax)?;
                    return self.start(tag).map(Some);
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    while self.bindings.last().is_some_and(|(depth, _, _)| *depth > self.depth) {
                        self.bindings.pop();
                    }
                    return Ok(Some(XmlEvent::End));
                }
                Event::Text(text) => {
                    let text = text.into_inner();
                    if let Some(text) = self.text(line_ends(text))? {
                        return Ok(Some(text));
                    }
                }
                Event::CData(text) => {
                    let text = text.into_inner();
                    if let Some(text) = self.text(line_ends(text))? {
                        return Ok(Some(text));
                    }
                }
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => Cow::Owned(c.to_string()),
                        Ok(None) => {
                            let name = reference.into_inner();
                            Cow::Borrowed(predefined(&name).ok_or(XmlError::Entity)?)
                        }
                        Err(_) => return Err(XmlError::Character),
                    };
                    if let Some(text) = self.text(resolved)? {
                        return Ok(Some(text));
                    }
                }
                Event::Decl(declaration) => {
                    if let Some(encoding) = declaration.encoding() {
                        let encoding = encoding.map_err(|_| XmlError::Syntax)?.to_ascii_lowercase();
                        if !matches!(
                            encoding.as_str(),
                            "utf-8" | "utf8" | "utf-16" | "utf-16le" | "utf-16be" | "us-ascii"
                        ) {
                            return Err(XmlError::Encoding);
                        }
                    }
                }
                Event::DocType(_) => return Err(XmlError::Dtd),
                // Remarks and instructions are no content.
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => {
                    let whole = self.started && self.depth == 0;
                    return if whole { Ok(None) } else { Err(XmlError::CutOff) };
                }
            }
        }
    }

    /// How many elements are open: after a start, that element is among them.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// An attribute of the element that just started.
    pub fn attribute(&self, space: S, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(s, n, _)| *s == space && *n == name).map(|(_, _, value)| &**value)
    }

    /// All attributes of the element that just started: namespace, local name, value.
    pub fn attributes(&self) -> impl Iterator<Item = (S, &str, &str)> {
        self.attributes.iter().map(|(space, name, value)| (*space, *name, &**value))
    }

    /// The namespace that a prefix is bound to here.
    pub fn namespace(&self, prefix: &str) -> S {
        self.resolve(prefix)
    }

    /// Passes over what is left of the element that just started.
    pub fn skip(&mut self) -> Result<(), XmlError> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// The text of the element that just started, with that of all elements in it.
    pub fn text_of(&mut self) -> Result<String, XmlError> {
        let outside = self.depth.saturating_sub(1);
        let mut out = String::new();
        while self.depth > outside {
            match self.next()? {
                Some(XmlEvent::Text(text)) => {
                    out.push_str(&text);
                    if out.len() > self.limits.text {
                        return Err(XmlError::Text);
                    }
                }
                Some(XmlEvent::Start(_, _) | XmlEvent::End) => {}
                None => break,
            }
        }
        Ok(out)
    }

    fn start(&mut self, tag: &'a str) -> Result<XmlEvent<'a, S>, XmlError> {
        if self.depth == 0 && self.started {
            return Err(XmlError::Syntax);
        }
        self.started = true;
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(XmlError::TooDeep { limit: self.limits.depth });
        }
        self.attributes.clear();
        // Prefixes may be bound after they are used.
        let mut named: Vec<(&'a str, Cow<'a, str>)> = Vec::new();
        let mut count = 0;
        let (name, rest) = tag.split_at(tag.find(SPACE).unwrap_or(tag.len()));
        for attribute in attributes_of(rest) {
            let (key, value) = attribute?;
            count += 1;
            if count > self.limits.attributes || value.len() > self.limits.value {
                return Err(XmlError::Attributes);
            }
            if !value.chars().all(is_xml_char) {
                return Err(XmlError::Character);
            }
            if named.iter().any(|(known, _)| *known == key) {
                return Err(XmlError::Syntax);
            }
            if key == "xmlns" {
                self.bindings.push((self.depth, "", (self.space_of)(&value)));
            } else if let Some(prefix) = key.strip_prefix("xmlns:") {
                self.bindings.push((self.depth, prefix, (self.space_of)(&value)));
            } else {
                named.push((key, value));
            }
        }
        // Each name is looked for among them.
        if self.bindings.len() > MAX_BINDINGS {
            return Err(XmlError::Attributes);
        }
        for (key, value) in named {
            // An attribute without prefix is in no namespace, whatever the default one is.
            let (space, name) = match key.split_once(':') {
                Some((prefix, name)) => (self.resolve(prefix), name),
                None => ((self.space_of)(""), key),
            };
            self.attributes.push((space, name, value));
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        Ok(XmlEvent::Start(self.resolve(prefix), local))
    }

    fn resolve(&self, prefix: &str) -> S {
        if prefix == "xml" {
            return (self.space_of)("http://www.w3.org/XML/1998/namespace");
        }
        let bound = self.bindings.iter().rev().find(|(_, known, _)| *known == prefix);
        bound.map_or_else(|| (self.space_of)(""), |(_, _, space)| *space)
    }

    /// Text inside the document element; white space beside it is nothing.
    fn text(&self, text: Cow<'a, str>) -> Result<Option<XmlEvent<'a, S>>, XmlError> {
        if text.len() > self.limits.text {
            return Err(XmlError::Text);
        }
        // All forbidden characters but two are ASCII; the two begin with the same byte.
        let suspect = text.bytes().any(|b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r') || b == 0xEF);
        if suspect && !text.chars().all(is_xml_char) {
            return Err(XmlError::Character);
        }
        if self.depth == 0 {
            let blank = text.chars().all(|c| c.is_ascii_whitespace() || c == '\u{FEFF}');
            return if blank { Ok(None) } else { Err(XmlError::Syntax) };
        }
        Ok((!text.is_empty()).then_some(XmlEvent::Text(text)))
    }
}

/// The attributes of a start tag, by name as written, their values resolved (XML 1.0, 3.1 and 3.3.3).
fn attributes_of(tag: &str) -> impl Iterator<Item = Result<(&str, Cow<'_, str>), XmlError>> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        if rest.trim_start_matches(SPACE).is_empty() {
            return None;
        }
        let attribute = first_attribute(rest);
        rest = attribute.as_ref().map_or("", |(_, _, after)| after);
        Some(attribute.map(|(name, value, _)| (name, value)))
    })
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// The first attribute of some, and what stands after it.
fn first_attribute(text: &str) -> Result<(&str, Cow<'_, str>, &str), XmlError> {
    let at = text.trim_start_matches(SPACE);
    // White space parts an attribute from what stands before it.
    if at.len() == text.len() {
        return Err(XmlError::Syntax);
    }
    let (name, value) = at.split_once('=').ok_or(XmlError::Syntax)?;
    let name = name.trim_end_matches(SPACE);
    let value = value.trim_start_matches(SPACE);
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or(XmlError::Syntax)?;
    let (value, after) = value[1..].split_once(quote).ok_or(XmlError::Syntax)?;
    if name.is_empty() || name.contains(SPACE) || name.contains(['"', '\'', '<']) || value.contains('<') {
        return Err(XmlError::Syntax);
    }
    Ok((name, unescaped(value)?, after))
}

/// A value with its references resolved, and white space that was typed as spaces.
fn unescaped(value: &str) -> Result<Cow<'_, str>, XmlError> {
    if !value.contains(['&', '\t', '\n', '\r']) {
        return Ok(value.into());
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at].replace(['\t', '\n', '\r'], " "));
        let (name, after) = rest[at + 1..].split_once(';').ok_or(XmlError::Entity)?;
        match name.strip_prefix('#') {
            Some(number) => {
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                out.push(code.ok().and_then(char::from_u32).ok_or(XmlError::Character)?);
            }
            None => out.push_str(predefined(name).ok_or(XmlError::Entity)?),
        }
        rest = after;
    }
    out.push_str(&rest.replace(['\t', '\n', '\r'], " "));
    Ok(out.into())
}

/// What XML's own references stand for (XML 1.0, 4.6).
fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// XML 1.0, 2.11: a return, with or without a line feed, is a line feed.
fn line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: XmlLimits = XmlLimits { depth: 4, attributes: 3, value: 20, text: 30 };

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Space {
        None,
        W,
        Other,
    }

    fn space(name: &str) -> Space {
        match name {
            "" => Space::None,
            "urn:w" | "urn:w:strict" => Space::W,
            _ => Space::Other,
        }
    }

    /// The events as text: `<w:a x=1 w:y=2>`, `</>`, text as it is.
    fn events(text: &str) -> Result<String, XmlError> {
        let mut reader = XmlReader::new(text, LIMITS, space);
        let mut out = String::new();
        let prefix = |space| match space {
            Space::None => "",
            Space::W => "w:",
            Space::Other => "o:",
        };
        while let Some(event) = reader.next()? {
            match event {
                XmlEvent::Start(space, name) => {
                    out.push_str(&format!("<{}{name}", prefix(space)));
                    for (space, name, value) in reader.attributes() {
                        out.push_str(&format!(" {}{name}={value}", prefix(space)));
                    }
                    out.push('>');
                }
                XmlEvent::End => out.push_str("</>"),
                XmlEvent::Text(text) => out.push_str(&text),
            }
        }
        Ok(out)
    }

    #[test]
    fn names_are_resolved_whatever_their_prefix() {
        for text in [
            "<w:a xmlns:w='urn:w' w:b='1'/>",
            "<ww:a xmlns:ww=\"urn:w:strict\" ww:b=\"1\"></ww:a>",
            "<?xml version='1.0' encoding='UTF-8'?>\n<!-- x --><q:a q:b='1' xmlns:q='urn:w'/>\n",
        ] {
            assert_eq!(events(text).as_deref(), Ok("<w:a w:b=1></>"), "{text}");
        }
        let text = "<a xmlns='urn:w' b='1'><b xmlns='x'/><c/></a>";
        assert_eq!(events(text).as_deref(), Ok("<w:a b=1><o:b></><w:c></></>"));
        assert_eq!(events("<w:a w:b='1'/>").as_deref(), Ok("<a b=1></>"), "a prefix that is not bound says nothing");
    }

    #[test]
    fn references_are_text() {
        let text = "<a b='&quot;&#65;&#x42;\t'>x &amp; &lt;y&gt; &#xe9;<![CDATA[<&]]></a>";
        assert_eq!(events(text).as_deref(), Ok("<a b=\"AB >x & <y> \u{e9}<&</>"));
        assert_eq!(events("<a>one\r\ntwo\rthree</a>").as_deref(), Ok("<a>one\ntwo\nthree</>"));
    }

    #[test]
    fn what_is_not_well_formed_is_an_error() {
        for (text, error) in [
            ("", XmlError::CutOff),
            ("<a><b></a>", XmlError::Syntax),
            ("<a></a></b>", XmlError::Syntax),
            ("<a><b>", XmlError::CutOff),
            ("<a><b", XmlError::Syntax),
            ("<a/><b/>", XmlError::Syntax),
            ("<a/>text", XmlError::Syntax),
            ("<a b/>", XmlError::Syntax),
            ("<a b=1/>", XmlError::Syntax),
            ("<a b='1'c='2'/>", XmlError::Syntax),
            ("<a b='1' b='2'/>", XmlError::Syntax),
            ("<a b='<'/>", XmlError::Syntax),
            ("<!DOCTYPE a><a/>", XmlError::Dtd),
            ("<a>&x;</a>", XmlError::Entity),
            ("<a b='&x;'/>", XmlError::Entity),
            ("<a>\u{1}</a>", XmlError::Character),
            ("<a>\u{FFFE}</a>", XmlError::Character),
            ("<a>&#1;</a>", XmlError::Character),
            ("<a b='&#1;'/>", XmlError::Character),
            ("<?xml version='1.0' encoding='EBCDIC'?><a/>", XmlError::Encoding),
        ] {
            assert_eq!(events(text), Err(error), "{text}");
        }
    }

    #[test]
    fn sizes_are_held() {
        assert_eq!(events("<a><a><a><a><a/></a></a></a></a>"), Err(XmlError::TooDeep { limit: 4 }));
        assert_eq!(events("<a b='' c='' d='' e=''/>"), Err(XmlError::Attributes));
        assert_eq!(events(&format!("<a b='{}'/>", "x".repeat(21))), Err(XmlError::Attributes));
        assert_eq!(events(&format!("<a>{}</a>", "x".repeat(31))), Err(XmlError::Text));
    }

    #[test]
    fn both_kinds_of_utf_16_are_decoded() {
        let text = "<a>\u{e9}\u{1F600}</a>";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&little).as_deref(), Ok(text));
        assert_eq!(decode(&[&[0xFE, 0xFF], &*big].concat()).as_deref(), Ok(text));
        assert_eq!(decode("\u{FEFF}<a/>".as_bytes()).as_deref(), Ok("<a/>"));
        assert_eq!(decode(&little[..5]), Err(XmlError::Encoding));
        assert_eq!(decode(b"<a>\xff</a>"), Err(XmlError::Encoding));
    }

    #[test]
    fn an_element_is_passed_over_whole() {
        let mut reader = XmlReader::new("<a><b>x<c/>y</b><d>1<e>2</e></d></a>", LIMITS, space);
        let start = |name| Ok(Some(XmlEvent::Start(Space::None, name)));
        assert_eq!(reader.next(), start("a"));
        assert_eq!(reader.next(), start("b"));
        assert_eq!(reader.skip(), Ok(()));
        assert_eq!(reader.next(), start("d"));
        assert_eq!(reader.text_of().as_deref(), Ok("12"));
        assert_eq!(reader.next(), Ok(Some(XmlEvent::End)));
        assert_eq!(reader.next(), Ok(None));
    }
}
