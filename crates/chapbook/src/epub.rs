//! What the EPUB is made with: the project file's wishes and those of the command, the cover, the user's style sheet.
//! How it is written, `chapbook-epub` knows.

use std::collections::BTreeMap;

use chapbook_assets::{Image, ImageError, load_image};
use chapbook_epub::{Fault, Options, Profile};
use chapbook_model::Origin;
use chapbook_resolve::Resolved;
use chapbook_source::{Diagnostic, Files, Span, codes, inside_target};

use crate::export::{ExportOptions, Timestamp, fonts};
use crate::{Format, Load};

/// What is asked of the EPUB besides its profile, before what the project file says.
#[derive(Clone, Debug, Default)]
pub struct EpubRequest {
    /// A style sheet after ours: its text.
    pub css: Option<String>,
    /// Whether a page at the end says how accessible the book is.
    pub statement: Option<bool>,
    /// Whether the theme's fonts are embedded, as far as they are at hand and may be.
    pub embed_fonts: Option<bool>,
}

/// Gathers the options; what is missing is told and left out.
pub(crate) fn options(
    loaded: &Load,
    files: &dyn Files,
    asked: &ExportOptions,
    profile: Profile,
    resolved: &Resolved,
    date: Timestamp,
) -> (Options, Vec<Diagnostic>) {
    let EpubRequest { css, statement, embed_fonts } = &asked.epub;
    let project = loaded.project.outputs.iter().find(|entry| entry.format == Format::Epub);
    let mut diagnostics = Vec::new();
    let sheet = match (css, project.and_then(|entry| entry.css.as_deref())) {
        (Some(css), _) => Some(css.clone()),
        (None, Some(path)) => style_sheet(loaded, files, path, &mut diagnostics),
        (None, None) => None,
    };
    let options = Options {
        modified: date.parts(),
        profile,
        cover: cover(loaded, files, resolved, &mut diagnostics),
        css: sheet,
        statement: statement.or(project.and_then(|entry| entry.statement)).unwrap_or(false),
        fonts: embed_fonts.or(project.and_then(|entry| entry.embed_fonts)).unwrap_or(false).then(|| fonts(asked)),
    };
    (options, diagnostics)
}

/// The most faults of one kind that are told: a hundred dead links are one mistake.
const TOLD: usize = 5;

/// What a validator would find in the finished file.
pub(crate) fn faults(bytes: &[u8]) -> Vec<Diagnostic> {
    let mut counts = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for Fault { kind, file, message } in chapbook_epub::check(bytes) {
        let count = counts.entry(kind).or_insert(0);
        *count += 1;
        if *count > TOLD {
            continue;
        }
        let (epubcheck, ace) = (kind.epubcheck(), kind.ace());
        let rule = epubcheck.map(|rule| format!(" (EPUBCheck {rule})"));
        let rule = rule.or(ace.map(|rule| format!(" (Ace {rule})"))).unwrap_or_default();
        let message = format!("the EPUB has a fault in {file}: {message}{rule}");
        let hint =
            "raw HTML of the book's own may be the cause; if there is none, it is a fault of ours: please report it";
        diagnostics.push(Diagnostic::new(&codes::EPUB_FAULT, Span::NONE, message).hint(hint));
    }
    diagnostics
}

fn style_sheet(loaded: &Load, files: &dyn Files, path: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let fault = match files.read(path) {
        Ok(bytes) => match String::from_utf8(bytes.to_vec()) {
            Ok(text) => return Some(text),
            Err(_) => "it is not UTF-8 text".to_owned(),
        },
        Err(error) => error.to_string(),
    };
    let span = loaded.project.set_at("output.epub.css").unwrap_or(Span::NONE);
    let message = format!("the EPUB is made without the style sheet {path:?}: {fault}");
    diagnostics
        .push(Diagnostic::new(&codes::STYLE_SHEET, span, message).hint("name a file of CSS in the project's folder"));
    None
}

/// The cover that the metadata names. A cover that cannot be had is an error of the content, as any image is.
fn cover(loaded: &Load, files: &dyn Files, resolved: &Resolved, diagnostics: &mut Vec<Diagnostic>) -> Option<Image> {
    let typed = resolved.meta.cover.as_deref().map(str::trim).filter(|typed| !typed.is_empty())?;
    let span = loaded.document.as_ref().and_then(|document| {
        document.metadata.origins.iter().find(|(key, _)| key.as_str() == "cover").and_then(|(_, origin)| match origin {
            Origin::File(span) => Some(*span),
            Origin::CommandLine => None,
        })
    });
    let span = span.unwrap_or(Span::NONE);
    let hint = "name a PNG or JPEG in the document's folder";
    let Ok(path) = inside_target("", typed) else {
        let message = format!("the cover {typed:?} does not lie in the document's folder");
        diagnostics.push(Diagnostic::new(&codes::IMAGE_OUTSIDE, span, message).hint(hint));
        return None;
    };
    match load_image(files, &path) {
        Ok(image) => Some(image),
        Err(error) => {
            let code = match &error {
                ImageError::File(_) => &codes::MISSING_IMAGE,
                ImageError::Kind => &codes::IMAGE_KIND,
                ImageError::Broken => &codes::IMAGE_BROKEN,
                ImageError::TooLarge => &codes::IMAGE_TOO_LARGE,
            };
            diagnostics.push(Diagnostic::new(code, span, format!("the cover {typed:?}: {error}")).hint(hint));
            None
        }
    }
}
