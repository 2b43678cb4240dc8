//! A document as it looks from far enough that a DOCX can hold it. It leaves out what a DOCX does not hold: labels and
//! classes, the spelling of quotation marks and dashes, soft line ends, and what stands in its own arms with the
//! reason.

use std::fmt::Write as _;

use chapbook_model::{
    Block, BlockKind, Change, Comment, Document, Inline, InlineKind, ListKind, ListPrinting, ListStyle, Metadata,
    Milestone, MilestoneKind, Ranges, ReferenceForm, Visibility, pair_ranges, plain_text,
};

/// The lines that a document is compared by.
pub(crate) fn view(document: &Document) -> String {
    // Starts and ends without a counterpart go, and replies name the comment that began their thread.
    let mut document = document.clone();
    let ranges = pair_ranges(&mut document);
    let (open, out) = (Vec::new(), String::new());
    let mut view = View { out, depth: 0, in_item: false, literal: true, ranges, open, line: Line::default() };
    view.metadata(&document.metadata);
    if !document.metadata.summary.is_empty() {
        view.inside("div abstract", &document.metadata.summary);
    }
    view.blocks(&document.body);
    let own = document.metadata.authors.iter().map(|author| &author.acknowledgements);
    for thanks in own.chain([&document.metadata.acknowledgements]).filter(|thanks| !thanks.is_empty()) {
        view.inside("div acknowledgements", thanks);
    }
    view.out
}

struct View {
    out: String,
    depth: usize,
    in_item: bool,
    /// Whether typed numbers are printed.
    literal: bool,
    ranges: Ranges,
    /// Comments whose words run, and changes that are open.
    open: Vec<Open>,
    /// The paragraph that is looked at.
    line: Line,
}

#[derive(Default)]
struct Line {
    /// Its number.
    number: usize,
    printed: bool,
    /// The insertion and the deletion of its end that it says itself.
    marked: [Option<Change>; 2],
    /// The insertion and the deletion that began where an earlier paragraph began, and with which this one ends.
    closed: [Option<Change>; 2],
}

/// What began at a milestone.
struct Open {
    id: Option<String>,
    what: What,
    /// The paragraph that it began in, if it began where that begins.
    begins: Option<usize>,
}

enum What {
    Comment(Comment),
    /// Its signs, and who made it.
    Change([&'static str; 2], Change),
}

impl View {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}{}", "  ".repeat(self.depth), plain_signs(text).trim_end());
    }

    fn metadata(&mut self, metadata: &Metadata) {
        let words = |line: &Option<Vec<Inline>>| line.as_ref().map(|line| plain_text(line)).unwrap_or_default();
        self.line(&format!("title {}", words(&metadata.title)));
        self.line(&format!("subtitle {}", words(&metadata.subtitle)));
        self.literal = metadata.lists == Some(ListPrinting::Literal);
        for author in metadata.authors.iter().filter(|a| a.role.as_deref().is_none_or(|role| role == "author")) {
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
                let text = self.text_and_end(content);
                if !text.trim().is_empty() {
                    self.line(&format!("p {text}"));
                }
            }
            BlockKind::Heading { level, content } => {
                let text = self.text_and_end(content);
                self.line(&format!("h{level} {text}"));
            }
            BlockKind::Quote(quote) => {
                for block in &quote.body {
                    // In an item, it looks like the item's own paragraph.
                    match self.in_item {
                        true => self.block(block),
                        false => self.inside("quote", std::slice::from_ref(block)),
                    }
                }
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
                    number = item.value.filter(|_| self.literal).unwrap_or(number);
                    let head = match list.kind {
                        ListKind::Bullet => "-".to_owned(),
                        ListKind::Ordered { start: _, style, delimiter } => match style {
                            ListStyle::Counter(style) => delimiter.wrap(&style.format(number)),
                            ListStyle::Hash | ListStyle::Example => delimiter.wrap(&number.to_string()),
                        },
                    };
                    let box_ = item.checked.map_or("", |on| if on { " [x]" } else { " [ ]" });
                    let outside = std::mem::replace(&mut self.in_item, true);
                    self.inside(&format!("item {head}{box_}"), &item.body);
                    self.in_item = outside;
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
            // Code that goes with all that is around it is gone: it has no place for a change.
            BlockKind::Code(_) | BlockKind::Math(_) if self.deletes() => {}
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
                if block.attrs.has_class("byline") || block.attrs.has_class("author-note") {
                    // They are metadata when they come back.
                    return;
                }
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
        let out = self.text_with_edges(inlines);
        // Spaces beside marks stand where they will.
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of a paragraph and what became of its end: as in Word, the end goes with a change that runs on after it,
    /// and paragraphs that are changed from the first word to the last with their ends.
    fn text_and_end(&mut self, inlines: &[Inline]) -> String {
        self.line = Line { number: self.line.number + 1, ..Line::default() };
        let mut text = self.text(inlines);
        if text.is_empty() {
            return text;
        }
        for (at, wanted) in [INSERTED, DELETED].into_iter().enumerate() {
            let open = self.open.iter().rev().find_map(|open| match &open.what {
                What::Change(signs, change) if *signs == wanted => Some(change.clone()),
                What::Change(..) | What::Comment(_) => None,
            });
            if let Some(change) = self.line.marked[at].take().or(open).or(self.line.closed[at].take()) {
                text.push_str(&in_signs(wanted, &change, "¶"));
            }
        }
        text
    }

    /// Whether what stands here was deleted.
    fn deletes(&self) -> bool {
        self.open.iter().any(|open| matches!(open.what, What::Change(DELETED, _)))
    }

    /// In a DOCX, every run between the two ends of a change says that it is changed.
    fn changed(&mut self, text: &str) -> String {
        if !text.trim().is_empty() {
            self.line.printed = true;
            self.line.closed = [None, None];
        }
        let mut out = text.to_owned();
        for open in self.open.iter().rev() {
            if let What::Change(signs, change) = &open.what
                && !text.trim().is_empty()
            {
                out = in_signs(*signs, change, out.trim());
            }
        }
        out
    }

    /// A comment and the replies to it, which stand where its words end.
    fn remarks(&mut self, comment: &Comment, out: &mut String) {
        remark("", comment, out);
        let replies = comment.id.as_ref().and_then(|id| self.ranges.replies.get(id));
        replies.into_iter().flatten().for_each(|(reply, _)| remark("re ", reply, out));
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
                let text = self.text(&link.content);
                let target = if link.target.contains("://") { link.target.as_str() } else { "#" };
                let _ = write!(out, "[{text}]({target})");
            }
            InlineKind::Image(image) => {
                let _ = write!(out, "![{}]", image.alt.as_deref().unwrap_or(""));
            }
            InlineKind::Span(content) => out.push_str(&self.text_with_edges(content)),
            InlineKind::Note(_) => out.push_str("[^note]"),
            InlineKind::Reference(reference) => {
                for item in &reference.items {
                    match &item.form {
                        ReferenceForm::Page => out.push_str("@page"),
                        ReferenceForm::Full | ReferenceForm::Number => out.push('@'),
                        ReferenceForm::Worded(words) => {
                            let words = self.text(words);
                            let _ = write!(out, "{words} @");
                        }
                    }
                }
            }
            InlineKind::Insertion { change, content } => out.push_str(&in_signs(INSERTED, change, &self.text(content))),
            InlineKind::Deletion { change, content } => out.push_str(&in_signs(DELETED, change, &self.text(content))),
            InlineKind::Comment(comment) => {
                let words = self.text_with_edges(&comment.on);
                match comment.visibility {
                    Visibility::Private => out.push_str(&words),
                    // It stands where its thread does.
                    Visibility::Shared if comment.reply_to.is_some() => out.push_str(&words),
                    Visibility::Shared if self.runs(comment) => {
                        let (id, what) = (comment.id.clone(), What::Comment((**comment).clone()));
                        self.open.push(Open { id, what, begins: None });
                    }
                    Visibility::Shared => {
                        if !words.is_empty() {
                            let _ = write!(out, "{{=={words}==}}");
                        }
                        self.remarks(comment, out);
                    }
                }
            }
            InlineKind::Index(term) => out.push_str(&self.text_with_edges(&term.content)),
            InlineKind::Cite(_) | InlineKind::Milestone(_) | InlineKind::Raw(_) => {}
        }
    }

    /// Whether the words of a comment end at a milestone.
    fn runs(&self, comment: &Comment) -> bool {
        comment.id.as_ref().is_some_and(|id| self.ranges.comments.contains(id))
    }

    fn milestone(&mut self, milestone: &Milestone, out: &mut String) {
        let Milestone { kind, id, change } = milestone;
        let mut begin = |signs| {
            let what = What::Change(signs, change.clone());
            let begins = Some(self.line.number).filter(|_| !self.line.printed);
            self.open.push(Open { id: id.clone(), what, begins });
        };
        match kind {
            MilestoneKind::CommentStart => out.push_str("{=="),
            MilestoneKind::InsertionStart => begin(INSERTED),
            MilestoneKind::DeletionStart => begin(DELETED),
            MilestoneKind::CommentEnd | MilestoneKind::InsertionEnd | MilestoneKind::DeletionEnd => {
                let at = self.open.iter().rposition(|open| open.id == *id).expect("starts and ends are paired");
                let Open { id: _, what, begins } = self.open.remove(at);
                match what {
                    What::Comment(comment) => {
                        out.push_str("==}");
                        self.remarks(&comment, out);
                    }
                    What::Change(signs, change) if begins.is_some_and(|line| line < self.line.number) => {
                        self.line.closed[usize::from(signs == DELETED)] = Some(change);
                    }
                    What::Change(..) => {}
                }
            }
            MilestoneKind::ParagraphInsertion => self.line.marked[0] = Some(change.clone()),
            MilestoneKind::ParagraphDeletion => self.line.marked[1] = Some(change.clone()),
        }
    }

    fn text_with_edges(&mut self, content: &[Inline]) -> String {
        let mut out = String::new();
        let mut piece = String::new();
        for inline in content {
            match &inline.kind {
                InlineKind::Milestone(milestone) => {
                    out.push_str(&self.changed(&std::mem::take(&mut piece)));
                    self.milestone(milestone, &mut out);
                }
                _ => self.inline(inline, &mut piece),
            }
        }
        out.push_str(&self.changed(&piece));
        out
    }
}

const INSERTED: [&str; 2] = ["{++", "++}"];
const DELETED: [&str; 2] = ["{--", "--}"];

fn in_signs([before, after]: [&str; 2], change: &Change, text: &str) -> String {
    format!("{before}{text}{after}{}", who(change))
}

/// Who did something, and when.
fn who(change: &Change) -> String {
    let Change { author, date } = change;
    [author, date].into_iter().flatten().map(|word| format!("[{word}]")).collect()
}

fn remark(before: &str, comment: &Comment, out: &mut String) {
    let done = if comment.done { " done" } else { "" };
    let _ = write!(out, "{{>>{before}{}{done}<<}}{}", comment.text, who(&comment.change));
}

/// Text with the signs that typography makes of typed ones as they are typed.
fn plain_signs(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            // Which marks stand outside and which inside differs from language to language, and so do spaces in them.
            '«' | '‹' => out.push_str("'\u{0}"),
            '»' | '›' => out.push_str("\u{1}'"),
            '“' | '”' | '„' | '"' | '‘' | '’' | '‚' => out.push('\''),
            '–' => out.push_str("--"),
            '—' => out.push_str("---"),
            '…' => out.push_str("..."),
            '\u{A0}' | '\u{202F}' => out.push(' '),
            c => out.push(c),
        }
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    out.replace("\u{0} ", "").replace(" \u{1}", "").replace(['\u{0}', '\u{1}'], "")
}
