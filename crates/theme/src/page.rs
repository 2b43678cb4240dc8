//! The paper: its size and margins, set in one place for all formats that have pages.

use chapbook_values::Length;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its width.
    pub width: Length,
    /// Its height.
    pub height: Length,
    /// Its margins.
    pub margins: Margins,
    /// Whether left and right pages mirror each other, as in a book.
    pub facing: bool,
}

/// The margins of a page. On single pages the inside is the side where reading starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margins {
    /// Above the text.
    pub top: Length,
    /// Below it.
    pub bottom: Length,
    /// Towards the spine.
    pub inside: Length,
    /// Away from it.
    pub outside: Length,
}

/// Sizes with a name: ISO 216, ANSI, and the trims that printers of books list.
pub(crate) fn named_size(name: &str) -> Option<(Length, Length)> {
    let mm = |width: i64, height: i64| (Length::points(width).scale(720, 254), Length::points(height).scale(720, 254));
    let inches =
        |width: i64, height: i64| (Length::points(width).scale(72, 100), Length::points(height).scale(72, 100));
    Some(match name {
        "a4" => mm(210, 297),
        "a5" => mm(148, 210),
        "letter" => inches(850, 1100),
        "6x9in" => inches(600, 900),
        "5x8in" => inches(500, 800),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_sizes_are_exact() {
        assert_eq!(named_size("letter"), Some((Length::points(612), Length::points(792))));
        let (width, height) = named_size("a4").expect("a4 is named");
        assert_eq!((width, height), ("210mm".parse().expect("a length"), "297mm".parse().expect("a length")));
    }
}
