//! Raw content: HTML as it is where the reader finds it again, everything else as code with its format.

use chapbook_model::{Code, Raw};
use chapbook_values::Attributes;

use super::blocks::fenced;
use crate::html;

/// A block of raw content.
pub(super) fn block(raw: &Raw) -> String {
    if raw.target == "html" && html::is_block(&raw.text) {
        return raw.text.clone();
    }
    let code = fenced(&Code { language: None, text: raw.text.clone() }, &Attributes::NONE);
    let ticks = code.len() - code.trim_start_matches('`').len();
    format!("{} {{={}}}{}", &code[..ticks], raw.target, &code[ticks..])
}

/// Raw content that is all of a paragraph: HTML there would be a block.
pub(super) fn alone(raw: &Raw) -> String {
    // A tag over several lines is none.
    if raw.text.contains('\n') && raw.target == "html" && html::is_inline(&raw.text) && !html::begins_block(&raw.text) {
        return raw.text.clone();
    }
    let mut ticks = 1;
    while super::inlines::runs(&raw.text, '`').any(|run| run == ticks) {
        ticks += 1;
    }
    let fence = "`".repeat(ticks);
    let text = raw.text.replace(['\n', '\r'], " ");
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}{{={}}}", raw.target)
}
