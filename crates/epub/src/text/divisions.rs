//! Divisions: blocks that belong together, by what they are (DIALECT 10). Each has the element, the `epub:type` and the
//! role that the EPUB vocabulary and DPUB-ARIA 1.1 name for it, where they name one.

use chapbook_resolve::{Block, CalloutKind, Division, DivisionRole};
use chapbook_theme::Role;

use super::{Text, Traits};

/// How a division is written.
struct Form {
    element: &'static str,
    class: &'static str,
    kind: Option<&'static str>,
    role: Option<&'static str>,
    /// Whether its title is a heading, or a line in a box.
    heading: bool,
}

impl Text<'_, '_> {
    pub(super) fn division(&mut self, block: &Block, division: &Division) {
        let Division { role, title, body } = division;
        let Form { element, class, kind, role, heading } = form(*role);
        self.breaks_before(block.id);
        let title_id = title.as_ref().map(|_| self.own_id("title"));
        let mut attributes = Vec::new();
        attributes.extend(kind.map(|kind| ("epub:type", kind)));
        attributes.extend(role.map(|role| ("role", role)));
        // A name needs something that can have one (WAI-ARIA 1.2, 5.2.8.6): a plain `div` cannot.
        let named = role.is_some() || element != "div";
        attributes.extend(title_id.iter().filter(|_| named).map(|id| ("aria-labelledby", id.as_str())));
        self.element_with(element, Traits { class, ..Traits::of(block) }, &attributes, |t| {
            t.w.raw("\n");
            if let (Some(title), Some(id)) = (title, &title_id) {
                if heading {
                    let level = t.level_below();
                    t.generated_heading(level.max(1), Role::Heading2.name(), id, title);
                } else {
                    let traits = Traits { class: Role::CalloutTitle.name(), ..Traits::default() };
                    t.element_with("p", traits, &[("id", id)], |t| t.inlines(title));
                    t.w.raw("\n");
                }
            }
            t.blocks(body);
        });
        self.w.raw("\n");
    }
}

fn form(role: DivisionRole) -> Form {
    let form = |element, class, kind, role| Form { element, class, kind, role, heading: element == "section" };
    match role {
        DivisionRole::Generic => form("div", "", None, None),
        DivisionRole::Epigraph => form("blockquote", "epigraph", Some("epigraph"), Some("doc-epigraph")),
        DivisionRole::Dedication => form("section", "dedication", Some("dedication"), Some("doc-dedication")),
        DivisionRole::CopyrightPage => form("section", "copyright-page", Some("copyright-page"), None),
        DivisionRole::Colophon => form("section", "colophon", Some("colophon"), Some("doc-colophon")),
        DivisionRole::Abstract => form("section", "abstract", Some("abstract"), Some("doc-abstract")),
        DivisionRole::Acknowledgements => {
            form("section", "acknowledgements", Some("acknowledgments"), Some("doc-acknowledgments"))
        }
        DivisionRole::Aside => form("aside", "aside", None, None),
        DivisionRole::PullQuote => form("aside", "pullquote", Some("pullquote"), Some("doc-pullquote")),
        DivisionRole::Callout(kind) => match kind {
            CalloutKind::Note => form("aside", "callout callout-note", None, Some("note")),
            CalloutKind::Tip => form("aside", "callout callout-tip", Some("tip"), Some("doc-tip")),
            CalloutKind::Important => form("aside", "callout callout-important", None, Some("note")),
            CalloutKind::Warning => form("aside", "callout callout-warning", None, Some("note")),
            CalloutKind::Caution => form("aside", "callout callout-caution", None, Some("note")),
        },
        DivisionRole::Letter => form("div", "letter", None, None),
        DivisionRole::Glossary => form("section", "glossary", Some("glossary"), Some("doc-glossary")),
        DivisionRole::Columns => form("div", "columns", None, None),
        DivisionRole::Column => form("div", "column", None, None),
        DivisionRole::TitleBlock => form("header", "title-block", None, None),
    }
}
