//! Every document once more as `--profile pdf=archive` makes it: the file has to claim PDF/A-2a and PDF/UA-1
//! where the ordinary one claims PDF/UA-1, and to keep both claims.

use std::path::Path;

use super::install::Tools;
use super::pdf;
use super::process::{self, within};
use super::verdict::{Finding, Format, Output, Verdict};

const NAME: &str = "pdf=archive";
const SECONDS: u32 = 120;

/// Makes and checks them.
pub(crate) fn all(outputs: &[&Output], tools: &Tools, chapbook: &Path) -> Vec<Verdict> {
    let (mut verdicts, mut archives) = (Vec::new(), Vec::new());
    for (output, made) in outputs.iter().zip(process::two_at_a_time(outputs, |_, output| make(output, chapbook))) {
        match made {
            Ok((archive, findings)) => {
                verdicts.push(Verdict::new(NAME, &output.name, findings));
                archives.push(archive);
            }
            Err(message) => verdicts.push(Verdict::no_answer(NAME, &output.name, message)),
        }
    }
    let archives: Vec<&Output> = archives.iter().collect();
    verdicts.extend(pdf::qpdf(&archives));
    verdicts.extend(pdf::page_validation(&archives, tools));
    verdicts
}

/// The file for the archive, in a folder beside the ordinary one, and what is amiss with its claims.
fn make(output: &Output, chapbook: &Path) -> Result<(Output, Vec<Finding>), String> {
    let source = output.source.as_ref().ok_or("its source is not known")?;
    let folder = output.path.parent().unwrap_or(Path::new(".")).join("archive");
    let mut command = within(SECONDS, chapbook);
    // A real book may have errors in it.
    command.arg("build").arg(source).args(["--to", "pdf", "--profile", "pdf=archive", "--keep-going", "-o"]);
    process::run(command.arg(&folder))?;
    let path = folder.join(output.path.file_name().unwrap_or_default());
    let (usual, claims) = (pdf::claims(&output.path)?, pdf::claims(&path)?);
    // What keeps a file from PDF/UA, such as a missing glyph, mostly keeps it from PDF/A as well.
    let findings = match usual.is_empty() || claims == ["ua1", "2a"] {
        true => Vec::new(),
        false => vec![Finding::new("claims", format!("it claims {claims:?}, and {usual:?} without the profile"))],
    };
    let name = format!("{} (pdf=archive)", output.name);
    Ok((Output { format: Format::Pdf, name, path, whole: output.whole, source: Some(source.clone()) }, findings))
}
