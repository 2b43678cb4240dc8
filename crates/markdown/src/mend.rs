//! How to mend what the reader tells, for the findings where the way is always the same: the sentences that
//! `docs/diagnostics.md` says at more length. Where the way depends on what was typed, the finding brings its own.

use chapbook_source::{Code, Diagnostic, Span, codes};

/// A finding with the way to mend it, if there is one for all of this code.
pub(crate) fn finding(code: &'static Code, span: Span, message: impl Into<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, span, message);
    match TABLE.iter().find(|(known, _)| *known == code) {
        Some((_, hint)) => diagnostic.hint(*hint),
        None => diagnostic,
    }
}

static TABLE: &[(&Code, &str)] = &[
    (&codes::CONTROL_CHARACTER, "delete it; editors show it when they show invisible characters"),
    (&codes::NESTING_TOO_DEEP, "look for a line that was pasted by mistake"),
    (&codes::FRONT_MATTER_UNCLOSED, "close the metadata with a line `---` (`+++` for TOML)"),
    (&codes::INCLUDE, "name the files in the order of reading in a project file"),
    (
        &codes::BAD_ATTRIBUTES,
        "write `{#label .class key=\"value\"}`, with spaces between; text that is meant begins `\\{`",
    ),
    (&codes::DANGLING_ATTRIBUTES, "put the words in brackets, with the braces directly after them: `[words]{.class}`"),
    (&codes::DUPLICATE_ATTRIBUTE, "remove one of them"),
    (&codes::ATTRIBUTE_VALUE, "correct the value, or leave the attribute out"),
    (&codes::ATTR_CARRIER, "put the fences around the one block that is meant"),
    (&codes::UNCLOSED_FENCE, "close it with as many backticks or tildes as it begins with"),
    (
        &codes::INFO_STRING,
        "write attributes in braces, the language first: `{.rust key=\"value\"}`; strike what means nothing",
    ),
    (&codes::MATH_UNCLOSED, "close it with `$$`, and leave no blank line inside"),
    (&codes::PAGE_BREAK_INLINE, "put it on a line of its own, with a blank line before and after"),
    (&codes::DIV_STRAY, "remove it, or write the classes in braces: `::: {.aside .wide}`; text begins `\\:::`"),
    (&codes::EXAMPLE_LABEL, "shorten the label"),
    (
        &codes::CAPTION_ALONE,
        "put it directly before or after its table, or after its code; begin the line with `\\:` if it is text",
    ),
    (&codes::CAPTION_TWICE, "remove one of them, or begin this one with `\\:` if it is text"),
    (
        &codes::LINE_BLOCK,
        "begin each line with `| `, or with a space where it goes on with the line before; leave a blank line before text",
    ),
    (&codes::EXTRA_CELLS, "add a column to the head, or write `\\|` for a bar that is text"),
    (&codes::LIST_TABLE, "give every item of the outer list an inner list with one item for each column"),
    (&codes::GRID_TABLE, "write a pipe table, or a list table if cells hold several blocks"),
    (&codes::CROSSING, "end the one before the other"),
    (&codes::CHANGE_UNCLOSED, "close it in the same block with the same mark; text that is meant begins `\\{`"),
    (&codes::COMMENT_UNCLOSED, "close it with `-->`; text that is meant begins `\\<!--`"),
    (&codes::TEXT_AFTER_COMMENT, "put the comment on a line of its own, or inside the paragraph"),
    (&codes::SWALLOWED_BY_HTML, "put a blank line before it"),
    (&codes::NOTE_UNCLOSED, "close it with `]` in the same paragraph and emphasis; text that is meant begins `\\^[`"),
    (&codes::NOTE_UNUSED, "call it, or remove it"),
    (&codes::NOTE_DUPLICATE, "give this one another label"),
    (&codes::BIO_TWICE, "keep one of them"),
    (&codes::AMBIGUOUS_HEADING, "give the heading that is meant a label, and link to that: `[words](#label)`"),
];
