//! What the file says about itself: the information dictionary and the XMP packet, both written by krilla.

use chapbook_frame::Pages;
use chapbook_values::Direction;
use krilla::metadata::{DateTime, Metadata as Said, TextDirection};

use crate::Metadata;

/// The program, as creator of the document and, with its version, as producer of the file.
const CREATOR: &str = "Chapbook";

/// Metadata in krilla's terms.
pub(crate) fn metadata(pages: &Pages, metadata: &Metadata) -> Said {
    let Metadata { title, authors, description, keywords, date, archive: _, not_accessible: _ } = metadata;
    let (year, month, day, hour, minute, second) = *date;
    let language = pages.language.tag();
    // The document's id is that of all its versions: it comes from its title and authors. What tells versions apart
    // is the instance id, which krilla makes from all bytes of the file (ISO 16684-1, 8.6: xmpMM).
    let id = [title.as_str(), &authors.join("\0"), language].join("\0\0");
    let said = Said::new()
        .title(clean(title))
        .authors(authors.iter().map(|name| clean(name)).filter(|name| !name.is_empty()).collect())
        .description(clean(description.as_deref().unwrap_or_default()))
        .keywords(keywords.iter().map(|word| clean(word)).filter(|word| !word.is_empty()).collect())
        .language(language.to_owned())
        .creator(CREATOR.into())
        .producer(format!("{CREATOR} {}", env!("CARGO_PKG_VERSION")))
        .document_id(id)
        .creation_date(
            DateTime::new(year).month(month).day(day).hour(hour).minute(minute).second(second).utc_offset_hour(0),
        );
    match pages.language.direction() {
        // What viewers take for granted.
        Direction::Ltr => said,
        Direction::Rtl => said.text_direction(TextDirection::RightToLeft),
    }
}

/// Text that XML can hold (XML 1.0, 2.2), in one line: XMP is XML, and titles have no lines.
fn clean(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_clean_line() {
        assert_eq!(clean(" A\n title\u{1}\u{FFFE} & more "), "A title & more");
    }
}
