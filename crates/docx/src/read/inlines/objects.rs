//! Pictures, and entries of the index.

use chapbook_model::{Image, IndexTerm, InlineKind};
use chapbook_source::codes;

use super::super::fields::arguments;
use super::super::story::Piece;
use super::Maker;

impl Maker<'_, '_> {
    pub(super) fn picture(&mut self, piece: &Piece, number: usize) {
        let stories = self.leaves.stories;
        let picture = &stories.pictures[number];
        let target = match (&picture.part, &picture.external) {
            (Some(part), _) => self.leaves.media.get(part).cloned(),
            (None, Some(url)) => {
                let what = "a picture that lies outside the file was not fetched";
                self.leaves.lose(self.paragraph, &codes::IMPORT_IMAGE, what);
                Some(url.clone())
            }
            (None, None) => None,
        };
        let alt = picture.alt.clone().filter(|alt| !alt.trim().is_empty());
        let Some(target) = target else {
            let what = "a picture that is not in the file was left out, but for its description";
            self.leaves.lose(self.paragraph, &codes::IMPORT_IMAGE, what);
            if let Some(alt) = alt {
                self.push(piece, InlineKind::Text(alt));
            }
            return;
        };
        let alt = if picture.decorative { Some(String::new()) } else { alt };
        let image = Image { target, alt, title: picture.title.clone(), width: None, height: None };
        self.push(piece, InlineKind::Image(image));
    }

    pub(super) fn index_entry(&mut self, piece: &Piece, instruction: &str) {
        let words = arguments(instruction);
        let mut plain = words.iter().filter(|word| !word.switch).skip(1);
        let Some(entry) = plain.next() else { return };
        let see_at = words.iter().position(|word| word.switch && word.text == "t");
        let see = see_at.and_then(|at| words.get(at + 1)).map(|word| word.text.trim_start_matches("→ ").to_owned());
        const COLON: &str = "\u{E000}";
        let levels = entry.text.replace("\\:", COLON);
        let entry = levels.split(':').map(|level| level.replace(COLON, ":").trim().to_owned()).collect();
        self.push(piece, InlineKind::Index(IndexTerm { content: Vec::new(), entry, see, range: None }));
    }
}
