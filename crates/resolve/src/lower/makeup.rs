//! Attributes that mend the printed page at a block: `looseness`, `keep`, `break`, `space`. What they do, `layout` knows;
//! no other format takes them up.

use chapbook_source::{Diagnostic, Span, codes};
use chapbook_values::{Attributes, Length};

use crate::context::Context;
use crate::{Makeup, NodeId};

/// Keeps what the attributes of a block say of its place on the page.
pub(crate) fn note(cx: &mut Context<'_>, id: NodeId, attrs: &Attributes, span: Span) {
    let mut makeup = Makeup::default();
    for (key, value, wanted) in [
        ("looseness", attrs.get("looseness"), "1 or -1: a line more or less"),
        ("keep", attrs.get("keep"), "next: it stays with what follows"),
        ("break", attrs.get("break"), "page: it starts a page"),
        ("space", attrs.get("space"), "a length, such as 7pt"),
    ] {
        let Some(value) = value else { continue };
        if !set(&mut makeup, key, value) {
            let message = format!("`{key}={value}` has no effect on the page");
            let diagnostic = Diagnostic::new(&codes::ATTRIBUTE_VALUE, span, message);
            cx.report(diagnostic.hint(format!("write {key}= and {wanted}")));
        }
    }
    if makeup != Makeup::default() {
        cx.makeup.push((id, makeup, span));
    }
}

fn set(makeup: &mut Makeup, key: &str, value: &str) -> bool {
    match (key, value) {
        ("keep", "next") => makeup.keep = true,
        ("break", "page") => makeup.break_before = true,
        ("looseness", _) => match value.parse::<i8>() {
            Ok(lines @ (-1 | 1)) => makeup.looseness = lines,
            Ok(_) | Err(_) => return false,
        },
        ("space", _) => match value.parse::<Length>() {
            Ok(space) if space.to_scaled().abs() <= Length::points(1_000).to_scaled() => makeup.space = space,
            Ok(_) | Err(_) => return false,
        },
        (_, _) => return false,
    }
    true
}
