//! A resolved tree by hand: an article with what needs no anchor, for anchors are `resolve`'s to make.

use std::collections::BTreeMap;

use chapbook_assets::{Image, ImageKind};
use chapbook_resolve::{
    Alt, Block, BlockKind, CalloutKind, Caption, CaptionLabel, Cell, Change, Code, Column, ColumnAlign, Comment,
    Counter, Definition, Division, DivisionRole, Extent, Figure, FigureKind, Heading, Identifier, ImageId, Inline,
    InlineKind, InlineStyle, Item, Link, LinkTarget, List, ListGroup, Locale, Meta, NodeId, Paragraph, Person,
    PersonRole, PictureRef, Resolved, Row, Span as Stretch, Table, Text, Token, TokenClass, VerseLine, Words,
};
use chapbook_source::{Bytes, Span};
use chapbook_theme::Role;
use chapbook_values::{CounterStyle, Delimiter, Direction, Language};

/// A one-pixel PNG, made by hand: signature, IHDR, IDAT, IEND.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\nIDAT\x78\x9c\x63\x60\0\0\0\x02\0\x01\x48\xaf\xa4\x71\0\0\0\0IEND\xae\x42\x60\x82";

/// Numbers nodes in the order in which they are made.
#[derive(Default)]
pub(crate) struct Maker {
    nodes: u32,
}

impl Maker {
    fn node(&mut self) -> NodeId {
        self.nodes += 1;
        NodeId(self.nodes - 1)
    }

    pub(crate) fn block(&mut self, kind: BlockKind) -> Block {
        Block {
            id: self.node(),
            kind,
            anchor: None,
            locale: None,
            classes: Vec::new(),
            word_style: None,
            tracked: None,
            span: Span::NONE,
        }
    }

    pub(crate) fn paragraph(&mut self, role: Role, content: Vec<Inline>) -> Block {
        self.block(BlockKind::Paragraph(Paragraph { role, content }))
    }

    pub(crate) fn words(&mut self, role: Role, words: &str) -> Block {
        self.paragraph(role, vec![text(words)])
    }

    pub(crate) fn heading(&mut self, level: u8, number: Option<&str>, words: &str) -> Block {
        let number = number.map(str::to_owned);
        self.block(BlockKind::Heading(Heading { level, number, content: vec![text(words)], listed: true }))
    }

    pub(crate) fn list(
        &mut self,
        counter: Option<(CounterStyle, Delimiter)>,
        tight: bool,
        items: Vec<(i64, Vec<Block>)>,
    ) -> Block {
        let item = |(ordinal, body): (i64, Vec<Block>)| Item {
            id: self.node(),
            ordinal: counter.map(|_| ordinal),
            marker: counter.map_or("•".into(), |(style, delimiter)| delimiter.wrap(&style.format(ordinal))),
            checked: None,
            anchor: None,
            body,
            span: Span::NONE,
        };
        let items = items.into_iter().map(item).collect();
        let counter = counter.map(|(style, delimiter)| Counter { style, delimiter });
        self.block(BlockKind::List(List { group: ListGroup(0), counter, tight, depth: 0, continued: false, items }))
    }

    pub(crate) fn division(&mut self, role: DivisionRole, title: Option<&str>, body: Vec<Block>) -> Block {
        let title = title.map(|title| vec![text(title)]);
        self.block(BlockKind::Division(Division { role, title, body }))
    }

    fn caption(&mut self, word: &str, words: &str, credit: &str) -> Caption {
        Caption {
            id: self.node(),
            label: Some(CaptionLabel {
                word: word.into(),
                space: "\u{A0}".into(),
                number: "1".into(),
                count: 1,
                separator: ". ".into(),
            }),
            body: vec![self.words(Role::Caption, words)],
            credit: Some(vec![text(credit)]),
            short: None,
        }
    }

    fn cell(&mut self, role: Role, words: &str, column_span: u16, row_span: u16) -> Cell {
        Cell { body: vec![self.words(role, words)], column_span, row_span }
    }

    fn table(&mut self) -> Block {
        let head = vec![Row {
            cells: vec![
                self.cell(Role::TableHead, "", 1, 1),
                self.cell(Role::TableHead, "Height, in metres above the sea", 1, 1),
                self.cell(Role::TableHead, "Length of the way", 2, 1),
            ],
        }];
        let body = vec![
            Row {
                cells: vec![
                    self.cell(Role::TableHead, "Long Hill", 1, 2),
                    self.cell(Role::TableCell, "312", 1, 1),
                    self.cell(Role::TableCell, "4 km", 1, 1),
                    self.cell(Role::TableCell, "two hours, with a rest at the upper spring", 1, 1),
                ],
            },
            Row {
                cells: vec![
                    self.cell(Role::TableCell, "298", 1, 1),
                    self.cell(Role::TableCell, "7 km", 1, 1),
                    self.cell(Role::TableCell, "three hours", 1, 1),
                ],
            },
            Row {
                cells: vec![
                    self.cell(Role::TableHead, "The Gap", 1, 1),
                    self.cell(Role::TableCell, "120", 1, 1),
                    self.cell(Role::TableCell, "11 km", 1, 1),
                    self.cell(Role::TableCell, "half a day", 1, 1),
                ],
            },
        ];
        let column = |align| Column { align, width: None };
        let columns =
            [ColumnAlign::Start, ColumnAlign::Right, ColumnAlign::Right, ColumnAlign::Start].map(column).to_vec();
        self.block(BlockKind::Table(Table { columns, head, body, header_columns: 1 }))
    }
}

pub(crate) fn inline(kind: InlineKind) -> Inline {
    Inline { kind, span: Span::NONE }
}

pub(crate) fn text(words: &str) -> Inline {
    inline(InlineKind::Text(Text { text: words.into() }))
}

pub(crate) fn styled(style: InlineStyle, words: &str) -> Inline {
    inline(InlineKind::Styled { style, content: vec![text(words)] })
}

/// A document of this body.
pub(crate) fn document(nodes: u32, body: Vec<Block>) -> Resolved {
    let language = Language::parse("en-GB").expect("a tag");
    Resolved {
        makeup: Vec::new(),
        words: Words::new(&language, &BTreeMap::new()),
        language,
        language_named: true,
        direction: Direction::Ltr,
        meta: Meta {
            title: "The Path over Long Hill & <others>".into(),
            subtitle: Some("A walk".into()),
            people: vec![Person { name: "A. Walker".into(), file_as: "Walker, A.".into(), role: PersonRole::Author }],
            identifiers: vec![Identifier { scheme: Some("isbn".into()), text: "978-0-00-000000-2".into() }],
            date: Some("2026-01-31".into()),
            iso_date: Some((2026, Some(1), Some(31))),
            series: Some(("Walks".into(), Some("2".into()))),
            keywords: vec!["hills".into()],
            ..Meta::default()
        },
        body,
        notes: Vec::new(),
        outline: Vec::new(),
        images: vec![Image {
            bytes: Bytes::from_static(PIXEL),
            kind: ImageKind::Png,
            width: 1200,
            height: 800,
            density: Some(300),
        }],
        anchors: Vec::new(),
        nodes,
        has_placeholders: false,
    }
}

fn picture(alt: Alt) -> PictureRef {
    PictureRef {
        image: Some(ImageId(0)),
        target: "hill.png".into(),
        alt,
        title: None,
        width: Some(Extent::OfMeasure(600)),
        height: None,
    }
}

const LONG: &str = "The path leaves the village by the old mill and climbs, at first between hedges, then over open \
    grass, to the shoulder of the hill, from where both valleys can be seen at once on a clear morning.";

/// One of each kind of block and inline that needs no anchor.
pub(crate) fn article() -> Resolved {
    let mut m = Maker::default();
    let farsi = Some(Locale { language: Language::parse("fa").expect("a tag"), direction: Direction::Rtl });
    let mut body = Vec::new();
    let title_block = vec![
        m.words(Role::Title, "The Path over Long Hill & <others>"),
        m.words(Role::Subtitle, "A walk"),
        m.words(Role::Byline, "By A. Walker"),
        m.words(Role::Date, "31 January 2026"),
    ];
    body.push(m.division(DivisionRole::TitleBlock, None, title_block));
    body.push(m.words(Role::BodyFirst, LONG));
    let inlines = vec![
        text("Here are "),
        styled(InlineStyle::Emph, "emphasis"),
        text(", "),
        styled(InlineStyle::Strong, "strength"),
        text(", "),
        styled(InlineStyle::SmallCaps, "Small Capitals"),
        text(", H"),
        styled(InlineStyle::Subscript, "2"),
        text("O, x"),
        styled(InlineStyle::Superscript, "2"),
        text(", "),
        styled(InlineStyle::Strike, "gone"),
        text(", "),
        styled(InlineStyle::Underline, "under"),
        text(", "),
        styled(InlineStyle::Highlight, "marked"),
        text(", "),
        styled(InlineStyle::Keys, "Ctrl"),
        text(", "),
        inline(InlineKind::Code("let x = 1 < 2;".into())),
        text(", "),
        inline(InlineKind::Math("x^2".into())),
        text(", "),
        inline(InlineKind::Link(Link {
            target: LinkTarget::Url("https://example.org/a b".into()),
            title: Some("A title".into()),
            content: vec![text("a link")],
        })),
        text(", "),
        inline(InlineKind::Link(Link {
            target: LinkTarget::Url("other.md".into()),
            title: None,
            content: vec![text("no link")],
        })),
        text(", "),
        inline(InlineKind::Span(Stretch {
            anchor: None,
            locale: farsi.clone(),
            classes: vec!["plain".into()],
            word_style: None,
            content: vec![text("سلام دنیا")],
        })),
        inline(InlineKind::LineBreak),
        inline(InlineKind::Inserted { change: Change::default(), content: vec![text("an insertion")] }),
        inline(InlineKind::Deleted { change: Change::default(), content: vec![text(" a deletion")] }),
        text(" and "),
        inline(InlineKind::Commented(Comment {
            done: false,
            replies: Vec::new(),
            text: "why?".into(),
            change: Change::default(),
            content: vec![text("a remark on this")],
        })),
        text("."),
    ];
    body.push(m.paragraph(Role::Body, inlines));
    body.push(m.heading(1, Some("1"), "The ascent"));
    body.push(m.words(Role::BodyFirst, LONG));
    let second = vec![m.words(Role::ListItem, "The second reason is shorter.")];
    let first = vec![m.words(Role::ListItem, LONG), m.words(Role::ListItem, "It has a second paragraph.")];
    body.push(m.list(Some((CounterStyle::Decimal, Delimiter::Period)), false, vec![(1, first), (2, second)]));
    body.push(m.words(Role::BodyFirst, "A paragraph at the margin, after which the list goes on."));
    let items = vec![(3, vec![m.words(Role::ListItem, LONG)]), (7, vec![m.words(Role::ListItem, "The seventh.")])];
    body.push(m.list(Some((CounterStyle::Decimal, Delimiter::Period)), true, items));
    let items = vec![(1, vec![m.words(Role::ListItem, LONG)]), (2, vec![m.words(Role::ListItem, "Two parentheses.")])];
    body.push(m.list(Some((CounterStyle::LowerAlpha, Delimiter::TwoParens)), true, items));
    let items = vec![(8, vec![m.words(Role::ListItem, LONG)]), (9, vec![m.words(Role::ListItem, "Nine.")])];
    body.push(m.list(Some((CounterStyle::LowerRoman, Delimiter::Period)), true, items));
    let nested = m.list(None, true, vec![(0, Vec::new())]);
    let mut nested = nested;
    if let BlockKind::List(list) = &mut nested.kind {
        list.items[0].body = vec![m.words(Role::ListItem, "A nested bullet.")];
    }
    let bullets = vec![(0, vec![m.words(Role::ListItem, LONG), nested]), (0, vec![m.words(Role::ListItem, "Last.")])];
    body.push(m.list(None, true, bullets));
    let mut tasks = m.list(None, true, Vec::new());
    if let BlockKind::List(list) = &mut tasks.kind {
        for (checked, words) in [(true, "Done"), (false, LONG)] {
            list.items.push(Item {
                id: m.node(),
                ordinal: None,
                marker: "•".into(),
                checked: Some(checked),
                anchor: None,
                body: vec![m.words(Role::ListItem, words)],
                span: Span::NONE,
            });
        }
    }
    body.push(tasks);
    body.push(m.heading(3, None, "A level is skipped"));
    let quoted = vec![
        m.words(Role::Quote, LONG),
        m.words(Role::Quote, "A second paragraph [of the quotation]."),
        m.words(Role::Attribution, "— A. Shepherd"),
    ];
    body.push(m.block(BlockKind::Quote(quoted)));
    let meaning = vec![m.words(Role::Definition, LONG)];
    let definition = Definition { term: vec![text("Shoulder")], bodies: vec![meaning] };
    body.push(m.block(BlockKind::Definitions(vec![definition])));
    let token = |text: &str| vec![Token { class: TokenClass::Plain, text: text.into() }];
    let lines = vec![
        token("fn main() {"),
        Vec::new(),
        token("\tlet a_long_line = \"that does not fit on the screen of a telephone\";"),
        token("}"),
    ];
    let code = m.block(BlockKind::Code(Code { language: Some("rust".into()), lines }));
    let caption = m.caption("Listing", "A program.", "");
    body.push(m.block(BlockKind::Figure(Figure {
        kind: FigureKind::Listing,
        body: vec![code],
        caption: Some(Caption { credit: None, ..caption }),
        caption_above: true,
    })));
    body.push(m.block(BlockKind::Math("\\sum_{i=1}^n i".into())));
    let line = |indent, words: &str| VerseLine { indent, content: vec![text(words)] };
    let stanzas = vec![
        vec![
            line(0, "A line of verse that is far too long to stand on one line of a telephone"),
            line(4, "and one that is set in."),
        ],
        vec![line(0, "A stanza.")],
    ];
    body.push(m.block(BlockKind::Verse(stanzas)));
    body.push(m.block(BlockKind::Divider("* * *".into())));
    body.push(m.words(Role::BodyFirst, LONG));
    let image = m.block(BlockKind::Image(picture(Alt::Text("A hill & a \"valley\"".into()))));
    let caption = m.caption("Figure", "Long Hill from the south, with the mill on the left.", "Photo: B. Seer");
    body.push(m.block(BlockKind::Figure(Figure {
        kind: FigureKind::Image,
        body: vec![image],
        caption: Some(caption),
        caption_above: false,
    })));
    let table = m.table();
    let caption = m.caption("Table", "Ways up.", "Source: the parish");
    body.push(m.block(BlockKind::Figure(Figure {
        kind: FigureKind::Table,
        body: vec![table],
        caption: Some(caption),
        caption_above: true,
    })));
    body.push(m.block(BlockKind::Image(picture(Alt::Decorative))));
    let roles = [
        (DivisionRole::Epigraph, Role::Epigraph, None),
        (DivisionRole::Dedication, Role::Dedication, None),
        (DivisionRole::CopyrightPage, Role::CopyrightPage, None),
        (DivisionRole::Colophon, Role::Colophon, None),
        (DivisionRole::Abstract, Role::Abstract, Some("Abstract")),
        (DivisionRole::Acknowledgements, Role::Acknowledgements, Some("Thanks")),
        (DivisionRole::Aside, Role::Aside, Some("By the way")),
        (DivisionRole::PullQuote, Role::PullQuote, None),
        (DivisionRole::Callout(CalloutKind::Note), Role::Callout, Some("Note")),
        (DivisionRole::Callout(CalloutKind::Tip), Role::Callout, Some("Tip")),
        (DivisionRole::Letter, Role::Letter, None),
        (DivisionRole::Generic, Role::Body, None),
    ];
    for (division, role, title) in roles {
        let blocks = vec![m.words(role, "The path leaves the village by the old mill and climbs.")];
        body.push(m.division(division, title, blocks));
    }
    let entry = Definition { term: vec![text("Gap")], bodies: vec![vec![m.words(Role::Definition, "A pass.")]] };
    let glossary = vec![m.block(BlockKind::Definitions(vec![entry]))];
    body.push(m.division(DivisionRole::Glossary, None, glossary));
    let columns = vec![m.words(Role::Body, "One column."), m.words(Role::Body, "Another.")]
        .into_iter()
        .map(|block| m.division(DivisionRole::Column, None, vec![block]))
        .collect();
    body.push(m.division(DivisionRole::Columns, None, columns));
    body.push(m.block(BlockKind::PageBreak));
    let mut foreign = m.words(Role::Body, "این یک پاراگراف فارسی است.");
    foreign.locale = farsi;
    foreign.classes = vec!["own".into()];
    body.push(foreign);
    document(m.nodes, body)
}
