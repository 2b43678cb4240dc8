//! Accessibility metadata (EPUB Accessibility 1.1, 2 and 4) from what the book holds, and never claimed blindly: what
//! is written here follows from the survey and from what this writer always does.

use chapbook_assets::ImageKind;
use chapbook_resolve::{Word, Words};

use crate::book::Book;
use crate::findings::counted;
use crate::sheet;

/// What is said of a book's accessibility.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Access {
    /// `schema:` properties and their values, in order.
    pub(crate) properties: Vec<(&'static str, String)>,
    /// Why no conformance is claimed; empty if it is.
    pub(crate) barriers: Vec<Barrier>,
}

/// What keeps a book from claiming conformance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Barrier {
    /// So many images have no alternative text.
    NoAlt(usize),
    /// No language is named.
    NoLanguage,
    /// Generated words are English, for want of those of this language.
    ForeignWords(String),
    /// The user's style sheet sets colours or sizes.
    OwnStyle,
    /// Something is missing.
    Placeholders,
    /// There is raw HTML.
    OwnMarkup,
}

impl Barrier {
    /// For the author, with what is to be mended.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::NoAlt(count) => format!("{} no alternative text", has(*count, "image")),
            Self::NoLanguage => "no language is named".to_owned(),
            Self::ForeignWords(language) => {
                format!("generated words are English: there are none for language {language}")
            }
            Self::OwnStyle => "colours and sizes of the user's style sheet were not looked at".to_owned(),
            Self::Placeholders => "placeholders stand for what is missing".to_owned(),
            Self::OwnMarkup => "raw HTML of the author's own was not looked at".to_owned(),
        }
    }

    /// For readers, in the words of the book.
    pub(crate) fn word(&self) -> Word {
        match self {
            Self::NoAlt(_) => Word::AccessNoAlt,
            Self::NoLanguage => Word::AccessNoLanguage,
            Self::ForeignWords(_) => Word::AccessForeignWords,
            Self::OwnStyle => Word::AccessOwnStyle,
            Self::Placeholders => Word::AccessPlaceholders,
            Self::OwnMarkup => Word::AccessOwnMarkup,
        }
    }
}

/// The standard that a book may claim to meet.
pub(crate) const STANDARD: &str = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA";

/// Whether the book has a feature.
pub(crate) fn has_features(access: &Access, feature: &str) -> bool {
    access.properties.iter().any(|(name, value)| *name == "schema:accessibilityFeature" && value == feature)
}

/// Looks at the evidence.
pub(crate) fn access(book: &Book<'_>) -> Access {
    let survey = book.survey;
    let has_images = !survey.images.is_empty();
    // An image of which nobody said anything may say something that the text does not.
    let text_suffices = survey.undescribed == 0;
    let mut properties = Vec::new();
    let mut add = |name, value: &str| properties.push((name, value.to_owned()));

    add("schema:accessMode", "textual");
    if has_images {
        add("schema:accessMode", "visual");
    }
    if text_suffices {
        add("schema:accessModeSufficient", "textual");
    } else {
        add("schema:accessModeSufficient", "textual,visual");
    }
    // The text reflows, and our style sheet fixes no colours and no sizes.
    if book.user_style.is_none_or(|css| !sheet::fixes_look(css)) {
        add("schema:accessibilityFeature", "displayTransformability");
    }
    add("schema:accessibilityFeature", "readingOrder");
    add("schema:accessibilityFeature", "tableOfContents");
    if survey.headings > 0 {
        add("schema:accessibilityFeature", "structuralNavigation");
    }
    if survey.described > 0 && text_suffices {
        add("schema:accessibilityFeature", "alternativeText");
    }
    if book.pages.is_some() {
        add("schema:accessibilityFeature", "pageNavigation");
        add("schema:accessibilityFeature", "pageBreakMarkers");
    }
    // There is no sound and no script; pictures of these kinds may move, and nobody looked.
    let may_move = survey.images.iter().any(|image| match book.resolved.image(*image).kind {
        ImageKind::Gif | ImageKind::Webp | ImageKind::Svg => true,
        ImageKind::Png | ImageKind::Jpeg => false,
    });
    add("schema:accessibilityHazard", if may_move { "unknown" } else { "none" });
    let summary = summary(book, has_images);
    add("schema:accessibilitySummary", &summary);
    Access { properties, barriers: barriers(book) }
}

/// In English, and marked so: it speaks to those who choose among books, not to their readers.
fn summary(book: &Book<'_>, has_images: bool) -> String {
    let survey = book.survey;
    let mut out =
        "The text can be reflowed and read aloud; headings, lists, tables and notes are marked as such.".to_owned();
    if has_images && survey.undescribed == 0 {
        out.push_str(" Every image has a description or is marked as decoration.");
    }
    if survey.undescribed > 0 {
        out.push_str(&format!(
            " {} no description.",
            if survey.undescribed == 1 {
                "One image has".to_owned()
            } else {
                format!("{} images have", survey.undescribed)
            }
        ));
    }
    if book.pages.is_some() {
        out.push_str(" The page list gives the pages of the print edition.");
    }
    out
}

/// What keeps the book from claiming conformance (DESIGN.md 4).
fn barriers(book: &Book<'_>) -> Vec<Barrier> {
    let mut out = Vec::new();
    if book.survey.undescribed > 0 {
        out.push(Barrier::NoAlt(book.survey.undescribed));
    }
    if !book.resolved.language_named {
        out.push(Barrier::NoLanguage);
    }
    if !Words::known(&book.resolved.language) {
        // They are spoken in the wrong language (WCAG 2.1, 3.1.2).
        out.push(Barrier::ForeignWords(book.resolved.language.to_string()));
    }
    if book.user_style.is_some_and(sheet::fixes_look) {
        out.push(Barrier::OwnStyle);
    }
    if book.resolved.has_placeholders {
        out.push(Barrier::Placeholders);
    }
    if book.survey.has_raw {
        out.push(Barrier::OwnMarkup);
    }
    out
}

fn has(count: usize, what: &str) -> String {
    format!("{} {}", counted(count, what), if count == 1 { "has" } else { "have" })
}
