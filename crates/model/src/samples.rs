//! One value of each kind of node, for tests that send every kind through every writer.
//! Each list is a chain of matches: a new kind does not compile until it has its sample here.

use chapbook_source::{FileId, Span};
use chapbook_values::{Attributes, CounterStyle, Delimiter, Label};

use crate::{
    Block, BlockKind, BreakKind, Caption, Cell, Change, Citation, CitationMode, Code, Comment, Continues, Definition,
    Document, Figure, FigureKind, HorizontalAlign, Image, IndexTerm, Inline, InlineKind, Item, Link, List, ListKind,
    ListStyle, Metadata, Milestone, MilestoneKind, Node, Note, NoteMarker, NoteName, OutlineKind, Quote, Raw,
    Reference, ReferenceForm, ReferenceItem, Row, Table, TableColumn, VerseLine, Visibility,
};

/// One block of each kind.
pub fn blocks() -> Vec<Block> {
    dressed_blocks(chain(block_after))
}

/// One inline of each kind.
pub fn inlines() -> Vec<Inline> {
    dressed_inlines(chain(inline_after))
}

/// A document of every kind of block, with every kind of inline in its first paragraph and all labels and
/// notes defined that they call.
pub fn document() -> Document {
    let mut body = vec![block(BlockKind::Paragraph(inlines()))];
    body.extend(blocks());
    let note = Note {
        kind: None,
        marker: NoteMarker::Auto,
        body: vec![block(BlockKind::Paragraph(vec![text("A note.")]))],
        span: Span::NONE,
    };
    let metadata = Metadata { title: Some(vec![text("Every kind")]), ..Metadata::default() };
    Document { metadata, body, notes: [(note_name(), note)].into() }
}

fn chain<K>(after: impl Fn(Option<&K>) -> Option<K>) -> Vec<Node<K>> {
    let mut out: Vec<Node<K>> = Vec::new();
    while let Some(kind) = after(out.last().map(|node| &node.kind)) {
        out.push(Node::new(kind, Span::NONE));
    }
    out
}

/// Containers and spans say something by their attributes only, and the bibliography has its label.
fn dressed_blocks(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        if let BlockKind::Container(_) = block.kind {
            block.attrs = Attributes::class("remark");
        } else if let BlockKind::Bibliography = block.kind {
            block.attrs = Attributes::NONE.edited(|parts| parts.label = Label::new("refs"));
        }
    }
    blocks
}

fn dressed_inlines(mut inlines: Vec<Inline>) -> Vec<Inline> {
    for inline in &mut inlines {
        if let InlineKind::Span(_) = inline.kind {
            inline.attrs = Attributes::class("word");
        }
    }
    inlines
}

fn block(kind: BlockKind) -> Block {
    Node::new(kind, Span::NONE)
}

fn inline(kind: InlineKind) -> Inline {
    Node::new(kind, Span::NONE)
}

fn text(text: &str) -> Inline {
    inline(InlineKind::Text(text.into()))
}

fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(vec![text(words)]))
}

fn note_name() -> NoteName {
    NoteName { file: FileId(0), label: "n".into() }
}

fn label(name: &str) -> Label {
    Label::new(name).expect("a sample's label is not empty")
}

fn block_after(last: Option<&BlockKind>) -> Option<BlockKind> {
    let Some(last) = last else { return Some(BlockKind::Paragraph(vec![text("A paragraph.")])) };
    Some(match last {
        BlockKind::Paragraph(_) => BlockKind::Heading { level: 2, content: vec![text("A heading")] },
        BlockKind::Heading { .. } => {
            BlockKind::Quote(Quote { body: vec![paragraph("Quoted.")], attribution: Some(vec![text("A. Author")]) })
        }
        BlockKind::Quote(_) => BlockKind::List(List {
            kind: ListKind::Ordered {
                start: 3,
                style: ListStyle::Counter(CounterStyle::LowerRoman),
                delimiter: Delimiter::TwoParens,
            },
            tight: true,
            items: vec![
                Item { body: vec![paragraph("Third.")], ..Item::default() },
                Item { value: Some(7), body: vec![paragraph("Seventh.")], ..Item::default() },
            ],
            continues: Continues::No,
        }),
        BlockKind::List(_) => BlockKind::Definitions(vec![Definition {
            term: vec![text("Term")],
            bodies: vec![vec![paragraph("Its meaning.")]],
        }]),
        BlockKind::Definitions(_) => {
            BlockKind::Code(Code { language: Some("rust".into()), text: "fn main() {}\n\nlet x;".into() })
        }
        BlockKind::Code(_) => BlockKind::Math("x^2".into()),
        BlockKind::Math(_) => BlockKind::Verse(vec![
            vec![
                VerseLine { indent: 0, content: vec![text("One line")] },
                VerseLine { indent: 2, content: vec![text("and two.")] },
            ],
            vec![VerseLine { indent: 0, content: vec![text("A stanza.")] }],
        ]),
        BlockKind::Verse(_) => BlockKind::Divider,
        BlockKind::Divider => BlockKind::Break(BreakKind::Page),
        BlockKind::Break(_) => BlockKind::Table(Table {
            columns: vec![TableColumn::default(), TableColumn { align: HorizontalAlign::Right, width: None }],
            head: vec![Row { cells: vec![Cell::new(vec![paragraph("Head")]), Cell::new(vec![paragraph("Number")])] }],
            body: vec![Row { cells: vec![Cell::new(vec![paragraph("Cell")]), Cell::new(vec![paragraph("12")])] }],
            header_columns: 0,
        }),
        BlockKind::Table(_) => BlockKind::Figure(Box::new(Figure {
            kind: FigureKind::Listing,
            body: vec![block(BlockKind::Code(Code { language: None, text: "code".into() }))],
            caption: Some(Caption {
                body: vec![paragraph("A caption.")],
                short: Some(vec![text("Short")]),
                credit: Some(vec![text("Listing: B. Writer")]),
            }),
        })),
        BlockKind::Figure(_) => BlockKind::Container(vec![paragraph("In a container.")]),
        BlockKind::Container(_) => BlockKind::Outline(OutlineKind::Contents),
        BlockKind::Outline(_) => BlockKind::Bibliography,
        BlockKind::Bibliography => BlockKind::Endnotes,
        BlockKind::Endnotes => BlockKind::Raw(Raw { target: "html".into(), text: "<p>raw words</p>".into() }),
        BlockKind::Raw(_) => return None,
    })
}

fn inline_after(last: Option<&InlineKind>) -> Option<InlineKind> {
    let Some(last) = last else { return Some(InlineKind::Text("Some text, ".into())) };
    let word = |w: &str| vec![text(w)];
    Some(match last {
        InlineKind::Text(_) => InlineKind::SoftBreak,
        InlineKind::SoftBreak => InlineKind::HardBreak,
        InlineKind::HardBreak => InlineKind::Emph(word("emph")),
        InlineKind::Emph(_) => InlineKind::Strong(word("strong")),
        InlineKind::Strong(_) => InlineKind::Strike(word("strike")),
        InlineKind::Strike(_) => InlineKind::Subscript(word("sub")),
        InlineKind::Subscript(_) => InlineKind::Superscript(word("super")),
        InlineKind::Superscript(_) => InlineKind::SmallCaps(word("smallcaps")),
        InlineKind::SmallCaps(_) => InlineKind::Underline(word("underline")),
        InlineKind::Underline(_) => InlineKind::Highlight(word("highlight")),
        InlineKind::Highlight(_) => InlineKind::Code("code".into()),
        InlineKind::Code(_) => InlineKind::Math("y".into()),
        InlineKind::Math(_) => InlineKind::Link(Link {
            target: "https://example.org/".into(),
            title: Some("A title".into()),
            content: word("link"),
        }),
        InlineKind::Link(_) => InlineKind::Image(Image {
            target: "square.png".into(),
            alt: Some("A square".into()),
            title: None,
            width: None,
            height: None,
        }),
        InlineKind::Image(_) => InlineKind::Span(word("span")),
        InlineKind::Span(_) => InlineKind::Note(note_name()),
        InlineKind::Note(_) => InlineKind::Reference(Reference {
            items: vec![ReferenceItem { label: label("sec-x"), form: ReferenceForm::Full }],
        }),
        InlineKind::Reference(_) => InlineKind::Cite(vec![Citation {
            key: "doe99".into(),
            prefix: word("see"),
            suffix: word("p. 3"),
            mode: CitationMode::Parenthetical,
        }]),
        InlineKind::Cite(_) => InlineKind::Index(IndexTerm {
            content: word("indexed"),
            entry: vec!["entry".into()],
            see: None,
            range: None,
        }),
        InlineKind::Index(_) => InlineKind::Comment(Box::new(Comment {
            visibility: Visibility::Shared,
            text: "a remark".into(),
            on: word("commented"),
            change: change(),
            id: Some("1".into()),
            reply_to: None,
            done: true,
        })),
        InlineKind::Comment(_) => InlineKind::Insertion { change: change(), content: word("inserted") },
        InlineKind::Insertion { .. } => InlineKind::Deletion { change: change(), content: word("deleted") },
        InlineKind::Deletion { .. } => {
            InlineKind::Milestone(Milestone { kind: MilestoneKind::ParagraphInsertion, id: None, change: change() })
        }
        InlineKind::Milestone(_) => InlineKind::Raw(Raw { target: "html".into(), text: "<b>".into() }),
        InlineKind::Raw(_) => return None,
    })
}

fn change() -> Change {
    Change { author: Some("B. Writer".into()), date: Some("2026-01-31T09:00:00Z".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dump_names_every_kind() {
        let dump = crate::dump(&document());
        assert_eq!(blocks().len(), 17);
        assert_eq!(inlines().len(), 25);
        for word in ["paragraph", "bibliography", "endnotes", "raw html \"<b>\"", "milestone", "A caption.", "Seventh."]
        {
            assert!(dump.contains(word), "{word} is missing in\n{dump}");
        }
    }

    #[test]
    fn samples_are_in_normal_form() {
        assert!(crate::is_normal(&blocks()));
    }
}
