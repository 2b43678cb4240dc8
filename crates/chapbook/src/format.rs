//! The outputs a document can have: their names, their files' names and their profiles. How one is made, `export`
//! knows.

/// A format of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A tagged PDF, to be read on a screen or printed at home.
    Pdf,
    /// The PDF for a printer. Its profile `default` makes the same file as [`Format::Pdf`].
    Print,
    /// EPUB 3.3.
    Epub,
    /// DOCX.
    Docx,
}

/// The profile of a DOCX for submission, and the theme that it has.
pub(crate) const MANUSCRIPT: &str = "manuscript";
/// The profile of a PDF for an archive.
pub(crate) const ARCHIVE: &str = "archive";

impl Format {
    /// Every format, in the order in which they are made.
    pub const ALL: [Format; 4] = [Format::Pdf, Format::Print, Format::Epub, Format::Docx];

    /// Those that are made if nobody says which.
    pub const USUAL: [Format; 3] = [Format::Pdf, Format::Epub, Format::Docx];

    /// Its name, as the project file and the command have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Print => "print",
            Self::Epub => "epub",
            Self::Docx => "docx",
        }
    }

    /// The format of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The name of its file for a document of this stem: `book.pdf`, `book-print.pdf`.
    pub fn file_name(self, stem: &str) -> String {
        match self {
            Self::Pdf => format!("{stem}.pdf"),
            Self::Print => format!("{stem}-print.pdf"),
            Self::Epub => format!("{stem}.epub"),
            Self::Docx => format!("{stem}.docx"),
        }
    }

    /// The profiles that it has.
    pub fn profiles(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["default", ARCHIVE],
            Self::Print => &["default"],
            Self::Epub => &["default", "generic", "apple", "kindle", "kobo"],
            Self::Docx => &["default", MANUSCRIPT],
        }
    }
}
