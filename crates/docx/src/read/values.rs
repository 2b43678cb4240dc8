//! Attribute values as strangers write them: switches, numbers that may be anything, names without a value. What cannot
//! be read is the default, never an error.

use super::names::Space;
use super::package::Xml;

/// A switch (ISO/IEC 29500-1, 17.17.4): on without a value, and on by any value that is not off.
pub(crate) fn toggle(xml: &Xml<'_>) -> bool {
    match xml.attribute(Space::W, "val") {
        Some(value) => !matches!(value.trim(), "0" | "false" | "off"),
        None => true,
    }
}

/// `w:val` as text.
pub(crate) fn val<'x>(xml: &'x Xml<'_>) -> Option<&'x str> {
    xml.attribute(Space::W, "val")
}

/// An attribute as text.
pub(crate) fn text(xml: &Xml<'_>, name: &str) -> Option<String> {
    xml.attribute(Space::W, name).map(str::to_owned)
}

/// An attribute as a whole number; longer numbers than fit are the largest that do.
pub(crate) fn number(xml: &Xml<'_>, name: &str) -> Option<i64> {
    whole(xml.attribute(Space::W, name)?)
}

/// A whole number; fractions and units are cut off, numbers that do not fit are clamped.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    // A percentage is no number of what is asked for.
    if end == 0 || digits[end..].contains('%') {
        return None;
    }
    Some(digits[..end].parse::<i64>().unwrap_or(i64::MAX / 4).min(i64::MAX / 4) * sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_clamped_or_none() {
        assert_eq!(whole("12"), Some(12));
        assert_eq!(whole(" -7.5pt"), Some(-7));
        assert_eq!(whole("123456789012345678901234567890"), Some(i64::MAX / 4));
        for none in ["", "x", "100%", "-"] {
            assert_eq!(whole(none), None, "{none}");
        }
    }
}
