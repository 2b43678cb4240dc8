//! `word/numbering.xml`, and the count that Word keeps by it: per abstractNum, not per num; a level starts anew below
//! each item of a higher one; a start override acts once, when its num is first used (ISO/IEC 29500-1, 17.9).

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use super::{attribute, child, is};
use crate::read_epub::{letters, roman};

const LEVELS: usize = 9;

/// The definitions.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    abstracts: BTreeMap<String, Vec<Level>>,
    nums: BTreeMap<String, Num>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: i64,
    format: String,
    text: String,
    /// 17.9.10: the level after which this one starts anew; 0 is never.
    restart: Option<usize>,
}

#[derive(Debug, Default)]
struct Num {
    of: String,
    overrides: BTreeMap<usize, i64>,
}

impl Numbering {
    pub(crate) fn read(document: &Document<'_>) -> Self {
        let mut numbering = Self::default();
        for node in document.root_element().children() {
            if is(node, "abstractNum") {
                let mut levels = vec![Level::default(); LEVELS];
                for level in node.children().filter(|child| is(*child, "lvl")) {
                    let at: usize = attribute(level, "ilvl").and_then(|at| at.parse().ok()).unwrap_or(0);
                    levels[at.min(LEVELS - 1)] = read_level(level);
                }
                numbering.abstracts.insert(attribute(node, "abstractNumId").unwrap_or_default().to_owned(), levels);
            } else if is(node, "num") {
                let mut num = Num::default();
                if let Some(of) = child(node, "abstractNumId").and_then(|of| attribute(of, "val")) {
                    of.clone_into(&mut num.of);
                }
                for level in node.children().filter(|child| is(*child, "lvlOverride")) {
                    let start = child(level, "startOverride").and_then(|start| attribute(start, "val")?.parse().ok());
                    if let (Some(at), Some(start)) = (attribute(level, "ilvl").and_then(|at| at.parse().ok()), start) {
                        num.overrides.insert(at, start);
                    }
                }
                numbering.nums.insert(attribute(node, "numId").unwrap_or_default().to_owned(), num);
            }
        }
        numbering
    }
}

fn read_level(node: Node<'_, '_>) -> Level {
    let value = |name| child(node, name).and_then(|node| attribute(node, "val")).map(str::to_owned);
    Level {
        start: value("start").and_then(|start| start.parse().ok()).unwrap_or(0),
        format: value("numFmt").unwrap_or_else(|| "decimal".to_owned()),
        text: value("lvlText").unwrap_or_default(),
        restart: value("lvlRestart").and_then(|level| level.parse().ok()),
    }
}

/// How far each list has been counted.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    counts: BTreeMap<String, [Option<i64>; LEVELS]>,
    used: BTreeSet<String>,
}

impl Counts {
    /// The marker of the next item; none if the num is not defined.
    pub(crate) fn next(&mut self, numbering: &Numbering, num_id: &str, level: usize) -> Option<String> {
        let num = numbering.nums.get(num_id)?;
        let levels = numbering.abstracts.get(&num.of)?;
        let level = level.min(LEVELS - 1);
        let counts = self.counts.entry(num.of.clone()).or_default();
        if self.used.insert(num_id.to_owned()) {
            for (at, start) in &num.overrides {
                counts[(*at).min(LEVELS - 1)] = Some(start - 1);
            }
        }
        counts[level] = Some(counts[level].map_or(levels[level].start, |count| count + 1));
        for below in level + 1..LEVELS {
            if levels[below].restart.is_none_or(|after| after > level) && levels[below].restart != Some(0) {
                counts[below] = None;
            }
        }
        Some(label(levels, counts, level))
    }
}

/// `%1.%2)` with the counts in it.
fn label(levels: &[Level], counts: &[Option<i64>; LEVELS], level: usize) -> String {
    let own = &levels[level];
    if own.format == "bullet" {
        return own.text.clone();
    }
    let mut label = String::new();
    let mut rest = own.text.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            label.push(c);
            continue;
        }
        let Some(at) = rest.next().and_then(|digit| digit.to_digit(10)).filter(|at| *at > 0) else { continue };
        let at = at as usize - 1;
        let count = counts[at].unwrap_or(levels[at].start);
        label.push_str(&format(count, &levels[at].format));
    }
    label
}

/// A number in a format (17.18.59).
pub(crate) fn format(number: i64, format: &str) -> String {
    let repeated = |first: u8| {
        // a to z, then aa to zz: one letter, repeated.
        let at = usize::try_from(number - 1).unwrap_or(0);
        char::from(first + u8::try_from(at % 26).unwrap_or(0)).to_string().repeat(at / 26 + 1)
    };
    match format {
        "lowerLetter" if number > 26 => repeated(b'a'),
        "upperLetter" if number > 26 => repeated(b'A'),
        "lowerLetter" => letters(number, 'a').unwrap_or_default(),
        "upperLetter" => letters(number, 'A').unwrap_or_default(),
        "lowerRoman" => roman(number).unwrap_or_default().to_lowercase(),
        "upperRoman" => roman(number).unwrap_or_default(),
        "none" => String::new(),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
      <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="lowerRoman"/>
        <w:lvlText w:val="(%1)"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/>
        <w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
      <w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>
      <w:num w:numId="8"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="10"/>
        </w:lvlOverride></w:num></w:numbering>"#;

    #[test]
    fn word_counts_by_abstract_num() {
        let document = crate::parts::parse(XML).unwrap();
        let numbering = Numbering::read(&document);
        let mut counts = Counts::default();
        let items = [("7", 0), ("7", 1), ("7", 1), ("7", 0), ("7", 1), ("8", 0), ("7", 0), ("8", 0)];
        let labels: Vec<String> =
            items.iter().map(|(num, level)| counts.next(&numbering, num, *level).unwrap()).collect();
        // Another num of the same abstractNum goes on where the first one was; its override acts once.
        assert_eq!(labels, ["(iii)", "iii.A", "iii.B", "(iv)", "iv.A", "(x)", "(xi)", "(xii)"]);
        assert_eq!(counts.next(&numbering, "9", 0), None);
    }

    #[test]
    fn letters_repeat_after_z() {
        assert_eq!(format(26, "lowerLetter"), "z");
        assert_eq!(format(27, "lowerLetter"), "aa");
        assert_eq!(format(28, "upperLetter"), "BB");
        assert_eq!(format(53, "lowerLetter"), "aaa");
    }
}
