//! The structure tree in krilla's terms. Leaves (marked content and annotations) are values that are moved: made where
//! something is drawn, and taken by the one node that they belong to. krilla panics when a leaf is lost or used twice;
//! here neither can be written down.

use std::num::{NonZeroU16, NonZeroU32};

use chapbook_frame::{self as frame, Artifact, ListKind, Pages, TagId, TagNode};
use chapbook_values::{CounterStyle, Language};
use krilla::tagging::{
    ArtifactType, BBox, Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use crate::geometry::rect;
use crate::places::{Places, reading_order};

/// What was drawn for each node, in the order in which it was drawn.
pub(crate) struct Leaves(Vec<Vec<Node>>);

impl Leaves {
    pub(crate) fn new(pages: &Pages) -> Self {
        Self((0..pages.tags.len()).map(|_| Vec::new()).collect())
    }

    /// Gives a leaf to its node.
    pub(crate) fn add(&mut self, tag: TagId, leaf: Identifier) {
        self.0[tag.0 as usize].push(Node::Leaf(leaf));
    }
}

/// The language that each node is in: its own or that of the nearest node above.
pub(crate) fn languages(pages: &Pages) -> Vec<Language> {
    let mut languages = vec![pages.language.clone(); pages.tags.len()];
    for id in reading_order(pages) {
        let node = pages.tags.node(id);
        if let Some(own) = &node.language {
            languages[id.0 as usize] = own.clone();
        }
        for child in &node.children {
            languages[child.0 as usize] = languages[id.0 as usize].clone();
        }
    }
    languages
}

/// The tree with its leaves.
pub(crate) fn tree(pages: &Pages, places: &Places, leaves: Leaves) -> TagTree {
    let mut leaves = leaves.0;
    let mut groups: Vec<Option<TagGroup>> = vec![None; pages.tags.len()];
    // Backwards, so that what lies below a node is there when the node is made.
    for id in reading_order(pages).into_iter().rev() {
        let node = pages.tags.node(id);
        // Content or annotations first: a node has no children beside content, and a link's annotation opens it.
        let mut within = std::mem::take(&mut leaves[id.0 as usize]);
        within.extend(node.children.iter().filter_map(|child| groups[child.0 as usize].take()).map(Node::Group));
        let TagNode { tag, language, children: _ } = node;
        if within.is_empty() && !stands_empty(tag) {
            continue;
        }
        let kind = kind(tag).with_lang(language.as_ref().map(|l| l.tag().to_owned()));
        groups[id.0 as usize] = Some(TagGroup::with_children(kind.with_location(places.tag(id)), within));
    }
    let root = groups[frame::TagTree::ROOT.0 as usize].take();
    let language = pages.tags.node(frame::TagTree::ROOT).language.as_ref().unwrap_or(&pages.language);
    // krilla makes the Document element itself.
    let children = root.map_or_else(Vec::new, |root| root.children);
    TagTree::from(children).with_lang(Some(language.tag().to_owned()))
}

/// Whether a node says something even with nothing in it: a cell holds its place in a row, a picture has its
/// alternative text. Everything else is left out when it is empty; a screen reader would stop at it for nothing.
fn stands_empty(tag: &frame::Tag) -> bool {
    match tag {
        frame::Tag::TableRow
        | frame::Tag::HeaderCell { row: _, spans: _ }
        | frame::Tag::Cell { spans: _ }
        | frame::Tag::Figure { alt: _, place: _ }
        | frame::Tag::Formula { alt: _ } => true,
        frame::Tag::Document
        | frame::Tag::Section
        | frame::Tag::BlockQuote
        | frame::Tag::P
        | frame::Tag::Heading { level: _, title: _ }
        | frame::Tag::List(_)
        | frame::Tag::ListItem
        | frame::Tag::Label
        | frame::Tag::ListBody
        | frame::Tag::Table
        | frame::Tag::TableHead
        | frame::Tag::TableBody
        | frame::Tag::Caption
        | frame::Tag::Code
        | frame::Tag::Quote
        | frame::Tag::Span
        | frame::Tag::Link
        | frame::Tag::Reference
        | frame::Tag::Note
        | frame::Tag::Toc
        | frame::Tag::TocItem
        | frame::Tag::Div => false,
    }
}

fn kind(tag: &frame::Tag) -> TagKind {
    match tag {
        // krilla knows no Document below the one at the top; a part is the nearest (ISO 32000-1, Table 333).
        frame::Tag::Document => Tag::Part.into(),
        frame::Tag::Section => Tag::Section.into(),
        frame::Tag::BlockQuote => Tag::BlockQuote.into(),
        frame::Tag::P => Tag::P.into(),
        frame::Tag::Heading { level, title } => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(title.clone())).into()
        }
        frame::Tag::List(list) => Tag::L(numbering(*list)).into(),
        frame::Tag::ListItem => Tag::LI.into(),
        frame::Tag::Label => Tag::Lbl.into(),
        frame::Tag::ListBody => Tag::LBody.into(),
        frame::Tag::Table => Tag::Table.into(),
        frame::Tag::TableHead => Tag::THead.into(),
        frame::Tag::TableBody => Tag::TBody.into(),
        frame::Tag::TableRow => Tag::TR.into(),
        frame::Tag::HeaderCell { row, spans } => {
            let scope = if *row { TableHeaderScope::Row } else { TableHeaderScope::Column };
            Tag::TH(scope).with_col_span(span(spans.0)).with_row_span(span(spans.1)).into()
        }
        frame::Tag::Cell { spans } => Tag::TD.with_col_span(span(spans.0)).with_row_span(span(spans.1)).into(),
        frame::Tag::Figure { alt, place } => {
            let place = place.and_then(|(page, area)| Some(BBox::new(page, rect(&area)?)));
            Tag::Figure(alt.clone()).with_bbox(place).into()
        }
        frame::Tag::Caption => Tag::Caption.into(),
        frame::Tag::Code => Tag::Code.into(),
        frame::Tag::Formula { alt } => Tag::Formula(Some(alt.clone())).into(),
        frame::Tag::Quote => Tag::InlineQuote.into(),
        frame::Tag::Span => Tag::Span.into(),
        frame::Tag::Link => Tag::Link.into(),
        frame::Tag::Reference => Tag::Reference.into(),
        // krilla numbers notes, so that each has an id of its own (PDF/UA-1, 7.9).
        frame::Tag::Note => Tag::Note.into(),
        frame::Tag::Toc => Tag::TOC.into(),
        frame::Tag::TocItem => Tag::TOCI.into(),
        frame::Tag::Div => Tag::Div.into(),
    }
}

/// A span of columns or rows, where it is more than the one that every cell takes.
fn span(cells: u16) -> Option<NonZeroU32> {
    NonZeroU32::new(u32::from(cells)).filter(|count| count.get() > 1)
}

/// `ListNumbering` (ISO 32000-1, Table 347); PDF/UA-1, 7.6 asks for it where items have labels.
fn numbering(list: ListKind) -> ListNumbering {
    match list {
        ListKind::Bullet => ListNumbering::Disc,
        ListKind::Ordered(CounterStyle::Decimal) => ListNumbering::Decimal,
        ListKind::Ordered(CounterStyle::LowerAlpha) => ListNumbering::LowerAlpha,
        ListKind::Ordered(CounterStyle::UpperAlpha) => ListNumbering::UpperAlpha,
        ListKind::Ordered(CounterStyle::LowerRoman) => ListNumbering::LowerRoman,
        ListKind::Ordered(CounterStyle::UpperRoman) => ListNumbering::UpperRoman,
        ListKind::Description => ListNumbering::None,
    }
}

/// Artifacts in krilla's terms.
pub(crate) fn artifact(artifact: Artifact) -> ArtifactType {
    match artifact {
        Artifact::Header => ArtifactType::Header,
        Artifact::Footer => ArtifactType::Footer,
        Artifact::PageNumber => ArtifactType::PageNumber,
        Artifact::Layout => ArtifactType::Layout,
    }
}
