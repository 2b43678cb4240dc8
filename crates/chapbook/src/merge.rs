//! The way back: an edited draft is brought home into the Markdown that it was made from. Bytes come in, texts go out;
//! what is done on disk is the caller's.

mod letter;

use std::fmt;

use chapbook_docx::baseline::{BASELINE_PROPERTY, Baseline, DRAFT_ID_PROPERTY, SourceFile};
use chapbook_docx::{ReadError, ReadOptions, Reading};
use chapbook_source::{Bytes, Diagnostic, FileError, Files};

pub use letter::letter;

pub use chapbook_merge::{Change, ChangeKind, Conflict, Report, Resolution, Tracked, TrackedChanges};

use crate::{ExportError, ExportOptions, Format, LoadOptions, load};

/// How drafts are merged.
#[derive(Clone, Debug, Default)]
pub struct MergeOptions {
    /// What becomes of tracked changes.
    pub tracked: TrackedChanges,
    /// What becomes of changes that touch each other.
    pub resolution: Resolution,
    /// Merge though the file has next to nothing in common with what the draft was made from.
    pub unlike: bool,
}

/// A draft, as it was sent back.
#[derive(Clone, Debug)]
pub struct EditedDraft {
    /// What messages call it: the name of its file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its baseline from the project's own store, where the draft has lost it ([`crate::DraftCopy`]).
    pub baseline: Option<String>,
}

/// What came of a merge.
#[derive(Clone, Debug, Default)]
pub struct MergedDrafts {
    /// The files that changed, by their paths in the document's folder, with their new text.
    pub files: Vec<(String, String)>,
    /// A report for each draft.
    pub reports: Vec<Report>,
    /// The paths of the files that reports number.
    pub paths: Vec<String>,
    /// Pictures that are new in a draft.
    pub media: Vec<(String, Vec<u8>)>,
    /// Paragraphs that read otherwise in the merged text than in the draft, where nothing but the draft was changed: a
    /// fault of ours.
    pub differing: Vec<String>,
    /// Drafts without a baseline, and why: they were compared with the text as it is now.
    pub two_way: Vec<(String, String)>,
    /// The comments of the drafts: the draft, then author and text.
    pub comments: Vec<(String, (String, String))>,
    /// What reading the drafts lost.
    pub diagnostics: Vec<(String, Vec<Diagnostic>)>,
}

/// Why nothing can be merged.
#[derive(Clone, Debug)]
pub enum MergeError {
    /// A draft cannot be read.
    Read(String, ReadError),
    /// A draft carries no baseline, or one that is of no use.
    NoBaseline(String, String),
    /// A file that the draft was made from is not there.
    Source(String, FileError),
    /// The draft as it was cannot be made anew.
    Export(ExportError),
    /// Two drafts were made from different texts.
    Foreign(String),
    /// A draft, the file that it was made from and the one that it is to be brought into, which is another text.
    Unlike {
        /// The draft.
        draft: String,
        /// What it was made from: a title or a path; what it begins with where it does not say.
        from: String,
        /// The file named.
        into: String,
    },
}

impl fmt::Display for MergeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(draft, error) => write!(f, "{draft}: {error}"),
            Self::NoBaseline(draft, reason) => write!(f, "{draft}: {reason}"),
            Self::Source(path, error) => write!(f, "{path}, which the draft was made from: {error}"),
            Self::Unlike { draft, from, into } => {
                write!(f, "{draft} was made from {from}, and {into} has next to nothing in common with that")
            }
            Self::Export(error) => write!(f, "the draft as it was cannot be made anew: {error}"),
            Self::Foreign(draft) => {
                write!(f, "{draft} was made from another text than the draft before it; merge one after the other")
            }
        }
    }
}

impl std::error::Error for MergeError {}

/// Brings drafts home. `files` is the document's folder, and `into` the file in it that they are brought into: a file of
/// Markdown, or the project file of a book, whose other files the drafts name.
pub fn merge(
    drafts_sent: &[EditedDraft],
    files: &dyn Files,
    into: &str,
    options: &MergeOptions,
) -> Result<MergedDrafts, MergeError> {
    let mut merged = MergedDrafts::default();
    let mut baseline: Option<Baseline> = None;
    let mut read = Vec::new();
    for EditedDraft { name, bytes, baseline: stored } in drafts_sent {
        let reading = read_draft(name, bytes)?;
        let own = match (baseline_of(name, &reading), stored) {
            (Ok(own), _) if own.embedded => own,
            (_, Some(part)) => {
                Baseline::read(part, None).map_err(|error| MergeError::NoBaseline(name.clone(), error.to_string()))?
            }
            (found, None) => {
                let reason = match found {
                    Ok(_) => "it was made with --no-embed-source and does not carry its text".to_owned(),
                    Err(MergeError::NoBaseline(_, reason)) => reason,
                    Err(error) => return Err(error),
                };
                let own = of_now(name, files, into)?;
                // The same text gives the same draft: then nothing was lost but the copy.
                let same = reading.properties.custom.get(DRAFT_ID_PROPERTY).is_some_and(|id| *id == own.id);
                if !same {
                    merged.two_way.push((name.clone(), reason));
                }
                own
            }
        };
        if baseline.as_ref().is_some_and(|first| first.id != own.id) {
            return Err(MergeError::Foreign(name.clone()));
        }
        baseline.get_or_insert(own);
        let losses: Vec<Diagnostic> = reading.losses.iter().map(|loss| loss.diagnostic()).collect();
        merged.diagnostics.push((name.clone(), losses));
        merged.comments.extend(comments(&reading).into_iter().map(|comment| (name.clone(), comment)));
        read.push((name.clone(), reading));
    }
    let Some(baseline) = baseline else { return Ok(merged) };
    // The file may have another name by now.
    let path_now = |index: usize, path: &str| if index == 0 { into.to_owned() } else { path.to_owned() };
    merged.paths = baseline.files.iter().enumerate().map(|(index, file)| path_now(index, &file.path)).collect();
    let current = merged
        .paths
        .iter()
        .map(|path| {
            let bytes = files.read(path).map_err(|error| MergeError::Source(path.clone(), error))?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect::<Result<Vec<String>, MergeError>>()?;
    if !options.unlike
        && let [(draft, reading), ..] = read.as_slice()
    {
        check_likeness(draft, reading, &baseline, &current, into, !merged.two_way.is_empty())?;
    }
    let styles = house_styles(&baseline, files);
    let was = as_it_was(&baseline, files, &styles)?;
    if !styles.styles.is_empty() {
        // Which style is for what, only the theme of the baseline says.
        for ((_, reading), EditedDraft { name, bytes, baseline: _ }) in read.iter_mut().zip(drafts_sent) {
            *reading = read_with(name, bytes, &styles)?;
        }
    }
    let drafts = read
        .into_iter()
        .map(|(name, reading)| chapbook_merge::Draft { name, was: side(was.clone()), is: side(reading) })
        .collect();
    let merge_options = chapbook_merge::Options {
        tracked: options.tracked,
        resolution: options.resolution,
        two_way: !merged.two_way.is_empty(),
    };
    let result = chapbook_merge::merge(&baseline, &current, drafts, merge_options);
    for ((path, old), new) in merged.paths.iter().zip(&current).zip(result.files) {
        if *old != new {
            merged.files.push((path.clone(), new));
        }
    }
    merged.reports = result.reports;
    merged.media = result.media;
    // One draft, and a text that nobody touched since: then the text has to say what the draft says.
    let is_plain = merged.two_way.is_empty()
        && merged.reports.iter().all(|report| report.conflicts.is_empty() && report.changes.iter().all(is_applied))
        && baseline
            .files
            .iter()
            .zip(&current)
            .all(|(file, now)| SourceFile::new("", now, String::new()).sha256 == file.sha256);
    if let ([EditedDraft { name, bytes, .. }], true, false) = (drafts_sent, is_plain, merged.files.is_empty()) {
        let mut made = baseline.clone();
        for (file, path) in made.files.iter_mut().zip(&merged.paths) {
            if let Some((_, text)) = merged.files.iter().find(|(changed, _)| changed == path) {
                file.text.clone_from(text);
            }
        }
        let again = as_it_was(&made, files, &styles)?;
        let draft = read_with(name, bytes, &styles)?;
        merged.differing = chapbook_merge::differing(side(again), side(draft), options.tracked);
    }
    Ok(merged)
}

/// Whether the files are versions of what a draft was made from; without a baseline, of what it says.
fn check_likeness(
    draft: &str,
    reading: &Reading,
    baseline: &Baseline,
    current: &[String],
    into: &str,
    two_way: bool,
) -> Result<(), MergeError> {
    let said = || {
        let lines = reading.leaves.iter().map(|leaf| chapbook_model::plain_text(&leaf.content));
        lines.filter(|line| !line.trim().is_empty()).collect::<Vec<_>>()
    };
    let was = match two_way {
        true => said().join("\n"),
        false => baseline.files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n"),
    };
    if !chapbook_merge::unlike(&was, &current.join("\n")) {
        return Ok(());
    }
    let path = baseline.files.first().filter(|_| !two_way).map(|file| file.path.clone());
    let title = said().first().map(|line| format!("“{}”", line.chars().take(60).collect::<String>()));
    let from = [path, title].into_iter().flatten().collect::<Vec<_>>().join(", ");
    Err(MergeError::Unlike { draft: draft.to_owned(), from, into: into.to_owned() })
}

fn is_applied(change: &Change) -> bool {
    change.kind != ChangeKind::NotApplied
}

/// The baseline of a draft that would be made now.
fn of_now(name: &str, files: &dyn Files, into: &str) -> Result<Baseline, MergeError> {
    let loaded = load(files, into, &LoadOptions::default());
    let options = ExportOptions {
        to: vec![Format::Docx],
        keep_going: true,
        embed_source: Some(true),
        ..ExportOptions::default()
    };
    let exported = crate::export(&loaded, files, &options).map_err(MergeError::Export)?;
    match exported.outputs.first() {
        Some(output) => baseline_of(name, &read_draft(name, &output.bytes)?),
        None => Err(MergeError::Source(into.to_owned(), FileError::NotFound)),
    }
}

fn side(reading: Reading) -> chapbook_merge::Side {
    let by_libreoffice = reading.properties.application.contains("LibreOffice");
    chapbook_merge::Side { leaves: reading.leaves, media: reading.media, grids: reading.grids, by_libreoffice }
}

/// Author and text of every comment.
fn comments(reading: &Reading) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for leaf in &reading.leaves {
        chapbook_model::each_inline(&leaf.content, &mut |inline| {
            if let chapbook_model::InlineKind::Comment(comment) = &inline.kind {
                found.push((comment.change.author.clone().unwrap_or_default(), comment.text.clone()));
            }
        });
    }
    found
}

fn read_draft(name: &str, bytes: &[u8]) -> Result<Reading, MergeError> {
    read_with(name, bytes, &ReadOptions::default())
}

fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, MergeError> {
    chapbook_docx::read(bytes, options).map_err(|error| MergeError::Read(name.to_owned(), error))
}

fn baseline_of(name: &str, reading: &Reading) -> Result<Baseline, MergeError> {
    let none = |reason: &str| MergeError::NoBaseline(name.to_owned(), reason.to_owned());
    let item = reading
        .draft_item
        .as_deref()
        .ok_or_else(|| none("it carries no baseline: it was not made by Chapbook, or another program took it out"))?;
    let digest = reading.properties.custom.get(BASELINE_PROPERTY).map(String::as_str);
    Baseline::read(item, digest).map_err(|error| none(&error.to_string()))
}

/// What is read of the draft as it was sent: made anew of the baseline, so that whatever the way there and back changes
/// is on both sides.
fn as_it_was(baseline: &Baseline, files: &dyn Files, styles: &ReadOptions) -> Result<Reading, MergeError> {
    let overlay = Overlay { baseline, files };
    let entry = baseline.files.first().map_or("", |file| file.path.as_str());
    let loaded = load(&overlay, entry, &LoadOptions::default());
    let option = |name: &str| baseline.options.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let changes = match option("changes").as_deref() {
        Some("accept") => crate::Changes::Accept,
        Some("reject") => crate::Changes::Reject,
        _ => crate::Changes::Keep,
    };
    let options = ExportOptions {
        to: vec![Format::Docx],
        theme: option("theme"),
        profiles: option("profile").map(|profile| (Format::Docx, profile)).into_iter().collect(),
        changes: Some(changes),
        keep_going: true,
        ..ExportOptions::default()
    };
    let bytes = crate::export::draft_again(&loaded, &overlay, &options, &baseline.files).map_err(MergeError::Export)?;
    read_with("the draft as it was", &bytes, styles)
}

/// What a house calls its styles (`[docx.styles]`), read the other way round.
fn house_styles(baseline: &Baseline, files: &dyn Files) -> ReadOptions {
    let name = baseline.options.iter().find(|(known, _)| known == "theme").map_or("", |(_, name)| name.as_str());
    let overlay = Overlay { baseline, files };
    // A theme that is not there any more is told when the draft is made anew.
    let theme = chapbook_theme::read(name, &overlay).ok();
    let names = theme.into_iter().flat_map(|theme| theme.docx_styles);
    ReadOptions { styles: names.map(|(role, name)| (name.to_lowercase(), role)).collect(), ..ReadOptions::default() }
}

/// The files of a baseline before those of the folder, which has the pictures.
struct Overlay<'a> {
    baseline: &'a Baseline,
    files: &'a dyn Files,
}

impl Files for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Bytes, FileError> {
        match self.baseline.files.iter().find(|file: &&SourceFile| file.path == path) {
            Some(file) => Ok(Bytes::from(file.text.as_bytes().to_vec())),
            None => self.files.read(path),
        }
    }
}

/// The name of the draft that a DOCX says it is; none if it says nothing.
pub fn draft_id(bytes: &[u8]) -> Option<String> {
    let reading = chapbook_docx::read(bytes, &ReadOptions::default()).ok()?;
    let id = reading.properties.custom.get(DRAFT_ID_PROPERTY)?;
    // It becomes the name of a file.
    id.chars().all(|c| c.is_ascii_hexdigit()).then(|| id.clone())
}

/// The lines in which two versions of a file differ, with their neighbours, as `diff -u` shows them.
pub fn difference(path: &str, old: &str, new: &str) -> String {
    chapbook_merge::difference(path, old, new)
}
