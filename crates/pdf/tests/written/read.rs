//! A reader of finished PDFs on hayro-syntax: the structure tree with the text of its leaves, outline, labels, links.
//! It reads what the specification says, not what our writer is known to do.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, MaybeRef, Number, ObjRef, Object, Stream, String as Bytes};

/// A finished file.
pub(crate) struct Read {
    pdf: Pdf,
}

/// A link annotation.
#[derive(Debug, PartialEq)]
pub(crate) struct Link {
    pub(crate) target: String,
    pub(crate) description: Option<String>,
    /// How many quadrilaterals it has.
    pub(crate) quads: usize,
    pub(crate) rect: [f64; 4],
}

impl Read {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { pdf: Pdf::new(bytes).unwrap() }
    }

    pub(crate) fn catalog(&self) -> Dict<'_> {
        self.pdf.xref().get(self.pdf.xref().root_id()).unwrap()
    }

    pub(crate) fn pages(&self) -> Vec<Dict<'_>> {
        self.pdf.pages().iter().map(|page| page.raw().clone()).collect()
    }

    pub(crate) fn info(&self, key: &str) -> Option<String> {
        let info = self.pdf.metadata();
        let bytes = match key {
            "Title" => &info.title,
            "Author" => &info.author,
            "Subject" => &info.subject,
            "Keywords" => &info.keywords,
            "Creator" => &info.creator,
            "Producer" => &info.producer,
            _ => panic!("no such key"),
        };
        bytes.as_ref().map(|bytes| words(bytes))
    }

    pub(crate) fn xmp(&self) -> String {
        let stream: Stream<'_> = self.catalog().get("Metadata").unwrap();
        String::from_utf8(stream.decoded().unwrap().into_owned()).unwrap()
    }

    /// The streams of a subtype, such as the images.
    pub(crate) fn streams(&self, subtype: &str) -> Vec<Stream<'_>> {
        let streams = self.pdf.objects().into_iter().filter_map(Object::into_stream);
        streams.filter(|stream| name(stream.dict(), "Subtype").as_deref() == Some(subtype)).collect()
    }

    /// The dictionaries of a type, such as the fonts.
    pub(crate) fn dictionaries(&self, kind: &str) -> Vec<Dict<'_>> {
        let dicts = self.pdf.objects().into_iter().filter_map(Object::into_dict);
        dicts.filter(|dict| name(dict, "Type").as_deref() == Some(kind)).collect()
    }

    /// The page labels as a viewer shows them (ISO 32000-1, 12.4.2).
    pub(crate) fn labels(&self) -> Vec<String> {
        let numbers: Array<'_> = self.catalog().get::<Dict<'_>>("PageLabels").unwrap().get("Nums").unwrap();
        let mut ranges = BTreeMap::new();
        let mut items = numbers.iter::<Object<'_>>();
        while let (Some(page), Some(range)) = (items.next(), items.next()) {
            ranges.insert(page.into_i32().unwrap() as usize, range.into_dict().unwrap());
        }
        let label = |page| {
            let (start, range) = ranges.range(..=page).next_back().unwrap();
            let prefix = range.get::<Bytes<'_>>("P").map_or(String::new(), |prefix| words(&prefix));
            let number = range.get::<i32>("St").unwrap_or(1) + (page - start) as i32;
            let figures = match name(range, "S").as_deref() {
                None => String::new(),
                Some("D") => number.to_string(),
                Some("r") => chapbook_values::CounterStyle::LowerRoman.format(number.into()),
                Some("R") => chapbook_values::CounterStyle::UpperRoman.format(number.into()),
                Some(letter @ ("a" | "A")) => {
                    // A to Z, then AA to ZZ: one letter, repeated.
                    let first = if letter == "a" { b'a' } else { b'A' };
                    let at = number as usize - 1;
                    char::from(first + (at % 26) as u8).to_string().repeat(at / 26 + 1)
                }
                Some(other) => panic!("style {other}"),
            };
            format!("{prefix}{figures}")
        };
        (0..self.pages().len()).map(label).collect()
    }

    /// The outline: depth, title, page and height of its place.
    pub(crate) fn outline(&self) -> Vec<(usize, String, usize, f64)> {
        let mut entries = Vec::new();
        let outline: Dict<'_> = self.catalog().get("Outlines").unwrap();
        let mut open: Vec<(usize, Dict<'_>)> = outline.get("First").map(|first| (1, first)).into_iter().collect();
        while let Some((depth, entry)) = open.pop() {
            let (page, _, y) = self.place(&entry.get("Dest").unwrap());
            entries.push((depth, words(&entry.get::<Bytes<'_>>("Title").unwrap()), page, y));
            open.extend(entry.get("Next").map(|next| (depth, next)));
            open.extend(entry.get("First").map(|first| (depth + 1, first)));
        }
        entries
    }

    /// The named destinations with page and place.
    pub(crate) fn destinations(&self) -> BTreeMap<String, (usize, f64, f64)> {
        let names: Dict<'_> = self.catalog().get("Names").unwrap();
        let names: Array<'_> = names.get::<Dict<'_>>("Dests").unwrap().get("Names").unwrap();
        let mut found = BTreeMap::new();
        let mut items = names.iter::<Object<'_>>();
        while let (Some(name), Some(place)) = (items.next(), items.next()) {
            found.insert(text_of(&name.into_string().unwrap()), self.place(&place.into_array().unwrap()));
        }
        found
    }

    fn place(&self, place: &Array<'_>) -> (usize, f64, f64) {
        let page = reference(place.raw_iter().next().unwrap()).unwrap();
        let numbers: Vec<f64> =
            place.iter::<Object<'_>>().filter_map(Object::into_number).map(|n| n.as_f64()).collect();
        (self.page_of(page), numbers[0], numbers[1])
    }

    fn page_of(&self, page: ObjRef) -> usize {
        let pages: Dict<'_> = self.catalog().get("Pages").unwrap();
        let kids: Array<'_> = pages.get("Kids").unwrap();
        kids.raw_iter().position(|kid| reference(kid) == Some(page)).unwrap()
    }

    /// The links of a page.
    pub(crate) fn links(&self, page: usize) -> Vec<Link> {
        let Some(annotations) = self.pages()[page].get::<Array<'_>>("Annots") else { return Vec::new() };
        annotations.iter::<Dict<'_>>().map(|annotation| link(&annotation)).collect()
    }

    /// The structure tree: an element a line, with its attributes and what its leaves say.
    pub(crate) fn structure(&self) -> String {
        let root: Dict<'_> = self.catalog().get("StructTreeRoot").unwrap();
        let leaves = self.leaves();
        let mut out = String::new();
        let mut open: Vec<(usize, Dict<'_>)> =
            kids(&root).into_iter().rev().filter_map(|(kid, _)| kid.into_dict()).map(|kid| (0, kid)).collect();
        while let Some((depth, element)) = open.pop() {
            out.push_str(&"  ".repeat(depth));
            out.push_str(&head(&element));
            let page = element.get_ref("Pg").map(|page| self.page_of(page));
            let mut below = Vec::new();
            for (kid, _) in kids(&element) {
                match kid {
                    Object::Number(mcid) => out.push_str(&leaf(&leaves, page.unwrap(), mcid.as_i64())),
                    Object::Dict(kid) => match name(&kid, "Type").as_deref() {
                        Some("MCR") => {
                            let page = kid.get_ref("Pg").map(|page| self.page_of(page)).or(page).unwrap();
                            out.push_str(&leaf(&leaves, page, kid.get::<Number>("MCID").unwrap().as_i64()));
                        }
                        Some("OBJR") => {
                            let annotation: Dict<'_> = kid.get("Obj").unwrap();
                            out.push_str(&format!(" ->{}", link(&annotation).target));
                        }
                        _ => below.push((depth + 1, kid)),
                    },
                    other => panic!("a kid {other:?}"),
                }
            }
            out.push('\n');
            open.extend(below.into_iter().rev());
        }
        out
    }

    /// What each piece of marked content says, by page and number; artifacts by page and their kind.
    pub(crate) fn leaves(&self) -> BTreeMap<(usize, String), String> {
        let mut leaves = BTreeMap::new();
        for (index, page) in self.pdf.pages().iter().enumerate() {
            let mut fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = BTreeMap::new();
            let mut font: Vec<u8> = Vec::new();
            // For each open piece: its key, and whether its text is given by an /ActualText.
            let mut open: Vec<(Option<String>, bool)> = Vec::new();
            let mut operations = page.typed_operations();
            while let Some(operation) = operations.next() {
                let mut said = String::new();
                match operation {
                    TypedInstruction::BeginMarkedContent(begin) => {
                        open.push(((begin.0.as_str() == "Artifact").then(|| "Artifact".into()), false))
                    }
                    TypedInstruction::BeginMarkedContentWithProperties(begin) => {
                        let Object::Dict(properties) = begin.1 else { panic!("properties stand inline") };
                        let key = match properties.get::<Number>("MCID") {
                            Some(mcid) => Some(mcid.as_i64().to_string()),
                            None if begin.0.as_str() == "Artifact" => {
                                Some(name(properties, "Subtype").or_else(|| name(properties, "Type")).unwrap())
                            }
                            None => None,
                        };
                        if let Some(key) = &key {
                            assert!(open.iter().all(|(other, _)| other.is_none()), "marked content is not nested");
                            let lang = properties.get::<Bytes<'_>>("Lang").map(|lang| format!("<{}>", words(&lang)));
                            leaves.entry((index, key.clone())).or_insert_with(|| lang.unwrap_or_default());
                        }
                        let actual = properties.get::<Bytes<'_>>("ActualText").map(|text| words(&text));
                        open.push((key, actual.is_some()));
                        if let (Some(text), Some(key)) = (actual, open.iter().find_map(|(key, _)| key.clone())) {
                            leaves.entry((index, key)).or_default().push_str(&text);
                        }
                    }
                    TypedInstruction::EndMarkedContent(_) => {
                        open.pop().unwrap();
                    }
                    TypedInstruction::TextFont(chosen) => {
                        font = chosen.0.as_ref().to_vec();
                        fonts.entry(font.clone()).or_insert_with(|| {
                            let dict = page.resources().get_font(chosen.0).unwrap();
                            to_unicode(&dict.get::<Stream<'_>>("ToUnicode").unwrap().decoded().unwrap())
                        });
                    }
                    TypedInstruction::ShowText(text) => said = decode(text.0, &fonts[&font]),
                    TypedInstruction::ShowTexts(texts) => {
                        for piece in texts.0.iter::<Object<'_>>().filter_map(Object::into_string) {
                            said.push_str(&decode(&piece, &fonts[&font]));
                        }
                    }
                    _ => {}
                }
                if !said.is_empty() {
                    let key = open.iter().find_map(|(key, _)| key.clone()).expect("all text is marked content");
                    if open.iter().all(|(_, actual)| !actual) {
                        leaves.entry((index, key)).or_default().push_str(&said);
                    }
                }
            }
        }
        leaves
    }

    /// The operations of a page that show text or pictures or fill, in their order.
    pub(crate) fn operations(&self, page: usize) -> Vec<String> {
        let page = &self.pdf.pages()[page];
        let mut operations = page.typed_operations();
        let mut shown = Vec::new();
        while let Some(operation) = operations.next() {
            shown.push(operation.to_string());
        }
        shown
    }
}

fn link(annotation: &Dict<'_>) -> Link {
    let target = match annotation.get::<Dict<'_>>("A") {
        Some(action) => text_of(&action.get::<Bytes<'_>>("URI").unwrap()),
        None => format!("#{}", text_of(&annotation.get::<Bytes<'_>>("Dest").unwrap())),
    };
    let numbers = |key| {
        let array: Option<Array<'_>> = annotation.get(key);
        array.map_or(Vec::new(), |array| array.iter::<Number>().map(|n| n.as_f64()).collect())
    };
    Link {
        target,
        description: annotation.get::<Bytes<'_>>("Contents").map(|text| words(&text)),
        quads: numbers("QuadPoints").len() / 8,
        rect: numbers("Rect").try_into().unwrap(),
    }
}

/// Kids of a structure element: resolved, and whether they were references.
fn kids<'a>(element: &Dict<'a>) -> Vec<(Object<'a>, bool)> {
    match element.get::<Object<'a>>("K") {
        None => Vec::new(),
        Some(Object::Array(kids)) => kids.iter::<Object<'a>>().map(|kid| (kid, true)).collect(),
        Some(kid) => vec![(kid, false)],
    }
}

/// An element's kind and attributes.
fn head(element: &Dict<'_>) -> String {
    let mut head = name(element, "S").unwrap();
    for key in ["Lang", "T", "Alt", "ID"] {
        if let Some(value) = element.get::<Bytes<'_>>(key) {
            head.push_str(&format!(" {key}={}", words(&value)));
        }
    }
    let attributes: Vec<Dict<'_>> = match element.get::<Object<'_>>("A") {
        None => Vec::new(),
        Some(Object::Array(list)) => list.iter::<Dict<'_>>().collect(),
        Some(other) => other.into_dict().into_iter().collect(),
    };
    for attribute in attributes {
        for (key, value) in attribute.entries().filter(|(key, _)| key.as_str() != "O") {
            let value = match value {
                MaybeRef::NotRef(Object::Name(name)) => name.as_str().to_owned(),
                MaybeRef::NotRef(Object::Number(number)) => number.as_f64().to_string(),
                MaybeRef::NotRef(Object::Array(array)) => {
                    let numbers: Vec<String> = array.iter::<Number>().map(|n| n.as_f64().to_string()).collect();
                    format!("[{}]", numbers.join(" "))
                }
                _ => panic!("an attribute of another kind"),
            };
            head.push_str(&format!(" {}={value}", key.as_str()));
        }
    }
    head
}

fn leaf(leaves: &BTreeMap<(usize, String), String>, page: usize, mcid: i64) -> String {
    let said = leaves.get(&(page, mcid.to_string())).expect("the leaf is on its page");
    if page == 0 { format!(" {said:?}") } else { format!(" {page}:{said:?}") }
}

fn reference(object: MaybeRef<Object<'_>>) -> Option<ObjRef> {
    object.as_obj_ref()
}

fn name(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<hayro_syntax::object::Name<'_>>(key).map(|name| name.as_str().to_owned())
}

/// A text string: UTF-16 after its mark, else Latin (ISO 32000-1, 7.9.2.2).
fn words(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(units) => utf16(units),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// A byte string, which our names and addresses are in UTF-8.
fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).unwrap()
}

fn decode(codes: &[u8], map: &BTreeMap<u16, String>) -> String {
    let codes = codes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    codes.map(|code| map.get(&code).map_or("\u{FFFD}", String::as_str)).collect()
}

/// A ToUnicode CMap (ISO 32000-1, 9.10.3): its `bfchar` and `bfrange` sections.
fn to_unicode(stream: &[u8]) -> BTreeMap<u16, String> {
    let hex = |word: &str| -> Vec<u8> {
        let digits = word.trim_start_matches('<').trim_end_matches('>');
        (0..digits.len() / 2).map(|i| u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).unwrap()).collect()
    };
    let code = |word: &str| u16::from_be_bytes(hex(word).try_into().unwrap());
    let stream = String::from_utf8(stream.to_vec()).unwrap();
    let mut map = BTreeMap::new();
    let mut section = 0;
    for line in stream.lines() {
        let parts: Vec<&str> = line.split_whitespace().collect();
        match parts.as_slice() {
            [_, "beginbfchar"] => section = 1,
            [_, "beginbfrange"] => section = 2,
            ["endbfchar" | "endbfrange"] => section = 0,
            [from, to] if section == 1 => {
                map.insert(code(from), utf16(&hex(to)));
            }
            [first, last, to] if section == 2 => {
                let mut bytes = hex(to);
                for at in code(first)..=code(last) {
                    map.insert(at, utf16(&bytes));
                    *bytes.last_mut().unwrap() += 1;
                }
            }
            _ => assert_eq!(section, 0, "{line}"),
        }
    }
    map
}
