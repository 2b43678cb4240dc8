//! `cargo xtask pages`: counts the faults of pages in our PDF of a text and in Typst's of the same text in the same
//! measure, by the same rules. It is a measure, not a test: whatever is counted, the chore succeeds.

mod boxes;
mod cost;
mod faults;
mod lines;
mod measure;
mod ours;
mod paragraphs;
mod report;
mod request;
mod tools;
mod typst;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cargo::Metadata;
use crate::validate::build;
use cost::Cost;
use measure::Measure;
use report::{Report, Side};
pub(crate) use request::Request;
use tools::Tools;

/// Where a developer's machine may have the novel, seen from the root.
const NOVEL: &str = "../shared/corpus/books/novel-pride/book.md";

/// Runs the chore; it fails only where a text or a tool does.
pub(crate) fn run(request: &Request) -> ExitCode {
    match steps(request) {
        Ok(reports) if request.json => {
            println!("{:#}", reports.iter().map(Report::json).collect::<serde_json::Value>());
            ExitCode::SUCCESS
        }
        Ok(reports) => {
            print!("{}", reports.iter().map(Report::to_string).collect::<Vec<_>>().join("\n"));
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("pages: {message}");
            ExitCode::FAILURE
        }
    }
}

fn steps(request: &Request) -> Result<Vec<Report>, String> {
    let metadata = Metadata::ask()?;
    let root = metadata.workspace_root.as_path();
    let texts = texts(request, root)?;
    let tools = tools::install(root)?;
    let maker = match &request.ours {
        Some(pdf) => Maker::Finished(pdf),
        None => Maker::Command(build::command(&metadata)?),
    };
    let folder = metadata.target_directory.join("pages");
    texts.iter().map(|text| compare(text, &request.theme, &maker, &tools, &folder)).collect()
}

/// Where our PDF comes from.
enum Maker<'a> {
    Finished(&'a Path),
    Command(PathBuf),
}

/// The texts with their whole path, all of which have to be there.
fn texts(request: &Request, root: &Path) -> Result<Vec<PathBuf>, String> {
    let files = match request.files.as_slice() {
        [] => vec![root.join(NOVEL)],
        files => files.to_vec(),
    };
    let found = |file: &PathBuf| match file.canonicalize() {
        Ok(file) => Ok(file),
        Err(_) if request.files.is_empty() => {
            Err(format!("THERE IS NO NOVEL AT {NOVEL}: nothing is measured; name a FILE"))
        }
        Err(error) => Err(format!("{}: {error}", file.display())),
    };
    files.iter().map(found).collect()
}

fn compare(text: &Path, theme_name: &str, maker: &Maker<'_>, tools: &Tools, folder: &Path) -> Result<Report, String> {
    let theme = measure::theme(theme_name, text)?;
    let measure = Measure::of(&theme);
    let folder = folder.join(name(text));
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let ours = match maker {
        Maker::Finished(pdf) => counted(pdf.to_path_buf(), None, &measure)?,
        Maker::Command(chapbook) => {
            let (pdf, cost) = ours::make(tools, chapbook, text, theme_name, &folder)?;
            counted(pdf, Some(cost), &measure)?
        }
    };
    let (pdf, cost) = typst::make(tools, text, &theme, &folder)?;
    let typst = counted(pdf, Some(cost), &measure)?;
    Ok(Report { text: text.to_path_buf(), theme: theme_name.to_owned(), ours, typst })
}

fn counted(pdf: PathBuf, cost: Option<Cost>, measure: &Measure) -> Result<Side, String> {
    let words = boxes::of(&pdf).map_err(|message| format!("{}: {message}", pdf.display()))?;
    let counts = faults::count(&words, measure);
    Ok(Side { pdf, counts, cost })
}

/// The folder's name tells one `book.md` from another.
fn name(text: &Path) -> String {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    format!("{}-{}", part(text.parent().and_then(Path::file_name)), part(text.file_stem()))
}
