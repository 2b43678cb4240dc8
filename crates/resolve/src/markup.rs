//! Markup that an author wrote for one format, checked: it is well-formed, and holds nothing that the file around it
//! would have to know of. Whether it is valid is the author's to see to.

use roxmltree::{Document, Node, NodeType};

/// The formats that raw content is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RawTarget {
    /// `html`: the EPUB.
    Html,
    /// `openxml`: the DOCX.
    OpenXml,
}

impl RawTarget {
    /// The target of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "html" => Some(Self::Html),
            "openxml" => Some(Self::OpenXml),
            _ => None,
        }
    }
}

/// Checked markup. Only `resolve` makes it, so a writer can put it into its file as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup {
    target: RawTarget,
    text: String,
}

impl Markup {
    /// For which format.
    pub fn target(&self) -> RawTarget {
        self.target
    }

    /// The markup.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Checks markup that stands among blocks, or in a line. An error says what is wrong with it.
    pub(crate) fn check(target: RawTarget, text: &str, in_line: bool) -> Result<Self, String> {
        // The head has a line of its own, so that lines can be told.
        let wrapped = match target {
            RawTarget::Html => {
                format!("<div xmlns=\"{XHTML}\" xmlns:epub=\"http://www.idpf.org/2007/ops\">\n{text}</div>")
            }
            RawTarget::OpenXml => format!("<w:body xmlns:w=\"{WORD}\">\n{text}</w:body>"),
        };
        let document = Document::parse(&wrapped).map_err(|error| {
            let (pos, said) = (error.pos(), error.to_string());
            let said = said.strip_suffix(&format!(" at {pos}")).unwrap_or(&said);
            format!("{said} in its line {}", pos.row.saturating_sub(1).max(1))
        })?;
        let root = document.root_element();
        for node in root.descendants().filter(|node| *node != root) {
            if node.ancestors().take(MAX_DEPTH + 3).count() > MAX_DEPTH + 2 {
                return Err(format!("it nests deeper than {MAX_DEPTH} elements"));
            }
            match target {
                RawTarget::Html => html(node, node.parent() == Some(root), in_line)?,
                RawTarget::OpenXml => open_xml(node, node.parent() == Some(root), in_line)?,
            }
        }
        Ok(Self { target, text: text.trim_end_matches('\n').to_owned() })
    }
}

/// Elements nest at most as deep as this: those who open the file may go down by recursion.
const MAX_DEPTH: usize = 100;

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const OPS: &str = "http://www.idpf.org/2007/ops";

/// Elements that may stand in a line (HTML, phrasing content) and need no other file, script or entry in the package.
const PHRASING: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// Elements that may stand among blocks besides.
const FLOW: [&str; 26] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "menu",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
    "main",
];

/// Elements that stand in certain others only.
const INNER: [&str; 16] = [
    "caption",
    "col",
    "colgroup",
    "dd",
    "dt",
    "figcaption",
    "li",
    "rp",
    "rt",
    "summary",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
];

fn html(node: Node<'_, '_>, top: bool, in_line: bool) -> Result<(), String> {
    match node.node_type() {
        NodeType::Element => {}
        NodeType::PI => return Err("it has a processing instruction".to_owned()),
        NodeType::Root | NodeType::Comment | NodeType::Text => return Ok(()),
    }
    let name = node.tag_name().name();
    let of_html = node.tag_name().namespace() == Some(XHTML);
    // A second main would be one too many for the page.
    let known = PHRASING.contains(&name) || name != "main" && FLOW.contains(&name) || INNER.contains(&name);
    if !of_html || !known {
        let why = if name.chars().any(char::is_uppercase) { "; XHTML has small letters" } else { "" };
        return Err(format!("element <{name}> cannot be taken into a book as it is{why}"));
    }
    // `rt` and `rp` stand in a line, in a ruby.
    if in_line && !PHRASING.contains(&name) && !matches!(name, "rt" | "rp") {
        return Err(format!("element <{name}> does not stand in a line"));
    }
    if top && INNER.contains(&name) {
        return Err(format!("element <{name}> stands outside the element that it belongs to"));
    }
    for attribute in node.attributes() {
        let (key, value) = (attribute.name(), attribute.value());
        let other_file = matches!(key, "src" | "srcset" | "data" | "poster" | "background" | "cite");
        let refused = match attribute.namespace() {
            None => {
                key == "id"
                    || key.starts_with("on")
                    || other_file
                    || key == "href"
                        && !["https://", "http://", "mailto:"].iter().any(|scheme| value.starts_with(scheme))
                    || key == "style" && value.contains("url(")
            }
            Some(namespace) => namespace != XML && namespace != OPS,
        };
        if refused {
            return Err(format!("attribute {key}=\"{value}\" needs something that the rest of the book does not know"));
        }
    }
    Ok(())
}

/// Elements that point to other parts or are counted through the document.
const POINTING: [&str; 20] = [
    "altChunk",
    "bookmarkEnd",
    "bookmarkStart",
    "commentRangeEnd",
    "commentRangeStart",
    "commentReference",
    "control",
    "del",
    "drawing",
    "endnoteReference",
    "footnoteReference",
    "ins",
    "moveFrom",
    "moveTo",
    "object",
    "permEnd",
    "permStart",
    "pict",
    "sectPr",
    "subDoc",
];

fn open_xml(node: Node<'_, '_>, top: bool, in_line: bool) -> Result<(), String> {
    match node.node_type() {
        NodeType::Element => {}
        NodeType::PI => return Err("it has a processing instruction".to_owned()),
        NodeType::Text => {
            let holds_text = node.parent().is_some_and(|parent| matches!(parent.tag_name().name(), "t" | "instrText"));
            let is_space = node.text().is_none_or(|text| text.trim().is_empty());
            return if holds_text || is_space { Ok(()) } else { Err("text stands outside of <w:t>".to_owned()) };
        }
        NodeType::Root | NodeType::Comment => return Ok(()),
    }
    let name = node.tag_name().name();
    if node.tag_name().namespace() != Some(WORD) {
        return Err(format!("element <{name}> is not of WordprocessingML; its prefix is w"));
    }
    if POINTING.contains(&name) {
        return Err(format!("element <w:{name}> points to something that the rest of the document does not know"));
    }
    let fits = if in_line { name == "r" } else { matches!(name, "p" | "tbl") };
    if top && !fits {
        let wanted = if in_line { "<w:r>" } else { "<w:p> or <w:tbl>" };
        return Err(format!("element <w:{name}> cannot stand here; {wanted} can"));
    }
    match node.attributes().find(|a| !matches!(a.namespace(), Some(WORD | XML))) {
        Some(other) => Err(format!("attribute {} is not of WordprocessingML; its prefix is w", other.name())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(target: RawTarget, text: &str, in_line: bool) -> String {
        Markup::check(target, text, in_line).err().unwrap_or_default()
    }

    #[test]
    fn sane_markup_is_taken_as_it_is() {
        for text in [
            "<div class=\"x\"><p>One &amp; two&#160;three</p></div>\n",
            "text <b>and</b> more<!-- said -->",
            "<table><tr><td><a href=\"https://example.org/\">x</a></td></tr></table>",
            "<aside epub:type=\"sidebar\" xml:lang=\"en\"><br/></aside>",
        ] {
            let markup = Markup::check(RawTarget::Html, text, false).expect(text);
            assert_eq!(markup.text(), text.trim_end());
        }
        assert_eq!(fault(RawTarget::Html, "<ruby>a<rt>b</rt></ruby>", true), "");
        assert_eq!(fault(RawTarget::OpenXml, "<w:p><w:r><w:t xml:space=\"preserve\">x </w:t></w:r></w:p>", false), "");
        assert_eq!(fault(RawTarget::OpenXml, "<w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r>", true), "");
    }

    #[test]
    fn nesting_has_a_limit() {
        let nested = |depth: usize| "<b>".repeat(depth) + &"</b>".repeat(depth);
        assert_eq!(fault(RawTarget::Html, &nested(MAX_DEPTH), false), "");
        assert!(fault(RawTarget::Html, &nested(MAX_DEPTH + 1), false).contains("deeper"));
        assert!(fault(RawTarget::Html, &nested(100_000), false).contains("deeper"));
    }

    #[test]
    fn what_the_file_could_not_hold_is_refused() {
        for (text, told) in [
            ("<p>One", "line 1"),
            ("<p>\n<b></p>", "line 2"),
            ("<p>&nbsp;</p>", "nbsp"),
            ("</div><div>", "line 1"),
            ("<p class=x></p>", "line 1"),
            ("<p a=\"1\" a=\"2\"/>", "line 1"),
            ("<P/>", "small letters"),
            ("<script>x</script>", "script"),
            ("<img src=\"a.png\"/>", "img"),
            ("<p onclick=\"x\"/>", "onclick"),
            ("<p id=\"x\"/>", "id="),
            ("<a href=\"other.html\">x</a>", "href"),
            ("<li>x</li>", "outside"),
            ("<?php x ?>", "processing"),
            ("<w:p/>", "line 1"),
            ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "svg"),
        ] {
            let fault = fault(RawTarget::Html, text, false);
            assert!(fault.contains(told), "{text}: {fault:?}");
        }
        assert!(fault(RawTarget::Html, "<p>x</p>", true).contains("in a line"));
        for (text, told) in [
            ("<w:r/>", "<w:p> or <w:tbl>"),
            ("<p/>", "not of WordprocessingML"),
            ("<w:p>x</w:p>", "outside of <w:t>"),
            ("<w:p><w:hyperlink r:id=\"rId1\"/></w:p>", "line 1"),
            ("<w:p><w:r><w:footnoteReference w:id=\"7\"/></w:r></w:p>", "footnoteReference"),
            ("<w:p val=\"1\"/>", "val"),
            ("<w:sectPr/>", "sectPr"),
        ] {
            let fault = fault(RawTarget::OpenXml, text, false);
            assert!(fault.contains(told), "{text}: {fault:?}");
        }
    }
}
