//! Sizes that Markdown leaves to the theme, where a DOCX says them otherwise: they are told. In a merge they are compared
//! with what they were instead (`merge`, `bring/sizes.rs`).

use std::collections::BTreeMap;

use chapbook_assets::read_image;
use chapbook_docx::{Leaf, Reading};
use chapbook_model::{InlineKind, each_inline, plain_text};
use chapbook_source::{Bytes, Diagnostic, Span, codes};

/// Programs round sizes when they save a file: less than one part in this many is no other size.
const ROUNDING: i64 = 50;

/// Tells pictures that are not shown at their own size, and columns that are not equal.
pub(super) fn told(reading: &Reading) -> Vec<Diagnostic> {
    let tell = |what: &str, places: &[String]| {
        let first = places.first()?;
        let times = if places.len() > 1 { format!(" ({} times)", places.len()) } else { String::new() };
        Some(Diagnostic::new(&codes::IMPORT_LOOK, Span::NONE, format!("{what}{times}, first at “{first}”")))
    };
    let pictures = "the size of a picture was left out; it is shown at its own, at most as wide as the text";
    let columns = "the widths of a table's columns were left out";
    [tell(pictures, &resized(reading)), tell(columns, &uneven(reading))].into_iter().flatten().collect()
}

/// The pictures that are shown at another size than their own, by their descriptions or paths.
fn resized(reading: &Reading) -> Vec<String> {
    let own: BTreeMap<&str, (i64, i64)> = reading
        .media
        .iter()
        .filter_map(|(target, bytes)| {
            let (wide, high) = read_image(Bytes::from(bytes.clone())).ok()?.natural_size();
            Some((target.as_str(), (wide.to_emu(), high.to_emu())))
        })
        .collect();
    let mut found = Vec::new();
    for leaf in &reading.leaves {
        let mut images = Vec::new();
        each_inline(&leaf.content, &mut |inline| {
            if let InlineKind::Image(image) = &inline.kind {
                images.push(image.clone());
            }
        });
        if images.len() != leaf.pictures.len() {
            continue;
        }
        for (image, shown) in images.iter().zip(&leaf.pictures) {
            let other = |own: i64, shown: i64| (own - shown).abs().saturating_mul(ROUNDING) > own;
            let Some(own) = own.get(image.target.as_str()) else { continue };
            if other(own.0, shown.0) || other(own.1, shown.1) {
                found.push(image.alt.clone().filter(|alt| !alt.is_empty()).unwrap_or(image.target.clone()));
            }
        }
    }
    found
}

/// The tables whose columns are not of one width, by their first words. Those of a draft of ours are as Chapbook made
/// them.
fn uneven(reading: &Reading) -> Vec<String> {
    if reading.draft_item.is_some() {
        return Vec::new();
    }
    let is_uneven = |widths: &Vec<i64>| {
        let (least, most) = (widths.iter().min().unwrap_or(&0), widths.iter().max().unwrap_or(&0));
        (most - least).saturating_mul(ROUNDING) > *most
    };
    let starts_with = |number: usize| {
        let is_in = |leaf: &&Leaf| leaf.place.cells.iter().any(|cell| cell.table == number);
        let mut texts = reading.leaves.iter().filter(is_in).map(|leaf| plain_text(&leaf.content));
        texts.find(|text| !text.trim().is_empty())
    };
    let uneven = reading.grids.iter().enumerate().filter(|(_, widths)| is_uneven(widths));
    uneven.map(|(number, _)| starts_with(number).unwrap_or_default()).collect()
}
