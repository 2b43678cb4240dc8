//! Resolved tree and theme → DOCX. Everything in the file is the live Word thing: styles, numbering, fields, notes,
//! comments, revisions. The recipes, and what was measured about each, stand in the notes on the format; nothing here
//! counts or names anything that the resolved tree does not say, but for what Word itself will count.

mod blocks;
mod bookmarks;
mod captions;
mod changes;
mod comments;
mod document_properties;
mod draft;
mod fields;
mod headings;
mod images;
mod inlines;
mod keys;
mod links;
mod lists;
mod looks;
mod names;
mod notes;
mod numbering;
mod outlines;
mod package;
mod paragraphs;
mod properties;
mod raw;
mod references;
mod run_properties;
mod runs;
mod sections;
mod small_parts;
mod style_names;
mod styles;
mod stylesheet;
mod survey;
mod tables;
mod widths;

use chapbook_container::XmlWriter;
use chapbook_resolve::{PageMap, Resolved};
use chapbook_source::{Diagnostic, Span, codes};
use chapbook_theme::Theme;
use chapbook_values::Length;

use draft::{Draft, Story, StoryKind};
use names::{namespace, part, relationship, w, xmlns};
use package::{Package, Relationships};
use small_parts::Settings;

use crate::Options;
use crate::baseline::{self, DraftSource};

/// Writes a DOCX. It never fails: what Word cannot hold is a diagnostic, and stands in the text in another form.
pub fn write(
    resolved: &Resolved,
    theme: &Theme,
    pages: Option<&PageMap>,
    options: &Options,
) -> (Vec<u8>, Vec<Diagnostic>) {
    let Written { bytes, diagnostics, baseline: _ } = write_draft(resolved, theme, pages, options);
    (bytes, diagnostics)
}

/// Writes a DOCX like [`write`], and gives its baseline as well, for the project's own store.
pub fn write_draft(resolved: &Resolved, theme: &Theme, pages: Option<&PageMap>, options: &Options) -> Written {
    let house = options.reference.as_ref();
    let theme = &house.map_or_else(|| theme.clone(), |house| house.on_its_page(theme));
    let mut draft = Draft::new(resolved, theme, pages, options.source.as_ref(), house);
    let mut package = Package::default();
    let body = body(&mut draft);
    let notes = [StoryKind::Footnotes, StoryKind::Endnotes].map(|kind| notes_of(&mut draft, kind));
    let comments = (!draft.comments.is_empty()).then(|| comments::write(&mut draft));
    let lines = sections::lines(&mut draft);
    add_parts(&mut draft, &mut package, body, notes, comments, lines, options.track_changes);
    let (baseline_part, baseline) = add_baseline(&mut draft, &mut package).unzip();
    let counts = (draft.survey.words, pages.map(|pages| pages.pages.len()));
    add_properties(&mut package, resolved, options, baseline.as_deref(), counts);
    let baseline = match draft.source {
        Some(source) if source.embed => baseline_part,
        Some(source) => Some(baseline::write(&DraftSource { embed: true, ..source.clone() }, &draft.blocks).0),
        None => None,
    };
    Written { bytes: package.finish(), diagnostics: draft.diagnostics, baseline }
}

/// A DOCX and what was found while writing it.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// What Word cannot hold as it is.
    pub diagnostics: Vec<Diagnostic>,
    /// The baseline with its text, whether the file carries it or not; none if the draft has no keys.
    pub baseline: Option<String>,
}

/// The text, up to the last section's properties.
fn body(draft: &mut Draft<'_>) -> Story {
    let mut story = Story::new(StoryKind::Body);
    sections::declare(draft, &mut story);
    story.xml.open(w::DOCUMENT);
    declare_text_namespaces(&mut story.xml);
    story.xml.open(w::BODY);
    let place = draft.place();
    let resolved = draft.resolved;
    blocks::body(draft, &mut story, &resolved.body, &place);
    paragraphs::separate(&mut story, Length::ZERO);
    let section = sections::last(draft);
    story.xml.raw(&section).close().close();
    story
}

fn notes_of(draft: &mut Draft<'_>, kind: StoryKind) -> Option<Story> {
    let queue = if kind == StoryKind::Endnotes { &draft.endnotes } else { &draft.footnotes };
    (!queue.is_empty()).then(|| notes::write(draft, kind))
}

/// Adds what the way back needs, and gives it with its digest.
fn add_baseline(draft: &mut Draft<'_>, package: &mut Package) -> Option<(String, String)> {
    let source = draft.source?;
    let (xml, digest) = baseline::write(source, &draft.blocks);
    let mut links = Relationships::default();
    links.part(relationship::CUSTOM_XML_PROPS, "itemProps1.xml");
    package.plain_xml(part::DRAFT, xml.clone(), links);
    package.xml(part::DRAFT_PROPS, document_properties::draft_part(&source.id()), Relationships::default());
    Some((xml, digest))
}

/// Adds the parts of the text, in a fixed order.
fn add_parts(
    draft: &mut Draft<'_>,
    package: &mut Package,
    mut body: Story,
    [footnotes, endnotes]: [Option<Story>; 2],
    comments: Option<Story>,
    lines: Vec<(sections::Line, Story)>,
    track_changes: bool,
) {
    let (resolved, theme) = (draft.resolved, draft.theme);
    package.root.part(relationship::DOCUMENT, part::DOCUMENT.0);
    let links = &mut body.relationships;
    let settings = Settings {
        track_changes,
        footnotes: footnotes.is_some(),
        endnotes: endnotes.is_some(),
        even_and_odd: draft.house.map_or(theme.running.differs_left(), |house| house.even_and_odd),
        endnotes_by_section: draft.survey.endnotes_by_section,
        language: &resolved.language,
        direction: resolved.direction,
    };
    let mut parts = vec![
        (part::STYLES, relationship::STYLES, styles::write(&mut draft.styles, draft.house, theme, resolved)),
        (part::SETTINGS, relationship::SETTINGS, small_parts::settings(theme, settings)),
        (part::FONT_TABLE, relationship::FONT_TABLE, small_parts::font_table(theme)),
    ];
    let house_theme = draft.house.and_then(|house| house.theme.as_ref());
    if house_theme.is_none() {
        parts.push((part::THEME, relationship::THEME, small_parts::drawing_theme(theme)));
    }
    if let Some(threads) = comments::threads(&draft.comments) {
        parts.push((part::COMMENTS_EXTENDED, relationship::COMMENTS_EXTENDED, threads));
    }
    if !draft.numbering.is_empty() || draft.house.is_some_and(|house| !house.nums.is_empty()) {
        parts.push((part::NUMBERING, relationship::NUMBERING, draft.numbering.write(draft.house)));
    }
    if let Some(bytes) = house_theme {
        links.part(relationship::THEME, target(part::THEME));
        package.bytes(part::THEME.0, Some(part::THEME.1), bytes.clone());
    }
    for (name, kind, _) in &parts {
        links.part(kind, target(*name));
    }
    if draft.source.is_some() {
        links.part(relationship::CUSTOM_XML, &format!("../{}", part::DRAFT));
    }
    let mut stories = Vec::new();
    for (name, kind, story) in [
        (part::FOOTNOTES, relationship::FOOTNOTES, footnotes),
        (part::ENDNOTES, relationship::ENDNOTES, endnotes),
        (part::COMMENTS, relationship::COMMENTS, comments),
    ] {
        if let Some(story) = story {
            links.part(kind, target(name));
            stories.push((name, story));
        }
    }
    stories.extend(lines.into_iter().map(|(line, story)| (line.part, story)));
    let mut replaced = 0;
    stories.insert(0, (part::DOCUMENT, body));
    for (name, story) in stories {
        let Story { xml, relationships, .. } = story;
        replaced += xml.replaced();
        package.xml(name, xml.finish(), relationships);
    }
    for (name, _, xml) in parts {
        package.xml(name, xml, Relationships::default());
    }
    draft.media.write(draft, package);
    sections::house_parts(draft, package);
    if replaced > 0 {
        let message = format!("{replaced} control characters that XML cannot hold became U+FFFD");
        draft.diagnostics.push(Diagnostic::new(&codes::CONTROL_CHARACTER, Span::NONE, message));
    }
}

fn add_properties(
    package: &mut Package,
    resolved: &Resolved,
    options: &Options,
    baseline: Option<&str>,
    (words, pages): (usize, Option<usize>),
) {
    let Options { modified, source, track_changes: _, reference: _ } = options;
    let mut add = |name: (&'static str, &'static str), kind, xml| {
        package.root.part(kind, name.0);
        package.xml(name, xml, Relationships::default());
    };
    add(part::CORE, relationship::CORE, document_properties::core(resolved, *modified));
    add(part::APP, relationship::EXTENDED, document_properties::extended(resolved, words, pages));
    let pointers = source.as_ref().zip(baseline).map(|(source, digest)| (source.id(), digest.to_owned()));
    if let Some(custom) = document_properties::custom(resolved, pointers) {
        add(part::CUSTOM, relationship::CUSTOM, custom);
    }
}

/// A part's name as parts in `word/` write it.
fn target((name, _): (&'static str, &'static str)) -> &'static str {
    name.strip_prefix("word/").unwrap_or(name)
}

/// Binds the prefixes that text uses, on the root that was just opened.
fn declare_text_namespaces(xml: &mut XmlWriter) {
    xml.attr(xmlns::W, namespace::W).attr(xmlns::R, namespace::R).attr(xmlns::WP, namespace::WP);
}
