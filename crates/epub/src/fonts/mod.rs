//! The theme's fonts in the book, if it was asked for: which faces, which of their characters, whether they may be
//! there. How a face is cut down, `chapbook-assets` knows.

mod rules;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

use chapbook_assets::{Face, FaceId, FontFile, Fonts, Permission, Wanted, subset, whole};
use chapbook_theme::Theme;

use crate::book::Book;
use crate::findings::{Findings, FontFinding};
use crate::names;

pub(crate) use rules::write as rules;
pub(crate) use shown::Shown;

/// The fonts that a book holds.
#[derive(Debug, Default)]
pub(crate) struct Embedded {
    pub(crate) fonts: Vec<EmbeddedFont>,
}

/// A font file of the book.
#[derive(Debug)]
pub(crate) struct EmbeddedFont {
    /// Its name in the content folder.
    pub(crate) file: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) family: String,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) sans_serif: bool,
    pub(crate) monospace: bool,
}

impl EmbeddedFont {
    /// EPUB 3.3, 3.2: core media types.
    pub(crate) fn media_type(&self) -> &'static str {
        if self.file.ends_with("otf") { "font/otf" } else { "font/ttf" }
    }
}

/// Where a bold cut begins, as in the style sheet, and the weights that are looked for on either side.
const BOLD_FROM: u16 = 600;
const REGULAR: u16 = 400;
const BOLD: u16 = 700;

/// What reading systems print by themselves: the numbers and bullets of lists, the hyphens of divided words.
const MADE: &str = "0123456789.-\u{2010}\u{2022}\u{25E6}\u{25AA}\u{25CB}\u{25A0}";

/// Features that a style sheet of the user's own may ask for.
const BY_STYLE_SHEET: [&[u8; 4]; 18] = [
    b"c2sc", b"case", b"dlig", b"frac", b"hist", b"lnum", b"onum", b"ordn", b"pnum", b"salt", b"smcp", b"ss01",
    b"ss02", b"subs", b"sups", b"swsh", b"tnum", b"zero",
];

/// Chooses the faces and cuts them down.
pub(crate) fn embed(book: &Book<'_>, fonts: &Fonts, shown: &Shown, findings: &mut Findings) -> Embedded {
    let features = features(book, shown);
    let mut embedded = Embedded::default();
    for (id, characters) in faces(book, fonts, shown, findings) {
        let face = fonts.face(id);
        let Some(FontFile { bytes, is_cff }) = file(face, Wanted { characters, features: features.clone() }, findings)
        else {
            continue;
        };
        let Face { family, weight, italic, sans_serif, monospace, .. } = face;
        embedded.fonts.push(EmbeddedFont {
            file: names::font(embedded.fonts.len(), is_cff),
            bytes,
            family: family.clone(),
            bold: *weight >= BOLD_FROM,
            italic: *italic,
            sans_serif: *sans_serif,
            monospace: *monospace,
        });
    }
    embedded
}

/// The file of a face, if its licence allows it.
fn file(face: &Face, wanted: Wanted, findings: &mut Findings) -> Option<FontFile> {
    let mut tell = |finding: FontFinding| findings.font(finding, cut_name(face));
    match face.licence.permission {
        Permission::Any | Permission::Editable => {}
        Permission::ReadAndPrint => tell(FontFinding::ReadAndPrint),
        Permission::Forbidden => {
            tell(FontFinding::Forbidden);
            return None;
        }
        Permission::BitmapsOnly => {
            tell(FontFinding::BitmapsOnly);
            return None;
        }
    }
    if face.licence.whole {
        tell(FontFinding::NoSubset);
        return whole(face);
    }
    subset(face, &wanted).or_else(|| {
        tell(FontFinding::Whole);
        whole(face)
    })
}

/// "Libertinus Serif, bold italic"
fn cut_name(face: &Face) -> String {
    let cut = match (face.weight >= BOLD_FROM, face.italic) {
        (false, false) => "",
        (true, false) => ", bold",
        (false, true) => ", italic",
        (true, true) => ", bold italic",
    };
    format!("{:?}{cut}", face.family)
}

/// The faces that show something, and what. A cut that a family has not is made by the reading system from one that it
/// has, so that one needs the characters.
fn faces(book: &Book<'_>, fonts: &Fonts, shown: &Shown, findings: &mut Findings) -> BTreeMap<FaceId, BTreeSet<char>> {
    let theme = book.theme;
    // Nobody knows which cut a style sheet or markup of the user's own asks for.
    let any_cut = book.survey.has_raw || book.user_style.is_some_and(|css| css.contains("font"));
    let mut faces: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    for (look, characters) in shown.looks() {
        let mut rest: BTreeSet<char> = characters.clone();
        rest.extend(MADE.chars());
        if shown.letters {
            rest.extend(('a'..='z').chain('A'..='Z'));
        }
        for family in stack(theme, &look.family) {
            let weight = if look.bold { BOLD } else { REGULAR };
            let Some(found) = fonts.find(family, weight, look.italic) else {
                if family == look.family && missing.insert(family) {
                    findings.font(FontFinding::Missing, format!("{family:?}"));
                }
                continue;
            };
            let Some(charmap) = fonts.face(found).charmap() else { continue };
            let (own, others): (BTreeSet<char>, BTreeSet<char>) =
                rest.iter().partition(|c| charmap.map(**c).is_some_and(|glyph| glyph.to_u32() != 0));
            // A face that would have nothing but spaces and what may be printed is not worth its bytes.
            if own.iter().any(|c| characters.contains(c) && !c.is_whitespace()) {
                faces.entry(found).or_default().extend(own);
            }
            rest = others;
        }
    }
    if any_cut {
        share(fonts, &mut faces);
    }
    faces
}

/// A family and those that the theme names for what it lacks.
fn stack<'t>(theme: &'t Theme, family: &'t str) -> impl Iterator<Item = &'t str> {
    let others = theme.text.fallback.iter().map(String::as_str).filter(move |name| !name.eq_ignore_ascii_case(family));
    std::iter::once(family).chain(others)
}

/// Gives each face of a family the characters of all its faces.
fn share(fonts: &Fonts, faces: &mut BTreeMap<FaceId, BTreeSet<char>>) {
    let mut families: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
    for (id, characters) in faces.iter() {
        families.entry(&fonts.face(*id).family).or_default().extend(characters);
    }
    for (id, characters) in faces.iter_mut() {
        let charmap = fonts.face(*id).charmap();
        let all = families.get(fonts.face(*id).family.as_str()).into_iter().flatten();
        characters.extend(all.filter(|c| charmap.as_ref().is_some_and(|map| map.map(**c).is_some())));
    }
}

/// The features that the style sheets ask for.
fn features(book: &Book<'_>, shown: &Shown) -> BTreeSet<[u8; 4]> {
    let mut features = BTreeSet::new();
    if shown.has_small_caps() {
        features.insert(*b"smcp");
    }
    if book.theme.text.old_style_figures {
        features.insert(*b"onum");
    }
    if book.user_style.is_some_and(|css| css.contains("font")) {
        features.extend(BY_STYLE_SHEET.into_iter().copied());
    }
    features
}
