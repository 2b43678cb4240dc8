//! The whole document, drawn once under one claim. Everything that a second try needs unchanged is in [`Material`].

use chapbook_frame::Pages;
use krilla::error::KrillaError;
use krilla::page::PageSettings;
use krilla::text::Font;
use krilla::{Document, SerializeSettings};

use crate::conform::{self, Cause, Claim};
use crate::images::Shown;
use crate::places::Places;
use crate::tags::{self, Leaves};
use crate::{Metadata, PdfError, geometry, hyphens, labels, links, metadata, outline, page};

/// What is drawn, and what it is drawn with.
pub(crate) struct Material<'a> {
    pub(crate) pages: &'a Pages,
    pub(crate) metadata: &'a Metadata,
    pub(crate) places: &'a Places,
    /// Fonts by the index of their face.
    pub(crate) faces: &'a [Option<Font>],
    /// Images by their index; none where a grey box stands.
    pub(crate) images: &'a [Option<Shown>],
}

/// Why there is no file under this claim.
pub(crate) enum Refusal {
    /// The claim would be false.
    Findings(Vec<Cause>),
    /// There would be none under any claim.
    Failure(PdfError),
}

/// Writes the file under a claim.
pub(crate) fn write(material: &Material<'_>, claim: Claim) -> Result<Vec<u8>, Refusal> {
    let Material { pages, metadata: about, places, faces: _, images: _ } = material;
    let configuration = conform::configuration(claim).map_err(Refusal::Failure)?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata::metadata(pages, about));

    let destinations = outline::destinations(pages);
    for place in &destinations {
        // Names are unique (`check`), so that none is refused.
        let _ = document.register_named_destination(place.clone());
    }
    if let Some(outline) = outline::outline(pages, &about.title) {
        document.set_outline(outline);
    }

    let languages = tags::languages(pages);
    let mut leaves = Leaves::new(pages);
    for (index, (page, label)) in pages.pages.iter().zip(labels::labels(&pages.pages)).enumerate() {
        let size = PageSettings::from_wh(geometry::points(page.width), geometry::points(page.height));
        let size = size.ok_or_else(|| Refusal::Failure(PdfError::Pages(format!("page {index} has no extent"))))?;
        let mut drawn = document.start_page_with(size.with_page_label(label));
        links::add(page, &destinations, places, &mut leaves, &mut drawn);
        let mut surface = drawn.surface();
        if index == 0 {
            hyphens::introduce(material, &mut surface);
        }
        page::draw(material, index, page, &languages, &mut leaves, &mut surface);
        surface.finish();
        drawn.finish();
    }
    document.reset_location();
    document.set_tag_tree(tags::tree(pages, places, leaves));
    document.finish().map_err(|error| refusal(material, error))
}

fn refusal(material: &Material<'_>, error: KrillaError) -> Refusal {
    match error {
        KrillaError::Validation(findings) => {
            Refusal::Findings(findings.iter().map(|(finding, _)| conform::cause(material.places, finding)).collect())
        }
        KrillaError::Font(font, reason) => {
            let face = material.faces.iter().position(|other| other.as_ref() == Some(&font));
            let family = face.map_or_else(String::new, |at| material.pages.faces[at].family.clone());
            Refusal::Failure(PdfError::Font { family, reason })
        }
        other => Refusal::Failure(PdfError::Write(other.to_string())),
    }
}
