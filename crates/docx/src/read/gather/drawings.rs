//! Drawings: pictures of the file, and what else is drawn. Of shapes only their text is read; nothing is fetched.

use chapbook_container::XmlError;
use chapbook_source::codes;

use super::super::names::Space;
use super::super::package::{Target, Xml};
use super::super::story::{Picture, What};
use super::super::values::whole;
use super::{Frame, Gather};

/// What is known of a drawing while it is read.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    picture: Picture,
    /// Relationships of the pictures in it, and whether each leads out of the file.
    blips: Vec<Option<Target>>,
    pub(super) has_text: bool,
    is_object: bool,
    is_rule: bool,
    floats: bool,
    /// What else it is.
    other: Option<&'static str>,
}

impl Gather<'_> {
    pub(super) fn open_drawing(&mut self, name: &str) -> Frame {
        self.drawings.push(Drawing { is_object: name == "object", ..Drawing::default() });
        Frame::Drawing
    }

    /// An element of a drawing starts.
    pub(super) fn drawn(&mut self, xml: &mut Xml<'_>, space: Space, name: &str) -> Result<(), XmlError> {
        let relationships = self.relationships;
        let target = |id: Option<&str>| id.map(|id| relationships.get(id).map(|r| r.target.clone()));
        let value = |name: &str| xml.attribute(Space::None, name).map(str::to_owned);
        if let Some(drawing) = self.drawings.last_mut() {
            match (space, name) {
                (Space::Wp, "anchor") => drawing.floats = true,
                (Space::Wp, "docPr") => {
                    drawing.picture.alt = value("descr");
                    drawing.picture.title = value("title").filter(|title| !title.is_empty());
                }
                (Space::Wp, "extent") => {
                    let size = |name| value(name).as_deref().and_then(whole).filter(|size| (1..1 << 40).contains(size));
                    drawing.picture.size = size("cx").zip(size("cy"));
                }
                (Space::Adec, "decorative") => drawing.picture.decorative = value("val").as_deref() == Some("1"),
                (Space::A, "blip") => {
                    let embedded = target(xml.attribute(Space::R, "embed").filter(|id| !id.is_empty()));
                    let linked = target(xml.attribute(Space::R, "link").filter(|id| !id.is_empty()));
                    drawing.blips.push(embedded.or(linked).flatten());
                }
                (Space::V, "imagedata") => {
                    let found = target(xml.attribute(Space::R, "id").or_else(|| xml.attribute(Space::O, "relid")));
                    drawing.blips.push(found.flatten());
                    let title = xml.attribute(Space::O, "title").map(str::to_owned).filter(|title| !title.is_empty());
                    drawing.picture.alt = drawing.picture.alt.take().or(title);
                }
                (Space::V, "shape" | "rect") => {
                    drawing.picture.alt = value("alt").or(drawing.picture.alt.take());
                    drawing.is_rule |= xml.attribute(Space::O, "hr").is_some_and(|on| matches!(on, "t" | "true" | "1"));
                }
                (Space::A, "graphicData") => {
                    let uri = value("uri").unwrap_or_default();
                    if uri.ends_with("/chart") {
                        drawing.other = Some("a chart");
                    } else if uri.ends_with("/diagram") {
                        drawing.other = Some("a diagram");
                    }
                }
                _look => {}
            }
        }
        self.frames.push(Frame::Plain);
        Ok(())
    }

    pub(super) fn close_drawing(&mut self) {
        let Some(drawing) = self.drawings.pop() else { return };
        let Drawing { picture, blips, has_text, is_object, is_rule, floats, other } = drawing;
        if is_rule {
            match self.open.last_mut() {
                Some(paragraph) => paragraph.rule = true,
                None => self.lose(&codes::IMPORT_DROPPED, "a line was left out"),
            }
            return;
        }
        if let Some(other) = other {
            self.lose(&codes::IMPORT_DROPPED, format!("{other} was left out"));
        }
        if is_object {
            self.lose(&codes::IMPORT_DROPPED, "an object of another program was left out; its picture was kept");
        }
        if floats && !blips.is_empty() {
            self.lose(&codes::IMPORT_LOOK, "a picture that floated stands in the text");
        }
        if blips.is_empty() && !has_text && other.is_none() && !is_object {
            self.lose(&codes::IMPORT_DROPPED, "a drawing without a picture or text was left out");
        }
        for target in blips {
            let (part, external) = match target {
                Some(Target::Part(name)) => (Some(name), None),
                Some(Target::External(url)) => (None, Some(url)),
                Some(Target::Outside) | None => (None, None),
            };
            self.out.pictures.push(Picture { part, external, ..picture.clone() });
            self.push(What::Picture(self.out.pictures.len() - 1));
        }
    }
}
