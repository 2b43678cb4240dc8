//! Whether two texts are versions of one: a draft that is brought into a file that it was not made from would fill it
//! with a text that is another's.

use std::collections::BTreeSet;

/// How many words in a row are compared. Fewer are shared by any two books of a language.
const ROW: usize = 5;

/// Texts with fewer rows than this say nothing.
const FEWEST: usize = 12;

/// At least this share of the rows of the shorter one stands in both, one of so many: half of a text may be written
/// anew, and it is still that text.
const SHARE: usize = 20;

/// Whether two texts have next to nothing in common.
pub fn unlike(one: &str, other: &str) -> bool {
    let rows = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = words.map(str::to_lowercase).collect();
        words.windows(ROW).map(|row| row.join(" ")).collect()
    };
    let (one, other) = (rows(one), rows(other));
    let fewest = one.len().min(other.len());
    fewest >= FEWEST && one.intersection(&other).count() * SHARE < fewest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_other_texts() {
        let tides = "The tide comes in twice a day. It is late on Sundays, since the moon keeps no week, and the harbour \
                     waits for it as long as it takes.";
        let half = "The tide comes in twice a day, which nobody asked for, and all that we can do is to look at the \
                    table in the office and to be there in time with boots on.";
        let other = "A recipe for bread: take flour, water, salt and time, and of the last as much as there is in the \
                     house, for it is what makes the crumb.";
        assert!(!unlike(tides, tides) && !unlike(tides, half));
        assert!(unlike(tides, other));
        assert!(!unlike("Two words.", other), "short texts say nothing");
    }
}
