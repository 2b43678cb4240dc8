//! Paragraphs: their beginning and end, their properties, and the bookmarks that start in them.

use chapbook_container::XmlError;
use chapbook_source::codes;

use super::super::keys::{Key, KeyKind};
use super::super::package::Xml;
use super::super::paragraph_properties;
use super::super::story::{Paragraph, Piece, What};
use super::super::values::text;
use super::{Frame, Gather, Outside};

impl Gather<'_> {
    pub(super) fn open_paragraph(&mut self) {
        let serial = self.out.serial;
        self.out.serial += 1;
        self.open.push(Paragraph {
            serial,
            cells: self.cells.clone(),
            note: self.note,
            text_box: self.text_box,
            generated: self.generated.clone(),
            ..Paragraph::default()
        });
        for name in std::mem::take(&mut self.waiting) {
            self.start_bookmark(&name);
        }
    }

    pub(super) fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.open.pop() else { return };
        let boxed = std::mem::take(&mut paragraph.boxed);
        match self.open.last_mut() {
            // A paragraph of a text box follows the one that the box hangs at.
            Some(host) => {
                host.boxed.push(paragraph);
                host.boxed.extend(boxed);
            }
            None => {
                self.out.paragraphs.push(paragraph);
                self.out.paragraphs.extend(boxed);
            }
        }
    }

    pub(super) fn paragraph_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let props = paragraph_properties::read(xml)?;
        if props.look_changed {
            self.lose(&codes::IMPORT_LOOK, super::LOOK_CHANGED);
        }
        if props.framed {
            self.lose(&codes::IMPORT_TEXT, "the text of a frame stands in the text");
        }
        if let Some(id) = props.style.as_deref().filter(|id| !self.styles.has_paragraph(id)) {
            let what = format!("the style {id:?} is not in the file; the paragraph has the default style");
            self.lose(&codes::IMPORT_REPAIRED, what);
        }
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.props = props;
        }
        Ok(())
    }

    pub(super) fn bookmark(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let name = text(xml, "name").filter(|name| !name.is_empty());
        self.frames.push(Frame::Plain);
        self.bookmarks += 1;
        match name {
            Some(name) if self.open.is_empty() => self.waiting.push(name),
            Some(name) => self.start_bookmark(&name),
            None => self.lose(&codes::IMPORT_REPAIRED, "a bookmark without a name was left out"),
        }
        Ok(())
    }

    fn start_bookmark(&mut self, name: &str) {
        let Some(mut key) = Key::parse(name) else {
            let Some(paragraph) = self.open.last() else { return };
            let at = (paragraph.serial, paragraph.pieces.len());
            self.out.bookmarks.entry(name.to_owned()).or_insert(at);
            return;
        };
        key.repeated = !self.seen_keys.insert(key.name());
        let Some(paragraph) = self.open.last_mut() else { return };
        match key.kind() {
            KeyKind::Block => paragraph.keys.push(key),
            KeyKind::NoteCall | KeyKind::Comment => {
                let at = paragraph.pieces.len();
                paragraph.inner_keys.push((key, at));
            }
            KeyKind::Row => {
                let row = self.cells.last().and_then(|(table, cell)| {
                    let table = self.out.tables.get_mut(*table)?;
                    let row = table.cells.get(*cell)?.row;
                    table.rows.get_mut(row)
                });
                match row {
                    Some(row) => row.keys.push(key),
                    // A row that became a paragraph: its key still says where the words come from.
                    None => paragraph.keys.push(key),
                }
            }
        }
    }

    pub(super) fn open_text_box(&mut self) -> Frame {
        let outside = Outside {
            text_box: self.text_box,
            look: std::mem::take(&mut self.look),
            context: std::mem::take(&mut self.context),
            fields: std::mem::take(&mut self.fields),
        };
        self.lose(&codes::IMPORT_TEXT, "the text of a text box stands after the paragraph that the box hangs at");
        self.text_box = Some(self.out.text_boxes);
        self.out.text_boxes += 1;
        if let Some(drawing) = self.drawings.last_mut() {
            drawing.has_text = true;
        }
        Frame::TextBox(Box::new(outside))
    }

    pub(super) fn close_text_box(&mut self, outside: Outside) {
        self.close_fields();
        let Outside { text_box, look, context, fields } = outside;
        self.text_box = text_box;
        self.look = look;
        self.context = context;
        self.fields = fields;
    }

    /// Adds a piece to the paragraph that is open. Text between paragraphs gets one of its own.
    pub(super) fn push(&mut self, what: What) {
        let orphan = self.open.is_empty();
        if orphan {
            self.open_paragraph();
            self.lose(&codes::IMPORT_REPAIRED, "text outside a paragraph was given one");
        }
        if let What::Text(text) = &what {
            self.instruct_by_result(text);
        }
        let field = self.fields.iter().rev().flatten().next().copied();
        let super::Context { link, inserted, deleted } = self.context;
        let look = self.look;
        if let Some(paragraph) = self.open.last_mut() {
            // Keys stand between pieces.
            let parted = paragraph.inner_keys.last().is_some_and(|(_, at)| *at >= paragraph.pieces.len());
            if let (What::Text(more), Some(last)) = (&what, paragraph.pieces.last_mut())
                && let What::Text(text) = &mut last.what
                && (last.look, last.link, last.inserted, last.deleted, last.field)
                    == (look, link, inserted, deleted, field)
                && !parted
            {
                text.push_str(more);
            } else {
                paragraph.pieces.push(Piece { what, look, link, inserted, deleted, field });
            }
        }
        if orphan {
            self.close_paragraph();
        }
    }
}

/// The first words of a paragraph.
pub(super) fn beginning(paragraph: &Paragraph) -> String {
    let mut out = String::new();
    for piece in paragraph.pieces.iter().take(40) {
        if let What::Text(text) = &piece.what {
            out.extend(text.chars().take(100));
            if out.len() > 200 {
                break;
            }
        }
    }
    out
}
