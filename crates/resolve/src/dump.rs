//! The resolved tree as readable text, for golden tests and `chapbook inspect --resolved`.

use std::fmt::Write;

use crate::{
    Alt, Anchor, AuthorMark, AuthorNote, Block, BlockKind, Caption, Cell, Change, Code, Comment, Definition, Division,
    Figure, Heading, IndexTerm, Inline, InlineKind, Item, Link, LinkTarget, List, Meta, Note, NoteCall, Outline,
    OutlineEntry, Paragraph, PictureRef, Raw, Reference, Reply, Resolved, Row, Span, Table, Text, Token, TokenClass,
    Tracked, VerseLine,
};

/// The whole document.
pub fn dump(resolved: &Resolved) -> String {
    let mut out = Dump { resolved, text: String::new(), depth: 0 };
    out.meta();
    out.blocks(&resolved.body);
    for note in &resolved.notes {
        let Note { id: _, kind, marker, counted, anchor, call, body, span: _ } = note;
        let counted = if *counted { "counted" } else { "literal" };
        let line =
            format!("note {kind:?} {marker:?} {counted}{} called at{}", out.at(Some(*anchor)), out.at(Some(*call)));
        out.line(&line);
        out.nested(|out| out.blocks(body));
    }
    for entry in &resolved.outline {
        out.entry("outline", entry);
    }
    out.text
}

struct Dump<'r> {
    resolved: &'r Resolved,
    text: String,
    depth: usize,
}

impl Dump<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{:width$}{line}", "", width = self.depth * 2);
    }

    fn nested(&mut self, inside: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    fn at(&self, anchor: Option<Anchor>) -> String {
        anchor.map_or(String::new(), |anchor| format!(" #{}", self.resolved.anchor(anchor).id))
    }

    fn named(&mut self, name: &str, inlines: &[Inline]) {
        self.line(name);
        self.nested(|out| out.inlines(inlines));
    }

    fn meta(&mut self) {
        let Resolved { language, language_named, direction, meta, images, has_placeholders, .. } = self.resolved;
        let named = if *language_named { "" } else { " (assumed)" };
        self.line(&format!("language {language}{named} {direction:?}"));
        let Meta {
            title,
            subtitle,
            people,
            description,
            rights,
            publisher,
            date,
            iso_date: _,
            identifiers,
            keywords,
            series,
            cover,
            direction: _,
        } = meta;
        self.line(&format!("title {title:?}"));
        for (name, value) in [
            ("subtitle", subtitle),
            ("description", description),
            ("rights", rights),
            ("publisher", publisher),
            ("date", date),
            ("cover", cover),
        ] {
            if let Some(value) = value {
                self.line(&format!("{name} {value:?}"));
            }
        }
        for person in people {
            self.line(&format!("person {:?} {:?} {}", person.name, person.file_as, person.role.marc()));
        }
        for identifier in identifiers {
            self.line(&format!("identifier {:?} {:?}", identifier.scheme, identifier.text));
        }
        if !keywords.is_empty() {
            self.line(&format!("keywords {keywords:?}"));
        }
        if let Some(series) = series {
            self.line(&format!("series {series:?}"));
        }
        for image in images {
            self.line(&format!("image {:?} {} by {}", image.kind, image.width, image.height));
        }
        if *has_placeholders {
            self.line("has placeholders");
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn tail(&self, block: &Block) -> String {
        let Block { id, kind: _, anchor, locale, classes, word_style, tracked, span: _ } = block;
        let mut tail = format!(" n{}{}", id.0, self.at(*anchor));
        if let Some(locale) = locale {
            let _ = write!(tail, " {} {:?}", locale.language, locale.direction);
        }
        classes.iter().for_each(|class| {
            let _ = write!(tail, " .{class}");
        });
        if let Some(style) = word_style {
            let _ = write!(tail, " word style {style:?}");
        }
        if let Some(tracked) = tracked {
            tail.push_str(&self::tracked(tracked));
        }
        tail
    }

    fn block(&mut self, block: &Block) {
        let tail = self.tail(block);
        match &block.kind {
            BlockKind::Paragraph(Paragraph { role, content }) => self.named(&format!("{}{tail}", role.name()), content),
            BlockKind::Heading(Heading { level, number, content, listed }) => {
                let number = number.as_ref().map_or(String::new(), |n| format!(" {n:?}"));
                let unlisted = if *listed { "" } else { " unlisted" };
                self.named(&format!("heading {level}{number}{unlisted}{tail}"), content);
            }
            BlockKind::Quote(body) => self.body("quote", &tail, body),
            BlockKind::List(list) => self.list(list, &tail),
            BlockKind::Definitions(definitions) => {
                self.line(&format!("definitions{tail}"));
                self.nested(|out| {
                    for Definition { term, bodies } in definitions {
                        out.named("term", term);
                        bodies.iter().for_each(|body| out.body("definition", "", body));
                    }
                });
            }
            BlockKind::Code(Code { language, lines }) => {
                self.line(&format!("code {language:?}{tail}"));
                self.nested(|out| {
                    for line in lines {
                        let text: String = line.iter().map(|token| token.text.as_str()).collect();
                        out.line(&format!("{text:?}"));
                        let classes = classes(line);
                        if !classes.is_empty() {
                            out.nested(|out| out.line(&classes.join(", ")));
                        }
                    }
                });
            }
            BlockKind::Math(source) => self.line(&format!("math {source:?}{tail}")),
            BlockKind::Verse(stanzas) => {
                self.line(&format!("verse{tail}"));
                self.nested(|out| {
                    for stanza in stanzas {
                        out.line("stanza");
                        for VerseLine { indent, content } in stanza {
                            out.nested(|out| out.named(&format!("line {indent}"), content));
                        }
                    }
                });
            }
            BlockKind::Divider(ornament) => self.line(&format!("divider {ornament:?}{tail}")),
            BlockKind::PageBreak => self.line(&format!("page-break{tail}")),
            BlockKind::Table(table) => self.table(table, &tail),
            BlockKind::Figure(figure) => self.figure(figure, &tail),
            BlockKind::Image(picture) => {
                let picture = self.picture(picture);
                self.line(&format!("image {picture}{tail}"));
            }
            BlockKind::Division(Division { role, title, body }) => {
                self.line(&format!("division {role:?}{tail}"));
                self.nested(|out| {
                    if let Some(title) = title {
                        out.named("title", title);
                    }
                    out.blocks(body);
                });
            }
            BlockKind::AuthorNotes(notes) => {
                self.line(&format!("author-notes{tail}"));
                self.nested(|out| {
                    for AuthorNote { id, marker, anchor, call, body, span: _ } in notes {
                        let line = format!(
                            "author-note {marker:?} n{}{} called at{}",
                            id.0,
                            out.at(Some(*anchor)),
                            out.at(*call)
                        );
                        out.body(&line, "", body);
                    }
                });
            }
            BlockKind::Outline(Outline { kind, title, entries }) => {
                self.line(&format!("outline {kind:?}{tail}"));
                self.nested(|out| {
                    out.named("title", title);
                    entries.iter().for_each(|entry| out.entry("entry", entry));
                });
            }
            BlockKind::Endnotes { level, title, notes } => {
                let markers: Vec<&str> = notes.iter().map(|note| self.resolved.note(*note).marker.as_str()).collect();
                self.named(&format!("endnotes level {level} {markers:?}{tail}"), title);
            }
            BlockKind::Raw(Raw { markup, instead }) => {
                self.body(&format!("raw {:?} {:?}", markup.target(), markup.text()), &tail, instead);
            }
        }
    }

    fn body(&mut self, name: &str, tail: &str, body: &[Block]) {
        self.line(&format!("{name}{tail}"));
        self.nested(|out| out.blocks(body));
    }

    fn entry(&mut self, name: &str, entry: &OutlineEntry) {
        let OutlineEntry { target, level, number, content: _, text } = entry;
        let number = number.as_ref().map_or(String::new(), |n| format!(" {n:?}"));
        let line = format!("{name} {level}{number} {text:?}{}", self.at(Some(*target)));
        self.line(&line);
    }

    fn list(&mut self, list: &List, tail: &str) {
        let List { group, counter, tight, depth, continued, items } = list;
        let kind = counter.map_or("bullet".to_owned(), |c| format!("{:?} {:?}", c.style, c.delimiter));
        let spacing = if *tight { "tight" } else { "loose" };
        let continued = if *continued { " continued" } else { "" };
        self.line(&format!("list {kind} group {} {spacing} depth {depth}{continued}{tail}", group.0));
        self.nested(|out| {
            for Item { id, ordinal: _, marker, checked, anchor, body, span: _ } in items {
                let checked = checked.map_or("", |c| if c { " [x]" } else { " [ ]" });
                let line = format!("item {marker:?}{checked} n{}{}", id.0, out.at(*anchor));
                out.body(&line, "", body);
            }
        });
    }

    fn table(&mut self, table: &Table, tail: &str) {
        let Table { columns, head, body, header_columns } = table;
        let columns: Vec<String> = columns
            .iter()
            .map(|c| format!("{:?}{}", c.align, c.width.map_or(String::new(), |w| format!(" {w}"))))
            .collect();
        self.line(&format!("table [{}] header columns {header_columns}{tail}", columns.join(", ")));
        self.nested(|out| {
            for (name, rows) in [("head", head), ("row", body)] {
                for Row { cells } in rows {
                    out.line(name);
                    out.nested(|out| {
                        for Cell { body, column_span, row_span } in cells {
                            let spans = if (*column_span, *row_span) == (1, 1) { "" } else { " spanning" };
                            out.body(&format!("cell{spans}"), "", body);
                        }
                    });
                }
            }
        });
    }

    fn figure(&mut self, figure: &Figure, tail: &str) {
        let Figure { kind, body, caption, caption_above } = figure;
        let above = if *caption_above { " caption above" } else { "" };
        self.line(&format!("figure {kind:?}{above}{tail}"));
        self.nested(|out| {
            out.blocks(body);
            if let Some(Caption { id: _, label, body, credit, short }) = caption {
                let label = label.as_ref().map_or(String::new(), |l| format!(" {:?} {:?}", l.text(), l.separator));
                out.body(&format!("caption{label}"), "", body);
                for (name, line) in [("credit", credit), ("short", short)] {
                    if let Some(line) = line {
                        out.named(name, line);
                    }
                }
            }
        });
    }

    fn picture(&self, picture: &PictureRef) -> String {
        let PictureRef { image, target, alt, title, width, height } = picture;
        let alt = match alt {
            Alt::Text(text) => format!("alt {text:?}"),
            Alt::Decorative => "decorative".into(),
            Alt::Missing => "no alt".into(),
        };
        let image = image.map_or("missing".to_owned(), |i| i.0.to_string());
        let mut line = format!("{image} {target:?} {alt}");
        if let Some(title) = title {
            let _ = write!(line, " title {title:?}");
        }
        for (name, extent) in [("width", width), ("height", height)] {
            if let Some(extent) = extent {
                let _ = write!(line, " {name} {extent:?}");
            }
        }
        line
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(Text { text }) => self.line(&format!("{text:?}")),
            InlineKind::LineBreak => self.line("line-break"),
            InlineKind::Styled { style, content } => self.named(&format!("{style:?}").to_lowercase(), content),
            InlineKind::Code(text) => self.line(&format!("code {text:?}")),
            InlineKind::Math(text) => self.line(&format!("math {text:?}")),
            InlineKind::Link(Link { target, title, content }) => {
                let target = match target {
                    LinkTarget::Url(url) => format!("{url:?}"),
                    LinkTarget::Anchor(anchor) => self.at(Some(*anchor)).trim_start().to_owned(),
                };
                let title = title.as_ref().map_or(String::new(), |t| format!(" title {t:?}"));
                self.named(&format!("link {target}{title}"), content);
            }
            InlineKind::Reference(Reference { target, form, content }) => {
                let name = format!("reference {form:?}{}", self.at(Some(*target)));
                self.named(&name, content);
            }
            InlineKind::PageOf(anchor) => {
                let line = format!("page-of{}", self.at(Some(*anchor)));
                self.line(&line);
            }
            InlineKind::NoteCall(NoteCall { note: _, marker, anchor, first }) => {
                let again = if *first { "" } else { " again" };
                let line = format!("note-call {marker:?}{again}{}", self.at(Some(*anchor)));
                self.line(&line);
            }
            InlineKind::AuthorMark(AuthorMark { marker, anchor, note }) => {
                let line = format!("author-mark {marker:?}{} to{}", self.at(Some(*anchor)), self.at(Some(*note)));
                self.line(&line);
            }
            InlineKind::Image(picture) => {
                let picture = self.picture(picture);
                self.line(&format!("image {picture}"));
            }
            InlineKind::Span(Span { anchor, locale, classes, word_style, content }) => {
                let mut name = format!("span{}", self.at(*anchor));
                if let Some(locale) = locale {
                    let _ = write!(name, " {} {:?}", locale.language, locale.direction);
                }
                classes.iter().for_each(|class| {
                    let _ = write!(name, " .{class}");
                });
                if let Some(style) = word_style {
                    let _ = write!(name, " word style {style:?}");
                }
                self.named(&name, content);
            }
            InlineKind::IndexTerm(IndexTerm { entry, see, anchor }) => {
                let line = format!("index-term {entry:?} {see:?}{}", self.at(Some(*anchor)));
                self.line(&line);
            }
            InlineKind::Inserted { change, content } => self.named(&format!("inserted {change:?}"), content),
            InlineKind::Deleted { change, content } => self.named(&format!("deleted {change:?}"), content),
            InlineKind::Commented(comment) => self.comment("commented", comment),
            InlineKind::CommentStart { range, comment } => self.comment(&format!("comment-start {}", range.0), comment),
            InlineKind::CommentEnd(range) => self.line(&format!("comment-end {}", range.0)),
            InlineKind::ParagraphEnd(tracked) => self.line(&format!("paragraph-end{}", self::tracked(tracked))),
            InlineKind::Raw(Raw { markup, instead }) => {
                self.named(&format!("raw {:?} {:?}", markup.target(), markup.text()), instead);
            }
        }
    }

    fn comment(&mut self, name: &str, comment: &Comment) {
        let Comment { text, change, done, replies, content } = comment;
        let settled = |done: bool| if done { " done" } else { "" };
        let mut line = format!("{name} {text:?} {change:?}{}", settled(*done));
        for Reply { text, change, done, span: _ } in replies {
            let _ = write!(line, " reply {text:?} {change:?}{}", settled(*done));
        }
        self.named(&line, content);
    }
}

/// Who changed something as a whole.
/// Which bytes of a line of code are of which class, where they are not plain.
fn classes(line: &[Token]) -> Vec<String> {
    let mut at = 0;
    let mut out = Vec::new();
    for Token { class, text } in line {
        let end = at + text.len();
        if *class != TokenClass::Plain {
            out.push(format!("{} {at}..{end}", class.name()));
        }
        at = end;
    }
    out
}

fn tracked(tracked: &Tracked) -> String {
    let Tracked { inserted, deleted } = tracked;
    let who = |name: &str, change: &Option<Change>| change.as_ref().map(|change| format!(" {name} {change:?}"));
    [who("inserted", inserted), who("deleted", deleted)].into_iter().flatten().collect()
}
