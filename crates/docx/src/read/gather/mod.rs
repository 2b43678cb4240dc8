//! Gathers the paragraphs of a part that holds text: the body, footnotes, endnotes. A stack of frames says which
//! elements are open, so nothing is recursive, whatever nests. What an element means stands in the files beside this
//! one; what becomes of it, `leaves` says.

mod drawings;
mod fields;
mod math;
mod paragraphs;
mod runs;
mod tables;

use std::collections::BTreeSet;

use chapbook_container::{XmlError, XmlEvent};
use chapbook_model::OutlineKind;
use chapbook_source::codes;

use super::error::ReadError;
use super::fields::FieldKind;
use super::leaf::NoteStory;
use super::limits;
use super::losses::Losses;
use super::names::{Space, is_understood};
use super::package::{Relationships, Xml, reader};
use super::paragraph_properties;
use super::run_properties::change;
use super::story::{Look, Paragraph, Stories};
use super::styles::Styles;
use super::values::{number, toggle, val};

/// What is known while a part is gathered.
pub(crate) struct Gather<'r> {
    styles: &'r Styles,
    relationships: &'r Relationships,
    losses: &'r mut Losses,
    part: &'r str,
    out: &'r mut Stories,
    /// Names of keys that were seen in this file.
    seen_keys: &'r mut BTreeSet<String>,
    frames: Vec<Frame>,
    /// Paragraphs that are open: more than one where text boxes hang in them.
    open: Vec<Paragraph>,
    /// The tables and cells that are open.
    cells: Vec<(usize, usize)>,
    note: Option<(NoteStory, i64)>,
    text_box: Option<usize>,
    generated: Option<FieldKind>,
    look: Look,
    context: Context,
    /// Fields that are open: number, and whether the instruction still runs; none for one that nests too deep.
    fields: Vec<Option<(u32, bool)>>,
    /// Bookmarks between paragraphs, for the next one.
    waiting: Vec<String>,
    drawings: Vec<drawings::Drawing>,
    bookmarks: usize,
    display_math: bool,
}

/// What stands around a run.
#[derive(Clone, Copy, Debug, Default)]
struct Context {
    link: Option<u32>,
    inserted: Option<u32>,
    deleted: Option<u32>,
}

/// An element that is open, and what is to be done when it closes.
enum Frame {
    /// Nothing.
    Plain,
    Paragraph,
    /// The look around the run.
    Run(Look),
    /// What stood around the link or revision.
    Wrap(Context),
    Table,
    /// What stood around the row.
    Row(Context),
    Cell,
    Note,
    /// What was being made before.
    Control(Option<FieldKind>),
    Drawing,
    /// Whether an alternative was taken.
    Alternate(bool),
    TextBox(Box<Outside>),
    /// A field in one element.
    SimpleField,
    Mathematics,
}

/// What a text box puts aside.
struct Outside {
    text_box: Option<usize>,
    look: Look,
    context: Context,
    fields: Vec<Option<(u32, bool)>>,
}

/// What is told of a tracked change of the look.
const LOOK_CHANGED: &str = "a tracked change of nothing but the look was taken as made";

/// Elements that hold nothing to read and say nothing that is missed: marks of the program, ends of ranges, and what
/// is read in its place by others.
const SILENT: &[&str] = &[
    "annotationRef",
    "attr",
    "bdo",
    "body",
    "bookmarkEnd",
    "cnfStyle",
    "continuationSeparator",
    "customXml",
    "customXmlDelRangeEnd",
    "customXmlDelRangeStart",
    "customXmlInsRangeEnd",
    "customXmlInsRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveToRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlPr",
    "dir",
    "document",
    "docPartBody",
    "endnoteRef",
    "endnotes",
    "footnoteRef",
    "footnotes",
    "gridCol",
    "lastRenderedPageBreak",
    "moveFromRangeEnd",
    "moveFromRangeStart",
    "moveToRangeEnd",
    "moveToRangeStart",
    "permEnd",
    "permStart",
    "proofErr",
    "rubyAlign",
    "rubyPr",
    "sdtContent",
    "sdtEndPr",
    "separator",
    "smartTag",
    "smartTagPr",
    "tblGrid",
    "background",
    "fldData",
    "ffData",
    "control",
    "docGrid",
    "pgNum",
    "dayShort",
    "monthShort",
    "yearShort",
    "dayLong",
    "monthLong",
    "yearLong",
    "ptab",
];

impl<'r> Gather<'r> {
    /// A gathering of a part.
    pub(crate) fn new(
        styles: &'r Styles,
        relationships: &'r Relationships,
        losses: &'r mut Losses,
        part: &'r str,
        out: &'r mut Stories,
        seen_keys: &'r mut BTreeSet<String>,
    ) -> Self {
        let bookmarks = out.bookmarks.len();
        Self {
            styles,
            relationships,
            losses,
            part,
            out,
            seen_keys,
            frames: Vec::new(),
            open: Vec::new(),
            cells: Vec::new(),
            note: None,
            text_box: None,
            generated: None,
            look: Look::default(),
            context: Context::default(),
            fields: Vec::new(),
            waiting: Vec::new(),
            drawings: Vec::new(),
            bookmarks,
            display_math: false,
        }
    }

    /// Gathers all of a part. Says whether its root was one of WordprocessingML.
    pub(crate) fn run(mut self, source: &str) -> Result<bool, ReadError> {
        let part = self.part;
        let fatal = move |error: XmlError| ReadError::Part { part: part.to_owned(), error };
        let mut xml = reader(source);
        let mut known = None;
        while let Some(event) = xml.next().map_err(fatal)? {
            match event {
                XmlEvent::Start(space, name) => {
                    known.get_or_insert(space == Space::W);
                    self.start(&mut xml, space, name).map_err(fatal)?;
                    if self.out.serial > limits::PARAGRAPHS {
                        return Err(ReadError::TooMany { what: "paragraphs", limit: limits::PARAGRAPHS });
                    }
                    if self.bookmarks > limits::BOOKMARKS {
                        return Err(ReadError::TooMany { what: "bookmarks", limit: limits::BOOKMARKS });
                    }
                }
                XmlEvent::End => self.end(),
                // Text that counts is taken by the elements that hold it.
                XmlEvent::Text(_) => {}
            }
        }
        self.close_fields();
        Ok(known == Some(true))
    }

    /// An element starts. An element that is read whole has no frame: its end is behind when this returns.
    fn start(&mut self, xml: &mut Xml<'_>, space: Space, name: &str) -> Result<(), XmlError> {
        let frame = match space {
            Space::W => return self.word(xml, name),
            Space::Mc => match name {
                "AlternateContent" => Frame::Alternate(false),
                "Choice" => {
                    let known = xml.attribute(Space::None, "Requires").is_some_and(|prefixes| {
                        prefixes.split_whitespace().all(|prefix| is_understood(xml.namespace(prefix)))
                    });
                    return self.alternative(xml, known);
                }
                "Fallback" => return self.alternative(xml, true),
                _other => Frame::Plain,
            },
            Space::M => match name {
                "oMathPara" => {
                    self.display_math = true;
                    Frame::Mathematics
                }
                "oMath" => return self.mathematics(xml),
                _other => Frame::Plain,
            },
            Space::Wp | Space::A | Space::Pic | Space::V | Space::O | Space::Adec | Space::Wps => {
                return self.drawn(xml, space, name);
            }
            Space::None
            | Space::R
            | Space::W14
            | Space::W15
            | Space::Known
            | Space::Rels
            | Space::Types
            | Space::Cp
            | Space::Dc
            | Space::Dcterms
            | Space::Custom
            | Space::Extended
            | Space::Vt
            | Space::Draft
            | Space::Xml => Frame::Plain,
            Space::Other => {
                if self.frames.is_empty() || !self.drawings.is_empty() {
                    self.frames.push(Frame::Plain);
                    return Ok(());
                }
                self.lose(&codes::IMPORT_TEXT, "an element that is not known was passed over; text in it was kept");
                Frame::Plain
            }
        };
        self.frames.push(frame);
        Ok(())
    }

    /// An element of WordprocessingML starts.
    fn word(&mut self, xml: &mut Xml<'_>, name: &str) -> Result<(), XmlError> {
        let frame = match name {
            "p" => {
                self.open_paragraph();
                Frame::Paragraph
            }
            "pPr" => return self.paragraph_properties(xml),
            "sectPr" => {
                self.out.last_section = paragraph_properties::section(xml)?;
                return Ok(());
            }
            "r" => self.open_run(),
            "rPr" => return self.run_properties(xml),
            "t" | "delText" => return self.text(xml),
            "instrText" | "delInstrText" => return self.instruction(xml),
            "fldChar" => return self.field_character(xml),
            "fldSimple" => return self.simple_field(xml),
            "tab" | "br" | "cr" | "noBreakHyphen" | "softHyphen" | "sym" => return self.character(xml, name),
            "hyperlink" => self.hyperlink(xml),
            "moveTo" => {
                self.lose(&codes::IMPORT_LOOK, "a move that was tracked is a deletion here and an insertion there");
                self.revision(xml, true)
            }
            "ins" => self.revision(xml, true),
            "del" | "moveFrom" => self.revision(xml, false),
            "bookmarkStart" => return self.bookmark(xml),
            "commentRangeStart" | "commentRangeEnd" | "commentReference" => return self.remark(xml, name),
            "footnoteReference" | "endnoteReference" => return self.call(xml, name == "endnoteReference"),
            "footnote" | "endnote" => return self.note(xml, name == "endnote"),
            "tbl" => self.open_table(),
            "tblPr" => return self.table_properties(xml),
            "tblGridChange" => return self.look_changed(xml),
            // A row may have a look of its own.
            "tblPrEx" => return xml.skip(),
            "gridCol" => {
                self.grid_column(xml);
                Frame::Plain
            }
            "tr" => self.open_row(),
            "trPr" => return self.row_properties(xml),
            "tc" => self.open_cell(),
            "tcPr" => return self.cell_properties(xml),
            "sdt" => Frame::Control(self.generated.clone()),
            "sdtPr" => return self.control(xml),
            "drawing" | "pict" | "object" => self.open_drawing(name),
            "txbxContent" => self.open_text_box(),
            "rt" => {
                self.lose(&codes::IMPORT_TEXT, "a reading beside its word (ruby) stands in the text");
                Frame::Plain
            }
            "ruby" | "rubyBase" => Frame::Plain,
            "altChunk" | "subDoc" => {
                self.lose(&codes::IMPORT_DROPPED, "a document that is embedded as a whole was left out");
                Frame::Plain
            }
            _ if SILENT.contains(&name) => Frame::Plain,
            _ => {
                let what = format!("the element w:{name} is not known; text in it was kept");
                self.lose(&codes::IMPORT_TEXT, what);
                Frame::Plain
            }
        };
        self.frames.push(frame);
        Ok(())
    }

    /// The innermost element ends.
    fn end(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame {
            Frame::Plain | Frame::Alternate(_) => {}
            Frame::Paragraph => self.close_paragraph(),
            Frame::Run(look) => self.look = look,
            Frame::Wrap(context) => self.context = context,
            Frame::Table => self.close_table(),
            Frame::Row(context) => {
                self.context = context;
                self.close_row();
            }
            Frame::Cell => self.close_cell(),
            Frame::Note => self.note = None,
            Frame::Control(generated) => self.generated = generated,
            Frame::Drawing => self.close_drawing(),
            Frame::TextBox(outside) => self.close_text_box(*outside),
            Frame::SimpleField => self.close_simple_field(),
            Frame::Mathematics => self.display_math = false,
        }
    }

    /// One of several ways to say a thing: the first that is known, and no other.
    fn alternative(&mut self, xml: &mut Xml<'_>, known: bool) -> Result<(), XmlError> {
        // One without the element around it is taken as it is.
        let Some(Frame::Alternate(taken)) = self.frames.last_mut() else {
            self.frames.push(Frame::Plain);
            return Ok(());
        };
        if *taken || !known {
            return xml.skip();
        }
        *taken = true;
        self.frames.push(Frame::Plain);
        Ok(())
    }

    /// A note starts.
    fn note(&mut self, xml: &mut Xml<'_>, endnote: bool) -> Result<(), XmlError> {
        // Separators are lines, not notes.
        let kind = xml.attribute(Space::W, "type").unwrap_or("normal");
        if kind != "normal" {
            return xml.skip();
        }
        let story = if endnote { NoteStory::Endnote } else { NoteStory::Footnote };
        let Some(id) = number(xml, "id") else {
            self.lose(&codes::IMPORT_REPAIRED, "a note without an id cannot be called; its text stands at the end");
            self.note = Some((story, i64::MIN));
            self.frames.push(Frame::Note);
            return Ok(());
        };
        self.note = Some((story, id));
        self.frames.push(Frame::Note);
        Ok(())
    }

    /// The properties of a content control: whether a program makes its content.
    fn control(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        let outside = xml.depth() - 1;
        while xml.depth() > outside {
            let Some(event) = xml.next()? else { break };
            let XmlEvent::Start(space, name) = event else { continue };
            match (space, name) {
                (Space::W, "docPartGallery") if val(xml) == Some("Table of Contents") => {
                    self.generated = Some(FieldKind::Outline(OutlineKind::Contents));
                }
                (Space::W, "placeholder" | "rPr") => xml.skip()?,
                (Space::W, "showingPlcHdr") if toggle(xml) => {
                    self.lose(&codes::IMPORT_TEXT, "the prompt of an empty form field was kept as text");
                }
                _for_the_program => {}
            }
        }
        Ok(())
    }

    /// A revision starts.
    fn revision(&mut self, xml: &Xml<'_>, insertion: bool) -> Frame {
        let number = self.out.change(change(xml));
        let frame = Frame::Wrap(self.context);
        // An insertion within an insertion is one, by the first hand.
        if insertion {
            self.context.inserted.get_or_insert(number);
        } else {
            self.context.deleted.get_or_insert(number);
        }
        frame
    }

    /// A tracked change of nothing but the look: what it holds is the look before it.
    fn look_changed(&mut self, xml: &mut Xml<'_>) -> Result<(), XmlError> {
        self.lose(&codes::IMPORT_LOOK, LOOK_CHANGED);
        xml.skip()
    }

    /// Tells a loss at this place.
    fn lose(&mut self, code: &'static chapbook_source::Code, what: impl Into<String>) {
        let paragraph = self.open.last();
        let key = paragraph.and_then(|paragraph| paragraph.keys.first()).map(|key| key.name());
        let context = paragraph.map(paragraphs::beginning).unwrap_or_default();
        self.losses.tell_at(code, what, self.part, key.as_deref(), &context);
    }
}
