//! Images as krilla holds them: JPEG passes through as it is, the other kinds are decoded, and what cannot be is
//! found before anything is drawn. Each image stands in the file once, however often it is shown.

use std::sync::Arc;

use chapbook_assets::{Image, ImageKind};
use chapbook_frame::{ItemKind, Pages};
use chapbook_source::{Code, Diagnostic, Span, codes};
use krilla::error::KrillaError;
use krilla::geom::Size;
use krilla::image::Image as Decoded;
use krilla::page::PageSettings;
use krilla::{Data, Document};

use crate::gif::{self, Frame};

/// An image that can be shown.
pub(crate) struct Shown {
    pub(crate) image: Decoded,
    /// The part of its area that the image takes, if not all of it: only a GIF's frame can.
    pub(crate) part: Option<Frame>,
}

/// The images by their index; none for one that is not shown or cannot be, with a diagnostic for the latter.
pub(crate) fn load(pages: &Pages) -> (Vec<Option<Shown>>, Vec<Diagnostic>) {
    let mut shown: Vec<Option<Span>> = vec![None; pages.images.len()];
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Picture { area: _, image } = item.kind {
            shown[image].get_or_insert(item.span);
        }
    }
    let mut diagnostics = Vec::new();
    let images = pages.images.iter().zip(shown).map(|(image, span)| {
        let span = span?;
        match decode(image) {
            Ok(decoded) => Some(decoded),
            Err((code, reason)) => {
                diagnostics.push(Diagnostic::new(code, span, format!("{reason}; a grey box stands in its place")));
                None
            }
        }
    });
    (images.collect(), diagnostics)
}

fn decode(image: &Image) -> Result<Shown, (&'static Code, String)> {
    let Image { bytes, kind, width: _, height: _, density: _ } = image;
    let data = Data::from(Arc::new(bytes.clone()) as Arc<dyn AsRef<[u8]> + Send + Sync>);
    let mut part = None;
    // Interpolation is a matter of the printer, and PDF/A forbids it.
    let decoded = match kind {
        ImageKind::Png => Decoded::from_png(data, false),
        ImageKind::Jpeg => Decoded::from_jpeg(data, false),
        ImageKind::Gif => match gif::first_frame(bytes) {
            Some(frame) if frame.is_whole() => Decoded::from_gif(data, false),
            Some(frame) => {
                part = Some(frame);
                Decoded::from_gif(frame.alone(bytes).into(), false)
            }
            None => Err("it has no frame".into()),
        },
        ImageKind::Webp => Decoded::from_webp(data, false),
        ImageKind::Svg => return Err((&codes::IMAGE_KIND, "the PDF cannot hold an SVG yet".into())),
    };
    let broken = |reason| (&codes::IMAGE_BROKEN, format!("the image cannot be decoded: {reason}"));
    let decoded = decoded.map_err(broken)?;
    match rehearse(&decoded) {
        Some(reason) => Err(broken(reason)),
        None => Ok(Shown { image: decoded, part }),
    }
}

/// Why an image would spoil the file. krilla decodes it at once and says what it met only when a document is finished,
/// and then there is no document: so each image is tried in one of its own.
fn rehearse(image: &Decoded) -> Option<String> {
    let mut document = Document::new();
    let (page, size) = (PageSettings::from_wh(10.0, 10.0)?, Size::from_wh(10.0, 10.0)?);
    let mut page = document.start_page_with(page);
    page.surface().draw_image(image.clone(), size);
    page.finish();
    match document.finish() {
        Ok(_) => None,
        Err(KrillaError::Image(_, _, reason)) => Some(reason),
        Err(other) => Some(other.to_string()),
    }
}
