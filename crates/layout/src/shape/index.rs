//! A table that finds shaped words by their text. What a word is, and where it is kept, is `shape`'s.

use crate::style::StyleId;

/// Finds words by their text: an open hash table of indices, since words are looked up once for each occurrence.
/// Its order is never seen, and its function is the same on every machine.
#[derive(Default)]
pub(crate) struct Index {
    slots: Vec<u32>,
    used: usize,
}

const EMPTY: u32 = u32::MAX;

impl Index {
    pub(crate) fn find(&self, hash: u64, same: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        while self.slots[at] != EMPTY {
            if same(self.slots[at]) {
                return Some(self.slots[at]);
            }
            at = (at + 1) & mask;
        }
        None
    }

    pub(crate) fn add(&mut self, hash: u64, id: u32, hash_of: impl Fn(u32) -> u64) {
        // Never more than half full, so that chains stay short.
        if (self.used + 1) * 2 > self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![EMPTY; (old.len() * 2).max(1024)];
            for id in old.into_iter().filter(|id| *id != EMPTY) {
                self.put(hash_of(id), id);
            }
        }
        self.put(hash, id);
        self.used += 1;
    }

    fn put(&mut self, hash: u64, id: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = id;
    }
}

/// FNV-1a over the text, with the style before it; the last step mixes the high bits down.
pub(crate) fn hash((style, rtl): (StyleId, bool), text: &str) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01B3;
    let seed = 0xCBF2_9CE4_8422_2325 ^ (u64::from(style.0) << 1 | u64::from(rtl));
    let hash = text.bytes().fold(seed.wrapping_mul(PRIME), |h, b| (h ^ u64::from(b)).wrapping_mul(PRIME));
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_found_again() {
        let words: Vec<String> = (0..5_000).map(|i| format!("word{i}")).collect();
        let of = |id: u32| hash((StyleId(1), false), &words[id as usize]);
        let mut index = Index::default();
        for id in 0..5_000 {
            assert_eq!(index.find(of(id), |other| other == id), None);
            index.add(of(id), id, of);
        }
        for id in 0..5_000 {
            assert_eq!(index.find(of(id), |other| words[other as usize] == words[id as usize]), Some(id));
        }
    }
}
