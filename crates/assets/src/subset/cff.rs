//! Outlines of CFF (Adobe technical notes 5176 and 5177): a glyph that is gone is `endchar`, a subroutine that no
//! kept glyph calls is `return`, a name that none has is empty. All are still there, so that numbers stay right.
//! Offsets are the one thing that changes.

use std::cell::RefCell;
use std::collections::BTreeSet;

use skrifa::raw::model::Error;
use skrifa::raw::ps::cff::charset::Charset;
use skrifa::raw::ps::cff::index::Index;
use skrifa::raw::ps::charstring::{CharstringContext, CharstringKind, NullSink, evaluate};
use skrifa::raw::tables::cff::Cff;
use skrifa::raw::{FontData, FontRead};
use skrifa::{FontRef, GlyphId, Tag};

use super::dict::{Entry, entries, index, put, put_numbers};

pub(super) const TAG: Tag = Tag::new(b"CFF ");

/// Operators (note 5176, tables 9, 10 and 23).
const CHARSET: u16 = 15;
const ENCODING: u16 = 16;
const CHAR_STRINGS: u16 = 17;
const PRIVATE: u16 = 18;
const SUBRS: u16 = 19;
const ROS: u16 = 0x0C1E;
const FD_ARRAY: u16 = 0x0C24;
const FD_SELECT: u16 = 0x0C25;
/// Those whose operands are names: version, Notice, FullName, FamilyName, Weight, Copyright, PostScript, BaseFontName,
/// FontName, and the first two of ROS.
const NAMES: [u16; 9] = [0, 1, 2, 3, 4, 0x0C00, 0x0C15, 0x0C16, 0x0C26];
/// How many names every reader knows (note 5176, appendix A).
const STANDARD_NAMES: usize = 391;

const END_CHAR: &[u8] = &[14];
const RETURN: &[u8] = &[11];

/// What shares one private dictionary, and the subroutines that are called from it.
struct Private<'a> {
    /// The entries of the dictionary that names it, in a font that is divided into several.
    font: Vec<Entry<'a>>,
    entries: Vec<Entry<'a>>,
    subrs: Index<'a>,
    called: BTreeSet<usize>,
}

/// Writes the table with these glyphs.
pub(super) fn rewrite(font: &FontRef<'_>, glyphs: &BTreeSet<u32>) -> Option<Vec<u8>> {
    let data = font.table_data(TAG)?.as_bytes();
    let cff = Cff::read(FontData::new(data)).ok()?;
    let top_dicts = Index::from(cff.top_dicts());
    let top = entries(top_dicts.get(0)?)?;
    let offset = |operator: u16| number(&top, operator, 0);
    let charstrings = Index::new(data.get(offset(CHAR_STRINGS)?..)?, false).ok()?;
    let count = charstrings.count();
    let is_divided = top.iter().any(|entry| entry.operator == ROS);
    let select = match is_divided {
        true => Some(data.get(offset(FD_SELECT)?..)?),
        false => None,
    };
    let fonts = match is_divided {
        true => items(&Index::new(data.get(offset(FD_ARRAY)?..)?, false).ok()?),
        false => Vec::new(),
    };
    let mut privates = Vec::new();
    for font in fonts {
        let font = entries(font)?;
        let (entries, subrs) = private(data, &font)?;
        privates.push(Private { font, entries, subrs, called: BTreeSet::new() });
    }
    if !is_divided {
        let (entries, subrs) = private(data, &top)?;
        privates.push(Private { font: Vec::new(), entries, subrs, called: BTreeSet::new() });
    }
    let globals = Index::from(cff.global_subrs());
    let (mut called, mut parts) = (BTreeSet::new(), BTreeSet::new());
    for glyph in glyphs {
        let of = privates.get_mut(select.map_or(Some(0), |select| selected(select, *glyph))?)?;
        let trace = Trace {
            context: (data, &charstrings, &globals, &of.subrs),
            called: RefCell::default(),
            globals: RefCell::default(),
            parts: RefCell::default(),
        };
        let charstring = charstrings.get(usize::try_from(*glyph).ok()?)?;
        evaluate(&trace, None, charstring, &mut NullSink).ok()?;
        let Trace { context: _, called: locals, globals, parts: made_of } = trace;
        of.called.extend(locals.into_inner());
        called.extend(globals.into_inner());
        parts.extend(made_of.into_inner());
    }
    let kept = |glyph: u32| {
        let charstring = charstrings.get(glyph as usize).unwrap_or_default();
        if glyphs.contains(&glyph) || parts.contains(charstring) { charstring } else { END_CHAR }
    };
    let names = (!is_divided).then(|| Charset::new(FontData::new(data), offset(CHARSET).unwrap_or(0), count)).flatten();
    let shown: Vec<usize> = glyphs
        .iter()
        .filter_map(|glyph| Some(usize::from(names.as_ref()?.string_id(GlyphId::new(*glyph))?.to_u16())))
        .collect();
    let pieces = Pieces {
        front: [data.get(..usize::from(*data.get(2)?))?, &index(items(&Index::from(cff.names())).into_iter())].concat(),
        strings: strings(&Index::from(cff.strings()), &top, &privates, shown),
        globals: subrs(&globals, &called),
        charset: charset(data, offset(CHARSET), count)?,
        select: match select {
            Some(select) => selects(select, count)?.to_vec(),
            None => Vec::new(),
        },
        charstrings: index((0..count).map(kept).collect::<Vec<_>>().into_iter()),
    };
    together(&top, &privates, &pieces, is_divided)
}

/// Notes what is called while a charstring runs.
struct Trace<'a> {
    context: (&'a [u8], &'a Index<'a>, &'a Index<'a>, &'a Index<'a>),
    called: RefCell<BTreeSet<usize>>,
    globals: RefCell<BTreeSet<usize>>,
    /// Charstrings of letters and accents that `endchar` puts together (note 5177, appendix C).
    parts: RefCell<BTreeSet<Vec<u8>>>,
}

impl CharstringContext for Trace<'_> {
    fn kind(&self) -> CharstringKind {
        self.context.kind()
    }

    fn seac_components(&self, base: i32, accent: i32) -> Result<[&[u8]; 2], Error> {
        let parts = self.context.seac_components(base, accent)?;
        self.parts.borrow_mut().extend(parts.iter().map(|part| part.to_vec()));
        Ok(parts)
    }

    fn global_subr(&self, index: i32) -> Result<&[u8], Error> {
        self.globals.borrow_mut().extend(usize::try_from(index + self.context.2.subr_bias()));
        self.context.global_subr(index)
    }

    fn subr(&self, index: i32) -> Result<&[u8], Error> {
        self.called.borrow_mut().extend(usize::try_from(index + self.context.3.subr_bias()));
        self.context.subr(index)
    }
}

/// The offset that an operator of a dictionary gives.
fn number(entries: &[Entry<'_>], operator: u16, at: usize) -> Option<usize> {
    let entry = entries.iter().find(|entry| entry.operator == operator)?;
    usize::try_from(*entry.numbers.get(at)?).ok()
}

/// The private dictionary that another one names by length and place.
fn private<'a>(data: &'a [u8], named_by: &[Entry<'a>]) -> Option<(Vec<Entry<'a>>, Index<'a>)> {
    let (length, start) = (number(named_by, PRIVATE, 0)?, number(named_by, PRIVATE, 1)?);
    let entries = entries(data.get(start..start.checked_add(length)?)?)?;
    // Its subroutines are counted from its own beginning.
    let subrs = match number(&entries, SUBRS, 0) {
        Some(offset) => Index::new(data.get(start.checked_add(offset)?..)?, false).ok()?,
        None => Index::Empty,
    };
    Some((entries, subrs))
}

/// Which of the fonts inside a divided one has a glyph (note 5176, 19).
fn selected(select: &[u8], glyph: u32) -> Option<usize> {
    let short = |at: usize| Some(u32::from(u16::from_be_bytes(select.get(at..at + 2)?.try_into().ok()?)));
    match select.first()? {
        0 => select.get(1 + usize::try_from(glyph).ok()?).map(|font| usize::from(*font)),
        3 => {
            let count = usize::try_from(short(1)?).ok()?;
            let range =
                (0..count).rev().map(|range| 3 + 3 * range).find(|at| short(*at).is_some_and(|s| s <= glyph))?;
            select.get(range + 2).map(|font| usize::from(*font))
        }
        _ => None,
    }
}

/// The bytes of that table.
fn selects(select: &[u8], count: u32) -> Option<&[u8]> {
    match select.first()? {
        0 => select.get(..1 + usize::try_from(count).ok()?),
        3 => select.get(..5 + 3 * usize::from(u16::from_be_bytes(select.get(1..3)?.try_into().ok()?))),
        _ => None,
    }
}

/// The bytes of the table of names (note 5176, 13); none at all where it is one that every reader knows.
fn charset(data: &[u8], offset: Option<usize>, count: u32) -> Option<Option<&[u8]>> {
    let Some(offset) = offset.filter(|offset| *offset > 2) else { return Some(None) };
    let table = data.get(offset..)?;
    let left =
        |at: usize, size: usize| table.get(at..at + size).map(|n| n.iter().fold(0, |n, b| n << 8 | u32::from(*b)));
    let size = match table.first()? {
        0 => return Some(Some(table.get(..1 + 2 * (usize::try_from(count).ok()?.checked_sub(1)?))?)),
        1 => 1,
        2 => 2,
        _ => return None,
    };
    // Glyph 0 has no name in it.
    let (mut named, mut at) = (1, 1);
    while named < count {
        named += 1 + left(at + 2, size)?;
        at += 2 + size;
    }
    Some(Some(table.get(..at)?))
}

fn items<'a>(index: &Index<'a>) -> Vec<&'a [u8]> {
    (0..index.count()).map(|at| index.get(at as usize).unwrap_or_default()).collect()
}

/// Subroutines, those that are not called being empty.
fn subrs(subrs: &Index<'_>, called: &BTreeSet<usize>) -> Vec<u8> {
    let kept = items(subrs).into_iter().enumerate().map(|(at, subr)| if called.contains(&at) { subr } else { RETURN });
    index(kept.collect::<Vec<_>>().into_iter())
}

/// Names, those that neither a dictionary nor a glyph that is kept has being empty.
fn strings(strings: &Index<'_>, top: &[Entry<'_>], privates: &[Private<'_>], glyphs: Vec<usize>) -> Vec<u8> {
    let mut used: BTreeSet<usize> = glyphs.into_iter().collect();
    for entry in top.iter().chain(privates.iter().flat_map(|private| &private.font)) {
        let names = match entry.operator {
            ROS => 2,
            operator if NAMES.contains(&operator) => 1,
            _ => 0,
        };
        used.extend(entry.numbers.iter().take(names).filter_map(|name| usize::try_from(*name).ok()));
    }
    let kept = items(strings).into_iter().enumerate();
    let kept = kept.map(|(at, name)| if used.contains(&(at + STANDARD_NAMES)) { name } else { &[] });
    index(kept.collect::<Vec<_>>().into_iter())
}

/// What the table is made of besides its dictionaries.
struct Pieces<'a> {
    /// The head of the file and the name of the font.
    front: Vec<u8>,
    strings: Vec<u8>,
    globals: Vec<u8>,
    charset: Option<&'a [u8]>,
    select: Vec<u8>,
    charstrings: Vec<u8>,
}

/// Puts the table together. Offsets are written with five bytes, so that a first dictionary without the right ones
/// says how long it will be.
fn together(top: &[Entry<'_>], privates: &[Private<'_>], pieces: &Pieces<'_>, is_divided: bool) -> Option<Vec<u8>> {
    let head = |offsets: &Offsets| index([top_dict(top, offsets).as_slice()].into_iter());
    let start = pieces.front.len() + head(&Offsets::default()).len() + pieces.strings.len() + pieces.globals.len();
    let mut rest = Vec::new();
    let mut offsets = Offsets::default();
    if let Some(charset) = pieces.charset {
        offsets.charset = start;
        rest.extend_from_slice(charset);
    } else {
        offsets.charset = number(top, CHARSET, 0).unwrap_or(0);
    }
    offsets.select = start + rest.len();
    rest.extend_from_slice(&pieces.select);
    offsets.charstrings = start + rest.len();
    rest.extend_from_slice(&pieces.charstrings);
    let mut fonts = Vec::new();
    for Private { font, entries, subrs: locals, called } in privates {
        let dict = private_dict(entries);
        offsets.private = [dict.len(), start + rest.len()];
        rest.extend_from_slice(&dict);
        if entries.iter().any(|entry| entry.operator == SUBRS) {
            rest.extend_from_slice(&subrs(locals, called));
        }
        fonts.push(top_dict(font, &offsets));
    }
    if is_divided {
        offsets.array = start + rest.len();
        rest.extend_from_slice(&index(fonts.iter().map(Vec::as_slice)));
    }
    Some([&pieces.front[..], &head(&offsets), &pieces.strings, &pieces.globals, &rest].concat())
}

#[derive(Default)]
struct Offsets {
    charset: usize,
    select: usize,
    charstrings: usize,
    array: usize,
    private: [usize; 2],
}

/// The dictionary of a font, with these offsets. An encoding, which OpenType has no use for, goes.
fn top_dict(entries: &[Entry<'_>], offsets: &Offsets) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in entries {
        match entry.operator {
            CHARSET => put_numbers(&mut out, CHARSET, &[offsets.charset]),
            ENCODING => {}
            CHAR_STRINGS => put_numbers(&mut out, CHAR_STRINGS, &[offsets.charstrings]),
            PRIVATE => put_numbers(&mut out, PRIVATE, &offsets.private),
            FD_ARRAY => put_numbers(&mut out, FD_ARRAY, &[offsets.array]),
            FD_SELECT => put_numbers(&mut out, FD_SELECT, &[offsets.select]),
            _ => put(&mut out, entry),
        }
    }
    out
}

/// A private dictionary whose subroutines stand right behind it.
fn private_dict(entries: &[Entry<'_>]) -> Vec<u8> {
    let with = |length: usize| {
        let mut out = Vec::new();
        for entry in entries {
            match entry.operator {
                SUBRS => put_numbers(&mut out, SUBRS, &[length]),
                _ => put(&mut out, entry),
            }
        }
        out
    };
    with(with(0).len())
}

#[cfg(test)]
mod tests {
    use skrifa::raw::TableProvider;

    use super::super::{Wanted, sfnt, subset, tests::outline};
    use super::*;
    use crate::{Face, Fonts};

    /// The text's face as a font divided into two, the way of large fonts: one has the glyphs before `divide`, the
    /// other those from there on.
    fn divided(face: &Face, divide: u16, select: impl Fn(u32) -> Vec<u8>) -> Option<Face> {
        let font = FontRef::from_index(&face.bytes, face.index).ok()?;
        let data = font.table_data(TAG)?.as_bytes();
        let cff = Cff::read(FontData::new(data)).ok()?;
        let top = entries(cff.top_dicts().get(0)?)?;
        let charstrings = Index::new(data.get(number(&top, CHAR_STRINGS, 0)?..)?, false).ok()?;
        let all = |index: &Index<'_>| (0..index.count() as usize).collect::<BTreeSet<_>>();
        let globals = Index::from(cff.global_subrs());
        let (mut dict, mut named) = (Vec::new(), Vec::new());
        put_numbers(&mut dict, ROS, &[391, 392, 0]);
        for operator in [CHARSET, CHAR_STRINGS, FD_ARRAY, FD_SELECT] {
            put_numbers(&mut dict, operator, &[0]);
        }
        put_numbers(&mut named, PRIVATE, &[0, 0]);
        let count = charstrings.count();
        let charset = [&[2, 0, 1][..], &u16::try_from(count - 2).ok()?.to_be_bytes()].concat();
        let pieces = Pieces {
            front: [&data[..4], &index([b"Divided".as_slice()].into_iter())].concat(),
            strings: index([b"Adobe".as_slice(), b"Identity"].into_iter()),
            globals: subrs(&globals, &all(&globals)),
            charset: Some(&charset),
            select: select(count),
            charstrings: index(items(&charstrings).into_iter()),
        };
        let mut privates = Vec::new();
        for _ in 0..2 {
            let (entries_of, locals) = private(data, &top)?;
            let called = all(&locals);
            privates.push(Private { font: entries(&named)?, entries: entries_of, subrs: locals, called });
        }
        let table = together(&entries(&dict)?, &privates, &pieces, true)?;
        let others = font.table_directory().table_records().iter().map(|record| record.tag());
        let mut tables: std::collections::BTreeMap<_, _> =
            others.filter_map(|tag| Some((tag, font.table_data(tag)?.as_bytes().to_vec()))).collect();
        tables.insert(TAG, table);
        assert!(divide > 0 && font.maxp().ok()?.num_glyphs() > divide);
        Some(Face { bytes: sfnt::write(tables, true).into(), index: 0, ..face.clone() })
    }

    #[test]
    fn a_font_that_is_divided_is_cut_down_as_well() {
        let fonts = Fonts::bundled();
        let face = fonts.face(fonts.find("Libertinus Serif", 400, false).expect("it is bundled"));
        let ranges = |count: u32| {
            let end = u16::try_from(count).expect("few").to_be_bytes();
            [&[3, 0, 2, 0, 0, 0, 0, 50, 1][..], &end].concat()
        };
        let one_by_one = |count: u32| [vec![0], (0..count).map(|glyph| u8::from(glyph >= 50)).collect()].concat();
        let by_ranges = divided(face, 50, ranges).expect("it can be divided");
        let listed = divided(face, 50, one_by_one).expect("it can be divided");
        for whole in [by_ranges, listed] {
            let wanted = Wanted { characters: "AZaz, ffé".chars().collect(), ..Wanted::default() };
            let file = subset(&whole, &wanted).expect("it is plain");
            assert!(file.bytes.len() * 3 < whole.bytes.len());
            let read = |bytes| FontRef::new(bytes).expect("a font");
            let (before, after) = (read(&whole.bytes), read(&file.bytes));
            let charmap = whole.charmap().expect("it has one");
            for (c, kept) in [('A', true), ('z', true), ('é', true), (',', true), ('B', false), ('Ж', false)] {
                let glyph = charmap.map(c).expect("the face has it").to_u32();
                assert!(!outline(&before, glyph).is_empty(), "{c}");
                let drawn = outline(&after, glyph);
                assert_eq!(drawn, if kept { outline(&before, glyph) } else { String::new() }, "{c}");
            }
        }
    }
}
