//! The spaces of one line: each takes its share of what is left over or wanting, to the last scaled point.

use chapbook_values::Length;

/// How far a space may grow and shrink: by a half and by a third of its width, as in TeX's text faces
/// (Knuth, The TeXbook, chapter 12).
pub(super) fn stretch(space: Length) -> Length {
    space / 2
}

/// See [`stretch`].
pub(super) fn shrink(space: Length) -> Length {
    space / 3
}

/// A line whose spaces would have to grow by more than this many times their stretch stays short instead: a gap of
/// over half an em is worse than a ragged edge.
const LOOSEST: i64 = 4;

/// What is added to each space so that the line becomes wider by `excess`. The sum is exact, or zero if no space can
/// take it.
pub(super) fn shares(spaces: &[Length], excess: Length) -> Vec<Length> {
    let room: Length = if excess >= Length::ZERO {
        spaces.iter().map(|space| stretch(*space)).sum::<Length>() * LOOSEST
    } else {
        spaces.iter().map(|space| -shrink(*space)).sum()
    };
    let total: Length = spaces.iter().copied().sum();
    let too_far = if excess >= Length::ZERO { excess > room } else { excess < room };
    if too_far || total <= Length::ZERO {
        return vec![Length::ZERO; spaces.len()];
    }
    // Shares are taken from the running sum, so that rounding never adds up.
    let mut passed = Length::ZERO;
    let mut given = Length::ZERO;
    spaces
        .iter()
        .map(|space| {
            passed += *space;
            let due = excess.scale(passed.to_scaled(), total.to_scaled());
            let share = due - given;
            given = due;
            share
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_the_excess() {
        let spaces = [Length::scaled(180_001), Length::scaled(180_001), Length::scaled(95_017), Length::scaled(3)];
        for excess in [-150_001, -7, 0, 1, 100_003, 400_000] {
            let shares = shares(&spaces, Length::scaled(excess));
            assert_eq!(shares.iter().copied().sum::<Length>(), Length::scaled(excess));
        }
    }

    #[test]
    fn a_line_too_loose_or_too_tight_is_left_alone() {
        let spaces = [Length::points(3), Length::points(3)];
        assert_eq!(shares(&spaces, Length::points(50)), [Length::ZERO; 2]);
        assert_eq!(shares(&spaces, Length::points(-3)), [Length::ZERO; 2]);
        assert_eq!(shares(&[], Length::points(3)), []);
    }
}
