//! What a DOCX holds of a model made at random: where it has no form for what stands in what, the model is brought to
//! one that it has, and each step says what is missing. What is left is read back as it was written.

use chapbook_model::{
    Block, BlockKind, Continues, Document, FigureKind, Inline, InlineKind, Item, ListKind, ListStyle, Node, Visibility,
    normalise_document,
};
use chapbook_source::Span;
use chapbook_values::{Attributes, CounterStyle};

/// A document of what a DOCX holds.
pub(crate) fn held(document: &Document) -> Document {
    let mut out = document.clone();
    out.body = blocks(std::mem::take(&mut out.body), Within::Body);
    // A note is paragraphs in the note's style.
    for note in out.notes.values_mut() {
        note.body = paragraphs(std::mem::take(&mut note.body));
    }
    normalise_document(&mut out);
    out
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Body,
    Item,
}

fn blocks(all: Vec<Block>, within: Within) -> Vec<Block> {
    all.into_iter().flat_map(|block| held_block(block, within)).collect()
}

fn held_block(mut block: Block, within: Within) -> Vec<Block> {
    block.attrs = Attributes::NONE;
    let kind = match block.kind {
        BlockKind::Paragraph(content) => BlockKind::Paragraph(with_words(inlines(content, Look::default()))),
        BlockKind::Heading { level, content } if within == Within::Body => {
            BlockKind::Heading { level, content: with_words(inlines(content, BOLD)) }
        }
        // An item is paragraphs: a heading in it is a heading after it.
        BlockKind::Heading { level: _, content } => BlockKind::Paragraph(with_words(inlines(content, Look::default()))),
        // A quotation is the style of paragraphs.
        BlockKind::Quote(mut quote) if within == Within::Body => {
            quote.body = quoted(quote.body);
            quote.attribution = quote.attribution.map(|line| with_words(inlines(line, Look::default())));
            BlockKind::Quote(quote)
        }
        BlockKind::Quote(quote) => return paragraphs(quote.body),
        BlockKind::List(mut list) => {
            // A list that goes on with a labelled one has the numbers and the style of that; the view shows its own.
            if matches!(list.continues, Continues::Label(_)) {
                list.continues = Continues::No;
            }
            // Other styles of numbers are printed as numbers.
            if let ListKind::Ordered { start, .. } = &mut list.kind {
                // After Z, Word counts AA, BB, CC.
                *start = (*start).min(9);
            }
            if let ListKind::Ordered { start: _, style, delimiter: _ } = &mut list.kind
                && matches!(style, ListStyle::Hash | ListStyle::Example)
            {
                *style = ListStyle::Counter(CounterStyle::Decimal);
            }
            for Item { body, value, .. } in &mut list.items {
                *value = None;
                *body = blocks(std::mem::take(body), Within::Item);
                // An item begins with a paragraph, which carries the number.
                if !body.first().is_some_and(|first| matches!(first.kind, BlockKind::Paragraph(_))) {
                    body.insert(0, node(BlockKind::Paragraph(vec![text("word")])));
                }
            }
            BlockKind::List(list)
        }
        BlockKind::Definitions(definitions) if within == Within::Body => {
            let mut definitions = definitions;
            for definition in &mut definitions {
                definition.term = with_words(inlines(std::mem::take(&mut definition.term), BOLD));
                for body in &mut definition.bodies {
                    *body = paragraphs(std::mem::take(body));
                }
            }
            BlockKind::Definitions(definitions)
        }
        BlockKind::Code(code) if within == Within::Body && !code.text.trim().is_empty() => BlockKind::Code(code),
        BlockKind::Verse(mut stanzas) if within == Within::Body => {
            for line in stanzas.iter_mut().flatten() {
                line.content = with_words(inlines(std::mem::take(&mut line.content), Look::default()));
            }
            BlockKind::Verse(stanzas)
        }
        BlockKind::Table(mut table) if within == Within::Body => {
            for cell in table.body.iter_mut().flat_map(|row| &mut row.cells) {
                cell.body = paragraphs(std::mem::take(&mut cell.body));
            }
            for cell in table.head.iter_mut().flat_map(|row| &mut row.cells) {
                cell.body = vec![node(BlockKind::Paragraph(vec![text("word")]))];
            }
            BlockKind::Table(table)
        }
        BlockKind::Figure(mut figure) if within == Within::Body && figure.kind == FigureKind::Image => {
            let image = chapbook_model::Image {
                target: "square.png".into(),
                alt: Some("A square".into()),
                title: None,
                width: None,
                height: None,
            };
            figure.body = vec![node(BlockKind::Paragraph(vec![node(InlineKind::Image(image))]))];
            let Some(caption) = &mut figure.caption else { return Vec::new() };
            // A caption is one paragraph.
            caption.body = paragraphs(std::mem::take(&mut caption.body));
            caption.body.truncate(1);
            BlockKind::Figure(figure)
        }
        BlockKind::Divider if within == Within::Body => BlockKind::Divider,
        // Containers without a style of their own are what stands in them.
        BlockKind::Container(body) => return blocks(body, within),
        // What an item holds besides paragraphs and lists stands after it in a DOCX; citations and raw content are not
        // set; a page that is broken before nothing is none.
        BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Verse(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Divider
        | BlockKind::Math(_)
        | BlockKind::Break(_)
        | BlockKind::Outline(_)
        | BlockKind::Bibliography
        | BlockKind::Endnotes
        | BlockKind::Raw(_) => return Vec::new(),
    };
    vec![Node { kind, ..node(BlockKind::Divider) }]
}

/// Paragraphs, lists and quotations among blocks. A quotation begins with a paragraph, whose style says that it is one,
/// and two that follow each other are one.
fn quoted(all: Vec<Block>) -> Vec<Block> {
    let word = || node(BlockKind::Paragraph(vec![text("word")]));
    let mut lines: Vec<Block> = Vec::new();
    for block in blocks(all, Within::Body) {
        let is_quote = |block: &Block| matches!(block.kind, BlockKind::Quote(_));
        let is_text = matches!(block.kind, BlockKind::Paragraph(_));
        if !is_text && !is_quote(&block) && !matches!(block.kind, BlockKind::List(_)) {
            continue;
        }
        if lines.is_empty() && !is_text || is_quote(&block) && lines.last().is_some_and(is_quote) {
            lines.push(word());
        }
        lines.push(block);
    }
    if lines.is_empty() { vec![word()] } else { lines }
}

/// The paragraphs among blocks.
fn paragraphs(all: Vec<Block>) -> Vec<Block> {
    let lines = blocks(all, Within::Item).into_iter().filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    let lines: Vec<Block> = lines.collect();
    match lines.is_empty() {
        true => vec![node(BlockKind::Paragraph(vec![text("word")]))],
        false => lines,
    }
}

/// What stands around an inline that a run of Word has once.
#[derive(Clone, Copy, Default)]
struct Look {
    change: bool,
    link: bool,
    commented: bool,
    /// It was deleted.
    deleted: bool,
    underlined: bool,
    /// The style is bold already, so a bold run is none.
    bold: bool,
}

const BOLD: Look = Look { change: false, link: false, commented: false, deleted: false, underlined: false, bold: true };

fn inlines(all: Vec<Inline>, look: Look) -> Vec<Inline> {
    all.into_iter().flat_map(|inline| held_inline(inline, look)).collect()
}

fn held_inline(inline: Inline, look: Look) -> Vec<Inline> {
    let wrapped = |kind: fn(Vec<Inline>) -> InlineKind, content| vec![node(kind(inlines(content, look)))];
    match inline.kind {
        InlineKind::Text(words) => vec![text(&words)],
        InlineKind::SoftBreak => vec![text(" ")],
        InlineKind::HardBreak => vec![text("a"), node(InlineKind::HardBreak), text("b")],
        InlineKind::Emph(content) => wrapped(InlineKind::Emph, content),
        InlineKind::Strong(content) if look.bold => inlines(content, look),
        InlineKind::Strong(content) => wrapped(InlineKind::Strong, content),
        InlineKind::Strike(content) => wrapped(InlineKind::Strike, content),
        // A run is above the line or below it, and not both.
        InlineKind::Subscript(content) | InlineKind::Superscript(content) => inlines(content, look),
        InlineKind::SmallCaps(content) => wrapped(InlineKind::SmallCaps, content),
        // A link is underlined anyhow.
        InlineKind::Underline(content) if look.link => inlines(content, look),
        InlineKind::Underline(content) => {
            vec![node(InlineKind::Underline(inlines(content, Look { underlined: true, ..look })))]
        }
        InlineKind::Highlight(content) => wrapped(InlineKind::Highlight, content),
        InlineKind::Code(_) => vec![text("a "), node(InlineKind::Code("x y".into())), text(" b")],
        // What is deleted is set as text, without links; a link within the document leads to a label.
        InlineKind::Link(link) if look.link || look.deleted || look.underlined || !link.target.contains("://") => {
            inlines(link.content, look)
        }
        InlineKind::Link(mut link) => {
            link.content = with_words(inlines(link.content, Look { link: true, ..look }));
            link.title = None;
            vec![node(InlineKind::Link(link))]
        }
        InlineKind::Image(image) => {
            vec![node(InlineKind::Image(chapbook_model::Image { target: "square.png".into(), ..image }))]
        }
        // The style of a span is one of the theme.
        InlineKind::Span(content) => inlines(content, look),
        // A note that is called in deleted text alone is not set.
        InlineKind::Note(_) if look.deleted => Vec::new(),
        InlineKind::Note(name) => vec![node(InlineKind::Note(name))],
        InlineKind::Index(term) => inlines(term.content, look),
        InlineKind::Insertion { change, content } if !look.change => {
            vec![node(InlineKind::Insertion { change, content: inlines(content, Look { change: true, ..look }) })]
        }
        InlineKind::Deletion { change, content } if !look.change => {
            let look = Look { change: true, deleted: true, ..look };
            vec![node(InlineKind::Deletion { change, content: inlines(content, look) })]
        }
        InlineKind::Insertion { change: _, content } | InlineKind::Deletion { change: _, content } => {
            inlines(content, look)
        }
        // Ranges of comments have no order in each other.
        InlineKind::Comment(mut comment) if comment.visibility == Visibility::Shared && !look.commented => {
            comment.on = inlines(std::mem::take(&mut comment.on), Look { commented: true, ..look });
            comment.reply_to = None;
            comment.id = None;
            vec![node(InlineKind::Comment(comment))]
        }
        // Formulas are their source, and so are citations; references to nothing are placeholders; a milestone without
        // its counterpart is nothing.
        InlineKind::Comment(_)
        | InlineKind::Math(_)
        | InlineKind::Reference(_)
        | InlineKind::Cite(_)
        | InlineKind::Milestone(_)
        | InlineKind::Raw(_) => Vec::new(),
    }
}

/// Inlines with a word that nobody changed.
fn with_words(mut content: Vec<Inline>) -> Vec<Inline> {
    content.insert(0, text("word "));
    content
}

fn text(words: &str) -> Inline {
    node(InlineKind::Text(words.to_owned()))
}

fn node<K>(kind: K) -> Node<K> {
    Node::new(kind, Span::NONE)
}
