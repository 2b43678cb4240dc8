//! Pictures: inline drawings whose bytes pass through, once for each image. What Word cannot hold, and what is
//! missing, leaves its name in the text.

use std::collections::BTreeMap;

use chapbook_assets::{Image, ImageKind};
use chapbook_resolve::{Alt, Extent, ImageId, PictureRef, Word};
use chapbook_source::{Span, codes};
use chapbook_values::Length;

use super::draft::{Draft, Story};
use super::inlines::placeholder;
use super::names::{a, adec, namespace, pic, r, relationship, w, wp, xmlns};
use super::package::Package;
use super::runs::{self, RunFormat};

/// The part of the text's height that a picture may take, in tenths: room for a caption is left.
const TENTHS_OF_HEIGHT: i64 = 8;

/// The images that the document shows, by the order in which they were first shown.
#[derive(Debug, Default)]
pub(crate) struct Media {
    targets: BTreeMap<ImageId, String>,
    order: Vec<ImageId>,
    /// There are pictures of another document, with names of the usual kind.
    beside: bool,
}

/// Writes a picture into the paragraph that is open.
pub(crate) fn picture<'a>(
    draft: &mut Draft<'a>,
    story: &mut Story,
    picture: &'a PictureRef,
    span: Span,
    format: &RunFormat<'a>,
) {
    let PictureRef { image, target, alt, title, width, height } = picture;
    let Some(id) = *image else {
        let words = format!("{}: {target}", draft.resolved.words.get(Word::ImageMissing));
        return runs::text(draft, story, &words, &placeholder(format));
    };
    let image = draft.resolved.image(id);
    if extension(image.kind).is_none() {
        let message = "an image of a kind that Word does not hold (WebP, SVG) leaves its name in the text";
        draft.lose(&codes::NOT_SET_YET, message, span);
        return runs::text(draft, story, target, &placeholder(format));
    }
    let size = size(draft, image, (*width, *height), format.room);
    let number = draft.drawing();
    let relationship = draft.media.relationship(story, id, image.kind);
    let drawing = Drawing { relationship, number, target, size, alt, title: title.as_deref() };
    runs::run(draft, story, format, false, |xml| write_drawing(xml, &drawing));
}

impl Media {
    /// No pictures yet; `beside` those of a reference document, if there is one.
    pub(crate) fn beside(beside: bool) -> Self {
        Self { beside, ..Self::default() }
    }

    fn relationship(&mut self, story: &mut Story, id: ImageId, kind: ImageKind) -> String {
        let stem = if self.beside { "picture" } else { "image" };
        let order = &mut self.order;
        let target = self.targets.entry(id).or_insert_with(|| {
            order.push(id);
            format!("media/{stem}{}.{}", order.len(), extension(kind).unwrap_or("bin"))
        });
        story.relationships.part(relationship::IMAGE, target)
    }

    /// Adds the files to the package.
    pub(crate) fn write(&self, draft: &Draft<'_>, package: &mut Package) {
        for id in &self.order {
            let image = draft.resolved.image(*id);
            package.media(format!("word/{}", self.targets[id]), image.kind.media_type(), image.bytes.clone());
        }
    }
}

/// The ending of an image's file, for the kinds that Word holds.
fn extension(kind: ImageKind) -> Option<&'static str> {
    match kind {
        ImageKind::Png => Some("png"),
        ImageKind::Jpeg => Some("jpeg"),
        ImageKind::Gif => Some("gif"),
        ImageKind::Webp | ImageKind::Svg => None,
    }
}

/// The size at which an image is printed: as asked for, else its own; never wider than the room there is, never
/// higher than most of a page.
fn size(
    draft: &Draft<'_>,
    image: &Image,
    (width, height): (Option<Extent>, Option<Extent>),
    room: Length,
) -> (Length, Length) {
    let (pixels_wide, pixels_high) = (i64::from(image.width), i64::from(image.height));
    let length = |extent: Extent| match extent {
        Extent::Length(length) => length,
        Extent::OfMeasure(thousandths) => room.scale(i64::from(thousandths), 1000),
    };
    let (wide, high) = match (width.map(length), height.map(length)) {
        (Some(wide), Some(high)) => (wide, high),
        (Some(wide), None) => (wide, wide.scale(pixels_high, pixels_wide)),
        (None, Some(high)) => (high.scale(pixels_wide, pixels_high), high),
        (None, None) => image.natural_size(),
    };
    let page = &draft.theme.page;
    let tallest = (page.height - page.margins.top - page.margins.bottom).scale(TENTHS_OF_HEIGHT, 10);
    let shrink = |(wide, high): (Length, Length), is: Length, most: Length| {
        if is <= most || is <= Length::ZERO {
            return (wide, high);
        }
        (wide.scale(most.to_scaled(), is.to_scaled()), high.scale(most.to_scaled(), is.to_scaled()))
    };
    let (wide, high) = shrink((wide, high), wide, room);
    let (wide, high) = shrink((wide, high), high, tallest);
    (wide.max(Length::points(1)), high.max(Length::points(1)))
}

struct Drawing<'a> {
    relationship: String,
    number: u32,
    /// The file as the author wrote it: the picture's name, by which it is known again.
    target: &'a str,
    size: (Length, Length),
    alt: &'a Alt,
    title: Option<&'a str>,
}

/// Writes `w:drawing` (ISO/IEC 29500-1, 20.4.2.8 and 20.2.2.5).
fn write_drawing(xml: &mut chapbook_container::XmlWriter, drawing: &Drawing<'_>) {
    let Drawing { relationship, number, target: name, size: (wide, high), alt, title } = drawing;
    let (wide, high) = (wide.to_emu().to_string(), high.to_emu().to_string());
    let number = number.to_string();
    xml.open(w::DRAWING).open(wp::INLINE);
    for side in ["distT", "distB", "distL", "distR"] {
        xml.attr(side, "0");
    }
    xml.open(wp::EXTENT).attr("cx", &wide).attr("cy", &high).close();
    xml.open(wp::EFFECT_EXTENT).attr("l", "0").attr("t", "0").attr("r", "0").attr("b", "0").close();
    xml.open(wp::DOC_PR).attr("id", &number).attr("name", name);
    match alt {
        Alt::Text(text) => {
            xml.attr("descr", text);
        }
        Alt::Decorative | Alt::Missing => {
            xml.attr("descr", "");
        }
    }
    xml.attr_opt("title", *title);
    if **alt == Alt::Decorative {
        xml.open(a::EXT_LST).attr(xmlns::A, namespace::A);
        xml.open(a::EXT).attr("uri", namespace::DECORATIVE_EXTENSION);
        xml.open(adec::DECORATIVE).attr(xmlns::ADEC, namespace::ADEC).attr("val", "1").close();
        xml.close().close();
    }
    xml.close();
    xml.open(wp::C_NV_GRAPHIC_FRAME_PR);
    xml.open(a::GRAPHIC_FRAME_LOCKS).attr(xmlns::A, namespace::A).attr("noChangeAspect", "1").close();
    xml.close();
    xml.open(a::GRAPHIC).attr(xmlns::A, namespace::A);
    xml.open(a::GRAPHIC_DATA).attr("uri", namespace::PIC);
    xml.open(pic::PIC).attr(xmlns::PIC, namespace::PIC);
    xml.open(pic::NV_PIC_PR);
    xml.open(pic::C_NV_PR).attr("id", &number).attr("name", name).close();
    xml.open(pic::C_NV_PIC_PR).close();
    xml.close();
    xml.open(pic::BLIP_FILL);
    xml.open(a::BLIP).attr(r::EMBED, relationship).close();
    xml.open(a::STRETCH).open(a::FILL_RECT).close().close();
    xml.close();
    xml.open(pic::SP_PR);
    xml.open(a::XFRM);
    xml.open(a::OFF).attr("x", "0").attr("y", "0").close();
    xml.open(a::EXT).attr("cx", &wide).attr("cy", &high).close();
    xml.close();
    xml.open(a::PREST_GEOM).attr("prst", "rect").open(a::AV_LST).close().close();
    xml.close();
    xml.close().close().close().close().close();
}
