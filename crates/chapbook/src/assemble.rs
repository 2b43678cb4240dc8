//! A book from its files (DIALECT 3): the project's metadata is the book's, and a file's front matter describes that
//! file. Nothing is counted here.

use chapbook_model::{Block, BlockKind, Document, Inline, InlineKind, Metadata, Node};
use chapbook_source::Span;
use chapbook_values::Attributes;

use crate::project::Matter;

/// The heading of a part.
pub(crate) fn part(title: &str, span: Span) -> Block {
    let content = vec![Node::new(InlineKind::Text(title.to_owned()), span)];
    Node::new(BlockKind::Heading { level: 1, content }, span).with(Attributes::class("part"))
}

/// Adds a file after those that are there.
pub(crate) fn add(book: &mut Document, chapter: Document, matter: Matter) {
    let Document { metadata, mut body, notes } = chapter;
    book.notes.extend(notes);
    let Metadata { title, authors, language, .. } = metadata;
    let mut at = 0;
    if let Some(title) = title
        && !begins_with_heading(&body)
    {
        let span = title.first().map_or(Span::NONE, |first| first.span);
        body.insert(0, Node::new(BlockKind::Heading { level: 1, content: title }, span));
    }
    if begins_with_heading(&body) {
        at = 1;
    }
    if !authors.is_empty() && !body.iter().any(|block| block.attrs.has_class("byline")) {
        let names: Vec<Inline> = vec![Node::new(
            InlineKind::Text(authors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ")),
            authors[0].span,
        )];
        let line = Node::new(BlockKind::Paragraph(names), authors[0].span);
        let byline = Node::new(BlockKind::Container(vec![line]), authors[0].span).with(Attributes::class("byline"));
        body.insert(at, byline);
    }
    // Headings of front and back matter have no numbers.
    if matter != Matter::Main {
        for block in &mut body {
            if matches!(block.kind, BlockKind::Heading { level: _, content: _ }) && !block.attrs.has_class("unnumbered")
            {
                let attrs = std::mem::take(&mut block.attrs);
                block.attrs = attrs.edited(|parts| parts.classes.push("unnumbered".into()));
            }
        }
    }
    match language.filter(|language| Some(language) != book.metadata.language.as_ref()) {
        // A file in a language of its own keeps it.
        Some(language) => {
            let span = body.first().map_or(Span::NONE, |first| first.span);
            let attrs = Attributes::NONE.edited(|parts| parts.pairs.push(("lang".into(), language.tag().to_owned())));
            book.body.push(Node::new(BlockKind::Container(body), span).with(attrs));
        }
        None => book.body.extend(body),
    }
}

fn begins_with_heading(body: &[Block]) -> bool {
    body.first().is_some_and(|block| matches!(block.kind, BlockKind::Heading { level: 1, content: _ }))
}
