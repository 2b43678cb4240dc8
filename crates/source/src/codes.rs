//! Every code a diagnostic can have, with its severity and one sentence about it. Codes are a promise,
//! the wording of messages is not. The examples that `docs/diagnostics.md` shows stand there.

use crate::Severity;

/// A kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable name, such as `missing-alt`.
    pub name: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it says, in a sentence.
    pub summary: &'static str,
}

macro_rules! codes {
    ($($constant:ident $name:literal $severity:ident $summary:literal)*) => {
        $(
            #[doc = $summary]
            pub static $constant: Code = Code { name: $name, severity: Severity::$severity, summary: $summary };
        )*
        /// Every code, in the order of this file.
        pub static ALL: &[&Code] = &[$(&$constant),*];
    };
}

codes! {
    // Reading files.
    NOT_UTF8 "not-utf8" Error "The file is not UTF-8 text."
    FILE_TOO_LARGE "file-too-large" Error "The file is larger than a source file may be."
    CONTROL_CHARACTER "control-character" Warning "A control character that no output format can hold became U+FFFD."
    EMPTY_DOCUMENT "empty-document" Warning "There is no text in the document."
    NESTING_TOO_DEEP "nesting-too-deep" Warning "Containers nest deeper than 64 levels; what lies deeper stays as typed."

    // Front matter and the project file.
    FRONT_MATTER_SYNTAX "front-matter-syntax" Error "The front matter does not parse."
    FRONT_MATTER_UNCLOSED "front-matter-unclosed" Warning "The front matter is not closed and is read as text."
    LATE_METADATA "late-metadata" Warning "A metadata block that is not at the top of the file is read as text."
    UNKNOWN_KEY "unknown-key" Warning "A key that is not known is kept, and has no effect."
    KEY_TYPE "key-type" Warning "A key has a value of the wrong type, which has no effect."
    CHAPTER_METADATA "chapter-metadata" Warning "A key of a chapter's front matter belongs to a whole document and has no effect in a book."
    DATE_FORM "date-form" Warning "A date is not an ISO year, month or day; it is printed as typed."
    LANGUAGE_MISSING "language-missing" Warning "The document names no language and is taken for English."
    TITLE_FROM_HEADING "title-from-heading" Hint "The first heading serves as the title."
    TITLE_FROM_NAME "title-from-name" Warning "There is neither title nor heading; the file's name serves as the title."
    PROJECT_PATH "project-path" Error "A path of the project file is absolute, leaves the folder or occurs twice."
    PROJECT_SYNTAX "project-syntax" Error "The project file does not parse."
    INCLUDE "include" Warning "Includes are not read; the line stays as typed."

    // Constructs of the dialect.
    BAD_ATTRIBUTES "bad-attributes" Warning "Braces that look like attributes do not parse and stay as typed."
    DANGLING_ATTRIBUTES "dangling-attributes" Warning "Attributes after plain text belong to nothing and stay as typed."
    DUPLICATE_ATTRIBUTE "duplicate-attribute" Warning "A second label or a repeated key is left out; the first counts."
    ATTRIBUTE_VALUE "attribute-value" Warning "An attribute has a value that it cannot have, which has no effect."
    ATTR_CARRIER "attr-carrier" Warning "A div of class attr holds more than one block and stays a container."
    ALERT_TITLE "alert-title" Warning "A title on an alert's marker line makes a plain quotation of it."
    UNCLOSED_FENCE "unclosed-fence" Warning "A code fence is not closed; the code ends with its container."
    INFO_STRING "info-string" Warning "Words after the language of code have no effect and are kept as an attribute."
    MATH_UNCLOSED "math-unclosed" Warning "Display mathematics is not closed and stays as typed."
    PAGE_BREAK_INLINE "page-break-inline" Warning "A page break inside a paragraph stays as typed."
    DIV_UNCLOSED "div-unclosed" Warning "A div is not closed; it ends with its container."
    DIV_STRAY "div-stray" Warning "A div fence that opens or closes nothing stays as typed."
    EXAMPLE_LABEL "example-label" Warning "The label of an example number is too long and stays as typed."
    LONE_MARKER "lone-marker" Warning "A single line that begins like a list item is read as a list."
    LIST_NUMBER "list-number" Warning "A typed number does not follow the one before; it is kept as the item's value."
    LIST_INTERRUPTED "list-interrupted" Hint "A paragraph at the margin interrupts a list, which goes on after it."
    CREDIT_PLACE "credit-place" Warning "A credit that is not the last thing in its caption stays part of the text."
    MISSING_ALT "missing-alt" Warning "An image has no alternative text."
    CAPTION_ALONE "caption-alone" Warning "A caption has nothing to caption and stays as typed."
    CAPTION_TWICE "caption-twice" Warning "A second caption of the same thing stays as typed."
    LINE_BLOCK "line-block" Warning "A line that begins with neither a bar nor a space keeps a line block as typed."
    EXTRA_CELLS "extra-cells" Warning "A table row has more cells than its head; the last cell takes their text."
    LIST_TABLE "list-table" Warning "A list table is not a list of lists and stays a container."
    GRID_TABLE "grid-table" Warning "Grid tables are not read and stay as typed."
    FLANKING "flanking" Warning "An emphasis mark cannot open or close where it stands, and is text."
    CROSSING "crossing" Warning "A span or change crosses emphasis and stays as typed."
    CHANGE_UNCLOSED "change-unclosed" Warning "A change mark is not closed and stays as typed."
    RANGE_UNPAIRED "range-unpaired" Warning "A start or an end of a change or comment over several blocks has no counterpart and is left out."
    REPLY_UNKNOWN "reply-unknown" Warning "A comment replies to one that is not there; it stands as one of its own."
    COMMENT_UNCLOSED "comment-unclosed" Warning "A comment is not closed and stays as typed."
    TEXT_AFTER_COMMENT "text-after-comment" Warning "Text after a comment on its line is read as a paragraph."
    SWALLOWED_BY_HTML "swallowed-by-html" Warning "An HTML block runs to its blank line and swallows a construct."

    // Notes and author notes.
    NOTE_UNDEFINED "note-undefined" Warning "A note is called and nowhere defined; the call stays as typed."
    NOTE_UNCLOSED "note-unclosed" Warning "A note in the line is not closed and stays as typed."
    NOTE_UNUSED "note-unused" Warning "A note is defined and never called."
    NOTE_DUPLICATE "note-duplicate" Warning "A note is defined twice; the first counts."
    BIO_TWICE "bio-twice" Warning "An author has a biography in the metadata and in the text; both are kept."
    AUTHOR_NOTE_AS_LIST "author-note-as-list" Warning "A line that begins with the byline's star is read as a list item."
    CREDIT_IN_TEXT "credit-in-text" Warning "A caption ends in a typed credit."
    REPEATED_LINE "repeated-line" Hint "A line stands twice."
    WEB_LITTER "web-litter" Hint "A line looks like a web page's own."

    // References.
    DUPLICATE_LABEL "duplicate-label" Warning "A label is given twice; the first keeps it."
    REFERENCE_UNDEFINED "reference-undefined" Error "A reference names a label that nothing has."
    AMBIGUOUS_HEADING "ambiguous-heading" Warning "A link names a heading's text that two headings have."
    CITATION_UNSET "citation-unset" Loss "A citation is printed as its source text."
    INDEX_UNSET "index-unset" Loss "An index term is not set."
    MATH_UNSET "math-unset" Loss "A formula is printed as its source text."
    RAW_DROPPED "raw-dropped" Loss "Raw content of another format is left out."
    RAW_MALFORMED "raw-malformed" Warning "Raw content that is allowed cannot be written as it is and is treated as if it were not."
    HTML_DROPPED "html-dropped" Loss "HTML tags are left out; the text between them is printed."
    PANDOC_DIFFERS "pandoc-differs" Hint "Pandoc reads this otherwise."

    // Images and fonts.
    MISSING_IMAGE "missing-image" Error "An image file is not there."
    IMAGE_OUTSIDE "image-outside" Error "An image path leaves the document's folder."
    IMAGE_REMOTE "image-remote" Error "An image is on the network, and nothing is fetched."
    IMAGE_BROKEN "image-broken" Error "An image file cannot be read as the kind of image it is."
    IMAGE_TOO_LARGE "image-too-large" Error "An image is larger than images may be."
    IMAGE_KIND "image-kind" Error "An image is of a kind that the outputs cannot hold."
    MISSING_GLYPH "missing-glyph" Error "No font at hand has a glyph for a character."
    FONT_LICENCE "font-licence" Warning "A font says that its licence forbids embedding it, or sets terms."
    FONT_WHOLE "font-whole" Hint "A font is embedded whole, since it cannot or must not be cut down to what is shown."
    MISSING_FONT "missing-font" Warning "A font family of the theme is not at hand; another serves."

    // Outputs.
    MAKEUP_UNMET "makeup-unmet" Warning "A mend of the printed pages is for a block that is not there."
    OVERFULL_LINE "overfull-line" Warning "A word, or words tied together, are wider than a line."
    NOT_ACCESSIBLE "not-accessible" Warning "The document does not meet PDF/UA-1, and the file does not claim it."
    LINK_DROPPED "link-dropped" Loss "A link to a file outside the document, or of a scheme that is not safe, keeps its text and loses its target."
    EPUB_FAULT "epub-fault" Warning "The finished EPUB has a fault that a validator would report."
    STORE_LIMIT "store-limit" Warning "The book, its cover or an image is not of the size that a store takes."
    STYLE_SHEET "style-sheet" Warning "A style sheet of the user's own cannot be part of an EPUB, and is left out."
    IDENTIFIER_FORM "identifier-form" Warning "An ISBN or UUID is not one, and is written as typed."
    IMAGE_SIZE "image-size" Warning "A width or height is no length and no percentage; the image keeps its own size."
    EMPTY_LINK "empty-link" Loss "A link without text is left out."
    LINK_UNSET "link-unset" Loss "A link that the output cannot hold is printed as its text."
    PAGE_UNSET "page-unset" Loss "A reference to a page has no number, since no pages were laid out."
    LIST_TOO_DEEP "list-too-deep" Loss "A list is nested deeper than the format's levels."
    NOT_SET_YET "not-set-yet" Loss "A kind of node is printed as plain text, since this output does not set it yet."
    CHANGES_ACCEPTED "changes-accepted" Loss "Tracked changes are printed as if accepted."
    COMMENT_DROPPED "comment-dropped" Loss "Comments are not part of this output."
    THEME_UNKNOWN "theme-unknown" Error "There is no theme of this name."
    THEME_SYNTAX "theme-syntax" Error "A theme file does not parse."
    NAME_CHANGED "name-changed" Loss "A name was changed to one the format can hold."

    // Reading a DOCX.
    IMPORT_DROPPED "import-dropped" Loss "Something in a DOCX has no place in a document of ours and was left out."
    IMPORT_TEXT "import-text" Loss "Something in a DOCX has no place in a document of ours; its text was kept."
    IMPORT_LOOK "import-look" Hint "A look that was set by hand in a DOCX, and means nothing that is known, was left out."
    IMPORT_IMAGE "import-image" Loss "A picture is not in a DOCX, or cannot be taken over."
    IMPORT_REPAIRED "import-repaired" Warning "Something in a DOCX contradicts itself and was read as it was probably meant."
    IMPORT_PART "import-part" Warning "A part of a DOCX is missing or damaged, and what it held is lost."
}

/// The code of a name.
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().find(|code| code.name == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        for (i, code) in ALL.iter().enumerate() {
            assert!(
                code.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                code.name
            );
            assert!(ALL[..i].iter().all(|other| other.name != code.name), "{} twice", code.name);
            assert!(code.summary.ends_with('.'));
            assert_eq!(find(code.name), Some(*code));
        }
    }
}
