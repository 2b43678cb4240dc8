//! `word/numbering.xml`, and the count that Word keeps by it. Word counts per `w:abstractNum`, restarts a level
//! below each item of a higher one, and heeds a start override once (ISO/IEC 29500-1, 17.9). So every list that is
//! counted by itself has an abstractNum and a num of its own, and starts by `w:start`; what Word will print is worked
//! out here, item by item, and where it would not be the marker that the document has, another abstractNum opens.

use std::collections::BTreeMap;

use chapbook_container::XmlWriter;
use chapbook_resolve::{Counter, Item, List, ListGroup};
use chapbook_values::{CounterStyle, Delimiter, Length};

use crate::reference::Reference;

use super::headings::level_text;
use super::names::{namespace, w, xmlns};
use super::properties::{Indent, number, value, write_indent};

/// Word's levels.
pub(crate) const LEVELS: usize = 9;
/// The most that Word's dialogue takes for a start; later numbers can still be counted up to.
const MAX_START: i64 = 32_766;

/// Where an item is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// `w:numId`.
    pub(crate) num: u32,
    /// `w:ilvl`.
    pub(crate) level: u8,
    /// Whether the level prints a number.
    pub(crate) numbered: bool,
    /// How far the text of the item stands in, and how far its marker stands out of it: direct indents of a paragraph
    /// are written where they differ from the level's.
    pub(crate) own_indent: Option<(Length, Length)>,
}

/// The numbering of a document. Each abstractNum has one num, of the same number, from 1.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    lists: Vec<Abstract>,
    /// Where each numbered list is counted.
    groups: BTreeMap<ListGroup, (usize, usize)>,
    /// Those that hold bullets.
    bullets: Vec<usize>,
    headings: Option<u32>,
    /// The highest id of the lists that a reference document brings: ours follow.
    after: u32,
}

#[derive(Debug, Default)]
struct Abstract {
    levels: [Option<Level>; LEVELS],
    /// What the last item of each level was numbered.
    counts: [Option<i64>; LEVELS],
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Level {
    format: Format,
    start: i64,
    text: String,
    start_indent: Length,
    hanging: Length,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Bullet,
    Number(CounterStyle),
    /// A number whose marker Word cannot make: the marker stands as it is.
    Literal,
    /// A heading's: text follows after a space.
    Heading,
}

/// How a list's items stand: the text, and the room before it for markers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Geometry {
    pub(crate) text: Length,
    pub(crate) hanging: Length,
}

impl Numbering {
    /// Counts an item. `depth` is the list's, from 0; `within` is where the item of an outer list around it counts.
    pub(crate) fn item(
        &mut self,
        list: &List,
        item: &Item,
        depth: usize,
        within: Option<Mark>,
        geometry: Geometry,
    ) -> Mark {
        let level = depth.min(LEVELS - 1);
        let (index, level) = match list.counter {
            None => (self.bullet(level, &item.marker, geometry), level),
            Some(counter) => self.number(list, item, counter, level, within, geometry),
        };
        let ordered = list.counter.is_some();
        let own = self.lists[index].levels[level]
            .as_ref()
            .filter(|l| (l.start_indent, l.hanging) != (geometry.text, geometry.hanging))
            .map(|_| (geometry.text, geometry.hanging));
        Mark { num: num_of(index), level: level as u8, numbered: ordered, own_indent: own }
    }

    /// The num of the headings, counted from a level.
    pub(crate) fn headings(&mut self, first: usize) -> u32 {
        if let Some(num) = self.headings {
            return num;
        }
        let mut headings = Abstract::default();
        for (i, level) in headings.levels.iter_mut().enumerate() {
            let text = level_text(first, i);
            *level = Some(Level {
                format: Format::Heading,
                start: 1,
                text,
                start_indent: Length::ZERO,
                hanging: Length::ZERO,
            });
        }
        let num = num_of(self.open(headings));
        self.headings = Some(num);
        num
    }

    /// No lists yet, with ids after this one.
    pub(crate) fn after(last: u32) -> Self {
        Self { after: last, ..Self::default() }
    }

    /// The id under which a `w:num` is written.
    pub(crate) fn id(&self, num: u32) -> u32 {
        self.after.saturating_add(num)
    }

    /// Whether there is anything to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    fn open(&mut self, list: Abstract) -> usize {
        self.lists.push(list);
        self.lists.len() - 1
    }

    /// Where bullets of this kind are, at this level. Mostly all bullets of a document share one abstractNum.
    fn bullet(&mut self, level: usize, marker: &str, geometry: Geometry) -> usize {
        let known = self.bullets.iter().copied().find(|index| {
            let known = &self.lists[*index].levels[level];
            known.as_ref().is_none_or(|known| known.text == marker)
        });
        let index = known.unwrap_or_else(|| {
            let index = self.open(Abstract::default());
            self.bullets.push(index);
            index
        });
        self.lists[index].levels[level].get_or_insert_with(|| Level {
            format: Format::Bullet,
            start: 1,
            text: marker.to_owned(),
            start_indent: geometry.text,
            hanging: geometry.hanging,
        });
        index
    }

    fn number(
        &mut self,
        list: &List,
        item: &Item,
        counter: Counter,
        level: usize,
        within: Option<Mark>,
        geometry: Geometry,
    ) -> (usize, usize) {
        let ordinal = item.ordinal.unwrap_or(1);
        let wanted = Level {
            format: Format::Number(counter.style),
            start: ordinal,
            text: level_pattern(counter.delimiter, level),
            start_indent: geometry.text,
            hanging: geometry.hanging,
        };
        // First where the list was counted until now; then, for a list that begins, as a level of the list around it.
        let around = within.filter(|mark| mark.numbered && usize::from(mark.level) + 1 == level);
        let candidates = [self.groups.get(&list.group).copied(), around.map(|mark| (mark.num as usize - 1, level))];
        for (index, level) in candidates.into_iter().flatten() {
            if self.lists[index].counts_to(level, &wanted, counter, &item.marker) {
                self.groups.insert(list.group, (index, level));
                return (index, level);
            }
        }
        let marker_can_be_made = word_marker(counter, ordinal) == item.marker && (0..=MAX_START).contains(&ordinal);
        let opened = if marker_can_be_made {
            wanted
        } else {
            Level { format: Format::Literal, start: 1, text: literal(&item.marker), ..wanted }
        };
        let mut fresh = Abstract::default();
        fresh.counts[level] = Some(opened.start);
        fresh.levels[level] = Some(opened);
        let index = self.open(fresh);
        self.groups.insert(list.group, (index, level));
        (index, level)
    }

    /// Writes the part: all abstractNum before all num.
    pub(crate) fn write(&self, house: Option<&Reference>) -> String {
        let mut xml = XmlWriter::new();
        xml.open(w::NUMBERING).attr(xmlns::W, namespace::W);
        for (_, markup) in house.iter().flat_map(|house| &house.abstract_nums) {
            xml.raw(markup);
        }
        for (index, list) in self.lists.iter().enumerate() {
            let num = self.id(num_of(index));
            xml.open(w::ABSTRACT_NUM).attr(w::ABSTRACT_NUM_ID, num.to_string());
            // Word takes abstractNums of one nsid for one list, so each has its own.
            value(&mut xml, w::NSID, Some(format!("{:08X}", 0x4342_0000_u32.wrapping_add(num))));
            value(&mut xml, w::MULTI_LEVEL_TYPE, Some("multilevel"));
            value(&mut xml, w::TMPL, Some(format!("{:08X}", 0x5342_0000_u32.wrapping_add(num))));
            for (i, level) in list.levels.iter().enumerate() {
                write_level(&mut xml, i, level.as_ref());
            }
            xml.close();
        }
        for (_, markup) in house.iter().flat_map(|house| &house.nums) {
            xml.raw(markup);
        }
        for index in 0..self.lists.len() {
            let num = self.id(num_of(index)).to_string();
            xml.open(w::NUM).attr(w::NUM_ID, &num);
            value(&mut xml, w::ABSTRACT_NUM_ID, Some(num));
            xml.close();
        }
        xml.close();
        xml.finish()
    }
}

impl Abstract {
    /// Counts an item at this level if Word's count gives it this marker; else leaves all as it was.
    fn counts_to(&mut self, level: usize, wanted: &Level, counter: Counter, marker: &str) -> bool {
        let next = match (&self.levels[level], self.counts[level]) {
            (None, _) => wanted.start,
            (Some(known), _) if known.format != wanted.format || known.text != wanted.text => return false,
            (Some(known), None) => known.start,
            (Some(_), Some(last)) => last.saturating_add(1),
        };
        let starts_too_high = self.levels[level].is_none() && !(0..=MAX_START).contains(&wanted.start);
        if word_marker(counter, next) != marker || starts_too_high {
            return false;
        }
        self.levels[level].get_or_insert_with(|| wanted.clone());
        self.counts[level] = Some(next);
        // ISO/IEC 29500-1, 17.9.10: without lvlRestart, a level restarts after every item of a higher one.
        self.counts[level + 1..].fill(None);
        true
    }
}

fn num_of(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// `%1.`: the number of this level and what stands around it.
fn level_pattern(delimiter: Delimiter, level: usize) -> String {
    delimiter.wrap(&format!("%{}", level + 1))
}

/// A marker as text of a level: `%1` in it would be taken for a number.
fn literal(marker: &str) -> String {
    marker.replace('%', "")
}

/// The marker that Word prints.
fn word_marker(counter: Counter, ordinal: i64) -> String {
    counter.delimiter.wrap(&word_number(counter.style, ordinal))
}

/// The number that Word prints. Its letters after z are aa, bb, cc (ISO/IEC 29500-1, 17.18.59), ours aa, ab, ac;
/// numbers without a letter or a Roman form print nothing that could be relied on.
fn word_number(style: CounterStyle, ordinal: i64) -> String {
    let repeats = |first: u8| match ordinal {
        1..=780 => {
            let letter = char::from(first + ((ordinal - 1) % 26) as u8);
            letter.to_string().repeat((ordinal as usize - 1) / 26 + 1)
        }
        _ => String::new(),
    };
    match style {
        CounterStyle::Decimal => ordinal.to_string(),
        CounterStyle::LowerAlpha => repeats(b'a'),
        CounterStyle::UpperAlpha => repeats(b'A'),
        CounterStyle::LowerRoman | CounterStyle::UpperRoman if !(1..=3_999).contains(&ordinal) => String::new(),
        CounterStyle::LowerRoman | CounterStyle::UpperRoman => style.format(ordinal),
    }
}

fn write_level(xml: &mut XmlWriter, index: usize, level: Option<&Level>) {
    // A level that the document does not use is there for the editor who does.
    let unused = || Level {
        format: Format::Number(CounterStyle::Decimal),
        start: 1,
        text: level_pattern(Delimiter::Period, index),
        start_indent: Length::points(18) * (index as i64 + 1),
        hanging: Length::points(18),
    };
    let Level { format, start, text, start_indent, hanging } = level.cloned().unwrap_or_else(unused);
    xml.open(w::LVL).attr(w::ILVL, index.to_string());
    number(xml, w::START, start);
    let name = match format {
        Format::Bullet => "bullet",
        Format::Number(CounterStyle::Decimal) | Format::Heading => "decimal",
        Format::Number(CounterStyle::LowerAlpha) => "lowerLetter",
        Format::Number(CounterStyle::UpperAlpha) => "upperLetter",
        Format::Number(CounterStyle::LowerRoman) => "lowerRoman",
        Format::Number(CounterStyle::UpperRoman) => "upperRoman",
        Format::Literal => "decimal",
    };
    value(xml, w::NUM_FMT, Some(name));
    if format == Format::Heading {
        value(xml, w::SUFF, Some("space"));
    }
    value(xml, w::LVL_TEXT, Some(text));
    value(xml, w::LVL_JC, Some("left"));
    if format != Format::Heading {
        xml.open(w::P_PR);
        write_indent(xml, Indent { start: Some(start_indent), end: None, first: Some(-hanging) });
        xml.close();
    }
    xml.close();
}

#[cfg(test)]
mod tests {
    use chapbook_resolve::NodeId;
    use chapbook_source::Span;

    use super::*;

    const PERIOD: Counter = Counter { style: CounterStyle::Decimal, delimiter: Delimiter::Period };
    const GEOMETRY: Geometry = Geometry { text: Length::points(18), hanging: Length::points(18) };

    fn list(group: u32, counter: Option<Counter>) -> List {
        List { group: ListGroup(group), counter, tight: true, depth: 0, continued: false, items: Vec::new() }
    }

    fn item(ordinal: i64, marker: &str) -> Item {
        Item {
            id: NodeId(0),
            ordinal: Some(ordinal),
            marker: marker.to_owned(),
            checked: None,
            anchor: None,
            body: Vec::new(),
            span: Span::NONE,
        }
    }

    #[test]
    fn a_list_that_goes_on_keeps_its_num() {
        let mut numbering = Numbering::default();
        let mut place = |group, ordinal: i64| {
            let item = item(ordinal, &format!("{ordinal}."));
            numbering.item(&list(group, Some(PERIOD)), &item, 0, None, GEOMETRY).num
        };
        assert_eq!([place(1, 1), place(1, 2), place(2, 5), place(2, 6), place(1, 3)], [1, 1, 2, 2, 1]);
        // A number that does not follow opens another.
        assert_eq!([place(1, 9), place(1, 10)], [3, 3]);
    }

    #[test]
    fn a_list_within_a_list_is_a_level_of_it() {
        let mut numbering = Numbering::default();
        let letters = Counter { style: CounterStyle::LowerAlpha, delimiter: Delimiter::Paren };
        let outer = numbering.item(&list(1, Some(PERIOD)), &item(1, "1."), 0, None, GEOMETRY);
        let first = numbering.item(&list(2, Some(letters)), &item(1, "a)"), 1, Some(outer), GEOMETRY);
        assert_eq!((first.num, first.level), (outer.num, 1));
        let outer = numbering.item(&list(1, Some(PERIOD)), &item(2, "2."), 0, None, GEOMETRY);
        let again = numbering.item(&list(3, Some(letters)), &item(1, "a)"), 1, Some(outer), GEOMETRY);
        assert_eq!((again.num, again.level), (outer.num, 1));
        let other = numbering.item(&list(4, Some(letters)), &item(5, "e)"), 1, Some(outer), GEOMETRY);
        assert_eq!((other.num, other.level), (2, 1));
    }

    #[test]
    fn markers_that_word_cannot_make_stand_as_they_are() {
        let mut numbering = Numbering::default();
        let letters = Counter { style: CounterStyle::LowerAlpha, delimiter: Delimiter::Period };
        for (ordinal, marker) in [(27, "aa."), (28, "ab.")] {
            let _ = numbering.item(&list(1, Some(letters)), &item(ordinal, marker), 0, None, GEOMETRY);
        }
        let xml = numbering.write(None);
        assert!(xml.contains("<w:start w:val=\"27\"/><w:numFmt w:val=\"lowerLetter\"/>"), "{xml}");
        assert!(xml.contains("<w:lvlText w:val=\"ab.\"/>"), "{xml}");
    }
}
