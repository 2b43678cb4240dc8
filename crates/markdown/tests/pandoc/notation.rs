//! Our model in the notation that it shares with pandoc's tree: a line for each block, what is inside it below and
//! further in. `xtask/src/oracle/notation.rs` writes the same from pandoc's JSON.

use chapbook_model::{
    Block, BlockKind, Citation, CitationMode, Definition, Document, Figure, FigureKind, HorizontalAlign, Inline,
    InlineKind, List, ListKind, ListStyle, Notes, Quote, Row, Table,
};
use chapbook_values::{Attributes, CounterStyle, Delimiter};

pub(crate) fn of(document: &Document) -> String {
    let mut lines = Lines { out: String::new(), depth: 0, notes: &document.notes };
    lines.blocks(&document.body);
    lines.out
}

struct Lines<'a> {
    out: String,
    depth: usize,
    notes: &'a Notes,
}

impl Lines<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(&"  ".repeat(self.depth));
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let attrs = attributes(&block.attrs, &[], &[]);
        match &block.kind {
            BlockKind::Paragraph(content) => self.line(&format!("p{attrs}: {}", self.inlines(content))),
            BlockKind::Heading { level, content } => {
                self.line(&format!("heading {level}{attrs}: {}", self.inlines(content)));
            }
            BlockKind::Quote(Quote { body, attribution }) => {
                self.line(&format!("quote{attrs}"));
                self.inside(|lines| {
                    lines.blocks(body);
                    if let Some(line) = attribution {
                        lines.line(&format!("attribution: {}", lines.inlines(line)));
                    }
                });
            }
            BlockKind::List(list) => self.list(list, &attrs),
            BlockKind::Definitions(definitions) => {
                self.line(&format!("definitions{attrs}"));
                self.inside(|lines| {
                    for Definition { term, bodies } in definitions {
                        lines.line(&format!("term: {}", lines.inlines(term)));
                        for body in bodies {
                            lines.line("body");
                            lines.inside(|lines| lines.blocks(body));
                        }
                    }
                });
            }
            BlockKind::Code(code) => {
                let language: Vec<&str> = code.language.as_deref().into_iter().collect();
                self.line(&format!("code{}: {:?}", attributes(&block.attrs, &language, &[]), code.text));
            }
            BlockKind::Math(source) => self.line(&format!("math{attrs}: {}", source.trim())),
            BlockKind::Verse(stanzas) => {
                self.line(&format!("verse{attrs}"));
                self.inside(|lines| {
                    for (at, stanza) in stanzas.iter().enumerate() {
                        if at > 0 {
                            lines.line("line:");
                        }
                        for line in stanza {
                            let text = "·".repeat(usize::from(line.indent)) + &lines.inlines(&line.content);
                            lines.line(&format!("line: {text}"));
                        }
                    }
                });
            }
            BlockKind::Divider => self.line("divider"),
            BlockKind::Table(table) => self.table(table, &attrs, None),
            BlockKind::Figure(figure) => self.figure(figure, &attrs),
            BlockKind::Container(body) => {
                self.line(&format!("div{attrs}"));
                self.inside(|lines| lines.blocks(body));
            }
            BlockKind::Raw(raw) => self.line(&format!("raw {}: {:?}", raw.target, raw.text.trim_end())),
            BlockKind::Break(kind) => self.line(&format!("{kind:?}")),
            BlockKind::Outline(kind) => self.line(&format!("{kind:?}")),
            BlockKind::Bibliography => self.line("bibliography"),
            BlockKind::Endnotes => self.line("endnotes"),
        }
    }

    fn list(&mut self, list: &List, attrs: &str) {
        let kind = match list.kind {
            ListKind::Bullet => "bullet".to_owned(),
            ListKind::Ordered { start, style, delimiter } => {
                let style = match style {
                    ListStyle::Counter(CounterStyle::Decimal) => "decimal",
                    ListStyle::Counter(CounterStyle::LowerAlpha) => "lower-alpha",
                    ListStyle::Counter(CounterStyle::UpperAlpha) => "upper-alpha",
                    ListStyle::Counter(CounterStyle::LowerRoman) => "lower-roman",
                    ListStyle::Counter(CounterStyle::UpperRoman) => "upper-roman",
                    ListStyle::Hash => "hash",
                    ListStyle::Example => "example",
                };
                let delimiter = match delimiter {
                    // pandoc has no word for what `#.` has behind it.
                    _ if style == "hash" => "",
                    Delimiter::Period => " x.",
                    Delimiter::Paren => " x)",
                    Delimiter::TwoParens => " (x)",
                };
                format!("{start} {style}{delimiter}")
            }
        };
        self.line(&format!("list {kind} {}{attrs}", if list.tight { "tight" } else { "loose" }));
        self.inside(|lines| {
            for item in &list.items {
                let checked = match item.checked {
                    Some(true) => " [x]",
                    Some(false) => " [ ]",
                    None => "",
                };
                lines.line(&format!("item{checked}"));
                lines.inside(|lines| lines.blocks(&item.body));
            }
        });
    }

    fn table(&mut self, table: &Table, attrs: &str, caption: Option<&[Block]>) {
        let columns: Vec<&str> = table
            .columns
            .iter()
            .map(|column| match column.align {
                HorizontalAlign::Default => "default",
                HorizontalAlign::Left => "left",
                HorizontalAlign::Center => "center",
                HorizontalAlign::Right => "right",
            })
            .collect();
        self.line(&format!("table{attrs} {}", columns.join(" ")));
        self.inside(|lines| {
            lines.caption(caption);
            for (rows, name) in [(&table.head, "head"), (&table.body, "row")] {
                for Row { cells } in rows {
                    lines.line(name);
                    lines.inside(|lines| {
                        for cell in cells {
                            lines.line("cell");
                            lines.inside(|lines| lines.blocks(&cell.body));
                        }
                    });
                }
            }
        });
    }

    fn figure(&mut self, figure: &Figure, attrs: &str) {
        let caption = figure.caption.as_ref().map(|caption| caption.body.as_slice());
        if let (FigureKind::Table, [Block { kind: BlockKind::Table(table), .. }]) = (figure.kind, &figure.body[..]) {
            self.table(table, attrs, caption);
            return;
        }
        self.line(&format!("figure{attrs}"));
        self.inside(|lines| {
            lines.caption(caption);
            lines.blocks(&figure.body);
        });
    }

    fn caption(&mut self, caption: Option<&[Block]>) {
        if let Some(caption) = caption {
            self.line("caption");
            self.inside(|lines| lines.blocks(caption));
        }
    }

    fn inlines(&self, content: &[Inline]) -> String {
        content.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> String {
        let attrs = attributes(&inline.attrs, &[], &[]);
        let of = |name: &str, content: &[Inline]| format!("{name}{attrs}({})", self.inlines(content));
        match &inline.kind {
            InlineKind::Text(text) => text.replace('\u{A0}', "·"),
            InlineKind::SoftBreak => "↵".to_owned(),
            InlineKind::HardBreak => "⏎".to_owned(),
            InlineKind::Emph(content) => of("emph", content),
            InlineKind::Strong(content) => of("strong", content),
            InlineKind::Strike(content) => of("strike", content),
            InlineKind::Subscript(content) => of("sub", content),
            InlineKind::Superscript(content) => of("sup", content),
            InlineKind::SmallCaps(content) => of("smallcaps", content),
            InlineKind::Underline(content) => of("underline", content),
            InlineKind::Highlight(content) => of("highlight", content),
            InlineKind::Code(text) => format!("code{attrs}({text})"),
            InlineKind::Math(text) => format!("math({text})"),
            InlineKind::Link(link) => {
                let title = link.title.as_ref().map(|title| format!(" {title:?}")).unwrap_or_default();
                format!("link{attrs}<{}{title}>({})", link.target, self.inlines(&link.content))
            }
            InlineKind::Image(image) => {
                let sizes: Vec<(&str, &str)> = [("width", &image.width), ("height", &image.height)]
                    .into_iter()
                    .filter_map(|(key, value)| Some((key, value.as_deref()?)))
                    .collect();
                let attrs = attributes(&inline.attrs, &[], &sizes);
                let title = image.title.as_ref().map(|title| format!(" {title:?}")).unwrap_or_default();
                format!("image{attrs}<{}{title}>", image.target)
            }
            InlineKind::Span(content) => of("span", content),
            InlineKind::Note(name) => {
                let body = self.notes.get(name).map(|note| note.body.as_slice()).unwrap_or_default();
                let mut lines = Lines { out: String::new(), depth: 0, notes: self.notes };
                lines.blocks(body);
                format!("note({})", lines.out.trim_end().replace('\n', " | "))
            }
            InlineKind::Cite(citations) => {
                let cite = |citation: &Citation| {
                    let Citation { key, prefix, suffix, mode } = citation;
                    let mode = match mode {
                        CitationMode::Parenthetical => "",
                        CitationMode::InText => "in-text ",
                        CitationMode::SuppressAuthor => "no-author ",
                    };
                    affixes(mode, key, &self.inlines(prefix), &self.inlines(suffix))
                };
                format!("cite({})", citations.iter().map(cite).collect::<Vec<_>>().join("; "))
            }
            InlineKind::Raw(raw) => format!("raw {}({})", raw.target, raw.text),
            InlineKind::Insertion { change: _, content } => of("insertion", content),
            InlineKind::Deletion { change: _, content } => of("deletion", content),
            InlineKind::Reference(reference) => {
                let labels: Vec<&str> = reference.items.iter().map(|item| item.label.as_str()).collect();
                format!("reference to {}", labels.join(", "))
            }
            InlineKind::Index(term) => format!("{term:?}"),
            InlineKind::Comment(comment) => format!("comment({})", comment.text),
            InlineKind::Milestone(milestone) => format!("{milestone:?}"),
        }
    }
}

/// A citation with its words around it; the comma that leads to a locator is no word.
fn affixes(mode: &str, key: &str, prefix: &str, suffix: &str) -> String {
    let mut out = format!("{mode}@{key}");
    for (name, text) in [("before", prefix.trim()), ("after", suffix.trim_start_matches([',', ' ']).trim_end())] {
        if !text.is_empty() {
            out.push_str(&format!(" {name} {text:?}"));
        }
    }
    out
}

fn attributes(attrs: &Attributes, first: &[&str], more: &[(&str, &str)]) -> String {
    let mut parts: Vec<String> = attrs.label().map(|label| format!("#{}", label.as_str())).into_iter().collect();
    let classes = first.iter().copied().chain(attrs.classes().iter().map(String::as_str));
    parts.extend(classes.map(|class| format!(".{class}")));
    let mut pairs: Vec<String> = attrs.pairs().iter().map(|(key, value)| format!("{key}={value:?}")).collect();
    pairs.extend(more.iter().map(|(key, value)| format!("{key}={value:?}")));
    pairs.sort();
    parts.extend(pairs);
    if parts.is_empty() { String::new() } else { format!("{{{}}}", parts.join(" ")) }
}
