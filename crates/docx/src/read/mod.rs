//! DOCX → model: drafts of ours on their way back, and any document from elsewhere. Nothing here is believed: sizes,
//! names and nesting are bounded before anything is taken in, and what is not understood is told.
//!
//! The steps: [`package`] finds the parts; [`styles`], [`numbering`] and [`comments`] read what the text leans on;
//! [`gather`] collects the paragraphs; [`leaves`] makes the leaf list of them, which is what two files are compared by;
//! [`assemble`] builds the document.

mod assemble;
mod comments;
mod error;
mod fields;
mod gather;
mod inlines;
mod keys;
mod leaf;
mod leaves;
pub(crate) mod limits;
mod losses;
mod names;
mod numbering;
mod package;
mod paragraph_properties;
mod properties;
mod roles;
mod run_properties;
mod story;
mod styles;
mod targets;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use chapbook_container::XmlEvent;
use chapbook_model::{Document, NoteMarker};
use chapbook_resolve::Words;
use chapbook_source::{Diagnostic, codes};
use chapbook_theme::Role;
use chapbook_values::Language;

pub use error::ReadError;
pub use keys::{Key, KeyKind};
pub use leaf::{
    Break, CellPlace, InnerKey, Leaf, LeafAlign, LeafKind, ListPlace, Mark, NotePlace, NoteStory, ParagraphLook, Place,
};
pub use losses::Loss;
pub use properties::Properties;

use assemble::{Known, assemble};
use comments::Remarks;
use gather::Gather;
use leaves::{Leaves, NoteFound, Setting};
use losses::Losses;
pub(crate) use names::{Space, space as space_of};
use numbering::Numbering;
use package::{Package, PartError, Relationships, Target, reader, tell_part};
use story::Stories;
use styles::Styles;

/// How a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The folder in which the document looks for its pictures, with `/` between its parts.
    pub media_folder: String,
    /// Paragraph styles by name, in lower case, and what they are for: a house's own names (`[docx.styles]`).
    pub styles: BTreeMap<String, Role>,
}

impl Default for ReadOptions {
    /// Pictures in `media`, and no names but those that are known anyway.
    fn default() -> Self {
        Self { media_folder: "media".to_owned(), styles: BTreeMap::new() }
    }
}

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// The text as an editor sees it: the body, then the notes in the order of their calls.
    pub leaves: Vec<Leaf>,
    /// The notes of the leaves: label and mark, in the order of their calls.
    pub notes: Vec<(String, NoteStory, NoteMarker)>,
    /// The draft that this program embedded (`urn:chapbook:draft:1`), as the XML it is.
    pub draft_item: Option<String>,
    /// What the file says of itself.
    pub properties: Properties,
    /// The language of the document.
    pub language: Option<Language>,
    /// The pictures that the text shows: where the text looks for them, and their bytes.
    pub media: Vec<(String, Vec<u8>)>,
    /// How wide the columns of each table are, in twentieths of a point; [`CellPlace::table`] says which is which.
    pub grids: Vec<Vec<i64>>,
    /// What is not as it was.
    pub losses: Vec<Loss>,
}

impl Reading {
    /// The losses as diagnostics.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.losses.iter().map(Loss::diagnostic).collect()
    }
}

/// Reads a DOCX.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Reading, ReadError> {
    let mut losses = Losses::default();
    let mut package = Package::open(bytes)?;
    let main = package.main.clone();
    let links = package.relationships(&main, &mut losses)?;
    let properties = read_properties(&mut package, &mut losses)?;
    let draft_item = find_draft(&mut package, &links, &mut losses)?;
    let styles = read_styles(&mut package, &links, options, &mut losses)?;
    let numbering = read_numbering(&mut package, &links, &styles, &mut losses)?;
    let remarks = read_comments(&mut package, &links, &mut losses)?;
    let stories = gather_stories(&mut package, &main, &links, &styles, &mut losses)?;
    look_at_margins(&mut package, &links, &mut losses)?;
    let (media, places) = read_media(&mut package, &stories, options, &mut losses)?;
    let language = language(&properties, &styles);
    let english = Language::english();
    let spoken = language.as_ref().unwrap_or(&english);
    let words = Words::new(spoken, &BTreeMap::new());
    let setting = Setting {
        language: spoken,
        direction: spoken.direction(),
        ours: properties.is_ours(),
        part: &main,
        words: &words,
    };
    let leaves = Leaves::new(&stories, &styles, numbering, &remarks, &places, &mut losses, setting);
    let (leaves, notes) = leaves.make();
    let notes: Vec<_> =
        notes.into_iter().map(|NoteFound { story, label, marker, .. }| (label, story, marker)).collect();
    let known = Known {
        stories: &stories,
        properties: &properties,
        language: language.as_ref(),
        words: &words,
        styles: &options.styles,
        ours: properties.is_ours(),
        numbered: leaves.iter().any(|leaf| matches!(leaf.kind, LeafKind::Heading { numbered: true, .. })),
        has_endnotes: notes.iter().any(|(_, story, _)| *story == NoteStory::Endnote),
    };
    let document = assemble(&leaves, &notes, &known, &mut losses);
    let grids = stories.tables.iter().map(|table| table.grid.clone()).collect();
    let losses = losses.finish();
    Ok(Reading { document, leaves, notes, draft_item, properties, language, media, grids, losses })
}

/// The text of a part that the document can do without; what cannot be read of it is told.
fn optional(package: &mut Package<'_>, part: &str, losses: &mut Losses) -> Result<Option<String>, ReadError> {
    match package.xml(part) {
        Ok(Some(text)) => Ok(Some(text)),
        Ok(None) => {
            losses.tell(&codes::IMPORT_PART, format!("{part} is not in the file and was done without"), part);
            Ok(None)
        }
        Err(PartError::Zip(error)) => Err(error.into()),
        Err(PartError::Xml(error)) => {
            tell_part(losses, part, &error);
            Ok(None)
        }
    }
}

fn read_properties(package: &mut Package<'_>, losses: &mut Losses) -> Result<Properties, ReadError> {
    let mut properties = Properties::default();
    for kind in ["core-properties", "extended-properties", "custom-properties"] {
        let Some(part) = package.root.part(kind).map(str::to_owned) else { continue };
        let Some(text) = optional(package, &part, losses)? else { continue };
        match kind {
            "core-properties" => properties.read_core(&text, &part, losses),
            "extended-properties" => properties.read_extended(&text, &part, losses),
            _ => properties.read_custom(&text, &part, losses),
        }
    }
    Ok(properties)
}

/// The embedded draft: found by the namespace of its root, whatever its part is called.
fn find_draft(
    package: &mut Package<'_>,
    links: &Relationships,
    losses: &mut Losses,
) -> Result<Option<String>, ReadError> {
    let parts: Vec<String> = links
        .of_kind("customXml")
        .filter_map(|relationship| match &relationship.target {
            Target::Part(name) => Some(name.clone()),
            Target::External(_) | Target::Outside => None,
        })
        .collect();
    let mut found = None;
    for part in parts {
        let Some(text) = optional(package, &part, losses)? else { continue };
        let mut xml = reader(&text);
        // Other programs keep items there, too: only the root says whose it is.
        let root = xml.next();
        if !matches!(root, Ok(Some(XmlEvent::Start(Space::Draft, _)))) {
            continue;
        }
        if text.len() > limits::DRAFT_ITEM {
            return Err(ReadError::TooMany { what: "bytes of an embedded draft", limit: limits::DRAFT_ITEM });
        }
        if found.is_some() {
            losses.tell(&codes::IMPORT_REPAIRED, "the file holds two drafts; the first counts", &part);
            continue;
        }
        found = Some(text);
    }
    Ok(found)
}

fn read_styles(
    package: &mut Package<'_>,
    links: &Relationships,
    options: &ReadOptions,
    losses: &mut Losses,
) -> Result<Styles, ReadError> {
    let Some(part) = links.part("styles").map(str::to_owned) else { return Ok(Styles::default()) };
    match optional(package, &part, losses)? {
        Some(text) => Styles::read(&text, &part, &options.styles, losses),
        None => Ok(Styles::default()),
    }
}

fn read_numbering(
    package: &mut Package<'_>,
    links: &Relationships,
    styles: &Styles,
    losses: &mut Losses,
) -> Result<Numbering, ReadError> {
    let Some(part) = links.part("numbering").map(str::to_owned) else { return Ok(Numbering::default()) };
    let Some(text) = optional(package, &part, losses)? else { return Ok(Numbering::default()) };
    let mut numbering = Numbering::read(&text, &part, losses)?;
    numbering.link(styles, &part, losses);
    Ok(numbering)
}

fn read_comments(package: &mut Package<'_>, links: &Relationships, losses: &mut Losses) -> Result<Remarks, ReadError> {
    let Some(part) = links.part("comments").map(str::to_owned) else { return Ok(Remarks::new()) };
    let Some(text) = optional(package, &part, losses)? else { return Ok(Remarks::new()) };
    let mut remarks = comments::read(&text, &part, losses)?;
    if let Some(part) = links.part("commentsExtended").map(str::to_owned)
        && let Some(text) = optional(package, &part, losses)?
    {
        comments::read_threads(&text, &part, &mut remarks, losses);
    }
    Ok(remarks)
}

fn gather_stories(
    package: &mut Package<'_>,
    main: &str,
    links: &Relationships,
    styles: &Styles,
    losses: &mut Losses,
) -> Result<Stories, ReadError> {
    let mut stories = Stories::default();
    let mut keys = BTreeSet::new();
    let text = package.xml(main).map_err(|error| error.fatal(main))?;
    let text = text.ok_or_else(|| ReadError::Missing(main.to_owned()))?;
    if !Gather::new(styles, links, losses, main, &mut stories, &mut keys).run(&text)? {
        let what = "the text is in a language that Word does not write, and nothing was read of it";
        losses.tell(&codes::IMPORT_PART, what, main);
    }
    drop(text);
    for kind in ["footnotes", "endnotes"] {
        let Some(part) = links.part(kind).map(str::to_owned) else { continue };
        let Some(text) = package.xml(&part).map_err(|error| error.fatal(&part))? else {
            losses.tell(&codes::IMPORT_PART, format!("{part} is not in the file; its notes are lost"), &part);
            continue;
        };
        let own_links = package.relationships(&part, losses)?;
        Gather::new(styles, &own_links, losses, &part, &mut stories, &mut keys).run(&text)?;
    }
    Ok(stories)
}

/// Headers and footers are not read; what they say beyond numbers is told.
fn look_at_margins(package: &mut Package<'_>, links: &Relationships, losses: &mut Losses) -> Result<(), ReadError> {
    let parts: Vec<String> = ["header", "footer"]
        .into_iter()
        .flat_map(|kind| links.of_kind(kind))
        .filter_map(|relationship| match &relationship.target {
            Target::Part(name) => Some(name.clone()),
            Target::External(_) | Target::Outside => None,
        })
        .collect();
    for part in parts {
        let Some(text) = optional(package, &part, losses)? else { continue };
        let mut xml = reader(&text);
        let mut words = String::new();
        let mut in_text = false;
        loop {
            match xml.next() {
                Ok(Some(XmlEvent::Start(space, name))) => in_text = (space, name) == (Space::W, "t"),
                Ok(Some(XmlEvent::Text(text))) if in_text => words.push_str(&text),
                Ok(Some(XmlEvent::Text(_) | XmlEvent::End)) => in_text = false,
                Ok(None) => break,
                Err(error) => {
                    tell_part(losses, &part, &error);
                    break;
                }
            }
        }
        if words.chars().any(char::is_alphabetic) {
            let what = "the text of a header or footer was left out";
            losses.tell_at(&codes::IMPORT_DROPPED, what, &part, None, &words);
        }
    }
    Ok(())
}

/// The pictures that the text shows, and where each lies, by part.
type Media = (Vec<(String, Vec<u8>)>, BTreeMap<String, String>);

fn read_media(
    package: &mut Package<'_>,
    stories: &Stories,
    options: &ReadOptions,
    losses: &mut Losses,
) -> Result<Media, ReadError> {
    let mut media = Vec::new();
    let mut places = BTreeMap::new();
    let mut names = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for part in stories.pictures.iter().filter_map(|picture| picture.part.as_ref()) {
        if !seen.insert(part) {
            continue;
        }
        let Some(bytes) = package.medium(part)?.filter(|bytes| !bytes.is_empty()) else {
            losses.tell(&codes::IMPORT_IMAGE, format!("the picture {part} is not in the file, or empty"), part);
            continue;
        };
        let name = free_name(part, &mut names);
        let folder = options.media_folder.trim_end_matches('/');
        let place = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        places.insert(part.clone(), place.clone());
        media.push((place, bytes));
    }
    Ok((media, places))
}

/// A name for a medium: that of its part, without what a path or Markdown could take for more.
fn free_name(part: &str, names: &mut BTreeSet<String>) -> String {
    let last = part.rsplit('/').next().unwrap_or(part);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let name: String = last.chars().map(|c| if plain(c) { c } else { '-' }).collect();
    let name = name.trim_start_matches('.').to_owned();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name.as_str(), "bin"));
    let mut free = format!("{stem}.{ending}");
    let mut n = 1;
    while !names.insert(free.to_lowercase()) {
        n += 1;
        free = format!("{stem}-{n}.{ending}");
    }
    free
}

fn language(properties: &Properties, styles: &Styles) -> Option<Language> {
    Language::parse(&properties.language).or_else(|| Language::parse(styles.defaults.western.as_deref()?))
}
