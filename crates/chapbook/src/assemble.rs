//! A book from its files (DIALECT 3): the project's metadata is the book's, and a file's front matter describes that
//! file. Nothing is counted here.

use chapbook_model::{Author, Block, BlockKind, Document, InlineKind, Metadata, Node, Origin};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_values::Attributes;

use crate::project::Matter;

/// The heading of a part.
pub(crate) fn part(title: &str, span: Span) -> Block {
    let content = vec![Node::new(InlineKind::Text(title.to_owned()), span)];
    Node::new(BlockKind::Heading { level: 1, content }, span).with(Attributes::class("part"))
}

/// Adds a file after those that are there.
pub(crate) fn add(book: &mut Document, chapter: Document, matter: Matter, diagnostics: &mut Vec<Diagnostic>) {
    let Document { metadata, mut body, notes } = chapter;
    book.notes.extend(notes);
    tell_unprinted(&metadata, &body, diagnostics);
    let Metadata { title, authors, language, .. } = metadata;
    if let Some(title) = title
        && !begins_with_heading(&body)
    {
        let span = title.first().map_or(Span::NONE, |first| first.span);
        body.insert(0, Node::new(BlockKind::Heading { level: 1, content: title }, span));
    }
    add_authors(&mut body, authors);
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

/// A chapter's authors stand below its heading, and what is said of them at its end.
fn add_authors(body: &mut Vec<Block>, authors: Vec<Author>) {
    let Some(first) = authors.first() else { return };
    let span = first.span;
    if !body.iter().any(|block| block.attrs.has_class("byline")) {
        let names = authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", ");
        let line = Node::new(BlockKind::Paragraph(vec![Node::new(InlineKind::Text(names), span)]), span);
        let byline = Node::new(BlockKind::Container(vec![line]), span).with(Attributes::class("byline"));
        let at = usize::from(begins_with_heading(body));
        body.insert(at, byline);
    }
    for author in authors {
        let said: Vec<Block> = author.note.into_iter().chain(author.bio).collect();
        if !said.is_empty() {
            body.push(Node::new(BlockKind::Container(said), author.span).with(Attributes::class("author-note")));
        }
    }
}

/// Says what of a chapter's front matter a book does not print.
fn tell_unprinted(metadata: &Metadata, body: &[Block], diagnostics: &mut Vec<Diagnostic>) {
    let Metadata { subtitle, summary, date, acknowledgements, .. } = metadata;
    let place = body.first().map_or(Span::NONE, |first| Span::new(first.span.file, 0..0));
    for (key, there) in [
        ("subtitle", subtitle.is_some()),
        ("abstract", !summary.is_empty()),
        ("date", date.is_some()),
        ("acknowledgements", !acknowledgements.is_empty()),
    ] {
        if there {
            let origin = metadata.origins.iter().find_map(|(name, origin)| match origin {
                Origin::File(span) if name == key => Some(*span),
                Origin::File(_) | Origin::CommandLine => None,
            });
            let message = format!("{key} describes a whole document and is not printed in a book");
            let hint = "move it to [metadata] of the project file, or write it as text of the chapter";
            let span = origin.unwrap_or(place);
            diagnostics.push(Diagnostic::new(&codes::CHAPTER_METADATA, span, message).hint(hint));
        }
    }
}

fn begins_with_heading(body: &[Block]) -> bool {
    body.first().is_some_and(|block| matches!(block.kind, BlockKind::Heading { level: 1, content: _ }))
}
