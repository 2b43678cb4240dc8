//! A face cut down to the characters that a book shows, as a font file that reading systems take.
//!
//! Glyphs keep their numbers, and the outlines of those that are not needed become empty. So every table that speaks
//! of glyphs stays right without being rewritten: kerning, ligatures, small capitals and marks work as in the whole
//! face. What is rewritten is the map of characters, from which all others are gone, so that a reading system asks
//! its own fonts for them; the outlines; and their widths. Empty outlines are a byte each, and next to nothing when
//! the file is packed.
//!
//! docs/decisions/0006-fonts-by-blanking-glyphs.md says why no crate does this.

mod cff;
mod closure;
mod cmap;
mod dict;
mod glyf;
mod sfnt;

use std::collections::{BTreeMap, BTreeSet};

use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider, Tag};

use crate::Face;

/// What a subset keeps.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The characters that are shown.
    pub characters: BTreeSet<char>,
    /// Features that are asked for by name (OpenType 1.9.1, feature registry), such as `smcp`; those that reading
    /// systems use without being asked are kept always.
    pub features: BTreeSet<[u8; 4]>,
}

/// A font file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether its outlines are those of CFF; else they are TrueType's.
    pub is_cff: bool,
}

/// Cuts a face down. None if it cannot be: it is variable, has colours or bitmaps, or its outlines do not read.
pub fn subset(face: &Face, wanted: &Wanted) -> Option<FontFile> {
    let font = FontRef::from_index(&face.bytes, face.index).ok()?;
    // What else says how a glyph looks would be whole or wrong.
    const OTHER_LOOKS: [&[u8; 4]; 8] = [b"fvar", b"CFF2", b"COLR", b"SVG ", b"CBDT", b"EBDT", b"sbix", b"VARC"];
    if OTHER_LOOKS.iter().any(|tag| font.table_data(Tag::new(tag)).is_some()) {
        return None;
    }
    let count = u32::from(font.maxp().ok()?.num_glyphs());
    let charmap = font.charmap();
    let map: BTreeMap<char, u32> = wanted
        .characters
        .iter()
        .filter_map(|c| Some((*c, charmap.map(*c)?.to_u32())))
        .filter(|(_, glyph)| (1..count).contains(glyph))
        .collect();
    let glyphs = closure::glyphs(&font, &map, &wanted.features, count)?;
    let mut tables = kept(&font);
    let is_cff = font.table_data(cff::TAG).is_some();
    let glyphs = if is_cff {
        tables.insert(cff::TAG, cff::rewrite(&font, &glyphs)?);
        glyphs
    } else {
        let (glyphs, glyf, loca) = glyf::rewrite(&font, glyphs, count)?;
        tables.insert(Tag::new(b"glyf"), glyf);
        tables.insert(Tag::new(b"loca"), loca);
        glyphs
    };
    let (hmtx, vmtx) = (Tag::new(b"hmtx"), Tag::new(b"vmtx"));
    advances(tables.get_mut(&hmtx)?, font.hhea().ok()?.number_of_h_metrics(), &glyphs)?;
    if let Some(table) = tables.get_mut(&vmtx) {
        advances(table, font.vhea().ok()?.number_of_long_ver_metrics(), &glyphs)?;
    }
    tables.insert(Tag::new(b"cmap"), cmap::write(&map));
    Some(FontFile { bytes: sfnt::write(tables, is_cff), is_cff })
}

/// A face as it is, for those that must not be cut down or cannot. A face of a collection becomes a file of its own.
pub fn whole(face: &Face) -> Option<FontFile> {
    let font = FontRef::from_index(&face.bytes, face.index).ok()?;
    let is_cff = font.table_data(cff::TAG).is_some() || font.table_data(Tag::new(b"CFF2")).is_some();
    if face.bytes.get(..4) != Some(b"ttcf") {
        return Some(FontFile { bytes: face.bytes.to_vec(), is_cff });
    }
    let tables = font.table_directory().table_records().iter().map(|record| record.tag());
    let tables = tables.filter_map(|tag| Some((tag, font.table_data(tag)?.as_bytes().to_vec()))).collect();
    Some(FontFile { bytes: sfnt::write(tables, is_cff), is_cff })
}

/// The tables that stay as they are. A signature would be wrong, device tables are of sizes nobody asks for, and names
/// of glyphs are of no use to a reader.
fn kept(font: &FontRef<'_>) -> BTreeMap<Tag, Vec<u8>> {
    const KEPT: [&[u8; 4]; 19] = [
        b"BASE", b"GDEF", b"GPOS", b"GSUB", b"JSTF", b"OS/2", b"VORG", b"cvt ", b"fpgm", b"gasp", b"head", b"hhea",
        b"hmtx", b"kern", b"maxp", b"name", b"prep", b"vhea", b"vmtx",
    ];
    let tables = KEPT.iter().map(|tag| Tag::new(tag));
    let mut tables: BTreeMap<Tag, Vec<u8>> =
        tables.filter_map(|tag| Some((tag, font.table_data(tag)?.as_bytes().to_vec()))).collect();
    // Version 3.0 has the same fields and no names.
    if let Some(fields) = font.table_data(Tag::new(b"post")).and_then(|post| post.as_bytes().get(4..32)) {
        tables.insert(Tag::new(b"post"), [&[0, 3, 0, 0], fields].concat());
    }
    tables
}

/// Takes widths and bearings, or heights, from glyphs that are gone. The last width is that of all glyphs after it and
/// stays.
fn advances(table: &mut [u8], with_width: u16, glyphs: &BTreeSet<u32>) -> Option<()> {
    let (pairs, rest) = table.split_at_mut_checked(usize::from(with_width) * 4)?;
    let with_width = u32::from(with_width);
    for (glyph, pair) in (0..).zip(pairs.chunks_exact_mut(4)) {
        if !glyphs.contains(&glyph) && glyph + 1 < with_width {
            pair.fill(0);
        }
    }
    for (glyph, bearing) in (with_width..).zip(rest.chunks_exact_mut(2)) {
        if !glyphs.contains(&glyph) {
            bearing.fill(0);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests;
