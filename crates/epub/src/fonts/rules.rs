//! What the style sheet says of the fonts that are embedded: where their files are, and what is set in them. The
//! families of reading systems come last in each list, for characters that no font of the book has.

use std::fmt::Write as _;

use chapbook_theme::{Family, Role, Theme};

use super::{Embedded, EmbeddedFont};
use crate::css;

/// The rules, which stand after those of the theme.
pub(crate) fn write(embedded: &Embedded, theme: &Theme) -> String {
    let mut out = String::new();
    for EmbeddedFont { file, bytes: _, family, bold, italic, sans_serif: _, monospace: _ } in &embedded.fonts {
        let weight = if *bold { "bold" } else { "normal" };
        let slope = if *italic { "italic" } else { "normal" };
        let _ = writeln!(
            out,
            "@font-face {{ font-family: {}; font-weight: {weight}; font-style: {slope}; src: url({file}) }}",
            quoted(family)
        );
    }
    if let Some(stack) = stack(embedded, &theme.text.family, theme) {
        let _ = writeln!(out, "body {{ font-family: {stack} }}");
    }
    if theme.text.old_style_figures {
        let _ = writeln!(out, "body {{ font-variant-numeric: oldstyle-nums }}");
    }
    if let Some(stack) = stack(embedded, &theme.text.mono, theme) {
        // Code shows the characters that it has, in figures of one height.
        let _ = writeln!(
            out,
            "pre, code, kbd {{ font-family: {stack}; font-variant-numeric: normal; font-variant-ligatures: none }}"
        );
    }
    // A piece of code has the face of the code around it.
    for role in Role::ALL.iter().filter(|role| !role.is_token()) {
        let family = match &theme.style(*role).family {
            Family::Text => continue,
            Family::Mono => &theme.text.mono,
            Family::Named(name) => name,
        };
        if let Some((stack, place)) = stack(embedded, family, theme).zip(css::place(*role)) {
            let _ = writeln!(out, "{} {{ font-family: {stack} }}", place.own);
        }
    }
    out
}

/// A family and those that stand in for it, as far as the book has them; none if it has none of their fonts. A family
/// that was not at hand here may be on the reader's machine, and is asked first.
fn stack(embedded: &Embedded, family: &str, theme: &Theme) -> Option<String> {
    let of = |name: &str| embedded.fonts.iter().find(|font| font.family.eq_ignore_ascii_case(name));
    let others: Vec<&EmbeddedFont> = super::stack(theme, family).skip(1).filter_map(of).collect();
    let first = of(family).or(others.first().copied())?;
    let generic = match (first.monospace, first.sans_serif) {
        // Twice: reading systems make `monospace` alone smaller than the text.
        (true, _) => "monospace, monospace",
        (false, true) => "sans-serif",
        (false, false) => "serif",
    };
    let mut out = quoted(of(family).map_or(family, |font| &font.family));
    for font in others {
        let _ = write!(out, ", {}", quoted(&font.family));
    }
    let _ = write!(out, ", {generic}");
    Some(out)
}

/// A name as a string of CSS (CSS Syntax 3, 4.3.5).
fn quoted(name: &str) -> String {
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '<' | '>') => {
                let _ = write!(out, "\\{:x} ", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_quotes() {
        assert_eq!(quoted("Old \"Face\" \\ </style>\n"), r#""Old \"Face\" \\ \3c /style\3e \a ""#);
    }
}
