//! The label that a heading has without being given one. The reader writes it into links to headings and `resolve`
//! looks it up, so both call this.

/// The automatic label of a heading, as Pandoc makes it: small letters, figures, `_`, `-` and `.`, from the first
/// letter on; `section` if nothing is left.
pub fn slug(text: &str) -> String {
    let kept: String = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '_' | '-' | '.'))
        .collect();
    let joined = kept.split_whitespace().collect::<Vec<_>>().join("-");
    let label = joined.trim_start_matches(|c: char| !c.is_alphabetic());
    if label.is_empty() { "section".into() } else { label.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_pandocs() {
        assert_eq!(slug("1. A *Great* Day, ändern!"), "a-great-day-ändern");
        assert_eq!(slug("3. What's new in 2.0?"), "whats-new-in-2.0");
        assert_eq!(slug("33"), "section");
    }
}
