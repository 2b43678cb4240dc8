//! The marked content of the pages: what each piece says, in the order in which it is drawn, and the height at which it
//! stands. `ActualText` is read in the place of what it covers (ISO 32000-1, 14.9.4).

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Object, Stream, String as Bytes};
use hayro_syntax::page::Page;

use super::cmap::ToUnicode;
use super::{name, words};

/// Text at a height.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// The baseline, in points.
    pub(crate) y: f64,
    /// What it says.
    pub(crate) text: String,
}

/// What each piece of marked content says, by page and number.
pub(crate) type Leaves = BTreeMap<(usize, i64), Vec<Piece>>;

/// Reads all pages.
pub(crate) fn leaves(pdf: &Pdf) -> Result<Leaves, String> {
    let mut leaves = Leaves::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        let Some(stream) = page.page_stream() else { continue };
        let mut reading = PageReading::new(index, page, &mut leaves);
        let mut operations = UntypedIter::new(stream);
        while let Some(operation) = operations.next() {
            let operands: Vec<Object<'_>> = operation.operands().cloned().collect();
            reading.operation(operation.operator, &operands)?;
        }
    }
    Ok(leaves)
}

/// A matrix of the plane (8.3.3).
#[derive(Clone, Copy, Debug)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Self([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }
}

/// A piece of marked content that is open.
struct Open {
    /// Its number; none for an artifact, or for content inside another.
    mcid: Option<i64>,
    /// Whether its text was given by an `ActualText`.
    replaced: bool,
    artifact: bool,
}

struct PageReading<'l, 'p> {
    index: usize,
    page: &'p Page<'p>,
    leaves: &'l mut Leaves,
    fonts: BTreeMap<Vec<u8>, ToUnicode>,
    font: Vec<u8>,
    open: Vec<Open>,
    matrices: Vec<Matrix>,
    matrix: Matrix,
    line: Matrix,
    leading: f64,
}

impl<'l, 'p> PageReading<'l, 'p> {
    fn new(index: usize, page: &'p Page<'p>, leaves: &'l mut Leaves) -> Self {
        Self {
            index,
            page,
            leaves,
            fonts: BTreeMap::new(),
            font: Vec::new(),
            open: Vec::new(),
            matrices: Vec::new(),
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            leading: 0.0,
        }
    }

    fn operation(&mut self, operator: &[u8], operands: &[Object<'_>]) -> Result<(), String> {
        match operator {
            b"BMC" => self.begin(operands, None),
            b"BDC" => {
                let properties = match operands.get(1) {
                    Some(Object::Dict(dict)) => Some(dict.clone()),
                    Some(Object::Name(named)) => self.page.resources().properties.get(named),
                    _ => None,
                };
                self.begin(operands, properties);
            }
            b"EMC" => {
                self.open.pop().ok_or("marked content ends that never began")?;
            }
            b"q" => self.matrices.push(self.matrix),
            b"Q" => self.matrix = self.matrices.pop().ok_or("a state is taken back that was never kept")?,
            b"cm" => self.matrix = matrix(operands).then(self.matrix),
            b"BT" => self.line = Matrix::IDENTITY,
            b"Tm" => self.line = matrix(operands),
            b"TL" => self.leading = numbers(operands).first().copied().unwrap_or(0.0),
            b"Td" | b"TD" => {
                let at = numbers(operands);
                let (x, y) = (at.first().copied().unwrap_or(0.0), at.get(1).copied().unwrap_or(0.0));
                if operator == b"TD" {
                    self.leading = -y;
                }
                self.line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(self.line);
            }
            b"T*" => self.line = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, -self.leading]).then(self.line),
            b"Tf" => self.choose(operands)?,
            b"Tj" | b"TJ" => {
                for operand in operands {
                    self.show_any(operand)?;
                }
            }
            b"'" | b"\"" => return Err("an operator that our writer is not known to use".to_owned()),
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, operands: &[Object<'_>], properties: Option<Dict<'_>>) {
        let artifact = matches!(operands.first(), Some(Object::Name(kind)) if kind.as_str() == "Artifact");
        let mcid = properties.as_ref().and_then(|dict| dict.get::<i32>("MCID")).map(i64::from);
        if let Some(mcid) = mcid {
            self.leaves.entry((self.index, mcid)).or_default();
        }
        let actual = properties.and_then(|dict| dict.get::<Bytes<'_>>("ActualText")).map(|text| words(&text));
        self.open.push(Open { mcid, replaced: false, artifact });
        if let Some(text) = actual {
            self.say(&text);
            if let Some(open) = self.open.last_mut() {
                open.replaced = true;
            }
        }
    }

    fn choose(&mut self, operands: &[Object<'_>]) -> Result<(), String> {
        let Some(Object::Name(font)) = operands.first() else { return Err("Tf names no font".to_owned()) };
        self.font = font.as_ref().to_vec();
        if !self.fonts.contains_key(&self.font) {
            let dict = self.page.resources().get_font(font).ok_or("a font that is not there")?;
            let width = if name(&dict, "Subtype").as_deref() == Some("Type0") { 2 } else { 1 };
            let cmap = dict.get::<Stream<'_>>("ToUnicode").and_then(|stream| Some(stream.decoded().ok()?.into_owned()));
            self.fonts.insert(self.font.clone(), ToUnicode::read(&cmap.unwrap_or_default(), width));
        }
        Ok(())
    }

    fn show_any(&mut self, operand: &Object<'_>) -> Result<(), String> {
        let font = self.fonts.get(&self.font).ok_or("text is shown before a font is chosen")?;
        let text: String = match operand {
            Object::String(bytes) => font.decode(bytes),
            Object::Array(row) => {
                row.iter::<Object<'_>>().filter_map(Object::into_string).map(|bytes| font.decode(&bytes)).collect()
            }
            _ => String::new(),
        };
        if self.open.is_empty() {
            return Err(format!("{text:?} is neither tagged nor an artifact"));
        }
        if self.open.iter().all(|open| !open.replaced) {
            self.say(&text);
        }
        Ok(())
    }

    fn say(&mut self, text: &str) {
        if self.open.iter().any(|open| open.artifact) {
            return;
        }
        let Some(mcid) = self.open.iter().find_map(|open| open.mcid) else { return };
        let Matrix([_, _, _, _, _, y]) = self.line.then(self.matrix);
        self.leaves.entry((self.index, mcid)).or_default().push(Piece { y, text: text.to_owned() });
    }
}

fn numbers(operands: &[Object<'_>]) -> Vec<f64> {
    operands.iter().filter_map(|operand| operand.clone().into_number()).map(|number| number.as_f64()).collect()
}

fn matrix(operands: &[Object<'_>]) -> Matrix {
    numbers(operands).try_into().map_or(Matrix::IDENTITY, Matrix)
}
