//! Blocks: one arm for each kind. What takes more than a few lines has its own file.

use chapbook_model::{
    Block, BlockKind, BreakKind, Code, Definition, FigureKind, Inline, InlineKind, OutlineKind, Quote,
    lists_run_together, needs_blank_line,
};
use chapbook_values::Attributes;

use super::attributes::{braces, fence, heading_braces, with_class};
use super::escapes::{Line, LinePlace};
use super::out::Out;
use super::{Writer, inlines, raw};
use crate::continuation::Counting;

/// A sequence of blocks under way: which list another may go on from, as the reader sees it.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    pub(super) counting: Counting,
    /// How many blocks there were.
    at: usize,
    /// Whether the last one was a list in a carrier.
    carried: bool,
}

/// How blocks are kept from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spacing {
    /// By a blank line.
    Blank,
    /// By a line end, where that does.
    Tight,
}

impl Writer<'_> {
    /// Blocks one after the other.
    pub(super) fn blocks(&mut self, out: &mut Out, blocks: &[Block], spacing: Spacing) {
        let outer = std::mem::replace(&mut self.tight, spacing == Spacing::Tight);
        let mut sequence = Sequence::default();
        for (i, block) in blocks.iter().enumerate() {
            if i > 0 {
                let before = &blocks[i - 1];
                if run_together(before, block, &sequence) {
                    out.blank_line();
                    out.put("<!-- -->");
                    out.blank_line();
                } else if spacing == Spacing::Tight && !needs_blank_line(before, block) {
                    out.end_line();
                } else {
                    out.blank_line();
                }
            }
            self.block(out, block, &mut sequence);
        }
        self.tight = outer;
    }

    /// One block, in a carrier where its attributes have no other place.
    pub(super) fn block(&mut self, out: &mut Out, block: &Block, sequence: &mut Sequence) {
        let attrs = self.carried(block, sequence);
        sequence.at += 1;
        sequence.carried = !attrs.is_empty();
        let opens_item = std::mem::take(&mut self.opens_item);
        if attrs.is_empty() {
            return self.bare_block(out, block, opens_item);
        }
        out.put(&fence(&with_class("attr", &attrs)));
        out.end_line();
        self.bare_block(out, block, false);
        self.end_of_div(out, Some(block));
        out.put(":::");
    }

    /// The attributes that a block has no place for itself.
    fn carried(&mut self, block: &Block, sequence: &mut Sequence) -> Attributes {
        let attrs = &block.attrs;
        match &block.kind {
            BlockKind::List(list) => {
                let continues = sequence.counting.word(list);
                sequence.counting.pass(sequence.at, &block.kind);
                let style = super::lists::typed_style(list);
                super::attributes::with_pairs(attrs, [("continue", continues), ("type", style)])
            }
            BlockKind::Paragraph(_)
            | BlockKind::Quote(_)
            | BlockKind::Definitions(_)
            | BlockKind::Verse(_)
            | BlockKind::Raw(_) => attrs.clone(),
            BlockKind::Divider | BlockKind::Break(_) => {
                sequence.counting.pass(sequence.at, &block.kind);
                attrs.clone()
            }
            BlockKind::Heading { .. } => {
                sequence.counting.pass(sequence.at, &block.kind);
                Attributes::NONE
            }
            BlockKind::Table(table) if self.pipe_table(table).is_some() => attrs.clone(),
            BlockKind::Math(_) if attrs.label().is_some() => attrs.clone(),
            BlockKind::Code(code) if !info_holds(code, attrs) => attrs.clone(),
            BlockKind::Table(_)
            | BlockKind::Math(_)
            | BlockKind::Code(_)
            | BlockKind::Figure(_)
            | BlockKind::Container(_)
            | BlockKind::Outline(_)
            | BlockKind::Bibliography
            | BlockKind::Endnotes => Attributes::NONE,
        }
    }

    fn bare_block(&mut self, out: &mut Out, block: &Block, opens_item: bool) {
        let attrs = &block.attrs;
        match &block.kind {
            BlockKind::Paragraph(content) => self.paragraph(out, content, opens_item),
            BlockKind::Heading { level, content } => self.heading(out, *level, content, attrs),
            BlockKind::Quote(quote) => self.quote(out, quote),
            BlockKind::List(list) => self.list(out, list),
            BlockKind::Definitions(definitions) => self.definitions(out, definitions),
            BlockKind::Code(code) if info_holds(code, attrs) => out.put(&fenced(code, attrs)),
            BlockKind::Code(code) => out.put(&fenced(code, &Attributes::NONE)),
            BlockKind::Math(source) if attrs.label().is_some() => out.put(&display(source, &Attributes::NONE)),
            BlockKind::Math(source) => out.put(&display(source, attrs)),
            BlockKind::Verse(stanzas) => self.verse(out, stanzas),
            BlockKind::Divider => out.put("* * *"),
            BlockKind::Break(BreakKind::Page) => out.put("{{< pagebreak >}}"),
            BlockKind::Table(table) => self.table(out, table, attrs),
            BlockKind::Figure(figure) => self.figure(out, figure, attrs),
            BlockKind::Container(body) => self.container(out, attrs, body),
            BlockKind::Outline(kind) => {
                let class = match kind {
                    OutlineKind::Contents => "toc",
                    OutlineKind::Figures => "list-of-figures",
                    OutlineKind::Tables => "list-of-tables",
                    OutlineKind::Listings => "list-of-listings",
                    OutlineKind::Index => "index",
                };
                self.container(out, &with_class(class, attrs), &[]);
            }
            BlockKind::Bibliography => self.container(out, attrs, &[]),
            BlockKind::Endnotes => self.container(out, &with_class("endnotes", attrs), &[]),
            BlockKind::Raw(content) => out.put(&raw::block(content)),
        }
    }

    fn paragraph(&mut self, out: &mut Out, content: &[Inline], opens_item: bool) {
        let line = Line { place: LinePlace::Paragraph, opens_item, opens_file: self.opens_file };
        if let [Inline { kind: InlineKind::Image(image), attrs, .. }] = content {
            return out.put(&self.lone_image(image, attrs));
        }
        if let [Inline { kind: InlineKind::Raw(content), .. }] = content {
            return out.put(&raw::alone(content));
        }
        let text = self.line(content, line);
        out.put(&text);
    }

    fn heading(&mut self, out: &mut Out, level: u8, content: &[Inline], attrs: &Attributes) {
        let text = self.line(content, LinePlace::Heading.into());
        out.put(&"#".repeat(usize::from(level.clamp(1, 6))));
        for part in [text, heading_braces(attrs)].iter().filter(|part| !part.is_empty()) {
            out.put(" ");
            out.put(part);
        }
    }

    fn quote(&mut self, out: &mut Out, Quote { body, attribution }: &Quote) {
        out.nest("> ", "> ", |out| {
            self.blocks(out, body, Spacing::Blank);
            let Some(words) = attribution else { return };
            // On a line of the last paragraph, or of its own.
            match body.last() {
                Some(Block { kind: BlockKind::Paragraph(content), attrs, .. })
                    if attrs.is_empty() && !is_html_line(content) =>
                {
                    out.end_line();
                }
                Some(_) => out.blank_line(),
                None => {}
            }
            let words = self.line(words, LinePlace::Value.into());
            out.put(&format!("[{words}]{{.attribution}}"));
        });
    }

    fn definitions(&mut self, out: &mut Out, definitions: &[Definition]) {
        for (i, Definition { term, bodies }) in definitions.iter().enumerate() {
            if i > 0 {
                out.blank_line();
            }
            let term = self.line(term, LinePlace::Term.into());
            out.put(&term);
            if bodies.is_empty() {
                // A term that nothing is said of: no text is its definition.
                out.end_line();
                out.put(":   <!-- -->");
            }
            let mut apart = false;
            for body in bodies {
                if apart {
                    out.blank_line()
                } else {
                    out.end_line()
                }
                // After several blocks a colon might go on with the last of them.
                apart = !matches!(body.as_slice(), [Block { kind: BlockKind::Paragraph(_), attrs, .. }] if attrs.is_empty());
                out.nest(":   ", "    ", |out| self.blocks(out, body, Spacing::Blank));
            }
        }
    }

    /// A div.
    pub(super) fn container(&mut self, out: &mut Out, attrs: &Attributes, body: &[Block]) {
        out.put(&fence(attrs));
        out.end_line();
        if !body.is_empty() {
            self.blocks(out, body, Spacing::Blank);
            self.end_of_div(out, body.last());
        }
        out.put(":::");
    }

    /// The line end before a closing fence; HTML would take the fence in.
    pub(super) fn end_of_div(&mut self, out: &mut Out, last: Option<&Block>) {
        let html = last.is_some_and(|block| matches!(&block.kind, BlockKind::Raw(raw) if raw.target == "html"));
        if html { out.blank_line() } else { out.end_line() }
    }
}

impl Sequence {
    /// A block goes by that is written elsewhere.
    pub(super) fn pass(&mut self, kind: &BlockKind) {
        self.counting.pass(self.at, kind);
        self.at += 1;
        self.carried = false;
    }
}

/// Whether two blocks would be one if only a blank line kept them apart, and no carrier does.
pub(super) fn run_together(before: &Block, after: &Block, sequence: &Sequence) -> bool {
    !sequence.carried && alike(before, after)
}

/// Whether two blocks would be one if only a blank line kept them apart.
pub(super) fn alike(before: &Block, after: &Block) -> bool {
    match (&before.kind, &after.kind) {
        (BlockKind::List(a), BlockKind::List(b)) => {
            before.attrs.is_empty() && after.attrs.is_empty() && lists_run_together(a.kind, b.kind)
        }
        (BlockKind::Definitions(_), BlockKind::Definitions(_)) => before.attrs.is_empty() && after.attrs.is_empty(),
        (_, _) => false,
    }
}

/// Whether a paragraph's last line is a block of HTML to the reader.
fn is_html_line(content: &[Inline]) -> bool {
    content.first().is_some_and(|first| content.len() == 1 && inlines::begins_html_block(&first.kind))
}

/// Whether an info string can say both the language and the attributes.
fn info_holds(code: &Code, attrs: &Attributes) -> bool {
    code.language.is_some() || attrs.classes().is_empty()
}

/// Code between fences that it has not in it.
pub(super) fn fenced(Code { language, text }: &Code, attrs: &Attributes) -> String {
    let info = info(language.as_deref(), attrs);
    let mark = if info.contains('`') { '~' } else { '`' };
    let longest = text
        .split('\n')
        .map(str::trim_start)
        .map(|line| line.chars().take_while(|c| *c == mark).count())
        .max()
        .unwrap_or(0);
    let fence = String::from(mark).repeat(longest.max(2) + 1);
    let end = if text.is_empty() { "" } else { "\n" };
    format!("{fence}{info}\n{text}{end}{fence}")
}

/// `rust`, or ` {.rust #lst-x}`.
fn info(language: Option<&str>, attrs: &Attributes) -> String {
    let Some(language) = language.filter(|language| !language.is_empty()) else {
        let braces = braces(attrs);
        return if braces.is_empty() { braces } else { format!(" {braces}") };
    };
    if attrs.is_empty() {
        return super::escapes::of_value(language, &['\\']);
    }
    let nameable = language.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '.'));
    match nameable {
        true => format!(" {}", braces(&with_class(language, attrs))),
        false => format!("{language} {}", braces(attrs)),
    }
}

/// Display mathematics; several lines of it stand between their marks.
pub(super) fn display(source: &str, attrs: &Attributes) -> String {
    let lines: Vec<&str> = source.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    let end = match braces(attrs) {
        braces if braces.is_empty() => braces,
        braces => format!(" {braces}"),
    };
    match lines.as_slice() {
        [line] if !line.ends_with('\\') => format!("$${line}$${end}"),
        lines => format!("$$\n{}\n$${end}", lines.join("\n")),
    }
}

/// Whether a figure of this kind is told by its label.
pub(super) fn prefix(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Image => "fig",
        FigureKind::Table => "tbl",
        FigureKind::Listing => "lst",
        FigureKind::Equation => "eq",
    }
}
