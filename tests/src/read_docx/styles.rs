//! `word/styles.xml`: the names of styles, and the numbering that they carry.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::{attribute, child, is};

/// The styles by their ids.
#[derive(Debug, Default)]
pub(crate) struct Styles(BTreeMap<String, Style>);

#[derive(Debug)]
struct Style {
    name: String,
    based_on: Option<String>,
    numbering: Option<(String, usize)>,
}

/// A chain of styles may be a ring.
const LONGEST_CHAIN: usize = 64;

impl Styles {
    pub(crate) fn read(document: &Document<'_>) -> Self {
        let styles = document.descendants().filter(|node| is(*node, "style"));
        Self(styles.filter_map(|node| Some((attribute(node, "styleId")?.to_owned(), style(node)))).collect())
    }

    /// The name of a style; none if it is not defined.
    pub(crate) fn name(&self, id: &str) -> Option<String> {
        self.0.get(id).map(|style| style.name.clone())
    }

    /// The numbering that a style or one that it is based on carries.
    pub(crate) fn numbering(&self, id: &str) -> Option<(String, usize)> {
        let mut at = id;
        for _ in 0..LONGEST_CHAIN {
            let style = self.0.get(at)?;
            if let Some(numbering) = &style.numbering {
                return Some(numbering.clone());
            }
            at = style.based_on.as_deref()?;
        }
        None
    }
}

fn style(node: Node<'_, '_>) -> Style {
    let value = |name| child(node, name).and_then(|node| attribute(node, "val")).map(str::to_owned);
    let numbering = child(node, "pPr").and_then(|props| child(props, "numPr")).and_then(|numbering| {
        let num = attribute(child(numbering, "numId")?, "val")?;
        let level = child(numbering, "ilvl").and_then(|node| attribute(node, "val")?.parse().ok());
        Some((num.to_owned(), level.unwrap_or(0)))
    });
    Style { name: value("name").unwrap_or_default(), based_on: value("basedOn"), numbering }
}
