//! What the file claims to conform to, and what is said when it may not: krilla's findings become one warning.
//! A finding is no failure; the file is written without the claim.

use chapbook_source::{Diagnostic, Span, codes};
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder, ValidationError};
use krilla::surface::Location;

use crate::PdfError;
use crate::places::Places;

/// What the file says that it conforms to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// PDF/UA-1 (ISO 14289-1).
    PdfUa1,
    /// PDF/UA-1 and PDF/A-2a (ISO 19005-2) in one file.
    Both,
    /// PDF/A-2a.
    PdfA2a,
    /// Nothing; it is tagged all the same.
    Nothing,
}

/// Why the file may not claim what it would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    /// What is wrong, in words.
    pub(crate) what: String,
    /// Where it comes from.
    pub(crate) span: Span,
}

/// The versions and validators of a claim.
pub(crate) fn configuration(claim: Claim) -> Result<Configuration, PdfError> {
    let builder = match claim {
        Claim::PdfUa1 => ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1),
        Claim::Both => ConfigurationBuilder::new()
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1),
        Claim::PdfA2a => ConfigurationBuilder::new().with_archival_validator(Archival::A2_A),
        Claim::Nothing => ConfigurationBuilder::new(),
    };
    builder.finish().map_err(|error| PdfError::Write(format!("{error:?}")))
}

/// Findings in words, with the places that they come from.
pub(crate) fn cause(places: &Places, finding: &ValidationError) -> Cause {
    let (what, location): (String, Option<Location>) = match finding {
        ValidationError::NoDocumentTitle => ("the document has no title".into(), None),
        ValidationError::NoDocumentLanguage => ("the document names no language".into(), None),
        ValidationError::MissingDocumentOutline => ("the document has no outline".into(), None),
        ValidationError::MissingAltText(location) => ("a figure or formula has no alternative text".into(), *location),
        ValidationError::MissingHeadingTitle => ("a heading has no text".into(), None),
        ValidationError::MissingAnnotationAltText(location) => ("a link has no description".into(), *location),
        ValidationError::ContainsNotDefGlyph(_, location, text) => {
            (format!("no glyph is there for {text:?}"), *location)
        }
        ValidationError::NoCodepointMapping(_, _, location) => ("a glyph stands for no character".into(), *location),
        ValidationError::InvalidCodepointMapping(_, _, c, location) => {
            (format!("U+{:04X} stands for no character", u32::from(*c)), *location)
        }
        ValidationError::RestrictedLicense(_) => ("the licence of a font restricts its embedding".into(), None),
        // What other standards forbid, and what this crate never does.
        other => (format!("another rule is broken ({other:?})"), None),
    };
    Cause { what, span: places.span(location) }
}

/// The one warning. Its own place is that of the first cause that has one; each cause stands beside it with its own.
pub(crate) fn warning(what: &str, causes: &[Cause], others: &[String]) -> Diagnostic {
    let span = causes.iter().map(|cause| cause.span).find(|span| !span.is_none()).unwrap_or(Span::NONE);
    let message = format!("the PDF does not claim {what}: {}", message(causes, others));
    let warning = Diagnostic::new(&codes::NOT_ACCESSIBLE, span, message);
    causes.iter().fold(warning, |warning, cause| warning.related(cause.span, cause.what.as_str()))
}

/// Causes as a list, each once and with how often it was found.
pub(crate) fn message(causes: &[Cause], others: &[String]) -> String {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for what in causes.iter().map(|cause| cause.what.as_str()).chain(others.iter().map(String::as_str)) {
        match counted.iter_mut().find(|(other, _)| *other == what) {
            Some((_, count)) => *count += 1,
            None => counted.push((what, 1)),
        }
    }
    let listed: Vec<String> = counted
        .into_iter()
        .map(|(what, count)| if count == 1 { what.to_owned() } else { format!("{what} ({count} times)") })
        .collect();
    listed.join("; ")
}
