//! Dictionaries and indexes of CFF (Adobe technical note 5176, 4 and 5) as bytes: taken apart and put together, their
//! numbers left as they stand but for offsets.

/// An operator and what stands before it.
pub(super) struct Entry<'a> {
    /// Operators of two bytes, `12 n`, are 0x0C00 + n.
    pub(super) operator: u16,
    /// The operands as they stand.
    pub(super) raw: &'a [u8],
    /// Those that are whole numbers.
    pub(super) numbers: Vec<i32>,
}

/// The entries of a dictionary; none if it does not read.
pub(super) fn entries(data: &[u8]) -> Option<Vec<Entry<'_>>> {
    let mut out = Vec::new();
    let (mut at, mut start, mut numbers) = (0, 0, Vec::new());
    while let Some(first) = data.get(at).copied() {
        let byte = |offset: usize| data.get(at + offset).copied().map(i32::from);
        let value = i32::from(first);
        let length = match first {
            0..=21 => {
                let (operator, length) = match first {
                    12 => (0x0C00 + u16::from(*data.get(at + 1)?), 2),
                    _ => (u16::from(first), 1),
                };
                let raw = data.get(start..at)?;
                out.push(Entry { operator, raw, numbers: std::mem::take(&mut numbers) });
                start = at + length;
                length
            }
            28 => {
                numbers.push(i32::from(i16::from_be_bytes([byte(1)? as u8, byte(2)? as u8])));
                3
            }
            29 => {
                let bytes = data.get(at + 1..at + 5)?;
                numbers.push(i32::from_be_bytes(bytes.try_into().ok()?));
                5
            }
            // A number with a point: half bytes up to one of fifteen.
            30 => 2 + data.get(at + 1..)?.iter().position(|byte| byte & 0x0F == 0x0F || byte >> 4 == 0x0F)?,
            32..=246 => {
                numbers.push(value - 139);
                1
            }
            247..=250 => {
                numbers.push((value - 247) * 256 + byte(1)? + 108);
                2
            }
            251..=254 => {
                numbers.push(-(value - 251) * 256 - byte(1)? - 108);
                2
            }
            22..=27 | 31 | 255 => return None,
        };
        at += length;
    }
    Some(out)
}

/// Writes an entry with its operands as they stood.
pub(super) fn put(out: &mut Vec<u8>, entry: &Entry<'_>) {
    out.extend_from_slice(entry.raw);
    operator(out, entry.operator);
}

/// Writes an entry with numbers of five bytes each, so that its length does not depend on them.
pub(super) fn put_numbers(out: &mut Vec<u8>, of: u16, numbers: &[usize]) {
    for number in numbers {
        out.push(29);
        out.extend_from_slice(&(*number as u32).to_be_bytes());
    }
    operator(out, of);
}

fn operator(out: &mut Vec<u8>, operator: u16) {
    if operator >= 0x0C00 {
        out.push(12);
    }
    out.push((operator & 0xFF) as u8);
}

/// Writes an index (note 5176, 5).
pub(super) fn index<'a>(items: impl ExactSizeIterator<Item = &'a [u8]> + Clone) -> Vec<u8> {
    let mut out = (items.len() as u16).to_be_bytes().to_vec();
    if items.len() == 0 {
        return out;
    }
    let length: usize = items.clone().map(<[u8]>::len).sum();
    let size = (1..4).find(|size| length + 1 < 1 << (8 * size)).unwrap_or(4);
    out.push(size as u8);
    let mut put = |offset: usize| out.extend_from_slice(&(offset as u32).to_be_bytes()[4 - size..]);
    let mut offset = 1;
    put(offset);
    for item in items.clone() {
        offset += item.len();
        put(offset);
    }
    items.for_each(|item| out.extend_from_slice(item));
    out
}
