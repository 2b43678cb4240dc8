//! The tree as readable text, for golden tests and `chapbook inspect`: one node a line, indented by depth,
//! with attributes and the byte range in the source.

use std::fmt::Write;

use crate::{
    Author, Block, BlockKind, Caption, Cell, Code, Comment, Continues, DateText, Document, Figure, Inline, InlineKind,
    Link, List, ListKind, Metadata, Quote, Raw, ReferenceForm, Row, Table,
};

/// The whole document.
pub fn dump(document: &Document) -> String {
    let mut out = Dump::default();
    let Document { metadata, body, notes } = document;
    out.metadata(metadata);
    out.blocks(body);
    for (name, note) in notes {
        out.line(&format!(
            "note {:?} file {} {:?} {:?} {:?}",
            name.label, name.file.0, note.kind, note.marker, note.span
        ));
        out.nested(|out| out.blocks(&note.body));
    }
    out.text
}

/// Some blocks.
pub fn dump_blocks(blocks: &[Block]) -> String {
    let mut out = Dump::default();
    out.blocks(blocks);
    out.text
}

#[derive(Default)]
struct Dump {
    text: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{:width$}{line}", "", width = self.depth * 2);
    }

    fn nested(&mut self, inside: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    fn named(&mut self, name: &str, inlines: &[Inline]) {
        self.line(name);
        self.nested(|out| out.inlines(inlines));
    }

    fn named_blocks(&mut self, name: &str, blocks: &[Block]) {
        if !blocks.is_empty() {
            self.line(name);
            self.nested(|out| out.blocks(blocks));
        }
    }

    fn field(&mut self, name: &str, value: Option<impl std::fmt::Debug>) {
        if let Some(value) = value {
            self.line(&format!("{name} {value:?}"));
        }
    }

    fn metadata(&mut self, metadata: &Metadata) {
        let Metadata {
            title,
            subtitle,
            description,
            summary,
            rights,
            publisher,
            authors,
            date,
            language,
            direction,
            identifiers,
            keywords,
            series,
            cover,
            abbreviations,
            bibliography,
            citation_style,
            acknowledgements,
            notes,
            lists,
            numbering,
            smart,
            unknown,
            origins: _,
        } = metadata;
        if *metadata == Metadata::default() {
            return;
        }
        self.line("metadata");
        self.nested(|out| {
            for (name, line) in
                [("title", title), ("subtitle", subtitle), ("description", description), ("rights", rights)]
            {
                if let Some(line) = line {
                    out.named(name, line);
                }
            }
            out.named_blocks("abstract", summary);
            out.field("publisher", publisher.as_ref());
            authors.iter().for_each(|author| out.author(author));
            out.field("date", date.as_ref().map(|DateText { text, iso: _ }| text));
            out.field("language", language.as_ref().map(|l| l.tag()));
            out.field("direction", *direction);
            for identifier in identifiers {
                out.line(&format!("identifier {:?} {:?}", identifier.scheme, identifier.text));
            }
            out.field("keywords", (!keywords.is_empty()).then_some(keywords));
            out.field("series", series.as_ref().map(|s| (&s.name, &s.position)));
            out.field("cover", cover.as_ref());
            out.field("abbreviations", (!abbreviations.is_empty()).then_some(abbreviations));
            out.field("bibliography", (!bibliography.is_empty()).then_some(bibliography));
            out.field("citation-style", citation_style.as_ref());
            out.named_blocks("acknowledgements", acknowledgements);
            out.field("notes", *notes);
            out.field("lists", *lists);
            out.field("numbering", *numbering);
            out.field("smart", *smart);
            for key in unknown {
                out.line(&format!("unknown {:?} {:?}", key.key, key.value));
            }
        });
    }

    fn author(&mut self, author: &Author) {
        let Author {
            name,
            id,
            role,
            affiliations,
            email,
            orcid,
            url,
            corresponding,
            bio,
            note,
            acknowledgements,
            marker,
            bio_placement,
            span,
        } = author;
        self.line(&format!("author {name:?} {marker:?} bio {bio_placement:?} {span:?}"));
        self.nested(|out| {
            out.field("id", id.as_ref());
            out.field("role", role.as_ref());
            affiliations.iter().for_each(|a| out.line(&format!("affiliation {a:?}")));
            out.field("email", email.as_ref());
            out.field("orcid", orcid.as_ref());
            out.field("url", url.as_ref());
            out.field("corresponding", corresponding.then_some(true));
            out.named_blocks("bio", bio);
            out.named_blocks("note", note);
            out.named_blocks("acknowledgements", acknowledgements);
        });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn block(&mut self, block: &Block) {
        let tail = tail(block);
        match &block.kind {
            BlockKind::Paragraph(content) => self.named(&format!("paragraph{tail}"), content),
            BlockKind::Heading { level, content } => self.named(&format!("heading {level}{tail}"), content),
            BlockKind::Quote(Quote { body, attribution }) => {
                self.line(&format!("quote{tail}"));
                self.nested(|out| {
                    out.blocks(body);
                    if let Some(line) = attribution {
                        out.named("attribution", line);
                    }
                });
            }
            BlockKind::List(list) => self.list(list, &tail),
            BlockKind::Definitions(definitions) => {
                self.line(&format!("definitions{tail}"));
                self.nested(|out| {
                    for definition in definitions {
                        out.named("term", &definition.term);
                        definition.bodies.iter().for_each(|body| out.named_blocks("definition", body));
                    }
                });
            }
            BlockKind::Code(Code { language, text }) => self.line(&format!("code {language:?} {text:?}{tail}")),
            BlockKind::Math(source) => self.line(&format!("math {source:?}{tail}")),
            BlockKind::Verse(stanzas) => {
                self.line(&format!("verse{tail}"));
                self.nested(|out| {
                    for stanza in stanzas {
                        out.line("stanza");
                        out.nested(|out| {
                            stanza.iter().for_each(|line| out.named(&format!("line {}", line.indent), &line.content));
                        });
                    }
                });
            }
            BlockKind::Divider => self.line(&format!("divider{tail}")),
            BlockKind::Break(kind) => self.line(&format!("break {kind:?}{tail}")),
            BlockKind::Table(table) => self.table(table, &tail),
            BlockKind::Figure(figure) => self.figure(figure, &tail),
            BlockKind::Container(body) => {
                self.line(&format!("container{tail}"));
                self.nested(|out| out.blocks(body));
            }
            BlockKind::Outline(kind) => self.line(&format!("outline {kind:?}{tail}")),
            BlockKind::Bibliography => self.line(&format!("bibliography{tail}")),
            BlockKind::Endnotes => self.line(&format!("endnotes{tail}")),
            BlockKind::Raw(Raw { target, text }) => self.line(&format!("raw {target} {text:?}{tail}")),
        }
    }

    fn list(&mut self, list: &List, tail: &str) {
        let List { kind, tight, items, continues } = list;
        let kind = match kind {
            ListKind::Bullet => "bullet".to_owned(),
            ListKind::Ordered { start, style, delimiter } => format!("{start} {style:?} {delimiter:?}"),
        };
        let spacing = if *tight { "tight" } else { "loose" };
        let continues = match continues {
            Continues::No => String::new(),
            Continues::Previous => " continues".into(),
            Continues::Label(label) => format!(" continues #{label}"),
        };
        self.line(&format!("list {kind} {spacing}{continues}{tail}"));
        self.nested(|out| {
            for item in items {
                let mut line = "item".to_owned();
                if let Some(value) = item.value {
                    let _ = write!(line, " value {value}");
                }
                if let Some(label) = &item.example {
                    let _ = write!(line, " example {label}");
                }
                if let Some(checked) = item.checked {
                    line.push_str(if checked { " [x]" } else { " [ ]" });
                }
                out.line(&line);
                out.nested(|out| out.blocks(&item.body));
            }
        });
    }

    fn table(&mut self, table: &Table, tail: &str) {
        let Table { columns, head, body, header_columns } = table;
        let columns: Vec<String> = columns
            .iter()
            .map(|c| format!("{:?}{}", c.align, c.width.map_or(String::new(), |w| format!(" {w}"))))
            .collect();
        self.line(&format!("table [{}] header-columns {header_columns}{tail}", columns.join(", ")));
        self.nested(|out| {
            head.iter().for_each(|row| out.row("head", row));
            body.iter().for_each(|row| out.row("row", row));
        });
    }

    fn row(&mut self, name: &str, row: &Row) {
        self.line(name);
        self.nested(|out| {
            for Cell { body, column_span, row_span } in &row.cells {
                let spans = if (*column_span, *row_span) == (1, 1) {
                    String::new()
                } else {
                    format!(" {column_span}x{row_span}")
                };
                out.line(&format!("cell{spans}"));
                out.nested(|out| out.blocks(body));
            }
        });
    }

    fn figure(&mut self, figure: &Figure, tail: &str) {
        let Figure { kind, body, caption } = figure;
        self.line(&format!("figure {kind:?}{tail}"));
        self.nested(|out| {
            out.blocks(body);
            if let Some(Caption { body, short, credit }) = caption {
                out.named_blocks("caption", body);
                if let Some(short) = short {
                    out.named("short", short);
                }
                if let Some(credit) = credit {
                    out.named("credit", credit);
                }
            }
        });
    }

    fn inline(&mut self, inline: &Inline) {
        let tail = tail(inline);
        match &inline.kind {
            InlineKind::Text(text) => self.line(&format!("text {text:?}{tail}")),
            InlineKind::SoftBreak => self.line(&format!("soft-break{tail}")),
            InlineKind::HardBreak => self.line(&format!("hard-break{tail}")),
            InlineKind::Emph(content) => self.named(&format!("emph{tail}"), content),
            InlineKind::Strong(content) => self.named(&format!("strong{tail}"), content),
            InlineKind::Strike(content) => self.named(&format!("strike{tail}"), content),
            InlineKind::Subscript(content) => self.named(&format!("subscript{tail}"), content),
            InlineKind::Superscript(content) => self.named(&format!("superscript{tail}"), content),
            InlineKind::SmallCaps(content) => self.named(&format!("small-caps{tail}"), content),
            InlineKind::Underline(content) => self.named(&format!("underline{tail}"), content),
            InlineKind::Highlight(content) => self.named(&format!("highlight{tail}"), content),
            InlineKind::Code(text) => self.line(&format!("code {text:?}{tail}")),
            InlineKind::Math(source) => self.line(&format!("math {source:?}{tail}")),
            InlineKind::Link(Link { target, title, content }) => {
                let title = title.as_ref().map_or(String::new(), |t| format!(" title {t:?}"));
                self.named(&format!("link {target:?}{title}{tail}"), content);
            }
            InlineKind::Image(image) => {
                let mut line = format!("image {:?} alt {:?}", image.target, image.alt);
                for (name, value) in [("title", &image.title), ("width", &image.width), ("height", &image.height)] {
                    if let Some(value) = value {
                        let _ = write!(line, " {name} {value:?}");
                    }
                }
                self.line(&format!("{line}{tail}"));
            }
            InlineKind::Span(content) => self.named(&format!("span{tail}"), content),
            InlineKind::Note(name) => self.line(&format!("note-call {:?}{tail}", name.label)),
            InlineKind::Reference(reference) => {
                self.line(&format!("reference{tail}"));
                self.nested(|out| {
                    for item in &reference.items {
                        match &item.form {
                            ReferenceForm::Full => out.line(&format!("full {}", item.label)),
                            ReferenceForm::Number => out.line(&format!("number {}", item.label)),
                            ReferenceForm::Page => out.line(&format!("page {}", item.label)),
                            ReferenceForm::Worded(word) => out.named(&format!("worded {}", item.label), word),
                        }
                    }
                });
            }
            InlineKind::Cite(citations) => {
                self.line(&format!("cite{tail}"));
                self.nested(|out| {
                    for citation in citations {
                        out.line(&format!("{:?} {:?}", citation.mode, citation.key));
                        out.nested(|out| {
                            out.inlines(&citation.prefix);
                            out.inlines(&citation.suffix);
                        });
                    }
                });
            }
            InlineKind::Index(term) => {
                let name = format!("index {:?} see {:?} range {:?}{tail}", term.entry, term.see, term.range);
                self.named(&name, &term.content);
            }
            InlineKind::Comment(comment) => {
                let Comment { visibility, text, on, change, id, reply_to, done } = &**comment;
                let reply = reply_to.as_ref().map(|to| format!(" reply to {to:?}")).unwrap_or_default();
                let done = if *done { " done" } else { "" };
                self.named(&format!("comment {visibility:?} {text:?} {change:?} id {id:?}{reply}{done}{tail}"), on);
            }
            InlineKind::Insertion { change, content } => self.named(&format!("insertion {change:?}{tail}"), content),
            InlineKind::Deletion { change, content } => self.named(&format!("deletion {change:?}{tail}"), content),
            InlineKind::Milestone(m) => {
                self.line(&format!("milestone {:?} id {:?} {:?}{tail}", m.kind, m.id, m.change))
            }
            InlineKind::Raw(Raw { target, text }) => self.line(&format!("raw {target} {text:?}{tail}")),
        }
    }
}

/// Attributes and place, as they end a node's line.
fn tail<K>(node: &crate::Node<K>) -> String {
    let attrs = if node.attrs.is_empty() { String::new() } else { format!(" {}", node.attrs) };
    let span = if node.span.is_none() { String::new() } else { format!(" {:?}", node.span) };
    attrs + &span
}
