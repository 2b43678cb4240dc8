//! The map from characters to glyphs (OpenType 1.9.1, cmap): format 4 for the Basic Multilingual Plane, which every
//! reading system reads, and format 12 besides if there are characters above it.

use std::collections::BTreeMap;

/// A stretch of neighbouring characters with neighbouring glyphs.
struct Stretch {
    first: u32,
    last: u32,
    glyph: u32,
}

/// Writes the table.
pub(super) fn write(map: &BTreeMap<char, u32>) -> Vec<u8> {
    let all = stretches(map.iter().map(|(c, glyph)| (u32::from(*c), *glyph)));
    // U+FFFF is no character, and the segment that ends the table has it.
    let basic = stretches(map.iter().map(|(c, glyph)| (u32::from(*c), *glyph)).filter(|(c, _)| *c < 0xFFFF));
    let above = map.keys().any(|c| u32::from(*c) > 0xFFFF);
    let tables =
        if above { vec![(10_u16, format_12(&all)), (1, format_4(&basic))] } else { vec![(1, format_4(&basic))] };
    // Records stand in the order of their encodings: 3.1 before 3.10.
    let tables: Vec<_> = tables.into_iter().rev().collect();
    let mut out = Vec::new();
    short(&mut out, 0);
    short(&mut out, tables.len());
    let mut offset = 4 + 8 * tables.len();
    for (encoding, table) in &tables {
        short(&mut out, 3);
        short(&mut out, usize::from(*encoding));
        long(&mut out, offset as u32);
        offset += table.len();
    }
    tables.iter().for_each(|(_, table)| out.extend_from_slice(table));
    out
}

fn stretches(pairs: impl Iterator<Item = (u32, u32)>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (c, glyph) in pairs {
        match out.last_mut() {
            Some(last) if last.last + 1 == c && last.glyph + (c - last.first) == glyph => last.last = c,
            Some(_) | None => out.push(Stretch { first: c, last: c, glyph }),
        }
    }
    out
}

fn format_4(stretches: &[Stretch]) -> Vec<u8> {
    let count = stretches.len() + 1;
    let log = count.ilog2();
    let range = 2 << log;
    let mut out = Vec::new();
    short(&mut out, 4);
    // The length is a short: 8,188 stretches, which no font's basic plane has with glyphs of 16 bits kept in order; a
    // longer table says the length modulo 65,536, as other writers do, and readers take what the table holds.
    short(&mut out, 16 + 8 * count);
    short(&mut out, 0);
    for value in [2 * count, range, log as usize, 2 * count - range] {
        short(&mut out, value);
    }
    let ends = stretches.iter().map(|stretch| stretch.last).chain([0xFFFF]);
    ends.for_each(|end| short(&mut out, end as usize));
    short(&mut out, 0);
    let starts = stretches.iter().map(|stretch| stretch.first).chain([0xFFFF]);
    starts.for_each(|start| short(&mut out, start as usize));
    // Glyphs are characters and a difference, modulo 65,536; the last segment leads U+FFFF to glyph 0.
    let deltas = stretches.iter().map(|stretch| stretch.glyph.wrapping_sub(stretch.first)).chain([1]);
    deltas.for_each(|delta| short(&mut out, (delta & 0xFFFF) as usize));
    (0..count).for_each(|_| short(&mut out, 0));
    out
}

fn format_12(stretches: &[Stretch]) -> Vec<u8> {
    let mut out = Vec::new();
    short(&mut out, 12);
    short(&mut out, 0);
    long(&mut out, (16 + 12 * stretches.len()) as u32);
    long(&mut out, 0);
    long(&mut out, stretches.len() as u32);
    for Stretch { first, last, glyph } in stretches {
        long(&mut out, *first);
        long(&mut out, *last);
        long(&mut out, *glyph);
    }
    out
}

fn short(out: &mut Vec<u8>, value: usize) {
    out.extend_from_slice(&(value as u16).to_be_bytes());
}

fn long(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_be_bytes());
}
