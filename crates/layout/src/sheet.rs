//! A page while it is being filled: what is drawn on it, in order, and where links and anchors lie.

use chapbook_assets::FaceId;
use chapbook_frame::{Area, Artifact, GlyphRun, Item, ItemKind, Owner, TagId};
use chapbook_resolve::{Anchor, ImageId};
use chapbook_source::Span;
use chapbook_values::{Color, Length};

use crate::context::LinkId;

/// A page while it is being filled.
pub(crate) struct Sheet<'f> {
    pub(crate) items: Vec<Item>,
    /// The links on the page in the order of their first areas.
    pub(crate) links: Vec<(LinkId, Vec<Area>)>,
    pub(crate) anchors: Vec<(Anchor, Length, Length)>,
    /// Where figures stand.
    pub(crate) figures: Vec<(TagId, Area)>,
    faces: &'f mut FaceTable,
    /// While it is set, everything drawn is an artifact: the head of a table on its second page.
    artifact: Option<Artifact>,
}

/// The faces that are used, in the order of their first use.
#[derive(Default)]
pub(crate) struct FaceTable {
    pub(crate) used: Vec<FaceId>,
}

impl FaceTable {
    pub(crate) fn index(&mut self, face: FaceId) -> usize {
        self.used.iter().position(|known| *known == face).unwrap_or_else(|| {
            self.used.push(face);
            self.used.len() - 1
        })
    }
}

impl<'f> Sheet<'f> {
    pub(crate) fn new(faces: &'f mut FaceTable) -> Self {
        Self { items: Vec::new(), links: Vec::new(), anchors: Vec::new(), figures: Vec::new(), faces, artifact: None }
    }

    pub(crate) fn face_index(&mut self, face: FaceId) -> usize {
        self.faces.index(face)
    }

    /// What is drawn from here on is not read: a repetition.
    pub(crate) fn begin_artifact(&mut self) {
        self.artifact = Some(Artifact::Layout);
    }

    pub(crate) fn end_artifact(&mut self) {
        self.artifact = None;
    }

    fn owner(&self, owner: Owner) -> Owner {
        self.artifact.map_or(owner, Owner::Artifact)
    }

    pub(crate) fn glyphs(&mut self, owner: Owner, span: Span, run: GlyphRun) {
        let owner = self.owner(owner);
        self.items.push(Item { owner, span, kind: ItemKind::Glyphs(run) });
    }

    /// A rule or a background.
    pub(crate) fn rect(&mut self, area: Area, color: Color) {
        let owner = Owner::Artifact(Artifact::Layout);
        self.items.push(Item { owner, span: Span::NONE, kind: ItemKind::Rect { area, color } });
    }

    pub(crate) fn picture(&mut self, owner: Owner, span: Span, area: Area, image: ImageId) {
        let owner = self.owner(owner);
        if let Owner::Tag(tag) = owner {
            self.figures.push((tag, area));
        }
        self.items.push(Item { owner, span, kind: ItemKind::Picture { area, image: image.0 as usize } });
    }

    /// An area of a link; one that goes on from the last on its line makes that longer.
    pub(crate) fn link(&mut self, link: LinkId, area: Area) {
        if self.artifact.is_some() || area.width <= Length::ZERO {
            return;
        }
        let Some((_, areas)) = self.links.iter_mut().rev().find(|(known, _)| *known == link) else {
            self.links.push((link, vec![area]));
            return;
        };
        if let Some(last) = areas.last_mut() {
            let touches = last.y == area.y && last.height == area.height && last.x + last.width == area.x;
            if touches {
                last.width += area.width;
                return;
            }
        }
        areas.push(area);
    }

    pub(crate) fn anchor(&mut self, anchor: Anchor, x: Length, y: Length) {
        if self.artifact.is_none() {
            self.anchors.push((anchor, x, y));
        }
    }
}
