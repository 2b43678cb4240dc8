//! What was asked for on the command line.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::verdict::Format;

/// The arguments of `cargo xtask validate`, understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// The formats to make and to check.
    pub(crate) formats: BTreeSet<Format>,
    /// Finished files to check instead of making any.
    pub(crate) files: Vec<(Format, PathBuf)>,
    /// Where the corpus lies, if its books are wanted too.
    pub(crate) corpus: Option<PathBuf>,
}

/// Beside the workspace, where a developer's machine may have it.
const CORPUS: &str = "../shared/corpus/books";

impl Request {
    /// Reads the arguments; all formats are meant where none is named.
    pub(crate) fn parse(arguments: &[String]) -> Result<Request, String> {
        let mut request = Request { formats: BTreeSet::new(), files: Vec::new(), corpus: None };
        let mut formats_named = false;
        for argument in arguments {
            if argument == "--corpus" {
                request.corpus = Some(CORPUS.into());
            } else if let Some(folder) = argument.strip_prefix("--corpus=") {
                request.corpus = Some(folder.into());
            } else if let Some(format) = Format::ALL.into_iter().find(|format| format.extension() == argument) {
                formats_named = true;
                request.formats.insert(format);
            } else if let Some(format) = Format::of_file(argument) {
                request.files.push((format, argument.into()));
                request.formats.insert(format);
            } else {
                return Err(format!("`{argument}` is neither a format (pdf, epub, docx) nor a file of one"));
            }
        }
        if !request.files.is_empty() && (formats_named || request.corpus.is_some()) {
            return Err("finished files are checked by themselves: name no format and no corpus beside them".to_owned());
        }
        if request.formats.is_empty() {
            request.formats = Format::ALL.into();
        }
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Request, String> {
        Request::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn formats_are_all_or_those_named() {
        assert_eq!(parse("").unwrap().formats, BTreeSet::from(Format::ALL));
        assert_eq!(parse("epub pdf").unwrap().formats, BTreeSet::from([Format::Pdf, Format::Epub]));
    }

    #[test]
    fn files_choose_their_formats() {
        let request = parse("a/b.docx c.EPUB").unwrap();
        assert_eq!(request.formats, BTreeSet::from([Format::Epub, Format::Docx]));
        assert_eq!(request.files, [(Format::Docx, "a/b.docx".into()), (Format::Epub, "c.EPUB".into())]);
    }

    #[test]
    fn the_corpus_may_lie_elsewhere() {
        assert_eq!(parse("--corpus").unwrap().corpus, Some(CORPUS.into()));
        assert_eq!(parse("--corpus=x").unwrap().corpus, Some("x".into()));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for bad in ["odt", "--crpus", "a.txt", "pdf a.pdf", "a.pdf --corpus"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
