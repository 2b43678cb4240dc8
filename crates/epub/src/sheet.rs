//! A style sheet of the user's own. It stands after ours and may say anything but what would make the book invalid:
//! then all of it is left out, since half a style sheet is none that anybody wrote.

/// Why a style sheet cannot be part of the book; none if it can.
pub(crate) fn fault(css: &str) -> Option<&'static str> {
    let Some(code) = without_comments(css) else { return Some("a comment has no end") };
    let lower = code.to_ascii_lowercase();
    // Files that it names are not in the book (EPUBCheck RSC-007), and nothing is fetched.
    if lower.contains("url(") || lower.contains("@import") || lower.contains("image-set(") {
        return Some("it refers to another file");
    }
    // EPUB 3.3, 6.3.1.3: the direction of text is said in the markup (EPUBCheck CSS-001).
    if declares(&lower, "direction") || declares(&lower, "unicode-bidi") {
        return Some("it sets direction or unicode-bidi, which EPUB leaves to the text");
    }
    let mut depth = 0_i32;
    for c in lower.chars() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth < 0 {
            break;
        }
    }
    if depth != 0 {
        return Some("its braces do not match");
    }
    css.chars().any(|c| !chapbook_container::is_xml_char(c)).then_some("it holds a control character")
}

/// Whether it sets colours, or sizes that the reader cannot change: then nobody knows whether the text can be read.
pub(crate) fn fixes_look(css: &str) -> bool {
    let lower = without_comments(css).unwrap_or_default().to_ascii_lowercase();
    let sized = lower.split([';', '{', '}']).any(|declaration| {
        declaration.trim().starts_with("font") && ["px", "pt", "mm", "cm"].iter().any(|unit| declaration.contains(unit))
    });
    sized || ["color", "background", "background-color"].iter().any(|property| declares(&lower, property))
}

/// Whether a property is set.
fn declares(css: &str, property: &str) -> bool {
    css.match_indices(property).any(|(at, _)| {
        let before = css[..at].trim_end().chars().next_back();
        let after = css[at + property.len()..].trim_start().chars().next();
        after == Some(':') && matches!(before, Some('{' | ';'))
    })
}

fn without_comments(css: &str) -> Option<String> {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/")?.1;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_colours_and_sizes_are_found() {
        for (css, fixed) in [
            ("p { color: #333 }", true),
            ("p { margin: 0; background : white }", true),
            ("p { font-size: 12px }", true),
            ("p { font-size: 1.2em; margin: 3px; border-color: red }", false),
        ] {
            assert_eq!(fixes_look(css), fixed, "{css}");
        }
    }

    #[test]
    fn what_would_break_the_book_is_found() {
        for (css, fits) in [
            ("p { margin: 0 }", true),
            ("/* url( */ p { flex-direction: column; color: inherit }", true),
            ("@media (min-width: 40em) { p { margin: 0 } }", true),
            ("p { background: URL(x.png) }", false),
            ("@import 'x.css';", false),
            ("p { direction: rtl }", false),
            ("p { margin: 0; unicode-bidi : embed }", false),
            ("p { margin: 0", false),
            ("} p {", false),
            ("/* p { margin: 0 }", false),
            ("p { content: '\u{1}' }", false),
        ] {
            assert_eq!(fault(css).is_none(), fits, "{css}");
        }
    }
}
