//! Sections: the page of the theme, how pages are numbered, and the lines above and below the text. The pages of front
//! matter have roman numbers, those of the main matter begin at 1.

use chapbook_container::XmlWriter;
use chapbook_resolve::{Block, BlockKind, NoteKind, PersonRole};
use chapbook_theme::{Align, Margins, Page, Role, RunningLine, RunningPiece};
use chapbook_values::{Direction, Length};

use crate::reference::HouseLine;

use super::draft::{Draft, Story, StoryKind};
use super::fields::{field_text, quoted};
use super::names::{part, r, relationship, w};
use super::package::Package;
use super::paragraphs::{self, Opening};
use super::properties::{Justification, Tab, toggle, value};
use super::runs::{self, RunFormat};
use super::stylesheet::StyleKey;
use super::survey::plain;

/// The part of a book that a section holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Matter {
    /// Nobody said: one text, with pages from 1.
    #[default]
    Whole,
    Front,
    Main,
    Back,
}

/// How a section begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Begins {
    /// On a new page.
    #[default]
    Page,
    /// Where the section before ends: it parts endnotes, not pages.
    Here,
}

/// A line that stands above or below the text of some pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its part.
    pub(crate) part: (&'static str, &'static str),
    /// The type of relationship to it.
    pub(crate) relationship: &'static str,
    reference: &'static str,
    /// `default`, `even` or `first`.
    pages: &'static str,
}

const LINES: [Line; 6] = [
    Line { part: part::HEADER, relationship: relationship::HEADER, reference: w::HEADER_REFERENCE, pages: "default" },
    Line { part: part::HEADER_EVEN, relationship: relationship::HEADER, reference: w::HEADER_REFERENCE, pages: "even" },
    Line {
        part: part::HEADER_FIRST,
        relationship: relationship::HEADER,
        reference: w::HEADER_REFERENCE,
        pages: "first",
    },
    Line { part: part::FOOTER, relationship: relationship::FOOTER, reference: w::FOOTER_REFERENCE, pages: "default" },
    Line { part: part::FOOTER_EVEN, relationship: relationship::FOOTER, reference: w::FOOTER_REFERENCE, pages: "even" },
    Line {
        part: part::FOOTER_FIRST,
        relationship: relationship::FOOTER,
        reference: w::FOOTER_REFERENCE,
        pages: "first",
    },
];

/// What the theme puts on a line; none if the document has no such part.
fn content<'a>(draft: &Draft<'a>, line: Line) -> Option<&'a RunningLine> {
    let running = &draft.theme.running;
    let is_head = line.relationship == relationship::HEADER;
    let usual = if is_head { &running.head } else { &running.foot };
    let own = |own: &'a Option<RunningLine>| own.as_ref().unwrap_or(usual);
    match line.pages {
        // Word leaves a line empty that has no part, so every kind of page has one or none has.
        "even" => running.differs_left().then(|| own(if is_head { &running.head_left } else { &running.foot_left })),
        "first" => {
            running.differs_first().then(|| own(if is_head { &running.first_head } else { &running.first_foot }))
        }
        _ => Some(usual),
    }
    .filter(|content| !content.is_empty())
}

impl Line {
    fn is_head(self) -> bool {
        self.relationship == relationship::HEADER
    }
}

/// Adds the parts that the house's lines are made of.
pub(crate) fn house_parts(draft: &Draft<'_>, package: &mut Package) {
    let Some(house) = draft.house else { return };
    for (name, bytes) in &house.parts {
        let line = house.lines.iter().find(|line| line.part == *name);
        let kind = line.map(|line| if line.is_head { part::HEADER.1 } else { part::FOOTER.1 });
        package.bytes(name, kind, bytes.clone());
    }
}

/// Takes the lines that the document has into the body's relationships.
pub(crate) fn declare(draft: &mut Draft<'_>, story: &mut Story) {
    if let Some(house) = draft.house {
        for HouseLine { is_head, pages, part } in &house.lines {
            let line = LINES.into_iter().find(|line| line.pages == pages && line.is_head() == *is_head);
            if let Some(line) = line {
                let target = part.strip_prefix("word/").unwrap_or(part);
                let id = story.relationships.part(line.relationship, target);
                draft.lines.push((line, id));
            }
        }
        return;
    }
    for line in LINES {
        if content(draft, line).is_some() {
            let target = line.part.0.strip_prefix("word/").unwrap_or(line.part.0);
            let id = story.relationships.part(line.relationship, target);
            draft.lines.push((line, id));
        }
    }
}

/// `w:sectPr` of the last section.
pub(crate) fn last(draft: &mut Draft<'_>) -> String {
    properties(draft, draft.begins)
}

/// `w:sectPr` of a section that ends within a page.
pub(crate) fn here(draft: &mut Draft<'_>) -> String {
    let properties = properties(draft, draft.begins);
    draft.begins = Begins::Here;
    properties
}

/// Ends a section before a block that begins another part of the book.
pub(crate) fn before(draft: &mut Draft<'_>, story: &mut Story, block: &Block) {
    let matter = match block.matter() {
        Some(chapbook_resolve::Matter::Front) => Matter::Front,
        Some(chapbook_resolve::Matter::Main) => Matter::Main,
        Some(chapbook_resolve::Matter::Back) => Matter::Back,
        None => return,
    };
    // What stands before it, such as a title, belongs to the front.
    let ends = if draft.matter == Matter::Whole { Matter::Front } else { draft.matter };
    if story.paragraphs > 0 && !(ends == Matter::Front && matter == Matter::Front) {
        draft.matter = ends;
        let section = properties(draft, draft.begins);
        paragraphs::end_section(story, section);
        draft.begins = Begins::Page;
        story.pending.page_break = false;
    }
    draft.matter = matter;
}

fn properties(draft: &mut Draft<'_>, begins: Begins) -> String {
    let Page { width, height, margins, facing: _ } = &draft.theme.page;
    let Margins { top, bottom, inside, outside } = margins;
    let twips = |length: Length| length.to_twips().to_string();
    let first = draft.sections == 0;
    let differs_first = draft.house.map_or(draft.theme.running.differs_first(), |house| house.title_page);
    let mut xml = XmlWriter::fragment();
    xml.open(w::SECT_PR);
    for (line, id) in &draft.lines {
        // Later sections have no first page of their own.
        if first || line.pages != "first" {
            xml.open(line.reference).attr(w::TYPE, line.pages).attr(r::ID, id).close();
        }
    }
    if draft.resolved.notes.iter().any(|note| note.kind == NoteKind::Endnote) {
        // Word takes the numbers from the settings; LibreOffice looks only here, and writes roman ones by itself.
        xml.open(w::ENDNOTE_PR);
        value(&mut xml, w::NUM_FMT, Some("decimal"));
        xml.close();
    }
    value(&mut xml, w::TYPE, (!first).then_some(if begins == Begins::Page { "nextPage" } else { "continuous" }));
    xml.open(w::PG_SZ).attr(w::W, twips(*width)).attr(w::H, twips(*height)).close();
    // On facing pages, settings mirror left and right: left is the inside.
    xml.open(w::PG_MAR).attr(w::TOP, twips(*top)).attr(w::RIGHT, twips(*outside));
    xml.attr(w::BOTTOM, twips(*bottom)).attr(w::LEFT, twips(*inside));
    let edge = |margin: Length| twips(margin.scale(1, 2));
    xml.attr(w::HEADER, edge(*top)).attr(w::FOOTER_ATTR, edge(*bottom)).attr(w::GUTTER, "0").close();
    let begins_page = begins == Begins::Page;
    match draft.matter {
        Matter::Whole | Matter::Back => {}
        Matter::Front => {
            xml.open(w::PG_NUM_TYPE).attr(w::FMT, "lowerRoman").attr_opt(w::START, begins_page.then_some("1")).close();
        }
        Matter::Main => {
            xml.open(w::PG_NUM_TYPE).attr_opt(w::START, begins_page.then_some("1")).close();
        }
    }
    xml.open(w::COLS).attr(w::SPACE, "720").close();
    toggle(&mut xml, w::TITLE_PG, (first && differs_first).then_some(true));
    toggle(&mut xml, w::BIDI, (draft.resolved.direction == Direction::Rtl).then_some(true));
    xml.close();
    draft.sections += 1;
    xml.finish()
}

/// Writes the parts of the lines.
pub(crate) fn lines(draft: &mut Draft<'_>) -> Vec<(Line, Story)> {
    if draft.house.is_some() {
        return Vec::new();
    }
    let lines: Vec<Line> = draft.lines.iter().map(|(line, _)| *line).collect();
    lines.into_iter().filter_map(|line| Some((line, self::line(draft, line)?))).collect()
}

fn line(draft: &mut Draft<'_>, line: Line) -> Option<Story> {
    let RunningLine { start, center, end } = content(draft, line)?;
    let is_head = line.relationship == relationship::HEADER;
    let mut story = Story::new(StoryKind::Body);
    story.xml.open(if is_head { w::HDR } else { w::FOOTER });
    super::declare_text_namespaces(&mut story.xml);
    let place = draft.place();
    let role = if is_head { Role::RunningHead } else { Role::Folio };
    let mut opening = Opening::of(role);
    let measure = draft.theme.measure();
    let align = draft.theme.style(role).align;
    // A line of one zone is aligned; one of several has tab stops for the others.
    let zones: &[&[RunningPiece]] = match (start.is_empty(), center.is_empty(), end.is_empty()) {
        (true, false, true) => {
            opening.justification = (align != Align::Center).then_some(Justification::Center);
            &[center]
        }
        (true, true, false) => {
            opening.justification = (align != Align::End).then_some(Justification::End);
            &[end]
        }
        (false, _, _) | (true, _, _) => {
            opening.justification = (align != Align::Start).then_some(Justification::Start);
            let tab = |position, kind| Tab { position, kind, leader: None };
            opening.tabs = vec![tab(measure.scale(1, 2), "center"), tab(measure, "right")];
            &[start, center, end]
        }
    };
    let format = paragraphs::open(draft, &mut story, &place, None, opening);
    for (i, zone) in zones.iter().enumerate() {
        if i > 0 {
            runs::text(draft, &mut story, "\t", &format);
        }
        for piece in present(draft, zone) {
            self::piece(draft, &mut story, piece, &format);
        }
    }
    paragraphs::close(&mut story);
    story.xml.close();
    Some(story)
}

/// The pieces of a zone, but for a field that has nothing to show and the words after it.
fn present<'p>(draft: &Draft<'_>, zone: &'p [RunningPiece]) -> Vec<&'p RunningPiece> {
    let has_author = draft.resolved.meta.people.iter().any(|person| person.role == PersonRole::Author);
    let mut kept = Vec::new();
    let mut skipped = false;
    for piece in zone {
        let is_empty = match piece {
            RunningPiece::Author | RunningPiece::Surname => !has_author,
            RunningPiece::Text(_) => skipped,
            RunningPiece::Page
            | RunningPiece::Pages
            | RunningPiece::Words
            | RunningPiece::Title
            | RunningPiece::Heading(_) => false,
        };
        skipped = is_empty && !skipped;
        if !is_empty {
            kept.push(piece);
        }
    }
    kept
}

fn piece<'a>(draft: &mut Draft<'a>, story: &mut Story, piece: &RunningPiece, format: &RunFormat<'a>) {
    let meta = &draft.resolved.meta;
    let author = || meta.people.iter().find(|person| person.role == PersonRole::Author);
    match piece {
        RunningPiece::Text(text) => runs::text(draft, story, text, format),
        RunningPiece::Page => field_text(draft, story, format, "PAGE", "1"),
        RunningPiece::Pages => {
            let pages = draft.pages.map_or(1, |map| map.pages.len()).to_string();
            field_text(draft, story, format, "NUMPAGES", &pages);
        }
        RunningPiece::Words => {
            let words = draft.survey.words.to_string();
            field_text(draft, story, format, "NUMWORDS", &words);
        }
        RunningPiece::Title => {
            let title = meta.title.clone();
            runs::text(draft, story, &title, format);
        }
        RunningPiece::Author => {
            let name = author().map(|person| person.name.clone()).unwrap_or_default();
            runs::text(draft, story, &name, format);
        }
        RunningPiece::Surname => {
            let filed = author().map(|person| person.file_as.clone()).unwrap_or_default();
            let surname = filed.split(',').next().unwrap_or_default().trim();
            runs::text(draft, story, surname, format);
        }
        RunningPiece::Heading(level) => {
            // ISO/IEC 29500-1, 17.16.5.59: the nearest text in a style, upwards from the head of the page.
            let style = draft.style_name(&StyleKey::Role(Role::heading(*level))).to_owned();
            let first = first_heading(draft, *level).unwrap_or_default();
            field_text(draft, story, format, &format!("STYLEREF {}", quoted(&style)), &first);
        }
    }
}

/// What the field shows until Word has computed it: the first heading of the level.
fn first_heading(draft: &Draft<'_>, level: u8) -> Option<String> {
    draft.resolved.body.iter().find_map(|block| {
        let BlockKind::Heading(heading) = &block.kind else { return None };
        plain(&heading.content).filter(|_| heading.level == level)
    })
}
