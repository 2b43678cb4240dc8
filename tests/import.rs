//! The way back: a document that is exported as DOCX and imported says what it said. Both sides are looked at through
//! [`view`], which leaves out what a DOCX does not hold of a document: labels and classes, the spelling of quotation
//! marks and dashes, soft line ends, and what stands in `view`'s own arms with the reason.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "tests read cases from disk")]

use std::fmt::Write as _;

use chapbook::{ExportOptions, Format, LoadOptions, MemoryFiles};
use chapbook_docx::ReadOptions;
use chapbook_model::{
    Block, BlockKind, Document, Inline, InlineKind, ListKind, ListStyle, Metadata, Notes, ReferenceForm, plain_text,
};
use chapbook_source::FileId;
use chapbook_tests::cases::{self, Case, Folder};

/// Documents of which a DOCX does not hold enough, each with the reason.
const EXCEPT: &[(&str, &str)] = &[];

/// A document as it looks from far enough that a DOCX can hold it.
fn view(document: &Document) -> String {
    let mut view = View { notes: &document.notes, out: String::new(), depth: 0 };
    view.metadata(&document.metadata);
    view.blocks(&document.body);
    view.out
}

struct View<'d> {
    notes: &'d Notes,
    out: String,
    depth: usize,
}

impl View<'_> {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}{}", "  ".repeat(self.depth), plain_signs(text).trim_end());
    }

    fn metadata(&mut self, metadata: &Metadata) {
        let words = |line: &Option<Vec<Inline>>| line.as_ref().map(|line| plain_text(line)).unwrap_or_default();
        self.line(&format!("title {}", words(&metadata.title)));
        self.line(&format!("subtitle {}", words(&metadata.subtitle)));
        for author in metadata.authors.iter().filter(|author| author.role.is_none()) {
            self.line(&format!("author {}", author.name));
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn inside(&mut self, head: &str, blocks: &[Block]) {
        self.line(head);
        self.depth += 1;
        self.blocks(blocks);
        self.depth -= 1;
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                let text = self.text(content);
                if !text.trim().is_empty() {
                    self.line(&format!("p {text}"));
                }
            }
            BlockKind::Heading { level, content } => {
                let text = self.text(content);
                self.line(&format!("h{level} {text}"));
            }
            BlockKind::Quote(quote) => {
                self.inside("quote", &quote.body);
                if let Some(attribution) = &quote.attribution {
                    let text = self.text(attribution);
                    self.line(&format!("  by {text}"));
                }
            }
            BlockKind::List(list) => {
                let mut number = match list.kind {
                    ListKind::Bullet => 0,
                    ListKind::Ordered { start, .. } => start,
                };
                for item in &list.items {
                    number = item.value.unwrap_or(number);
                    let head = match list.kind {
                        ListKind::Bullet => "-".to_owned(),
                        ListKind::Ordered { start: _, style, delimiter } => match style {
                            ListStyle::Counter(style) => delimiter.wrap(&style.format(number)),
                            ListStyle::Hash | ListStyle::Example => delimiter.wrap(&number.to_string()),
                        },
                    };
                    let box_ = item.checked.map_or("", |on| if on { " [x]" } else { " [ ]" });
                    self.inside(&format!("item {head}{box_}"), &item.body);
                    number += 1;
                }
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    let term = self.text(&definition.term);
                    self.line(&format!("term {term}"));
                    self.depth += 1;
                    // Where one definition ends and the next begins, no style says.
                    definition.bodies.iter().for_each(|body| self.blocks(body));
                    self.depth -= 1;
                }
            }
            BlockKind::Code(code) => code.text.lines().for_each(|line| self.line(&format!("code {line}"))),
            BlockKind::Math(source) => source.trim().lines().for_each(|line| self.line(&format!("math {line}"))),
            BlockKind::Verse(stanzas) => {
                for stanza in stanzas {
                    for line in stanza {
                        let text = self.text(&line.content);
                        self.line(&format!("verse {}{text}", ">".repeat(usize::from(line.indent))));
                    }
                    self.line("stanza");
                }
            }
            BlockKind::Divider => self.line("divider"),
            BlockKind::Break(_) => self.line("break"),
            BlockKind::Table(table) => {
                for (name, rows) in [("head", &table.head), ("row", &table.body)] {
                    for row in rows {
                        self.line(name);
                        for cell in &row.cells {
                            self.depth += 1;
                            self.inside(&format!("cell {}x{}", cell.column_span, cell.row_span), &cell.body);
                            self.depth -= 1;
                        }
                    }
                }
            }
            BlockKind::Figure(figure) => {
                let Some(caption) = &figure.caption else { return self.blocks(&figure.body) };
                self.inside("figure", &figure.body);
                self.inside("  caption", &caption.body);
                if let Some(credit) = &caption.credit {
                    let text = self.text(credit);
                    self.line(&format!("  credit {text}"));
                }
            }
            BlockKind::Container(body) => {
                // Of classes, those are held that have a style.
                let styled = [
                    "epigraph",
                    "dedication",
                    "copyright-page",
                    "colophon",
                    "abstract",
                    "acknowledgements",
                    "aside",
                    "pullquote",
                    "callout-note",
                    "callout-tip",
                    "callout-important",
                    "callout-warning",
                    "callout-caution",
                    "letter",
                    "glossary",
                ];
                match block.attrs.classes().iter().find(|class| styled.contains(&class.as_str())) {
                    Some(class) => self.inside(&format!("div {class}"), body),
                    None => self.blocks(body),
                }
            }
            BlockKind::Outline(kind) => self.line(&format!("outline {kind:?}")),
            BlockKind::Bibliography | BlockKind::Endnotes | BlockKind::Raw(_) => {}
        }
    }

    fn text(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        for inline in inlines {
            self.inline(inline, &mut out);
        }
        // Spaces beside marks stand where they will.
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn inline(&mut self, inline: &Inline, out: &mut String) {
        let mut marked = |view: &mut Self, sign: &str, content: &[Inline]| {
            let text = view.text(content);
            if !text.is_empty() {
                let _ = write!(out, "{sign}{text}{sign}");
            }
        };
        match &inline.kind {
            InlineKind::Text(text) => out.push_str(text),
            InlineKind::SoftBreak => out.push(' '),
            InlineKind::HardBreak => out.push_str(" / "),
            InlineKind::Emph(content) => marked(self, "*", content),
            InlineKind::Strong(content) => marked(self, "**", content),
            InlineKind::Strike(content) => marked(self, "~~", content),
            InlineKind::Subscript(content) => marked(self, "~", content),
            InlineKind::Superscript(content) => marked(self, "^", content),
            InlineKind::SmallCaps(content) => marked(self, "##", content),
            InlineKind::Underline(content) => marked(self, "__", content),
            InlineKind::Highlight(content) => marked(self, "==", content),
            InlineKind::Code(text) | InlineKind::Math(text) => {
                let _ = write!(out, "`{text}`");
            }
            InlineKind::Link(link) => {
                let target = if link.target.contains("://") { link.target.as_str() } else { "#" };
                let text = self.text(&link.content);
                let _ = write!(out, "[{text}]({target})");
            }
            InlineKind::Image(image) => {
                let _ = write!(out, "![{}]", image.alt.as_deref().unwrap_or(""));
            }
            InlineKind::Span(content) => out.push_str(&self.text_with_edges(content)),
            InlineKind::Note(name) => {
                out.push_str("[^note]");
                let _ = self.notes.get(name);
            }
            InlineKind::Reference(reference) => {
                for item in &reference.items {
                    out.push_str(match item.form {
                        ReferenceForm::Page => "@page",
                        ReferenceForm::Full | ReferenceForm::Number | ReferenceForm::Worded(_) => "@",
                    });
                }
            }
            InlineKind::Insertion { change: _, content } => {
                let text = self.text(content);
                let _ = write!(out, "{{++{text}++}}");
            }
            InlineKind::Deletion { change: _, content } => {
                let text = self.text(content);
                let _ = write!(out, "{{--{text}--}}");
            }
            InlineKind::Comment(comment) => {
                out.push_str(&self.text_with_edges(&comment.on));
                if comment.visibility == chapbook_model::Visibility::Shared {
                    let _ = write!(out, "{{>>{}<<}}", comment.text);
                }
            }
            InlineKind::Index(term) => out.push_str(&self.text_with_edges(&term.content)),
            InlineKind::Cite(_) | InlineKind::Milestone(_) | InlineKind::Raw(_) => {}
        }
    }

    fn text_with_edges(&mut self, content: &[Inline]) -> String {
        let mut out = String::new();
        content.iter().for_each(|inline| self.inline(inline, &mut out));
        out
    }
}

/// Text with the signs that typography makes of typed ones as they are typed.
fn plain_signs(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '‘' | '’' | '‚' | '‹' | '›' => out.push('\''),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '…' => out.push_str("..."),
            '\u{A0}' | '\u{202F}' => out.push(' '),
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Exports a document and reads it back: the document, its view from before, and from after.
fn there_and_back(case: &Case) -> Option<(String, String)> {
    let files = Folder(case.folder.clone());
    let loaded = chapbook::load(&files, &case.file, &LoadOptions::default());
    let text = loaded.text()?.to_owned();
    let options = ExportOptions { to: vec![Format::Docx], keep_going: true, ..ExportOptions::default() };
    let exported = chapbook::export(&loaded, &files, &options).unwrap();
    let bytes = &exported.outputs.first()?.bytes;
    let reading = chapbook_docx::read(bytes, &ReadOptions::default()).unwrap();
    let (before, _) = chapbook_markdown::read(FileId(0), &text, &chapbook_markdown::ReadOptions::default());
    Some((view(&before), view(&reading.document)))
}

#[test]
fn cases_come_back_as_they_went() {
    let wanted = std::env::var("CHAPBOOK_CASE").unwrap_or_default();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for case in [cases::cases(), cases::examples()].concat() {
        if !case.name.contains(&wanted) || EXCEPT.iter().any(|(name, _)| *name == case.name) {
            continue;
        }
        let Some((before, after)) = there_and_back(&case) else { continue };
        tried += 1;
        if before != after {
            wrong.push(format!("== {}\n{}", case.name, chapbook_tests::diff::lines(&before, &after)));
        }
    }
    assert!(tried > 0);
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is imported, exported again and imported again is the same document.
#[test]
fn a_second_trip_changes_nothing() {
    let mut wrong = Vec::new();
    for case in [cases::cases(), cases::examples()].concat() {
        let files = Folder(case.folder.clone());
        let loaded = chapbook::load(&files, &case.file, &LoadOptions::default());
        let options = ExportOptions { to: vec![Format::Docx], keep_going: true, ..ExportOptions::default() };
        let exported = chapbook::export(&loaded, &files, &options).unwrap();
        let Some(first) = exported.outputs.first() else { continue };
        let once = chapbook::import(&first.bytes, &chapbook::ImportOptions::default()).unwrap();
        let mut again = MemoryFiles::default();
        again.add("a.md", once.markdown.clone().into_bytes());
        for (name, bytes) in &once.media {
            again.add(name, bytes.clone());
        }
        let loaded = chapbook::load(&again, "a.md", &LoadOptions::default());
        let exported = chapbook::export(&loaded, &again, &options).unwrap();
        let Some(second) = exported.outputs.first() else {
            wrong.push(format!("== {}: nothing was exported", case.name));
            continue;
        };
        let twice = chapbook::import(&second.bytes, &chapbook::ImportOptions::default()).unwrap();
        if once.markdown != twice.markdown {
            wrong.push(format!("== {}\n{}", case.name, chapbook_tests::diff::lines(&once.markdown, &twice.markdown)));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
