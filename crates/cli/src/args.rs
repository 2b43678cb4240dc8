//! The arguments as typed.

use std::path::PathBuf;

use chapbook::{Changes, Format};
use clap::{Parser, Subcommand, ValueEnum};

/// One document, three formats: print PDF, EPUB and DOCX from Markdown.
#[derive(Debug, Parser)]
#[command(name = "chapbook", version, about, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the outputs of a document
    Build(BuildArgs),
    /// Print a document as Chapbook reads it
    Inspect(InspectArgs),
    /// Rewrite files of Markdown in canonical form
    Format(FormatArgs),
    /// Turn a Word document into Markdown
    Import(ImportArgs),
    /// Bring edited DOCX drafts home into the Markdown that they were made from
    Merge(MergeArgs),
    /// Say what a diagnostic's code means
    Explain(ExplainArgs),
}

/// What makes a document: shared by all commands that read one.
#[derive(Debug, clap::Args)]
pub(crate) struct SourceArgs {
    /// A Markdown file, a text file, or a project file [default: chapbook.toml in this folder]
    pub(crate) file: Option<PathBuf>,
    /// A built-in theme, or a folder beside FILE with a theme.toml
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    /// The formats to make, separated by commas [default: those of the project file, else pdf,epub,docx]
    #[arg(long, value_delimiter = ',', value_name = "FORMATS")]
    pub(crate) to: Vec<FormatArg>,
    /// The folder for the outputs [default: the project file's paths, else build beside FILE]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// A profile for one output, such as pdf=default
    #[arg(long, value_name = "OUTPUT=NAME", value_parser = profile)]
    pub(crate) profile: Vec<(FormatArg, String)>,
    /// What becomes of tracked changes in the DOCX [default: what the project file says, else keep]
    #[arg(long, value_enum, value_name = "WAY")]
    pub(crate) changes: Option<ChangesArg>,
    /// A DOCX that gives the styles, page, heads and feet of ours
    #[arg(long, value_name = "DOCX")]
    pub(crate) reference: Option<PathBuf>,
    /// Leave the source out of the DOCX: `merge` then needs the project's own copy
    #[arg(long)]
    pub(crate) no_embed_source: bool,
    /// Keep a copy of the DOCX in .chapbook/drafts, for drafts that come back without what they carried; done by itself
    /// where the source is left out
    #[arg(long)]
    pub(crate) keep_draft: bool,
    /// Let Word record changes in the DOCX from the start
    #[arg(long)]
    pub(crate) track_changes: bool,
    /// A style sheet for the EPUB, after its own
    #[arg(long, value_name = "CSS")]
    pub(crate) epub_css: Option<PathBuf>,
    /// Close the EPUB with a page that says how accessible it is
    #[arg(long)]
    pub(crate) epub_statement: bool,
    /// Put the theme's fonts into the EPUB, cut down to what the book shows, if their licences allow it
    #[arg(long)]
    pub(crate) epub_embed_fonts: bool,
    /// Make the outputs in spite of errors, with visible placeholders
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Refuse a document whose PDF cannot claim PDF/UA-1
    #[arg(long)]
    pub(crate) require_accessible: bool,
    /// Say what a typesetter would mark on the printed pages: widows, loose lines, ladders of hyphens, unlevel spreads
    #[arg(long)]
    pub(crate) report: bool,
    /// Say on standard error how long each step took
    #[arg(long)]
    pub(crate) timings: bool,
    /// Ask the fonts of this system for characters that the others lack
    #[arg(long)]
    pub(crate) system_fonts: bool,
    /// How diagnostics are told: to people on standard error, or as JSON on standard output, one object a line
    #[arg(long, value_enum, default_value_t = MessageFormat::Human, value_name = "FORMAT")]
    pub(crate) message_format: MessageFormat,
    /// How diagnostics look
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, clap::Args)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    /// Print the resolved tree: what the outputs are made from
    #[arg(long)]
    pub(crate) resolved: bool,
    /// Print it as JSON, diagnostics and all, for other programs
    #[arg(long)]
    pub(crate) json: bool,
    /// How diagnostics look
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FormatArgs {
    /// The files of Markdown
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Change nothing, and end with 1 if a file is not in canonical form
    #[arg(long)]
    pub(crate) check: bool,
    /// How diagnostics look
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// A Word document (.docx)
    pub(crate) file: PathBuf,
    /// The file of Markdown to make; its pictures go into a folder beside it [default: FILE's name with .md]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// What becomes of tracked changes [default: keep]
    #[arg(long, value_enum, value_name = "WAY")]
    pub(crate) changes: Option<ChangesArg>,
    /// How diagnostics look
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, clap::Args)]
pub(crate) struct MergeArgs {
    /// The drafts, as they came back
    #[arg(required = true, value_name = "DRAFT")]
    pub(crate) drafts: Vec<PathBuf>,
    /// The file of Markdown, or the project file, that they are brought into
    #[arg(long, value_name = "FILE")]
    pub(crate) into: PathBuf,
    /// What becomes of tracked changes
    #[arg(long, value_enum, default_value_t = ChangesArg::Keep, value_name = "WAY")]
    pub(crate) changes: ChangesArg,
    /// What becomes of changes that touch what was changed since the draft was made
    #[arg(long, value_enum, default_value_t = ConflictsArg::Markers, value_name = "WAY")]
    pub(crate) conflicts: ConflictsArg,
    /// Merge though FILE has next to nothing in common with what the drafts were made from
    #[arg(long)]
    pub(crate) force: bool,
    /// Change nothing, and show what would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write what was changed, queried and left open into FILE, for the author to read
    #[arg(long, value_name = "FILE")]
    pub(crate) letter: Option<PathBuf>,
    /// Tell what was done as JSON on standard output
    #[arg(long)]
    pub(crate) json: bool,
    /// How diagnostics look
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

/// What becomes of conflicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConflictsArg {
    /// Both versions stand in the text, between marks
    Markers,
    /// The Markdown keeps its own
    Ours,
    /// The draft's is taken
    Theirs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// A code such as missing-alt; none lists them all
    pub(crate) code: Option<String>,
}

/// A format of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// Tagged PDF
    Pdf,
    /// The PDF for a printer
    Print,
    /// EPUB 3.3
    Epub,
    /// DOCX
    Docx,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Pdf => Self::Pdf,
            FormatArg::Print => Self::Print,
            FormatArg::Epub => Self::Epub,
            FormatArg::Docx => Self::Docx,
        }
    }
}

/// What becomes of tracked changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChangesArg {
    /// They stay revisions
    Keep,
    /// The text is printed with its changes made
    Accept,
    /// The text is printed as if its changes were not made
    Reject,
}

impl From<ChangesArg> for Changes {
    fn from(changes: ChangesArg) -> Self {
        match changes {
            ChangesArg::Keep => Self::Keep,
            ChangesArg::Accept => Self::Accept,
            ChangesArg::Reject => Self::Reject,
        }
    }
}

/// How diagnostics and results are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people
    Human,
    /// One JSON object a line
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn profile(text: &str) -> Result<(FormatArg, String), String> {
    let (format, name) = text.split_once('=').ok_or("write OUTPUT=NAME, such as pdf=default")?;
    let format = FormatArg::from_str(format, false)
        .map_err(|_| format!("there is no output {format:?}: pdf, print, epub or docx"))?;
    Ok((format, name.to_owned()))
}
