//! Metadata: what is said about the document as a whole, from front matter and project file.

use chapbook_source::Span;
use chapbook_values::{Direction, Language};

use crate::{Block, Inline};

/// The metadata of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// `title`.
    pub title: Option<Vec<Inline>>,
    /// `subtitle`.
    pub subtitle: Option<Vec<Inline>>,
    /// `description`.
    pub description: Option<Vec<Inline>>,
    /// `abstract`.
    pub summary: Vec<Block>,
    /// `rights`, `copyright`.
    pub rights: Option<Vec<Inline>>,
    /// `publisher`.
    pub publisher: Option<String>,
    /// `authors`, in their order.
    pub authors: Vec<Author>,
    /// `date`.
    pub date: Option<DateText>,
    /// `language`.
    pub language: Option<Language>,
    /// `direction`.
    pub direction: Option<Direction>,
    /// `identifier`, `isbn`, `doi`.
    pub identifiers: Vec<Identifier>,
    /// `keywords`, `subject`.
    pub keywords: Vec<String>,
    /// `series`.
    pub series: Option<Series>,
    /// `cover`: a file.
    pub cover: Option<String>,
    /// `abbreviations`, short and long.
    pub abbreviations: Vec<(String, String)>,
    /// `bibliography`: files.
    pub bibliography: Vec<String>,
    /// `citation-style`: a file.
    pub citation_style: Option<String>,
    /// `acknowledgements`.
    pub acknowledgements: Vec<Block>,
    /// `notes`.
    pub notes: Option<NotePlacement>,
    /// `lists`.
    pub lists: Option<ListPrinting>,
    /// `numbering`: whether headings are numbered.
    pub numbering: Option<bool>,
    /// `smart`: whether quotes and dashes become typographic.
    pub smart: Option<bool>,
    /// Keys that are not known, kept with their value as written.
    pub unknown: Vec<UnknownKey>,
    /// Where known keys were set, for messages: key and origin.
    pub origins: Vec<(String, Origin)>,
}

/// Where a value was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the project file or front matter, at this place.
    File(Span),
    /// On the command line.
    CommandLine,
}

/// A key that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKey {
    /// The key.
    pub key: String,
    /// Its value as written in the source.
    pub value: String,
}

/// A person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The name as printed.
    pub name: String,
    /// `id`, by which `for=` names the person.
    pub id: Option<String>,
    /// `role`; none means author.
    pub role: Option<String>,
    /// `affiliation`, one or several.
    pub affiliations: Vec<String>,
    /// `email`.
    pub email: Option<String>,
    /// `orcid`.
    pub orcid: Option<String>,
    /// `url`.
    pub url: Option<String>,
    /// `corresponding`.
    pub corresponding: bool,
    /// `bio`: the biography.
    pub bio: Vec<Block>,
    /// `note`: what else is to be said, such as who translated it.
    pub note: Vec<Block>,
    /// `acknowledgements`.
    pub acknowledgements: Vec<Block>,
    /// `marker`.
    pub marker: Marker,
    /// `bio-placement`.
    pub bio_placement: BioPlacement,
    /// Where the author stands in the source.
    pub span: Span,
}

/// The mark at an author's name in the byline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Marker {
    /// Nobody said: a mark if there is a note to tie to it, made like `Auto`.
    #[default]
    Unset,
    /// The next of `* † ‡ § ‖ ¶`, then doubled.
    Auto,
    /// No mark.
    None,
    /// This one. Authors with the same mark share one note.
    Literal(String),
}

/// Where a biography is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BioPlacement {
    /// At the foot of the byline's page.
    Footnote,
    /// After the body.
    #[default]
    End,
    /// On a page with those of the other contributors.
    ContributorsPage,
}

/// A date as written, and what of it is ISO.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateText {
    /// As written.
    pub text: String,
    /// Year, month and day, as far as given in ISO 8601's extended form.
    pub iso: Option<(u16, Option<u8>, Option<u8>)>,
}

impl DateText {
    /// Reads a year, `2026-01` or `2026-01-31`; other text is kept as it is.
    pub fn parse(text: &str) -> Self {
        Self { text: text.to_owned(), iso: iso(text) }
    }
}

fn iso(text: &str) -> Option<(u16, Option<u8>, Option<u8>)> {
    // A time after the date says nothing that is printed.
    let text = text.split_once('T').map_or(text, |(date, _)| date);
    let mut parts = text.split('-');
    let number = |part: &str, digits: usize| -> Option<u16> {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let year = number(parts.next()?, 4).filter(|y| *y > 0)?;
    let Some(month) = parts.next() else { return Some((year, None, None)) };
    let month = number(month, 2).filter(|m| (1..=12).contains(m))? as u8;
    let Some(day) = parts.next() else { return Some((year, Some(month), None)) };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = number(day, 2).filter(|d| (1..=days).contains(d))? as u8;
    parts.next().is_none().then_some((year, Some(month), Some(day)))
}

/// An identifier of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// `isbn`, `doi`, … where it is named.
    pub scheme: Option<String>,
    /// The identifier.
    pub text: String,
}

/// A series that the document belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The place in it, as written.
    pub position: Option<String>,
}

/// Where notes go: `notes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NotePlacement {
    /// `footnotes`
    #[default]
    Footnotes,
    /// `endnotes`
    Endnotes,
    /// `chapter`: at the end of each chapter.
    Chapter,
}

/// Which numbers of a list are printed: `lists`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListPrinting {
    /// `sequence`: the first number typed, then counted on.
    #[default]
    Sequence,
    /// `literal`: typed values, too.
    Literal,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_dates_are_iso() {
        assert_eq!(DateText::parse("2026").iso, Some((2026, None, None)));
        assert_eq!(DateText::parse("2024-02-29").iso, Some((2024, Some(2), Some(29))));
        assert_eq!(DateText::parse("2026-01-31T09:00:00Z").iso, Some((2026, Some(1), Some(31))));
        for text in ["2025-02-29", "2026-13", "26-01-01", "January 2026", "2026-1-1", "2026-01-01-01"] {
            assert_eq!(DateText::parse(text).iso, None, "{text}");
        }
    }
}
