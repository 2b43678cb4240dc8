//! One page's items, drawn in their order. Each maximal run of items of one owner and one language is one leaf of
//! marked content (ISO 32000-1, 14.6), so that everything drawn is either in the structure tree or an artifact.

use chapbook_frame::{GlyphRun, Item, ItemKind, Owner, Page};
use chapbook_values::{Color, Language};
use krilla::color::{luma, rgb};
use krilla::geom::{PathBuilder, Rect, Size, Transform};
use krilla::paint::{Fill, Paint};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ContentTag, SpanTag};

use crate::document::Material;
use crate::fonts;
use crate::geometry::{point, rect};
use crate::tags::{self, Leaves};

/// The colour of the box that stands where an image should.
const PLACEHOLDER: Color = Color { red: 0xD0, green: 0xD0, blue: 0xD0 };

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
        ItemKind::Glyphs(run) => {
            let GlyphRun { face, size, x, y, color, text, glyphs: _, language: _, rtl: _ } = run;
            // A font is there for every face that is used.
            let Some(font) = material.faces[*face].clone() else { return };
            let glyphs = fonts::glyphs(run, &material.pages.faces[*face], location);
            surface.set_fill(Some(fill(*color)));
            surface.draw_glyphs(point(*x, *y), &glyphs, font, text, size.to_points() as f32, false);
        }
        ItemKind::Rect { area, color } => filled(rect(area), *color, surface),
        ItemKind::Picture { area, image } => picture(material, rect(area), *image, surface),
    }
}

fn picture(material: &Material<'_>, place: Option<Rect>, image: usize, surface: &mut Surface<'_>) {
    let Some(image) = material.images[image].clone() else { return filled(place, PLACEHOLDER, surface) };
    // A picture without extent is drawn like any other of its size: not at all.
    let Some((place, size)) = place.and_then(|place| Some((place, Size::from_wh(place.width(), place.height())?)))
    else {
        return;
    };
    surface.push_transform(&Transform::from_translate(place.left(), place.top()));
    surface.draw_image(image, size);
    surface.pop();
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
