//! Any pages at all: lawful ones are written and read back, spoilt ones are refused or written, and nothing panics.

use chapbook_frame::{
    Area, Artifact, Bookmark, Destination, GlyphRun, ItemKind, LinkArea, ListKind, Owner, Page, Tag, TagId, TagTree,
    Target,
};
use chapbook_pdf::{Metadata, PdfError, write};
use chapbook_values::{Color, CounterStyle, Language, Length};
use proptest::prelude::*;

use crate::hand::{Hand, metadata, pt, span};
use crate::pictures::png;
use crate::read::Read;

/// Numbers that decide what is made; when they run out, everything is the first of its kind.
struct Dice(std::vec::IntoIter<u32>);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0.next().unwrap_or(0) as usize % sides
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())].clone()
    }

    /// A length: mostly one of a page, sometimes any.
    fn length(&mut self) -> Length {
        match self.roll(8) {
            0 => self.one(&[0, 1, -1, i64::MIN, i64::MAX, i64::MAX / 2, -65_536_000].map(Length::scaled)),
            _ => Length::scaled(self.roll(400 << 16) as i64),
        }
    }

    fn area(&mut self) -> Area {
        Area { x: self.length(), y: self.length(), width: self.length(), height: self.length() }
    }

    fn text(&mut self) -> &'static str {
        self.one(&[
            "word ",
            "",
            "office",
            "Größe\u{AD}",
            "שלום",
            "\u{1F600}",
            "\u{FEFF}",
            "a\u{301}",
            "\u{E000}\0",
            "長い",
        ])
    }

    fn color(&mut self) -> Color {
        Color { red: self.roll(3) as u8, green: self.roll(3) as u8, blue: self.roll(256) as u8 }
    }

    fn language(&mut self) -> Option<Language> {
        self.one(&[None, None, Language::parse("de"), Language::parse("ar"), Language::parse("zh-Hans")])
    }

    fn tag(&mut self, pages: usize) -> Tag {
        let words = self.text().to_owned();
        let spans = (self.roll(4) as u16, self.roll(4) as u16);
        let place = (self.roll(2) == 0).then(|| (self.roll(pages), self.area()));
        let alt = (self.roll(2) == 0).then(|| words.clone());
        match self.roll(26) {
            0 => Tag::Document,
            1 => Tag::Section,
            2 => Tag::BlockQuote,
            3 => Tag::P,
            4 => Tag::Heading { level: self.roll(256) as u8, title: words },
            5 => Tag::List(self.one(&[ListKind::Bullet, ListKind::Description])),
            6 => Tag::List(ListKind::Ordered(self.style())),
            7 => Tag::ListItem,
            8 => Tag::Label,
            9 => Tag::ListBody,
            10 => Tag::Table,
            11 => Tag::TableHead,
            12 => Tag::TableBody,
            13 => Tag::TableRow,
            14 => Tag::HeaderCell { row: self.roll(2) == 0, spans },
            15 => Tag::Cell { spans },
            16 => Tag::Figure { alt, place },
            17 => Tag::Caption,
            18 => Tag::Code,
            19 => Tag::Formula { alt: words },
            20 => Tag::Quote,
            21 => Tag::Reference,
            22 => Tag::Note,
            23 => Tag::Toc,
            24 => Tag::TocItem,
            _ => Tag::Div,
        }
    }

    fn style(&mut self) -> CounterStyle {
        use CounterStyle::{Decimal, LowerAlpha, LowerRoman, UpperAlpha, UpperRoman};
        self.one(&[Decimal, LowerAlpha, UpperAlpha, LowerRoman, UpperRoman])
    }

    /// A run as a shaper could give it, but for where it stands and how wide it is.
    fn run(&mut self, hand: &Hand) -> GlyphRun {
        let face = self.roll(3);
        let mut run = hand.run(face, self.text());
        run.size = self.one(&[pt(10), Length::scaled(1), pt(700), Length::millipoints(8_333)]);
        (run.x, run.y, run.color) = (self.length(), self.length(), self.color());
        run.language = self.language();
        if self.roll(3) == 0 {
            run.glyphs.reverse();
            run.rtl = true;
        }
        for glyph in &mut run.glyphs {
            match self.roll(6) {
                0 => glyph.advance = self.length().into(),
                1 => (glyph.x_offset, glyph.y_offset) = (self.length().into(), self.length().into()),
                2 => glyph.end = glyph.start,
                _ => {}
            }
        }
        run
    }

    /// Pages that keep every law.
    fn pages(&mut self) -> Hand {
        let mut hand = Hand::new();
        hand.pages.pages.clear();
        let count = 1 + self.roll(3);
        hand.image(png(2, 3));
        hand.image(b"<svg xmlns='http://www.w3.org/2000/svg' width='3' height='4'/>".to_vec());
        for _ in 0..self.roll(12) {
            let parent = TagId(self.roll(hand.pages.tags.len()) as u32);
            let tag = self.tag(count);
            let tag = hand.tag(parent, tag);
            hand.pages.tags.node_mut(tag).language = self.language();
        }
        let link = hand.tag(TagTree::ROOT, Tag::Link);
        let leaf = |id: &TagId| hand.pages.tags.node(*id).children.is_empty();
        let owners: Vec<TagId> = (0..hand.pages.tags.len() as u32).map(TagId).filter(leaf).collect();
        for _ in 0..count {
            let style = self.style();
            let number = self.one(&[1, 2, 3, 0, 27, 4_000, u32::MAX]);
            hand.page(style, number);
            for _ in 0..self.roll(8) {
                hand.span = self.one(&[span(1, 2), span(9, 9), chapbook_source::Span::NONE]);
                let owner = match self.roll(4) {
                    0 => Owner::Artifact(self.one(&[
                        Artifact::Header,
                        Artifact::Footer,
                        Artifact::PageNumber,
                        Artifact::Layout,
                    ])),
                    _ => Owner::Tag(self.one(&owners)),
                };
                let kind = match self.roll(5) {
                    0 => ItemKind::Rect { area: self.area(), color: self.color() },
                    1 => ItemKind::Picture { area: self.area(), image: self.roll(2) },
                    _ => ItemKind::Glyphs(self.run(&hand)),
                };
                hand.draw(owner, kind);
            }
        }
        for at in 0..self.roll(4) {
            let place =
                Destination { name: format!("at {at}"), page: self.roll(count), x: self.length(), y: self.length() };
            hand.pages.destinations.push(place);
        }
        let places = hand.pages.destinations.len();
        for _ in 0..self.roll(4) {
            let areas = (0..self.roll(3)).map(|_| self.area()).collect();
            let target = match places.checked_sub(1) {
                Some(_) if self.roll(2) == 0 => Target::Destination(self.roll(places)),
                _ => Target::Url(self.text().into()),
            };
            let page = self.roll(count);
            hand.pages.pages[page].links.push(LinkArea { areas, target, tag: link, description: self.text().into() });
        }
        for _ in 0..if places == 0 { 0 } else { self.roll(6) } {
            let level = self.one(&[1, 2, 3, 0, 255]);
            let entry = Bookmark { title: self.text().into(), level, destination: self.roll(places) };
            hand.pages.outline.push(entry);
        }
        hand
    }

    fn metadata(&mut self) -> Metadata {
        let mut about = metadata();
        about.title = self.text().into();
        about.authors = vec![self.text().into()];
        about.keywords = vec![self.text().into()];
        about
    }

    /// Breaks a law, perhaps.
    fn spoil(&mut self, hand: &mut Hand) {
        let tags = hand.pages.tags.len();
        let odd = self.one(&[0, 1, 2, 7, usize::MAX, u32::MAX as usize]);
        let page = self.roll(hand.pages.pages.len());
        let Page { width, height, label: _, items, links } = &mut hand.pages.pages[page];
        match self.roll(12) {
            0 => *width = self.length(),
            1 => *height = self.length(),
            2 => {
                let id = TagId(self.roll(tags) as u32);
                hand.pages.tags.node_mut(id).children.push(TagId(odd as u32));
            }
            3 => {
                let id = TagId(self.roll(tags) as u32);
                hand.pages.tags.node_mut(id).children.clear();
            }
            4 => hand.pages.tags.node_mut(TagId(0)).tag = Tag::P,
            5 => hand.pages.destinations.iter_mut().for_each(|place| place.page = odd),
            6 => hand.pages.destinations.iter_mut().for_each(|place| place.name = "same".into()),
            7 => hand.pages.outline.iter_mut().for_each(|entry| entry.destination = odd),
            8 => links.iter_mut().for_each(|link| link.target = Target::Destination(odd)),
            9 => links.iter_mut().for_each(|link| link.tag = TagId(odd as u32)),
            10 => items.iter_mut().for_each(|item| item.owner = Owner::Tag(TagId(odd as u32))),
            _ => {
                for item in items {
                    match &mut item.kind {
                        ItemKind::Glyphs(run) => {
                            run.face = self.one(&[run.face, odd]);
                            let other = self.length();
                            run.size = self.one(&[run.size, other]);
                            for glyph in &mut run.glyphs {
                                glyph.id = self.one(&[glyph.id, 2_000, u16::MAX]);
                                (glyph.start, glyph.end) = (self.roll(9) as u32, self.one(&[0, 1, 2, u32::MAX]));
                            }
                        }
                        ItemKind::Rect { area, color: _ } => *area = self.area(),
                        ItemKind::Picture { area: _, image } => *image = odd,
                    }
                }
            }
        }
    }
}

fn dice() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(any::<u32>(), 0..400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lawful_pages_are_written_and_read_back(numbers in dice()) {
        let mut dice = Dice(numbers.into_iter());
        let hand = dice.pages();
        let about = dice.metadata();
        let (bytes, diagnostics) = write(&hand.pages, &about).unwrap();
        let (again, _) = write(&hand.pages, &about).unwrap();
        prop_assert!(bytes == again, "the same pages are other bytes");

        let read = Read::new(bytes);
        prop_assert_eq!(read.pages().len(), hand.pages.pages.len());
        let printed: Vec<String> = hand.pages.pages.iter().map(|page| page.label.text()).collect();
        prop_assert_eq!(read.labels(), printed);
        let structure = read.structure();
        prop_assert!(structure.starts_with("Document Lang=en"));
        let claims = crate::accessible::claims(&read);
        let warned = diagnostics.iter().any(|d| d.code == &chapbook_source::codes::NOT_ACCESSIBLE);
        prop_assert_eq!(claims, !warned);
        roxmltree::Document::parse(&read.xmp()).unwrap();
    }

    #[test]
    fn spoilt_pages_do_not_panic(numbers in dice(), spoils in dice()) {
        let mut hand = Dice(numbers.into_iter()).pages();
        let mut dice = Dice(spoils.into_iter());
        for _ in 0..=dice.roll(3) {
            dice.spoil(&mut hand);
        }
        match write(&hand.pages, &dice.metadata()) {
            Ok(_) | Err(PdfError::Pages(_) | PdfError::Font { .. }) => {}
            Err(PdfError::Write(reason)) => prop_assert!(false, "{reason}"),
        }
    }
}
