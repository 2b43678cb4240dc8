//! A book from its files (DIALECT 3): the project's metadata is the book's, and a file's front matter describes that
//! file. Nothing is counted here.

use chapbook_model::{Author, Block, BlockKind, Document, Inline, InlineKind, Metadata, Node, Origin, plain_text};
use chapbook_source::{Diagnostic, Sources, Span, codes};
use chapbook_values::{Attributes, Direction};

use crate::layers;
use crate::project::Matter;

/// The heading of a part.
pub(crate) fn part(title: &str, span: Span) -> Block {
    let content = vec![Node::new(InlineKind::Text(title.to_owned()), span)];
    Node::new(BlockKind::Heading { level: 1, content }, span).with(Attributes::class("part"))
}

/// Says that front, main or back matter begins with a block: pages are counted anew there.
pub(crate) fn begin(block: &mut Block, matter: Matter) {
    let attrs = std::mem::take(&mut block.attrs);
    block.attrs = attrs.edited(|parts| parts.classes.push(matter.class().into()));
}

/// Adds a file after those that are there; `begins` says that it is the first of its matter.
pub(crate) fn add(
    book: &mut Document,
    chapter: Document,
    matter: Matter,
    begins: bool,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Document { metadata, mut body, notes } = chapter;
    book.notes.extend(notes);
    let used = Used {
        title: add_title(&mut body, metadata.title.as_deref()),
        subtitle: add_subtitle(&mut body, metadata.subtitle.as_deref()),
    };
    tell_unused(&metadata, &used, &book.metadata, sources, diagnostics);
    let Metadata { authors, language, direction, .. } = metadata;
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
    if let Some(first) = body.first_mut().filter(|_| begins) {
        begin(first, matter);
    }
    // A file in a language or direction of its own keeps it.
    let language = language.filter(|language| Some(language) != book.metadata.language.as_ref());
    let direction = direction.filter(|direction| Some(*direction) != book.metadata.direction);
    let mut pairs: Vec<(String, String)> = Vec::new();
    pairs.extend(language.map(|language| ("lang".into(), language.tag().to_owned())));
    pairs.extend(direction.map(|direction| match direction {
        Direction::Ltr => ("dir".into(), "ltr".into()),
        Direction::Rtl => ("dir".into(), "rtl".into()),
    }));
    if pairs.is_empty() {
        book.body.extend(body);
    } else {
        let span = body.first().map_or(Span::NONE, |first| first.span);
        let attrs = Attributes::NONE.edited(|parts| parts.pairs = pairs);
        book.body.push(Node::new(BlockKind::Container(body), span).with(attrs));
    }
}

/// A chapter's title is its heading, if it begins with none. Says whether it stands in the text, as its own words or as
/// those of the heading that is there.
fn add_title(body: &mut Vec<Block>, title: Option<&[Inline]>) -> bool {
    let Some(title) = title else { return false };
    if let Some(BlockKind::Heading { level: 1, content }) = body.first().map(|first| &first.kind) {
        return plain_text(content) == plain_text(title);
    }
    let span = title.first().map_or(Span::NONE, |first| first.span);
    body.insert(0, Node::new(BlockKind::Heading { level: 1, content: title.to_vec() }, span));
    true
}

/// A chapter's subtitle stands below its heading; without a heading there is nothing that it could stand below. Says
/// whether it is printed.
fn add_subtitle(body: &mut Vec<Block>, subtitle: Option<&[Inline]>) -> bool {
    let Some(content) = subtitle.filter(|_| begins_with_heading(body)) else { return false };
    let span = content.first().map_or(Span::NONE, |first| first.span);
    body.insert(1, Node::new(BlockKind::Paragraph(content.to_vec()), span).with(Attributes::class("subtitle")));
    true
}

/// A chapter's authors stand below its heading, and what is said of them at its end.
fn add_authors(body: &mut Vec<Block>, authors: Vec<Author>) {
    let Some(first) = authors.first() else { return };
    let span = first.span;
    if !body.iter().any(|block| block.attrs.has_class("byline")) {
        let names = authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", ");
        let line = Node::new(BlockKind::Paragraph(vec![Node::new(InlineKind::Text(names), span)]), span);
        let byline = Node::new(BlockKind::Container(vec![line]), span).with(Attributes::class("byline"));
        let below = |block: &&Block| is_heading(block) || block.attrs.has_class("subtitle");
        let at = body.iter().take(2).take_while(below).count();
        body.insert(at, byline);
    }
    for author in authors {
        let said: Vec<Block> = author.note.into_iter().chain(author.bio).collect();
        if !said.is_empty() {
            body.push(Node::new(BlockKind::Container(said), author.span).with(Attributes::class("author-note")));
        }
    }
}

/// Says what of a chapter's front matter has no effect in a book, and where the book has its own value from.
fn tell_unused(chapter: &Metadata, used: &Used, book: &Metadata, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let Used { title, subtitle } = used;
    for (key, origin) in &chapter.origins {
        let span = match origin {
            Origin::File(span) => *span,
            Origin::CommandLine => continue,
        };
        let unused = match key.as_str() {
            // Notes, definitions and abbreviations belong to a file (DIALECT 3).
            "authors" | "language" | "direction" | "abbreviations" => false,
            "title" => !title,
            "subtitle" => !subtitle,
            _ => true,
        };
        if !unused {
            continue;
        }
        let diagnostic = match key.as_str() {
            "title" => {
                Diagnostic::new(&codes::CHAPTER_METADATA, span, "the file's heading is printed, and not this title")
                    .hint("strike one of the two")
            }
            "subtitle" => {
                let message = "a subtitle without a heading above it is not printed";
                Diagnostic::new(&codes::CHAPTER_METADATA, span, message).hint("give the file a title, or a heading")
            }
            key => {
                let message = format!("{key} describes a whole document and has no effect in a chapter of a book");
                let hint = match set_at(book, key, sources) {
                    Some(place) => format!("the book's own is set at {place}; strike this one"),
                    None => "move it to [metadata] of the project file, or write it as text of the chapter".to_owned(),
                };
                Diagnostic::new(&codes::CHAPTER_METADATA, span, message).hint(hint)
            }
        };
        diagnostics.push(diagnostic);
    }
}

/// Where a key was set, for people: `chapbook.toml:3`.
fn set_at(metadata: &Metadata, key: &str, sources: &Sources) -> Option<String> {
    let (_, origin) = metadata.origins.iter().find(|(name, _)| name == key)?;
    Some(match origin {
        Origin::File(span) => layers::place(sources, *span),
        Origin::CommandLine => "the command line".to_owned(),
    })
}

/// What of a chapter's front matter became text.
struct Used {
    title: bool,
    subtitle: bool,
}

fn begins_with_heading(body: &[Block]) -> bool {
    body.first().is_some_and(is_heading)
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { level: 1, content: _ })
}

#[cfg(test)]
mod tests {
    use chapbook_source::MemoryFiles;

    use crate::{LoadOptions, inspect, load};

    /// The model of a book with a chapter of this text, and what was found: code, line and hint.
    fn book(metadata: &str, chapter: &str) -> (String, Vec<String>) {
        let mut files = MemoryFiles::default();
        let project = format!("files = [\"a.md\"]\n[metadata]\ntitle = \"A book\"\nlanguage = \"en\"\n{metadata}");
        files.add("book.toml", project.into_bytes());
        files.add("a.md", chapter.as_bytes().to_vec());
        let loaded = load(&files, "book.toml", &LoadOptions::default());
        let told = loaded.diagnostics.iter().map(|d| {
            let line = d.span.map_or(0, |span| loaded.sources.position(span.file, span.start).line);
            format!("{}:{line} {}", d.code.name, d.hint.as_deref().unwrap_or_default())
        });
        (inspect::model(&loaded), told.collect())
    }

    #[test]
    fn a_subtitle_stands_between_heading_and_byline() {
        let (model, told) = book("", "---\ntitle: One\nsubtitle: And *more*\nauthor: A. Author\n---\nText.\n");
        assert_eq!(told, Vec::<String>::new());
        let at = |text: &str| model.find(text).unwrap_or_else(|| panic!("{text:?} is not in {model}"));
        assert!(at("\"One\"") < at("paragraph {.subtitle}") && at("paragraph {.subtitle}") < at(".byline"), "{model}");
        let (model, told) = book("", "---\nsubtitle: And more\n---\nText.\n");
        assert!(!model.contains("And more"));
        assert_eq!(told, ["chapter-metadata:2 give the file a title, or a heading"]);
    }

    #[test]
    fn what_has_no_effect_says_where_the_value_of_the_book_is_from() {
        let (_, told) = book(
            "date = \"2026\"\n",
            "---\ntitle: One\ndate: 2025\ncover: a.png\nlanguage: en\n---\n# Another\n\nText.\n",
        );
        let expected = [
            "chapter-metadata:2 strike one of the two",
            "chapter-metadata:3 the book's own is set at book.toml:5; strike this one",
            "chapter-metadata:4 move it to [metadata] of the project file, or write it as text of the chapter",
        ];
        assert_eq!(told, expected);
        // A title that the heading repeats is printed.
        assert_eq!(book("", "---\ntitle: One\n---\n# One\n").1, Vec::<String>::new());
    }

    #[test]
    fn a_direction_is_the_chapters_own() {
        let (model, _) = book("", "---\nlanguage: fa\ndirection: rtl\n---\n# One\n");
        assert!(model.contains("container {lang=\"fa\" dir=\"rtl\"}"), "{model}");
    }

    #[test]
    fn the_bibliography_of_the_book_makes_citations_in_its_chapters() {
        let text = "# One\n\nAs @doe99 says.\n";
        assert!(book("bibliography = \"refs.bib\"\n", text).0.contains("cite"));
        assert!(!book("", text).0.contains("cite"));
    }
}
