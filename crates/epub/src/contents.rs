//! Outline entries as a tree: what has a higher level is under what came before it. A level that is skipped makes no
//! empty step.

use chapbook_resolve::OutlineEntry;

/// An entry and what is under it.
#[derive(Debug)]
pub(crate) struct Branch<'a> {
    pub(crate) entry: &'a OutlineEntry,
    pub(crate) under: Vec<Branch<'a>>,
}

/// The tree of entries. Levels are 1 to 7, so that it is as deep at most.
pub(crate) fn branches(entries: &[OutlineEntry]) -> Vec<Branch<'_>> {
    let mut out = Vec::new();
    let mut rest = entries;
    while let Some((entry, after)) = rest.split_first() {
        let end = after.iter().position(|next| next.level <= entry.level).unwrap_or(after.len());
        let (under, after) = after.split_at(end);
        out.push(Branch { entry, under: branches(under) });
        rest = after;
    }
    out
}

/// How deep a tree is.
pub(crate) fn depth(branches: &[Branch<'_>]) -> usize {
    branches.iter().map(|branch| 1 + depth(&branch.under)).max().unwrap_or(0)
}
