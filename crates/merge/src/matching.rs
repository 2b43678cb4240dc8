//! Which paragraph of the edited draft is which of the draft as it was: by key, then by text, then by place, then by
//! likeness. Nothing here looks at the source.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_docx::{Key, KeyKind, Leaf};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::tokens::{pieces, tokens};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matching {
    /// For each leaf of the edited draft, the leaf that it was.
    pub(crate) was: Vec<Option<usize>>,
    /// For each leaf of the draft as it was, the leaf that it is.
    pub(crate) is: Vec<Option<usize>>,
    /// Leaves of the edited draft that are the rest of the leaf before them: a paragraph was split there.
    pub(crate) split: BTreeSet<usize>,
    /// Leaves of the draft as it was that went into the leaf before them: paragraphs were joined.
    pub(crate) joined: BTreeSet<usize>,
}

/// How alike two texts must be to be taken for one that was edited: the share of words that they have in common.
const ALIKE: (usize, usize) = (1, 2);

/// A leaf as matching looks at it.
struct Face {
    text: String,
    words: BTreeMap<String, usize>,
    count: usize,
    /// Where it stands: texts of notes, cells and the body are not each other's.
    story: String,
    kind: String,
}

fn face(leaf: &Leaf) -> Face {
    let text: String = tokens(&leaf.content).iter().map(|token| token.text().to_owned()).collect();
    let mut words = BTreeMap::new();
    let mut count = 0;
    for word in pieces(&text).into_iter().filter(|word| word.chars().all(char::is_alphanumeric)) {
        *words.entry(word.to_lowercase()).or_insert(0) += 1;
        count += 1;
    }
    let story = match &leaf.place.note {
        Some(note) => format!("{:?}", note),
        None => String::new(),
    };
    Face { text, words, count, story, kind: format!("{:?}", leaf.role) }
}

/// How many words two texts have in common.
fn common(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> usize {
    a.iter().map(|(word, count)| (*count).min(b.get(word).copied().unwrap_or(0))).sum()
}

/// Matches the leaves of a draft as it is with those of the draft as it was.
pub(crate) fn matching(was: &[Leaf], is: &[Leaf]) -> Matching {
    let mut found = Matching { was: vec![None; is.len()], is: vec![None; was.len()], ..Matching::default() };
    let faces: (Vec<Face>, Vec<Face>) = (was.iter().map(face).collect(), is.iter().map(face).collect());
    by_key(was, is, &mut found);
    by_text(&faces, &mut found);
    by_sameness(was, is, &faces, &mut found);
    splits_and_joins(&faces, is, was, &mut found);
    by_place(&faces, &mut found);
    by_cell(was, is, &mut found);
    by_likeness(&faces, &mut found);
    found
}

fn tie(found: &mut Matching, was: usize, is: usize) {
    if found.is[was].is_none() && found.was[is].is_none() {
        found.is[was] = Some(is);
        found.was[is] = Some(was);
    }
}

fn is_block(key: &Key) -> bool {
    match key.kind() {
        KeyKind::Block => key.copy.is_none(),
        KeyKind::NoteCall | KeyKind::Comment | KeyKind::Row => false,
    }
}

fn by_key(was: &[Leaf], is: &[Leaf], found: &mut Matching) {
    let mut homes = BTreeMap::new();
    for (index, leaf) in was.iter().enumerate() {
        for key in leaf.keys.iter().filter(|key| is_block(key)) {
            homes.entry(key.name()).or_insert(index);
        }
    }
    for (index, leaf) in is.iter().enumerate() {
        for key in leaf.keys.iter().filter(|key| is_block(key)) {
            let Some(home) = homes.get(&key.name()).copied() else { continue };
            if key.repeated {
                found.split.insert(index);
            } else {
                match found.was[index] {
                    None => tie(found, home, index),
                    // Several keys in one paragraph: others were joined to the first.
                    Some(first) if first != home && found.is[home].is_none() => {
                        found.joined.insert(home);
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

/// The same text, once on each side.
fn by_text((was, is): &(Vec<Face>, Vec<Face>), found: &mut Matching) {
    let free = |found: &Matching, faces: &[Face], side: bool| {
        let mut texts: BTreeMap<(String, String, String), Vec<usize>> = BTreeMap::new();
        for (index, face) in faces.iter().enumerate() {
            let taken = if side { found.is[index].is_some() } else { found.was[index].is_some() };
            if !taken && !face.text.trim().is_empty() {
                let key = (face.story.clone(), face.kind.clone(), face.text.clone());
                texts.entry(key).or_default().push(index);
            }
        }
        texts
    };
    let (old, new) = (free(found, was, true), free(found, is, false));
    for (text, homes) in old {
        if let ([home], Some([there])) = (homes.as_slice(), new.get(&text).map(Vec::as_slice)) {
            tie(found, *home, *there);
        }
    }
}

/// What stands between two that are matched and is the same on both sides: paragraphs that are no text or repeat others,
/// such as dividers and empty cells in notes, which have no keys.
fn by_sameness(was: &[Leaf], is: &[Leaf], (old, new): &(Vec<Face>, Vec<Face>), found: &mut Matching) {
    let look = |leaf: &Leaf, face: &Face| {
        let cell = leaf.place.cells.last().map(|cell| (cell.row, cell.column));
        format!("{}\u{1}{}\u{1}{:?}\u{1}{cell:?}\u{1}{}", face.story, face.kind, leaf.kind, face.text)
    };
    let mut index = 0;
    while index < is.len() {
        if found.was[index].is_some() {
            index += 1;
            continue;
        }
        let end = (index..is.len()).find(|at| found.was[*at].is_some()).unwrap_or(is.len());
        let before = index.checked_sub(1).and_then(|before| found.was[before]).map_or(0, |home| home + 1);
        let after = found.was.get(end).copied().flatten().unwrap_or(was.len());
        let homes: Vec<usize> = (before..after).filter(|home| found.is[*home].is_none()).collect();
        let here: Vec<usize> = (index..end).collect();
        let olds: Vec<String> = homes.iter().map(|home| look(&was[*home], &old[*home])).collect();
        let news: Vec<String> = here.iter().map(|at| look(&is[*at], &new[*at])).collect();
        for op in capture_diff_slices(Algorithm::Myers, &olds, &news) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                (0..len).for_each(|i| tie(found, homes[old_index + i], here[new_index + i]));
            }
        }
        index = end;
    }
}

/// A paragraph without a key after one with: the rest of what it was, if most of its words are.
fn splits_and_joins((old, new): &(Vec<Face>, Vec<Face>), is: &[Leaf], was: &[Leaf], found: &mut Matching) {
    for index in 1..is.len() {
        if found.was[index].is_some() || new[index].count == 0 || found.split.contains(&index) {
            continue;
        }
        // The paragraph before it, whatever was split off already.
        let head = (0..index).rev().find(|before| !found.split.contains(before));
        let Some((head, home)) = head.and_then(|head| Some((head, found.was[head]?))) else { continue };
        let same_story = new[index].story == old[home].story && is[index].place.cells == is[head].place.cells;
        let mut left = old[home].words.clone();
        take(&mut left, &new[head].words);
        let rest = common(&left, &new[index].words);
        if same_story && rest * 3 >= new[index].count * 2 && rest > 0 {
            found.split.insert(index);
        }
    }
    for index in 1..was.len() {
        if found.is[index].is_some() || old[index].count == 0 || found.joined.contains(&index) {
            continue;
        }
        let head = (0..index).rev().find(|before| !found.joined.contains(before));
        let Some((head, there)) = head.and_then(|head| Some((head, found.is[head]?))) else { continue };
        let same_story = old[index].story == new[there].story && was[index].place.cells == was[head].place.cells;
        let mut left = new[there].words.clone();
        take(&mut left, &old[head].words);
        let rest = common(&left, &old[index].words);
        if same_story && rest * 3 >= old[index].count * 2 && rest > 0 {
            found.joined.insert(index);
        }
    }
}

fn take(words: &mut BTreeMap<String, usize>, other: &BTreeMap<String, usize>) {
    for (word, count) in other {
        if let Some(left) = words.get_mut(word) {
            *left = left.saturating_sub(*count);
        }
    }
}

/// One paragraph between the same neighbours on both sides was retyped.
fn by_place((was, is): &(Vec<Face>, Vec<Face>), found: &mut Matching) {
    for (index, face) in is.iter().enumerate() {
        if found.was[index].is_some() || found.split.contains(&index) {
            continue;
        }
        let before = match index.checked_sub(1) {
            Some(before) => found.was[before].map(|home| home + 1),
            None => Some(0),
        };
        let after = match found.was.get(index + 1) {
            Some(after) => *after,
            None => Some(was.len()),
        };
        if let (Some(home), Some(after)) = (before, after)
            && home + 1 == after
            && found.is[home].is_none()
            && !found.joined.contains(&home)
            && was[home].story == face.story
            && was[home].kind == face.kind
        {
            tie(found, home, index);
        }
    }
}

/// Empty cells, which have no key and no words, by where they stand in their table.
fn by_cell(was: &[Leaf], is: &[Leaf], found: &mut Matching) {
    let cell = |leaf: &Leaf| {
        let cell = leaf.place.cells.last().filter(|_| leaf.content.is_empty())?;
        Some((cell.table, cell.row, cell.column))
    };
    let mut free = BTreeMap::new();
    for (home, leaf) in was.iter().enumerate().filter(|(home, _)| found.is[*home].is_none()) {
        if let Some(cell) = cell(leaf) {
            free.entry(cell).or_insert(home);
        }
    }
    for (index, leaf) in is.iter().enumerate() {
        if found.was[index].is_none()
            && let Some(home) = cell(leaf).and_then(|cell| free.remove(&cell))
        {
            tie(found, home, index);
        }
    }
}

/// Words that stand in more paragraphs than this say nothing about which it is.
const COMMON_WORD: usize = 64;

/// What is left, by likeness, in order.
fn by_likeness((was, is): &(Vec<Face>, Vec<Face>), found: &mut Matching) {
    let free = |home: &usize| found.is[*home].is_none() && !found.joined.contains(home);
    // In which paragraphs each word stands: only those that share a rare one are looked at, so that two texts that have
    // nothing to do with each other are compared in no time.
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for home in (0..was.len()).filter(free) {
        for word in was[home].words.keys() {
            places.entry(word).or_default().push(home);
        }
    }
    let mut next = 0;
    for (index, face) in is.iter().enumerate() {
        if found.was[index].is_some() || found.split.contains(&index) || face.count == 0 {
            continue;
        }
        let rare = face.words.keys().filter_map(|word| places.get(word.as_str())).filter(|at| at.len() <= COMMON_WORD);
        let candidates: BTreeSet<usize> = rare.flatten().copied().filter(|home| found.is[*home].is_none()).collect();
        let alike = |home: &&usize| {
            let (a, b) = (&was[**home], face);
            a.story == b.story && common(&a.words, &b.words) * ALIKE.1 >= a.count.max(b.count) * ALIKE.0
        };
        // What is alike and stands further on is looked at first, so that moved paragraphs do not cross.
        let home = candidates.range(next..).find(alike).or_else(|| candidates.range(..next).find(alike)).copied();
        if let Some(home) = home {
            tie(found, home, index);
            next = home + 1;
        }
    }
}

/// The longest row of matches that are in the same order on both sides: what is not in it was moved.
pub(crate) fn staying(was_of_is: &[Option<usize>]) -> BTreeSet<usize> {
    // Patience sorting: for each length, the smallest end of a row of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; was_of_is.len()];
    for (index, home) in was_of_is.iter().enumerate() {
        let Some(home) = home else { continue };
        let at = ends.partition_point(|end| was_of_is[*end] < Some(*home));
        before[index] = at.checked_sub(1).map(|at| ends[at]);
        match ends.get_mut(at) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut row = BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(index) = at {
        row.insert(index);
        at = before[index];
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_order_was_moved() {
        let row = staying(&[Some(0), Some(3), Some(1), Some(2), None, Some(4)]);
        assert_eq!(row, BTreeSet::from([0, 2, 3, 5]));
    }
}
