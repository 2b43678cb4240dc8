//! Running heads and feet: what stands above and below the text of each page, as a theme writes it. What a field shows
//! on a page, the back ends say.

/// The lines of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// Above the text; on facing pages, of right pages.
    pub head: RunningLine,
    /// Below the text; on facing pages, of right pages.
    pub foot: RunningLine,
    /// Above the text of left pages, where they differ.
    pub head_left: Option<RunningLine>,
    /// Below the text of left pages, where they differ.
    pub foot_left: Option<RunningLine>,
    /// Above the text of the first page, where it differs.
    pub first_head: Option<RunningLine>,
    /// Below the text of the first page, where it differs.
    pub first_foot: Option<RunningLine>,
    /// Above the text of a page on which a chapter opens, where it differs. Word has no such kind of page.
    pub opening_head: Option<RunningLine>,
    /// Below the text of such a page, where it differs.
    pub opening_foot: Option<RunningLine>,
}

impl Running {
    /// Whether the first page has lines of its own.
    pub fn differs_first(&self) -> bool {
        self.first_head.is_some() || self.first_foot.is_some()
    }

    /// Whether left pages have lines of their own.
    pub fn differs_left(&self) -> bool {
        self.head_left.is_some() || self.foot_left.is_some()
    }
}

/// A line in three zones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunningLine {
    /// Where reading starts.
    pub start: Vec<RunningPiece>,
    /// In the middle.
    pub center: Vec<RunningPiece>,
    /// At the other end.
    pub end: Vec<RunningPiece>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunningPiece {
    /// Words.
    Text(String),
    /// `{page}`: the number of the page.
    Page,
    /// `{pages}`: how many pages there are.
    Pages,
    /// `{words}`: how many words there are.
    Words,
    /// `{title}`: the document's title.
    Title,
    /// `{author}`: the first author.
    Author,
    /// `{surname}`: what the first author is filed under.
    Surname,
    /// `{heading-1}`: the heading of this level that the page stands under.
    Heading(u8),
}

/// The names that may stand in braces.
const FIELDS: &str = "{page}, {pages}, {words}, {title}, {author}, {surname}, {heading-1} to {heading-6}";

impl RunningLine {
    /// The page number in the middle.
    pub fn folio() -> Self {
        Self { center: vec![RunningPiece::Page], ..Self::default() }
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.start.is_empty() && self.center.is_empty() && self.end.is_empty()
    }

    /// Reads a line: its zones parted by `|`. One zone is the middle, two are the ends.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let zones = text.split('|').map(|zone| pieces(zone.trim())).collect::<Result<Vec<_>, _>>()?;
        match <[Vec<RunningPiece>; 1]>::try_from(zones) {
            Ok([center]) => Ok(Self { center, ..Self::default() }),
            Err(zones) => match <[Vec<RunningPiece>; 2]>::try_from(zones) {
                Ok([start, end]) => Ok(Self { start, end, ..Self::default() }),
                Err(zones) => match <[Vec<RunningPiece>; 3]>::try_from(zones) {
                    Ok([start, center, end]) => Ok(Self { start, center, end }),
                    Err(_) => Err("a line has at most three zones, parted by |".to_owned()),
                },
            },
        }
    }
}

fn pieces(zone: &str) -> Result<Vec<RunningPiece>, String> {
    let mut pieces = Vec::new();
    let mut rest = zone;
    while let Some((text, tail)) = rest.split_once('{') {
        let (name, after) =
            tail.split_once('}').ok_or_else(|| format!("a brace is not closed; fields are {FIELDS}"))?;
        if !text.is_empty() {
            pieces.push(RunningPiece::Text(text.to_owned()));
        }
        pieces.push(field(name).ok_or_else(|| format!("there is no field {{{name}}}; fields are {FIELDS}"))?);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(RunningPiece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

fn field(name: &str) -> Option<RunningPiece> {
    Some(match name {
        "page" => RunningPiece::Page,
        "pages" => RunningPiece::Pages,
        "words" => RunningPiece::Words,
        "title" => RunningPiece::Title,
        "author" => RunningPiece::Author,
        "surname" => RunningPiece::Surname,
        _ => match name.strip_prefix("heading-")?.parse() {
            Ok(level @ 1..=6) => RunningPiece::Heading(level),
            Ok(_) | Err(_) => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_and_fields_are_read() {
        let line = RunningLine::parse("{surname} / {title} | {page}").expect("it reads");
        assert_eq!(line.start, [RunningPiece::Surname, RunningPiece::Text(" / ".into()), RunningPiece::Title]);
        assert_eq!((line.center, line.end), (vec![], vec![RunningPiece::Page]));
        assert_eq!(RunningLine::parse("{page}"), Ok(RunningLine::folio()));
        assert!(RunningLine::parse("").expect("it reads").is_empty());
        let line = RunningLine::parse("a | {heading-2} | b").expect("it reads");
        assert_eq!(line.center, [RunningPiece::Heading(2)]);
    }

    #[test]
    fn what_is_no_field_is_told() {
        for (text, told) in [
            ("{chapter}", "there is no field {chapter}"),
            ("{heading-7}", "there is no field {heading-7}"),
            ("{page", "a brace is not closed"),
            ("a | b | c | d", "at most three zones"),
        ] {
            assert!(RunningLine::parse(text).expect_err(text).contains(told), "{text}");
        }
    }
}
