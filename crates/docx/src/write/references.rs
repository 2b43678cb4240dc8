//! References as Word's own fields, wherever what the field computes is what the document prints: then a figure that
//! an editor moves is renumbered in every reference to it. Where it is not, the words stand as a link.

use chapbook_resolve::{Anchor, IndexTerm, Reference};

use super::bookmarks::{number_name, reference_name};
use super::draft::{Draft, Story};
use super::fields::{field_text, quoted};
use super::inlines::inlines;
use super::links;
use super::runs::{self, RunFormat};
use super::survey::{Target, plain};

/// What stands where no layout has said the page: updating fields in Word puts the number there.
const UNKNOWN_PAGE: &str = "?";

/// How a reference can be a field.
struct Computed {
    /// What of its words stands before the field.
    before: String,
    instruction: String,
    /// What the field shows.
    result: String,
}

/// Writes a reference.
pub(crate) fn reference<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    reference: &'a Reference,
    format: &RunFormat<'a>,
) {
    let Reference { target, form: _, content } = reference;
    let computed = plain(content).and_then(|words| computed(draft, *target, words));
    match computed {
        Some(Computed { before, instruction, result }) => {
            runs::text(draft, story, &before, format);
            field_text(draft, story, format, &instruction, &result);
        }
        None => links::quiet(draft, story, *target, format, |draft, story, format| {
            inlines(draft, story, content, format);
        }),
    }
}

fn computed(draft: &Draft<'_>, anchor: Anchor, words: String) -> Option<Computed> {
    let name = reference_name(anchor);
    let whole = |instruction: String| Some(Computed { before: String::new(), instruction, result: words.clone() });
    // ` \h ` makes the result a link; ` \r ` prints the number of the paragraph (ISO/IEC 29500-1, 17.16.5.45).
    let number_only = |number: &str, instruction: String| {
        let before = words.strip_suffix(number)?;
        Some(Computed { before: before.to_owned(), instruction, result: number.to_owned() })
    };
    match draft.survey.target(anchor) {
        Target::Place => None,
        Target::Caption(label) if words == label.text() => whole(format!("REF {name} \\h")),
        Target::Caption(label) if draft.survey.is_numbered(anchor) => {
            number_only(&label.number, format!("REF {} \\h", number_name(anchor)))
        }
        Target::Caption(_) => None,
        Target::Heading { number: Some(number), text: _ } if draft.survey.headings_count => {
            number_only(number, format!("REF {name} \\r \\h"))
        }
        Target::Heading { number: _, text } => {
            text.as_ref().filter(|text| **text == words).and_then(|_| whole(format!("REF {name} \\h")))
        }
        // Word prints a paragraph's number without the full stop after it.
        Target::Item(marker) if words.ends_with(marker) && !marker.ends_with('.') => {
            number_only(marker, format!("REF {name} \\r \\h"))
        }
        Target::Item(_) => None,
    }
}

/// Writes the page that a place falls on.
pub(crate) fn page<'a>(draft: &mut Draft<'a>, story: &mut Story, anchor: Anchor, format: &RunFormat<'a>) {
    let label = draft.pages.and_then(|pages| pages.label(anchor)).unwrap_or(UNKNOWN_PAGE).to_owned();
    field_text(draft, story, format, &format!("PAGEREF {} \\h", reference_name(anchor)), &label);
}

/// The instruction of an index entry: a colon parts entry and sub-entry, so one of the text is escaped.
pub(crate) fn index_entry(term: &IndexTerm) -> String {
    let IndexTerm { entry, see, anchor: _ } = term;
    let levels: Vec<String> = entry.iter().map(|level| level.replace(':', "\\:")).collect();
    // `quoted` escapes backslashes; those before colons are already meant so.
    let entry = quoted(&levels.join(":")).replace("\\\\:", "\\:");
    match see {
        Some(see) => format!("XE {entry} \\t {}", quoted(&format!("→ {see}"))),
        None => format!("XE {entry}"),
    }
}
