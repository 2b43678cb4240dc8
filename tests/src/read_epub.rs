//! Reads an EPUB as a reading system does: the spine in its order, markers of lists as CSS makes them, notes by the
//! links that call them. It knows HTML, EPUB and DPUB-ARIA; of our writer it knows the classes that tell what HTML has
//! no element for: `marker`, `credit`, `author-note`, and the author's level of a heading (`title`, `part`,
//! `heading-2`), since the rank is counted anew in each page.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use crate::parts::{self, Part};
use crate::witness::{Alt, Frame, Note, Token, Transcript, Witness};

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const EPUB: &str = "http://www.idpf.org/2007/ops";

/// Reads a book.
pub fn read(bytes: &[u8]) -> Result<Witness, String> {
    let parts = parts::unzip(bytes)?;
    let package_path = package_path(&parts)?;
    let pages = spine(&parts, &package_path)?;
    let documents = pages.iter().map(|page| parts::parse(page.1)).collect::<Result<Vec<_>, _>>()?;
    let mut book = Book { notes: BTreeMap::new(), pages: pages.iter().map(|page| page.0.as_str()).collect() };
    for (index, document) in documents.iter().enumerate() {
        book.find_notes(index, document);
    }
    let styles = style_sheets(&parts);
    let mut reading = Reading::new(&book, &styles);
    for (index, document) in documents.iter().enumerate() {
        reading.page = index;
        let body = document.descendants().find(|node| node.has_tag_name("body")).ok_or("a page without body")?;
        reading.out.gap();
        reading.children(body);
        reading.out.gap();
    }
    Ok(reading.finish(&documents))
}

fn part<'p>(parts: &'p [Part], name: &str) -> Result<&'p str, String> {
    parts.iter().find(|part| part.name == name).ok_or_else(|| format!("{name} is not there"))?.text()
}

fn package_path(parts: &[Part]) -> Result<String, String> {
    let container = parts::parse(part(parts, "META-INF/container.xml")?)?;
    let root = container.descendants().find_map(|node| node.attribute("full-path"));
    root.map(str::to_owned).ok_or_else(|| "the container names no package".to_owned())
}

/// Name and text of each linear page.
fn spine<'p>(parts: &'p [Part], package_path: &str) -> Result<Vec<(String, &'p str)>, String> {
    let package = parts::parse(part(parts, package_path)?)?;
    let items: BTreeMap<&str, &str> = package
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.idpf.org/2007/opf", "item")))
        .filter_map(|node| Some((node.attribute("id")?, node.attribute("href")?)))
        .collect();
    let mut pages = Vec::new();
    for reference in package.descendants().filter(|node| node.tag_name().name() == "itemref") {
        if reference.attribute("linear") == Some("no") {
            continue;
        }
        let id = reference.attribute("idref").ok_or("an itemref without idref")?;
        let href = items.get(id).ok_or_else(|| format!("the spine names {id}, which the manifest does not"))?;
        let path = resolve(package_path, href);
        let text = part(parts, &path)?;
        pages.push((path, text));
    }
    Ok(pages)
}

/// A path from the place of another.
fn resolve(from: &str, href: &str) -> String {
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in href.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn style_sheets(parts: &[Part]) -> String {
    parts.iter().filter(|part| part.name.ends_with(".css")).filter_map(|part| part.text().ok()).collect()
}

/// The page and the id of an element.
type Place = (usize, String);

/// What is known of the whole book before it is read.
struct Book<'d> {
    pages: Vec<&'d str>,
    /// The elements that are notes, wherever they stand.
    notes: BTreeMap<Place, Found>,
}

#[derive(Clone, Copy)]
struct Found {
    node: roxmltree::NodeId,
    /// It is a note on an author that is part of the body, not one among the notes at the foot.
    in_body: bool,
}

impl Book<'_> {
    /// A note is what the vocabulary of EPUB or the roles of DPUB-ARIA call one, or what has the class of an author
    /// note.
    fn find_notes(&mut self, page: usize, document: &Document<'_>) {
        for node in document.descendants() {
            let kind = node.attribute((EPUB, "type")).unwrap_or_default();
            let is_note = kind.split(' ').any(|word| matches!(word, "footnote" | "endnote"))
                || node.attribute("role") == Some("doc-footnote")
                // The role `doc-endnote` is deprecated: a note is what stands in a section of endnotes.
                || has_class(node, "endnote") && node.parent().is_some_and(|above| above.attribute("role") == Some("doc-endnotes"));
            let on_author = node.has_tag_name((XHTML, "aside")) && has_class(node, "author-note");
            if let Some(id) = node.attribute("id").filter(|_| is_note || on_author) {
                let at_foot = node.ancestors().any(|above| above.attribute((EPUB, "type")) == Some("footnotes"));
                self.notes.insert((page, id.to_owned()), Found { node: node.id(), in_body: on_author && !at_foot });
            }
        }
    }

    /// Where a link leads within the book.
    fn target(&self, page: usize, href: &str) -> Option<Place> {
        let (file, id) = href.split_once('#')?;
        if file.contains(':') {
            return None;
        }
        if file.is_empty() {
            return Some((page, id.to_owned()));
        }
        let path = resolve(self.pages[page], file);
        Some((self.pages.iter().position(|page| *page == path)?, id.to_owned()))
    }
}

struct Reading<'b> {
    book: &'b Book<'b>,
    styles: &'b str,
    page: usize,
    out: Transcript,
    /// The notes called so far, in the order of their first calls.
    called: Vec<Place>,
    faults: Vec<String>,
}

impl<'b> Reading<'b> {
    fn new(book: &'b Book<'b>, styles: &'b str) -> Self {
        Self { book, styles, page: 0, out: Transcript::default(), called: Vec::new(), faults: Vec::new() }
    }

    /// Reads the notes, which may call others.
    fn finish(mut self, documents: &[Document<'_>]) -> Witness {
        let body = std::mem::take(&mut self.out).finish();
        let mut notes = Vec::new();
        while let Some(place) = self.called.get(notes.len()).cloned() {
            self.page = place.0;
            let node = documents[place.0].get_node(self.book.notes[&place].node).expect("ids are of this document");
            notes.push(self.note(node));
        }
        for (place, found) in &self.book.notes {
            if !found.in_body && !self.called.contains(place) {
                self.faults.push(format!("note {} is never called", place.1));
            }
        }
        Witness { body, notes, faults: self.faults }
    }

    fn note(&mut self, node: Node<'_, '_>) -> Note {
        let marker = back_link(node).map(all_text).unwrap_or_default();
        self.children_without(node, back_link(node));
        Note { marker, body: std::mem::take(&mut self.out).finish() }
    }

    fn children(&mut self, node: Node<'_, '_>) {
        self.children_without(node, None);
    }

    fn children_without(&mut self, node: Node<'_, '_>, without: Option<Node<'_, '_>>) {
        for child in node.children() {
            if child.is_text() {
                let text = child.text().unwrap_or_default();
                self.out.text(text);
            } else if child.is_element() && Some(child) != without {
                self.element(child, without);
            }
        }
    }

    fn element(&mut self, node: Node<'_, '_>, without: Option<Node<'_, '_>>) {
        let name = node.tag_name().name();
        let note = node.attribute("id").and_then(|id| self.book.notes.get(&(self.page, id.to_owned())));
        match note {
            Some(found) if found.in_body => return self.author_note(node),
            // Where a note stands it is no part of the text.
            Some(_) => return,
            None => {}
        }
        match name {
            "img" => self.out.sign(Token::Picture(alt(node))),
            "br" => self.out.gap(),
            "a" if is_call(node) => self.call(node),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let frame = if has_class(node, "title") {
                    Some(Frame::Title)
                } else if has_class(node, "part") {
                    Some(Frame::Heading(0))
                } else {
                    // The rank is counted anew in each page; the author's level is the class.
                    let class = node.attribute("class").unwrap_or_default();
                    let level = class.split(' ').find_map(|class| class.strip_prefix("heading-")?.parse().ok());
                    level.map(Frame::Heading)
                };
                self.framed(frame, node, without);
            }
            "figcaption" | "caption" => self.framed(Some(Frame::Caption), node, without),
            "span" if has_class(node, "credit") && ends_caption(node) => {
                self.framed(Some(Frame::Credit), node, without)
            }
            "td" | "th" => self.framed(Some(Frame::Cell), node, without),
            "ol" | "ul" if in_navigation(node) => self.block(node, without),
            "ol" | "ul" => self.list(node),
            "p" | "hr" if node.attribute("role") == Some("separator") || name == "hr" => {
                self.framed(Some(Frame::Ornament), node, without);
            }
            _ if is_inline(name) => self.children_without(node, without),
            _ => self.block(node, without),
        }
    }

    fn block(&mut self, node: Node<'_, '_>, without: Option<Node<'_, '_>>) {
        self.out.gap();
        self.children_without(node, without);
        self.out.gap();
    }

    fn framed(&mut self, frame: Option<Frame>, node: Node<'_, '_>, without: Option<Node<'_, '_>>) {
        let Some(frame) = frame else { return self.block(node, without) };
        self.out.sign(Token::Open(frame));
        self.children_without(node, without);
        self.out.sign(Token::Close(frame));
    }

    fn author_note(&mut self, node: Node<'_, '_>) {
        self.out.sign(Token::Open(Frame::AuthorNote));
        let back = back_link(node);
        if let Some(back) = back {
            self.out.sign(Token::Mark(all_text(back)));
        }
        self.children_without(node, back);
        self.out.sign(Token::Close(Frame::AuthorNote));
    }

    fn call(&mut self, node: Node<'_, '_>) {
        let marker = all_text(node);
        let href = node.attribute("href").unwrap_or_default();
        let place = self.book.target(self.page, href);
        let Some((place, found)) = place.and_then(|place| self.book.notes.get_key_value(&place)) else {
            self.faults.push(format!("the call {marker} leads to {href:?}, where no note is"));
            return;
        };
        if found.in_body {
            return self.out.sign(Token::Mark(marker));
        }
        let at = self.called.iter().position(|called| called == place).unwrap_or_else(|| {
            self.called.push(place.clone());
            self.called.len() - 1
        });
        self.out.sign(Token::Call(marker, at));
    }

    fn list(&mut self, node: Node<'_, '_>) {
        self.out.gap();
        let ordered = node.has_tag_name((XHTML, "ol"));
        let hidden = self.markers_are_hidden(node);
        let mut ordinal: i64 = node.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        for item in node.children().filter(|child| child.tag_name().name() == "li") {
            ordinal = item.attribute("value").and_then(|value| value.parse().ok()).unwrap_or(ordinal);
            if hidden {
                // Text that stands for the marker, or a box.
                let stands = |inner: &Node<'_, '_>| has_class(*inner, "marker") || has_class(*inner, "task");
                if let Some(marker) = item.descendants().find(|inner| stands(inner) && of(*inner, item)) {
                    self.out.sign(Token::Item(all_text(marker)));
                    self.children_without(item, Some(marker));
                } else {
                    self.out.sign(Token::Item(String::new()));
                    self.children(item);
                }
            } else {
                let marker = if ordered { counted(ordinal, node.attribute("type")) } else { "•".to_owned() };
                self.out.sign(Token::Item(marker));
                self.children(item);
            }
            self.out.gap();
            ordinal += 1;
        }
    }

    /// Whether the style sheet takes the markers of a list away, by a class of its own.
    fn markers_are_hidden(&self, node: Node<'_, '_>) -> bool {
        let name = node.tag_name().name();
        let classes = node.attribute("class").unwrap_or_default();
        classes.split(' ').filter(|class| !class.is_empty()).any(|class| {
            let selector = format!("{name}.{class}");
            let rules = self.styles.lines().filter_map(|line| line.split_once('{'));
            rules
                .filter(|(_, body)| body.contains("list-style-type: none"))
                .any(|(selectors, _)| selectors.split(',').any(|one| one.trim() == selector))
        })
    }
}

/// Whether the nearest item around a node is this one.
fn of(node: Node<'_, '_>, item: Node<'_, '_>) -> bool {
    node.ancestors().find(|above| above.tag_name().name() == "li") == Some(item)
}

/// A number as HTML's `type` shows it (CSS Counter Styles 3, 6): what a style cannot show falls back to figures.
fn counted(ordinal: i64, kind: Option<&str>) -> String {
    let text = match kind {
        Some("a") => letters(ordinal, 'a'),
        Some("A") => letters(ordinal, 'A'),
        Some("i") => roman(ordinal).map(|text| text.to_lowercase()),
        Some("I") => roman(ordinal),
        _ => None,
    };
    format!("{}.", text.unwrap_or_else(|| ordinal.to_string()))
}

/// a to z, aa, ab (CSS Counter Styles 3, 3.1.4).
pub(crate) fn letters(ordinal: i64, first: char) -> Option<String> {
    let mut rest = u32::try_from(ordinal).ok().filter(|n| *n > 0)?;
    let mut text = Vec::new();
    while rest > 0 {
        rest -= 1;
        text.push(char::from_u32(u32::from(first) + rest % 26)?);
        rest /= 26;
    }
    Some(text.into_iter().rev().collect())
}

/// I to MMMCMXCIX.
pub(crate) fn roman(ordinal: i64) -> Option<String> {
    let mut rest = u32::try_from(ordinal).ok().filter(|n| (1..4000).contains(n))?;
    let mut text = String::new();
    for (value, sign) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

fn has_class(node: Node<'_, '_>, class: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
}

/// Elements that stand in a line of text (HTML, phrasing content).
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "dfn"
            | "em"
            | "i"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "wbr"
    )
}

/// Whether nothing but white space follows a node in its caption: a class of that name may stand elsewhere, too.
fn ends_caption(node: Node<'_, '_>) -> bool {
    let caption = node.ancestors().find(|above| matches!(above.tag_name().name(), "figcaption" | "caption"));
    let Some(caption) = caption else { return false };
    let end = node.range().end;
    let after = |other: &Node<'_, '_>| other.range().start >= end && other.is_text();
    !caption.descendants().filter(after).any(|text| text.text().is_some_and(|text| !text.trim().is_empty()))
}

fn is_call(node: Node<'_, '_>) -> bool {
    node.attribute((EPUB, "type")).is_some_and(|kind| kind.split(' ').any(|word| word == "noteref"))
        || node.attribute("role") == Some("doc-noteref")
}

fn back_link<'a, 'd>(note: Node<'a, 'd>) -> Option<Node<'a, 'd>> {
    note.descendants().find(|node| node.attribute("role") == Some("doc-backlink") || has_class(*node, "backlink"))
}

fn in_navigation(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|above| above.tag_name().name() == "nav")
}

fn all_text(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect();
    crate::witness::single_spaced(&text)
}

fn alt(node: Node<'_, '_>) -> Alt {
    match node.attribute("alt") {
        None => Alt::Missing,
        Some("") if matches!(node.attribute("role"), Some("presentation" | "none")) => Alt::Decorative,
        Some("") => Alt::Missing,
        Some(text) => Alt::text(text),
    }
}
