//! Frames become a tagged PDF. It knows no layout: pages can be made by hand.
//!
//! The writer is krilla; what is here are the decisions around it: which content belongs to which node of the
//! structure tree, what a link leads to, what the file says about itself, and whether it may claim PDF/UA-1.
//! `PDF_UA1.md` beside this crate's manifest says clause by clause who meets the standard, and which test shows it.
//!
//! For an archive the same file claims PDF/A-2a, too. Profiles for print (PDF/X, bleed, inks) are not here yet.

mod check;
mod conform;
mod document;
mod fonts;
mod geometry;
mod gif;
mod hyphens;
mod images;
mod labels;
mod links;
mod metadata;
mod outline;
mod page;
mod placeholder;
mod places;
mod tags;

use std::fmt;

use chapbook_frame::Pages;
use chapbook_source::Diagnostic;

use conform::Claim;

/// What the file says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: String,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The description.
    pub description: Option<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Year, month, day, hour, minute, second in UTC: the date of creation.
    pub date: (u16, u8, u8, u8, u8, u8),
    /// Whether the file is for an archive: it claims PDF/A-2a as well.
    pub archive: bool,
    /// Causes why the file may not claim PDF/UA-1, besides those that the writer finds.
    pub not_accessible: Vec<String>,
}

/// Writes a PDF. It fails only if the pages cannot be a PDF at all.
///
/// The file is always tagged. It claims PDF/UA-1, and for an archive PDF/A-2a, unless something prevents that; then one
/// warning lists the causes, and the same file is written without the claim.
pub fn write(pages: &Pages, metadata: &Metadata) -> Result<(Vec<u8>, Vec<Diagnostic>), PdfError> {
    check::pages(pages)?;
    let places = places::Places::new(pages);
    let faces = fonts::load(pages)?;
    let (images, mut diagnostics) = images::load(pages);
    diagnostics.extend(links::lost(pages, &places));
    let material = document::Material { pages, metadata, places: &places, faces: &faces, images: &images };

    // The claims in the order in which they are wanted, each with what it leaves out of the one before.
    let claims: &[(Claim, &str)] = match metadata.archive {
        true => &[(Claim::Both, "PDF/UA-1"), (Claim::PdfA2a, "PDF/A-2a"), (Claim::Nothing, "")],
        false => &[(Claim::PdfUa1, "PDF/UA-1"), (Claim::Nothing, "")],
    };
    let mut others = metadata.not_accessible.as_slice();
    for (claim, lost) in claims {
        let causes = match document::write(&material, *claim) {
            Ok(bytes) if others.is_empty() || lost.is_empty() => return Ok((bytes, diagnostics)),
            // The writer found nothing; the reasons of others stand.
            Ok(_) => Vec::new(),
            Err(document::Refusal::Findings(causes)) => causes,
            Err(document::Refusal::Failure(error)) => return Err(error),
        };
        if lost.is_empty() {
            return Err(PdfError::Write(conform::message(&causes, &[])));
        }
        diagnostics.push(conform::warning(lost, &causes, others));
        // They speak of accessibility, which is claimed no longer.
        others = &[];
    }
    Err(PdfError::Write("no claim was tried".to_owned()))
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PdfError {
    /// The pages break a law of [`chapbook_frame`]: a fault of the program that made them.
    Pages(String),
    /// A font cannot be embedded.
    Font {
        /// Its family.
        family: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The library refused, with this reason.
    Write(String),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pages(law) => write!(f, "the pages cannot be written: {law}"),
            Self::Font { family, reason } => write!(f, "the font {family} cannot be embedded: {reason}"),
            Self::Write(reason) => write!(f, "the PDF cannot be written: {reason}"),
        }
    }
}

impl std::error::Error for PdfError {}
