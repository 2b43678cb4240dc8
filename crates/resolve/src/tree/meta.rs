//! What is said about the document, as plain text: for the metadata of the formats.

use chapbook_values::Direction;

/// Metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// The title; never empty.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// Who made it, in the order given.
    pub people: Vec<Person>,
    /// The description, else the abstract.
    pub description: Option<String>,
    /// Rights.
    pub rights: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The date as written.
    pub date: Option<String>,
    /// Year, month and day, as far as the date is ISO 8601.
    pub iso_date: Option<(u16, Option<u8>, Option<u8>)>,
    /// Identifiers.
    pub identifiers: Vec<Identifier>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// The series and the place in it.
    pub series: Option<(String, Option<String>)>,
    /// The path of the cover image inside the document's folder.
    pub cover: Option<String>,
    /// The direction of the title.
    pub direction: Direction,
}

/// Someone who made the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name as printed.
    pub name: String,
    /// The name as sorted, `Last, First`.
    pub file_as: String,
    /// What they did.
    pub role: PersonRole,
}

/// What a person did; each has a code among the MARC relators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonRole {
    /// `aut`
    Author,
    /// `edt`
    Editor,
    /// `trl`
    Translator,
    /// `ill`
    Illustrator,
    /// `pht`
    Photographer,
    /// `aui`
    ForewordAuthor,
    /// Another role, by the word that the author used: `ctb`.
    Contributor(String),
}

impl PersonRole {
    /// The MARC relator code.
    pub fn marc(&self) -> &'static str {
        match self {
            Self::Author => "aut",
            Self::Editor => "edt",
            Self::Translator => "trl",
            Self::Illustrator => "ill",
            Self::Photographer => "pht",
            Self::ForewordAuthor => "aui",
            Self::Contributor(_) => "ctb",
        }
    }

    /// The role of this name.
    pub fn parse(role: &str) -> Self {
        match role.trim().to_ascii_lowercase().as_str() {
            "author" | "aut" => Self::Author,
            "editor" | "edt" => Self::Editor,
            "translator" | "trl" => Self::Translator,
            "illustrator" | "ill" => Self::Illustrator,
            "photographer" | "pht" => Self::Photographer,
            "foreword" | "aui" => Self::ForewordAuthor,
            other => Self::Contributor(other.to_owned()),
        }
    }
}

/// An identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// `isbn`, `doi`, `uuid`, … where it is known.
    pub scheme: Option<String>,
    /// The identifier without its scheme.
    pub text: String,
}
