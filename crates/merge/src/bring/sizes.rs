//! Sizes that an editor changed by hand: of pictures and of the columns of tables. Markdown says them in ways of its own
//! and a theme decides the rest, so they are told and not brought home.

use std::collections::BTreeMap;

use chapbook_docx::Leaf;
use chapbook_model::{Inline, InlineKind};

use super::{Bringer, ChangeKind, said};
use crate::tokens::{What, tokens};

/// Programs round sizes when they save a file: less than one part in this many is no change.
const ROUNDING: i64 = 50;

impl Bringer<'_, '_> {
    /// Pictures of another size than they were.
    pub(super) fn picture_sizes(&mut self) {
        for index in 0..self.is.len() {
            let Some(home) = self.found.was[index] else { continue };
            let (was, is) = (&self.was[home], &self.is[index]);
            let names = pictures(was);
            // Where a picture has taken the place of another, its size is its own.
            if names.len() != was.pictures.len() || names.len() != is.pictures.len() || names != pictures(is) {
                continue;
            }
            let site = self.homes.row(home).and_then(|row| self.homes.site(row));
            let place = site.map(|site| (site.file, site.bytes.start));
            let sizes = was.pictures.iter().zip(&is.pictures).map(|(was, is)| (*was, *is));
            for (picture, (old, new)) in names.iter().zip(sizes.collect::<Vec<_>>()) {
                if differs(old.0, new.0) || differs(old.1, new.1) {
                    // As the author wrote it, since the draft calls it by a name of its own.
                    let typed = self.elsewhere(picture).unwrap_or_default();
                    self.tell(ChangeKind::NotApplied, place, &sized(&typed, old), &sized(&typed, new));
                }
            }
        }
    }

    /// Tables with columns of other widths than they had.
    pub(super) fn column_widths(&mut self, was: &[Vec<i64>], is: &[Vec<i64>]) {
        let mut tables: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (index, home) in self.found.was.iter().enumerate() {
            if let Some(home) = home
                && let (Some(old), Some(new)) = (self.was[*home].place.cells.last(), self.is[index].place.cells.last())
            {
                tables.entry(old.table).or_insert((new.table, *home));
            }
        }
        for (old, (new, home)) in tables {
            let (Some(old), Some(new)) =
                (was.get(old).and_then(|widths| shares(widths)), is.get(new).and_then(|widths| shares(widths)))
            else {
                continue;
            };
            // Columns that came or went change the widths of all.
            if old.len() != new.len() || !old.iter().zip(&new).any(|(old, new)| (old - new).abs() * ROUNDING > 1000) {
                continue;
            }
            let site = self.homes.row(home).and_then(|row| self.homes.site(row));
            let place = site.map(|site| (site.file, site.bytes.start));
            let first = said(&self.was[home]);
            let shown = |shares: &[i64]| {
                let shares: Vec<String> = shares.iter().map(|share| format!("{} %", (share + 5) / 10)).collect();
                format!("{first} (columns of {})", shares.join(", "))
            };
            self.tell(ChangeKind::NotApplied, place, &shown(&old), &shown(&new));
        }
    }
}

fn differs(was: i64, is: i64) -> bool {
    (was - is).abs().saturating_mul(ROUNDING) > was
}

/// A picture with its size in centimetres, of which one is 360,000 EMU.
fn sized(name: &str, (wide, high): (i64, i64)) -> String {
    let centimetres = |emu: i64| format!("{}.{}", emu / 360_000, emu % 360_000 / 36_000);
    format!("{name} ({} × {} cm)", centimetres(wide), centimetres(high))
}

/// The pictures of a leaf.
fn pictures(leaf: &Leaf) -> Vec<Inline> {
    let mut found = Vec::new();
    for token in tokens(&leaf.content) {
        if let What::Object(object) = token.what
            && let InlineKind::Image(_) = object.kind
        {
            found.push(*object);
        }
    }
    found
}

/// The widths of columns in thousandths of them all; none where nothing is said of them.
fn shares(widths: &[i64]) -> Option<Vec<i64>> {
    let total: i64 = widths.iter().sum();
    (total > 0).then(|| widths.iter().map(|width| width * 1000 / total).collect())
}
