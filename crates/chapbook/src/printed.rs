//! The printed pages: set once, looked at if that is asked for, and written as a PDF for each profile. How pages are set
//! is `layout`'s, and how they become a file, `pdf`'s.

use chapbook_assets::Fonts;
use chapbook_frame::Pages;
use chapbook_layout::{Layout, Mend, own_mends};
use chapbook_resolve::{PageMap, Resolved, Words};
use chapbook_source::{Diagnostic, Files, codes};
use chapbook_theme::Theme;

use crate::report::MendEffect;
use crate::{ExportError, Format, PagesReport, Step, Timestamp, makeup};

/// What is wanted.
pub(crate) struct Request {
    /// The fonts at hand.
    pub(crate) fonts: Fonts,
    /// The formats, and whether each is for an archive.
    pub(crate) formats: Vec<(Format, bool)>,
    /// Whether the pages are looked at as a typesetter would.
    pub(crate) report: bool,
    pub(crate) date: Timestamp,
}

/// What came of it.
pub(crate) struct Printed {
    pub(crate) files: Vec<(Format, Vec<u8>)>,
    pub(crate) pages: usize,
    pub(crate) map: PageMap,
    pub(crate) report: Option<PagesReport>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Sets the pages and writes them. `found` is what was found before.
pub(crate) fn write(
    (resolved, theme): (&Resolved, &Theme),
    files: &dyn Files,
    request: &Request,
    found: &[Diagnostic],
    done: &mut dyn FnMut(Step),
) -> Result<Printed, ExportError> {
    let Request { fonts, formats, report: wants_report, date } = request;
    let mends = makeup::read(files).map_err(ExportError::Makeup)?;
    let Layout { pages, map, mut report, mut diagnostics } = chapbook_layout::layout(resolved, theme, fonts, &mends);
    done(Step::Layout);
    let report = wants_report.then(|| {
        report.findings.extend(chapbook_layout::rivers(&pages));
        report.findings.sort_by_key(|finding| finding.page);
        let mends = mend_effects(resolved, theme, fonts, &mends, &pages);
        PagesReport { report, mends }
    });
    let metadata = metadata(resolved, *date, found.iter().chain(&diagnostics));
    let mut written: Vec<(Format, Vec<u8>)> = Vec::new();
    for (format, archive) in formats {
        // Formats of one profile are one file: it is written once.
        let known = formats.iter().zip(&written).find(|((_, other), _)| other == archive);
        if let Some((_, (_, bytes))) = known {
            let bytes = bytes.clone();
            written.push((*format, bytes));
            continue;
        }
        let metadata = chapbook_pdf::Metadata { archive: *archive, ..metadata.clone() };
        let (bytes, told) =
            chapbook_pdf::write(&pages, &metadata).map_err(|error| ExportError::Pdf(format!("{error:?}")))?;
        let new: Vec<Diagnostic> = told.into_iter().filter(|one| !diagnostics.contains(one)).collect();
        diagnostics.extend(new);
        written.push((*format, bytes));
    }
    done(Step::Pdf);
    Ok(Printed { files: written, pages: pages.pages.len(), map, report, diagnostics })
}

/// The pages alone.
pub(crate) fn pages(
    resolved: &Resolved,
    theme: &Theme,
    files: &dyn Files,
    fonts: &Fonts,
) -> Result<Pages, ExportError> {
    let mends = makeup::read(files).map_err(ExportError::Makeup)?;
    Ok(chapbook_layout::layout(resolved, theme, fonts, &mends).pages)
}

/// The most mends that are tried out: each costs a layout.
const MOST_TRIED: usize = 100;

/// Sets the pages once more without each mend by hand, and says whether they are others then.
fn mend_effects(resolved: &Resolved, theme: &Theme, fonts: &Fonts, mends: &[Mend], pages: &Pages) -> Vec<MendEffect> {
    let all: Vec<Mend> = own_mends(resolved).into_iter().chain(mends.iter().cloned()).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let bare = Resolved { makeup: Vec::new(), ..resolved.clone() };
    (0..all.len().min(MOST_TRIED))
        .map(|i| {
            let mut others = all.clone();
            let mend = others.remove(i);
            let without = chapbook_layout::layout(&bare, theme, fonts, &others).pages;
            MendEffect { mend: makeup::name(&mend), has_effect: without != *pages }
        })
        .collect()
}

/// What the file says of itself, and what keeps it from claiming to be accessible.
fn metadata<'d>(
    resolved: &Resolved,
    date: Timestamp,
    mut found: impl Iterator<Item = &'d Diagnostic>,
) -> chapbook_pdf::Metadata {
    let mut not_accessible = Vec::new();
    if !resolved.language_named {
        not_accessible.push("the document names no language".to_owned());
    }
    if !Words::known(&resolved.language) {
        // Generated words would be English in a text of another language.
        not_accessible.push(format!("generated words are English: there are none for language {}", resolved.language));
    }
    if resolved.has_placeholders {
        not_accessible.push("placeholders stand in place of what is missing".to_owned());
    }
    if found.any(|d| d.code == &codes::MISSING_GLYPH) {
        not_accessible.push("characters have no glyph".to_owned());
    }
    let meta = &resolved.meta;
    chapbook_pdf::Metadata {
        title: meta.title.clone(),
        authors: meta.people.iter().map(|person| person.name.clone()).collect(),
        description: meta.description.clone(),
        keywords: meta.keywords.clone(),
        date: date.parts(),
        archive: false,
        not_accessible,
    }
}
