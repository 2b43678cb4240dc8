//! What every part of the writer looks at, and what it writes down while it goes: the book, which does not change,
//! and the record of what was written, from which navigation and package are made.

use std::collections::BTreeMap;

use chapbook_assets::{Fonts, Image};
use chapbook_resolve::{Anchor, NodeId, OutlineKind, PageMap, Resolved};
use chapbook_theme::Theme;

use crate::findings::Findings;
use crate::fonts::{Embedded, Shown};
use crate::names::Names;
use crate::pages::PageMarks;
use crate::split::Section;
use crate::survey::{Listed, Survey};
use crate::{Options, Profile};
use crate::{properties, sheet};

/// The document and what is known of it before the first line is written.
#[derive(Debug)]
pub(crate) struct Book<'a> {
    pub(crate) resolved: &'a Resolved,
    pub(crate) theme: &'a Theme,
    /// One content document each.
    pub(crate) sections: &'a [Section<'a>],
    pub(crate) survey: &'a Survey,
    pub(crate) names: Names<'a>,
    /// The pages of the print.
    pub(crate) pages: Option<&'a PageMap>,
    pub(crate) marks: PageMarks,
    pub(crate) profile: Profile,
    pub(crate) cover: Option<&'a Image>,
    /// The style sheet of the user's own, if it can be part of the book.
    pub(crate) user_style: Option<&'a str>,
    pub(crate) has_statement: bool,
    /// The fonts at hand, if those of the theme are to be embedded.
    pub(crate) fonts: Option<&'a Fonts>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(
        resolved: &'a Resolved,
        theme: &'a Theme,
        sections: &'a [Section<'a>],
        survey: &'a Survey,
        pages: Option<&'a PageMap>,
        options: &'a Options,
    ) -> Self {
        let pages = pages.filter(|pages| !pages.pages.is_empty());
        let marks = PageMarks::new(pages);
        Self {
            resolved,
            theme,
            sections,
            survey,
            names: Names::new(resolved),
            pages,
            marks,
            profile: options.profile,
            cover: options.cover.as_ref(),
            user_style: options.css.as_deref().filter(|css| sheet::fault(css).is_none()),
            has_statement: options.statement,
            fonts: options.fonts.as_ref(),
        }
    }

    /// The cover, if a page shows it.
    pub(crate) fn cover_page(&self) -> Option<&'a Image> {
        self.cover.filter(|_| self.profile.cover_page)
    }

    /// Where an anchor is, seen from a section, or from outside of all: `#id`, or `file#id`. None for an anchor that
    /// is in no document.
    pub(crate) fn href(&self, anchor: Anchor, from: Option<usize>) -> Option<String> {
        let home = self.survey.home(anchor)?;
        let id = &self.resolved.anchor(anchor).id;
        Some(if from == Some(home) { format!("#{id}") } else { format!("{}#{id}", self.sections[home].file) })
    }

    /// The id of an outline in the text that has no anchor.
    pub(crate) fn outline_id(&self, node: NodeId) -> String {
        self.names.free("outline", node.0 as usize)
    }

    /// The id of a figure that has no anchor and stands in a list.
    pub(crate) fn figure_id(&self, node: NodeId) -> String {
        self.names.free("figure", node.0 as usize)
    }

    /// Where a figure of the navigation's lists is.
    pub(crate) fn figure(&self, listed: &Listed) -> String {
        let id = match listed.anchor {
            Some(anchor) => self.resolved.anchor(anchor).id.clone(),
            None => self.figure_id(listed.node),
        };
        format!("{}#{id}", self.sections[listed.section].file)
    }

    /// Where the first outline of a kind is in the text.
    pub(crate) fn outline(&self, kind: OutlineKind) -> Option<String> {
        let (section, node, anchor) = *self.survey.outlines.get(&kind)?;
        let id = anchor.map_or_else(|| self.outline_id(node), |anchor| self.resolved.anchor(anchor).id.clone());
        Some(format!("{}#{id}", self.sections[section].file))
    }

    /// Where the table of contents is. A book without one in its text shows its navigation document instead.
    pub(crate) fn contents(&self) -> Contents {
        match self.outline(OutlineKind::Contents) {
            Some(href) => Contents::InText(href),
            None if self.sections.len() > 1 => Contents::Navigation,
            None => Contents::Nowhere,
        }
    }
}

/// Where a reader can turn to for the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Contents {
    /// In the text.
    InText(String),
    /// In the navigation document, which is part of the spine then.
    Navigation,
    /// An article of one document needs none.
    Nowhere,
}

/// What was written.
#[derive(Debug)]
pub(crate) struct Record {
    /// Whether the id of each anchor is in a document.
    anchors: Vec<bool>,
    /// The section in which the break of each page is.
    pub(crate) pages: Vec<Option<usize>>,
    /// What the manifest has to say of each document.
    properties: BTreeMap<String, String>,
    /// What the documents show, if that matters to anybody.
    pub(crate) shown: Option<Shown>,
    /// The fonts, once the documents are written.
    pub(crate) embedded: Embedded,
    pub(crate) findings: Findings,
}

impl Record {
    pub(crate) fn new(book: &Book<'_>) -> Self {
        Self {
            anchors: vec![false; book.resolved.anchors.len()],
            pages: vec![None; book.pages.map_or(0, |pages| pages.pages.len())],
            properties: BTreeMap::new(),
            shown: book.fonts.map(|_| Shown::new(book.theme)),
            embedded: Embedded::default(),
            findings: Findings::default(),
        }
    }

    /// Looks at a document as it was written.
    pub(crate) fn look(&mut self, file: &str, document: &str, own: Option<&str>) {
        if let Some(properties) = properties::of(document, own) {
            self.properties.insert(file.to_owned(), properties);
        }
        if let Some(shown) = &mut self.shown {
            shown.read(document);
        }
    }

    /// What was found in a document.
    pub(crate) fn properties(&self, file: &str) -> Option<&str> {
        self.properties.get(file).map(String::as_str)
    }

    /// Whether the id of this anchor is still to be written; from then on it is not.
    pub(crate) fn claim(&mut self, anchor: Anchor) -> bool {
        self.anchors.get_mut(anchor.index()).is_some_and(|written| !std::mem::replace(written, true))
    }
}
