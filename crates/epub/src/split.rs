//! How the text is divided into content documents. An article is one; a book has one for each part and chapter and for
//! what has a page of its own, since reading systems start a page with every document, and load one at a time.

use chapbook_resolve::{Block, BlockKind, DivisionRole, Heading, Resolved};
use chapbook_theme::{Role, Theme};

use crate::matter::{Region, Semantic, regions, semantic};
use crate::text;

/// Up to this many nodes, a text whose theme does not start chapters on new pages is one document. It is some 60,000
/// words of plain paragraphs: more than an article has, and about what a reading system of small memory can hold.
const ONE_DOCUMENT: u32 = 1000;

/// What becomes one content document.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) kind: SectionKind,
    /// Whether an earlier document begins what goes on in it.
    pub(crate) continued: bool,
    /// What its author says that it is.
    pub(crate) semantic: Option<&'static Semantic>,
    /// Where in the book it stands.
    pub(crate) region: Region,
    pub(crate) blocks: &'a [Block],
    /// The name of its file.
    pub(crate) file: String,
    /// Its title as plain text; empty if it has none.
    pub(crate) title: String,
}

/// Kinds of content document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SectionKind {
    /// The whole text.
    Article,
    /// The page that holds the title block.
    TitlePage,
    /// The heading of a part and what stands before its first chapter.
    Part,
    /// A chapter.
    Chapter,
    /// Text between, without a heading of its own.
    Matter,
    /// A dedication.
    Dedication,
    /// Rights and imprint.
    CopyrightPage,
    /// A colophon.
    Colophon,
    /// Thanks.
    Acknowledgements,
    /// A table of contents or a list of figures.
    Outline,
    /// Notes at the end.
    Endnotes,
}

impl SectionKind {
    /// The stem of its files.
    fn stem(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::TitlePage => "title-page",
            Self::Part => "part",
            Self::Chapter => "chapter",
            Self::Matter => "text",
            Self::Dedication => "dedication",
            Self::CopyrightPage => "copyright-page",
            Self::Colophon => "colophon",
            Self::Acknowledgements => "acknowledgements",
            Self::Outline => "contents",
            Self::Endnotes => "endnotes",
        }
    }

    /// Whether what follows it, up to the next beginning, belongs to it.
    fn goes_on(self) -> bool {
        match self {
            Self::Article | Self::Part | Self::Chapter | Self::Matter => true,
            Self::TitlePage
            | Self::Dedication
            | Self::CopyrightPage
            | Self::Colophon
            | Self::Acknowledgements
            | Self::Outline
            | Self::Endnotes => false,
        }
    }
}

/// Divides the text. There is always at least one section; with a limit, chapters that are larger go on in others.
pub(crate) fn sections<'a>(resolved: &'a Resolved, theme: &Theme, limit: Option<usize>) -> Vec<Section<'a>> {
    let starts = match chapter_level(resolved, theme) {
        None => vec![(0, SectionKind::Article)],
        Some(level) => starts(&resolved.body, level),
    };
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([resolved.body.len()]);
    let whole: Vec<(SectionKind, &[Block])> =
        starts.iter().zip(ends).map(|((start, kind), end)| (*kind, &resolved.body[*start..end])).collect();
    let regions = regions(&whole);
    let mut counts = std::collections::BTreeMap::new();
    let mut sections = Vec::new();
    for ((kind, blocks), region) in whole.into_iter().zip(regions) {
        let count = counts.entry(kind).or_insert(0);
        *count += 1;
        let numbered = *count > 1 || matches!(kind, SectionKind::Part | SectionKind::Chapter | SectionKind::Matter);
        let stem = if numbered { format!("{}-{count}", kind.stem()) } else { kind.stem().to_owned() };
        let (semantic, title) = (semantic(blocks), title(blocks));
        for (index, blocks) in pieces(blocks, kind, limit).into_iter().enumerate() {
            let file = if index == 0 { format!("{stem}.xhtml") } else { format!("{stem}-{}.xhtml", index + 1) };
            sections.push(Section { kind, continued: index > 0, semantic, region, blocks, file, title: title.clone() });
        }
    }
    sections
}

/// Blocks in pieces that are about as large as allowed: a piece ends before a heading if there is one in its second
/// half. A block that is too large by itself stays whole.
fn pieces(blocks: &[Block], kind: SectionKind, limit: Option<usize>) -> Vec<&[Block]> {
    let Some(limit) = limit.filter(|_| kind.goes_on()) else { return vec![blocks] };
    let mut pieces = Vec::new();
    let (mut start, mut size, mut heading_at) = (0, 0, None);
    for (index, block) in blocks.iter().enumerate() {
        if size > limit / 2 && heading(block).is_some() {
            heading_at = Some(index);
        }
        size += estimate(block);
        if size > limit && index > start {
            // A heading does not end a document.
            let end = heading_at.unwrap_or(index);
            let end = if end > start + 1 && heading(&blocks[end - 1]).is_some() { end - 1 } else { end };
            pieces.push(&blocks[start..end]);
            (start, heading_at) = (end, None);
            size = blocks[start..=index].iter().map(estimate).sum();
        }
    }
    pieces.push(&blocks[start..]);
    pieces
}

/// About how many bytes of XHTML a block is: half as much again as its source, and its tags. What has no place in the
/// source is small.
fn estimate(block: &Block) -> usize {
    let source = block.span.range().len();
    source + source / 2 + 64
}

/// The level of the headings that open documents; none if the text is one.
fn chapter_level(resolved: &Resolved, theme: &Theme) -> Option<u8> {
    let has_parts = resolved.body.iter().filter_map(heading).any(|heading| heading.level == 0);
    let divided = has_parts || theme.style(Role::Heading1).page_break_before || resolved.nodes > ONE_DOCUMENT;
    top_level(resolved).filter(|_| divided)
}

/// The level of chapters, or of the sections of an article: the highest that occurs twice, for a title that stands in
/// the text as its one heading of the first level is none. Parts are above it.
pub(crate) fn top_level(resolved: &Resolved) -> Option<u8> {
    let mut counts = [0usize; 7];
    for heading in resolved.body.iter().filter_map(heading) {
        counts[usize::from(heading.level).min(6)] += 1;
    }
    let level = (1..7).find(|level| counts[*level] > 1).or_else(|| (0..7).find(|level| counts[*level] > 0));
    level.map(|level| level as u8)
}

/// Where documents begin, and what they are.
fn starts(body: &[Block], level: u8) -> Vec<(usize, SectionKind)> {
    let mut starts: Vec<(usize, SectionKind)> = Vec::new();
    for (index, block) in body.iter().enumerate() {
        let is_title_block = |block: &Block| page_of_its_own(block) == Some(SectionKind::TitlePage);
        if is_title_block(block) && index == 1 && starts == [(0, SectionKind::TitlePage)] {
            continue;
        }
        let kind = match heading(block) {
            // A heading that serves as the title comes before the byline.
            Some(_) if index == 0 && body.get(1).is_some_and(is_title_block) => Some(SectionKind::TitlePage),
            Some(heading) if heading.level == 0 => Some(SectionKind::Part),
            Some(heading) if heading.level <= level => Some(SectionKind::Chapter),
            Some(_) => None,
            None => page_of_its_own(block),
        };
        let open = starts.last().is_some_and(|(_, kind)| kind.goes_on());
        match kind {
            Some(kind) => starts.push((index, kind)),
            None if !open => starts.push((index, SectionKind::Matter)),
            None => {}
        }
    }
    if starts.is_empty() { vec![(0, SectionKind::Article)] } else { starts }
}

fn heading(block: &Block) -> Option<&Heading> {
    match &block.kind {
        BlockKind::Heading(heading) => Some(heading),
        BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Verse(_)
        | BlockKind::Divider(_)
        | BlockKind::PageBreak
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Image(_)
        | BlockKind::Division(_)
        | BlockKind::AuthorNotes(_)
        | BlockKind::Outline(_)
        | BlockKind::Raw(_)
        | BlockKind::Endnotes { .. } => None,
    }
}

fn page_of_its_own(block: &Block) -> Option<SectionKind> {
    match &block.kind {
        BlockKind::Division(division) => match division.role {
            DivisionRole::TitleBlock => Some(SectionKind::TitlePage),
            DivisionRole::Dedication => Some(SectionKind::Dedication),
            DivisionRole::CopyrightPage => Some(SectionKind::CopyrightPage),
            DivisionRole::Colophon => Some(SectionKind::Colophon),
            DivisionRole::Acknowledgements => Some(SectionKind::Acknowledgements),
            DivisionRole::Generic
            | DivisionRole::Epigraph
            | DivisionRole::Abstract
            | DivisionRole::Aside
            | DivisionRole::PullQuote
            | DivisionRole::Callout(_)
            | DivisionRole::Letter
            | DivisionRole::Glossary
            | DivisionRole::Columns
            | DivisionRole::Column => None,
        },
        BlockKind::Outline(_) => Some(SectionKind::Outline),
        // Those of a chapter stand in it.
        BlockKind::Endnotes { level, .. } => (*level == 1).then_some(SectionKind::Endnotes),
        BlockKind::Paragraph(_)
        | BlockKind::Heading(_)
        | BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Verse(_)
        | BlockKind::Divider(_)
        | BlockKind::PageBreak
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Image(_)
        | BlockKind::Raw(_)
        | BlockKind::AuthorNotes(_) => None,
    }
}

/// The words that open a section, if they are a title.
fn title(blocks: &[Block]) -> String {
    let Some(first) = blocks.first() else { return String::new() };
    let content = match &first.kind {
        BlockKind::Heading(heading) => Some(&heading.content),
        BlockKind::Division(division) => division.title.as_ref(),
        BlockKind::Outline(outline) => Some(&outline.title),
        BlockKind::Endnotes { level: _, title, notes: _ } => Some(title),
        BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Verse(_)
        | BlockKind::Divider(_)
        | BlockKind::PageBreak
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Image(_)
        | BlockKind::Raw(_)
        | BlockKind::AuthorNotes(_) => None,
    };
    content.map(|content| text::plain(content)).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use chapbook_resolve::{Division, Meta, NodeId, Paragraph, Words};
    use chapbook_source::{MemoryFiles, Span};
    use chapbook_values::{Direction, Language};

    use super::*;

    /// A document without text.
    pub(crate) fn empty() -> Resolved {
        let language = Language::english();
        Resolved {
            words: Words::new(&language, &BTreeMap::new()),
            language,
            language_named: true,
            direction: Direction::Ltr,
            meta: Meta { title: "A title".into(), ..Meta::default() },
            body: Vec::new(),
            notes: Vec::new(),
            outline: Vec::new(),
            images: Vec::new(),
            anchors: Vec::new(),
            nodes: 0,
            makeup: Vec::new(),
            has_placeholders: false,
        }
    }

    fn block(kind: BlockKind) -> Block {
        Block {
            id: NodeId(0),
            kind,
            anchor: None,
            locale: None,
            classes: Vec::new(),
            word_style: None,
            tracked: None,
            span: Span::NONE,
        }
    }

    fn heading(level: u8) -> Block {
        block(BlockKind::Heading(Heading { level, number: None, content: Vec::new(), listed: true }))
    }

    fn paragraph() -> Block {
        block(BlockKind::Paragraph(Paragraph { role: Role::Body, content: Vec::new() }))
    }

    fn files(body: Vec<Block>) -> Vec<(String, &'static str, usize)> {
        let theme = chapbook_theme::read("article", &MemoryFiles::default()).unwrap();
        let resolved = Resolved { body, ..empty() };
        let sections = sections(&resolved, &theme, None);
        sections.into_iter().map(|s| (s.file, s.region.name(), s.blocks.len())).collect()
    }

    #[test]
    fn an_article_is_one_document() {
        assert_eq!(files(Vec::new()), [("article.xhtml".into(), "bodymatter", 0)]);
        let body = vec![paragraph(), heading(1), paragraph(), heading(1)];
        assert_eq!(files(body), [("article.xhtml".into(), "bodymatter", 4)]);
    }

    #[test]
    fn a_heading_that_is_the_title_stands_on_the_title_page() {
        let division = Division { role: DivisionRole::TitleBlock, title: None, body: vec![paragraph()] };
        let body =
            vec![heading(1), block(BlockKind::Division(division)), paragraph(), heading(0), heading(2), heading(2)];
        let names: Vec<String> = files(body).into_iter().map(|(file, _, _)| file).collect();
        assert_eq!(names, ["title-page.xhtml", "text-1.xhtml", "part-1.xhtml", "chapter-1.xhtml", "chapter-2.xhtml"]);
    }

    #[test]
    fn a_book_is_divided_at_parts_and_chapters() {
        let body = vec![paragraph(), heading(0), paragraph(), heading(1), heading(2), paragraph(), heading(1)];
        assert_eq!(
            files(body),
            [
                ("text-1.xhtml".into(), "frontmatter", 1),
                ("part-1.xhtml".into(), "bodymatter", 2),
                ("chapter-1.xhtml".into(), "bodymatter", 3),
                ("chapter-2.xhtml".into(), "bodymatter", 1),
            ]
        );
    }
}
