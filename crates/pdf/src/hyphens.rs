//! Break hyphens and hyphens, which are one glyph.
//!
//! krilla gives a glyph the text that it first stands for, and writes an `/ActualText` wherever it stands for another.
//! Were a break hyphen the first, programs that know no `/ActualText` (MuPDF is one) would read every hyphen of the
//! document as U+00AD, which is to say, not at all. So the glyph is a hyphen from the start, and the break hyphens are
//! the ones with an `/ActualText`.

use std::collections::BTreeSet;

use chapbook_frame::{Glyph, GlyphRun, ItemKind};
use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};

use crate::document::Material;

/// What stands for a hyphen that a break made.
const BREAK: &str = "\u{AD}";

/// Whether the run ends with a break hyphen.
pub(crate) fn ends_with_break(run: &GlyphRun) -> bool {
    run.text.ends_with(BREAK)
}

/// Tells krilla what the glyphs of break hyphens are, before anything is drawn: they are drawn aside, where nothing is
/// kept but what they stand for.
pub(crate) fn introduce(material: &Material<'_>, surface: &mut Surface<'_>) {
    let mut known = BTreeSet::new();
    let mut builder = surface.stream_builder();
    let mut aside = builder.surface();
    for item in material.pages.pages.iter().flat_map(|page| &page.items) {
        let ItemKind::Glyphs(run) = &item.kind else { continue };
        if !run.text.contains(BREAK) {
            continue;
        }
        let Some(font) = &material.faces[run.face] else { continue };
        for glyph in run.glyphs.iter().filter(|glyph| is_break(run, glyph)) {
            if known.insert((run.face, glyph.id)) {
                let hyphen = KrillaGlyph::new(GlyphId::new(u32::from(glyph.id)), 0.0, 0.0, 0.0, 0.0, 0..1, None);
                aside.draw_glyphs(Point::from_xy(0.0, 0.0), &[hyphen], font.clone(), "-", 1.0, false);
            }
        }
    }
    aside.finish();
    // What was drawn is dropped: it is no part of any page.
    let _ = builder.finish();
}

fn is_break(run: &GlyphRun, glyph: &Glyph) -> bool {
    run.text.get(glyph.start as usize..glyph.end as usize) == Some(BREAK)
}
