//! What can be wrong with a finished EPUB, and what EPUBCheck and Ace call it.

/// A fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The entry of the archive that has it.
    pub file: String,
    /// What, in words.
    pub message: String,
}

impl Fault {
    pub(super) fn new(kind: FaultKind, file: &str, message: impl Into<String>) -> Self {
        Self { kind, file: file.to_owned(), message: message.into() }
    }
}

/// Kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// The archive does not open, or not with its type.
    Archive,
    /// There is no package document, or it lacks what every one has.
    Package,
    /// A document is not well-formed.
    NotWellFormed,
    /// The manifest lists a file that is not there.
    Missing,
    /// A file is there that the manifest does not list.
    Unlisted,
    /// A reference to a file that the manifest does not list.
    Dangling,
    /// A link to a place that is not in its document.
    DeadFragment,
    /// A link to a document that is not in the reading order.
    OutOfSpine,
    /// An id that stands twice in a document.
    DuplicateId,
    /// A link within a link.
    NestedLink,
    /// A document without a title.
    Untitled,
    /// A `nav` without an entry.
    EmptyNav,
    /// The manifest does not say what a document holds.
    Undeclared,
    /// The manifest says that a document holds what it does not.
    Overdeclared,
    /// An image without `alt`.
    MissingAlt,
    /// A heading more than one rank below the one before it.
    HeadingOrder,
    /// A heading without words.
    EmptyHeading,
    /// A link without words.
    EmptyLink,
    /// A document that names no language.
    NoLanguage,
    /// The break of a page that is not in the page list.
    UnlistedPage,
}

impl FaultKind {
    /// Every kind.
    pub const ALL: [FaultKind; 20] = [
        Self::Archive,
        Self::Package,
        Self::NotWellFormed,
        Self::Missing,
        Self::Unlisted,
        Self::Dangling,
        Self::DeadFragment,
        Self::OutOfSpine,
        Self::DuplicateId,
        Self::NestedLink,
        Self::Untitled,
        Self::EmptyNav,
        Self::Undeclared,
        Self::Overdeclared,
        Self::MissingAlt,
        Self::HeadingOrder,
        Self::EmptyHeading,
        Self::EmptyLink,
        Self::NoLanguage,
        Self::UnlistedPage,
    ];

    /// EPUBCheck's identifier of the message, where it has one of at least the weight of a warning.
    pub fn epubcheck(self) -> Option<&'static str> {
        match self {
            Self::Archive => Some("PKG-007"),
            Self::Package | Self::DuplicateId | Self::NestedLink | Self::Untitled | Self::EmptyNav => Some("RSC-005"),
            Self::NotWellFormed => Some("RSC-016"),
            Self::Missing => Some("RSC-001"),
            Self::Dangling => Some("RSC-007"),
            Self::DeadFragment => Some("RSC-012"),
            Self::OutOfSpine => Some("RSC-011"),
            Self::Undeclared => Some("OPF-014"),
            Self::Overdeclared => Some("OPF-015"),
            // EPUBCheck has a remark on a file that is not listed, and none of the others.
            Self::Unlisted
            | Self::MissingAlt
            | Self::HeadingOrder
            | Self::EmptyHeading
            | Self::EmptyLink
            | Self::NoLanguage
            | Self::UnlistedPage => None,
        }
    }

    /// Ace's name of the rule, where it has one.
    pub fn ace(self) -> Option<&'static str> {
        match self {
            Self::MissingAlt => Some("image-alt"),
            Self::HeadingOrder => Some("heading-order"),
            Self::EmptyHeading => Some("empty-heading"),
            Self::EmptyLink => Some("link-name"),
            Self::NoLanguage => Some("html-has-lang"),
            Self::UnlistedPage => Some("epub-pagelist-missing-pagebreak"),
            Self::Archive
            | Self::Package
            | Self::NotWellFormed
            | Self::Missing
            | Self::Unlisted
            | Self::Dangling
            | Self::DeadFragment
            | Self::OutOfSpine
            | Self::DuplicateId
            | Self::NestedLink
            | Self::Untitled
            | Self::EmptyNav
            | Self::Undeclared
            | Self::Overdeclared => None,
        }
    }
}
