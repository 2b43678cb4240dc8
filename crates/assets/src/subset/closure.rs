//! Which glyphs a text can become: those of its characters, and those that substitutions make of them.

use std::collections::{BTreeMap, BTreeSet};

use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::{FontRef, GlyphId};

/// Features that nothing uses unless a style sheet asks for them by name (OpenType 1.9.1, feature registry): those
/// that the registry says are off until a user turns them on. Features that it does not know may be on and are kept.
const ON_REQUEST: [&[u8; 4]; 39] = [
    b"aalt", b"afrc", b"c2pc", b"c2sc", b"case", b"cpsp", b"cswh", b"dlig", b"dnom", b"expt", b"falt", b"fwid",
    b"frac", b"halt", b"hist", b"hlig", b"hngl", b"hojo", b"hwid", b"lnum", b"mgrk", b"nalt", b"nlck", b"numr",
    b"onum", b"ordn", b"ornm", b"pcap", b"pnum", b"pwid", b"qwid", b"ruby", b"salt", b"sinf", b"smcp", b"smpl",
    b"swsh", b"titl", b"zero",
];
/// The same: the ways of writing superiors, inferiors, tables of figures, and older or other shapes.
const MORE_ON_REQUEST: [&[u8; 4]; 14] = [
    b"jp78", b"jp83", b"jp90", b"jp04", b"pcap", b"subs", b"sups", b"tnam", b"tnum", b"trad", b"twid", b"unic",
    b"valt", b"palt",
];

/// The glyphs of a text with these characters. Glyph 0 is shown for what is missing and is always among them.
pub(super) fn glyphs(
    font: &FontRef<'_>,
    map: &BTreeMap<char, u32>,
    features: &BTreeSet<[u8; 4]>,
    count: u32,
) -> Option<BTreeSet<u32>> {
    let mut set: IntSet<GlyphId> = map.values().map(|glyph| GlyphId::new(*glyph)).collect();
    set.insert(GlyphId::NOTDEF);
    if let Ok(gsub) = font.gsub() {
        let list = gsub.feature_list().ok()?;
        let wanted: IntSet<u16> = (0..)
            .zip(list.feature_records())
            .filter(|(_, record)| {
                let tag = record.feature_tag().to_be_bytes();
                features.contains(&tag) || !is_on_request(tag)
            })
            .map(|(index, _)| index)
            .collect();
        let lookups = gsub.collect_lookups(&wanted).ok()?;
        gsub.closure_glyphs_with_num_glyphs(&lookups, &mut set, count).ok()?;
    }
    Some(set.iter().map(|glyph| glyph.to_u32()).filter(|glyph| *glyph < count).collect())
}

fn is_on_request(tag: [u8; 4]) -> bool {
    // Stylistic sets and variants of characters are numbered.
    let numbered = matches!(tag, [b's', b's', b'0'..=b'9', b'0'..=b'9'] | [b'c', b'v', b'0'..=b'9', b'0'..=b'9']);
    numbered || ON_REQUEST.contains(&&tag) || MORE_ON_REQUEST.contains(&&tag)
}
