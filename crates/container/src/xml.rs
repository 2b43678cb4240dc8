//! One XML document, written as text. Every string passes one gate: escaped, and free of the characters
//! that XML 1.0 forbids. Nothing is indented, since white space is content in XHTML and WordprocessingML.

use std::borrow::Cow;

use quick_xml::escape::{escape, partial_escape};

/// Writes an XML document into memory.
///
/// Names are the caller's constants and are not checked; texts and attribute values may be anything.
/// Elements close in the order they opened: [`close`](Self::close) knows the name.
#[derive(Debug)]
pub struct XmlWriter {
    out: String,
    open: Vec<Cow<'static, str>>,
    /// A start tag is written up to its attributes.
    in_tag: bool,
    replaced: usize,
}

impl Default for XmlWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl XmlWriter {
    /// An empty document with its declaration.
    pub fn new() -> Self {
        let mut writer = Self::fragment();
        writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer
    }

    /// A piece of a document, without a declaration.
    pub fn fragment() -> Self {
        Self { out: String::new(), open: Vec::new(), in_tag: false, replaced: 0 }
    }

    /// Opens an element; attributes may follow.
    pub fn open(&mut self, name: impl Into<Cow<'static, str>>) -> &mut Self {
        let name = name.into();
        self.end_tag();
        self.out.push('<');
        self.out.push_str(&name);
        self.open.push(name);
        self.in_tag = true;
        self
    }

    /// Adds an attribute to the element just opened.
    ///
    /// Panics if there is content already: a fault of the caller, never of a document.
    pub fn attr(&mut self, name: &str, value: impl AsRef<str>) -> &mut Self {
        assert!(self.in_tag, "attribute {name} after content");
        let value = self.gate(value.as_ref());
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        // Tabs and line ends inside attribute values would be read back as spaces.
        for part in escape(value.as_ref()).split_inclusive(['\t', '\n', '\r']) {
            let (text, end) = match part.char_indices().last() {
                Some((at, c @ ('\t' | '\n' | '\r'))) => (&part[..at], Some(c)),
                Some(_) | None => (part, None),
            };
            self.out.push_str(text);
            if let Some(c) = end {
                self.out.push_str(&format!("&#{};", u32::from(c)));
            }
        }
        self.out.push('"');
        self
    }

    /// Adds an attribute if there is a value.
    pub fn attr_opt(&mut self, name: &str, value: Option<impl AsRef<str>>) -> &mut Self {
        if let Some(value) = value {
            self.attr(name, value);
        }
        self
    }

    /// Adds text.
    pub fn text(&mut self, text: impl AsRef<str>) -> &mut Self {
        let text = self.gate(text.as_ref());
        if !text.is_empty() {
            self.end_tag();
            self.out.push_str(&partial_escape(text.as_ref()));
        }
        self
    }

    /// Adds markup that another writer made.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        if !markup.is_empty() {
            self.end_tag();
            self.out.push_str(markup);
        }
        self
    }

    /// Closes the innermost element; one without content becomes an empty-element tag.
    ///
    /// Panics if nothing is open: a fault of the caller, never of a document.
    pub fn close(&mut self) -> &mut Self {
        let name = self.open.pop().expect("an element is open");
        if self.in_tag {
            self.out.push_str("/>");
            self.in_tag = false;
        } else {
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push('>');
        }
        self
    }

    /// Closes the innermost element with an end tag, also when it is empty: XHTML's `<a></a>`, `<td></td>`.
    pub fn close_full(&mut self) -> &mut Self {
        self.end_tag();
        self.close()
    }

    /// An element that holds text only.
    pub fn leaf(&mut self, name: &'static str, text: impl AsRef<str>) -> &mut Self {
        self.open(name).text(text).close()
    }

    /// How many characters were replaced since XML 1.0 forbids them.
    pub fn replaced(&self) -> usize {
        self.replaced
    }

    /// The bytes written so far.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// The document.
    ///
    /// Panics if an element is still open: a fault of the caller, never of a document.
    pub fn finish(self) -> String {
        assert!(self.open.is_empty(), "still open: {:?}", self.open);
        self.out
    }

    fn end_tag(&mut self) {
        if self.in_tag {
            self.out.push('>');
            self.in_tag = false;
        }
    }

    /// Replaces forbidden characters by U+FFFD and counts them.
    fn gate<'a>(&mut self, text: &'a str) -> Cow<'a, str> {
        if text.chars().all(is_xml_char) {
            return text.into();
        }
        self.replaced += text.chars().filter(|c| !is_xml_char(*c)).count();
        text.chars().map(|c| if is_xml_char(c) { c } else { '\u{FFFD}' }).collect::<String>().into()
    }
}

/// Whether XML 1.0 allows the character (production 2, `Char`).
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_attributes_are_escaped_once() {
        let mut w = XmlWriter::fragment();
        w.open("a").attr("t", "<&\"'\n>").text("a < b & \"c\"]]>").close();
        assert_eq!(w.finish(), "<a t=\"&lt;&amp;&quot;&apos;&#10;&gt;\">a &lt; b &amp; \"c\"]]&gt;</a>");
    }

    #[test]
    fn forbidden_characters_are_replaced_and_counted() {
        let mut w = XmlWriter::fragment();
        w.open("a").text("x\u{1}y\u{FFFE}").close();
        assert_eq!(w.replaced(), 2);
        assert_eq!(w.finish(), "<a>x\u{FFFD}y\u{FFFD}</a>");
    }

    #[test]
    fn empty_elements_have_two_forms() {
        let mut w = XmlWriter::fragment();
        w.open("r").open("b").close().open("td").close_full().close();
        assert_eq!(w.finish(), "<r><b/><td></td></r>");
    }
}
