//! What the format cannot hold, gathered while writing and said once for each kind.

use chapbook_source::{Diagnostic, Span, codes};

/// What was met.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    changes: Tally,
    comments: Tally,
    raw: Tally,
    links: Tally,
    page_numbers: Tally,
    /// How many characters XML cannot hold.
    replaced: usize,
    /// What is not of the size that the store takes.
    limits: Vec<String>,
    /// Identifiers that are not of their form.
    identifiers: Vec<String>,
    /// Why the user's style sheet is left out.
    sheet: Option<&'static str>,
    /// What was found of fonts that are to be embedded, and their names.
    fonts: Vec<(FontFinding, String)>,
    /// Why the book claims no conformance.
    barriers: Vec<String>,
}

/// What is to be said of a font that is to be embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FontFinding {
    /// It is not at hand.
    Missing,
    /// Its licence forbids it.
    Forbidden,
    /// Its licence allows its bitmaps alone.
    BitmapsOnly,
    /// Its licence allows it in what is read and printed.
    ReadAndPrint,
    /// Its licence forbids to cut it down, so it is there whole.
    NoSubset,
    /// It cannot be cut down.
    Whole,
}

impl FontFinding {
    fn diagnostic(self, name: &str) -> Diagnostic {
        let left_out = "the EPUB is made without the font";
        let other = "name another family in the theme, or ask the font's maker for a copy that may be embedded";
        let (code, message, hint) = match self {
            Self::Missing => (
                &codes::MISSING_FONT,
                format!("{left_out} family {name}, which is not at hand"),
                "put its files into the document's fonts folder, or name another family in the theme",
            ),
            Self::Forbidden => (
                &codes::FONT_LICENCE,
                format!("{left_out} {name}: it says that its licence forbids embedding (OS/2 fsType)"),
                other,
            ),
            Self::BitmapsOnly => (
                &codes::FONT_LICENCE,
                format!("{left_out} {name}: it says that nothing but its bitmaps may be embedded (OS/2 fsType)"),
                other,
            ),
            Self::ReadAndPrint => (
                &codes::FONT_LICENCE,
                format!("the EPUB holds the font {name}, which says that it is for reading and printing alone"),
                "see whether its licence covers books that are sold or lent, or name another family in the theme",
            ),
            Self::NoSubset => (
                &codes::FONT_WHOLE,
                format!("the EPUB holds the whole font {name}, since it says that it must not be cut down"),
                "a family that may be cut down makes a smaller book",
            ),
            Self::Whole => (
                &codes::FONT_WHOLE,
                format!("the EPUB holds the whole font {name}: it is variable or coloured, or cannot be read"),
                "a plain cut of the family makes a smaller book",
            ),
        };
        Diagnostic::new(code, Span::NONE, message).hint(hint)
    }
}

/// How often, and where first.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    count: usize,
    first: Span,
}

impl Tally {
    fn add(&mut self, span: Span) {
        if self.count == 0 {
            self.first = span;
        }
        self.count += 1;
    }
}

impl Findings {
    /// An insertion or a deletion is printed as if it were accepted.
    pub(crate) fn change(&mut self, span: Span) {
        self.changes.add(span);
    }

    /// A remark is left out.
    pub(crate) fn comment(&mut self, span: Span) {
        self.comments.add(span);
    }

    /// A link has a target that a reading system would refuse.
    pub(crate) fn link(&mut self, span: Span) {
        self.links.add(span);
    }

    /// Raw content of another format is left out.
    pub(crate) fn raw(&mut self, span: Span) {
        self.raw.add(span);
    }

    /// The number of a page is asked for and there are no pages.
    pub(crate) fn page_number(&mut self, span: Span) {
        self.page_numbers.add(span);
    }

    /// Characters that XML 1.0 forbids became U+FFFD.
    pub(crate) fn replaced(&mut self, count: usize) {
        self.replaced += count;
    }

    /// Something is not of the size that the store takes.
    pub(crate) fn limit(&mut self, message: String) {
        self.limits.push(message);
    }

    /// An identifier is not what its scheme says.
    pub(crate) fn identifier(&mut self, message: String) {
        self.identifiers.push(message);
    }

    /// The user's style sheet is left out.
    pub(crate) fn sheet(&mut self, fault: &'static str) {
        self.sheet = Some(fault);
    }

    /// Something is to be said of a font.
    pub(crate) fn font(&mut self, finding: FontFinding, name: String) {
        self.fonts.push((finding, name));
    }

    /// Something keeps the book from claiming conformance.
    pub(crate) fn barriers(&mut self, barriers: Vec<String>) {
        self.barriers = barriers;
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let Self { changes, comments, raw, links, page_numbers, replaced, limits, identifiers, sheet, fonts, barriers } =
            self;
        let mut out = Vec::new();
        if changes.count > 0 {
            let message = format!("the EPUB prints {} as if accepted", counted(changes.count, "tracked change"));
            out.push(Diagnostic::new(&codes::CHANGES_ACCEPTED, changes.first, message));
        }
        if comments.count > 0 {
            let message = format!("the EPUB leaves out {}", counted(comments.count, "comment"));
            out.push(Diagnostic::new(&codes::COMMENT_DROPPED, comments.first, message));
        }
        if raw.count > 0 {
            let message = format!("the EPUB leaves out {} of other formats", counted(raw.count, "raw piece"));
            out.push(Diagnostic::new(&codes::RAW_DROPPED, raw.first, message));
        }
        if links.count > 0 {
            let message = format!("the EPUB prints {} as its text alone", counted(links.count, "link"));
            let hint = "a link leads to a place in the document, or is a whole URL such as https://example.org/";
            out.push(Diagnostic::new(&codes::LINK_UNSET, links.first, message).hint(hint));
        }
        if page_numbers.count > 0 {
            let message =
                format!("the EPUB prints an arrow for {}", counted(page_numbers.count, "reference to a page number"));
            let hint = "build the PDF with it: its pages are then the EPUB's, too";
            out.push(Diagnostic::new(&codes::PAGE_UNSET, page_numbers.first, message).hint(hint));
        }
        if replaced > 0 {
            let message = format!("the EPUB has U+FFFD for {} that XML cannot hold", counted(replaced, "character"));
            out.push(Diagnostic::new(&codes::CONTROL_CHARACTER, Span::NONE, message));
        }
        for (code, messages, hint) in [
            (&codes::IDENTIFIER_FORM, identifiers, "an ISBN has 10 or 13 digits, of which the last checks the others"),
            (&codes::STORE_LIMIT, limits, "docs/guide/epub.md lists what each profile asks for"),
        ] {
            let told = |message| Diagnostic::new(code, Span::NONE, message).hint(hint);
            out.extend(messages.into_iter().map(told));
        }
        if let Some(fault) = sheet {
            let message = format!("the EPUB is made without the user's style sheet: {fault}");
            let hint = "rules for the look of the text alone are taken";
            out.push(Diagnostic::new(&codes::STYLE_SHEET, Span::NONE, message).hint(hint));
        }
        out.extend(fonts.iter().map(|(finding, name)| finding.diagnostic(name)));
        if !barriers.is_empty() {
            let message = format!("the EPUB claims no conformance with EPUB Accessibility: {}", barriers.join("; "));
            out.push(Diagnostic::new(&codes::NOT_ACCESSIBLE, Span::NONE, message));
        }
        out
    }
}

/// "1 change", "3 changes".
pub(crate) fn counted(count: usize, what: &str) -> String {
    match (count, what.split_once(' ')) {
        (1, _) => format!("1 {what}"),
        // The noun is the first word of "reference to a page number", and the last one of the others.
        (_, Some(("reference", rest))) => format!("{count} references {rest}"),
        (_, Some(_) | None) => format!("{count} {what}s"),
    }
}

/// Millions of bytes, with one decimal.
pub(crate) fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}
