//! What an author writes in braces after a construct: `{#label .class key=value}`.
//! Reading and printing the braces is `markdown`'s; what a class means, `resolve` decides.

use std::fmt;

/// A label as typed after `#`: the name by which a thing is referred to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(String);

impl Label {
    /// A label of this text; `None` if it is empty.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!text.is_empty()).then_some(Self(text))
    }

    /// The text, without `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Label, classes and key–values of a node. Most nodes have none, and then this is one empty pointer.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attributes(Option<Box<AttributeParts>>);

/// The parts of [`Attributes`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeParts {
    /// `#label`.
    pub label: Option<Label>,
    /// `.class`, in the order typed.
    pub classes: Vec<String>,
    /// `key=value`, in the order typed; a key occurs once.
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    /// No attributes.
    pub const NONE: Self = Self(None);

    /// Attributes of these parts.
    pub fn new(parts: AttributeParts) -> Self {
        let AttributeParts { label, classes, pairs } = &parts;
        if label.is_none() && classes.is_empty() && pairs.is_empty() { Self(None) } else { Self(Some(Box::new(parts))) }
    }

    /// One class and nothing else.
    pub fn class(class: &str) -> Self {
        Self::new(AttributeParts { classes: vec![class.to_owned()], ..AttributeParts::default() })
    }

    /// Whether there is nothing in them.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The label.
    pub fn label(&self) -> Option<&Label> {
        self.0.as_ref()?.label.as_ref()
    }

    /// The classes, in the order typed.
    pub fn classes(&self) -> &[String] {
        self.0.as_ref().map_or(&[], |parts| &parts.classes)
    }

    /// The key–values, in the order typed.
    pub fn pairs(&self) -> &[(String, String)] {
        self.0.as_ref().map_or(&[], |parts| &parts.pairs)
    }

    /// Whether the class is among them.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes().iter().any(|c| c == class)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs().iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// Takes the parts out.
    pub fn into_parts(self) -> AttributeParts {
        self.0.map(|parts| *parts).unwrap_or_default()
    }

    /// These attributes after a change to their parts.
    pub fn edited(self, edit: impl FnOnce(&mut AttributeParts)) -> Self {
        let mut parts = self.into_parts();
        edit(&mut parts);
        Self::new(parts)
    }
}

impl fmt::Display for Attributes {
    /// As typed, `{#label .class key="value"}`; nothing when empty.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(parts) = &self.0 else { return Ok(()) };
        let AttributeParts { label, classes, pairs } = &**parts;
        let mut items = Vec::new();
        items.extend(label.iter().map(|label| format!("#{label}")));
        items.extend(classes.iter().map(|class| format!(".{class}")));
        items.extend(pairs.iter().map(|(key, value)| format!("{key}=\"{}\"", value.replace('"', "\\\""))));
        write!(f, "{{{}}}", items.join(" "))
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_attributes_cost_a_pointer() {
        assert_eq!(size_of::<Attributes>(), 8);
        assert!(Attributes::new(AttributeParts::default()).is_empty());
    }

    #[test]
    fn parts_are_found_and_printed() {
        let attributes = Attributes::class("wide").edited(|parts| {
            parts.label = Label::new("fig-x");
            parts.pairs.push(("alt".into(), "a \"quay\"".into()));
        });
        assert!(attributes.has_class("wide"));
        assert_eq!(attributes.get("alt"), Some("a \"quay\""));
        assert_eq!(attributes.to_string(), "{#fig-x .wide alt=\"a \\\"quay\\\"\"}");
    }
}
