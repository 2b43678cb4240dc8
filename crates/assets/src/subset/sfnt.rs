//! The file around the tables (OpenType 1.9.1, "Organization of an OpenType font"): directory, order, checksums.

use std::collections::BTreeMap;

use skrifa::Tag;

/// Puts tables together.
pub(super) fn write(mut tables: BTreeMap<Tag, Vec<u8>>, is_cff: bool) -> Vec<u8> {
    let head = Tag::new(b"head");
    // checkSumAdjustment is counted as zero.
    if let Some(field) = tables.get_mut(&head).and_then(|table| table.get_mut(8..12)) {
        field.fill(0);
    }
    let count = tables.len().max(1);
    let log = count.ilog2();
    let range = 16_usize << log;
    let mut out = if is_cff { b"OTTO".to_vec() } else { vec![0, 1, 0, 0] };
    for value in [tables.len(), range, log as usize, 16 * count - range] {
        out.extend_from_slice(&(value as u16).to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    let mut head_at = None;
    for (tag, table) in &tables {
        if *tag == head {
            head_at = Some(offset);
        }
        out.extend_from_slice(&tag.to_be_bytes());
        for value in [checksum(table), offset as u32, table.len() as u32] {
            out.extend_from_slice(&value.to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        out.extend_from_slice(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&out));
    if let Some(field) = head_at.and_then(|at| out.get_mut(at + 8..at + 12)) {
        field.copy_from_slice(&adjustment.to_be_bytes());
    }
    out
}

/// The sum of a table's longs, its last one filled up with zeros.
pub(super) fn checksum(table: &[u8]) -> u32 {
    let long = |bytes: &[u8]| {
        let mut long = [0; 4];
        long[..bytes.len()].copy_from_slice(bytes);
        u32::from_be_bytes(long)
    };
    table.chunks(4).map(long).fold(0, u32::wrapping_add)
}
