//! From a document to finished files: resolve once, then each back end. Either all outputs or none.

use std::collections::BTreeMap;
use std::fmt;

use chapbook_assets::Fonts;
use chapbook_docx::Written;
use chapbook_docx::baseline::SourceFile;
use chapbook_resolve::{Changes, PageMap, Resolved};
use chapbook_source::{Diagnostic, Files, Severity, codes};
use chapbook_theme::{Theme, ThemeError};

use crate::epub::EpubRequest;
use crate::format::{ARCHIVE, MANUSCRIPT};
use crate::{Format, Load, PagesReport, draft, epub, printed};

/// A moment in UTC, from year to second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day, 1 to 31.
    pub day: u8,
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute.
    pub minute: u8,
    /// The second.
    pub second: u8,
}

impl Timestamp {
    /// The moment so many seconds after the beginning of 1970, proleptic Gregorian; a moment after the year 9999 is
    /// taken for its last second.
    pub fn from_unix(seconds: u64) -> Self {
        let seconds = seconds.min(253_402_300_799);
        let (days, rest) = (seconds / 86_400, seconds % 86_400);
        // Days since 1 March of year 0: every era of 400 years has 146,097 days (Hinnant, "chrono-Compatible
        // Low-Level Date Algorithms", civil_from_days).
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        Self {
            year: year as u16,
            month: month as u8,
            day: day as u8,
            hour: (rest / 3_600) as u8,
            minute: (rest / 60 % 60) as u8,
            second: (rest % 60) as u8,
        }
    }

    pub(crate) fn parts(self) -> (u16, u8, u8, u8, u8, u8) {
        let Self { year, month, day, hour, minute, second } = self;
        (year, month, day, hour, minute, second)
    }
}

/// The date of a document that has none, so that its bytes do not depend on the day.
const FIXED: Timestamp = Timestamp { year: 2000, month: 1, day: 1, hour: 0, minute: 0, second: 0 };

/// How a document is exported.
#[derive(Clone, Debug, Default)]
pub struct ExportOptions {
    /// The formats; none means those of the project file, else [`Format::USUAL`].
    pub to: Vec<Format>,
    /// The theme; none means that of the project file, else `article`.
    pub theme: Option<String>,
    /// Profiles by format, before those of the project file.
    pub profiles: Vec<(Format, String)>,
    /// What becomes of tracked changes in the DOCX, before what the project file says. The other formats have no
    /// revisions and print the accepted text.
    pub changes: Option<Changes>,
    /// Whether the DOCX carries its source for the way back, before what the project file says; it does if nobody says
    /// otherwise.
    pub embed_source: Option<bool>,
    /// Whether Word records changes in the DOCX from the start, before what the project file says.
    pub track_changes: Option<bool>,
    /// A DOCX that gives the styles, page, heads and feet of ours, before the one that the project file names: its bytes.
    pub reference: Option<chapbook_source::Bytes>,
    /// Whether outputs are made in spite of errors, with visible placeholders.
    pub keep_going: bool,
    /// Whether a document that is not accessible is an error.
    pub require_accessible: bool,
    /// Whether the printed pages are looked at as a typesetter would, and every mend by hand is tried out.
    pub report: bool,
    /// What is asked of the EPUB besides its profile.
    pub epub: EpubRequest,
    /// The document's own fonts, asked before the bundled ones.
    pub fonts: Vec<chapbook_source::Bytes>,
    /// Fonts of the system, asked after the bundled ones.
    pub system_fonts: Vec<chapbook_source::Bytes>,
    /// The date that the files carry; none means the document's own.
    pub date: Option<Timestamp>,
}

/// What came of exporting.
#[derive(Clone, Debug, Default)]
pub struct Exported {
    /// The files; none if the build was refused.
    pub outputs: Vec<Output>,
    /// What was found, from loading to writing.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there was an error in the content.
    pub refused: bool,
    /// What was found on the printed pages, if it was asked for and there are any.
    pub report: Option<PagesReport>,
}

/// A step of an export that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The document is resolved.
    Resolve,
    /// The pages are set.
    Layout,
    /// The PDF is written.
    Pdf,
    /// The EPUB is written.
    Epub,
    /// The DOCX is written.
    Docx,
}

impl Step {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Layout => "layout",
            Self::Pdf => "pdf",
            Self::Epub => "epub",
            Self::Docx => "docx",
        }
    }
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its format.
    pub format: Format,
    /// Its name: [`Format::file_name`] of the document's stem.
    pub name: String,
    /// Its path inside the project's folder, where the project file gives one.
    pub path: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has, if it has pages.
    pub pages: Option<usize>,
    /// What a DOCX carries for the way back.
    pub draft: Option<DraftCopy>,
}

/// What a draft carries, for the project's own store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftCopy {
    /// The name of the draft: the same source and options have the same.
    pub id: String,
    /// Whether it carries its source.
    pub carries_source: bool,
    /// Its baseline with the source, whether it carries that or not.
    pub baseline: String,
}

/// Why nothing can be exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportError {
    /// There is no such theme, or it does not read.
    Theme(ThemeError),
    /// A format has no such profile.
    Profile(Format, String),
    /// The reference document is not there, or is none; its path, if the project file names it.
    Reference(Option<String>, String),
    /// `makeup.toml` does not say what it may; what is wrong with it, with its place.
    Makeup(String),
    /// The PDF could not be written: a fault of ours.
    Pdf(String),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Theme(error) => error.fmt(f),
            Self::Profile(format, name) => {
                let known = format.profiles().join(", ");
                write!(f, "{} has no profile {name:?}; known: {known}", format.name())
            }
            Self::Reference(Some(path), reason) => write!(f, "reference document {path:?}: {reason}"),
            Self::Reference(None, reason) => write!(f, "reference document: {reason}"),
            Self::Makeup(reason) => reason.fmt(f),
            Self::Pdf(reason) => write!(f, "the PDF could not be written: {reason}"),
        }
    }
}

impl std::error::Error for ExportError {}

/// Exports a document.
///
/// Errors in the content refuse the build unless [`ExportOptions::keep_going`] is set; then the outputs hold visible
/// placeholders. A document that was not loaded gives no outputs.
pub fn export(loaded: &Load, files: &dyn Files, options: &ExportOptions) -> Result<Exported, ExportError> {
    export_observed(loaded, files, options, &mut |_| {})
}

/// The same; `done` is called after each step, for those who measure time or show progress.
pub fn export_observed(
    loaded: &Load,
    files: &dyn Files,
    options: &ExportOptions,
    done: &mut dyn FnMut(Step),
) -> Result<Exported, ExportError> {
    let formats = formats(loaded, options);
    check_profiles(loaded, options, &formats)?;
    let theme = theme(loaded, files, options)?;
    let mut exported = Exported { diagnostics: loaded.diagnostics.clone(), ..Exported::default() };
    // The DOCX alone has a choice; if others are made, they are made from the text that tells of its changes, or from
    // the accepted text.
    let wanted = changes(loaded, options);
    let of_all = if formats == [Format::Docx] { wanted } else { of_printed(loaded) };
    let Some((resolved, found)) = resolve_with(loaded, files, &theme, of_all) else {
        exported.refused = true;
        return Ok(exported);
    };
    exported.diagnostics.extend(found);
    done(Step::Resolve);
    if of_all == Changes::Accept && formats != [Format::Docx] {
        exported.diagnostics.extend(changes_accepted(loaded));
    }
    let date = date(options, &resolved);
    let mut outputs = Vec::new();
    let mut page_map = None;
    // An error before the pages are set refuses the build at once, unless it is to be seen in them.
    let paged: Vec<Format> = [Format::Pdf, Format::Print].into_iter().filter(|f| formats.contains(f)).collect();
    if !paged.is_empty() && (options.keep_going || !has_errors(&exported.diagnostics)) {
        let is_archive = |format: &Format| profile(loaded, options, *format) == ARCHIVE;
        let request = printed::Request {
            fonts: fonts(options),
            formats: paged.iter().map(|format| (*format, is_archive(format))).collect(),
            report: options.report,
            date,
        };
        let printed = printed::write((&resolved, &theme), files, &request, &exported.diagnostics, done)?;
        exported.diagnostics.extend(printed.diagnostics);
        exported.report = printed.report;
        let made = printed.files.into_iter();
        outputs.extend(made.map(|(format, bytes)| output(loaded, format, bytes, Some(printed.pages))));
        page_map = Some(printed.map);
    }
    if formats.contains(&Format::Epub) {
        let profile = chapbook_epub::Profile::find(&profile(loaded, options, Format::Epub)).unwrap_or_default();
        let (epub_options, found) = epub::options(loaded, files, options, profile, &resolved, date);
        exported.diagnostics.extend(found);
        let (bytes, found) = chapbook_epub::write(&resolved, &theme, page_map.as_ref(), &epub_options);
        exported.diagnostics.extend(found);
        exported.diagnostics.extend(epub::faults(&bytes));
        outputs.push(output(loaded, Format::Epub, bytes, None));
        done(Step::Epub);
    }
    if formats.contains(&Format::Docx) {
        let settled = match wanted == of_all {
            true => None,
            false => settled(loaded, files, &theme, wanted, &mut exported.diagnostics),
        };
        let page_map = match &settled {
            Some(settled) => page_map.map(|map| same_pages(&map, &resolved, settled)),
            None => page_map,
        };
        let resolved = settled.as_ref().unwrap_or(&resolved);
        let mut docx_options = docx_options(loaded, options, &theme, wanted, date);
        docx_options.reference = reference(loaded, files, options)?;
        // A manuscript has a look of its own; numbers and words are the document's.
        let theme = match profile(loaded, options, Format::Docx) == MANUSCRIPT {
            true => chapbook_theme::read(MANUSCRIPT, files).map_err(ExportError::Theme)?,
            false => theme,
        };
        let Written { bytes, diagnostics, baseline } =
            chapbook_docx::write_draft(resolved, &theme, page_map.as_ref(), &docx_options);
        exported.diagnostics.extend(diagnostics);
        let draft = docx_options.source.as_ref().zip(baseline);
        let draft =
            draft.map(|(source, baseline)| DraftCopy { id: source.id(), carries_source: source.embed, baseline });
        outputs.push(Output { draft, ..output(loaded, Format::Docx, bytes, None) });
        done(Step::Docx);
    }
    let inaccessible = exported.diagnostics.iter().any(|d| d.code == &codes::NOT_ACCESSIBLE);
    exported.refused = has_errors(&exported.diagnostics) || options.require_accessible && inaccessible;
    if !exported.refused || options.keep_going {
        exported.outputs = outputs;
    }
    Ok(exported)
}

/// The DOCX of a baseline, made once more: its keys are those of the draft that was made of these files.
pub(crate) fn draft_again(
    loaded: &Load,
    files: &dyn Files,
    options: &ExportOptions,
    of: &[SourceFile],
) -> Result<Vec<u8>, ExportError> {
    let theme = theme(loaded, files, options)?;
    let wanted = changes(loaded, options);
    let empty = chapbook_model::Document::default();
    let document = loaded.document.as_ref().unwrap_or(&empty);
    let (resolved, _) = chapbook_resolve::resolve(document, &theme, files, &resolve_options(loaded, wanted));
    let mut docx_options = docx_options(loaded, options, &theme, wanted, FIXED);
    if let Some(source) = &mut docx_options.source {
        // What is private is blanked already, so the files' own digests say which draft it is.
        for (file, known) in source.files.iter_mut().zip(of) {
            file.sha256 = known.sha256;
        }
    }
    Ok(chapbook_docx::write(&resolved, &theme, None, &docx_options).0)
}

/// Resolves a document and gives what resolving found; an empty document if none was loaded.
pub(crate) fn resolve(
    loaded: &Load,
    files: &dyn Files,
    options: &ExportOptions,
) -> Result<(Resolved, Vec<Diagnostic>), ExportError> {
    resolve_as(loaded, files, options, Changes::Keep)
}

/// The same as the formats without revisions are made from it.
pub(crate) fn resolve_printed(
    loaded: &Load,
    files: &dyn Files,
    options: &ExportOptions,
) -> Result<Resolved, ExportError> {
    Ok(resolve_as(loaded, files, options, of_printed(loaded))?.0)
}

fn resolve_as(
    loaded: &Load,
    files: &dyn Files,
    options: &ExportOptions,
    changes: Changes,
) -> Result<(Resolved, Vec<Diagnostic>), ExportError> {
    let theme = theme(loaded, files, options)?;
    let empty = chapbook_model::Document::default();
    let document = loaded.document.as_ref().unwrap_or(&empty);
    Ok(chapbook_resolve::resolve(document, &theme, files, &resolve_options(loaded, changes)))
}

/// What becomes of changes in the formats that have no revisions. They leave out what is deleted in a line themselves;
/// where whole blocks go, what is left counts and refers otherwise than with them, so they get the accepted text.
fn of_printed(loaded: &Load) -> Changes {
    match loaded.document.as_ref().is_some_and(chapbook_model::has_changes_over_blocks) {
        true => Changes::Accept,
        false => Changes::Keep,
    }
}

/// Says how many changes do not show where the accepted text is printed.
fn changes_accepted(loaded: &Load) -> Option<Diagnostic> {
    let mut document = loaded.document.clone()?;
    let count = chapbook_model::settle_changes(&mut document, chapbook_model::Settlement::Accept).changes;
    let plural = if count == 1 { "" } else { "s" };
    let message = format!("PDF and EPUB print {count} tracked change{plural} as if accepted");
    (count > 0).then(|| Diagnostic::new(&codes::CHANGES_ACCEPTED, chapbook_source::Span::NONE, message))
}

/// Lays a document out in pages; an empty one if none was loaded.
pub(crate) fn pages(
    loaded: &Load,
    files: &dyn Files,
    options: &ExportOptions,
) -> Result<chapbook_frame::Pages, ExportError> {
    let theme = theme(loaded, files, options)?;
    let resolved = resolve_printed(loaded, files, options)?;
    printed::pages(&resolved, &theme, files, &fonts(options))
}

fn resolve_with(
    loaded: &Load,
    files: &dyn Files,
    theme: &Theme,
    changes: Changes,
) -> Option<(Resolved, Vec<Diagnostic>)> {
    let document = loaded.document.as_ref()?;
    let (resolved, mut found) = chapbook_resolve::resolve(document, theme, files, &resolve_options(loaded, changes));
    // The title and the language may well stand in the front matter that could not be read.
    if loaded.diagnostics.iter().any(|d| d.code == &codes::FRONT_MATTER_SYNTAX) {
        let follows = [&codes::LANGUAGE_MISSING, &codes::TITLE_FROM_NAME, &codes::TITLE_FROM_HEADING];
        found.retain(|d| !follows.contains(&d.code));
    }
    Some((resolved, found))
}

fn resolve_options(loaded: &Load, changes: Changes) -> chapbook_resolve::Options {
    chapbook_resolve::Options {
        paths: loaded.paths.clone(),
        stem: loaded.stem.clone(),
        changes,
        raw: loaded.project.raw,
    }
}

/// What the DOCX is made with.
fn docx_options(
    loaded: &Load,
    options: &ExportOptions,
    theme: &Theme,
    changes: Changes,
    date: Timestamp,
) -> chapbook_docx::Options {
    let project = loaded.project.outputs.iter().find(|entry| entry.format == Format::Docx);
    let embed = options.embed_source.or(project.and_then(|entry| entry.embed_source)).unwrap_or(true);
    let track_changes = options.track_changes.or(project.and_then(|entry| entry.track_changes)).unwrap_or(false);
    let profile = profile(loaded, options, Format::Docx);
    let source = draft::source(loaded, &theme.name, &profile, changes, embed);
    chapbook_docx::Options { modified: date.parts(), source: Some(source), track_changes, reference: None }
}

/// The document that gives the DOCX its looks.
fn reference(
    loaded: &Load,
    files: &dyn Files,
    options: &ExportOptions,
) -> Result<Option<chapbook_docx::Reference>, ExportError> {
    let project = loaded.project.outputs.iter().find(|entry| entry.format == Format::Docx);
    let named = project.and_then(|entry| entry.reference.as_deref()).filter(|_| options.reference.is_none());
    let fault = |reason: String| ExportError::Reference(named.map(str::to_owned), reason);
    let bytes = match (&options.reference, named) {
        (Some(bytes), _) => bytes.clone(),
        (None, Some(path)) => files.read(path).map_err(|error| fault(error.to_string()))?,
        (None, None) => return Ok(None),
    };
    chapbook_docx::Reference::read(&bytes).map(Some).map_err(|error| fault(error.to_string()))
}

/// The profile of a format.
fn profile(loaded: &Load, options: &ExportOptions, format: Format) -> String {
    let asked = options.profiles.iter().find(|(of, _)| *of == format).map(|(_, name)| name.clone());
    let project = loaded.project.outputs.iter().find(|entry| entry.format == format);
    asked.or_else(|| project.and_then(|entry| entry.profile.clone())).unwrap_or_else(|| "default".to_owned())
}

/// What becomes of tracked changes in the DOCX.
fn changes(loaded: &Load, options: &ExportOptions) -> Changes {
    let project = loaded.project.outputs.iter().find(|entry| entry.format == Format::Docx);
    options.changes.or(project.and_then(|entry| entry.changes)).unwrap_or_default()
}

/// The document with its changes settled; what was found before is not told again.
fn settled(
    loaded: &Load,
    files: &dyn Files,
    theme: &Theme,
    changes: Changes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Resolved> {
    let (resolved, found) = resolve_with(loaded, files, theme, changes)?;
    let new: Vec<Diagnostic> = found.into_iter().filter(|d| !diagnostics.contains(d)).collect();
    diagnostics.extend(new);
    Some(resolved)
}

/// The pages of one tree for another, whose anchors have other numbers and the same names. Where changes are rejected,
/// they are the pages of a slightly other text; Word counts anew when it updates the fields.
fn same_pages(map: &PageMap, from: &Resolved, to: &Resolved) -> PageMap {
    let pages: BTreeMap<&str, Option<u32>> =
        from.anchors.iter().zip(&map.anchors).map(|(anchor, page)| (anchor.id.as_str(), *page)).collect();
    let anchors = to.anchors.iter().map(|anchor| pages.get(anchor.id.as_str()).copied().flatten()).collect();
    PageMap { pages: map.pages.clone(), anchors }
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity() == Severity::Error)
}

fn formats(loaded: &Load, options: &ExportOptions) -> Vec<Format> {
    let project: Vec<Format> = loaded.project.outputs.iter().map(|entry| entry.format).collect();
    let mut formats = match (options.to.is_empty(), project.is_empty()) {
        (false, _) => options.to.clone(),
        (true, false) => project,
        (true, true) => Format::USUAL.to_vec(),
    };
    formats.sort();
    formats.dedup();
    formats
}

fn check_profiles(loaded: &Load, options: &ExportOptions, formats: &[Format]) -> Result<(), ExportError> {
    let project = loaded.project.outputs.iter().filter_map(|entry| Some((entry.format, entry.profile.clone()?)));
    let named = options.profiles.iter().cloned().chain(project.filter(|(format, _)| formats.contains(format)));
    for (format, name) in named {
        if !format.profiles().contains(&name.as_str()) {
            return Err(ExportError::Profile(format, name));
        }
    }
    Ok(())
}

/// The theme if nobody names one.
pub(crate) const DEFAULT_THEME: &str = "article";

fn theme(loaded: &Load, files: &dyn Files, options: &ExportOptions) -> Result<Theme, ExportError> {
    let name = options.theme.as_deref().or(loaded.project.theme.as_deref()).unwrap_or(DEFAULT_THEME);
    chapbook_theme::read(name, files).map_err(ExportError::Theme)
}

/// The fonts at hand, in the order in which they are asked.
pub(crate) fn fonts(options: &ExportOptions) -> Fonts {
    let mut fonts = Fonts::default();
    for own in &options.fonts {
        fonts.add(own.clone());
    }
    fonts.add_bundled();
    for system in &options.system_fonts {
        fonts.add(system.clone());
    }
    fonts
}

fn date(options: &ExportOptions, resolved: &Resolved) -> Timestamp {
    let own = resolved.meta.iso_date.map(|(year, month, day)| Timestamp {
        year,
        month: month.unwrap_or(1),
        day: day.unwrap_or(1),
        ..FIXED
    });
    options.date.or(own).unwrap_or(FIXED)
}

fn output(loaded: &Load, format: Format, bytes: Vec<u8>, pages: Option<usize>) -> Output {
    let path = loaded.project.outputs.iter().find(|entry| entry.format == format).and_then(|entry| entry.path.clone());
    let name = format.file_name(&loaded.stem);
    Output { format, name, path, bytes, pages, draft: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_counted_from_1970() {
        let at = |seconds| Timestamp::from_unix(seconds).parts();
        assert_eq!(at(0), (1970, 1, 1, 0, 0, 0));
        assert_eq!(at(951_782_400), (2000, 2, 29, 0, 0, 0));
        assert_eq!(at(1_767_225_599), (2025, 12, 31, 23, 59, 59));
        assert_eq!(at(u64::MAX), (9999, 12, 31, 23, 59, 59));
    }
}
