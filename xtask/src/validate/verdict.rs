//! The words of this chore: an output, a verdict of one validator on one file, a finding.

use std::path::PathBuf;

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    /// `.pdf`
    Pdf,
    /// `.epub`
    Epub,
    /// `.docx`
    Docx,
}

impl Format {
    /// Every format, in the order of the report.
    pub(crate) const ALL: [Format; 3] = [Format::Pdf, Format::Epub, Format::Docx];

    /// As in `--to` and at the end of a file's name.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Epub => "epub",
            Format::Docx => "docx",
        }
    }

    /// By the end of a file's name, in small or capital letters.
    pub(crate) fn of_file(name: &str) -> Option<Format> {
        let (_, extension) = name.rsplit_once('.')?;
        Format::ALL.into_iter().find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }
}

/// A finished file.
#[derive(Debug)]
pub(crate) struct Output {
    /// Its format.
    pub(crate) format: Format,
    /// As the report shows it.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// An example or a whole book: the slow programs run on it too.
    pub(crate) whole: bool,
    /// What it was made from, as the command was given it; not known of a file that was given by name.
    pub(crate) source: Option<PathBuf>,
}

/// What one validator says of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The validator, by the name of its package or program.
    pub(crate) validator: &'static str,
    /// The file, as the report shows it.
    pub(crate) file: String,
    /// Nothing here is a pass.
    pub(crate) findings: Vec<Finding>,
}

/// One complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The rule, by the validator's own name for it.
    pub(crate) rule: String,
    /// What it says, with the place inside the file.
    pub(crate) message: String,
}

impl Finding {
    /// A finding of a rule.
    pub(crate) fn new(rule: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding { rule: rule.into(), message: message.into() }
    }
}

impl Verdict {
    /// A verdict on a file.
    pub(crate) fn new(validator: &'static str, file: impl Into<String>, findings: Vec<Finding>) -> Verdict {
        Verdict { validator, file: file.into(), findings }
    }

    /// A verdict of one finding.
    pub(crate) fn failed(
        validator: &'static str,
        file: impl Into<String>,
        rule: impl Into<String>,
        message: impl Into<String>,
    ) -> Verdict {
        Verdict::new(validator, file, vec![Finding::new(rule, message)])
    }

    /// A verdict of a validator that gave no answer: never a pass.
    pub(crate) fn no_answer(validator: &'static str, file: impl Into<String>, message: impl Into<String>) -> Verdict {
        Verdict::failed(validator, file, "no-answer", message)
    }
}
