//! `word/numbering.xml`, and the labels that Word computes from it. Word counts per `w:abstractNum`, whatever the
//! `w:num`; a start override acts once, when its num first appears; a deeper level starts anew after each item of a
//! higher one (ISO/IEC 29500-1, 17.9). Two files mean the same list where their labels are the same: programs renumber
//! nums as they please.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_container::{XmlError, XmlEvent};
use chapbook_source::codes;
use chapbook_values::{CounterStyle, Delimiter};

use super::error::ReadError;
use super::limits;
use super::losses::Losses;
use super::names::Space;
use super::package::{Xml, reader, tell_part};
use super::styles::Styles;
use super::values::{number, text, val};

/// Word's levels.
const LEVELS: usize = 9;

/// The lists of a document, and how far each is counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    lists: BTreeMap<i64, Abstract>,
    nums: BTreeMap<i64, Num>,
}

#[derive(Clone, Debug, Default)]
struct Abstract {
    levels: [Option<Level>; LEVELS],
    /// The style that holds the list in its place.
    link: Option<String>,
    /// What the last item of each level was numbered.
    counts: [Option<i64>; LEVELS],
}

#[derive(Clone, Debug, Default)]
struct Num {
    list: i64,
    overrides: BTreeMap<usize, Override>,
    /// Levels whose start override has acted.
    begun: BTreeSet<usize>,
}

#[derive(Clone, Debug, Default)]
struct Override {
    start: Option<i64>,
    level: Option<Level>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Level {
    start: i64,
    format: Format,
    /// `%1.%2`
    text: String,
    /// The level, from 1, whose items this one starts anew after; 0 is none.
    restart: Option<i64>,
    /// All numbers in figures.
    legal: bool,
    /// How far the text of its items stands in.
    indent: Option<i64>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            format: Format::Number(CounterStyle::Decimal),
            text: String::new(),
            restart: None,
            legal: false,
            indent: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Bullet,
    None,
    Number(CounterStyle),
    Padded,
    /// One that the model has not, printed as figures.
    Other,
}

/// What Word prints before an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Computed {
    /// The `w:abstractNum`.
    pub(crate) list: i64,
    pub(crate) level: u8,
    /// As printed.
    pub(crate) label: String,
    /// The number; none for bullets.
    pub(crate) value: Option<i64>,
    /// The style of the number, and what stands around it, where the model has them.
    pub(crate) style: Option<(CounterStyle, Delimiter)>,
    /// How far the text of its items stands in.
    pub(crate) indent: Option<i64>,
}

impl Numbering {
    /// Reads the part. What cannot be read of it is told.
    pub(crate) fn read(source: &str, part: &str, losses: &mut Losses) -> Result<Self, ReadError> {
        let mut numbering = Self::default();
        if let Err(error) = numbering.read_all(source, part, losses) {
            tell_part(losses, part, &error);
            numbering = Self::default();
        }
        if numbering.lists.len() > limits::LISTS || numbering.nums.len() > limits::LISTS * 4 {
            return Err(ReadError::TooMany { what: "lists", limit: limits::LISTS });
        }
        Ok(numbering)
    }

    fn read_all(&mut self, source: &str, part: &str, losses: &mut Losses) -> Result<(), XmlError> {
        let mut xml = reader(source);
        while let Some(event) = xml.next()? {
            let XmlEvent::Start(Space::W, name) = event else { continue };
            if name == "abstractNum" {
                let id = number(&xml, "abstractNumId");
                let list = read_abstract(&mut xml)?;
                match id {
                    Some(id) => {
                        self.lists.entry(id).or_insert(list);
                    }
                    None => losses.tell(&codes::IMPORT_REPAIRED, "a list without an id was passed over", part),
                }
            } else if name == "num" {
                let id = number(&xml, "numId");
                let num = read_num(&mut xml)?;
                match id {
                    Some(id) => {
                        self.nums.entry(id).or_insert(num);
                    }
                    None => losses.tell(&codes::IMPORT_REPAIRED, "a list without an id was passed over", part),
                }
            }
            if self.lists.len() > limits::LISTS || self.nums.len() > limits::LISTS * 4 {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Replaces lists that only name the style that holds them.
    pub(crate) fn link(&mut self, styles: &Styles, part: &str, losses: &mut Losses) {
        let linked: Vec<(i64, String)> =
            self.lists.iter().filter_map(|(id, list)| Some((*id, list.link.clone()?))).collect();
        for (id, style) in linked {
            let held = styles.numbering(&style).and_then(|num| self.nums.get(&num)).map(|num| num.list);
            match held.filter(|held| *held != id).and_then(|held| self.lists.get(&held)) {
                Some(list) if list.link.is_none() => {
                    let levels = list.levels.clone();
                    if let Some(list) = self.lists.get_mut(&id) {
                        list.levels = levels;
                    }
                }
                Some(_) | None => {
                    losses.tell(
                        &codes::IMPORT_REPAIRED,
                        "a list leads to no other by its style; its numbers are figures",
                        part,
                    );
                }
            }
        }
    }

    /// Counts an item. None if there is no such list.
    pub(crate) fn count(&mut self, num: i64, level: i64) -> Option<Computed> {
        let at = usize::try_from(level.clamp(0, LEVELS as i64 - 1)).unwrap_or(0);
        let uses = self.nums.get_mut(&num)?;
        let list = self.lists.get_mut(&uses.list)?;
        let level_of = |at: usize| -> Level {
            let given = uses.overrides.get(&at).and_then(|given| given.level.clone());
            given.or_else(|| list.levels[at].clone()).unwrap_or_default()
        };
        let levels: Vec<Level> = (0..LEVELS).map(level_of).collect();
        let level = &levels[at];
        let first = uses.overrides.get(&at).and_then(|given| given.start).filter(|_| uses.begun.insert(at));
        let value = match (first, list.counts[at]) {
            (Some(start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => level.start,
        };
        list.counts[at] = Some(value);
        for (deeper, below) in levels.iter().enumerate().skip(at + 1) {
            let anew = match below.restart {
                Some(0) => false,
                Some(after) => (at as i64) < after,
                None => true,
            };
            if anew {
                list.counts[deeper] = None;
            }
        }
        let label = label(level, &levels, &list.counts, at);
        let style = match level.format {
            Format::Number(style) => delimiter(&level.text).map(|delimiter| (style, delimiter)),
            Format::Padded | Format::Other => delimiter(&level.text).map(|d| (CounterStyle::Decimal, d)),
            Format::Bullet | Format::None => None,
        };
        let is_number = !matches!(level.format, Format::Bullet);
        let list = uses.list;
        Some(Computed { list, level: at as u8, label, value: is_number.then_some(value), style, indent: level.indent })
    }
}

fn read_abstract(xml: &mut Xml<'_>) -> Result<Abstract, XmlError> {
    let mut list = Abstract::default();
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(event) = xml.next()? else { break };
        let XmlEvent::Start(Space::W, name) = event else { continue };
        if name == "lvl" {
            let (at, level) = read_level(xml)?;
            if let Some(slot) = at.and_then(|at| list.levels.get_mut(at)) {
                *slot = Some(level);
            }
        } else if name == "numStyleLink" {
            list.link = text(xml, "val");
        }
    }
    Ok(list)
}

fn read_num(xml: &mut Xml<'_>) -> Result<Num, XmlError> {
    let mut num = Num { list: -1, ..Num::default() };
    let mut at = None;
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(event) = xml.next()? else { break };
        let XmlEvent::Start(Space::W, name) = event else { continue };
        match name {
            "abstractNumId" => num.list = number(xml, "val").unwrap_or(-1),
            "lvlOverride" => at = number(xml, "ilvl").and_then(|at| usize::try_from(at).ok()).filter(|at| *at < LEVELS),
            "startOverride" => {
                if let Some(at) = at {
                    num.overrides.entry(at).or_default().start = number(xml, "val");
                }
            }
            "lvl" => {
                let (own, level) = read_level(xml)?;
                if let Some(at) = own.or(at) {
                    num.overrides.entry(at).or_default().level = Some(level);
                }
            }
            _for_the_program => {}
        }
    }
    Ok(num)
}

fn read_level(xml: &mut Xml<'_>) -> Result<(Option<usize>, Level), XmlError> {
    let at = number(xml, "ilvl").and_then(|at| usize::try_from(at).ok()).filter(|at| *at < LEVELS);
    let mut level = Level::default();
    let outside = xml.depth() - 1;
    while xml.depth() > outside {
        let Some(event) = xml.next()? else { break };
        let XmlEvent::Start(Space::W, name) = event else { continue };
        match name {
            "start" => level.start = number(xml, "val").unwrap_or(0),
            "numFmt" => level.format = format(val(xml)),
            "lvlText" => level.text = text(xml, "val").unwrap_or_default(),
            "lvlRestart" => level.restart = number(xml, "val"),
            "isLgl" => level.legal = super::values::toggle(xml),
            "pPr" => level.indent = super::paragraph_properties::read(xml)?.start,
            "rPr" => xml.skip()?,
            _look => {}
        }
    }
    Ok((at, level))
}

fn format(name: Option<&str>) -> Format {
    match name.unwrap_or("decimal") {
        "decimal" => Format::Number(CounterStyle::Decimal),
        "lowerLetter" => Format::Number(CounterStyle::LowerAlpha),
        "upperLetter" => Format::Number(CounterStyle::UpperAlpha),
        "lowerRoman" => Format::Number(CounterStyle::LowerRoman),
        "upperRoman" => Format::Number(CounterStyle::UpperRoman),
        "decimalZero" => Format::Padded,
        "bullet" => Format::Bullet,
        "none" => Format::None,
        _ => Format::Other,
    }
}

/// A level's text with its numbers in it.
fn label(level: &Level, levels: &[Level], counts: &[Option<i64>; LEVELS], at: usize) -> String {
    let mut out = String::new();
    let mut characters = level.text.chars().peekable();
    while let Some(c) = characters.next() {
        let named = characters.peek().and_then(|digit| digit.to_digit(10)).map(|digit| digit as usize);
        match (c, named) {
            ('%', Some(named @ 1..=LEVELS)) => {
                characters.next();
                // A level that was passed over is at its start.
                let value = counts[named - 1].unwrap_or(levels[named - 1].start);
                let format = if level.legal && named - 1 < at { Format::Padded } else { levels[named - 1].format };
                out.push_str(&match format {
                    Format::Number(style) => word_number(style, value),
                    Format::Padded if level.legal => value.to_string(),
                    Format::Padded => format!("{value:02}"),
                    Format::Other => value.to_string(),
                    Format::Bullet | Format::None => String::new(),
                });
            }
            (c, _) => out.push(c),
        }
    }
    out
}

/// A number as Word prints it: after z comes aa, then bb (ISO/IEC 29500-1, 17.18.59).
pub(crate) fn word_number(style: CounterStyle, value: i64) -> String {
    let letter = |first: u8| -> Option<String> {
        let index = value.checked_sub(1).filter(|index| (0..780).contains(index))?;
        let letter = (first + u8::try_from(index % 26).ok()?) as char;
        Some(std::iter::repeat_n(letter, usize::try_from(index / 26 + 1).ok()?).collect())
    };
    match style {
        CounterStyle::LowerAlpha => letter(b'a').unwrap_or_else(|| value.to_string()),
        CounterStyle::UpperAlpha => letter(b'A').unwrap_or_else(|| value.to_string()),
        CounterStyle::Decimal | CounterStyle::LowerRoman | CounterStyle::UpperRoman => style.format(value),
    }
}

/// What stands around the last number of a level's text, where the model has that.
fn delimiter(text: &str) -> Option<Delimiter> {
    let text = text.trim();
    let at = text.rfind('%')?;
    let after = text.get(at + 2..)?;
    match (text.starts_with('('), after) {
        (true, ")") => Some(Delimiter::TwoParens),
        (false, ")") => Some(Delimiter::Paren),
        (false, "." | "") => Some(Delimiter::Period),
        (_, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

    fn numbering(content: &str) -> Numbering {
        let mut losses = Losses::default();
        let found = Numbering::read(&format!("<w:numbering {W}>{content}</w:numbering>"), "n", &mut losses);
        assert!(losses.finish().is_empty());
        found.expect("it is small")
    }

    fn labels(numbering: &mut Numbering, items: &[(i64, i64)]) -> Vec<String> {
        items.iter().map(|(num, level)| numbering.count(*num, *level).map_or("-".into(), |c| c.label)).collect()
    }

    const LIST: &str = "<w:abstractNum w:abstractNumId='7'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/></w:lvl>\
        <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.%3'/></w:lvl>\
        </w:abstractNum>";

    #[test]
    fn counts_are_those_of_the_abstract_list() {
        let nums = "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
            <w:num w:numId='2'><w:abstractNumId w:val='7'/>\
            <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>";
        let mut numbering = numbering(&format!("{LIST}{nums}"));
        let items = [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0), (3, 0)];
        assert_eq!(labels(&mut numbering, &items), ["1.", "2.", "5.", "6.", "7.", "-"]);
    }

    #[test]
    fn deeper_levels_start_anew() {
        let mut numbering = numbering(&format!("{LIST}<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"));
        let items = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2), (1, 99)];
        assert_eq!(labels(&mut numbering, &items), ["1.", "(a)", "(b)", "2.", "(a)", "2.I", ""]);
    }

    #[test]
    fn letters_and_delimiters_are_words() {
        assert_eq!(word_number(CounterStyle::LowerAlpha, 28), "bb");
        assert_eq!(word_number(CounterStyle::UpperAlpha, 0), "0");
        for (text, found) in [
            ("%1.", Some(Delimiter::Period)),
            ("(%2)", Some(Delimiter::TwoParens)),
            ("%1)", Some(Delimiter::Paren)),
            ("%1.%2", Some(Delimiter::Period)),
            ("Article %1:", None),
            ("•", None),
        ] {
            assert_eq!(delimiter(text), found, "{text}");
        }
    }
}
