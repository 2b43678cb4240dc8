//! `makeup.toml`: what a person has mended on the printed pages, beside the document, so that its source stays free of
//! it. What a mend does, `layout` knows; attributes in the source say the same.
//!
//! ```toml
//! [[mend]]
//! at = "#sec-tide"          # a label, or: starts = "the first words of a paragraph or heading"
//! looseness = -1            # a line less; 1 is a line more
//! keep = true               # it stays with what follows
//! break = true              # it starts a page
//! space = "7pt"             # added above it
//! ```

use chapbook_layout::{At, Mend};
use chapbook_resolve::Makeup;
use chapbook_source::{FileError, Files, Span};
use chapbook_values::Length;
use serde::Deserialize;

/// The name of the file, in the document's folder.
const FILE: &str = "makeup.toml";
/// The most mends that are read: far above what a person makes by hand.
const MAX_MENDS: usize = 10_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MakeupFile {
    #[serde(default)]
    mend: Vec<MendFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MendFile {
    at: Option<String>,
    starts: Option<String>,
    looseness: Option<i8>,
    #[serde(default)]
    keep: bool,
    #[serde(default)]
    r#break: bool,
    space: Option<String>,
}

/// The mends of a document's folder; none if it has no such file. A fault is told with its place.
pub(crate) fn read(files: &dyn Files) -> Result<Vec<Mend>, String> {
    let bytes = match files.read(FILE) {
        Ok(bytes) => bytes,
        Err(FileError::NotFound | FileError::IsFolder) => return Ok(Vec::new()),
        Err(error) => return Err(format!("{FILE}: {error}")),
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| format!("{FILE}: it is not UTF-8 text"))?;
    let file: MakeupFile = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("{FILE}:{line}: {}", error.message())
    })?;
    if file.mend.len() > MAX_MENDS {
        return Err(format!("{FILE}: it has more than {MAX_MENDS} mends"));
    }
    file.mend.into_iter().enumerate().map(|(i, mend)| self::mend(i + 1, mend)).collect()
}

fn mend(number: usize, file: MendFile) -> Result<Mend, String> {
    let MendFile { at, starts, looseness, keep, r#break, space } = file;
    let fault = |what: &str| Err(format!("{FILE}, mend {number}: {what}"));
    let at = match (at, starts) {
        (Some(label), None) => At::Label(label.trim_start_matches('#').to_owned()),
        (None, Some(words)) if !words.trim().is_empty() => At::Starts(words),
        (Some(_), Some(_)) | (None, _) => {
            return fault("it needs either at = \"#label\" or starts = \"the first words\"");
        }
    };
    let looseness = match looseness {
        None => 0,
        Some(lines @ (-1 | 1)) => lines,
        Some(_) => return fault("looseness is 1 or -1: a line more or less"),
    };
    let space = match space.as_deref().map(str::parse::<Length>) {
        None => Length::ZERO,
        Some(Ok(space)) if space.to_scaled().abs() <= Length::points(1_000).to_scaled() => space,
        Some(Ok(_) | Err(_)) => return fault("space is a length of at most 1000pt, such as \"7pt\""),
    };
    let makeup = Makeup { looseness, keep, break_before: r#break, space };
    if makeup == Makeup::default() {
        return fault("it mends nothing: give it looseness, keep, break or space");
    }
    Ok(Mend { at, makeup, span: Span::NONE })
}

/// A mend as a person would call it.
pub(crate) fn name(mend: &Mend) -> String {
    let Mend { at, makeup, span: _ } = mend;
    let Makeup { looseness, keep, break_before, space } = makeup;
    let at = match at {
        At::Label(label) => format!("#{label}"),
        At::Starts(words) => format!("\u{201C}{words}\u{201D}"),
        At::Node(_) => "a block".to_owned(),
    };
    let mut what = Vec::new();
    if *looseness != 0 {
        what.push(format!("looseness {looseness:+}"));
    }
    if *keep {
        what.push("keep".to_owned());
    }
    if *break_before {
        what.push("break".to_owned());
    }
    if *space != Length::ZERO {
        what.push(format!("space {space}"));
    }
    format!("{at}, {}", what.join(", "))
}

#[cfg(test)]
mod tests {
    use chapbook_source::MemoryFiles;

    use super::*;

    fn of(text: &str) -> Result<Vec<Mend>, String> {
        let mut files = MemoryFiles::default();
        files.add(FILE, text.as_bytes().to_vec());
        read(&files)
    }

    #[test]
    fn mends_are_read_by_label_and_by_words() {
        let mends =
            of("[[mend]]\nat = \"#a\"\nlooseness = -1\n[[mend]]\nstarts = \"It was\"\nbreak = true\nspace = \"7pt\"\n")
                .expect("it reads");
        let names: Vec<String> = mends.iter().map(name).collect();
        assert_eq!(names, ["#a, looseness -1", "\u{201C}It was\u{201D}, break, space 7pt"]);
        assert_eq!(read(&MemoryFiles::default()), Ok(Vec::new()));
    }

    #[test]
    fn faults_are_told_with_their_place() {
        for (text, told) in [
            ("[[mend]]\nat = \"#a\"\n", "mends nothing"),
            ("[[mend]]\nlooseness = 1\n", "needs either"),
            ("[[mend]]\nat = \"#a\"\nlooseness = 4\n", "looseness is 1 or -1"),
            ("[[mend]]\nat = \"#a\"\nspace = \"wide\"\n", "space is a length"),
            ("[[mend]]\n\nloose = 1\n", "makeup.toml:3"),
        ] {
            let error = of(text).expect_err(text);
            assert!(error.contains(told), "{error}");
        }
    }
}
