//! What a chapter is, where its author says so by a class (`# Preface {.preface}`), and in which of the three regions
//! of a book it stands. The names are those of the EPUB Structural Semantics Vocabulary, the roles DPUB-ARIA 1.1's.

use chapbook_resolve::{Block, Matter};

use crate::split::SectionKind;

/// A kind of chapter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Semantic {
    /// The class, and the `epub:type`.
    pub(crate) name: &'static str,
    /// The role.
    pub(crate) role: &'static str,
    /// Where it stands if nobody says otherwise.
    region: Region,
}

/// The three regions of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// Before the text.
    Front,
    /// The text.
    Body,
    /// After it.
    Back,
}

impl Region {
    /// Its `epub:type`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Front => "frontmatter",
            Self::Body => "bodymatter",
            Self::Back => "backmatter",
        }
    }
}

const SEMANTICS: &[Semantic] = &[
    Semantic { name: "foreword", role: "doc-foreword", region: Region::Front },
    Semantic { name: "preface", role: "doc-preface", region: Region::Front },
    Semantic { name: "introduction", role: "doc-introduction", region: Region::Body },
    Semantic { name: "prologue", role: "doc-prologue", region: Region::Body },
    Semantic { name: "conclusion", role: "doc-conclusion", region: Region::Body },
    Semantic { name: "epilogue", role: "doc-epilogue", region: Region::Body },
    Semantic { name: "afterword", role: "doc-afterword", region: Region::Back },
    Semantic { name: "appendix", role: "doc-appendix", region: Region::Back },
    Semantic { name: "bibliography", role: "doc-bibliography", region: Region::Back },
    Semantic { name: "errata", role: "doc-errata", region: Region::Back },
];

/// What the author says that a chapter is.
pub(crate) fn semantic(blocks: &[Block]) -> Option<&'static Semantic> {
    let classes = &blocks.first()?.classes;
    SEMANTICS.iter().find(|semantic| classes.iter().any(|class| class == semantic.name))
}

/// The region of each section. A project file says where front, main and back matter begin; without it the text goes
/// from the first chapter to the last.
pub(crate) fn regions(sections: &[(SectionKind, &[Block])]) -> Vec<Region> {
    let is_text = |(kind, blocks): &(SectionKind, &[Block])| match kind {
        SectionKind::Article | SectionKind::Part | SectionKind::Chapter => {
            semantic(blocks).is_none_or(|semantic| semantic.region == Region::Body)
        }
        SectionKind::TitlePage
        | SectionKind::Matter
        | SectionKind::Dedication
        | SectionKind::CopyrightPage
        | SectionKind::Colophon
        | SectionKind::Acknowledgements
        | SectionKind::Outline
        | SectionKind::Endnotes => false,
    };
    let first = sections.iter().position(is_text).unwrap_or(0);
    let last = sections.iter().rposition(is_text).unwrap_or(sections.len());
    let mut said = None;
    let region = |(index, (_, blocks)): (usize, &(SectionKind, &[Block]))| {
        said = begins(blocks).or(said);
        let by_place = match index {
            _ if index < first => Region::Front,
            _ if index > last => Region::Back,
            _ => Region::Body,
        };
        let own = semantic(blocks).map(|semantic| semantic.region).unwrap_or(by_place);
        match said {
            Some(Region::Front) => Region::Front,
            Some(Region::Back) => Region::Back,
            // What stands in the main matter may still come after the text: notes and a colophon.
            Some(Region::Body) | None => own,
        }
    };
    sections.iter().enumerate().map(region).collect()
}

/// The region that begins in these blocks, as the front door marks it.
fn begins(blocks: &[Block]) -> Option<Region> {
    blocks.iter().find_map(Block::matter).map(|matter| match matter {
        Matter::Front => Region::Front,
        Matter::Main => Region::Body,
        Matter::Back => Region::Back,
    })
}
