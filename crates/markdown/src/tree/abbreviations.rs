//! Abbreviations as PHP Markdown Extra has them: a paragraph of lines `*[HTML]: Hypertext Markup Language` adds
//! to the metadata (DIALECT 2).

use crate::clean::clean_text;

/// What the lines of a paragraph abbreviate; `None` if any line is something else.
pub(crate) fn read(paragraph: &str) -> Option<Vec<(String, String)>> {
    if !paragraph.starts_with("*[") {
        return None;
    }
    paragraph
        .lines()
        .map(|line| {
            let (short, long) = line.trim().strip_prefix("*[")?.split_once("]:")?;
            let (short, long) = (short.trim(), long.trim());
            let plain = !short.is_empty() && !short.contains(['[', ']']) && !long.is_empty();
            plain.then(|| (clean_text(short), clean_text(long)))
        })
        .collect()
}
