//! Metadata: from the paragraphs that open the text in the styles of titles, and from the properties of the file.

use chapbook_model::{
    AnyNode, Author, BioPlacement, Block, BlockKind, DateText, Document, Identifier, Inline, InlineKind, ListPrinting,
    Marker, Metadata, Series, each_node, plain_text,
};
use chapbook_resolve::Word;
use chapbook_source::codes;
use chapbook_theme::Role;

use super::super::leaf::{Leaf, LeafKind};
use super::super::properties::Properties;
use super::{Assembler, Known, content_of};

/// How many lines of authors, and how many pieces of each, are looked at for marks.
const MARKS: usize = 64;

/// What was found at the head of the text.
pub(super) struct Front {
    pub(super) metadata: Metadata,
    /// How many leaves it took.
    pub(super) leaves: usize,
    /// The lines that name the authors, with the notes and links at their names.
    pub(super) bylines: Vec<Vec<Inline>>,
}

/// Reads the head of the text.
pub(super) fn read(assembler: &mut Assembler<'_, '_>, body: &[Leaf]) -> Front {
    let properties = assembler.known.properties;
    let mut metadata = of_properties(properties, assembler.known.ours);
    metadata.language = assembler.known.language.cloned();
    let mut bylines = Vec::new();
    let mut affiliations = Vec::new();
    let mut count = 0;
    let mut has_title = false;
    for leaf in body {
        let plain = leaf.kind == LeafKind::Paragraph && leaf.place.cells.is_empty() && leaf.list.is_none();
        match leaf.role {
            _ if leaf.is_empty() => {}
            Some(Role::Title) if plain && !has_title => {
                has_title = true;
                metadata.title = Some(content_of(leaf));
            }
            // A line of the title that stands in a paragraph of its own.
            Some(Role::Title) if plain => {
                if let Some(title) = &mut metadata.title {
                    title.push(chapbook_model::Node::new(InlineKind::HardBreak, chapbook_source::Span::NONE));
                    title.extend(content_of(leaf));
                }
            }
            Some(Role::Subtitle) if plain => metadata.subtitle = Some(content_of(leaf)),
            Some(Role::Byline) if plain => bylines.push(content_of(leaf)),
            Some(Role::Affiliation) if plain => affiliations.push(plain_text(&leaf.content)),
            Some(Role::Date) if plain => {
                let known = properties.custom.get("Date").map(|text| DateText::parse(text));
                let typed = DateText::parse(&plain_text(&leaf.content));
                metadata.date = Some(known.filter(|date| date.iso.is_some()).unwrap_or(typed));
            }
            Some(_) | None => break,
        }
        count += 1;
    }
    // Empty paragraphs at the end belong to the text, which drops them.
    if !bylines.is_empty() {
        let names: Vec<String> = bylines.iter().flat_map(|line| names(line, assembler)).collect();
        // The properties know the names as they were typed; the line has words between them.
        let line: String = bylines.iter().map(|line| plain_text(line)).collect::<Vec<_>>().join(" ");
        let covered = !metadata.authors.is_empty() && metadata.authors.iter().all(|author| line.contains(&author.name));
        if !covered {
            let author = |name: String| Author { name, ..Author::default() };
            metadata.authors = names.into_iter().map(author).collect();
        }
    } else if !assembler.known.ours && metadata.authors.len() == 1 && !has_title {
        // Without a head, the creator is whoever owned the program.
        let name = metadata.authors[0].name.clone();
        let what = "the author was taken from the properties of the file; nothing in the text names one";
        assembler.losses.tell_at(&codes::IMPORT_LOOK, what, "docProps/core.xml", None, &name);
    }
    // A line that is of one author only says whose it is.
    let own = |text: &String, name: &str| {
        text.strip_suffix(')').and_then(|t| t.strip_suffix(name)?.strip_suffix(" (")).map(str::to_owned)
    };
    let mut shared = Vec::new();
    for affiliation in affiliations {
        let found = metadata.authors.iter_mut().find_map(|author| Some((own(&affiliation, &author.name)?, author)));
        match found {
            Some((text, author)) => author.affiliations.push(text),
            None => shared.push(affiliation),
        }
    }
    let affiliations = shared;
    if let [only] = &mut metadata.authors[..] {
        only.affiliations.extend(affiliations);
    } else if !affiliations.is_empty() {
        // Whose each is, only marks say.
        for (author, affiliation) in metadata.authors.iter_mut().zip(affiliations) {
            author.affiliations.push(affiliation);
        }
    }
    Front { metadata, leaves: count, bylines }
}

fn of_properties(properties: &Properties, ours: bool) -> Metadata {
    let Properties {
        title,
        creator,
        keywords,
        description,
        identifier,
        language: _,
        subject: _,
        modified: _,
        application: _,
        company,
        custom,
    } = properties;
    let some = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned);
    let words = |text: Option<String>| {
        text.map(|text| vec![chapbook_model::Node::new(InlineKind::Text(text), chapbook_source::Span::NONE)])
    };
    let list = |text: &str, signs: &[char]| -> Vec<String> {
        text.split(signs).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let of_ours = |name: &str| custom.get(name).filter(|_| ours).and_then(|text| some(text));
    let mut identifiers: Vec<Identifier> = some(identifier).into_iter().map(|text| split_identifier(&text)).collect();
    identifiers
        .extend(of_ours("Identifiers").into_iter().flat_map(|text| list(&text, &[';'])).map(|t| split_identifier(&t)));
    Metadata {
        title: words(some(title)),
        subtitle: words(of_ours("Subtitle")),
        description: words(some(description)),
        rights: words(of_ours("Rights")),
        publisher: of_ours("Publisher").or_else(|| some(company).filter(|_| ours)),
        authors: list(creator, &[';']).into_iter().map(|name| Author { name, ..Author::default() }).collect(),
        date: of_ours("Date").map(|text| DateText::parse(&text)),
        identifiers,
        keywords: list(keywords, &[',', ';']),
        series: of_ours("Series").map(|text| match text.strip_suffix(')').and_then(|t| t.rsplit_once(" (")) {
            Some((name, position)) => Series { name: name.to_owned(), position: Some(position.to_owned()) },
            None => Series { name: text, position: None },
        }),
        ..Metadata::default()
    }
}

fn split_identifier(text: &str) -> Identifier {
    match text.split_once(':') {
        Some((scheme, rest)) if matches!(scheme, "isbn" | "doi" | "uuid") => {
            Identifier { scheme: Some(scheme.to_owned()), text: rest.to_owned() }
        }
        Some(_) | None => Identifier { scheme: None, text: text.to_owned() },
    }
}

/// The names of a byline: without the word before them, parted at commas and the word between two names.
fn names(line: &[Inline], assembler: &Assembler<'_, '_>) -> Vec<String> {
    let plain: Vec<Inline> = line
        .iter()
        .filter(|inline| match &inline.kind {
            InlineKind::Note(_) | InlineKind::Comment(_) => false,
            InlineKind::Link(link) => !link.target.starts_with('#'),
            _ => true,
        })
        .cloned()
        .collect();
    let text = plain_text(&plain);
    let by = assembler.known.words.get(Word::By);
    let mut text = text.trim();
    for word in [by, "By", "by", "Von", "von", "Par", "par", "Por", "por"] {
        if let Some(rest) = text.strip_prefix(word).filter(|rest| rest.starts_with([' ', '\u{A0}'])) {
            text = rest.trim();
            break;
        }
    }
    let and = assembler.known.words.get(Word::And);
    let mut found = vec![text.to_owned()];
    for sign in [", ", " & ", &format!(" {and} "), " and "] {
        found = found.iter().flat_map(|name| name.split(sign)).map(|name| name.trim().to_owned()).collect();
    }
    found.retain(|name| !name.is_empty());
    found
}

/// Gives authors what the marks at their names lead to: a note at the foot, or a note at the end.
pub(super) fn settle_authors(document: &mut Document, bylines: &[Vec<Inline>]) {
    for line in bylines.iter().take(MARKS) {
        let mut before = String::new();
        // Looked for in the whole text, so no more of them than a byline has.
        for inline in line.iter().take(MARKS) {
            match &inline.kind {
                InlineKind::Note(name) => {
                    if let Some(note) = document.notes.remove(name) {
                        let author = author_before(document, &before);
                        match author.and_then(|at| document.metadata.authors.get_mut(at)) {
                            Some(author) => {
                                author.bio.extend(note.body);
                                author.bio_placement = BioPlacement::Footnote;
                                if let chapbook_model::NoteMarker::Literal(mark) = note.marker {
                                    author.marker = Marker::Literal(mark);
                                }
                            }
                            None => document.body.splice(0..0, note.body).for_each(drop),
                        }
                    }
                }
                InlineKind::Link(link) if link.target.starts_with('#') => {
                    let mark = plain_text(&link.content);
                    let author = author_before(document, &before);
                    if let Some(bio) = take_note(&mut document.body, &link.target[1..])
                        && let Some(author) = author.and_then(|at| document.metadata.authors.get_mut(at))
                    {
                        author.bio = bio;
                        author.marker = Marker::Literal(mark);
                    }
                }
                _ => before.push_str(&plain_text(std::slice::from_ref(inline))),
            }
        }
    }
    drop_byline_labels(document);
}

/// Says in the metadata what the text was printed by: numbers of headings, typed numbers of items, and in a file of
/// ours, quotation marks and dashes that have to stay as they are.
pub(super) fn settle_printing(document: &mut Document, known: &Known<'_>) {
    let mut typed_numbers = false;
    let mut typed_signs = false;
    let mut look = |node: AnyNode<'_>| match node {
        AnyNode::Block(block) => {
            if let BlockKind::List(list) = &block.kind {
                typed_numbers |= list.items.iter().any(|item| item.value.is_some());
            }
        }
        AnyNode::Inline(inline) => {
            if let InlineKind::Text(text) = &inline.kind {
                typed_signs |= text.contains(['"', '\'']) || text.contains("--") || text.contains("...");
            }
        }
    };
    each_node(&document.body, &mut look);
    document.notes.values().for_each(|note| each_node(&note.body, &mut look));
    let metadata = &mut document.metadata;
    metadata.numbering = known.numbered.then_some(true);
    metadata.lists = typed_numbers.then_some(ListPrinting::Literal);
    metadata.smart = (typed_signs && known.ours).then_some(false);
}

/// The author whose name stands last in a text.
fn author_before(document: &Document, text: &str) -> Option<usize> {
    let authors = document.metadata.authors.iter().enumerate();
    authors.filter_map(|(at, author)| Some((text.rfind(&author.name)?, at))).max().map(|(_, at)| at)
}

/// Takes the author note of a label out of the text.
fn take_note(body: &mut Vec<Block>, label: &str) -> Option<Vec<Block>> {
    let at = body.iter().position(|block| {
        block.attrs.has_class("author-note") && block.attrs.label().is_some_and(|known| known.as_str() == label)
    })?;
    match body.remove(at).kind {
        BlockKind::Container(blocks) => Some(blocks),
        _ => None,
    }
}

/// Labels that only the lines above the text led to.
fn drop_byline_labels(document: &mut Document) {
    for block in &mut document.body {
        if block.attrs.has_class("author-note") {
            let attrs = std::mem::take(&mut block.attrs);
            block.attrs = attrs.edited(|parts| parts.label = None);
        }
    }
}
