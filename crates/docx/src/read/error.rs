//! Why a file cannot be read at all. What can be read with losses is told by `losses`.

use std::fmt;

use chapbook_container::{XmlError, ZipError};

/// Why there is nothing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It is something else: what it is, with its article.
    NotDocx(&'static str),
    /// It is locked with a password.
    Encrypted,
    /// The archive cannot be read.
    Zip(ZipError),
    /// A part that no document can do without is not there.
    Missing(String),
    /// A part that no document can do without cannot be read.
    Part {
        /// Its name.
        part: String,
        /// What is wrong.
        error: XmlError,
    },
    /// The text lies outside the file.
    MainOutside,
    /// Two relationships of the text have one id, so that nobody can say which is meant.
    Relationships {
        /// The part whose relationships they are.
        part: String,
    },
    /// There is more of something than a document may have.
    TooMany {
        /// What.
        what: &'static str,
        /// The most of it.
        limit: usize,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDocx(what) => write!(f, "it is {what}, and no DOCX"),
            Self::Encrypted => f.write_str("it is locked with a password"),
            Self::Zip(error) => error.fmt(f),
            Self::Missing(part) => write!(f, "{part} is missing in it"),
            Self::Part { part, error } => write!(f, "{part} in it cannot be read: {error}"),
            Self::MainOutside => f.write_str("its text lies outside the file"),
            Self::Relationships { part } => write!(f, "two relationships of {part} in it have one id"),
            Self::TooMany { what, limit } => write!(f, "it has more than {limit} {what}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<ZipError> for ReadError {
    fn from(error: ZipError) -> Self {
        Self::Zip(error)
    }
}

impl ReadError {
    /// Whether a limit was hit, rather than a fault found.
    pub fn is_limit(&self) -> bool {
        match self {
            Self::Zip(error) => match error {
                ZipError::FileTooLarge { .. }
                | ZipError::TooManyEntries { .. }
                | ZipError::EntryTooLarge { .. }
                | ZipError::TotalTooLarge { .. }
                | ZipError::Ratio { .. } => true,
                ZipError::NotZip
                | ZipError::UnsafeName(_)
                | ZipError::DuplicateName(_)
                | ZipError::Encrypted(_)
                | ZipError::Damaged { .. } => false,
            },
            Self::Part { part: _, error } => {
                matches!(error, XmlError::TooDeep { .. } | XmlError::Attributes | XmlError::Text)
            }
            Self::TooMany { .. } => true,
            Self::NotDocx(_)
            | Self::Encrypted
            | Self::Missing(_)
            | Self::MainOutside
            | Self::Relationships { part: _ } => false,
        }
    }

    /// What a person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotDocx(_) => "save it as a Word document (.docx) in the program that made it",
            Self::Encrypted | Self::Zip(ZipError::Encrypted(_)) => {
                "open it in the program that made it, take the password off, and save it again"
            }
            Self::Zip(_) | Self::Missing(_) | Self::Part { .. } | Self::MainOutside | Self::Relationships { .. } => {
                "open it in Word or LibreOffice and save it again as .docx; if it came by mail, ask for it once more"
            }
            Self::TooMany { .. } => "split the document",
        }
    }
}
