//! The direction of text (UAX #9): levels by byte, and the order in which the parts of a line stand.

use unicode_bidi::{Level, ParagraphBidiInfo};

/// The level of each byte, or none if all of it runs from left to right.
pub(super) fn levels(text: &str, rtl: bool) -> Option<Vec<u8>> {
    if !rtl && !text.chars().any(may_be_rtl) {
        return None;
    }
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let info = ParagraphBidiInfo::new(text, Some(base));
    Some(info.levels.iter().map(|level| level.number()).collect())
}

/// Whether a character can turn text around: the blocks of right-to-left scripts and the direction controls.
fn may_be_rtl(c: char) -> bool {
    matches!(u32::from(c),
        0x0590..=0x08FF | 0x200F | 0x202B | 0x202E | 0x2067 | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF
        | 0x1E800..=0x1EFFF)
}

/// The order from left to right of parts with these levels (UAX #9, rule L2).
pub(super) fn visual_order(levels: &[u8]) -> Vec<usize> {
    if levels.iter().all(|level| *level == 0) {
        return (0..levels.len()).collect();
    }
    let levels: Vec<Level> = levels.iter().map(|level| Level::new(*level).unwrap_or_else(|_| Level::ltr())).collect();
    ParagraphBidiInfo::reorder_visual(&levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_right_to_left_letters_needs_no_levels() {
        assert_eq!(levels("plain text, “quoted” – and ünï", false), None);
        let mixed = levels("ab שלום cd", false).expect("there is Hebrew in it");
        assert_eq!((mixed[0], mixed[3], mixed[12]), (0, 1, 0));
    }

    #[test]
    fn parts_are_reordered_by_level() {
        assert_eq!(visual_order(&[0, 0]), [0, 1]);
        assert_eq!(visual_order(&[1, 1, 2, 1]), [3, 2, 1, 0]);
        assert_eq!(visual_order(&[0, 1, 1, 0]), [0, 2, 1, 3]);
    }
}
