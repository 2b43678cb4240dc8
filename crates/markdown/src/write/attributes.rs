//! Attributes in braces, the inverse of the crate's own reader of them (DIALECT 4).

use chapbook_values::Attributes;

/// `{#label .class key=value}`; nothing if there is nothing to say.
pub(super) fn braces(attrs: &Attributes) -> String {
    let items = items(attrs);
    if items.is_empty() { String::new() } else { format!("{{{}}}", items.join(" ")) }
}

/// The same with a class put first, which says what kind of thing it is.
pub(super) fn braces_of(class: &str, attrs: &Attributes) -> String {
    braces(&attrs.clone().edited(|parts| parts.classes.insert(0, class.to_owned())))
}

/// The braces of a heading, where `-` is short for the class `unnumbered`.
pub(super) fn heading_braces(attrs: &Attributes) -> String {
    let items: Vec<_> =
        items(attrs).into_iter().map(|item| if item == ".unnumbered" { "-".to_owned() } else { item }).collect();
    if items.is_empty() { String::new() } else { format!("{{{}}}", items.join(" ")) }
}

/// An opening div fence: `::: name` for one bare class.
pub(super) fn fence(attrs: &Attributes) -> String {
    if let ([class], None, []) = (attrs.classes(), attrs.label(), attrs.pairs())
        && class.starts_with(|c: char| c.is_alphabetic())
        && class.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
    {
        return format!("::: {class}");
    }
    format!("::: {}", braces(attrs))
}

/// Attributes with a class put first.
pub(super) fn with_class(class: &str, attrs: &Attributes) -> Attributes {
    attrs.clone().edited(|parts| parts.classes.insert(0, class.to_owned()))
}

/// Attributes with pairs put last.
pub(super) fn with_pairs<'a>(
    attrs: &Attributes,
    pairs: impl IntoIterator<Item = (&'a str, Option<String>)>,
) -> Attributes {
    attrs.clone().edited(|parts| {
        parts.pairs.extend(pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    })
}

fn items(attrs: &Attributes) -> Vec<String> {
    let label = attrs.label().map(|label| format!("#{label}"));
    let classes = attrs.classes().iter().map(|class| format!(".{class}"));
    let pairs = attrs.pairs().iter().map(|(key, value)| format!("{key}={}", quoted(value)));
    label.into_iter().chain(classes).chain(pairs).collect()
}

/// A value, in quotation marks where it needs them. A line end inside is a space to the reader.
fn quoted(value: &str) -> String {
    let bare = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '%' | '/' | ':' | '#' | '+');
    if !value.is_empty() && value.chars().all(bare) {
        return value.to_owned();
    }
    let value = value.replace(['\n', '\r'], " ");
    // A backslash at the end, or before a quotation mark, would be read with it.
    if value.contains('"') && !value.contains('\'') || value.ends_with('\\') {
        return format!("'{value}'");
    }
    format!("\"{}\"", value.replace('"', "\\\""))
}
