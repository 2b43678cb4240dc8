//! Pages as they will be printed: positioned glyphs, rules, images and links, and the structure tree that says
//! what they are. Nothing here knows paragraphs or Markdown; a page can be made by hand, so that the PDF writer
//! is tested without a layout engine.
//!
//! Coordinates are [`Length`]s from the top left corner of the page, x to the right, y down. A glyph stands on its
//! baseline. What is drawn belongs either to one node of the [`TagTree`] or to no text at all ([`Owner::Artifact`]).

mod dump;
mod tags;

pub use dump::dump;
pub use tags::{ListKind, Tag, TagId, TagNode, TagTree};

use std::sync::Arc;

use chapbook_assets::{Face, Image};
use chapbook_source::Span;
use chapbook_values::{Color, CounterStyle, Language, Length, ShortLength};

/// A finished document: pages, their structure and what the reader's program shows beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The pages in their order.
    pub pages: Vec<Page>,
    /// The faces that glyph runs name.
    pub faces: Vec<Face>,
    /// The images that picture items name.
    pub images: Vec<Image>,
    /// What the content is, in reading order.
    pub tags: TagTree,
    /// The outline.
    pub outline: Vec<Bookmark>,
    /// Places that links lead to.
    pub destinations: Vec<Destination>,
    /// The language of the text.
    pub language: Language,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its width.
    pub width: Length,
    /// Its height.
    pub height: Length,
    /// Its number as printed and as shown by viewers.
    pub label: PageLabel,
    /// What is drawn, in painting order. Items of one owner that follow each other are one run of content.
    pub items: Vec<Item>,
    /// Areas that lead somewhere.
    pub links: Vec<LinkArea>,
}

/// A page's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLabel {
    /// Its figures.
    pub style: CounterStyle,
    /// The number, from 1.
    pub number: u32,
}

impl PageLabel {
    /// As printed.
    pub fn text(self) -> String {
        self.style.format(i64::from(self.number))
    }
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it belongs to.
    pub owner: Owner,
    /// Where it comes from in the source.
    pub span: Span,
    /// What it is.
    pub kind: ItemKind,
}

/// What a drawn thing belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A node of the structure tree.
    Tag(TagId),
    /// Nothing that is read: a rule, a running head, a page number.
    Artifact(Artifact),
}

/// Kinds of artifact (ISO 32000-1, 14.8.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Artifact {
    /// A running head.
    Header,
    /// A running foot.
    Footer,
    /// A page number.
    PageNumber,
    /// A rule, a leader, a background.
    Layout,
}

/// Kinds of drawn things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Shaped text on one baseline.
    Glyphs(GlyphRun),
    /// A filled rectangle: a rule, a background.
    Rect {
        /// Where.
        area: Area,
        /// Its colour.
        color: Color,
    },
    /// A picture.
    Picture {
        /// Where.
        area: Area,
        /// Its index in [`Pages::images`].
        image: usize,
    },
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its left edge.
    pub x: Length,
    /// Its top edge.
    pub y: Length,
    /// Its width.
    pub width: Length,
    /// Its height.
    pub height: Length,
}

/// Glyphs of one face, size and colour on one baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlyphRun {
    /// Its index in [`Pages::faces`].
    pub face: usize,
    /// The size of the type.
    pub size: Length,
    /// Where the first glyph stands.
    pub x: Length,
    /// The baseline.
    pub y: Length,
    /// Its colour.
    pub color: Color,
    /// The text that the glyphs print, in logical order. Spaces at a line's end are part of it and of the glyphs; a
    /// hyphen that a break made is U+00AD here.
    pub text: Arc<str>,
    /// The glyphs, from left to right.
    pub glyphs: Vec<Glyph>,
    /// The language, where it differs from the document's.
    pub language: Option<Language>,
    /// Whether it is set from right to left.
    pub rtl: bool,
}

/// A glyph. A book of a million words has six million of them, so a glyph is small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u16,
    /// How far the next glyph stands from this one.
    pub advance: ShortLength,
    /// How far it is moved to the right.
    pub x_offset: ShortLength,
    /// How far it is moved up.
    pub y_offset: ShortLength,
    /// The first byte of what it prints in [`GlyphRun::text`].
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

/// An area that leads somewhere. A link that is broken over lines has one target and several areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkArea {
    /// The areas on this page.
    pub areas: Vec<Area>,
    /// Where it leads.
    pub target: Target,
    /// The node of the structure tree that it belongs to: one of kind [`Tag::Link`].
    pub tag: TagId,
    /// What it is called for those who cannot see it.
    pub description: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A URL.
    Url(String),
    /// An index in [`Pages::destinations`].
    Destination(usize),
}

/// A place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Its name, unique in the document.
    pub name: String,
    /// The page, from 0.
    pub page: usize,
    /// From the left.
    pub x: Length,
    /// From the top.
    pub y: Length,
}

/// An entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// What it says.
    pub title: String,
    /// From 1; an entry belongs to the nearest earlier one of a lower level.
    pub level: u8,
    /// Its index in [`Pages::destinations`].
    pub destination: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glyph_is_small() {
        assert_eq!(size_of::<Glyph>(), 24);
    }
}
