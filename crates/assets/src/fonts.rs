//! The fonts at hand: the document's own first, then the bundled ones. System fonts are here only if the
//! command was told to add them.

use chapbook_source::Bytes;

use crate::Face;

/// A face among [`Fonts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Faces, in the order in which they are asked.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    faces: Vec<Face>,
}

impl Fonts {
    /// The faces that come with the program: Libertinus Serif, NewComputerModern with its Math, and
    /// DejaVu Sans Mono.
    pub fn bundled() -> Self {
        let mut fonts = Self::default();
        fonts.add_bundled();
        fonts
    }

    /// Adds the faces that come with the program after those that are there.
    pub fn add_bundled(&mut self) {
        for data in typst_assets::fonts() {
            self.add(Bytes::from_static(data));
        }
    }

    /// Adds the faces of a font file after those that are there. Gives how many there were in it:
    /// none if it is no font.
    pub fn add(&mut self, bytes: Bytes) -> usize {
        let faces = Face::read_all(&bytes);
        let count = faces.len();
        self.faces.extend(faces);
        count
    }

    /// The face of an id.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }

    /// All ids, in the order in which faces are asked.
    pub fn ids(&self) -> impl Iterator<Item = FaceId> + use<> {
        (0..u16::try_from(self.faces.len()).unwrap_or(u16::MAX)).map(FaceId)
    }

    /// The face of a family that comes nearest in slope, then in weight; `None` if the family is not here.
    pub fn find(&self, family: &str, weight: u16, italic: bool) -> Option<FaceId> {
        self.ids()
            .filter(|id| self.face(*id).family.eq_ignore_ascii_case(family))
            .min_by_key(|id| (self.face(*id).italic != italic, self.face(*id).weight.abs_diff(weight), id.0))
    }

    /// A face that has the character, as near as can be to one that has it not: text is not set in a typewriter's face
    /// where another has the character, then same slope and weight, then the order in which faces are asked.
    pub fn fallback(&self, c: char, like: FaceId) -> Option<FaceId> {
        let wanted = self.face(like);
        self.ids().filter(|id| self.face(*id).covers(c)).min_by_key(|id| {
            let face = self.face(*id);
            let other_kind = face.monospace != wanted.monospace;
            (other_kind, face.italic != wanted.italic, face.weight.abs_diff(wanted.weight), id.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_faces_are_found_by_name() {
        let fonts = Fonts::bundled();
        for (family, weight, italic) in [
            ("Libertinus Serif", 400, false),
            ("Libertinus Serif", 400, true),
            ("Libertinus Serif", 700, false),
            ("DejaVu Sans Mono", 400, false),
            ("DejaVu Sans Mono", 700, true),
            ("NewComputerModern Math", 400, false),
        ] {
            let id = fonts.find(family, weight, italic).expect(family);
            let face = fonts.face(id);
            assert_eq!((face.weight, face.italic), (weight, italic), "{family}");
            assert!(face.covers('a') && face.licence.permission.allows_outlines() && !face.licence.whole);
            assert!(face.metrics.ascent > 0 && face.metrics.descent < 0);
        }
        assert_eq!(fonts.find("No Such Family", 400, false), None);
    }

    #[test]
    fn a_character_is_looked_for_elsewhere() {
        let fonts = Fonts::bundled();
        let text = fonts.find("Libertinus Serif", 400, false).expect("it is bundled");
        assert!(!fonts.face(text).covers('⠿'));
        let other = fonts.fallback('⠿', text).expect("another face has braille");
        assert!(fonts.face(other).covers('⠿'));
        assert_eq!(fonts.fallback('\u{10FFFD}', text), None);
    }

    #[test]
    fn text_is_not_set_in_a_monospaced_face_where_another_has_the_character() {
        let fonts = Fonts::bundled();
        let text = fonts.find("Libertinus Serif", 400, false).expect("it is bundled");
        let code = fonts.find("DejaVu Sans Mono", 700, true).expect("it is bundled");
        let both = |c: char| {
            let covering =
                |mono: bool| fonts.ids().any(|id| fonts.face(id).monospace == mono && fonts.face(id).covers(c));
            covering(true) && covering(false)
        };
        for c in ('\u{2200}'..='\u{22FF}').filter(|c| both(*c)) {
            for like in [text, code] {
                let found = fonts.fallback(c, like).expect("two faces have it");
                assert_eq!(fonts.face(found).monospace, fonts.face(like).monospace, "{c}");
            }
        }
    }

    #[test]
    fn what_is_no_font_has_no_faces() {
        assert_eq!(Fonts::default().add(b"no font".to_vec().into()), 0);
    }
}
