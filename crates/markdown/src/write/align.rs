//! Two sequences side by side: which places of the one say what places of the other say, in order. It is the
//! patience method: what both have in common at their ends, then what occurs once in each, then the stretches between.
//! What occurs several times between those is taken for changed.

use std::collections::BTreeMap;

/// For each place of `new` the place of `old` that is the same, if there is one in order.
pub(super) fn align(new: &[u64], old: &[u64]) -> Vec<Option<usize>> {
    let mut kept = vec![None; new.len()];
    // Stretches of both that are still to be aligned.
    let mut open = vec![(0..new.len(), 0..old.len())];
    while let Some((mut a, mut b)) = open.pop() {
        while !a.is_empty() && !b.is_empty() && new[a.start] == old[b.start] {
            kept[a.start] = Some(b.start);
            a.start += 1;
            b.start += 1;
        }
        while !a.is_empty() && !b.is_empty() && new[a.end - 1] == old[b.end - 1] {
            a.end -= 1;
            b.end -= 1;
            kept[a.end] = Some(b.end);
        }
        let anchors = longest_run(&once_in_both(&new[a.clone()], &old[b.clone()]));
        let mut from = (a.start, b.start);
        for (i, j) in &anchors {
            let at = (a.start + i, b.start + j);
            kept[at.0] = Some(at.1);
            open.push((from.0..at.0, from.1..at.1));
            from = (at.0 + 1, at.1 + 1);
        }
        if !anchors.is_empty() {
            open.push((from.0..a.end, from.1..b.end));
        }
    }
    kept
}

/// The places of what occurs once in each of two sequences.
fn once_in_both(new: &[u64], old: &[u64]) -> Vec<(usize, usize)> {
    let places = |prints: &[u64]| {
        let mut places: BTreeMap<u64, Option<usize>> = BTreeMap::new();
        for (i, print) in prints.iter().enumerate() {
            places.entry(*print).and_modify(|place| *place = None).or_insert(Some(i));
        }
        places
    };
    let (first, second) = (places(new), places(old));
    let mut pairs: Vec<(usize, usize)> =
        first.iter().filter_map(|(print, i)| Some(((*i)?, (*second.get(print)?)?))).collect();
    pairs.sort_unstable();
    pairs
}

/// The longest sequence of pairs that is in order in both.
fn longest_run(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length, the pair with the smallest second place that ends a run of it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (k, pair) in pairs.iter().enumerate() {
        let len = ends.partition_point(|end| pairs[*end].1 < pair.1);
        before[k] = len.checked_sub(1).map(|len| ends[len]);
        if len == ends.len() {
            ends.push(k);
        } else {
            ends[len] = k;
        }
    }
    let mut run = Vec::new();
    let mut at = ends.last().copied();
    while let Some(k) = at {
        run.push(pairs[k]);
        at = before[k];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_is_found_in_order() {
        for (new, old, kept) in [
            (vec![1, 2, 3], vec![1, 2, 3], vec![Some(0), Some(1), Some(2)]),
            (vec![1, 9, 3], vec![1, 2, 3], vec![Some(0), None, Some(2)]),
            (vec![3, 1, 2], vec![1, 2, 3], vec![None, Some(0), Some(1)]),
            (vec![1, 1, 1], vec![1, 1], vec![Some(0), Some(1), None]),
            (vec![7, 1, 1, 8, 5, 9], vec![1, 1, 6, 5], vec![None, None, None, None, Some(3), None]),
            (vec![], vec![1], vec![]),
        ] {
            assert_eq!(align(&new, &old), kept, "{new:?} {old:?}");
        }
    }
}
