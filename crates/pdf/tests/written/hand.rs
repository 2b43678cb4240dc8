//! Pages made by hand: a line of text is one glyph for each character, as wide as the font says.

use std::sync::Arc;

use chapbook_assets::{Fonts, Image, read_image};
use chapbook_frame::{
    Area, Artifact, Bookmark, Destination, Glyph, GlyphRun, Item, ItemKind, LinkArea, Owner, Page, PageLabel, Pages,
    Tag, TagId, TagTree, Target,
};
use chapbook_pdf::Metadata;
use chapbook_source::{FileId, Span};
use chapbook_values::{Color, CounterStyle, Language, Length};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// The text face, its italic and a face for code.
pub(crate) const ROMAN: usize = 0;
pub(crate) const ITALIC: usize = 1;
pub(crate) const MONO: usize = 2;

/// Pages in the making.
pub(crate) struct Hand {
    pub(crate) pages: Pages,
    /// Where the next line stands.
    pub(crate) y: i64,
    /// What the next item's span is.
    pub(crate) span: Span,
}

/// A length of whole points.
pub(crate) fn pt(points: i64) -> Length {
    Length::points(points)
}

/// A span of the first file.
pub(crate) fn span(start: usize, end: usize) -> Span {
    Span::new(FileId(0), start..end)
}

/// A rectangle of whole points.
pub(crate) fn area(x: i64, y: i64, width: i64, height: i64) -> Area {
    Area { x: pt(x), y: pt(y), width: pt(width), height: pt(height) }
}

/// A language of the tag.
pub(crate) fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap()
}

/// What makes a file that may claim PDF/UA-1.
pub(crate) fn metadata() -> Metadata {
    Metadata {
        title: "A Small Book".into(),
        authors: vec!["Ada Example".into(), "Bo Example".into()],
        description: Some("What is in it & <more>".into()),
        keywords: vec!["one".into(), "two".into()],
        date: (2026, 3, 14, 9, 26, 53),
        archive: false,
        not_accessible: Vec::new(),
    }
}

impl Hand {
    /// Nothing but one page with the number 1.
    pub(crate) fn new() -> Self {
        let fonts = Fonts::bundled();
        let face = |family, italic| fonts.face(fonts.find(family, 400, italic).unwrap()).clone();
        let faces =
            vec![face("Libertinus Serif", false), face("Libertinus Serif", true), face("DejaVu Sans Mono", false)];
        let mut hand = Self {
            pages: Pages {
                pages: Vec::new(),
                faces,
                images: Vec::new(),
                tags: TagTree::new(),
                outline: Vec::new(),
                destinations: Vec::new(),
                language: Language::english(),
            },
            y: 0,
            span: Span::NONE,
        };
        hand.page(CounterStyle::Decimal, 1);
        hand
    }

    /// Begins a page.
    pub(crate) fn page(&mut self, style: CounterStyle, number: u32) {
        let label = PageLabel { style, number };
        self.pages.pages.push(Page { width: pt(420), height: pt(595), label, items: Vec::new(), links: Vec::new() });
        self.y = 40;
    }

    /// A new node below another.
    pub(crate) fn tag(&mut self, parent: TagId, tag: Tag) -> TagId {
        self.pages.tags.add(parent, tag)
    }

    /// A paragraph of one line at the top of the tree.
    pub(crate) fn paragraph(&mut self, text: &str) -> TagId {
        let tag = self.tag(TagTree::ROOT, Tag::P);
        self.line(Owner::Tag(tag), text);
        tag
    }

    /// A heading of one line, with a bookmark.
    pub(crate) fn heading(&mut self, level: u8, text: &str) -> TagId {
        let tag = self.tag(TagTree::ROOT, Tag::Heading { level, title: text.into() });
        let at = self.destination(&format!("h-{text}"));
        self.pages.outline.push(Bookmark { title: text.into(), level, destination: at });
        self.line(Owner::Tag(tag), text);
        tag
    }

    /// A place that things lead to, where the next line stands.
    pub(crate) fn destination(&mut self, name: &str) -> usize {
        let page = self.pages.pages.len() - 1;
        self.pages.destinations.push(Destination { name: name.into(), page, x: pt(40), y: pt(self.y) });
        self.pages.destinations.len() - 1
    }

    /// A line of text; the next one stands below it.
    pub(crate) fn line(&mut self, owner: Owner, text: &str) -> Area {
        let run = self.run(ROMAN, text);
        let width = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        let place = Area { x: run.x, y: run.y - pt(10), width, height: pt(13) };
        self.draw(owner, ItemKind::Glyphs(run));
        self.y += 14;
        place
    }

    /// Something drawn on the last page.
    pub(crate) fn draw(&mut self, owner: Owner, kind: ItemKind) {
        let span = self.span;
        self.last().items.push(Item { owner, span, kind });
    }

    /// The last page.
    pub(crate) fn last(&mut self) -> &mut Page {
        self.pages.pages.last_mut().unwrap()
    }

    /// A figure of a picture, sized 100 by 50.
    pub(crate) fn figure(&mut self, parent: TagId, image: usize, alt: Option<&str>) -> TagId {
        let place = area(40, self.y, 100, 50);
        let page = self.pages.pages.len() - 1;
        let tag = self.tag(parent, Tag::Figure { alt: alt.map(str::to_owned), place: Some((page, place)) });
        self.draw(Owner::Tag(tag), ItemKind::Picture { area: place, image });
        self.y += 64;
        tag
    }

    /// An image that pictures can name.
    pub(crate) fn image(&mut self, bytes: Vec<u8>) -> usize {
        self.pages.images.push(read_image(bytes.into()).unwrap());
        self.pages.images.len() - 1
    }

    /// An image as no file would be read.
    pub(crate) fn image_as(&mut self, image: Image) -> usize {
        self.pages.images.push(image);
        self.pages.images.len() - 1
    }

    /// A link over an area of the last page.
    pub(crate) fn link(&mut self, tag: TagId, areas: Vec<Area>, target: Target, description: &str) {
        self.last().links.push(LinkArea { areas, target, tag, description: description.into() });
    }

    /// Text in black, ten points, at the next line.
    pub(crate) fn run(&self, face: usize, text: &str) -> GlyphRun {
        let size = pt(10);
        let source = &self.pages.faces[face];
        let font = FontRef::from_index(&source.bytes, source.index).unwrap();
        let (map, metrics) = (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let upem = i64::from(source.metrics.units_per_em);
        let glyphs = text.char_indices().map(|(start, c)| {
            // A break hyphen looks like a hyphen, and a space that must not break like a space.
            let id = map.map(match c {
                '\u{AD}' => '-',
                '\u{A0}' => ' ',
                other => other,
            });
            let id = id.unwrap_or_default();
            let units = metrics.advance_width(id).unwrap_or(0.0) as i64;
            Glyph {
                id: u16::try_from(id.to_u32()).unwrap(),
                advance: size.scale(units, upem).into(),
                x_offset: Length::ZERO.into(),
                y_offset: Length::ZERO.into(),
                start: start as u32,
                end: (start + c.len_utf8()) as u32,
            }
        });
        GlyphRun {
            face,
            size,
            x: pt(40),
            y: pt(self.y),
            color: Color::BLACK,
            text: Arc::from(text),
            glyphs: glyphs.collect(),
            language: None,
            rtl: false,
        }
    }

    /// The page number at the foot of the last page.
    pub(crate) fn folio(&mut self) {
        let text = self.last().label.text();
        let mut run = self.run(ROMAN, &text);
        run.y = pt(570);
        self.draw(Owner::Artifact(Artifact::PageNumber), ItemKind::Glyphs(run));
    }

    /// The pages as a PDF that claims PDF/UA-1; no diagnostic is expected.
    pub(crate) fn accessible(&self) -> Vec<u8> {
        let (bytes, diagnostics) = chapbook_pdf::write(&self.pages, &metadata()).unwrap();
        assert_eq!(diagnostics, []);
        bytes
    }
}
