//! Random models: a string of random bytes is read as choices, so that a failing model shrinks with its bytes.
//! Every kind of node is made, nested in every other that can hold it, with texts of what acts in Markdown.
//!
//! What no source can be read as is not made, since no writer can bring it back: a link in a link, a paragraph
//! that begins with a private comment and goes on, a container with a class that is a kind of its own.

use chapbook_model::{
    Block, BlockKind, BreakKind, Caption, Cell, Change, Citation, CitationMode, Code, Comment, Continues, Definition,
    Document, Figure, FigureKind, HorizontalAlign, Image, IndexTerm, Inline, InlineKind, Item, Link, List, ListKind,
    ListStyle, Metadata, Milestone, MilestoneKind, Node, Note, NoteKind, NoteMarker, NoteName, Notes, OutlineKind,
    Quote, Raw, Reference, ReferenceForm, ReferenceItem, Row, Table, TableColumn, VerseLine, Visibility,
    normalise_document,
};
use chapbook_source::{FileId, Span};
use chapbook_values::{AttributeParts, Attributes, CounterStyle, Delimiter, Label};

/// A document of these choices, in normal form.
pub(crate) fn document(choices: &[u8]) -> Document {
    let mut maker = Maker { choices, at: 0, notes: Notes::new(), count: 0, examples: 0 };
    let mut body = maker.blocks(0, 5);
    // Space parts what is made from what the next choice would be.
    body.retain(|block| !matches!(&block.kind, BlockKind::Definitions(list) if list.is_empty()));
    let metadata = Metadata { bibliography: vec!["works.bib".into()], ..Metadata::default() };
    let mut document = Document { metadata, body, notes: maker.notes };
    normalise_document(&mut document);
    document
}

struct Maker<'c> {
    choices: &'c [u8],
    at: usize,
    notes: Notes,
    count: usize,
    examples: i64,
}

/// How deep blocks and inlines nest.
const DEPTH: usize = 4;

/// Pieces of text, most of which do something in Markdown somewhere.
const PIECES: &[&str] = &[
    "word",
    " ",
    "two words",
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "<",
    ">",
    "&",
    "&amp;",
    "\\",
    "#",
    "##",
    "1.",
    "2)",
    "1. ",
    "a. ",
    "(iv) ",
    "(c) ",
    "- ",
    "+ ",
    "-",
    "---",
    "===",
    "~",
    "~~",
    "^",
    "$",
    "$5",
    "|",
    "| ",
    "!",
    "@fig-x",
    "@doe99",
    ":",
    ": ",
    "\"",
    "'",
    "--",
    "...",
    ".",
    "é",
    "中文",
    "\u{a0}",
    "\u{ad}",
    "{++",
    "++}",
    "{>>",
    "<<}",
    "~>",
    "{.a}",
    "{#b}",
    "==",
    "[^n]",
    "[x]",
    "[ ] ",
    "https://example.org",
    "<b>",
    "<!-- c -->",
    "<div>",
    "Table: ",
    "(@good) ",
    "(@good)",
    "www.",
    "/",
    "%",
    ";",
    ",",
    "?",
    "=",
    "{{< pagebreak >}}",
    "\\newpage",
    "[!NOTE]",
    "[x]: y",
    "*[X]: y",
    "::: a",
    ":::",
    "`x`",
    "x_y_z",
    "Heading",
    "[Heading]",
    "0",
    "“q”",
];

impl Maker<'_> {
    fn byte(&mut self) -> u8 {
        let byte = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound
    }

    fn often(&mut self) -> bool {
        self.byte() >= 64
    }

    fn seldom(&mut self) -> bool {
        self.byte() >= 208
    }

    fn done(&self) -> bool {
        self.at >= self.choices.len()
    }

    fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    fn text(&mut self) -> String {
        let pieces = 1 + self.below(4);
        (0..pieces).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }

    fn words(&mut self) -> String {
        ["one", "two words", "A. Author", "x < y & \"z\"", "it's", "a\\b", "ends\\", ""][self.below(7)].to_owned()
    }

    fn attributes(&mut self) -> Attributes {
        let mut parts = AttributeParts::default();
        if self.seldom() {
            parts.label = Label::new(format!("label-{}", self.next()));
        }
        if self.often() {
            parts.classes.push(["wide", "lead", "b_c"][self.below(3)].to_owned());
        }
        if self.seldom() {
            parts.pairs.push(("key".into(), self.words()));
        }
        if parts == AttributeParts::default() {
            parts.classes.push("kept".into());
        }
        Attributes::new(parts)
    }

    fn maybe_attributes(&mut self) -> Attributes {
        if self.seldom() { self.attributes() } else { Attributes::NONE }
    }

    fn label(&mut self) -> Label {
        let prefix = ["fig", "tbl", "sec"][self.below(3)];
        Label::new(format!("{prefix}-{}", ["x", "a_b", "y1"][self.below(3)])).expect("it is not empty")
    }

    fn change(&mut self) -> Change {
        let person = self.seldom();
        Change {
            author: person.then(|| "B. Writer".to_owned()),
            date: (person && self.often()).then(|| "2026-01-31T09:00:00Z".to_owned()),
        }
    }

    // Inlines.

    fn line(&mut self, depth: usize, inside: Inside) -> Vec<Inline> {
        let count = 1 + self.below(4);
        let mut out = Vec::new();
        for _ in 0..count {
            let made = self.inline(depth, inside);
            // Two pieces of code, or mathematics beside dollars, have no source.
            if matches!(made.kind, InlineKind::Code(_) | InlineKind::Math(_) | InlineKind::Raw(_) | InlineKind::Cite(_))
            {
                out.push(node(InlineKind::Text(" a ".into())));
                out.push(made);
                out.push(node(InlineKind::Text(" b".into())));
            } else if matches!(&made.kind, InlineKind::Comment(comment) if comment.visibility == Visibility::Private) {
                out.push(node(InlineKind::Text("c ".into())));
                out.push(made);
            } else {
                out.push(made);
            }
            if self.done() {
                break;
            }
        }
        let content = |inline: &Inline| !matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak);
        if !out.iter().any(content) {
            out.push(node(InlineKind::Text("word".into())));
        }
        out
    }

    fn inline(&mut self, depth: usize, inside: Inside) -> Inline {
        let deeper = depth + 1;
        let choice = if depth >= DEPTH { self.below(8) } else { self.below(34) };
        let kind = match choice {
            0..=4 => InlineKind::Text(self.text()),
            5 => InlineKind::Code(["x", "a`b", " y ", "`", "a|b", "{.a}"][self.below(6)].to_owned()),
            6 if inside.breaks => InlineKind::SoftBreak,
            7 if inside.breaks => InlineKind::HardBreak,
            8 | 9 => return node(InlineKind::Emph(self.line(deeper, inside))).with(self.maybe_attributes()),
            10 | 11 => return node(InlineKind::Strong(self.line(deeper, inside))).with(self.maybe_attributes()),
            12 => return node(InlineKind::Strike(self.line(deeper, inside))).with(self.maybe_attributes()),
            13 => return node(InlineKind::Subscript(self.line(deeper, inside))).with(self.maybe_attributes()),
            14 => return node(InlineKind::Superscript(self.line(deeper, inside))).with(self.maybe_attributes()),
            15 => return node(InlineKind::SmallCaps(self.line(deeper, inside))).with(self.maybe_attributes()),
            16 => return node(InlineKind::Underline(self.line(deeper, inside))).with(self.maybe_attributes()),
            17 => return node(InlineKind::Highlight(self.line(deeper, inside))).with(self.maybe_attributes()),
            18 => InlineKind::Math(["x", "a + b", "\\frac{1}{2}", "x_1^2"][self.below(4)].to_owned()),
            19 if !inside.link => return self.link(deeper, inside),
            20 => return self.image(),
            21 => return node(InlineKind::Span(self.line(deeper, inside))).with(self.attributes()),
            22 if !inside.note => self.note(deeper, inside),
            23 => return self.reference(deeper, inside),
            24 if !inside.link => self.cite(),
            25 => return self.index(deeper, inside),
            26 => self.comment(deeper, inside),
            27 | 28 => InlineKind::Insertion { change: self.change(), content: self.line(deeper, inside) },
            29 | 30 => InlineKind::Deletion { change: self.change(), content: self.line(deeper, inside) },
            31 => InlineKind::Milestone(self.milestone()),
            32 => self.raw_inline(),
            33 => {
                let mark = ["\"", "'", "--", "---", "..."][self.below(5)];
                let text = node(InlineKind::Text(mark.into()));
                return node(InlineKind::Span(vec![text])).with(Attributes::class("plain"));
            }
            _ => InlineKind::Text(self.text()),
        };
        node(kind)
    }

    fn link(&mut self, depth: usize, inside: Inside) -> Inline {
        let targets = [
            "https://example.org/",
            "a b.md",
            "x(y",
            "#sec-a",
            "",
            "x(y)z",
            "<u>",
            "a&amp;b",
            "mailto:a@b.org",
            "a\\b",
        ];
        let target = targets[self.below(targets.len())].to_owned();
        let title = self.seldom().then(|| ["A title", "a \"b\" \\ c"][self.below(2)].to_owned());
        let same = self.seldom() && !target.is_empty();
        let content = match same {
            true => vec![node(InlineKind::Text(target.trim_start_matches("mailto:").to_owned()))],
            false => self.line(depth, Inside { link: true, ..inside }),
        };
        node(InlineKind::Link(Link { target, title, content })).with(self.maybe_attributes())
    }

    fn image(&mut self) -> Inline {
        let alt = match self.below(4) {
            0 => None,
            1 => Some(String::new()),
            2 => Some("A *square* [x]".to_owned()),
            _ => Some("two\\ boats".to_owned()),
        };
        let image = Image {
            target: ["square.png", "a b.png"][self.below(2)].to_owned(),
            alt,
            title: self.seldom().then(|| "A title".to_owned()),
            width: self.seldom().then(|| "60%".to_owned()),
            height: None,
        };
        node(InlineKind::Image(image)).with(self.maybe_attributes())
    }

    fn note(&mut self, depth: usize, inside: Inside) -> InlineKind {
        let number = self.next();
        if self.seldom() {
            let name = NoteName { file: FileId(0), label: format!("inline {number}") };
            let inside = Inside { note: true, breaks: false, ..inside };
            let body = vec![block(BlockKind::Paragraph(self.line(depth, inside)))];
            self.notes.insert(name.clone(), Note { kind: None, marker: NoteMarker::Auto, body, span: Span::NONE });
            return InlineKind::Note(name);
        }
        let name = NoteName { file: FileId(0), label: format!("n{number}") };
        let kind = match self.below(8) {
            0 => Some(NoteKind::Footnote),
            1 => Some(NoteKind::Endnote),
            2 => Some(NoteKind::Editor),
            _ => None,
        };
        let body = self.blocks(depth.max(2), 2);
        self.notes.insert(name.clone(), Note { kind, marker: NoteMarker::Auto, body, span: Span::NONE });
        InlineKind::Note(name)
    }

    fn reference(&mut self, depth: usize, inside: Inside) -> Inline {
        let form = self.below(5);
        let item = |label, form| ReferenceItem { label, form };
        let items = match form {
            0 => vec![item(self.label(), ReferenceForm::Number)],
            1 => {
                // Semicolons and keys end the words.
                let words = vec![node(InlineKind::Text(["Plate", "the *plate*"][self.below(2)].into()))];
                let _ = (depth, inside);
                vec![item(self.label(), ReferenceForm::Worded(words))]
            }
            2 => vec![item(self.label(), ReferenceForm::Page)],
            3 => vec![item(self.label(), ReferenceForm::Full), item(self.label(), ReferenceForm::Number)],
            _ => vec![item(self.label(), ReferenceForm::Full)],
        };
        node(InlineKind::Reference(Reference { items }))
    }

    fn cite(&mut self) -> InlineKind {
        let work = |maker: &mut Self, mode| Citation {
            key: ["doe99", "a key", "doi:10.1/x"][maker.below(3)].to_owned(),
            prefix: if maker.seldom() { vec![node(InlineKind::Text("see".into()))] } else { Vec::new() },
            suffix: if maker.seldom() { vec![node(InlineKind::Text("p. 3".into()))] } else { Vec::new() },
            mode,
        };
        match self.below(3) {
            0 => InlineKind::Cite(vec![Citation { prefix: Vec::new(), ..work(self, CitationMode::InText) }]),
            1 => InlineKind::Cite(vec![work(self, CitationMode::SuppressAuthor)]),
            _ => {
                InlineKind::Cite(vec![work(self, CitationMode::Parenthetical), work(self, CitationMode::Parenthetical)])
            }
        }
    }

    fn index(&mut self, depth: usize, inside: Inside) -> Inline {
        let term = IndexTerm {
            content: if self.often() { self.line(depth, inside) } else { Vec::new() },
            entry: if self.often() { vec!["Main".into(), "Sub entry".into()] } else { Vec::new() },
            see: self.seldom().then(|| "Other".to_owned()),
            range: self.seldom().then(|| "start".to_owned()),
        };
        node(InlineKind::Index(term)).with(self.maybe_attributes())
    }

    fn comment(&mut self, depth: usize, inside: Inside) -> InlineKind {
        let text = ["a remark", "why?", "x & \"y\" *z*"][self.below(3)].to_owned();
        if self.seldom() {
            let change = Change::default();
            let (visibility, on) = (Visibility::Private, Vec::new());
            let comment = Comment { visibility, text, on, change, id: None, reply_to: None, done: false };
            return InlineKind::Comment(Box::new(comment));
        }
        let change = self.change();
        let on = if self.often() { self.line(depth, inside) } else { Vec::new() };
        let reply_to = self.seldom().then(|| "c1".to_owned());
        let (visibility, done) = (Visibility::Shared, self.seldom());
        // What is written as a span has an id that its end can name.
        let is_span = change.author.is_some() || reply_to.is_some() || done;
        let id = is_span.then(|| format!("c{}", self.next()));
        InlineKind::Comment(Box::new(Comment { visibility, text, on, change, id, reply_to, done }))
    }

    fn milestone(&mut self) -> Milestone {
        use MilestoneKind as Kind;
        let kinds = [Kind::InsertionStart, Kind::InsertionEnd, Kind::DeletionStart, Kind::DeletionEnd];
        let points = [Kind::ParagraphInsertion, Kind::ParagraphDeletion];
        let choice = self.below(6);
        let kind = kinds.iter().chain(&points).nth(choice).copied().unwrap_or(Kind::InsertionStart);
        Milestone { kind, id: self.seldom().then(|| format!("m{}", self.next())), change: self.change() }
    }

    fn raw_inline(&mut self) -> InlineKind {
        let (target, text) = [
            ("html", "<b>"),
            ("html", "</span>"),
            ("openxml", "<w:br/>"),
            ("html", "<div"),
            ("html", "<div>"),
            ("latex", "\\x{`}"),
        ][self.below(6)];
        InlineKind::Raw(Raw { target: target.into(), text: text.into() })
    }

    // Blocks.

    fn blocks(&mut self, depth: usize, most: usize) -> Vec<Block> {
        let count = 1 + self.below(most);
        let mut out = Vec::new();
        for _ in 0..count {
            out.push(self.block(depth));
            if self.done() {
                break;
            }
        }
        out
    }

    fn paragraph(&mut self, depth: usize) -> BlockKind {
        BlockKind::Paragraph(self.line(depth, Inside { link: false, note: depth >= DEPTH, breaks: true }))
    }

    fn short_line(&mut self, depth: usize) -> Vec<Inline> {
        self.line(depth.max(2), Inside { link: false, note: depth >= DEPTH, breaks: false })
    }

    fn block(&mut self, depth: usize) -> Block {
        let deeper = depth + 1;
        let choice = if depth >= DEPTH { self.below(9) } else { self.below(30) };
        let kind = match choice {
            0..=3 => self.paragraph(depth),
            4 => {
                let content = self.short_line(depth);
                return node(BlockKind::Heading { level: 1 + self.below(6) as u8, content })
                    .with(self.maybe_attributes());
            }
            5 => return self.code(),
            6 => BlockKind::Divider,
            7 => BlockKind::Break(BreakKind::Page),
            8 => BlockKind::Math(["x^2", "a\nb", "\\begin{x}\n- y\n\\end{x}"][self.below(3)].to_owned()),
            9..=11 => {
                let attribution = self.seldom().then(|| self.short_line(deeper));
                BlockKind::Quote(Quote { body: self.blocks(deeper, 3), attribution })
            }
            12..=17 => BlockKind::List(self.list(deeper)),
            18 => self.definitions(deeper),
            19 => self.verse(deeper),
            20 | 21 => return node(BlockKind::Table(self.table(deeper))).with(self.maybe_attributes()),
            22..=24 => return self.figure(deeper),
            25 | 26 => {
                let class = ["note", "aside", "epigraph", "two"][self.below(4)];
                let attrs = Attributes::class(class);
                return node(BlockKind::Container(self.blocks(deeper, 3))).with(attrs);
            }
            27 => {
                use OutlineKind as Kind;
                let kinds = [Kind::Contents, Kind::Figures, Kind::Tables, Kind::Listings, Kind::Index];
                let kind = kinds[self.below(5)];
                return node(BlockKind::Outline(kind)).with(self.maybe_attributes());
            }
            28 => match self.below(2) {
                0 => BlockKind::Endnotes,
                _ => {
                    let attrs = Attributes::NONE.edited(|parts| parts.label = Label::new("refs"));
                    return node(BlockKind::Bibliography).with(attrs);
                }
            },
            _ => {
                let (target, text) = [
                    ("html", "<div>\n*x*\n</div>"),
                    ("html", "<pre>\n\nx\n</pre>"),
                    ("openxml", "<w:p/>"),
                    ("html", "text, no tag"),
                ][self.below(4)];
                BlockKind::Raw(Raw { target: target.into(), text: text.into() })
            }
        };
        // A list's own attributes and `continue` share the carrier's braces.
        node(kind).with(self.maybe_attributes())
    }

    fn code(&mut self) -> Block {
        let text = ["x", "", "a\n\nb", "```\nx\n```", "    y", "~~~", "\n", "::: a\n| b"][self.below(8)].to_owned();
        let language = [None, Some("rust"), Some("c++"), Some("c#"), Some("a`b")][self.below(5)].map(str::to_owned);
        let attrs = match language {
            Some(_) => self.maybe_attributes(),
            None => Attributes::NONE,
        };
        node(BlockKind::Code(Code { language, text })).with(attrs)
    }

    fn list(&mut self, depth: usize) -> List {
        let style = match self.below(9) {
            0..=2 => None,
            3 | 4 => Some(ListStyle::Counter(CounterStyle::Decimal)),
            5 => Some(ListStyle::Counter([CounterStyle::LowerAlpha, CounterStyle::UpperAlpha][self.below(2)])),
            6 => Some(ListStyle::Counter([CounterStyle::LowerRoman, CounterStyle::UpperRoman][self.below(2)])),
            7 => Some(ListStyle::Hash),
            _ => Some(ListStyle::Example),
        };
        let count = 1 + self.below(3);
        let start = if self.often() { 1 } else { [0, 2, 5, 9, 10, 26, 27, 100, 1984][self.below(9)] };
        let kind = match style {
            None => ListKind::Bullet,
            Some(ListStyle::Example) => {
                let start = self.examples + 1;
                ListKind::Ordered { start, style: ListStyle::Example, delimiter: Delimiter::TwoParens }
            }
            Some(style) => {
                let delimiter = [Delimiter::Period, Delimiter::Paren, Delimiter::TwoParens][self.below(3)];
                let start = match style {
                    ListStyle::Hash => 1,
                    ListStyle::Counter(CounterStyle::Decimal) => start,
                    ListStyle::Counter(_) | ListStyle::Example => start.max(1),
                };
                ListKind::Ordered { start, style, delimiter }
            }
        };
        let mut next = start;
        let items = (0..count).map(|i| {
            let counter = matches!(style, Some(ListStyle::Counter(_)));
            // A value that is not the next number, and not one that repeats another.
            let value = (counter && i > 0 && self.seldom()).then_some(next + 2);
            next = value.unwrap_or(next) + 1;
            self.examples += i64::from(style == Some(ListStyle::Example));
            let body = if self.seldom() { Vec::new() } else { self.blocks(depth, 2) };
            let words = matches!(body.first(), Some(Block { kind: BlockKind::Paragraph(content), attrs, .. })
                if attrs.is_empty() && matches!(content.first(), Some(Inline { kind: InlineKind::Text(text), .. }) if text.starts_with("word")));
            let checked = (style.is_none() && words && self.seldom()).then_some(self.often());
            Item { value, example: None, checked, body }
        });
        let items: Vec<Item> = items.collect();
        let continues = match kind {
            ListKind::Ordered { style: ListStyle::Counter(_), .. } if self.seldom() => {
                Continues::Label(Label::new("steps").expect("it is not empty"))
            }
            ListKind::Ordered { .. } | ListKind::Bullet => Continues::No,
        };
        List { kind, tight: self.often(), items, continues }
    }

    fn definitions(&mut self, depth: usize) -> BlockKind {
        let count = 1 + self.below(2);
        let definitions = (0..count).map(|_| {
            let mut term = vec![node(InlineKind::Text("Term ".into()))];
            term.extend(self.short_line(depth));
            let bodies = (0..1 + self.below(2)).map(|_| self.blocks(depth, 2)).collect();
            Definition { term, bodies }
        });
        BlockKind::Definitions(definitions.collect())
    }

    fn verse(&mut self, depth: usize) -> BlockKind {
        let stanzas = 1 + self.below(2);
        let stanza = |maker: &mut Self| {
            let lines = 1 + maker.below(3);
            (0..lines)
                .map(|_| VerseLine { indent: [0, 0, 2, 9][maker.below(4)], content: maker.short_line(depth) })
                .collect()
        };
        BlockKind::Verse((0..stanzas).map(|_| stanza(self)).collect())
    }

    fn table(&mut self, depth: usize) -> Table {
        let columns = 1 + self.below(3);
        let rich = self.seldom();
        let widths = self.seldom();
        let share = 1000 / columns as u16;
        let align = [HorizontalAlign::Default, HorizontalAlign::Left, HorizontalAlign::Center, HorizontalAlign::Right];
        let cell = |maker: &mut Self| {
            let body = if maker.seldom() {
                Vec::new()
            } else if rich {
                maker.blocks(depth.max(2), 2)
            } else {
                vec![block(BlockKind::Paragraph(maker.short_line(depth)))]
            };
            Cell::new(body)
        };
        let row = |maker: &mut Self, cells| Row { cells: (0..cells).map(|_| cell(maker)).collect() };
        let head = if self.often() { 1 } else { self.below(3) };
        // A cell over two columns.
        let spans = columns == 3 && self.seldom();
        let first = if spans { 2 } else { columns };
        let mut table = Table {
            columns: (0..columns)
                .map(|_| TableColumn { align: align[self.below(4)], width: widths.then_some(share) })
                .collect(),
            head: (0..head).map(|_| row(self, columns)).collect(),
            body: (0..1 + self.below(2)).map(|i| row(self, if i == 0 { first } else { columns })).collect(),
            header_columns: usize::from(rich && self.seldom()),
        };
        if spans {
            table.body[0].cells[0].column_span = 2;
        }
        table
    }

    fn caption(&mut self, depth: usize) -> Caption {
        let words = block(BlockKind::Paragraph(self.short_line(depth)));
        let body = match self.below(8) {
            0 => vec![words, block(BlockKind::Paragraph(self.short_line(depth)))],
            _ => vec![words],
        };
        let credit = self.seldom().then(|| vec![node(InlineKind::Text("Photo: Example Agency".into()))]);
        let short = self.seldom().then(|| vec![node(InlineKind::Text("Short \"form\"".into()))]);
        Caption { body, short, credit }
    }

    fn figure(&mut self, depth: usize) -> Block {
        let number = self.next();
        let (kind, prefix, body) = match self.below(4) {
            0 => {
                let image = Image {
                    target: "square.png".into(),
                    alt: self.often().then(|| "A square".to_owned()),
                    title: None,
                    width: self.seldom().then(|| "60%".to_owned()),
                    height: None,
                };
                let image = block(BlockKind::Paragraph(vec![node(InlineKind::Image(image))]));
                let body = if self.seldom() { self.blocks(depth.max(2), 2) } else { vec![image] };
                (FigureKind::Image, "fig", body)
            }
            1 => (FigureKind::Table, "tbl", vec![block(BlockKind::Table(self.table(depth)))]),
            2 => (FigureKind::Listing, "lst", vec![Block { attrs: Attributes::NONE, ..self.code() }]),
            _ => (FigureKind::Equation, "eq", vec![block(BlockKind::Math("x^2".into()))]),
        };
        let caption = (kind != FigureKind::Equation && self.often()).then(|| self.caption(depth));
        let labelled = caption.is_none() || self.often();
        let label = labelled.then(|| Label::new(format!("{prefix}-{number}"))).flatten();
        let attrs = Attributes::new(AttributeParts { label, ..AttributeParts::default() });
        node(BlockKind::Figure(Box::new(Figure { kind, body, caption }))).with(attrs)
    }
}

/// What an inline stands in.
#[derive(Clone, Copy)]
struct Inside {
    link: bool,
    note: bool,
    breaks: bool,
}

fn node<K>(kind: K) -> Node<K> {
    Node::new(kind, Span::NONE)
}

fn block(kind: BlockKind) -> Block {
    node(kind)
}
