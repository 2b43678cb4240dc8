//! Reads a tagged PDF as a screen reader does: the structure tree in its order, its leaves by `content`. Artifacts are
//! no text. It reads what ISO 32000-1 says of structure (14.7, 14.8), and knows nothing of the pages' geometry but
//! where a line of code begins.

mod cmap;
mod content;
mod places;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object, String as Bytes};

use crate::witness::{Alt, Frame, Note, Token, Transcript, Witness};
use content::{Leaves, Piece};
use places::{Place, Places};

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Witness, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| format!("{error:?}"))?;
    let root = structure(&pdf)?;
    let leaves = content::leaves(&pdf)?;
    let places = Places::read(&pdf, &catalog(&pdf)?);
    let mut reading = Reading::new(&leaves, &places);
    reading.kids(&root, Here::default());
    Ok(reading.finish())
}

/// What each page says, in the order in which it is drawn; what is no text of the document is left out.
pub fn pages(bytes: &[u8]) -> Result<Vec<String>, String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| format!("{error:?}"))?;
    let mut pages = vec![String::new(); pdf.pages().len()];
    for ((page, _), pieces) in content::leaves(&pdf)? {
        for Piece { y: _, text } in pieces {
            pages[page].push_str(&text);
            pages[page].push(' ');
        }
    }
    Ok(pages)
}

fn catalog(pdf: &Pdf) -> Result<Dict<'_>, String> {
    pdf.xref().get(pdf.xref().root_id()).ok_or_else(|| "no catalog".to_owned())
}

fn structure(pdf: &Pdf) -> Result<Dict<'_>, String> {
    catalog(pdf)?.get("StructTreeRoot").ok_or_else(|| "no structure tree".to_owned())
}

/// What is around an element.
#[derive(Clone, Copy, Debug, Default)]
struct Here {
    page: Option<usize>,
    /// Inside a block of code, where lines are kept.
    code: bool,
    /// Inside an item, before its body: its label is its marker.
    item: bool,
    /// Inside a note, before its text: its label is its mark.
    note: bool,
    /// Inside a list without numbering, whose labels are terms.
    terms: bool,
}

/// Elements nest no deeper in a file of ours than the document does.
const DEEPEST: usize = 512;

struct Reading<'l> {
    leaves: &'l Leaves,
    places: &'l Places,
    out: Transcript,
    /// The notes in the order of the tree, and where each begins.
    notes: Vec<(Note, Option<Place>)>,
    /// Where each call leads. Until all notes are known, a call holds its index here.
    calls: Vec<Option<Place>>,
    /// Where the link that is being read leads.
    goal: Option<Place>,
    faults: Vec<String>,
    depth: usize,
}

impl<'l> Reading<'l> {
    fn new(leaves: &'l Leaves, places: &'l Places) -> Self {
        let (out, notes, calls, faults) = (Transcript::default(), Vec::new(), Vec::new(), Vec::new());
        Self { leaves, places, out, notes, calls, goal: None, faults, depth: 0 }
    }

    /// Puts the notes into the order of their first calls.
    fn finish(mut self) -> Witness {
        let mut body = std::mem::take(&mut self.out).finish();
        let mut order = Vec::new();
        self.name_calls(&mut body, &mut order);
        let mut notes = Vec::new();
        while let Some(at) = order.get(notes.len()).copied() {
            let mut note = self.notes[at].0.clone();
            self.name_calls(&mut note.body, &mut order);
            notes.push(note);
        }
        // Notes that nothing calls stand last.
        for at in (0..self.notes.len()).filter(|at| !order.contains(at)) {
            notes.push(self.notes[at].0.clone());
        }
        Witness { body, notes, faults: self.faults }
    }

    /// Gives each call the place of its note in the order of first calls.
    fn name_calls(&mut self, tokens: &mut [Token], order: &mut Vec<usize>) {
        for token in tokens {
            let Token::Call(marker, call) = token else { continue };
            let Some(note) = self.calls[*call].and_then(|goal| self.note_at(goal)) else {
                self.faults.push(format!("the call {marker} leads to no note"));
                continue;
            };
            *call = order.iter().position(|one| *one == note).unwrap_or_else(|| {
                order.push(note);
                order.len() - 1
            });
        }
    }

    /// The note that begins at a place, or is the next one below it on its page.
    fn note_at(&self, goal: Place) -> Option<usize> {
        const SLACK: f64 = 2.0;
        let below = self.notes.iter().enumerate().filter_map(|(at, (_, place))| Some((at, (*place)?)));
        let below = below.filter(|(_, place)| place.page == goal.page && place.y <= goal.y + SLACK);
        below.max_by(|(_, a), (_, b)| a.y.total_cmp(&b.y)).map(|(at, _)| at)
    }

    fn kids(&mut self, element: &Dict<'_>, here: Here) {
        if self.depth == DEEPEST {
            self.faults.push("the structure tree is too deep".to_owned());
            return;
        }
        self.depth += 1;
        let page = element.get_ref("Pg").and_then(|page| self.places.page(page)).or(here.page);
        let here = Here { page, ..here };
        match element.get::<Object<'_>>("K") {
            None => {}
            Some(Object::Array(kids)) => kids.iter::<Object<'_>>().for_each(|kid| self.kid(kid, here)),
            Some(kid) => self.kid(kid, here),
        }
        self.depth -= 1;
    }

    fn kid(&mut self, kid: Object<'_>, here: Here) {
        match kid {
            Object::Number(mcid) => self.leaf(here, mcid.as_i64()),
            Object::Dict(kid) => match name(&kid, "Type").as_deref() {
                Some("MCR") => {
                    let page = kid.get_ref("Pg").and_then(|page| self.places.page(page)).or(here.page);
                    if let Some(mcid) = kid.get::<i32>("MCID") {
                        self.leaf(Here { page, ..here }, mcid.into());
                    }
                }
                // An annotation says nothing that its element does not, but where it leads.
                Some("OBJR") => {
                    let goal = kid.get::<Dict<'_>>("Obj").and_then(|annotation| self.places.goal(&annotation));
                    self.goal = goal.or(self.goal);
                }
                _ => self.element(&kid, here),
            },
            _ => self.faults.push("a kid of the structure tree that is none".to_owned()),
        }
    }

    fn leaf(&mut self, here: Here, mcid: i64) {
        let Some(pieces) = here.page.and_then(|page| self.leaves.get(&(page, mcid))) else {
            self.faults.push(format!("marked content {mcid} is in the tree and on no page"));
            return;
        };
        if let (Some((_, place @ None)), Some(first), Some(page)) = (self.notes.last_mut(), pieces.first(), here.page) {
            *place = Some(Place { page, y: first.y });
        }
        let mut line: Option<f64> = None;
        for Piece { y, text } in pieces {
            if here.code && line.is_some_and(|line| (line - y).abs() > 1.0) {
                self.out.gap();
            }
            line = Some(*y);
            self.out.text(text);
        }
    }

    fn element(&mut self, element: &Dict<'_>, here: Here) {
        let kind = name(element, "S").unwrap_or_default();
        if let Some(text) = element.get::<Bytes<'_>>("ActualText") {
            return self.out.text(&words(&text));
        }
        match kind.as_str() {
            "Span" | "Quote" | "Link" | "Formula" | "Em" | "Strong" | "NonStruct" | "Annot" => self.kids(element, here),
            "Code" => self.kids(element, Here { code: true, ..here }),
            "Reference" => self.call(element, here),
            "Note" => self.note(element, here),
            "L" => {
                let terms = places::attribute(element, "ListNumbering").is_none_or(|numbering| numbering == "None");
                self.block(element, Here { terms, note: false, ..here });
            }
            "LI" => self.block(element, Here { item: true, ..here }),
            "LBody" => self.block(element, Here { item: false, ..here }),
            "Lbl" if here.item && !here.terms => {
                let marker = self.apart(element, here);
                self.out.sign(Token::Item(marker));
            }
            "Lbl" if here.note => {
                let marker = self.apart(element, here);
                if let Some((note, _)) = self.notes.last_mut() {
                    note.marker = marker;
                }
            }
            "Figure" => {
                let alt = element.get::<Bytes<'_>>("Alt").map(|alt| words(&alt));
                self.out.sign(Token::Picture(alt.map_or(Alt::Missing, |alt| Alt::text(&alt))));
                // A picture that is missing shows words in its place.
                self.block(element, here);
            }
            "Caption" => self.framed(Frame::Caption, element, here),
            "TH" | "TD" => self.framed(Frame::Cell, element, Here { item: false, note: false, ..here }),
            heading if heading.starts_with('H') && heading.len() <= 2 => {
                let level = heading[1..].parse().unwrap_or(1);
                self.framed(Frame::Heading(level), element, here);
            }
            _ => self.block(element, here),
        }
    }

    fn block(&mut self, element: &Dict<'_>, here: Here) {
        self.out.gap();
        self.kids(element, here);
        self.out.gap();
    }

    fn framed(&mut self, frame: Frame, element: &Dict<'_>, here: Here) {
        self.out.sign(Token::Open(frame));
        self.kids(element, here);
        self.out.sign(Token::Close(frame));
    }

    /// The text of an element, taken apart from what is around it.
    fn apart(&mut self, element: &Dict<'_>, here: Here) -> String {
        let around = std::mem::take(&mut self.out);
        self.kids(element, Here { item: false, note: false, ..here });
        let tokens = std::mem::replace(&mut self.out, around).finish();
        let words: Vec<String> = tokens.iter().map(Token::to_string).collect();
        words.join(" ")
    }

    fn call(&mut self, element: &Dict<'_>, here: Here) {
        self.goal = None;
        let marker = self.apart(element, here);
        self.calls.push(self.goal.take());
        self.out.sign(Token::Call(marker, self.calls.len() - 1));
    }

    fn note(&mut self, element: &Dict<'_>, here: Here) {
        let around = std::mem::take(&mut self.out);
        self.notes.push((Note::default(), None));
        let at = self.notes.len() - 1;
        self.kids(element, Here { note: true, item: false, ..here });
        self.notes[at].0.body = std::mem::replace(&mut self.out, around).finish();
    }
}

/// A name in a dictionary.
pub(crate) fn name(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<hayro_syntax::object::Name<'_>>(key).map(|name| name.as_str().to_owned())
}

/// A text string (7.9.2.2): UTF-16 with a mark, UTF-8 with a mark, else PDFDocEncoding, of which ASCII is enough here.
pub(crate) fn words(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// UTF-16, the higher byte first.
pub(crate) fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}
