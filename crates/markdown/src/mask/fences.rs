//! The grammar of div fences (DIALECT 5): `::: {.name}`, `::: name`, `:::`.

use chapbook_values::Attributes;

use crate::attributes::{self, Braces};

/// A line that begins with three colons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fence {
    /// It opens a div.
    Open(Braces),
    /// It closes the innermost open one.
    Close,
    /// It is neither, and stays as typed.
    Stray,
}

/// Reads a line that begins with three colons; `None` if it does not.
pub(crate) fn read(line: &str) -> Option<Fence> {
    let after = line.trim_start_matches(':');
    if line.len() - after.len() < 3 {
        return None;
    }
    let rest = after.trim();
    if rest.is_empty() {
        return Some(Fence::Close);
    }
    // Colons after the name are Pandoc's decoration.
    let stripped = rest.trim_end_matches(':');
    let rest =
        if stripped.len() < rest.len() && stripped.ends_with([' ', '\t', '}']) { stripped.trim_end() } else { rest };
    if rest.starts_with('{') {
        return Some(match attributes::read(rest) {
            Some(braces) if braces.len == rest.len() && braces.format.is_none() => Fence::Open(braces),
            Some(_) | None => Fence::Stray,
        });
    }
    let word = rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if word && rest.starts_with(|c: char| c.is_alphabetic()) {
        return Some(Fence::Open(Braces { attrs: Attributes::class(rest), ..Braces::default() }));
    }
    Some(Fence::Stray)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        match read(line) {
            None => "none".into(),
            Some(Fence::Close) => "close".into(),
            Some(Fence::Stray) => "stray".into(),
            Some(Fence::Open(braces)) => braces.attrs.to_string(),
        }
    }

    #[test]
    fn lines_of_colons() {
        for (line, fence) in [
            (":::", "close"),
            ("::::::  ", "close"),
            ("::: note", "{.note}"),
            ("::: note ::::", "{.note}"),
            (":::note", "{.note}"),
            ("::: {#fig-x .wide} :::", "{#fig-x .wide}"),
            ("::: {.a}:::", "{.a}"),
            ("::: several words", "stray"),
            ("::: {bad", "stray"),
            ("::: {=html}", "stray"),
            (":: note", "none"),
        ] {
            assert_eq!(shown(line), fence, "{line}");
        }
    }
}
