//! What changed between two rows of things, as a shortest list of lines taken out and put in.

/// A step from the old row to the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<T> {
    /// It stands in both.
    Same(T),
    /// It stands in the old row alone.
    Lost(T),
    /// It stands in the new row alone.
    Added(T),
}

/// Above so many pairs, what lies between the equal ends is told as lost and added altogether.
const MOST_PAIRS: usize = 16_000_000;

/// The steps from `old` to `new`.
pub fn steps<'t, T: PartialEq>(old: &'t [T], new: &'t [T]) -> Vec<Step<&'t T>> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_middle, old_tail) = old_rest.split_at(old_rest.len() - tail);
    let new_middle = &new_rest[..new_rest.len() - tail];
    let mut out: Vec<Step<&T>> = old[..head].iter().map(Step::Same).collect();
    middle(old_middle, new_middle, &mut out);
    out.extend(old_tail.iter().map(Step::Same));
    out
}

/// The longest common row by the table of the textbooks (Cormen et al., "Introduction to Algorithms", 15.4).
fn middle<'t, T: PartialEq>(old: &'t [T], new: &'t [T], out: &mut Vec<Step<&'t T>>) {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        out.extend(old.iter().map(Step::Lost));
        out.extend(new.iter().map(Step::Added));
        return;
    }
    let width = new.len() + 1;
    // common[i * width + j]: how long the longest common row of old[i..] and new[j..] is.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            out.push(Step::Same(&old[i]));
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            out.push(Step::Lost(&old[i]));
            i += 1;
        } else {
            out.push(Step::Added(&new[j]));
            j += 1;
        }
    }
    out.extend(old[i..].iter().map(Step::Lost));
    out.extend(new[j..].iter().map(Step::Added));
}

/// The first lines that differ, with a few around them; nothing if the texts are equal.
pub fn lines(old: &str, new: &str) -> Option<String> {
    const AROUND: usize = 3;
    const MOST: usize = 40;
    if old == new {
        return None;
    }
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let steps = steps(&old_lines, &new_lines);
    let is_change = |step: &Step<&&str>| !matches!(step, Step::Same(_));
    let Some(first) = steps.iter().position(is_change) else {
        return Some("they differ in line ends alone\n".to_owned());
    };
    let from = first.saturating_sub(AROUND);
    let to = steps.len().min(first + MOST);
    let line = steps[..from].iter().filter(|step| !matches!(step, Step::Added(_))).count() + 1;
    let mut out = format!("@@ line {line} @@\n");
    for step in &steps[from..to] {
        let (sign, text) = match step {
            Step::Same(text) => (' ', text),
            Step::Lost(text) => ('-', text),
            Step::Added(text) => ('+', text),
        };
        out.push_str(&format!("{sign}{text}\n"));
    }
    let more = steps[to..].iter().filter(|step| is_change(step)).count();
    if more > 0 {
        out.push_str(&format!("… and {more} more lines that differ\n"));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_lead_from_one_to_the_other() {
        for (old, new) in [("abcdef", "abXdf"), ("", "abc"), ("abc", ""), ("abc", "abc"), ("kitten", "sitting")] {
            let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
            let steps = steps(&a, &b);
            let side = |wanted: fn(&Step<&char>) -> bool| -> String {
                let kept = steps.iter().filter(|step| wanted(step));
                kept.map(|(Step::Same(c) | Step::Lost(c) | Step::Added(c))| **c).collect()
            };
            assert_eq!(side(|step| !matches!(step, Step::Added(_))), old);
            assert_eq!(side(|step| !matches!(step, Step::Lost(_))), new);
        }
    }

    #[test]
    fn the_first_difference_is_shown() {
        assert_eq!(lines("a\nb\n", "a\nb\n"), None);
        assert_eq!(
            lines("1\n2\n3\n4\n5\nx\n6\n", "1\n2\n3\n4\n5\ny\n6\n").unwrap(),
            "@@ line 3 @@\n 3\n 4\n 5\n-x\n+y\n 6\n"
        );
    }
}
