//! One page's items, drawn in their order. Each maximal run of items of one owner and one language, or its part up to
//! a break hyphen, is one leaf of marked content (ISO 32000-1, 14.6): everything drawn is either in the structure tree
//! or an artifact.

use chapbook_frame::{Area, GlyphRun, Item, ItemKind, Owner, Page, Tag};
use chapbook_values::{Color, Language};
use krilla::color::{luma, rgb};
use krilla::geom::{PathBuilder, Rect, Size, Transform};
use krilla::paint::{Fill, Paint};
use krilla::surface::{Location, Surface};
use krilla::tagging::{Artifact, ContentTag, SpanTag};

use crate::document::Material;
use crate::geometry::{point, rect};
use crate::gif::Frame;
use crate::images::Shown;
use crate::tags::{self, Leaves};
use crate::{fonts, hyphens, placeholder};

/// Draws a page's items and hands each leaf to its node.
pub(crate) fn draw(
    material: &Material<'_>,
    index: usize,
    page: &Page,
    languages: &[Language],
    leaves: &mut Leaves,
    surface: &mut Surface<'_>,
) {
    let mut open: Option<Run<'_>> = None;
    for (at, item) in page.items.iter().enumerate() {
        let run = Run::of(item, open, languages);
        if open != Some(run) {
            if open.is_some() {
                surface.end_tagged();
            }
            start(run, leaves, surface);
            open = Some(run);
        }
        one(material, index, at, item, surface);
        // Poppler's structure text loses what follows an `/ActualText` within its leaf. A break hyphen has one and ends
        // a line, so the leaf ends with it.
        if let ItemKind::Glyphs(run) = &item.kind
            && hyphens::ends_with_break(run)
        {
            surface.end_tagged();
            open = None;
        }
    }
    if open.is_some() {
        surface.end_tagged();
    }
}

/// What the items of one leaf have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Run<'a> {
    owner: Owner,
    /// The language, where it is not the node's.
    language: Option<&'a Language>,
}

impl<'a> Run<'a> {
    fn of(item: &'a Item, open: Option<Self>, languages: &[Language]) -> Self {
        let owner = item.owner;
        let language = match (&item.kind, owner) {
            (ItemKind::Glyphs(text), Owner::Tag(tag)) => {
                text.language.as_ref().filter(|language| **language != languages[tag.0 as usize])
            }
            // An underline or a picture is in no language and interrupts none.
            (ItemKind::Rect { .. } | ItemKind::Picture { .. }, Owner::Tag(_)) => {
                open.filter(|run| run.owner == owner).and_then(|run| run.language)
            }
            // Nobody reads an artifact out.
            (_, Owner::Artifact(_)) => None,
        };
        Self { owner, language }
    }
}

fn start(run: Run<'_>, leaves: &mut Leaves, surface: &mut Surface<'_>) {
    match run.owner {
        Owner::Artifact(kind) => {
            // An artifact has no place in the tree, and krilla gives it no number.
            let _ = surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(tags::artifact(kind))));
        }
        Owner::Tag(tag) => {
            let content = match run.language {
                Some(language) => ContentTag::Span(SpanTag::empty().with_lang(Some(language.tag()))),
                None => ContentTag::Other,
            };
            leaves.add(tag, surface.start_tagged(content));
        }
    }
}

fn one(material: &Material<'_>, page: usize, at: usize, item: &Item, surface: &mut Surface<'_>) {
    let Item { owner: _, span: _, kind } = item;
    let location = material.places.item(page, at);
    match location {
        Some(number) => surface.set_location(number),
        None => surface.reset_location(),
    }
    match kind {
        ItemKind::Glyphs(run) => text(material, run, location, surface),
        ItemKind::Rect { area, color } => filled(rect(area), *color, surface),
        ItemKind::Picture { area, image } => picture(material, item, area, *image, surface),
    }
}

fn text(material: &Material<'_>, run: &GlyphRun, location: Option<Location>, surface: &mut Surface<'_>) {
    // Where the text runs from right to left, its ranges say so.
    let GlyphRun { face, size, x: _, y, color, text, glyphs: _, language: _, rtl: _ } = run;
    // A font is there for every face that is used.
    let Some(font) = &material.faces[*face] else { return };
    let glyphs = fonts::glyphs(run, &material.pages.faces[*face], location);
    surface.set_fill(Some(fill(*color)));
    for (x, stretch) in fonts::stretches(run) {
        let size = size.to_points() as f32;
        surface.draw_glyphs(point(x, *y), &glyphs[stretch], font.clone(), text, size, false);
    }
}

fn picture(material: &Material<'_>, item: &Item, place: &Area, image: usize, surface: &mut Surface<'_>) {
    let Some(Shown { image, part }) = &material.images[image] else {
        return instead(material, item, place, surface);
    };
    // A picture without extent is drawn like any other of its size: not at all.
    let Some(whole) = rect(place) else { return };
    let (x, y, width, height) = match part {
        None => (0.0, 0.0, 1.0, 1.0),
        Some(Frame { left, top, width, height, screen }) => {
            let of = |pixels: &u16, all: u16| f32::from(*pixels) / f32::from(all);
            (of(left, screen.0), of(top, screen.1), of(width, screen.0), of(height, screen.1))
        }
    };
    let Some(size) = Size::from_wh(whole.width() * width, whole.height() * height) else { return };
    let corner = Transform::from_translate(whole.left() + whole.width() * x, whole.top() + whole.height() * y);
    surface.push_transform(&corner);
    surface.draw_image(image.clone(), size);
    surface.pop();
}

/// The box that stands for a picture which cannot be shown, with its alternative text.
fn instead(material: &Material<'_>, item: &Item, place: &Area, surface: &mut Surface<'_>) {
    let Some(whole) = rect(place) else { return };
    filled(Some(whole), placeholder::BOX, surface);
    let Owner::Tag(tag) = item.owner else { return };
    let Tag::Figure { alt: Some(alt), place: _ } = &material.pages.tags.node(tag).tag else { return };
    let Some(face) = material.faces.iter().position(Option::is_some) else { return };
    for run in placeholder::words(place, alt, face, &material.pages.faces[face]) {
        text(material, &run, None, surface);
    }
}

fn filled(place: Option<Rect>, color: Color, surface: &mut Surface<'_>) {
    let mut path = PathBuilder::new();
    if let Some(place) = place {
        path.push_rect(place);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(color)));
        surface.draw_path(&path);
    }
}

/// A solid colour. Greys, and so black, are written as grey: a printer then takes black ink for them.
fn fill(color: Color) -> Fill {
    let Color { red, green, blue } = color;
    let paint: Paint = if red == green && green == blue {
        luma::Color::new(red).into()
    } else {
        rgb::Color::new(red, green, blue).into()
    };
    Fill { paint, ..Fill::default() }
}
