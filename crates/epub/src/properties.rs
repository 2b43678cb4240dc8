//! What the manifest has to say of a document (EPUB 3.3, appendix C.5.3), found by looking at the document as it was
//! written: one property too few and one too many are both errors.

/// The properties of an XHTML or SVG document, separated by spaces; none if it has none.
pub(crate) fn of(document: &str, own: Option<&str>) -> Option<String> {
    let mut found: Vec<&str> = own.into_iter().collect();
    let element = |name: &str| {
        document.match_indices(name).any(|(at, _)| {
            let before = document[..at].bytes().next_back();
            let after = document[at + name.len()..].bytes().next();
            before == Some(b'<') && after.is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
        })
    };
    if element("math") {
        found.push("mathml");
    }
    // Text may speak of attributes; in a tag the last bracket before is the one that opens it.
    let attribute = |start: &str| {
        document
            .match_indices(start)
            .any(|(at, _)| document[..at].rfind(['<', '>']).is_some_and(|of| document[of..].starts_with('<')))
    };
    if attribute(" src=\"http:") || attribute(" src=\"https:") {
        found.push("remote-resources");
    }
    if element("script") || element("form") {
        found.push("scripted");
    }
    if element("svg") {
        found.push("svg");
    }
    (!found.is_empty()).then(|| found.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_those_of_what_is_there() {
        assert_eq!(of("<p>svg math &lt;svg></p>", None), None);
        assert_eq!(of("<p>An img src=\"https://e\" in code</p>", None), None);
        assert_eq!(of("<p/>", Some("nav")).as_deref(), Some("nav"));
        assert_eq!(of("<p><math xmlns='m'/><svg>…</svg></p>", None).as_deref(), Some("mathml svg"));
        assert_eq!(
            of("<scripts/><script/><img src=\"https://e\"/>", None).as_deref(),
            Some("remote-resources scripted")
        );
    }
}
