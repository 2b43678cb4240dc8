//! Reads a DOCX as Word shows it: paragraphs in their order, numbers of lists counted anew by `numbering`, notes by
//! their ids, fields by their cached results, deletions left out (ISO/IEC 29500-1, 17). Styles are known by their
//! names, never by their ids.

mod numbering;
mod styles;

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use crate::parts::{self, Part};
use crate::witness::{Alt, Frame, Note, Token, Transcript, Witness, single_spaced};
use numbering::{Counts, Numbering};
use styles::Styles;

pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Witness, String> {
    let parts = parts::unzip(bytes)?;
    let text = |name: &str| part(&parts, name);
    let document = parts::parse(text("word/document.xml")?.ok_or("word/document.xml is not there")?)?;
    let styles = Styles::read(&parts::parse(text("word/styles.xml")?.ok_or("word/styles.xml is not there")?)?);
    let numbering = match text("word/numbering.xml")? {
        Some(text) => Numbering::read(&parts::parse(text)?),
        None => Numbering::default(),
    };
    let footnotes = text("word/footnotes.xml")?.map(parts::parse).transpose()?;
    let endnotes = text("word/endnotes.xml")?.map(parts::parse).transpose()?;
    let settings = text("word/settings.xml")?.map(parts::parse).transpose()?;
    let package =
        Package { styles, numbering, footnotes, endnotes, end_format: endnote_format(settings.as_ref(), &document) };
    let body = document.descendants().find(|node| is(*node, "body")).ok_or("a document without body")?;
    Ok(Reading::new(&package).all(body))
}

fn part<'p>(parts: &'p [Part], name: &str) -> Result<Option<&'p str>, String> {
    parts.iter().find(|part| part.name == name).map(Part::text).transpose()
}

/// Whether an element has a name of WordprocessingML.
pub(crate) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((W, name))
}

pub(crate) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attribute((W, name))
}

pub(crate) fn child<'a, 'd>(node: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
    node.children().find(|child| is(*child, name))
}

/// A toggle that is there and not switched off.
fn is_on(node: Option<Node<'_, '_>>) -> bool {
    node.is_some_and(|node| !matches!(attribute(node, "val"), Some("0" | "false" | "off")))
}

/// Endnotes are numbered i, ii, iii unless a section or the settings say otherwise (17.11.17).
fn endnote_format(settings: Option<&Document<'_>>, document: &Document<'_>) -> String {
    let find = |document: &Document<'_>| {
        let properties = document.descendants().find(|node| is(*node, "endnotePr"))?;
        Some(attribute(child(properties, "numFmt")?, "val")?.to_owned())
    };
    find(document).or_else(|| find(settings?)).unwrap_or_else(|| "lowerRoman".to_owned())
}

struct Package<'d> {
    styles: Styles,
    numbering: Numbering,
    footnotes: Option<Document<'d>>,
    endnotes: Option<Document<'d>>,
    end_format: String,
}

/// A note by its part and id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Id {
    Foot(String),
    End(String),
}

struct Reading<'p, 'd> {
    package: &'p Package<'d>,
    counts: Counts,
    out: Transcript,
    faults: Vec<String>,
    /// The notes called so far, each with its mark.
    called: Vec<(Id, String)>,
    footnotes: i64,
    endnotes: i64,
    /// The note that a bookmark is around.
    bookmarks: BTreeMap<String, usize>,
    /// The bookmarks in notes on authors.
    author_notes: BTreeSet<String>,
    /// The nums of lists.
    item_nums: BTreeSet<String>,
    fields: Vec<Field>,
    /// What the paragraph before left open: a caption may have several.
    open: Option<Frame>,
    credit: bool,
}

/// A complex field that is being read.
#[derive(Default)]
struct Field {
    instruction: String,
    /// Between `separate` and `end`.
    in_result: bool,
    /// The call that a `NOTEREF` stands for, and the mark it shows.
    refers: Option<usize>,
    shown: String,
}

impl<'p, 'd> Reading<'p, 'd> {
    fn new(package: &'p Package<'d>) -> Self {
        Self {
            package,
            counts: Counts::default(),
            out: Transcript::default(),
            faults: Vec::new(),
            called: Vec::new(),
            footnotes: 0,
            endnotes: 0,
            bookmarks: BTreeMap::new(),
            author_notes: BTreeSet::new(),
            item_nums: BTreeSet::new(),
            fields: Vec::new(),
            open: None,
            credit: false,
        }
    }

    fn all(mut self, body: Node<'_, '_>) -> Witness {
        self.find_bookmarks(body);
        self.find_items(body);
        self.called.clear();
        (self.footnotes, self.endnotes) = (0, 0);
        self.blocks(body);
        self.close_open();
        let body = std::mem::take(&mut self.out).finish();
        let mut notes = Vec::new();
        while let Some((id, marker)) = self.called.get(notes.len()).cloned() {
            notes.push(self.note(&id, &marker));
        }
        self.unused();
        if !self.fields.is_empty() {
            self.faults.push("a field without an end".to_owned());
        }
        Witness { body, notes, faults: self.faults }
    }

    /// A `NOTEREF` may stand before the bookmark that it names.
    fn find_bookmarks(&mut self, body: Node<'_, '_>) {
        let mut open: BTreeMap<&str, &str> = BTreeMap::new();
        let mut seen: Vec<Id> = Vec::new();
        for node in body.descendants() {
            if is(node, "bookmarkStart") {
                let above = node.ancestors().find(|above| is(*above, "p"));
                if above.is_some_and(|paragraph| frame(&self.style_name(paragraph)) == Some(Frame::AuthorNote)) {
                    self.author_notes.insert(attribute(node, "name").unwrap_or_default().to_owned());
                }
                open.insert(attribute(node, "id").unwrap_or_default(), attribute(node, "name").unwrap_or_default());
            } else if is(node, "bookmarkEnd") {
                open.remove(attribute(node, "id").unwrap_or_default());
            } else if let Some(id) = reference(node) {
                let at = seen.iter().position(|one| *one == id).unwrap_or_else(|| {
                    seen.push(id);
                    seen.len() - 1
                });
                for name in open.values() {
                    self.bookmarks.entry((*name).to_owned()).or_insert(at);
                }
            }
        }
    }

    /// A num that only headings have is their numbering; any other is a list's, even if a heading stands in an item.
    fn find_items(&mut self, body: Node<'_, '_>) {
        let foot = self.package.footnotes.as_ref().map(Document::root_element);
        let end = self.package.endnotes.as_ref().map(Document::root_element);
        for story in [Some(body), foot, end].into_iter().flatten() {
            for paragraph in story.descendants().filter(|node| is(*node, "p")) {
                let is_heading = matches!(frame(&self.style_name(paragraph)), Some(Frame::Heading(_)));
                if let Some((num, _)) = self.numbering(paragraph).filter(|_| !is_heading) {
                    self.item_nums.insert(num);
                }
            }
        }
    }

    /// Notes that nothing calls, the separators aside.
    fn unused(&mut self) {
        let foot = self.package.footnotes.as_ref().map(|document| (document, "footnote"));
        let end = self.package.endnotes.as_ref().map(|document| (document, "endnote"));
        for (document, name) in foot.into_iter().chain(end) {
            for node in document.descendants().filter(|node| is(*node, name)) {
                let id = attribute(node, "id").unwrap_or_default().to_owned();
                let id = if name == "footnote" { Id::Foot(id) } else { Id::End(id) };
                if attribute(node, "type").is_none() && !self.called.iter().any(|(called, _)| *called == id) {
                    self.faults.push(format!("{id:?} is never called"));
                }
            }
        }
    }

    fn note(&mut self, id: &Id, marker: &str) -> Note {
        let (document, name, id) = match id {
            Id::Foot(id) => (&self.package.footnotes, "footnote", id),
            Id::End(id) => (&self.package.endnotes, "endnote", id),
        };
        let node = document.as_ref().and_then(|document| {
            document.descendants().find(|node| is(*node, name) && attribute(*node, "id") == Some(id))
        });
        let Some(node) = node else {
            self.faults.push(format!("{name} {id} is called and not there"));
            return Note::default();
        };
        // The mark of the note is Word's count, or the text that leads it in the reference's style.
        let counted = node.descendants().any(|node| is(node, "footnoteRef") || is(node, "endnoteRef"));
        let (literal, leading) = if counted { (None, None) } else { self.literal_mark(node) };
        self.blocks_without(node, leading);
        self.close_open();
        let marker = if counted { marker.to_owned() } else { literal.unwrap_or_default() };
        Note { marker, body: std::mem::take(&mut self.out).finish() }
    }

    /// The first run of a note without a counted mark, if it has the style of a reference.
    fn literal_mark<'a, 'e>(&self, note: Node<'a, 'e>) -> (Option<String>, Option<Node<'a, 'e>>) {
        let run = note.descendants().find(|node| is(*node, "r"));
        let style = run.and_then(|run| self.run_style(run));
        match run.filter(|_| matches!(style.as_deref(), Some("footnote reference" | "endnote reference"))) {
            Some(run) => (Some(single_spaced(&text_of(run))), Some(run)),
            None => (None, None),
        }
    }

    fn run_style(&self, run: Node<'_, '_>) -> Option<String> {
        let style = child(child(run, "rPr")?, "rStyle")?;
        self.package.styles.name(attribute(style, "val")?)
    }

    fn blocks(&mut self, node: Node<'_, '_>) {
        self.blocks_without(node, None);
    }

    fn blocks_without(&mut self, node: Node<'_, '_>, without: Option<Node<'_, '_>>) {
        for block in node.children().filter(Node::is_element) {
            match block.tag_name().name() {
                "p" => self.paragraph(block, without),
                "tbl" => {
                    self.close_open();
                    self.table(block);
                }
                "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" => self.blocks_without(block, without),
                _ => {}
            }
        }
    }

    fn table(&mut self, table: Node<'_, '_>) {
        for row in table.children().filter(|node| is(*node, "tr")) {
            for cell in row.children().filter(|node| is(*node, "tc")) {
                let merge = child(cell, "tcPr").and_then(|props| child(props, "vMerge"));
                // A cell without `restart` goes on from the row above (17.4.84).
                if merge.is_some_and(|merge| attribute(merge, "val") != Some("restart")) {
                    continue;
                }
                self.out.sign(Token::Open(Frame::Cell));
                self.blocks(cell);
                self.close_open();
                self.out.sign(Token::Close(Frame::Cell));
            }
        }
    }

    fn paragraph(&mut self, paragraph: Node<'_, '_>, without: Option<Node<'_, '_>>) {
        let frame = frame(&self.style_name(paragraph));
        let goes_on = self.open.is_some() && self.open == frame && !begins(paragraph);
        if !goes_on {
            self.close_open();
        }
        let (num, marker) = self.marker(paragraph).unzip();
        let is_number =
            |marker: &String| marker.chars().all(|c| c.is_alphanumeric() || c == '.') && !marker.ends_with('.');
        let numbers_headings =
            num.is_some_and(|num| !self.item_nums.contains(&num)) && marker.as_ref().is_some_and(is_number);
        if let Some(marker) = marker.clone().filter(|_| !numbers_headings) {
            self.out.sign(Token::Item(marker));
        }
        if let Some(frame) = frame.filter(|_| !goes_on) {
            self.out.sign(Token::Open(frame));
            self.open = Some(frame);
        }
        self.out.gap();
        if let Some(marker) = marker.filter(|_| numbers_headings) {
            self.out.text(&marker);
            self.out.gap();
        }
        self.inlines(paragraph, without);
        let ends_in_credit = self.credit;
        self.end_credit();
        self.out.gap();
        // A heading is one paragraph; a caption, which its credit ends, or a note may have more.
        if !matches!(frame, Some(Frame::Caption | Frame::AuthorNote)) || ends_in_credit {
            self.close_open();
        }
    }

    fn style_name(&self, paragraph: Node<'_, '_>) -> String {
        let name = style_id(paragraph).and_then(|style| self.package.styles.name(style));
        name.unwrap_or_else(|| "Normal".to_owned())
    }

    fn close_open(&mut self) {
        if let Some(frame) = self.open.take() {
            self.out.sign(Token::Close(frame));
        }
    }

    fn end_credit(&mut self) {
        if std::mem::take(&mut self.credit) {
            self.out.sign(Token::Close(Frame::Credit));
        }
    }

    /// The list and the level that a paragraph is counted in, by its own properties or those of its style.
    fn numbering(&self, paragraph: Node<'_, '_>) -> Option<(String, usize)> {
        let own = child(paragraph, "pPr").and_then(|props| child(props, "numPr"));
        let (num, level) = match own {
            Some(own) => {
                let value = |name| child(own, name).and_then(|node| attribute(node, "val"));
                (value("numId").unwrap_or_default().to_owned(), value("ilvl").and_then(|v| v.parse().ok()).unwrap_or(0))
            }
            None => self.package.styles.numbering(style_id(paragraph)?)?,
        };
        // 17.9.18: the num 0 takes numbering away.
        (num != "0").then_some((num, level))
    }

    /// The num and the number of a paragraph.
    fn marker(&mut self, paragraph: Node<'_, '_>) -> Option<(String, String)> {
        let (num, level) = self.numbering(paragraph)?;
        match self.counts.next(&self.package.numbering, &num, level) {
            Some(marker) => Some((num, marker)),
            None => {
                self.faults.push(format!("num {num} is not defined"));
                None
            }
        }
    }

    fn inlines(&mut self, node: Node<'_, '_>, without: Option<Node<'_, '_>>) {
        for inline in node.children().filter(|child| child.is_element() && Some(*child) != without) {
            match inline.tag_name().name() {
                "r" => self.run(inline),
                "hyperlink" if self.is_mark(inline) => self.out.sign(Token::Mark(single_spaced(&text_of(inline)))),
                "hyperlink" | "ins" | "moveTo" | "smartTag" | "customXml" | "sdt" | "sdtContent" | "fldSimple"
                | "dir" | "bdo" => self.inlines(inline, without),
                // Deletions, properties, and points that show nothing.
                _ => {}
            }
        }
    }

    /// A link between a mark at a name and the note on the author: it leads into a paragraph of that style, or from
    /// the beginning of one.
    fn is_mark(&self, link: Node<'_, '_>) -> bool {
        let Some(target) = attribute(link, "anchor") else { return false };
        if self.author_notes.contains(target) {
            return true;
        }
        let before = |node: &Node<'_, '_>| is(*node, "r") || is(*node, "hyperlink");
        self.open == Some(Frame::AuthorNote) && !link.prev_siblings().skip(1).any(|node| before(&node))
    }

    fn run(&mut self, run: Node<'_, '_>) {
        let props = child(run, "rPr");
        if is_on(props.and_then(|props| child(props, "vanish"))) {
            return self.hidden(run);
        }
        let is_credit = self.run_style(run).as_deref() == Some("Credit");
        let has_text = run.children().any(|node| is(node, "t"));
        if is_credit && !self.credit {
            self.out.sign(Token::Open(Frame::Credit));
            self.credit = true;
        } else if !is_credit && has_text {
            self.end_credit();
        }
        let mut custom_mark = None;
        for node in run.children().filter(Node::is_element) {
            if let Some(id) = reference(node) {
                let custom = is_custom(node);
                custom_mark = self.call(id, custom);
                continue;
            }
            match node.tag_name().name() {
                "t" => match custom_mark {
                    // What follows in the run is the mark (17.11.7, customMarkFollows).
                    Some(at) => {
                        let mark = single_spaced(&text_of(node));
                        self.called[at].1.clone_from(&mark);
                        self.out.sign(Token::Call(mark, at));
                        custom_mark = None;
                    }
                    None => self.text(&text_of(node)),
                },
                "tab" | "br" | "cr" | "ptab" => self.text(" "),
                "noBreakHyphen" => self.text("\u{2011}"),
                "fldChar" => self.field(attribute(node, "fldCharType").unwrap_or_default()),
                "instrText" => {
                    let text = text_of(node);
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(&text);
                    }
                }
                "drawing" => self.drawing(node),
                _ => {}
            }
        }
    }

    /// Hidden text shows nothing, but a field in it has an end.
    fn hidden(&mut self, run: Node<'_, '_>) {
        for node in run.children().filter(|node| is(*node, "fldChar")) {
            self.field(attribute(node, "fldCharType").unwrap_or_default());
        }
    }

    fn text(&mut self, text: &str) {
        match self.fields.last_mut() {
            // What stands before `separate` is the instruction.
            Some(field) if !field.in_result => {}
            Some(field) if field.refers.is_some() => field.shown.push_str(text),
            Some(_) | None => self.out.text(text),
        }
    }

    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "separate" => {
                let Some(field) = self.fields.last_mut() else { return };
                field.in_result = true;
                let mut words = field.instruction.split_whitespace();
                if words.next() == Some("NOTEREF") {
                    let name = words.next().unwrap_or_default();
                    field.refers = self.bookmarks.get(name).copied();
                    if field.refers.is_none() {
                        self.faults.push(format!("NOTEREF names {name}, which is around no note"));
                    }
                }
            }
            "end" => match self.fields.pop() {
                Some(Field { refers: Some(at), shown, .. }) => {
                    self.out.sign(Token::Call(single_spaced(&shown), at));
                }
                Some(_) => {}
                None => self.faults.push("a field ends that never began".to_owned()),
            },
            _ => {}
        }
    }

    /// Counts a call. With a mark of its own, the mark is still to come, and the place in `called` is given.
    fn call(&mut self, id: Id, custom: bool) -> Option<usize> {
        if self.called.iter().any(|(called, _)| *called == id) {
            self.faults.push(format!("{id:?} is called twice, which Word counts as two notes"));
        }
        let marker = match (&id, custom) {
            (_, true) => String::new(),
            (Id::Foot(_), false) => {
                self.footnotes += 1;
                self.footnotes.to_string()
            }
            (Id::End(_), false) => {
                self.endnotes += 1;
                numbering::format(self.endnotes, &self.package.end_format)
            }
        };
        self.called.push((id, marker.clone()));
        let at = self.called.len() - 1;
        if custom {
            return Some(at);
        }
        self.out.sign(Token::Call(marker, at));
        None
    }

    fn drawing(&mut self, drawing: Node<'_, '_>) {
        let properties = drawing.descendants().find(|node| node.tag_name().name() == "docPr");
        let is_decorative = drawing
            .descendants()
            .any(|node| node.tag_name().name() == "decorative" && matches!(node.attribute("val"), Some("1" | "true")));
        let alt = match properties.and_then(|node| node.attribute("descr")) {
            Some(text) if !text.is_empty() => Alt::text(text),
            _ if is_decorative => Alt::Decorative,
            _ => Alt::Missing,
        };
        self.out.sign(Token::Picture(alt));
    }
}

fn style_id<'a>(paragraph: Node<'a, '_>) -> Option<&'a str> {
    attribute(child(child(paragraph, "pPr")?, "pStyle")?, "val")
}

fn reference(node: Node<'_, '_>) -> Option<Id> {
    let id = || attribute(node, "id").unwrap_or_default().to_owned();
    if is(node, "footnoteReference") {
        Some(Id::Foot(id()))
    } else if is(node, "endnoteReference") {
        Some(Id::End(id()))
    } else {
        None
    }
}

fn is_custom(node: Node<'_, '_>) -> bool {
    matches!(attribute(node, "customMarkFollows"), Some("1" | "true" | "on"))
}

fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect()
}

/// Whether a paragraph begins a caption, by its number, or a note on an author, by the place that leads to it.
fn begins(paragraph: Node<'_, '_>) -> bool {
    let numbered = paragraph.descendants().any(|node| is(node, "instrText") && text_of(node).contains("SEQ "));
    let mut first = paragraph.children().filter(|node| node.is_element() && !is(*node, "pPr"));
    let is_place = first.next().is_some_and(|node| is(node, "bookmarkStart"));
    numbered || is_place && first.next().is_some_and(|node| is(node, "bookmarkEnd"))
}

/// What a paragraph of a style is.
fn frame(style: &str) -> Option<Frame> {
    match style.to_lowercase().as_str() {
        "title" => Some(Frame::Title),
        "caption" => Some(Frame::Caption),
        "author note" => Some(Frame::AuthorNote),
        "part" => Some(Frame::Heading(0)),
        "scene break" => Some(Frame::Ornament),
        name => {
            // Headings that contents leave out have a style of their own.
            let name = name.strip_prefix("unlisted ").unwrap_or(name);
            name.strip_prefix("heading ").and_then(|level| level.parse().ok()).map(Frame::Heading)
        }
    }
}
