//! Places that can be pointed to, and their names. Every label of the document is known before anything is
//! lowered, so that a reference knows at once whether it has a target.

use std::collections::{BTreeMap, BTreeSet};

use chapbook_model::{Document, Referable, referables};
use chapbook_source::{Diagnostic, Span, codes, nearest};
use chapbook_values::{Label, slug};

use crate::{Anchor, AnchorName, NodeId};

/// What is known of anchors.
pub(crate) struct Anchors {
    names: Vec<AnchorName>,
    /// Names taken, in lower case: some readers do not tell case apart.
    taken: BTreeSet<String>,
    /// The last number that was added to each name.
    counts: BTreeMap<String, u32>,
    labels: BTreeMap<String, Anchor>,
    /// Labels that were given to a node already: a second one with the label gets none.
    given: BTreeSet<Anchor>,
    /// Headings by the slugs that GitHub and Pandoc make of their text, in order of reading.
    slugs: BTreeMap<String, Anchor>,
    /// The anchors of unlabelled headings, in order of reading.
    headings: BTreeMap<Span, Anchor>,
    /// Headings by their text, and whether two have it.
    texts: BTreeMap<String, (Anchor, bool)>,
    /// What each anchor's references print.
    pub(crate) targets: BTreeMap<Anchor, TargetLabel>,
}

/// What references to a thing can print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TargetLabel {
    /// A word and a number: "Figure", no-break space, "3".
    Numbered { word: String, space: String, number: String },
    /// A title: of an unnumbered heading.
    Titled(Vec<crate::Inline>),
    /// A number that stands for itself: of an example, whose parentheses are typed.
    Bare(String),
}

/// No node has this id: the anchor stands on none yet.
const NOWHERE: NodeId = NodeId(u32::MAX);

impl Anchors {
    pub(crate) fn new(document: &Document, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut anchors = Self {
            names: Vec::new(),
            taken: BTreeSet::new(),
            counts: BTreeMap::new(),
            labels: BTreeMap::new(),
            given: BTreeSet::new(),
            slugs: BTreeMap::new(),
            headings: BTreeMap::new(),
            texts: BTreeMap::new(),
            targets: BTreeMap::new(),
        };
        let referables = referables(document);
        // Labels first: a typed label wins over a heading's slug wherever it stands.
        for referable in &referables {
            let (label, span) = match referable {
                Referable::Label(label, span) | Referable::Heading(Some(label), _, span) => (label, *span),
                Referable::Heading(None, _, _) => continue,
            };
            anchors.add_label(label, span, diagnostics);
        }
        for referable in referables {
            if let Referable::Heading(label, text, span) = referable {
                anchors.add_heading(label.as_ref(), &text, span);
            }
        }
        anchors
    }

    fn add_label(&mut self, label: &Label, span: Span, diagnostics: &mut Vec<Diagnostic>) {
        if self.labels.contains_key(label.as_str()) {
            let message = format!("label #{label} is given twice; the first keeps it");
            diagnostics.push(Diagnostic::new(&codes::DUPLICATE_LABEL, span, message).hint("give it another label"));
            return;
        }
        let anchor = self.make(label.as_str(), Some(label.as_str()));
        self.labels.insert(label.as_str().to_owned(), anchor);
    }

    fn add_heading(&mut self, label: Option<&Label>, text: &str, span: Span) {
        let github = github_slug(text);
        let anchor = match label {
            Some(label) => self.labels[label.as_str()],
            None => {
                let anchor = self.make(if github.is_empty() { "section" } else { &github }, None);
                self.headings.insert(span, anchor);
                anchor
            }
        };
        // A second heading of the same text is `text-1` for GitHub and Pandoc alike.
        let free = (0..1_000)
            .map(|n| if n == 0 { github.clone() } else { format!("{github}-{n}") })
            .find(|s| !self.slugs.contains_key(s));
        if let Some(free) = free.filter(|_| !github.is_empty()) {
            self.slugs.insert(free, anchor);
        }
        self.slugs.entry(slug(text)).or_insert(anchor);
        self.texts.entry(fold(text)).and_modify(|(_, twice)| *twice = true).or_insert((anchor, false));
    }

    /// A new anchor whose name begins with `wish`.
    pub(crate) fn make(&mut self, wish: &str, label: Option<&str>) -> Anchor {
        let base = xml_name(wish);
        let mut id = base.clone();
        // Thousands of notes have one wish: the search goes on where the last one stopped.
        let n = self.counts.entry(base.to_lowercase()).or_insert(1);
        while !self.taken.insert(id.to_lowercase()) {
            *n += 1;
            id = format!("{base}-{n}");
        }
        self.names.push(AnchorName { id, label: label.map(str::to_owned), node: NOWHERE });
        Anchor(u32::try_from(self.names.len() - 1).unwrap_or(u32::MAX))
    }

    /// The anchor of a label, for the node that has it: the first one asking gets it.
    pub(crate) fn give(&mut self, label: Option<&Label>, node: NodeId) -> Option<Anchor> {
        let anchor = *self.labels.get(label?.as_str())?;
        if !self.given.insert(anchor) {
            return None;
        }
        self.place(anchor, node);
        Some(anchor)
    }

    /// The anchor of a heading.
    pub(crate) fn heading(&mut self, label: Option<&Label>, span: Span, node: NodeId) -> Anchor {
        let anchor = match self.give(label, node) {
            Some(anchor) => anchor,
            None => match self.headings.remove(&span) {
                Some(anchor) => anchor,
                None => self.make("section", None),
            },
        };
        self.place(anchor, node);
        anchor
    }

    /// Says on which node an anchor stands.
    pub(crate) fn place(&mut self, anchor: Anchor, node: NodeId) {
        self.names[anchor.index()].node = node;
    }

    /// What a label, or else a heading's slug, names.
    pub(crate) fn find(&self, label: &str) -> Option<Anchor> {
        self.labels.get(label).or_else(|| self.slugs.get(label)).copied()
    }

    /// What a typed label names.
    pub(crate) fn find_label(&self, label: &str) -> Option<Anchor> {
        self.labels.get(label).copied()
    }

    /// The label that is nearest to one that names nothing, for hints.
    pub(crate) fn nearest(&self, label: &str) -> Option<&str> {
        nearest(label, self.labels.keys().map(String::as_str))
    }

    /// The anchors that no node has: what was labelled is in no output.
    pub(crate) fn unplaced(&self) -> BTreeSet<Anchor> {
        let unplaced = self.names.iter().enumerate().filter(|(_, name)| name.node == NOWHERE);
        unplaced.map(|(i, _)| Anchor(u32::try_from(i).unwrap_or(u32::MAX))).collect()
    }

    /// The names, when all is lowered.
    pub(crate) fn names(&mut self) -> Vec<AnchorName> {
        std::mem::take(&mut self.names)
    }
}

/// An ASCII XML name without colon (XML 1.0, production 5; Namespaces, production 7).
fn xml_name(wish: &str) -> String {
    let mut name: String =
        wish.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect();
    while name.contains("--") {
        name = name.replace("--", "-");
    }
    name = name.trim_matches(['-', '.']).to_owned();
    // Names are printed in links and bookmarks; long ones serve nobody.
    name.truncate(60);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        name.insert_str(0, "x-");
    }
    name.trim_end_matches('-').to_owned()
}

/// GitHub's slug: lower case, punctuation left out, spaces become hyphens.
fn github_slug(text: &str) -> String {
    text.trim()
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_xml_names() {
        assert_eq!(xml_name("fig:one two"), "fig-one-two");
        assert_eq!(xml_name("1984"), "x-1984");
        assert_eq!(xml_name("第一章"), "x");
        assert_eq!(xml_name(&"a".repeat(100)).len(), 60);
    }

    #[test]
    fn slugs_are_those_of_others() {
        assert_eq!(github_slug("What's new in C++ 2.0?"), "whats-new-in-c-20");
    }
}
