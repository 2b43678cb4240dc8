//! `chapbook build`: load, export, write.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chapbook::{
    EpubRequest, ExportError, ExportOptions, Exported, FileError, Load, LoadOptions, Output, ThemeError, Timestamp,
    codes,
};

use crate::args::{BuildArgs, MessageFormat, SourceArgs};
use crate::disk::DiskFiles;
use crate::exit::Exit;
use crate::outputs::{OutFile, WriteError, write_all};
use crate::{print, system};

pub(crate) fn build(args: &BuildArgs) -> Exit {
    let source = match Source::open(&args.source) {
        Ok(source) => source,
        Err(exit) => return exit,
    };
    let date = match source_date() {
        Ok(date) => date,
        Err(exit) => return exit,
    };
    let reference = match args.reference.as_deref().map(std::fs::read).transpose() {
        Ok(bytes) => bytes.map(chapbook::Bytes::from),
        Err(error) => {
            let path = args.reference.as_deref().unwrap_or(Path::new("")).display();
            eprintln!("error: reference document {path}: {error}");
            eprintln!("  = help: name a DOCX whose styles, page, heads and feet are to be taken");
            return Exit::Use;
        }
    };
    let css = match args.epub_css.as_deref().map(std::fs::read_to_string).transpose() {
        Ok(css) => css,
        Err(error) => {
            let path = args.epub_css.as_deref().unwrap_or(Path::new("")).display();
            eprintln!("error: style sheet {path}: {error}");
            eprintln!("  = help: name a file of CSS");
            return Exit::Use;
        }
    };
    let wants_system_fonts = args.system_fonts || source.loaded.project.system_fonts;
    let options = ExportOptions {
        to: args.to.iter().map(|format| (*format).into()).collect(),
        theme: args.source.theme.clone(),
        profiles: args.profile.iter().map(|(format, name)| ((*format).into(), name.clone())).collect(),
        changes: args.changes.map(Into::into),
        reference,
        embed_source: args.no_embed_source.then_some(false),
        track_changes: args.track_changes.then_some(true),
        keep_going: args.keep_going,
        require_accessible: args.require_accessible,
        report: args.report,
        epub: EpubRequest {
            css,
            statement: args.epub_statement.then_some(true),
            embed_fonts: args.epub_embed_fonts.then_some(true),
        },
        fonts: source.files.fonts(),
        system_fonts: if wants_system_fonts { system::fonts() } else { Vec::new() },
        date,
    };
    let mut clock = Clock::new(args.timings);
    let exported =
        match chapbook::export_observed(&source.loaded, &source.files, &options, &mut |step| clock.tell(step)) {
            Ok(exported) => exported,
            Err(error) => return export_error(&error, &source.loaded, &options),
        };
    match args.message_format {
        MessageFormat::Human => print::diagnostics(&source.loaded.sources, &exported.diagnostics, args.color),
        MessageFormat::Json => print::json(&source.loaded.sources, &exported.diagnostics),
    }
    if !exported.outputs.is_empty()
        && let Err(exit) = write(&source, args, &exported)
    {
        return exit;
    }
    if let Some(report) = &exported.report {
        match args.message_format {
            MessageFormat::Human => print!("{}", report.text(&source.loaded.sources)),
            MessageFormat::Json => println!("{}", chapbook::json::pages(&source.loaded.sources, report)),
        }
    }
    if exported.refused && exported.outputs.is_empty() {
        let way = if source.loaded.has_document() { "; --keep-going makes the outputs all the same" } else { "" };
        eprintln!("nothing was written{way}");
    }
    match (exported.refused, exported.diagnostics.iter().any(|d| d.code == &codes::FILE_TOO_LARGE)) {
        (true, true) => Exit::Limit,
        (true, false) => Exit::Content,
        (false, _) => Exit::Well,
    }
}

/// Tells how long each step took, if that is asked for.
struct Clock {
    last: Option<Instant>,
}

impl Clock {
    fn new(runs: bool) -> Self {
        Self { last: runs.then(Instant::now) }
    }

    fn tell(&mut self, step: chapbook::Step) {
        if let Some(last) = self.last {
            eprintln!("{:>8}: {} ms", step.name(), last.elapsed().as_millis());
            self.last = Some(Instant::now());
        }
    }
}

/// A document and the folder that it lies in.
pub(crate) struct Source {
    pub(crate) files: DiskFiles,
    pub(crate) loaded: Load,
    /// The folder, as the user would write it.
    folder: PathBuf,
}

impl Source {
    /// Loads the file that the arguments name.
    pub(crate) fn open(args: &SourceArgs) -> Result<Self, Exit> {
        let path = match &args.file {
            Some(path) => path.clone(),
            None => PathBuf::from("chapbook.toml"),
        };
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            eprintln!("error: {} names no file", path.display());
            eprintln!("  = help: name a file of Markdown, a text file or a project file");
            return Err(Exit::Use);
        };
        let known = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        if !matches!(known.as_deref(), Some("md" | "markdown" | "txt" | "toml")) && !path.is_dir() && path.exists() {
            eprintln!("error: {} is neither Markdown (.md), text (.txt) nor a project file (.toml)", path.display());
            return Err(Exit::Use);
        }
        let shown = if folder.as_os_str().is_empty() { String::new() } else { format!("{}/", folder.display()) };
        let files = DiskFiles::new(&folder);
        let loaded = chapbook::load(&files, name, &LoadOptions { shown });
        if let Some(error) = &loaded.missing {
            return Err(missing(&path, error, args.file.is_none()));
        }
        Ok(Self { files, loaded, folder })
    }
}

fn missing(path: &Path, error: &FileError, is_default: bool) -> Exit {
    let shown = path.display();
    match error {
        FileError::NotFound if is_default => {
            eprintln!("error: there is no chapbook.toml in this folder");
            eprintln!("  = help: name the file to build: chapbook build book.md");
            Exit::Use
        }
        FileError::NotFound => {
            eprintln!("error: there is no file {shown}");
            eprintln!("  = help: check the name and the folder you are in");
            Exit::Use
        }
        FileError::IsFolder => {
            eprintln!("error: {shown} is a folder");
            eprintln!("  = help: name the file in it: {shown}/chapbook.toml, or a file of Markdown");
            Exit::Use
        }
        FileError::TooLarge { limit: _ } => {
            eprintln!("error: {shown}: {error}");
            Exit::Limit
        }
        FileError::Outside | FileError::Denied(_) => {
            eprintln!("error: {shown}: {error}");
            Exit::Environment
        }
    }
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org): seconds since 1970.
fn source_date() -> Result<Option<Timestamp>, Exit> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    match value.to_str().and_then(|text| text.trim().parse().ok()) {
        Some(seconds) => Ok(Some(Timestamp::from_unix(seconds))),
        None => {
            eprintln!("error: SOURCE_DATE_EPOCH is {value:?}; it is a whole number of seconds since 1970");
            Err(Exit::Use)
        }
    }
}

/// Tells why nothing can be exported, and where the project file asks for it, if the command line does not.
pub(crate) fn export_error(error: &ExportError, loaded: &Load, options: &ExportOptions) -> Exit {
    eprintln!("error: {error}");
    let setting = match error {
        ExportError::Profile(format, name) if !options.profiles.contains(&(*format, name.clone())) => {
            format!("output.{}.profile", format.name())
        }
        ExportError::Theme(_) if options.theme.is_none() => "theme".to_owned(),
        ExportError::Reference(Some(_), _) => "output.docx.reference".to_owned(),
        ExportError::Profile(_, _)
        | ExportError::Theme(_)
        | ExportError::Reference(_, _)
        | ExportError::Makeup(_)
        | ExportError::Pdf(_) => String::new(),
    };
    if let Some(span) = loaded.project.set_at(&setting) {
        let chapbook::Position { line, column } = loaded.sources.position(span.file, span.start);
        eprintln!(" --> {}:{line}:{column}", loaded.sources.name(span.file));
    }
    match error {
        ExportError::Profile(_, _) => Exit::Use,
        ExportError::Theme(ThemeError::Unknown(_)) if options.theme.is_some() => Exit::Use,
        ExportError::Reference(None, _) => Exit::Use,
        ExportError::Theme(_) | ExportError::Reference(Some(_), _) | ExportError::Makeup(_) => Exit::Content,
        ExportError::Pdf(_) => Exit::Fault,
    }
}

fn write(source: &Source, args: &BuildArgs, exported: &Exported) -> Result<(), Exit> {
    let place = |output: &Output| match (&args.output, &output.path) {
        (Some(folder), _) => folder.join(&output.name),
        (None, Some(path)) => source.folder.join(path),
        (None, None) => source.folder.join("build").join(&output.name),
    };
    let mut files: Vec<OutFile<'_>> =
        exported.outputs.iter().map(|output| OutFile { path: place(output), bytes: &output.bytes }).collect();
    let drafts = crate::merge::store(&source.folder);
    for output in &exported.outputs {
        if let Some(draft) = output.draft.as_ref().filter(|draft| args.keep_draft || !draft.carries_source) {
            let path = drafts.join(format!("{}.xml", draft.id));
            files.push(OutFile { path, bytes: draft.baseline.as_bytes() });
        }
    }
    if let Err(WriteError { path, error }) = write_all(&files) {
        eprintln!("error: {} cannot be written: {error}; nothing was changed", path.display());
        return Err(Exit::Environment);
    }
    for (file, output) in files.iter().zip(&exported.outputs) {
        if args.message_format == MessageFormat::Json {
            println!("{}", chapbook::json::output(output, &file.path.to_string_lossy()));
            continue;
        }
        let pages = match output.pages {
            Some(1) => "1 page, ".to_owned(),
            Some(pages) => format!("{pages} pages, "),
            None => String::new(),
        };
        let carries = match &output.draft {
            Some(draft) if !draft.carries_source => ", without its source",
            Some(_) => ", with its source",
            None => "",
        };
        println!("{} ({pages}{} kB{carries})", file.path.display(), output.bytes.len().div_ceil(1000));
    }
    Ok(())
}
