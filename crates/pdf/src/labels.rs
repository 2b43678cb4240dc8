//! Page labels: the printed page numbers, so that a viewer's "page 7" is the reader's (ISO 32000-1, 12.4.2).

use std::num::NonZeroU32;

use chapbook_frame::{Page, PageLabel};
use chapbook_values::CounterStyle;
use krilla::page::{NumberingStyle, PageLabel as Label};

/// The labels of all pages.
pub(crate) fn labels(pages: &[Page]) -> Vec<Label> {
    let mut labels = Vec::with_capacity(pages.len());
    // Figures and number of the page before, if it has figures, and whether it has an empty prefix.
    let mut before: Option<(CounterStyle, u32, bool)> = None;
    for page in pages {
        let PageLabel { style, number } = page.label;
        match (numbering(style, number), NonZeroU32::new(number)) {
            (Some(figures), Some(start)) => {
                // krilla takes a page for the next one of a run when its number is one *less*, and leaves its label
                // out. An empty prefix, which is printed as nothing, makes the two differ.
                let prefix = match before {
                    Some((other, last, prefixed)) => other == style && last == number.saturating_add(1) && !prefixed,
                    None => false,
                };
                labels.push(Label::new(Some(figures), prefix.then(String::new), Some(start)));
                before = Some((style, number, prefix));
            }
            // What PDF cannot count is written out.
            (_, _) => {
                labels.push(Label::new(None, Some(page.label.text()), None));
                before = None;
            }
        }
    }
    labels
}

/// PDF's figures, where they print the number as ours do: its letters go on with bb after aa (ISO 32000-1, Table
/// 159), ours with ab; and its roman figures know no end, ours stop at 3,999.
fn numbering(style: CounterStyle, number: u32) -> Option<NumberingStyle> {
    // The start of a run is a 32-bit integer (krilla leaves larger ones out).
    if i32::try_from(number).is_err() {
        return None;
    }
    match style {
        CounterStyle::Decimal => Some(NumberingStyle::Arabic),
        CounterStyle::LowerAlpha => (number <= 26).then_some(NumberingStyle::LowerAlpha),
        CounterStyle::UpperAlpha => (number <= 26).then_some(NumberingStyle::UpperAlpha),
        CounterStyle::LowerRoman => (number <= 3_999).then_some(NumberingStyle::LowerRoman),
        CounterStyle::UpperRoman => (number <= 3_999).then_some(NumberingStyle::UpperRoman),
    }
}
