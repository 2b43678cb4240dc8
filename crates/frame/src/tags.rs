//! The structure tree: what the content of the pages is, in reading order (ISO 32000-1, 14.8.4; PDF/UA-1, 7).

use chapbook_values::{CounterStyle, Language};

use crate::Area;

/// A node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub u32);

/// The tree, as an arena. Node 0 is the root, of kind [`Tag::Document`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagTree {
    nodes: Vec<TagNode>,
}

/// A node: its kind, its language and its children in reading order.
///
/// A node has either content or children, never both, so that reading order needs no further rule: content on pages
/// names its node ([`crate::Owner::Tag`]) and is read in the order in which it is drawn, over all pages. A paragraph
/// with a link in it has three children: a [`Tag::Span`], a [`Tag::Link`] and a [`Tag::Span`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagNode {
    /// What it is.
    pub tag: Tag,
    /// Its language, where it differs from its parent's.
    pub language: Option<Language>,
    /// Its children.
    pub children: Vec<TagId>,
}

/// Kinds of structure element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// The whole document.
    Document,
    /// A part of it.
    Section,
    /// A block quotation.
    BlockQuote,
    /// A paragraph.
    P,
    /// A heading of level 1 to 6 and its text.
    Heading {
        /// 1 to 6.
        level: u8,
        /// The text, for programs that list headings.
        title: String,
    },
    /// A list.
    List(ListKind),
    /// An item of it.
    ListItem,
    /// The item's marker.
    Label,
    /// What stands in the item.
    ListBody,
    /// A table.
    Table,
    /// Its head.
    TableHead,
    /// Its body.
    TableBody,
    /// A row.
    TableRow,
    /// A header cell.
    HeaderCell {
        /// Whether it heads a row rather than a column.
        row: bool,
        /// Columns and rows that it takes.
        spans: (u16, u16),
    },
    /// A cell.
    Cell {
        /// Columns and rows that it takes.
        spans: (u16, u16),
    },
    /// A picture.
    Figure {
        /// What it shows; none if nobody said.
        alt: Option<String>,
        /// The page and the place on it.
        place: Option<(usize, Area)>,
    },
    /// The words of a figure or table.
    Caption,
    /// Code.
    Code,
    /// A formula.
    Formula {
        /// In words, or its source.
        alt: String,
    },
    /// A quotation in a line.
    Quote,
    /// A stretch of text.
    Span,
    /// A link; its areas are annotations.
    Link,
    /// The place that calls a note.
    Reference,
    /// A note. Its id is made by the writer.
    Note,
    /// A table of contents.
    Toc,
    /// An entry of it.
    TocItem,
    /// A division without a meaning of its own.
    Div,
}

/// How a list is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Bullets.
    Bullet,
    /// Numbers or letters.
    Ordered(CounterStyle),
    /// Terms and definitions.
    Description,
}

impl Default for TagTree {
    fn default() -> Self {
        Self::new()
    }
}

impl TagTree {
    /// The root.
    pub const ROOT: TagId = TagId(0);

    /// A tree of a root alone.
    pub fn new() -> Self {
        Self { nodes: vec![TagNode { tag: Tag::Document, language: None, children: Vec::new() }] }
    }

    /// Adds a node after the other children of its parent.
    pub fn add(&mut self, parent: TagId, tag: Tag) -> TagId {
        let id = TagId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(TagNode { tag, language: None, children: Vec::new() });
        self.nodes[parent.0 as usize].children.push(id);
        id
    }

    /// A node.
    pub fn node(&self, id: TagId) -> &TagNode {
        &self.nodes[id.0 as usize]
    }

    /// A node, to change it.
    pub fn node_mut(&mut self, id: TagId) -> &mut TagNode {
        &mut self.nodes[id.0 as usize]
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the root.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }
}
