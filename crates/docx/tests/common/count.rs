//! Lists counted as Word counts them: a counter for each abstractNum and level, a level restarted by every item of a
//! higher one, style-inherited numbering left out since the writer has none. It shares nothing with the writer.

use std::collections::BTreeMap;

use chapbook_resolve::{Block, BlockKind, Resolved};
use roxmltree::{Document, Node};

use super::{Package, child, is, w};

/// The numbering part, as Word reads it.
pub(crate) struct Numbering {
    /// `w:num` to abstractNum.
    nums: BTreeMap<String, String>,
    levels: BTreeMap<(String, usize), Level>,
    counts: BTreeMap<(String, usize), i64>,
}

struct Level {
    start: i64,
    format: String,
    text: String,
}

impl Numbering {
    pub(crate) fn read(package: &Package) -> Self {
        let mut numbering = Self { nums: BTreeMap::new(), levels: BTreeMap::new(), counts: BTreeMap::new() };
        let text = package.text("word/numbering.xml");
        if text.is_empty() {
            return numbering;
        }
        let part = Document::parse(text).unwrap();
        let val = |node: Node<'_, '_>, name: &str| child_val(node, name);
        for node in part.root_element().children() {
            if is(node, "abstractNum") {
                let id = attribute(node, "abstractNumId");
                for level in node.children().filter(|level| is(*level, "lvl")) {
                    let key = (id.clone(), attribute(level, "ilvl").parse().unwrap());
                    let start = val(level, "start").parse().unwrap();
                    let known = Level { start, format: val(level, "numFmt"), text: val(level, "lvlText") };
                    assert!(numbering.levels.insert(key, known).is_none());
                }
            } else if is(node, "num") {
                assert!(child_named(node, "lvlOverride").is_none(), "a start override acts once");
                numbering.nums.insert(attribute(node, "numId"), val(node, "abstractNumId"));
            }
        }
        numbering
    }

    /// The label of a paragraph, if it is numbered.
    pub(crate) fn label(&mut self, paragraph: Node<'_, '_>) -> Option<String> {
        let props = child_named(paragraph, "pPr")?;
        let num = child_named(props, "numPr")?;
        let list = self.nums[&child_val(num, "numId")].clone();
        let level: usize = child_val(num, "ilvl").parse().unwrap();
        let start = self.levels[&(list.clone(), level)].start;
        let count = self.counts.get(&(list.clone(), level)).map_or(start, |last| last + 1);
        self.counts.insert((list.clone(), level), count);
        for deeper in level + 1..9 {
            self.counts.remove(&(list.clone(), deeper));
        }
        let mut label = self.levels[&(list.clone(), level)].text.clone();
        for at in 0..9 {
            let Some(known) = self.levels.get(&(list.clone(), at)) else { continue };
            let count = self.counts.get(&(list.clone(), at)).copied().unwrap_or(known.start);
            label = label.replace(&format!("%{}", at + 1), &figures(&known.format, count));
        }
        Some(label)
    }
}

fn child_named<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    child(node, name)
}

fn child_val(node: Node<'_, '_>, name: &str) -> String {
    node.children().find(|child| is(*child, name)).map_or(String::new(), |child| attribute(child, "val"))
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    node.attribute((super::W, name)).unwrap_or_default().to_owned()
}

/// A number in Word's formats.
fn figures(format: &str, number: i64) -> String {
    let letters = |first: char| {
        let letter = char::from_u32(first as u32 + ((number - 1) % 26) as u32).unwrap();
        letter.to_string().repeat(((number - 1) / 26 + 1) as usize)
    };
    let roman = || {
        let mut rest = number;
        let mut out = String::new();
        for (value, sign) in [
            (1000, "m"),
            (900, "cm"),
            (500, "d"),
            (400, "cd"),
            (100, "c"),
            (90, "xc"),
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        ] {
            while rest >= value {
                rest -= value;
                out.push_str(sign);
            }
        }
        out
    };
    match format {
        "lowerLetter" => letters('a'),
        "upperLetter" => letters('A'),
        "lowerRoman" => roman(),
        "upperRoman" => roman().to_uppercase(),
        "bullet" => String::new(),
        _ => number.to_string(),
    }
}

/// The labels that Word computes for the text are the numbers and markers of the resolved tree, in order.
pub(crate) fn agrees(package: &Package, resolved: &Resolved) {
    let part = Document::parse(package.text("word/document.xml")).unwrap();
    let mut numbering = Numbering::read(package);
    let computed: Vec<String> =
        part.descendants().filter(|node| is(*node, "p")).filter_map(|p| numbering.label(p)).collect();
    let mut wanted = Vec::new();
    // Numbers of headings are live or text, all of them.
    let live = part.descendants().any(|node| {
        is(node, "pStyle") && w(node, "val").is_some_and(|style| style.starts_with("Heading")) && {
            node.parent().is_some_and(|props| child(props, "numPr").is_some())
        }
    });
    markers(&resolved.body, live, &mut wanted);
    assert_eq!(computed, wanted);
}

fn markers(blocks: &[Block], headings: bool, out: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) if headings => out.extend(heading.number.clone()),
            BlockKind::List(list) => {
                for item in &list.items {
                    out.push(item.marker.clone());
                    markers(&item.body, headings, out);
                }
            }
            BlockKind::Quote(body) => markers(body, headings, out),
            BlockKind::Division(division) => markers(&division.body, headings, out),
            BlockKind::Figure(figure) => {
                let caption = figure.caption.as_ref().map_or(&[][..], |caption| &caption.body);
                let (first, second) =
                    if figure.caption_above { (caption, &figure.body[..]) } else { (&figure.body[..], caption) };
                markers(first, headings, out);
                markers(second, headings, out);
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
                    markers(&cell.body, headings, out);
                }
            }
            BlockKind::Definitions(definitions) => {
                definitions.iter().flat_map(|d| &d.bodies).for_each(|body| markers(body, headings, out));
            }
            BlockKind::AuthorNotes(notes) => notes.iter().for_each(|note| markers(&note.body, headings, out)),
            BlockKind::Paragraph(_)
            | BlockKind::Heading(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Verse(_)
            | BlockKind::Divider(_)
            | BlockKind::PageBreak
            | BlockKind::Image(_)
            | BlockKind::Outline(_)
            | BlockKind::Raw(_)
            | BlockKind::Endnotes { .. } => {}
        }
    }
}
