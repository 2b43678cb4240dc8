//! TrueType outlines (OpenType 1.9.1, glyf and loca): a glyph that is gone has no bytes.

use std::collections::BTreeSet;

use skrifa::raw::TableProvider;
use skrifa::raw::tables::glyf::Glyph;
use skrifa::{FontRef, GlyphId, Tag};

/// Rewrites outlines and their places. Gives with them the glyphs that are kept: those that others are made of, too.
pub(super) fn rewrite(
    font: &FontRef<'_>,
    mut glyphs: BTreeSet<u32>,
    count: u32,
) -> Option<(BTreeSet<u32>, Vec<u8>, Vec<u8>)> {
    let is_long = font.head().ok()?.index_to_loc_format() != 0;
    let loca = font.loca(is_long).ok()?;
    let glyf = font.glyf().ok()?;
    let mut open: Vec<u32> = glyphs.iter().copied().collect();
    while let Some(glyph) = open.pop() {
        match loca.get_glyf(GlyphId::new(glyph), &glyf).ok()? {
            Some(Glyph::Composite(composite)) => {
                for component in composite.components() {
                    let part = component.glyph.to_u32();
                    if part < count && glyphs.insert(part) {
                        open.push(part);
                    }
                }
            }
            Some(Glyph::Simple(_)) | None => {}
        }
    }
    let data = font.table_data(Tag::new(b"glyf"))?.as_bytes();
    let mut outlines = Vec::new();
    let mut places = Vec::new();
    for glyph in 0..count {
        place(&mut places, outlines.len(), is_long)?;
        if glyphs.contains(&glyph) {
            let at = |glyph: u32| usize::try_from(loca.get_raw(usize::try_from(glyph).ok()?)?).ok();
            outlines.extend_from_slice(data.get(at(glyph)?..at(glyph + 1)?)?);
            // Short places count pairs of bytes; whole longs are what readers expect.
            outlines.resize(outlines.len().next_multiple_of(4), 0);
        }
    }
    place(&mut places, outlines.len(), is_long)?;
    Some((glyphs, outlines, places))
}

fn place(out: &mut Vec<u8>, at: usize, is_long: bool) -> Option<()> {
    match is_long {
        true => out.extend_from_slice(&u32::try_from(at).ok()?.to_be_bytes()),
        false => out.extend_from_slice(&u16::try_from(at / 2).ok()?.to_be_bytes()),
    }
    Some(())
}
